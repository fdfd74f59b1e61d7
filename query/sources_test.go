package query_test

import (
	"errors"
	"net/http/httptest"
	"testing"
	"time"

	"lrx/data/lrs"
	"lrx/data/store"
	"lrx/internal/lrstest"
	"lrx/query"
)

// TestSources lists a file, a source that was pulled, one that fails and one
// that was never pulled, and says how fresh each is.
func TestSources(t *testing.T) {
	t.Parallel()
	dir, now := t.TempDir(), march
	clock := func() time.Time { return now }
	if _, err := store.Load(t.Context(), dir, store.LoadOptions{Paths: []string{made(t, said(1, "Ada", "passed", "quiz", "bio", "2026-03-10T10:00:00Z", ""))}, WriteOptions: store.WriteOptions{Now: clock}}); err != nil {
		t.Fatal(err)
	}
	l := lrstest.New()
	l.Store([]byte(said(2, "Bo", "passed", "quiz", "bio", "2026-03-11T10:00:00Z", "")), time.Date(2026, 3, 11, 10, 0, 1, 0, time.UTC))
	srv := httptest.NewServer(l)
	t.Cleanup(srv.Close)
	source := func(name string) lrs.Source {
		return lrs.Source{Name: name, URL: srv.URL + "/" + name, Auth: lrs.AuthNone}
	}
	if err := lrs.WriteSources(dir, []lrs.Source{source("west"), source("north"), source("east")}); err != nil {
		t.Fatal(err)
	}
	pull := func(name string) error {
		_, err := store.Pull(t.Context(), dir, store.PullOptions{Source: source(name), WriteOptions: store.WriteOptions{Now: clock}})
		return err
	}
	if err := pull("north"); err != nil {
		t.Fatal(err)
	}
	l.Refuse.Store(0)
	if err := pull("east"); err == nil {
		t.Fatal("a refused pull went well")
	}
	s, err := query.Open(t.Context(), dir, query.Options{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	list, err := s.Sources(t.Context(), everything, query.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	want := []struct {
		name, kind, said  string
		statements, loads int
		asked, fresh      bool
	}{
		{"east", "lrs", "knows the key, but it may not read statements (403)", 0, 0, true, false},
		{"north", "lrs", "complete", 1, 1, true, true},
		{"west", "lrs", "never pulled", 0, 0, false, false},
		{"made.ndjson", "file", "", 1, 1, false, false},
	}
	if len(list.Rows) != len(want) {
		t.Fatalf("%d sources", len(list.Rows))
	}
	for i, w := range want {
		r := list.Rows[i]
		if string(r.Source) != w.name || string(r.Kind) != w.kind || string(r.Said()) != w.said || r.Statements != int64(w.statements) || len(r.Loads) != w.loads ||
			(r.Pull != nil) != w.asked || w.asked && (r.Pull.Fresh != nil) != w.fresh {
			t.Errorf("%+v is not %+v (%q, %+v)", r, w, r.Said(), r.Pull)
		}
	}
	if list.Rows[0].Pull.Next == "" || list.Rows[1].Pull.Reason == "" {
		t.Error("a pull says neither what to do nor why")
	}
	for after, states := range map[time.Duration][3]query.Freshness{
		time.Hour:      {query.NeverPulled, query.UpToDate, query.KeyRefused},
		49 * time.Hour: {query.NeverPulled, query.NotAsked, query.KeyRefused},
	} {
		now = march.Add(after)
		all, err := s.Connections(t.Context(), query.Viewer{Scope: query.OnlyClasses("nothing")})
		if err != nil || len(all) != len(states) {
			t.Fatalf("%+v, %v", all, err)
		}
		for i, state := range states {
			if all[i].State != state {
				t.Errorf("after %v: %+v is not %d", after, all[i], state)
			}
		}
	}
	if _, err := s.Connections(t.Context(), query.Viewer{}); !errors.Is(err, query.ErrScope) {
		t.Errorf("who may see nothing: %v", err)
	}
	if _, err := s.Sources(t.Context(), query.Viewer{Scope: query.OnlyClasses("nothing")}, query.Filter{}); !errors.Is(err, query.ErrScope) {
		t.Errorf("who may see one class: %v", err)
	}
}
