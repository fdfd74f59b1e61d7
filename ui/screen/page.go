package screen

import (
	"context"
	"time"

	"lrx/internal/safetext"
	"lrx/query"
	"lrx/ui/pager"
)

// Page says what a screen shows: its name, its headline, its tabs. It is a
// value without state.
type Page struct {
	Kind  string        // "learner": what the screen is about, in words
	Name  safetext.Safe // of the thing, as far as it is known
	Named string        // column that holds the name, in the row that led here and in the headline; "" = Name stays
	Head  question      // the headline, a sheet of one row; nil = none
	Tabs  []Tab

	Within query.Filter // what the page asks about
}

// Form is what a tab is made of; keys depend on it.
type Form uint8

// The forms of a tab.
const (
	ListForm Form = iota
	TreeForm      // a list whose rows stand below each other
	TextForm
	MapForm  // of days
	GridForm // of who answered what
	DeskForm // two records beside each other, to be decided about
)

// Tab is one view of a page: a list, a text, a map of days, a grid or a desk.
type Tab struct {
	Title string
	List  question
	Text  func(context.Context, Records, query.Viewer) (Text, error)
	Tree  bool // the list is a tree: rows open and close
	Days  func(context.Context, Records, query.Viewer) (Days, error)
	Pair  func(context.Context, Records, query.Viewer) (query.Pair, error)
	Grid  func(context.Context, Records, query.Viewer) (Answers, error)
	Open  func(key string) Page          // where enter leads from a row; nil = nowhere
	Cell  func(learner, iri string) Page // where enter leads from a cell of a grid
	Empty string                         // why there may be nothing here, and what to do

	Below func(query.Sheet, query.Row) []string // says the list's row of the cursor in sentences below the rows, what matters most first
	Tells string                                // column without which Below has nothing to say; "" = it always has
	Note  string                                // what has to be known beside the list's rows
}

func (t *Tab) form() Form {
	switch {
	case t.Tree:
		return TreeForm
	case t.List != nil:
		return ListForm
	case t.Days != nil:
		return MapForm
	case t.Grid != nil:
		return GridForm
	case t.Pair != nil:
		return DeskForm
	}
	return TextForm
}

// Text is what a tab shows that is no list.
type Text struct {
	Lines []pager.Line
	Fold  func(line int) bool // which blocks begin closed; nil = none
	Links []Page              // where lines lead: Link n of a line is Links[n-1]
	Whole string              // what copying the whole text takes
	Sheet query.Sheet         // what exporting it writes, one row

	Explain func(line int) Explanation // what the number in a line is; nil = nothing
}

// answer is what came back for one tab.
type answer struct {
	head query.Sheet
	list query.Sheet
	text Text
	days Days
	grid Answers
	pair query.Pair
	tz   *time.Location
	mask bool
}

// ask puts the questions of a page and one of its tabs.
func (p Page) ask(ctx context.Context, tab int, r Records, v query.Viewer) (a answer, err error) {
	if p.Head != nil {
		if a.head, err = p.Head(ctx, r, v); err != nil {
			return a, err
		}
	}
	a.tz, a.mask = v.TZ, v.Mask
	switch t := &p.Tabs[tab]; t.form() {
	case ListForm, TreeForm:
		a.list, err = t.List(ctx, r, v)
	case MapForm:
		a.days, err = t.Days(ctx, r, v)
	case GridForm:
		a.grid, err = t.Grid(ctx, r, v)
	case TextForm:
		a.text, err = t.Text(ctx, r, v)
	case DeskForm:
		a.pair, err = t.Pair(ctx, r, v)
	}
	return a, err
}

// name is what the answer calls the thing the page is about.
func (a answer) name(p Page) safetext.Safe {
	for _, s := range []query.Sheet{a.head, a.text.Sheet} {
		if len(s.Rows) > 0 {
			return textAt(s, s.Rows[0], p.Named)
		}
	}
	return ""
}

// textAt is the text in a row's column; "" when there is none.
func textAt(s query.Sheet, row query.Row, key string) safetext.Safe {
	for i, c := range s.Columns {
		if c.Key == key && i < len(row.Cells) {
			text, _ := row.Cells[i].(safetext.Safe)
			return text
		}
	}
	return ""
}
