package cli

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

const dateHelp = "write a date (2026-03-01), a time (2026-03-01T08:00:00Z), today, yesterday, or a span back such as 7d or 2w"

// moment is a point in time as the user named it. day says that a whole day
// was named, at is then its first instant.
type moment struct {
	at  time.Time
	day bool
}

// parseMoment reads a date or time. Spans count back from now in whole days
// and weeks of the calendar, so that they keep the hour when clocks change.
func parseMoment(text string, now time.Time, tz *time.Location) (moment, error) {
	now = now.In(tz)
	switch strings.ToLower(text) {
	case "now":
		return moment{at: now}, nil
	case "today":
		return moment{midnight(now), true}, nil
	case "yesterday":
		return moment{midnight(now.AddDate(0, 0, -1)), true}, nil
	}
	if days, ok := span(text); ok {
		return moment{at: now.AddDate(0, 0, -days)}, nil
	}
	if t, err := time.Parse(time.RFC3339Nano, text); err == nil {
		return moment{at: t}, nil
	}
	if t, err := time.ParseInLocation(time.DateOnly, text, tz); err == nil {
		return moment{midnight(t), true}, nil
	}
	for _, layout := range []string{"2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05", "2006-01-02 15:04"} {
		if t, err := time.ParseInLocation(layout, text, tz); err == nil {
			return moment{at: t}, nil
		}
	}
	return moment{}, fmt.Errorf("%q is no date", text)
}

// isRelative says whether a text is read as counted back from now.
func isRelative(text string) bool {
	switch strings.ToLower(text) {
	case "now", "today", "yesterday":
		return true
	}
	_, ok := span(text)
	return ok
}

// span reads "7d" or "2w" as a number of days.
func span(text string) (days int, ok bool) {
	if len(text) < 2 {
		return 0, false
	}
	unit := 1
	switch text[len(text)-1] {
	case 'd':
	case 'w':
		unit = 7
	default:
		return 0, false
	}
	n, err := strconv.ParseUint(text[:len(text)-1], 10, 16)
	return int(n) * unit, err == nil
}

func midnight(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, t.Location())
}

// lastOf is the last instant of the day that starts at t, at the precision of
// the store.
func lastOf(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d+1, 0, 0, 0, 0, t.Location()).Add(-time.Microsecond)
}

// period is a range of time and the day it is looked at from.
type period struct{ since, until, asOf time.Time }

// parsePeriod reads --since, --until and --as-of. Spans in the first two count
// back from as-of when it is given: "the last week, as of then".
func parsePeriod(since, until, asOf string, now time.Time, tz *time.Location) (p period, err error) {
	read := func(flag, text string) (moment, error) {
		m, err := parseMoment(text, now, tz)
		if err != nil {
			return m, usage(dateHelp, "--%s: %v", flag, err)
		}
		return m, nil
	}
	if asOf != "" {
		m, err := read("as-of", asOf)
		if err != nil {
			return p, err
		}
		if p.asOf = m.at; m.day {
			p.asOf = lastOf(m.at)
		}
		now = p.asOf
	}
	for _, f := range []struct {
		name, text string
		to         *time.Time
	}{{"since", since, &p.since}, {"until", until, &p.until}} {
		if f.text == "" {
			continue
		}
		m, err := read(f.name, f.text)
		if err != nil {
			return p, err
		}
		*f.to = m.at
	}
	if !p.since.IsZero() && !p.until.IsZero() && !p.since.Before(p.until) {
		return p, usage("--until is exclusive: name the day after the last", "--since %s is not before --until %s", since, until)
	}
	return p, nil
}
