package ui

// The window lrx is made for, what it can still live with, and what a client
// may claim: the renderer takes memory for every cell of it.
const (
	usualWidth, usualHeight = 80, 24
	leastWidth, leastHeight = 60, 15
	mostWidth, mostHeight   = 500, 200
)

// rect is a part of the window, in cells.
type rect struct{ x, y, w, h int }

func (r rect) holds(x, y int) bool { return x >= r.x && x < r.x+r.w && y >= r.y && y < r.y+r.h }

// layout is where everything stands.
type layout struct {
	header, tabs, rule, head, body, edge, status, keys rect
}

// arrange divides a window of w by h cells, with a headline of so many lines
// if there is room. Nothing else computes places.
func arrange(w, h int, tabs bool, head int) layout {
	roomy := h >= 20
	if !roomy {
		head = min(head, 1)
	}
	y := 0
	next := func(lines int) rect {
		r := rect{0, y, w, lines}
		y += lines
		return r
	}
	var l layout
	l.header = next(1)
	l.tabs = next(lineIf(tabs))
	l.rule = next(1)
	l.head = next(head)
	if roomy && head > 0 {
		next(1)
	}
	below := 2 + lineIf(roomy)
	l.body = next(max(0, h-y-below))
	l.edge = next(lineIf(roomy))
	l.status = next(1)
	l.keys = next(1)
	return l
}

func lineIf(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// clamp keeps a window's size within what lrx draws.
func clamp(w, h int) (int, int) {
	return max(1, min(w, mostWidth)), max(1, min(h, mostHeight))
}
