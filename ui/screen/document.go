package screen

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"lrx/internal/safetext"
	"lrx/query"
	"lrx/ui/field"
	"lrx/ui/pager"
	"lrx/ui/theme"
)

// document is the one component for all texts.
type document struct {
	text  Text
	pager pager.Pager
	field *field.Field
	find  string
}

func (d *document) resize(w, h int) { d.pager.SetSize(w, h) }

func (d *document) take(a answer) tea.Cmd {
	d.text = a.text
	d.pager.SetLines(a.text.Lines, a.text.Fold)
	return nil
}

func (d *document) arranged(Arranged) {}

func (d *document) able(a Action) string {
	switch a {
	case Open:
		if d.pager.Link() == 0 && !d.pager.Block() {
			return "this line leads nowhere; lines with " + theme.Leads + " do"
		}
	case Fold, Left, Right:
		if !d.pager.Folds() {
			return "nothing folds here"
		}
	case NextMatch, PrevMatch:
		if !d.pager.Searching() {
			return "nothing is searched; / begins a search"
		}
	case Sort, OwnOrder:
		return "a text has no columns to sort by"
	}
	return ""
}

func (d *document) do(a Action) Effect {
	_, rows := d.pager.Where()
	if by, ok := moves(a, d.pager.Page(), rows); ok {
		d.pager.Move(by)
		return Effect{}
	}
	switch a {
	case Open:
		if n := d.pager.Link(); n > 0 {
			p := d.text.Links[n-1]
			return Effect{Open: &p}
		}
		d.pager.Toggle()
	case Fold:
		d.pager.Toggle()
	case Left:
		d.pager.Close()
	case Right:
		d.pager.Open()
	case Filter:
		f := field.New(d.find)
		d.field = &f
	case NextMatch:
		d.pager.Next(+1)
	case PrevMatch:
		d.pager.Next(-1)
	case CopyCell:
		text := d.pager.Text()
		return copied(safetext.Clean(text), text)
	case CopyRow:
		return copied("the whole text", d.text.Whole)
	}
	return Effect{}
}

func (d *document) layered() bool { return d.field != nil || d.find != "" }

func (d *document) peel() (bool, tea.Cmd) {
	if !d.layered() {
		return false, nil
	}
	d.field, d.find = nil, ""
	d.pager.Search("")
	return true, nil
}

func (d *document) input() *field.Field { return d.field }

func (d *document) typed() tea.Cmd {
	d.find = d.field.Text()
	d.pager.Search(d.find)
	d.pager.Nearest()
	return nil
}

func (d *document) entered() Effect {
	d.field = nil
	return Effect{}
}

func (d *document) click(_, y int) Effect {
	was := d.pager.Line()
	if !d.pager.AtRow(y) || d.pager.Line() != was {
		return Effect{}
	}
	if d.able(Open) == "" {
		return d.do(Open)
	}
	return Effect{}
}

func (d *document) view(th *theme.Theme) []string { return d.pager.View(th, true) }

func (d *document) remark() string {
	if d.find == "" || d.field != nil {
		return ""
	}
	switch n := d.pager.Found(); n {
	case 0:
		return fmt.Sprintf("/%s %s not found", d.find, theme.Dot)
	case 1:
		return fmt.Sprintf("/%s %s 1 line", d.find, theme.Dot)
	default:
		return fmt.Sprintf("/%s %s %s lines, n next", d.find, theme.Dot, count(n))
	}
}

func (d *document) where() string {
	row, rows := d.pager.Where()
	return "line " + count(row) + " of " + count(rows)
}

func (d *document) sheet() query.Sheet { return d.text.Sheet }

func (d *document) explain() Explanation {
	if d.text.Explain == nil || d.pager.Line() < 0 {
		return Explanation{}
	}
	return d.text.Explain(d.pager.Line())
}
