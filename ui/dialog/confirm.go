package dialog

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"lrx/internal/safetext"
	"lrx/ui/theme"
)

// Confirm asks a question with yes and no.
type Confirm struct {
	Question safetext.Safe
	Yes, No  safetext.Safe // what each answer does, in a word or two
	Then     func() tea.Cmd
}

// Key takes y for yes and n for no. Enter answers nothing: a key that opened the
// question, pressed once too often, must not answer it.
func (c *Confirm) Key(k tea.KeyPressMsg) (bool, func() tea.Cmd) {
	switch k.String() {
	case "y", "Y":
		return true, c.Then
	case "n", "N":
		return true, nil
	}
	return false, nil
}

// Paste does nothing: there is nothing to type.
func (c *Confirm) Paste(string) {}

// Wheel does nothing: there is nothing to scroll.
func (c *Confirm) Wheel(int) {}

// Click does nothing: a question is answered on purpose.
func (c *Confirm) Click(int, int) (bool, func() tea.Cmd) { return false, nil }

// Hints are its keys.
func (c *Confirm) Hints() [][2]string {
	return [][2]string{{"y", string(c.Yes)}, {"n", string(c.No)}}
}

// View draws the question and its answers.
func (c *Confirm) View(th *theme.Theme, w, _ int) []string {
	w = min(w, 60)
	var lines []string
	for l := range strings.SplitSeq(ansi.WrapWc(string(c.Question), max(1, w-4), ""), "\n") {
		lines = append(lines, string(safetext.Truncate(safetext.Clean(l), w-4)))
	}
	answers := []safetext.Safe{"y ", c.Yes, "   n ", c.No}
	room := w - 4
	var b strings.Builder
	for i, a := range answers {
		a = safetext.Truncate(a, room)
		room -= safetext.Width(a)
		tone := theme.Plain
		if i%2 == 0 {
			tone = theme.Key
		}
		b.WriteString(th.Paint(tone, string(a)))
	}
	return frame(th, "Please confirm", append(lines, "", b.String()), "", w)
}
