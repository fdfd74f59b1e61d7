package dialog

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"lrx/internal/safetext"
	"lrx/ui/pager"
	"lrx/ui/theme"
)

// Panel is a text to read.
type Panel struct {
	Title safetext.Safe
	Lines []pager.Line

	pager pager.Pager
	ready bool
	page  int
}

// Key scrolls; ?, q and enter close.
func (p *Panel) Key(k tea.KeyPressMsg) (bool, func() tea.Cmd) {
	switch k.String() {
	case "?", "q", "enter":
		return true, nil
	case "up", "k":
		p.Wheel(-1)
	case "down", "j":
		p.Wheel(+1)
	case "pgup", "ctrl+u":
		p.Wheel(-p.page)
	case "pgdown", "ctrl+d", "space":
		p.Wheel(+p.page)
	case "home", "g":
		p.pager.SetTop(0)
	case "end", "G":
		p.pager.SetTop(len(p.Lines))
	}
	return false, nil
}

// Paste does nothing: there is nothing to type.
func (p *Panel) Paste(string) {}

// Wheel scrolls.
func (p *Panel) Wheel(by int) { p.pager.Scroll(by) }

// Click does nothing: a text is only read.
func (p *Panel) Click(int, int) (bool, func() tea.Cmd) { return false, nil }

// Hints are its keys.
func (p *Panel) Hints() [][2]string { return [][2]string{{"↑↓", "scroll"}} }

// View draws the text.
func (p *Panel) View(th *theme.Theme, w, h int) []string {
	w = min(w, 76)
	p.page = max(1, h-2)
	p.pager.SetSize(w-4, p.page)
	if !p.ready {
		p.pager.SetLines(p.Lines, nil)
		p.ready = true
	}
	foot := safetext.Safe("")
	if n := p.pager.Below(); n > 0 {
		foot = safetext.Safe(fmt.Sprintf("%d more below", n))
	}
	return frame(th, p.Title, p.pager.View(th, false), foot, w)
}
