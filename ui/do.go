package ui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"lrx/internal/safetext"
	"lrx/ui/dialog"
	"lrx/ui/screen"
	"lrx/ui/theme"
)

// deep is how many levels may be left without a question.
const deep = 3

// key sends a key press to whoever has the right to it: ctrl+c to the program,
// then the dialog in front, then an open input, then the screen.
func (a *App) key(k tea.KeyPressMsg) tea.Cmd {
	if k.String() == "ctrl+c" {
		return a.do(screen.Kill)
	}
	if len(a.dialogs) > 0 {
		if k.String() == "esc" {
			a.closeDialog()
			return nil
		}
		return a.answered(a.dialogs[len(a.dialogs)-1].Key(k))
	}
	s := a.here()
	if in := s.Input(); in != nil {
		switch k.String() {
		case "esc":
			return a.do(screen.Back)
		case "enter":
			return a.effect(s.Entered())
		}
		if in.Key(k) {
			return s.Typed()
		}
		return nil
	}
	action := find(a.keys, k, s.Form())
	if action == screen.PickTab {
		return a.pickTab(int(k.String()[0] - '1'))
	}
	return a.do(action)
}

func (a *App) paste(text string) tea.Cmd {
	if len(a.dialogs) > 0 {
		a.dialogs[len(a.dialogs)-1].Paste(text)
		return nil
	}
	if in := a.here().Input(); in != nil {
		in.Insert(text)
		return a.here().Typed()
	}
	return nil
}

// why says why an action cannot be done now; "" = it can.
func (a *App) why(action screen.Action) string {
	switch action {
	case screen.Back:
		return ""
	case screen.Narrow:
		return a.here().WhyNotNarrow()
	case screen.Export:
		if a.opt.Export == nil {
			return "this explorer cannot write files"
		}
	case screen.Pull:
		return a.whyNoPull()
	case screen.ShowSources:
		if a.here().Kind() == "sources" {
			return "this is it"
		}
		return ""
	case screen.ShowPeople:
		if a.here().Kind() == "people" {
			return "this is it"
		}
		return ""
	case screen.Undo:
		return a.whyNoUndo()
	case screen.Merge, screen.Differ:
		if a.opt.Decide == nil {
			return noDeciding
		}
	case screen.TryOut:
		_, why := a.here().WhatIf()
		return why
	case screen.Save:
		if why := a.whyNoSaving(); why != "" {
			return why
		}
	case screen.Reload, screen.Mask, screen.Help, screen.Palette, screen.Mouse, screen.Theme, screen.Redraw, screen.Quit, screen.Kill:
		return ""
	}
	return a.here().Able(action)
}

// do does an action, or says why not.
func (a *App) do(action screen.Action) tea.Cmd {
	if action == screen.None {
		return nil
	}
	if why := a.why(action); why != "" {
		a.note = why
		return nil
	}
	switch action {
	case screen.Back:
		return a.back()
	case screen.NextTab:
		return a.turnTab(+1)
	case screen.PrevTab:
		return a.turnTab(-1)
	case screen.Narrow:
		a.openFilters()
	case screen.Export:
		a.askFormat()
	case screen.Reload:
		return a.here().Reload(a.env())
	case screen.Pull:
		return a.startPull(a.here().Pulls())
	case screen.Mask:
		return a.toggleMask()
	case screen.ShowSources:
		return a.open(screen.Sources())
	case screen.ShowPeople:
		return a.open(screen.People())
	case screen.Undo:
		return a.undo()
	case screen.TryOut:
		p, _ := a.here().WhatIf()
		return a.open(p)
	case screen.Help:
		a.dialogs = append(a.dialogs, a.help())
	case screen.Palette:
		return a.openPalette()
	case screen.Mouse:
		a.mouse = !a.mouse
		a.note = "mouse " + map[bool]string{true: "on", false: "off: the terminal selects text"}[a.mouse]
	case screen.Theme:
		a.askTheme()
	case screen.Redraw:
		return tea.ClearScreen
	case screen.Quit:
		return a.quit()
	case screen.Kill:
		return a.kill()
	default:
		return a.effect(a.here().Do(action))
	}
	return nil
}

// effect follows what an action on a screen asked for.
func (a *App) effect(e screen.Effect) tea.Cmd {
	if e.Say != "" {
		a.note = e.Say
	}
	var copying tea.Cmd
	if e.Copy != "" {
		copying = tea.SetClipboard(e.Copy)
	}
	switch {
	case e.Decide != nil:
		return tea.Batch(e.Cmd, copying, a.decide(*e.Decide, e.Turn))
	case e.Ask != nil:
		a.askLine(*e.Ask)
	case e.Record != nil:
		return tea.Batch(e.Cmd, copying, a.record(*e.Record))
	case e.Save != nil:
		a.askSave(*e.Save)
	case e.Again:
		return tea.Batch(e.Cmd, copying, a.here().Reload(a.env()))
	case e.Open != nil:
		return tea.Batch(e.Cmd, copying, a.open(*e.Open))
	case e.Turn != nil:
		return tea.Batch(e.Cmd, copying, a.replace(*e.Turn))
	}
	return tea.Batch(e.Cmd, copying)
}

// open goes one level deeper.
func (a *App) open(p screen.Page) tea.Cmd {
	from := a.here()
	from.Leave()
	with := from.Picked()
	if p.In != "" {
		with = with.With(screen.ByArea, screen.Pick{Value: p.In, Name: from.Name()})
	}
	a.push(p, with)
	a.fit()
	return a.show()
}

// push puts a screen on the stack that begins with filters.
func (a *App) push(p screen.Page, with screen.Picks) {
	s := screen.New(p)
	s.Begin(with)
	a.screens.push(s)
}

// replace shows a page in place of the screen in front.
func (a *App) replace(p screen.Page) tea.Cmd {
	left, ok := a.screens.pop()
	if !ok {
		return nil
	}
	left.Leave()
	a.push(p, left.Picked())
	a.fit()
	return a.show()
}

// jump leaves everything and goes a way from the first screen, so that the way
// back says what the figures are of.
func (a *App) jump(way ...screen.Page) tea.Cmd {
	for left, ok := a.screens.pop(); ok; left, ok = a.screens.pop() {
		left.Leave()
	}
	from := a.here()
	from.Leave()
	for _, p := range way {
		a.push(p, from.Picked())
	}
	a.fit()
	return a.show()
}

// back peels one layer and never quits.
func (a *App) back() tea.Cmd {
	if peeled, cmd := a.here().Peel(); peeled {
		return cmd
	}
	if a.here().Widen() {
		return a.show()
	}
	left, ok := a.screens.pop()
	if !ok {
		a.note = "this is the first screen; q quits"
		return nil
	}
	left.Leave()
	a.fit()
	return a.show()
}

func (a *App) pickTab(i int) tea.Cmd {
	if why := a.why(screen.PickTab); why != "" {
		a.note = why
		return nil
	}
	cmd, ok := a.here().PickTab(i, a.env())
	if !ok {
		a.note = fmt.Sprintf("there is no view %d here", i+1)
	}
	return cmd
}

func (a *App) turnTab(by int) tea.Cmd {
	titles, front := a.here().Tabs()
	return a.pickTab((front + by + len(titles)) % len(titles))
}

// toggleMask masks at once: everything that was read goes, on all levels.
// Showing real names again asks first.
func (a *App) toggleMask() tea.Cmd {
	if !a.viewer.Mask {
		return a.setMask(true)
	}
	a.dialogs = append(a.dialogs, &dialog.Confirm{
		Question: "Show real names and ids on this screen?",
		Yes:      "show them", No: "keep the mask",
		Then: a.unmask,
	})
	return nil
}

func (a *App) setMask(on bool) tea.Cmd {
	a.viewer.Mask = on
	a.names.drop()
	for _, s := range a.screens.all() {
		s.Forget()
	}
	a.note = "names and ids are " + map[bool]string{true: "masked", false: "shown"}[on]
	return a.show()
}

func (a *App) quit() tea.Cmd {
	var question safetext.Safe
	switch {
	case a.jobs > 0:
		question = "A file is still being written. Quit?"
	case a.pull.underWay():
		question = "A pull is under way; the next one goes on where it was. Quit?"
	case a.saving.underWay():
		question = "The profile is still being saved. Quit when it is?"
	case a.deciding.busy():
		question = "Decisions are still being carried out. Quit when they are?"
	case a.screens.depth() > deep:
		question = "Quit lrx? esc goes back one level."
	default:
		return tea.Quit
	}
	a.dialogs = append(a.dialogs, &dialog.Confirm{Question: question, Yes: "quit", No: "stay", Then: func() tea.Cmd { return tea.Quit }})
	return nil
}

// kill quits; asked a second time it does not wait for anything.
func (a *App) kill() tea.Cmd {
	if a.leaving {
		return tea.Interrupt
	}
	a.leaving = true
	for _, s := range a.screens.all() {
		s.Leave()
	}
	for _, t := range []*task{&a.pull, &a.deciding.task, &a.saving} {
		if t.underWay() {
			t.stop()
		}
	}
	return tea.Quit
}

// answered follows what a dialog did with a key or click. One that is not over
// may want something done while it stays.
func (a *App) answered(done bool, then func() tea.Cmd) tea.Cmd {
	if done {
		a.closeDialog()
	}
	if then == nil {
		return nil
	}
	return then()
}

func (a *App) closeDialog() {
	last := len(a.dialogs) - 1
	a.dialogs[last] = nil
	a.dialogs = a.dialogs[:last]
	a.names.cancel()
	a.options.cancel()
}

func (a *App) askTheme() {
	m := &dialog.Menu{Title: "Colours for", Pick: func(v any) tea.Cmd {
		a.opt.Theme, _ = v.(string)
		a.background = backgroundNamed(a.opt.Theme)
		a.dress()
		if a.background == theme.Unknown {
			return tea.RequestBackgroundColor
		}
		return nil
	}}
	m.SetItems([]dialog.Item{
		dialog.NewItem("whatever the terminal says", "", "a", "", "auto"),
		dialog.NewItem("a light terminal", "", "l", "", "light"),
		dialog.NewItem("a dark terminal", "", "d", "", "dark"),
	})
	a.dialogs = append(a.dialogs, m)
}
