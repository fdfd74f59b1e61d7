package scoring

import (
	"fmt"
	"math"
	"slices"
)

// Gate says whether probabilities may be shown. Without them there are facts
// alone, which is called indicator mode.
type Gate struct {
	Passed       bool
	Recalibrated bool   // it passed by the moved intercept
	Reason       string // in a sentence: why not, or what it passed with
	Learners     int    // of all runs, with a known outcome
	With         int    // of them with the outcome
	Runs         int
}

// Indicator is the sentence that stands in place of probabilities.
const Indicator = "Facts are shown, and no probability: "

// OpenGate back-tests the finished runs of a course, the oldest first, and says
// whether a model may be used: enough runs, learners and outcomes, and a test on
// the newest run that is good enough. The runs are those of one course or of
// similar ones, always the user's own; several that began together may be the newest (Run.Newest). The model is that of the back-test,
// because no other was tested; nil if the gate is closed.
func OpenGate(runs []Run, p Profile) (*RiskModel, *BackTest, Gate) {
	var g Gate
	runs = slices.DeleteFunc(slices.Clone(runs), func(r Run) bool { return !g.add(&r, p) })
	if why := g.tooLittle(p.Risk); why != "" {
		g.Reason = Indicator + why
		return nil, nil, g
	}
	b, err := BackTestRisk(runs, p)
	if err != nil {
		g.Reason = Indicator + "no model could be made: " + err.Error() + "."
		return nil, nil, g
	}
	b.judge(&g, p.Risk)
	if !g.Passed {
		return nil, b, g
	}
	m := *b.Model
	if g.Recalibrated {
		m.Shift += b.Shift
	}
	return &m, b, g
}

// add counts a run; false if it says nothing.
func (g *Gate) add(r *Run, p Profile) bool {
	known, with := 0, 0
	for _, o := range r.Outcomes {
		known += either(o == Unsaid, 0, 1)
		with += either(o == Yes, 1, 0)
	}
	if known == 0 || len(r.Tallies) < p.Cohort.Least {
		return false
	}
	g.Runs, g.Learners, g.With = g.Runs+1, g.Learners+known, g.With+with
	return true
}

// tooLittle says what is missing to a back-test; "" if nothing is.
func (g *Gate) tooLittle(s RiskSettings) string {
	without := g.Learners - g.With
	switch {
	case g.Runs < s.Runs:
		return fmt.Sprintf("%s of this course with known outcomes; it takes %d.", count(g.Runs, "finished earlier run"), s.Runs)
	case g.Learners < s.Learners:
		return fmt.Sprintf("%s in earlier runs; it takes %d.", count(g.Learners, "learner"), s.Learners)
	case g.With < s.Outcomes:
		return fmt.Sprintf("%d of earlier learners failed or withdrew; it takes %d.", g.With, s.Outcomes)
	case without < s.Outcomes:
		return fmt.Sprintf("%d of earlier learners neither failed nor withdrew; it takes %d.", without, s.Outcomes)
	}
	return ""
}

// judge holds the back-test to the limits.
func (b *BackTest) judge(g *Gate, s RiskSettings) {
	tested := fmt.Sprintf("AUC %s, calibration error %s, tested on %s", num3(b.AUC.Value), num3(b.ECE), count(b.Learners, "learner"))
	switch {
	case math.IsNaN(b.AUC.Value):
		g.Reason = Indicator + "in the newest run all learners have the same outcome, so that nothing can be tested."
	case b.AUC.Value < s.AUC:
		g.Reason = fmt.Sprintf("%sthe back-test reached an AUC of %s; it takes %s.", Indicator, num3(b.AUC.Value), num(s.AUC))
	case b.ECE <= s.ECE:
		g.Passed = true
		g.Reason = "The back-test passed: " + tested + "."
	case b.Recalibrated <= s.ECE:
		g.Passed, g.Recalibrated = true, true
		g.Reason = fmt.Sprintf("The back-test passed after its intercept was moved by %s log-odds, which brought the calibration error to %s: %s.",
			num3(b.Shift), num3(b.Recalibrated), tested)
	default:
		g.Reason = fmt.Sprintf("%sthe back-test has a calibration error of %s, %s after its intercept was moved; it may have %s.",
			Indicator, num3(b.ECE), num3(b.Recalibrated), num(s.ECE))
		if b.Noise > s.ECE {
			g.Reason += fmt.Sprintf(" With %s even right probabilities would have about %s: more learners are needed to tell.",
				count(b.Learners, "learner"), num3(b.Noise))
		}
	}
}
