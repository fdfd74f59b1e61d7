package scoring

import (
	"fmt"
	"math"
	"slices"
)

// daysOff are the days up to the as-of that say nothing about learners.
func (g *signaller) daysOff() (off []int) {
	first := g.cal.last + 1
	for u := range g.c.Learners {
		if !g.since[u].IsZero() {
			first = min(first, g.cal.day(g.since[u]))
		}
		if days := g.attended[u].days; len(days) > 0 {
			first = min(first, days[0])
		}
	}
	for _, o := range g.cal.off {
		for d := max(o[0], first); d <= min(o[1], g.cal.last); d++ {
			off = append(off, d)
		}
	}
	slices.Sort(off)
	return slices.Compact(off)
}

// lastDay is the last day whose silence says something about a learner. Where nobody of a whole
// class is there any more, its course is over, or nothing is collected: after that nobody is missed.
func (g *signaller) lastDay() int {
	if !g.comparable() {
		return g.cal.last
	}
	last := math.MinInt32 // nobody was there on any day: nobody is missed
	for u := range g.attended {
		if days := g.attended[u].days; len(days) > 0 {
			last = max(last, days[len(days)-1])
		}
	}
	return last
}

// between is the number of days after one day and up to another that are not off.
func (g *signaller) between(after, upTo int) int {
	i, _ := slices.BinarySearch(g.off, after+1)
	j, _ := slices.BinarySearch(g.off, upTo+1)
	return max(0, upTo-after-max(0, j-i))
}

// neverStarted is of who is on the roster and not in the records. Where nobody is,
// nothing is known of anybody.
func (g *signaller) neverStarted(u int) *Signal {
	from, what := g.c.Begin, "the class began"
	if l := &g.c.Learners[u]; l.Enrolled.After(from) {
		from, what = l.Enrolled, "the registration"
	}
	if from.IsZero() || !g.begun {
		return nil
	}
	days := g.between(g.cal.day(from), g.end)
	if float64(days) < g.set.StartDays {
		return nil
	}
	return &Signal{
		Code: NeverStarted, Severity: High,
		Sentence: fmt.Sprintf("No statement in the %s since %s%s.", count(days, "day"), what, g.without(g.cal.day(from))),
		Clears:   "The first statement clears it.",
	}
}

// inactive is of who was there and has stayed away for longer than she does.
func (g *signaller) inactive(u int) *Signal {
	days := g.attended[u].days
	if g.since[u].IsZero() {
		return nil
	}
	last := g.cal.day(g.since[u])
	if len(days) > 0 {
		last = days[len(days)-1]
	}
	limit, usual := g.set.QuietDays, g.usualGap(days)
	over := fmt.Sprintf("more than %s is a signal", inDays(limit))
	if own := g.set.QuietTimes * usual; own > limit {
		limit = own
		over = fmt.Sprintf("more than %s times the usual %s between active days is a signal", num(g.set.QuietTimes), inDays(usual))
	}
	quiet := g.between(last, g.end)
	if float64(quiet) <= limit {
		return nil
	}
	s := &Signal{
		Code: Inactive, Severity: Medium, Clears: "A day with activity clears it.",
		Sentence: fmt.Sprintf("Last active %s ago%s; %s.", count(quiet, "day"), g.without(last), over),
	}
	if len(days) == 0 {
		s.Sentence = fmt.Sprintf("No activity that counts in the %s since the course or the registration began%s; %s.", count(quiet, "day"), g.without(last), over)
	}
	if float64(quiet) > g.set.QuietHigh*limit {
		s.Severity = High
	}
	if all := g.attended[u].sessions; len(all) > 0 {
		x := all[len(all)-1]
		s.Rows = []Observation{{
			Factor: Participation, What: "session", Activity: -1, At: x.Begin, Value: math.NaN(), Used: true,
			Why: "the last one: " + count(x.Statements, "statement"),
		}}
	}
	return s
}

// usualGap is the median number of days from one active day to the next; 0 if there is none.
func (g *signaller) usualGap(days []int) float64 {
	gaps := make([]float64, 0, len(days))
	for i := 1; i < len(days); i++ {
		gaps = append(gaps, float64(g.between(days[i-1], days[i])))
	}
	if len(gaps) == 0 {
		return 0
	}
	return median(gaps)
}

// without says that days off are left out, where there are any after a day.
func (g *signaller) without(day int) string {
	if g.between(day, g.end) == max(0, g.end-day) {
		return ""
	}
	return ", days off left out"
}
