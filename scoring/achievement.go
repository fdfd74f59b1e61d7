package scoring

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"
)

// unread is said of a try of which no result is read: sanity lists those that state one.
const unread = "no result that can be read: none is stated, or it contradicts itself (lrx sanity lists those)"

// achievement is mastery of the course's items, and the results of graded work.
type achievement struct {
	*view
	works  [][]graded // of each learner, by activity
	firsts [][]int    // of each learner: the tries that are first responses, indices
	mean   float64    // of all graded results of the class; NaN = there are none
}

// graded is a learner's result at a graded work.
type graded struct {
	activity int
	points   float64
	r        float64
	tries    []int // that count, indices of the learner's: one, or all of them by their mean
}

func newAchievement(v *view) *achievement {
	a := &achievement{view: v, works: v.gradedWorks(), firsts: make([][]int, len(v.c.Learners)), mean: math.NaN()}
	for _, f := range v.standing.Firsts() {
		a.firsts[f.Learner] = append(a.firsts[f.Learner], f.Try)
	}
	sum, n := 0.0, 0
	for _, works := range a.works {
		for _, g := range works {
			sum += g.r
			n++
		}
	}
	if n > 0 {
		a.mean = sum / float64(n)
	}
	return a
}

// work says whether a try is at a graded work: items are mastery's, and the results of
// a course as a whole are made of those of its works.
func (v *view) work(t *Try) bool {
	at := &v.c.Activities[t.Activity]
	return !t.Item && !at.Item && !at.Course
}

// gradedWorks are those of all learners.
func (v *view) gradedWorks() [][]graded {
	out := make([][]graded, len(v.c.Learners))
	for u := range out {
		out[u] = v.gradedOf(u)
	}
	return out
}

// gradedOf is what the attempt rule makes of a learner's tries.
func (v *view) gradedOf(u int) []graded {
	l := &v.c.Learners[u]
	tries, index := map[int][]Try{}, map[int][]int{}
	for k := range l.Tries {
		if t := &l.Tries[k]; v.work(t) && !math.IsNaN(t.R) {
			tries[t.Activity], index[t.Activity] = append(tries[t.Activity], *t), append(index[t.Activity], k)
		}
	}
	var out []graded
	for _, i := range slices.Sorted(maps.Keys(tries)) {
		r, which, _ := Pick(v.rule(i), tries[i])
		g := graded{activity: i, points: v.points(u, i), r: r, tries: index[i]}
		if which >= 0 {
			g.tries = index[i][which : which+1]
		}
		out = append(out, g)
	}
	return out
}

// rule is the attempt rule of an activity.
func (v *view) rule(activity int) string {
	return cmp.Or(v.c.Activities[activity].Rule, v.p.AttemptRule)
}

// points of 100 that a work counts for a learner.
func (v *view) points(u, activity int) float64 {
	points := v.c.Activities[activity].Points
	if math.IsNaN(points) {
		for _, d := range v.c.Learners[u].Dues {
			if d.Activity == activity {
				points = d.Weight
			}
		}
	}
	return v.p.Points(points)
}

// Points are what a work of known points, of 100, counts; NaN = not known.
func (p Profile) Points(known float64) float64 {
	if math.IsNaN(known) {
		return p.Achievement.DefaultPoints
	}
	return max(known, p.Achievement.LeastPoints)
}

// GradedMean is the mean of results by their points, drawn towards the mean of
// the class as if that were one more work: (Σ a s + K μ) / (Σ a + K).
func (p Profile) GradedMean(points, results []float64, class float64) float64 {
	value, weight := p.Achievement.Prior*class, p.Achievement.Prior
	for i, a := range points {
		value += a * results[i]
		weight += a
	}
	return value / weight
}

func (a *achievement) impossible() string {
	if !math.IsNaN(a.mean) {
		return ""
	}
	for u := range a.c.Learners {
		if a.standing.Responses(u) > 0 {
			return ""
		}
	}
	return "nobody answered a question with a result or has a result of graded work"
}

func (a *achievement) of(u int) factor {
	n, works := a.standing.Responses(u), a.works[u]
	parts := []part{a.mastery(u), a.graded(u)}
	parts[0].weight = float64(n)
	parts[1].weight = a.p.Achievement.GradedWorth * float64(len(works))
	f := a.p.join(parts)
	f.used, f.works = a.used(u), len(works)
	f.sentence, f.plain = a.say(u)
	if len(f.used) == 0 {
		f.missing = "no answered question with a result, and no result of graded work"
	}
	return f
}

// used are the tries behind it: of a work whose attempts count by their mean, all of them.
func (a *achievement) used(u int) []source {
	var out []source
	for _, k := range a.firsts[u] {
		out = append(out, source{ofTry, k})
	}
	for _, g := range a.works[u] {
		for _, k := range g.tries {
			out = append(out, source{ofTry, k})
		}
	}
	return out
}

func (a *achievement) mastery(u int) part {
	e := a.standing.Mastery(u)
	if math.IsNaN(e.Value) {
		return absent("mastery", 0, "no scored response to a question")
	}
	return part{
		name: "mastery", value: e.Value, sd: e.SD,
		formula: fmt.Sprintf("mean chance of a right first answer over the course's %s = %s, learned from %s",
			count(len(a.standing.items), "question"), num(e.Value), count(a.standing.Responses(u), "first response")),
	}
}

func (a *achievement) graded(u int) part {
	works := a.works[u]
	if len(works) == 0 {
		return absent("graded work", 0, "no result of graded work")
	}
	points, results := make([]float64, len(works)), make([]float64, len(works))
	for i, g := range works {
		points[i], results[i] = g.points, g.r
	}
	x := a.p.GradedMean(points, results, a.mean)
	return part{
		name: "graded work", value: x, sd: a.p.proportion(x, float64(len(works))),
		formula: a.formula(works),
	}
}

// formula is that of graded work, with works of as many points taken together.
func (a *achievement) formula(works []graded) string {
	var terms []string
	sum, same := 0.0, map[float64][]string{}
	for _, g := range works {
		sum += g.points
		same[g.points] = append(same[g.points], num(g.r))
	}
	for _, points := range slices.Backward(slices.Sorted(maps.Keys(same))) {
		results := strings.Join(same[points], " + ")
		if len(same[points]) > 1 {
			results = "(" + results + ")"
		}
		terms = append(terms, num(points)+" × "+results)
	}
	prior := num(a.p.Achievement.Prior)
	return fmt.Sprintf("(%s + %s × %s) / (%s + %s)", strings.Join(terms, " + "), prior, num(a.mean), num(sum), prior)
}

// say puts it in words, once with the estimate and once without.
func (a *achievement) say(u int) (sentence, plain string) {
	n, works := a.standing.Responses(u), a.works[u]
	var says, facts []string
	if n > 0 {
		says = append(says, fmt.Sprintf("Answers %s of this course's questions at first try", percent(a.standing.Mastery(u))))
		facts = append(facts, count(n, "scored response"))
	}
	if len(works) > 0 {
		mean := 0.0
		for _, g := range works {
			mean += 100 * g.r / float64(len(works))
		}
		text := count(len(works), "graded work")
		facts = append(facts, text)
		says = append(says, fmt.Sprintf("%s, mean %.0f", text, mean))
	}
	if len(facts) == 0 {
		return "", ""
	}
	sentence = capital(strings.Join(says, "; ")) + "."
	if n > 0 {
		sentence += " Based on " + count(n, "response") + "."
	}
	return sentence, capital(strings.Join(facts, ", ")) + "."
}

func (a *achievement) observe(u int) []Observation {
	l := &a.c.Learners[u]
	first, counts := map[int]bool{}, map[int]bool{}
	for _, k := range a.firsts[u] {
		first[k] = true
	}
	for _, g := range a.works[u] {
		for _, k := range g.tries {
			counts[k] = true
		}
	}
	out := make([]Observation, 0, len(l.Tries))
	for k := range l.Tries {
		t := &l.Tries[k]
		o := Observation{Factor: Achievement, What: "response", Activity: t.Activity, At: t.when(), Value: t.R, Attempt: t.Attempt}
		if !t.Item {
			o.What = "graded work"
		}
		switch at := &a.c.Activities[t.Activity]; {
		case first[k]:
			o.What, o.Used, o.Why = "first response", true, "changes what is known of the learner and of the question"
		case math.IsNaN(t.R):
			o.Why = unread
		case t.Item && !at.Item:
			o.Why = "not one of the course's questions"
		case t.Item:
			o.Why = "retry: only the first response to a question counts here"
		case at.Course:
			o.Why = "a course as a whole: its result is made of those of its parts"
		case at.Item:
			o.Why = "an attempt at a question: its answer counts"
		case counts[k]:
			o.Used, o.Why = true, fmt.Sprintf("counts %s points of 100; attempt rule %s", num(a.points(u, t.Activity)), a.rule(t.Activity))
		default:
			o.Why = "another attempt counts; attempt rule " + a.rule(t.Activity)
		}
		out = append(out, o)
	}
	return out
}

// when a try was known: when it ended, else when it began.
func (t *Try) when() time.Time {
	if t.Ended.IsZero() {
		return t.Started
	}
	return t.Ended
}
