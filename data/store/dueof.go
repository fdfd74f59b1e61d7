package store

import (
	"cmp"
	"math"
	"slices"

	"lrx/scoring"
)

// pointsKnown says whether the weights of due.csv are points: where all are 1,
// which is what stands there if nothing does, they are not.
func pointsKnown(dues []dueRow) bool {
	return slices.ContainsFunc(dues, func(d dueRow) bool { return !d.excused && d.weight != 1 && !math.IsNaN(d.weight) })
}

// points are the points of what is due for everybody.
func (g *gathered) points() map[string]float64 {
	out := map[string]float64{}
	if !pointsKnown(g.dues) {
		return out
	}
	for _, d := range g.dues {
		if d.learner == 0 && d.group == "" && !d.excused {
			out[d.iri] = d.weight
		}
	}
	return out
}

// rank says how much a line of due.csv is about one learner alone.
func (d *dueRow) rank() int {
	switch {
	case d.learner != 0:
		return 2
	case d.group != "":
		return 1
	}
	return 0
}

// duesOf is what is due for a learner: of each work the line that is most about
// her. Who is excused, or whose work was waived, has nothing to hand in.
func (g *gathered) duesOf(l *gatheredLearner, at places, known bool) []scoring.Due {
	best := map[string]dueRow{}
	excused := map[string]bool{}
	for _, d := range g.dues {
		if d.learner != 0 && d.learner != l.key || d.group != "" && !slices.Contains(l.groups, d.group) {
			continue
		}
		if d.excused {
			excused[d.iri] = true
		}
		if d.at.IsZero() {
			continue
		}
		if b, ok := best[d.iri]; !ok || d.rank() > b.rank() {
			best[d.iri] = d
		}
	}
	var out []scoring.Due
	for iri, d := range best {
		due := scoring.Due{Activity: at.byIRI[iri], At: d.at, DayEnd: d.dayEnd, Weight: math.NaN(), Excused: excused[iri] || slices.Contains(l.waived, d.activity)}
		if i, ok := at.byKey[d.activity]; ok && d.activity != 0 {
			due.Activity = i // it may be called by another id
		}
		if known {
			due.Weight = d.weight
		}
		out = append(out, due)
	}
	slices.SortFunc(out, func(a, b scoring.Due) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Activity, b.Activity)) })
	return out
}
