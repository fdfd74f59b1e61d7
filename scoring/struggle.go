package scoring

import (
	"math"
	"slices"
)

// Struggle are the parameters by which items, areas and skills are found hard.
// Those of the verdict are design choices: on simulated items of equal difficulty
// they flag at most 0.33 %, and nothing is known of how well they serve a school.
type Struggle struct {
	Least       int     `json:"least" toml:"least"`             // first responses, of as many learners, without which nothing is concluded
	LeastOwn    int     `json:"least_own" toml:"least_own"`     // a learner's first responses in an area without which nothing is concluded about her there
	Prior       float64 `json:"prior" toml:"prior"`             // responses at the course's mean that each item starts with
	Reach       float64 `json:"reach" toml:"reach"`             // standard deviations from the estimate to the bound
	Margin      float64 `json:"margin" toml:"margin"`           // how much worse than the rest is worth a word, 0..1
	Discoveries float64 `json:"discoveries" toml:"discoveries"` // share of those found that may be found by chance, 0..1
	StuckTries  int     `json:"stuck_tries" toml:"stuck_tries"` // wrong tries without a right one after which a learner is stuck …
	StuckHours  float64 `json:"stuck_hours" toml:"stuck_hours"` // … unless this time since the last of them is not over
}

// DefaultStruggle are the parameters that the simulations were made with.
func DefaultStruggle() Struggle {
	return Struggle{
		Least: 8, LeastOwn: 4, Prior: 5, Reach: 1, Margin: 0.05, Discoveries: 0.1, StuckTries: 4, StuckHours: 72,
	}
}

// z80 is how many standard deviations an 80 % interval reaches to each side.
const z80 = 1.2816

// hardness fills what n first responses with the sum k say where the course's
// mean is mu: the shrunken wrong rate and its bound, and how probable so few right
// ones are by chance. All of it is NaN where nobody answered.
func (it *Item) hardness(p Struggle, mu float64) {
	if it.N == 0 {
		it.WrongRate, it.Low, it.High, it.Bound, it.P = math.NaN(), math.NaN(), math.NaN(), math.NaN(), math.NaN()
		return
	}
	n := float64(it.N)
	it.WrongRate = 1 - it.K/n
	right := (it.K + p.Prior*mu) / (n + p.Prior)
	sd := math.Sqrt(mu * (1 - mu) / (n + p.Prior + 1))
	it.Low, it.High = math.NaN(), math.NaN()
	if sd > 0 { // where all of the course are right, or all wrong, nothing is known of how they spread
		it.Low, it.High = max(0, 1-right-z80*sd), min(1, 1-right+z80*sd)
	}
	it.Bound = 1 - (right + p.Reach*sd)
	// Readings such as 0.1 do not sum to whole numbers in binary.
	it.P = binomial(it.N, int(math.Floor(it.K+1e-9)), mu)
}

// judge sets the verdicts of a list. The bound alone is watched: it may be high by
// chance, the more so the longer the list; only what stands against chance over the
// whole list is said to be hard.
func judge(list []Item, p Struggle, mu float64) {
	var all []float64
	for i := range list {
		if list[i].N >= p.Least {
			all = append(all, list[i].P)
		}
	}
	limit := discoveries(all, p.Discoveries)
	for i := range list {
		it := &list[i]
		switch high := it.Bound > 1-mu+p.Margin; {
		case high && it.N >= p.Least && it.P <= limit:
			it.Verdict = Struggling
		case high:
			it.Verdict = Watch
		case it.N < p.Least:
			it.Verdict = TooFew
		default:
			it.Verdict = Fine
		}
	}
}

// discoveries is the p-value up to which all of a list may be believed when a share
// q of those believed may be false; -1 = none (Benjamini and Hochberg 1995, J. R.
// Stat. Soc. B 57, 289-300).
func discoveries(p []float64, q float64) float64 {
	p = slices.Sorted(slices.Values(p))
	for i := len(p) - 1; i >= 0; i-- {
		if p[i] <= q*float64(i+1)/float64(len(p)) {
			return p[i]
		}
	}
	return -1
}

// binomial is the probability of at most k successes among n, each with probability
// mu. It sums from k away from the mean, where terms fall, so that a course of a
// million responses costs no more than a class.
func binomial(n, k int, mu float64) float64 {
	switch {
	case k >= n || mu <= 0:
		return 1
	case k < 0 || mu >= 1:
		return 0
	}
	odds := mu / (1 - mu)
	if float64(k) < float64(n)*mu {
		term := binomialAt(n, k, mu)
		sum := term
		for i := k; i > 0 && term > sum*1e-17; i-- {
			term *= float64(i) / (float64(n-i+1) * odds)
			sum += term
		}
		return min(1, sum)
	}
	term := binomialAt(n, k+1, mu)
	sum := term
	for i := k + 1; i < n && term > sum*1e-17; i++ {
		term *= float64(n-i) * odds / float64(i+1)
		sum += term
	}
	return max(0, 1-sum)
}

// binomialAt is the probability of exactly k successes among n.
func binomialAt(n, k int, mu float64) float64 {
	all, _ := math.Lgamma(float64(n + 1))
	in, _ := math.Lgamma(float64(k + 1))
	out, _ := math.Lgamma(float64(n - k + 1))
	return math.Exp(all - in - out + float64(k)*math.Log(mu) + float64(n-k)*math.Log1p(-mu))
}

// correlation is Pearson's r of two rows of numbers, which is the point-biserial
// one where the first is 0 or 1; NaN where one of them does not vary.
func correlation(x, y []float64) float64 {
	n := float64(len(x))
	var mx, my float64
	for i := range x {
		mx, my = mx+x[i]/n, my+y[i]/n
	}
	var xx, yy, xy float64
	for i := range x {
		dx, dy := x[i]-mx, y[i]-my
		xx, yy, xy = xx+dx*dx, yy+dy*dy, xy+dx*dy
	}
	// Means of equal numbers can be off by the last bit; that is no variance.
	if xx <= 1e-18*n || yy <= 1e-18*n {
		return math.NaN()
	}
	return max(-1, min(1, xy/math.Sqrt(xx*yy)))
}

// suspect says whether a discrimination r over n responses is clearly negative: so many standard
// errors of Fisher's z (1/sqrt(n-3)) below 0 as an item's bound lies from its estimate. A sign
// alone would not do: with few responses sound items have it by chance. At one standard
// error less than 1 % of simulated sound items are suspected in classes of 10, hardly any in larger
// ones, and some 33, 58 and 93 % of wrong keys are found in classes of 10, 30 and 100. The
// ability that r is taken with has the response itself in it, which lifts r: the rule errs to silence.
func (p Struggle) suspect(r float64, n int) bool {
	return n > 3 && math.Atanh(r)+p.Reach/math.Sqrt(float64(n-3)) < 0
}

// median is the value in the middle, or between the two there; NaN of none.
func median(all []float64) float64 {
	if len(all) == 0 {
		return math.NaN()
	}
	all = slices.Sorted(slices.Values(all))
	half := len(all) / 2
	if len(all)%2 == 1 {
		return all[half]
	}
	return (all[half-1] + all[half]) / 2
}
