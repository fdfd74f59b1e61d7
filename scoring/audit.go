package scoring

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
)

// Flagged is the share of learners of one group who were flagged although they
// had not the outcome: its false alarms.
type Flagged struct {
	Group string
	Share Estimate // 0..1; N is how many of the group had not the outcome
	Few   bool     // fewer than an audit looks at: no part of the gap
}

// Subgroups are the false alarms by an attribute that is no input, and how far
// they are apart.
type Subgroups struct {
	Attribute string
	Groups    []Flagged // by name
	Gap       float64   // largest less smallest share, 0..1; NaN with less than two groups
	Low, High float64   // 90 % interval of that difference, of two groups chosen before; NaN as above
	Sentence  string
}

// leastGroup is the number of learners below which a share of a group says
// nothing, and might say who.
const leastGroup = 10

// Audit compares the false alarms of groups. The groups are those of an
// attribute from a separate file, one of each learner; "" is not known and left
// out. They are never seen by a model.
func Audit(attribute string, flagged, outcome []bool, groups []string) Subgroups {
	out := Subgroups{Attribute: attribute, Gap: math.NaN(), Low: math.NaN(), High: math.NaN()}
	n, hits := map[string]int{}, map[string]int{}
	for i, g := range groups {
		if g == "" || outcome[i] {
			continue
		}
		n[g]++
		if flagged[i] {
			hits[g]++
		}
	}
	var compared []Flagged
	for _, g := range slices.Sorted(maps.Keys(n)) {
		f := Flagged{g, Wilson(hits[g], n[g]), n[g] < leastGroup}
		out.Groups = append(out.Groups, f)
		if !f.Few {
			compared = append(compared, f)
		}
	}
	if len(compared) < 2 {
		out.Sentence = fmt.Sprintf("By %s nothing can be compared: it takes two groups of %d learners without the outcome.", attribute, leastGroup)
		return out
	}
	byShare := func(a, b Flagged) int { return cmp.Compare(a.Share.Value, b.Share.Value) }
	least, most := slices.MinFunc(compared, byShare).Share, slices.MaxFunc(compared, byShare)
	d := normal(most.Share.Value-least.Value, most.Share.SD*most.Share.SD+least.SD*least.SD)
	out.Gap, out.Low, out.High = d.Value, d.Low, d.High
	out.Sentence = fmt.Sprintf("Of those without the outcome, between %s and %s are flagged, by %s: a gap of %s points, at most for %s.",
		inPercent(least.Value), inPercent(most.Share.Value), attribute, num(math.Round(1e3*d.Value)/10), most.Group)
	return out
}
