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
	if err := create(ctx, nextPath(dir)); err != nil {
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
	w := &writer{db: n.db, conn: conn, dicts: newDicts(), ids: &idSet{}}
	if err := w.readAgain(ctx, o); err != nil {
		return fmt.Errorf("read the statements again: %w", err)
	}
	if _, err := conn.ExecContext(ctx, "DETACH old"); err != nil {
		return err
	}
	if o.Progress != nil {
		o.Progress(Progress{Phase: "deriving"})
	}
	return derive(ctx, conn, 0)
}

// oldStatement is a statement of the old generation with where it came from.
type oldStatement struct {
	seq                int64
	load, file, source int32
	line, pos          int64
	raw                string
	loaded             time.Time
}

// readAgain decodes every raw statement of the old generation into this one.
func (w *writer) readAgain(ctx context.Context, o WriteOptions) error {
	var total, done int64
	if err := w.conn.QueryRowContext(ctx, "SELECT count(*) FROM old.statement").Scan(&total); err != nil {
		return err
	}
	decoder := data.NewDecoder()
	for after := int64(0); ; {
		page, err := w.oldPage(ctx, after)
		if err != nil || len(page) == 0 {
			return err
		}
		for i := range page {
			if err := w.takeAgain(ctx, decoder, &page[i]); err != nil {
				return err
			}
		}
		// No position is kept: a rebuild is all or nothing.
		if err := w.commitBatch(ctx, func(context.Context) error { return nil }); err != nil {
			return err
		}
		after, done = page[len(page)-1].seq, done+int64(len(page))
		if o.Progress != nil {
			o.Progress(Progress{Phase: "reading", Read: done, Kept: done, Bytes: done, TotalBytes: total})
		}
	}
}

func (w *writer) oldPage(ctx context.Context, after int64) ([]oldStatement, error) {
	var page []oldStatement
	err := eachRow(ctx, w.conn, `SELECT s.seq, s.load, s.file, s.source, s.line, s.pos, s.raw, l.started
		FROM old.statement s JOIN old.load l USING (load) WHERE s.seq > ? ORDER BY s.seq LIMIT ?`, func(scan func(...any) error) error {
		var r oldStatement
		err := scan(&r.seq, &r.load, &r.file, &r.source, &r.line, &r.pos, &r.raw, &r.loaded)
		page = append(page, r)
		return err
	}, after, rebuildRows)
	return page, err
}

func (w *writer) takeAgain(ctx context.Context, d *data.Decoder, r *oldStatement) error {
	st, reject := d.Decode([]byte(r.raw), r.loaded.UTC())
	if reject != nil {
		return fmt.Errorf("statement %d: %w", r.seq, reject)
	}
	w.load, w.file.file, w.file.source, w.nextSeq = r.load, r.file, r.source, r.seq
	return w.addStatement(ctx, &item{line: r.line, pos: r.pos, st: st}, []byte(r.raw))
}
