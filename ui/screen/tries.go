package screen

import (
	"context"
	"slices"

	"lrx/query"
)

// Tries is what a learner did at an item or another activity: her attempts and
// her statements there, within what the filter holds.
func Tries(learner, iri string, f query.Filter) Page {
	f.Learner, f.Activity = learner, iri
	same := map[string]int{"learner_name": 0, "activity_name": 0, "kind": 0}
	return Page{
		Kind: "tries", Named: "learner_name", Within: f, Head: triesFigures(learner, iri, f),
		Tabs: []Tab{
			{
				Title: "Attempts",
				List:  listOf(Records.Attempts, query.AttemptSheet, f).weighed(same),
				Open:  func(id string) Page { return Attempt(id, "activity_name", f) },
				Empty: "No attempts: this learner has not answered or tried this yet. What else she did there is in the next view.",
			},
			statementsTab(f, same),
		},
	}
}

// Visits is the same with the statements first: what was opened was seldom tried.
func Visits(learner, iri string, f query.Filter) Page {
	p := Tries(learner, iri, f)
	slices.Reverse(p.Tabs)
	return p
}

// triesFigures is the headline: the figures of the activity for this learner
// alone, under the learner's name.
func triesFigures(learner, iri string, f query.Filter) question {
	item := oneOf(Records.Activity, query.ActivitySheet, iri, f)
	return func(ctx context.Context, r Records, v query.Viewer) (query.Sheet, error) {
		within := f
		within.Activity = ""
		l, err := r.Learner(ctx, v, learner, within)
		if err != nil {
			return query.Sheet{}, err
		}
		s, err := item(ctx, r, v)
		if err != nil {
			return s, err
		}
		s.Columns = slices.Clone(s.Columns)
		for i := range s.Columns {
			c := &s.Columns[i]
			switch c.Key {
			case "name":
				c.Key, c.Title = "activity_name", "Activity"
			case "activity", "learners", "type":
				c.Priority = 0
			}
		}
		s.Columns = append(s.Columns, query.Column{Key: "learner_name", Title: "Learner", Kind: query.KindText, Help: "Whose attempts they are."})
		s.Rows[0].Cells = append(slices.Clone(s.Rows[0].Cells), l.Name.Shown())
		return s, nil
	}
}
