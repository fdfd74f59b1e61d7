// Package shoot plays scripts on a terminal and keeps what it shows: a PNG and
// its text twin for each shot, and a GIF for a script with frames. It knows
// nothing of the program it plays with.
package shoot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"strings"
	"time"

	"lrx/internal/screenshots/draw"
	"lrx/internal/tuitest/term"
)

// Stage makes a program ready to be played with: its data and a clock that
// stands still. The cleanup is called after the program has ended.
type Stage interface {
	Program(ctx context.Context) (program term.Program, cleanup func() error, err error)
}

// StageFunc is a Stage that is a function.
type StageFunc func(ctx context.Context) (term.Program, func() error, error)

// Program calls the function.
func (f StageFunc) Program(ctx context.Context) (term.Program, func() error, error) { return f(ctx) }

// Script is a way through a program.
type Script struct {
	Name  string // of the GIF, if there are frames, and for -only
	Title string // in the bar of the window; "" for no bar
	Term  term.Config
	Stage Stage
	Steps []Step
}

// Options say where pictures go.
type Options struct {
	Out   string   // the folder, made if it is missing
	Only  string   // the name of one script; "" for all
	Fonts []string // font files for characters the built-in fonts lack
	Log   func(format string, args ...any)
}

// Limits of what may be written: pictures are kept in the repository.
const (
	pngLimit = 150 << 10
	gifLimit = 1000 << 10
)

// Run plays the scripts and writes their pictures.
func Run(ctx context.Context, o Options, scripts []Script) error {
	renderer, err := draw.New(o.Fonts...)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(o.Out, 0o750); err != nil {
		return err
	}
	played := 0
	for _, s := range scripts {
		if o.Only != "" && o.Only != s.Name {
			continue
		}
		played++
		if err := play(ctx, o, renderer, s); err != nil {
			return fmt.Errorf("script %s: %w", s.Name, err)
		}
	}
	if missing := renderer.Missing(); missing != "" {
		o.Log("no font has %s: drawn as boxes; -fonts names more font files", strings.Join(strings.Split(missing, ""), " "))
	}
	if played == 0 {
		return errors.New("there is no such script")
	}
	return nil
}

// take is one run of a script.
type take struct {
	ctx      context.Context
	options  Options
	script   Script
	renderer *draw.Renderer
	term     *term.Terminal
	stills   []draw.Still
}

func play(ctx context.Context, o Options, r *draw.Renderer, s Script) (err error) {
	program, cleanup, err := s.Stage.Program(ctx)
	if err != nil {
		return err
	}
	t := &take{ctx: ctx, options: o, script: s, renderer: r, term: term.Start(ctx, s.Term, program)}
	defer func() {
		t.term.Close()
		<-t.term.Done()
		err = errors.Join(err, cleanup())
	}()
	for i, step := range s.Steps {
		if err := step(t); err != nil {
			return fmt.Errorf("step %d: %w\n%s", i+1, err, t.term.Snapshot().Text())
		}
	}
	if len(t.stills) == 0 {
		return nil
	}
	var b bytes.Buffer
	if err := draw.GIF(&b, t.stills); err != nil {
		return err
	}
	return t.write(s.Name+".gif", b.Bytes(), gifLimit)
}

const (
	quiet    = 120 * time.Millisecond // without a change: the picture is whole
	patience = 30 * time.Second       // for what a step waits for
	restless = 3 * time.Second        // for a screen that never stands still
)

// still waits until the screen stands still and paints it.
func (t *take) still(f draw.Frame) (term.Snapshot, *image.RGBA) {
	ctx, cancel := context.WithTimeout(t.ctx, restless)
	defer cancel()
	t.term.Settle(ctx, quiet)
	shot := t.term.Snapshot()
	f.Title = t.script.Title
	return shot, t.renderer.Window(shot, f)
}

func (t *take) write(name string, data []byte, limit int) error {
	if len(data) > limit {
		return fmt.Errorf("%s has %d KB, the limit is %d KB", name, len(data)>>10, limit>>10)
	}
	t.options.Log("%s (%d KB)", name, (len(data)+1023)>>10)
	return os.WriteFile(filepath.Join(t.options.Out, name), data, 0o644)
}
