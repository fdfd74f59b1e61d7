package scoring

import (
	"fmt"
	"math"
)

// owing is a learner's due work as signals see it.
type owing struct {
	due     int    // works that were due and can be judged
	missing []owed // not handed in
	open    []owed // not in the records, and perhaps lost
}

// owing sorts a learner's works. What was due before she was registered is not hers to hand in,
// and what was to be handed in while a collector stood still may have been.
func (g *signaller) owing(u int) (out owing) {
	for _, w := range g.due.works[u] {
		switch {
		case w.in != nil:
			out.due++
		case w.due.At.Before(g.c.Learners[u].Enrolled):
		case g.lostBefore(w.due):
			out.open = append(out.open, w)
		default:
			out.due++
			out.missing = append(out.missing, w)
		}
	}
	return out
}

// lostBefore says whether a collector stood still in the days up to a deadline.
func (g *signaller) lostBefore(d Due) bool {
	last := g.cal.day(d.At.Add(-1)) // a deadline at midnight is the end of the day before
	first := last - g.p.Signals.OutageDays + 1
	for i, o := range g.cal.off {
		if g.c.Off[i].Outage && o[0] <= last && o[1] >= first {
			return true
		}
	}
	return false
}

func (g *signaller) missingWork(u int) *Signal {
	x := g.owing(u)
	n := len(x.missing)
	if n == 0 || float64(n) < g.set.MissingWorks {
		return nil
	}
	s := &Signal{
		Code: MissingWork, Severity: Medium,
		Sentence: fmt.Sprintf("%d of %s %s not handed in", n, count(x.due, "due work"), verb(n, "is", "are")),
		Clears:   clearedBy(n, g.set.MissingWorks),
	}
	if float64(n) >= g.set.MissingHigh || float64(n) > g.set.MissingShare*float64(x.due) {
		s.Severity = High
	}
	if open := len(x.open); open > 0 {
		s.Sentence += fmt.Sprintf("; %d more may have been handed in while a collector stood still", open)
	}
	s.Sentence += "."
	for i := range x.missing {
		s.Rows = append(s.Rows, x.missing[i].row())
	}
	for i := range x.open {
		o := x.open[i].row()
		o.Used, o.Value, o.Why = false, math.NaN(), "a collector stood still in the days up to the deadline"
		s.Rows = append(s.Rows, o)
	}
	return s
}

func (w *owed) row() Observation {
	return w.observation(Observation{Factor: DueWork, What: "due work", Activity: w.due.Activity, At: w.due.At})
}

// clearedBy says how many of n works have to be handed in for the rest to stay below a limit.
func clearedBy(n int, limit float64) string {
	what := fmt.Sprintf("Handing in all %d", n)
	switch k := n - int(math.Ceil(limit)) + 1; {
	case n == 1:
		what = "Handing it in"
	case k < n:
		what = fmt.Sprintf("Handing in %d of them", k)
	case n == 2:
		what = "Handing in both"
	}
	return what + ", late too, or an excuse clears it."
}

// avoidance is of who looks at works and does not hand them in.
func (g *signaller) avoidance(u int) *Signal {
	opened := map[int]bool{}
	for _, v := range g.c.Learners[u].Visits {
		opened[v.Activity] = true
	}
	var rows []Observation
	x := g.owing(u)
	for i := range x.missing {
		if w := &x.missing[i]; opened[w.due.Activity] {
			o := w.row()
			o.Why = "opened, and not handed in"
			rows = append(rows, o)
		}
	}
	n := len(rows)
	if n == 0 || float64(n) < g.set.AvoidWorks {
		return nil
	}
	return &Signal{
		Code: Avoidance, Severity: Medium, Rows: rows,
		Sentence: fmt.Sprintf("Opened %s and handed in none of them.", count(n, "due work")),
		Clears:   clearedBy(n, g.set.AvoidWorks),
	}
}

// medianViews are the class's median views of each video, over those who opened it: most
// videos are not opened by everybody, and a median of 0 would be no measure.
func (g *signaller) medianViews() []float64 {
	all := make([][]float64, len(g.c.Activities))
	for u := range g.c.Learners {
		for _, v := range g.c.Learners[u].Visits {
			if g.c.Activities[v.Activity].Video && v.Times > 0 {
				all[v.Activity] = append(all[v.Activity], float64(v.Times))
			}
		}
	}
	out := make([]float64, len(all))
	for i := range all {
		out[i] = math.NaN()
		if len(all[i]) >= g.p.Cohort.Least {
			out[i] = median(all[i])
		}
	}
	return out
}

// rewatching is of who watches a video far more often than others do.
func (g *signaller) rewatching(u int) *Signal {
	if g.views == nil {
		return nil
	}
	var rows []Observation
	most, beside := 0, 0.0
	for _, v := range g.c.Learners[u].Visits {
		usual, times := g.views[v.Activity], float64(v.Times)
		if math.IsNaN(usual) || times < g.set.WatchLeast || times <= g.set.WatchTimes*usual {
			continue
		}
		if v.Times > most {
			most, beside = v.Times, usual
		}
		rows = append(rows, Observation{
			Factor: Effort, What: "video watched", Activity: v.Activity, Value: math.NaN(), Used: true,
			Why: fmt.Sprintf("in %s; class median %s", count(v.Times, "session"), num(usual)),
		})
	}
	if len(rows) == 0 {
		return nil
	}
	s := &Signal{
		Code: Rewatching, Severity: Low, Rows: rows,
		Sentence: fmt.Sprintf("Watched a video in %s; the median of those who opened it is %s.", count(most, "session"), num(beside)),
		Clears:   "It stays until the class watches as often; a word on what was not understood lets it be set aside.",
	}
	if n := len(rows); n > 1 {
		s.Sentence = fmt.Sprintf("Watched %d videos again and again, one of them in %s; the median of those who opened that is %s.", n, count(most, "session"), num(beside))
	}
	return s
}
