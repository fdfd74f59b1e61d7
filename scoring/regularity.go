package scoring

import (
	"fmt"
	"math"
	"slices"
)

// regularity stands for motivation, which is not observed: how early work is
// handed in, whether a learner comes more often than before, and whether she
// stays away.
type regularity struct {
	*view
	attended []attendance
	due      *dueWork
	trend    *comparison
	recent   []float64 // sessions of the last week
	weekly   []float64 // mean sessions of a week
}

// weekDays are the days that trend looks back.
const weekDays = 7

func newRegularity(v *view, attended []attendance, due *dueWork) *regularity {
	n := len(attended)
	r := &regularity{view: v, attended: attended, due: due, recent: make([]float64, n), weekly: make([]float64, n)}
	diff := make([]float64, n)
	came := false
	for u := range attended {
		r.recent[u], r.weekly[u] = r.weeks(u)
		diff[u] = r.recent[u] - r.weekly[u]
		came = came || r.weekly[u] > 0
	}
	r.trend = v.compare("trend", "sessions more than usual", diff, 0, "all come as often as before")
	if !came {
		r.trend.missing = "nobody has a session"
	}
	return r
}

// weeks counts the sessions of the last seven days that count, and those of a
// mean week since the learner is observed. Less than a week is one: what began
// three days ago has no trend.
func (r *regularity) weeks(u int) (recent, weekly float64) {
	days := r.counted[u]
	if len(days) == 0 {
		return 0, 0
	}
	all, from := 0.0, days[max(0, len(days)-weekDays)]
	for _, s := range r.attended[u].sessions {
		d := r.cal.day(s.Begin)
		if _, ok := slices.BinarySearch(days, d); !ok {
			continue
		}
		all++
		if d >= from {
			recent++
		}
	}
	return recent, all * weekDays / float64(max(len(days), weekDays))
}

func (r *regularity) impossible() string {
	if r.due.dated || r.trend.missing == "" {
		return ""
	}
	return "no due dates are known, and " + r.trend.missing
}

// handIns are the works of a learner that were due and handed in.
func (r *regularity) handIns(u int) (in []*owed) {
	for i := range r.due.works[u] {
		if w := &r.due.works[u][i]; w.in != nil {
			in = append(in, w)
		}
	}
	return in
}

// Lead is how early works were handed in, on the mean, as a value 0..1: the
// days before the deadline, cut at those of the profile, -7..7 by default.
func (p Profile) Lead(days []float64) float64 {
	most := p.Regularity.LeadDays
	return (p.MeanLead(days) + most) / (2 * most)
}

// MeanLead is how many days before the deadline works were handed in, on the
// mean, each cut at the days of the profile; negative is after it, NaN of none.
func (p Profile) MeanLead(days []float64) float64 {
	most, sum := p.Regularity.LeadDays, 0.0
	for _, d := range days {
		sum += min(max(d, -most), most)
	}
	return sum / float64(len(days))
}

func (r *regularity) of(u int) factor {
	w := r.p.Regularity
	lead := r.lead(u)
	trend := r.trend.part(u, w.Trend)
	gap := absent("gap", w.Gap, "neither lead nor trend is known")
	if lead.there() || trend.there() {
		gap = r.gap(u)
	}
	if trend.there() {
		trend.formula = fmt.Sprintf("%s in the last 7 days − %s in a mean week = %s; %s",
			count(int(r.recent[u]), "session"), num(r.weekly[u]), num(r.recent[u]-r.weekly[u]), trend.formula)
	}
	f := r.p.join([]part{lead, trend, gap})
	if math.IsNaN(f.value) {
		f.missing = r.impossible()
		if f.missing == "" {
			f.missing = "no due work was handed in, and " + r.trend.missing
		}
	}
	f.used = r.used(u)
	f.sentence = r.say(u)
	f.plain = f.sentence
	return f
}

func (r *regularity) leads(u int) []float64 {
	in := r.handIns(u)
	days := make([]float64, len(in))
	for i, w := range in {
		days[i] = DaysEarly(w.due.At, w.in.At)
	}
	return days
}

func (r *regularity) lead(u int) part {
	days := r.leads(u)
	if len(days) == 0 {
		return absent("lead", r.p.Regularity.Lead, "no due work was handed in")
	}
	most := r.p.Regularity.LeadDays
	x := r.p.Lead(days)
	return part{
		name: "lead", weight: r.p.Regularity.Lead, value: x, sd: r.p.proportion(x, float64(len(days))),
		formula: fmt.Sprintf("(%s days early, the mean of %s, + %s) / %s", num(r.p.MeanLead(days)), count(len(days), "work"), num(most), num(2*most)),
	}
}

// gap is how little of the time a learner stayed away at a stretch.
func (r *regularity) gap(u int) part {
	n := len(r.counted[u])
	if n == 0 {
		return absent("gap", r.p.Regularity.Gap, "not observed for a day")
	}
	longest, run := 0, 0
	for _, d := range r.counted[u] {
		run++
		if _, active := slices.BinarySearch(r.attended[u].days, d); active {
			run = 0
		}
		longest = max(longest, run)
	}
	x := 1 - float64(longest)/float64(n)
	return part{
		name: "gap", weight: r.p.Regularity.Gap, value: x, sd: r.p.proportion(x, float64(n)),
		formula: fmt.Sprintf("1 − %d / %d: days of the longest absence, of all that count", longest, n),
	}
}

func (r *regularity) say(u int) string {
	var text string
	if days := r.leads(u); len(days) > 0 {
		mean, side := r.p.MeanLead(days), "before"
		if mean < 0 {
			mean, side = -mean, "after"
		}
		text = fmt.Sprintf("Hands in %s %s the deadline%s; ", inDays(mean), side, r.clipped(days))
	}
	active := r.attended[u].days
	if len(active) == 0 {
		return capital(text + "not active yet.")
	}
	switch ago := r.cal.last - active[len(active)-1]; ago {
	case 0:
		text += "last active on the last day."
	default:
		text += fmt.Sprintf("last active %s ago.", count(ago, "day"))
	}
	return capital(text)
}

// clipped says that days before or after a deadline were cut, where one was: the mean is of
// what they count, and is not that of the dates.
func (r *regularity) clipped(days []float64) string {
	most := r.p.Regularity.LeadDays
	if !slices.ContainsFunc(days, func(d float64) bool { return math.Abs(d) > most }) {
		return ""
	}
	return fmt.Sprintf(", counted as %s at most", num(most))
}

func (r *regularity) observe(u int) []Observation {
	var out []Observation
	for _, w := range r.handIns(u) {
		days := DaysEarly(w.due.At, w.in.At)
		side := "before"
		if days < 0 {
			side = "after"
		}
		out = append(out, Observation{
			Factor: Regularity, What: "handed in", Activity: w.due.Activity, At: w.in.At, Value: r.p.Lead([]float64{days}),
			Used: r.p.Regularity.Lead > 0, Why: fmt.Sprintf("%s %s the deadline%s", inDays(math.Abs(days)), side, r.clipped([]float64{days})), Statement: w.in.Statement,
		})
	}
	return append(out, r.observeSessions(u)...)
}
