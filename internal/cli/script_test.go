package cli_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/gofrs/flock"
	"github.com/rogpeppe/go-internal/testscript"

	"lrx/data/store"
	"lrx/internal/cli"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"lrx": func() {
			env := cli.System()
			env.Keyring = fileKeyring{os.Getenv("KEYRING")} // never the one of whoever runs the tests
			os.Exit(cli.Main(os.Args[1:], env, noExplorer))
		},
	})
}

// noExplorer stands in for the full-screen program, which scripts cannot open.
func noExplorer(_ context.Context, o cli.ExploreOptions) error {
	return fmt.Errorf("the explorer was opened on %s", o.StoreName)
}

func TestScripts(t *testing.T) {
	t.Parallel()
	fixtures, err := filepath.Abs("../../../shared/fixtures")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(fixtures); err != nil {
		t.Skip("the fixtures are not here")
	}
	class, err := filepath.Abs("testdata/class.ndjson")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("FIXTURES", fixtures)
			e.Setenv("CLASS", class)
			e.Setenv("XDG_DATA_HOME", filepath.Join(e.WorkDir, "data"))
			e.Setenv("XDG_CACHE_HOME", filepath.Join(e.WorkDir, "cache"))
			e.Setenv("HOME", e.WorkDir)
			e.Setenv("KEYRING", filepath.Join(e.WorkDir, "keyring.json"))
			e.Setenv("TZ", "UTC")
			e.Setenv("LC_ALL", "C")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits,
			"hold":  hold,
			"flip":  flip,
			"lrs":   serveLRS,
			"hides": hides,
			"runs":  makeRuns,
		},
	})
}

// exits runs a command and checks its exit code: exits CODE COMMAND…
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("run %q: %v", args[1:], err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("%q ended with %d, not %d", args[1:], got, want)
	}
}

// hold keeps a lock file until the script ends.
func hold(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: hold FILE")
	}
	lock := flock.New(ts.MkAbs(args[0]))
	ok, err := lock.TryLock()
	ts.Check(err)
	if !ok {
		ts.Fatalf("%s is locked already", args[0])
	}
	ts.Defer(func() { _ = lock.Unlock() })
}

// flip damages a store so that some of its statements can be read, or with
// "derived" all of them: flip [derived] STORE. Which block holds what is the
// database's affair, so one after the other is tried.
func flip(ts *testscript.TestScript, neg bool, args []string) {
	derived := len(args) == 2 && args[0] == "derived"
	if neg || len(args) == 0 {
		ts.Fatalf("usage: flip [derived] STORE")
	}
	dir := ts.MkAbs(args[len(args)-1])
	path := filepath.Join(dir, "lrx.duckdb")
	whole, err := os.ReadFile(path)
	ts.Check(err)
	for at := len(whole) - 1000; at > 0; at -= 256 << 10 {
		whole[at] ^= 0xff
		ts.Check(os.WriteFile(path, whole, 0o600))
		whole[at] ^= 0xff
		r, err := store.Verify(context.Background(), dir)
		if d := r.Damage; err == nil && d != nil && d.Statements > 0 && (d.Statements == d.Of) == derived {
			return
		}
	}
	ts.Fatalf("no block of %s is of that kind", path)
}
