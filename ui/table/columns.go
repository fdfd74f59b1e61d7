package table

import (
	"cmp"
	"slices"

	"lrx/internal/safetext"
)

// A column takes one cell before and one behind its width. Before the first
// stands the mark of the row, so the columns need no further room between them.
const margins = 2

// room is what the columns may take. The last cell of the heading is kept for
// the mark of columns that are out of sight.
func (t *Table) room() int { return t.w - 1 }

// arrange puts the columns in order for the present width: first those that
// fit, chosen by priority, then the others, which scrolling reaches.
func (t *Table) arrange() {
	t.order, t.widths, t.fit = nil, nil, 0
	ranked := t.ranked()
	if len(ranked) == 0 {
		return
	}
	stays := ranked[0]
	room := t.room() - t.least(stays) - margins
	fit := []int{stays}
	for _, c := range ranked[1:] {
		need := t.least(c) + margins
		if need > room {
			break
		}
		room -= need
		fit = append(fit, c)
	}
	t.fit = len(fit)
	rest := ranked[t.fit:]
	slices.SortFunc(fit[1:], t.standing)
	slices.SortFunc(rest, t.standing)
	t.order = append(fit, rest...)
	for at, c := range t.order {
		w := t.wished(c)
		if at < t.fit {
			w = t.least(c)
		}
		t.widths = append(t.widths, max(1, min(w, t.room()-margins)))
	}
	t.spread(max(0, room))
}

// ranked are the columns that may be shown, the most important first. The
// first of them is the one that stays when the others scroll.
func (t *Table) ranked() []int {
	var out []int
	for i, c := range t.columns {
		if c.Priority > 0 {
			out = append(out, i)
		}
	}
	slices.SortStableFunc(out, func(a, b int) int { return cmp.Compare(t.columns[a].Priority, t.columns[b].Priority) })
	return out
}

// standing orders columns from left to right: as they are given, those that
// stand last behind the others.
func (t *Table) standing(a, b int) int {
	return cmp.Or(cmp.Compare(lastness(t.columns[a]), lastness(t.columns[b])), cmp.Compare(a, b))
}

func lastness(c Column) int {
	if c.Last {
		return 1
	}
	return 0
}

func (t *Table) wished(c int) int {
	return max(t.columns[c].Width, safetext.Width(t.columns[c].Title))
}

// least is the width a column can live with: text may give up a quarter so
// that one more column is seen.
func (t *Table) least(c int) int {
	if !t.columns[c].Grow {
		return t.wished(c)
	}
	return max(t.columns[c].Width*3/4, safetext.Width(t.columns[c].Title))
}

// spread gives spare cells to the text columns: first what they wished, then as
// much again; and what is then left to those that are cut at their beginning.
func (t *Table) spread(spare int) {
	grow := func(c Column) bool { return c.Grow }
	for _, turn := range []struct {
		times int
		takes func(Column) bool
	}{{1, grow}, {2, grow}, {3, func(c Column) bool { return c.Tail }}} {
		times := turn.times
		for at := range t.fit {
			c := t.order[at]
			if !turn.takes(t.columns[c]) {
				continue
			}
			more := max(0, min(spare, times*t.wished(c)-t.widths[at]))
			t.widths[at] += more
			spare -= more
		}
	}
}

// slot is a column in sight.
type slot struct {
	at     int // its position in order
	column int
	w      int // without its margins
}

// slots are the columns in sight, from left to right: the one that stays, and
// from the first scrolled one on as many as fit. That one is cut rather than
// left out, so that a narrow table still shows where its cursor is.
func (t *Table) slots() []slot {
	if len(t.order) == 0 {
		return nil
	}
	out := []slot{{0, t.order[0], t.widths[0]}}
	room := t.room() - t.widths[0] - margins
	for at := t.left; at < len(t.order); at++ {
		w := t.widths[at]
		if at == t.left {
			w = min(w, room-margins)
		}
		if w < 1 || w+margins > room {
			break
		}
		room -= w + margins
		out = append(out, slot{at, t.order[at], w})
	}
	return out
}

// beyond says whether columns are out of sight at the right.
func (t *Table) beyond(slots []slot) bool {
	return len(slots) > 0 && max(t.left-1, slots[len(slots)-1].at) < len(t.order)-1
}
