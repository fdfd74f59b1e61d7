package store

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"slices"
	"time"
)

// derive brings what follows from the statements up to date after a load: who
// is void, when things were known, learners, classes, and the attempts of the
// learners the load touched. load 0 derives everything.
//
// What the folder's files decide is read anew each time.
func derive(ctx context.Context, conn *sql.Conn, dir string, load int32, asOf time.Time) error {
	d, err := readDecided(dir)
	if err != nil {
		return err
	}
	w := &writer{conn: conn}
	run := func(steps []deriveStep) error {
		for _, step := range steps {
			if err := w.exec(ctx, step.sql, map[string]any{"load": load}); err != nil {
				return fmt.Errorf("derive %s: %w", step.what, err)
			}
		}
		return nil
	}
	return w.inTx(ctx, func() error {
		activities, err := decideActivities(ctx, w, d.Activities)
		if err != nil {
			return fmt.Errorf("derive what was decided of activities: %w", err)
		}
		if err := mapVerbs(ctx, w, d.Profile.Mapping()); err != nil {
			return fmt.Errorf("derive what verbs mean: %w", err)
		}
		if err := run(personSteps[:]); err != nil {
			return err
		}
		if err := d.people(ctx, w); err != nil {
			return fmt.Errorf("derive people: %w", err)
		}
		if err := run(classSteps[:]); err != nil {
			return err
		}
		if err := d.classes(ctx, w); err != nil {
			return fmt.Errorf("derive classes: %w", err)
		}
		if err := d.learners(ctx, w); err != nil {
			return fmt.Errorf("derive learners: %w", err)
		}
		if err := run(enrolmentSteps[:]); err != nil {
			return err
		}
		if err := d.rest(ctx, w); err != nil {
			return fmt.Errorf("derive what is decided: %w", err)
		}
		if err := deriveTree(ctx, w, activities); err != nil {
			return err
		}
		if err := deriveAttempts(ctx, w, load); err != nil {
			return err
		}
		return keep(ctx, w, load, asOf, d.zone, d.Profile.Scoring)
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

// deriveStep is a step that is done in SQL.
type deriveStep struct{ what, sql string }

// personSteps tell whose statements there are, and what the load touched.
var personSteps = [...]deriveStep{
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
	// One who is known by an mbox, and by the SHA-1 of that mbox as it was once written, is one learner.
	{"one person", `CREATE OR REPLACE TEMP TABLE one AS
		SELECT p.actor, coalesce(min(al.actor), p.actor) AS learner
		FROM person p JOIN actor a USING (actor) LEFT JOIN actor_alias al ON al.alias = a.key GROUP BY p.actor`},
}

// classSteps make memberships from temp.one, and the classes that come from records.
var classSteps = [...]deriveStep{
	{"membership", `CREATE OR REPLACE TEMP TABLE was AS FROM membership`},
	{"membership", `DELETE FROM membership`},
	{"membership", `INSERT INTO membership
		SELECT actor, learner FROM one
		UNION SELECT m.actor, o.learner FROM actor_member m JOIN one o ON o.actor = m.member`},
	// Both who gets an actor and who loses one are others than before, with all that is theirs.
	{"other learners", `CREATE OR REPLACE TEMP TABLE other_learner AS
		SELECT DISTINCT learner FROM ((FROM membership EXCEPT FROM was) UNION (FROM was EXCEPT FROM membership))`},
	{"touched by another identity", `INSERT INTO touched
		SELECT DISTINCT actor, NULL FROM (FROM membership UNION FROM was) WHERE learner IN (SELECT learner FROM other_learner)`},
	{"who learners were", `CREATE OR REPLACE TEMP TABLE was_learner AS SELECT learner, id FROM learner`},
	{"what was enrolled", `CREATE OR REPLACE TEMP TABLE was_enrolled AS
		SELECT e.class, l.id, e.grouped, e.begins, e.ends FROM enrolment e JOIN learner l USING (learner)`},
	{"what classes were", `CREATE OR REPLACE TEMP TABLE was_class AS
		SELECT class, whole::VARCHAR AS what FROM class UNION ALL SELECT class, place::VARCHAR FROM course_place
		UNION ALL SELECT class, concat(term, ' ', begins, ' ', ends) FROM class_term`},
	// A class keeps its key for as long as there is what it comes from.
	{"classes", `DELETE FROM class`},
	{"classes", `INSERT INTO class
		SELECT activity, iri, name, 'course', activity, NULL, false FROM titled WHERE course AND activity IN (SELECT activity FROM place_at WHERE role < 3)
		UNION ALL
		SELECT -actor, replace(key, chr(31), '|'), coalesce(name, account), 'team', NULL, actor, false FROM actor WHERE actor IN (SELECT actor FROM place_team)`},
	{"places", `DELETE FROM place_class`},
	{"places", `INSERT INTO place_class
		SELECT place, class FROM place_at JOIN class USING (activity) WHERE role < 3
		UNION SELECT place, class FROM place_team JOIN class USING (actor)`},
}

// enrolmentSteps find out which classes are others than before.
var enrolmentSteps = [...]deriveStep{
	// The ids of attempts are made of that of the learner.
	{"touched by another id", `INSERT INTO touched
		SELECT DISTINCT m.actor, NULL FROM membership m JOIN learner l USING (learner) JOIN was_learner w USING (learner) WHERE l.id <> w.id`},
	// Those who are in no class of the roster are a class of their own, so that nobody is lost.
	{"outside", `INSERT INTO enrolment
		SELECT class, learner, NULL, NULL, NULL FROM class JOIN (
			SELECT DISTINCT learner FROM membership WHERE learner NOT IN (SELECT learner FROM enrolment)
		) ON true WHERE kind = 'outside'`},
	{"changed classes", `CREATE OR REPLACE TEMP TABLE changed_class AS
		WITH enrolled AS (SELECT e.class, l.id, e.grouped, e.begins, e.ends FROM enrolment e JOIN learner l USING (learner)),
		is_class AS (
			SELECT class, whole::VARCHAR AS what FROM class UNION ALL SELECT class, place::VARCHAR FROM course_place
			UNION ALL SELECT class, concat(term, ' ', begins, ' ', ends) FROM class_term
		)
		SELECT class FROM ((FROM enrolled EXCEPT FROM was_enrolled) UNION (FROM was_enrolled EXCEPT FROM enrolled))
		UNION SELECT class FROM ((FROM is_class EXCEPT FROM was_class) UNION (FROM was_class EXCEPT FROM is_class))`},
}
