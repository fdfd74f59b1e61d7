package store

import (
	"math"
	"time"

	"lrx/scoring"
)

// before is what of a learner's evidence had happened by a time; false if she was
// not enrolled then, or had done nothing yet. What came in late counts with it: a
// trend is of what was done, not of what was known.
func (l *gatheredLearner) before(at time.Time) (scoring.Learner, bool) {
	if l.First.IsZero() || l.First.After(at) || l.Enrolled.After(at) {
		return scoring.Learner{}, false
	}
	p := l.Learner
	p.Visits, p.Social = l.past.visits, l.past.social
	p.Sessions, p.Tries, p.HandIns, p.Feedback = nil, nil, nil, nil
	for _, s := range l.Sessions {
		if s.Begin.After(at) {
			break
		}
		if s.End.After(at) {
			s.End = at
		}
		p.Sessions = append(p.Sessions, s)
	}
	for _, t := range l.Tries {
		if t.Started.After(at) {
			break
		}
		if t.Ended.After(at) { // it was under way
			t.Ended, t.R, t.Right, t.Passed, t.Seconds = time.Time{}, math.NaN(), scoring.Unsaid, scoring.Unsaid, math.NaN()
		}
		p.Tries = append(p.Tries, t)
	}
	for _, h := range l.HandIns {
		if !h.At.After(at) {
			p.HandIns = append(p.HandIns, h)
		}
	}
	for _, f := range l.Feedback {
		if !f.At.After(at) {
			p.Feedback = append(p.Feedback, f)
		}
	}
	stateDurations(p.Visits, p.Tries)
	return p, true
}
