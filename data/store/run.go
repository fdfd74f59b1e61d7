package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"time"

	duckdb "github.com/duckdb/duckdb-go/v2"

	"lrx/data"
)

// Bounds of a run. Statements of a run are sorted together, so that a large one
// makes questions about one learner quick; it is also what a killed load repeats.
const (
	runStatements = 128 << 10
	runValues     = 1 << 20
	runBytes      = 192 << 20 // of raw texts
)

// rowGroup is how many rows DuckDB compresses together. When so many are there
// they go to disk at once and not through the log first, and this many raw
// texts are what it holds in memory.
const rowGroup = 32 << 10

// blockSize is the unit of the file, in bytes. With DuckDB's usual four times as
// much a store of a million statements is a fourteenth larger, a small one a third.
const blockSize = 64 << 10

// flushRows is how many raw texts are handed over to DuckDB at a time.
const flushRows = 4 << 10

// smallRows is how many rows of tables with few rows are held before they are written.
const smallRows = 1 << 10

// A writer adds the values of one load to the next generation, run by run. Each
// run is one transaction which holds its rows and the positions reached, so that
// a load which was killed goes on where the last run ended.
type writer struct {
	db   *sql.DB
	conn *sql.Conn
	load int32

	mapping data.Mapping // what verbs and types are read as
	dicts   *dicts
	known   *known
	nextSeq int64

	sources      map[sourceName]int32
	savedSources int // so many stand in the store

	file *fileState // the present one
	run  run
	last bool // the run is the last one
}

// The kinds of sources.
const (
	SourceFile = "file"
	SourceLRS  = "lrs"
)

// sourceName is what a source is known by: a file by its absolute path, an LRS
// by its name and address.
type sourceName struct{ name, path, kind string }

// source is the key of a source; a new one is written with the run.
func (w *writer) source(name, path, kind string) int32 {
	n := sourceName{name, path, kind}
	if w.sources[n] == 0 {
		w.sources[n] = int32(len(w.sources) + 1) //nolint:gosec // a file count
	}
	return w.sources[n]
}

func (w *writer) saveSources() error {
	var rows [][]driver.Value
	for n, source := range w.sources {
		if int(source) > w.savedSources {
			rows = append(rows, []driver.Value{source, n.name, n.path, n.kind, false})
		}
	}
	return w.appendRows("source", rows)
}

// fileState is where the load is in a file.
type fileState struct {
	FileReceipt
	file, source int32
	position     int64
	done, cut    bool
	started      time.Time
	before       float64 // seconds spent by earlier runs of a resumed load
}

// run is what the open transaction holds. Raw texts go to DuckDB at once, so
// that they are in memory once only; the rest waits here.
type run struct {
	open               bool
	raws               *duckdb.Appender // nil until the first statement of the run
	facts              []fact
	rejects, conflicts [][]driver.Value
	files              []*fileState                // those that were read in this run
	cursor             func(context.Context) error // keeps how far a pull has come; nil for files
	values, bytes      int
}

func (r *run) full() bool {
	return len(r.facts) >= runStatements || r.values >= runValues || r.bytes >= runBytes
}

// enter begins or goes on with a file.
func (w *writer) enter(f *fileState) {
	w.file = f
	w.run.files = append(w.run.files, f)
}

// leave takes a file out of the run that nothing was read from.
func (w *writer) leave(f *fileState) {
	w.run.files = slices.DeleteFunc(w.run.files, func(g *fileState) bool { return g == f })
}

// add takes decoded chunks in.
func (w *writer) add(ctx context.Context, group ...*chunk) error {
	if err := w.known.look(ctx, group...); err != nil {
		return err
	}
	for _, c := range group {
		if err := w.addChunk(ctx, c); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) addChunk(ctx context.Context, c *chunk) error {
	for i := range c.items {
		it := &c.items[i]
		w.file.Read++
		w.file.position = it.index + 1
		text := c.raw(it)
		var err error
		if it.reject != nil {
			w.file.Rejected++
			err = w.hold(ctx, "reject", &w.run.rejects, w.rejectRow(it, text))
		} else {
			err = w.addStatement(ctx, it, text)
		}
		if err != nil {
			return err
		}
		if w.run.values++; w.run.full() {
			if err := w.flush(ctx); err != nil {
				return err
			}
			w.enter(w.file)
		}
	}
	return nil
}

func (w *writer) addStatement(ctx context.Context, it *item, text []byte) error {
	form := formOf(it.st)
	if first, known := w.known.ids.add(it.st.ID, form); known {
		if first.same(form) {
			w.file.Duplicate++
			return nil
		}
		w.file.Conflicting++
		return w.hold(ctx, "conflict", &w.run.conflicts, []driver.Value{w.load, w.file.file, it.line, it.pos, duckdb.UUID(it.st.ID), firstPart(text)})
	}
	w.file.Kept++
	if it.st.Flags != 0 {
		w.file.Flagged++
	}
	return w.addFact(ctx, it, form, text)
}

// addFact appends a statement: its text now, its columns with the run.
func (w *writer) addFact(ctx context.Context, it *item, form form, text []byte) (err error) {
	if err := w.begin(ctx); err != nil {
		return err
	}
	r := &w.run
	if r.raws == nil {
		if r.raws, err = w.appender(storeName, "raw"); err != nil {
			return err
		}
	}
	f := factOf(it.st, form, w.dicts)
	f.seq, f.load, f.source, f.file = w.nextSeq, w.load, w.file.source, w.file.file
	w.nextSeq++
	if err := r.raws.AppendRow(f.seq, w.load, f.file, it.line, it.pos, text); err != nil {
		return fmt.Errorf("write to the store: %w", err)
	}
	r.facts = append(r.facts, f)
	r.bytes += len(text)
	if len(r.facts)%flushRows == 0 { // or they would be in memory twice
		return r.raws.Flush()
	}
	return nil
}

// hold keeps a row of a table with few rows, and writes what has gathered when it is much.
func (w *writer) hold(ctx context.Context, table string, rows *[][]driver.Value, row []driver.Value) error {
	if *rows = append(*rows, row); len(*rows) < smallRows {
		return nil
	}
	if err := w.begin(ctx); err != nil {
		return err
	}
	err := w.appendRows(table, *rows)
	*rows = (*rows)[:0]
	return err
}

// begin opens the run's transaction unless it is open.
func (w *writer) begin(ctx context.Context) error {
	if w.run.open {
		return nil
	}
	if _, err := w.conn.ExecContext(ctx, "BEGIN TRANSACTION"); err != nil {
		return fmt.Errorf("write to the store: %w", err)
	}
	w.run.open = true
	return nil
}

// flush ends the run's transaction with all that belongs to it.
func (w *writer) flush(ctx context.Context) error {
	if err := w.begin(ctx); err != nil {
		return err
	}
	err := w.finishTx(ctx, func() error { return w.writeRun(ctx) })
	w.run = run{facts: w.run.facts[:0], rejects: w.run.rejects[:0], conflicts: w.run.conflicts[:0]}
	if err != nil {
		return fmt.Errorf("write to the store: %w", err)
	}
	w.dicts.clean(w.last)
	w.savedSources = len(w.sources)
	if w.known != nil { // a rebuild needs none
		w.known.rest(w.nextSeq)
	}
	return nil
}

func (w *writer) writeRun(ctx context.Context) error {
	r := &w.run
	if r.raws != nil {
		if err := r.raws.Close(); err != nil {
			return err
		}
	}
	if err := w.writeFacts(byActor(r.facts)); err != nil {
		return err
	}
	if err := w.appendRows("reject", r.rejects); err != nil {
		return err
	}
	if err := w.appendRows("conflict", r.conflicts); err != nil {
		return err
	}
	if err := w.flushDicts(ctx); err != nil {
		return err
	}
	if err := w.saveSources(); err != nil {
		return err
	}
	return w.savePositions(ctx)
}

func (w *writer) writeFacts(facts []*fact) error {
	if len(facts) == 0 {
		return nil
	}
	a, err := w.appender(storeName, "statement")
	if err != nil {
		return err
	}
	var row []driver.Value
	for _, f := range facts {
		row = f.row(row[:0])
		if err := a.AppendRow(row...); err != nil {
			return errors.Join(err, a.Close())
		}
	}
	return a.Close()
}

func (w *writer) savePositions(ctx context.Context) error {
	var files []int32
	var rows [][]driver.Value
	for _, f := range w.run.files {
		f.Seconds = f.before + time.Since(f.started).Seconds()
		files = append(files, f.file)
		rows = append(rows, []driver.Value{
			w.load, f.file, f.Path, f.source, f.Shape, f.Bytes, f.position, f.done, f.cut, f.Seconds,
			f.Read, f.Kept, f.Duplicate, f.Conflicting, f.Rejected, f.Flagged, f.Attachments,
		})
	}
	if w.run.cursor != nil {
		if err := w.run.cursor(ctx); err != nil {
			return err
		}
	}
	if len(files) == 0 {
		return nil
	}
	if _, err := w.conn.ExecContext(ctx, "DELETE FROM load_file WHERE load = ? AND file IN (SELECT unnest(?::INTEGER[]))", w.load, files); err != nil {
		return err
	}
	return w.appendRows("load_file", rows)
}

// rest gives up what only reading needs, and gives DuckDB the room.
func (w *writer) rest(ctx context.Context) error {
	w.known, w.run, w.dicts = nil, run{}, nil
	debug.FreeOSMemory()
	_, err := w.conn.ExecContext(ctx, fmt.Sprintf("SET memory_limit = '%dMB'", deriveMemory))
	return err
}

// inTx does something in a transaction of its own.
func (w *writer) inTx(ctx context.Context, do func() error) error {
	if _, err := w.conn.ExecContext(ctx, "BEGIN TRANSACTION"); err != nil {
		return err
	}
	return w.finishTx(ctx, do)
}

// finishTx does the last part of an open transaction and commits it, or undoes all of it.
func (w *writer) finishTx(ctx context.Context, do func() error) error {
	err := do()
	if err == nil {
		_, err = w.conn.ExecContext(ctx, "COMMIT")
	}
	if err != nil {
		_, undo := w.conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
		return errors.Join(err, undo)
	}
	return nil
}

// appender opens an appender in the connection's present transaction.
func (w *writer) appender(catalog, table string) (a *duckdb.Appender, err error) {
	err = w.conn.Raw(func(dc any) error {
		conn, ok := dc.(driver.Conn)
		if !ok {
			return errors.New("not a DuckDB connection")
		}
		a, err = duckdb.NewAppender(conn, catalog, "", table)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("append to %s: %w", table, err)
	}
	return a, nil
}

func (w *writer) appendRows(table string, rows [][]driver.Value) error {
	return w.appendRowsIn(storeName, table, rows)
}

func (w *writer) appendRowsIn(catalog, table string, rows [][]driver.Value) error {
	if len(rows) == 0 {
		return nil
	}
	a, err := w.appender(catalog, table)
	if err != nil {
		return err
	}
	for _, row := range rows {
		if err := a.AppendRow(row...); err != nil {
			return errors.Join(fmt.Errorf("append to %s: %w", table, err), a.Close())
		}
	}
	return a.Close()
}
