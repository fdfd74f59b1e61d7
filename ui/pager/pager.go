// Package pager shows lines of text: a cursor, blocks that fold, search, lines
// that lead somewhere. Long lines are wrapped by cells. It must not know what
// the text says.
package pager

import (
	"strings"

	"lrx/internal/safetext"
	"lrx/ui/theme"
)

// Line is one line of a text.
type Line struct {
	Label safetext.Safe // stands first, in the accent's tone
	Text  safetext.Safe
	Brief safetext.Safe // stands for Text while the block is closed
	Tone  theme.Tone    // of Text
	Block int           // so many lines that follow belong to this one and fold with it
	Link  int           // where the line leads, for the caller to know; 0 = nowhere
}

// Pager is the state of a text on the screen.
type Pager struct {
	lines  []Line
	closed map[int]bool
	rows   []row // what is shown, wrapped to the width
	w, h   int

	at, top int // rows

	search string
	found  []int // lines in which the search stands
}

// row is the part of a line that stands on one row of the screen.
type row struct {
	line     int
	from, to int // bytes of the shown text
	indent   int // of a row that continues a line
}

// SetLines replaces the text. Lines for which closed says so begin folded. The
// cursor and the search stay where they can.
func (p *Pager) SetLines(lines []Line, closed func(i int) bool) {
	p.lines, p.closed = lines, map[int]bool{}
	for i, l := range lines {
		if l.Block > 0 && closed != nil && closed(i) {
			p.closed[i] = true
		}
	}
	p.Search(p.search)
	p.wrap()
}

// SetSize says how much room there is.
func (p *Pager) SetSize(w, h int) {
	if w == p.w && h == p.h {
		return
	}
	p.w, p.h = w, h
	p.wrap()
}

// wrap computes the rows anew and keeps the cursor on its line.
func (p *Pager) wrap() {
	line := p.Line()
	p.rows = p.rows[:0]
	for i := 0; i < len(p.lines); i++ {
		p.wrapLine(i)
		if p.closed[i] {
			i += p.lines[i].Block
		}
	}
	p.SetLine(line)
}

// shown is the text of a line in its present form. A closed block takes one row.
func (p *Pager) shown(i int) string {
	l := p.lines[i]
	if p.closed[i] {
		return string(safetext.Truncate(l.Label+l.Brief, p.room()))
	}
	return string(l.Label + l.Text)
}

// room is the width of a row without its margins.
func (p *Pager) room() int { return max(1, p.w-2) }

// wrapLine divides a line into rows, between words where it can. Rows after
// the first begin below the text and not below the label.
func (p *Pager) wrapLine(line int) {
	text := p.shown(line)
	indent := safetext.Width(p.lines[line].Label)
	if indent > p.room()/2 {
		indent = 0
	}
	r := row{line: line}
	used, word := 0, 0 // word is where the last word begins
	for at := 0; at < len(text); {
		size, cells := cluster(text[at:])
		if used+cells > p.room() && at > r.from {
			if word <= r.from+len(text[r.from:at])/2 {
				word = at // a word that fills the row is cut
			}
			r.to = word
			p.rows = append(p.rows, r)
			r = row{line: line, from: word, indent: indent}
			used = indent + safetext.Width(safetext.Safe(text[word:at]))
		}
		used += cells
		at += size
		if text[at-size] == ' ' {
			word = at
		}
	}
	r.to = len(text)
	p.rows = append(p.rows, r)
}

// Line is the line of the cursor, -1 when there is none.
func (p *Pager) Line() int {
	if p.at >= len(p.rows) {
		return -1
	}
	return p.rows[p.at].line
}

// Link is where the line of the cursor leads; 0 = nowhere.
func (p *Pager) Link() int {
	if i := p.Line(); i >= 0 {
		return p.lines[i].Link
	}
	return 0
}

// Text is the line of the cursor as it is shown.
func (p *Pager) Text() string {
	if i := p.Line(); i >= 0 {
		return strings.TrimSpace(p.shown(i))
	}
	return ""
}

// Where is the row of the cursor, from 1, and how many there are.
func (p *Pager) Where() (row, rows int) { return min(p.at+1, len(p.rows)), len(p.rows) }

// Below is how many rows are out of sight below.
func (p *Pager) Below() int { return max(0, len(p.rows)-p.top-p.Page()) }

// Page is how many rows are in sight at once.
func (p *Pager) Page() int { return max(1, p.h) }

// SetRow moves the cursor to a row, or to the nearest there is.
func (p *Pager) SetRow(at int) {
	p.at = max(0, min(at, len(p.rows)-1))
	p.top = min(p.top, max(0, len(p.rows)-p.Page()))
	p.top = min(p.top, p.at)
	p.top = max(p.top, p.at-p.Page()+1)
}

// Move moves the cursor by rows.
func (p *Pager) Move(by int) { p.SetRow(p.at + by) }

// SetLine moves the cursor to the first row of a line, or of the block it is folded into.
func (p *Pager) SetLine(line int) {
	at := 0
	for i, r := range p.rows {
		if r.line > line {
			break
		}
		if r.line != p.rows[at].line {
			at = i
		}
	}
	p.SetRow(at)
}

// AtRow moves the cursor to the row y rows below the top, as a click does. It
// says whether there is one.
func (p *Pager) AtRow(y int) bool {
	if y < 0 || p.top+y >= len(p.rows) {
		return false
	}
	p.SetRow(p.top + y)
	return true
}

// Scroll moves the text without regard to the cursor's row, for a text that is
// only read.
func (p *Pager) Scroll(by int) { p.SetTop(p.top + by) }

// SetTop brings a row to the top, as far as there is text below it.
func (p *Pager) SetTop(top int) {
	p.top = max(0, min(top, len(p.rows)-p.Page()))
	p.at = p.top
}
