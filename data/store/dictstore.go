package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"time"

	"lrx/data"
)

// flushDicts writes new dictionary rows in the present transaction, with the last
// run changed ones too: names get a newer time with almost every statement.
func (w *writer) flushDicts(ctx context.Context) error {
	d := w.dicts
	var members, aliases, placeActivities, placeTeams [][]driver.Value
	for _, a := range d.aliases {
		aliases = append(aliases, []driver.Value{a.actor, a.key})
	}
	for i := d.actors.saved; i < len(d.actors.rows); i++ {
		for _, m := range d.actors.rows[i].members {
			members = append(members, []driver.Value{int32(i + 1), m}) //nolint:gosec // dict.get
		}
	}
	for i := d.places.saved; i < len(d.places.rows); i++ {
		p := &d.places.rows[i]
		for _, a := range p.activities {
			placeActivities = append(placeActivities, []driver.Value{int32(i + 1), a.activity, uint8(a.role)}) //nolint:gosec // dict.get
		}
		if p.team != 0 {
			placeTeams = append(placeTeams, []driver.Value{int32(i + 1), p.team}) //nolint:gosec // dict.get
		}
	}
	if err := flushDict(ctx, w, "actor", d.actors, func(id int32, e *actorEntry) []driver.Value {
		return []driver.Value{id, e.key, e.group, text0(e.name), time0(e.at), text0(e.account), text0(e.mail)}
	}); err != nil {
		return err
	}
	if err := flushDict(ctx, w, "verb", d.verbs, func(id int32, e *verbEntry) []driver.Value {
		return []driver.Value{id, e.iri, text0(e.name), text0(e.names), time0(e.at), text0(e.means)}
	}); err != nil {
		return err
	}
	if err := flushDict(ctx, w, "activity", d.activities, func(id int32, e *activityEntry) []driver.Value {
		dueAt, dueDay := dueColumns(e.due)
		return []driver.Value{
			id, e.iri, text0(e.typ), data.IsCourse(e.typ), text0(e.name), text0(e.names), time0(e.at), time0(e.typed),
			dueAt, dueDay, time0(e.dued),
		}
	}); err != nil {
		return err
	}
	if err := flushDict(ctx, w, "place", d.places, func(id int32, e *placeEntry) []driver.Value {
		return []driver.Value{id, e.key}
	}); err != nil {
		return err
	}
	for table, rows := range map[string][][]driver.Value{"actor_member": members, "actor_alias": aliases, "place_activity": placeActivities, "place_team": placeTeams} {
		if err := w.appendRows(table, rows); err != nil {
			return err
		}
	}
	return nil
}

// dueColumns are a due date as columns: the instant, or the day.
func dueColumns(due *data.DueDate) (at, day any) {
	switch {
	case due == nil:
		return nil, nil
	case due.Day:
		return nil, due.At
	}
	return due.At, nil
}

// flushDict writes what is new or changed in one dictionary. The table has the
// dictionary's name, and so has its key column.
func flushDict[E any](ctx context.Context, w *writer, table string, d *dict[E], row func(int32, *E) []driver.Value) error {
	changed, all := d.dirty(w.last)
	if len(changed) > 0 {
		q := "DELETE FROM " + table + " WHERE " + table + " IN (SELECT unnest(?::INTEGER[]))" //nolint:gosec // table is one of four constants
		if _, err := w.conn.ExecContext(ctx, q, changed); err != nil {
			return err
		}
	}
	rows := make([][]driver.Value, 0, len(all))
	for _, id := range all {
		rows = append(rows, row(id, &d.rows[id-1]))
	}
	return w.appendRows(table, rows)
}

// loadDicts reads the dictionaries of the store into memory.
func loadDicts(ctx context.Context, db *sql.DB) (*dicts, error) {
	d := newDicts()
	err := eachRow(ctx, db, "SELECT key, grouped, coalesce(name, ''), named, coalesce(account, ''), coalesce(mail, '') FROM actor ORDER BY actor", func(scan func(...any) error) error {
		var e actorEntry
		var at sql.NullTime
		if err := scan(&e.key, &e.group, &e.name, &at, &e.account, &e.mail); err != nil {
			return err
		}
		e.at = at.Time
		d.actors.get(e.key, func() actorEntry { return e })
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = eachRow(ctx, db, "SELECT actor, alias FROM actor_alias", func(scan func(...any) error) error {
		var a alias
		if err := scan(&a.actor, &a.key); err != nil {
			return err
		}
		row := &d.actors.rows[a.actor-1]
		row.aliases = append(row.aliases, a.key)
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = eachRow(ctx, db, "SELECT iri, coalesce(means, ''), coalesce(name, ''), coalesce(names, ''), named FROM verb ORDER BY verb", func(scan func(...any) error) error {
		var e verbEntry
		var at sql.NullTime
		if err := scan(&e.iri, &e.means, &e.name, &e.names, &at); err != nil {
			return err
		}
		e.at = at.Time
		d.verbs.get(e.iri, func() verbEntry { return e })
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = eachRow(ctx, db, `SELECT iri, coalesce(type, ''), coalesce(name, ''), coalesce(names, ''), named, typed,
			coalesce(due_at, due_day::TIMESTAMP), due_day IS NOT NULL, dued FROM activity ORDER BY activity`, func(scan func(...any) error) error {
		var e activityEntry
		var at, typed, due, dued sql.NullTime
		var day bool
		if err := scan(&e.iri, &e.typ, &e.name, &e.names, &at, &typed, &due, &day, &dued); err != nil {
			return err
		}
		e.at, e.typed, e.dued = at.Time, typed.Time, dued.Time
		if due.Valid {
			e.due = &data.DueDate{At: due.Time, Day: day}
		}
		d.activities.get(e.iri, func() activityEntry { return e })
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = eachRow(ctx, db, "SELECT key FROM place ORDER BY place", func(scan func(...any) error) error {
		var e placeEntry
		if err := scan(&e.key); err != nil {
			return err
		}
		d.places.get(e.key, func() placeEntry { return e })
		return nil
	})
	if err != nil {
		return nil, err
	}
	d.clean(true)
	return d, nil
}

// eachRow runs a question and calls do for each row.
func eachRow(ctx context.Context, db querier, query string, do func(scan func(...any) error) error, args ...any) (err error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return fmt.Errorf("read the store: %w", err)
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells what matters
	for rows.Next() {
		if err := do(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// column is the answer to a question for one column.
func column[T any](ctx context.Context, db querier, query string, args ...any) (all []T, err error) {
	err = eachRow(ctx, db, query, func(scan func(...any) error) error {
		var v T
		err := scan(&v)
		all = append(all, v)
		return err
	}, args...)
	return all, err
}

type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// utc makes a scanned time one in UTC; DuckDB's timestamps have no zone.
func utc(t sql.NullTime) *time.Time {
	if !t.Valid {
		return nil
	}
	u := t.Time.UTC()
	return &u
}
