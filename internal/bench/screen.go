package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"lrx/data/store"
	"lrx/internal/bench/report"
	"lrx/internal/tuitest/term"
	"lrx/query"
	"lrx/ui"
)

// longest is how long anything on a screen is waited for.
const longest = 10 * time.Minute

// explorer is the explorer on a store, on an emulated terminal.
type explorer struct{ *term.Terminal }

func start(ctx context.Context, dir string) explorer {
	return explorer{term.Start(ctx, term.Config{Width: 120, Height: 40}, func(ctx context.Context, tty term.TTY) (err error) {
		records, err := query.Open(ctx, dir, query.Options{})
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, records.Close()) }()
		return ui.Run(ctx, ui.Options{
			Records: records, Viewer: viewer(), StoreName: "bench", Mouse: true,
			Theme: "dark", Profile: tty.Profile, Environ: tty.Environ,
			Input: tty.Input, Output: tty.Output, Width: tty.Width, Height: tty.Height, Now: time.Now,
		})
	})}
}

// waitFor waits until all these texts are on the screen.
func (e explorer) waitFor(ctx context.Context, texts ...string) error {
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	err := e.Wait(ctx, func(shot term.Snapshot) bool {
		screen := shot.Text()
		for _, text := range texts {
			if !strings.Contains(screen, text) {
				return false
			}
		}
		return true
	})
	if err != nil {
		return fmt.Errorf("wait for %q: %w\n%s", texts, err, e.Snapshot().Text())
	}
	return nil
}

// leave quits and waits for the end.
func (e explorer) leave() error {
	if err := e.Press("q"); err != nil {
		return err
	}
	select {
	case <-e.Done():
		return e.Err()
	case <-time.After(longest):
		e.Close()
		return errors.New("the explorer did not end")
	}
}

// runOpen opens the explorer again and again until the list of classes stands.
func runOpen(ctx context.Context, o *options) (*report.Report, error) {
	dir, err := o.stored(ctx)
	if err != nil {
		return nil, err
	}
	var wall, cpu []float64
	for range o.rounds {
		at, before := time.Now(), spent()
		e := start(ctx, dir)
		if err := e.waitFor(ctx, "Newest", "Everyone"); err != nil { // the head and the first row of the list
			return nil, err
		}
		wall = append(wall, time.Since(at).Seconds()*1000)
		cpu = append(cpu, (spent()-before).Seconds()*1000)
		if err := e.leave(); err != nil {
			return nil, err
		}
	}
	r := &report.Report{}
	r.AtMost(300, "from the start to the first full screen, p50", report.Wall, report.Median(wall))
	r.Add("from the start to the first full screen, p50", report.CPU, report.Median(cpu))
	return r, nil
}

// runKey moves the cursor through a long list: from the key to the frame that
// shows it, renderer and terminal included.
func runKey(ctx context.Context, o *options) (r *report.Report, err error) {
	work, err := os.MkdirTemp(o.dir, "key-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(work) //nolint:errcheck // a temporary folder
	path := filepath.Join(work, "learners.ndjson")
	if err := writeLearners(path, o.n); err != nil {
		return nil, err
	}
	dir := filepath.Join(work, "store")
	if _, err := store.Load(ctx, dir, store.LoadOptions{Paths: []string{path}}); err != nil {
		return nil, err
	}
	e := start(ctx, dir)
	defer func() { err = errors.Join(err, e.leave()) }()
	if err := e.waitFor(ctx, "Everyone"); err != nil {
		return nil, err
	}
	if err := e.Press("enter"); err != nil {
		return nil, err
	}
	of := " of " + report.Thousands(o.n)
	if err := e.waitFor(ctx, "1"+of); err != nil {
		return nil, err
	}
	var all []float64
	for i := range min(100*o.rounds, o.n-1) {
		// A person presses at any moment between two frames, not right after one.
		time.Sleep(rand.N(20 * time.Millisecond))
		at := time.Now()
		if err := e.Press("down"); err != nil {
			return nil, err
		}
		if err := e.waitFor(ctx, report.Thousands(i+2)+of); err != nil {
			return nil, err
		}
		all = append(all, time.Since(at).Seconds()*1000)
	}
	r = &report.Report{}
	r.AtMost(16, "from a key to its frame in a list of "+report.Thousands(o.n)+" learners, p50", report.Wall, report.Median(all))
	r.Add("from a key to its frame, p95", report.Wall, report.Quantile(all, 0.95))
	return r, nil
}

// writeLearners writes a statement of each of so many learners.
func writeLearners(path string, n int) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := bufio.NewWriterSize(f, 1<<20)
	for i := range n {
		writeLearner(w, i)
	}
	return w.Flush()
}

func writeLearner(w io.Writer, i int) {
	fmt.Fprintf(w, `{"id":"40000000-0000-4000-8000-%012d","actor":{"name":"Learner %06d","mbox":"mailto:l%d@school.example"},"verb":{"id":"http://adlnet.gov/expapi/verbs/experienced"},`+
		`"object":{"id":"https://school.example/page/%d"},"timestamp":"2025-11-01T10:%02d:%02dZ"}`+"\n", i, i, i, i%500, i/60%60, i%60)
}
