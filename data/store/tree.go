package store

import (
	"context"
	"database/sql/driver"
	"fmt"
	"slices"

	"lrx/data"
)

// besideSteps count how activities stand beside each other: first the statements
// of each place, so that it costs little where there are many of them.
var besideSteps = [...]string{
	`CREATE OR REPLACE TEMP TABLE place_count AS
		SELECT place, count(*) AS n FROM statement WHERE NOT voided AND NOT voiding AND activity IS NOT NULL GROUP BY place`,
	// An attempt stands for what it is mostly an attempt at.
	`CREATE OR REPLACE TEMP TABLE stand_in AS
		SELECT activity, arg_max(parent, (n, iri)) AS at FROM (
			SELECT s.activity, s.parent, count(*) AS n FROM statement s WHERE s.at_parent AND s.parent <> s.activity AND NOT s.voided AND NOT s.voiding GROUP BY ALL
		) JOIN (SELECT activity AS parent, iri FROM activity) USING (parent) GROUP BY activity`,
	`CREATE OR REPLACE TEMP TABLE around AS
		SELECT place, activity, min(role) AS role, any_value(n) AS n FROM (
			SELECT p.place, CASE WHEN p.role = 0 THEN p.activity ELSE coalesce(i.at, p.activity) END AS activity, p.role, c.n
			FROM place_at p JOIN place_count c USING (place) LEFT JOIN stand_in i ON i.activity = p.activity
			WHERE p.role < 3
		) GROUP BY place, activity`,
	`CREATE OR REPLACE TEMP TABLE beside AS
		SELECT o.activity AS a, p.activity AS b, o.role AS as_a, p.role AS as_b, sum(o.n)::BIGINT AS n
		FROM around o JOIN around p USING (place) WHERE o.role = 0 AND p.role > 0 GROUP BY ALL`,
	// What is never an object with something around it is told by what it stands with.
	`CREATE OR REPLACE TEMP TABLE mute AS
		SELECT DISTINCT activity FROM around WHERE role > 0 AND activity NOT IN (SELECT a FROM beside)`,
	`INSERT INTO beside
		SELECT a.activity, b.activity, a.role, b.role, sum(a.n)::BIGINT
		FROM around a JOIN around b USING (place)
		WHERE a.role > 0 AND b.role > 0 AND a.activity IN (FROM mute) AND a.activity <> b.activity
			AND (b.activity NOT IN (FROM mute) OR a.activity < b.activity)
		GROUP BY ALL`,
	`DROP TABLE around`,
}

// mostLevels is from how far below an activity still counts for an area. No
// course is that deep; statements that mean harm are.
const mostLevels = 100

// deriveTree puts the activities in their places, and notes in the table touched
// which statements now count for other areas than before.
func deriveTree(ctx context.Context, w *writer, d activities) error {
	for _, text := range besideSteps {
		if err := w.exec(ctx, text, nil); err != nil {
			return fmt.Errorf("derive the tree of activities: %w", err)
		}
	}
	g := grove{w: w, activities: d, kinds: map[int32]bool{}, skills: map[int32][]int32{}}
	for _, step := range []func(context.Context) error{g.readActivities, g.readBeside, g.grow, g.readSkills, g.compare, g.write} {
		if err := step(ctx); err != nil {
			return fmt.Errorf("derive the tree of activities: %w", err)
		}
	}
	return nil
}

// grove is the tree with its skills while it is being made.
type grove struct {
	w *writer
	activities

	all     []data.TreeActivity
	beside  []data.Beside
	kinds   map[int32]bool // whether an activity is a skill by its type
	nodes   []data.TreeNode
	cuts    []data.TreeCut
	skills  map[int32][]int32 // of each activity, in order
	isSkill map[int32]bool

	stale [][]driver.Value // what is to be written anew
	gone  [][]driver.Value // activities that have no place any more
}

func (g *grove) readActivities(ctx context.Context) error {
	return eachRow(ctx, g.w.conn, `SELECT activity, iri, coalesce(type, '') FROM activity
			WHERE activity NOT IN (SELECT activity FROM activity_alias) ORDER BY activity`, func(scan func(...any) error) error {
		var a data.TreeActivity
		if err := scan(&a.Activity, &a.IRI, &a.Type); err != nil {
			return err
		}
		a.Parent, a.Decided = g.parent[a.Activity]
		if data.IsCompetency(a.Type) {
			g.kinds[a.Activity] = true
		}
		g.all = append(g.all, a)
		return nil
	})
}

func (g *grove) readBeside(ctx context.Context) error {
	return eachValue(ctx, g.w.conn, "SELECT a, b, as_a, as_b, n FROM beside WHERE $part = 0", 0, func(v []driver.Value) {
		g.beside = append(g.beside, data.Beside{ //nolint:forcetypeassert // as the columns are
			A: v[0].(int32), B: v[1].(int32), AsA: data.Role(v[2].(uint8)), AsB: data.Role(v[3].(uint8)), N: v[4].(int64),
		})
	})
}

func (g *grove) grow(context.Context) error {
	g.nodes, g.cuts = data.Tree(g.all, g.beside)
	g.all, g.beside = nil, nil
	return nil
}

// readSkills reads the skills that statements name, and puts the decided ones in
// their place.
func (g *grove) readSkills(ctx context.Context) error {
	kinds := make([]int32, 0, len(g.kinds))
	for a := range g.kinds {
		kinds = append(kinds, a)
	}
	slices.Sort(kinds)
	if err := eachRow(ctx, g.w.conn, `SELECT DISTINCT o.activity, k.activity AS skill FROM place_at o JOIN place_at k USING (place) JOIN place_count USING (place)
			WHERE o.role = 0 AND k.role > 0 AND (k.role = 3 OR k.activity IN (SELECT unnest(?::INTEGER[]))) AND o.activity <> k.activity ORDER BY ALL`, func(scan func(...any) error) error {
		var activity, skill int32
		err := scan(&activity, &skill)
		g.skills[activity] = append(g.skills[activity], skill)
		return err
	}, kinds); err != nil {
		return err
	}
	for a, all := range g.activities.skills {
		g.skills[a] = all
	}
	g.isSkill = map[int32]bool{}
	for _, all := range g.skills {
		for _, s := range all {
			g.isSkill[s] = true
		}
	}
	return nil
}

// compare finds the activities whose own place, or a place above them, is not
// what it was.
func (g *grove) compare(ctx context.Context) error {
	was := map[int32]data.TreeNode{}
	if err := eachRow(ctx, g.w.conn, "SELECT activity, coalesce(parent, 0), depth, area, question FROM activity_tree", func(scan func(...any) error) error {
		var n data.TreeNode
		err := scan(&n.Activity, &n.Parent, &n.Depth, &n.Area, &n.Question)
		was[n.Activity] = n
		return err
	}); err != nil {
		return err
	}
	had, wasSkill := map[int32][]int32{}, map[int32]bool{}
	if err := eachRow(ctx, g.w.conn, "SELECT activity, skill FROM activity_skill ORDER BY ALL", func(scan func(...any) error) error {
		var activity, skill int32
		err := scan(&activity, &skill)
		had[activity], wasSkill[skill] = append(had[activity], skill), true
		return err
	}); err != nil {
		return err
	}
	other := map[int32]bool{}
	for _, n := range g.nodes {
		a := n.Activity
		other[a] = was[a] != n || !slices.Equal(had[a], g.skills[a]) || wasSkill[a] != g.isSkill[a]
		delete(was, a)
	}
	at := g.byNumber()
	for i := range g.nodes {
		for p, level := &g.nodes[i], 0; p != nil && level < mostLevels; p, level = at[p.Parent], level+1 {
			if other[p.Activity] {
				g.stale = append(g.stale, []driver.Value{g.nodes[i].Activity})
				break
			}
		}
	}
	for a := range was {
		g.gone = append(g.gone, []driver.Value{a})
	}
	return nil
}

func (g *grove) byNumber() map[int32]*data.TreeNode {
	at := make(map[int32]*data.TreeNode, len(g.nodes))
	for i := range g.nodes {
		at[g.nodes[i].Activity] = &g.nodes[i]
	}
	return at
}

func (g *grove) write(ctx context.Context) error {
	var cuts [][]driver.Value
	for _, c := range g.cuts {
		cuts = append(cuts, []driver.Value{c.Child, c.Parent})
	}
	if err := g.w.replaceRows(ctx, "activity_cut", cuts); err != nil {
		return err
	}
	if len(g.stale)+len(g.gone) == 0 {
		return nil
	}
	if err := g.w.exec(ctx, "CREATE OR REPLACE TEMP TABLE stale (activity INTEGER)", nil); err != nil {
		return err
	}
	if err := g.w.appendRowsIn("temp", "stale", slices.Concat(g.stale, g.gone)); err != nil {
		return err
	}
	for _, table := range []string{"activity_tree", "activity_below", "activity_skill"} {
		if err := g.w.exec(ctx, "DELETE FROM "+table+" WHERE activity IN (FROM stale)", nil); err != nil {
			return err
		}
	}
	trees, belows, skills := g.rows()
	for table, rows := range map[string][][]driver.Value{"activity_tree": trees, "activity_below": belows, "activity_skill": skills} {
		if err := g.w.appendRows(table, rows); err != nil {
			return err
		}
	}
	return g.w.exec(ctx, "INSERT INTO touched SELECT DISTINCT NULL::INTEGER, place FROM place_at WHERE role = 0 AND activity IN (FROM stale)", nil)
}

// rows are the rows of the stale activities.
func (g *grove) rows() (trees, belows, skills [][]driver.Value) {
	at := g.byNumber()
	for _, row := range g.stale {
		a := row[0].(int32) //nolint:forcetypeassert // see compare
		n := at[a]
		trees = append(trees, []driver.Value{a, key(n.Parent), n.Depth, n.Area, n.Question})
		for _, s := range g.skills[a] {
			skills = append(skills, []driver.Value{a, s})
		}
		for _, above := range g.above(at, n) {
			belows = append(belows, []driver.Value{above, a})
		}
	}
	return trees, belows, skills
}

// above are the areas and skills that an activity counts for, itself among them.
func (g *grove) above(at map[int32]*data.TreeNode, n *data.TreeNode) []int32 {
	var all []int32
	if g.isSkill[n.Activity] {
		all = append(all, n.Activity)
	}
	for p, level := n, 0; p != nil && level < mostLevels; p, level = at[p.Parent], level+1 {
		if p.Area {
			all = append(all, p.Activity)
		}
		all = append(all, g.skills[p.Activity]...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
