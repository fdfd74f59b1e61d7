package screen

import (
	"context"

	"lrx/query"
	"lrx/scoring"
)

// Scored is what the screens of scores ask of a store.
type Scored interface {
	Scores(context.Context, query.Viewer, query.Filter) (query.List[query.ScoreRow], error)
	Score(context.Context, query.Viewer, string, query.Filter) (query.Receipt, error)
	Observations(context.Context, query.Viewer, query.Filter) (query.List[query.Observation], error)
	Risk(context.Context, query.Viewer, query.Filter) (query.List[query.Risk], error)
	SignalRows(context.Context, query.Viewer, query.Filter) (query.List[query.Observation], error)
	Timeline(context.Context, query.Viewer, string, query.Filter) (query.List[query.Snapshot], error)
	WhatIf(context.Context, query.Viewer, query.Filter, scoring.Profile) (query.List[query.Move], error)
	Profile(context.Context) (scoring.Profile, error)
}

// Scores follow filters as the lists do that they are made from.

func (n narrowed) Scores(ctx context.Context, v query.Viewer, f query.Filter) (query.List[query.ScoreRow], error) {
	return n.Records.Scores(ctx, v, n.picks.apply(f))
}

func (n narrowed) Score(ctx context.Context, v query.Viewer, id string, f query.Filter) (query.Receipt, error) {
	return n.Records.Score(ctx, v, id, n.picks.apply(f))
}

func (n narrowed) Observations(ctx context.Context, v query.Viewer, f query.Filter) (query.List[query.Observation], error) {
	return n.Records.Observations(ctx, v, n.picks.apply(f))
}

func (n narrowed) Timeline(ctx context.Context, v query.Viewer, id string, f query.Filter) (query.List[query.Snapshot], error) {
	return n.Records.Timeline(ctx, v, id, n.picks.apply(f))
}

func (n narrowed) WhatIf(ctx context.Context, v query.Viewer, f query.Filter, p scoring.Profile) (query.List[query.Move], error) {
	return n.Records.WhatIf(ctx, v, n.picks.apply(f), p)
}

func (n narrowed) Mastery(ctx context.Context, v query.Viewer, f query.Filter) (query.List[query.AreaStanding], error) {
	return n.Records.Mastery(ctx, v, n.picks.apply(f))
}

func (n narrowed) Risk(ctx context.Context, v query.Viewer, f query.Filter) (query.List[query.Risk], error) {
	return n.Records.Risk(ctx, v, n.picks.apply(f))
}

func (n narrowed) SignalRows(ctx context.Context, v query.Viewer, f query.Filter) (query.List[query.Observation], error) {
	return n.Records.SignalRows(ctx, v, n.picks.apply(f))
}
