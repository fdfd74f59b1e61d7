package store

import (
	"cmp"
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

// deed is a row of evidence/deeds.sql.
type deed struct {
	at             int64 // microseconds
	seq            int64
	stated         float64 // seconds; NaN = none
	verb, activity int32   // 0 = no activity
	bears          bool
}

// walker follows what one learner did, deed by deed.
type walker struct {
	of     *gatheredLearner
	last   time.Time
	at     int32 // the activity of the last deed, 0 = none
	visits map[int32]int
	opened map[int32]int // of an activity: the session in which it was met last, from 1
	handed map[int32]bool
	passed bool // the time that she is compared with

	registered, unregistered time.Time
}

// deed keeps a deed until all are read: they come in any order.
func (g *gathered) deed(v []driver.Value) {
	if learner := number(v[0]); g.deeds == nil || learner != g.doer {
		if g.deeds != nil {
			g.done[g.doer] = g.deeds
		}
		g.doer, g.deeds = learner, g.done[learner]
		if g.deeds == nil {
			g.deeds = []deed{}
		}
	}
	g.deeds = append(g.deeds, deed{at: long(v[1]), verb: number(v[2]), activity: number(v[3]), stated: float(v[4]), bears: v[5] == true, seq: long(v[6])})
}

// walk follows each learner through her deeds in the order of time.
func (g *gathered) walk() {
	if g.deeds != nil {
		g.done[g.doer] = g.deeds
	}
	order := func(a, b deed) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.seq, b.seq)) }
	for key, deeds := range g.done {
		i, in := g.index[key]
		if !in {
			for k := range deeds { // who has left was here
				g.countDay(deeds[k].time())
			}
			continue
		}
		if !slices.IsSortedFunc(deeds, order) {
			slices.SortFunc(deeds, order)
		}
		w := walker{of: &g.learners[i], visits: map[int32]int{}, opened: map[int32]int{}, handed: map[int32]bool{}}
		for k := range deeds {
			w.take(g, &deeds[k])
		}
		w.end(g)
	}
	g.done, g.deeds = nil, nil
}

func (d *deed) time() time.Time { return time.UnixMicro(d.at).UTC() }

// take follows one deed.
func (w *walker) take(g *gathered, d *deed) {
	at := d.time()
	g.countDay(at)
	if at.After(g.past) {
		w.pass()
	}
	w.session(at)
	w.visit(at, d.activity, d.stated)
	if d.activity != 0 {
		g.activities[d.activity] = true
	}
	w.say(g, at, d)
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
func (w *walker) visit(at time.Time, activity int32, stated float64) {
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
	if visit := &w.of.Visits[i]; !math.IsNaN(stated) {
		if math.IsNaN(visit.Stated) {
			visit.Stated = 0
		}
		visit.Stated += stated
	}
}

// say follows what a deed's verb and result say.
func (w *walker) say(g *gathered, at time.Time, d *deed) {
	what := g.verbs[d.verb]
	switch what {
	case saySocial:
		w.of.Social++
	case sayRegistered:
		w.registered = at
	case sayUnregistered:
		w.unregistered = at
	case sayWaived:
		w.of.waived = append(w.of.waived, d.activity)
		return
	case saySubmitted, sayNothing:
	}
	if key := d.activity; key != 0 && g.isDue[key] && !w.handed[key] && (what == saySubmitted || d.bears) {
		w.handed[key] = true
		w.of.HandIns = append(w.of.HandIns, scoring.HandIn{Activity: int(key), At: at, Statement: d.seq})
	}
}

// end concludes a walk.
func (w *walker) end(g *gathered) {
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
