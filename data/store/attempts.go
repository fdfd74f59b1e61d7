package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"time"

	"github.com/google/uuid"

	"lrx/data"
)

// deriveAttempts folds the attempts of the touched learners anew, part by part.
func deriveAttempts(ctx context.Context, w *writer, load int32) error {
	for _, text := range foldBegin {
		if err := w.exec(ctx, text, map[string]any{"load": load, "part": foldEvents}); err != nil {
			return fmt.Errorf("derive attempts: %w", err)
		}
	}
	f := attemptFolder{w: w}
	if err := f.readNames(ctx); err != nil {
		return fmt.Errorf("derive attempts: %w", err)
	}
	for part := 0; part < f.parts; part++ {
		if err := f.foldPart(ctx, part); err != nil {
			return fmt.Errorf("derive attempts: %w", err)
		}
	}
	return nil
}

// foldEvents is about how many events are in memory at once while attempts are folded.
const foldEvents = 200_000

// foldBegin drops the attempts of the touched learners and deals these out to
// parts of about foldEvents events, without a gap in the parts' numbers.
var foldBegin = [...]string{
	`CREATE OR REPLACE TEMP TABLE folded AS
		SELECT learner FROM membership WHERE $load = 0 OR actor IN (SELECT actor FROM touched)`,
	`DELETE FROM attempt WHERE learner NOT IN (SELECT learner FROM membership) OR learner IN (SELECT learner FROM folded)`,
	`DELETE FROM attempt_statement WHERE learner NOT IN (SELECT learner FROM membership) OR learner IN (SELECT learner FROM folded)`,
	`CREATE OR REPLACE TEMP TABLE fold AS
		SELECT learner, (dense_rank() OVER (ORDER BY slot) - 1)::INTEGER AS part FROM (
			SELECT learner, floor(sum(n) OVER (ORDER BY learner) / $part) AS slot FROM (
				SELECT m.learner, count(*) AS n FROM live s JOIN membership m USING (actor)
				WHERE s.activity IS NOT NULL AND NOT s.feedback AND m.learner IN (SELECT learner FROM folded)
				GROUP BY m.learner))`,
	`CREATE OR REPLACE TEMP TABLE member (
		attempt BIGINT, learner INTEGER, seq BIGINT, ord INTEGER, makes BOOLEAN, ends BOOLEAN, item BOOLEAN)`,
}

// foldActors are the actors whose statements are those of a part's learners. They
// are a list, so that what lies outside their range is not read.
const foldActors = `SELECT DISTINCT actor FROM membership JOIN fold USING (learner) WHERE part = $part`

// attemptEvents lists what can be part of an attempt, learner by learner in time
// order. Names stand for themselves by their keys.
const attemptEvents = `
SELECT m.learner, s.seq, s.id, s.activity, coalesce(s.parent, 0), s.verb, coalesce(s.registration, ''), coalesce(s.attempt_key, ''), s.ts,
	s.bears::INTEGER + 2 * s.interaction::INTEGER + 4 * s.at_parent::INTEGER
FROM live s JOIN membership m USING (actor) JOIN fold f ON f.learner = m.learner
WHERE f.part = $part AND s.activity IS NOT NULL AND NOT s.feedback AND s.actor IN (` + foldActors + `)
ORDER BY m.learner, s.ts, coalesce(s.stored, s.ts), s.id`

// memberValues puts beside the members what their statements say.
const memberValues = `INSERT INTO attempt_statement
SELECT m.attempt, m.learner, m.seq, m.ord, m.makes, m.ends, m.item, s.place, s.ts, CASE WHEN s.known <> s.ts THEN s.known END,
	s.score, s.success, s.completion, s.duration, s.r, s.correct
FROM member m JOIN live s ON s.seq = m.seq
WHERE s.actor IN (` + foldActors + `)
ORDER BY m.learner, m.attempt, m.ord`

// attemptFolder collects the events of one learner after the other and writes
// the attempts they make.
type attemptFolder struct {
	w     *writer
	parts int

	learners, activities, verbs map[int32]string // ids of learners, IRIs of the others

	learner int32
	events  []data.Event
	about   map[int64]about // by seq

	attempts, members [][]driver.Value
}

// about is what an attempt needs of a statement beside its event.
type about struct {
	id       uuid.UUID
	activity int32
}

func (f *attemptFolder) readNames(ctx context.Context) error {
	f.learners, f.activities, f.verbs = map[int32]string{}, map[int32]string{}, map[int32]string{}
	for query, names := range map[string]map[int32]string{
		"SELECT learner, id FROM learner WHERE learner IN (SELECT learner FROM fold)": f.learners,
		"SELECT activity, iri FROM activity":                                          f.activities,
		"SELECT verb, coalesce(means, iri) FROM verb":                                 f.verbs,
	} {
		if err := eachRow(ctx, f.w.conn, query, func(scan func(...any) error) error {
			var key int32
			var name string
			err := scan(&key, &name)
			names[key] = name
			return err
		}); err != nil {
			return err
		}
	}
	return f.w.conn.QueryRowContext(ctx, "SELECT coalesce(max(part), -1) + 1 FROM fold").Scan(&f.parts)
}

func (f *attemptFolder) foldPart(ctx context.Context, part int) error {
	if err := eachValue(ctx, f.w.conn, attemptEvents, part, f.take); err != nil {
		return err
	}
	f.fold()
	if err := f.w.appendRows("attempt", f.attempts); err != nil {
		return err
	}
	if err := f.w.appendRowsIn("temp", "member", f.members); err != nil {
		return err
	}
	f.attempts, f.members = f.attempts[:0], f.members[:0]
	if err := f.w.exec(ctx, memberValues, map[string]any{"part": part}); err != nil {
		return err
	}
	return f.w.exec(ctx, "TRUNCATE member", nil)
}

// eachValue runs a question about a part and calls do for each row.
func eachValue(ctx context.Context, conn *sql.Conn, query string, part int, do func([]driver.Value)) error {
	return conn.Raw(func(dc any) error {
		return EachRow(ctx, dc, query, []driver.NamedValue{{Name: "part", Ordinal: 1, Value: int64(part)}}, do)
	})
}

// take adds an event; its columns are those of attemptEvents.
func (f *attemptFolder) take(v []driver.Value) {
	learner, activity := v[0].(int32), v[3].(int32) //nolint:forcetypeassert // as the columns are
	if learner != f.learner {
		f.fold()
		f.learner, f.about = learner, map[int64]about{}
	}
	says := v[9].(int32) //nolint:forcetypeassert // as the columns are
	e := data.Event{     //nolint:forcetypeassert // as the columns are
		Seq: v[1].(int64), Activity: activity, Parent: v[4].(int32), Verb: f.verbs[v[5].(int32)],
		Registration: v[6].(string), Key: v[7].(string), At: v[8].(time.Time),
		Result: says&1 != 0, Interaction: says&2 != 0, AtParent: says&4 != 0,
	}
	f.about[e.Seq] = about{uuid.UUID(v[2].([]byte)), activity} //nolint:forcetypeassert // as the columns are
	f.events = append(f.events, e)
}

// fold turns the collected events into rows.
func (f *attemptFolder) fold() {
	for _, a := range data.FoldAttempts(f.events) {
		first := f.about[a.Members[0].Seq]
		id := attemptID(string(a.Kind), f.learners[f.learner], f.activities[first.activity], first.id.String())
		f.attempts = append(f.attempts, []driver.Value{id, f.learner, a.Activity, key(a.Parent), string(a.Kind), text0(a.Registration)})
		for i, m := range a.Members {
			f.members = append(f.members, []driver.Value{id, f.learner, m.Seq, int32(i), m.Makes, m.Ends, m.Item}) //nolint:gosec // a count in one attempt
		}
	}
	f.events = f.events[:0]
}
