package tuitest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"

	"lrx/internal/tuitest"
	"lrx/internal/tuitest/term"
)

// echo is a program that tells what it was told.
type echo struct {
	width, height int
	background    string
	last          string
	text          string
}

var errAsked = errors.New("asked to fail")

func (e echo) Init() tea.Cmd { return tea.RequestBackgroundColor }

func (e echo) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		e.width, e.height = msg.Width, msg.Height
	case tea.BackgroundColorMsg:
		e.background = map[bool]string{true: "dark", false: "light"}[msg.IsDark()]
	case tea.PasteMsg:
		e.last, e.text = "paste", e.text+msg.Content
	case tea.MouseClickMsg:
		e.last = fmt.Sprintf("click %d,%d", msg.X, msg.Y)
	case tea.MouseWheelMsg:
		e.last = fmt.Sprintf("%s %d,%d", msg.Button, msg.X, msg.Y)
	case tea.KeyPressMsg:
		e.last = msg.String()
		e.text += msg.Text
		if e.last == "ctrl+c" {
			return e, tea.Quit
		}
	}
	return e, nil
}

func (e echo) View() tea.View {
	red := lipgloss.NewStyle().Bold(true).Foreground(lipgloss.Color("#ff8700"))
	v := tea.NewView(strings.Join([]string{
		fmt.Sprintf("%dx%d %s", e.width, e.height, e.background),
		"last: " + red.Render(e.last),
		"text: " + e.text,
		"wide: 漢字 | é |",
	}, "\n"))
	v.AltScreen = true
	v.MouseMode = tea.MouseModeCellMotion
	v.WindowTitle = "echo"
	return v
}

func TestKeys(t *testing.T) {
	t.Parallel()
	s := tuitest.Start(t, tuitest.Tea(echo{}))
	for _, key := range []string{
		"enter", "down", "up", "left", "right", "tab", "shift+tab", "esc", "backspace", "space",
		"home", "end", "pgup", "pgdown", "delete", "insert", "f1", "f5", "f12",
		"/", "?", "G", "g", ":", "é", "漢", "ctrl+p", "ctrl+d", "ctrl+u", "alt+x", "ctrl+left", "shift+down", "alt+enter",
	} {
		s.Press(key)
		s.WaitFor("last: " + key)
	}
	s.Press("ctrl+c")
	if err := s.WaitExit(); err != nil {
		t.Errorf("the program ended with %v", err)
	}
}

func TestKeysAreOneByOne(t *testing.T) {
	t.Parallel()
	s := tuitest.Start(t, tuitest.Tea(echo{}))
	s.Press("a", "esc", "down", "b", "esc", "c")
	s.Type("d漢e")
	s.WaitFor("text: abcd漢e")
	s.Paste(" and\nmore")
	s.WaitFor("last: paste", "and")
}

func TestMouse(t *testing.T) {
	t.Parallel()
	s := tuitest.Start(t, tuitest.Tea(echo{}))
	s.WaitFor("last:")
	s.Click(3, 2)
	s.WaitFor("click 3,2")
	s.ClickOn("| é |")
	s.WaitFor("click 11,3")
	s.Wheel(5, 1, 2)
	s.WaitFor("wheeldown 5,1")
	s.Wheel(5, 1, -1)
	s.WaitFor("wheelup 5,1")
}

func TestResize(t *testing.T) {
	t.Parallel()
	s := tuitest.Start(t, tuitest.Tea(echo{}), tuitest.Size(60, 10))
	s.WaitFor("60x10 dark")
	s.Resize(100, 30)
	s.WaitFor("100x30 dark")
	if shot := s.Snapshot(); shot.Width != 100 || shot.Height != 30 {
		t.Errorf("the screen has %dx%d cells", shot.Width, shot.Height)
	}
}

func TestBackground(t *testing.T) {
	t.Parallel()
	for name, background := range map[string]term.Background{"dark": term.Dark, "light": term.Light, "": term.Silent} {
		t.Run("answer "+name, func(t *testing.T) {
			t.Parallel()
			s := tuitest.Start(t, tuitest.Tea(echo{}), tuitest.Background(background))
			s.Press("x") // after the question: its answer would be on the screen by now
			s.WaitFor(strings.TrimSpace("80x24 "+name)+"\n", "text: x")
		})
	}
}

func TestGolden(t *testing.T) {
	t.Parallel()
	s := tuitest.Start(t, tuitest.Tea(echo{}), tuitest.Size(40, 6))
	s.Press("k")
	s.WaitFor("dark", "last: k")
	s.Golden("echo", tuitest.Mask(`\d+x\d+`, "WxH"))
	s.GoldenStyled("echo")
	shot := s.Snapshot()
	if shot.Title != "echo" || !shot.AltScreen || shot.Cursor.Shown {
		t.Errorf("title %q, alternate screen %t, cursor shown %t", shot.Title, shot.AltScreen, shot.Cursor.Shown)
	}
}

func TestProfiles(t *testing.T) {
	t.Parallel()
	for profile, want := range map[colorprofile.Profile]string{
		colorprofile.TrueColor: "‹bold #ff8700›k‹›",
		colorprofile.ANSI256:   "‹bold 208›k‹›",
		colorprofile.ASCII:     "‹bold›k‹›",
	} {
		t.Run(profile.String(), func(t *testing.T) {
			t.Parallel()
			s := tuitest.Start(t, tuitest.Tea(echo{}), tuitest.Profile(profile))
			s.Press("k")
			s.WaitUntil(want, func(shot term.Snapshot) bool { return strings.Contains(shot.Styled(), want) })
		})
	}
}

func TestTerminalIsRestored(t *testing.T) {
	t.Parallel()
	s := tuitest.Start(t, tuitest.Tea(echo{}))
	s.WaitFor("last:")
	s.Press("ctrl+c")
	if err := s.WaitExit(); err != nil {
		t.Fatal(err)
	}
	if shot := s.Snapshot(); shot.AltScreen || !shot.Cursor.Shown {
		t.Errorf("alternate screen %t, cursor shown %t", shot.AltScreen, shot.Cursor.Shown)
	}
	if out := string(s.Output()); !strings.Contains(out, "\x1b[?1049h") || !strings.Contains(out, "\x1b[?1049l") {
		t.Error("the output has not been kept")
	}
}

func TestExitError(t *testing.T) {
	t.Parallel()
	s := tuitest.Start(t, func(context.Context, tuitest.TTY) error { return errAsked })
	if err := s.WaitExit(); !errors.Is(err, errAsked) {
		t.Errorf("got %v", err)
	}
}

// witness is a testing.TB that only remembers being failed.
type witness struct {
	testing.TB
	said     strings.Builder
	cleanups []func()
}

func (w *witness) Helper()                   {}
func (w *witness) Cleanup(f func())          { w.cleanups = append(w.cleanups, f) }
func (w *witness) Errorf(f string, a ...any) { fmt.Fprintf(&w.said, f, a...) }
func (w *witness) Fatalf(f string, a ...any) { w.Errorf(f, a...); panic(w) }

func (w *witness) run(test func(t testing.TB)) string {
	func() {
		defer func() {
			if r := recover(); r != nil && r != any(w) {
				panic(r)
			}
		}()
		test(w)
	}()
	for _, f := range w.cleanups {
		f()
	}
	return w.said.String()
}

const soon = 200 * time.Millisecond

func TestFailures(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		test func(t testing.TB)
		want []string
	}{
		{"text never comes", func(t testing.TB) {
			s := tuitest.Start(t, tuitest.Tea(echo{}), tuitest.Limit(soon))
			s.WaitFor("never")
		}, []string{`waited until the screen shows "never"`, "|80x24 dark"}},
		{"program ends early", func(t testing.TB) {
			s := tuitest.Start(t, func(context.Context, tuitest.TTY) error { return nil })
			s.WaitFor("never")
		}, []string{"the program has ended"}},
		{"unnoticed error", func(t testing.TB) {
			s := tuitest.Start(t, func(context.Context, tuitest.TTY) error { return errAsked })
			s.WaitUntil("it ends", func(term.Snapshot) bool { return false })
		}, []string{"the program ended by itself: asked to fail"}},
		{"unknown key", func(t testing.TB) {
			tuitest.Start(t, tuitest.Tea(echo{})).Press("entre")
		}, []string{`there is no key "entre"`}},
		{"mouse is off", func(t testing.TB) {
			tuitest.Start(t, func(ctx context.Context, _ tuitest.TTY) error { <-ctx.Done(); return nil }).Click(0, 0)
		}, []string{"has not turned the mouse on"}},
		{"program hangs", func(t testing.TB) {
			release := make(chan struct{})
			time.AfterFunc(5*soon, func() { close(release) })
			tuitest.Start(t, func(context.Context, tuitest.TTY) error { <-release; return nil }, tuitest.Limit(soon))
		}, []string{"did not return within"}},
		{"goroutine stays", func(t testing.TB) {
			tuitest.Start(t, func(context.Context, tuitest.TTY) error {
				go func() { <-time.After(5 * soon) }()
				return nil
			}, tuitest.Limit(soon))
		}, []string{"left goroutines behind", "TestFailures"}},
		{"golden file is missing", func(t testing.TB) {
			tuitest.Compare(t, "no-such-file.txt", "text")
		}, []string{"-update"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if tuitest.Update() && strings.Contains(c.name, "golden") {
				t.Skip("golden files are being written")
			}
			said := (&witness{TB: t}).run(c.test)
			for _, want := range c.want {
				if !strings.Contains(said, want) {
					t.Errorf("%q is missing in:\n%s", want, said)
				}
			}
		})
	}
}

func TestLineFeedsReturn(t *testing.T) {
	t.Parallel()
	s := tuitest.Start(t, func(ctx context.Context, tty tuitest.TTY) error {
		_, err := io.WriteString(tty.Output, "one\ntwo\r\nthree")
		<-ctx.Done()
		return err
	})
	s.WaitFor("one\ntwo\nthree")
}
