// Package table is a table that draws only what is in sight: a cursor over
// rows and columns, a first column that stays while the others scroll, columns
// that step aside when the window is narrow. A key costs the same with a
// hundred rows and a hundred thousand. It must not know what the rows mean.
package table

import (
	"slices"

	"lrx/internal/safetext"
)

// Column describes a column.
type Column struct {
	Title    safetext.Safe
	Width    int  // wished, in cells
	Priority int  // 1 = always in sight; higher numbers step aside first; 0 = never shown
	Right    bool // numbers stand at the right, and so does their heading
	Grow     bool // takes spare cells, and gives some up when there are too few
	Tail     bool // what does not fit is cut at the beginning: the end tells things apart
	Last     bool // stands behind the others, as what is seldom read
}

// Table is the state of a table: where the cursor is and what is in sight.
type Table struct {
	columns []Column
	rows    int
	w, h    int

	row, top int
	here     int // position of the cursor's column in order
	left     int // position of the first column beside the one that stays

	order  []int // the columns as they stand from left to right
	widths []int // by position in order
	fit    int   // so many positions are in sight when nothing is scrolled
}

// SetColumns replaces the columns. The cursor goes to the first.
func (t *Table) SetColumns(columns []Column) {
	t.columns = columns
	t.here, t.left = 0, 1
	t.arrange()
}

// SetSize says how much room there is, the heading included.
func (t *Table) SetSize(w, h int) {
	if w == t.w && h == t.h {
		return
	}
	here := t.Column()
	t.w, t.h = w, h
	t.arrange()
	t.SetColumn(here)
	t.SetRow(t.row)
}

// SetRows says how many rows there are.
func (t *Table) SetRows(n int) {
	t.rows = n
	t.SetRow(t.row)
}

// Rows is how many rows there are.
func (t *Table) Rows() int { return t.rows }

// Row is the row of the cursor, 0 when there is none.
func (t *Table) Row() int { return t.row }

// Column is the column of the cursor, -1 when there is none.
func (t *Table) Column() int {
	if t.here >= len(t.order) {
		return -1
	}
	return t.order[t.here]
}

// First is the column that stays at the left, -1 when there is none.
func (t *Table) First() int {
	if len(t.order) == 0 {
		return -1
	}
	return t.order[0]
}

// SetRow moves the cursor to a row, or to the nearest there is.
func (t *Table) SetRow(row int) {
	t.row = max(0, min(row, t.rows-1))
	page := t.Page()
	t.top = min(t.top, max(0, t.rows-page))
	t.top = min(t.top, t.row)
	t.top = max(t.top, t.row-page+1)
}

// Page is how many rows are in sight at once.
func (t *Table) Page() int { return max(1, t.h-1) }

// SetColumn moves the cursor to a column if it is shown at all.
func (t *Table) SetColumn(column int) {
	for at, c := range t.order {
		if c == column {
			t.move(at)
			return
		}
	}
}

// Sideways moves the cursor's column and scrolls when it leaves the sight.
func (t *Table) Sideways(by int) { t.move(t.here + by) }

func (t *Table) move(at int) {
	t.here = max(0, min(at, len(t.order)-1))
	if t.here == 0 {
		t.left = 1
		return
	}
	t.left = min(t.left, t.here)
	for t.left < t.here && !t.sees(t.here) {
		t.left++
	}
}

// sees says whether a position is in sight.
func (t *Table) sees(at int) bool {
	return slices.ContainsFunc(t.slots(), func(s slot) bool { return s.at == at })
}

// Hit is what lies under a place of the table.
type Hit struct {
	Heading bool
	Row     int // -1 = below the last
	Column  int // -1 = beside the last
}

// At says what lies at a place, counted from the table's corner.
func (t *Table) At(x, y int) Hit {
	hit := Hit{Heading: y == 0, Row: -1, Column: -1}
	if row := t.top + y - 1; y > 0 && row < t.rows {
		hit.Row = row
	}
	from := 0
	for _, s := range t.slots() {
		to := from + s.w + margins
		if x >= from && x < to {
			hit.Column = s.column
		}
		from = to
	}
	return hit
}
