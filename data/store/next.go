package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
)

// next is the next generation of a store, open for writing. While it is being
// written it lies in tmp/; a killed write leaves it there with its position.
type next struct {
	dir     string
	db      *sql.DB
	resumed bool // an unfinished write with the same plan was found
}

// openNext opens the unfinished generation of the same plan, or begins a new
// one as a copy of the present generation.
func openNext(ctx context.Context, dir, plan string, memory int) (*next, error) {
	base := strconv.FormatInt(Stamp(dir), 10)
	if _, err := os.Stat(nextPath(dir)); err == nil {
		n, err := resumeNext(ctx, dir, base, plan, memory)
		if err != nil || n != nil {
			return n, err
		}
	}
	if err := dropNext(dir); err != nil {
		return nil, err
	}
	// The copy gets its name only when it is whole, so that a kill in the
	// middle of it leaves nothing that looks like a generation.
	part := partPath(dir)
	if err := checkPresent(ctx, dir); err != nil {
		return nil, err
	}
	if Exists(dir) {
		if err := copyFile(dbPath(dir), part); err != nil {
			_ = os.Remove(part) // if it was made at all
			return nil, fmt.Errorf("copy the store for writing: %w", err)
		}
		if err := os.Rename(part, nextPath(dir)); err != nil {
			return nil, err
		}
	}
	n := &next{dir: dir}
	var err error
	if n.db, err = openWrite(ctx, nextPath(dir), tmpPath(dir), memory); err != nil {
		return nil, err
	}
	if err := migrate(ctx, n.db); err != nil {
		return nil, errors.Join(err, n.db.Close(), dropNext(dir))
	}
	for key, value := range map[string]string{"base": base, "plan": plan, metaStage: ""} {
		if err := setMeta(ctx, n.db, key, value); err != nil {
			return nil, errors.Join(err, n.db.Close())
		}
	}
	return n, nil
}

// resumeNext opens the unfinished generation when it has this base and plan;
// otherwise it returns nil: what it read can be read again.
func resumeNext(ctx context.Context, dir, base, plan string, memory int) (*next, error) {
	db, err := openWrite(ctx, nextPath(dir), tmpPath(dir), memory)
	if err != nil {
		return nil, ctx.Err() // not readable: begin anew
	}
	for key, want := range map[string]string{"base": base, "plan": plan} {
		have, err := meta(ctx, db, key)
		if err != nil || have != want {
			return nil, errors.Join(ctx.Err(), db.Close())
		}
	}
	return &next{dir: dir, db: db, resumed: true}, nil
}

// metaStage is "done" once a write has nothing left to do but to be put in place.
const metaStage = "stage"

// done says whether the write was killed on its last step: all of it stands.
func (n *next) done(ctx context.Context) bool {
	stage, err := meta(ctx, n.db, metaStage)
	return err == nil && stage == "done"
}

// leave closes the generation and keeps it for the same command to go on.
func (n *next) leave() error { return n.db.Close() }

// drop closes the generation and removes it.
func (n *next) drop() error { return errors.Join(n.db.Close(), dropNext(n.dir)) }

// finish puts the generation in the place of the present one.
func (n *next) finish(ctx context.Context, o WriteOptions) error {
	if err := n.tellProfile(ctx, o); err != nil {
		return errors.Join(err, n.db.Close())
	}
	number := 0
	if text, err := meta(ctx, n.db, "generation"); err == nil {
		number, _ = strconv.Atoi(text) // absent in a new store
	}
	if err := setMeta(ctx, n.db, "generation", strconv.Itoa(number+1)); err != nil {
		return err
	}
	if _, err := n.db.ExecContext(ctx, "CHECKPOINT"); err != nil {
		return errors.Join(fmt.Errorf("write the store to disk: %w", err), n.db.Close())
	}
	if err := n.db.Close(); err != nil {
		return fmt.Errorf("close the store: %w", err)
	}
	return publish(n.dir)
}

// execer is a pool or one connection of it.
type execer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

func meta(ctx context.Context, db *sql.DB, key string) (string, error) {
	var v string
	err := db.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = ?", key).Scan(&v)
	return v, err
}

func setMeta(ctx context.Context, db execer, key, value string) error {
	if _, err := db.ExecContext(ctx, "DELETE FROM meta WHERE key = ?", key); err != nil {
		return fmt.Errorf("write the store: %w", err)
	}
	if _, err := db.ExecContext(ctx, "INSERT INTO meta VALUES (?, ?)", key, value); err != nil {
		return fmt.Errorf("write the store: %w", err)
	}
	return nil
}

// planOf names what a load is about to read: the same files, unchanged, in the
// same order, give the same plan.
func planOf(command string, paths []string) string {
	h := sha256.New()
	fmt.Fprintln(h, command) //nolint:errcheck // a hash takes everything
	for _, p := range paths {
		abs, err := filepath.Abs(p)
		if err != nil {
			abs = p
		}
		var size, changed int64
		if st, err := os.Stat(p); err == nil {
			size, changed = st.Size(), st.ModTime().UnixNano()
		}
		fmt.Fprintf(h, "%q %d %d\n", abs, size, changed) //nolint:errcheck // a hash takes everything
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Pending says what an unfinished write left behind; "" means nothing.
func Pending(dir string) string {
	st, err := os.Stat(nextPath(dir))
	if err != nil {
		st, err = os.Stat(partPath(dir))
	}
	if err != nil {
		return ""
	}
	return fmt.Sprintf("an unfinished load of %s; the same load command goes on with it, another one or lrx store verify --drop-pending drops it", st.ModTime().Format("2006-01-02 15:04"))
}

// DropPending removes what an unfinished write left behind.
func DropPending(ctx context.Context, dir string, o WriteOptions) error {
	if !Exists(dir) && Pending(dir) == "" {
		return ErrNoStore
	}
	unlock, err := lock(ctx, dir, "store verify --drop-pending", o.Wait, o.now())
	if err != nil {
		return explainWrite(dir, err)
	}
	return explainWrite(dir, errors.Join(dropNext(dir), unlock()))
}
