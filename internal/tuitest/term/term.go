// Package term runs a full-screen program on an in-process terminal emulator:
// it hands over keys, mouse events and sizes, and shows what the screen says.
// It knows nothing of what the program is about, nor of package testing, so
// that tests and screenshots share one terminal.
package term

import (
	"context"
	"errors"
	"image/color"
	"io"
	"slices"
	"sync"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

// TTY is the program's side of the terminal.
type TTY struct {
	Input         io.Reader
	Output        io.Writer
	Width, Height int
	Profile       colorprofile.Profile
	Environ       []string // what a terminal of this profile would put in the environment
}

// Program is a full-screen program. It returns when it is left or when ctx ends.
type Program func(ctx context.Context, tty TTY) error

// Background is how the terminal answers when it is asked for its background.
type Background int

// The backgrounds.
const (
	Dark   Background = iota
	Light             // black on white
	Silent            // dark, and the question stays unanswered, as on many terminals
)

// Config is the terminal a program meets. The zero value is a dark terminal of
// 80 by 24 cells with all colours.
type Config struct {
	Width, Height int
	Profile       colorprofile.Profile // colorprofile.Unknown means TrueColor
	Background    Background
}

const (
	usualWidth  = 80
	usualHeight = 24
)

func (c Config) withDefaults() Config {
	if c.Width <= 0 {
		c.Width = usualWidth
	}
	if c.Height <= 0 {
		c.Height = usualHeight
	}
	if c.Profile == colorprofile.Unknown {
		c.Profile = colorprofile.TrueColor
	}
	return c
}

// environ is what the profile is detected from where nobody passes it on.
func (c Config) environ() []string {
	switch c.Profile {
	case colorprofile.TrueColor:
		return []string{"TTY_FORCE=1", "TERM=xterm-256color", "COLORTERM=truecolor"}
	case colorprofile.ANSI256:
		return []string{"TTY_FORCE=1", "TERM=xterm-256color"}
	case colorprofile.ANSI:
		return []string{"TTY_FORCE=1", "TERM=xterm-16color"}
	case colorprofile.ASCII:
		return []string{"TTY_FORCE=1", "TERM=xterm-256color", "NO_COLOR=1"}
	default:
		return []string{"TERM=dumb"}
	}
}

// ErrEnded says that the program ended while something was still expected of it.
var ErrEnded = errors.New("the program has ended")

// Terminal is an emulated terminal with a program running on it.
type Terminal struct {
	input  *queue
	cancel context.CancelFunc
	done   chan struct{} // closed when the program has returned

	mu      sync.Mutex // the emulator does not lock itself
	emu     *vt.Emulator
	changed chan struct{} // closed and renewed with each change
	modes   map[ansi.Mode]bool
	title   string
	output  []byte
	err     error // what the program returned
}

// Start runs the program until it returns, ctx ends or Close is called.
func Start(ctx context.Context, cfg Config, program Program) *Terminal {
	cfg = cfg.withDefaults()
	ctx, cancel := context.WithCancel(ctx)
	t := &Terminal{
		input:   newQueue(),
		cancel:  cancel,
		done:    make(chan struct{}),
		emu:     vt.NewEmulator(cfg.Width, cfg.Height),
		changed: make(chan struct{}),
		modes:   map[ansi.Mode]bool{},
	}
	t.paint(cfg.Background)
	t.emu.SetCallbacks(vt.Callbacks{ // all of them run inside Write, under the lock
		Title:       func(title string) { t.title = title },
		EnableMode:  func(m ansi.Mode) { t.modes[m] = true },
		DisableMode: func(m ansi.Mode) { delete(t.modes, m) },
	})
	// The emulator's pipe has no room: without somebody who always reads, an
	// answer to a query would block the program's write.
	go func() { _, _ = io.Copy(t.input, t.emu) }()
	go t.run(ctx, program, TTY{
		Input:   t.input,
		Output:  (*screen)(t),
		Width:   cfg.Width,
		Height:  cfg.Height,
		Profile: cfg.Profile,
		Environ: cfg.environ(),
	})
	return t
}

func (t *Terminal) run(ctx context.Context, program Program, tty TTY) {
	err := program(ctx, tty)
	// Close would race with Read inside the emulator; closing the pipe ends
	// the copying just as well.
	if pipe, ok := t.emu.InputPipe().(io.Closer); ok {
		_ = pipe.Close()
	}
	t.input.close()
	t.mu.Lock()
	t.err = err
	t.mu.Unlock()
	close(t.done)
}

// The colours of an unstyled cell.
var (
	darkBackground  = color.RGBA{R: 0x16, G: 0x18, B: 0x1d, A: 0xff}
	darkForeground  = color.RGBA{R: 0xd8, G: 0xdb, B: 0xe2, A: 0xff}
	lightBackground = color.RGBA{R: 0xfb, G: 0xfb, B: 0xfa, A: 0xff}
	lightForeground = color.RGBA{R: 0x24, G: 0x29, B: 0x2f, A: 0xff}
)

func (t *Terminal) paint(b Background) {
	fg, bg := darkForeground, darkBackground
	if b == Light {
		fg, bg = lightForeground, lightBackground
	}
	t.emu.SetDefaultForegroundColor(fg)
	t.emu.SetDefaultBackgroundColor(bg)
	t.emu.SetDefaultCursorColor(fg)
	if b == Silent {
		t.emu.RegisterOscHandler(11, func([]byte) bool { return true })
	}
}

// Wait returns once ok says that the screen is as expected. It is ErrEnded when
// the program ends before that, and the context's error when that ends.
func (t *Terminal) Wait(ctx context.Context, ok func(Snapshot) bool) error {
	for {
		t.mu.Lock()
		shot, changed := t.snapshot(), t.changed
		t.mu.Unlock()
		if ok(shot) {
			return nil
		}
		select {
		case <-changed:
		case <-t.done:
			if ok(t.Snapshot()) { // the last frame may have come in between
				return nil
			}
			return ErrEnded
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Settle waits until nothing has been drawn for a while, or until ctx ends.
func (t *Terminal) Settle(ctx context.Context, quiet time.Duration) {
	timer := time.NewTimer(quiet)
	defer timer.Stop()
	for {
		t.mu.Lock()
		changed := t.changed
		t.mu.Unlock()
		select {
		case <-changed:
			timer.Reset(quiet)
		case <-timer.C:
			return
		case <-t.done:
			return
		case <-ctx.Done():
			return
		}
	}
}

// Output is everything the program has written, byte for byte. It shows what
// the screen cannot: what goes to the clipboard, or what must never be sent.
func (t *Terminal) Output() []byte {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.Clone(t.output)
}

// Done is closed when the program has returned.
func (t *Terminal) Done() <-chan struct{} { return t.done }

// Err is what the program returned, nil while it runs.
func (t *Terminal) Err() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.err
}

// Close hangs up: it ends the program's context and its input. It does not
// wait for the program to return.
func (t *Terminal) Close() {
	t.cancel()
	t.input.close()
}

func (t *Terminal) announce() {
	close(t.changed)
	t.changed = make(chan struct{})
}
