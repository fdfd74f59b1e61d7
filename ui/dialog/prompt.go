package dialog

import (
	tea "charm.land/bubbletea/v2"

	"lrx/internal/safetext"
	"lrx/ui/field"
	"lrx/ui/theme"
)

// Prompt asks for a line of text.
type Prompt struct {
	Title safetext.Safe
	Note  safetext.Safe // what can be typed
	// Take takes what was typed: what to do, or why it cannot be taken.
	Take func(text string) (then func() tea.Cmd, why safetext.Safe)

	field field.Field
	why   safetext.Safe
}

// Key types; enter is done.
func (p *Prompt) Key(k tea.KeyPressMsg) (bool, func() tea.Cmd) {
	if k.String() != "enter" {
		p.field.Key(k)
		p.why = ""
		return false, nil
	}
	then, why := p.Take(p.field.Text())
	p.why = why
	return why == "", then
}

// Paste types a text.
func (p *Prompt) Paste(text string) { p.field.Insert(text) }

// Wheel does nothing: there is nothing to scroll.
func (p *Prompt) Wheel(int) {}

// Click does nothing: there is one place to type.
func (p *Prompt) Click(int, int) (bool, func() tea.Cmd) { return false, nil }

// Hints are its keys.
func (p *Prompt) Hints() [][2]string { return [][2]string{{"enter", "set"}} }

// View draws the line and what is wrong with it.
func (p *Prompt) View(th *theme.Theme, w, _ int) []string {
	w = min(w, 64)
	room := w - 4
	below := th.Paint(theme.Muted, string(safetext.Truncate(p.Note, room)))
	if p.why != "" {
		below = th.Paint(theme.Risk, string(safetext.Truncate("! "+p.why, room)))
	}
	return frame(th, p.Title, []string{th.Paint(theme.Key, "› ") + p.field.View(th, room-2), "", below}, "", w)
}
