// Package traffic says how many statements are to be expected of a day, and
// which days had so few that a collector may have stood still. Pure: it knows
// days and counts, not where they come from.
package traffic

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

// Off is why a day says nothing about learners; the zero Off is a day like others.
type Off struct {
	Kind string // holiday, outage
	Name string
}

// Day is what is expected of a day and how it compares.
type Day struct {
	Expected  int64 // -1: too few days to compare with
	Candidate Candidate
	Few       bool // of Quiet: few are usual; else low days are no exception
}

// Judge compares each day with what is expected of it. The first and the last
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
func Judge(counts []int64, off []Off) []Day {
	out := make([]Day, len(counts))
	var near []int64
	for day := range counts {
		if day == 0 || day == len(counts)-1 {
			out[day].Expected = -1
			continue
		}
		near = near[:0]
		for week := -aroundWeeks; week <= aroundWeeks; week++ {
			if other := day + 7*week; week != 0 && other > 0 && other < len(counts)-1 && off[other].Kind == "" {
				near = append(near, counts[other])
			}
		}
		out[day] = judgeDay(counts[day], near, off[day])
	}
	return out
}

// judgeDay compares a day with others, whose order it changes.
func judgeDay(count int64, near []int64, off Off) Day {
	if len(near) < leastDays {
		return Day{Expected: -1}
	}
	slices.Sort(near)
	j := Day{Expected: near[(len(near)-1)/2]}
	low := func(n int64) bool { return n*lowShare < j.Expected }
	if j.Expected < leastQuiet || !low(count) {
		return j
	}
	rare := 0
	for rare < len(near) && low(near[rare]) {
		rare++
	}
	switch {
	case off.Kind == string(Outage):
		j.Candidate = Outage
	case off.Kind != "":
		j.Candidate = Holiday
	case j.Expected < leastOutage:
		j.Candidate, j.Few = Quiet, true
	case rare*rareShare > len(near):
		j.Candidate = Quiet
	default:
		j.Candidate = Outage
	}
	return j
}

// mostBetween is how many days of which nothing is expected may lie within a
// gap: a weekend, with a bridge day or a public holiday at each end.
const mostBetween = 4

// Span is a run of days, both inclusive.
type Span struct{ From, To int }

// Gaps are the runs of days that are candidates for the same reason. Days in
// between of which nothing is expected, and on which nothing came, do not part
// a run: a collector that stands still from Thursday to Tuesday is one gap.
func Gaps(counts []int64, days []Day, off []Off) []Span {
	var out []Span
	for day := range days {
		if days[day].Candidate == "" {
			continue
		}
		if n := len(out) - 1; n >= 0 {
			last := out[n].To
			if day-last-1 <= mostBetween && sameSort(days[last], days[day]) && off[last] == off[day] && silent(counts[last+1:day], days[last+1:day]) {
				out[n].To = day
				continue
			}
		}
		out = append(out, Span{day, day})
	}
	return out
}

func sameSort(a, b Day) bool { return a.Candidate == b.Candidate && a.Few == b.Few }

// silent says that nothing came and nothing to speak of was expected.
func silent(counts []int64, days []Day) bool {
	for i := range days {
		if counts[i] > 0 || days[i].Expected >= leastQuiet {
			return false
		}
	}
	return true
}
