package query

import "testing"

// A work is passed, and has no lines that only items have something in.
func TestReportOfAWork(t *testing.T) {
	t.Parallel()
	half := 0.5
	for _, c := range []struct {
		name  string
		item  Struggling
		title string
		notes int
	}{
		{"a work", Struggling{IRI: "w"}, "Passed at first", 0},
		{"an item", Struggling{IRI: "i", Kind: "item", Low: &half, High: &half}, "Right at first", 1},
		{"what nobody of the class tried", Struggling{IRI: "n", Verdict: "too few"}, "Right at first", 0},
	} {
		s := ItemReportSheet(ItemReport{Item: c.item, FirstTry: &half, FirstLow: &half, FirstHigh: &half}, Viewer{})
		if len(s.Notes) != c.notes {
			t.Errorf("%s: notes %q", c.name, s.Notes)
		}
		for _, column := range s.Columns {
			if column.Key == "first_try_rate" && column.Title != c.title {
				t.Errorf("%s: %q, want %q", c.name, column.Title, c.title)
			}
		}
	}
	for key, want := range map[string]bool{"wrong_rate": true, "difficulty": true, "name": false, "activity": false, "first_try_rate": false, "attempts": false} {
		if OfItemsAlone(key) != want {
			t.Errorf("%s: of items alone is %v", key, !want)
		}
	}
}
