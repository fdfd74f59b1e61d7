package screen

import (
	"context"
	"errors"

	"lrx/query"
)

// Classes is the first screen: all classes the viewer may see.
func Classes() Page {
	return Page{
		Kind: "classes", Name: "Classes", Head: storeFigures,
		Tabs: []Tab{{
			Title: "Classes",
			List:  listOf(Records.Classes, query.ClassSheet, query.Filter{}),
			Open:  Class,
			Empty: "No classes yet. Load an export: lrx load FILE",
		}},
	}
}

// storeFigures is the headline of the first screen. Who may see only some
// classes gets none: it tells of the whole store.
func storeFigures(ctx context.Context, r Records, v query.Viewer) (query.Sheet, error) {
	info, err := r.Info(ctx, v)
	if errors.Is(err, query.ErrScope) {
		return query.Sheet{}, nil
	}
	if err != nil {
		return query.Sheet{}, err
	}
	s := query.Sheet{Name: "store", TZ: v.TZ, Rows: []query.Row{{}}}
	add := func(key, title string, kind query.Kind, help string, value any) {
		s.Columns = append(s.Columns, query.Column{Key: key, Title: title, Kind: kind, Priority: 1, Help: help})
		s.Rows[0].Cells = append(s.Rows[0].Cells, value)
	}
	add("statements", "Statements kept", query.KindCount, "All statements kept in the store, void and voiding ones included.", info.Statements)
	add("learners", "Learners", query.KindCount, "People with at least one statement that counts.", info.Learners)
	add("activities", "Activities", query.KindCount, "Activities that statements are about.", info.Activities)
	add("sources", "Sources", query.KindCount, "Files and Learning Record Stores that statements came from.", info.Sources)
	return s, nil
}
