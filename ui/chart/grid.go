package chart

import (
	"strings"

	"lrx/internal/safetext"
	"lrx/ui/theme"
)

// Grid has a row for each of many things and a column for each of many others,
// with a mark where they meet. Names of rows and their totals stay while the
// columns scroll; a line above has the totals of the columns. It draws only
// what is in sight; a cursor goes over rows and columns.
type Grid struct {
	rows, columns []safetext.Safe // names
	totals        int             // cells that the totals of rows take
	need          int             // cells of the longest name of a row
	w, h          int

	row, top     int
	column, left int
}

// Looks says what a grid looks like where it is in sight.
type Looks struct {
	Corner safetext.Safe               // heading of the names of rows
	Totals safetext.Safe               // heading of their totals
	Cell   func(row, column int) Mark  // where a row and a column meet
	Row    func(row int) safetext.Safe // total of a row
	Column func(column int) Mark       // total of a column
}

// gridHeads are the lines above the rows: the cursor's column, the totals.
const gridHeads = 2

// So many columns should be in sight before names of rows take more room than
// they need at least, and before their totals are shown at all.
const (
	leastGrid = 40
	fewGrid   = 10
)

// Set replaces rows and columns by their names. totals is the room that the
// total of a row takes. The cursor stays where it is, as far as that is there.
func (g *Grid) Set(rows, columns []safetext.Safe, totals int) {
	g.rows, g.columns, g.totals, g.need = rows, columns, totals, leastName
	for _, n := range rows {
		g.need = max(g.need, min(mostName, safetext.Width(n)))
	}
	g.keep()
}

// SetSize says how much room there is, the headings included.
func (g *Grid) SetSize(w, h int) {
	g.w, g.h = w, h
	g.keep()
}

// keep brings the cursor back to where there is something, and into sight.
func (g *Grid) keep() {
	g.row = max(0, min(g.row, len(g.rows)-1))
	g.column = max(0, min(g.column, len(g.columns)-1))
	page, window := g.Page(), g.Window()
	g.top = max(0, min(g.top, len(g.rows)-page, g.row))
	g.top = max(g.top, g.row-page+1)
	g.left = max(0, min(g.left, len(g.columns)-window, g.column))
	g.left = max(g.left, g.column-window+1)
}

// shape is how the width is divided: names, totals (0 = none are shown), the
// first cell of the columns and how many cells each of them takes.
func (g *Grid) shape() (names, totals, from, pitch int) {
	const edges = 3 // the mark of the row, a blank or "more" before the columns, "more" behind them
	totals = g.totals + 1
	if g.totals == 0 || g.w-edges-leastName-totals < fewGrid {
		totals = 0
	}
	names = min(g.need, g.w-edges-totals-min(len(g.columns), leastGrid))
	names = max(0, names, min(leastName, g.w-edges-1))
	from = names + totals + 2
	pitch = 1
	for more := 2; more <= 3 && len(g.columns)*more <= g.w-from-1; more++ {
		pitch = more
	}
	return names, totals, from, pitch
}

// Page is how many rows are in sight at once.
func (g *Grid) Page() int { return max(1, g.h-gridHeads) }

// Window is how many columns are in sight at once.
func (g *Grid) Window() int {
	_, _, from, pitch := g.shape()
	return max(1, (g.w-from-1)/pitch)
}

// Rows is how many rows there are.
func (g *Grid) Rows() int { return len(g.rows) }

// Columns is how many columns there are.
func (g *Grid) Columns() int { return len(g.columns) }

// Row is the row of the cursor.
func (g *Grid) Row() int { return g.row }

// Column is the column of the cursor.
func (g *Grid) Column() int { return g.column }

// Lines is how many lines the grid takes at most.
func (g *Grid) Lines() int { return gridHeads + len(g.rows) }

// Place moves the cursor to a row and a column, or to the nearest there are.
func (g *Grid) Place(row, column int) {
	g.row, g.column = row, column
	g.keep()
}

// Move moves the cursor by rows and columns.
func (g *Grid) Move(rows, columns int) { g.Place(g.row+rows, g.column+columns) }

// At moves the cursor to a place of the grid. It says whether a cell is there,
// and whether the cursor was on it before.
func (g *Grid) At(x, y int) (there, was bool) {
	_, _, from, pitch := g.shape()
	row, column := g.top+y-gridHeads, g.left+(x-from)/pitch
	if y < gridHeads || row >= len(g.rows) || row >= g.top+g.Page() || x < from || column >= len(g.columns) || column >= g.left+g.Window() {
		return false, false
	}
	was = row == g.row && column == g.column
	g.row, g.column = row, column
	return true, was
}

// View draws the headings and the rows in sight. It asks for no other cell.
func (g *Grid) View(th *theme.Theme, looks Looks) []string {
	const least = 4 // a mark of the row, one cell, and the room beside it
	if len(g.rows) == 0 || len(g.columns) == 0 || g.w < least {
		return nil
	}
	lines := g.headings(th, looks)
	names, totals, _, _ := g.shape()
	for row := g.top; row < len(g.rows) && row < g.top+g.Page(); row++ {
		bar, tone, at := " ", theme.Plain, -1
		if row == g.row {
			bar, tone, at = th.Paint(theme.Accent, theme.Bar), theme.Strong, g.column
		}
		line := bar + th.Paint(tone, th.Pad(g.rows[row], names))
		if totals > 0 {
			line += " " + th.Paint(theme.Muted, th.PadLeft(looks.Row(row), totals-1))
		}
		lines = append(lines, line+" "+g.marks(th, at, func(column int) Mark { return looks.Cell(row, column) }))
	}
	return lines[:min(len(lines), max(0, g.h))]
}

// marks draws the marks of the columns in sight, that of the cursor's column in
// a look of its own.
func (g *Grid) marks(th *theme.Theme, at int, mark func(column int) Mark) string {
	_, _, _, pitch := g.shape()
	var b, run strings.Builder
	was := theme.Plain
	flush := func() {
		b.WriteString(th.Paint(was, run.String()))
		run.Reset()
	}
	for column := g.left; column < len(g.columns) && column < g.left+g.Window(); column++ {
		m := mark(column)
		if column == at {
			m.Tone = theme.SelectedCell
		}
		if m.Tone != was {
			flush()
			was = m.Tone
		}
		run.WriteString(m.Text)
		if pitch > 1 {
			flush()
			b.WriteString(strings.Repeat(" ", pitch-1))
		}
	}
	flush()
	return b.String()
}

// headings draws what the cursor's column is called, and the totals of the columns.
func (g *Grid) headings(th *theme.Theme, looks Looks) []string {
	names, totals, from, _ := g.shape()
	corner := " " + th.Paint(theme.Heading, th.Pad(looks.Corner, names))
	if totals > 0 {
		corner += " " + th.Paint(theme.Heading, th.PadLeft(looks.Totals, totals-1))
	}
	before, beyond := " ", ""
	if g.left > 0 {
		before = th.Paint(theme.Accent, theme.Before)
	}
	if g.left+g.Window() < len(g.columns) {
		beyond = th.Paint(theme.Accent, theme.Beyond)
	}
	return []string{
		strings.Repeat(" ", from) + g.pointer(th),
		corner + before + g.marks(th, -1, looks.Column) + beyond,
	}
}

// pointer marks the column of the cursor and says what it is called.
func (g *Grid) pointer(th *theme.Theme) string {
	_, _, from, pitch := g.shape()
	at, room := (g.column-g.left)*pitch, g.w-from
	name, line := g.columns[g.column], theme.Falling
	switch width := safetext.Width(name); {
	case at+2+width <= room:
		line += " " + string(name)
	case width+1 <= at:
		line, at = string(name)+" "+line, at-width-1
	case room-at-2 >= at-1:
		line += " " + string(safetext.Truncate(name, max(0, room-at-2)))
	default:
		name = safetext.Truncate(name, max(0, at-1))
		line, at = string(name)+" "+line, at-safetext.Width(name)-1
	}
	return strings.Repeat(" ", max(0, at)) + th.Paint(theme.HeadingHere, line)
}
