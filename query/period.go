package query

import (
	"context"
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
	for key, terms := range q.terms {
		if one && class != 0 && key != class || !q.viewer.Scope.all && !q.mayTerm(key) {
			continue
		}
		for _, t := range terms {
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

func (q *asked) mayTerm(class int32) bool {
	rosters, _ := q.params["rosters"].([]int32)
	for _, r := range rosters {
		if r == class {
			return true
		}
	}
	return false
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
