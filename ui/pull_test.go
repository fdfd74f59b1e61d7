package ui

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"lrx/internal/safetext"
	"lrx/query"
)

// connected is a school with these connections.
func connected(all ...query.Connection) *fake {
	f := school()
	f.connections = all
	return f
}

func TestPullWithoutASourceSaysWhatAddsOne(t *testing.T) {
	t.Parallel()
	pull := func(o *Options) {
		o.Pull = func(context.Context, string, func(safetext.Safe)) (safetext.Safe, error) {
			t.Error("it pulled")
			return "", nil
		}
	}
	for name, d := range map[string]*driver{"no way to pull": drive(t, connected(query.Connection{Name: "lrs"})), "no source": drive(t, school(), pull)} {
		d.press("R")
		d.wants("lrx source add")
		if d.app.pull.underWay() || len(d.app.pullItems()) > 0 {
			t.Errorf("%s: there is a pull", name)
		}
	}
}

func TestPaletteNamesTheSources(t *testing.T) {
	t.Parallel()
	var asked []string
	pull := func(o *Options) {
		o.Pull = func(_ context.Context, source string, _ func(safetext.Safe)) (safetext.Safe, error) {
			asked = append(asked, source)
			return "nothing new", nil
		}
	}
	d := drive(t, connected(query.Connection{Name: "north"}, query.Connection{Name: "south"}), pull)
	for _, words := range []string{"pull from north", "pull from all"} {
		d.press(":")
		d.typed(words)
		d.press("enter")
		d.wants("nothing new")
	}
	if got := strings.Join(asked, ","); got != "north," {
		t.Errorf("asked %q", got)
	}
}

func TestAPullThatFailsAndOneThatIsStopped(t *testing.T) {
	t.Parallel()
	for want, err := range map[string]error{
		"! it is down; 2 new statements from south": errors.New("it is\x1b[31m down"),
		"the pull was stopped; R goes on":           context.Canceled,
	} {
		d := drive(t, connected(query.Connection{Name: "north"}, query.Connection{Name: "south"}), func(o *Options) {
			o.Pull = func(context.Context, string, func(safetext.Safe)) (safetext.Safe, error) {
				return "2 new statements from south", err
			}
		})
		d.press("R")
		d.wants(want)
	}
}

func TestAStaleSourceIsSaid(t *testing.T) {
	t.Parallel()
	hour := day.Add(-4 * time.Hour)
	long := day.Add(-30 * 24 * time.Hour)
	for name, c := range map[string]struct {
		connections []query.Connection
		wants       []string
	}{
		"down":    {[]query.Connection{{Name: "north", State: query.NotReached, Asked: day, Fresh: hour}}, []string{"north not reached · as of", "! north not reached since Fri 14:00; shown is as of then"}},
		"long":    {[]query.Connection{{Name: "north", State: query.NotReached, Asked: day, Fresh: long}}, []string{"since 2026-02-25; shown"}},
		"never":   {[]query.Connection{{Name: "north", State: query.NotReached, Asked: day}}, []string{"! north not reached; nothing shown is from there"}},
		"refused": {[]query.Connection{{Name: "north", State: query.KeyRefused, Asked: day, Fresh: hour}}, []string{"! north refuses the key since Fri 14:00; shown is as of then"}},
		"old":     {[]query.Connection{{Name: "north", State: query.NotAsked, Asked: hour, Fresh: hour}}, []string{"! north not asked since Fri 14:00; R asks now"}},
		"worst":   {[]query.Connection{{Name: "north", State: query.NotAsked, Asked: long}, {Name: "south", State: query.KeyRefused}, {Name: "west", State: query.UpToDate}}, []string{"south refuses"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			drive(t, connected(c.connections...)).wants(c.wants...)
		})
	}
	drive(t, connected(query.Connection{Name: "north", State: query.UpToDate}, query.Connection{Name: "new"})).lacks("north", "new")
}

// TestAPullElsewhereIsNoticed lets another process pull without anything new:
// the screens that tell of pulls are read again, and no new data is claimed.
func TestAPullElsewhereIsNoticed(t *testing.T) {
	t.Parallel()
	f := connected(query.Connection{Name: "north", State: query.UpToDate, Asked: day.Add(-time.Hour)})
	d := drive(t, f)
	d.press("S", "3")
	d.wants("export.json")
	f.sources = append(f.sources, query.Source{Key: "lrs north", Source: "north", Kind: "lrs", Configured: true})
	d.wait()
	d.lacks("north")
	f.connections = []query.Connection{{Name: "north", State: query.UpToDate, Asked: day}}
	d.wait()
	d.wants("north", "never pulled")
	d.lacks("new data")
}
