package main

import (
	"database/sql"
	"errors"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"lrx/data/store"
	"lrx/internal/bench/report"
)

// TestDuckDBLoadsTheSame compares what DuckDB's own SQL made of statements with
// what lrx did: a peer that leaves something out would be quick for nothing.
func TestDuckDBLoadsTheSame(t *testing.T) {
	t.Parallel()
	const n = 2000
	dir := t.TempDir()
	file := filepath.Join(dir, "it's some.ndjson")
	if err := generate([]string{strconv.Itoa(n), "-o", file}); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Load(t.Context(), filepath.Join(dir, "store"), store.LoadOptions{Paths: []string{file}}); err != nil {
		t.Fatal(err)
	}
	g, err := store.OpenGeneration(t.Context(), filepath.Join(dir, "store"))
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	// To lrx a group is another one with other members, so actors are counted with repetition.
	const sums = `count(*) || ' ' || count(DISTINCT id) || ' ' || count(actor) || ' ' || count(DISTINCT verb) || ' ' || count(DISTINCT activity) ||
		' ' || count(DISTINCT parent) || ' ' || count(DISTINCT registration) || ' ' || max(ts) || ' ' || max(stored) || ' ' || round(sum(scaled), 3) ||
		' ' || count(success) || ' ' || count(completion) || ' ' || count(duration) || ' ' || count(platform) || ' ' || count(object_ref) || ' ' || sum(length(raw))`
	var want string
	if err := g.DB.QueryRowContext(t.Context(), "SELECT "+sums+" FROM (SELECT s.*, r.text AS raw FROM statement s JOIN raw r USING (seq))").Scan(&want); err != nil {
		t.Fatal(err)
	}
	for name, table := range map[string]string{"duckdb": "statement", "duckdb-parse": "statement", "duckdb-keys": "keyed"} {
		target := filepath.Join(dir, name)
		if got, err := duckdbLoad(t.Context(), name, file, target, "1"); err != nil || got != n {
			t.Fatalf("%s: %d rows, %v", name, got, err)
		}
		db, err := sql.Open("duckdb", target)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		var got string
		if err := db.QueryRowContext(t.Context(), "SELECT "+sums+" FROM "+table).Scan(&got); err != nil {
			t.Fatal(err)
		}
		if got != want {
			t.Errorf("%s\nhas  %s\nwant %s", name, got, want)
		}
	}
}

// TestLoadReport puts the costs of three rounds together.
func TestLoadReport(t *testing.T) {
	t.Parallel()
	costs := func(cpu ...float64) (out []cost) {
		for _, c := range cpu {
			out = append(out, cost{cpu: c, wall: 2 * c, peak: 100 * c})
		}
		return out
	}
	l := &loads{
		lrx:    &contender{name: "lrx", costs: costs(2, 9, 3), sizes: []float64{150, 150, 150}},
		others: []*contender{{name: "other", limit: 0.9, costs: costs(4, 9, 4), sizes: []float64{90, 90, 90}}, {name: "third", costs: costs(1, 1, 1)}},
		again:  costs(1, 3, 1.5),
		fresh:  2,
	}
	r := &report.Report{}
	l.report(r, 1000, 200_000)
	got := map[string]float64{}
	for _, f := range r.Figures {
		got[f.Name] = f.Measured
	}
	for name, want := range map[string]float64{
		"loading, CPU / that of other": 0.75, "loading, CPU / that of third": 3, "size of the store / of the file": 0.15,
		"second load, new statements": 2, "second load, CPU / first": 0.5, "loading, peak memory": 300, "loading 100,000 statements": 1.5,
	} {
		if have, ok := got[name]; !ok || have != want {
			t.Errorf("%s: %v, want %v", name, have, want)
		}
	}
	if len(r.Contenders) != 3 || r.Contenders[0].Wall != 6 || r.Contenders[1].Size != 0.09 {
		t.Errorf("contenders %+v", r.Contenders)
	}
	if !r.Failed() {
		t.Error("two new statements in a second load are no failure")
	}
}

func TestReceipt(t *testing.T) {
	t.Parallel()
	if n, err := kept(`{"total":{"read":5,"kept":4}}`); n != 4 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	if _, err := kept("no receipt"); err == nil {
		t.Error("no receipt was read")
	}
}

func TestSpread(t *testing.T) {
	t.Parallel()
	var all []int
	for i := range 1000 {
		all = append(all, i)
	}
	some := spread(all)
	if len(some) != subjects || some[0] != 0 || some[subjects-1] != 999 {
		t.Errorf("got %v", some)
	}
	if got := spread(all[:3]); len(got) != 3 {
		t.Errorf("got %v of three", got)
	}
}

// TestUsage tries what cannot be done.
func TestUsage(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		nil, {"sleep"}, {"load", "-n", "0"}, {"query", "-rounds", "0"}, {"load", "-no"}, {"generate"}, {"generate", "many"}, {"peer", "duckdb"},
	} {
		if err := run(t.Context(), args); err == nil {
			t.Errorf("%q is no mistake", args)
		}
	}
	if _, err := (&options{}).peer(t.Context(), "abacus"); err == nil || !strings.Contains(err.Error(), "abacus") {
		t.Errorf("got %v", err)
	}
	var missing *missingError
	if err := error(&missingError{"chdb", errors.New("no network")}); !errors.As(err, &missing) || !strings.Contains(err.Error(), "no network") {
		t.Errorf("got %v", err)
	}
}
