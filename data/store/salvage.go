package store

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// LossError says what a rebuild had to leave out. The store is rebuilt; that it
// is an error keeps anyone from overlooking it.
type LossError struct {
	Dir            string
	Statements, Of int64       // lost, of how many
	Placeless      int64       // kept, without the place in their file
	Tables         []TableLoss // of what cannot be made anew, the statements aside
	Mask           bool        // pseudonyms change: what they were made with is lost
	Kept           string      // where the damaged file is now
}

// TableLoss is how many rows of a table cannot be read.
type TableLoss struct {
	Table string `json:"table"`
	Rows  int64  `json:"rows"`
	Lost  int64  `json:"unreadable"` // -1: all, and how many cannot be told
}

func (e *LossError) Error() string {
	parts := []string{fmt.Sprintf("%d of %d statements are lost", e.Statements, e.Of)}
	if e.Statements == 0 {
		parts[0] = fmt.Sprintf("all %d statements are kept", e.Of)
	}
	if e.Placeless > 0 {
		parts = append(parts, fmt.Sprintf("%d are without their place in a file", e.Placeless))
	}
	for _, t := range e.Tables {
		if t.Lost < 0 {
			parts = append(parts, fmt.Sprintf("all rows of %q are lost", t.Table))
			continue
		}
		parts = append(parts, fmt.Sprintf("%d of %d rows of %q are lost", t.Lost, t.Rows, t.Table))
	}
	if e.Mask {
		parts = append(parts, "--mask gives other pseudonyms from now on")
	}
	return "the store in " + e.Dir + " is rebuilt from what could be read: " + strings.Join(parts, ", ")
}

// Next says what to do about it.
func (e *LossError) Next() string {
	return "load the exports again, what is there already is not taken twice; the damaged file is kept as " + e.Kept
}

func (e *LossError) lost() bool {
	return e.Statements+e.Placeless > 0 || len(e.Tables) > 0 || e.Mask
}

// readUnit is how many rows are read, or lost, as one: the database packs as many together.
const readUnit = 2048

// windows calls do for the rows of a table unit by unit, and counts the rows of
// units that are damaged. Rows are named by their number in the table, which
// stands in no block of its own and so is never lost.
func windows(ctx context.Context, rows int64, do func(from, to int64) error) (lost int64, err error) {
	for from := int64(0); from < rows; from += readUnit {
		to := min(from+readUnit, rows)
		switch err := do(from, to); {
		case ctx.Err() != nil:
			return lost, ctx.Err()
		case err != nil && !meansDamage(err):
			return lost, err
		case err != nil:
			lost += to - from
		}
	}
	return lost, nil
}

// copyTable copies a table of the old generation, or those of its rows that can be read.
func (w *writer) copyTable(ctx context.Context, table, where string) (TableLoss, error) {
	t := TableLoss{Table: table}
	copyRows := func(where string, args ...any) error {
		_, err := w.conn.ExecContext(ctx, "INSERT INTO "+table+" BY NAME FROM old."+table+" WHERE "+where, args...) //nolint:gosec // constants
		return err
	}
	err := copyRows(where)
	if err == nil || !meansDamage(err) {
		return t, err
	}
	if err := w.conn.QueryRowContext(ctx, "SELECT count(*) FROM old."+table).Scan(&t.Rows); err != nil { //nolint:gosec // a constant
		if meansDamage(err) { // not even how many there are
			t.Lost, err = -1, nil
		}
		return t, err
	}
	t.Lost, err = windows(ctx, t.Rows, func(from, to int64) error {
		return copyRows(where+" AND rowid >= ? AND rowid < ?", from, to)
	})
	return t, err
}

// copiedTables are what a rebuild takes over as it is: none of it follows from the statements.
var copiedTables = [...]string{"source", "cursor", "load", "load_file", "refused", "reject", "conflict"}

// copyTables copies what cannot be made anew from the statements.
func (w *writer) copyTables(ctx context.Context, loss *LossError) error {
	for _, table := range copiedTables {
		t, err := w.copyTable(ctx, table, "true")
		if err != nil {
			return fmt.Errorf("keep %s: %w", table, err)
		}
		if t.Lost != 0 {
			loss.Tables = append(loss.Tables, t)
		}
	}
	t, err := w.copyTable(ctx, "meta", "key IN ('generation', 'mask_salt', 'attempt_rule', 'told_profile', 'lost_statements', 'lost_rejects')")
	if loss.Mask = t.Lost != 0; loss.Mask && err == nil {
		err = setMeta(ctx, w.conn, "mask_salt", rand.Text())
	}
	return err
}

// mendSteps put rows in the place of lost ones, so that every statement has its
// source, its load and its file. What they count is what is left.
var mendSteps = [...]string{
	`INSERT INTO source SELECT DISTINCT source, 'lost', '', 'file', false FROM statement WHERE source NOT IN (SELECT source FROM source)`,
	`INSERT INTO load_file (load, file, path, source, shape, bytes, position, done, cut, seconds, read, kept, duplicate, conflicting, rejected, flagged, attachments)
		SELECT load, file, 'lost', coalesce(max(source), 0), '', 0, 0, true, false, 0, count(*), count(*) FILTER (WHERE what = 1), 0, count(*) FILTER (WHERE what = 2),
			count(*) FILTER (WHERE what = 3), count(*) FILTER (WHERE flags > 0), 0
		FROM (SELECT load, file, source, 1 AS what, flags FROM statement
			UNION ALL SELECT load, file, NULL, 2, 0 FROM conflict UNION ALL SELECT load, file, NULL, 3, 0 FROM reject)
		WHERE (load, file) NOT IN (SELECT (load, file) FROM load_file) GROUP BY load, file`,
	`INSERT INTO load (load, started, finished, command, plan) SELECT DISTINCT load, $at, $at, 'lost', ''
		FROM (SELECT load FROM load_file UNION SELECT load FROM refused) WHERE load NOT IN (SELECT load FROM load)`,
	// A receipt keeps what it said when the load was made; verify adds what was lost since.
	`DELETE FROM meta WHERE key IN ('lost_statements', 'lost_rejects')`,
	`INSERT INTO meta SELECT 'lost_statements', (SELECT coalesce(sum(kept), 0) FROM load_file) - (SELECT count(*) FROM statement)`,
	`INSERT INTO meta SELECT 'lost_rejects', (SELECT coalesce(sum(rejected), 0) FROM load_file) - (SELECT count(*) FROM reject)`,
}

// mend makes a store whole again that was rebuilt with losses.
func (w *writer) mend(ctx context.Context, at time.Time) error {
	for _, step := range mendSteps {
		var args []any
		if strings.Contains(step, "$at") {
			args = named2("at", at)
		}
		if _, err := w.conn.ExecContext(ctx, step, args...); err != nil {
			return fmt.Errorf("mend the store: %w", err)
		}
	}
	return nil
}

// mendReceipts draws up the receipts of loads that lost theirs.
func (w *writer) mendReceipts(ctx context.Context) error {
	loads, err := column[int32](ctx, w.conn, "SELECT load FROM load WHERE receipt IS NULL")
	if err != nil {
		return err
	}
	for _, load := range loads {
		r, err := receipt(ctx, w.conn, load)
		if err != nil {
			return err
		}
		r.Rejects, r.Conflicts = nil, nil // these have tables of their own
		text, err := json.Marshal(r)
		if err != nil {
			return err
		}
		if _, err := w.conn.ExecContext(ctx, "UPDATE load SET receipt = ? WHERE load = ?", string(text), load); err != nil {
			return err
		}
	}
	return nil
}

// setAside keeps the damaged file beside the store under a name of its own: it
// may hold what another tool can still read.
func setAside(dir string, now time.Time) (string, error) {
	base := strings.TrimSuffix(dbPath(dir), ".duckdb") + now.Format("-damaged-2006-01-02")
	for i := 1; ; i++ {
		path := base + ".duckdb"
		if i > 1 {
			path = base + "-" + strconv.Itoa(i) + ".duckdb"
		}
		err := os.Link(dbPath(dir), path)
		switch {
		case err == nil:
			return path, nil
		case errors.Is(err, os.ErrExist):
			continue
		}
		if err := copyFile(dbPath(dir), path); err != nil { // not every file system has links
			_ = os.Remove(path) // a part of it is of no use
			return "", err
		}
		return path, nil
	}
}
