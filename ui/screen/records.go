// Package screen holds the screens of the explorer: which question each asks,
// what stands in its headline, where its rows lead, and the state of one level
// of the navigation. A list is one component for all lists, a text one for all
// texts. The package must not know keys, windows, SQL or files.
package screen

import (
	"context"
	"slices"

	"lrx/query"
)

// Records is what the screens ask of a store; *query.Store answers it.
type Records interface {
	Generation() int64
	Writing() (query.Writing, bool)

	Classes(context.Context, query.Viewer, query.Filter) (query.List[query.Class], error)
	Learners(context.Context, query.Viewer, query.Filter) (query.List[query.Learner], error)
	Activities(context.Context, query.Viewer, query.Filter) (query.List[query.Activity], error)
	Areas(context.Context, query.Viewer, query.Filter) (query.List[query.Area], error)
	Items(context.Context, query.Viewer, query.Filter) (query.List[query.Item], error)
	Attempts(context.Context, query.Viewer, query.Filter) (query.List[query.Attempt], error)
	Mastery(context.Context, query.Viewer, query.Filter) (query.List[query.AreaStanding], error)
	Struggling(context.Context, query.Viewer, query.Filter) (query.List[query.Struggling], error)
	Grid(context.Context, query.Viewer, query.Filter) (query.Grid, error)
	Options(context.Context, query.Viewer, query.Filter, string) ([]query.Option, error)
	Statements(context.Context, query.Viewer, query.Filter) (query.List[query.Statement], error)
	Loads(context.Context, query.Viewer, query.Filter) (query.List[query.Load], error)
	Rejects(context.Context, query.Viewer, query.Filter) (query.List[query.Reject], error)
	Sources(context.Context, query.Viewer, query.Filter) (query.List[query.Source], error)
	Origins(context.Context, query.Viewer, query.Filter) (query.List[query.Origin], error)
	SourceDays(context.Context, query.Viewer, query.Filter) (query.List[query.SourceDays], error)
	Sanity(context.Context, query.Viewer, query.Filter) (query.List[query.Sanity], error)
	Connections(context.Context, query.Viewer) ([]query.Connection, error)
	People(context.Context, query.Viewer, query.Filter) (query.List[query.Person], error)
	Suggestions(context.Context, query.Viewer, query.Filter) (query.List[query.Suggestion], error)
	Identities(context.Context, query.Viewer, query.Filter) (query.List[query.Suggestion], error)

	Learner(context.Context, query.Viewer, string, query.Filter) (query.Learner, error)
	Activity(context.Context, query.Viewer, string, query.Filter) (query.Activity, error)
	Area(context.Context, query.Viewer, string, query.Filter) (query.Area, error)
	ItemReport(context.Context, query.Viewer, string, query.Filter) (query.ItemReport, error)
	Attempt(context.Context, query.Viewer, string, query.Filter) (query.Attempt, error)
	Statement(context.Context, query.Viewer, string) (query.StatementDetail, error)
	Person(context.Context, query.Viewer, string) (query.Person, error)
	Pair(context.Context, query.Viewer, string) (query.Pair, error)
	Info(context.Context, query.Viewer) (query.Info, error)

	Scored
}

var _ Records = (*query.Store)(nil)

// most is the most rows a list reads. A screen cannot be read to that depth;
// a list that was cut says so.
const most = 100_000

// question asks for a sheet.
type question func(context.Context, Records, query.Viewer) (query.Sheet, error)

// listOf makes a question of a method for a list and the sheet of its rows.
func listOf[T any](
	ask func(Records, context.Context, query.Viewer, query.Filter) (query.List[T], error),
	sheet func(query.List[T], query.Viewer) query.Sheet,
	f query.Filter,
) question {
	if f.Limit == 0 {
		f.Limit = most
	}
	return func(ctx context.Context, r Records, v query.Viewer) (query.Sheet, error) {
		l, err := ask(r, ctx, v, f)
		if err != nil {
			return query.Sheet{}, err
		}
		return sheet(l, v), nil
	}
}

// oneOf makes a question of a method for one thing: a sheet of one row, counted
// and written as in the list the thing stands in.
func oneOf[T any](
	ask func(Records, context.Context, query.Viewer, string, query.Filter) (T, error),
	sheet func(query.List[T], query.Viewer) query.Sheet,
	id string, f query.Filter,
) question {
	return func(ctx context.Context, r Records, v query.Viewer) (query.Sheet, error) {
		t, err := ask(r, ctx, v, id, f)
		if err != nil {
			return query.Sheet{}, err
		}
		return sheet(query.List[T]{Rows: []T{t}, Total: 1}, v), nil
	}
}

// weighed changes how much columns matter where a list stands: who is told
// apart by name there, and what is the same in every row.
func (ask question) weighed(priorities map[string]int) question {
	return func(ctx context.Context, r Records, v query.Viewer) (query.Sheet, error) {
		s, err := ask(ctx, r, v)
		s.Columns = slices.Clone(s.Columns)
		for i, c := range s.Columns {
			if p, ok := priorities[c.Key]; ok {
				s.Columns[i].Priority = p
			}
		}
		return s, err
	}
}
