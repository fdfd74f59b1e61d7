package theme

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"lrx/internal/safetext"
)

// Terminals count cells in one of two ways: rune by rune, as safetext does, or
// what a reader takes for one character at a time. They differ for Thai,
// Devanagari and their relatives, where the second way needs fewer cells. Text
// is cut by the first, so it fits either way, and filled up by the one the
// terminal uses, so that what stands beside it stays in line.

// method is how the terminal counts.
func (t *Theme) method() ansi.Method {
	if t.Graphemes {
		return ansi.GraphemeWidth
	}
	return ansi.WcWidth
}

// Width is the number of cells a painted or plain line takes on this terminal.
func (t *Theme) Width(line string) int { return t.method().StringWidth(line) }

// Cut cuts a painted line to w cells. Lines are made to fit; a few rare runes
// take more room where the terminal counts by grapheme.
func (t *Theme) Cut(line string, w int) string {
	if !t.Graphemes || t.Width(line) <= w {
		return line
	}
	return t.method().Truncate(line, w, "")
}

// Pad fills or cuts text to exactly w cells, text at the left.
func (t *Theme) Pad(s safetext.Safe, w int) string {
	text := string(safetext.Pad(s, w))
	return text + t.rest(text, w)
}

// PadLeft fills or cuts text to exactly w cells, text at the right.
func (t *Theme) PadLeft(s safetext.Safe, w int) string {
	text := string(safetext.PadLeft(s, w))
	return t.rest(text, w) + text
}

func (t *Theme) rest(text string, w int) string {
	if !t.Graphemes {
		return ""
	}
	return strings.Repeat(" ", max(0, w-t.Width(text)))
}

// Cells are the cells of a plain text from one to before another, exactly so
// many: of a wide character that stands across an edge a blank is left.
func (t *Theme) Cells(text string, from, to int) string {
	var b strings.Builder
	at, used := 0, 0
	for text != "" && at < to {
		c, w := ansi.FirstGraphemeCluster(text, t.method())
		if at >= from && at+w <= to {
			b.WriteString(strings.Repeat(" ", at-from-used) + c)
			used = at + w - from
		}
		text, at = text[len(c):], at+w
	}
	return b.String() + strings.Repeat(" ", max(0, to-from-used))
}
