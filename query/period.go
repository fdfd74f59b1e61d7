package query

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"lrx/data/store"
	"lrx/internal/safetext"
)

// Period is a part of time, by timestamp.
type Period struct {
	Name         safetext.Safe // of a term; "" if it has none
	Since, Until time.Time     // inclusive, exclusive; zero = open
}

// IsZero says whether the period is all of time.
func (p Period) IsZero() bool { return p.Since.IsZero() && p.Until.IsZero() }

// Words are the period as people read it: "Spring term, 16 Feb – 30 Jun 2026".
func (p Period) Words(tz *time.Location) safetext.Safe {
	var days string
	switch {
	case p.IsZero():
		return "all time"
	case p.Until.IsZero():
		days = "from " + instant(p.Since, tz)
	case p.Since.IsZero():
		days = "before " + instant(p.Until, tz)
	default:
		days = stretch(p.Since.In(tz), p.Until.In(tz))
	}
	if p.Name != "" {
		return p.Name + ", " + safetext.Safe(days)
	}
	return safetext.Safe(days)
}

// stretch is a stretch of whole days with its last day, any other with both its ends.
func stretch(since, until time.Time) string {
	if !wholeDay(since) || !wholeDay(until) {
		return instant(since, since.Location()) + " – " + instant(until, until.Location())
	}
	last := until.AddDate(0, 0, -1)
	switch first := since.Format("2 Jan 2006"); {
	case first == last.Format("2 Jan 2006"):
		return first
	case since.Year() != last.Year():
		return first + " – " + last.Format("2 Jan 2006")
	default:
		return since.Format("2 Jan") + " – " + last.Format("2 Jan 2006")
	}
}

func instant(t time.Time, tz *time.Location) string {
	if t = t.In(tz); wholeDay(t) {
		return t.Format("2 Jan 2006")
	}
	return t.Format("2 Jan 2006 15:04")
}

// wholeDay says whether a day begins there; where clocks are put forward at
// midnight, it begins at one.
func wholeDay(t time.Time) bool {
	y, m, d := t.Date()
	return t.Equal(time.Date(y, m, d, 0, 0, 0, 0, t.Location()))
}

func (p Period) same(o Period) bool { return p.Since.Equal(o.Since) && p.Until.Equal(o.Until) }

// PeriodAll asks for no period, where a class has one by default.
const PeriodAll = "all"

// resolvePeriod decides the period: the one that is asked for, else the current
// term of a class of the roster that has terms (data.md "Time").
func (q *asked) resolvePeriod(f Filter) error {
	q.period = Period{Since: f.Since, Until: f.Until}
	class, one := q.oneClass()
	terms := q.terms[class]
	switch {
	case f.Period != "" && !strings.EqualFold(f.Period, PeriodAll):
		t, err := q.term(f.Period, one, class)
		if err != nil {
			return err
		}
		p := t.In(q.zone())
		q.period = Period{Name: safetext.Clean(p.Name), Since: later(p.Since, f.Since), Until: earlier(p.Before, f.Until)}
	case f.Period == "" && f.Since.IsZero() && f.Until.IsZero() && one:
		if p, ok := store.CurrentTerm(terms, q.asOf, q.zone()); ok {
			q.period = Period{Name: safetext.Clean(p.Name), Since: p.Since, Until: p.Before}
		}
	}
	q.params["since"], q.params["until"] = moment(q.period.Since), moment(q.period.Until)
	return nil
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func earlier(a, b time.Time) time.Time {
	if !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// term finds a term by id or name, among those of the class that is asked about
// or else of all that the viewer may see.
func (q *asked) term(name string, one bool, class int32) (store.Term, error) {
	var near []safetext.Safe
	var found []store.Term
	rosters, _ := q.params["rosters"].([]int32)
	for _, key := range slices.Sorted(maps.Keys(q.terms)) { // so that the same question gets the same words
		if one && class != 0 && key != class || !q.viewer.Scope.all && !slices.Contains(rosters, key) {
			continue
		}
		for _, t := range q.terms[key] {
			near = append(near, safetext.Clean(t.Name))
			if t.ID == name {
				return t, nil
			}
			if strings.EqualFold(string(safetext.Clean(t.Name)), name) {
				found = append(found, t)
			}
		}
	}
	for _, t := range found {
		if t.ID != found[0].ID {
			return t, &NotFoundError{Kind: "single term", Name: name, Nearby: []safetext.Safe{safetext.Clean(found[0].ID), safetext.Clean(t.ID)}}
		}
	}
	if len(found) == 0 {
		return store.Term{}, &NotFoundError{Kind: "term", Name: name, Nearby: nearest(name, near)}
	}
	return found[0], nil
}

// Terms lists the terms of a class, oldest first, and the period it is asked
// about by default.
func (s *Store) Terms(ctx context.Context, v Viewer, class string) (terms []Period, current Period, err error) {
	q, done, err := s.ask(ctx, v, Filter{Class: class})
	if err != nil {
		return nil, Period{}, err
	}
	defer done()
	if key, ok := q.oneClass(); ok {
		for _, t := range q.terms[key] {
			p := t.In(q.zone())
			terms = append(terms, Period{Name: safetext.Clean(p.Name), Since: p.Since, Until: p.Before})
		}
	}
	return terms, q.period, nil
}
