package screen

import (
	"context"

	"lrx/internal/safetext"
	"lrx/query"
)

// The kinds of the pages about who is who.
const (
	kindPeople = "people"
	kindPair   = "pair"
)

// People is who is who: learners who may be one person, what the roster and
// identifiers say differently, and everybody with all identifiers.
func People() Page {
	return Page{
		Kind: kindPeople, Name: "People",
		Tabs: []Tab{
			{
				Title: "Suggestions",
				List:  listOf(Records.Suggestions, query.SuggestionSheet, query.Filter{}),
				Open:  PairOf,
				Empty: "No two learners look alike.",
			},
			{
				Title: "Conflicts",
				List:  listOf(Records.Identities, query.IdentitySheet, query.Filter{}),
				Open:  PairOf,
				Empty: "The roster and the identifiers agree: no two of the roster have an identifier, or the records of one person, in common.",
			},
			{
				Title: "People",
				List:  listOf(Records.People, query.PersonSheet, query.Filter{}),
				Open:  Person,
				Empty: "No people yet. Load an export: lrx load FILE",
			},
		},
	}
}

// PairOf is the merge desk with a pair on it.
func PairOf(key string) Page {
	return Page{Kind: kindPair, Name: "Merge desk", Tabs: []Tab{{
		Title: "Merge desk",
		Pair: func(ctx context.Context, r Records, v query.Viewer) (query.Pair, error) {
			return r.Pair(ctx, v, key)
		},
	}}}
}

// TellsWhoIsWho says whether the screen is about who is who.
func (s *Screen) TellsWhoIsWho() bool { return s.page.Kind == kindPeople || s.page.Kind == kindPair }

// Person is somebody with all identifiers; enter leads to the records.
func Person(id string) Page {
	return Page{Kind: "person", Named: "name", Tabs: []Tab{{
		Title: "Person",
		Text: func(ctx context.Context, r Records, v query.Viewer) (Text, error) {
			p, err := r.Person(ctx, v, id)
			if err != nil {
				return Text{}, err
			}
			s := query.PersonSheet(query.List[query.Person]{Rows: []query.Person{p}, Total: 1}, v)
			return personText(p, s), nil
		},
	}}}
}

func personText(p query.Person, s query.Sheet) Text {
	w := &factWriter{tz: s.TZ}
	w.fact("Name", p.Name.Shown(), 0)
	w.links = append(w.links, Learner(string(p.Learner), query.Filter{}))
	w.fact("Id", p.Learner, 1)
	roster := safetext.Safe("no")
	if p.Roster != nil {
		roster = *p.Roster
	}
	w.fact("In the roster", roster, 0)
	w.fact("First seen", w.optional(p.First), 0)
	w.fact("Last seen", w.optional(p.Last), 0)
	w.fact("Statements", w.count(p.Statements), 0)
	w.fact("Registrations", w.count(p.Registrations), 0)
	for _, part := range []struct {
		title safetext.Safe
		all   []safetext.Safe
	}{{"Identifiers", p.Identifiers}, {"Names, newest first", p.Names}, {"Classes", p.Classes}} {
		if len(part.all) > 0 {
			w.heading(part.title)
		}
		for _, x := range part.all {
			w.line("  " + x)
		}
	}
	return Text{Lines: w.lines, Links: w.links, Sheet: s, Whole: w.whole()}
}
