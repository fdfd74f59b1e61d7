package store

import (
	"database/sql/driver"

	"lrx/data/roster"
)

// asides are the lines of aside.csv in keys of the store, with everyone as class 0.
// A line that names nobody, or no class, that there is becomes a problem.
func (d *decided) asides(classes, learners map[string]int32) (rows [][]driver.Value) {
	for i := range d.Asides {
		x := &d.Asides[i]
		class, learner := classes[x.Class], learners[x.Learner]
		switch {
		case x.Class != "" && x.Class != roster.Everyone && class == 0:
			d.unknown(roster.AsideFile, x.Row, "class", x.Class, "the id of a class (lrx classes lists them)")
			continue
		case learner == 0:
			d.unknown(roster.AsideFile, x.Row, "learner", x.Learner, "a learner (lrx learners lists them)")
			continue
		}
		rows = append(rows, []driver.Value{key(class), learner, string(x.Signal), day(x.Until), x.Reason, time0(x.When), text0(x.By)})
	}
	return rows
}
