package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"time"

	duckdb "github.com/duckdb/duckdb-go/v2"

	"lrx/data"
)

// Bounds of a batch: what one transaction holds.
const (
	batchValues = 16 << 10
	batchBytes  = 24 << 20
)

// A writer adds the values of one load to the next generation, batch by batch.
// Each batch is one transaction which holds its rows and the position reached,
// so that a load which was killed goes on where the last batch ended.
type writer struct {
	db   *sql.DB
	conn *sql.Conn
	load int32

	dicts   *dicts
	ids     *idSet
	sources map[string]int32
	nextSeq int64

	file  fileState
	batch batch
}

// fileState is where the load is in the present file.
type fileState struct {
	FileReceipt
	file, source int32
	position     int64
	done, cut    bool
	started      time.Time
	before       float64 // seconds spent by earlier runs of a resumed load
}

// batch is what the open transaction holds. Statements go to DuckDB at once,
// so that their texts are in memory once only; the few others wait here.
type batch struct {
	statements         *duckdb.Appender // nil until the first statement of the batch
	rejects, conflicts [][]driver.Value
	values, bytes      int
}

// add takes one decoded chunk in.
func (w *writer) add(ctx context.Context, c *chunk) error {
	for i := range c.items {
		it := &c.items[i]
		w.file.Read++
		w.file.position = it.index + 1
		text := c.raw(it)
		switch {
		case it.reject != nil:
			w.file.Rejected++
			w.batch.rejects = append(w.batch.rejects, w.rejectRow(it, text))
		default:
			if err := w.addStatement(ctx, it, text); err != nil {
				return err
			}
		}
		w.batch.values++
		w.batch.bytes += len(text)
		if w.batch.values >= batchValues || w.batch.bytes >= batchBytes {
			if err := w.flush(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w *writer) addStatement(ctx context.Context, it *item, text []byte) error {
	form := formOf(it.st)
	if first, known := w.ids.add(it.st.ID, form); known {
		if first.same(form) {
			w.file.Duplicate++
			return nil
		}
		w.file.Conflicting++
		w.batch.conflicts = append(w.batch.conflicts, []driver.Value{w.load, w.file.file, it.line, it.pos, duckdb.UUID(it.st.ID), firstPart(text)})
		return nil
	}
	w.file.Kept++
	if it.st.Flags != 0 {
		w.file.Flagged++
	}
	if err := w.beginBatch(ctx); err != nil {
		return err
	}
	if err := w.batch.statements.AppendRow(w.statementRow(it, form, text)...); err != nil {
		return fmt.Errorf("write to the store: %w", err)
	}
	return nil
}

// beginBatch opens the batch's transaction unless it is open.
func (w *writer) beginBatch(ctx context.Context) (err error) {
	if w.batch.statements != nil {
		return nil
	}
	if _, err := w.conn.ExecContext(ctx, "BEGIN TRANSACTION"); err != nil {
		return fmt.Errorf("write to the store: %w", err)
	}
	w.batch.statements, err = w.appender("statement")
	return err
}

// form is the part of a data.Form that the store keeps.
type form struct {
	hash uint64
	time uint32
}

func formOf(s *data.Statement) form {
	return form{binary.BigEndian.Uint64(s.Form.Hash[:8]), s.Form.Time}
}

func (f form) same(g form) bool { return f.hash == g.hash && data.SameTime(f.time, g.time) }

// KeptOfReject is how much of a rejected text a store keeps, in bytes.
const KeptOfReject = 4 << 10

// firstPart is the part of a refused text that is kept, as valid UTF-8.
func firstPart(text []byte) string {
	if len(text) > KeptOfReject {
		text = text[:KeptOfReject]
	}
	return strings.ReplaceAll(strings.ToValidUTF8(string(text), "�"), "\x00", "�")
}

func (w *writer) rejectRow(it *item, text []byte) []driver.Value {
	return []driver.Value{
		w.load, w.file.file, it.line, it.pos,
		firstPart([]byte(it.reject.ID)), string(it.reject.Cause), firstPart([]byte(it.reject.Reason)), firstPart(text),
	}
}

// statementRow lays a statement out as the columns of the statement table.
func (w *writer) statementRow(it *item, form form, text []byte) []driver.Value {
	s := it.st
	d := w.dicts
	// Times are compared as finely as the store keeps them.
	at := s.Timestamp.Truncate(time.Microsecond)
	actor := d.actor(&s.Actor, at)
	var object, objectActor, parent int32
	var ref any
	switch s.Object.Kind {
	case data.ObjectActivity:
		object = d.activity(&s.Object.Activity, at)
	case data.ObjectAgent, data.ObjectGroup:
		objectActor = d.actor(s.Object.Actor, at)
	case data.ObjectStatementRef:
		ref = duckdb.UUID(s.Object.Ref)
	case data.ObjectSubStatement:
	}
	around := make([]int32, 0, len(s.Parents)+len(s.Groupings)+1)
	for _, list := range [][]data.Activity{s.Parents, s.Groupings} {
		for i := range list {
			around = append(around, d.activity(&list[i], at))
		}
	}
	if p := s.Parent(); p != nil {
		parent = d.activity(p, at)
	}
	place := d.place(object, d.actor(s.Team, at), around)
	var voids any
	if s.Voids != nil {
		voids = duckdb.UUID(*s.Voids)
	}
	seq := w.nextSeq
	w.nextSeq++
	r := &s.Result
	return []driver.Value{
		seq, duckdb.UUID(s.ID), form.hash, form.time,
		key(actor), d.verb(s.Verb, s.Timestamp), key(object), uint8(s.Object.Kind), key(objectActor), ref,
		key(parent), place, text0(s.Registration), text0(s.AttemptKey),
		s.Timestamp, time0(s.Stored),
		opt(r.Scaled), opt(r.Success), opt(r.Completion), opt(r.Duration),
		opt(r.Score()), opt(r.R), opt(r.Right),
		r.Bears(), s.Object.Kind == data.ObjectActivity && data.IsAttempt(s.Object.Activity.Type),
		data.IsInteraction(s), data.IsFeedbackOnOthers(s), data.IsVoiding(s.Verb.IRI), voids, false,
		uint32(s.Flags), text0(s.Version), key(d.actor(s.Authority, at)), text0(s.Platform),
		w.file.source, w.load, w.file.file, it.line, it.pos, text,
	}
}

// The missing as a column value.

func key(id int32) any {
	if id == 0 {
		return nil
	}
	return id
}

func text0(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func time0(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t
}

func opt[T any](p *T) any {
	if p == nil {
		return nil
	}
	return *p
}

// flush commits the batch, the dictionaries and the position in one transaction.
func (w *writer) flush(ctx context.Context) error {
	return w.commitBatch(ctx, w.savePosition)
}

// commitBatch ends the batch's transaction with what else belongs to it.
func (w *writer) commitBatch(ctx context.Context, last func(context.Context) error) error {
	if err := w.beginBatch(ctx); err != nil {
		return err
	}
	if err := w.finishTx(ctx, func() error {
		if err := w.writeBatch(ctx); err != nil {
			return err
		}
		return last(ctx)
	}); err != nil {
		return fmt.Errorf("write to the store: %w", err)
	}
	w.dicts.clean()
	w.batch = batch{rejects: w.batch.rejects[:0], conflicts: w.batch.conflicts[:0]}
	return nil
}

func (w *writer) writeBatch(ctx context.Context) error {
	if err := w.batch.statements.Close(); err != nil {
		return err
	}
	if err := w.appendRows("reject", w.batch.rejects); err != nil {
		return err
	}
	if err := w.appendRows("conflict", w.batch.conflicts); err != nil {
		return err
	}
	return w.flushDicts(ctx)
}

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
func (w *writer) appender(table string) (a *duckdb.Appender, err error) {
	err = w.conn.Raw(func(dc any) error {
		conn, ok := dc.(driver.Conn)
		if !ok {
			return errors.New("not a DuckDB connection")
		}
		a, err = duckdb.NewAppenderFromConn(conn, "", table)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("append to %s: %w", table, err)
	}
	return a, nil
}

func (w *writer) appendRows(table string, rows [][]driver.Value) error {
	if len(rows) == 0 {
		return nil
	}
	a, err := w.appender(table)
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

func (w *writer) savePosition(ctx context.Context) error {
	f := &w.file
	f.Seconds = f.before + time.Since(f.started).Seconds()
	if _, err := w.conn.ExecContext(ctx, "DELETE FROM load_file WHERE load = ? AND file = ?", w.load, f.file); err != nil {
		return err
	}
	return w.appendRows("load_file", [][]driver.Value{{
		w.load, f.file, f.Path, f.source, f.Shape, f.Bytes, f.position, f.done, f.cut, f.Seconds,
		f.Read, f.Kept, f.Duplicate, f.Conflicting, f.Rejected, f.Flagged, f.Attachments,
	}})
}
