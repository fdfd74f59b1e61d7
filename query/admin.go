package query

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"lrx/data/store"
	"lrx/internal/safetext"
)

// needAll guards what tells of the whole store.
func needAll(v Viewer) error {
	if !v.Scope.all {
		return ErrScope
	}
	return nil
}

// Loads lists the loads, newest first. Needs the scope of all classes.
func (s *Store) Loads(ctx context.Context, v Viewer, f Filter) (List[Load], error) {
	if err := needAll(v); err != nil {
		return List[Load]{}, err
	}
	return gather(ctx, s, v, f, loadColumns(), func(q *asked) ([]Load, error) {
		var out []Load
		err := q.rows(ctx, "loads", func(scan func(...any) error) error {
			var l Load
			var finished time.Time
			var receipt sql.NullString
			if err := scan(&l.Load, &l.Started, &finished, &receipt); err != nil {
				return err
			}
			if err := json.Unmarshal([]byte(receipt.String), &l.Receipt); err != nil {
				return fmt.Errorf("read the receipt of load %d: %w", l.Load, err)
			}
			l.Started, l.Seconds = l.Started.UTC(), finished.Sub(l.Started).Seconds()
			l.Counts, l.Files = l.Receipt.Total, int64(len(l.Receipt.Files))
			out = append(out, l)
			return nil
		})
		return out, err
	})
}

// Rejects lists the values that were no statements, newest load first. Needs the scope of all classes.
func (s *Store) Rejects(ctx context.Context, v Viewer, f Filter) (List[Reject], error) {
	if err := needAll(v); err != nil {
		return List[Reject]{}, err
	}
	return gather(ctx, s, v, f, rejectColumns(), func(q *asked) ([]Reject, error) {
		var out []Reject
		err := q.rows(ctx, "rejects", func(scan func(...any) error) error {
			var r Reject
			var path, id, cause, reason, text string
			var line int64
			err := scan(&r.Load, &path, &line, &r.Offset, &id, &cause, &reason, &text)
			r.Path, r.Cause, r.Reason = safetext.Clean(path), safetext.Clean(cause), safetext.Clean(reason)
			r.Line, r.ID = ptr(line, line > 0), ptr(safetext.Clean(id), id != "")
			if r.Text = safetext.Clean(text); v.Mask {
				r.Text = maskedText
				if r.ID != nil {
					r.ID = ptr(safetext.Safe(maskedText), true)
				}
			}
			out = append(out, r)
			return err
		})
		return out, err
	})
}

// RejectedTexts calls do with the text of each rejected value as it was received
// (its first 4 KB), oldest load first; load 0 = all. Needs the scope of all classes and no mask.
func (s *Store) RejectedTexts(ctx context.Context, v Viewer, load int64, do func(safetext.Raw) error) error {
	if err := needAll(v); err != nil || v.Mask {
		return errors.Join(err, ErrScope)
	}
	q, done, err := s.ask(ctx, v, Filter{})
	if err != nil {
		return err
	}
	defer done()
	if q.params["load"] = nil; load != 0 {
		q.params["load"] = load
	}
	return q.rows(ctx, "rejected_texts", func(scan func(...any) error) error {
		var raw string
		if err := scan(&raw); err != nil {
			return err
		}
		return do(safetext.NewRaw(raw))
	})
}

// Sources lists where statements came from. Needs the scope of all classes.
func (s *Store) Sources(ctx context.Context, v Viewer, f Filter) (List[Source], error) {
	if err := needAll(v); err != nil {
		return List[Source]{}, err
	}
	return gather(ctx, s, v, f, sourceColumns(), func(q *asked) ([]Source, error) {
		var out []Source
		err := q.rows(ctx, "sources", func(scan func(...any) error) error {
			var r Source
			var name, path, kind string
			var oldest, newest sql.NullTime
			err := scan(&name, &path, &kind, &r.Statements, &oldest, &newest, &r.Loads, &r.Live)
			r.Path, r.Source, r.Kind, r.Oldest, r.Newest = safetext.Clean(path), safetext.Clean(name), safetext.Clean(kind), timeOf(oldest), timeOf(newest)
			out = append(out, r)
			return err
		})
		return out, err
	})
}

// Info counts what the store holds. Needs the scope of all classes.
func (s *Store) Info(ctx context.Context, v Viewer) (Info, error) {
	var i Info
	if err := needAll(v); err != nil {
		return i, err
	}
	q, done, err := s.ask(ctx, v, Filter{})
	if err != nil {
		return i, err
	}
	defer done()
	var oldest, newest sql.NullTime
	if err := q.rows(ctx, "info", func(scan func(...any) error) error {
		return scan(&i.Statements, &i.Voided, &i.Learners, &i.Activities, &i.Classes, &i.Sources, &i.Loads, &oldest, &newest)
	}); err != nil {
		return i, err
	}
	i.Oldest, i.Newest = timeOf(oldest), timeOf(newest)
	i.Bytes, err = store.FolderBytes(s.dir)
	return i, err
}
