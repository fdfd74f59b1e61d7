package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"lrx/data/lrs"
	"lrx/data/store"
	"lrx/internal/cli"
	"lrx/internal/lrstest"
	"lrx/internal/tuitest"
	"lrx/ui"
)

// school is a store that was loaded from a file, beside an LRS that holds more.
type school struct {
	dir string
	lrs *lrstest.LRS
	srv *httptest.Server
	now func() time.Time
}

// schoolNow is the time on the clocks of these tests.
func schoolNow() time.Time { return time.Date(2026, 3, 24, 14, 5, 0, 0, time.UTC) }

func newSchool(t *testing.T) *school {
	t.Helper()
	s := &school{dir: t.TempDir(), lrs: lrstest.New(), now: schoolNow}
	var file bytes.Buffer
	for i := range 20 {
		file.WriteString(schoolStatement(i) + "\n")
	}
	path := s.dir + "/autumn.ndjson"
	if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Load(t.Context(), s.dir, store.LoadOptions{Paths: []string{path}, WriteOptions: store.WriteOptions{Now: schoolNow}}); err != nil {
		t.Fatal(err)
	}
	s.add(20, 120)
	s.srv = httptest.NewServer(s.lrs)
	t.Cleanup(s.srv.Close)
	s.connect(t, "school")
	return s
}

// add lets the LRS store the statements from one number to another.
func (s *school) add(from, to int) {
	for i := from; i < to; i++ {
		s.lrs.Store([]byte(schoolStatement(i)), schoolTime(i).Add(time.Second))
	}
}

func schoolTime(i int) time.Time {
	return time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC).Add(time.Duration(i) * 20 * time.Minute)
}

func schoolStatement(i int) string {
	names := []string{"Ada First", "Bo Second", "Cy Third", "Di Fourth", "Eve Fifth"}
	who := i / 20 % len(names)
	return fmt.Sprintf(`{"id":"40000000-0000-4000-8000-%012d","actor":{"name":%q,"mbox":"mailto:p%d@school.example"},"verb":{"id":"http://adlnet.gov/expapi/verbs/experienced"},`+
		`"object":{"id":"https://school.example/page"},"timestamp":%q}`, i, names[who], who, schoolTime(i).Format(time.RFC3339))
}

// connect writes sources.toml with these sources, all at the LRS.
func (s *school) connect(t *testing.T, names ...string) {
	t.Helper()
	sources := make([]lrs.Source, len(names))
	for i, name := range names {
		sources[i] = lrs.Source{Name: name, URL: s.srv.URL + "/xapi", Auth: lrs.AuthNone}
	}
	if err := lrs.WriteSources(s.dir, sources); err != nil {
		t.Fatal(err)
	}
}

// open opens the explorer as `lrx STORE` does.
func (s *school) open(t *testing.T, options ...tuitest.Option) *tuitest.Session {
	t.Helper()
	return tuitest.Start(t, func(ctx context.Context, tty tuitest.TTY) error {
		var said bytes.Buffer
		env := cli.Env{
			Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: &said, StdinTerminal: true, StdoutTerminal: true, Now: s.now,
			Getenv: func(string) string { return "" }, Width: func() int { return 80 }, DataHome: s.dir, CacheHome: s.dir,
		}
		code := cli.Main([]string{"--tz", "UTC", s.dir}, env, func(_ context.Context, o cli.ExploreOptions) error {
			return ui.Run(ctx, ui.Options{
				Records: o.Records, Viewer: o.Viewer, StoreName: "school-store", Export: o.Export, Pull: o.Pull,
				Theme: "dark", Profile: tty.Profile, Environ: tty.Environ, Input: tty.Input, Output: tty.Output, Width: tty.Width, Height: tty.Height, Now: s.now,
			})
		})
		if code != 0 && ctx.Err() == nil {
			return fmt.Errorf("exit code %d: %s", code, &said)
		}
		return nil
	}, options...)
}

// loopback hides the port of a server.
var loopback = tuitest.Mask(`127\.0\.0\.1:\d+`, "127.0.0.1:54321")

// took hides how long a load took.
var took = tuitest.Mask(`(?m)^ Took .*$`, " Took          TIME")

// folder hides where a test keeps its store.
var folder = tuitest.Mask(`/\S*/TestPullScreens\S*`, "FILE")

// TestPullScreens pulls with R and compares the screens that tell of it.
func TestPullScreens(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 60}} {
		name := fmt.Sprintf("%dx%d", size[0], size[1])
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newSchool(t)
			s := c.open(t, tuitest.Size(size[0], size[1]))
			golden := func(screen string, texts ...string) {
				t.Helper()
				s.WaitFor(texts...)
				s.Golden(name+"/pull-"+screen, machine, loopback, took, folder)
			}
			s.WaitFor("Everyone")
			s.Press("S", "3")
			golden("never", "never pulled")
			s.Press("R")
			s.WaitFor("100 new statements from school, complete")
			s.Press("left")
			s.WaitGone("100 new statements from school")
			golden("fresh", "complete")
			s.Press("g")
			s.Type("/school")
			s.Press("enter", "enter")
			golden("source", "The last pull")
			s.Press("G", "enter")
			golden("receipt", "Pulled from")
			s.Press("esc")
			s.WaitFor("The last pull")
			c.srv.Close()
			s.Press("R")
			s.WaitFor("! school: ")
			s.Press("g")
			golden("source-failed", "Failed")
			s.Press("esc")
			golden("failed", "1 of 1")
			s.Press("esc", "esc")
			golden("stale", "Everyone", "school not reached since")
		})
	}
}

// TestPullWhileReading pulls while a list is read: the explorer stays usable, a
// second R changes nothing, and what comes leaves the cursor on its row.
func TestPullWhileReading(t *testing.T) {
	t.Parallel()
	c := newSchool(t)
	s := c.open(t)
	s.WaitFor("Everyone")
	s.Press("R")
	s.WaitFor("100 new statements from school, complete")
	s.Press("enter")
	s.WaitFor("Ada First", "Eve Fifth")
	s.Press("down", "down")
	s.WaitFor("3 of 5")
	row := underCursor(s)
	release := c.lrs.Hold()
	defer release()
	c.add(120, 121)
	newcomer := strings.NewReplacer("Bo Second", "Aa Newcomer", "p1@", "p9@", "-000000000120", "-000000000999").Replace(schoolStatement(120))
	c.lrs.Store([]byte(newcomer), schoolTime(121))
	s.Press("R")
	s.WaitFor("asking school")
	s.Press("up")
	s.WaitFor("2 of 5", "asking school")
	s.Press("R")
	s.WaitFor("a pull is under way")
	s.Press("down")
	s.WaitFor("3 of 5", "asking school")
	s.Press(":")
	s.Type("stop the")
	s.WaitFor("stop the pull; the next")
	s.Press("esc", "q")
	s.WaitFor("A pull is under way")
	s.Press("n")
	s.WaitGone("Quit?")
	asked := c.lrs.Requests.Load()
	release()
	s.WaitFor("2 new statements from school, complete", "of 6")
	if asked == c.lrs.Requests.Load() {
		t.Error("nothing was asked")
	}
	if now := underCursor(s); now[:20] != row[:20] {
		t.Errorf("the cursor was on %q and is on %q", row, now)
	}
	s.Press("R")
	s.WaitFor("nothing new from school, complete")
}

// underCursor is the line of the cursor.
func underCursor(s *tuitest.Session) string { return lineWith(s.Screen(), "▌") }

// TestQuitWhilePulling leaves while a pull waits for an answer: it ends at once,
// and the next one brings everything.
func TestQuitWhilePulling(t *testing.T) {
	t.Parallel()
	c := newSchool(t)
	s := c.open(t)
	s.WaitFor("Everyone")
	release := c.lrs.Hold()
	defer release()
	s.Press("R")
	s.WaitFor("asking school")
	s.Press("ctrl+c")
	if err := s.WaitExit(); err != nil {
		t.Fatal(err)
	}
	release()
	s = c.open(t)
	s.WaitFor("Everyone")
	s.Press("R")
	s.WaitFor("100 new statements from school, complete")
}

// TestPullsThatFail says what went wrong and what to do next.
func TestPullsThatFail(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		prepare func(*testing.T, *school)
		want    string
	}{
		"no source": {func(t *testing.T, c *school) { t.Helper(); c.connect(t) }, "lrx source add"},
		"refused":   {func(_ *testing.T, c *school) { c.lrs.Refuse.Store(0) }, "may not read statements (403)"},
		"prompt": {func(t *testing.T, c *school) {
			t.Helper()
			source := lrs.Source{Name: "school", URL: c.srv.URL, Auth: lrs.AuthBearer, Secret: lrs.FromPrompt}
			if err := lrs.WriteSources(c.dir, []lrs.Source{source}); err != nil {
				t.Fatal(err)
			}
		}, "in a shell: lrx pull school --store"},
		"no secret": {func(t *testing.T, c *school) {
			t.Helper()
			source := lrs.Source{Name: "school", URL: c.srv.URL, Auth: lrs.AuthBearer, Secret: lrs.FromEnv + "NONE"}
			if err := lrs.WriteSources(c.dir, []lrs.Source{source}); err != nil {
				t.Fatal(err)
			}
		}, "the secret is empty (in the environment as NONE)"},
		"two, one gone": {func(t *testing.T, c *school) {
			t.Helper()
			gone := lrs.Source{Name: "gone", URL: "http://127.0.0.1:1", Auth: lrs.AuthNone}
			if err := lrs.WriteSources(c.dir, []lrs.Source{gone, {Name: "school", URL: c.srv.URL, Auth: lrs.AuthNone}}); err != nil {
				t.Fatal(err)
			}
		}, "100 new statements from school, complete"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newSchool(t)
			c.prepare(t, k)
			s := k.open(t, tuitest.Size(200, 24))
			s.WaitFor("Everyone")
			s.Press("R")
			s.WaitFor(c.want)
		})
	}
}
