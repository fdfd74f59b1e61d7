package query

import "slices"

// Candidate says what a day with far fewer statements than expected may be.
type Candidate string

// The candidates. "" is a day like others.
const (
	Outage  Candidate = "outage"  // nothing but a collector that stood still explains it, or calendar.csv says so
	Quiet   Candidate = "quiet"   // it may be chance: few are usual, or such days are no exception
	Holiday Candidate = "holiday" // calendar.csv says so
)

// How a day is judged.
const (
	aroundWeeks = 8  // it is compared with the same weekday in so many weeks before and after
	leastDays   = 3  // with fewer days to compare nothing is expected
	leastQuiet  = 5  // of fewer expected a day nothing can be said: none comes by chance, too
	leastOutage = 20 // of fewer expected a day no outage is told
	lowShare    = 10 // a day is low when it has less than 1/10 of what is expected
	rareShare   = 4  // low days are rare when they are at most 1/4 of those compared
)

// dayOff is why a day says nothing about learners; the zero dayOff is a day like others.
type dayOff struct {
	kind string // holiday, outage
	name string
}

// judged is what is expected of a day and how it compares.
type judged struct {
	expected  int64 // -1: too few days to compare with
	candidate Candidate
	few       bool // of Quiet: few are usual; else low days are no exception
}

// judge compares each day with what is expected of it. The first and the last
// day are those of the first and the last statement: they are parts of days,
// and are neither judged nor compared with.
//
// Expected is the median of the same weekday in the 8 weeks before and after,
// as far as the records reach; days off are left out. Counting by weekday
// keeps weekends and weekly lessons from looking like gaps, as methods that
// find outbreaks in daily counts do (Farrington et al. 1996, J. R. Stat. Soc.
// A 159, 547-563). The median stays where it is until half of the days it is
// made of are out of the ordinary (Hampel 1974, J. Am. Stat. Assoc. 69,
// 383-393), so that a gap of some weeks does not hide itself. Of an even number
// of days it is the lower of the two in the middle, which is a number of
// statements that did come.
//
// A day is low below a tenth of that. It is an outage candidate when at least
// 20 were expected, which by chance alone (Poisson) come to less than a tenth
// once in millions of days, and when low days are rare here: at most a quarter
// of those it is compared with. The second condition covers what Poisson does
// not, statements that come in bursts of whole sessions, breaks of many weeks,
// lessons every other week. All else that is low is quiet. Since all limits but
// the floors are shares, ten times as many statements give the same days.
func judge(counts []int64, off []dayOff) []judged {
	out := make([]judged, len(counts))
	var near []int64
	for day := range counts {
		if day == 0 || day == len(counts)-1 {
			out[day].expected = -1
			continue
		}
		near = near[:0]
		for week := -aroundWeeks; week <= aroundWeeks; week++ {
			if other := day + 7*week; week != 0 && other > 0 && other < len(counts)-1 && off[other].kind == "" {
				near = append(near, counts[other])
			}
		}
		out[day] = judgeDay(counts[day], near, off[day])
	}
	return out
}

// judgeDay compares a day with others, whose order it changes.
func judgeDay(count int64, near []int64, off dayOff) judged {
	if len(near) < leastDays {
		return judged{expected: -1}
	}
	slices.Sort(near)
	j := judged{expected: near[(len(near)-1)/2]}
	low := func(n int64) bool { return n*lowShare < j.expected }
	if j.expected < leastQuiet || !low(count) {
		return j
	}
	rare := 0
	for rare < len(near) && low(near[rare]) {
		rare++
	}
	switch {
	case off.kind == string(Outage):
		j.candidate = Outage
	case off.kind != "":
		j.candidate = Holiday
	case j.expected < leastOutage:
		j.candidate, j.few = Quiet, true
	case rare*rareShare > len(near):
		j.candidate = Quiet
	default:
		j.candidate = Outage
	}
	return j
}

// mostBetween is how many days of which nothing is expected may lie within a
// gap: a weekend, with a bridge day or a public holiday at each end.
const mostBetween = 4

// span is a run of days, both inclusive.
type span struct{ from, to int }

// gapsIn are the runs of days that are candidates for the same reason. Days in
// between of which nothing is expected, and on which nothing came, do not part
// a run: a collector that stands still from Thursday to Tuesday is one gap.
func gapsIn(counts []int64, days []judged, off []dayOff) []span {
	var out []span
	for day := range days {
		if days[day].candidate == "" {
			continue
		}
		if n := len(out) - 1; n >= 0 {
			last := out[n].to
			if day-last-1 <= mostBetween && sameSort(days[last], days[day]) && off[last] == off[day] && silent(counts[last+1:day], days[last+1:day]) {
				out[n].to = day
				continue
			}
		}
		out = append(out, span{day, day})
	}
	return out
}

func sameSort(a, b judged) bool { return a.candidate == b.candidate && a.few == b.few }

// silent says that nothing came and nothing to speak of was expected.
func silent(counts []int64, days []judged) bool {
	for i := range days {
		if counts[i] > 0 || days[i].expected >= leastQuiet {
			return false
		}
	}
	return true
}
