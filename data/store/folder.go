package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// The names in a store folder.
const (
	dbName   = "lrx.duckdb"
	nextName = "next.duckdb"
	lockName = "store.lock"
	tmpName  = "tmp"
)

func dbPath(dir string) string   { return filepath.Join(dir, dbName) }
func tmpPath(dir string) string  { return filepath.Join(dir, tmpName) }
func nextPath(dir string) string { return filepath.Join(dir, tmpName, nextName) }

// partPath is a copy that is not whole yet.
func partPath(dir string) string { return nextPath(dir) + ".part" }

// Exists says whether the folder holds a store.
func Exists(dir string) bool {
	_, err := os.Stat(dbPath(dir))
	return err == nil
}

// makeFolder creates the store folder; nobody else may look into it.
func makeFolder(dir string) error {
	if st, err := os.Stat(dir); err == nil && !st.IsDir() {
		return fmt.Errorf("%s is a file, not a store folder", dir)
	}
	if err := os.MkdirAll(tmpPath(dir), 0o700); err != nil {
		return fmt.Errorf("make the store folder: %w", err)
	}
	return nil
}

// copyFile copies for the next generation; where the file system can share
// blocks, the kernel does so.
func copyFile(from, to string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	_, err = io.Copy(out, in)
	return err
}

// publish puts the finished next generation in the place of the present one.
// Readers keep the file they have open and notice the new one by its identity.
func publish(dir string) error {
	if err := syncPath(nextPath(dir)); err != nil {
		return fmt.Errorf("write the new generation to disk: %w", err)
	}
	if err := os.Chmod(nextPath(dir), 0o600); err != nil {
		return err
	}
	if err := os.Rename(nextPath(dir), dbPath(dir)); err != nil {
		return fmt.Errorf("put the new generation in place: %w", err)
	}
	return syncPath(dir)
}

func syncPath(path string) (err error) {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return f.Sync()
}

// dropNext removes what an unfinished write left behind.
func dropNext(dir string) error {
	for _, p := range []string{nextPath(dir), nextPath(dir) + ".wal", partPath(dir)} {
		if err := os.Remove(p); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove the unfinished load: %w", err)
		}
	}
	return nil
}

// FolderBytes is the size of all files in the store folder.
func FolderBytes(dir string) (int64, error) {
	var n int64
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return skipGone(err)
		}
		st, err := d.Info()
		if err == nil {
			n += st.Size()
		}
		return skipGone(err)
	})
	return n, err
}

// skipGone lets a walk go on when a temporary file vanished under it.
func skipGone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
