package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"lrx/scoring"
)

// keepSteps are done after a load, in this order: what is kept of the touched
// classes, of those that are new, and of everyone is made anew.
var keepSteps = [...]deriveStep{
	{"touched classes", `CREATE OR REPLACE TEMP TABLE touched_class AS
		SELECT class FROM class WHERE $whole OR class NOT IN (SELECT class FROM kept)
		UNION SELECT class FROM changed_class
		UNION SELECT class FROM place_class
			WHERE place IN (SELECT place FROM touched) OR place IN (SELECT place FROM statement WHERE actor IN (SELECT actor FROM touched))
		UNION SELECT class FROM enrolment WHERE learner IN (SELECT learner FROM membership WHERE actor IN (SELECT actor FROM touched))
		UNION SELECT 0 WHERE $whole OR EXISTS (FROM touched) OR EXISTS (FROM changed_class) OR NOT EXISTS (FROM kept WHERE class = 0)`},
	{"times", `DELETE FROM kept WHERE class NOT IN (SELECT class FROM class) OR class IN (SELECT class FROM touched_class)`},
	// A class whose newest statement is old is asked about as of the end of that day (query's default), so that what
	// arrived later than that is left out; its day ends a few hours apart in other time zones.
	{"times", `CREATE OR REPLACE TEMP TABLE moment AS WITH {{record}}
		SELECT class, greatest(ts, known) AS told, ts, known FROM record`},
	{"times", `INSERT INTO kept BY NAME
		SELECT class, min(ts) AS oldest, any_value(n.newest) AS newest, any_value(n.newest_known) AS newest_known, any_value(n.cut) AS cut,
			max(told) FILTER (WHERE told <= n.cut) AS known, min(told) FILTER (WHERE told > n.cut) AS future, min(told) FILTER (WHERE told > $as_of) AS next
		FROM moment JOIN (
			SELECT class, newest, newest_known, CASE WHEN newest < $as_of::TIMESTAMP - INTERVAL 14 DAYS
				THEN date_trunc('day', newest) + INTERVAL 1 DAY - INTERVAL 1 MICROSECOND ELSE $as_of::TIMESTAMP END AS cut
			FROM (SELECT class, max(ts) AS newest, arg_max(known, (ts, known)) AS newest_known FROM moment WHERE told <= $as_of GROUP BY class)
		) n USING (class)
		GROUP BY class HAVING count(*) FILTER (WHERE told <= n.cut) > 0`},
	{"times", `DROP TABLE moment`},
}

// keepTimes say as of when, and in which period, the sums of each class are kept.
var keepTimes = [...]deriveStep{
	{"times", `CREATE OR REPLACE TEMP TABLE keep_own AS SELECT class, known AS until, since, before FROM kept`},
	{"times", `CREATE OR REPLACE TEMP TABLE keep_overall AS
		SELECT class, (SELECT known FROM kept WHERE class = 0) AS until, list_since AS since, list_before AS before FROM kept`},
}

// keep makes what is kept of the classes that a load touched, as of a moment;
// load 0 touches all. Periods begin and end with days of tz, scores are by a profile.
func keep(ctx context.Context, w *writer, load int32, asOf time.Time, tz *time.Location, p scoring.Profile) error {
	rule, changed, err := w.readRules(ctx)
	if err != nil {
		return fmt.Errorf("keep by the attempt rules: %w", err)
	}
	params := map[string]any{"whole": load == 0 || changed, "as_of": asOf, "rule": string(rule)}
	given, err := keepGiven(ctx, w)
	if err != nil {
		return fmt.Errorf("keep: %w", err)
	}
	run := func(steps []deriveStep) error {
		for _, step := range steps {
			text, err := Relations{Given: given("own", "")}.Text(step.sql)
			if err == nil {
				err = w.exec(ctx, text, params)
			}
			if err != nil {
				return fmt.Errorf("keep %s: %w", step.what, err)
			}
		}
		return nil
	}
	if err := run(keepSteps[:1]); err != nil {
		return err
	}
	none, err := column[int64](ctx, w.conn, "SELECT count(*) FROM touched_class")
	if err != nil {
		return err
	}
	touched := none[0] > 0 // else a decision that changed no sums, but maybe scores
	rescore, err := w.scoringChanged(ctx, p, tz, asOf)
	if err != nil || !touched && !rescore {
		return err
	}
	if touched {
		if err := run(keepSteps[1:]); err != nil {
			return err
		}
		if err := keepPeriods(ctx, w, tz); err != nil {
			return fmt.Errorf("keep periods: %w", err)
		}
	}
	if err := run(keepTimes[:]); err != nil {
		return err
	}
	for _, name := range keptRelations {
		if !touched {
			break
		}
		if err := keepRelation(ctx, w, name, params, given); err != nil {
			return fmt.Errorf("keep %s: %w", name, err)
		}
	}
	if err := keepScores(ctx, w, params, p, tz, rescore); err != nil {
		return fmt.Errorf("keep scores: %w", err)
	}
	return nil
}

// keepGiven says which lines of relations are there while sums are kept: for the
// touched classes as of their own times, or for all of them as of everyone's.
func keepGiven(ctx context.Context, w *writer) (func(asOf, slicing string) func(string) bool, error) {
	var enrolled bool
	err := w.conn.QueryRowContext(ctx, "SELECT count(*) > 0 FROM enrolment").Scan(&enrolled)
	return func(asOf, slicing string) func(string) bool {
		return func(name string) bool {
			switch name {
			case "keeping", "all", "placed":
				return true
			case "mixed", "rostered", "enrolling":
				return enrolled
			}
			return name == asOf || name == slicing
		}
	}, err
}

// keepPeriods sets the periods that classes with terms are asked about by default.
func keepPeriods(ctx context.Context, w *writer, tz *time.Location) error {
	terms, err := ReadTerms(ctx, w.conn)
	if err != nil || len(terms) == 0 {
		return err
	}
	cuts := map[int32]time.Time{}
	if err := eachRow(ctx, w.conn, "SELECT class, cut FROM kept", func(scan func(...any) error) error {
		var class int32
		var cut time.Time
		err := scan(&class, &cut)
		cuts[class] = cut
		return err
	}); err != nil {
		return err
	}
	for class, all := range terms {
		own, _ := CurrentTerm(all, cuts[class], tz)
		listed, _ := CurrentTerm(all, cuts[0], tz)
		if _, err := w.conn.ExecContext(ctx, "UPDATE kept SET since = ?, before = ?, list_since = ?, list_before = ? WHERE class = ?",
			time0(own.Since), time0(own.Before), time0(listed.Since), time0(listed.Before), class); err != nil {
			return err
		}
	}
	return nil
}

// keepRelation makes the kept rows of one relation, a slice at a time where
// there are too many for the memory of a load.
func keepRelation(ctx context.Context, w *writer, name string, params map[string]any, given func(asOf, slicing string) func(string) bool) error {
	// The list of classes asks about all of them as of one time, everyone's.
	asOf, which := "own", touchedClasses
	if name == "class_sums" {
		asOf, which = "overall", allClasses
	}
	drop := "DELETE FROM kept_" + name + " WHERE class NOT IN (SELECT class FROM class) OR class IN (" + which + ")" //nolint:gosec // constants
	if err := w.exec(ctx, drop, params); err != nil {
		return err
	}
	slicing := keepSlices[name]
	relations := Relations{
		Given: given(asOf, slicing.by),
		Kept:  func(need string) string { return keptSoFar(name, need, which, slicing.by) },
	}
	with, err := relations.With(name)
	if err != nil {
		return err
	}
	parts, err := w.slices(ctx, slicing.sizes)
	if err != nil {
		return err
	}
	for _, s := range parts {
		params["from"], params["to"] = s[0], s[1]
		if err := w.exec(ctx, "INSERT INTO kept_"+name+" WITH "+with+" FROM "+name+" ORDER BY ALL", params); err != nil {
			return err
		}
	}
	return nil
}

// keptSoFar says which kept rows help to make those of a relation: relations are
// kept in an order, and tries and what was counted from them are made once.
func keptSoFar(name, need, which, by string) string {
	at := func(n string) int { return slices.Index(keptRelations, n) }
	switch {
	case need != "tries" && name != "area_sums" || at(need) >= at(name):
		return ""
	case by == "activity_slice":
		return "class IN (" + which + ") AND activity BETWEEN $from AND $to"
	case by == "learner_slice":
		return "class IN (" + which + ") AND learner BETWEEN $from AND $to"
	}
	return "class IN (" + which + ")"
}

// keepSlices are the relations that are made in slices: by what, and how many
// rows there are of each learner or activity.
var keepSlices = map[string]struct{ by, sizes string }{
	"tries":         {"learner_slice", "SELECT learner AS key, count(*) AS n FROM attempt_statement GROUP BY learner"},
	"area_parts":    {"learner_slice", "SELECT m.learner AS key, count(*) AS n FROM statement s JOIN membership m USING (actor) GROUP BY m.learner"},
	"activity_sums": {"activity_slice", "SELECT activity AS key, count(*) AS n FROM statement WHERE activity IS NOT NULL GROUP BY activity"},
}

// sliceRows is about how many rows a slice has.
const sliceRows = 500_000

// slices parts keys into ranges of about sliceRows rows; without sizes there is one.
func (w *writer) slices(ctx context.Context, sizes string) (all [][2]int32, err error) {
	if sizes == "" {
		return [][2]int32{{}}, nil
	}
	err = eachRow(ctx, w.conn, `SELECT min(key), max(key) FROM (
			SELECT key, floor(sum(n) OVER (ORDER BY key) / ?) AS slice FROM (`+sizes+`)
		) GROUP BY slice ORDER BY slice`, func(scan func(...any) error) error {
		var from, to int32
		err := scan(&from, &to)
		all = append(all, [2]int32{from, to})
		return err
	}, sliceRows)
	return all, err
}

const (
	touchedClasses = "SELECT class FROM touched_class"
	allClasses     = "SELECT class FROM class UNION ALL SELECT 0"
)
