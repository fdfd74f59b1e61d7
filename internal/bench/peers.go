package main

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	_ "github.com/duckdb/duckdb-go/v2" // the engine whose own load is measured
)

//go:embed peers
var peerFiles embed.FS

// requirements are what the Python peers are measured with.
const requirements = "chdb==4.4.0\npandas==3.1.1\npyarrow==26.0.1\n"

// DuckDB gets the memory that the design measured with, and one thread: with
// two it took half as much CPU again for the same load. chDB took the same with
// one and two, and gets one too. pandas has one by nature.
const (
	peerMemory  = "400MB"
	peerThreads = "1"
)

// missingError says that a peer cannot be had here. It is no failure: the bench
// says so and goes on without it.
type missingError struct {
	name string
	err  error
}

func (e *missingError) Error() string {
	return fmt.Sprintf("%s was left out, it could not be installed: %v", e.name, e.err)
}

// peer is another engine that loads the file.
func (o *options) peer(ctx context.Context, name string) (*contender, error) {
	switch name {
	case "duckdb", "duckdb-keys":
		self, err := os.Executable()
		if err != nil {
			return nil, err
		}
		c := &contender{
			name: "DuckDB", limit: 0.9, does: "one pass of its own SQL: typed columns and the text",
			load: func(ctx context.Context, file, target string) (cost, error) {
				return measure(ctx, nil, self, peerCommand, name, file, target)
			},
		}
		if name == "duckdb-keys" {
			c.name, c.limit, c.does = "DuckDB with keys", 0, "the same, then ids once, integer keys, sorted by learner and time"
		}
		return c, nil
	case "chdb":
		return o.python(ctx, name, "load_chdb.py", &contender{
			name: "chDB", limit: 0.6, does: "typed columns and the text, sorted by learner and time",
		}, peerThreads)
	case "pandas":
		return o.python(ctx, name, "load_pandas.py", &contender{name: "pandas", does: "typed columns and the text as Parquet"})
	}
	return nil, fmt.Errorf("there is no peer %q", name)
}

// python makes a contender of a Python script, in an environment of its own.
func (o *options) python(ctx context.Context, name, script string, c *contender, more ...string) (*contender, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256([]byte(requirements))
	venv := filepath.Join(cache, "lrx-bench", "python-"+hex.EncodeToString(sum[:4]))
	python := filepath.Join(venv, "bin", "python")
	if err := install(ctx, venv, python); err != nil {
		return nil, &missingError{name, err}
	}
	text, err := peerFiles.ReadFile("peers/" + script)
	if err != nil {
		return nil, err
	}
	path := filepath.Join(o.dir, script)
	if err := os.WriteFile(path, text, 0o600); err != nil {
		return nil, err
	}
	c.load = func(ctx context.Context, file, target string) (cost, error) {
		return measure(ctx, nil, python, append([]string{path, file, target}, more...)...)
	}
	return c, nil
}

// install makes the Python environment, unless a former run did.
func install(ctx context.Context, venv, python string) error {
	whole := filepath.Join(venv, "installed")
	if _, err := os.Stat(whole); err == nil {
		return nil
	}
	fmt.Fprintln(os.Stderr, "installing chDB and pandas, which takes some minutes once")
	for _, c := range [][]string{
		{"python3", "-m", "venv", venv},
		append([]string{python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"}, strings.Fields(requirements)...),
	} {
		//nolint:gosec // our own words
		if out, err := exec.CommandContext(ctx, c[0], c[1:]...).CombinedOutput(); err != nil {
			return fmt.Errorf("%w\n%s", err, out)
		}
	}
	return os.WriteFile(whole, nil, 0o600)
}

// peerCommand runs this program as a process that does nothing but DuckDB's load.
const peerCommand = "peer"

// peerLoad loads a file with DuckDB's own SQL and prints how many rows there are.
func peerLoad(ctx context.Context, args []string) (err error) {
	if len(args) != 3 {
		return errors.New("peer needs a name, a file and a target")
	}
	name, file, target := args[0], args[1], args[2]
	settings := url.Values{
		"threads": {peerThreads}, "memory_limit": {peerMemory}, "preserve_insertion_order": {"false"}, "temp_directory": {target + ".tmp"},
		"autoinstall_known_extensions": {"false"}, "autoload_known_extensions": {"false"},
	}
	db, err := sql.Open("duckdb", "?"+settings.Encode())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close(), os.RemoveAll(target+".tmp")) }()
	db.SetMaxOpenConns(1)
	quoted := func(s string) string { return strings.ReplaceAll(s, "'", "''") }
	statements := []string{"ATTACH '" + quoted(target) + "' AS store (STORAGE_VERSION 'v1.5.0')"}
	scripts, table := []string{"duckdb.sql"}, "statement"
	if name == "duckdb-keys" {
		scripts, table = append(scripts, "duckdb-keys.sql"), "keyed"
	}
	for _, s := range scripts {
		text, err := peerFiles.ReadFile("peers/" + s)
		if err != nil {
			return err
		}
		statements = append(statements, strings.ReplaceAll(string(text), "{file}", quoted(file)))
	}
	for _, s := range append(statements, "CHECKPOINT store") {
		if _, err := db.ExecContext(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	var n int
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM store."+table).Scan(&n); err != nil {
		return err
	}
	fmt.Println(n)
	return nil
}
