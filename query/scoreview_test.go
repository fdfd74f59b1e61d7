package query_test

import (
	"fmt"
	"strings"
	"testing"

	"lrx/internal/demo"
	"lrx/query"
)

// TestScoreView compares the view of scores with the list, which is of the same time.
func TestScoreView(t *testing.T) {
	t.Parallel()
	_, s := demoStore(t)
	v := query.Viewer{Scope: query.AllClasses()}
	l, err := s.Scores(t.Context(), v, query.Filter{Class: demo.Course})
	if err != nil {
		t.Fatal(err)
	}
	got, err := s.SQL(t.Context(), v, "SELECT learner, score, low, high, state, evidence, past FROM scores", 0)
	if err != nil {
		t.Fatal(err)
	}
	number := func(f *float64) any {
		if f == nil {
			return nil
		}
		return *f
	}
	want := map[string]string{}
	for _, r := range l.Rows {
		want[r.ID] = fmt.Sprint(number(r.Score), " ", number(r.Low), " ", number(r.High), " ", r.State, " ", r.Evidence, " ", number(r.Past))
	}
	if len(got.Rows) != len(want) || len(want) != demo.Learners {
		t.Fatalf("%d rows in the view, %d in the list", len(got.Rows), len(want))
	}
	for _, row := range got.Rows {
		id := fmt.Sprint(row.Cells[0])
		if have := strings.TrimSpace(fmt.Sprintln(row.Cells[1:]...)); have != want[id] {
			t.Errorf("%s is %s in the view and %s in the list", id, have, want[id])
		}
	}
}
