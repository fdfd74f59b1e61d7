package store

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"sort"
	"strconv"
	"strings"
)

// A migration brings a store from version n-1 to n; n is the number its file name begins with.
type migration struct {
	version int
	sql     string
}

func migrations() ([]migration, error) {
	names, err := fs.Glob(schemaFiles, "schema/*.sql")
	if err != nil {
		return nil, err
	}
	sort.Strings(names)
	out := make([]migration, 0, len(names))
	for _, name := range names {
		text, err := schemaFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		number, _, _ := strings.Cut(strings.TrimPrefix(name, "schema/"), "_")
		v, err := strconv.Atoi(number)
		if err != nil {
			return nil, fmt.Errorf("migration %s has no number: %w", name, err)
		}
		out = append(out, migration{version: v, sql: string(text)})
	}
	return out, nil
}

// schemaVersion is the version a store has; 0 for an empty file.
func schemaVersion(ctx context.Context, db *sql.DB) (int, error) {
	var tables int
	err := db.QueryRowContext(ctx, "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'meta'").Scan(&tables)
	if err != nil || tables == 0 {
		return 0, err
	}
	var text string
	if err := db.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = 'schema'").Scan(&text); err != nil {
		return 0, fmt.Errorf("read the store's version: %w", err)
	}
	return strconv.Atoi(text)
}

// checkVersion refuses a store of another version than this program's.
func checkVersion(ctx context.Context, db *sql.DB) error {
	all, err := migrations()
	if err != nil {
		return err
	}
	known := all[len(all)-1].version
	have, err := schemaVersion(ctx, db)
	switch {
	case err != nil:
		return err
	case have > known:
		return &NewerError{Store: have, Program: known}
	case have < known:
		return &OlderError{Store: have, Program: known}
	}
	return nil
}

// migrate brings a store open for writing to this program's version.
func migrate(ctx context.Context, db *sql.DB) error {
	all, err := migrations()
	if err != nil {
		return err
	}
	have, err := schemaVersion(ctx, db)
	if err != nil {
		return err
	}
	if known := all[len(all)-1].version; have > known {
		return &NewerError{Store: have, Program: known}
	}
	for _, m := range all {
		if m.version <= have {
			continue
		}
		if err := apply(ctx, db, m); err != nil {
			return fmt.Errorf("bring the store to version %d: %w", m.version, err)
		}
	}
	return nil
}

func apply(ctx context.Context, db *sql.DB, m migration) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to roll back
	if _, err := tx.ExecContext(ctx, m.sql); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM meta WHERE key = 'schema'"); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "INSERT INTO meta VALUES ('schema', ?)", strconv.Itoa(m.version)); err != nil {
		return err
	}
	return tx.Commit()
}
