package ledger

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"lrx/internal/safetext"
	"lrx/ui/theme"
)

// noteIndent is how far a note stands in from the name of its line.
const noteIndent = 3

// wrap lays all lines out in rows. Where the account does not fit the window,
// notes take one row each but for that of the cursor's line, and no rule stands
// above a sum: what adds up is then seen together.
func (l *Ledger) wrap() {
	l.cramped = false
	if l.lay(); l.accountRows() > l.h {
		l.cramped = true
		l.lay()
	}
}

func (l *Ledger) lay() {
	l.rows = l.rows[:0]
	for i, line := range l.lines {
		if line.Cells == nil {
			l.wrapText(i, textPart, line.Text, 1+safetext.Width(line.Label))
			continue
		}
		if i == 0 {
			l.rows = append(l.rows, row{part: headPart})
		}
		if line.Sum && !l.cramped {
			l.rows = append(l.rows, row{line: i, part: rulePart})
		}
		l.rows = append(l.rows, row{line: i, part: cellPart})
		if line.Note == "" || l.beside(line) {
			continue
		}
		if l.cramped && i != l.line {
			room := max(1, l.w-1-noteIndent-2)
			l.rows = append(l.rows, row{line: i, part: notePart, text: safetext.Truncate(line.Note, room)})
			continue
		}
		l.wrapText(i, notePart, line.Note, 1+noteIndent)
	}
}

// accountRows is how many rows the account takes, up to the numbers of its last line.
func (l *Ledger) accountRows() int {
	n := 0
	for i, r := range l.rows {
		if r.part == cellPart {
			n = i + 1
		}
	}
	return n
}

// beside says whether a line's note stands in place of cells that are not there.
func (l *Ledger) beside(line Line) bool {
	return line.First > 0 && safetext.Width(line.Note) <= l.w-2-l.upTo(line.First)
}

// upTo is the width of the columns in sight before one, with a margin.
func (l *Ledger) upTo(column int) int {
	w := 2
	for _, s := range l.slots {
		if s.column < column {
			w += s.w + 1
		}
	}
	return w
}

// wrapText divides a text between words into rows that begin at indent.
func (l *Ledger) wrapText(line int, p part, text safetext.Safe, indent int) {
	room := max(1, l.w-indent-2) // one for the margin, one for the mark of what leads on
	for i, s := range strings.Split(ansi.WrapWc(string(text), room, ""), "\n") {
		l.rows = append(l.rows, row{line: line, part: p, text: safetext.Truncate(safetext.Clean(s), room), lead: i == 0})
	}
}

// View draws the rows in sight.
func (l *Ledger) View(th *theme.Theme) []string {
	var out []string
	for i := l.top; i < len(l.rows) && len(out) < l.h; i++ {
		out = append(out, l.draw(th, l.rows[i]))
	}
	return out
}

func (l *Ledger) draw(th *theme.Theme, r row) string {
	line := l.lines[r.line]
	here := r.line == l.line
	switch r.part {
	case headPart:
		return l.heading(th)
	case rulePart:
		return " " + th.Paint(theme.Rule, strings.Repeat(theme.Line, max(0, l.w-2)))
	case cellPart:
		return l.cells(th, line, here)
	case notePart:
		return strings.Repeat(" ", 1+noteIndent) + th.Paint(line.Tone, string(r.text))
	case textPart:
	}
	label := strings.Repeat(" ", safetext.Width(line.Label))
	if r.lead {
		label = string(line.Label)
	}
	mark := ""
	if line.Leads && r.lead {
		mark = " " + theme.Leads
	}
	if here {
		text := label + string(r.text) + mark
		return th.Paint(theme.Accent, theme.Bar) + th.Paint(theme.Selected, text+strings.Repeat(" ", max(0, l.w-1-th.Width(text))))
	}
	return " " + th.Paint(theme.Accent, label) + th.Paint(line.Tone, string(r.text)) + th.Paint(theme.Key, mark)
}

func (l *Ledger) heading(th *theme.Theme) string {
	var b strings.Builder
	b.WriteByte(' ')
	for i, s := range l.slots {
		if i > 0 {
			b.WriteByte(' ')
		}
		tone := theme.Heading
		if line := l.Line(); s.column == l.column && line >= 0 && l.lines[line].Cells != nil {
			tone = theme.HeadingHere
		}
		title := safetext.Truncate(l.columns[s.column].Title, s.w)
		pad := strings.Repeat(" ", s.w-safetext.Width(title))
		if l.left(s) {
			b.WriteString(th.Paint(tone, string(title)) + pad)
		} else {
			b.WriteString(pad + th.Paint(tone, string(title)))
		}
	}
	return b.String()
}

func (l *Ledger) left(s slot) bool { return s.column == 0 || l.columns[s.column].Left }

// cells draws a line of numbers; the one of the cursor over the whole width.
func (l *Ledger) cells(th *theme.Theme, line Line, here bool) string {
	var b, run strings.Builder
	flush := func() {
		b.WriteString(th.Paint(theme.Selected, run.String()))
		run.Reset()
	}
	if here {
		b.WriteString(th.Paint(theme.Accent, theme.Bar))
	} else {
		b.WriteByte(' ')
	}
	used := 1
	beside := l.beside(line)
	for i, s := range l.slots {
		if beside && s.column >= line.First {
			break
		}
		if i > 0 {
			run.WriteByte(' ')
			used++
		}
		used += s.w
		c := line.Cells[s.column]
		text := l.fitted(th, s, c)
		switch {
		case here && s.column == l.onto(line):
			flush()
			b.WriteString(th.Paint(theme.SelectedCell, text))
		case here:
			run.WriteString(text)
		default:
			b.WriteString(run.String() + th.Paint(c.Tone, text))
			run.Reset()
		}
	}
	if beside {
		if here {
			run.WriteString("  " + string(line.Note))
		} else {
			b.WriteString("  " + th.Paint(line.Tone, string(line.Note)))
		}
		used += 2 + th.Width(string(line.Note))
	}
	if here {
		run.WriteString(strings.Repeat(" ", max(0, l.w-used)))
		flush()
	}
	return b.String()
}

// onto is the column of the cursor on a line, which may not have all of them.
func (l *Ledger) onto(line Line) int {
	if line.First > 0 && l.column >= line.First {
		return 0
	}
	return l.column
}

func (l *Ledger) fitted(th *theme.Theme, s slot, c Cell) string {
	text := c.Text
	if c.Draw != nil {
		text = c.Draw(s.w)
	}
	if l.left(s) {
		return th.Pad(text, s.w)
	}
	return th.PadLeft(text, s.w)
}
