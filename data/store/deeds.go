package store

import (
	"database/sql/driver"
	"math"
	"slices"
	"time"

	"lrx/scoring"
)

// What the verbs of a deed say, as far as evidence is told by it.
type saying uint8

const (
	sayNothing saying = iota
	saySocial
	saySubmitted
	sayWaived
	sayRegistered
	sayUnregistered
)

const (
	sessionPause = 30 * time.Minute // a longer one ends a session
	longestGap   = 10 * time.Minute // more is not counted as time on task
	burstWithin  = time.Second      // what follows sooner is sent by a machine
)

// walker follows what one learner did, deed by deed.
type walker struct {
	learner int32
	of      *gatheredLearner
	last    time.Time
	at      int32 // the activity of the last deed, 0 = none
	visits  map[int32]int
	opened  map[int32]int // of an activity: the session in which it was met last, from 1
	handed  map[int32]bool
	passed  bool // the time that she is compared with

	registered, unregistered time.Time
}

// deed takes a row of evidence/deeds.sql; those of a learner come one after the other.
func (g *gathered) deed(v []driver.Value) {
	learner := number(v[0])
	if learner != g.walk.learner {
		g.walked()
		g.walk = walker{learner: learner, of: g.of(v[0]), visits: map[int32]int{}, opened: map[int32]int{}, handed: map[int32]bool{}}
	}
	at := time.UnixMicro(long(v[1])).UTC()
	g.countDay(at)
	if g.walk.of == nil {
		return
	}
	if at.After(g.past) {
		g.walk.pass()
	}
	g.walk.session(at)
	g.walk.visit(at, number(v[3]), v[4])
	if key := number(v[3]); key != 0 {
		g.activities[key] = true
	}
	g.walk.say(g, g.verbs[number(v[2])], at, v)
}

// pass keeps the sums of what happened up to the time that she is compared with.
func (w *walker) pass() {
	if w.passed {
		return
	}
	w.passed = true
	w.of.past = pastSums{slices.Clone(w.of.Visits), w.of.Social}
}

// session counts a deed in its session.
func (w *walker) session(at time.Time) {
	l := w.of
	if n := len(l.Sessions) - 1; n >= 0 && at.Sub(w.last) <= sessionPause {
		s := &l.Sessions[n]
		s.End = at
		s.Statements++
		if at.Sub(w.last) < burstWithin {
			s.Burst++
		}
		return
	}
	if l.First.IsZero() {
		l.First = at
	}
	l.Sessions = append(l.Sessions, scoring.Session{Begin: at, End: at, Statements: 1})
}

// visit counts the time up to a deed at the activity of the one before, and what
// the deed states at its own.
func (w *walker) visit(at time.Time, activity int32, stated driver.Value) {
	if gap := at.Sub(w.last); w.at != 0 && gap <= sessionPause {
		w.of.Visits[w.visits[w.at]].Gaps += min(gap, longestGap).Seconds()
	}
	w.last, w.at = at, activity
	if activity == 0 {
		return
	}
	i, ok := w.visits[activity]
	if !ok {
		i = len(w.of.Visits)
		w.visits[activity] = i
		w.of.Visits = append(w.of.Visits, scoring.Visit{Activity: int(activity), Stated: math.NaN()})
	}
	if session := len(w.of.Sessions); w.opened[activity] != session {
		w.opened[activity] = session
		w.of.Visits[i].Times++
	}
	if s, ok := stated.(float64); ok {
		visit := &w.of.Visits[i]
		if math.IsNaN(visit.Stated) {
			visit.Stated = 0
		}
		visit.Stated += s
	}
}

// say follows what a deed's verb and result say.
func (w *walker) say(g *gathered, what saying, at time.Time, v []driver.Value) {
	switch what {
	case saySocial:
		w.of.Social++
	case sayRegistered:
		w.registered = at
	case sayUnregistered:
		w.unregistered = at
	case sayWaived:
		w.of.waived = append(w.of.waived, number(v[3]))
		return
	case saySubmitted, sayNothing:
	}
	key := number(v[3])
	if key != 0 && g.isDue[key] && !w.handed[key] && (what == saySubmitted || v[5] == true) {
		w.handed[key] = true
		w.of.HandIns = append(w.of.HandIns, scoring.HandIn{Activity: int(key), At: at, Statement: long(v[6])})
	}
}

// walked ends the walk of a learner.
func (g *gathered) walked() {
	w := &g.walk
	if w.of == nil {
		return
	}
	w.pass()
	w.of.left = w.unregistered.After(w.registered) && w.of.Enrolled.IsZero()
	if w.of.Enrolled.IsZero() {
		w.of.Enrolled = w.registered
	}
	if first := w.of.First; !first.IsZero() && (g.first.IsZero() || first.Before(g.first)) {
		g.first = first
	}
}

// countDay counts a deed on its day in the class's zone.
func (g *gathered) countDay(at time.Time) {
	if at.Before(g.today.from) || !at.Before(g.today.to) {
		y, m, d := at.In(g.zone).Date()
		g.today.day = time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
		g.today.from, g.today.to = dayIn(g.today.day, g.zone), dayIn(g.today.day.AddDate(0, 0, 1), g.zone)
	}
	g.days[g.today.day]++
}
