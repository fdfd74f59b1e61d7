package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lrx/data"
)

// rebuildRows is how many statements are read at a time while rebuilding.
const rebuildRows = 4096

// Rebuild makes a fresh generation from the raw statements: every typed column,
// every dictionary and all that is derived. Loads, rejects and receipts are kept.
// It is also how a store gets rid of unused space. Errors as for Load.
func Rebuild(ctx context.Context, dir string, o WriteOptions) (err error) {
	if !Exists(dir) {
		return ErrNoStore
	}
	unlock, err := lock(ctx, dir, "store rebuild", o.Wait, o.now())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	if err := errors.Join(makeFolder(dir), dropNext(dir)); err != nil {
		return err
	}
	db, err := openWrite(ctx, nextPath(dir), tmpPath(dir), loadMemory)
	if err != nil {
		return err
	}
	n := &next{dir: dir, db: db}
	if err := n.rebuild(ctx, o); err != nil {
		return errors.Join(err, n.drop())
	}
	return n.finish(ctx)
}

func (n *next) rebuild(ctx context.Context, o WriteOptions) error {
	if err := migrate(ctx, n.db); err != nil {
		return err
	}
	conn, err := n.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close() //nolint:errcheck // the pool is closed after
	if _, err := conn.ExecContext(ctx, "ATTACH '"+quoted(dbPath(n.dir))+"' AS old (READ_ONLY)"); err != nil {
		return fmt.Errorf("open the present generation: %w", err)
	}
	for _, table := range []string{"source", "load", "load_file", "refused", "reject", "conflict"} {
		if _, err := conn.ExecContext(ctx, "INSERT INTO "+table+" BY NAME FROM old."+table); err != nil { //nolint:gosec // a constant
			return fmt.Errorf("keep %s: %w", table, err)
		}
	}
	if _, err := conn.ExecContext(ctx, "INSERT INTO meta FROM old.meta WHERE key IN ('generation', 'mask_salt')"); err != nil {
		return err
	}
	w := &writer{db: n.db, conn: conn, dicts: newDicts(), file: &fileState{}}
	if err := w.readAgain(ctx, o); err != nil {
		return fmt.Errorf("read the statements again: %w", err)
	}
	if _, err := conn.ExecContext(ctx, "DETACH old"); err != nil {
		return err
	}
	if o.Progress != nil {
		o.Progress(Progress{Phase: "deriving"})
	}
	if err := w.rest(ctx); err != nil {
		return err
	}
	return derive(ctx, conn, 0, o.now().UTC())
}

// oldText is a statement of the old generation with where it came from.
type oldText struct {
	seq                int64
	load, file, source int32
	line, pos          int64
	text               string
	loaded             time.Time
}

// readAgain decodes every raw statement of the old generation into this one.
func (w *writer) readAgain(ctx context.Context, o WriteOptions) error {
	var last int64
	if err := w.conn.QueryRowContext(ctx, "SELECT coalesce(max(seq), 0) FROM old.raw").Scan(&last); err != nil {
		return err
	}
	decoder := data.NewDecoder()
	for after := int64(0); after < last; after += rebuildRows {
		page, err := w.oldPage(ctx, after)
		if err != nil {
			return err
		}
		for i := range page {
			if err := w.takeAgain(ctx, decoder, &page[i]); err != nil {
				return err
			}
		}
		if o.Progress != nil {
			o.Progress(Progress{Phase: "reading", Read: after, Kept: after, Bytes: after, TotalBytes: last})
		}
	}
	return w.flush(ctx)
}

func (w *writer) oldPage(ctx context.Context, after int64) ([]oldText, error) {
	var page []oldText
	err := eachRow(ctx, w.db, `SELECT r.seq, r.load, r.file, f.source, r.line, r.pos, r.text, l.started
		FROM old.raw r JOIN old.load l USING (load) JOIN old.load_file f USING (load, file) WHERE r.seq > $after AND r.seq <= $to ORDER BY r.seq`,
		func(scan func(...any) error) error {
			var r oldText
			err := scan(&r.seq, &r.load, &r.file, &r.source, &r.line, &r.pos, &r.text, &r.loaded)
			page = append(page, r)
			return err
		}, named2("after", after, "to", after+rebuildRows)...)
	return page, err
}

// takeAgain adds a statement; no position is kept, as a rebuild is all or nothing.
func (w *writer) takeAgain(ctx context.Context, d *data.Decoder, r *oldText) error {
	st, reject := d.Decode([]byte(r.text), r.loaded.UTC())
	if reject != nil {
		return fmt.Errorf("statement %d: %w", r.seq, reject)
	}
	w.load, w.file.file, w.file.source, w.nextSeq = r.load, r.file, r.source, r.seq
	if err := w.addFact(ctx, &item{line: r.line, pos: r.pos, st: st}, formOf(st), []byte(r.text)); err != nil || !w.run.full() {
		return err
	}
	return w.flush(ctx)
}
