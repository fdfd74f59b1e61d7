package store

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestOlderStoresAreBroughtUp takes a store back to each older layout and loads
// into it: it ends as one that was never old, but for what only a rebuild reads.
func TestOlderStoresAreBroughtUp(t *testing.T) {
	t.Parallel()
	all, err := migrations()
	if err != nil {
		t.Fatal(err)
	}
	for _, old := range all[:len(all)-1] {
		dir, never := t.TempDir(), t.TempDir()
		for _, d := range []string{dir, never} {
			if _, err := Load(t.Context(), d, LoadOptions{WriteOptions: WriteOptions{Now: decideClock}, Paths: []string{answeredAt(t, 0)}}); err != nil {
				t.Fatal(err)
			}
		}
		takeBack(t, dir, old.version)
		if _, err := OpenGeneration(t.Context(), dir); err == nil {
			t.Errorf("a store of version %d is read as it is", old.version)
		}
		for _, d := range []string{dir, never} {
			if _, err := Load(t.Context(), d, LoadOptions{WriteOptions: WriteOptions{Now: decideClock}, Paths: []string{answeredAt(t, 1)}}); err != nil {
				t.Fatalf("from version %d: %v", old.version, err)
			}
		}
		if got, want := derivedIn(t, dir), derivedIn(t, never); got != want {
			t.Errorf("from version %d:\n%s\nnever old:\n%s", old.version, got, want)
		}
	}
}

// takeBack lays a store out as an older version did.
func takeBack(t *testing.T, dir string, version int) {
	t.Helper()
	ctx := t.Context()
	path := filepath.Join(dir, "old.duckdb")
	db, err := openWrite(ctx, path, tmpPath(dir), deriveMemory)
	if err != nil {
		t.Fatal(err)
	}
	all, err := migrations()
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range all {
		if m.version <= version {
			if err := apply(ctx, db, m); err != nil {
				t.Fatal(err)
			}
		}
	}
	conn, err := db.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	run := func(text string) {
		t.Helper()
		if _, err := conn.ExecContext(ctx, text); err != nil {
			t.Fatal(text, err)
		}
	}
	tables, err := column[string](ctx, db, "SELECT table_name FROM duckdb_tables() ORDER BY table_name")
	if err != nil {
		t.Fatal(err)
	}
	run("ATTACH '" + quoted(dbPath(dir)) + "' AS now (READ_ONLY)")
	for _, table := range tables {
		columns, err := column[string](ctx, db, `SELECT '"' || column_name || '"' FROM duckdb_columns() WHERE database_name = current_database() AND table_name = ?
			AND column_name IN (SELECT column_name FROM duckdb_columns() WHERE database_name = 'now' AND table_name = ?) ORDER BY column_index`, table, table)
		if err != nil {
			t.Fatal(err)
		}
		list := strings.Join(columns, ", ")
		if table == "meta" {
			run("INSERT INTO meta FROM now.meta WHERE key NOT IN (SELECT key FROM meta)")
			continue
		}
		run(`INSERT INTO "` + table + `" (` + list + `) SELECT ` + list + ` FROM now."` + table + `" ORDER BY rowid`)
	}
	run("DETACH now")
	run("CHECKPOINT")
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if err := copyFile(path, dbPath(dir)); err != nil {
		t.Fatal(err)
	}
}
