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

// deciding are decisions that are written one after the other, while the next ones
// are taken, and the task that makes what follows from them.
type deciding struct {
	task
	queue   []screen.Decision // not written yet
	writing bool
	more    bool          // something was written that the task may not have seen
	back    []screen.Page // where those that can be taken back were taken
}

func (d *deciding) busy() bool { return d.writing || len(d.queue) > 0 || d.underWay() }

// decided says what was decided.
type decided struct {
	words safetext.Safe
	err   error
}

// applied says that what follows from decisions is made.
type applied struct {
	err error
	now looked
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
	if there.Kind != "" && a.here().Form() == screen.DeskForm {
		return tea.Batch(cmd, a.replace(there))
	}
	return cmd
}

// queue writes a decision when those before it are written.
func (a *App) queue(d screen.Decision) tea.Cmd {
	a.deciding.queue = append(a.deciding.queue, d)
	return a.writeDecision()
}

func (a *App) writeDecision() tea.Cmd {
	q := a.deciding.queue
	if a.deciding.writing || len(q) == 0 {
		return nil
	}
	a.deciding.writing, a.deciding.queue = true, q[1:]
	ctx, decide, running, d := a.ctx, a.opt.Decide, &a.running, q[0]
	return func() tea.Msg {
		if !running.begin() {
			return nil
		}
		defer running.count.Done()
		said, err := decide(context.WithoutCancel(ctx), d) // it takes a moment, and leaving is no reason to lose it
		return decided{said, err}
	}
}

func (a *App) decided(msg decided) tea.Cmd {
	a.deciding.writing = false
	a.note = string(msg.words)
	if msg.err != nil {
		a.note = "! " + string(safetext.Clean(msg.err.Error()))
	} else {
		a.deciding.more = true
	}
	return tea.Batch(a.writeDecision(), a.apply())
}

// apply makes what follows from decisions while the explorer stays usable. What is
// decided meanwhile is for the next time.
func (a *App) apply() tea.Cmd {
	if !a.deciding.more || a.deciding.underWay() {
		return nil
	}
	a.deciding.more = false
	apply, look := a.opt.Apply, a.look()
	const words = "making anew what follows from the decision"
	// Who leaves waits for it, unless in a hurry.
	return a.begin(context.WithoutCancel(a.ctx), &a.deciding.task, words, func(ctx context.Context, _ func(safetext.Safe)) tea.Msg {
		err := apply(ctx)
		return applied{err, look()}
	})
}

func (a *App) applied(msg applied) tea.Cmd {
	a.deciding.over()
	switch {
	case errors.Is(msg.err, context.Canceled):
		a.note = "! interrupted; the decision is written, in a shell: lrx apply"
	case msg.err != nil:
		a.note = "! " + string(safetext.Clean(msg.err.Error()))
	}
	a.saw(msg.now)
	return tea.Batch(a.apply(), a.show())
}
