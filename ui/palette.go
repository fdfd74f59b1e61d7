package ui

import (
	"cmp"
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"lrx/internal/safetext"
	"lrx/query"
	"lrx/ui/dialog"
	"lrx/ui/screen"
)

// names are the learners, activities and classes that the palette finds, as
// they were last read.
type names struct {
	items      []dialog.Item
	ready      bool
	generation int64
	request    uint64 // the reading under way, 0 = none
	stop       context.CancelFunc
	menu       *dialog.Menu // the open palette
}

// drop forgets the names: they may not be shown any more.
func (n *names) drop() {
	n.cancel()
	n.items, n.ready = nil, false
}

// cancel ends a reading under way, as its palette is closed.
func (n *names) cancel() {
	if n.stop != nil {
		n.stop()
	}
	n.stop, n.request, n.menu = nil, 0, nil
}

// namesRead brings the names.
type namesRead struct {
	request uint64
	items   []dialog.Item
	err     error
}

// openPalette shows every action at once; the names follow when they are read.
func (a *App) openPalette() tea.Cmd {
	m := &dialog.Menu{Title: "Find", Search: true, Pick: a.picked}
	a.dialogs = append(a.dialogs, m)
	a.names.menu = m
	if a.names.ready && a.names.generation == a.generation {
		m.SetItems(append(a.actionItems(), a.names.items...))
		return nil
	}
	m.SetItems(a.actionItems())
	m.Note = "reading the names of learners, activities and classes"
	ctx, stop := context.WithCancel(a.ctx)
	a.names.request, a.names.stop, a.names.generation = a.next(), stop, a.generation
	request, records, viewer := a.names.request, a.opt.Records, a.viewer
	return func() tea.Msg {
		items, err := readNames(ctx, records, viewer)
		return namesRead{request, items, err}
	}
}

func (a *App) namesRead(msg namesRead) {
	n := &a.names
	if msg.request != n.request {
		return
	}
	menu := n.menu
	n.cancel()
	n.menu = menu
	if msg.err != nil {
		menu.Note = "names cannot be found now: " + screen.Sentence(msg.err)
		return
	}
	n.items, n.ready = msg.items, true
	menu.Note = ""
	menu.SetItems(append(a.actionItems(), n.items...))
}

// actionItems are all actions with their keys, those of this screen's kind where
// a key does one thing on lists and another on texts. Moves of the cursor, which
// nobody looks for here, stand behind the others; last stands what cannot be done
// now, and says why.
func (a *App) actionItems() []dialog.Item {
	var items []dialog.Item
	form := a.here().Form()
	for _, b := range a.keys {
		if b.applies(form) && b.action != screen.Palette && b.action != screen.PickTab {
			items = append(items, dialog.NewItem(safetext.Safe(b.Help().Desc), "action", b.Help().Key, a.why(b.action), b.action))
		}
	}
	rank := func(i dialog.Item) int {
		action, _ := i.Value.(screen.Action)
		switch {
		case i.Why != "":
			return 2
		case action.Moves():
			return 1
		}
		return 0
	}
	slices.SortStableFunc(items, func(x, y dialog.Item) int { return cmp.Compare(rank(x), rank(y)) })
	return append(append(a.pullItems(), items...), a.filterItems()...)
}

// target is a thing that the palette leads to.
type target struct {
	open func(key string) screen.Page
	key  string
	name safetext.Safe
	all  bool // its figures are those of all classes
}

func (a *App) picked(value any) tea.Cmd {
	switch v := value.(type) {
	case screen.Action:
		return a.do(v)
	case pullFrom:
		return a.startPull(v.source)
	case stopPull:
		if a.pull.underWay() {
			a.pull.stop()
		}
	case screen.Narrowing:
		return a.pickFrom(v)
	case clearFilters:
		return a.narrow(screen.Picks{})
	case askAsOf:
		a.askAsOf()
	case target:
		p := v.open(v.key)
		p.Name = v.name
		if !v.all {
			return a.jump(p)
		}
		everyone := screen.Class(query.Everyone)
		everyone.Name = "Everyone"
		return a.jump(everyone, p)
	}
	return nil
}

func readNames(ctx context.Context, r Records, v query.Viewer) ([]dialog.Item, error) {
	var items []dialog.Item
	add := func(kind safetext.Safe, key string, name safetext.Safe, open func(string) screen.Page) {
		items = append(items, dialog.NewItem(name, kind, "", "", target{open, key, name, kind != "class"}))
	}
	classes, err := r.Classes(ctx, v, query.Filter{})
	if err != nil {
		return nil, err
	}
	for _, c := range classes.Rows {
		add("class", c.ID, c.Name, screen.Class)
	}
	learners, err := r.Learners(ctx, v, query.Filter{})
	if err != nil {
		return nil, err
	}
	for _, l := range learners.Rows {
		add("learner", l.ID, l.Name.Shown(), func(id string) screen.Page { return screen.Learner(id, query.Filter{}) })
	}
	activities, err := r.Activities(ctx, v, query.Filter{})
	if err != nil {
		return nil, err
	}
	for _, x := range activities.Rows {
		add("activity", x.IRI, x.Name, func(iri string) screen.Page { return screen.Activity(iri, query.Filter{}) })
	}
	return items, nil
}
