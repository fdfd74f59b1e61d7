package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"lrx/data/store"
	"lrx/internal/demo"
	"lrx/internal/screenshots/shoot"
	"lrx/internal/tuitest/term"
	"lrx/query"
	"lrx/ui"
)

// explorer is a stage with the explorer on the demo class, the clock standing
// at the end of its term.
func explorer(theme string, noColor bool) shoot.Stage {
	return shoot.StageFunc(func(ctx context.Context) (term.Program, func() error, error) {
		records, cleanup, err := demoStore(ctx)
		if err != nil {
			return nil, nil, err
		}
		zone, err := time.LoadLocation(demo.Zone)
		if err != nil {
			return nil, nil, errors.Join(err, cleanup())
		}
		program := func(ctx context.Context, tty term.TTY) error {
			return ui.Run(ctx, ui.Options{
				Records: records, Viewer: query.Viewer{Scope: query.AllClasses(), TZ: zone}, Label: demo.Label, StoreName: "demo",
				Theme: theme, NoColor: noColor, Profile: tty.Profile, Environ: tty.Environ,
				Input: tty.Input, Output: tty.Output, Width: tty.Width, Height: tty.Height, Now: demo.AsOf,
			})
		}
		return program, cleanup, nil
	})
}

// demoStore loads the demo into a folder of its own. The files are named
// without their folder, so that pictures are the same on every machine.
func demoStore(ctx context.Context) (*query.Store, func() error, error) {
	dir, err := os.MkdirTemp("", "lrx-demo-")
	if err != nil {
		return nil, nil, err
	}
	remove := func() error { return os.RemoveAll(dir) }
	paths, err := demo.Write(dir)
	if err != nil {
		return nil, nil, errors.Join(err, remove())
	}
	back, err := os.Getwd()
	if err != nil {
		return nil, nil, errors.Join(err, remove())
	}
	if err := os.Chdir(dir); err != nil {
		return nil, nil, errors.Join(err, remove())
	}
	for i := range paths {
		paths[i] = filepath.Base(paths[i])
	}
	folder := filepath.Join(dir, "store")
	_, err = store.Load(ctx, folder, store.LoadOptions{Paths: paths, WriteOptions: store.WriteOptions{Now: demo.AsOf}})
	if err = errors.Join(err, os.Chdir(back)); err != nil {
		return nil, nil, errors.Join(err, remove())
	}
	records, err := query.Open(ctx, folder, query.Options{Now: demo.AsOf})
	if err != nil {
		return nil, nil, errors.Join(err, remove())
	}
	return records, func() error { return errors.Join(records.Close(), remove()) }, nil
}
