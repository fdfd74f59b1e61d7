package table

import (
	"strings"

	"lrx/internal/safetext"
	"lrx/ui/theme"
)

// Cell is what a cell shows.
type Cell struct {
	Text safetext.Safe
	Draw func(w int) safetext.Safe // takes the place of Text: what fills the width the column has got
	Tone theme.Tone
}

// in is what the cell shows in a column of w cells.
func (c Cell) in(w int) safetext.Safe {
	if c.Draw != nil {
		return c.Draw(w)
	}
	return c.Text
}

// Order says by which column the rows are sorted. Column -1 is their own order.
type Order struct {
	Column  int
	Falling bool
}

// View draws the heading and the rows in sight. It asks for no other cell.
func (t *Table) View(th *theme.Theme, order Order, cell func(row, column int) Cell) []string {
	lines := make([]string, 0, t.h)
	slots := t.slots()
	lines = append(lines, t.heading(th, slots, order))
	for row := t.top; row < t.rows && len(lines) < t.h; row++ {
		draw := t.line
		if row == t.row {
			draw = t.selected
		}
		lines = append(lines, draw(th, slots, func(column int) Cell { return cell(row, column) }))
	}
	return lines
}

func (t *Table) heading(th *theme.Theme, slots []slot, order Order) string {
	var b strings.Builder
	used := 0
	for _, s := range slots {
		text := t.titled(s, order)
		tone := theme.Heading
		if s.at == t.here {
			tone = theme.HeadingHere
		}
		pad := s.w + margins - safetext.Width(text)
		before, behind := 1, pad-1
		if t.columns[s.column].Right {
			before, behind = pad-1, 1
		}
		if s.at == 0 && t.left > 1 && before > 0 {
			b.WriteString(th.Paint(theme.Accent, theme.Before))
			before--
		}
		b.WriteString(blanks(before))
		b.WriteString(th.Paint(tone, string(text)))
		b.WriteString(blanks(behind))
		used += s.w + margins
	}
	if t.beyond(slots) {
		b.WriteString(blanks(t.w - used - 1))
		b.WriteString(th.Paint(theme.Accent, theme.Beyond))
	}
	return b.String()
}

// titled is a heading with the mark of the order, which may use a margin.
func (t *Table) titled(s slot, order Order) safetext.Safe {
	title := safetext.Truncate(t.columns[s.column].Title, s.w)
	if s.column != order.Column {
		return title
	}
	mark := safetext.Safe(theme.Rising)
	if order.Falling {
		mark = theme.Falling
	}
	if t.columns[s.column].Right {
		return mark + title
	}
	return title + mark
}

func (t *Table) line(th *theme.Theme, slots []slot, cell func(column int) Cell) string {
	var b strings.Builder
	for _, s := range slots {
		c := cell(s.column)
		b.WriteByte(' ')
		b.WriteString(th.Paint(c.Tone, t.fitted(th, s, c.in(s.w))))
		b.WriteByte(' ')
	}
	return b.String()
}

// selected draws the row of the cursor over the whole width, and the cell of
// the cursor in it. Its cells give up their own tones: two looks at once are
// hard to read.
func (t *Table) selected(th *theme.Theme, slots []slot, cell func(column int) Cell) string {
	var b, run strings.Builder
	flush := func() {
		b.WriteString(th.Paint(theme.Selected, run.String()))
		run.Reset()
	}
	used := 0
	b.WriteString(th.Paint(theme.Accent, theme.Bar))
	for _, s := range slots {
		text := t.fitted(th, s, cell(s.column).in(s.w))
		if s.at > 0 {
			run.WriteByte(' ')
		}
		if s.at == t.here {
			flush()
			b.WriteString(th.Paint(theme.SelectedCell, text))
		} else {
			run.WriteString(text)
		}
		run.WriteByte(' ')
		used += s.w + margins
	}
	run.WriteString(blanks(t.w - used))
	flush()
	return b.String()
}

func (t *Table) fitted(th *theme.Theme, s slot, text safetext.Safe) string {
	if t.columns[s.column].Tail {
		text = safetext.Tail(text, s.w)
	}
	if t.columns[s.column].Right {
		return th.PadLeft(text, s.w)
	}
	return th.Pad(text, s.w)
}

func blanks(n int) string { return strings.Repeat(" ", max(0, n)) }
