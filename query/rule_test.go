package query

import (
	"database/sql"
	"math"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"lrx/data"
	"lrx/data/store"
)

// decideRules gives a store a rule of its own and one activity another, as what
// is decided beside the statements does; the next load keeps by them.
func decideRules(t *testing.T, dir string) {
	t.Helper()
	db, err := sql.Open("duckdb", filepath.Join(dir, "lrx.duckdb"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // a test
	for _, text := range []string{
		"INSERT INTO meta VALUES ('attempt_rule', 'best')",
		"INSERT INTO activity_rule SELECT activity, 'mean' FROM activity WHERE iri = 'https://x.example/item/1'",
	} {
		if _, err := db.ExecContext(t.Context(), text); err != nil {
			t.Fatal(err)
		}
	}
}

// compareRules asks for the activities of every class by every attempt rule:
// from what is kept, from the statements, and by picking from the attempts here.
func compareRules(t *testing.T, dir string, clock func() time.Time) {
	t.Helper()
	s, err := Open(t.Context(), dir, Options{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close() //nolint:errcheck // a test
	v, ctx := Viewer{Scope: AllClasses()}, t.Context()
	classes, err := s.Classes(ctx, v, Filter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range classes.Rows {
		means := map[string]bool{}
		for _, rule := range append(data.AttemptRules(), "") {
			kept := Filter{Class: c.ID, Rule: string(rule)}
			counted := kept
			counted.Since = time.Date(2, 1, 1, 0, 0, 0, 0, time.UTC)
			got, err1 := rowsOf(s.Activities(ctx, v, kept))
			want, err2 := rowsOf(s.Activities(ctx, v, counted))
			if err1 != nil || err2 != nil || asJSON(t, got) != asJSON(t, want) {
				t.Errorf("%s of %s: kept\n%s %v\nstatements\n%s %v", rule, c.ID, asJSON(t, got), err1, asJSON(t, want), err2)
			}
			means[asJSON(t, got)] = true
			l, err := s.Activities(ctx, v, kept)
			if err != nil {
				t.Fatal(err)
			}
			picked := pickedMeans(t, s, v, kept)
			for _, a := range l.Rows {
				mean, there := picked[a.IRI]
				if there != (a.MeanScaled != nil) || there && math.Abs(*a.MeanScaled-mean) > 1e-12 {
					t.Errorf("%s of %s: the mean of %s is %v, picked here it is %v %v", rule, c.ID, a.IRI, a.MeanScaled, mean, there)
				}
			}
		}
		if c.ID == Everyone && len(means) != len(data.AttemptRules()) {
			t.Errorf("%d rules make %d answers", len(data.AttemptRules()), len(means))
		}
	}
	if _, err := s.Activities(ctx, v, Filter{Rule: "worst"}); err == nil {
		t.Error("there is a rule of the worst")
	}
}

// pickedMeans is the mean result of each activity, picked from its attempts by data.AttemptRule.
func pickedMeans(t *testing.T, s *Store, v Viewer, f Filter) map[string]float64 {
	t.Helper()
	q, done, err := s.ask(t.Context(), v, f)
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	with, err := store.Relations{Given: q.given, Kept: q.keptRows}.With("tries")
	if err != nil {
		t.Fatal(err)
	}
	text := "WITH " + with + ` SELECT a.iri, t.learner, coalesce(u.rule, $rule), t.attempt, t.started, t.r, coalesce(t.success, t.correct, false)
		FROM tries t JOIN activity a USING (activity) LEFT JOIN activity_rule u USING (activity) WHERE t.r IS NOT NULL`
	var args []any
	for _, p := range slices.Compact(slices.Sorted(slices.Values(parameter.FindAllString(text, -1)))) {
		args = append(args, sql.Named(p[1:], q.params[p[1:]]))
	}
	rows, err := q.DB.QueryContext(t.Context(), text, args...)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells what matters
	type whose struct {
		activity string
		learner  int32
		rule     data.AttemptRule
	}
	tries := map[whose][]data.Try{}
	for rows.Next() {
		var k whose
		var one data.Try
		if err := rows.Scan(&k.activity, &k.learner, &k.rule, &one.Attempt, &one.Started, &one.R, &one.Passed); err != nil {
			t.Fatal(err)
		}
		tries[k] = append(tries[k], one)
	}
	if rows.Err() != nil {
		t.Fatal(rows.Err())
	}
	sums, n := map[string]float64{}, map[string]float64{}
	for k, all := range tries {
		r, _ := k.rule.Pick(all)
		sums[k.activity] += r
		n[k.activity]++
	}
	for iri := range sums {
		sums[iri] /= n[iri]
	}
	return sums
}
