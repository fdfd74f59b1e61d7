package demo

import "time"

// The term runs from a Monday to a Friday twelve weeks later. Summer time ends
// in it, so the offset in the timestamps changes. The zone is written out here
// because not every machine has a time zone database.
const (
	termDays   = 82 // the last one is a Friday
	clockDay   = 55 // the Sunday on which summer time ends
	deadDay    = 37 // a Wednesday on which nothing was collected
	moduleDays = 10
)

// Zone is the name of the school's time zone.
const Zone = "Europe/Berlin"

// local is a moment of the term: days after its first, seconds after midnight.
func local(day, seconds int) time.Time {
	zone := time.FixedZone("CEST", 2*60*60)
	if day >= clockDay {
		zone = time.FixedZone("CET", 60*60)
	}
	return time.Date(2025, time.September, 1+day, 0, 0, seconds, 0, zone)
}

// hour is a moment on the hour.
func hour(day, hours int) time.Time { return local(day, hours*60*60) }

// dayOf is the day of the term t falls on.
func dayOf(t time.Time) int {
	_, offset := t.Zone()
	return int(t.Add(time.Duration(offset)*time.Second).Sub(hour(0, 2)) / (24 * time.Hour))
}

// weekend reports whether there is no school on a day.
func weekend(day int) bool { return day%7 >= 5 }

// AsOf is the moment for which the demo's figures are made: the end of the
// last day of the term.
func AsOf() time.Time { return hour(termDays-1, 24).Add(-time.Second) }

// DeadDay is the noon of the school day of which no statement exists, because
// the collector was down.
func DeadDay() time.Time { return hour(deadDay, 12) }

// closing is the last moment anybody works; the quiz tool's export is
// imported that evening.
func closing() time.Time { return hour(termDays-1, 18) }
