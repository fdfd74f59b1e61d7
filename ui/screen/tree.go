package screen

import (
	"maps"
	"strings"

	"lrx/internal/safetext"
	"lrx/query"
	"lrx/ui/theme"
)

// isOpen says whether what a row holds is in sight: the reader says, else a
// tree begins with its first two levels.
func (v look) isOpen(row query.Row) bool {
	if open, said := v.opened[row.Key]; said {
		return open
	}
	return row.Depth == 0
}

// branches says which rows of a tree are in sight: what matches a filter, with
// all above it, else what is not folded away.
func (v look) branches(s query.Sheet, terms []term) []int {
	rows := make([]int, 0, len(s.Rows))
	if len(terms) > 0 {
		var above []int // the row and those above it, by depth
		done := -1
		for i, row := range s.Rows {
			above = append(above[:min(row.Depth, len(above))], i)
			if !matchesAll(terms, s, row) {
				continue
			}
			for _, at := range above {
				if at > done {
					rows, done = append(rows, at), at
				}
			}
		}
		return rows
	}
	const none = 1 << 30
	closed := none // rows deeper than that are folded away
	for i, row := range s.Rows {
		if row.Depth > closed {
			continue
		}
		rows, closed = append(rows, i), none
		if !v.isOpen(row) {
			closed = row.Depth
		}
	}
	return rows
}

// holds says whether the i-th row in sight has rows below it.
func (l *list) holds(i int) bool {
	if l.order != nil {
		i = l.order[i]
	}
	return i+1 < len(l.shown.Rows) && l.shown.Rows[i+1].Depth > l.shown.Rows[i].Depth
}

// branch does what a key does in a tree and not in other lists: it opens what
// is closed and closes what is open. Where there is nothing to open, right
// leads to the next column; where there is nothing to close, left leads to the
// row above.
func (l *list) branch(a Action) (Effect, bool) {
	if !l.tab.Tree || a != Left && a != Right && a != Fold || l.table.Rows() == 0 {
		return Effect{}, false
	}
	at := l.table.Row()
	row, holds := l.row(at), l.holds(at)
	open := holds && (l.look.filter != "" || l.look.isOpen(row))
	aside := l.table.Column() != l.table.First()
	switch {
	case a == Fold && holds, a == Right && holds && !open, a == Left && open && !aside:
		if l.look.filter != "" {
			return Effect{Say: "the filter shows what matches and what it is part of; esc clears it"}, true
		}
		opened := maps.Clone(l.look.opened)
		if opened == nil {
			opened = map[string]bool{}
		}
		opened[row.Key] = !open
		l.look.opened = opened
		return Effect{Cmd: l.arrange(l.shown, false)}, true
	case a == Fold:
		return Effect{Say: "it holds nothing"}, true
	case a == Right || aside:
		return Effect{}, false
	}
	for i := at - 1; i >= 0; i-- {
		if l.row(i).Depth < row.Depth {
			l.table.SetRow(i)
			break
		}
	}
	return Effect{}, true
}

// twig is a name as it stands in the tree, with the mark of what it holds.
func (l *list) twig(row int, text safetext.Safe) safetext.Safe {
	mark := "  "
	if l.holds(row) {
		mark = theme.Opened + " "
		if l.look.filter == "" && !l.look.isOpen(l.row(row)) {
			mark = theme.Closed + " "
		}
	}
	return safetext.Safe(strings.Repeat("  ", l.row(row).Depth)+mark) + text
}
