package store_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"lrx/data/lrs"
	"lrx/data/store"
)

// lrsOf serves statements, oldest first, in pages. It is an LRS in what a pull
// asks of a good one; data/lrs tries the others.
type lrsOf struct {
	statements []json.RawMessage
	stored     []time.Time
	requests   atomic.Int64
	refuse     atomic.Int64 // answers so many requests and then 403; negative: all
}

const pageSize = 50

func (l *lrsOf) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.requests.Add(1)
	if n := l.refuse.Load(); n == 0 {
		w.WriteHeader(http.StatusForbidden)
		return
	} else if n > 0 {
		l.refuse.Add(-1)
	}
	q := r.URL.Query()
	since, _ := time.Parse(time.RFC3339Nano, q.Get("since"))
	until, _ := time.Parse(time.RFC3339Nano, q.Get("until"))
	from, _ := strconv.Atoi(q.Get("from"))
	limit, _ := strconv.Atoi(q.Get("limit"))
	if limit <= 0 || limit > pageSize {
		limit = pageSize
	}
	order := make([]int, len(l.statements))
	for i := range order {
		if order[i] = i; q.Get("ascending") != "true" {
			order[i] = len(order) - 1 - i
		}
	}
	page := []json.RawMessage{}
	more := ""
	for at, i := range order {
		switch s := l.stored[i]; {
		case at < from, !since.IsZero() && !s.After(since), !until.IsZero() && s.After(until):
			continue
		}
		if len(page) == limit {
			q.Set("from", strconv.Itoa(at))
			more = r.URL.Path + "?" + q.Encode()
			break
		}
		page = append(page, l.statements[i])
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Experience-API-Version", "1.0.3")
	_ = json.NewEncoder(w).Encode(map[string]any{"statements": page, "more": more})
}

// served makes an LRS that stores one of the lines of a file each minute, and
// the file with the lines as the LRS gives them.
func served(t *testing.T, path string) (*lrsOf, string, lrs.Source) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	l := &lrsOf{}
	l.refuse.Store(-1)
	var file bytes.Buffer
	at := time.Date(2026, 10, 1, 8, 0, 0, 0, time.UTC)
	known := map[string]bool{}
	for lines := bufio.NewScanner(bytes.NewReader(text)); lines.Scan(); {
		var s map[string]json.RawMessage
		if json.Unmarshal(lines.Bytes(), &s) != nil || known[string(s["id"])] {
			continue
		}
		known[string(s["id"])] = true
		s["stored"] = fmt.Appendf(nil, "%q", at.Format(time.RFC3339))
		line, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		l.statements, l.stored = append(l.statements, line), append(l.stored, at)
		file.Write(append(line, '\n'))
		at = at.Add(time.Minute)
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
	g, err := store.OpenGeneration(context.Background(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close() //nolint:errcheck // a test
	var b strings.Builder
	for _, q := range []string{
		`SELECT s.id, s.form, s.ts, s.stored, a.key, a.name, v.iri, v.name, o.iri, o.name, s.scaled, s.success, s.r, s.voided, r.text
			FROM statement s JOIN raw r USING (seq) LEFT JOIN actor a USING (actor) JOIN verb v USING (verb) LEFT JOIN activity o ON o.activity = s.activity ORDER BY s.id`,
		`SELECT t.attempt, l.id, l.name, t.kind, count(*), max(m.ts) FROM attempt t JOIN learner l USING (learner) JOIN attempt_statement m USING (attempt) GROUP BY ALL ORDER BY ALL`,
		`SELECT l.id, l.name, k.class, k.statements, k.attempts, k.last_seen FROM kept_learner_sums k JOIN learner l USING (learner) WHERE class = 0 ORDER BY ALL`,
	} {
		dump(t, g, q, &b)
	}
	return b.String()
}

// TestPullIsALoad pulls what a file holds and compares with loading the file;
// again and again it brings nothing and writes nothing.
func TestPullIsALoad(t *testing.T) {
	t.Parallel()
	l, file, source := served(t, statementsFile(t, 700))
	loaded, pulled := t.TempDir(), t.TempDir()
	load(t, loaded, file)
	r := pull(t, pulled, source)
	if n := int64(len(l.statements)); r.Total.Read < n || r.Total.Kept != n || r.Total.Read != r.Total.Kept+r.Total.Duplicate || r.Complete != "yes" {
		t.Errorf("of %d statements: %+v, complete %q (%s)", n, r.Total, r.Complete, r.Reason)
	}
	want := meaning(t, loaded)
	if got := meaning(t, pulled); got != want {
		t.Error("a pull and a load of the same statements are not the same")
	}
	before, asked := store.Stamp(pulled), l.requests.Load()
	again := pull(t, pulled, source)
	if store.Stamp(pulled) != before {
		t.Error("a pull without anything new made a new generation")
	}
	if again.Total.Kept != 0 || again.Total.Read != again.Total.Duplicate || again.Total.Read > pageSize {
		t.Errorf("the second pull: %+v", again.Total)
	}
	if n := l.requests.Load() - asked; n > 5 {
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
	l.refuse.Store(6)
	r, err := store.Pull(t.Context(), pulled, store.PullOptions{Source: source, Options: noWaiting()})
	var failed *lrs.Error
	if !errors.As(err, &failed) || failed.Kind != lrs.KindForbidden || r == nil || r.Complete != "cannot tell" || r.Total.Kept == 0 || r.Total.Kept == int64(len(l.statements)) {
		t.Fatalf("%+v, %v", r, err)
	}
	last, err := store.LastPulls(pulled)
	if err != nil || last["school"].Fresh != nil || last["school"].Error == "" {
		t.Errorf("the last pull: %+v, %v", last, err)
	}
	l.refuse.Store(-1)
	pull(t, pulled, source)
	if got := meaning(t, pulled); got != meaning(t, loaded) {
		t.Error("a pull that broke off did not go on to the same store")
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
