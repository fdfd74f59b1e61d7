package page

import (
	"strings"

	"lrx/internal/safetext"
)

// table is a table of text: the first columns stand at the left, numbers at the right.
type table struct {
	head  []safetext.Safe
	rows  []tableRow
	left  int  // how many columns stand at the left
	words bool // the last column is one of words too
}

// tableRow is a row with a sentence below it.
type tableRow struct {
	cells []safetext.Safe
	below safetext.Safe
}

const (
	between = 2 // blank cells between two columns
	indent  = 2
	missing = safetext.Safe("–")
)

func (p *printer) width() int { return max(p.s.Width, least) }

func (p *printer) line(s safetext.Safe) {
	// bufio keeps the first error, and Flush returns it.
	_, _ = p.w.WriteString(strings.TrimRight(string(s), " ") + "\n")
}

func (p *printer) heading(s safetext.Safe) {
	if p.s.Bold {
		_, _ = p.w.WriteString("\x1b[1m" + string(s) + "\x1b[0m\n")
		return
	}
	p.line(s)
}

func (p *printer) section(title safetext.Safe) {
	p.line("")
	p.heading(title)
}

// say writes a sentence, wrapped; "" writes nothing.
func (p *printer) say(s safetext.Safe) { p.wrapped("", "", s) }

func (p *printer) item(s safetext.Safe) { p.wrapped("- ", "  ", s) }

func (p *printer) list(title safetext.Safe, all []safetext.Safe) {
	if len(all) == 0 {
		return
	}
	p.section(title)
	for _, s := range all {
		p.item(s)
	}
}

// wrapped writes a sentence in lines of the printer's width.
func (p *printer) wrapped(first, next, s safetext.Safe) {
	for i, line := range wrap(s, p.width()-safetext.Width(first)) {
		if i == 0 {
			p.line(first + line)
		} else {
			p.line(next + line)
		}
	}
}

// wrap breaks a text between words, so that each line has at most width cells
// unless a word alone is wider.
func wrap(s safetext.Safe, width int) (lines []safetext.Safe) {
	var line safetext.Safe
	for word := range strings.FieldsSeq(string(s)) {
		w := safetext.Safe(word)
		switch {
		case line == "":
			line = w
		case safetext.Width(line)+1+safetext.Width(w) <= width:
			line += " " + w
		default:
			lines, line = append(lines, line), w
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

func (p *printer) table(t table) {
	widths := make([]int, len(t.head))
	for i, h := range t.head {
		widths[i] = safetext.Width(h)
	}
	for _, r := range t.rows {
		for i, c := range r.cells {
			if c == "" {
				r.cells[i], c = missing, missing
			}
			widths[i] = max(widths[i], safetext.Width(c))
		}
	}
	write := func(cells []safetext.Safe) safetext.Safe {
		var b strings.Builder
		for i, c := range cells {
			if i > 0 {
				b.WriteString(strings.Repeat(" ", between))
			}
			pad := safetext.PadLeft
			if i < t.left || i == len(cells)-1 && t.words {
				pad = safetext.Pad
			}
			b.WriteString(string(pad(c, widths[i])))
		}
		return safetext.Safe(b.String())
	}
	p.heading(write(t.head))
	for _, r := range t.rows {
		p.line(write(r.cells))
		p.wrapped(safetext.Safe(strings.Repeat(" ", indent)), safetext.Safe(strings.Repeat(" ", indent)), r.below)
	}
}
