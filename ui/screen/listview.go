package screen

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"lrx/internal/safetext"
	"lrx/query"
	"lrx/ui/table"
	"lrx/ui/theme"
)

func (l *list) view(th *theme.Theme) []string {
	if len(l.shown.Rows) == 0 {
		return sentences(th, theme.Plain, l.w, l.tab.Empty)
	}
	if l.table.Rows() == 0 {
		return sentences(th, theme.Plain, l.w,
			fmt.Sprintf("Nothing matches %q. %s rows are hidden by the filter; esc clears it.", l.look.filter, count(len(l.shown.Rows))))
	}
	order := table.Order{Column: -1, Falling: l.look.desc}
	for i, c := range l.shown.Columns {
		if c.Key == l.look.sort {
			order.Column = i
		}
	}
	return l.table.View(th, order, l.cell)
}

// remark says in words what narrows and orders the list.
func (l *list) remark() string {
	var parts []string
	if l.look.filter != "" && l.field == nil {
		parts = append(parts, "/"+l.look.filter)
	}
	for _, c := range l.shown.Columns {
		if c.Key == l.look.sort {
			parts = append(parts, "by "+string(ranked(c))+", "+direction(c.Kind, l.look.desc))
			if l.guards(c.Key) {
				parts = append(parts, "for: "+l.purpose)
			}
		}
	}
	if len(parts) == 0 && l.field == nil && len(l.shown.Notes) > 0 {
		return string(l.shown.Notes[0])
	}
	return strings.Join(parts, " "+theme.Dot+" ")
}

func direction(kind query.Kind, desc bool) string {
	words := [2]string{"A first", "Z first"}
	switch {
	case kind == query.KindTime:
		words = [2]string{"oldest first", "newest first"}
	case kind == query.KindBool:
		words = [2]string{"no first", "yes first"}
	case ranks(kind):
		words = [2]string{"smallest first", "largest first"}
	}
	if desc {
		return words[1]
	}
	return words[0]
}

// where says at which row the cursor is and how many there are.
func (l *list) where() string {
	n := l.table.Rows()
	if n == 0 {
		return ""
	}
	text := count(l.table.Row()+1) + " of " + count(n)
	if n < len(l.shown.Rows) {
		text += ", " + count(len(l.shown.Rows)) + " in all"
	}
	if l.shown.Truncated {
		text += ", cut from " + count(l.shown.Total)
	}
	if l.shown.Approx {
		text += ", about"
	}
	return text
}

func count(n int) string { return string(query.Cell(query.KindCount, int64(n), nil)) }

// sentences sets a text in a width, with a margin, for a screen without rows.
func sentences(th *theme.Theme, tone theme.Tone, w int, text string) []string {
	out := []string{""}
	for line := range strings.SplitSeq(ansi.WrapWc(text, max(1, w-4), ""), "\n") {
		out = append(out, "  "+th.Paint(tone, string(safetext.Truncate(safetext.Clean(line), w-2))))
	}
	return out
}
