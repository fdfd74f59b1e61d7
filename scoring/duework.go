package scoring

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// dueWork is what was handed in of what was due.
type dueWork struct {
	*view
	works [][]owed // of each learner
	mean  float64  // credit of the whole class by what was due; NaN = nothing was
	dated bool     // there are due dates
}

// owed is a work that was due by the as-of time.
type owed struct {
	due    Due
	in     *HandIn // nil = not handed in
	credit float64 // 1 on time, less if late, 0 if not at all
	weight float64 // 1 = the mean of the learner's works
}

func newDueWork(v *view) *dueWork {
	d := &dueWork{view: v, works: make([][]owed, len(v.c.Learners)), mean: math.NaN()}
	credit, due := 0.0, 0.0
	for u := range v.c.Learners {
		d.dated = d.dated || len(v.c.Learners[u].Dues) > 0
		d.works[u] = v.owes(u)
		for _, w := range d.works[u] {
			credit += w.weight * w.credit
			due += w.weight
		}
	}
	if due > 0 {
		d.mean = credit / due
	}
	return d
}

// owes are the works of a learner that were due by the as-of time.
func (v *view) owes(u int) []owed {
	l := &v.c.Learners[u]
	var out []owed
	var points []float64
	for _, d := range l.Dues {
		if d.Excused || d.At.After(v.c.AsOf) {
			continue
		}
		w := owed{due: d, in: l.handIn(d.Activity)}
		if w.in != nil {
			w.credit = 1
			if w.late() {
				w.credit = v.p.DueWork.Late
			}
		}
		known := d.Weight
		if math.IsNaN(known) {
			known = v.c.Activities[d.Activity].Points
		}
		points = append(points, v.p.Points(known))
		out = append(out, w)
	}
	for i, w := range RelativeWeights(points) {
		out[i].weight = w
	}
	return out
}

// late says whether a work was handed in after the day on which it was due.
func (w *owed) late() bool { return !w.in.At.Before(w.due.DayEnd) }

func (l *Learner) handIn(activity int) *HandIn {
	for i := range l.HandIns {
		if l.HandIns[i].Activity == activity {
			return &l.HandIns[i]
		}
	}
	return nil
}

// RelativeWeights are points divided by their mean.
func RelativeWeights(points []float64) []float64 {
	sum := 0.0
	for _, a := range points {
		sum += a
	}
	out := make([]float64, len(points))
	for i, a := range points {
		out[i] = a * float64(len(points)) / sum
	}
	return out
}

// Handed is the share of due work that was handed in, drawn towards the share
// of the class: (credit + 2 μ) / (due + 2), where credit and due are sums of
// relative weights.
func (p Profile) Handed(credit, due, class float64) float64 {
	return (credit + p.DueWork.Prior*class) / (due + p.DueWork.Prior)
}

func (d *dueWork) impossible() string {
	if !d.dated {
		return "no due dates are known"
	}
	return ""
}

func (d *dueWork) of(u int) factor {
	works := d.works[u]
	if len(works) == 0 {
		why := "no due dates are known"
		if d.dated {
			why = "nothing was due yet"
		}
		return factor{value: math.NaN(), sd: math.NaN(), missing: why, parts: []part{absent("handed in", 1, why)}}
	}
	credit, in, late := 0.0, 0, 0
	for i := range works {
		w := &works[i]
		credit += w.weight * w.credit
		if w.in != nil {
			in++
			if w.late() {
				late++
			}
		}
	}
	n := float64(len(works))
	x := d.p.Handed(credit, n, d.mean)
	f := d.p.join([]part{{
		name: "handed in", weight: 1, value: x, sd: d.p.proportion(x, n),
		formula: d.formula(works, in, late, credit),
	}})
	for i := range works {
		f.used = append(f.used, source{ofDue, works[i].due.Activity})
	}
	f.sentence = fmt.Sprintf("%d of %s handed in", in, count(len(works), "due work"))
	if late > 0 {
		f.sentence += fmt.Sprintf(", %d late", late)
	}
	f.sentence += "."
	f.plain = f.sentence
	return f
}

func (d *dueWork) formula(works []owed, in, late int, credit float64) string {
	prior := num(d.p.DueWork.Prior)
	head := fmt.Sprintf("%d + %s × %d", in-late, num(d.p.DueWork.Late), late)
	if slices.ContainsFunc(works, func(w owed) bool { return w.weight != 1 }) {
		terms := make([]string, 0, len(works))
		for _, w := range works {
			if w.credit > 0 {
				terms = append(terms, num(w.weight)+" × "+num(w.credit))
			}
		}
		head = strings.Join(terms, " + ")
		if head == "" {
			head = num(credit)
		}
	}
	return fmt.Sprintf("(%s + %s × %s) / (%d + %s)", head, prior, num(d.mean), len(works), prior)
}

func (d *dueWork) observe(u int) []Observation {
	l := &d.c.Learners[u]
	var out []Observation
	due := map[int]bool{}
	k := 0 // of the works that were due, in the same order
	for _, x := range l.Dues {
		due[x.Activity] = true
		o := Observation{Factor: DueWork, What: "due work", Activity: x.Activity, At: x.At, Value: math.NaN()}
		switch {
		case x.Excused:
			o.Why = "excused"
		case x.At.After(d.c.AsOf):
			o.Why = "not due yet"
		default:
			o = d.works[u][k].observation(o)
			k++
		}
		out = append(out, o)
	}
	for _, h := range l.HandIns {
		if !due[h.Activity] {
			out = append(out, Observation{
				Factor: DueWork, What: "handed in", Activity: h.Activity, At: h.At, Value: math.NaN(),
				Statement: h.Statement, Why: "it was not due",
			})
		}
	}
	return out
}

func (w *owed) observation(o Observation) Observation {
	o.Used, o.Value, o.Why = true, w.credit, "not handed in"
	if w.in == nil {
		return o
	}
	o.At, o.Statement, o.Why = w.in.At, w.in.Statement, "handed in on time"
	if w.late() {
		o.Why = "handed in late, after the day it was due"
	}
	return o
}

// DaysEarly is how long before a deadline something was handed in, in days;
// negative is after it.
func DaysEarly(due, in time.Time) float64 { return due.Sub(in).Hours() / 24 }
