package screen

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"lrx/internal/safetext"
	"lrx/query"
	"lrx/ui/chart"
	"lrx/ui/field"
	"lrx/ui/table"
	"lrx/ui/theme"
)

// atOnce is how many rows are sorted and filtered at once; more are done
// outside Update, so that no key waits for them.
const atOnce = 20_000

// list is the one component for all lists.
type list struct {
	tab  Tab
	next func() uint64

	shown   query.Sheet
	order   []int // rows of the sheet in sight, in order; nil = all as they came
	look    look
	w, h    int
	tells   bool // the row of the cursor stands in words below the rows
	field   *field.Field
	table   table.Table
	pending uint64 // the arrangement that may still come
	kept    int    // row of the cursor when the rows were dropped
	purpose string // what people are sorted by score for; "" = nobody said
	allowed string // the filter by a score that was noted; another one shows everybody
}

// Arranged is a list put in order outside Update.
type Arranged struct {
	id    uint64
	sheet query.Sheet
	order []int
	top   bool
}

func (l *list) resize(w, h int) {
	l.w, l.h = w, h
	l.table.SetSize(w, h-l.foot())
}

func (l *list) take(a answer) tea.Cmd { return l.arrange(a.list, false) }

// arrange puts the rows in order for the present look. The old rows stay in
// sight until that is done.
func (l *list) arrange(s query.Sheet, top bool) tea.Cmd {
	l.pending = l.next()
	id, v := l.pending, l.look
	if l.look.filter != l.allowed {
		v.withholds = l.tab.Guarded
	}
	work := func() tea.Msg { return Arranged{id: id, sheet: s, order: v.order(s), top: top} }
	if len(s.Rows) > atOnce {
		return work
	}
	l.arranged(work().(Arranged))
	return nil
}

// arranged shows an arrangement unless a newer one was asked for. The cursor
// stays on its row.
func (l *list) arranged(a Arranged) {
	if a.id != l.pending {
		return
	}
	key, was := l.key(), l.shown.Columns
	l.shown, l.order = a.sheet, a.order
	l.tells = l.tab.Below != nil && told(a.sheet, l.tab.Tells)
	l.resize(l.w, l.h)
	if !slices.Equal(was, a.sheet.Columns) {
		l.table.SetColumns(tableColumns(a.sheet.Columns))
	}
	n := len(a.sheet.Rows)
	if a.order != nil {
		n = len(a.order)
	}
	l.table.SetRows(n)
	switch {
	case a.top:
		l.table.SetRow(0)
	case key == "":
		l.table.SetRow(l.kept)
	default:
		for i := range n {
			if l.row(i).Key == key {
				l.table.SetRow(i)
				break
			}
		}
	}
}

// told says whether any row has something in a column; "" = always.
func told(s query.Sheet, key string) bool {
	i := columnOf(s, key)
	return key == "" || i >= 0 && slices.ContainsFunc(s.Rows, func(r query.Row) bool { return r.Cells[i] != nil })
}

func tableColumns(columns []query.Column) []table.Column {
	out := make([]table.Column, len(columns))
	for i, c := range columns {
		out[i] = table.Column{
			Title: safetext.Safe(c.Title), Width: c.Width, Priority: c.Priority,
			Right: c.Kind.Number() || c.Kind == query.KindRange, Grow: c.Kind == query.KindText || c.Kind == query.KindBar, Last: c.Kind == query.KindID, Tail: c.Kind == query.KindID,
		}
	}
	return out
}

// row is the i-th row in sight.
func (l *list) row(i int) query.Row {
	if l.order != nil {
		i = l.order[i]
	}
	return l.shown.Rows[i]
}

// key is the id of the row of the cursor, "" when there is none.
func (l *list) key() string {
	if l.table.Rows() == 0 {
		return ""
	}
	return l.row(l.table.Row()).Key
}

func (l *list) able(a Action) string {
	empty := l.table.Rows() == 0
	switch a {
	case Open:
		if l.tab.Open == nil {
			return "these rows lead nowhere"
		}
		if l.key() == skills {
			return "a heading leads nowhere; space opens it"
		}
		if !empty && l.key() == "" {
			return "this row leads nowhere"
		}
	case CopyCell, CopyRow, Export:
	case Sort:
		if l.tab.Tree {
			return "a tree stands in its own order"
		}
		empty = len(l.shown.Rows) == 0
	case Filter:
		empty = len(l.shown.Rows) == 0
	case OwnOrder:
		if l.look.sort == "" {
			return "the list is in its own order"
		}
		return ""
	case Fold:
		if !l.tab.Tree {
			return "nothing folds in a list"
		}
	case NextMatch, PrevMatch:
		return "a filter shows only what matches"
	default:
		return ""
	}
	if empty {
		return "there are no rows"
	}
	return ""
}

func (l *list) do(a Action) Effect {
	if by, ok := moves(a, l.table.Page(), l.table.Rows()); ok {
		l.table.SetRow(l.table.Row() + by)
		return Effect{}
	}
	if e, ok := l.branch(a); ok {
		return e
	}
	switch a {
	case Left:
		return l.sideways(-1)
	case Right:
		return l.sideways(+1)
	case Open:
		return l.open()
	case Filter:
		f := field.New(l.look.filter)
		l.field = &f
	case Sort:
		return l.sortBy(l.table.Column())
	case OwnOrder:
		l.look.sort, l.look.desc = "", false
		return Effect{Cmd: l.arrange(l.shown, true)}
	case CopyCell:
		text := l.text(l.table.Row(), l.table.Column())
		return copied(text, string(text))
	case CopyRow:
		return l.copyRow()
	}
	return Effect{}
}

// sideways moves to another column and says what is counted there.
func (l *list) sideways(by int) Effect {
	l.table.Sideways(by)
	e := l.explain()
	if e.Title == "" {
		return Effect{}
	}
	return Effect{Say: e.Title + ": " + e.Help}
}

func (l *list) open() Effect {
	row := l.row(l.table.Row())
	p := l.tab.Open(row.Key)
	if p.Named != "" {
		p.Name = textAt(l.shown, row, p.Named)
	}
	return Effect{Open: &p}
}

// sortBy sorts by a column, and the other way round when it is sorted by it
// already. Names begin with A; of numbers and times the largest and newest are
// what is looked for.
func (l *list) sortBy(column int) Effect {
	if column < 0 {
		return Effect{}
	}
	c := l.shown.Columns[column]
	if c.Key == l.look.sort {
		l.look.desc = !l.look.desc
		return Effect{Cmd: l.arrange(l.shown, true)}
	}
	sort := func() Effect {
		l.look.sort, l.look.desc = c.Key, ranks(c.Kind) || c.Kind == query.KindTime
		return Effect{Cmd: l.arrange(l.shown, true)}
	}
	if l.guards(c.Key) {
		return l.guard("What do you sort people by "+ranked(c)+" for?", "the list stays sorted by name", sort)
	}
	return sort()
}

// ranks says whether values of a kind stand in an order from small to large.
func ranks(k query.Kind) bool {
	return k.Number() || k == query.KindRange || k == query.KindBar
}

func (l *list) copyRow() Effect {
	row := l.row(l.table.Row())
	var parts []string
	for i, c := range l.shown.Columns {
		if c.Priority > 0 {
			parts = append(parts, string(query.Cell(c.Kind, row.Cells[i], l.shown.TZ)))
		}
	}
	return copied(safetext.Safe(fmt.Sprintf("the row, %d cells", len(parts))), strings.Join(parts, "\t"))
}

// copied says what goes to the clipboard: no terminal confirms it.
func copied(what safetext.Safe, text string) Effect {
	return Effect{Copy: text, Say: "copied " + string(safetext.Truncate(what, 50))}
}

func (l *list) layered() bool { return l.field != nil || l.look.filter != "" }

func (l *list) peel() (bool, tea.Cmd) {
	if !l.layered() {
		return false, nil
	}
	l.field, l.look.filter, l.allowed = nil, "", ""
	return true, l.arrange(l.shown, false)
}

func (l *list) input() *field.Field { return l.field }

func (l *list) typed() tea.Cmd {
	l.look.filter = l.field.Text()
	return l.arrange(l.shown, false)
}

func (l *list) entered() Effect {
	l.field = nil
	return l.narrowed()
}

func (l *list) click(x, y int) Effect {
	hit := l.table.At(x, y)
	switch {
	case hit.Heading && hit.Column >= 0 && l.able(Sort) == "":
		l.table.SetColumn(hit.Column)
		return l.sortBy(hit.Column)
	case hit.Row < 0:
		return Effect{}
	case hit.Row == l.table.Row() && l.able(Open) == "":
		return l.open()
	}
	l.table.SetRow(hit.Row)
	if hit.Column >= 0 {
		l.table.SetColumn(hit.Column)
	}
	return Effect{}
}

func (l *list) sheet() query.Sheet {
	s := l.shown
	if l.order == nil {
		return ofFile(s)
	}
	s.Rows = make([]query.Row, 0, len(l.order))
	for i := range l.order {
		if row := l.row(i); row.Key != skills {
			s.Rows = append(s.Rows, row)
		}
	}
	s.Total, s.Truncated = len(s.Rows), s.Truncated && l.look.filter == ""
	return ofFile(s)
}

func (l *list) explain() Explanation {
	column := l.table.Column()
	if column < 0 || l.table.Rows() == 0 {
		return Explanation{}
	}
	c := l.shown.Columns[column]
	e := Explanation{Title: c.Title, Help: c.Help, Value: l.text(l.table.Row(), column)}
	row := l.row(l.table.Row())
	e.Of = textAt(l.shown, row, firstName(l.shown.Columns))
	if l.tab.More != nil {
		e.More = l.tab.More(l.shown, row, c.Key)
	}
	return e
}

// firstName is the key of the column that names a row.
func firstName(columns []query.Column) string {
	for _, c := range columns {
		if c.Kind == query.KindText && c.Priority == 1 {
			return c.Key
		}
	}
	return ""
}

// text is what a cell says.
func (l *list) text(row, column int) safetext.Safe {
	return query.Cell(l.shown.Columns[column].Kind, l.row(row).Cells[column], l.shown.TZ)
}

func (l *list) cell(row, column int) table.Cell {
	c, v := l.shown.Columns[column], l.row(row).Cells[column]
	cell := table.Cell{Text: l.text(row, column)}
	if c.Tree && l.tab.Tree {
		cell.Text = l.twig(row, cell.Text)
	}
	if r, ok := v.(query.Range); ok && c.Kind == query.KindBar {
		cell.Draw = func(w int) safetext.Safe { return chart.RangeBar(r.Value, r.Low, r.High, w) }
		cell.Tone = theme.Accent
	}
	if v == nil || c.Kind == query.KindID || c.Kind == query.KindState && v == stateInsufficient {
		cell.Tone = theme.Muted
	}
	return cell
}

// forget drops the rows and the filter; cursor and order stay.
func (l *list) forget() {
	l.shown.Rows, l.order, l.field = nil, nil, nil
	l.look.filter, l.allowed = "", ""
	l.pending, l.kept = 0, l.table.Row()
	l.table.SetRows(0)
}
