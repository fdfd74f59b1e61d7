package store

import (
	"cmp"
	"context"
	"database/sql/driver"
	"errors"
	"slices"
	"time"

	"lrx/data/roster"
)

// classes puts the classes of the roster beside those from records.
func (d *decided) classes(ctx context.Context, w *writer) error {
	for _, table := range []string{"course_place", "enrolment", "teacher", "class_term", "class_course"} {
		if err := w.replaceRows(ctx, table, nil); err != nil {
			return err
		}
	}
	if len(d.Roster.Classes) == 0 {
		return nil
	}
	keys, err := d.classKeys(ctx, w)
	if err != nil {
		return err
	}
	courses := map[string][]string{}
	names := map[string]string{}
	for i := range d.Courses {
		c := &d.Courses[i]
		if c.Course != "" {
			courses[c.Class] = append(courses[c.Class], c.Course)
		}
		names[c.Class] = cmp.Or(c.Name, names[c.Class])
	}
	terms := map[string]*roster.Term{}
	for i := range d.Roster.Terms {
		terms[d.Roster.Terms[i].ID] = &d.Roster.Terms[i]
	}
	var classRows, courseRows, termRows [][]driver.Value
	for i := range d.Roster.Classes {
		c := &d.Roster.Classes[i]
		key := keys[c.ID]
		classRows = append(classRows, []driver.Value{key, c.ID, text0(cmp.Or(names[c.ID], c.Title)), KindRoster, nil, nil, len(courses[c.ID]) == 0})
		for _, iri := range courses[c.ID] {
			courseRows = append(courseRows, []driver.Value{key, iri})
		}
		for _, id := range c.Terms {
			if t := terms[id]; t != nil && t.Begin != (roster.Date{}) && t.End != (roster.Date{}) {
				termRows = append(termRows, []driver.Value{key, t.ID, text0(t.Title), day(t.Begin), day(t.End)})
			}
		}
	}
	classRows = append(classRows, []driver.Value{keys[roster.Outside], roster.Outside, "Not in the roster", KindOutside, nil, nil, true})
	if _, err := w.conn.ExecContext(ctx, "CREATE OR REPLACE TEMP TABLE mapped (class INTEGER, iri VARCHAR)"); err != nil {
		return err
	}
	for _, t := range []struct {
		catalog, table string
		rows           [][]driver.Value
	}{{storeName, "class", classRows}, {"temp", "mapped", courseRows}, {storeName, "class_term", termRows}} {
		if err := w.appendRowsIn(t.catalog, t.table, t.rows); err != nil {
			return err
		}
	}
	if _, err := w.conn.ExecContext(ctx, `INSERT INTO course_place
		SELECT DISTINCT m.class, p.place FROM mapped m JOIN activity a ON a.iri = m.iri LEFT JOIN activity_alias l USING (activity)
		JOIN place_at p ON p.activity = coalesce(l.same_as, a.activity) AND p.role < 3`); err != nil {
		return err
	}
	return errors.Join(d.unknownCourses(ctx, w), d.coursesOf(ctx, w, keys), d.enrol(w, keys))
}

// unknownCourses tells of courses that no statement names: they may be slips.
func (d *decided) unknownCourses(ctx context.Context, w *writer) error {
	unknown, err := column[string](ctx, w.conn, "SELECT DISTINCT iri FROM mapped WHERE iri NOT IN (SELECT iri FROM activity)")
	for i := range d.Courses {
		if c := &d.Courses[i]; slices.Contains(unknown, c.Course) {
			d.unknown(roster.ClassesFile, c.Row, "course", c.Course, "a course that statements name (lrx activities lists what they name); until some do, the class counts nothing there")
		}
	}
	return err
}

// unknown notes that a row names what is not there.
func (d *decided) unknown(file string, row int, column, found, want string) {
	d.problems = append(d.problems, roster.Problem{File: file, Row: row, Column: column, Found: found, Want: want})
}

// classKeys are the keys of the classes of the roster; new ones get theirs.
func (d *decided) classKeys(ctx context.Context, w *writer) (map[string]int32, error) {
	keys := map[string]int32{}
	next := int32(rosterKeys)
	if err := eachRow(ctx, w.conn, "SELECT class, id FROM roster_class", func(scan func(...any) error) error {
		var key int32
		var id string
		err := scan(&key, &id)
		keys[id], next = key, max(next, key)
		return err
	}); err != nil {
		return nil, err
	}
	ids := []string{roster.Outside}
	for i := range d.Roster.Classes {
		ids = append(ids, d.Roster.Classes[i].ID)
	}
	var rows [][]driver.Value
	for _, id := range ids {
		if _, ok := keys[id]; !ok {
			next++
			keys[id] = next
			rows = append(rows, []driver.Value{next, id})
		}
	}
	return keys, w.appendRows("roster_class", rows)
}

// enrol fills in who learns and who teaches in which class. Who is enrolled twice
// in a class, or is two persons of the roster and one learner, is there once.
func (d *decided) enrol(w *writer, keys map[string]int32) error {
	type place struct{ class, learner int32 }
	done := map[place]bool{}
	var learners, teachers [][]driver.Value
	enrolments := slices.Clone(d.Roster.Enrollments)
	slices.SortStableFunc(enrolments, func(a, b roster.Enrollment) int { return cmp.Compare(a.ID, b.ID) })
	for i := range enrolments {
		e := &enrolments[i]
		p, class := d.persons[e.User], keys[e.Class]
		if p == nil || class == 0 {
			continue // told as a problem of the roster
		}
		if !e.Learns() {
			teachers = append(teachers, []driver.Value{class, p.Name, e.Role})
			continue
		}
		if at := (place{class, p.learner}); p.learner != 0 && !done[at] {
			done[at] = true
			learners = append(learners, []driver.Value{class, p.learner, text0(e.Group), day(e.Begin), day(e.End)})
		}
	}
	if err := w.appendRows("teacher", teachers); err != nil {
		return err
	}
	return w.appendRows("enrolment", learners)
}

// rest keeps what else the files say, for questions, and what of them cannot be used.
func (d *decided) rest(ctx context.Context, w *writer) error {
	classes, err := keyed(ctx, w, "SELECT class, id FROM class")
	if err != nil {
		return err
	}
	learners := map[string]int32{}
	if len(d.Outcomes) > 0 || len(d.Asides) > 0 || slices.ContainsFunc(d.Due, func(x roster.Due) bool { return x.Learner != "" }) {
		if learners, err = d.learnersNamed(ctx, w); err != nil {
			return err
		}
	}
	var due, off, problems [][]driver.Value
	for i := range d.Due {
		x := &d.Due[i]
		class, learner := classes[x.Class], learners[x.Learner]
		switch {
		case x.Class != "" && class == 0:
			d.unknown(roster.DueFile, x.Row, "class", x.Class, "the id of a class (lrx classes lists them)")
			continue
		case x.Learner != "" && learner == 0:
			d.unknown(roster.DueFile, x.Row, "learner", x.Learner, "a learner (lrx learners lists them)")
			continue
		}
		due = append(due, []driver.Value{key(class), x.Activity, time0(x.At), day(x.Day), x.Weight, key(learner), text0(x.Group), x.Excused})
	}
	for i := range d.Calendar {
		x := &d.Calendar[i]
		class := classes[x.Class]
		if x.Class != "" && class == 0 {
			d.unknown(roster.CalendarFile, x.Row, "class", x.Class, "the id of a class (lrx classes lists them)")
			continue
		}
		off = append(off, []driver.Value{day(x.From), day(x.To), x.Kind, text0(x.Name), key(class), text0(x.Source)})
	}
	if err := d.outcomes(ctx, w, classes, learners); err != nil {
		return err
	}
	aside := d.asides(classes, learners)
	for i := range d.problems {
		p := &d.problems[i]
		problems = append(problems, []driver.Value{p.File, int64(p.Row), p.Column, p.Found, p.Want})
	}
	for table, rows := range map[string][][]driver.Value{"due": due, "day_off": off, "aside": aside, "problem": problems} {
		if err := w.replaceRows(ctx, table, rows); err != nil {
			return err
		}
	}
	if err := w.exec(ctx, dueBySaying, nil); err != nil {
		return err
	}
	if err := setMeta(ctx, w.conn, metaRule, d.Profile.Scoring.AttemptRule); err != nil {
		return err
	}
	if types, err := readTypes(ctx, w.conn); err != nil || types != typesOf(d.Profile.Mapping()) {
		d.Digest = "" // changed while statements were read: they are not what the files say
	}
	return setMeta(ctx, w.conn, metaDecided, d.Digest)
}

// metaDecided is the digest of the files that the store's tables were made from.
const metaDecided = "decided"

// keyed reads keys by name.
func keyed(ctx context.Context, w *writer, query string) (map[string]int32, error) {
	all := map[string]int32{}
	err := eachRow(ctx, w.conn, query, func(scan func(...any) error) error {
		var key int32
		var name string
		err := scan(&key, &name)
		all[name] = key
		return err
	})
	return all, err
}

// day is a date as a column value.
func day(d roster.Date) any {
	if d == (roster.Date{}) {
		return nil
	}
	return d.In(time.UTC)
}
