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
	"lrx/data/roster"
)

// derive brings what follows from the statements up to date after a load: who
// is void, when things were known, learners, classes, and the attempts of the
// learners the load touched. load 0 derives everything. activities are the
// decisions on them that hold now.
func derive(ctx context.Context, conn *sql.Conn, load int32, asOf time.Time, activities []roster.ActivityDecision) error {
	w := &writer{conn: conn}
	return w.inTx(ctx, func() error {
		decided, err := decideActivities(ctx, w, activities)
		if err != nil {
			return fmt.Errorf("derive what was decided of activities: %w", err)
		}
		for _, step := range deriveSteps {
			if err := w.exec(ctx, step.sql, map[string]any{"load": load}); err != nil {
				return fmt.Errorf("derive %s: %w", step.what, err)
			}
		}
		if err := deriveLearners(ctx, w); err != nil {
			return fmt.Errorf("derive learners: %w", err)
		}
		if err := deriveTree(ctx, w, decided); err != nil {
			return err
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
	{"touched by decisions", `INSERT INTO touched FROM retouched`},
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
		SELECT activity, iri, name, 'course', activity, NULL FROM titled WHERE course AND activity IN (SELECT activity FROM place_at WHERE role < 3)
		UNION ALL
		SELECT -actor, replace(key, chr(31), '|'), coalesce(name, account), 'team', NULL, actor FROM actor WHERE actor IN (SELECT actor FROM place_team)`},
	{"places", `DELETE FROM place_class`},
	{"places", `INSERT INTO place_class
		SELECT place, class FROM place_at JOIN class USING (activity) WHERE role < 3
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
