// Package tuitest drives whole full-screen programs in tests: it starts one on
// an emulated terminal, presses keys, waits for what the screen should say and
// compares it with golden files. It knows nothing of the programs it runs.
//
//	s := tuitest.Start(t, tuitest.Tea(model), tuitest.Size(80, 24))
//	s.WaitFor("Learners")
//	s.Press("down", "enter")
//	s.Golden("learner")
//	s.Press("q")
//	s.WaitExit()
package tuitest

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"

	"lrx/internal/tuitest/term"
)

// TTY is the program's side of the terminal: see [term.TTY].
type TTY = term.TTY

// Program is a full-screen program: see [term.Program].
type Program = term.Program

// Session is a program running on a terminal. Its methods fail the test when
// something cannot be done; they must be called from the test's goroutine.
type Session struct {
	t      testing.TB
	term   *term.Terminal
	limit  time.Duration
	waited bool // the test has asked how the program ended
}

type config struct {
	term.Config
	limit time.Duration
}

// Option changes the terminal a program is started on.
type Option func(*config)

// Size sets the window's width and height in cells; 80 by 24 otherwise.
func Size(width, height int) Option {
	return func(c *config) { c.Width, c.Height = width, height }
}

// Profile sets the colours the terminal has; all of them otherwise.
func Profile(p colorprofile.Profile) Option {
	return func(c *config) { c.Config.Profile = p }
}

// Background sets how the terminal answers when asked for its background;
// term.Dark otherwise.
func Background(b term.Background) Option {
	return func(c *config) { c.Config.Background = b }
}

// Limit sets how long to wait for anything before the test fails. It is not a
// speed the program has to reach.
func Limit(d time.Duration) Option {
	return func(c *config) { c.limit = d }
}

// usualLimit is generous: tests share a busy machine and run under the race
// detector, and only a failing test waits this long.
const usualLimit = 60 * time.Second

// Start runs a program until the test ends, unless it ends before. At the end
// of the test the program is hung up on; it has to return, and to leave no
// goroutine behind.
func Start(t testing.TB, program Program, options ...Option) *Session {
	t.Helper()
	c := config{limit: usualLimit}
	for _, o := range options {
		o(&c)
	}
	tag := newTag()
	s := &Session{t: t, limit: c.limit}
	s.term = term.Start(context.Background(), c.Config, tag.mark(program))
	t.Cleanup(func() {
		s.hangUp()
		tag.check(t, c.limit)
	})
	return s
}

// hangUp ends the program, and reports one that ended badly unnoticed.
func (s *Session) hangUp() {
	s.t.Helper()
	select {
	case <-s.term.Done():
		if err := s.term.Err(); err != nil && !s.waited {
			s.t.Errorf("the program ended by itself: %v", err)
		}
		return
	default:
	}
	s.term.Close() // what a program says when it is hung up on is its own affair
	select {
	case <-s.term.Done():
	case <-time.After(s.limit):
		s.t.Errorf("the program did not return within %v of its context's end\n%s", s.limit, s.dump())
	}
}

// Press presses keys by name: "enter", "down", "ctrl+p", "shift+tab", or any
// single character.
func (s *Session) Press(keys ...string) {
	s.t.Helper()
	s.must(s.term.Press(keys...))
}

// Type types a text.
func (s *Session) Type(text string) { s.term.Type(text) }

// Paste pastes a text.
func (s *Session) Paste(text string) { s.term.Paste(text) }

// Click clicks on a cell, counted from 0.
func (s *Session) Click(x, y int) {
	s.t.Helper()
	s.must(s.term.Click(x, y))
}

// ClickOn clicks on the first cell of a text on the screen.
func (s *Session) ClickOn(text string) {
	s.t.Helper()
	x, y, ok := s.term.Snapshot().Find(text)
	if !ok {
		s.t.Fatalf("there is no %q to click on\n%s", text, s.dump())
	}
	s.Click(x, y)
}

// Wheel turns the mouse wheel over a cell, down for positive notches.
func (s *Session) Wheel(x, y, notches int) {
	s.t.Helper()
	s.must(s.term.Wheel(x, y, notches))
}

// Resize changes the size of the window.
func (s *Session) Resize(width, height int) { s.term.Resize(width, height) }

// WaitFor waits until all these texts are on the screen.
func (s *Session) WaitFor(texts ...string) {
	s.t.Helper()
	s.WaitUntil("the screen shows "+quote(texts), func(shot term.Snapshot) bool {
		screen := shot.Text()
		for _, text := range texts {
			if !strings.Contains(screen, text) {
				return false
			}
		}
		return true
	})
}

// WaitGone waits until none of these texts is on the screen.
func (s *Session) WaitGone(texts ...string) {
	s.t.Helper()
	s.WaitUntil("the screen no longer shows "+quote(texts), func(shot term.Snapshot) bool {
		screen := shot.Text()
		for _, text := range texts {
			if strings.Contains(screen, text) {
				return false
			}
		}
		return true
	})
}

// WaitUntil waits until a condition holds; what names it when it does not.
func (s *Session) WaitUntil(what string, ok func(term.Snapshot) bool) {
	s.t.Helper()
	if err := s.wait(ok); err != nil {
		s.t.Fatalf("waited until %s: %v\n%s", what, err, s.dump())
	}
}

var errTooLong = errors.New("it did not happen in time")

func (s *Session) wait(ok func(term.Snapshot) bool) error {
	ctx, cancel := context.WithTimeoutCause(context.Background(), s.limit, errTooLong)
	defer cancel()
	err := s.term.Wait(ctx, ok)
	if errors.Is(err, context.DeadlineExceeded) {
		return context.Cause(ctx)
	}
	return err
}

// WaitExit waits until the program ends by itself and returns its error.
func (s *Session) WaitExit() error {
	s.t.Helper()
	select {
	case <-s.term.Done():
	case <-time.After(s.limit):
		s.t.Fatalf("the program has not ended within %v\n%s", s.limit, s.dump())
	}
	s.waited = true
	return s.term.Err()
}

// Screen is the text of the screen, without trailing blanks.
func (s *Session) Screen() string { return s.term.Snapshot().Text() }

// Styled is the text of the screen with its styles written out.
func (s *Session) Styled() string { return s.term.Snapshot().Styled() }

// Snapshot is the screen cell by cell.
func (s *Session) Snapshot() term.Snapshot { return s.term.Snapshot() }

// Output is everything the program has written, byte for byte.
func (s *Session) Output() []byte { return s.term.Output() }

func (s *Session) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatalf("%v\n%s", err, s.dump())
	}
}

// dump is the screen in a frame, for a failing test.
func (s *Session) dump() string {
	shot := s.term.Snapshot()
	edge := "+" + strings.Repeat("-", shot.Width) + "+\n"
	var b strings.Builder
	b.WriteString("the screen:\n" + edge)
	for y := range shot.Height {
		b.WriteString("|" + shot.Line(y) + "\n")
	}
	return b.String() + edge
}

func quote(texts []string) string { return `"` + strings.Join(texts, `", "`) + `"` }
