package ui

import (
	tea "charm.land/bubbletea/v2"

	"lrx/ui/screen"
)

// notch is how many rows one turn of the wheel moves.
const notch = 3

func (a *App) wheel(m tea.Mouse) tea.Cmd {
	by := 0
	switch m.Button {
	case tea.MouseWheelUp:
		by = -notch
	case tea.MouseWheelDown:
		by = +notch
	case tea.MouseWheelLeft:
		return a.effect(a.here().Do(screen.Left))
	case tea.MouseWheelRight:
		return a.effect(a.here().Do(screen.Right))
	}
	if len(a.dialogs) > 0 {
		a.dialogs[len(a.dialogs)-1].Wheel(by)
		return nil
	}
	for range notch {
		if by < 0 {
			a.here().Do(screen.Up)
		}
		if by > 0 {
			a.here().Do(screen.Down)
		}
	}
	return nil
}

func (a *App) click(m tea.Mouse) tea.Cmd {
	if m.Button != tea.MouseLeft || a.tooSmall() {
		return nil
	}
	if len(a.dialogs) > 0 {
		_, box := a.box()
		if !box.holds(m.X, m.Y) {
			a.closeDialog()
			return nil
		}
		return a.answered(a.dialogs[len(a.dialogs)-1].Click(m.X-box.x, m.Y-box.y))
	}
	l := a.layout()
	switch {
	case l.tabs.holds(m.X, m.Y):
		for i, span := range a.tabSpans() {
			if m.X >= span.x && m.X < span.x+span.w {
				return a.pickTab(i)
			}
		}
	case l.body.holds(m.X, m.Y):
		return a.effect(a.here().Click(m.X-l.body.x, m.Y-l.body.y))
	}
	return nil
}
