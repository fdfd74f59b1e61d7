package screen

import (
	"context"
	"slices"

	"lrx/query"
)

// Class is a class with its learners, areas and activities, and who of them may need support.
func Class(id string) Page {
	f := query.Filter{Class: id}
	return Page{
		Kind: "class", Named: "name", Head: classFigures(id), Within: f,
		Tabs: []Tab{
			learnersTab(f),
			areasTab(f),
			strugglingTab(f),
			gridTab(f),
			{
				Title: "Activities",
				List:  listOf(Records.Activities, query.ActivitySheet, f),
				Open:  func(iri string) Page { return Activity(iri, f) },
				Empty: "No activities yet. They come from the objects of the class's statements.",
			},
			riskTab(f),
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
				return classSheet(query.List[query.Class]{Rows: []query.Class{c}, Total: 1}, v), nil
			}
		}
		return query.Sheet{}, &query.NotFoundError{Kind: "class", Name: id}
	}
}

// filled takes words and scores that no row has off the screen: that no class has
// a term is no news. What is counted stays.
func filled(s query.Sheet) query.Sheet {
	s.Columns = slices.Clone(s.Columns)
	for i := range s.Columns {
		c := &s.Columns[i]
		words := c.Kind == query.KindWord || c.Kind == query.KindText || c.Kind == query.KindNames || c.Kind == query.KindScore
		if words && !slices.ContainsFunc(s.Rows, func(r query.Row) bool { return r.Cells[i] != nil }) {
			c.Priority = 0
		}
	}
	return s
}

// classSheet is the sheet of classes as screens show it.
func classSheet(l query.List[query.Class], v query.Viewer) query.Sheet {
	return filled(query.ClassSheet(l, v))
}
