package scoring

import "time"

// dayNumber counts days since 1970 in a time zone; it does not see daylight saving.
func dayNumber(t time.Time, zone *time.Location) int {
	y, m, d := t.In(zone).Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}

// calendar says which days count, up to the last one before the as-of time.
type calendar struct {
	zone *time.Location
	last int      // number of the last day that has begun before the as-of time
	off  [][2]int // first and last days of what says nothing about learners
}

func newCalendar(c *Class) calendar {
	zone := c.Zone
	if zone == nil {
		zone = time.UTC
	}
	// An as-of at midnight is the end of the day before.
	out := calendar{zone: zone, last: dayNumber(c.AsOf.Add(-1), zone)}
	for _, o := range c.Off {
		out.off = append(out.off, [2]int{dayNumber(o.From, time.UTC), dayNumber(o.To, time.UTC)})
	}
	return out
}

func (c calendar) day(t time.Time) int { return dayNumber(t, c.zone) }

// free says whether a day says nothing about learners.
func (c calendar) free(day int) bool {
	for _, o := range c.off {
		if day >= o[0] && day <= o[1] {
			return true
		}
	}
	return false
}

// counted are the days from a time to the as-of, both included, that count,
// in order; none if the time is zero.
func (c calendar) counted(since time.Time) []int {
	if since.IsZero() {
		return nil
	}
	var days []int
	for d := c.day(since); d <= c.last; d++ {
		if !c.free(d) {
			days = append(days, d)
		}
	}
	return days
}
