package store_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lrx/data/store"
)

// The test binary doubles as a loader that dies at a phase of its load. Kills at
// any time are in kill_test.go, where the program itself is the victim.
const (
	childLoad = "LRX_TEST_LOAD" // the store it writes
	childPull = "LRX_TEST_PULL" // the address it pulls from
	childDies = "LRX_TEST_DIES" // the phase of a load, or the request of a pull, it is killed at
	childHold = "LRX_TEST_HOLD" // a file it keeps open as another tool would, until its input ends
)

func TestMain(m *testing.M) {
	if path := os.Getenv(childHold); path != "" {
		hold(path)
	}
	if dir, url := os.Getenv(childLoad), os.Getenv(childPull); url != "" {
		os.Exit(pullAndDie(dir, url, os.Getenv(childDies)))
	} else if dir != "" {
		dies := func(p store.Progress) {
			if p.Phase == os.Getenv(childDies) {
				os.Exit(9)
			}
		}
		if _, err := store.Load(context.Background(), dir, store.LoadOptions{Paths: os.Args[1:], WriteOptions: store.WriteOptions{Progress: dies}}); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// hold opens a store's file for writing.
func hold(path string) {
	db, err := sql.Open("duckdb", path)
	if err == nil {
		err = db.PingContext(context.Background())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println("held")
	_, _ = io.Copy(io.Discard, os.Stdin) // the parent lets go of it
	os.Exit(0)
}

// statementsFile writes n small statements of several learners, with some duplicates and rejects.
func statementsFile(t *testing.T, n int) string {
	t.Helper()
	var b bytes.Buffer
	for i := range n {
		id := i
		if i%97 == 96 {
			id-- // a duplicate of the line before, or a conflict where the actor differs
		}
		if i%501 == 500 {
			b.WriteString("{\"actor\": broken\n")
			continue
		}
		fmt.Fprintf(&b, `{"id":"00000000-0000-4000-8000-%012d","actor":{"mbox":"mailto:p%d@example.org","name":"P %d"},"verb":{"id":"http://adlnet.gov/expapi/verbs/answered"},`+
			`"object":{"id":"http://example.org/item/%d","definition":{"name":{"en":"Item %d"},"type":"http://adlnet.gov/expapi/activities/cmi.interaction"}},`+
			`"result":{"success":%t},"timestamp":"2026-09-%02dT10:%02d:%02dZ"}`+"\n", id, id%37, id%37, id%11, id%11, id%3 == 0, 1+id%28, id/60%60, id%60)
	}
	path := filepath.Join(t.TempDir(), "statements.ndjson")
	if err := os.WriteFile(path, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// content is what a store holds, as text, without clock times.
func content(t *testing.T, dir string) string {
	t.Helper()
	return answers(
		t, dir,
		"SELECT * FROM raw ORDER BY seq", "SELECT * FROM statement ORDER BY seq",
		"SELECT * FROM actor ORDER BY actor", "SELECT * FROM verb ORDER BY verb", "SELECT * FROM activity ORDER BY activity", "SELECT * FROM place ORDER BY place",
		"SELECT * FROM attempt ORDER BY attempt", "SELECT * FROM attempt_statement ORDER BY attempt, ord", "SELECT * FROM learner ORDER BY learner",
		"SELECT * FROM reject ORDER BY load, file, pos", "SELECT * FROM conflict ORDER BY load, file, pos",
		"SELECT load, file, position, done, cut, read, kept, duplicate, conflicting, rejected, flagged FROM load_file ORDER BY load, file",
		"FROM kept_class_sums ORDER BY ALL", "FROM kept_learner_sums ORDER BY ALL", "FROM kept_learner_slots ORDER BY ALL", "FROM kept_day_sums ORDER BY ALL",
		"FROM kept_activity_sums ORDER BY ALL", "FROM kept_area_sums ORDER BY ALL", "FROM activity_tree ORDER BY ALL", "FROM activity_below ORDER BY ALL",
		"FROM kept_verb_sums ORDER BY ALL", "FROM kept_tries ORDER BY ALL",
		"FROM kept_origin_sums ORDER BY ALL", "FROM kept_origin_slots ORDER BY ALL",
	)
}

// answers are the rows of questions to a store, as text.
func answers(t *testing.T, dir string, questions ...string) string {
	t.Helper()
	g, err := store.OpenGeneration(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close() //nolint:errcheck // a test
	var b strings.Builder
	for _, q := range questions {
		dump(t, g, q, &b)
	}
	return b.String()
}

// dump writes the rows of a question.
func dump(t *testing.T, g *store.Generation, q string, b *strings.Builder) {
	t.Helper()
	rows, err := g.DB.QueryContext(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		cells, targets := make([]any, len(names)), make([]any, len(names))
		for i := range cells {
			targets[i] = &cells[i]
		}
		if err := rows.Scan(targets...); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintln(b, cells...)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}

// TestKilledOnTheLastStep kills a load when all of it stands but is not yet in
// place, and one before it derives: the same command ends in the same store.
func TestKilledOnTheLastStep(t *testing.T) {
	t.Parallel()
	path := statementsFile(t, 2_000)
	calm := t.TempDir()
	load(t, calm, path)
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for _, phase := range []string{"deriving", "finishing"} {
		torn := t.TempDir()
		cmd := exec.CommandContext(t.Context(), exe, path)
		cmd.Env = append(os.Environ(), childLoad+"="+torn, childDies+"="+phase)
		if out, err := cmd.CombinedOutput(); err == nil || store.Exists(torn) || store.Pending(torn) == "" {
			t.Fatalf("%s: the load was not killed there: %v\n%s", phase, err, out)
		}
		if r := load(t, torn, path); !r.Resumed || r.Load != 1 || r.Total.Read != 2_000 {
			t.Errorf("%s: the load did not go on: %+v", phase, r.Total)
		}
		if a, b := content(t, calm), content(t, torn); a != b {
			t.Errorf("%s: the store differs: %s", phase, firstDifference(a, b))
		}
	}
}

func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return fmt.Sprintf("line %d\n%s\n%s", i, x[i], y[i])
		}
	}
	return fmt.Sprintf("%d and %d lines", len(x), len(y))
}

func TestLoadTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var paths []string
	for _, f := range sevenFiles {
		paths = append(paths, fixture(t, f.name))
	}
	first := load(t, dir, paths...)
	second := load(t, dir, paths...)
	if second.Total.Kept != 0 {
		t.Errorf("the second load kept %d statements", second.Total.Kept)
	}
	if got, want := second.Total.Duplicate, first.Total.Kept+first.Total.Duplicate; got != want {
		t.Errorf("duplicates: got %d, want %d", got, want)
	}
	if got, want := second.Total.Conflicting, first.Total.Conflicting; got != want {
		t.Errorf("conflicting: got %d, want %d", got, want)
	}
}

func TestRebuildGivesTheSame(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var paths []string
	for _, f := range sevenFiles[1:] {
		paths = append(paths, fixture(t, f.name))
	}
	load(t, dir, paths...)
	before := content(t, dir)
	if err := store.Rebuild(context.Background(), dir, store.WriteOptions{}); err != nil {
		t.Fatal(err)
	}
	if after := content(t, dir); after != before {
		t.Errorf("the rebuilt store differs: %s", firstDifference(before, after))
	}
}

func TestSecondWriterIsTold(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := statementsFile(t, 2000)
	inside, goOn := make(chan struct{}), make(chan struct{})
	done := make(chan error, 1)
	go func() {
		first := true
		_, err := store.Load(context.Background(), dir, store.LoadOptions{Paths: []string{path}, WriteOptions: store.WriteOptions{Progress: func(store.Progress) {
			if first {
				first = false
				close(inside)
				<-goOn
			}
		}}})
		done <- err
	}()
	<-inside
	_, err := store.Load(context.Background(), dir, store.LoadOptions{Paths: []string{path}})
	var busy *store.BusyError
	if !errors.As(err, &busy) || busy.PID != os.Getpid() || !strings.HasPrefix(busy.Command, "load ") {
		t.Errorf("got %v", err)
	}
	waited := make(chan error, 1)
	go func() {
		_, err := store.Load(context.Background(), dir, store.LoadOptions{Paths: []string{path}, WriteOptions: store.WriteOptions{Wait: true}})
		waited <- err
	}()
	close(goOn)
	if err := errors.Join(<-done, <-waited); err != nil {
		t.Fatal(err)
	}
}

// TestReadersGoOnWhileLoading keeps a reader's snapshot through a load.
func TestReadersGoOnWhileLoading(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	dir := t.TempDir()
	load(t, dir, statementsFile(t, 1000))
	g, err := store.OpenGeneration(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	count := func(g *store.Generation) (n int64) {
		if err := g.DB.QueryRowContext(ctx, "SELECT count(*) FROM statement").Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	before := count(g)
	load(t, dir, fixture(t, "moodle-logstore.ndjson"))
	if n := count(g); n != before {
		t.Errorf("the snapshot changed from %d to %d", before, n)
	}
	if !g.Stale(dir) {
		t.Error("the reader does not notice the new generation")
	}
	if err := g.Close(); err != nil {
		t.Fatal(err)
	}
	g, err = store.OpenGeneration(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close() //nolint:errcheck // a test
	if n := count(g); n != before+169 {
		t.Errorf("the new generation has %d statements", n)
	}
}

// TestCancelledLoadGoesOn cancels a load again and again, also while a batch is
// being written: nothing is lost and nothing comes twice.
func TestCancelledLoadGoesOn(t *testing.T) {
	t.Parallel()
	path := statementsFile(t, 60_000)
	calm, torn := t.TempDir(), t.TempDir()
	began := time.Now()
	load(t, calm, path)
	part := time.Since(began) / 12
	cancels := 0
	for wait := part; ; wait += part {
		ctx, cancel := context.WithTimeout(context.Background(), wait)
		r, err := store.Load(ctx, torn, store.LoadOptions{Paths: []string{path}})
		cancel()
		if err == nil {
			if r.Total.Read != 60_000 {
				t.Errorf("after %d cancels: read %d", cancels, r.Total.Read)
			}
			break
		}
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Fatal(err)
		}
		cancels++
	}
	if a, b := content(t, calm), content(t, torn); a != b {
		t.Errorf("after %d cancels the store differs from an undisturbed one: %s", cancels, firstDifference(a, b))
	}
	report, err := store.Verify(context.Background(), torn)
	if err != nil || !report.OK {
		t.Errorf("%+v, %v", report, err)
	}
	t.Logf("cancelled %d times", cancels)
}
