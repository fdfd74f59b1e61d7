package store

import "time"

// frozenAfter is how old the newest statement may be before the as-of stays at its day.
const frozenAfter = 14 * 24 * time.Hour

// DefaultAsOf is the time that a class is asked about as of (data.md "Time"): now
// while the data is fresh, else the end of the newest statement's day, so that an
// old export does not make everyone absent, and no earlier than what the day
// brought was known.
func DefaultAsOf(newest, known, now time.Time, tz *time.Location) time.Time {
	if newest.IsZero() || now.Sub(newest) <= frozenAfter {
		return now.Truncate(time.Microsecond) // as fine as the store keeps times: what was loaded just now counts
	}
	y, m, d := newest.In(tz).Date()
	end := time.Date(y, m, d+1, 0, 0, 0, 0, tz).Add(-time.Microsecond)
	if known.After(end) && !known.After(now) {
		return known
	}
	return end
}
