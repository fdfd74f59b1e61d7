package main

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"

	"lrx/internal/tuitest"
	"lrx/internal/tuitest/term"
	"lrx/query"
	"lrx/ui"
)

// workedExplorer starts the explorer on the school, wide enough for all columns
// unless it is said otherwise.
func workedExplorer(t *testing.T, dir string, options ...tuitest.Option) *tuitest.Session {
	t.Helper()
	v := query.Viewer{Scope: query.AllClasses(), TZ: schoolZone(t)}
	return tuitest.Start(t, func(ctx context.Context, tty tuitest.TTY) (err error) {
		records, err := query.Open(ctx, dir, query.Options{Now: workedNow})
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, records.Close()) }()
		return ui.Run(ctx, ui.Options{
			Records: records, Viewer: v, StoreName: "school", Profile: tty.Profile, Environ: tty.Environ,
			Input: tty.Input, Output: tty.Output, Width: tty.Width, Height: tty.Height, Now: workedNow,
		})
	}, append([]tuitest.Option{tuitest.Size(200, 60)}, options...)...)
}

// schoolZone is the one of the school's profile.
func schoolZone(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Zurich")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// TestSchoolOnScreen looks for the expected figures of whole lists where the
// explorer shows them.
func TestSchoolOnScreen(t *testing.T) {
	t.Parallel()
	dir := workedStore(t)
	v := query.Viewer{}
	for _, list := range []struct {
		command, class, tab string
		columns             []query.Column
	}{
		{"classes", "", "", query.ClassSheet(query.List[query.Class]{}, v).Columns},
		{"learners --class math-1", "Mathematics 1", "Learners", query.LearnerSheet(query.List[query.Learner]{}, v).Columns},
		{"learners --class physics-1", "Physics 1", "Learners", query.LearnerSheet(query.List[query.Learner]{}, v).Columns},
		{"activities --class math-1", "Mathematics 1", "Activities", query.ActivitySheet(query.List[query.Activity]{}, v).Columns},
		{"activities --class physics-1", "Physics 1", "Activities", query.ActivitySheet(query.List[query.Activity]{}, v).Columns},
	} {
		t.Run(list.command, func(t *testing.T) {
			t.Parallel()
			asked := expected(t, list.command)
			rows := schoolRows(t, dir, asked[0])
			s := workedExplorer(t, dir)
			s.WaitFor("Mathematics 1", "▌Everyone")
			if list.class != "" {
				openClass(s, list.class)
				s.Press(tabKey(s, list.tab))
			}
			for _, e := range asked {
				column, found := columnOf(list.columns, e.column), rows.find(e.key)
				if column.Title == "" || column.Priority == 0 || len(found) != 1 || e.column == "name" {
					continue
				}
				name, _ := found[0]["name"].(string) // "" is on no screen
				s.WaitUntil(name+" has a cell under "+column.Title, func(shot term.Snapshot) bool {
					return cellOnScreen(shot.Text(), name, column.Title) != ""
				})
				want := string(query.Cell(column.Kind, typed(t, column.Kind, e.value(t)), schoolZone(t)))
				if got := cellOnScreen(s.Screen(), name, column.Title); got != want {
					t.Errorf("%s %s: the screen shows %q, by hand %q (%s)", name, e.column, got, want, e.why)
				}
			}
			if t.Failed() {
				t.Log(s.Screen())
			}
		})
	}
}

// expected is what is expected of one command.
func expected(t testing.TB, command string) []expectation {
	t.Helper()
	for _, asked := range commands(expectations(t)) {
		if asked[0].command() == command {
			return asked
		}
	}
	t.Fatalf("nothing is expected of %q", command)
	return nil
}

func columnOf(all []query.Column, key string) query.Column {
	for _, c := range all {
		if c.Key == key {
			return c
		}
	}
	return query.Column{}
}

// openClass leads from the classes into one.
func openClass(s *tuitest.Session, name string) {
	cursor, target := -1, -1
	for y, line := range strings.Split(s.Screen(), "\n") {
		if strings.HasPrefix(line, "▌") {
			cursor = y
		}
		if strings.HasPrefix(strings.TrimLeft(line, "▌ "), name+" ") {
			target = y
		}
	}
	for range target - cursor {
		s.Press("down")
	}
	s.WaitFor("▌" + name)
	s.Press("enter")
}

// tabKey is the number in front of a tab's name, once there is one.
func tabKey(s *tuitest.Session, tab string) (key string) {
	numbered := regexp.MustCompile(`([1-9]) ` + tab)
	s.WaitUntil("there is a tab "+tab, func(shot term.Snapshot) bool {
		found := numbered.FindStringSubmatch(shot.Text())
		if found != nil {
			key = found[1]
		}
		return found != nil
	})
	return key
}

// typed is a value of JSON as a cell takes it.
func typed(t testing.TB, kind query.Kind, v any) any {
	t.Helper()
	switch v := v.(type) {
	case float64:
		if kind == query.KindCount {
			return int64(v)
		}
	case string:
		if kind == query.KindTime {
			at, err := time.Parse(time.RFC3339, v)
			if err != nil {
				t.Fatal(err)
			}
			return at
		}
	}
	return v
}

var gaps = regexp.MustCompile(` {2,}`)

// cellOnScreen is what stands under a title in the row that begins with a name;
// cells are two blanks apart at least.
func cellOnScreen(screen, name, title string) string {
	at := -1
	for line := range strings.SplitSeq(screen, "\n") {
		cells := gaps.Split(strings.TrimSpace(strings.TrimPrefix(line, "▌")), -1)
		for i, c := range cells {
			if at < 0 && len(cells) > 3 && strings.Trim(c, " ▲▼") == title {
				at = i
			}
		}
		if at >= 0 && cells[0] == name && at < len(cells) {
			return cells[at]
		}
	}
	return ""
}
