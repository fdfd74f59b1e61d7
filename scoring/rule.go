package scoring

import (
	"cmp"
	"slices"
)

// The attempt rules, as package data defines them; a test of the store holds
// the two together.
const (
	ruleFirst      = "first"
	ruleLast       = "last"
	ruleBest       = "best"
	ruleLastPassed = "last-passed"
	ruleMean       = "mean"
)

func rules() []string { return []string{ruleFirst, ruleLast, ruleBest, ruleLastPassed, ruleMean} }

// Pick is the result of a learner at an activity by an attempt rule: first, last,
// best, last-passed or mean (another name is last), among tries that all have a
// reading, in any order. which is the index of the try that counts, -1 if all do.
// Without a try ok is false.
func Pick(rule string, tries []Try) (r float64, which int, ok bool) {
	if len(tries) == 0 {
		return 0, -1, false
	}
	order := indices(len(tries))
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(tries[a].Started.Compare(tries[b].Started), cmp.Compare(tries[a].Attempt, tries[b].Attempt))
	})
	picked := order[len(order)-1]
	switch rule {
	case ruleFirst:
		picked = order[0]
	case ruleBest:
		picked = slices.MaxFunc(order, func(a, b int) int { return cmp.Compare(tries[a].R, tries[b].R) })
	case ruleLastPassed:
		for _, i := range slices.Backward(order) {
			if tries[i].passed() {
				picked = i
				break
			}
		}
	case ruleMean:
		sum := 0.0
		for _, i := range order {
			sum += tries[i].R
		}
		return sum / float64(len(tries)), -1, true
	}
	return tries[picked].R, picked, true
}

// passed is success as stated, else whether the result is right.
func (t *Try) passed() bool { return t.Passed == Yes || t.Passed == Unsaid && t.Right == Yes }

// failed is the contrary, where either is said.
func (t *Try) failed() bool { return t.Passed == No || t.Passed == Unsaid && t.Right == No }
