package data

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// AttemptRule says which result counts of a learner who tried an activity more
// than once. It picks among the attempts that have a reading (Result.R, 0..1),
// in the order of their beginning, then of their number.
type AttemptRule string

// The attempt rules.
const (
	RuleFirst      AttemptRule = "first"       // the reading of the first attempt
	RuleLast       AttemptRule = "last"        // of the last one
	RuleBest       AttemptRule = "best"        // the highest reading, of several that are as high the earlier attempt's
	RuleLastPassed AttemptRule = "last-passed" // of the last attempt that was passed, else of the last one
	RuleMean       AttemptRule = "mean"        // the mean of all readings
)

// DefaultAttemptRule holds where nothing else was decided.
const DefaultAttemptRule = RuleLast

// AttemptRules are all there are.
func AttemptRules() []AttemptRule {
	return []AttemptRule{RuleFirst, RuleLast, RuleBest, RuleLastPassed, RuleMean}
}

// RuleError says that a text names no attempt rule.
type RuleError struct{ Text string }

func (e *RuleError) Error() string {
	names := make([]string, 0, 5)
	for _, r := range AttemptRules() {
		names = append(names, string(r))
	}
	last := len(names) - 1
	return fmt.Sprintf("there is no attempt rule %q, only %s and %s", e.Text, strings.Join(names[:last], ", "), names[last])
}

// ParseAttemptRule reads the name of a rule; the error is a *RuleError.
func ParseAttemptRule(text string) (AttemptRule, error) {
	if r := AttemptRule(text); slices.Contains(AttemptRules(), r) {
		return r, nil
	}
	return "", &RuleError{Text: text}
}

// Try is what a rule has to know of an attempt with a reading.
type Try struct {
	Attempt int64 // its number, which decides between attempts that began together
	Started time.Time
	R       float64 // the reading, 0..1
	Passed  bool    // its success if that is stated, else whether it is right (Result.Right)
}

// Pick is the result of a learner at an activity, 0..1, by the attempts there
// in any order; false if there are none. An unknown rule is the default one.
// data/store/relation/activity_sums.sql picks by the same definition.
func (r AttemptRule) Pick(tries []Try) (result float64, ok bool) {
	if len(tries) == 0 {
		return 0, false
	}
	ordered := slices.Clone(tries)
	slices.SortFunc(ordered, func(a, b Try) int {
		return cmp.Or(a.Started.Compare(b.Started), cmp.Compare(a.Attempt, b.Attempt))
	})
	picked := ordered[len(ordered)-1]
	switch r {
	case RuleFirst:
		picked = ordered[0]
	case RuleBest:
		picked = slices.MaxFunc(ordered, func(a, b Try) int { return cmp.Compare(a.R, b.R) })
	case RuleLastPassed:
		for _, t := range slices.Backward(ordered) {
			if t.Passed {
				return t.R, true
			}
		}
	case RuleMean:
		sum := 0.0
		for _, t := range ordered {
			sum += t.R
		}
		return sum / float64(len(ordered)), true
	case RuleLast:
	}
	return picked.R, true
}
