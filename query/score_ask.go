package query

import (
	"context"
	"errors"
)

var errUnbuilt = errors.New("not built yet")

func (s *Store) Struggling(context.Context, Viewer, Filter) (List[Struggling], error) {
	return List[Struggling]{}, errUnbuilt
}
func (s *Store) Grid(context.Context, Viewer, Filter) (Grid, error) { return Grid{}, errUnbuilt }
func (s *Store) ItemReport(context.Context, Viewer, string, Filter) (ItemReport, error) {
	return ItemReport{}, errUnbuilt
}
func (s *Store) Sanity(context.Context, Viewer, Filter) (List[Sanity], error) {
	return List[Sanity]{}, errUnbuilt
}
