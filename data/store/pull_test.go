package store_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"lrx/data/lrs"
	"lrx/data/store"
	"lrx/internal/lrstest"
)

// served makes an LRS that stores one of the lines of a file each minute, and
// the file with the lines as the LRS gives them.
func served(t *testing.T, path string) (*lrstest.LRS, string, lrs.Source) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	l := lrstest.New()
	var file bytes.Buffer
	at := time.Date(2026, 10, 1, 8, 0, 0, 0, time.UTC)
	for lines := bufio.NewScanner(bytes.NewReader(text)); lines.Scan(); {
		if line, ok := l.Store(lines.Bytes(), at); ok {
			file.Write(append(line, '\n'))
			at = at.Add(time.Minute)
		}
	}
	srv := httptest.NewServer(l)
	t.Cleanup(srv.Close)
	exported := filepath.Join(t.TempDir(), "export.ndjson")
	if err := os.WriteFile(exported, file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return l, exported, lrs.Source{Name: "school", URL: srv.URL + "/xapi", Auth: lrs.AuthNone}
}

func pull(t *testing.T, dir string, s lrs.Source) *store.Receipt {
	t.Helper()
	r, err := store.Pull(t.Context(), dir, store.PullOptions{Source: s, Options: noWaiting()})
	if err != nil {
		t.Fatalf("pull: %v", err)
	}
	return r
}

// noWaiting lets time between repetitions pass at once.
func noWaiting() lrs.Options {
	return lrs.Options{Sleep: func(context.Context, time.Duration) error { return nil }}
}

// meaning is what a store says, whichever way and in which order it came.
func meaning(t *testing.T, dir string) string {
	t.Helper()
	return answers(
		t, dir,
		`SELECT s.id, s.form, s.ts, s.stored, a.key, a.name, v.iri, v.name, o.iri, o.name, s.scaled, s.success, s.r, s.voided, r.text
			FROM statement s JOIN raw r USING (seq) LEFT JOIN actor a USING (actor) JOIN verb v USING (verb) LEFT JOIN activity o ON o.activity = s.activity ORDER BY s.id`,
		`SELECT t.attempt, l.id, l.name, t.kind, count(*), max(m.ts) FROM attempt t JOIN learner l USING (learner) JOIN attempt_statement m USING (attempt) GROUP BY ALL ORDER BY ALL`,
		`SELECT l.id, l.name, k.class, k.statements, k.attempts, k.last_seen FROM kept_learner_sums k JOIN learner l USING (learner) WHERE class = 0 ORDER BY ALL`,
	)
}

// TestPullIsALoad pulls what a file holds and compares with loading the file;
// again and again it brings nothing and writes nothing.
func TestPullIsALoad(t *testing.T) {
	t.Parallel()
	l, file, source := served(t, statementsFile(t, 700))
	loaded, pulled := t.TempDir(), t.TempDir()
	load(t, loaded, file)
	r := pull(t, pulled, source)
	if n := int64(l.Len()); r.Total.Read < n || r.Total.Kept != n || r.Total.Read != r.Total.Kept+r.Total.Duplicate || r.Complete != "yes" {
		t.Errorf("of %d statements: %+v, complete %q (%s)", n, r.Total, r.Complete, r.Reason)
	}
	want := meaning(t, loaded)
	if got := meaning(t, pulled); got != want {
		t.Error("a pull and a load of the same statements are not the same")
	}
	before, asked := store.Stamp(pulled), l.Requests.Load()
	again := pull(t, pulled, source)
	if store.Stamp(pulled) != before {
		t.Error("a pull without anything new made a new generation")
	}
	if again.Total.Kept != 0 || again.Total.Read != again.Total.Duplicate || again.Total.Read > lrstest.PageSize {
		t.Errorf("the second pull: %+v", again.Total)
	}
	if n := l.Requests.Load() - asked; n > 5 {
		t.Errorf("the second pull sent %d requests", n)
	}
	last, err := store.LastPulls(pulled)
	if err != nil || last["school"].Fresh == nil || last["school"].Error != "" {
		t.Errorf("the last pull: %+v, %v", last, err)
	}
}

// TestPullBreaksOff lets the key lose its right in the middle: what came is
// kept, said, and gone on from.
func TestPullBreaksOff(t *testing.T) {
	t.Parallel()
	l, file, source := served(t, statementsFile(t, 700))
	loaded, pulled := t.TempDir(), t.TempDir()
	load(t, loaded, file)
	l.Refuse.Store(6)
	r, err := store.Pull(t.Context(), pulled, store.PullOptions{Source: source, Options: noWaiting()})
	var failed *lrs.Error
	if !errors.As(err, &failed) || failed.Kind != lrs.KindForbidden || r == nil || r.Complete != "cannot tell" || r.Total.Kept == 0 || r.Total.Kept == int64(l.Len()) {
		t.Fatalf("%+v, %v", r, err)
	}
	last, err := store.LastPulls(pulled)
	if err != nil || last["school"].Fresh != nil || last["school"].Error == "" || last["school"].Next == "" || !last["school"].Refused {
		t.Errorf("the last pull: %+v, %v", last, err)
	}
	l.Refuse.Store(-1)
	pull(t, pulled, source)
	if got := meaning(t, pulled); got != meaning(t, loaded) {
		t.Error("a pull that broke off did not go on to the same store")
	}
}

// TestConnections joins what is configured with what was pulled.
func TestConnections(t *testing.T) {
	t.Parallel()
	_, _, source := served(t, statementsFile(t, 50))
	dir := t.TempDir()
	if all, err := store.Connections(dir); err != nil || len(all) != 0 {
		t.Errorf("of a folder without a store: %+v, %v", all, err)
	}
	pull(t, dir, source)
	moved := source
	moved.URL = "https://elsewhere.example/xapi"
	for _, c := range []struct {
		sources []lrs.Source
		pulled  []bool
	}{
		{nil, nil},
		{[]lrs.Source{{Name: "new", URL: source.URL, Auth: lrs.AuthNone}, source}, []bool{false, true}},
		{[]lrs.Source{moved}, []bool{false}},
	} {
		if err := lrs.WriteSources(dir, c.sources); err != nil {
			t.Fatal(err)
		}
		all, err := store.Connections(dir)
		if err != nil || len(all) != len(c.sources) {
			t.Fatalf("%+v, %v", all, err)
		}
		for i, k := range all {
			if k.Name != c.sources[i].Name || k.URL != c.sources[i].URL || (k.Last != nil) != c.pulled[i] {
				t.Errorf("%+v of %+v", k, c.sources[i])
			}
		}
	}
}

// TestKilledPullGoesOn kills a pull at random pages, and again while it goes on.
func TestKilledPullGoesOn(t *testing.T) {
	t.Parallel()
	_, file, source := served(t, statementsFile(t, 700))
	loaded := t.TempDir()
	load(t, loaded, file)
	want := meaning(t, loaded)
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(7, 7))
	for range 20 {
		pulled := t.TempDir()
		for range 1 + r.IntN(2) {
			cmd := exec.CommandContext(t.Context(), exe)
			cmd.Env = append(os.Environ(), childPull+"="+source.URL, childLoad+"="+pulled, childDies+"="+strconv.Itoa(1+r.IntN(12)))
			if out, err := cmd.CombinedOutput(); err != nil && cmd.ProcessState.ExitCode() != 9 {
				t.Fatalf("%v\n%s", err, out)
			}
		}
		pull(t, pulled, source)
		if got := meaning(t, pulled); got != want {
			t.Fatal("a killed pull did not go on to the same store")
		}
	}
}

// pullAndDie pulls in a child that is killed when the nth page was written.
func pullAndDie(dir, url, pages string) int {
	n, err := strconv.Atoi(pages)
	if err != nil {
		return 1
	}
	answered := 0
	options := noWaiting()
	options.Transport = roundTrip(func(r *http.Request) (*http.Response, error) {
		if answered++; answered > n {
			os.Exit(9)
		}
		return http.DefaultTransport.RoundTrip(r)
	})
	source := lrs.Source{Name: "school", URL: url, Auth: lrs.AuthNone}
	if _, err := store.Pull(context.Background(), dir, store.PullOptions{Source: source, Options: options}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
