package screen

import "lrx/query"

// Attempt is one try with its statements in order. It is named by the column
// that tells it from its neighbours: by the activity among a learner's
// attempts, by the learner among an activity's.
func Attempt(id, named string, f query.Filter) Page {
	f = query.Filter{Class: f.Class}
	of := f
	of.Attempt = id
	return Page{
		Kind: "attempt", Named: named, Within: of,
		Head: oneOf(Records.Attempt, query.AttemptSheet, id, f),
		Tabs: []Tab{statementsTab(of, map[string]int{"learner_name": 0})},
	}
}
