package screen

import (
	"context"
	"time"

	"lrx/internal/safetext"
	"lrx/query"
	"lrx/scoring"
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
	In     string       // the area that it opens narrowed to, which is what the screen is about that led here; "" = none
}

// Form is what a tab is made of; keys depend on it.
type Form uint8

// The forms of a tab.
const (
	ListForm Form = iota
	TreeForm      // a list whose rows stand below each other
	TextForm
	MapForm     // of days
	GridForm    // of who answered what
	DeskForm    // two records beside each other, to be decided about
	AccountForm // the receipt of a score
	ChartForm   // over time, or the same as a list
	SettingForm // what can be set, and what comes of it
)

// Tab is one view of a page: a list, a text, a map of days, a grid or a desk.
type Tab struct {
	Title   string
	List    question
	Text    func(context.Context, Records, query.Viewer) (Text, error)
	Tree    bool // the list is a tree: rows open and close
	Days    func(context.Context, Records, query.Viewer) (Days, error)
	Pair    func(context.Context, Records, query.Viewer) (query.Pair, error)
	Grid    func(context.Context, Records, query.Viewer) (Answers, error)
	Account func(context.Context, Records, query.Viewer) (query.Receipt, error)
	Course  func(context.Context, Records, query.Viewer) (query.List[query.Snapshot], error) // of a score
	Trial   func(context.Context, Records, query.Viewer, *scoring.Profile) (Trial, error)    // of a profile; nil = of the one that holds
	Of      *query.Filter                                                                    // what an account, a course or a trial is of
	Open    func(key string) Page                                                            // where enter leads from a row; nil = nowhere
	Cell    func(learner, iri string) Page                                                   // where enter leads from a cell of a grid
	Empty   string                                                                           // why there may be nothing here, and what to do

	Guarded func(column string) bool                                       // people are sorted by it for a purpose only; nil = by none
	About   string                                                         // what the list is of, for the note of that purpose
	More    func(s query.Sheet, row query.Row, column string) []pager.Line // what more there is to say of a number; nil = nothing

	Below func(query.Sheet, query.Row) []string // says the list's row of the cursor in sentences below the rows, what matters most first
	Tells string                                // column without which Below has nothing to say; "" = it always has
	Note  string                                // what has to be known beside the list's rows, and stands below them
	Noted bool                                  // the notes that come with the list stand there
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
	case t.Account != nil:
		return AccountForm
	case t.Course != nil:
		return ChartForm
	case t.Trial != nil:
		return SettingForm
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
	head    query.Sheet
	list    query.Sheet
	text    Text
	days    Days
	grid    Answers
	pair    query.Pair
	receipt query.Receipt
	course  query.List[query.Snapshot]
	trial   Trial
	tz      *time.Location
	mask    bool
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
	case AccountForm:
		a.receipt, err = t.Account(ctx, r, v)
	case ChartForm:
		if a.course, err = t.Course(ctx, r, v); err == nil {
			a.list = query.TimelineSheet(a.course, v)
		}
	case SettingForm:
		a.trial, err = t.Trial(ctx, r, v, nil)
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
