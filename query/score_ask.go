package query

import (
	"context"
	"errors"

	"lrx/scoring"
)

var errUnbuilt = errors.New("not built yet")

func (s *Store) Scores(context.Context, Viewer, Filter) (List[ScoreRow], error) {
	return List[ScoreRow]{}, errUnbuilt
}

func (s *Store) Score(context.Context, Viewer, string, Filter) (Receipt, error) {
	return Receipt{}, errUnbuilt
}

func (s *Store) Observations(context.Context, Viewer, Filter) (List[Observation], error) {
	return List[Observation]{}, errUnbuilt
}

func (s *Store) Struggling(context.Context, Viewer, Filter) (List[Struggling], error) {
	return List[Struggling]{}, errUnbuilt
}
func (s *Store) Grid(context.Context, Viewer, Filter) (Grid, error) { return Grid{}, errUnbuilt }
func (s *Store) ItemReport(context.Context, Viewer, string, Filter) (ItemReport, error) {
	return ItemReport{}, errUnbuilt
}

func (s *Store) Timeline(context.Context, Viewer, string, Filter) (List[Snapshot], error) {
	return List[Snapshot]{}, errUnbuilt
}

func (s *Store) WhatIf(context.Context, Viewer, Filter, scoring.Profile) (List[Move], error) {
	return List[Move]{}, errUnbuilt
}

func (s *Store) Profile(context.Context) (scoring.Profile, error) {
	return scoring.Profile{}, errUnbuilt
}

func (s *Store) Sanity(context.Context, Viewer, Filter) (List[Sanity], error) {
	return List[Sanity]{}, errUnbuilt
}
