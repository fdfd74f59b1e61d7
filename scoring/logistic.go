package scoring

import (
	"errors"
	"fmt"
	"math"
)

// Logistic is a ridge logistic regression: the log-odds of an outcome are
// Intercept + Σ Beta_j (x_j - Mean_j) / SD_j. Its loss is
// Σ log-loss + |Beta|² / (2 C); the intercept is free (le Cessie and van
// Houwelingen 1992, Appl. Stat. 41, 191-201).
type Logistic struct {
	Mean      []float64 `json:"mean"` // of each input over the training rows
	SD        []float64 `json:"sd"`   // the same, with n as divisor; 1 for an input that does not vary
	Beta      []float64 `json:"beta"` // log-odds for one SD
	Intercept float64   `json:"intercept"`
}

// Limits of the fit. Newton's method squares the error with each step, so that
// a fit ends after some ten steps; the limit is for data that have none.
const (
	mostSteps = 200
	leastStep = 1e-12 // log-odds
)

// What data no model can be made of.
var (
	errNoRows     = errors.New("there are no learners to learn from")
	errOneOutcome = errors.New("all learners have the same outcome")
	errNoFit      = errors.New("the fit does not end")
)

// FitLogistic learns from rows of inputs, all of one length and without a
// missing number, and the outcome of each. penalty is C, above 0: the smaller
// it is, the closer to 0 are the coefficients. The same rows in the same order
// give the same bytes.
func FitLogistic(x [][]float64, y []bool, penalty float64) (*Logistic, error) {
	if err := checkRows(x, y); err != nil {
		return nil, err
	}
	if !(penalty > 0) || math.IsInf(penalty, 1) { // NaN is neither
		return nil, fmt.Errorf("the penalty is %v, expected a number above 0", penalty)
	}
	m := standardising(x)
	f := newFit(m, x, y, penalty)
	if err := f.run(); err != nil {
		return nil, err
	}
	m.Intercept, m.Beta = f.w[0], f.w[1:]
	return m, nil
}

func checkRows(x [][]float64, y []bool) error {
	if len(x) == 0 || len(x) != len(y) {
		return errNoRows
	}
	with := 0
	for i, row := range x {
		if len(row) != len(x[0]) {
			return fmt.Errorf("row %d has %d inputs, expected %d", i+1, len(row), len(x[0]))
		}
		for j, v := range row {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return fmt.Errorf("row %d, input %d: %v is no number", i+1, j+1, v)
			}
		}
		if y[i] {
			with++
		}
	}
	if with == 0 || with == len(y) {
		return errOneOutcome
	}
	return nil
}

// standardising has the means and deviations of inputs, and no coefficients yet.
func standardising(x [][]float64) *Logistic {
	d, n := len(x[0]), float64(len(x))
	m := &Logistic{Mean: make([]float64, d), SD: make([]float64, d), Beta: make([]float64, d)}
	for j := range d {
		same := true
		for _, row := range x {
			m.Mean[j] += row[j] / n
			same = same && row[j] == x[0][j]
		}
		for _, row := range x {
			m.SD[j] += (row[j] - m.Mean[j]) * (row[j] - m.Mean[j]) / n
		}
		m.SD[j] = math.Sqrt(m.SD[j])
		if same || m.SD[j] == 0 { // rounding may have left something
			m.Mean[j], m.SD[j] = x[0][j], 1
		}
	}
	return m
}

// Contributions are Beta_j (x_j - Mean_j) / SD_j: what each input adds to the
// log-odds of a learner who has the means of all.
func (m *Logistic) Contributions(x []float64) []float64 {
	out := make([]float64, len(m.Beta))
	for j := range out {
		out[j] = m.Beta[j] * (x[j] - m.Mean[j]) / m.SD[j]
	}
	return out
}

// LogOdds of the outcome; any number.
func (m *Logistic) LogOdds(x []float64) float64 {
	out := m.Intercept
	for _, c := range m.Contributions(x) {
		out += c
	}
	return out
}

// Probability of the outcome, 0..1.
func (m *Logistic) Probability(x []float64) float64 { return sigmoid(m.LogOdds(x)) }

// fit is a fit on its way. Input 0 is the 1 of the intercept.
type fit struct {
	z       [][]float64
	y       []float64
	penalty float64
	w       []float64 // intercept and coefficients
}

func newFit(m *Logistic, x [][]float64, y []bool, penalty float64) *fit {
	f := &fit{z: make([][]float64, len(x)), y: make([]float64, len(y)), penalty: penalty, w: make([]float64, 1+len(m.Mean))}
	for i, row := range x {
		f.z[i] = make([]float64, len(f.w))
		f.z[i][0] = 1
		for j, v := range row {
			f.z[i][1+j] = (v - m.Mean[j]) / m.SD[j]
		}
		if y[i] {
			f.y[i] = 1
		}
	}
	return f
}

// run takes Newton's steps, which are those of iteratively reweighted least
// squares. A step that makes the loss larger is halved until it does not.
func (f *fit) run() error {
	loss := f.loss(f.w)
	for range mostSteps {
		step, ok := f.step()
		if !ok {
			return errNoFit
		}
		next, after, size := make([]float64, len(f.w)), 0.0, 1.0
		for ; ; size /= 2 {
			for j := range next {
				next[j] = f.w[j] + size*step[j]
			}
			after = f.loss(next)
			if after <= loss+1e-12*(1+loss) || size < 1e-6 {
				break
			}
		}
		f.w, loss = next, after
		largest := 0.0
		for _, s := range step {
			largest = max(largest, math.Abs(s))
		}
		if largest <= leastStep*(1+math.Abs(f.w[0])) {
			return nil
		}
	}
	return errNoFit
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for j := range a {
		sum += a[j] * b[j]
	}
	return sum
}

// loss is the penalised log-loss, written so that it does not overflow.
func (f *fit) loss(w []float64) float64 {
	sum := dot(w[1:], w[1:]) / (2 * f.penalty)
	for i, z := range f.z {
		x := dot(w, z)
		sum += max(x, 0) + math.Log1p(math.Exp(-math.Abs(x))) - f.y[i]*x
	}
	return sum
}

// step solves H s = -g, with g and H the first and second derivatives of the loss.
func (f *fit) step() (step []float64, ok bool) {
	d := len(f.w)
	g, h := make([]float64, d), make([][]float64, d)
	for j := range h {
		h[j] = make([]float64, d)
		if j > 0 {
			g[j], h[j][j] = -f.w[j]/f.penalty, 1/f.penalty
		}
	}
	for i, z := range f.z {
		p := sigmoid(dot(f.w, z))
		miss, weight := f.y[i]-p, p*(1-p)
		for j := range d {
			g[j] += miss * z[j]
			wz := weight * z[j]
			for k := range j + 1 {
				h[j][k] += wz * z[k]
			}
		}
	}
	return solve(h, g)
}

// solve solves H s = g by Cholesky's factors, of which the lower half of h
// becomes one; false if H is not positive definite.
func solve(h [][]float64, g []float64) (s []float64, ok bool) {
	s = g
	for j := range h {
		for k := range j {
			h[j][k] = (h[j][k] - dot(h[j][:k], h[k][:k])) / h[k][k]
			h[j][j] -= h[j][k] * h[j][k]
			s[j] -= h[j][k] * s[k]
		}
		if !(h[j][j] > 0) { // NaN is neither
			return nil, false
		}
		h[j][j] = math.Sqrt(h[j][j])
		s[j] /= h[j][j]
	}
	for j := len(h) - 1; j >= 0; j-- {
		for k := j + 1; k < len(h); k++ {
			s[j] -= h[k][j] * s[k]
		}
		s[j] /= h[j][j]
	}
	return s, true
}
