// Package dialog holds what stands in front of the screen for a while: a
// question, a menu, a page to read. A dialog takes all keys; what is chosen is
// done by whoever opened it. The package must not know what is asked.
package dialog

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"lrx/internal/safetext"
	"lrx/ui/theme"
)

// Dialog stands in front of the screen.
type Dialog interface {
	// Key takes a key press; esc and ctrl+c never arrive. With done the dialog
	// is over, and then is what was chosen.
	Key(k tea.KeyPressMsg) (done bool, then func() tea.Cmd)
	Paste(text string)
	Wheel(by int)
	// Click takes a click at a place of the box.
	Click(x, y int) (done bool, then func() tea.Cmd)
	// Hints are the keys it takes and a word for each.
	Hints() [][2]string
	// View draws the box, at most w cells wide and h lines high.
	View(th *theme.Theme, w, h int) []string
}

// frame puts a line around what a dialog says, with a title above and a remark
// below. Lines hold no more than w-4 cells.
func frame(th *theme.Theme, title safetext.Safe, lines []string, foot safetext.Safe, w int) []string {
	out := []string{edge(th, theme.Strong, "╭", title, "╮", w)}
	side := th.Paint(theme.Rule, "│")
	for _, l := range lines {
		out = append(out, side+" "+l+strings.Repeat(" ", max(0, w-4-th.Width(l)))+" "+side)
	}
	return append(out, edge(th, theme.Muted, "╰", foot, "╯", w))
}

// edge is the upper or lower line of a frame with a text in it.
func edge(th *theme.Theme, tone theme.Tone, left string, text safetext.Safe, right string, w int) string {
	if text != "" {
		text = " " + safetext.Truncate(text, max(0, w-6)) + " "
	}
	rest := max(0, w-3-th.Width(string(text)))
	return th.Paint(theme.Rule, left+theme.Line) + th.Paint(tone, string(text)) + th.Paint(theme.Rule, strings.Repeat(theme.Line, rest)+right)
}
