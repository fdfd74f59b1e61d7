package scoring

import (
	"cmp"
	"math"
	"slices"
)

// AreaUnderROC is the AUC: the chance that a learner with the outcome is put
// above one without, equals counting half, with its 90 % interval after DeLong,
// DeLong and Clarke-Pearson (1988, Biometrics 44, 837-845). It is 0..1; N is
// how many have the outcome. Nothing where all have it or nobody has; no
// interval where only one has, or only one has not.
func AreaUnderROC(score []float64, outcome []bool) Estimate {
	a := placed(score, outcome)
	out := normal(a.area(), a.variance())
	out.N = len(a.with)
	out.Low, out.High = max(0, out.Low), min(1, out.High) // NaN stays NaN
	return out
}

// AreaDifference is the AUC of one score less that of another for the same
// learners, -1..1, with its 90 % interval after DeLong: the two are not
// independent.
func AreaDifference(score, other []float64, outcome []bool) Estimate {
	a, b := placed(score, outcome), placed(other, outcome)
	for i := range a.with {
		a.with[i] -= b.with[i]
	}
	for i := range a.without {
		a.without[i] -= b.without[i]
	}
	out := normal(mean(a.with), a.variance())
	out.N = len(a.with)
	return out
}

// normal is a value with the 90 % interval of a normal distribution.
func normal(value, variance float64) Estimate {
	sd := math.Sqrt(variance)
	return Estimate{Value: value, SD: sd, Low: value - z90*sd, High: value + z90*sd}
}

// placements say of each learner with the outcome which share of those without
// is below, and of each without which share of those with is above.
type placements struct{ with, without []float64 }

// placed finds placements by ranks (Sun and Xu 2014, IEEE Signal Process. Lett. 21, 1389-1393).
func placed(score []float64, outcome []bool) placements {
	var with, without []float64
	for i, x := range score {
		if outcome[i] {
			with = append(with, x)
		} else {
			without = append(without, x)
		}
	}
	all, _ := ranksOf(score)
	amongWith, n := ranksOf(with)
	amongWithout, m := ranksOf(without)
	for i, at, other := 0, 0, 0; i < len(score); i++ {
		if outcome[i] {
			with[at] = (all[i] - amongWith[at]) / float64(m)
			at++
		} else {
			without[other] = 1 - (all[i]-amongWithout[other])/float64(n)
			other++
		}
	}
	return placements{with, without}
}

func (p placements) area() float64 {
	if len(p.without) == 0 {
		return math.NaN()
	}
	return mean(p.with)
}

func (p placements) variance() float64 {
	return sampleVariance(p.with)/float64(len(p.with)) + sampleVariance(p.without)/float64(len(p.without))
}

// mean of some values; NaN of none.
func mean(all []float64) float64 {
	sum := 0.0
	for _, x := range all {
		sum += x
	}
	return sum / float64(len(all))
}

// sampleVariance has n-1 as divisor; NaN of less than two.
func sampleVariance(all []float64) float64 {
	if len(all) < 2 {
		return math.NaN()
	}
	m, sum := mean(all), 0.0
	for _, x := range all {
		sum += (x - m) * (x - m)
	}
	return sum / float64(len(all)-1)
}

// Wilson is a share of n with its 90 % interval (Wilson 1927, JASA 22,
// 209-212); nothing of none.
func Wilson(hits, n int) Estimate {
	if n == 0 {
		return none()
	}
	x, N := float64(hits)/float64(n), float64(n)
	middle, wide := 1+z90*z90/N, z90*math.Sqrt(x*(1-x)/N+z90*z90/(4*N*N))
	centre := x + z90*z90/(2*N)
	return Estimate{
		Value: x, Low: max(0, (centre-wide)/middle), High: min(1, (centre+wide)/middle),
		SD: math.Sqrt(x * (1 - x) / N), N: n,
	}
}

// Bin is a line of a calibration table: learners with probabilities beside each
// other, and how many of them had the outcome.
type Bin struct {
	N         int
	Low, High float64  // the probabilities from and to
	Expected  float64  // their mean
	Observed  Estimate // share with the outcome, 0..1
}

// calibrationBins is how many lines a calibration table has.
const calibrationBins = 10

// Calibration sorts learners by their probabilities into ten bins of equal
// count; equal probabilities stay in the order of learners. Less than ten
// learners make less bins.
func Calibration(probability []float64, outcome []bool) []Bin {
	order := indices(len(probability))
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(probability[a], probability[b]) })
	var out []Bin
	for k := range calibrationBins {
		part := order[k*len(order)/calibrationBins : (k+1)*len(order)/calibrationBins]
		if len(part) == 0 {
			continue
		}
		b := Bin{N: len(part), Low: probability[part[0]], High: probability[part[len(part)-1]]}
		hits := 0
		for _, i := range part {
			b.Expected += probability[i] / float64(len(part))
			if outcome[i] {
				hits++
			}
		}
		b.Observed = Wilson(hits, len(part))
		out = append(out, b)
	}
	return out
}

// CalibrationError is the ECE of a calibration table: the mean distance between
// expected and observed shares over its bins, each by its count, 0..1 (Naeini,
// Cooper and Hauskrecht 2015, AAAI, 2901-2907). NaN without a bin.
func CalibrationError(bins []Bin) float64 {
	sum, n := 0.0, 0
	for _, b := range bins {
		sum += float64(b.N) * math.Abs(b.Expected-b.Observed.Value)
		n += b.N
	}
	return sum / float64(n)
}

// CalibrationNoise is about the ECE that right probabilities would have with so
// few learners: the mean distance of a normal distribution from its mean, in each bin.
func CalibrationNoise(bins []Bin) float64 {
	sum, n := 0.0, 0
	for _, b := range bins {
		sum += math.Sqrt(2 / math.Pi * float64(b.N) * b.Expected * (1 - b.Expected))
		n += b.N
	}
	return sum / float64(n)
}

// indices from 0 to n-1.
func indices(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}
