package store

import (
	"cmp"
	"context"
	"database/sql/driver"
	"maps"
	"slices"
	"strings"
	"time"

	"lrx/data"
	"lrx/data/roster"
)

// Kinds of classes.
const (
	KindCourse  = "course"  // the statements at a course, whoever they are of
	KindTeam    = "team"    // the statements with a context.team
	KindRoster  = "roster"  // the records of those who are enrolled
	KindOutside = "outside" // those of people who are enrolled nowhere
)

// rosterKeys is where the keys of classes of the roster begin, above all others.
const rosterKeys = 1 << 30

// decided is what the folder's files decide, while it is put into tables.
type decided struct {
	roster.Decisions
	problems []roster.Problem
	zone     *time.Location

	persons map[string]*person // of the roster, by id
	blocks  map[int32]*block   // learners that the files say something about
	below   int32              // the number of the last one without an actor
}

// person is a user of the roster.
type person struct {
	*roster.User
	learns  bool
	learner int32 // 0 = no learner
}

// block is a learner as the files have it.
type block struct {
	key     string // gives the learner her id
	name    string
	persons []string // ids in the roster
}

// readDecided reads the files of a folder.
func readDecided(dir string) (*decided, error) {
	all, problems, err := roster.ReadDecisions(dir)
	if err != nil {
		return nil, err
	}
	d := &decided{Decisions: all, problems: problems, zone: time.Local, persons: map[string]*person{}, blocks: map[int32]*block{}}
	if all.Profile.Timezone != "" {
		if tz, err := time.LoadLocation(all.Profile.Timezone); err == nil {
			d.zone = tz
		}
	}
	for i := range all.Roster.Users {
		u := &all.Roster.Users[i]
		d.persons[u.ID] = &person{User: u}
	}
	d.roles()
	return d, nil
}

// roles tells learners from others: by what they are enrolled as, and those who
// are enrolled nowhere by what they are.
func (d *decided) roles() {
	enrolled := map[string]bool{}
	learns := map[string]bool{}
	for i := range d.Roster.Enrollments {
		e := &d.Roster.Enrollments[i]
		enrolled[e.User] = true
		learns[e.User] = learns[e.User] || e.Learns()
	}
	for id, p := range d.persons {
		if enrolled[id] {
			p.learns = learns[id]
		} else {
			e := roster.Enrollment{Role: strings.ToLower(p.Role)}
			p.learns = e.Learns() || e.Role == ""
		}
	}
}

// people changes temp.one, in which each actor is a learner but for hashed
// addresses, to what the roster and people.csv say.
func (d *decided) people(ctx context.Context, w *writer) error {
	links, conflicts := d.Roster.Identities()
	keys := map[string]bool{}
	for _, l := range links {
		keys[l.A], keys[l.B] = true, true
	}
	for id := range d.persons {
		keys[roster.UserKey(id)] = true
	}
	for i := range d.People {
		keys[d.People[i].IFI], keys[d.People[i].Other] = true, true
	}
	if err := d.conflicts(ctx, w, conflicts); err != nil || len(keys) == 0 {
		return err
	}
	actors, more, err := actorsOf(ctx, w, keys)
	if err != nil {
		return err
	}
	parts := roster.Partition(slices.Collect(maps.Keys(keys)), append(links, more...), d.People)
	var rows [][]driver.Value
	for i := range parts {
		rows = append(rows, d.join(&parts[i], actors)...)
	}
	if _, err := w.conn.ExecContext(ctx, "CREATE OR REPLACE TEMP TABLE decided (actor INTEGER, learner INTEGER)"); err != nil {
		return err
	}
	if err := w.appendRowsIn("temp", "decided", rows); err != nil {
		return err
	}
	for _, text := range []string{
		"DELETE FROM one WHERE actor IN (SELECT actor FROM decided)",
		"INSERT INTO one FROM decided WHERE learner IS NOT NULL", // the others are no learners
		"DROP TABLE decided",
	} {
		if _, err := w.conn.ExecContext(ctx, text); err != nil {
			return err
		}
	}
	return nil
}

// actorsOf finds the actors of keys, and of those who are one learner with them
// already, and says so with links.
func actorsOf(ctx context.Context, w *writer, keys map[string]bool) (actors map[string]int32, links []roster.Link, err error) {
	rows := make([][]driver.Value, 0, len(keys))
	for k := range keys {
		rows = append(rows, []driver.Value{k})
	}
	if _, err := w.conn.ExecContext(ctx, "CREATE OR REPLACE TEMP TABLE named (key VARCHAR)"); err != nil {
		return nil, nil, err
	}
	if err := w.appendRowsIn("temp", "named", rows); err != nil {
		return nil, nil, err
	}
	actors = map[string]int32{}
	var last int32
	var first string
	err = eachRow(ctx, w.conn, `SELECT o.learner, o.actor, a.key FROM one o JOIN actor a USING (actor)
		WHERE o.learner IN (SELECT o.learner FROM one o JOIN actor a USING (actor) JOIN named n ON n.key = a.key)
		ORDER BY o.learner, a.key`, func(scan func(...any) error) error {
		var learner, actor int32
		var key string
		if err := scan(&learner, &actor, &key); err != nil {
			return err
		}
		if learner != last {
			last, first = learner, key
		} else {
			links = append(links, roster.Link{A: first, B: key, Alias: true})
		}
		actors[key] = actor
		return nil
	})
	return actors, links, err
}

// join makes a learner of a part, or nobody of those who only teach.
func (d *decided) join(part *roster.Block, actors map[string]int32) (rows [][]driver.Value) {
	b := &block{key: part.ID}
	var here []int32
	learns := true
	for _, k := range part.Keys {
		if a, ok := actors[k]; ok {
			here = append(here, a)
		}
		if id, ok := roster.IsUserKey(k); ok && d.persons[id] != nil {
			p := d.persons[id]
			learns = p.learns || learns && len(b.persons) > 0
			b.persons = append(b.persons, id)
			b.name = cmp.Or(b.name, p.Name)
		}
	}
	if !learns {
		for _, a := range here {
			rows = append(rows, []driver.Value{a, nil})
		}
		return rows
	}
	var learner int32
	switch {
	case len(here) > 0:
		learner = slices.Min(here)
	case len(b.persons) > 0:
		d.below--
		learner = d.below
	default:
		return nil // named in people.csv, and never seen
	}
	d.blocks[learner] = b
	for _, id := range b.persons {
		d.persons[id].learner = learner
	}
	for _, a := range here {
		rows = append(rows, []driver.Value{a, learner})
	}
	return rows
}

// conflicts keeps what two of the roster claim.
func (d *decided) conflicts(ctx context.Context, w *writer, all []roster.Conflict) error {
	var rows [][]driver.Value
	for _, c := range all {
		names := make([]string, len(c.Users))
		for i, id := range c.Users {
			names[i] = d.persons[id].Name
		}
		rows = append(rows, []driver.Value{c.Key, strings.Join(c.Users, "\n"), strings.Join(names, "\n")})
	}
	return w.replaceRows(ctx, "person_conflict", rows)
}

// learners names the learners: id from the smallest identity key, name from the
// roster, else the newest statement, else the account.
func (d *decided) learners(ctx context.Context, w *writer) error {
	var rows [][]driver.Value
	add := func(learner int32, key, name string) {
		var id any
		if b := d.blocks[learner]; b != nil {
			key, name = cmp.Or(b.key, key), cmp.Or(b.name, name)
			if len(b.persons) > 0 {
				id = b.persons[0]
			}
		}
		rows = append(rows, []driver.Value{learner, data.LearnerID(key), text0(name), id})
	}
	for learner := d.below; learner < 0; learner++ {
		add(learner, "", "")
	}
	if err := eachRow(ctx, w.conn, `SELECT learner, min(key), coalesce(arg_max(name, (named, name)), max(account), '')
		FROM one JOIN actor USING (actor) GROUP BY learner ORDER BY learner`, func(scan func(...any) error) error {
		var learner int32
		var key, name string
		err := scan(&learner, &key, &name)
		add(learner, key, name)
		return err
	}); err != nil {
		return err
	}
	return w.replaceRows(ctx, "learner", rows)
}
