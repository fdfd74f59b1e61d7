package ui

import (
	"testing"
	"time"

	"lrx/internal/safetext"
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

// TestSessionsShowTheirTime: in 80 columns the time stands before the text, and
// a column that is empty throughout does not stand at all.
func TestSessionsShowTheirTime(t *testing.T) {
	t.Parallel()
	f := scoredClass()
	at := time.Date(2026, 3, 20, 8, 0, 0, 0, time.UTC)
	why := safetext.Safe("counts as a session, and its day as an active day: 12 statements")
	f.evidence = []query.Observation{
		{Key: "2026-03-20T08:00:00Z/2026-03-20T08:40:00Z", Factor: "achievement", What: "session", At: &at, Used: true, Why: why},
		{Factor: "achievement", What: "social acts", Used: true, Why: "posts, replies, questions and comments: 3"},
	}
	d := drive(t, f)
	d.press("down", "enter", "down", "enter", "enter")
	d.wants("session           2026-03-20 08:00  yes   counts as a session")
	d.lacks("Activity", "Value")
}
