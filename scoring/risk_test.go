package scoring

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// madeRun is a run of chance: who is less active and misses works has the outcome more
// often, by strength; shift moves the log-odds of all.
func madeRun(seed uint64, n int, strength, shift float64) Run {
	r := rand.New(rand.NewPCG(seed, 11))
	out := Run{Name: fmt.Sprintf("run %d", seed)}
	for range n {
		x := r.NormFloat64()
		t := Tally{
			Activity: math.Floor(20 * math.Exp(x/2)), Recent: math.Floor(max(0, 3+2*x+r.NormFloat64())), Before: float64(r.IntN(3)), Due: 2,
			HandedIn: 1 + r.IntN(2), Graded: math.NaN(), DaysEarly: math.NaN(), Mastery: math.NaN(),
		}
		o := No
		if r.Float64() < sigmoid(shift-strength*x) {
			o = Yes
		}
		out.Tallies, out.Outcomes = append(out.Tallies, t), append(out.Outcomes, o)
	}
	return out
}

// ended sets how many learners of a run have the outcome: the first ones.
func ended(r Run, with int) Run {
	for u := range r.Outcomes {
		r.Outcomes[u] = either(u < with, Yes, No)
	}
	return r
}

// TestGate takes runs just below and at what a probability needs.
func TestGate(t *testing.T) {
	t.Parallel()
	unknown := madeRun(9, 500, 1, 0)
	clear(unknown.Outcomes)
	for _, c := range []struct {
		name                 string
		runs                 []Run
		passed, recalibrated bool
		want                 string
	}{
		{"none", nil, false, false, "0 finished earlier runs of this course with known outcomes; it takes 2."},
		{"one", []Run{madeRun(1, 500, 1, 0)}, false, false, "1 finished earlier run of this course with known outcomes; it takes 2."},
		{"nine are no run", []Run{madeRun(1, 500, 1, 0), madeRun(2, 9, 1, 0)}, false, false, "1 finished earlier run of"},
		{"outcomes that are not known", []Run{madeRun(1, 500, 1, 0), unknown}, false, false, "1 finished earlier run of"},
		{"199", []Run{madeRun(1, 100, 1, 0), madeRun(2, 99, 1, 0)}, false, false, "199 learners in earlier runs; it takes 200."},
		{"39 with", []Run{ended(madeRun(1, 100, 1, 0), 19), ended(madeRun(2, 100, 1, 0), 20)}, false, false, "39 of earlier learners failed or withdrew; it takes 40."},
		{"39 without", []Run{ended(madeRun(1, 100, 1, 0), 80), ended(madeRun(2, 100, 1, 0), 81)}, false, false, "39 of earlier learners neither failed nor withdrew; it takes 40."},
		{"40 with", []Run{ended(madeRun(1, 100, 1, 0), 20), ended(madeRun(2, 100, 1, 0), 20)}, false, false, "the back-test reached an AUC of"},
		{"one outcome in training", []Run{ended(madeRun(1, 100, 1, 0), 0), ended(madeRun(2, 100, 1, 0), 50)}, false, false, "no model could be made: all learners have the same outcome."},
		{"one outcome in the test", []Run{ended(madeRun(1, 100, 1, 0), 50), ended(madeRun(2, 100, 1, 0), 0)}, false, false, "in the newest run all learners have the same outcome"},
		{"chance", []Run{madeRun(1, 3000, 0, 0), madeRun(2, 3000, 0, 0)}, false, false, "; it takes 0.65."},
		{"good", []Run{madeRun(1, 3000, 1, -0.5), madeRun(2, 3000, 1, -0.5)}, true, false, "The back-test passed: AUC 0.7"},
		{"a run that went worse", []Run{madeRun(1, 3000, 1, -0.5), madeRun(2, 3000, 1, 0.2)}, true, true, "The back-test passed after its intercept was moved by 0.6"},
		{"few", []Run{madeRun(1, 150, 1, 0), madeRun(2, 150, 1, 0)}, false, false, "even right probabilities would have about 0.09"},
	} {
		m, b, g := OpenGate(c.runs, DefaultProfile())
		if g.Passed != c.passed || g.Recalibrated != c.recalibrated || !strings.Contains(g.Reason, c.want) || (m != nil) != c.passed {
			t.Errorf("%s: %+v, want %q", c.name, g, c.want)
			continue
		}
		if !g.Passed && !strings.HasPrefix(g.Reason, Indicator) {
			t.Errorf("%s: %q does not say what is shown instead", c.name, g.Reason)
		}
		if !c.recalibrated {
			continue
		}
		sum := 0.0
		for _, x := range RelativeFeatures(c.runs[1].Tallies, DefaultProfile()) {
			sum += m.Probability(x)
		}
		if math.Abs(sum-float64(b.With)) > 1e-6 || b.ECE <= 0.05 || b.Recalibrated > 0.05 {
			t.Errorf("%s: %v expected of %d, ECE %v, then %v", c.name, sum, b.With, b.ECE, b.Recalibrated)
		}
	}
}

// TestRecalibration says that after it as many are expected as came.
func TestRecalibration(t *testing.T) {
	t.Parallel()
	odds := []float64{-3, -1, 0, 2, 5}
	for with := 1; with < len(odds); with++ {
		sum := 0.0
		for _, p := range shifted(odds, recalibrate(odds, with)) {
			sum += p
		}
		nearly(t, "expected", sum, float64(with), 1e-9)
	}
	if !math.IsNaN(recalibrate(odds, 0)) || !math.IsNaN(recalibrate(odds, 5)) {
		t.Error("an intercept is moved without end")
	}
}

// TestBackTest says that the model is learned from the older runs alone, beats a rule only where it does,
// and is named by its bytes.
func TestBackTest(t *testing.T) {
	t.Parallel()
	p := DefaultProfile()
	runs := []Run{madeRun(1, 800, 1, 0), madeRun(2, 800, 1, 0), madeRun(3, 800, 1, 0)}
	runs[2].Outcomes[5] = Unsaid
	b, err := BackTestRisk(runs, p)
	if err != nil {
		t.Fatal(err)
	}
	alone, err := TrainRisk(runs[:2], p)
	if err != nil {
		t.Fatal(err)
	}
	if b.Model.ID() != alone.ID() || len(alone.ID()) != 12 || !slices.Equal(b.Model.Runs, []string{"run 1", "run 2"}) || !slices.Equal(b.Runs, []string{"run 3"}) {
		t.Errorf("learned from %q, tested on %q", b.Model.Runs, b.Runs)
	}
	if b.Learners != 799 || b.Unknown != 1 || len(b.Probability) != 799 || b.Who[5] != (Tested{0, 6}) {
		t.Errorf("%d learners, %d unknown, %+v", b.Learners, b.Unknown, b.Who[5])
	}
	if !(b.Rule.Better.Low > 0) || !strings.HasPrefix(b.Rule.Verdict, "Better than the rule of no activity for 7 days by 0.") || b.Rule.Model.K != b.Rule.Rule.K {
		t.Errorf("%+v", b.Rule)
	}
	if at := b.AtShare(0.2); at.K != 159 || at != b.At(159) {
		t.Errorf("%+v", at)
	}
	if got, want := b.Beside(20, 100), fmt.Sprintf("%.0f %% (", 100*b.At(159).PPV.Value); !strings.HasPrefix(got, "In the back-test on 799 learners: AUC 0.") || !strings.Contains(got, want) {
		t.Errorf("%q, want %q in it", got, want)
	}
	if got := b.Beside(0, 0); !strings.HasSuffix(got, "no list as short as this can be told from it.") {
		t.Error(got)
	}
	again, err := BackTestRisk(runs, p)
	if err != nil || !bytes.Equal(must(json.Marshal(again.Model)), must(json.Marshal(b.Model))) || !slices.Equal(again.Probability, b.Probability) {
		t.Errorf("another time it comes to something else: %v", err)
	}
	chance, err := BackTestRisk([]Run{madeRun(4, 300, 0, 0), madeRun(5, 300, 0, 0)}, p)
	if err != nil || !strings.HasPrefix(chance.Rule.Verdict, "Not shown to be better than the rule of no activity for 7 days: difference in AUC ") {
		t.Errorf("%v, %+v", err, chance)
	}
	one, err := BackTestRisk([]Run{madeRun(4, 300, 0, 0), ended(madeRun(5, 300, 0, 0), 1)}, p)
	if err != nil || !strings.HasSuffix(one.Rule.Verdict, "too few learners with or without the outcome.") {
		t.Errorf("%v, %q", err, one.Rule.Verdict)
	}
	busy := madeRun(6, 300, 1, 0)
	for u := range busy.Tallies {
		busy.Tallies[u].Recent = math.NaN()
	}
	if silent, err := BackTestRisk([]Run{runs[0], busy}, p); err != nil || !strings.Contains(silent.Rule.Verdict, "flags nobody here") || !math.IsNaN(silent.Rule.Precision) {
		t.Errorf("%v, %+v", err, silent)
	}
	if _, err := BackTestRisk(runs[:1], p); err == nil {
		t.Error("one run is learned from and tested on")
	}
	together := []Run{runs[0], runs[1], runs[2]}
	together[1].Newest, together[2].Newest = true, true
	if two, err := BackTestRisk(together, p); err != nil || !slices.Equal(two.Model.Runs, []string{"run 1"}) || !slices.Equal(two.Runs, []string{"run 2", "run 3"}) || two.Learners != 1599 {
		t.Errorf("of runs that began together: %v, %+v", err, two)
	}
	if _, err := BackTestRisk(together[1:], p); err == nil {
		t.Error("runs that began together are learned from and tested on")
	}
	short := runs[0]
	short.Outcomes = short.Outcomes[1:]
	if _, err := TrainRisk([]Run{short}, p); err == nil {
		t.Error("outcomes of other learners are taken")
	}
}

// TestPredict holds the reasons of a class to what each input adds.
func TestPredict(t *testing.T) {
	t.Parallel()
	p := DefaultProfile()
	names := FeatureNames(p)
	m := &RiskModel{Features: names, Profile: p.Hash(), Learners: 300, With: 100, Shift: 0.25, Model: &Logistic{
		Mean: make([]float64, len(names)), SD: slices.Repeat([]float64{1}, len(names)), Intercept: -1,
		// Activity, recent, none, before, missing, share, graded, has, early.
		Beta: []float64{-1, 0.1, 0.5, 0, 0.7, 0.2, -0.5, -0.3, -0.2},
	}}
	c := riskClass()
	var kept RiskModel
	if err := json.Unmarshal(must(json.Marshal(m)), &kept); err != nil || kept.ID() != m.ID() {
		t.Fatalf("%v, %+v", err, kept)
	}
	all, err := kept.Predict(c, p)
	if err != nil || len(all) != 10 {
		t.Fatalf("%d predictions, %v", len(all), err)
	}
	late := all[1] // .5, .1, 1, .45, 1, .5, -√½, 1, -2
	half := math.Sqrt(0.5)
	nearly(t, "probability", late.Probability, sigmoid(-1+0.25-0.5+0.01+0.5+0.7+0.1+0.5*half-0.3+0.4), 1e-12)
	say := func(all []Reason) (out []string) {
		for _, r := range all {
			out = append(out, fmt.Sprintf("%.3f %s", r.LogOdds, r.Sentence))
		}
		return out
	}
	want := []string{
		"0.700 1 of 2 due works not handed in.", "0.500 No session in the last 7 days.", "0.400 Hands in 2 days after the deadline.",
		"-0.500 1 session so far (class median 1).", "-0.300 Has a result of graded work.",
	}
	if got := append(say(late.Up), say(late.Down)...); !slices.Equal(got, want) {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
	eager := all[0] // .95, .95, 0, .95, 0, 1, √½, 1, 1
	want = []string{
		"0.200 2 of 2 due works handed in, which corrects other terms and says nothing alone.",
		"0.095 2 sessions in the last 7 days (class median 1), which corrects other terms and says nothing alone.",
		"-0.950 3 sessions so far (class median 1).", "-0.354 75 % in graded work (class median 70 %).", "-0.300 Has a result of graded work.",
	}
	if got := append(say(eager.Up), say(eager.Down)...); !slices.Equal(got, want) {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
	c.Learners = c.Learners[:9]
	if few, err := m.Predict(c, p); few != nil || err != nil {
		t.Errorf("nine learners are compared: %+v, %v", few, err)
	}
	p.Risk.Optional = true
	if other, err := m.Predict(c, p); err == nil {
		t.Errorf("other inputs are taken: %+v", other)
	}
	if m.Says() != "This is a prediction from 300 earlier learners, 100 of whom failed or withdrew; it says how learners with such records fared, not what will become of this one." {
		t.Error(m.Says())
	}
}

// TestRiskWords has no word that says what a learner is.
func TestRiskWords(t *testing.T) {
	t.Parallel()
	p := DefaultProfile()
	p.Risk.Optional = true
	c := riskClass()
	tallies := Tallies(c, p)
	var all []string
	for _, f := range p.featuresOf() {
		for u := range tallies {
			all = append(all, f.say(&tallies[u], 0.5))
		}
	}
	all = append(all, (&RiskModel{}).Says(), Indicator)
	for _, s := range all {
		for _, word := range []string{"failing", "lazy", "bad", "weak", "poor", "rank", "NaN", "%!"} {
			if strings.Contains(s, word) {
				t.Errorf("%q has %q", s, word)
			}
		}
	}
}
