package screen

import (
	"context"

	"lrx/query"
)

// What is said about answers follows the filters of a level too.

func (n narrowed) Struggling(ctx context.Context, v query.Viewer, f query.Filter) (query.List[query.Struggling], error) {
	return n.Records.Struggling(ctx, v, n.picks.apply(f))
}

func (n narrowed) Grid(ctx context.Context, v query.Viewer, f query.Filter) (query.Grid, error) {
	return n.Records.Grid(ctx, v, n.picks.apply(f))
}

func (n narrowed) ItemReport(ctx context.Context, v query.Viewer, iri string, f query.Filter) (query.ItemReport, error) {
	return n.Records.ItemReport(ctx, v, iri, n.picks.apply(f))
}
