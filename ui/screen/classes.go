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
			List:  listOf(Records.Classes, classSheet, query.Filter{}),
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
	for _, f := range []struct {
		key, title, help string
		n                int64
	}{
		{"statements", "Statements kept", "All statements kept in the store, void and voiding ones included.", info.Statements},
		{"learners", "Learners", "People with at least one statement that counts.", info.Learners},
		{"activities", "Activities", "Activities that statements are about.", info.Activities},
		{"sources", "Sources", "Files and Learning Record Stores that statements came from.", info.Sources},
	} {
		s.Columns = append(s.Columns, query.Column{Key: f.key, Title: f.title, Kind: query.KindCount, Priority: 1, Help: f.help})
		s.Rows[0].Cells = append(s.Rows[0].Cells, f.n)
	}
	return s, nil
}
