// Package store keeps statements in DuckDB: it opens, migrates, loads, voids,
// derives and verifies. It knows nothing of viewers, scopes, scores or screens;
// questions are query's.
package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"lrx/data/read"
)

// loadMemory is what DuckDB may take while statements are read, in megabytes,
// and deriveMemory when only it is at work. They are small on purpose: a load
// streams, and the laptop has other work.
const (
	loadMemory   = 128
	deriveMemory = 400
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
	now := o.now
	unlock, err := lock(ctx, dir, "load "+strings.Join(o.Paths, " "), o.Wait, now())
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
	n, err := openNext(ctx, dir, plan, loadMemory)
	if err != nil {
		return nil, err
	}
	l := &loader{next: n, opt: o, now: now, inputs: inputs, started: now().UTC().Truncate(time.Microsecond)}
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
	return r, n.finish(ctx)
}

// loader is one run of Load.
type loader struct {
	*next
	opt     LoadOptions
	now     func() time.Time
	started time.Time
	inputs  []read.Input
	w       *writer

	progress Progress
	reported time.Time
}

func (l *loader) run(ctx context.Context, refused []*read.Refused) (*Receipt, error) {
	if err := l.begin(ctx, refused); err != nil {
		return nil, err
	}
	defer l.w.conn.Close() //nolint:errcheck // the pool is closed after
	if l.resumed && l.done(ctx) {
		r, err := receipt(ctx, l.w.conn, l.w.load)
		if err == nil {
			r.Resumed = true
		}
		return r, err
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
	if err := l.w.flush(ctx); err != nil {
		return nil, err
	}
	l.report(Progress{Phase: "deriving"})
	if err := l.w.rest(ctx); err != nil {
		return nil, err
	}
	if err := derive(ctx, l.w.conn, l.w.load, l.now().UTC()); err != nil {
		return nil, err
	}
	return l.finishReceipt(ctx)
}

// begin finds the load's row, or makes it, and reads the dictionaries and ids.
func (l *loader) begin(ctx context.Context, refused []*read.Refused) error {
	conn, err := l.db.Conn(ctx)
	if err != nil {
		return err
	}
	w := &writer{db: l.db, conn: conn, sources: map[string]int32{}}
	l.w = w
	if w.dicts, err = loadDicts(ctx, l.db); err != nil {
		return err
	}
	if err := l.db.QueryRowContext(ctx, "SELECT coalesce(max(seq), 0) + 1 FROM raw").Scan(&w.nextSeq); err != nil {
		return err
	}
	w.known = &known{db: l.db, before: w.nextSeq, whole: w.nextSeq == 1}
	if err := eachRow(ctx, l.db, "SELECT source, path FROM source", func(scan func(...any) error) error {
		var id int32
		var path string
		if err := scan(&id, &path); err != nil {
			return err
		}
		w.sources[path] = id
		return nil
	}); err != nil {
		return err
	}
	if l.resumed {
		// The load at hand is the last one, also when it was killed on its last step.
		err := l.db.QueryRowContext(ctx, "SELECT load, started FROM load WHERE finished IS NULL OR $done ORDER BY load DESC LIMIT 1",
			sql.Named("done", l.done(ctx))).Scan(&w.load, &l.started)
		if err == nil {
			l.progress.Resumed = true
			_, err = conn.ExecContext(ctx, "UPDATE load SET resumed = true WHERE load = ?", w.load)
			return err
		}
		l.resumed = false // killed before it had begun
	}
	if _, err := meta(ctx, l.db, "mask_salt"); errors.Is(err, sql.ErrNoRows) {
		if err := setMeta(ctx, l.db, "mask_salt", rand.Text()); err != nil {
			return err
		}
	}
	return w.inTx(ctx, func() error { return l.insertLoad(ctx, refused) })
}

func (l *loader) insertLoad(ctx context.Context, refused []*read.Refused) error {
	w := l.w
	if err := w.conn.QueryRowContext(ctx, "SELECT coalesce(max(load), 0) + 1 FROM load").Scan(&w.load); err != nil {
		return err
	}
	if _, err := w.conn.ExecContext(ctx, "INSERT INTO load (load, started, command, plan) VALUES (?, ?, ?, '')",
		w.load, l.started, "load "+strings.Join(l.opt.Paths, " ")); err != nil {
		return err
	}
	for _, r := range refused {
		if err := l.insertRefused(ctx, r); err != nil {
			return err
		}
	}
	return nil
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
	var sources [][]driver.Value
	for i, in := range l.inputs {
		l.progress.TotalBytes += in.Size
		path := sourcePath(in.Path)
		if w.sources[path] == 0 {
			w.sources[path] = int32(len(w.sources) + 1) //nolint:gosec // a file count
			sources = append(sources, []driver.Value{w.sources[path], filepath.Base(path), path, "file", false})
		}
		if states[i] == nil {
			states[i] = &fileState{file: int32(i), source: w.sources[path], FileReceipt: FileReceipt{Bytes: in.Size}} //nolint:gosec // a file count
		}
		states[i].Path = in.Path
	}
	return states, w.inTx(ctx, func() error { return w.appendRows("source", sources) })
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
	opt := read.Options{Skip: f.position, Stdin: l.opt.Stdin}
	// A run is written whole or not at all, also when the load is cancelled:
	// that takes effect between two chunks.
	whole := context.WithoutCancel(ctx)
	var failed error
	summary, err := decodeInput(ctx, in, opt, l.started, func(c *chunk) error {
		l.report(Progress{Phase: "reading", Path: in.Path, Bytes: before.Bytes + c.disk, Read: before.Read + f.Read, Kept: before.Kept + f.Kept})
		failed = w.add(whole, c)
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

// report passes progress on, a few times a second at most.
func (l *loader) report(p Progress) {
	if l.opt.Progress == nil {
		return
	}
	p.TotalBytes, p.Resumed = l.progress.TotalBytes, l.progress.Resumed
	if p.Phase != "reading" {
		p.Bytes, p.Read, p.Kept = l.progress.Bytes, l.progress.Read, l.progress.Kept
	} else if time.Since(l.reported) < 200*time.Millisecond {
		return
	}
	l.reported = time.Now()
	l.opt.Progress(p)
}

// finishReceipt makes the receipt, keeps it with the load and marks the load done.
func (l *loader) finishReceipt(ctx context.Context) (*Receipt, error) {
	r, err := receipt(ctx, l.w.conn, l.w.load)
	if err != nil {
		return nil, err
	}
	r.Resumed = l.resumed
	kept := *r
	kept.Rejects, kept.Conflicts = slices.Clone(r.Rejects), nil // what they leave out, tables of their own have
	for i := range kept.Rejects {
		kept.Rejects[i].Text = ""
	}
	text, err := json.Marshal(kept)
	if err != nil {
		return nil, err
	}
	return r, l.w.inTx(ctx, func() error {
		if _, err := l.w.conn.ExecContext(ctx, "UPDATE load SET finished = ?, receipt = ? WHERE load = ?", l.now().UTC(), string(text), l.w.load); err != nil {
			return err
		}
		return setMeta(ctx, l.w.conn, metaStage, "done")
	})
}
