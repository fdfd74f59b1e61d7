package screen

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"lrx/internal/safetext"
	"lrx/query"
	"lrx/scoring"
	"lrx/ui/field"
	"lrx/ui/ledger"
	"lrx/ui/theme"
)

// account is the component for the receipt of a score: a line for each factor,
// the sum, and what else has to be known. Its numbers explain themselves, and
// its lines lead to the evidence.
type account struct {
	tab         Tab
	receipt     query.Receipt
	shown       query.Sheet // the factors, as a list would show them
	points      []*float64  // of each line, rounded so that they add up
	differences []*float64  // from the class of each line, likewise
	lines       []accountLine
	ledger      ledger.Ledger
}

// accountLine is a line of the account, and what it is about.
type accountLine struct {
	ledger.Line
	factor int   // index of the factor; -1 = none
	sum    bool  // the line of the score itself
	leads  *Page // where enter leads from it; nil = nowhere
}

func (a *account) resize(w, h int) { a.ledger.SetSize(w, h) }

func (a *account) take(x answer) tea.Cmd {
	a.receipt = x.receipt
	a.shown = query.ReceiptSheet(x.receipt, query.Viewer{TZ: x.tz})
	a.points, a.differences = x.receipt.Points(), x.receipt.Differences()
	a.lines = a.write()
	lines := make([]ledger.Line, len(a.lines))
	for i, l := range a.lines {
		l.Leads = l.leads != nil && l.Cells == nil
		lines[i] = l.Line
	}
	a.ledger.Set(accountColumns(), lines)
	return nil
}

func (a *account) arranged(Arranged) {}

// here is the line of the cursor.
func (a *account) here() accountLine {
	if i := a.ledger.Line(); i >= 0 && i < len(a.lines) {
		return a.lines[i]
	}
	return accountLine{factor: -1}
}

func (a *account) able(do Action) string {
	switch do {
	case Filter, NextMatch, PrevMatch:
		return "a receipt is read as a whole"
	case Sort, OwnOrder:
		return "a receipt has its own order"
	case Fold:
		return "nothing folds in a receipt"
	case Open:
		if a.here().leads == nil {
			return "this line leads nowhere; factors lead to their evidence"
		}
	default:
	}
	return ""
}

func (a *account) do(do Action) Effect {
	if by, ok := moves(do, max(1, a.ledger.Page()/2), a.ledger.Lines()); ok {
		a.ledger.Move(by)
		return Effect{}
	}
	switch do {
	case Left, Right:
		by := 1
		if do == Left {
			by = -1
		}
		a.ledger.Sideways(by)
		if e := a.explain(); e.Title != "" {
			return Effect{Say: e.Title + ": " + e.Help}
		}
	case Open:
		p := *a.here().leads
		return Effect{Open: &p}
	case CopyCell:
		text := a.text()
		return copied(text, string(text))
	case CopyRow:
		return copied("the whole receipt", a.whole())
	default:
	}
	return Effect{}
}

// text is the cell, or the line of text, under the cursor.
func (a *account) text() safetext.Safe {
	l := a.here()
	if l.Cells == nil {
		return safetext.Safe(strings.TrimSpace(string(l.Label + l.Text)))
	}
	return l.Cells[a.ledger.Column()].Text
}

// whole is the receipt as text.
func (a *account) whole() string {
	var b strings.Builder
	columns := accountColumns()
	for _, l := range a.lines {
		var parts []string
		for i, c := range l.Cells {
			if c.Draw != nil {
				continue
			}
			if i == 0 {
				parts = append(parts, string(safetext.Pad(c.Text, columns[0].Width)))
				continue
			}
			parts = append(parts, string(safetext.PadLeft(c.Text, columns[i].Width)))
		}
		if l.Cells == nil {
			parts = []string{string(l.Label + l.Text)}
		}
		b.WriteString(strings.TrimRight(strings.Join(parts, " "), " ") + "\n")
		if l.Note != "" {
			b.WriteString("   " + string(l.Note) + "\n")
		}
	}
	return b.String()
}

func (a *account) layered() bool         { return false }
func (a *account) peel() (bool, tea.Cmd) { return false, nil }
func (a *account) input() *field.Field   { return nil }
func (a *account) typed() tea.Cmd        { return nil }
func (a *account) entered() Effect       { return Effect{} }

func (a *account) click(x, y int) Effect {
	if there, was := a.ledger.At(x, y); there && was && a.able(Open) == "" {
		return a.do(Open)
	}
	return Effect{}
}

func (a *account) view(th *theme.Theme) []string { return a.ledger.View(th) }

func (a *account) remark() string {
	if n := len(a.receipt.Score.Flags); n > 0 {
		return counted(n, "remark") + " on the evidence, below"
	}
	return ""
}

func (a *account) where() string {
	l := a.here()
	switch {
	case l.sum:
		return "the sum"
	case l.factor >= 0:
		return "factor " + count(l.factor+1) + " of " + count(len(a.receipt.Score.Factors))
	}
	return ""
}

func (a *account) sheet() query.Sheet { return a.shown }

// insufficient says whether there is too little evidence for a score.
func (a *account) insufficient() bool {
	return a.receipt.Score.Score == nil || a.receipt.Score.State == scoring.Insufficient
}
