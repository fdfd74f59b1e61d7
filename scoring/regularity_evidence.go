package scoring

import (
	"math"
	"slices"
)

// used are the works and the sessions behind regularity.
func (r *regularity) used(u int) []source {
	var out []source
	if r.p.Regularity.Lead > 0 {
		for _, w := range r.handIns(u) {
			out = append(out, source{ofDue, w.due.Activity})
		}
	}
	for i, s := range r.attended[u].sessions {
		if r.looks(u, s) {
			out = append(out, source{ofSession, i})
		}
	}
	return out
}

// looks says whether a session counts for something: by the day on which it began in
// the trend, by all its days against an absence.
func (r *regularity) looks(u int, s *Session) bool {
	days := r.touched(u, s)
	if len(days) == 0 {
		return false
	}
	began := days[0] == r.cal.day(s.Begin)
	return began && r.trend.weighs(u, r.p.Regularity.Trend) || r.p.Regularity.Gap > 0
}

// touched are the days of a session that count.
func (r *regularity) touched(u int, s *Session) (days []int) {
	for d := r.cal.day(s.Begin); d <= min(r.cal.day(s.End), r.cal.last); d++ {
		if _, counts := slices.BinarySearch(r.counted[u], d); counts {
			days = append(days, d)
		}
	}
	return days
}

// observeSessions says of each session what regularity makes of it.
func (r *regularity) observeSessions(u int) []Observation {
	var out []Observation
	counted, active := r.counted[u], map[int]bool{}
	for _, s := range r.attended[u].sessions {
		o := Observation{Factor: Regularity, What: "session", Activity: -1, At: s.Begin, Value: math.NaN(), Used: r.looks(u, s)}
		days := r.touched(u, s)
		switch {
		case len(days) == 0:
			o.Why = "on a day off, which says nothing about learners"
		case !o.Used:
			o.Why = weightless
		case days[0] >= counted[max(0, len(counted)-weekDays)]:
			o.Why = "in the last 7 days"
		default:
			o.Why = "counts in the mean week"
			if !r.trend.weighs(u, r.p.Regularity.Trend) {
				o.Why = "its day counts as active"
			}
		}
		if o.Used && r.returns(u, days[0], active) {
			o.Why += ", and ends an absence"
		}
		for _, d := range days {
			active[d] = true
		}
		out = append(out, o)
	}
	return out
}

// returns says whether the first session of a day comes after a day that counts, without any.
// active are the days of the sessions before it.
func (r *regularity) returns(u, day int, active map[int]bool) bool {
	at, _ := slices.BinarySearch(r.counted[u], day)
	return at > 0 && !active[day] && !active[r.counted[u][at-1]]
}
