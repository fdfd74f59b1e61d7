package scoring

import (
	"testing"
	"time"
)

func TestPick(t *testing.T) {
	t.Parallel()
	at := func(minute int) time.Time { return time.Date(2026, 3, 1, 9, minute, 0, 0, time.UTC) }
	tries := []Try{ // not in order
		{Started: at(30), Attempt: 4, R: 0.3, Right: No},
		{Started: at(10), Attempt: 9, R: 0.8, Passed: Yes, Right: No},
		{Started: at(20), Attempt: 2, R: 0.6, Right: Yes},
		{Started: at(10), Attempt: 1, R: 0.5, Passed: No, Right: Yes},
		{Started: at(20), Attempt: 3, R: 0.8, Passed: No, Right: Yes}, // stated success comes first
	}
	for _, c := range []struct {
		rule  string
		tries []Try
		r     float64
		which int
	}{
		{ruleFirst, tries, 0.5, 3},
		{ruleLast, tries, 0.3, 0},
		{ruleBest, tries, 0.8, 1}, // the earlier of two that are as high
		{ruleLastPassed, tries, 0.6, 2},
		{ruleLastPassed, tries[:1], 0.3, 0},
		{ruleMean, tries, 0.6, -1},
		{"unknown", tries, 0.3, 0},
	} {
		if r, which, ok := Pick(c.rule, c.tries); !ok || !near(r, c.r) || which != c.which {
			t.Errorf("%s of %d: %v by %d, want %v by %d", c.rule, len(c.tries), r, which, c.r, c.which)
		}
	}
	if _, _, ok := Pick(ruleLast, nil); ok {
		t.Error("a result of no tries")
	}
}
