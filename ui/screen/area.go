package screen

import (
	"context"
	"slices"

	"lrx/internal/safetext"
	"lrx/query"
	"lrx/ui/theme"
)

// areasTab shows the areas of what the filter holds as a tree. Enter leads to
// what lies below one.
func areasTab(f query.Filter) Tab {
	ask := listOf(Records.Areas, masterySheet, f)
	if f.Learner != "" {
		ask = ask.weighed(map[string]int{"learners": 0, "stuck": 0}) // they are one
	}
	return Tab{
		Title: "Areas", Tree: true,
		List:  ask.headed(),
		Open:  func(iri string) Page { return Area(iri, f) },
		Below: masterySays, Tells: "mastery",
		Empty: "No areas yet: no statement here names what its activity is part of, as a parent, a grouping or by its id. " +
			"A line of activities.csv in the store's folder says so: activity, parent.",
	}
}

// skills is the key of the heading above skills, which is no row of the list.
const skills = "heading: skills"

// headed puts skills, which stand behind the areas, under a heading.
func (ask question) headed() question {
	return func(ctx context.Context, r Records, v query.Viewer) (query.Sheet, error) {
		s, err := ask(ctx, r, v)
		column := func(key string) int { return columnOf(s, key) }
		name, skill := column("name"), column("skill")
		first := slices.IndexFunc(s.Rows, func(row query.Row) bool { return row.Depth == 0 && row.Cells[skill] == true })
		if err != nil || first < 0 {
			return s, err
		}
		heading := query.Row{Key: skills, Cells: make([]any, len(s.Columns))}
		heading.Cells[name] = safetext.Safe("Skills")
		if gap := column("gap"); gap >= 0 {
			heading.Cells[gap] = safetext.Safe(theme.Missing) // it is about nothing that could have one
		}
		s.Rows = slices.Insert(slices.Clone(s.Rows), first, heading)
		for i := range s.Rows[first+1:] {
			s.Rows[first+1+i].Depth++
		}
		return s, nil
	}
}

// Area is an area, or a skill, with the items and all activities below it,
// within what the filter holds.
func Area(iri string, f query.Filter) Page {
	one := f
	f.Area = iri
	open := func(iri string) Page {
		if one.Learner != "" { // it stays hers
			return Tries(one.Learner, iri, one)
		}
		return Activity(iri, one)
	}
	page := Page{
		Kind: "area", Named: "name", Within: f,
		Head: oneOf(Records.Area, masterySheet, iri, one),
		Tabs: []Tab{
			{
				Title: "Items",
				List:  listOf(Records.Items, query.ItemSheet, f),
				Open:  open,
				Empty: "No items: nothing below this area was answered yet. All its activities are in the next view.",
			},
			{
				Title: "Activities",
				List:  listOf(Records.Activities, query.ActivitySheet, f),
				Open:  open,
				Empty: "No activities with statements that count.",
			},
		},
	}
	if f.Learner == "" {
		page.Tabs = append(page.Tabs, Tab{
			Title: "Learners",
			List:  listOf(Records.Mastery, standingSheet, f),
			Open: func(id string) Page {
				p := Learner(id, one)
				p.In = iri
				return p
			},
			Guarded: func(column string) bool { return column == "interval" || query.NeedsPurpose("mastery", column) },
			About:   f.Class,
			Below:   masterySays, Tells: "gap_says",
			Empty: "No learners yet.",
		})
	}
	return page
}
