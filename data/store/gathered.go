package store

import (
	"bytes"
	"cmp"
	"database/sql/driver"
	"math"
	"slices"
	"time"

	"lrx/data/traffic"
	"lrx/scoring"
)

// gathered is the evidence of a class while it is read: activities are named by
// their keys in the store.
type gathered struct {
	at   Moment
	past time.Time // what learners are compared with had happened by then
	zone *time.Location

	learners   []gatheredLearner
	index      map[int32]int // of learners by key
	activities map[int32]bool
	items      map[int32]bool
	off        []scoring.Days
	days       map[time.Time]int64 // statements, by day
	today      struct{ day, from, to time.Time }
	dues       []dueRow
	isDue      map[int32]bool
	verbs      map[int32]saying // of the store
	tied       []tiedTry
	first      time.Time
	done       map[int32][]deed // by learner
	doer       int32            // whose deeds come now
	deeds      []deed
}

type gatheredLearner struct {
	scoring.Learner
	key    int32
	groups []string
	waived []int32
	left   bool
	past   pastSums
}

// pastSums are the sums of a learner's deeds up to the time that she is compared with.
type pastSums struct {
	visits []scoring.Visit
	social int
}

// dueRow is a line of the table due.
type dueRow struct {
	iri      string
	activity int32
	at       time.Time
	dayEnd   time.Time
	weight   float64
	learner  int32
	group    string
	excused  bool
}

// tiedTry is a try that began together with another one.
type tiedTry struct {
	learner int32
	attempt int64
	started time.Time
	stored  time.Time
	id      [16]byte
}

func newGathered(m Moment, zone *time.Location) *gathered {
	return &gathered{
		at: m, past: m.AsOf.In(zone).AddDate(0, 0, -TrendDays).UTC(), zone: zone, index: map[int32]int{}, activities: map[int32]bool{}, items: map[int32]bool{},
		days: map[time.Time]int64{}, isDue: map[int32]bool{}, done: map[int32][]deed{},
	}
}

// learner takes a row of evidence/learners.sql; those who have left or are still
// to come are passed over, and so is what else is read of them.
func (g *gathered) learner(v []driver.Value) {
	begins, ends := instant(v[2]), instant(v[3])
	if !begins.IsZero() {
		begins = dayIn(begins, g.zone)
	}
	if begins.After(g.at.AsOf) || !ends.IsZero() && !dayIn(ends, g.zone).After(g.at.AsOf) {
		return
	}
	l := gatheredLearner{key: number(v[0])}
	l.ID, l.Enrolled = word(v[1]), begins
	g.index[l.key] = len(g.learners)
	g.learners = append(g.learners, l)
}

// of is the learner of a row, nil if she is not in the class now.
func (g *gathered) of(v driver.Value) *gatheredLearner {
	if i, ok := g.index[number(v)]; ok {
		return &g.learners[i]
	}
	return nil
}

// met notes an activity and returns its key.
func (g *gathered) met(v driver.Value) int {
	key := number(v)
	g.activities[key] = true
	return int(key)
}

func (g *gathered) try(v []driver.Value) {
	l := g.of(v[0])
	if l == nil {
		return
	}
	t := scoring.Try{
		Activity: g.met(v[1]), Item: v[2] == true, Started: instant(v[3]), Ended: instant(v[4]), R: float(v[5]),
		Right: truth(v[6]), Passed: truth(v[7]), Seconds: float(v[8]), Attempt: long(v[9]),
	}
	if id, ok := v[11].([]byte); ok {
		tie := tiedTry{learner: l.key, attempt: t.Attempt, started: t.Started, stored: instant(v[10])}
		copy(tie.id[:], id)
		g.tied = append(g.tied, tie)
	}
	l.Tries = append(l.Tries, t)
}

func (g *gathered) feedback(v []driver.Value) {
	l := g.of(v[0])
	if l == nil {
		return
	}
	f := scoring.Feedback{Giver: word(v[1]), At: instant(v[4]), R: float(v[5]), Statement: long(v[6])}
	switch {
	case v[3] == true:
		f.Role = scoring.RoleTeacher
	case v[2] == true:
		f.Role = scoring.RolePeer
	}
	l.Feedback = append(l.Feedback, f)
}

func (g *gathered) item(v []driver.Value) { g.items[int32(g.met(v[0]))] = true } //nolint:gosec // a key of the store

func (g *gathered) group(v []driver.Value) {
	if l := g.of(v[0]); l != nil {
		l.groups = append(l.groups, word(v[1]))
	}
}

func (g *gathered) due(v []driver.Value) {
	d := dueRow{iri: word(v[0]), activity: number(v[1]), at: instant(v[2]), weight: float(v[4]), learner: number(v[5]), group: word(v[6]), excused: v[7] == true}
	if day := instant(v[3]); !day.IsZero() {
		d.dayEnd = dayIn(day.AddDate(0, 0, 1), g.zone)
		d.at = d.dayEnd
	} else if !d.at.IsZero() {
		y, m, day := d.at.In(g.zone).Date()
		d.dayEnd = dayIn(time.Date(y, m, day+1, 0, 0, 0, 0, time.UTC), g.zone)
	}
	g.dues = append(g.dues, d)
	g.isDue[d.activity] = d.activity != 0
}

// evidence puts all together: activities by IRI, learners by id.
func (g *gathered) evidence(names map[int32]activityFacts) *Evidence {
	g.order()
	e := &Evidence{Class: scoring.Class{AsOf: g.at.AsOf, Zone: g.zone, Begin: g.at.Since, Off: g.daysOff()}}
	if e.Class.Begin.IsZero() {
		e.Class.Begin = g.first
	}
	at := g.placeActivities(e, names)
	known := pointsKnown(g.dues)
	e.Past = e.Class
	e.Past.AsOf = g.past
	for i := range g.learners {
		l := &g.learners[i]
		if l.left {
			continue
		}
		for k := range l.Tries {
			l.Tries[k].Activity = at.of(l.Tries[k].Activity)
		}
		for k := range l.HandIns {
			l.HandIns[k].Activity = at.of(l.HandIns[k].Activity)
		}
		l.Visits, l.past.visits = at.visits(l.Visits), at.visits(l.past.visits)
		stateDurations(l.Visits, l.Tries)
		slices.SortFunc(l.HandIns, func(a, b scoring.HandIn) int { return cmp.Compare(a.Activity, b.Activity) })
		l.Dues = g.duesOf(l, at, known)
		if past, there := l.before(g.past); there {
			e.Past.Learners = append(e.Past.Learners, past)
		}
		e.Learners = append(e.Learners, l.key)
		e.Class.Learners = append(e.Class.Learners, l.Learner)
		for _, d := range l.Dues {
			for _, t := range []time.Time{d.At, d.DayEnd} {
				if t.After(g.at.AsOf) && (e.NextDue.IsZero() || t.Before(e.NextDue)) {
					e.NextDue = t
				}
			}
		}
	}
	return e
}

// order puts tries in the order of time. Those that began together are numbered over
// the class; those of a group are one statement: they are in the order of the learners.
func (g *gathered) order() {
	slices.SortFunc(g.tied, func(a, b tiedTry) int {
		return cmp.Or(a.started.Compare(b.started), a.stored.Compare(b.stored), bytes.Compare(a.id[:], b.id[:]),
			cmp.Compare(g.index[a.learner], g.index[b.learner]), cmp.Compare(a.attempt, b.attempt))
	})
	type one struct {
		learner int32
		attempt int64
	}
	number := make(map[one]int64, len(g.tied))
	for n, t := range g.tied {
		number[one{t.learner, t.attempt}] = int64(n)
	}
	for i := range g.learners {
		l := &g.learners[i]
		for k := range l.Tries {
			l.Tries[k].Order = number[one{l.key, l.Tries[k].Attempt}]
		}
		slices.SortFunc(l.Tries, func(a, b scoring.Try) int {
			return cmp.Or(a.Started.Compare(b.Started), cmp.Compare(a.Order, b.Order), cmp.Compare(a.Attempt, b.Attempt))
		})
	}
}

// places are the indices of activities, by key and by IRI.
type places struct {
	byKey map[int32]int
	byIRI map[string]int
}

func (p places) of(key int) int { return p.byKey[int32(key)] } //nolint:gosec // a key of the store

// placeActivities lists all that were met, and what is due and was never met.
func (g *gathered) placeActivities(e *Evidence, names map[int32]activityFacts) places {
	type placed struct {
		key int32
		iri string
	}
	var all []placed
	for key := range g.activities {
		all = append(all, placed{key, names[key].iri})
	}
	for _, d := range g.dues {
		if !g.activities[d.activity] {
			all = append(all, placed{0, d.iri})
		}
	}
	slices.SortFunc(all, func(a, b placed) int { return cmp.Or(cmp.Compare(a.iri, b.iri), cmp.Compare(b.key, a.key)) })
	all = slices.CompactFunc(all, func(a, b placed) bool { return a.iri == b.iri })
	skills := map[string]int{}
	for _, a := range all {
		if s := names[a.key].skill; s != "" && g.items[a.key] {
			skills[s] = 0
		}
	}
	for s := range skills {
		e.Class.Skills = append(e.Class.Skills, s)
	}
	slices.Sort(e.Class.Skills)
	for i, s := range e.Class.Skills {
		skills[s] = i
	}
	p := places{map[int32]int{}, map[string]int{}}
	points := g.points()
	for i, a := range all {
		facts, there := names[a.key]
		if !there || a.key == 0 {
			facts = activityFacts{iri: a.iri, weight: math.NaN()}
		}
		act := scoring.Activity{ID: a.iri, Item: g.items[a.key] && a.key != 0, Skill: -1, Points: facts.weight, Course: facts.course, Rule: facts.rule, Video: facts.video}
		if math.IsNaN(act.Points) {
			if w, ok := points[a.iri]; ok {
				act.Points = w
			}
		}
		if s := facts.skill; s != "" && act.Item {
			act.Skill = skills[s]
		}
		e.Class.Activities, e.Activities = append(e.Class.Activities, act), append(e.Activities, a.key)
		p.byIRI[a.iri] = i
		if a.key != 0 {
			p.byKey[a.key] = i
		}
	}
	return p
}

// visits name activities by their indices, in their order.
func (p places) visits(all []scoring.Visit) []scoring.Visit {
	for i := range all {
		all[i].Activity = p.of(all[i].Activity)
	}
	slices.SortFunc(all, func(a, b scoring.Visit) int { return cmp.Compare(a.Activity, b.Activity) })
	return all
}

// stateDurations prefers what attempts state to what single statements do: of
// one attempt only one duration counts.
func stateDurations(visits []scoring.Visit, tries []scoring.Try) {
	sums := map[int]float64{}
	for i := range tries {
		if s := tries[i].Seconds; !math.IsNaN(s) {
			sums[tries[i].Activity] += s
		}
	}
	for i := range visits {
		if s, ok := sums[visits[i].Activity]; ok {
			visits[i].Stated = s
		}
	}
}

// daysOff are the days of the calendar, and those on which a collector seems to have stood still.
func (g *gathered) daysOff() []scoring.Days {
	off := slices.Clone(g.off)
	if len(g.days) == 0 {
		return off
	}
	var first, last time.Time
	for day := range g.days {
		if first.IsZero() || day.Before(first) {
			first = day
		}
		if day.After(last) {
			last = day
		}
	}
	n := int(last.Sub(first)/(24*time.Hour)) + 1
	if n > mostJudged {
		first, n = last.AddDate(0, 0, 1-mostJudged), mostJudged
	}
	counts, known := make([]int64, n), make([]traffic.Off, n)
	for i := range counts {
		day := first.AddDate(0, 0, i)
		counts[i] = g.days[day]
		for _, o := range g.off {
			if !day.Before(o.From) && !day.After(o.To) {
				known[i] = traffic.Off{Kind: string(traffic.Holiday)}
			}
		}
	}
	for i, j := range traffic.Judge(counts, known) {
		if j.Candidate == traffic.Outage {
			day := first.AddDate(0, 0, i)
			off = append(off, scoring.Days{From: day, To: day, Outage: true})
		}
	}
	slices.SortStableFunc(off, func(a, b scoring.Days) int { return cmp.Or(a.From.Compare(b.From), a.To.Compare(b.To)) })
	return off
}

// mostJudged is how many days back from the last one are judged: a single
// statement with a wrong year would make days of millennia.
const mostJudged = 3660
