package query

import (
	"context"
	"errors"
)

var errUnbuilt = errors.New("not built yet")

// Struggling lists items, areas and skills with what their first responses say.
func (s *Store) Struggling(context.Context, Viewer, Filter) (List[Struggling], error) {
	return List[Struggling]{}, errUnbuilt
}

// Grid answers who answered which item of a class.
func (s *Store) Grid(context.Context, Viewer, Filter) (Grid, error) { return Grid{}, errUnbuilt }

// ItemReport answers what a class did at an item or an assessment.
func (s *Store) ItemReport(context.Context, Viewer, string, Filter) (ItemReport, error) {
	return ItemReport{}, errUnbuilt
}

// Sanity lists scores that arrived wrong, by source.
func (s *Store) Sanity(context.Context, Viewer, Filter) (List[Sanity], error) {
	return List[Sanity]{}, errUnbuilt
}
