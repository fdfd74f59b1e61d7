package scoring

import (
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestLogisticByHand has four learners of each kind, of whom three and one have the
// outcome: the input is standardised to 1 and -1, the intercept is 0 by
// symmetry, and beta solves 2 (3 - 4 σ(β)) = β / C.
func TestLogisticByHand(t *testing.T) {
	t.Parallel()
	x := [][]float64{{5}, {5}, {5}, {5}, {1}, {1}, {1}, {1}}
	y := []bool{true, true, true, false, true, false, false, false}
	for _, c := range []float64{0.05, 0.5, 100} {
		m, err := FitLogistic(x, y, c)
		if err != nil {
			t.Fatal(err)
		}
		b := m.Beta[0]
		nearly(t, "slope of the loss", 2*(3-4/(1+math.Exp(-b)))-b/c, 0, 1e-12)
		nearly(t, "intercept", m.Intercept, 0, 1e-12)
		nearly(t, "mean", m.Mean[0], 3, 1e-12)
		nearly(t, "sd", m.SD[0], 2, 1e-12)
		nearly(t, "log-odds", m.LogOdds([]float64{9}), 3*b, 1e-12)
		nearly(t, "probability", m.Probability([]float64{3}), 0.5, 1e-12)
	}
	// Without a penalty to speak of, σ(β) is the share of three of four.
	m, err := FitLogistic(x, y, 1e9)
	if err != nil {
		t.Fatal(err)
	}
	nearly(t, "share", m.Probability([]float64{5}), 0.75, 1e-8)
	// An input that does not vary has no coefficient; the intercept is the share of all.
	m, err = FitLogistic([][]float64{{0.1}, {0.1}, {0.1}}, []bool{true, false, false}, 0.5)
	if err != nil {
		t.Fatal(err)
	}
	nearly(t, "intercept", m.Intercept, -math.Log(2), 1e-12)
	if m.Beta[0] != 0 || m.SD[0] != 1 || m.Mean[0] != 0.1 {
		t.Errorf("%+v of an input that does not vary", m)
	}
}

func TestLogisticRefuses(t *testing.T) {
	t.Parallel()
	two := []bool{true, false}
	for _, c := range []struct {
		name    string
		x       [][]float64
		y       []bool
		penalty float64
		want    string
	}{
		{"nothing", nil, nil, 0.5, "no learners"},
		{"other lengths", [][]float64{{1}}, two, 0.5, "no learners"},
		{"ragged", [][]float64{{1}, {1, 2}}, two, 0.5, "row 2 has 2 inputs, expected 1"},
		{"missing", [][]float64{{1}, {math.NaN()}}, two, 0.5, "row 2, input 1"},
		{"endless", [][]float64{{math.Inf(1)}, {1}}, two, 0.5, "row 1, input 1"},
		{"one outcome", [][]float64{{1}, {2}}, []bool{true, true}, 0.5, "the same outcome"},
		{"no penalty", [][]float64{{1}, {2}}, two, 0, "expected a number above 0"},
		{"no number", [][]float64{{1}, {2}}, two, math.NaN(), "expected a number above 0"},
	} {
		if m, err := FitLogistic(c.x, c.y, c.penalty); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, %v", c.name, m, err)
		}
	}
	if _, err := FitLogistic([][]float64{{1}, {2}}, []bool{true, true}, 1); !errors.Is(err, errOneOutcome) {
		t.Error(err)
	}
}

// TestLogisticProperties holds for data of chance: the order of rows and the unit of
// an input change nothing, contributions sum, the penalty pulls to 0, the mean
// probability is the share of the outcome, separable data have a fit, and
// the same rows give the same bytes.
func TestLogisticProperties(t *testing.T) {
	t.Parallel()
	for seed := range uint64(100) {
		r := rand.New(rand.NewPCG(seed, 3))
		c := madeRisk(r)
		if seed%4 == 0 { // the first input tells the outcome
			for i := range c.Y {
				c.Y[i] = c.X[i][0] > 100
			}
			c.X[0][0], c.X[1][0], c.Y[0], c.Y[1] = 90, 110, false, true
		}
		fit := func(x [][]float64, y []bool, penalty float64) *Logistic {
			m, err := FitLogistic(x, y, penalty)
			if err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			return m
		}
		m := fit(c.X, c.Y, c.Penalty)
		sum, first, second := 0.0, must(json.Marshal(m)), must(json.Marshal(fit(c.X, c.Y, c.Penalty)))
		if string(first) != string(second) {
			t.Errorf("seed %d: other bytes", seed)
		}
		x, y := slices.Clone(c.X), slices.Clone(c.Y)
		r.Shuffle(len(x), func(i, j int) { x[i], x[j], y[i], y[j] = x[j], x[i], y[j], y[i] })
		for i := range x {
			x[i] = slices.Clone(x[i])
			x[i][0] = 5 - 3*x[i][0]
		}
		moved, strong := fit(x, y, c.Penalty), fit(c.X, c.Y, c.Penalty/10)
		nearly(t, "coefficient in another unit", moved.Beta[0], -m.Beta[0], 1e-9)
		for i, row := range c.X {
			total := m.Intercept
			for _, part := range m.Contributions(row) {
				total += part
			}
			nearly(t, "sum of contributions", total, m.LogOdds(row), 1e-12)
			sum += m.Probability(row) / float64(len(c.X))
			other := slices.Clone(c.X[i])
			other[0] = 5 - 3*other[0]
			nearly(t, "probability in another unit and order", moved.Probability(other), m.Probability(row), 1e-9)
		}
		nearly(t, "mean probability", sum, float64(trues(c.Y))/float64(len(c.Y)), 1e-9)
		if dot(strong.Beta, strong.Beta) > dot(m.Beta, m.Beta)+1e-12 {
			t.Errorf("seed %d: a smaller C has larger coefficients", seed)
		}
	}
}

// must is for what cannot fail.
func must(text []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return text
}
