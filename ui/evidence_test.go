package ui

import (
	"testing"
	"time"

	"lrx/query"
)

// TestSessionsLeadToTheirStatements: evidence without an id of its own leads to
// what this learner did then, and what was opened to what she did there.
func TestSessionsLeadToTheirStatements(t *testing.T) {
	t.Parallel()
	f := scoredClass()
	begin := time.Date(2026, 3, 20, 8, 0, 0, 0, time.UTC)
	quiz := f.activities[3]
	f.evidence = []query.Observation{
		{Key: "2026-03-20T08:00:00Z/2026-03-20T08:40:00.5Z", Factor: "achievement", What: "session", At: &begin, Used: true, Why: "counts as a session"},
		{Key: quiz.IRI, Factor: "achievement", What: "activity opened", Activity: ptr(quiz.Activity), ActivityName: quiz.Name, Used: true, Why: "opened"},
	}
	d := drive(t, f)
	d.press("down", "enter", "down", "enter", "enter", "enter")
	d.wants("› Session", "1 of")
	by := f.filters[len(f.filters)-1]
	if by.Learner != "L-0000000001" || by.Class != "course:bio" || by.Factor != "" ||
		!by.Since.Equal(begin) || !by.Until.Equal(begin.Add(40*time.Minute+500*time.Millisecond+time.Microsecond)) {
		t.Errorf("asked with %+v", by)
	}
	d.press("enter")
	d.wants(`"actor"`)
	d.press("esc", "esc", "down", "enter")
	by = f.filters[len(f.filters)-1]
	if by.Learner != "L-0000000001" || by.Activity != quiz.IRI || !by.Since.IsZero() {
		t.Errorf("asked with %+v", by)
	}
	d.wants("1 Statements", "2 Attempts", "Activity "+string(quiz.Name))
}
