package chart

import (
	"strings"

	"lrx/internal/safetext"
	"lrx/ui/theme"
)

// RangeBar draws a number from 0 to 100 with its interval as a bar of at most w
// cells: a heavy line up to the low end, a light one to the high end, a dot at
// the number. Lines that touch those of the rows above and below would make one
// heavy block of a list. Which line a cell has is decided in its middle.
func RangeBar(value, low, high float64, w int) safetext.Safe {
	if w < 1 || !(value >= 0 && value <= 100) {
		return ""
	}
	at := min(w-1, int(value/100*float64(w)))
	var b strings.Builder
	for i := range w {
		middle := (float64(i) + 0.5) * 100 / float64(w)
		switch {
		case i == at:
			b.WriteString(theme.BarValue)
		case middle < low:
			b.WriteString(theme.BarSure)
		case middle < high || i < at:
			b.WriteString(theme.BarPossible)
		default:
			return safetext.Safe(b.String())
		}
	}
	return safetext.Safe(b.String())
}
