package query

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"lrx/data"
	"lrx/data/store"
	"lrx/internal/safetext"
)

// Attempts lists attempts, newest first.
func (s *Store) Attempts(ctx context.Context, v Viewer, f Filter) (List[Attempt], error) {
	total := -1
	l, err := gather(ctx, s, v, f, attemptColumns(), func(q *asked) ([]Attempt, error) {
		if !f.whole() {
			q.params["limit"] = f.Limit + 1
		}
		var out []Attempt
		if err := q.rows(ctx, "attempts", func(scan func(...any) error) error {
			a, err := q.scanAttempt(scan)
			out = append(out, a)
			return err
		}); err != nil {
			return nil, err
		}
		return out, q.countWhenCut(ctx, "attempts_count", f, len(out), &total)
	})
	return withTotal(l, total), err
}

// countWhenCut counts all rows when only a part was read.
func (q *asked) countWhenCut(ctx context.Context, name string, f Filter, read int, total *int) error {
	if f.whole() || read <= f.Limit {
		return nil
	}
	return q.rows(ctx, name, func(scan func(...any) error) error { return scan(total) })
}

func withTotal[T any](l List[T], total int) List[T] {
	if total >= 0 {
		l.Total = total
	}
	return l
}

// findFloor finds the day from which on a class has as many statements as are
// asked for: older ones need not be looked at. They are counted already, too.
func (q *asked) findFloor(ctx context.Context, f Filter) error {
	if !q.given("kept") || !q.given("limit") || f.Activity != "" || f.Verb != "" {
		return nil
	}
	q.params["counted"] = !f.Voided
	return q.rows(ctx, "floor", func(scan func(...any) error) error {
		var day sql.NullTime
		err := scan(&day)
		q.params["floor"] = moment(day.Time)
		return err
	})
}

func (q *asked) scanAttempt(scan func(...any) error) (Attempt, error) {
	var a Attempt
	var number int64
	var learner, iri, kind string
	var who, name, names, parent, registration, ids sql.NullString
	var ended sql.NullTime
	var scaled, duration sql.NullFloat64
	var success, completion sql.NullBool
	if err := scan(&number, &learner, &who, &iri, &name, &names, &kind, &parent, &registration, &a.Started, &ended, &scaled, &success, &completion, &duration, &ids); err != nil {
		return a, err
	}
	a.ID = store.AttemptText(number)
	a.Learner, a.LearnerName = q.person(learner, who)
	a.Activity, a.ActivityName = safetext.Clean(iri), q.named(name, names, iri)
	a.Kind, a.Parent, a.Registration = safetext.Clean(kind), textOf(parent), textOf(registration)
	a.Started, a.Ended = a.Started.UTC(), timeOf(ended)
	a.Scaled, a.DurationS = ptr(scaled.Float64, scaled.Valid), ptr(duration.Float64, duration.Valid)
	a.Success, a.Completion = ptr(success.Bool, success.Valid), ptr(completion.Bool, completion.Valid)
	a.Statements = []safetext.Safe{}
	for _, id := range strings.Fields(ids.String) {
		a.Statements = append(a.Statements, safetext.Safe(id))
	}
	return a, nil
}

// Statements lists statements, newest first, or those of one attempt as they
// came; f.Voided adds void and voiding ones.
func (s *Store) Statements(ctx context.Context, v Viewer, f Filter) (List[Statement], error) {
	total := -1
	l, err := gather(ctx, s, v, f, statementColumns(), func(q *asked) ([]Statement, error) {
		if !f.whole() {
			q.params["limit"] = f.Limit + 1
		}
		if err := q.findFloor(ctx, f); err != nil {
			return nil, err
		}
		var out []Statement
		if err := q.rows(ctx, "statements", func(scan func(...any) error) error {
			var r statementScan
			if err := scan(r.targets()...); err != nil {
				return err
			}
			out = append(out, q.statement(&r))
			return nil
		}); err != nil {
			return nil, err
		}
		return out, q.countWhenCut(ctx, "statements_count", f, len(out), &total)
	})
	return withTotal(l, total), err
}

// statementScan receives the columns that the statement questions share.
type statementScan struct {
	Statement
	stored                          sql.NullTime
	people                          sql.NullInt64
	learner, name                   sql.NullString
	grouped                         sql.NullBool
	actor                           sql.NullString
	verb                            string
	verbName, verbNames             sql.NullString
	iri, activityName, activityLang sql.NullString
	object                          uint8
	scaled, duration                sql.NullFloat64
	success, completion             sql.NullBool
	source                          string
}

func (r *statementScan) targets() []any {
	return []any{
		&r.ID, &r.Timestamp, &r.stored, &r.people, &r.learner, &r.name, &r.grouped, &r.actor, &r.verb, &r.verbName, &r.verbNames,
		&r.iri, &r.activityName, &r.activityLang, &r.object, &r.scaled, &r.success, &r.completion, &r.duration, &r.Voided, &r.source,
	}
}

// statement makes a row of what was scanned.
func (q *asked) statement(r *statementScan) Statement {
	s := r.Statement
	s.Timestamp, s.Stored = s.Timestamp.UTC(), timeOf(r.stored)
	switch {
	case r.people.Int64 == 1 && !r.grouped.Bool:
		id, name := q.person(r.learner.String, r.name)
		s.Learner, s.LearnerName = &id, name
	case r.grouped.Bool:
		s.LearnerName = q.group(r.actor, r.people.Int64)
	default:
		s.LearnerName = q.outsider(r.actor)
	}
	s.Verb, s.VerbName = safetext.Clean(r.verb), q.named(r.verbName, r.verbNames, r.verb)
	s.Activity, s.ActivityName = textOf(r.iri), q.objectName(r)
	s.Scaled, s.DurationS = ptr(r.scaled.Float64, r.scaled.Valid), ptr(r.duration.Float64, r.duration.Valid)
	s.Success, s.Completion = ptr(r.success.Bool, r.success.Valid), ptr(r.completion.Bool, r.completion.Valid)
	s.Source = safetext.Clean(r.source)
	return s
}

func (q *asked) group(name sql.NullString, people int64) PersonName {
	if q.viewer.Mask || name.String == "" {
		return PersonName{shown: safetext.Safe(fmt.Sprintf("group of %d", people))}
	}
	return PersonName{shown: safetext.Clean(name.String)}
}

// outsider names an actor who is no learner: a teacher, or somebody without an identity.
func (q *asked) outsider(name sql.NullString) PersonName {
	if q.viewer.Mask || name.String == "" {
		return PersonName{shown: "not a learner"}
	}
	return PersonName{shown: safetext.Clean(name.String)}
}

func (q *asked) objectName(r *statementScan) safetext.Safe {
	switch data.ObjectKind(r.object) {
	case data.ObjectAgent, data.ObjectGroup:
		return "a person"
	case data.ObjectStatementRef:
		return "a statement"
	case data.ObjectSubStatement:
		return "an intention"
	case data.ObjectActivity:
	}
	return q.named(r.activityName, r.activityLang, r.iri.String)
}

// Statement answers one statement, whole.
func (s *Store) Statement(ctx context.Context, v Viewer, id string) (StatementDetail, error) {
	var d StatementDetail
	notFound := &NotFoundError{Kind: "statement", Name: id}
	parsed, err := uuid.Parse(id)
	if err != nil {
		return d, notFound
	}
	q, done, err := s.ask(ctx, v, Filter{})
	if err != nil {
		return d, err
	}
	defer done()
	q.params["id"] = parsed.String()
	found := false
	if err := q.rows(ctx, "find_statement", func(scan func(...any) error) error {
		var seq int64
		err := scan(&seq)
		q.params["seq"], found = seq, true
		return err
	}); err != nil {
		return d, err
	}
	if !found {
		return d, notFound
	}
	err = q.rows(ctx, "statement", func(scan func(...any) error) error { return q.detail(&d, scan) })
	return d, err
}

func (q *asked) detail(d *StatementDetail, scan func(...any) error) error {
	var r statementScan
	var raw, file string
	var flags uint32
	var voids, registration, parent, voidedBy, attempts sql.NullString
	var voidedAt sql.NullTime
	if err := scan(append(r.targets(), &raw, &flags, &voids, &registration, &parent, &file, &d.Line, &d.Offset, &voidedBy, &voidedAt, &attempts)...); err != nil {
		return err
	}
	d.Statement = q.statement(&r)
	if q.viewer.Mask {
		raw = string(q.maskRaw([]byte(raw)))
	}
	d.Raw = safetext.NewRaw(raw)
	for _, name := range data.Flags(flags).Names() {
		d.Flags = append(d.Flags, safetext.Safe(name))
	}
	d.Voids, d.Registration, d.Parent, d.VoidedBy, d.VoidedAt = textOf(voids), textOf(registration), textOf(parent), textOf(voidedBy), timeOf(voidedAt)
	for _, text := range strings.Fields(attempts.String) {
		if number, err := strconv.ParseInt(text, 10, 64); err == nil {
			d.Attempts = append(d.Attempts, store.AttemptText(number))
		}
	}
	d.File = safetext.Clean(file)
	return nil
}

// feeds says what kind of evidence a verb gives; "" when it is not used.
func feeds(verb string) safetext.Safe { return safetext.Safe(data.Feeds(verb)) }
