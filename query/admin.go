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
	return kept(ctx, s, v, f, "rejects", rejectColumns(), func(scan func(...any) error) (Reject, error) {
		var r Reject
		var path, id, cause, reason, text string
		var file int32
		var line int64
		err := scan(&r.Load, &file, &path, &line, &r.Offset, &id, &cause, &reason, &text)
		r.Key = RejectKey(r.Load, file, r.Offset)
		r.Path, r.Cause, r.Reason = safetext.Clean(path), safetext.Clean(cause), safetext.Clean(reason)
		r.Line, r.ID = ptr(line, line > 0), ptr(safetext.Clean(id), id != "")
		if r.Text = safetext.Clean(text); v.Mask {
			r.Text = maskedText
			if r.ID != nil {
				r.ID = ptr(safetext.Safe(maskedText), true)
			}
		}
		return r, err
	})
}

// RejectKey names a reject: the load, the number of the file in it, and the offset there.
func RejectKey(load int64, file int32, offset int64) string {
	return fmt.Sprintf("%d:%d@%d", load, file, offset)
}

// Conflicts lists the statements that came with the id of another one, newest
// load first. Needs the scope of all classes.
func (s *Store) Conflicts(ctx context.Context, v Viewer, f Filter) (List[Conflict], error) {
	return kept(ctx, s, v, f, "conflicts", conflictColumns(), func(scan func(...any) error) (Conflict, error) {
		var c Conflict
		var id, path, firstPath, text string
		var line, firstLine int64
		err := scan(&c.Load, &id, &path, &line, &c.Offset, &firstPath, &firstLine, &c.FirstLoad, &text)
		c.ID, c.Path, c.FirstPath, c.Text = safetext.Clean(id), safetext.Clean(path), safetext.Clean(firstPath), safetext.Clean(text)
		c.Line, c.FirstLine = ptr(line, line > 0), ptr(firstLine, firstLine > 0)
		if v.Mask {
			c.Text = maskedText
		}
		return c, err
	})
}

// kept answers a list of what a load kept aside: of one load or all, of which
// there may be millions.
func kept[T any](ctx context.Context, s *Store, v Viewer, f Filter, name string, columns []column[T], scanRow func(func(...any) error) (T, error)) (List[T], error) {
	if err := needAll(v); err != nil {
		return List[T]{}, err
	}
	total := -1
	l, err := gather(ctx, s, v, f, columns, func(q *asked) ([]T, error) {
		if err := q.findKept(f); err != nil {
			return nil, err
		}
		if !f.whole() {
			q.params["limit"] = f.Limit + 1
		}
		var out []T
		if err := q.rows(ctx, name, func(scan func(...any) error) error {
			row, err := scanRow(scan)
			out = append(out, row)
			return err
		}); err != nil {
			return nil, err
		}
		return out, q.countWhenCut(ctx, name+"_count", f, len(out), &total)
	})
	return withTotal(l, total), err
}

// findKept sets the parameters that choose a load or one reject.
func (q *asked) findKept(f Filter) error {
	if f.Load != 0 {
		q.params["load"] = f.Load
	}
	if f.Reject == "" {
		return nil
	}
	var load, pos int64
	var file int32
	if _, err := fmt.Sscanf(f.Reject, "%d:%d@%d", &load, &file, &pos); err != nil {
		return &NotFoundError{Kind: "reject", Name: f.Reject}
	}
	q.params["load"], q.params["file"], q.params["pos"] = load, file, pos
	return nil
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
	if load != 0 {
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
