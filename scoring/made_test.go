package scoring

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"
)

// madeClass is a class of chance: small and large ones, with and without due
// dates, days off, registrations, social acts, durations and feedback.
func madeClass(r *rand.Rand) *Class {
	zone := time.FixedZone("made", 3600*(r.IntN(5)-2))
	begin := time.Date(2026, 1, 5, 6, 0, 0, 0, time.UTC)
	c := &Class{AsOf: begin.Add(time.Duration(r.IntN(60*86400)) * time.Second), Zone: zone, Skills: []string{"s0", "s1", "s2"}}
	if r.IntN(2) == 0 {
		c.Begin = begin.Add(24 * time.Hour)
	}
	for i := range 1 + r.IntN(12) {
		a := Activity{ID: fmt.Sprintf("a%02d", i), Item: r.IntN(2) == 0, Skill: r.IntN(4) - 1, Points: maybe(r, float64(r.IntN(4)*20)), Course: i == 0, Video: i%4 == 1}
		a.Item = a.Item && !a.Course
		if r.IntN(4) == 0 {
			a.Rule = rules()[r.IntN(5)]
		}
		c.Activities = append(c.Activities, a)
	}
	for range r.IntN(3) {
		from := begin.AddDate(0, 0, r.IntN(50)).Truncate(24 * time.Hour)
		c.Off = append(c.Off, Days{From: from, To: from.AddDate(0, 0, r.IntN(6)), Outage: r.IntN(2) == 0})
	}
	m := maker{r: r, c: c, begin: begin, dues: r.IntN(3) > 0, social: r.IntN(2) == 0, feedback: r.IntN(2) == 0, times: r.IntN(4) > 0}
	for u := range r.IntN(26) {
		c.Learners = append(c.Learners, m.learner(fmt.Sprintf("L%02d", u)))
	}
	return c
}

func maybe(r *rand.Rand, x float64) float64 {
	if r.IntN(3) == 0 {
		return math.NaN()
	}
	return x
}

// maker makes learners of one class.
type maker struct {
	r                             *rand.Rand
	c                             *Class
	begin                         time.Time
	dues, social, feedback, times bool
	order                         int64
}

// moment is a whole second up to the as-of.
func (m *maker) moment() time.Time {
	return m.begin.Add(time.Duration(m.r.Int64N(int64(m.c.AsOf.Sub(m.begin)/time.Second)+1)) * time.Second)
}

func (m *maker) learner(id string) Learner {
	r := m.r
	l := Learner{ID: id}
	if r.IntN(2) == 0 {
		l.Enrolled = m.begin.Add(time.Duration(r.IntN(5*86400)) * time.Second)
		if l.Enrolled.After(m.c.AsOf) {
			l.Enrolled = m.c.AsOf
		}
	}
	if r.IntN(12) == 0 {
		return l // never started
	}
	for range 1 + r.IntN(20) {
		s := Session{Begin: m.moment(), Statements: 1 + r.IntN(60)}
		s.End = s.Begin.Add(min(time.Duration(r.IntN(7200))*time.Second, m.c.AsOf.Sub(s.Begin)))
		if r.IntN(4) == 0 {
			s.Burst = r.IntN(s.Statements)
		}
		l.Sessions = append(l.Sessions, s)
	}
	slices.SortFunc(l.Sessions, func(a, b Session) int { return a.Begin.Compare(b.Begin) })
	l.First = l.Sessions[0].Begin
	if m.social {
		l.Social = r.IntN(5)
	}
	m.work(&l)
	if m.feedback {
		for i := range r.IntN(12) {
			l.Feedback = append(l.Feedback, Feedback{
				Giver: fmt.Sprintf("L%02d", r.IntN(8)), Role: Role(r.IntN(3)), At: m.moment(), R: maybe(r, r.Float64()), Statement: int64(i),
			})
		}
	}
	return l
}

// work makes visits, tries, due work and what was handed in of it.
func (m *maker) work(l *Learner) {
	r := m.r
	for i := range m.c.Activities {
		if r.IntN(2) == 0 {
			v := Visit{Activity: i, Stated: math.NaN(), Gaps: math.NaN(), Times: 1 + (i*7+len(l.Sessions))%9}
			if m.times {
				v.Stated, v.Gaps = maybe(r, float64(r.IntN(10000))), maybe(r, float64(r.IntN(3000)))
			}
			l.Visits = append(l.Visits, v)
		}
		at := m.begin.Add(time.Duration(r.IntN(60*86400)) * time.Second)
		if m.dues && r.IntN(2) == 0 {
			local := at.In(m.c.Zone)
			end := time.Date(local.Year(), local.Month(), local.Day()+1, 0, 0, 0, 0, m.c.Zone)
			l.Dues = append(l.Dues, Due{Activity: i, At: at, DayEnd: end, Weight: maybe(r, float64(r.IntN(4)*10)), Excused: r.IntN(8) == 0})
			if r.IntN(3) > 0 {
				l.HandIns = append(l.HandIns, HandIn{Activity: i, At: m.moment(), Statement: int64(i)})
			}
		}
		for range r.IntN(4) {
			l.Tries = append(l.Tries, m.try(i))
		}
	}
	slices.SortFunc(l.Dues, func(a, b Due) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Activity, b.Activity)) })
	slices.SortFunc(l.Tries, func(a, b Try) int { return cmp.Or(a.Started.Compare(b.Started), cmp.Compare(a.Order, b.Order)) })
}

func (m *maker) try(activity int) Try {
	r := m.r
	m.order++
	t := Try{
		Activity: activity, Item: m.c.Activities[activity].Item, Started: m.moment(), Order: m.order, Attempt: m.order,
		R: maybe(r, float64(r.IntN(11))/10), Right: Truth(r.IntN(3)), Passed: Truth(r.IntN(3)), Seconds: maybe(r, float64(r.IntN(20))),
	}
	if r.IntN(2) == 0 {
		t.Ended = t.Started.Add(min(time.Duration(r.IntN(300))*time.Second, m.c.AsOf.Sub(t.Started)))
	}
	return t
}
