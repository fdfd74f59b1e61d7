package scoring

import (
	"fmt"
	"math"
)

// riskFeature is an input of the risk model.
type riskFeature struct {
	name     string
	optional bool
	sign     float64 // that is expected of its coefficient: 1 = more of it is more risk
	value    func(*Tally) float64
	relate   func(values, known []float64) []float64 // to the class
	say      func(t *Tally, typical float64) string  // in words; typical is the class's median
}

// riskFeatures are the inputs in the order of a model.
func riskFeatures() []riskFeature {
	all := []riskFeature{
		counted("activity to date", "session", " so far", func(t *Tally) float64 { return t.Activity }),
		counted("activity in the last 7 days", "session", " in the last 7 days", func(t *Tally) float64 { return t.Recent }),
		{
			name: "no activity in the last 7 days", sign: 1, relate: asIs,
			value: func(t *Tally) float64 { return indicator(t.Inactive()) },
			say: func(t *Tally, _ float64) string {
				return either(t.Inactive(), "no session", "active") + " in the last 7 days"
			},
		},
		counted("activity before the start", "session", " before the course began", func(t *Tally) float64 { return t.Before }),
	}
	all = append(all, workFeatures()...)
	for _, f := range []riskFeature{
		counted("activities opened", "activity", " opened", func(t *Tally) float64 { return t.Opened }),
		counted("social acts", "social act", "", func(t *Tally) float64 { return t.Social }),
		counted("questions tried", "question", " tried", func(t *Tally) float64 { return t.Questions }),
		counted("content opened", "page", " and other content opened", func(t *Tally) float64 { return t.Content }),
		{
			name: "mastery", sign: -1, relate: standardised, value: func(t *Tally) float64 { return t.Mastery },
			say: func(t *Tally, typical float64) string {
				return shareOr(t.Mastery, typical, "of the course's questions answered at first try", "no scored response, which counts as the class's mean")
			},
		},
	} {
		f.optional = true
		all = append(all, f)
	}
	return all
}

// workFeatures are those of due and graded work.
func workFeatures() []riskFeature {
	due := func(t *Tally, n int, did string) string {
		if t.Due == 0 {
			return "nothing was due yet"
		}
		return fmt.Sprintf("%d of %s %s", n, count(t.Due, "due work"), did)
	}
	return []riskFeature{
		{
			name: "due works missing", sign: 1, relate: asIs, value: func(t *Tally) float64 { return float64(t.Due - t.HandedIn) },
			say: func(t *Tally, _ float64) string { return due(t, t.Due-t.HandedIn, "not handed in") },
		},
		{
			name: "share of due works handed in", sign: -1, relate: asIs,
			value: func(t *Tally) float64 { return float64(t.HandedIn) / float64(max(t.Due, 1)) },
			say:   func(t *Tally, _ float64) string { return due(t, t.HandedIn, "handed in") },
		},
		{
			name: "graded work", sign: -1, relate: standardised, value: func(t *Tally) float64 { return t.Graded },
			say: func(t *Tally, typical float64) string {
				return shareOr(t.Graded, typical, "in graded work", "no result of graded work, which counts as the class's mean")
			},
		},
		{
			name: "has graded work", sign: -1, relate: asIs, value: func(t *Tally) float64 { return indicator(!math.IsNaN(t.Graded)) },
			say: func(t *Tally, _ float64) string {
				return either(math.IsNaN(t.Graded), "no", "has a") + " result of graded work"
			},
		},
		{
			name: "days early", sign: -1, relate: zeroUnknown, value: func(t *Tally) float64 { return t.DaysEarly },
			say: func(t *Tally, _ float64) string {
				switch {
				case math.IsNaN(t.DaysEarly):
					return "no due work was handed in"
				case t.DaysEarly < 0:
					return "hands in " + inDays(-t.DaysEarly) + " after the deadline"
				}
				return "hands in " + inDays(t.DaysEarly) + " before the deadline"
			},
		},
	}
}

// counted is a feature that is a count, related to the class as its percentile.
func counted(name, thing, where string, value func(*Tally) float64) riskFeature {
	return riskFeature{
		name: name, sign: -1, value: value, relate: percentiles,
		say: func(t *Tally, typical float64) string {
			return fmt.Sprintf("%s%s (class median %s)", count(int(value(t)), thing), where, num(typical))
		},
	}
}

// percentiles are mid-ranks among those known; the middle for who is not.
func percentiles(values, _ []float64) []float64 {
	out := Percentiles(values)
	for u, x := range out {
		if math.IsNaN(x) {
			out[u] = 0.5
		}
	}
	return out
}

// standardised is (x - mean) / sd over those known, with n-1 as divisor; 0 for
// who is not, and for all where nobody differs.
func standardised(values, known []float64) []float64 {
	m, sd := mean(known), math.Sqrt(sampleVariance(known))
	out := make([]float64, len(values))
	for u, x := range values {
		if sd > 1e-12 && !math.IsNaN(x) { // sums of equal numbers may differ in the last digit
			out[u] = (x - m) / sd
		}
	}
	return out
}

func asIs(values, _ []float64) []float64 { return values }

func zeroUnknown(values, _ []float64) []float64 {
	for u, x := range values {
		if math.IsNaN(x) {
			values[u] = 0
		}
	}
	return values
}

func indicator(yes bool) float64 { return either(yes, 1.0, 0) }

func either[T any](yes bool, one, other T) T {
	if yes {
		return one
	}
	return other
}

// shareOr writes a share beside the class's; without one what that means.
func shareOr(x, typical float64, of, without string) string {
	if math.IsNaN(x) {
		return without
	}
	return fmt.Sprintf("%s %s (class median %s)", inPercent(x), of, inPercent(typical))
}

// featuresOf are the inputs that a profile asks for.
func (p Profile) featuresOf() []riskFeature {
	all := riskFeatures()
	for k := range all {
		if all[k].optional && !p.Risk.Optional {
			return all[:k]
		}
	}
	return all
}

// FeatureNames are the names of the inputs of a profile's risk model, in the
// order of Features.
func FeatureNames(p Profile) []string {
	var out []string
	for _, f := range p.featuresOf() {
		out = append(out, f.name)
	}
	return out
}

// Features are the inputs of the risk model of each learner of a class, as of
// its time, in the order of FeatureNames. None is missing, and none is anything
// of DeniedAttributes. Counts are percentiles of the class, 0..1; graded work and
// mastery are in its standard deviations; works, days, and yes or no stand as
// they are. A class with fewer learners than the profile's cohort has none.
func Features(c *Class, p Profile) [][]float64 { return RelativeFeatures(Tallies(c, p), p) }

// RelativeFeatures are those of a class of which the counts are known already.
func RelativeFeatures(all []Tally, p Profile) [][]float64 {
	if len(all) < p.Cohort.Least {
		return nil
	}
	features := p.featuresOf()
	out := make([][]float64, len(all))
	for u := range out {
		out[u] = make([]float64, len(features))
	}
	for k, f := range features {
		for u, x := range f.relate(column(all, f.value)) {
			out[u][k] = x
		}
	}
	return out
}
