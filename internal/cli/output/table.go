package output

import (
	"io"
	"slices"
	"strings"

	"lrx/internal/safetext"
	"lrx/query"
)

const (
	gap      = 2 // blank cells between two columns
	minWidth = 4 // no column is cut narrower
)

// column is a column of the table as it will be written.
type column struct {
	query.Column
	at    int // its place in the sheet
	width int
	wish  int // the width below which it is better to hide another column
}

// writeTable writes aligned columns and nothing else: no boxes, no wrapped
// lines, no blanks at line ends.
func writeTable(w io.Writer, s query.Sheet, t Terminal) (hidden []string, err error) {
	columns := shown(s)
	head := make([]safetext.Safe, len(s.Columns))
	for i, c := range s.Columns {
		head[i] = safetext.Clean(c.Title)
	}
	rows := make([][]safetext.Safe, len(s.Rows))
	for r, row := range s.Rows {
		rows[r] = make([]safetext.Safe, len(s.Columns))
		for i, c := range columns {
			text := cell(c.Column, row.Cells[c.at], s.TZ)
			if c.Tree {
				text = safetext.Safe(strings.Repeat("  ", row.Depth)) + text
			}
			columns[i].width = max(columns[i].width, safetext.Width(text))
			rows[r][c.at] = text
		}
	}
	if t.Width > 0 {
		columns, hidden = fit(columns, t.Width)
	}
	if _, err := io.WriteString(w, bold(line(columns, head), t)+"\n"); err != nil {
		return nil, err
	}
	for _, cells := range rows {
		if _, err := io.WriteString(w, string(line(columns, cells))+"\n"); err != nil {
			return nil, err
		}
	}
	return hidden, nil
}

// shown are the columns meant for people. A sheet that has none, such as the
// answer to a user's own SQL, shows all.
func shown(s query.Sheet) []column {
	var visible, all []column
	for i, c := range s.Columns {
		col := column{Column: c, at: i, width: safetext.Width(safetext.Clean(c.Title)), wish: c.Width}
		all = append(all, col)
		if c.Priority > 0 {
			visible = append(visible, col)
		}
	}
	if len(visible) == 0 {
		return all
	}
	return visible
}

// fit hides columns, the least important first and the rightmost of equals,
// until the rest has room; what is still too wide is then cut, the widest
// column first.
func fit(columns []column, width int) (kept []column, hidden []string) {
	kept = slices.Clone(columns)
	for len(kept) > 1 && needed(kept) > width {
		last := 0
		for i, c := range kept {
			if c.Priority >= kept[last].Priority {
				last = i
			}
		}
		if kept[last].Priority <= 1 {
			break
		}
		kept = slices.Delete(kept, last, last+1)
	}
	for _, c := range columns {
		if !slices.ContainsFunc(kept, func(k column) bool { return k.at == c.at }) {
			hidden = append(hidden, c.Title)
		}
	}
	for total(kept) > width {
		widest := 0
		for i, c := range kept {
			if spare(c) > spare(kept[widest]) {
				widest = i
			}
		}
		if kept[widest].width <= minWidth {
			break
		}
		kept[widest].width--
	}
	return kept, hidden
}

// spare says how willingly a column gives up a cell: what is wider than it
// wishes goes first, numbers last, because a cut number is a wrong number.
func spare(c column) int {
	switch {
	case c.width <= minWidth:
		return -1
	case !isText(c.Kind):
		return 0
	case c.wish > 0 && c.width > c.wish:
		return 1<<16 + c.width - c.wish
	}
	return c.width
}

// needed is the width of the columns when each is as narrow as it may well be.
func needed(columns []column) int {
	n := gap * (len(columns) - 1)
	for _, c := range columns {
		if isText(c.Kind) && c.wish > 0 {
			n += min(c.width, c.wish)
		} else {
			n += c.width
		}
	}
	return n
}

func total(columns []column) int {
	n := gap * (len(columns) - 1)
	for _, c := range columns {
		n += c.width
	}
	return n
}

func isText(k query.Kind) bool {
	return k == query.KindText || k == query.KindID || k == query.KindType || k == query.KindList || k == query.KindNames || k == query.KindAny
}

// line writes the cells of a row, which stand at their columns' places in the sheet.
func line(columns []column, cells []safetext.Safe) safetext.Safe {
	var b strings.Builder
	for i, c := range columns {
		if i > 0 {
			b.WriteString(strings.Repeat(" ", gap))
		}
		pad, text := safetext.Pad, cells[c.at]
		if c.Kind == query.KindID {
			text = safetext.Tail(text, c.width)
		}
		if c.Kind.Number() {
			pad = safetext.PadLeft
		}
		b.WriteString(string(pad(text, c.width)))
	}
	return safetext.Safe(strings.TrimRight(b.String(), " "))
}

// bold marks a heading where the terminal and the user allow it.
func bold(s safetext.Safe, t Terminal) string {
	if !t.Bold {
		return string(s)
	}
	return "\x1b[1m" + string(s) + "\x1b[0m"
}
