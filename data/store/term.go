package store

import (
	"context"
	"time"
)

// Term is an academic session of a class, in whole days.
type Term struct {
	ID, Name    string
	Begin, Last time.Time // midnights in UTC that name the days; Last is the day after the end
}

// Period is a part of time; a zero end is open.
type Period struct {
	Name          string
	Since, Before time.Time
}

// In is the term where days begin as they do in a time zone.
func (t Term) In(tz *time.Location) Period {
	return Period{Name: t.Name, Since: dayIn(t.Begin, tz), Before: dayIn(t.Last, tz)}
}

func dayIn(day time.Time, tz *time.Location) time.Time {
	y, m, d := day.UTC().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, tz).UTC()
}

// ReadTerms reads the terms of the classes that have any.
func ReadTerms(ctx context.Context, db querier) (map[int32][]Term, error) {
	terms := map[int32][]Term{}
	err := eachRow(ctx, db, "SELECT class, term, coalesce(name, term), begins, ends FROM class_term ORDER BY class, begins, ends, term", func(scan func(...any) error) error {
		var class int32
		var t Term
		err := scan(&class, &t.ID, &t.Name, &t.Begin, &t.Last)
		terms[class] = append(terms[class], t)
		return err
	})
	return terms, err
}

// CurrentTerm is the period a class is asked about by default: the term that a
// moment lies in, the shortest if several do; between terms the last one that
// was. False without terms, and before all of them.
func CurrentTerm(terms []Term, at time.Time, tz *time.Location) (Period, bool) {
	var best Period
	found, within := false, false // a term; one that the moment lies in
	for _, t := range terms {
		p := t.In(tz)
		in := at.Before(p.Before)
		switch {
		case at.Before(p.Since): // still to come
		case in && (!within || p.Before.Sub(p.Since) < best.Before.Sub(best.Since)),
			!in && !within && (!found || p.Before.After(best.Before)):
			best, found, within = p, true, in
		}
	}
	return best, found
}
