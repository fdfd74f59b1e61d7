package ui

import (
	"context"
	"errors"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"lrx/internal/safetext"
	"lrx/ui/dialog"
	"lrx/ui/screen"
)

// deciding are decisions that are carried out, one after the other, while the
// next ones are taken.
type deciding struct {
	task
	queue []screen.Decision
	back  []screen.Page // where those that can be taken back were taken; the zero page stands for elsewhere
}

// decided says what came of a decision.
type decided struct {
	words safetext.Safe
	err   error
	now   looked
}

const noDeciding = "this explorer cannot decide; in a shell: lrx people"

// whyNoUndo says why u does nothing now; "" = it takes a decision back.
func (a *App) whyNoUndo() string {
	switch {
	case a.opt.Decide == nil:
		return noDeciding
	case !a.here().TellsWhoIsWho():
		return "P leads to who is who, where decisions are taken back"
	}
	return ""
}

// decide carries a decision out, and turns to the next page at once. Where the
// roster says something else it asks first.
func (a *App) decide(d screen.Decision, next *screen.Page) tea.Cmd {
	carry := func() tea.Cmd {
		a.deciding.back = append(a.deciding.back, a.here().Page())
		cmd := a.queue(d)
		if next != nil {
			return tea.Batch(cmd, a.replace(*next))
		}
		return cmd
	}
	if one, other, two := a.here().TwoOfTheRoster(); d.Same && two {
		d.Sure = true
		a.dialogs = append(a.dialogs, &dialog.Confirm{
			Question: safetext.Safe(fmt.Sprintf("The roster says that they are two people, %s and %s. Merge them?", one, other)),
			Yes:      "merge", No: "keep them apart", Then: carry,
		})
		return nil
	}
	return carry()
}

// undo takes the last decision back, and goes back to where it was taken.
func (a *App) undo() tea.Cmd {
	var there screen.Page
	if n := len(a.deciding.back); n > 0 {
		there = a.deciding.back[n-1]
		a.deciding.back = a.deciding.back[:n-1]
	}
	var cmd tea.Cmd
	if n := len(a.deciding.queue); n > 0 { // it is not written yet
		a.deciding.queue = a.deciding.queue[:n-1]
		a.note = "taken back"
	} else {
		cmd = a.queue(screen.Decision{Undo: true, Mask: a.viewer.Mask})
	}
	if there.Kind != "" && a.here().Form() == screen.IsDesk {
		return tea.Batch(cmd, a.replace(there))
	}
	return cmd
}

// queue carries a decision out when those before it are.
func (a *App) queue(d screen.Decision) tea.Cmd {
	a.deciding.queue = append(a.deciding.queue, d)
	return a.nextDecision()
}

func (a *App) nextDecision() tea.Cmd {
	q := a.deciding.queue
	if a.deciding.underWay() || len(q) == 0 {
		return nil
	}
	d := q[0]
	a.deciding.queue = q[1:]
	decide, look := a.opt.Decide, a.look()
	// Leaving does not end it: a decision is written and then carried out.
	return a.begin(context.WithoutCancel(a.ctx), &a.deciding.task, "writing the decision", func(ctx context.Context, say func(safetext.Safe)) tea.Msg {
		said, err := decide(ctx, d, say)
		return decided{said, err, look()}
	})
}

// decided shows what came of a decision; figures are read anew when the last one
// is carried out.
func (a *App) decided(msg decided) tea.Cmd {
	a.deciding.over()
	a.note = string(msg.words)
	switch {
	case errors.Is(msg.err, context.Canceled):
		a.note = "! interrupted; the decision is written, in a shell: lrx apply"
	case msg.err != nil:
		a.note = "! " + string(safetext.Clean(msg.err.Error()))
	}
	a.saw(msg.now)
	return tea.Batch(a.nextDecision(), a.show())
}
