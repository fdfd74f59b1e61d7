package store

import (
	"context"
	"database/sql/driver"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"lrx/data"
	"lrx/data/roster"
)

// activities is what somebody decided of activities, in keys of the store.
type activities struct {
	parent map[int32]int32   // 0 = it has none
	skills map[int32][]int32 // of those whose skills were decided
}

// decideActivities brings the store in line with the decisions on activities:
// names and weights, and what is counted as another activity. It goes before
// all that is derived from statements, and notes in the table retouched who and
// which places have to be looked at again.
func decideActivities(ctx context.Context, w *writer, decisions []roster.ActivityDecision) (activities, error) {
	out := activities{map[int32]int32{}, map[int32][]int32{}}
	if err := w.exec(ctx, "CREATE OR REPLACE TEMP TABLE retouched (actor INTEGER, place INTEGER)", nil); err != nil {
		return out, err
	}
	d := decider{w: w, keys: map[string]int32{}, lines: merge(decisions)}
	if err := d.findKeys(ctx); err != nil {
		return out, err
	}
	alias := map[int32]int32{}
	var said, rules [][]driver.Value
	for _, line := range d.lines {
		key := d.keys[line.Activity]
		switch {
		case key == 0: // no statement knows it yet
			continue
		case line.SameAs != "" && line.SameAs != line.Activity:
			alias[key] = d.keys[line.SameAs]
		case line.Root:
			out.parent[key] = 0
		case line.Parent != "":
			out.parent[key] = d.keys[line.Parent]
		}
		if line.Skills != nil {
			skills := []int32{}
			for _, s := range line.Skills {
				skills = append(skills, d.keys[skillIRI(s)])
			}
			slices.Sort(skills)
			out.skills[key] = slices.Compact(skills)
		}
		var weight any
		if line.Weight != 0 {
			weight = line.Weight
		}
		if line.Name != "" || weight != nil {
			said = append(said, []driver.Value{key, text0(line.Name), weight})
		}
		if line.Rule != "" {
			rules = append(rules, []driver.Value{key, line.Rule})
		}
	}
	for text, word := range d.words { // what names a skill in the file
		if !slices.ContainsFunc(said, func(r []driver.Value) bool { return r[0] == d.keys[text] && r[1] != nil }) {
			said = append(said, []driver.Value{d.keys[text], word, nil})
		}
	}
	for p, q := range out.parent { // to be counted as another is to stand where that stands
		out.parent[p] = end(alias, q)
	}
	if err := w.replaceRows(ctx, "activity_decision", said); err != nil {
		return out, err
	}
	if err := w.changeRules(ctx, rules); err != nil {
		return out, err
	}
	return out, w.changeAliases(ctx, alias)
}

// merge makes one line of several about one activity: of each column the last that says something.
func merge(decisions []roster.ActivityDecision) []roster.ActivityDecision {
	at := map[string]int{}
	var out []roster.ActivityDecision
	for _, d := range decisions {
		i, ok := at[d.Activity]
		if !ok {
			at[d.Activity] = len(out)
			out = append(out, d)
			continue
		}
		m := &out[i]
		if d.SameAs != "" {
			m.SameAs = d.SameAs
		}
		if d.Name != "" {
			m.Name = d.Name
		}
		if d.Parent != "" || d.Root {
			m.Parent, m.Root = d.Parent, d.Root
		}
		if d.Skills != nil {
			m.Skills = d.Skills
		}
		if d.Weight != 0 {
			m.Weight = d.Weight
		}
		if d.Rule != "" {
			m.Rule = d.Rule
		}
	}
	return out
}

// decider finds the keys of what decisions name.
type decider struct {
	w     *writer
	lines []roster.ActivityDecision
	keys  map[string]int32  // by IRI
	words map[string]string // IRIs of skills that are named by words
}

// findKeys looks the named activities up. What decisions put others below is
// made where no statement knows it.
func (d *decider) findKeys(ctx context.Context) error {
	if len(d.lines) == 0 {
		return nil
	}
	d.words = map[string]string{}
	wanted := map[string]bool{}
	for _, l := range d.lines {
		for _, iri := range []string{l.Activity, l.SameAs, l.Parent} {
			if iri != "" {
				wanted[iri] = true
			}
		}
		for _, s := range l.Skills {
			wanted[skillIRI(s)] = true
		}
	}
	iris := slices.Sorted(maps.Keys(wanted))
	if err := eachRow(ctx, d.w.conn, "SELECT activity, iri FROM activity WHERE iri IN (SELECT unnest(?::VARCHAR[]))", func(scan func(...any) error) error {
		var key int32
		var iri string
		err := scan(&key, &iri)
		d.keys[iri] = key
		return err
	}, iris); err != nil {
		return err
	}
	var next int32
	if err := d.w.conn.QueryRowContext(ctx, "SELECT coalesce(max(activity), 0) + 1 FROM activity").Scan(&next); err != nil {
		return err
	}
	var rows [][]driver.Value
	add := func(iri, typ string) bool {
		if iri == "" || d.keys[iri] != 0 {
			return false
		}
		d.keys[iri] = next
		rows = append(rows, []driver.Value{next, iri, text0(typ), false, nil, nil, nil, nil, nil, nil, nil})
		next++
		return true
	}
	for more := true; more; { // one that is made may have a line too
		more = false
		for _, l := range d.lines {
			if d.keys[l.Activity] == 0 {
				continue
			}
			more = add(l.SameAs, "") || more
			more = add(l.Parent, "") || more
			for _, s := range l.Skills {
				iri := skillIRI(s)
				if more = add(iri, typeSkill) || more; iri != s {
					d.words[iri] = s
				}
			}
		}
	}
	if err := d.w.appendRows("activity", rows); err != nil {
		return fmt.Errorf("write decided activities: %w", err)
	}
	return nil
}

// typeSkill is the type of skills that no statement names.
const typeSkill = "https://w3id.org/xapi/tla/activity-types/competency"

// skillIRI is the id of a skill, which may be written as a word.
func skillIRI(s string) string {
	if data.IsIRI(s) {
		return s
	}
	return "skill:" + url.PathEscape(strings.ToLower(s))
}

// end follows what is counted as another to its end.
func end(alias map[int32]int32, a int32) int32 {
	for range len(alias) {
		b, ok := alias[a]
		if !ok {
			return a
		}
		a = b
	}
	return a
}

// replaceRows replaces all rows of a small table.
func (w *writer) replaceRows(ctx context.Context, table string, rows [][]driver.Value) error {
	if err := w.exec(ctx, "DELETE FROM "+table, nil); err != nil {
		return err
	}
	return w.appendRows(table, rows)
}

// changeRules takes the attempt rules over; where one changes, the means do.
func (w *writer) changeRules(ctx context.Context, rules [][]driver.Value) error {
	if err := w.exec(ctx, "CREATE OR REPLACE TEMP TABLE was_rule AS FROM activity_rule", nil); err != nil {
		return err
	}
	if err := w.replaceRows(ctx, "activity_rule", rules); err != nil {
		return err
	}
	return w.exec(ctx, `INSERT INTO retouched SELECT NULL, place FROM place_activity WHERE role = 0 AND activity IN (
		SELECT activity FROM ((FROM activity_rule EXCEPT FROM was_rule) UNION (FROM was_rule EXCEPT FROM activity_rule)))`, nil)
}

// changeAliases counts activities as others, and those no longer that were.
func (w *writer) changeAliases(ctx context.Context, alias map[int32]int32) error {
	was := map[int32]int32{}
	if err := eachRow(ctx, w.conn, "SELECT activity, same_as FROM activity_alias", func(scan func(...any) error) error {
		var a, b int32
		err := scan(&a, &b)
		was[a] = b
		return err
	}); err != nil {
		return err
	}
	for _, a := range slices.Sorted(maps.Keys(alias)) { // of those that go round in a circle the first stands
		if seen := end(alias, a); alias[seen] != 0 {
			delete(alias, a)
		}
	}
	var rows, changed [][]driver.Value
	for _, a := range slices.Sorted(maps.Keys(alias)) {
		alias[a] = end(alias, a)
		rows = append(rows, []driver.Value{a, alias[a]})
		if was[a] != alias[a] {
			changed = append(changed, []driver.Value{a})
		}
	}
	for a := range was {
		if alias[a] == 0 {
			changed = append(changed, []driver.Value{a})
		}
	}
	if len(rows) == 0 && len(changed) == 0 {
		return nil
	}
	if err := w.replaceRows(ctx, "activity_alias", rows); err != nil {
		return err
	}
	if err := w.exec(ctx, "CREATE OR REPLACE TEMP TABLE changed_alias (activity INTEGER)", nil); err != nil {
		return err
	}
	if err := w.appendRowsIn("temp", "changed_alias", changed); err != nil {
		return err
	}
	for _, text := range aliasSteps {
		if err := w.exec(ctx, text, nil); err != nil {
			return fmt.Errorf("count activities as others: %w", err)
		}
	}
	return nil
}

// aliasSteps rewrite what statements are about. What they said is restored
// first where it was counted otherwise.
var aliasSteps = [...]string{
	`CREATE OR REPLACE TEMP TABLE again AS FROM aliased WHERE activity IN (FROM changed_alias) OR parent IN (FROM changed_alias)`,
	`UPDATE statement SET activity = a.activity, parent = a.parent FROM again a WHERE a.seq = statement.seq`,
	`DELETE FROM aliased WHERE seq IN (SELECT seq FROM again)`,
	`CREATE OR REPLACE TEMP TABLE other AS SELECT seq, activity, parent FROM statement
		WHERE activity IN (SELECT activity FROM activity_alias) OR parent IN (SELECT activity FROM activity_alias)`,
	`INSERT INTO aliased FROM other`,
	`UPDATE statement SET activity = al.same_as FROM activity_alias al WHERE al.activity = statement.activity`,
	`UPDATE statement SET parent = al.same_as FROM activity_alias al WHERE al.activity = statement.parent`,
	`INSERT INTO retouched SELECT DISTINCT actor, place FROM statement WHERE seq IN (SELECT seq FROM again UNION SELECT seq FROM other)`,
	// Where the changed ones only stand around a statement, its class may be another.
	`INSERT INTO retouched SELECT DISTINCT NULL::INTEGER, place FROM place_activity WHERE activity IN (FROM changed_alias)`,
	// A class that loses a place is known by its other places.
	`INSERT INTO retouched SELECT DISTINCT NULL::INTEGER, place FROM place_class WHERE class IN (
		SELECT class FROM place_class WHERE place IN (SELECT place FROM retouched))`,
}
