package store

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"syscall"

	duckdb "github.com/duckdb/duckdb-go/v2"
)

// DamagedError says that the file in a store's place cannot be read as a store.
type DamagedError struct {
	Path  string
	Found string // what it is instead, as the rest of a sentence
	Do    string // what the user can do about it
	Err   error  // the database's word, which is of no use to a user; may be nil
}

func (e *DamagedError) Error() string { return e.Path + " " + e.Found }
func (e *DamagedError) Unwrap() error { return e.Err }

// Next says what to do about it.
func (e *DamagedError) Next() string { return e.Do }

// FullError says that there is no room for what has to be written.
type FullError struct {
	Dir string
	Err error
}

func (e *FullError) Error() string {
	return "the disk of " + e.Dir + " is full, or no more of it may be used"
}
func (e *FullError) Unwrap() error { return e.Err }

// Next says what to do about it.
func (e *FullError) Next() string {
	return "make room and give the same command again; the store is as it was before"
}

// DeniedError says that a store may not be read, or not be written.
type DeniedError struct {
	Dir   string
	Right string // "read", "written"
	Err   error
}

func (e *DeniedError) Error() string {
	return "the store in " + e.Dir + " may not be " + e.Right + ": " + e.Err.Error()
}
func (e *DeniedError) Unwrap() error { return e.Err }

// Next says what to do about it.
func (e *DeniedError) Next() string {
	if e.Right == rightRead {
		return "its owner can give the right to read it; --store names another one"
	}
	return "it can be read all the same; its owner can give the right to write it, and --store names another one"
}

// The rights a DeniedError speaks of.
const (
	rightRead  = "read"
	rightWrite = "written"
)

// denied makes an error of rights one of a store; others stay as they are.
func denied(dir, right string, err error) error {
	var path *fs.PathError
	var known *DeniedError
	if errors.As(err, &known) || !errors.As(err, &path) || !errors.Is(path, fs.ErrPermission) && !errors.Is(path, syscall.EROFS) {
		return err
	}
	return &DeniedError{Dir: dir, Right: right, Err: path}
}

// explainWrite is Explain for what writes to a store.
func explainWrite(dir string, err error) error { return denied(dir, rightWrite, Explain(dir, err)) }

// What is found in a store's place, and what can be done then.
const (
	foundPart    = "is damaged: a part of it cannot be read"
	foundWhole   = "is damaged: it cannot be opened"
	foundFolder  = "is a folder, where the store's file should be"
	foundEmpty   = "is empty, so it holds no store"
	foundOther   = "is damaged, or no store: it does not begin like one"
	foundForeign = "is a database, but not one of lrx"
	foundNothing = "is damaged: none of its statements can be read"
	foundLeft    = "was left behind by an unfinished load and is damaged, so it is removed"

	doRebuild = "put the folder's backup in its place; or lrx store verify says what is hit, and lrx store rebuild saves what can be read"
	doReplace = "put the folder's backup in its place, or move it away and load the exports again"
	doAgain   = "give the same command again to begin anew"
)

// Explain puts errors that a user can do something about into words: a file
// that is damaged, a disk that is full. Others stay as they are.
func Explain(dir string, err error) error {
	var damaged *DamagedError
	var full *FullError
	switch {
	case err == nil, errors.As(err, &damaged), errors.As(err, &full):
		return err
	case meansFull(err):
		return &FullError{Dir: dir, Err: err}
	case meansDamage(err):
		return &DamagedError{Path: dbPath(dir), Found: foundPart, Do: doRebuild, Err: err}
	}
	return err
}

// fullWords are what the database says when there is no room. It hands on the
// system's sentence, not its number.
var fullWords = [...]string{"No space left", "not enough space", "File too large", "quota exceeded", "max_temp_directory_size"}

func meansFull(err error) bool {
	for _, number := range [...]error{syscall.ENOSPC, syscall.EFBIG, syscall.EDQUOT} {
		if errors.Is(err, number) {
			return true
		}
	}
	var e *duckdb.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Type {
	case duckdb.ErrorTypeIO, duckdb.ErrorTypeTransaction, duckdb.ErrorTypeOutOfMemory, duckdb.ErrorTypeFatal, duckdb.ErrorTypeInternal:
		return says(e, fullWords[:])
	}
	return false // other kinds quote data
}

func says(e *duckdb.Error, words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(e.Msg, word) })
}

// damageWords are what DuckDB says of a file that does not hold what it once
// wrote there. It has one kind of error for all files, damaged or not.
var damageWords = [...]string{"Corrupt", "checksum", "Could not read", "not a valid DuckDB"}

func meansDamage(err error) bool {
	var e *duckdb.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Type {
	case duckdb.ErrorTypeSerialization, duckdb.ErrorTypeInternal, duckdb.ErrorTypeFatal:
		return true
	case duckdb.ErrorTypeIO:
		return says(e, damageWords[:])
	}
	return false
}

// Where a DuckDB file says that it is one.
const (
	magicAt = 8
	magic   = "DUCK"
)

// looksLikeStore tells from the first bytes of a file whether it is worth
// opening. What may not be read is not damaged, and neither is what is missing.
func looksLikeStore(path string) (err error) {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	st, err := f.Stat()
	switch {
	case err != nil:
		return err
	case st.IsDir():
		return &DamagedError{Path: path, Found: foundFolder, Do: doReplace}
	case st.Size() == 0:
		return &DamagedError{Path: path, Found: foundEmpty, Do: doReplace}
	}
	var head [magicAt + len(magic)]byte
	if _, err := io.ReadFull(f, head[:]); err != nil || string(head[magicAt:]) != magic {
		return &DamagedError{Path: path, Found: foundOther, Do: doReplace, Err: err}
	}
	return nil
}

// cannotOpen says why a file that looks like a store could not be attached.
func cannotOpen(ctx context.Context, path string, err error) error {
	var e *duckdb.Error
	switch {
	case ctx.Err() != nil:
		return err
	case errors.As(err, &e) && strings.Contains(e.Msg, "Could not set lock"): // by a tool that knows nothing of store.lock
		return &BusyError{}
	case !meansDamage(err):
		return err
	}
	return &DamagedError{Path: path, Found: foundWhole, Do: doReplace, Err: err}
}

// checkOurs refuses a database that another program made.
func checkOurs(ctx context.Context, db *sql.DB, path string) error {
	n := 0
	err := db.QueryRowContext(ctx, `SELECT count(*) FROM duckdb_columns()
		WHERE database_name = current_database() AND table_name = 'meta' AND column_name IN ('key', 'value')`).Scan(&n)
	if err == nil && n == 2 {
		err = db.QueryRowContext(ctx, "SELECT count(*) FROM meta WHERE key = 'schema'").Scan(&n)
	}
	if err == nil && n != 1 {
		err = &DamagedError{Path: path, Found: foundForeign, Do: doReplace}
	}
	return err
}

// checkPresent looks at the present generation before a writer builds on it,
// so that the file at fault is the one that is named. A store of an older
// version is one to build on.
func checkPresent(ctx context.Context, dir string) error {
	g, err := OpenGeneration(ctx, dir)
	var older *OlderError
	switch {
	case err == nil:
		return g.Close()
	case errors.Is(err, ErrNoStore), errors.As(err, &older):
		return nil
	}
	return err
}

// stop ends a write that failed. What it has done is kept for the same command
// to go on with, unless it is damaged: nothing could go on from there.
func (n *next) stop(err error, keep bool) error {
	err = Explain(n.dir, err)
	var damaged *DamagedError
	if !errors.As(err, &damaged) {
		if keep {
			return errors.Join(err, n.leave())
		}
		return errors.Join(err, n.drop())
	}
	if n.resumed { // the damage may be of the copy alone; if not, the next try says so
		err = &DamagedError{Path: nextPath(n.dir), Found: foundLeft, Do: doAgain, Err: err}
	}
	return errors.Join(err, n.drop())
}
