package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"regexp"
	"slices"
	"time"

	"lrx/data"
)

// derive brings what follows from the statements up to date after a load: who
// is void, when things were known, learners, classes, and the attempts of the
// learners the load touched. load 0 derives everything.
func derive(ctx context.Context, conn *sql.Conn, load int32, asOf time.Time) error {
	w := &writer{conn: conn}
	return w.inTx(ctx, func() error {
		for _, step := range deriveSteps {
			if err := w.exec(ctx, step.sql, map[string]any{"load": load}); err != nil {
				return fmt.Errorf("derive %s: %w", step.what, err)
			}
		}
		if err := deriveLearners(ctx, w); err != nil {
			return fmt.Errorf("derive learners: %w", err)
		}
		if err := deriveAttempts(ctx, w, load); err != nil {
			return err
		}
		return keep(ctx, w, load, asOf)
	})
}

var parameter = regexp.MustCompile(`\$[a-z_]+`)

// exec runs a text with those of the parameters that it names.
func (w *writer) exec(ctx context.Context, text string, params map[string]any) error {
	var args []any
	for name, value := range params {
		if slices.Contains(parameter.FindAllString(text, -1), "$"+name) {
			args = append(args, sql.Named(name, value))
		}
	}
	_, err := w.conn.ExecContext(ctx, text, args...)
	return err
}

// deriveSteps are done in SQL, in this order.
var deriveSteps = [...]struct{ what, sql string }{
	// Who, and where: what is told of them has to be made anew. An actor touches all her places.
	{"touched learners", `CREATE OR REPLACE TEMP TABLE touched AS
		SELECT DISTINCT actor, place FROM statement WHERE $load = 0 OR load = $load`},
	{"touched by voids", `INSERT INTO touched
		SELECT DISTINCT actor, place FROM statement WHERE NOT voided AND NOT voiding AND id IN (SELECT voids FROM statement WHERE voids IS NOT NULL)`},
	{"voids", `UPDATE statement SET voided = true
		WHERE NOT voided AND NOT voiding AND id IN (SELECT voids FROM statement WHERE voids IS NOT NULL)`},
	{"live sources", `CREATE OR REPLACE TEMP TABLE was_live AS FROM source`},
	{"live sources", `UPDATE source SET live = coalesce((
			SELECT 2 * count(*) FILTER (WHERE abs(epoch(s.stored) - epoch(s.ts)) < 86400) > count(*)
			FROM statement s WHERE s.source = source.source AND s.stored IS NOT NULL), false)
		WHERE $load = 0 OR source IN (SELECT source FROM load_file WHERE load = $load)`},
	{"touched by a source that is live now", `INSERT INTO touched
		SELECT DISTINCT actor, place FROM statement WHERE source IN (SELECT s.source FROM source s JOIN was_live w USING (source) WHERE s.live <> w.live)`},
	// An actor who only gives feedback on others is a teacher; one who is only named as an instructor has no statements at all.
	{"people", `CREATE OR REPLACE TEMP TABLE person AS
		SELECT DISTINCT coalesce(m.member, a.actor) AS actor
		FROM statement s JOIN actor a USING (actor) LEFT JOIN actor_member m USING (actor)
		WHERE NOT s.voided AND NOT s.voiding AND NOT s.feedback AND (m.member IS NOT NULL OR NOT a.grouped)`},
	{"membership", `CREATE OR REPLACE TEMP TABLE was AS FROM membership`},
	{"membership", `DELETE FROM membership`},
	// One who is known by an mbox, and by the SHA-1 of that mbox as it was once written, is one learner.
	{"one person", `CREATE OR REPLACE TEMP TABLE one AS
		SELECT p.actor, coalesce(min(al.actor), p.actor) AS learner
		FROM person p JOIN actor a USING (actor) LEFT JOIN actor_alias al ON al.alias = a.key GROUP BY p.actor`},
	{"membership", `INSERT INTO membership
		SELECT actor, learner FROM one
		UNION SELECT m.actor, o.learner FROM actor_member m JOIN one o ON o.actor = m.member`},
	{"touched by another identity", `INSERT INTO touched
		SELECT actor, NULL FROM ((FROM membership EXCEPT FROM was) UNION (FROM was EXCEPT FROM membership))`},
	// A class keeps its key for as long as there is what it comes from.
	{"classes", `DELETE FROM class`},
	{"classes", `INSERT INTO class
		SELECT activity, iri, name, 'course', activity, NULL FROM activity WHERE course AND activity IN (SELECT activity FROM place_activity)
		UNION ALL
		SELECT -actor, replace(key, chr(31), '|'), coalesce(name, account), 'team', NULL, actor FROM actor WHERE actor IN (SELECT actor FROM place_team)`},
	{"places", `DELETE FROM place_class`},
	{"places", `INSERT INTO place_class
		SELECT place, class FROM place_activity JOIN class USING (activity)
		UNION SELECT place, class FROM place_team JOIN class USING (actor)`},
}

// deriveLearners names the learners: id from the smallest identity key, name
// from the newest statement, else the account.
func deriveLearners(ctx context.Context, w *writer) error {
	var rows [][]driver.Value
	if err := eachRow(ctx, w.conn, `SELECT learner, min(key), coalesce(arg_max(name, (named, name)), max(account), '')
		FROM one JOIN actor USING (actor) GROUP BY learner ORDER BY learner`, func(scan func(...any) error) error {
		var learner int32
		var key, name string
		err := scan(&learner, &key, &name)
		rows = append(rows, []driver.Value{learner, data.LearnerID(key), text0(name)})
		return err
	}); err != nil {
		return err
	}
	if _, err := w.conn.ExecContext(ctx, "DELETE FROM learner"); err != nil {
		return err
	}
	return w.appendRows("learner", rows)
}

// attemptBatch is how many rows of attempts are held before they are written.
const attemptBatch = 32 << 10

// deriveAttempts folds the attempts of the touched learners anew.
func deriveAttempts(ctx context.Context, w *writer, load int32) error {
	for _, table := range []string{"attempt", "attempt_statement"} {
		//nolint:gosec // table is one of two constants
		q := "DELETE FROM " + table + ` WHERE $load = 0 OR learner NOT IN (SELECT learner FROM membership)
			OR learner IN (SELECT learner FROM membership JOIN touched USING (actor))`
		if _, err := w.conn.ExecContext(ctx, q, named2("load", load)...); err != nil {
			return fmt.Errorf("derive attempts: %w", err)
		}
	}
	if _, err := w.conn.ExecContext(ctx, foldParts, named2("load", load, "part", foldEvents)...); err != nil {
		return fmt.Errorf("derive attempts: %w", err)
	}
	f := attemptFolder{w: w}
	for part := 0; ; part++ {
		n := 0
		err := eachRow(ctx, w.conn, attemptEvents, func(scan func(...any) error) error {
			n++
			return f.take(scan)
		}, part)
		if err == nil {
			err = f.finish()
		}
		if err != nil {
			return fmt.Errorf("derive attempts: %w", err)
		}
		if n == 0 {
			return nil
		}
	}
}

// foldEvents is about how many events are in memory at once while attempts are folded.
const foldEvents = 200_000

// foldParts deals the touched learners out to parts of about foldEvents events,
// without a gap in the parts' numbers.
const foldParts = `CREATE OR REPLACE TEMP TABLE fold AS
SELECT learner, dense_rank() OVER (ORDER BY slot) - 1 AS part FROM (
	SELECT learner, floor(sum(n) OVER (ORDER BY learner) / $part) AS slot FROM (
		SELECT m.learner, count(*) AS n FROM live s JOIN membership m USING (actor)
		WHERE s.activity IS NOT NULL AND NOT s.feedback AND ($load = 0 OR m.learner IN (SELECT learner FROM membership JOIN touched USING (actor)))
		GROUP BY m.learner))`

// attemptEvents lists what can be part of an attempt, learner by learner in time order.
const attemptEvents = `
SELECT m.learner, l.id, s.seq, s.id::VARCHAR, s.activity, a.iri, coalesce(s.parent, 0), v.iri, coalesce(s.registration, ''), coalesce(s.attempt_key, ''), s.ts,
	s.bears, s.interaction, s.at_parent, s.place, CASE WHEN s.known <> s.ts THEN s.known END, s.score, s.success, s.completion, s.duration, s.r, s.correct
FROM live s JOIN membership m USING (actor) JOIN fold USING (learner) JOIN learner l USING (learner) JOIN verb v USING (verb) JOIN activity a ON a.activity = s.activity
WHERE NOT s.feedback AND fold.part = ?
ORDER BY m.learner, s.ts, coalesce(s.stored, s.ts), s.id`

// attemptFolder collects the events of one learner after the other and writes
// the attempts they make.
type attemptFolder struct {
	w         *writer
	learner   int32
	learnerID string
	events    []data.Event
	about     map[int64]*about

	attempts, members [][]driver.Value
}

// about is what an attempt keeps of a statement beside its event, and the texts
// its id is made from.
type about struct {
	statement, activity string
	at                  time.Time
	place               int32
	rest                [7]any // known, and what the result says
}

func (f *attemptFolder) take(scan func(...any) error) error {
	var learner int32
	var learnerID string
	var e data.Event
	n := &about{}
	targets := []any{
		&learner, &learnerID, &e.Seq, &n.statement, &e.Activity, &n.activity, &e.Parent, &e.Verb, &e.Registration, &e.Key, &e.At,
		&e.Result, &e.Interaction, &e.AtParent, &n.place,
	}
	for i := range n.rest {
		targets = append(targets, &n.rest[i])
	}
	if err := scan(targets...); err != nil {
		return err
	}
	n.at = e.At
	if learner != f.learner {
		if err := f.fold(); err != nil {
			return err
		}
		f.learner, f.learnerID, f.about = learner, learnerID, map[int64]*about{}
	}
	f.about[e.Seq] = n
	f.events = append(f.events, e)
	return nil
}

// fold turns the collected events into rows.
func (f *attemptFolder) fold() error {
	for _, a := range data.FoldAttempts(f.events) {
		first := f.about[a.Members[0].Seq]
		id := attemptID(string(a.Kind), f.learnerID, first.activity, first.statement)
		f.attempts = append(f.attempts, []driver.Value{id, f.learner, a.Activity, key(a.Parent), string(a.Kind), text0(a.Registration)})
		for i, m := range a.Members {
			n := f.about[m.Seq]
			row := []driver.Value{id, f.learner, m.Seq, int32(i), m.Makes, m.Ends, m.Item, n.place, n.at} //nolint:gosec // a count in one attempt
			for _, v := range n.rest {
				row = append(row, v)
			}
			f.members = append(f.members, row)
		}
	}
	f.events = f.events[:0]
	if len(f.members) < attemptBatch {
		return nil
	}
	return f.write()
}

func (f *attemptFolder) finish() error {
	if err := f.fold(); err != nil {
		return err
	}
	return f.write()
}

func (f *attemptFolder) write() error {
	if err := f.w.appendRows("attempt", f.attempts); err != nil {
		return err
	}
	err := f.w.appendRows("attempt_statement", f.members)
	f.attempts, f.members = slices.Delete(f.attempts, 0, len(f.attempts)), slices.Delete(f.members, 0, len(f.members))
	return err
}
