package screen

import (
	"context"

	"lrx/query"
)

// Learner is a learner with the receipt of her score, her areas, attempts,
// score over time and statements, within what the filter holds: a learner of a
// class is shown with the class's records.
func Learner(id string, f query.Filter) Page {
	f.Learner, f.Activity = id, ""
	own := map[string]int{"learner_name": 0}
	return Page{
		Kind: "learner", Named: "name", Within: f,
		Head: learnerFigures(id, f),
		Tabs: []Tab{
			receiptTab(id, f),
			areasTab(f),
			{
				Title: "Attempts",
				List:  listOf(Records.Attempts, query.AttemptSheet, f).weighed(own),
				Open:  func(id string) Page { return Attempt(id, "activity_name", f) },
				Empty: "No attempts yet: nothing this learner did is a try at a quiz, a task or an item. The statements are in another view.",
			},
			timelineTab(id, f),
			statementsTab(f, own),
			signalsTab(f),
		},
	}
}

// receiptTab shows what a learner's score is made of. Enter on a factor leads to
// its evidence.
func receiptTab(id string, f query.Filter) Tab {
	whole := f
	whole.Unused = true // what is not used is counted
	return Tab{
		Title: "Receipt",
		Account: func(ctx context.Context, r Records, v query.Viewer) (query.Receipt, error) {
			return r.Score(ctx, v, id, whole)
		},
		Of: &f,
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
