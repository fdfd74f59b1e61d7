package screen

import "lrx/query"

// Learner is a learner with her attempts, statements and areas, within what the
// filter holds: a learner of a class is shown with the class's records.
func Learner(id string, f query.Filter) Page {
	f.Learner, f.Activity = id, ""
	own := map[string]int{"learner_name": 0}
	return Page{
		Kind: "learner", Named: "name", Within: f,
		Head: oneOf(Records.Learner, query.LearnerSheet, id, f),
		Tabs: []Tab{
			{
				Title: "Attempts",
				List:  listOf(Records.Attempts, query.AttemptSheet, f).weighed(own),
				Open:  func(id string) Page { return Attempt(id, "activity_name", f) },
				Empty: "No attempts yet: nothing this learner did is a try at a quiz, a task or an item. The statements are in the next view.",
			},
			statementsTab(f, own),
			areasTab(f),
		},
	}
}

// statementsTab lists statements. Enter leads to the statement as received.
func statementsTab(f query.Filter, priorities map[string]int) Tab {
	return Tab{
		Title: "Statements",
		List:  listOf(Records.Statements, query.StatementSheet, f).weighed(priorities),
		Open:  func(id string) Page { return Statement(id, f) },
		Empty: "No statements that count. Void ones are listed by: lrx statements --voided",
	}
}
