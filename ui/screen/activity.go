package screen

import "lrx/query"

// Activity is an activity with what a class did there and the attempts at it, within what the filter holds.
func Activity(iri string, f query.Filter) Page {
	f.Activity, f.Learner = iri, ""
	people := map[string]int{"learner_name": 1, "activity_name": 0}
	return Page{
		Kind: "activity", Named: "name", Within: f,
		Head: oneOf(Records.Activity, query.ActivitySheet, iri, f),
		Tabs: []Tab{
			summaryTab(iri, f),
			{
				Title: "Attempts",
				List:  listOf(Records.Attempts, query.AttemptSheet, f).weighed(people),
				Open:  func(id string) Page { return Attempt(id, "learner_name", f) },
				Empty: "No attempts yet: the statements about this activity are views, or have no result. They are in the next view.",
			},
			statementsTab(f, people),
		},
	}
}
