package ui

import (
	"context"
	"errors"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"lrx/internal/safetext"
	"lrx/query"
	"lrx/ui/dialog"
	"lrx/ui/theme"
)

// pulled says what a pull came to.
type pulled struct {
	words safetext.Safe
	err   error
	now   looked
}

// noSource is why nothing can be pulled.
const noSource = "there is no source to pull from; in a shell, lrx source add connects to one"

// whyNoPull says why R does nothing now; "" = it pulls.
func (a *App) whyNoPull() string {
	switch {
	case a.pull.underWay():
		return "a pull is under way; : finds what stops it"
	case a.opt.Pull == nil, a.known && len(a.connections) == 0:
		return noSource
	}
	return ""
}

// startPull pulls from a source, "" for all, while the explorer stays usable.
func (a *App) startPull(source string) tea.Cmd {
	if why := a.whyNoPull(); why != "" {
		a.note = why
		return nil
	}
	pull, look := a.opt.Pull, a.look()
	return a.begin(a.ctx, &a.pull, "asking "+a.named(source), func(ctx context.Context, say func(safetext.Safe)) tea.Msg {
		said, err := pull(ctx, source, say)
		return pulled{said, err, look()}
	})
}

// named are the words for a source, "" for all.
func (a *App) named(source string) safetext.Safe {
	switch {
	case source != "":
		return safetext.Clean(source)
	case len(a.connections) == 1:
		return a.connections[0].Name
	}
	return "all sources"
}

// pulled shows what a pull brought and what it came to.
func (a *App) pulled(msg pulled) tea.Cmd {
	a.pull.over()
	a.note = string(msg.words)
	switch {
	case errors.Is(msg.err, context.Canceled):
		a.note = "the pull was stopped; R goes on where it was"
	case msg.err != nil:
		failed := "! " + string(safetext.Clean(msg.err.Error()))
		if a.note != "" {
			failed += "; " + a.note
		}
		a.note = failed
	}
	a.saw(msg.now)
	return a.show()
}

// pullItems are the palette's words for R, and the way to stop a pull.
func (a *App) pullItems() []dialog.Item {
	if a.pull.underWay() {
		return []dialog.Item{dialog.NewItem("stop the pull; the next one goes on where it was", "action", "", "", stopPull{})}
	}
	var items []dialog.Item
	if a.whyNoPull() != "" {
		return nil
	}
	for _, c := range a.connections {
		items = append(items, dialog.NewItem("pull from "+c.Name, "action", "", "", pullFrom{string(c.Name)}))
	}
	if len(items) > 1 {
		items = append(items, dialog.NewItem("pull from all sources", "action", "", "", pullFrom{}))
	}
	return items
}

// pullFrom and stopPull are what the palette picks.
type (
	pullFrom struct{ source string }
	stopPull struct{}
)

// looked is what a look at the store saw: its generation, what is being written
// to it, and how fresh its sources are.
type looked struct {
	generation  int64
	writing     safetext.Safe
	connections []query.Connection
	err         error // of the connections
}

// look looks at the store; a look at the dates and words of small files.
func (a *App) look() func() looked {
	ctx, records, viewer := a.ctx, a.opt.Records, a.viewer
	return func() looked {
		l := looked{generation: records.Generation()}
		if w, ok := records.Writing(); ok {
			l.writing = writingWords(w)
		}
		l.connections, l.err = records.Connections(ctx, viewer)
		return l
	}
}

// saw takes a look's answer. It says whether there is new data.
func (a *App) saw(now looked) bool {
	a.writing = now.writing
	if now.err == nil && (!a.known || !slices.Equal(a.connections, now.connections)) {
		if a.known {
			for _, s := range a.screens.all() {
				if s.TellsOfPulls() {
					s.Outdate()
				}
			}
		}
		a.connections, a.known = now.connections, true
	}
	fresh := now.generation != a.generation
	a.generation = now.generation
	return fresh
}

// stale is the connection that most needs a word: what came from it is not what
// there is.
func (a *App) stale() (worst query.Connection, ok bool) {
	for _, c := range a.connections {
		if c.State > query.UpToDate && c.State > worst.State {
			worst, ok = c, true
		}
	}
	return worst, ok
}

// mostSource is the room the name of a source may take where room is short.
const mostSource = 20

// staleWord says in short that a source is not fresh.
func staleWord(c query.Connection) safetext.Safe {
	words := map[query.Freshness]safetext.Safe{
		query.NotAsked: " not asked", query.NotReached: " not reached", query.KeyRefused: " refuses the key",
	}
	return safetext.Truncate(c.Name, mostSource) + words[c.State]
}

// staleSentence says since when, and what that means for what is shown.
func (a *App) staleSentence(c query.Connection) string {
	since, then := c.Fresh, "; shown is as of then"
	if c.State == query.NotAsked {
		since, then = c.Asked, "; R asks now"
	}
	if since.IsZero() {
		return string(staleWord(c)) + "; nothing shown is from there"
	}
	form := "Mon 15:04"
	if a.opt.Now().Sub(since) > 6*24*time.Hour {
		form = "2006-01-02"
	}
	return string(staleWord(c)) + " since " + since.In(a.zone()).Format(form) + then
}

// staleTone is how much it matters.
func staleTone(c query.Connection) theme.Tone {
	if c.State == query.NotAsked {
		return theme.Warn
	}
	return theme.Risk
}
