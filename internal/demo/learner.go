package demo

import (
	"fmt"
	"math"
	"math/rand/v2"
	"time"
)

// habit is what makes a learner stand out, so that every signal has somebody
// to show it on.
type habit uint8

const (
	ordinary  habit = iota
	absent          // logs in once and never again
	unsure          // struggles in modules 3 and 4 only
	recovers        // weak at first, strong later
	declines        // the other way round
	guesses         // answers within seconds, by chance
	avoids          // opens the assignments, hands nothing in
	rewatches       // plays every video again and again
	stuck           // fails the same item five times in two days
)

// learner is one made-up person with what drives her work. Everything random
// about her comes from her own generator, so learners do not depend on
// each other.
type learner struct {
	index   int
	self    agent
	rng     *rand.Rand
	habit   habit
	lastDay int // the last day she does anything

	ability float64 // in logits, 0 is usual
	effort  float64 // 0 to 1
	lead    float64 // days before the due date
	pace    float64 // 1 is usual, more is slower

	said  int // statements so far, for their ids
	out   [Sources][]statement
	slots []slot // moments at which she writes in a forum
}

func newLearner(index int) *learner {
	l := &learner{
		index:   index,
		self:    demoAgent(fmt.Sprintf("s%02d", index+1), names()[index]),
		rng:     rand.New(rand.NewPCG(20250901, uint64(index))), //nolint:gosec // must repeat, need not be secret
		lastDay: termDays - 1,
	}
	l.ability = 0.9 * l.rng.NormFloat64()
	l.effort = between(0.3, 0.72+0.12*l.ability+0.14*l.rng.NormFloat64(), 1)
	l.lead = 4*(l.effort-0.5) + 0.8*l.rng.NormFloat64()
	l.pace = math.Exp(0.25 * l.rng.NormFloat64())
	l.character(index + 1)
	return l
}

// character gives the learners with a role in the demo their part, by number.
func (l *learner) character(number int) {
	switch number {
	case 3: // the strong one
		l.ability, l.effort, l.lead = 2.4, 1, 3
	case 7:
		l.leaves(2, 0.3)
	case 19:
		l.leaves(5, -0.2)
	case 33:
		l.leaves(7, -0.5)
	case 48:
		l.habit, l.lastDay = absent, 1
	case 12:
		l.habit, l.ability, l.effort = unsure, 0.6, 0.95
	case 16:
		l.habit, l.ability, l.effort = stuck, 0.1, 0.9
	case 25:
		l.habit, l.ability, l.effort = recovers, 0, 0.95
	case 29:
		l.habit, l.ability, l.effort = declines, 0.4, 0.9
	case 38:
		l.habit, l.ability, l.effort = rewatches, -0.2, 0.85
	case 41:
		l.habit, l.ability, l.effort = guesses, -0.6, 0.6
	case 54:
		l.habit, l.ability, l.effort = avoids, 0.1, 0.8
	}
}

// leaves makes the learner stop on the Thursday of a week, counted from 0.
func (l *learner) leaves(week int, ability float64) {
	l.lastDay, l.ability, l.effort = 7*week+3, ability, 0.95
}

// abilityIn is the learner's ability in a module.
func (l *learner) abilityIn(m int) float64 {
	switch {
	case l.habit == unsure && (m == 2 || m == 3):
		return l.ability - 2.6
	case l.habit == recovers && m < 4:
		return l.ability - 1.6
	case l.habit == recovers:
		return l.ability + 1.4
	case l.habit == declines && m >= 6:
		return l.ability - 2.8
	}
	return l.ability
}

// say records a statement of the learner, or of the actor st names about her,
// and returns its id. Nothing is
// recorded, and "" returned, when the collector was down, the learner has
// left, or the term is over.
func (l *learner) say(from source, at time.Time, verbIRI string, o object, st statement) string {
	l.said++
	if lost(at) || dayOf(at) > l.lastDay {
		return ""
	}
	st.at = at
	st.ID = madeID(fmt.Sprintf("%s/%d", l.self.Account.Name, l.said))
	st.Verb, st.Object = named(verbIRI), &o
	if st.Actor == nil {
		st.Actor = &l.self
	}
	l.out[from] = append(l.out[from], st)
	return st.ID
}

// lost reports whether nothing that happens at t is recorded.
func lost(t time.Time) bool { return dayOf(t) == deadDay || t.After(closing()) }

func (l *learner) chance(p float64) bool { return l.rng.Float64() < p }

// within draws a duration between two numbers of seconds, in milliseconds.
func (l *learner) within(low, high int) time.Duration {
	return time.Duration(1000*low+l.rng.IntN(1000*(high-low))) * time.Millisecond
}

// schoolDay draws a day from the span that begins at first; weekends are
// quieter.
func (l *learner) schoolDay(first, span int) int {
	day := first
	for range 4 {
		day = first + l.rng.IntN(span)
		if !weekend(day) || l.chance(0.35) {
			break
		}
	}
	return day
}

// start draws the moment of a day at which a session begins: mostly evenings,
// also school hours, seldom late.
func (l *learner) start(day int) time.Time {
	low, high := 16*60, 21*60
	switch p := l.rng.Float64(); {
	case p > 0.94:
		low, high = 21*60, 22*60+30
	case p > 0.6 && weekend(day):
		low, high = 10*60, 17*60
	case p > 0.6:
		low, high = 8*60, 14*60
	}
	return local(day, 60*low).Add(l.within(0, 60*(high-low)))
}

// between keeps x between low and high.
func between(low, x, high float64) float64 { return max(low, min(x, high)) }
