package query

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"

	"lrx/data/store"
	"lrx/internal/safetext"
)

// gather answers a list question: it resolves the filter, reads the rows and
// puts them into the order and the limit that were asked for.
func gather[T any](ctx context.Context, s *Store, v Viewer, f Filter, columns []column[T], read func(*asked) ([]T, error)) (List[T], error) {
	if err := checkSort(columns, f.Sort); err != nil {
		return List[T]{}, err
	}
	q, done, err := s.ask(ctx, v, f)
	if err != nil {
		return List[T]{}, err
	}
	defer done()
	rows, err := read(q)
	if err != nil {
		return List[T]{}, err
	}
	l := arrange(rows, columns, v, f)
	l.AsOf, l.Period, l.Chosen = q.asOf, q.period, q.chosen(f)
	return l, nil
}

// whole says that a list has to be read whole before it can be cut: its order
// or a text filter is applied to the cells, not in SQL.
func (f Filter) whole() bool { return f.Sort != "" || f.Text != "" || f.Limit <= 0 }

// AsOf is the time that questions about a class are answered for when none is asked for.
func (s *Store) AsOf(ctx context.Context, v Viewer, class string) (time.Time, error) {
	q, done, err := s.ask(ctx, v, Filter{Class: class})
	if err != nil {
		return time.Time{}, err
	}
	defer done()
	return q.asOf, nil
}

// Classes lists the classes the viewer may see, "everyone" first where she may see all.
func (s *Store) Classes(ctx context.Context, v Viewer, f Filter) (List[Class], error) {
	f.Class = ""
	return gather(ctx, s, v, f, classColumns(), func(q *asked) ([]Class, error) {
		all := q
		q = q.each(f)
		all.period = q.period // none if each has its own
		var out []Class
		if v.Scope.all {
			c := Class{ID: Everyone, Class: Everyone, Name: "Everyone", Kind: Everyone}
			if err := q.rows(ctx, "everyone", func(scan func(...any) error) error {
				var newest sql.NullTime
				err := scan(&c.Learners, &c.Statements, &newest)
				c.Newest = timeOf(newest)
				return err
			}); err != nil {
				return nil, err
			}
			out = append(out, c)
		}
		medians, err := q.medians(ctx, f)
		if err != nil {
			return nil, err
		}
		atRisk, err := q.atRisk(ctx, f)
		if err != nil {
			return nil, err
		}
		for i := range out { // everyone is the one class that is scored, or has no score
			out[i].MedianScore, out[i].AtRisk = solely(medians), solely(atRisk)
		}
		err = q.rows(ctx, "classes", func(scan func(...any) error) error {
			var c Class
			var key int32
			var kind string
			var whole bool
			var name, names, teachers sql.NullString
			var newest sql.NullTime
			err := scan(&key, &c.ID, &kind, &whole, &name, &names, &c.Learners, &c.Statements, &newest, &teachers)
			c.Class, c.Name = q.class(c.ID, kind, name, names)
			c.Kind, c.Term = safetext.Safe(kind), q.listed[key]
			switch {
			case whole:
				c.Records = "all"
			case kind == store.KindRoster:
				c.Records = "courses"
			}
			if teachers.Valid && !v.Mask {
				for t := range strings.SplitSeq(teachers.String, "\n") {
					c.Teachers = append(c.Teachers, safetext.Clean(t))
				}
			}
			c.ID, c.Newest, c.MedianScore = string(c.Class), timeOf(newest), medians[key]
			c.AtRisk = atRisk[key]
			out = append(out, c)
			return err
		})
		return out, err
	})
}

// solely is what is known of everyone, or of the only class.
func solely[T any](by map[int32]*T) *T {
	if len(by) == 1 {
		for _, sole := range by {
			return sole
		}
	}
	return by[0]
}

// Learners lists the learners of a class with what its records say of them.
func (s *Store) Learners(ctx context.Context, v Viewer, f Filter) (List[Learner], error) {
	return gather(ctx, s, v, f, learnerColumns(), func(q *asked) ([]Learner, error) {
		q.zonePieces()
		var out []Learner
		err := q.rows(ctx, "learners", func(scan func(...any) error) error {
			var l Learner
			var id string
			var name sql.NullString
			var seen sql.NullTime
			err := scan(&l.key, &id, &name, &l.Statements, &l.ActiveDays, &l.Attempts, &seen)
			safe, shown := q.person(id, name)
			l.ID, l.Name, l.LastSeen = string(safe), shown, timeOf(seen)
			out = append(out, l)
			return err
		})
		if err == nil {
			err = s.fillScores(ctx, v, f, out)
		}
		sortByName(out, func(l Learner) (PersonName, string) { return l.Name, l.ID })
		return out, err
	})
}

// sortByName puts people in the order of the names that are shown; real names
// must not show through the order of masked ones.
func sortByName[T any](all []T, who func(T) (name PersonName, id string)) {
	type named struct {
		row       T
		folded    string
		shown, id string
	}
	keyed := make([]named, len(all))
	for i, row := range all {
		name, id := who(row)
		keyed[i] = named{row, safetext.Fold(string(name.shown)), string(name.shown), id}
	}
	slices.SortFunc(keyed, func(a, b named) int {
		return cmp.Or(strings.Compare(a.folded, b.folded), strings.Compare(a.shown, b.shown), strings.Compare(a.id, b.id))
	})
	for i := range keyed {
		all[i] = keyed[i].row
	}
}

// Activities lists the activities of a class, or of one learner with f.Learner.
func (s *Store) Activities(ctx context.Context, v Viewer, f Filter) (List[Activity], error) {
	total := -1
	l, err := gather(ctx, s, v, f, activityColumns(), func(q *asked) ([]Activity, error) {
		if !f.whole() {
			q.params["limit"] = f.Limit + 1
		}
		var out []Activity
		err := q.rows(ctx, "activities", func(scan func(...any) error) error {
			var a Activity
			var name, names, typ sql.NullString
			var rate, mean sql.NullFloat64
			err := scan(&a.IRI, &name, &names, &typ, &a.Statements, &a.Learners, &a.Attempts, &rate, &mean)
			a.Activity, a.Name, a.Type = safetext.Clean(a.IRI), q.named(name, names, a.IRI), safetext.Clean(typ.String)
			a.FirstTryRate, a.MeanScaled = ptr(rate.Float64, rate.Valid), ptr(mean.Float64, mean.Valid)
			out = append(out, a)
			return err
		})
		if err != nil {
			return nil, err
		}
		return out, q.countWhenCut(ctx, "activities_count", f, len(out), &total)
	})
	return withTotal(l, total), err
}

// Verbs lists the verbs and what kind of evidence each feeds.
func (s *Store) Verbs(ctx context.Context, v Viewer, f Filter) (List[Verb], error) {
	var used, all int64
	l, err := gather(ctx, s, v, f, verbColumns(), func(q *asked) ([]Verb, error) {
		var out []Verb
		err := q.rows(ctx, "verbs", func(scan func(...any) error) error {
			var r Verb
			var iri string
			var means, name, names sql.NullString
			err := scan(&iri, &means, &name, &names, &r.Statements, &r.Learners)
			r.Verb, r.Name, r.Feeds, r.CountsAs = safetext.Clean(iri), q.named(name, names, iri), feeds(iri), safetext.Clean(means.String)
			if means.Valid {
				r.Feeds = feeds(means.String)
			}
			if all += r.Statements; r.Feeds != "" {
				used += r.Statements
			}
			out = append(out, r)
			return err
		})
		return out, err
	})
	if all > 0 {
		l.Notes = append(l.Notes, safetext.Safe(fmt.Sprintf("%d of %d statements (%s) have a verb that is evidence for something.",
			used, all, Cell(KindShare, float64(used)/float64(all), nil))))
	}
	return l, err
}

// slot is how finely it is kept when learners did something (relation/learner_slots.sql).
const slot = 15 * time.Minute

// zonePieces sets the parameters that cut time into pieces of one UTC offset
// each, so that SQL can tell a day where the reader is.
func (q *asked) zonePieces() {
	tz := q.zone()
	var from, to []time.Time
	var shift []int64
	// A statement may say any year from 0 to 9999; where a zone's rules go on for
	// ever, the offset of today's half century holds after it.
	at, end := time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(10001, 1, 1, 0, 0, 0, 0, time.UTC)
	if class, ok := q.oneClass(); ok && q.given("kept") {
		at, end = q.kept[class].oldest.Add(-slot), q.asOf.Add(slot)
	}
	last := q.store.now().AddDate(50, 0, 0)
	for at.Before(end) {
		_, offset := at.In(tz).Zone()
		_, until := at.In(tz).ZoneBounds()
		if until = until.UTC(); !until.After(at) || until.After(last) {
			until = end // the zone's rules have no end, or none that can be asked for
		}
		from, to, shift = append(from, at), append(to, until), append(shift, int64(offset))
		at = until
		if offset%int(slot.Seconds()) != 0 {
			q.params["kept"] = false // days do not begin with a slot there
		}
	}
	q.params["zone_from"], q.params["zone_to"], q.params["zone_shift"] = from, to, shift
}

// arrange filters by text, sorts, counts and cuts.
func arrange[T any](rows []T, columns []column[T], v Viewer, f Filter) List[T] {
	if f.Text != "" {
		rows = slices.DeleteFunc(rows, func(r T) bool { return !matches(r, columns, v, f.Text) })
	}
	if f.Sort != "" {
		sortRows(rows, columns, v, f)
	}
	l := List[T]{Rows: rows, Total: len(rows)}
	if f.Limit > 0 && len(rows) > f.Limit {
		l.Rows, l.Truncated = rows[:f.Limit], true
	}
	return l
}

// One asks for a single thing among a list's rows.
func one[T any](l List[T], err error, kind, name string) (T, error) {
	var zero T
	if err != nil {
		return zero, err
	}
	if len(l.Rows) == 0 {
		return zero, &NotFoundError{Kind: kind, Name: name}
	}
	return l.Rows[0], nil
}

// Learner answers who one learner is; id may be a learner id, an IFI or an exact name.
func (s *Store) Learner(ctx context.Context, v Viewer, id string, f Filter) (Learner, error) {
	if id == "" {
		return Learner{}, &NotFoundError{Kind: "learner", Name: id}
	}
	f.Learner = id
	l, err := s.Learners(ctx, v, f)
	return one(l, err, "learner", id)
}

// Activity answers one activity by IRI or exact name.
func (s *Store) Activity(ctx context.Context, v Viewer, id string, f Filter) (Activity, error) {
	if id == "" {
		return Activity{}, &NotFoundError{Kind: "activity", Name: id}
	}
	f.Activity = id
	l, err := s.Activities(ctx, v, f)
	return one(l, err, "activity", id)
}

// Attempt answers one attempt by id. One that no statement makes which the
// filter leaves is there, and nothing is known of how it went.
func (s *Store) Attempt(ctx context.Context, v Viewer, id string, f Filter) (Attempt, error) {
	if id == "" {
		return Attempt{}, &NotFoundError{Kind: "attempt", Name: id}
	}
	f.Attempt = id
	l, err := s.Attempts(ctx, v, f)
	if err == nil && len(l.Rows) == 0 {
		if l, err = s.Attempts(ctx, v, f.Wide()); len(l.Rows) > 0 {
			a := &l.Rows[0]
			a.Ended, a.Scaled, a.Success, a.Completion, a.DurationS, a.Statements = nil, nil, nil, nil, nil, nil
		}
	}
	return one(l, err, "attempt", id)
}

// What a scan found, or nil.

func ptr[T any](v T, valid bool) *T {
	if !valid {
		return nil
	}
	return &v
}

func timeOf(t sql.NullTime) *time.Time { return ptr(t.Time.UTC(), t.Valid) }

func textOf(s sql.NullString) *safetext.Safe { return ptr(safetext.Clean(s.String), s.Valid) }
