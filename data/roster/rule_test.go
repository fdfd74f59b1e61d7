package roster

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"lrx/data"
	"lrx/scoring"
)

// TestRulesOfScoring says that scores pick results by the attempt rules of
// package data, which package scoring cannot import.
func TestRulesOfScoring(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 1))
	begin := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	for range 2000 {
		n := r.IntN(6)
		tries, scored := make([]data.Try, n), make([]scoring.Try, n)
		for i, attempt := range r.Perm(n) {
			right, stated := scoring.Truth(r.IntN(3)), scoring.Truth(r.IntN(3))
			at, reading := begin.Add(time.Duration(r.IntN(4))*time.Hour), float64(r.IntN(5))/4
			passed := stated == scoring.Yes || stated == scoring.Unsaid && right == scoring.Yes
			tries[i] = data.Try{Attempt: int64(attempt), Started: at, R: reading, Passed: passed}
			scored[i] = scoring.Try{Attempt: int64(attempt), Started: at, R: reading, Right: right, Passed: stated}
		}
		for _, rule := range append(data.AttemptRules(), "unknown") {
			want, wanted := rule.Pick(tries)
			got, _, ok := scoring.Pick(string(rule), scored)
			if ok != wanted || math.Abs(got-want) > 1e-12 {
				t.Fatalf("%s of %+v: %v, %v, want %v, %v", rule, tries, got, ok, want, wanted)
			}
		}
	}
}
