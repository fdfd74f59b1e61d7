package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"os"
	"slices"
	"time"

	"lrx/data"
)

// session is one write that adds statements to the next generation under a
// receipt: a load or a pull.
type session struct {
	*next
	opt      WriteOptions
	command  string
	mapping  data.Mapping
	started  time.Time
	finished bool // a former run was killed when all was written
	w        *writer

	progress Progress
	reported time.Time
}

func newSession(n *next, o WriteOptions, command string, m data.Mapping) *session {
	return &session{next: n, opt: o, command: command, mapping: m, started: o.now().UTC().Truncate(time.Microsecond)}
}

// begin finds the session's row, or makes it, and reads the dictionaries.
func (s *session) begin(ctx context.Context) error {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return err
	}
	w := &writer{db: s.db, conn: conn, mapping: s.mapping, sources: map[sourceName]int32{}}
	s.w = w
	if w.dicts, err = loadDicts(ctx, s.db); err != nil {
		return err
	}
	w.dicts.mapping = s.mapping
	if w.known, err = newKnown(ctx, s.db); err != nil {
		return err
	}
	w.nextSeq = w.known.before
	if err := eachRow(ctx, s.db, "SELECT source, name, path, kind FROM source", func(scan func(...any) error) error {
		var id int32
		var name sourceName
		if err := scan(&id, &name.name, &name.path, &name.kind); err != nil {
			return err
		}
		w.sources[name] = id
		return nil
	}); err != nil {
		return err
	}
	w.savedSources = len(w.sources)
	if s.resumed {
		// The session at hand is the last one, also when it was killed on its last step.
		s.finished = s.done(ctx)
		err := s.db.QueryRowContext(ctx, "SELECT load, started FROM load WHERE finished IS NULL OR $done ORDER BY load DESC LIMIT 1",
			sql.Named("done", s.finished)).Scan(&w.load, &s.started)
		if err == nil {
			s.progress.Resumed = true
			if _, err = conn.ExecContext(ctx, "UPDATE load SET resumed = true WHERE load = ?", w.load); err == nil && !s.finished {
				err = w.replay(ctx, s.started)
			}
			return err
		}
		s.resumed = false // killed before it had begun
	}
	if err := setMeta(ctx, s.db, metaTypes, typesOf(s.mapping)); err != nil {
		return err
	}
	if _, err := meta(ctx, s.db, "mask_salt"); errors.Is(err, sql.ErrNoRows) {
		if err := setMeta(ctx, s.db, "mask_salt", rand.Text()); err != nil {
			return err
		}
	}
	return w.inTx(ctx, func() error {
		if err := conn.QueryRowContext(ctx, "SELECT coalesce(max(load), 0) + 1 FROM load").Scan(&w.load); err != nil {
			return err
		}
		_, err := conn.ExecContext(ctx, "INSERT INTO load (load, started, command, plan) VALUES (?, ?, ?, '')", w.load, s.started, s.command)
		return err
	})
}

// replay reads again what a former run of the session wrote: names that it
// changed are written with the last run only.
func (w *writer) replay(ctx context.Context, started time.Time) error {
	decoder := data.NewMappedDecoder(w.mapping)
	var from int64
	if err := w.db.QueryRowContext(ctx, "SELECT coalesce(min(seq), 0) FROM raw WHERE load = ?", w.load).Scan(&from); err != nil || from == 0 {
		return err
	}
	for ; from < w.nextSeq; from += replayRows {
		if err := eachRow(ctx, w.db, "SELECT text FROM raw WHERE load = ? AND seq >= ? AND seq < ? ORDER BY seq", func(scan func(...any) error) error {
			var text []byte
			if err := scan(&text); err != nil {
				return err
			}
			if st, _ := decoder.Decode(text, started); st != nil {
				factOf(st, form{}, w.dicts)
			}
			return nil
		}, w.load, from, from+replayRows); err != nil {
			return err
		}
	}
	return nil
}

// replayRows is how many statements are read again at a time.
const replayRows = 4096

// conclude derives what follows from the new statements and draws up the
// receipt, which finish may add to.
func (s *session) conclude(ctx context.Context, finish func(*Receipt)) (*Receipt, error) {
	s.w.last = true
	if err := s.w.flush(ctx); err != nil {
		return nil, err
	}
	s.report(Progress{Phase: "deriving"})
	if err := s.w.rest(ctx); err != nil {
		return nil, err
	}
	if err := derive(ctx, s.w.conn, s.dir, s.w.load, s.opt.now().UTC()); err != nil {
		return nil, err
	}
	r, err := receipt(ctx, s.w.conn, s.w.load)
	if err != nil {
		return nil, err
	}
	r.Resumed = s.resumed
	if finish != nil {
		finish(r)
	}
	kept := *r
	kept.Rejects, kept.Conflicts = slices.Clone(r.Rejects), nil // what they leave out, tables of their own have
	for i := range kept.Rejects {
		kept.Rejects[i].Text = ""
	}
	text, err := json.Marshal(kept)
	if err != nil {
		return nil, err
	}
	return r, s.w.inTx(ctx, func() error {
		if _, err := s.w.conn.ExecContext(ctx, "UPDATE load SET finished = ?, receipt = ? WHERE load = ?", s.opt.now().UTC(), string(text), s.w.load); err != nil {
			return err
		}
		return setMeta(ctx, s.w.conn, metaStage, "done")
	})
}

// receiptAgain is the receipt of a session that was killed on its last step.
func (s *session) receiptAgain(ctx context.Context) (*Receipt, error) {
	r, err := receipt(ctx, s.w.conn, s.w.load)
	if err != nil {
		return nil, err
	}
	var text string
	if err := s.w.conn.QueryRowContext(ctx, "SELECT receipt FROM load WHERE load = ?", s.w.load).Scan(&text); err != nil {
		return nil, err
	}
	var said Receipt
	if err := json.Unmarshal([]byte(text), &said); err != nil {
		return nil, err
	}
	r.Resumed, r.Complete, r.Reason, r.Pulled = true, said.Complete, said.Reason, said.Pulled
	return r, nil
}

// report passes progress on, a few times a second at most.
func (s *session) report(p Progress) {
	p.TotalBytes, p.Resumed = s.progress.TotalBytes, s.progress.Resumed
	if p.Phase != "reading" {
		p.Bytes, p.Read, p.Kept = s.progress.Bytes, s.progress.Read, s.progress.Kept
	} else if time.Since(s.reported) < 200*time.Millisecond {
		return
	}
	s.reported = time.Now()
	if s.opt.Progress != nil {
		s.opt.Progress(p)
	}
	// That others see it is not worth a failure.
	_ = sign(s.dir, Writer{PID: os.Getpid(), Command: s.command, Since: s.started, Progress: &p, At: s.opt.now()})
}
