package scoring

import (
	"slices"
	"time"
)

// view is a class as all factors see it: nothing after its as-of, and from when
// on each learner is observed.
type view struct {
	c        *Class
	p        Profile
	cal      calendar
	standing *Standing
	since    []time.Time // of each learner: registered and the course begun, else the first statement; zero = not observed
	counted  [][]int     // days of each learner on which she is observed, without days off
}

func newView(c *Class, p Profile) *view {
	v := &view{c: upTo(c), p: p, cal: newCalendar(c)}
	n := len(v.c.Learners)
	v.since, v.counted = make([]time.Time, n), make([][]int, n)
	for u := range v.c.Learners {
		l := &v.c.Learners[u]
		v.since[u] = l.Enrolled
		if l.Enrolled.IsZero() {
			v.since[u] = l.First
		}
		if !v.since[u].IsZero() && v.since[u].Before(c.Begin) {
			v.since[u] = c.Begin
		}
		v.counted[u] = v.cal.counted(v.since[u])
	}
	return v
}

// early says whether something was before the course or the learner's registration.
func (v *view) early(u int, t time.Time) bool {
	return t.Before(v.c.Begin) || t.Before(v.c.Learners[u].Enrolled)
}

// upTo leaves out what was after the as-of. Who reads the evidence does so too;
// here it is made sure of, because a score as of a day must not know the next.
func upTo(c *Class) *Class {
	out := *c
	out.Learners = slices.Clone(c.Learners)
	for u := range out.Learners {
		l := &out.Learners[u]
		late := func(t time.Time) bool { return t.After(c.AsOf) }
		if late(l.First) {
			l.First = time.Time{}
		}
		l.Sessions = before(l.Sessions, func(s *Session) bool { return late(s.Begin) })
		l.HandIns = before(l.HandIns, func(h *HandIn) bool { return late(h.At) })
		l.Feedback = before(l.Feedback, func(f *Feedback) bool { return late(f.At) })
		l.Tries = before(l.Tries, func(t *Try) bool { return late(t.Started) || late(t.Ended) })
	}
	return &out
}

// before copies only if something has to go.
func before[E any](all []E, late func(*E) bool) []E {
	for i := range all {
		if late(&all[i]) {
			return slices.DeleteFunc(slices.Clone(all), func(e E) bool { return late(&e) })
		}
	}
	return all
}
