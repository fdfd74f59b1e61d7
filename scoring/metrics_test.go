package scoring

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestAreaUnderROC counts pairs. Of the third case both with the outcome are above one and
// beside or below one: placements .75 and .25 for them, .25 and .75 for those without,
// each of variance .125; their halves sum to .125.
func TestAreaUnderROC(t *testing.T) {
	t.Parallel()
	nan := math.NaN()
	for _, c := range []struct {
		score    []float64
		outcome  []bool
		area, sd float64
	}{
		{[]float64{4, 3, 2, 1}, []bool{true, true, false, false}, 1, 0},
		{[]float64{1, 2, 3, 4}, []bool{true, true, false, false}, 0, 0},
		{[]float64{2, 1, 1, 2}, []bool{true, true, false, false}, 0.5, math.Sqrt(0.125)},
		{[]float64{5, 5, 5}, []bool{true, false, false}, 0.5, nan},
		{[]float64{5, 5}, []bool{true, true}, nan, nan},
		{[]float64{5, 5}, []bool{false, false}, nan, nan},
		{nil, nil, nan, nan},
	} {
		got := AreaUnderROC(c.score, c.outcome)
		nearly(t, "AUC", got.Value, c.area, 1e-12)
		nearly(t, "its sd", got.SD, c.sd, 1e-12)
		nearly(t, "low", got.Low, max(0, c.area-1.645*c.sd), 1e-12)
		nearly(t, "high", got.High, min(1, c.area+1.645*c.sd), 1e-12)
	}
	same := AreaDifference([]float64{1, 2, 3, 4}, []float64{10, 20, 30, 40}, []bool{false, true, false, true})
	if same.Value != 0 || same.SD != 0 {
		t.Errorf("the same order differs by %+v", same)
	}
}

// TestAreaIntervalCovers draws scores of which the AUC is known: of normal ones that are
// 1 apart it is Φ(1/√2).
func TestAreaIntervalCovers(t *testing.T) {
	t.Parallel()
	truth, in := 0.5*math.Erfc(-0.5), 0
	r := rand.New(rand.NewPCG(1, 1))
	const rounds = 1000
	for range rounds {
		var score []float64
		var outcome []bool
		for i := range 120 {
			score, outcome = append(score, r.NormFloat64()+indicator(i%3 == 0)), append(outcome, i%3 == 0)
		}
		if e := AreaUnderROC(score, outcome); e.Low <= truth && truth <= e.High {
			in++
		}
	}
	if in < 870 || in > 930 {
		t.Errorf("%d of %d intervals have the truth in them, expected about 900", in, rounds)
	}
}

// TestWilson takes the shares q at which 3 of 4 is 1.645 standard errors away.
func TestWilson(t *testing.T) {
	t.Parallel()
	e := Wilson(3, 4)
	for _, q := range []float64{e.Low, e.High} {
		nearly(t, "standard errors", math.Abs(0.75-q)/math.Sqrt(q*(1-q)/4), 1.645, 1e-9)
	}
	if all := Wilson(4, 4); all.High != 1 || all.Low > 0.7 {
		t.Errorf("4 of 4: %+v", all)
	}
	if nobody := Wilson(0, 0); !math.IsNaN(nobody.Value) || !math.IsNaN(nobody.Low) {
		t.Errorf("none of none: %+v", nobody)
	}
}

// TestCalibration has 20 learners in bins of two.
func TestCalibration(t *testing.T) {
	t.Parallel()
	var p []float64
	var y []bool
	for i := range 20 {
		p, y = append(p, float64(19-i)/20), append(y, i < 5)
	}
	bins := Calibration(p, y)
	if len(bins) != 10 || bins[0].N != 2 || bins[0].Low != 0 || bins[0].High != 0.05 || bins[9].High != 0.95 {
		t.Fatalf("%+v", bins)
	}
	// 15 without the outcome are below .75: of the bins seven expect .025 to .625 of
	// nothing, one .725 of a half, two .825 and .925 of all.
	nearly(t, "ECE", CalibrationError(bins), (7*0.325+0.225+0.175+0.075)/10, 1e-12)
	few := Calibration([]float64{0.4, 0.2, 0.9}, []bool{true, false, true})
	if len(few) != 3 {
		t.Fatalf("%+v", few)
	}
	nearly(t, "ECE of three", CalibrationError(few), (0.2+0.6+0.1)/3, 1e-12)
	nearly(t, "ECE of nobody", CalibrationError(Calibration(nil, nil)), math.NaN(), 0)
	even := Calibration([]float64{0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5}, make([]bool, 10))
	nearly(t, "noise of ten", CalibrationNoise(even), 0.5*math.Sqrt(2/math.Pi), 1e-12)
}

// TestCalibrationNoise draws outcomes by probabilities that are right.
func TestCalibrationNoise(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(2, 2))
	for _, n := range []int{200, 1000} {
		sum, noise := 0.0, 0.0
		for range 200 {
			p, y := make([]float64, n), make([]bool, n)
			for i := range p {
				p[i] = 0.1 + 0.8*r.Float64()
				y[i] = r.Float64() < p[i]
			}
			bins := Calibration(p, y)
			sum, noise = sum+CalibrationError(bins)/200, noise+CalibrationNoise(bins)/200
		}
		if math.Abs(sum/noise-1) > 0.05 {
			t.Errorf("%d learners: ECE %v, expected about %v", n, sum, noise)
		}
	}
}

// TestAtCapacity works a list of two of four: both come with .72, none with .02.
func TestAtCapacity(t *testing.T) {
	t.Parallel()
	p := []float64{0.1, 0.8, 0.9, 0.8}
	c := AtCapacity(p, 2)
	if !slices.Equal(c.Flagged, []int{2, 1}) || c.Threshold != 0.8 {
		t.Errorf("%+v", c)
	}
	nearly(t, "expected", c.Expected.Value, 1.7, 1e-12)
	nearly(t, "sd", c.Expected.SD, math.Sqrt(0.09+0.16), 1e-12)
	if c.Expected.Low != 1 || c.Expected.High != 2 {
		t.Errorf("%+v", c.Expected)
	}
	if got := c.Says(); got != "Of these 2, 2 are expected to fail or withdraw (1 to 2), if the probabilities are right." {
		t.Error(got)
	}
	for k, want := range map[int]int{-1: 0, 0: 0, 4: 4, 9: 4} {
		if got := AtCapacity(p, k); len(got.Flagged) != want || math.IsNaN(got.Threshold) != (want == 0) {
			t.Errorf("%d: %+v", k, got)
		}
	}
	got := CaptureAt(p, []bool{true, false, true, true}, 2)
	if got.K != 2 || got.Hits != 1 || got.PPV.Value != 0.5 || got.PPV.N != 2 {
		t.Errorf("%+v", got)
	}
	nearly(t, "recall", got.Recall.Value, 1./3, 1e-12)
}

// TestAudit has three groups, of which one is too small.
func TestAudit(t *testing.T) {
	t.Parallel()
	var flagged, outcome []bool
	var groups []string
	add := func(group string, n, hits int, with bool) {
		for i := range n {
			groups, flagged, outcome = append(groups, group), append(flagged, i < hits), append(outcome, with)
		}
	}
	add("x", 20, 5, false)
	add("y", 10, 4, false)
	add("z", 9, 9, false)
	add("", 50, 50, false)
	add("x", 30, 30, true) // they have the outcome: no false alarms
	got := Audit("made up", flagged, outcome, groups)
	if len(got.Groups) != 3 || got.Groups[0].Share.Value != 0.25 || got.Groups[0].Share.N != 20 || got.Groups[1].Share.Value != 0.4 || !got.Groups[2].Few {
		t.Fatalf("%+v", got)
	}
	sd := math.Sqrt(0.25*0.75/20 + 0.4*0.6/10)
	nearly(t, "gap", got.Gap, 0.15, 1e-12)
	nearly(t, "low", got.Low, 0.15-1.645*sd, 1e-12)
	nearly(t, "high", got.High, 0.15+1.645*sd, 1e-12)
	if want := "Of those without the outcome, between 25 % and 40 % are flagged, by made up: a gap of 15 points, at most for y."; got.Sentence != want {
		t.Errorf("%q", got.Sentence)
	}
	if one := Audit("made up", flagged[:20], outcome[:20], groups[:20]); !math.IsNaN(one.Gap) || one.Sentence == "" {
		t.Errorf("one group has a gap: %+v", one)
	}
}
