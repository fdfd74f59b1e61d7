package scoring

import (
	"slices"
	"time"
)

// SignalCode names a reason for which a learner may need support.
type SignalCode string

// The signals, in the order in which they are listed.
const (
	NeverStarted SignalCode = "never started"
	Inactive     SignalCode = "inactive"
	MissingWork  SignalCode = "due work missing"
	Falling      SignalCode = "falling"
	StuckAt      SignalCode = "stuck"
	Guessing     SignalCode = "guessing"
	Avoidance    SignalCode = "avoidance"
	LowMastery   SignalCode = "low mastery"
	Rewatching   SignalCode = "re-watching"
)

// SignalCodes are all signals in the order in which they are listed.
func SignalCodes() []SignalCode {
	return []SignalCode{NeverStarted, Inactive, MissingWork, Falling, StuckAt, Guessing, Avoidance, LowMastery, Rewatching}
}

// Severity says how much a signal weighs.
type Severity string

// The severities.
const (
	High   Severity = "high"
	Medium Severity = "medium"
	Low    Severity = "low"
)

// Signal is one fact for which a learner may need support. It is no judgement and no
// probability: that a signal foretells an outcome is not shown by the signal.
type Signal struct {
	Code      SignalCode    `json:"signal"`
	Sentence  string        `json:"sentence"` // the fact in words, with its numbers
	Severity  Severity      `json:"severity"`
	Clears    string        `json:"clears"`     // what would make it go away, a sentence
	FirstSeen time.Time     `json:"first_seen"` // the weekly snapshot since which it is there; the as-of if that is now (SetFirstSeen)
	Skills    []int         `json:"-"`          // the areas it is about, indices of Class.Skills; none if it is about all of the course
	Rows      []Observation `json:"-"`          // the evidence; what was looked at and left out is not Used and says why
}

// LearnerSignals are the signals of one learner.
type LearnerSignals struct {
	Learner     string    `json:"learner"`
	AsOf        time.Time `json:"as_of"`
	Calibration bool      `json:"calibration"` // the class has only begun: what is usual in it is not known yet
	Signals     []Signal  `json:"signals"`     // in the order of SignalCodes
	Facts       []string  `json:"facts"`       // what can be acted on: missing work, struggling areas, where she is stuck; a sentence each
	Unknown     string    `json:"unknown"`     // where there are signals and no such fact: why none is known
}

// signaller finds the signals of a class.
type signaller struct {
	*view
	set      SignalSettings // scaled by the preset
	tries    float64        // wrong tries from which a learner is stuck, scaled
	scores   *Scores
	attended []attendance
	due      *dueWork
	off      []int     // days off, in order, each once
	end      int       // the last day that says something about absence
	begun    bool      // somebody has a statement
	firsts   [][]First // of each learner, in the order of time
	works    [][]graded
	usual    []float64 // class's mean at each activity, at first response or as graded work, drawn to the mean over all; NaN = none
	areas    []lowArea
	views    []float64 // median views of each video by those who opened it; NaN = too few did
}

// Signals are the signals of every learner of a class, in its order. The scores are those
// that Evaluate makes of the same class and profile. Nothing after the as-of is looked at, and
// days off, among them those on which a collector stood still, speak against nobody.
func Signals(c *Class, s *Scores, p Profile) []LearnerSignals {
	if s == nil || s.Standing == nil || len(s.Scores) != len(c.Learners) { // of another class, or read back without what they came from
		s = Evaluate(c, p)
	}
	g := newSignaller(c, s, p)
	out := make([]LearnerSignals, len(g.c.Learners))
	calibration := c.Begin.IsZero() || g.cal.last-g.cal.day(c.Begin) < p.Signals.CalibrationDays
	for u := range out {
		l := &out[u]
		*l = LearnerSignals{Learner: g.c.Learners[u].ID, AsOf: c.AsOf, Calibration: calibration, Signals: []Signal{}, Facts: []string{}}
		l.Signals = append(l.Signals, g.of(u)...)
		for i := range l.Signals {
			l.Signals[i].FirstSeen = c.AsOf
		}
		if len(l.Signals) > 0 {
			l.Facts = append(l.Facts, g.facts(u)...)
		}
		if len(l.Signals) > 0 && len(l.Facts) == 0 {
			l.Unknown = g.unknown(u)
		}
	}
	return out
}

func newSignaller(c *Class, s *Scores, p Profile) *signaller {
	g := &signaller{view: newView(c, p), set: p.Signals.scaled(), scores: s}
	g.tries = float64(p.Struggle.StuckTries) * p.Signals.scale()
	g.standing = s.Standing
	g.attended, g.due = g.attendances(), newDueWork(g.view)
	g.begun = slices.ContainsFunc(g.c.Learners, func(l Learner) bool { return !l.First.IsZero() })
	g.firsts = make([][]First, len(g.c.Learners))
	for _, f := range g.standing.Firsts() {
		g.firsts[f.Learner] = append(g.firsts[f.Learner], f)
	}
	g.works = g.gradedWorks()
	g.off, g.end = g.daysOff(), g.lastDay()
	g.usual = g.usualResults()
	if g.comparable() {
		g.areas, g.views = g.lowAreas(), g.medianViews()
	}
	return g
}

// comparable says whether the class is large enough to compare learners with.
func (g *signaller) comparable() bool { return len(g.c.Learners) >= g.p.Cohort.Least }

// of are the signals of one learner. Who never started has no other: all that is missing
// is missing for that reason.
func (g *signaller) of(u int) []Signal {
	if g.c.Learners[u].First.IsZero() {
		return present(g.neverStarted(u))
	}
	return present(
		g.inactive(u), g.missingWork(u), g.falling(u), g.stuckAt(u), g.guessing(u), g.avoidance(u), g.lowMastery(u), g.rewatching(u),
	)
}

func present(all ...*Signal) (out []Signal) {
	for _, s := range all {
		if s != nil {
			out = append(out, *s)
		}
	}
	return out
}
