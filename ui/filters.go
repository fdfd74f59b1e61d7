package ui

import (
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"lrx/internal/safetext"
	"lrx/query"
	"lrx/ui/dialog"
	"lrx/ui/screen"
	"lrx/ui/theme"
)

// options are the values of a filter while they are being read.
type options struct {
	request uint64 // the reading under way, 0 = none
	stop    context.CancelFunc
	menu    *dialog.Menu
	first   []dialog.Item
}

func (o *options) cancel() {
	if o.stop != nil {
		o.stop()
	}
	*o = options{}
}

// optionsRead brings the values.
type optionsRead struct {
	request uint64
	items   []dialog.Item
	err     error
}

// What the palette offers beside actions.
type (
	clearFilters struct{}
	askAsOf      struct{}
)

// filterItems are the filters as the palette offers them.
func (a *App) filterItems() []dialog.Item {
	why := a.here().WhyNotNarrow()
	var items []dialog.Item
	for _, n := range screen.Narrowings() {
		items = append(items, dialog.NewItem(safetext.Safe("Filter by "+n.Word()+theme.Ellipsis), "filter", "", why, n))
	}
	items = append(items, dialog.NewItem("As of"+theme.Ellipsis, "filter", "", why, askAsOf{}))
	if why == "" && a.here().Picked() == (screen.Picks{}) {
		why = "nothing is filtered"
	}
	return append(items, dialog.NewItem("Clear filters", "filter", "", why, clearFilters{}))
}

// narrow sets the filters of the screen in front.
func (a *App) narrow(p screen.Picks) tea.Cmd {
	a.here().Narrow(p)
	a.refreshFilters()
	return a.show()
}

// openFilters shows what can be filtered by.
func (a *App) openFilters() {
	a.dialogs = append(a.dialogs, &dialog.Choices{
		Title: "Filters", Items: a.choices(),
		Open: func(v any) tea.Cmd {
			if n, ok := v.(screen.Narrowing); ok {
				return a.pickFrom(n)
			}
			a.askAsOf()
			return nil
		},
		Clear: a.clearFilter,
	})
}

// refreshFilters brings the dialog up to date, if it is open.
func (a *App) refreshFilters() {
	for _, d := range a.dialogs {
		if c, ok := d.(*dialog.Choices); ok {
			c.Items = a.choices()
		}
	}
}

// choices are the filters and what they are set to.
func (a *App) choices() []dialog.Choice {
	picks := a.here().Picked()
	var all []dialog.Choice
	for _, n := range screen.Narrowings() {
		pick := picks.By[n]
		c := dialog.Choice{Label: title(n), Text: "any", Value: n}
		switch {
		case pick.Value != "":
			c.Text, c.Set = safetext.Safe(strings.TrimLeft(string(pick.Name), " ")), true
		case n == screen.ByPeriod:
			c.Text = "all time"
			if p := a.here().Shown().Period; !p.IsZero() {
				c.Text, c.Set = p.Words(a.zone()), true
			} else if !a.here().Ready() {
				c.Text = theme.Ellipsis
			}
		}
		all = append(all, c)
	}
	c := dialog.Choice{Label: "As of", Text: "now, or the last day there is", Value: askAsOf{}}
	if !picks.AsOf.IsZero() {
		c.Text, c.Set = screen.Day(picks.AsOf, a.zone()), true
	}
	return append(all, c)
}

func title(n screen.Narrowing) safetext.Safe {
	w := n.Word()
	return safetext.Safe(strings.ToUpper(w[:1]) + w[1:])
}

// clearFilter takes one filter away. The term that a class is asked about by
// default gives way to all time, and comes back when that is cleared.
func (a *App) clearFilter(v any) tea.Cmd {
	picks := a.here().Picked()
	n, ok := v.(screen.Narrowing)
	switch {
	case !ok:
		picks.AsOf = time.Time{}
	case n == screen.ByPeriod && picks.By[n].Value == "":
		picks = picks.With(n, screen.AllTime())
	default:
		picks = picks.With(n, screen.Pick{})
	}
	return a.narrow(picks)
}

// pickFrom shows the values of a filter to choose from; they follow when they
// are read.
func (a *App) pickFrom(n screen.Narrowing) tea.Cmd {
	a.options.cancel()
	first := a.firstOptions(n)
	m := &dialog.Menu{Title: title(n), Search: true, Note: "reading" + theme.Ellipsis, Pick: func(v any) tea.Cmd {
		pick, _ := v.(screen.Pick)
		return a.narrow(a.here().Picked().With(n, pick))
	}}
	m.SetItems(first)
	a.dialogs = append(a.dialogs, m)
	ctx, stop := context.WithCancel(a.ctx)
	a.options = options{request: a.next(), stop: stop, menu: m, first: first}
	request, read := a.options.request, a.here().Options(a.env(), n)
	return func() tea.Msg {
		all, err := read(ctx)
		return optionsRead{request, optionItems(all), err}
	}
}

// firstOptions are what a filter can be set to without a look at the records.
func (a *App) firstOptions(n screen.Narrowing) []dialog.Item {
	set := a.here().Picked().By[n].Value != ""
	var items []dialog.Item
	if n == screen.ByPeriod {
		items = append(items, dialog.NewItem("all time", "", "", "", screen.AllTime()))
		if set {
			items = append(items, dialog.NewItem("the current term, where there is one", "", "", "", screen.Pick{}))
		}
		return items
	}
	if set {
		items = append(items, dialog.NewItem(safetext.Safe("any "+n.Word()), "", "", "", screen.Pick{}))
	}
	return items
}

func optionItems(all []query.Option) []dialog.Item {
	items := make([]dialog.Item, len(all))
	for i, o := range all {
		var count safetext.Safe
		if o.Statements >= 0 {
			count = query.Cell(query.KindCount, o.Statements, nil)
		}
		name := safetext.Safe(strings.TrimLeft(string(o.Name), " "))
		items[i] = dialog.NewItem(o.Name, count, "", "", screen.Pick{Value: o.Value, Name: name})
	}
	return items
}

func (a *App) optionsRead(msg optionsRead) {
	if msg.request != a.options.request {
		return
	}
	menu := a.options.menu
	menu.Note = ""
	switch items := append(a.options.first, msg.items...); {
	case msg.err != nil:
		menu.Note = "this cannot be read now: " + screen.Sentence(msg.err)
	case len(items) == 0:
		menu.Note = "there is nothing to choose here"
	default:
		menu.SetItems(items)
	}
	a.options.request = 0
}

// askAsOf asks for the day that the records are looked at from.
func (a *App) askAsOf() {
	a.dialogs = append(a.dialogs, &dialog.Prompt{
		Title: "As of", Note: "a date such as 2026-03-01: the end of that day",
		Take: func(text string) (func() tea.Cmd, safetext.Safe) {
			at, ok := parseDay(strings.TrimSpace(text), a.opt.Now(), a.zone())
			if !ok {
				return nil, "write a date (2026-03-01), a time (2026-03-01 08:00), today or yesterday"
			}
			return func() tea.Cmd {
				picks := a.here().Picked()
				picks.AsOf = at
				return a.narrow(picks)
			}, ""
		},
	})
}

// parseDay reads a moment; a date is the last instant of that day, "" none.
func parseDay(text string, now time.Time, tz *time.Location) (time.Time, bool) {
	now = now.In(tz)
	endOf := func(t time.Time) time.Time {
		y, m, d := t.Date()
		return time.Date(y, m, d+1, 0, 0, 0, 0, tz).Add(-time.Microsecond)
	}
	switch strings.ToLower(text) {
	case "":
		return time.Time{}, true
	case "today":
		return endOf(now), true
	case "yesterday":
		return endOf(now.AddDate(0, 0, -1)), true
	}
	if t, err := time.ParseInLocation(time.DateOnly, text, tz); err == nil {
		return endOf(t), true
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02 15:04:05"} {
		if t, err := time.ParseInLocation(layout, text, tz); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
