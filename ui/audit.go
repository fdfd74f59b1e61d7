package ui

import (
	tea "charm.land/bubbletea/v2"

	"lrx/internal/safetext"
	"lrx/ui/dialog"
	"lrx/ui/screen"
)

// noAudit is why nothing is done that has to be noted.
const noAudit = "this explorer keeps no audit file, and without one people are not sorted by what a score says of them"

// askLine asks for a line of text that a screen needs.
func (a *App) askLine(q screen.Ask) {
	a.dialogs = append(a.dialogs, &dialog.Prompt{
		Title: q.Title, Note: q.Note,
		Take: func(text string) (func() tea.Cmd, safetext.Safe) {
			e, why := q.Take(text)
			return func() tea.Cmd { return a.effect(e) }, why
		},
	})
}

// recorded says that something was noted, or why not.
type recorded struct {
	then func() tea.Cmd
	err  error
}

// record has something noted in the audit file and goes on when it is.
func (a *App) record(r screen.Record) tea.Cmd {
	if a.opt.Audit == nil {
		a.note = noAudit
		return nil
	}
	return a.noted(r.What, r.About, r.Purpose, func() tea.Cmd { return a.effect(r.Then()) })
}

func (a *App) noted(what, about, purpose string, then func() tea.Cmd) tea.Cmd {
	audit := a.opt.Audit
	return func() tea.Msg { return recorded{then, audit(what, about, purpose)} }
}

func (a *App) recorded(msg recorded) tea.Cmd {
	if msg.err != nil {
		a.note = "! not done, as it could not be noted: " + string(safetext.Clean(msg.err.Error()))
		return nil
	}
	return msg.then()
}

// unmask shows real names; where there is an audit file it says so first.
func (a *App) unmask() tea.Cmd {
	show := func() tea.Cmd { return a.setMask(false) }
	if a.opt.Audit == nil {
		return show()
	}
	return a.noted("unmasked", "", "", show)
}
