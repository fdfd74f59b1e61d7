package scoring

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Percentiles are the mid-ranks of values among all of them, 0..1:
// (rank - 0.5) / n, where equal values share the mean of their ranks. A value
// that is NaN is in no rank and has none.
func Percentiles(values []float64) []float64 {
	ranks, n := ranksOf(values)
	for i := range ranks {
		ranks[i] = (ranks[i] - 0.5) / float64(n)
	}
	return ranks
}

// ranksOf counts from 1; equal values share the mean of their ranks.
func ranksOf(values []float64) (ranks []float64, n int) {
	order := make([]int, 0, len(values))
	ranks = make([]float64, len(values))
	for i, x := range values {
		ranks[i] = math.NaN()
		if !math.IsNaN(x) {
			order = append(order, i)
		}
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(values[a], values[b]) })
	for from := 0; from < len(order); {
		to := from + 1
		for to < len(order) && values[order[to]] == values[order[from]] {
			to++
		}
		for _, i := range order[from:to] {
			ranks[i] = float64(from+1+to) / 2
		}
		from = to
	}
	return ranks, len(order)
}

// variance of a part of which so many observations are known, in closed form:
// x(1-x) is at least the profile's spread, so that all or nothing is no certainty.
func (p Profile) variance(x, n float64) float64 {
	return max(x*(1-x), p.Interval.LeastSpread) / n
}

// proportion is the sd of a part that is a share of n observations.
func (p Profile) proportion(x, n float64) float64 { return math.Sqrt(p.variance(x, n+3)) }

// comparison compares every learner of a class in one count.
type comparison struct {
	*view
	name    string
	unit    string    // of what is counted, in words
	counts  []float64 // of each learner; NaN = not known, which is in no rank and has none
	median  float64   // of those known
	n       int       // of those known
	target  float64   // 0 = none
	ranks   []float64 // nil where the target takes their place
	missing string    // why nobody can be compared
}

// compare prepares the comparison of learners in one count. absent says in
// words that the class has nothing of what is counted.
func (v *view) compare(name, unit string, counts []float64, target float64, absent string) *comparison {
	counts = slices.Clone(counts)
	for u, x := range counts {
		counts[u] = rounded(x) // sums of the same times in another order are the same
	}
	known := slices.DeleteFunc(slices.Clone(counts), math.IsNaN)
	k := &comparison{view: v, name: name, unit: unit, counts: counts, median: median(known), n: len(known), target: target}
	switch {
	case !slices.ContainsFunc(known, func(x float64) bool { return x != 0 }):
		k.missing = absent
	case k.n >= v.p.Cohort.Least:
		k.ranks, _ = ranksOf(counts)
	case target == 0:
		k.missing = fmt.Sprintf("fewer than %d learners to compare with", v.p.Cohort.Least)
	}
	return k
}

// weighs says whether the comparison says something of a learner that is given a weight.
func (k *comparison) weighs(u int, weight float64) bool {
	return weight > 0 && k.missing == "" && !math.IsNaN(k.counts[u])
}

// part is one learner's place in the comparison.
func (k *comparison) part(u int, weight float64) part {
	if k.missing != "" {
		return absent(k.name, weight, k.missing)
	}
	if math.IsNaN(k.counts[u]) {
		return absent(k.name, weight, "none of this learner is known")
	}
	out := part{name: k.name, weight: weight}
	if k.ranks != nil {
		out.value = (k.ranks[u] - 0.5) / float64(k.n)
		out.formula = fmt.Sprintf("%s / %d: the class's learners with less than %s %s, equal ones half", num(k.ranks[u]-0.5), k.n, num(k.counts[u]), k.unit)
	} else {
		out.value = min(1, k.counts[u]/k.target)
		out.formula = fmt.Sprintf("%s / %s, 1 at most: %s by the profile's target", num(k.counts[u]), num(k.target), k.unit)
	}
	out.sd = math.Sqrt(k.p.variance(out.value, float64(len(k.counted[u]))+2))
	return out
}
