package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"

	"lrx/data/store"
	"lrx/internal/demo"
	"lrx/internal/safetext"
	"lrx/internal/tuitest"
	"lrx/internal/tuitest/term"
	"lrx/query"
	"lrx/ui"
)

// demoDir is a store with the demo class, made once for all tests.
var demoDir = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "lrx-test-")
	if err != nil {
		return "", err
	}
	paths, err := demo.Write(filepath.Join(dir, "made-up"))
	if err != nil {
		return "", err
	}
	_, err = store.Load(context.Background(), dir, store.LoadOptions{Paths: paths, WriteOptions: store.WriteOptions{Now: demo.AsOf}})
	return dir, err
})

func TestMain(m *testing.M) {
	code := m.Run()
	if dir, err := demoDir(); err == nil {
		_ = os.RemoveAll(dir) // a leftover in a temporary folder
	}
	if dir, err := workedDir(); err == nil {
		_ = os.RemoveAll(dir) // likewise
	}
	os.Exit(code)
}

// opened opens a store with the clock at the end of the demo's term.
func opened(t *testing.T, dir string) *query.Store {
	t.Helper()
	s, err := query.Open(context.Background(), dir, query.Options{Now: demo.AsOf})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func viewer(t testing.TB) query.Viewer {
	t.Helper()
	zone, err := time.LoadLocation(demo.Zone)
	if err != nil {
		t.Fatal(err)
	}
	return query.Viewer{Scope: query.AllClasses(), TZ: zone}
}

// look is how an explorer in a test is set up.
type look struct {
	theme   string
	noColor bool
	export  func(query.Sheet, string) (string, error)
}

// explorer starts the explorer on a store.
func explorer(t testing.TB, dir string, l look, options ...tuitest.Option) *tuitest.Session {
	t.Helper()
	v := viewer(t)
	return tuitest.Start(t, func(ctx context.Context, tty tuitest.TTY) (err error) {
		records, err := query.Open(ctx, dir, query.Options{Now: demo.AsOf})
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, records.Close()) }()
		return ui.Run(ctx, ui.Options{
			Records: records, Viewer: v, Label: demo.Label, StoreName: "demo", Export: l.export, Mouse: true,
			Theme: l.theme, NoColor: l.noColor, Profile: tty.Profile, Environ: tty.Environ,
			Input: tty.Input, Output: tty.Output, Width: tty.Width, Height: tty.Height, Now: demo.AsOf,
		})
	}, options...)
}

func demoStoreDir(t testing.TB) string {
	t.Helper()
	dir, err := demoDir()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// machine hides what differs from one machine to the next, up to the dialog
// that may stand in front of it.
var machine = tuitest.Mask(`[^\s│]*/lrx-test-[^│\n]*`, "FILE")

// TestScreens walks from the classes to the raw statement and compares every
// screen on the way, in three sizes.
func TestScreens(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 60}} {
		name := fmt.Sprintf("%dx%d", size[0], size[1])
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := explorer(t, demoStoreDir(t), look{theme: "dark"}, tuitest.Size(size[0], size[1]))
			golden := func(screen string, texts ...string) {
				t.Helper()
				s.WaitFor(texts...)
				s.Golden(name+"/"+screen, machine)
			}
			golden("classes", "Biology 1")
			s.Press("down", "enter")
			golden("learners", "Aminata Sow")
			s.Press("tab")
			golden("areas", "Module 1", "Skills")
			s.Press("down", "l", "down")
			golden("areas-open", "Forum: Cells")
			s.Press("/")
			s.Type("quiz: enz")
			golden("areas-filter", "Quiz: Enzymes")
			s.Press("enter", "G", "enter")
			golden("area", "1 Items", "First try")
			s.Press("esc", "esc")
			s.WaitFor("Module 8")
			s.Press("5")
			golden("activities", "First try")
			s.Press("enter", "2")
			golden("activity", "Statements", "No attempts yet")
			s.Press("esc")
			s.WaitFor("First try")
			s.Press("1")
			s.WaitFor("Aminata Sow")
			s.Press("down", "down", "down", "down", "down", "enter")
			golden("learner-receipt", "Clara Weidner", "Points")
			s.Press("4")
			golden("learner-timeline", "Clara Weidner", "ends of its 90 % interval")
			s.Press("5")
			golden("learner-statements", "Clara Weidner", "Verb")
			s.Press("2")
			golden("learner-areas", "Clara Weidner", "Module 1")
			s.Press("3")
			golden("learner-attempts", "Clara Weidner", "Scaled")
			s.Press("down", "enter")
			golden("attempt", "Verb")
			s.Press("enter")
			golden("statement", `"actor"`)
			s.Press("?")
			golden("help", "Keys of this screen")
			s.Press("esc")
			s.WaitGone("Keys of this screen")
			s.Press(":")
			s.Type("clara")
			golden("palette", "Clara Weidner")
			s.Press("esc", "S")
			golden("sources", "Conflicting")
			s.Press("q")
			s.WaitFor("?")
			s.Press("y")
			if err := s.WaitExit(); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestColours proves that a screen reads on every kind of terminal.
func TestColours(t *testing.T) {
	for name, c := range map[string]struct {
		look
		options []tuitest.Option
	}{
		"dark":     {look{theme: "auto"}, []tuitest.Option{tuitest.Background(term.Dark)}},
		"light":    {look{theme: "auto"}, []tuitest.Option{tuitest.Background(term.Light)}},
		"silent":   {look{theme: "auto"}, []tuitest.Option{tuitest.Background(term.Silent)}},
		"ansi16":   {look{theme: "dark"}, []tuitest.Option{tuitest.Profile(colorprofile.ANSI)}},
		"no-color": {look{theme: "dark", noColor: true}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := explorer(t, demoStoreDir(t), c.look, c.options...)
			s.WaitFor("Biology 1")
			s.Press("down", "enter")
			s.WaitFor("Aminata Sow")
			s.Press("down")
			s.GoldenStyled("colours/" + name)
		})
	}
}

// TestTreeWithoutColours proves that what is open and closed reads without colours.
func TestTreeWithoutColours(t *testing.T) {
	t.Parallel()
	s := explorer(t, demoStoreDir(t), look{theme: "dark", noColor: true})
	s.WaitFor("Biology 1")
	s.Press("down", "enter")
	s.WaitFor("Aminata Sow")
	s.Press("2")
	s.WaitFor("Module 1")
	s.Press("down", "space")
	s.WaitFor("Quiz: Cells")
	s.GoldenStyled("colours/areas-no-color")
}

// TestScreenAgreesWithRows compares a screen cell by cell with the rows that
// the table, CSV and JSON writers get.
func TestScreenAgreesWithRows(t *testing.T) {
	t.Parallel()
	dir := demoStoreDir(t)
	records := opened(t, dir)
	defer records.Close() //nolint:errcheck // a test
	v := viewer(t)
	classes, err := records.Classes(t.Context(), v, query.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	list, err := records.Learners(t.Context(), v, query.Filter{Class: classes.Rows[1].ID})
	if err != nil {
		t.Fatal(err)
	}
	sheet := query.LearnerSheet(list, v)
	s := explorer(t, dir, look{theme: "dark"}, tuitest.Size(200, 100))
	s.WaitFor("Biology 1")
	s.Press("down", "enter")
	s.WaitFor("Aminata Sow", string(list.Rows[len(list.Rows)-1].Name.Shown()))
	screen := s.Screen()
	for _, row := range sheet.Rows {
		line := lineWith(screen, row.Key)
		if line == "" {
			t.Errorf("no line for %s", row.Key)
			continue
		}
		rest := line
		for i, c := range sheet.Columns {
			if c.Priority == 0 {
				continue
			}
			if i < 2 || scoreOnScreen(c.Key) { // they stand before the others on the screen
				if cell := string(safetext.Truncate(query.Cell(c.Kind, row.Cells[i], v.TZ), 30)); !strings.Contains(line, strings.TrimSuffix(cell, "…")) {
					t.Errorf("%s: %s is not %q in %q", row.Key, c.Key, cell, line)
				}
				continue
			}
			cell := string(query.Cell(c.Kind, row.Cells[i], v.TZ))
			at := strings.Index(rest, " "+cell)
			if at < 0 {
				t.Errorf("%s: %s is not %q in %q", row.Key, c.Key, cell, line)
				continue
			}
			rest = rest[at+len(cell):]
		}
	}
}

// scoreOnScreen says whether a column stands beside the name on the screen. The ends
// of an interval have one column there.
func scoreOnScreen(key string) bool {
	return strings.HasPrefix(key, "score") || key == "state" || key == "evidence"
}

func lineWith(screen, text string) string {
	for _, line := range strings.Split(screen, "\n") {
		if strings.Contains(line, text) {
			return line + " "
		}
	}
	return ""
}

// TestTooSmall proves that a tiny window says so and comes back.
func TestTooSmall(t *testing.T) {
	t.Parallel()
	s := explorer(t, demoStoreDir(t), look{})
	s.WaitFor("Biology 1")
	s.Resize(50, 10)
	s.WaitFor("too small")
	s.Resize(80, 24)
	s.WaitFor("Biology 1")
}

// TestTwoExplorersAndALoad proves that explorers neither hold a load up nor
// miss what it brought.
func TestTwoExplorersAndALoad(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	one := filepath.Join(dir, "one.ndjson")
	two := filepath.Join(dir, "two.ndjson")
	writeStatement(t, one, "Ada First", 1)
	writeStatement(t, two, "Bo Second", 2)
	folder := filepath.Join(dir, "store")
	load(t, folder, one)
	a, b := explorer(t, folder, look{}), explorer(t, folder, look{})
	for _, s := range []*tuitest.Session{a, b} {
		s.WaitFor("Everyone")
		s.Press("enter")
		s.WaitFor("Ada First")
	}
	load(t, folder, two)
	for _, s := range []*tuitest.Session{a, b} {
		s.WaitFor("Ada First", "Bo Second")
	}
}

func load(t *testing.T, dir, path string) {
	t.Helper()
	if _, err := store.Load(t.Context(), dir, store.LoadOptions{Paths: []string{path}}); err != nil {
		t.Fatal(err)
	}
}

func writeStatement(t *testing.T, path, name string, n int) {
	t.Helper()
	text := fmt.Sprintf(`{"id":"20000000-0000-4000-8000-%012d","actor":{"name":%q,"mbox":"mailto:p%d@school.example"},"verb":{"id":"http://adlnet.gov/expapi/verbs/experienced"},`+
		`"object":{"id":"https://school.example/page"},"timestamp":"2025-11-01T10:00:00Z"}`+"\n", n, name, n)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestNothingFromDataReachesTheTerminal loads names that try to drive the
// terminal and looks at every byte that the explorer writes.
func TestNothingFromDataReachesTheTerminal(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "hostile.ndjson")
	var lines []string
	for i, name := range []string{
		`\u001b]52;c;SE9TVElMRQ==\u0007copy`, `\u001b]0;HOSTILE\u0007title`, `\u001bPHOSTILE\u001b\\dcs`, `\u001b_HOSTILE\u001b\\apc`, `\u009b31mcsi`, `a\u202eHOSTILE`, `line\nbreak\ttab`, `\u0000nul`, `\u001b[2Jclear`,
	} {
		lines = append(lines, fmt.Sprintf(`{"id":"30000000-0000-4000-8000-%012d","actor":{"name":"%s","mbox":"mailto:h%d@school.example"},"verb":{"id":"http://adlnet.gov/expapi/verbs/experienced","display":{"en":"%s"}},`+
			`"object":{"id":"https://school.example/page","definition":{"name":{"en":"%s"}}},"timestamp":"2025-11-01T10:00:00Z"}`, i+1, name, i, name, name))
	}
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(dir, "store")
	load(t, folder, path)
	s := explorer(t, folder, look{theme: "dark"})
	s.WaitFor("Everyone")
	s.Press("enter")
	s.WaitFor("copy", "title")
	s.Press("enter")
	s.WaitFor("5 Statements")
	s.Press("5")
	s.WaitFor("Verb")
	s.Press("enter")
	s.WaitFor(`"actor"`)
	out := string(s.Output())
	for _, bad := range []string{"]52;", "HOSTILE\x07", "\x1bP", "\x1b_", "\u009b", "\u202e", "\x00", "]0;HOSTILE"} {
		if strings.Contains(out, bad) {
			t.Errorf("%q reached the terminal", bad)
		}
	}
}
