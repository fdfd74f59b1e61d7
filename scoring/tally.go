package scoring

import "math"

// Tally is what is counted of one learner for risk, before she is compared
// with her class. What is not known is NaN.
type Tally struct {
	Activity  float64 // sessions that count, since the course began and she was registered
	Recent    float64 // of them on the last seven days that count
	Before    float64 // sessions before the course began
	Due       int     // works that were due, without excused ones
	HandedIn  int     // of them, on time or late
	Graded    float64 // graded work, drawn towards the class as in the factor achievement, 0..1; NaN = no result
	DaysEarly float64 // mean over due works handed in, each cut at the profile's days; NaN = none

	// What follows is an input only where the profile says so.

	Opened    float64 // distinct activities
	Social    float64 // posts, replies, questions, comments
	Questions float64 // distinct ones tried
	Content   float64 // distinct activities opened that are no questions
	Mastery   float64 // 0..1; NaN = no scored response
}

// Inactive is the plain rule that a model is compared with: no activity on the
// last seven days. False where that is not known.
func (t *Tally) Inactive() bool { return t.Recent == 0 }

// Tallies are those of all learners of a class, as of its time.
func Tallies(c *Class, p Profile) []Tally {
	v := newView(c, p)
	v.standing = Learn(v.c, p.Mastery)
	attended, due, graded := v.attendances(), newDueWork(v), newAchievement(v)
	weeks := newRegularity(v, attended, due)
	out := make([]Tally, len(attended))
	for u := range out {
		out[u] = Tally{
			Activity: float64(len(attended[u].sessions)), Recent: weeks.recent[u], Before: v.before(u),
			Due: len(due.works[u]), HandedIn: len(weeks.handIns(u)),
			Graded: graded.graded(u).value, DaysEarly: p.MeanLead(weeks.leads(u)),
			Social: float64(v.c.Learners[u].Social), Mastery: v.standing.Mastery(u).Value,
		}
		v.open(u, &out[u])
	}
	return out
}

// before counts a learner's sessions before the course began.
func (v *view) before(u int) float64 {
	n := 0.0
	for i := range v.c.Learners[u].Sessions {
		if s := &v.c.Learners[u].Sessions[i]; s.Begin.Before(v.c.Begin) && !v.burst(s) {
			n++
		}
	}
	return n
}

// open counts what a learner opened and tried, a course as a whole left out.
func (v *view) open(u int, t *Tally) {
	l := &v.c.Learners[u]
	for i := range l.Visits {
		if a := &v.c.Activities[l.Visits[i].Activity]; !a.Course {
			t.Opened++
			if !a.Item {
				t.Content++
			}
		}
	}
	tried := map[int]bool{}
	for i := range l.Tries {
		if k := l.Tries[i].Activity; v.c.Activities[k].Item {
			tried[k] = true
		}
	}
	t.Questions = float64(len(tried))
}

// column is one value of all tallies; known leaves out those that are NaN.
func column(all []Tally, of func(*Tally) float64) (values, known []float64) {
	values = make([]float64, len(all))
	for u := range all {
		values[u] = of(&all[u])
		if !math.IsNaN(values[u]) {
			known = append(known, values[u])
		}
	}
	return values, known
}
