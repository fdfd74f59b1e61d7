package scoring

import (
	"bytes"
	"encoding/json"
	"math"
	"math/rand/v2"
	"os/exec"
	"slices"
	"testing"
)

// riskCase is what testdata/oracle_risk.py reads.
type riskCase struct {
	X       [][]float64 `json:"x"`
	Y       []bool      `json:"y"`
	Penalty float64     `json:"penalty"`
	Score   []float64   `json:"score"`
	Other   []float64   `json:"other"`
	P       []float64   `json:"p"`
	K       int         `json:"k"`
}

// riskAnswer is what it says.
type riskAnswer struct {
	Model      Logistic     `json:"model"`
	AUC        []float64    `json:"auc"`
	Difference []float64    `json:"difference"`
	Bins       [][3]float64 `json:"bins"`
	ECE        float64      `json:"ece"`
	Capacity   struct {
		Flagged  []int     `json:"flagged"`
		Expected []float64 `json:"expected"`
		PPV      []float64 `json:"ppv"`
		Recall   []float64 `json:"recall"`
	} `json:"capacity"`
	Shift float64 `json:"shift"`
}

// madeRisk is a case of chance, with ties, inputs that do not vary, inputs that
// say the same twice, and outcomes that some input tells.
func madeRisk(r *rand.Rand) riskCase {
	n, d := 8+r.IntN(60), 1+r.IntN(6)
	c := riskCase{Penalty: []float64{0.05, 0.5, 3, 100}[r.IntN(4)], K: 1 + r.IntN(7)}
	for range n {
		row := make([]float64, d)
		for j := range row {
			switch j % 4 {
			case 0:
				row[j] = 100 + 20*r.NormFloat64()
			case 1:
				row[j] = float64(r.IntN(2))
			case 2:
				row[j] = 1 - row[1]
			case 3:
				row[j] = 7
			}
		}
		c.X, c.Y = append(c.X, row), append(c.Y, r.NormFloat64() < (row[0]-100)/20)
		c.Score, c.Other = append(c.Score, float64(r.IntN(10))), append(c.Other, float64(r.IntN(2)))
		c.P = append(c.P, float64(1+r.IntN(19))/20)
	}
	c.Y[0], c.Y[1], c.Y[2], c.Y[3] = true, true, false, false
	return c
}

// TestRiskAgainstOracle compares 300 cases with the independent implementation.
func TestRiskAgainstOracle(t *testing.T) {
	t.Parallel()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("there is no python3 here: nothing was compared with the independent implementation")
	}
	var in bytes.Buffer
	cases := make([]riskCase, 300)
	for i := range cases {
		cases[i] = madeRisk(rand.New(rand.NewPCG(uint64(i), 7)))
		if err := json.NewEncoder(&in).Encode(cases[i]); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), python, "testdata/oracle_risk.py")
	var problem bytes.Buffer
	cmd.Stdin, cmd.Stderr = &in, &problem
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, problem.String())
	}
	d, worst := json.NewDecoder(bytes.NewReader(out)), 0.0
	for n := range cases {
		var want riskAnswer
		if err := d.Decode(&want); err != nil {
			t.Fatal(err)
		}
		off := riskOff(t, &cases[n], &want)
		if !(off <= 1e-8) {
			t.Fatalf("case %d differs by %g", n, off)
		}
		worst = max(worst, off)
	}
	t.Logf("largest difference %g", worst)
}

// riskOff is the largest difference of a case.
func riskOff(t *testing.T, c *riskCase, want *riskAnswer) float64 {
	t.Helper()
	m, err := FitLogistic(c.X, c.Y, c.Penalty)
	if err != nil {
		t.Fatal(err)
	}
	off := max(far(m.Beta, want.Model.Beta), far(m.Mean, want.Model.Mean), far(m.SD, want.Model.SD), math.Abs(m.Intercept-want.Model.Intercept))
	a, b := AreaUnderROC(c.Score, c.Y), AreaDifference(c.Score, c.Other, c.Y)
	off = max(off, far([]float64{a.Value, a.SD}, want.AUC), far([]float64{b.Value, b.SD}, want.Difference))
	bins := Calibration(c.P, c.Y)
	off = max(off, math.Abs(CalibrationError(bins)-want.ECE))
	for k, x := range bins {
		off = max(off, far([]float64{float64(x.N), x.Expected, x.Observed.Value}, want.Bins[k][:]))
	}
	list, got := AtCapacity(c.P, c.K), CaptureAt(c.P, c.Y, c.K)
	if !slices.Equal(list.Flagged, want.Capacity.Flagged) || len(bins) != len(want.Bins) {
		t.Fatalf("flagged %v, want %v; %d bins, want %d", list.Flagged, want.Capacity.Flagged, len(bins), len(want.Bins))
	}
	three := func(e Estimate) []float64 { return []float64{e.Value, e.Low, e.High} }
	odds := make([]float64, len(c.P))
	for i, p := range c.P {
		odds[i] = math.Log(p / (1 - p))
	}
	return max(off, far(three(list.Expected), want.Capacity.Expected), far(three(got.PPV), want.Capacity.PPV),
		far(three(got.Recall), want.Capacity.Recall), math.Abs(recalibrate(odds, trues(c.Y))-want.Shift))
}
