// Package store keeps statements in DuckDB: it opens, migrates, loads, voids,
// derives and verifies. It knows nothing of viewers, scopes, scores or screens;
// questions are query's.
package store

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"lrx/data/read"
)

// loadMemory is what DuckDB may take while statements are read, in megabytes,
// and deriveMemory when only it is at work. They are small on purpose: a load
// streams, and the laptop has other work.
const (
	loadMemory   = 128
	deriveMemory = 256
)

// Load reads exports into the store of a folder and returns the receipt. The
// folder is made when it is missing. Readers go on with the present generation
// until the load is whole. A load that ends early (kill, cancel, full disk)
// goes on where it was when it is called with the same unchanged files again.
// Errors: *BusyError, *NewerError, *DamagedError, *FullError, a context's error, or of reading or disk.
func Load(ctx context.Context, dir string, o LoadOptions) (r *Receipt, err error) {
	inputs, refused := read.Find(o.Paths)
	if len(inputs) == 0 { // nothing to read: nothing is made or locked for it
		return &Receipt{Complete: "yes", Refused: refusedPaths(refused)}, nil
	}
	defer func() { err = explainWrite(dir, err) }()
	if err := makeFolder(dir); err != nil {
		return nil, err
	}
	unlock, err := lock(ctx, dir, "load "+strings.Join(o.Paths, " "), o.Wait, o.now())
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, unlock()) }()

	dropDeadReaders(dir)
	if o.Space != nil {
		if err := o.Space(spaceFor(dir, inputs)); err != nil {
			return nil, err
		}
	}
	plan := planOf("load", o.Paths)
	again := true // the inputs can be read again, so an unfinished load can go on
	for _, in := range inputs {
		plan = planOf(plan+in.Path, []string{in.File()})
		if in.Path == read.Stdin || in.Size == 0 { // what came by a pipe cannot be read again
			plan = planOf(plan, []string{rand.Text()})
			again = false
		}
	}
	mapping, err := mappingOf(dir)
	if err != nil {
		return nil, err
	}
	if _, err := remap(ctx, dir, mapping, o.WriteOptions); err != nil {
		return nil, err
	}
	n, err := openNext(ctx, dir, plan+typesOf(mapping), loadMemory)
	if err != nil {
		return nil, err
	}
	l := &loader{session: newSession(n, o.WriteOptions, "load "+strings.Join(o.Paths, " "), mapping), stdin: o.Stdin, inputs: inputs}
	r, err = l.run(ctx, refused)
	if err != nil && ctx.Err() != nil {
		err = ctx.Err() // whatever it interrupted says so in words of its own
	}
	switch {
	case err != nil:
		return nil, n.stop(err, again)
	case r.Total.Read == 0: // nothing came of it: no new generation for nothing
		return r, n.drop()
	}
	l.report(Progress{Phase: "finishing"})
	return r, n.finish(ctx, o.WriteOptions)
}

// loader is one run of Load.
type loader struct {
	*session
	stdin  io.Reader
	inputs []read.Input
}

func (l *loader) run(ctx context.Context, refused []*read.Refused) (*Receipt, error) {
	if err := l.begin(ctx); err != nil {
		return nil, err
	}
	defer l.w.conn.Close() //nolint:errcheck // the pool is closed after
	if l.finished {
		return l.receiptAgain(ctx)
	}
	for _, r := range refused {
		if err := l.insertRefused(ctx, r); err != nil {
			return nil, err
		}
	}
	files, err := l.prepareFiles(ctx)
	if err != nil {
		return nil, err
	}
	for i, in := range l.inputs {
		if err := l.loadFile(ctx, files[i], in); err != nil {
			return nil, err
		}
	}
	return l.conclude(ctx, nil)
}

func (l *loader) insertRefused(ctx context.Context, r *read.Refused) error {
	_, err := l.w.conn.ExecContext(ctx, `INSERT INTO refused SELECT $load, $path, $found
		WHERE NOT EXISTS (FROM refused WHERE load = $load AND path = $path AND found = $found)`,
		named2("load", l.w.load, "path", r.Path, "found", r.Found)...)
	return err
}

func refusedPaths(list []*read.Refused) []Refused {
	out := make([]Refused, 0, len(list))
	for _, r := range list {
		out = append(out, Refused{Path: r.Path, Found: r.Found})
	}
	return out
}

// sourcePath is what a source is known by: the absolute path of a file.
func sourcePath(path string) string {
	if path == read.Stdin {
		return "stdin"
	}
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}

// prepareFiles makes the sources and the rows of all files, and finds how far a
// former run came with each.
func (l *loader) prepareFiles(ctx context.Context) ([]*fileState, error) {
	w := l.w
	states := make([]*fileState, len(l.inputs))
	if err := eachRow(ctx, w.conn, `SELECT file, source, shape, bytes, position, done, cut, seconds, read, kept, duplicate, conflicting, rejected, flagged, attachments
		FROM load_file WHERE load = ?`, func(scan func(...any) error) error {
		f := &fileState{}
		c := &f.Counts
		err := scan(&f.file, &f.source, &f.Shape, &f.Bytes, &f.position, &f.done, &f.cut, &f.before, &c.Read, &c.Kept, &c.Duplicate, &c.Conflicting, &c.Rejected, &c.Flagged, &f.Attachments)
		states[f.file] = f
		return err
	}, w.load); err != nil {
		return nil, fmt.Errorf("find the positions in the files: %w", err)
	}
	for i, in := range l.inputs {
		l.progress.TotalBytes += in.Size
		path := sourcePath(in.Path)
		source := w.source(filepath.Base(path), path, SourceFile)
		if states[i] == nil {
			states[i] = &fileState{file: int32(i), source: source, FileReceipt: FileReceipt{Bytes: in.Size}} //nolint:gosec // a file count
		}
		states[i].Path = in.Path
	}
	return states, nil
}

// loadFile reads one file from the position a former run reached. It is
// committed with the run it falls into: many small files share one.
func (l *loader) loadFile(ctx context.Context, f *fileState, in read.Input) error {
	if f.done {
		l.progress.Bytes += in.Size
		return nil
	}
	w := l.w
	f.started = time.Now()
	w.enter(f)
	before := l.progress
	opt := read.Options{Skip: f.position, Stdin: l.stdin}
	// A run is written whole or not at all, also when the load is cancelled:
	// that takes effect between two chunks.
	whole := context.WithoutCancel(ctx)
	var failed error
	summary, err := decodeInput(ctx, in, opt, l.started, l.mapping, func(group []*chunk) error {
		l.report(Progress{Phase: "reading", Path: in.Path, Bytes: before.Bytes + group[len(group)-1].disk, Read: before.Read + f.Read, Kept: before.Kept + f.Kept})
		failed = w.add(whole, group...)
		return failed
	})
	var refusal *read.Refused
	switch {
	case errors.As(err, &refusal):
		return l.refuse(ctx, f, refusal)
	case failed != nil:
		return fmt.Errorf("read %s: %w", in.Path, failed)
	case err != nil:
		// What was decoded so far is good; it need not be read again.
		return errors.Join(fmt.Errorf("read %s: %w", in.Path, err), w.flush(whole))
	}
	f.Shape, f.cut, f.done = summary.Shape, summary.Cut, true
	f.Attachments = int64(summary.Attachments)
	if f.Bytes == 0 {
		f.Bytes = summary.Bytes
	}
	l.progress.Bytes += in.Size
	l.progress.Read, l.progress.Kept = before.Read+f.Read, before.Kept+f.Kept
	return nil
}

// refuse notes a file that turned out to hold no statements at all.
func (l *loader) refuse(ctx context.Context, f *fileState, r *read.Refused) error {
	w := l.w
	w.leave(f)
	if err := w.begin(ctx); err != nil {
		return err
	}
	return l.insertRefused(ctx, r)
}
