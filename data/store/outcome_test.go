package store

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestOutcomes reads what came of learners of a class, however they are called, and tells of
// lines that nobody can be found for. Without the file there are none.
func TestOutcomes(t *testing.T) {
	t.Parallel()
	dir := evidenceClass(t)
	file := filepath.Join(dir, "outcomes.csv")
	if err := os.WriteFile(file, []byte("class,learner,outcome,when\nr1,u4,withdrew,2026-03-01\nr1,ann@x.example,passed,2026-04-01\nr1,u1,failed,2026-04-01\n"+
		"r1,nobody@x.example,passed,2026-04-01\nhttps://x.example/nothing,u2,passed,2026-04-01\nhttps://x.example/course,bob@x.example,failed,2026-04-02\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	a, err := Apply(t.Context(), dir, "apply", WriteOptions{Now: decideClock})
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for i := range a.Problems {
		if p := &a.Problems[i]; p.File == "outcomes.csv" {
			told = append(told, fmt.Sprint(p.Row, " ", p.Column, " ", strings.SplitN(p.Want, " ", 3)[:2]))
		}
	}
	if got, want := strings.Join(told, "; "), "4 learner [one line]; 5 learner [a learner]; 6 class [the id]"; got != want {
		t.Errorf("problems %q, want %q", got, want)
	}
	held := func() string {
		g, err := OpenGeneration(t.Context(), dir)
		if err != nil {
			t.Fatal(err)
		}
		defer g.Close() //nolint:errcheck // a test
		rows, err := column[string](t.Context(), g.DB, `SELECT concat_ws(' ', c.id, l.name, o.outcome, o.known) FROM outcome o JOIN class c USING (class) JOIN learner l USING (learner)
			UNION ALL SELECT concat_ws(' ', c.id, 'is a run of', d.course) FROM class_course d JOIN class c USING (class) ORDER BY ALL`)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(rows, "; ")
	}
	const courses = "r1 is a run of c; r1 is a run of https://x.example/course"
	if got, want := held(), "https://x.example/course Bob failed 2026-04-02; r1 Ann passed 2026-04-01; r1 Never withdrew 2026-03-01; "+courses; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if _, err := Apply(t.Context(), dir, "apply", WriteOptions{Now: decideClock}); err != nil {
		t.Fatal(err)
	}
	if got := held(); got != courses {
		t.Errorf("the file is gone, and there is %s", got)
	}
}

// TestDueOfAUser finds a learner whom due.csv calls by her id in the roster.
func TestDueOfAUser(t *testing.T) {
	t.Parallel()
	dir := evidenceClass(t)
	if err := os.WriteFile(filepath.Join(dir, "due.csv"), []byte("class,activity,due,learner\nr1,https://x.example/essay,2026-03-09,u2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	a, err := Apply(t.Context(), dir, "apply", WriteOptions{Now: decideClock})
	if err != nil || len(a.Problems) > 0 {
		t.Error(a.Problems, err)
	}
}
