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
	"strconv"
	"strings"

	_ "github.com/duckdb/duckdb-go/v2" // the engine whose own load is measured
)

//go:embed peers
var peerFiles embed.FS

// requirements are what the Python peers are measured with.
const requirements = "chdb==4.4.0\npandas==3.1.1\npyarrow==26.0.1\n"

// peerMemory is what DuckDB may take, as the design measured it; with a path for
// each column, and where it sorts the texts, it fails with so little. All engines
// get the threads that lrx decodes on: one for each core, as they would by themselves.
const (
	peerMemory = "400MB"
	moreMemory = "2GB"
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
	case "duckdb", "duckdb-parse", "duckdb-keys":
		self, err := os.Executable()
		if err != nil {
			return nil, err
		}
		c := &contender{load: func(ctx context.Context, file, target string) (cost, error) {
			return measure(ctx, nil, self, peerCommand, name, file, target, strconv.Itoa(o.threads))
		}}
		switch name {
		case "duckdb":
			c.name, c.limit, c.does = "DuckDB", 0.9, "its own SQL, a path for each column: typed columns and the text"
		case "duckdb-parse":
			c.name, c.does = "DuckDB, one parse", "the same columns by one typed parse, the quickest SQL we know"
		default:
			c.name, c.does = "DuckDB with keys", "one typed parse, then ids once, integer keys, sorted by learner and time"
		}
		return c, nil
	case "chdb":
		return o.python(ctx, name, "load_chdb.py", &contender{
			name: "chDB", limit: 0.6, does: "a path for each column: typed columns and the text, sorted by learner and time",
		}, strconv.Itoa(o.threads), "paths")
	case "chdb-parse":
		return o.python(ctx, name, "load_chdb.py", &contender{
			name: "chDB, one parse", does: "the same by one typed parse",
		}, strconv.Itoa(o.threads), "parse")
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

// peerLoad is that process: peer NAME FILE TARGET THREADS. It prints how many
// rows there are in the end.
func peerLoad(ctx context.Context, args []string) error {
	if len(args) != 4 {
		return errors.New("peer needs a name, a file, a target and a number of threads")
	}
	n, err := duckdbLoad(ctx, args[0], args[1], args[2], args[3])
	if err != nil {
		return fmt.Errorf("%s: %w", args[0], err)
	}
	_, err = fmt.Println(n)
	return err
}

// duckdbLoad loads a file with DuckDB's own SQL into a new database.
func duckdbLoad(ctx context.Context, name, file, target, threads string) (n int, err error) {
	scripts, table, memory := []string{"duckdb-table.sql", name + ".sql"}, "statement", moreMemory
	switch name {
	case "duckdb-parse":
		memory = peerMemory
	case "duckdb-keys":
		scripts, table = []string{"duckdb-table.sql", "duckdb-parse.sql", "duckdb-keys.sql"}, "keyed"
	}
	settings := url.Values{
		"threads": {threads}, "memory_limit": {memory}, "preserve_insertion_order": {"false"}, "temp_directory": {target + ".tmp"},
		"autoinstall_known_extensions": {"false"}, "autoload_known_extensions": {"false"},
	}
	db, err := sql.Open("duckdb", "?"+settings.Encode())
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, db.Close(), os.RemoveAll(target+".tmp")) }()
	db.SetMaxOpenConns(1)
	quoted := func(s string) string { return strings.ReplaceAll(s, "'", "''") }
	texts := []string{"ATTACH '" + quoted(target) + "' AS store (STORAGE_VERSION 'v1.5.0')"} // as lrx
	for _, s := range scripts {
		text, err := peerFiles.ReadFile("peers/" + s)
		if err != nil {
			return 0, err
		}
		texts = append(texts, strings.ReplaceAll(string(text), "{file}", quoted(file)))
	}
	for _, text := range append(texts, "CHECKPOINT store") {
		if _, err := db.ExecContext(ctx, text); err != nil {
			return 0, err
		}
	}
	err = db.QueryRowContext(ctx, "SELECT count(*) FROM store."+table).Scan(&n)
	return n, err
}
