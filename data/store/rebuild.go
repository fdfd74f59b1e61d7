package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"lrx/data"
)

// rebuildUnits is how many units of rows are read at a time while rebuilding.
const rebuildUnits = 2

// Rebuild makes a fresh generation from the raw statements: every typed column,
// every dictionary and all that is derived. Loads, rejects and receipts are kept.
// It is also how a store gets rid of unused space. Of a damaged store it keeps
// all that can be read; when something is lost it says so with a *LossError
// once the new generation is in place. Other errors as for Load.
func Rebuild(ctx context.Context, dir string, o WriteOptions) error {
	if !Exists(dir) {
		return ErrNoStore
	}
	if err := makeFolder(dir); err != nil {
		return explainWrite(dir, err)
	}
	unlock, err := lock(ctx, dir, "store rebuild", o.Wait, o.now())
	if err != nil {
		return explainWrite(dir, err)
	}
	return explainWrite(dir, errors.Join(rebuild(ctx, dir, o), unlock()))
}

// rebuild is Rebuild for who holds the lock.
func rebuild(ctx context.Context, dir string, o WriteOptions) error {
	if err := checkOld(ctx, dir); err != nil {
		return err
	}
	if err := dropNext(dir); err != nil {
		return err
	}
	db, err := openWrite(ctx, nextPath(dir), tmpPath(dir), loadMemory)
	if err != nil {
		return errors.Join(err, dropNext(dir))
	}
	n := &next{dir: dir, db: db}
	loss := &LossError{Dir: dir}
	if err := n.rebuild(ctx, o, loss); err != nil {
		if meansDamage(err) { // what can be done about damage has been done
			err = &DamagedError{Path: dbPath(dir), Found: foundNothing, Do: doReplace, Err: err}
		}
		return errors.Join(err, n.drop())
	}
	switch {
	case !loss.lost():
		return n.finish(ctx, o)
	case loss.Of > 0 && loss.Statements == loss.Of: // an empty store is not worth the place of a damaged one
		return errors.Join(&DamagedError{Path: dbPath(dir), Found: foundNothing, Do: doReplace}, n.drop())
	}
	if loss.Kept, err = setAside(dir, o.now()); err != nil {
		return errors.Join(fmt.Errorf("keep the damaged file: %w", err), n.drop())
	}
	if err := n.finish(ctx, o); err != nil {
		return err
	}
	return loss
}

// checkOld refuses what no store can be rebuilt from. That a part of it is
// damaged is no reason: whatever can be read is worth having.
func checkOld(ctx context.Context, dir string) error {
	g, err := attach(ctx, dir)
	if err != nil {
		return err
	}
	err = checkOurs(ctx, g.DB, dbPath(dir))
	if err == nil {
		err = checkVersion(ctx, g.DB)
	}
	var older *OlderError
	if meansDamage(err) || errors.As(err, &older) {
		err = nil
	}
	return errors.Join(err, g.Close())
}

func (n *next) rebuild(ctx context.Context, o WriteOptions, loss *LossError) error {
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
	mapping, err := mappingOf(n.dir)
	if err != nil {
		return err
	}
	w := &writer{db: n.db, conn: conn, mapping: mapping, dicts: newDicts(), file: &fileState{}}
	w.dicts.mapping = mapping
	if err := w.copyTables(ctx, loss); err != nil {
		return err
	}
	if err := w.readAgain(ctx, o, loss); err != nil {
		return fmt.Errorf("read the statements again: %w", err)
	}
	if _, err := conn.ExecContext(ctx, "DETACH old"); err != nil {
		return err
	}
	if err := setMeta(ctx, conn, metaTypes, typesOf(mapping)); err != nil {
		return err
	}
	if o.Progress != nil {
		o.Progress(Progress{Phase: "deriving"})
	}
	now := o.now().UTC()
	if loss.lost() {
		if err := w.mend(ctx, now); err != nil {
			return err
		}
	}
	if err := w.rest(ctx); err != nil {
		return err
	}
	if err := derive(ctx, conn, n.dir, 0, now); err != nil || !loss.lost() {
		return err
	}
	return w.mendReceipts(ctx)
}

// oldStatement is a statement of the old generation with where it came from.
type oldStatement struct {
	seq        int64
	load, file int32
	line, pos  int64
	text       string
}

// readAgain decodes every raw statement of the old generation into this one.
func (w *writer) readAgain(ctx context.Context, o WriteOptions, loss *LossError) error {
	if err := w.conn.QueryRowContext(ctx, "SELECT count(*) FROM old.raw").Scan(&loss.Of); err != nil {
		return err
	}
	started, sources, err := w.origins(ctx)
	if err != nil {
		return err
	}
	decoder := data.NewMappedDecoder(w.mapping)
	w.nextSeq = 1
	for from := int64(0); from < loss.Of; from += rebuildUnits * readUnit {
		to := min(from+rebuildUnits*readUnit, loss.Of)
		page, err := w.oldPage(ctx, from, to)
		if meansDamage(err) {
			page, err = w.oldRemains(ctx, from, to, loss)
		}
		if err != nil {
			return err
		}
		for i := range page {
			r := &page[i]
			loaded, known := started[r.load]
			if !known {
				loaded = o.now()
			}
			w.load, w.file.file, w.file.source, w.nextSeq = r.load, r.file, max(1, sources[[2]int32{r.load, r.file}]), r.seq
			if err := w.takeAgain(ctx, decoder, r, loaded.UTC()); err != nil {
				return err
			}
		}
		if o.Progress != nil {
			o.Progress(Progress{Phase: "reading", Read: to, Kept: to, Bytes: to, TotalBytes: loss.Of})
		}
	}
	w.last = true
	return w.flush(ctx)
}

// origins is when the loads began, and the source of each file of a load.
func (w *writer) origins(ctx context.Context) (started map[int32]time.Time, sources map[[2]int32]int32, err error) {
	started, sources = map[int32]time.Time{}, map[[2]int32]int32{}
	if err := eachRow(ctx, w.conn, "SELECT load, file, source FROM load_file", func(scan func(...any) error) error {
		var load, file, source int32
		err := scan(&load, &file, &source)
		sources[[2]int32{load, file}] = source
		return err
	}); err != nil {
		return nil, nil, err
	}
	err = eachRow(ctx, w.conn, "SELECT load, started FROM load", func(scan func(...any) error) error {
		var load int32
		var at time.Time
		err := scan(&load, &at)
		started[load] = at
		return err
	})
	return started, sources, err
}

func (w *writer) oldPage(ctx context.Context, from, to int64) ([]oldStatement, error) {
	var page []oldStatement
	err := eachRow(ctx, w.db, `SELECT seq, load, file, line, pos, text
		FROM old.raw WHERE rowid >= ? AND rowid < ? ORDER BY rowid`, func(scan func(...any) error) error {
		var r oldStatement
		err := scan(&r.seq, &r.load, &r.file, &r.line, &r.pos, &r.text)
		page = append(page, r)
		return err
	}, from, to)
	return page, err
}

// oldRemains reads what can be read of a page, unit by unit. A statement whose
// place cannot be read is kept as one of the file that was read last: the text
// is what cannot be had again.
func (w *writer) oldRemains(ctx context.Context, from, to int64, loss *LossError) ([]oldStatement, error) {
	var all []oldStatement
	last := oldStatement{seq: w.nextSeq - 1, load: max(1, w.load), file: w.file.file}
	lost, err := windows(ctx, to-from, func(a, b int64) error {
		page, err := w.oldPage(ctx, from+a, from+b)
		if meansDamage(err) {
			page, err = w.oldTexts(ctx, from+a, from+b, last)
			loss.Placeless += int64(len(page))
		}
		if err != nil {
			return err
		}
		all = append(all, page...)
		last = page[len(page)-1]
		return nil
	})
	loss.Statements += lost
	return all, err
}

// oldTexts reads the raw texts alone and puts them behind the last statement.
func (w *writer) oldTexts(ctx context.Context, from, to int64, last oldStatement) ([]oldStatement, error) {
	var page []oldStatement
	next := oldStatement{seq: last.seq, load: last.load, file: last.file}
	err := eachRow(ctx, w.db, "SELECT text FROM old.raw WHERE rowid >= ? AND rowid < ? ORDER BY rowid", func(scan func(...any) error) error {
		next.seq++
		err := scan(&next.text)
		page = append(page, next)
		return err
	}, from, to)
	if err != nil {
		return nil, err
	}
	return page, nil
}

// takeAgain adds a statement; no position is kept, as a rebuild is all or nothing.
func (w *writer) takeAgain(ctx context.Context, d *data.Decoder, r *oldStatement, loaded time.Time) error {
	st, reject := d.Decode([]byte(r.text), loaded)
	if reject != nil {
		return fmt.Errorf("statement %d: %w", r.seq, reject)
	}
	if err := w.addFact(ctx, &item{line: r.line, pos: r.pos, st: st}, formOf(st), []byte(r.text)); err != nil || !w.run.full() {
		return err
	}
	return w.flush(ctx)
}
