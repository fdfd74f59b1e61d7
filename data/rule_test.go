package data

import (
	"errors"
	"math/rand/v2"
	"testing"
	"time"
)

func TestAttemptRulePick(t *testing.T) {
	t.Parallel()
	at := func(minute int) time.Time { return loaded.Add(time.Duration(minute) * time.Minute) }
	several := []Try{
		{Attempt: 1, Started: at(0), R: 0.3},
		{Attempt: 2, Started: at(1), R: 0.9, Passed: true},
		{Attempt: 3, Started: at(2), R: 0.7, Passed: true},
		{Attempt: 4, Started: at(3), R: 0.5},
	}
	none := []Try{{Attempt: 1, Started: at(0), R: 0.25}, {Attempt: 2, Started: at(1), R: 0.75}}
	tied := []Try{{Attempt: 8, Started: at(0), R: 0.4}, {Attempt: 7, Started: at(0), R: 0.2}, {Attempt: 9, Started: at(0), R: 0.3}}
	for _, c := range []struct {
		name  string
		rule  AttemptRule
		tries []Try
		want  float64
	}{
		{"first", RuleFirst, several, 0.3},
		{"last", RuleLast, several, 0.5},
		{"best", RuleBest, several, 0.9},
		{"last-passed", RuleLastPassed, several, 0.7},
		{"mean", RuleMean, several, 0.6},
		{"the default", "", several, 0.5},
		{"none passed", RuleLastPassed, none, 0.75},
		{"mean of two", RuleMean, none, 0.5},
		{"first of one instant", RuleFirst, tied, 0.2},
		{"last of one instant", RuleLast, tied, 0.3},
		{"one", RuleLastPassed, none[:1], 0.25},
	} {
		for range 5 {
			shuffled := append([]Try(nil), c.tries...)
			rand.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
			if got, ok := c.rule.Pick(shuffled); !ok || got < c.want-1e-12 || got > c.want+1e-12 {
				t.Errorf("%s: got %v %v, want %v", c.name, got, ok, c.want)
			}
		}
	}
	for _, r := range AttemptRules() {
		if got, ok := r.Pick(nil); ok {
			t.Errorf("%s picks %v of nothing", r, got)
		}
	}
}

func TestParseAttemptRule(t *testing.T) {
	t.Parallel()
	for _, r := range AttemptRules() {
		if got, err := ParseAttemptRule(string(r)); got != r || err != nil {
			t.Errorf("%s: %v, %v", r, got, err)
		}
	}
	_, err := ParseAttemptRule("Best")
	if e := (*RuleError)(nil); !errors.As(err, &e) || err.Error() != `there is no attempt rule "Best", only first, last, best, last-passed and mean` {
		t.Errorf("got %v", err)
	}
}
