package scoring

import (
	"fmt"
	"math"
	"slices"
)

// BackTest is what a model is worth on runs that it was not learned from.
type BackTest struct {
	Model        *RiskModel
	Runs         []string // it was tested on
	Learners     int
	With         int // of them with the outcome
	Who          []Tested
	Probability  []float64 // of each of them
	Outcome      []bool
	Inactive     []bool
	AUC          Estimate
	Bins         []Bin
	ECE          float64 // calibration error, 0..1; NaN without a learner
	Noise        float64 // about the ECE that right probabilities would have here
	Recalibrated float64 // ECE after the intercept was moved so that as many are expected as came
	Shift        float64 // by which it was moved, log-odds
	Rule         Rule
	Unknown      int // learners whose outcome is not known
}

// Tested is who was tested: indices of a run and of its learners.
type Tested struct{ Run, Learner int }

// Rule is the rule of no activity for seven days beside the model.
type Rule struct {
	AUC       Estimate
	Better    Estimate // AUC of the model less that of the rule
	Rule      Capture  // those the rule flags
	Model     Capture  // as many by the model
	Precision float64  // share of those flagged with the outcome: the model's less the rule's; NaN where the rule flags nobody
	Verdict   string   // in words
}

// BackTestRisk learns from all runs but the newest and tests the model on these:
// those that say so, which come last, else the last one.
func BackTestRisk(runs []Run, p Profile) (*BackTest, error) {
	first := slices.IndexFunc(runs, func(r Run) bool { return r.Newest })
	if first < 0 {
		first = len(runs) - 1
	}
	if first < 1 {
		return nil, fmt.Errorf("%s, and none that is older: a back-test learns from one and needs another", count(len(runs), "finished run"))
	}
	m, err := TrainRisk(runs[:first], p)
	if err != nil {
		return nil, err
	}
	return m.Test(runs[first:], p)
}

// Test tests a model on runs that it was not learned from, with the profile
// that it was learned with.
func (m *RiskModel) Test(runs []Run, p Profile) (*BackTest, error) {
	if err := m.fits(p); err != nil {
		return nil, err
	}
	rows, err := label(runs, p)
	if err != nil {
		return nil, err
	}
	b := &BackTest{Model: m, Learners: len(rows.y), With: trues(rows.y), Outcome: rows.y, Inactive: rows.inactive, Who: rows.at}
	for _, r := range runs {
		b.Runs = append(b.Runs, r.Name)
		for _, o := range r.Outcomes {
			if o == Unsaid {
				b.Unknown++
			}
		}
	}
	b.Probability = make([]float64, len(rows.x))
	odds := make([]float64, len(rows.x))
	for i, x := range rows.x {
		b.Probability[i], odds[i] = m.Probability(x), m.Model.LogOdds(x)+m.Shift
	}
	b.AUC = AreaUnderROC(b.Probability, b.Outcome)
	b.Bins = Calibration(b.Probability, b.Outcome)
	b.ECE, b.Noise = CalibrationError(b.Bins), CalibrationNoise(b.Bins)
	b.Shift = recalibrate(odds, b.With)
	b.Recalibrated = CalibrationError(Calibration(shifted(odds, b.Shift), b.Outcome))
	b.Rule = b.compare()
	return b, nil
}

// recalibrate finds by how much log-odds have to be moved for their
// probabilities to sum to what came (Steyerberg 2009, Clinical Prediction
// Models, 20.2: calibration in the large). NaN where all or none had the outcome.
func recalibrate(odds []float64, with int) float64 {
	if with == 0 || with == len(odds) {
		return math.NaN()
	}
	low, high := -1.0, 1.0
	expected := func(shift float64) (sum float64) {
		for _, p := range shifted(odds, shift) {
			sum += p
		}
		return sum
	}
	for expected(low) > float64(with) && low > -1e3 {
		low *= 2
	}
	for expected(high) < float64(with) && high < 1e3 {
		high *= 2
	}
	for range 100 { // halving: as sure as it is slow
		if middle := (low + high) / 2; expected(middle) < float64(with) {
			low = middle
		} else {
			high = middle
		}
	}
	return (low + high) / 2
}

// shifted are the probabilities of moved log-odds.
func shifted(odds []float64, shift float64) []float64 {
	out := make([]float64, len(odds))
	for i, x := range odds {
		out[i] = sigmoid(x + shift)
	}
	return out
}

// compare puts the model beside the rule of no activity.
func (b *BackTest) compare() Rule {
	flags := make([]float64, len(b.Inactive))
	for i, f := range b.Inactive {
		flags[i] = indicator(f)
	}
	k := trues(b.Inactive)
	r := Rule{
		AUC: AreaUnderROC(flags, b.Outcome), Better: AreaDifference(b.Probability, flags, b.Outcome),
		Rule: CaptureAt(flags, b.Outcome, k), Model: CaptureAt(b.Probability, b.Outcome, k),
	}
	r.Precision = r.Model.PPV.Value - r.Rule.PPV.Value
	interval := fmt.Sprintf("%s (90 %% interval %s to %s)", num3(r.Better.Value), num3(r.Better.Low), num3(r.Better.High))
	switch {
	case k == 0:
		r.Verdict = "The rule of no activity for 7 days flags nobody here, so that there is nothing to compare."
	case math.IsNaN(r.Better.SD):
		r.Verdict = "Not shown to be better than the rule of no activity for 7 days: too few learners with or without the outcome."
	case r.Better.Low > 0:
		r.Verdict = "Better than the rule of no activity for 7 days by " + interval + " AUC."
	default:
		r.Verdict = "Not shown to be better than the rule of no activity for 7 days: difference in AUC " + interval + "."
	}
	return r
}

// num3 writes an AUC or a calibration error.
func num3(x float64) string { return num(math.Round(x*1e3) / 1e3) }

// At is what a list of so many would have been worth in the test.
func (b *BackTest) At(k int) Capture { return CaptureAt(b.Probability, b.Outcome, k) }

// AtShare is the same of a list with a share of all, 0..1: what to show beside
// the list of another class.
func (b *BackTest) AtShare(share float64) Capture {
	return b.At(int(math.Floor(share*float64(b.Learners) + 1e-9)))
}

// Beside is the sentence that stands beside a list of k of so many learners:
// what the model and a list of the same share were worth in the back-test.
func (b *BackTest) Beside(k, of int) string {
	text := fmt.Sprintf("In the back-test on %s: AUC %s (%s-%s), calibration error %s", count(b.Learners, "learner"),
		num3(b.AUC.Value), num3(b.AUC.Low), num3(b.AUC.High), num3(b.ECE))
	c := b.AtShare(float64(k) / float64(max(1, of)))
	if c.K == 0 {
		return text + "; no list as short as this can be told from it."
	}
	return text + fmt.Sprintf("; %s of a list of the same share failed or withdrew, which were %s of all who did.", percent(c.PPV), percent(c.Recall))
}
