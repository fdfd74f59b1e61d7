package scoring

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"
)

// usualResults is what the class reaches at each activity: at first response where it is an item,
// by the attempt rule where it is graded work. Where too few have a result, it is the mean over
// all of its kind: nothing is known of how hard it is.
func (g *signaller) usualResults() []float64 {
	n := len(g.c.Activities)
	sum, of := make([]float64, n), make([]float64, n)
	var all [2]struct{ sum, of float64 }
	kind := func(i int) int {
		if g.c.Activities[i].Item {
			return 1
		}
		return 0
	}
	add := func(i int, r float64) {
		sum[i], of[i] = sum[i]+r, of[i]+1
		k := &all[kind(i)]
		k.sum, k.of = k.sum+r, k.of+1
	}
	for _, f := range g.standing.Firsts() {
		add(f.Activity, f.R)
	}
	for _, works := range g.works {
		for _, w := range works {
			add(w.activity, w.r)
		}
	}
	for i := range sum {
		if k := &all[kind(i)]; int(of[i]) < g.p.Struggle.Least {
			sum[i], of[i] = k.sum, k.of
		}
		sum[i] /= of[i]
	}
	return sum
}

// step is one result of a learner among those before and after it.
type step struct {
	r   float64
	row Observation
}

// falling is of whose last results are lower than those before, beyond what so few results
// differ by chance, and beyond what the class is lower at the same questions or works.
func (g *signaller) falling(u int) *Signal {
	l := &g.c.Learners[u]
	answers := make([]step, 0, len(g.firsts[u]))
	for _, f := range g.firsts[u] {
		t := &l.Tries[f.Try]
		answers = append(answers, step{f.R, Observation{
			Factor: Achievement, What: "first response", Activity: f.Activity, At: t.when(), Value: f.R, Used: true, Attempt: t.Attempt,
		}})
	}
	if s := g.fall(answers, g.set.FallResponses, "first response"); s != nil {
		return s
	}
	var works []step
	for _, w := range g.works[u] {
		o := Observation{Factor: Achievement, What: "graded work", Activity: w.activity, Value: w.r, Used: true}
		for _, k := range w.tries { // the mean of several is as old as the last
			if t := &l.Tries[k]; t.when().After(o.At) {
				o.At, o.Attempt = t.when(), t.Attempt
			}
		}
		works = append(works, step{w.r, o})
	}
	slices.SortStableFunc(works, func(a, b step) int {
		return cmp.Or(a.row.At.Compare(b.row.At), cmp.Compare(a.row.Activity, b.row.Activity))
	})
	return g.fall(works, g.set.FallWorks, "graded work")
}

// fall compares the last results with those before. The interval is that of a mean of so few new
// results, given those before: mean ± 1.2816 sqrt(max(x(1-x), .05) (1/last + 1/(n+3))). The
// interval of the earlier mean itself would not do: it leaves out that three results differ by
// chance, and a learner who does not change at all is then below it in 20 to 35 % of simulated
// cases, against 7 to 25 % here (9 to 15 % with 9 or more results before).
func (g *signaller) fall(all []step, least int, thing string) *Signal {
	k := g.set.FallLast
	if len(all) < least || len(all) <= k {
		return nil
	}
	before, last := all[:len(all)-k], all[len(all)-k:]
	was, now := meanOf(before), meanOf(last)
	shift := 0.0 // of the class, where there is one
	if g.comparable() {
		shift = min(0, g.usualOf(last)-g.usualOf(before))
	}
	n, m := float64(len(before)), float64(k)
	spread := max(was*(1-was), g.p.Interval.LeastSpread)
	limit := was + shift - max(g.set.FallBy, g.set.FallReach*math.Sqrt(spread*(1/m+1/(n+3))))
	if now >= limit-1e-9 {
		return nil
	}
	enough := inPercent(math.Ceil(100*limit-1e-9) / 100)
	s := &Signal{
		Code: Falling, Severity: Medium,
		Sentence: fmt.Sprintf("The last %s reach %s in the mean, the %d before %s; chance alone would seldom bring them below %s.",
			count(k, thing), inPercent(now), len(before), inPercent(was), enough),
		Clears: fmt.Sprintf("Results that lift the mean of the last %d to %s clear it.", k, enough),
	}
	if shift < -0.005 {
		s.Sentence += fmt.Sprintf(" That the class is %.0f points lower there is taken off.", -100*shift)
	}
	for i := range all {
		o := all[i].row
		o.Why = "before"
		if i >= len(before) {
			o.Why = fmt.Sprintf("among the last %d", k)
		}
		s.Rows = append(s.Rows, o)
	}
	return s
}

func meanOf(all []step) (mean float64) {
	for i := range all {
		mean += all[i].r
	}
	return mean / float64(len(all))
}

func (g *signaller) usualOf(all []step) (mean float64) {
	for i := range all {
		mean += g.usual[all[i].row.Activity]
	}
	return mean / float64(len(all))
}

// stuckPlace is an item where a learner is stuck.
type stuckPlace struct {
	activity int
	wrong    []int // tries since the last right one
}

// stuckPlaces are found as Items does, but for days off: what was answered right on them may
// not be in the records, so that they do not count as time to get there.
func (g *signaller) stuckPlaces(u int) (out []stuckPlace) {
	l := &g.c.Learners[u]
	at := map[int]int{} // of an activity in out
	for k := range l.Tries {
		t := &l.Tries[k]
		if !g.c.counts(t) || t.Right == Unsaid {
			continue
		}
		i, ok := at[t.Activity]
		if !ok {
			i = len(out)
			at[t.Activity] = i
			out = append(out, stuckPlace{activity: t.Activity})
		}
		if out[i].wrong = append(out[i].wrong, k); t.Right == Yes {
			out[i].wrong = nil
		}
	}
	return slices.DeleteFunc(out, func(x stuckPlace) bool {
		if len(x.wrong) == 0 || float64(len(x.wrong)) < g.tries {
			return true
		}
		last := l.Tries[x.wrong[len(x.wrong)-1]].Started
		off := g.cal.last - g.cal.day(last) - g.between(g.cal.day(last), g.cal.last)
		wait := time.Duration((g.p.Struggle.StuckHours + 24*float64(off)) * float64(time.Hour))
		return last.Add(wait).After(g.c.AsOf)
	})
}

func (g *signaller) stuckAt(u int) *Signal {
	places := g.stuckPlaces(u)
	if len(places) == 0 {
		return nil
	}
	s := &Signal{Code: StuckAt, Severity: Medium, Clears: "A right answer there clears it."}
	most := 0
	for _, x := range places {
		most = max(most, len(x.wrong))
		for _, k := range x.wrong {
			t := &g.c.Learners[u].Tries[k]
			s.Rows = append(s.Rows, Observation{
				Factor: Achievement, What: "response", Activity: t.Activity, At: t.when(), Value: t.R, Used: true, Attempt: t.Attempt, Why: "not right",
			})
		}
	}
	hours := num(g.p.Struggle.StuckHours)
	s.Sentence = fmt.Sprintf("%s at a question were not right, and none was in the %s hours after.", count(most, "try"), hours)
	if n := len(places); n > 1 {
		s.Sentence = fmt.Sprintf("At %d questions up to %s were not right, and none was in the %s hours after.", n, count(most, "try"), hours)
		s.Clears = "Right answers at these questions clear it."
	}
	return s
}

// guessing is of who answers faster than questions are read, and is seldom right.
func (g *signaller) guessing(u int) *Signal {
	var seconds []float64
	var rows []Observation
	right := 0
	for _, f := range g.firsts[u] {
		t := &g.c.Learners[u].Tries[f.Try]
		if t.Right == Unsaid || math.IsNaN(t.Seconds) {
			continue
		}
		if seconds = append(seconds, t.Seconds); t.Right == Yes {
			right++
		}
		rows = append(rows, Observation{
			Factor: Achievement, What: "first response", Activity: f.Activity, At: t.when(), Value: f.R, Used: true, Attempt: t.Attempt,
			Why: "after " + num(t.Seconds) + " s",
		})
	}
	n, m := len(seconds), median(seconds)
	if n == 0 || n < g.set.GuessResponses || m >= g.set.GuessSeconds || float64(right) >= g.set.GuessRight*float64(n)-1e-9 {
		return nil
	}
	return &Signal{
		Code: Guessing, Severity: Medium, Rows: rows,
		Sentence: fmt.Sprintf("%s with a time, in %s s in the median, and %s of them right: they may be guesses.",
			count(n, "first response"), num(m), inPercent(float64(right)/float64(n))),
		Clears: fmt.Sprintf("First responses after more time, %s s in the median, or %s of them right, clear it.", num(g.set.GuessSeconds), inPercent(g.set.GuessRight)),
	}
}
