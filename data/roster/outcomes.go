package roster

import (
	"strconv"
	"strings"
)

// OutcomesFile is the file of what came of learners in runs that are over.
const OutcomesFile = "outcomes.csv"

// Passed, Failed and Withdrew are what can come of a learner in a class.
const (
	Passed   = "passed"
	Failed   = "failed"
	Withdrew = "withdrew"
)

// Outcome is a line of outcomes.csv: what came of a learner in a class. A class
// of whose learners it is known is a finished run, from which a model of risk
// can be learned and on which it is tested.
type Outcome struct {
	Class   string // of the roster, or a course's IRI
	Learner string // learner id (L-…) or canonical key, a roster's user by UserKey
	Outcome string // Passed, Failed or Withdrew
	When    Date   // the day since which it is known; a learner who withdrew is gone from that day on
	Row     int
}

var outcomeColumns = layout{
	columns:  []string{"class", "learner", "outcome", "when"},
	required: []string{"class", "learner", "outcome", "when"}, comments: true, strict: true,
}

func (r *reader) outcomes(f *text) {
	type of struct{ class, learner string }
	first := map[of]int{}
	outcomeColumns.each(f, r.problems, func(w *row) {
		o, ok := r.readOutcome(w)
		if !ok {
			return
		}
		key := of{o.Class, o.Learner}
		if line, twice := first[key]; twice {
			w.wrong("learner", "one line for the same class and learner; there is one in line "+strconv.Itoa(line))
			return
		}
		first[key] = o.Row
		r.d.Outcomes = append(r.d.Outcomes, o)
	})
}

func (r *reader) readOutcome(w *row) (Outcome, bool) {
	o := Outcome{Class: w.get("class"), Outcome: strings.ToLower(w.get("outcome")), Row: w.line}
	if reserved(o.Class) || !r.anyClass(o.Class) {
		return o, w.wrong("class", wantClass+"; everyone and outside are no runs of a course")
	}
	var ok bool
	if o.Learner, ok = r.learner(w.get("learner")); !ok || o.Learner == "" {
		return o, w.wrong("learner", "an identifier, a learner's id (L-…) or the id of a user of the roster")
	}
	switch o.Outcome {
	case Passed, Failed, Withdrew:
	default:
		return o, w.wrong("outcome", "passed, failed or withdrew")
	}
	if o.When, ok = parseDate(w.get("when")); !ok {
		return o, w.wrong("when", wantDate)
	}
	return o, true
}
