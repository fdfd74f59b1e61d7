package scoring

import (
	"math"
	"strconv"
	"strings"
)

// measure is how one factor is made of the evidence of a class.
type measure interface {
	// impossible says why no learner of this class can have the factor; "" if one can.
	impossible() string
	// of is the factor of one learner.
	of(u int) factor
	// observe lists the evidence of one learner, what is not used too.
	observe(u int) []Observation
}

// factor is a factor of one learner.
type factor struct {
	value, sd float64 // NaN = missing
	parts     []part
	used      []source // one for each row of evidence that it is made of
	works     int      // graded ones among them; of achievement alone
	sentence  string   // what was observed
	plain     string   // the same without an estimate
	missing   string
}

// part is a part of a factor; value is NaN if it is missing, and formula says why.
type part struct {
	name      string
	weight    float64
	value, sd float64
	formula   string
}

// weightless is why something known counts for nothing.
const weightless = "the profile gives it no weight"

// absent is a part that is not there.
func absent(name string, weight float64, why string) part {
	return part{name: name, weight: weight, value: math.NaN(), sd: math.NaN(), formula: "missing: " + why}
}

func (p part) there() bool { return !math.IsNaN(p.value) }

// join makes a factor of its parts: those that are there share the weight.
// They are about the same learner in the same weeks and move together, so their
// sds are added, not their variances.
func (p Profile) join(parts []part) factor {
	total := 0.0
	for _, x := range parts {
		if x.there() {
			total += x.weight
		}
	}
	f := factor{value: math.NaN(), sd: math.NaN(), parts: parts}
	if total == 0 {
		return f
	}
	f.value, f.sd = 0, 0
	for i, x := range parts {
		if !x.there() {
			parts[i].weight = 0
			continue
		}
		parts[i].weight /= total
		f.value += parts[i].weight * x.value
		f.sd += parts[i].weight * x.sd
	}
	f.sd = max(f.sd, math.Sqrt(p.Interval.LeastVariance))
	return f
}

// Piece is a factor on its way into a score.
type Piece struct {
	Weight   float64
	Value    float64 // 0..1; NaN = this learner has none
	SD       float64
	Possible bool // the class can have it
}

// Sum is what pieces come to.
type Sum struct {
	Score    float64 // 0..100; NaN = nothing is there
	SD       float64 // points
	Coverage float64 // share of the weights that are possible, 0..1
	Weight   float64 // of what is there
}

// Combine is the weighted mean of the factors that are there, times 100. Its
// variance is that of independent factors, and of something of which nothing is
// known in place of what is not covered.
func (p Profile) Combine(pieces []Piece) Sum {
	var s Sum
	possible, value, variance := 0.0, 0.0, 0.0
	for _, x := range pieces {
		there := !math.IsNaN(x.Value)
		if x.Possible || there {
			possible += x.Weight
		}
		if there {
			s.Weight += x.Weight
			value += x.Weight * x.Value
			variance += x.Weight * x.Weight * max(x.SD*x.SD, p.Interval.LeastVariance)
		}
	}
	if s.Weight == 0 {
		s.Score, s.SD = math.NaN(), math.NaN()
		return s
	}
	s.Coverage = s.Weight / possible
	s.Score = 100 * value / s.Weight
	unseen := (1 - s.Coverage) * p.Interval.Unseen
	s.SD = 100 * math.Sqrt(variance/(s.Weight*s.Weight)+unseen*unseen)
	return s
}

// num writes a number as people do by hand: four decimals at most.
func num(x float64) string {
	text := strconv.FormatFloat(math.Round(x*1e4)/1e4, 'f', -1, 64)
	return strings.Replace(text, "-", "−", 1)
}
