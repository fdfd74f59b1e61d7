// Package ledger shows an account: lines of numbers in columns, each with a
// note below it, then lines of text. A cursor goes over lines and columns;
// columns step aside when the window is narrow. It must not know what is
// accounted for.
package ledger

import (
	"slices"

	"lrx/internal/safetext"
	"lrx/ui/theme"
)

// Column describes a column of numbers. The first column names the lines; it
// takes what room the others leave.
type Column struct {
	Title    safetext.Safe
	Width    int // in cells; of the first column the least
	Priority int // 1 = always in sight; higher numbers step aside first
	Left     bool
}

// Line is a line of the account, or of the text below it.
type Line struct {
	Cells []Cell        // one for each column; nil = a line of text
	Sum   bool          // a rule stands above
	Note  safetext.Safe // stands below the cells
	First int           // only so many cells are there: the note stands in place of the others if it fits; 0 = all are

	Label safetext.Safe // of a line of text
	Text  safetext.Safe
	Tone  theme.Tone // of Text, or of Note

	Leads bool // enter leads somewhere from here
}

// Cell is a number as it is shown.
type Cell struct {
	Text safetext.Safe
	Draw func(w int) safetext.Safe // takes the place of Text
	Tone theme.Tone
}

// Ledger is the state of an account on the screen.
type Ledger struct {
	columns []Column
	lines   []Line
	rows    []row
	slots   []slot
	w, h    int

	line, column, top int

	cramped bool // the account does not fit
}

// slot is a column in sight.
type slot struct{ column, w int }

// row is a part of a line that stands on one row of the screen.
type row struct {
	line int
	part part
	text safetext.Safe // of notes and texts, wrapped
	lead bool          // the first row of a text, which has the label
}

type part uint8

const (
	headPart part = iota // the titles of the columns
	rulePart
	cellPart
	notePart
	textPart
)

// Set replaces the account. The cursor stays where it can.
func (l *Ledger) Set(columns []Column, lines []Line) {
	l.columns, l.lines = columns, lines
	l.fit()
}

// SetSize says how much room there is.
func (l *Ledger) SetSize(w, h int) {
	if w != l.w || h != l.h {
		l.w, l.h = w, h
		l.fit()
	}
}

// fit chooses the columns and lays the lines out for the present size.
func (l *Ledger) fit() {
	l.choose()
	l.wrap()
	l.SetLine(l.line)
	if !l.shows(l.column) {
		l.column = 0
	}
}

// choose takes the columns that fit, the most important first, and gives the
// first what is left.
func (l *Ledger) choose() {
	l.slots = nil
	if len(l.columns) == 0 {
		return
	}
	room := l.w - 2 - l.columns[0].Width
	var fit []int
	for p := 1; p < 10; p++ {
		for i, c := range l.columns[1:] {
			if need := l.wide(i+1) + 1; c.Priority == p && need <= room {
				fit = append(fit, i+1)
				room -= need
			}
		}
	}
	slices.Sort(fit)
	l.slots = append(l.slots, slot{0, max(1, l.columns[0].Width+max(0, room))})
	for _, i := range fit {
		l.slots = append(l.slots, slot{i, l.wide(i)})
	}
}

func (l *Ledger) wide(i int) int { return max(l.columns[i].Width, safetext.Width(l.columns[i].Title)) }

func (l *Ledger) shows(column int) bool {
	return slices.ContainsFunc(l.slots, func(s slot) bool { return s.column == column })
}

// Lines is how many lines there are.
func (l *Ledger) Lines() int { return len(l.lines) }

// Line is the line of the cursor, -1 when there is none.
func (l *Ledger) Line() int {
	if l.line >= len(l.lines) {
		return -1
	}
	return l.line
}

// Column is the column of the cursor; 0, the name, on lines of text and where a
// line does not reach so far.
func (l *Ledger) Column() int {
	i := l.Line()
	if i < 0 || l.lines[i].Cells == nil {
		return 0
	}
	return l.onto(l.lines[i])
}

// Page is how many rows are in sight at once.
func (l *Ledger) Page() int { return max(1, l.h) }

// SetLine moves the cursor to a line, or to the nearest there is, and brings
// all of it into sight, its note too. Blank lines are passed.
func (l *Ledger) SetLine(line int) {
	step := 1
	if line < l.line {
		step = -1
	}
	line = max(0, min(line, len(l.lines)-1))
	for l.blank(line) && line+step >= 0 && line+step < len(l.lines) {
		line += step
	}
	l.line = line
	if l.cramped {
		l.lay()
	}
	first, last := l.span(line)
	if line == 0 {
		first = 0 // the headings with it
	}
	page := l.Page()
	l.top = max(l.top, last-page+1)
	l.top = min(l.top, first)
	l.top = max(0, min(l.top, len(l.rows)-page))
}

func (l *Ledger) blank(line int) bool {
	if line < 0 || line >= len(l.lines) {
		return false
	}
	x := l.lines[line]
	return x.Cells == nil && x.Text == "" && x.Label == ""
}

// span are the first and the last row of a line.
func (l *Ledger) span(line int) (first, last int) {
	first = -1
	for i, r := range l.rows {
		if r.line == line && r.part != headPart {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	return max(0, first), last
}

// Move moves the cursor by lines.
func (l *Ledger) Move(by int) {
	was := l.line
	l.SetLine(l.line + by)
	if l.line == was && by != 0 { // there is no other line: the text may still go on
		l.top = max(0, min(l.top+by, len(l.rows)-l.Page()))
	}
}

// Sideways moves the cursor by columns.
func (l *Ledger) Sideways(by int) {
	at := slices.IndexFunc(l.slots, func(s slot) bool { return s.column == l.column })
	if at = max(0, min(at+by, len(l.slots)-1)); at < len(l.slots) {
		l.column = l.slots[at].column
	}
}

// At moves the cursor to a place. It says whether something is there, and
// whether the cursor was on its line before.
func (l *Ledger) At(x, y int) (there, was bool) {
	if y < 0 || y >= l.h || l.top+y >= len(l.rows) || l.rows[l.top+y].part == headPart || l.blank(l.rows[l.top+y].line) {
		return false, false
	}
	r := l.rows[l.top+y]
	was = r.line == l.line
	l.SetLine(r.line)
	if r.part == cellPart {
		from := 1
		for _, s := range l.slots {
			if x >= from && x < from+s.w+1 {
				l.column = s.column
			}
			from += s.w + 1
		}
	}
	return true, was
}
