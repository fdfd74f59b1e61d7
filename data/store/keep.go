package store

import (
	"context"
	"fmt"
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
	{"times", `INSERT INTO kept
		SELECT class, min(ts), max(ts), arg_max(known, (ts, known)), max(greatest(ts, known)), NULL
		FROM dated JOIN (SELECT place, class FROM place_class UNION ALL SELECT place, 0 FROM place) USING (place)
		WHERE class IN (SELECT class FROM touched_class) AND ts <= $as_of AND known <= $as_of GROUP BY class`},
	{"times", `UPDATE kept SET future = f.future FROM (
			SELECT class, min(greatest(ts, known)) AS future
			FROM dated JOIN (SELECT place, class FROM place_class UNION ALL SELECT place, 0 FROM place) USING (place)
			WHERE ts > $as_of OR known > $as_of GROUP BY class) f
		WHERE f.class = kept.class AND kept.class IN (SELECT class FROM touched_class)`},
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
	var classes []int32
	if err := eachRow(ctx, w.conn, "SELECT class FROM touched_class WHERE class <> 0", func(scan func(...any) error) error {
		var class int32
		err := scan(&class)
		classes = append(classes, class)
		return err
	}); err != nil {
		return err
	}
	params["classes"] = classes
	const touched = "class IN (SELECT class FROM touched_class)"
	made := map[string]bool{}
	relations := Relations{
		Given: func(name string) bool { return name == "each" || name == "kept" },
		Kept: func(name string) string {
			if made[name] {
				return touched
			}
			return ""
		},
	}
	for _, name := range keptRelations {
		with, err := relations.With(name)
		if err != nil {
			return err
		}
		drop := "DELETE FROM kept_" + name + " WHERE class NOT IN (SELECT class FROM class) OR " + touched //nolint:gosec // name is a constant
		if err := w.exec(ctx, drop, params); err != nil {
			return fmt.Errorf("keep %s: %w", name, err)
		}
		if err := w.exec(ctx, "INSERT INTO kept_"+name+" WITH "+with+" FROM "+name+" ORDER BY ALL", params); err != nil {
			return fmt.Errorf("keep %s: %w", name, err)
		}
		made[name] = true
	}
	return nil
}
