package screen

import (
	"strings"
	"time"

	"lrx/internal/safetext"
	"lrx/query"
	"lrx/ui/pager"
	"lrx/ui/theme"
)

// labelWidth is the room for the name of a fact.
const labelWidth = 14

// factWriter writes a text of facts, one a line: a name, what it is, and where
// it leads.
type factWriter struct {
	tz    *time.Location
	lines []pager.Line
	links []Page
}

func (w *factWriter) fact(name, text safetext.Safe, link int) {
	w.toned(name, text, theme.Plain, link)
}

func (w *factWriter) toned(name, text safetext.Safe, tone theme.Tone, link int) {
	if text == "" && name != "" {
		text = theme.Missing
	}
	w.lines = append(w.lines, pager.Line{Label: safetext.Pad(name, labelWidth), Text: text, Tone: tone, Link: link})
}

// heading writes a line that says what follows.
func (w *factWriter) heading(text safetext.Safe) {
	w.blank()
	w.lines = append(w.lines, pager.Line{Text: text, Tone: theme.Heading})
}

func (w *factWriter) line(text safetext.Safe) {
	w.lines = append(w.lines, pager.Line{Text: text})
}

func (w *factWriter) blank() {
	if len(w.lines) > 0 {
		w.lines = append(w.lines, pager.Line{})
	}
}

func (w *factWriter) cell(kind query.Kind, v any) safetext.Safe { return query.Cell(kind, v, w.tz) }

// optional is the cell of a time that may be missing.
func (w *factWriter) optional(t *time.Time) safetext.Safe {
	if t == nil {
		return theme.Missing
	}
	return w.cell(query.KindTime, *t)
}

// whole is all that was written, as text.
func (w *factWriter) whole() string {
	lines := make([]string, len(w.lines))
	for i, line := range w.lines {
		lines[i] = strings.TrimRight(string(line.Label+line.Text), " ")
	}
	return strings.Join(lines, "\n")
}

// place says where in a file something stands.
func (w *factWriter) place(line, offset int64) safetext.Safe {
	if line > 0 {
		return ", line " + w.cell(query.KindCount, line)
	}
	return ", byte " + w.cell(query.KindCount, offset)
}
