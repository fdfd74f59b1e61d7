package store

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// keepSteps are done after a load, in this order: what is kept of the touched
// classes, of those that are new, and of everyone is made anew.
var keepSteps = [...]struct{ what, sql string }{
	{"touched classes", `CREATE OR REPLACE TEMP TABLE touched_class AS
		SELECT DISTINCT class FROM place_class WHERE $whole OR class NOT IN (SELECT class FROM kept)
			OR place IN (SELECT place FROM touched) OR place IN (SELECT place FROM statement WHERE actor IN (SELECT actor FROM touched))
		UNION ALL SELECT 0`},
	{"times", `DELETE FROM kept WHERE class NOT IN (SELECT class FROM class) OR class IN (SELECT class FROM touched_class)`},
	// A class whose newest statement is old is asked about as of the end of that day (query's default), so that what
	// arrived later than that is left out; its day ends a few hours apart in other time zones.
	{"times", `CREATE OR REPLACE TEMP TABLE moment AS
		SELECT class, greatest(ts, known) AS told, ts, known
		FROM dated JOIN (SELECT place, class FROM place_class UNION ALL SELECT place, 0 FROM place) USING (place)
		WHERE class IN (SELECT class FROM touched_class)`},
	{"times", `INSERT INTO kept
		SELECT class, min(ts), any_value(n.newest), any_value(n.newest_known), max(told) FILTER (WHERE told <= n.cut),
			min(told) FILTER (WHERE told > n.cut), min(told) FILTER (WHERE told > $as_of)
		FROM moment JOIN (
			SELECT class, newest, newest_known, CASE WHEN newest < $as_of::TIMESTAMP - INTERVAL 14 DAYS
				THEN date_trunc('day', newest) + INTERVAL 1 DAY - INTERVAL 1 MICROSECOND ELSE $as_of::TIMESTAMP END AS cut
			FROM (SELECT class, max(ts) AS newest, arg_max(known, (ts, known)) AS newest_known FROM moment WHERE told <= $as_of GROUP BY class)
		) n USING (class)
		GROUP BY class HAVING count(*) FILTER (WHERE told <= n.cut) > 0`},
	{"times", `DROP TABLE moment`},
	{"places", `CREATE OR REPLACE TEMP TABLE keep_space AS
		SELECT class, place, known AS own, (SELECT known FROM kept WHERE class = 0) AS overall, class IN (SELECT class FROM touched_class) AS touched
		FROM (SELECT place, class FROM place_class UNION ALL SELECT place, 0 FROM place) JOIN kept USING (class)`},
}

// keep makes what is kept of the classes that a load touched, as of a moment;
// load 0 touches all.
func keep(ctx context.Context, w *writer, load int32, asOf time.Time) error {
	params := map[string]any{"whole": load == 0, "as_of": asOf}
	for _, step := range keepSteps {
		if err := w.exec(ctx, step.sql, params); err != nil {
			return fmt.Errorf("keep %s: %w", step.what, err)
		}
	}
	for _, name := range keptRelations {
		if err := keepRelation(ctx, w, name, params); err != nil {
			return fmt.Errorf("keep %s: %w", name, err)
		}
	}
	return nil
}

// keepRelation makes the kept rows of one relation, a slice at a time where
// there are too many for the memory of a load.
func keepRelation(ctx context.Context, w *writer, name string, params map[string]any) error {
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
		Given: func(p string) bool {
			return p == "keeping" || p == asOf || p == slicing.by
		},
		Kept: func(need string) string { return keptSoFar(name, need, which, slicing.by) },
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
