package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"syscall"

	duckdb "github.com/duckdb/duckdb-go/v2"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// settings of every instance: nothing is fetched, nothing is loaded by itself.
func settings(extra url.Values) string {
	extra.Set("autoinstall_known_extensions", "false")
	extra.Set("autoload_known_extensions", "false")
	return extra.Encode()
}

// listedKeys is up to how many keys a join hands to the scan of a table, which
// then passes over what has none of them: the learners of a page of rows, whose
// statements lie together.
const listedKeys = 250

// readMemory bounds what questions may take before they spill to disk.
const readMemory = "1GB"

// openRead opens a generation for reading. The instance is a private one in
// memory with the file attached: DuckDB shares instances by path, and after a
// load two generations have been open under one path. External access is off
// and the configuration locked, so that a user's SQL reaches nothing but the store.
func openRead(ctx context.Context, path, tmp string) (*sql.DB, error) {
	begin := []string{
		"ATTACH '" + quoted(path) + "' AS lrx (READ_ONLY)",
		// The order matters: with external access off the temporary folder can no longer be set.
		"SET temp_directory = '" + quoted(tmp) + "'",
		"SET enable_external_access = false",
		"SET lock_configuration = true",
	}
	return instance(ctx, path, url.Values{"memory_limit": {readMemory}, "dynamic_or_filter_threshold": {strconv.Itoa(listedKeys)}}, begin)
}

// storeName is what a generation is called in the instance it is attached to.
const storeName = "lrx"

// instance starts a private instance in memory for the file at path and sets it
// up: the first connection runs the statements, every one then uses the store.
func instance(ctx context.Context, path string, options url.Values, begin []string) (*sql.DB, error) {
	c, err := duckdb.NewConnector("?"+settings(options), func(conn driver.ExecerContext) error {
		statements := append(begin, "USE "+storeName) //nolint:gocritic // the first connection sets up, every one chooses the store
		begin = nil
		for _, s := range statements {
			if _, err := conn.ExecContext(ctx, s, nil); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("start DuckDB: %w", err)
	}
	db := sql.OpenDB(c)
	db.SetMaxOpenConns(1) // until the first connection has set the instance up
	if err := db.PingContext(ctx); err != nil {
		return nil, errors.Join(cannotOpen(ctx, path, err), db.Close())
	}
	db.SetMaxOpenConns(4)
	db.SetMaxIdleConns(4)
	return db, nil
}

// openWrite opens the next generation for writing, with memory in megabytes.
// Decoding uses all cores; DuckDB gets one of them: with two it took a fifth
// more CPU and a third more memory for the same load, and ended no sooner. What
// it frees goes back to the system soon, or it would be counted as used; at
// once cost a tenth of the CPU. Its log may grow to 128 MB before it is put into
// the file: at the usual 16 MB a load took twice the CPU and a quarter more disk.
func openWrite(ctx context.Context, path, tmp string, memory int) (*sql.DB, error) {
	db, err := instance(ctx, path, url.Values{
		"memory_limit":              {strconv.Itoa(memory) + "MB"},
		"temp_directory":            {tmp},
		"preserve_insertion_order":  {"false"},
		"checkpoint_threshold":      {"128MB"},
		"threads":                   {"1"},
		"allocator_flush_threshold": {"32MB"},
		"allocator_bulk_deallocation_flush_threshold": {"32MB"},
	}, []string{
		fmt.Sprintf("ATTACH '%s' AS %s (STORAGE_VERSION 'v1.5.0', ROW_GROUP_SIZE %d, BLOCK_SIZE %d)", quoted(path), storeName, rowGroup, blockSize),
	})
	if err != nil {
		return nil, fmt.Errorf("open the next generation: %w", err)
	}
	return db, nil
}

// quoted makes a path safe inside a quoted SQL literal (ATTACH and SET take no parameters).
func quoted(path string) string {
	out := make([]byte, 0, len(path))
	for i := 0; i < len(path); i++ {
		if path[i] == '\'' {
			out = append(out, '\'')
		}
		out = append(out, path[i])
	}
	return string(out)
}

// Generation is one generation of a store, open for reading.
type Generation struct {
	DB  *sql.DB
	tmp string
	st  os.FileInfo
}

// OpenGeneration opens the present generation of the store in a folder.
// It returns ErrNoStore, a *NewerError, *OlderError or *DamagedError where that is the reason.
func OpenGeneration(ctx context.Context, dir string) (*Generation, error) {
	g, err := attach(ctx, dir)
	if err != nil {
		return nil, err
	}
	if err := checkOurs(ctx, g.DB, dbPath(dir)); err != nil {
		return nil, errors.Join(Explain(dir, err), g.Close())
	}
	if err := checkVersion(ctx, g.DB); err != nil {
		return nil, errors.Join(Explain(dir, err), g.Close())
	}
	return g, nil
}

// attach opens the file in the store's place for reading, whatever it holds.
func attach(ctx context.Context, dir string) (*Generation, error) {
	path := dbPath(dir)
	st, err := os.Stat(path)
	if err == nil {
		err = looksLikeStore(path)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNoStore
	}
	if err != nil {
		return nil, fmt.Errorf("open the store: %w", denied(dir, rightRead, err))
	}
	tmp, err := readerFolder(dir)
	if err != nil {
		return nil, fmt.Errorf("open the store: %w", err)
	}
	db, err := openRead(ctx, path, tmp)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open the store: %w", err), os.RemoveAll(tmp))
	}
	return &Generation{DB: db, tmp: tmp, st: st}, nil
}

// readerFolder makes a folder for what a reader cannot hold in memory: in the
// store, or where the system has its own when the store may not be written.
func readerFolder(dir string) (string, error) {
	name := fmt.Sprintf("reader-%d-", os.Getpid())
	if err := os.MkdirAll(tmpPath(dir), 0o700); err == nil {
		if tmp, err := os.MkdirTemp(tmpPath(dir), name); err == nil {
			return tmp, nil
		}
	}
	return os.MkdirTemp("", "lrx-"+name)
}

// dropDeadReaders removes the folders of readers that were killed.
func dropDeadReaders(dir string) {
	entries, err := os.ReadDir(tmpPath(dir))
	if err != nil {
		return
	}
	for _, e := range entries {
		var pid int
		if n, _ := fmt.Sscanf(e.Name(), "reader-%d-", &pid); n != 1 {
			continue
		}
		if p, err := os.FindProcess(pid); err == nil && p.Signal(syscall.Signal(0)) == nil {
			continue // it lives, or another process has its number by now
		}
		_ = os.RemoveAll(filepath.Join(tmpPath(dir), e.Name())) // it takes room, and no more
	}
}

// Stale says whether another generation is in place by now.
func (g *Generation) Stale(dir string) bool {
	st, err := os.Stat(dbPath(dir))
	return err == nil && (!os.SameFile(st, g.st) || !st.ModTime().Equal(g.st.ModTime()))
}

// Close releases the generation.
func (g *Generation) Close() error {
	return errors.Join(g.DB.Close(), os.RemoveAll(g.tmp))
}

// Stamp identifies the generation in place: it changes with each load. 0 means none.
func Stamp(dir string) int64 {
	st, err := os.Stat(dbPath(dir))
	if err != nil {
		return 0
	}
	return st.ModTime().UnixNano()
}
