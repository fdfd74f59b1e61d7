package scoring

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// rightOf makes learners answer an item, the first so many right.
func (c *Class) rightOf(item, right, learners int) {
	for u := range learners {
		r := 0.0
		if u < right {
			r = 1
		}
		c.try(u, item, float64(item), r)
	}
}

// TestItems works a course of three items out by hand: ten learners, 2, 9 and 9 of
// them right, so that mu = 2/3.
func TestItems(t *testing.T) {
	t.Parallel()
	c := courseOf(4, 10, 0)
	c.rightOf(0, 2, 10)
	c.rightOf(1, 9, 10)
	c.rightOf(2, 9, 10)
	items := Items(c, Learn(c, DefaultMastery()), DefaultStruggle())
	hard := items[0]
	// p = (2 + 5·2/3)/15 = 16/45, sd = sqrt(2/9/16) = 0.1178511
	nearly(t, "wrong rate", hard.WrongRate, 0.8, 1e-12)
	nearly(t, "low", hard.Low, 29.0/45-1.2816*0.1178511, 1e-6)
	nearly(t, "high", hard.High, 29.0/45+1.2816*0.1178511, 1e-6)
	nearly(t, "bound", hard.Bound, 29.0/45-0.1178511, 1e-6)
	nearly(t, "p", hard.P, 201.0/59049, 1e-12) // (1 + 10·2 + 45·4) / 3^10
	if hard.N != 10 || hard.K != 2 || hard.Verdict != Struggling {
		t.Errorf("%+v", hard)
	}
	if items[1].Verdict != Fine || items[3].Verdict != TooFew || !math.IsNaN(items[3].WrongRate) || items[3].N != 0 {
		t.Errorf("%+v\n%+v", items[1], items[3])
	}
	if items[3].Difficulty != 0 || math.Abs(items[3].DifficultySD-math.Sqrt(1.5)) > 1e-12 {
		t.Errorf("nobody answered, and it is known how hard it is: %v ± %v", items[3].Difficulty, items[3].DifficultySD)
	}
}

// TestVerdicts is of what is held against what.
func TestVerdicts(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		name  string
		n     int
		k     float64
		p     float64 // of another item of the list
		want  Verdict
		least int
	}{
		{"hard", 10, 2, 1, Struggling, 8},
		{"hard by the bound, and chance is not ruled out over the list", 10, 4, 1, Watch, 8}, // P = 0.0766, limit 0.05
		{"hard by the bound, and the rest of the list makes up for it", 10, 4, 0.01, Struggling, 8},
		{"too few, and yet the bound is high", 7, 0, 1, Watch, 8},
		{"too few", 7, 5, 1, TooFew, 8},
		{"as many as it takes", 8, 1, 1, Struggling, 8},
		{"not shown to be hard", 10, 6, 1, Fine, 8},
	} {
		p := DefaultStruggle()
		list := []Item{{N: x.n, K: x.k}, {N: 10, P: x.p, Bound: 0}}
		list[0].hardness(p, 2.0/3)
		judge(list, p, 2.0/3)
		if list[0].Verdict != x.want {
			t.Errorf("%s: %q, want %q (p %v, bound %v)", x.name, list[0].Verdict, x.want, list[0].P, list[0].Bound)
		}
	}
}

// TestBinomial compares both tails with whole numbers: rows of Pascal's triangle.
func TestBinomial(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		n, k     int
		mu, want float64
	}{
		{4, 0, 0.5, 1.0 / 16},
		{4, 2, 0.5, 11.0 / 16},
		{4, 3, 0.5, 15.0 / 16},
		{4, 4, 0.5, 1},
		{4, -1, 0.5, 0},
		{3, 1, 0.25, 27.0/64 + 27.0/64},
		{5, 2, 0, 1},
		{5, 2, 1, 0},
		{5, 5, 1, 1},
		{1_000_000, 500_000, 0.5, 0.5 + 0.5*0.000797884}, // half the middle term, by Stirling sqrt(2/(pi n))
	} {
		nearly(t, fmt.Sprintf("P(Binomial(%d, %v) <= %d)", x.n, x.mu, x.k), binomial(x.n, x.k, x.mu), x.want, 1e-9)
	}
}

// TestDiscoveries is the example of four tests: the second stands by the third.
func TestDiscoveries(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		p    []float64
		want float64
	}{
		{nil, -1},
		{[]float64{0.2}, -1},
		{[]float64{0.1}, 0.1},
		{[]float64{0.9, 0.07, 0.01, 0.06}, 0.07}, // 0.07 <= 0.1·3/4, which 0.06 > 0.1·2/4 is not by itself
		{[]float64{0.9, 0.08, 0.01, 0.06}, 0.01},
	} {
		nearly(t, fmt.Sprint(x.p), discoveries(x.p, 0.1), x.want, 0)
	}
}

// TestTries is what is made of retries, durations and who is stuck.
func TestTries(t *testing.T) {
	t.Parallel()
	c := courseOf(1, 8, 0)
	c.AsOf = begin.Add(200 * time.Hour)
	for u, tries := range [][]float64{
		{1},                // right at once
		{0, 1},             // two tries
		{0, 0, 0, 1},       // four
		{0, 0},             // tried again, and not there
		{0, 0, 0, 0},       // stuck: the last was 197 hours ago
		{0, 0, 0, 0, 1, 0}, // was right in between
		{0},                // has not tried again
		nil,
	} {
		for k, r := range tries {
			x := c.try(u, 0, float64(k), r)
			x.Seconds = float64(10 * (u + 1))
		}
	}
	c.Learners[6].Tries[0].Seconds = math.NaN()
	unsaid := c.try(0, 0, 9, math.NaN())
	unsaid.Right = Unsaid
	it := Items(c, Learn(c, DefaultMastery()), DefaultStruggle())[0]
	nearly(t, "tries", it.Tries, 3, 0) // of 1, 2, 4, 5
	nearly(t, "retry success", it.RetrySuccess, 3.0/5, 1e-12)
	nearly(t, "seconds", it.MedianSeconds, 50, 0) // 10, 2·20, 4·30, 2·40, 4·50, 6·60: the tenth of 19
	if !slices.Equal(it.Stuck, []int{4}) {
		t.Errorf("stuck are %v", it.Stuck)
	}
}

// TestStuck waits for the time to be over, and lets a right answer clear it.
func TestStuck(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		name  string
		tries []float64
		hours float64 // of AsOf
		want  bool
	}{
		{"four wrong, and the time is over", []float64{0, 0, 0, 0}, 75, true},
		{"four wrong, and it is not", []float64{0, 0, 0, 0}, 74.9, false},
		{"three wrong", []float64{0, 0, 0}, 200, false},
		{"right after four", []float64{0, 0, 0, 0, 1}, 200, false},
		{"right before four", []float64{1, 0, 0, 0, 0}, 200, true},
		{"right among them", []float64{0, 0, 1, 0, 0}, 200, false},
	} {
		c := courseOf(1, 1, 0)
		c.AsOf = begin.Add(time.Duration(x.hours * float64(time.Hour)))
		for k, r := range x.tries {
			c.try(0, 0, float64(k), r)
		}
		if got := len(Items(c, Learn(c, DefaultMastery()), DefaultStruggle())[0].Stuck) > 0; got != x.want {
			t.Errorf("%s: %t", x.name, got)
		}
	}
}

// TestSuspect is the bound of Fisher's z: 8 responses need r below -tanh(1/sqrt 5) = -0.4193.
func TestSuspect(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		r    float64
		n    int
		want bool
	}{
		{-0.42, 8, true}, {-0.419, 8, false}, {-1, 8, true}, {-1, 3, false}, {0.9, 100, false}, {math.NaN(), 30, false}, {-0.191, 30, true}, {-0.189, 30, false},
	} {
		if got := DefaultStruggle().suspect(x.r, x.n); got != x.want {
			t.Errorf("r %v of %d: %t", x.r, x.n, got)
		}
	}
}

// simulated makes a class that answers by the Rasch model: the difficulty of an item, in logits,
// may be another for each learner; keys of the items in wrong are the wrong way round.
func simulated(seed uint64, items, learners int, wrong map[int]bool, difficulty func(u, i int) float64) *Class {
	rng := rand.New(rand.NewPCG(seed, 7))
	c := courseOf(items, learners, 0)
	for u := range learners {
		theta := rng.NormFloat64()
		for i := range items {
			r := 0.0
			if rng.Float64() < sigmoid(theta-difficulty(u, i)) != wrong[i] {
				r = 1
			}
			c.try(u, i, float64(i), r)
		}
	}
	return c
}

// TestSuspectKeys finds wrong keys in simulated classes, and leaves sound ones alone.
func TestSuspectKeys(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		learners     int
		found, alarm float64 // at least, at most
	}{{10, 0.3, 0.01}, {30, 0.55, 0.002}, {100, 0.9, 0.002}} {
		var found, alarms, all float64
		for seed := range uint64(40) {
			rng := rand.New(rand.NewPCG(seed, 8))
			var b [20]float64
			for i := range b {
				b[i] = math.Sqrt(1.5) * rng.NormFloat64()
			}
			c := simulated(seed, 20, x.learners, map[int]bool{3: true}, func(_, i int) float64 { return b[i] })
			for i, it := range Items(c, Learn(c, DefaultMastery()), DefaultStruggle()) {
				switch {
				case i == 3 && it.SuspectKey:
					found++
				case i != 3:
					all++
					if it.SuspectKey {
						alarms++
					}
				}
			}
		}
		t.Logf("%d learners: found %.3f, alarms %.4f", x.learners, found/40, alarms/all)
		if found/40 < x.found || alarms/all > x.alarm {
			t.Errorf("%d learners: %.2f of the wrong keys are found, and %.4f of the sound are suspected", x.learners, found/40, alarms/all)
		}
	}
}

// TestStruggleOfProfile refuses numbers with which nothing can be concluded.
func TestStruggleOfProfile(t *testing.T) {
	t.Parallel()
	p := DefaultProfile()
	p.Struggle = Struggle{Least: 2, Prior: -1, Margin: 1.5, Discoveries: 2}
	var got []string
	for _, e := range p.Check() {
		got = append(got, e.Key)
	}
	want := []string{"struggle.least", "struggle.least_own", "struggle.prior", "struggle.margin", "struggle.discoveries", "struggle.stuck_tries"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestFlaggedItems counts how often an item is called hard in simulated classes that answer two of three
// questions: one that is 2 logits harder than the others by the size of the class (the design
// found 17, 57 and 94 %), and one that is not.
func TestFlaggedItems(t *testing.T) {
	t.Parallel()
	const classes, items = 200, 20
	for learners, want := range map[int]float64{8: 0.17, 15: 0.57, 30: 0.94} {
		var found, alarms float64
		for seed := range uint64(classes) {
			c := simulated(seed, items, learners, nil, func(_, i int) float64 {
				if i == 0 {
					return 1.2
				}
				return -0.8
			})
			for i, it := range Items(c, Learn(c, DefaultMastery()), DefaultStruggle()) {
				switch {
				case it.Verdict != Struggling:
				case i == 0:
					found += 1.0 / classes
				default:
					alarms += 1.0 / classes / (items - 1)
				}
			}
		}
		if math.Abs(found-want) > 0.1 || alarms > 0.0033 {
			t.Errorf("%d learners: found %.2f, want %.2f; alarms %.4f", learners, found, want, alarms)
		}
	}
}

// TestIntervalOfNothing says that an item has no interval where all of the course was right,
// or all wrong: it would be one from 0 to 0.
func TestIntervalOfNothing(t *testing.T) {
	t.Parallel()
	for mu, want := range map[float64]bool{0: false, 1: false, 0.5: true} {
		it := Item{N: 9, K: math.Round(9 * mu)}
		it.hardness(DefaultStruggle(), mu)
		if got := !math.IsNaN(it.Low) && !math.IsNaN(it.High); got != want || math.IsNaN(it.Bound) {
			t.Errorf("mean %v: %v-%v, bound %v", mu, it.Low, it.High, it.Bound)
		}
	}
}
