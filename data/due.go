package data

import (
	"bytes"
	"strings"
	"time"
)

// DueDate is when an activity is due, as its definition says in an extension.
type DueDate struct {
	At  time.Time // UTC; of a whole day the midnight in UTC that names it
	Day bool      // a whole day: due until its end in the reporting time zone
}

// After says whether d is later than o; a day is later than any time in it.
func (d DueDate) After(o DueDate) bool {
	a, b := d.end(), o.end()
	return a.After(b) || a.Equal(b) && d.Day && !o.Day
}

func (d DueDate) end() time.Time {
	if d.Day {
		return d.At.AddDate(0, 0, 1)
	}
	return d.At
}

// dueKeys are the last parts of the IRIs of extensions that hold due dates. No
// profile names one, so each system has made its own.
var dueKeys = []string{"due", "due-date", "duedate", "deadline"}

// isDueKey says whether an extension holds a due date, by the last part of its IRI.
func isDueKey(iri []byte) bool {
	last := iri[bytes.LastIndexAny(iri, "/#:")+1:]
	for _, key := range dueKeys {
		if strings.EqualFold(string(last), key) {
			return true
		}
	}
	return false
}

// dueDate reads the due date from the extensions of a definition; nil if there
// is none, or none that can be read: extensions may hold anything. Of several
// the latest counts, so that nobody is late by a stricter one.
func (d *Decoder) dueDate(extensions uint32) *DueDate {
	t := &d.tape
	var due *DueDate
	for k := range t.keys(extensions) {
		if !isDueKey(t.text(k)) || !t.is(k+1, kindString) {
			continue
		}
		if at, ok := parseDue(t.text(k + 1)); ok && (due == nil || at.After(*due)) {
			due = &at
		}
	}
	return due
}

// parseDue reads a date, yyyy-mm-dd, or a time, which is in UTC if it states no offset.
func parseDue(text []byte) (DueDate, bool) {
	c := cursor{text: text, ok: true}
	year := c.number(4)
	c.skip('-', '-')
	month := c.number(2)
	c.skip('-', '-')
	day := c.number(2)
	if c.ok && len(c.text) == 0 {
		ok := year > 0 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)
		return DueDate{At: time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC), Day: true}, ok
	}
	at, _, ok := parseTime(text)
	return DueDate{At: at}, ok && at.Year() > 0
}
