package screen

import (
	"context"

	"lrx/query"
)

// Class is a class with its learners, areas and activities.
func Class(id string) Page {
	f := query.Filter{Class: id}
	return Page{
		Kind: "class", Named: "name", Head: classFigures(id), Within: f,
		Tabs: []Tab{
			{
				Title: "Learners",
				List:  listOf(Records.Learners, query.LearnerSheet, f),
				Open:  func(id string) Page { return Learner(id, f) },
				Empty: "No learners yet. Load an export: lrx load FILE",
			},
			areasTab(f),
			{
				Title: "Activities",
				List:  listOf(Records.Activities, query.ActivitySheet, f),
				Open:  func(iri string) Page { return Activity(iri, f) },
				Empty: "No activities yet. They come from the objects of the class's statements.",
			},
		},
	}
}

// classFigures finds a class among the classes: a class has no question of its own.
func classFigures(id string) question {
	return func(ctx context.Context, r Records, v query.Viewer) (query.Sheet, error) {
		l, err := r.Classes(ctx, v, query.Filter{})
		if err != nil {
			return query.Sheet{}, err
		}
		for _, c := range l.Rows {
			if c.ID == id {
				return filled(query.ClassSheet(query.List[query.Class]{Rows: []query.Class{c}, Total: 1}, v)), nil
			}
		}
		return query.Sheet{}, &query.NotFoundError{Kind: "class", Name: id}
	}
}

// filled leaves out words that a sheet of one row has none of: that a course has
// no term is no news. What is counted stays.
func filled(s query.Sheet) query.Sheet {
	out := s
	out.Columns, out.Rows = nil, []query.Row{{Key: s.Rows[0].Key}}
	for i, c := range s.Columns {
		cell := s.Rows[0].Cells[i]
		if cell == nil && (c.Kind == query.KindWord || c.Kind == query.KindText) {
			continue
		}
		out.Columns, out.Rows[0].Cells = append(out.Columns, c), append(out.Rows[0].Cells, cell)
	}
	return out
}
