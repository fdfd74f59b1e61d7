package query

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"lrx/data/store"
	"lrx/internal/safetext"
)

// Option is a value that a filter can be set to.
type Option struct {
	Value      string        // as the filter takes it
	Name       safetext.Safe // as it is shown
	Statements int64         // that it would leave; -1 = not counted
}

// Options are the values of a filter that there are in what f asks about, the
// most frequent first: "period", "verb", "source", "group" or "platform". What f
// itself sets for that filter does not narrow them.
func (s *Store) Options(ctx context.Context, v Viewer, f Filter, filter string) ([]Option, error) {
	switch filter {
	case "period":
		return s.terms(ctx, v, f)
	case "verb":
		f.Verb = ""
	case "source":
		f.Source = ""
	case "group":
		f.Group = ""
	case "platform":
		f.Platform = ""
	default:
		return nil, fmt.Errorf("there is no filter %q", filter)
	}
	q, done, err := s.ask(ctx, v, f)
	if err != nil {
		return nil, err
	}
	defer done()
	var all []Option
	err = q.rows(ctx, "options_"+filter, func(scan func(...any) error) error {
		var o Option
		var name, names sql.NullString
		err := scan(&o.Value, &name, &names, &o.Statements)
		switch filter {
		case "verb":
			o.Name = q.named(name, names, o.Value)
		case "platform":
			o.Name = q.system(o.Value)
		default:
			o.Name = safetext.Clean(o.Value)
		}
		all = append(all, o)
		return err
	})
	return all, err
}

// terms are the terms of the class that is asked about, else of all that the
// viewer may see, oldest first.
func (s *Store) terms(ctx context.Context, v Viewer, f Filter) ([]Option, error) {
	q, done, err := s.ask(ctx, v, Filter{Class: f.Class})
	if err != nil {
		return nil, err
	}
	defer done()
	var terms []store.Term
	rosters, _ := q.params["rosters"].([]int32)
	for _, class := range rosters {
		for _, t := range q.terms[class] {
			if !slices.ContainsFunc(terms, func(o store.Term) bool { return o.ID == t.ID }) {
				terms = append(terms, t)
			}
		}
	}
	slices.SortFunc(terms, func(a, b store.Term) int {
		return cmp.Or(a.Begin.Compare(b.Begin), a.Last.Compare(b.Last), cmp.Compare(a.ID, b.ID))
	})
	all := make([]Option, len(terms))
	for i, t := range terms {
		p := t.In(q.zone())
		all[i] = Option{t.ID, Period{safetext.Clean(p.Name), p.Since, p.Before}.Words(q.zone()), -1}
	}
	return all, nil
}
