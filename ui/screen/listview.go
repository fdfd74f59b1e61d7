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
	return append(l.table.View(th, order, l.cell), l.below(th)...)
}

// What stands below the rows: a blank line, the row of the cursor in words, and
// what has to be known beside the rows. A low window shows rows alone.
const (
	belowRows = 2
	noteRows  = 2
	lowBody   = 10
)

// note is what stands below the rows of all of them.
func (l *list) note() string {
	if !l.tab.Noted {
		return l.tab.Note
	}
	var parts []string
	for _, n := range l.shown.Notes {
		parts = append(parts, string(n))
	}
	return strings.Join(parts, " ")
}

// foot is how many lines stand below the rows.
func (l *list) foot() int {
	lines := 0
	if l.tells {
		lines += belowRows
	}
	if l.note() != "" {
		lines += noteRows
	}
	switch {
	case l.h < lowBody || lines == 0:
		return 0
	case l.apart():
		lines++
	}
	return 1 + lines
}

// apart says whether there is room for a blank line between what is said of a row
// and what has to be known of all.
func (l *list) apart() bool {
	const roomy = 20
	return l.h >= roomy && l.tells && l.note() != ""
}

func (l *list) below(th *theme.Theme) []string {
	if l.foot() == 0 {
		return nil
	}
	lines := []string{""}
	if l.tells {
		said := fitting(th, l.w, l.tab.Below(l.shown, l.row(l.table.Row())))
		said = append(said, "", "")
		lines = append(lines, said[:belowRows]...)
	}
	if l.apart() {
		lines = append(lines, "")
	}
	if l.note() != "" {
		lines = append(lines, fewSentences(th, theme.Muted, l.w, noteRows, l.note())[1:]...)
	}
	return lines
}

// fitting sets as many whole sentences as there is room for. The first is cut
// rather than left out.
func fitting(th *theme.Theme, w int, all []string) []string {
	var said []string
	for n := len(all); n > 0; n-- {
		if said = sentences(th, theme.Plain, w, strings.Join(all[:n], " "))[1:]; len(said) <= belowRows {
			return said
		}
	}
	return fewSentences(th, theme.Plain, w, belowRows, strings.Join(all[:min(1, len(all))], " "))[1:]
}

// remark says in words what narrows and orders the list.
func (l *list) remark() string {
	var parts []string
	if l.look.filter != "" && l.field == nil {
		parts = append(parts, "/"+l.look.filter)
	}
	switch column := l.withheld(); {
	case l.field != nil: // its line has no room for this
	case column != "":
		parts = append(parts, "not by "+string(column)+": nobody said what for; / and enter ask")
	case l.narrows() != "":
		parts = append(parts, "for: "+l.purpose)
	}
	for _, c := range l.shown.Columns {
		if c.Key == l.look.sort {
			parts = append(parts, "by "+string(ranked(c))+", "+direction(c.Kind, l.look.desc))
			if l.guards(c.Key) {
				parts = append(parts, "for: "+l.purpose)
			}
		}
	}
	if len(parts) == 0 && l.field == nil && len(l.shown.Notes) > 0 && !l.tab.Noted {
		return string(l.shown.Notes[0])
	}
	return strings.Join(parts, " "+theme.Dot+" ")
}

func direction(kind query.Kind, desc bool) string {
	words := [2]string{"A first", "Z first"}
	switch {
	case kind == query.KindTime:
		words = [2]string{"oldest first", "newest first"}
	case kind == query.KindBool, kind == query.KindSuspect:
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
	if l.field != nil && l.withheld() != "" {
		text += ", enter asks what for"
	}
	return text
}

func count(n int) string { return string(query.Cell(query.KindCount, int64(n), nil)) }

// sentences sets a text in a width, with a margin, for a screen without rows.
func sentences(th *theme.Theme, tone theme.Tone, w int, text string) []string {
	return fewSentences(th, tone, w, len(text)+1, text)
}

// fewSentences is the same in so many lines below the blank one at most; what is
// cut ends in an ellipsis, so that nobody takes a part for the whole.
func fewSentences(th *theme.Theme, tone theme.Tone, w, most int, text string) []string {
	lines := strings.Split(ansi.WrapWc(text, max(1, w-4), ""), "\n")
	if most > 0 && len(lines) > most {
		lines = append(lines[:most-1:most-1], string(safetext.Truncate(safetext.Clean(lines[most-1]+" "+theme.Ellipsis), w-4)))
		if last := lines[most-1]; !strings.HasSuffix(last, theme.Ellipsis) {
			lines[most-1] = last + theme.Ellipsis
		}
	}
	out := []string{""}
	for _, line := range lines {
		out = append(out, "  "+th.Paint(tone, string(safetext.Truncate(safetext.Clean(line), w-2))))
	}
	return out
}
