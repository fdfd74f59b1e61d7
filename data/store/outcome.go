package store

import (
	"context"
	"database/sql/driver"

	"lrx/data/roster"
)

// outcomes keeps what came of learners. Two lines that turn out to be about one
// learner of a class contradict each other or say nothing new: the first holds.
func (d *decided) outcomes(ctx context.Context, w *writer, classes, learners map[string]int32) error {
	type place struct{ class, learner int32 }
	done := map[place]bool{}
	var rows [][]driver.Value
	for i := range d.Outcomes {
		o := &d.Outcomes[i]
		at := place{classes[o.Class], learners[o.Learner]}
		switch {
		case at.class == 0:
			d.unknown(roster.OutcomesFile, o.Row, "class", o.Class, "the id of a class (lrx classes lists them)")
		case at.learner == 0:
			d.unknown(roster.OutcomesFile, o.Row, "learner", o.Learner, "a learner (lrx learners lists them)")
		case done[at]:
			d.unknown(roster.OutcomesFile, o.Row, "learner", o.Learner, "one line for each learner of a class; another identifier of this learner stands in a line above")
		default:
			done[at] = true
			rows = append(rows, []driver.Value{at.class, at.learner, o.Outcome, day(o.When)})
		}
	}
	return w.replaceRows(ctx, "outcome", rows)
}

// coursesOf keeps which courses the classes of the roster are runs of: the
// roster's own, and those of classes.csv.
func (d *decided) coursesOf(ctx context.Context, w *writer, keys map[string]int32) error {
	type pair struct {
		class  int32
		course string
	}
	done := map[pair]bool{}
	var rows [][]driver.Value
	add := func(class, course string) {
		p := pair{keys[class], course}
		if p.class != 0 && course != "" && !done[p] {
			done[p] = true
			rows = append(rows, []driver.Value{p.class, course})
		}
	}
	for i := range d.Roster.Classes {
		add(d.Roster.Classes[i].ID, d.Roster.Classes[i].Course)
	}
	for i := range d.Courses {
		add(d.Courses[i].Class, d.Courses[i].Course)
	}
	return w.replaceRows(ctx, "class_course", rows)
}

// learnersNamed are the learners by what lines of files call them: their ids,
// the keys of their identifiers, and users of the roster by their keys.
func (d *decided) learnersNamed(ctx context.Context, w *writer) (map[string]int32, error) {
	named, err := keyed(ctx, w, "SELECT learner, id FROM learner UNION ALL SELECT learner, key FROM one JOIN actor USING (actor)")
	for id, p := range d.persons {
		if p.learner != 0 {
			named[roster.UserKey(id)] = p.learner
		}
	}
	return named, err
}
