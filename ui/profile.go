package ui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"lrx/internal/safetext"
	"lrx/scoring"
	"lrx/ui/dialog"
)

// saved says that a profile was saved, or why not.
type saved struct {
	err error
	now looked
}

// whyNoSaving says why no profile can be saved now; "" = one can.
func (a *App) whyNoSaving() string {
	switch {
	case a.opt.SaveProfile == nil:
		return "not from here; in a shell: lrx whatif --save"
	case a.saving.underWay():
		return "a profile is being saved"
	}
	return ""
}

// askSave asks before a profile becomes the one that scores are made with.
func (a *App) askSave(p scoring.Profile) {
	a.dialogs = append(a.dialogs, &dialog.Confirm{
		Question: safetext.Clean("Make this the profile? Scores of all classes are then made with it, from now on and for the past too. Its name is " + p.Hash() + "; the change is kept in the audit file."),
		Yes:      "save it", No: "go on trying",
		Then: func() tea.Cmd { return a.save(p) },
	})
}

func (a *App) save(p scoring.Profile) tea.Cmd {
	save, look := a.opt.SaveProfile, a.look()
	const words = "saving the profile and making the scores anew"
	// Who leaves waits for it, unless in a hurry.
	return a.begin(context.WithoutCancel(a.ctx), &a.saving, words, func(ctx context.Context, _ func(safetext.Safe)) tea.Msg {
		err := save(ctx, p)
		return saved{err, look()}
	})
}

func (a *App) saved(msg saved) tea.Cmd {
	a.saving.over()
	a.note = "the profile is saved"
	if msg.err != nil {
		a.note = "! the profile is not saved: " + string(safetext.Clean(msg.err.Error()))
	}
	a.saw(msg.now)
	return a.here().Reload(a.env())
}
