package ui

import (
	"fmt"
	"strings"

	"lrx/internal/safetext"
	"lrx/query"
	"lrx/ui/screen"
	"lrx/ui/theme"
)

// remark is a part of the header's right side.
type remark struct {
	text safetext.Safe
	tone theme.Tone
}

// remarks are what must be known to read the screen, the most important first.
// The first two never give way.
func (a *App) remarks() (must, may []remark) {
	if a.opt.Label != "" {
		must = append(must, remark{shortLabel(a.opt.Label), theme.Warn})
	}
	if a.viewer.Mask {
		must = append(must, remark{"masked", theme.Accent})
	}
	if a.writing != "" && a.working() == nil {
		may = append(may, remark{a.writing, theme.Accent})
	}
	if c, ok := a.stale(); ok {
		may = append(may, remark{staleWord(c), staleTone(c)})
	}
	if at := a.here().Shown().AsOf; !at.IsZero() && a.here().Picked().AsOf.IsZero() {
		may = append(may, remark{safetext.Clean("as of " + at.In(a.zone()).Format("2006-01-02 MST")), theme.Muted})
	}
	if a.opt.StoreName != "" {
		may = append(may, remark{safetext.Truncate(safetext.Clean(a.opt.StoreName), 40), theme.Muted})
	}
	return must, may
}

// mostLabel is the room a label may take.
const mostLabel = 24

// shortLabel is a label that fits: of a long one the part before the first comma.
func shortLabel(label string) safetext.Safe {
	s := safetext.Clean(label)
	if first, _, cut := strings.Cut(string(s), ","); cut && safetext.Width(s) > mostLabel {
		s = safetext.Safe(first)
	}
	return safetext.Truncate(s, mostLabel)
}

const (
	brand   = safetext.Safe(" lrx  ")
	between = safetext.Safe(" " + theme.Dot + " ")
	crumb   = safetext.Safe(" " + theme.Crumb + " ")
)

// header is the first line: the program, the way here, and at the right what
// must be known to read the screen. The way gives up its middle before the
// right side gives up the date, down to a length that still tells where one is.
func (a *App) header(w int) string {
	var names []safetext.Safe
	for _, s := range a.screens.all() {
		names = append(names, s.Name())
	}
	must, may := a.remarks()
	full := safetext.Width(breadcrumb(names, w))
	fits := func(all []remark) bool { return w-safetext.Width(brand)-rightWidth(all)-2 >= min(full, 34) }
	shown := fitChips(must, a.here().Chips(), fits)
	for _, r := range may {
		if more := append(shown[:len(shown):len(shown)], r); fits(more) {
			shown = more
		}
	}
	room := w - safetext.Width(brand) - rightWidth(shown) - 2
	way := breadcrumb(names, room)
	left := a.theme.Paint(theme.Accent, " lrx") + "  " + a.paintWay(way)
	var right strings.Builder
	for i, r := range shown {
		if i > 0 {
			right.WriteString(a.theme.Paint(theme.Muted, string(between)))
		}
		right.WriteString(a.theme.Paint(r.tone, string(r.text)))
	}
	gap := w - safetext.Width(brand) - a.theme.Width(string(way)) - rightWidth(shown)
	return left + strings.Repeat(" ", max(0, gap)) + right.String()
}

// mostChip is the room a filter may take.
const mostChip = 26

// fitChips adds the filters that are set, as many as fit and the number of the
// others: that a number is of a part is never left out.
func fitChips(shown []remark, chips []screen.Chip, fits func([]remark) bool) []remark {
	if len(chips) == 0 {
		return shown
	}
	shown = shown[:len(shown):len(shown)]
	for n := len(chips); n > 0; n-- {
		all := shown
		for _, c := range chips[:n] {
			all = append(all, remark{safetext.Truncate(c.Text, mostChip) + " " + theme.Clear, theme.Accent})
		}
		if n < len(chips) {
			all = append(all, remark{safetext.Safe(fmt.Sprintf("+%d", len(chips)-n)), theme.Accent})
		}
		if fits(all) {
			return all
		}
	}
	word := "filters"
	if len(chips) == 1 {
		word = "filter"
	}
	return append(shown, remark{safetext.Safe(fmt.Sprintf("%d %s", len(chips), word)), theme.Accent})
}

// rightWidth is the room the right side takes, with its margin.
func rightWidth(all []remark) int {
	w := 1
	for i, r := range all {
		w += safetext.Width(r.text)
		if i > 0 {
			w += safetext.Width(between)
		}
	}
	return w
}

// paintWay makes the last name of the way stand out.
func (a *App) paintWay(way safetext.Safe) string {
	at := strings.LastIndex(string(way), string(crumb))
	if at < 0 {
		return a.theme.Paint(theme.Strong, string(way))
	}
	at += len(crumb)
	return a.theme.Paint(theme.Muted, string(way[:at])) + a.theme.Paint(theme.Strong, string(way[at:]))
}

// breadcrumb writes the way from the first screen to this one in w cells. When
// it is too long the middle goes first, then the beginning; the last name stays.
func breadcrumb(names []safetext.Safe, w int) safetext.Safe {
	last := len(names) - 1
	for skip := 0; skip < last; skip++ {
		if way := join(names, skip); safetext.Width(way) <= w {
			return way
		}
	}
	if last > 0 {
		if way := safetext.Safe(theme.Ellipsis) + crumb + names[last]; safetext.Width(way) <= w {
			return way
		}
	}
	return safetext.Truncate(names[last], max(0, w))
}

// join leaves out so many names behind the first.
func join(names []safetext.Safe, skip int) safetext.Safe {
	way := names[0]
	if skip > 0 {
		way += crumb + theme.Ellipsis
	}
	for _, n := range names[1+skip:] {
		way += crumb + n
	}
	return way
}

// mostHead is how many lines a headline may take.
const mostHead = 3

// headline is the screen's key figures. When they need too many lines those
// that matter least stay away.
func (a *App) headline() []string {
	head := a.here().Head()
	if len(head.Rows) == 0 {
		return nil
	}
	most := mostHead
	if a.h < usualHeight {
		most = 1
	} else if a.h < usualHeight+6 {
		most = 2
	}
	for least := 9; least > 0; least-- {
		if lines := a.figures(head, least); len(lines) <= most {
			return lines
		}
	}
	return a.figures(head, 1)[:most]
}

// figures writes the columns up to a priority, as many on a line as fit.
func (a *App) figures(head query.Sheet, least int) []string {
	var lines []string
	var b strings.Builder
	used := 0
	for _, i := range figureOrder(head.Columns) {
		c := head.Columns[i]
		text := query.Cell(c.Kind, head.Rows[0].Cells[i], a.zone())
		if c.Priority == 0 || c.Priority > least || text == a.here().Name() {
			continue
		}
		title := safetext.Clean(c.Title)
		text = safetext.Truncate(text, max(1, a.w-safetext.Width(title)-4))
		size := safetext.Width(title) + 1 + safetext.Width(text)
		if used > 0 && 1+used+3+size > a.w {
			lines = append(lines, " "+b.String())
			b.Reset()
			used = 0
		}
		if used > 0 {
			b.WriteString("   ")
			used += 3
		}
		b.WriteString(a.theme.Paint(theme.Muted, string(title)) + " " + string(text))
		used += size
	}
	if used > 0 {
		lines = append(lines, " "+b.String())
	}
	return lines
}

// figureOrder puts identifiers behind what is read first.
func figureOrder(columns []query.Column) []int {
	var first, ids []int
	for i, c := range columns {
		if c.Kind == query.KindID {
			ids = append(ids, i)
		} else {
			first = append(first, i)
		}
	}
	return append(first, ids...)
}
