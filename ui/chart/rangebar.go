package chart

import (
	"strings"

	"lrx/internal/safetext"
	"lrx/ui/theme"
)

// RangeBar draws a number from 0 to 100 with its interval as a bar of at most w
// cells: solid up to the low end, dense up to the number, thin up to the high
// end. Which cells a part takes is decided in their middles; the cell of the
// number itself is never left without a mark.
func RangeBar(value, low, high float64, w int) safetext.Safe {
	if w < 1 || !(value >= 0 && value <= 100) {
		return ""
	}
	at := min(w-1, int(value/100*float64(w)))
	var b strings.Builder
	for i := range w {
		middle := (float64(i) + 0.5) * 100 / float64(w)
		switch {
		case middle < low:
			b.WriteString(theme.BarSure)
		case middle < value || i == at:
			b.WriteString(theme.BarLikely)
		case middle < high:
			b.WriteString(theme.BarPossible)
		default:
			return safetext.Safe(b.String())
		}
	}
	return safetext.Safe(b.String())
}
