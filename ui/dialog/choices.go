package dialog

import (
	tea "charm.land/bubbletea/v2"

	"lrx/internal/safetext"
	"lrx/ui/theme"
)

// Choice is something that can be set, and what it is set to.
type Choice struct {
	Label safetext.Safe
	Text  safetext.Safe // what it is set to, or what holds without
	Set   bool          // it can be cleared
	Value any           // handed to Open and Clear
}

// Choices is a list of things that can be set and cleared. It stays while one
// of them is being set.
type Choices struct {
	Title safetext.Safe
	Items []Choice
	Open  func(value any) tea.Cmd
	Clear func(value any) tea.Cmd

	at int
}

// Key moves, sets or clears.
func (c *Choices) Key(k tea.KeyPressMsg) (bool, func() tea.Cmd) {
	switch k.String() {
	case "up", "k", "ctrl+p":
		c.Wheel(-1)
	case "down", "j", "ctrl+n":
		c.Wheel(+1)
	case "home", "g":
		c.at = 0
	case "end", "G":
		c.at = len(c.Items) - 1
	case "enter", "right", "l", "space":
		return false, c.open()
	case "backspace", "delete", "x":
		if item := c.Items[c.at]; item.Set {
			return false, func() tea.Cmd { return c.Clear(item.Value) }
		}
	case "f", "q":
		return true, nil
	}
	return false, nil
}

func (c *Choices) open() func() tea.Cmd {
	value := c.Items[c.at].Value
	return func() tea.Cmd { return c.Open(value) }
}

// Paste does nothing: there is nothing to type.
func (c *Choices) Paste(string) {}

// Wheel moves the cursor.
func (c *Choices) Wheel(by int) { c.at = max(0, min(c.at+by, len(c.Items)-1)) }

// Click sets what is clicked.
func (c *Choices) Click(_, y int) (bool, func() tea.Cmd) {
	if y < 1 || y > len(c.Items) {
		return false, nil
	}
	c.at = y - 1
	return false, c.open()
}

// Hints are its keys.
func (c *Choices) Hints() [][2]string {
	return [][2]string{{"↑↓", "move"}, {"enter", "set"}, {"backspace", "clear"}}
}

// View draws the list.
func (c *Choices) View(th *theme.Theme, w, h int) []string {
	w = min(w, 64)
	room := w - 4
	label := 0
	for _, item := range c.Items {
		label = max(label, safetext.Width(item.Label))
	}
	var lines []string
	for i, item := range c.Items {
		if len(lines) == max(1, h-2) {
			break
		}
		text := safetext.Pad(safetext.Truncate(item.Text, max(0, room-label-5)), max(0, room-label-5))
		mark := safetext.Safe("  ")
		if item.Set {
			mark = " " + theme.Clear
		}
		line := safetext.Pad(item.Label, label) + "  " + text + mark
		switch {
		case i == c.at:
			lines = append(lines, th.Paint(theme.Accent, theme.Bar)+th.Paint(theme.Selected, string(line)))
		case item.Set:
			lines = append(lines, " "+th.Paint(theme.Plain, string(line)))
		default:
			lines = append(lines, " "+th.Paint(theme.Muted, string(line)))
		}
	}
	return frame(th, c.Title, lines, "", w)
}
