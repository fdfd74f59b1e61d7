package query_test

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "github.com/duckdb/duckdb-go/v2" // the driver, to change a store by hand

	"lrx/data/store"
	"lrx/query"
)

// changed loads files into a store and changes it by hand.
func changed(t *testing.T, dir string, paths []string, statements ...string) {
	t.Helper()
	if _, err := store.Load(t.Context(), dir, store.LoadOptions{Paths: paths, WriteOptions: store.WriteOptions{Now: func() time.Time { return march }}}); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("duckdb", filepath.Join(dir, "lrx.duckdb"))
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range statements {
		if _, err := db.ExecContext(t.Context(), text); err != nil {
			t.Fatal(text, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T, dir string) *query.Store {
	t.Helper()
	s, err := query.Open(t.Context(), dir, query.Options{Now: func() time.Time { return march }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// TestDaysOff proves that the calendar names gaps, each line for the classes and
// sources it is for.
func TestDaysOff(t *testing.T) {
	t.Parallel()
	const silent = `made.ndjson sent 0 of about 24 statements on `
	const outage = silent + "11 February 2026: an outage candidate, not absent learners"
	first := time.Date(2026, 1, 5, 11, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		insert string
		class  string
		want   string
	}{
		"none":            {"", "", outage},
		"holiday":         {"('2026-02-10', '2026-02-12', 'holiday', 'Winter break', '', '')", "", silent + "11 February 2026: days off by calendar.csv, Winter break"},
		"outage":          {"('2026-02-11', '2026-02-11', 'outage', NULL, NULL, 'made.ndjson')", "", silent + "11 February 2026: a known outage by calendar.csv, not absent learners"},
		"another source":  {"('2026-02-11', '2026-02-11', 'outage', 'x', '', 'other')", "", outage},
		"another class":   {"('2026-02-11', '2026-02-11', 'holiday', 'x', 'other', '')", "https://school.example/course-a", outage},
		"of a class, all": {"('2026-02-11', '2026-02-11', 'holiday', 'x', 'https://school.example/course-a', '')", "", outage},
		"of the class":    {"('2026-02-11', '2026-02-11', 'holiday', 'x', 'https://school.example/course-a', '')", "https://school.example/course-a", silent + "11 February 2026: days off by calendar.csv, x"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			var insert []string
			if c.insert != "" {
				insert = []string{"INSERT INTO day_off VALUES " + c.insert}
			}
			changed(t, dir, []string{made(t, collected("course-a", first, 71, 37)...)}, insert...)
			l, err := open(t, dir).Gaps(t.Context(), everything, query.Filter{Class: c.class})
			if err != nil || l.Total != 1 || string(l.Rows[0].Sentence) != c.want {
				t.Errorf("got %+v, %v; want %s", l.Rows, err, c.want)
			}
		})
	}
}

// TestOlderStoresGetOrigins takes a store back to the layout before there were
// origins: the next load makes them for all classes, not only for those it touches.
func TestOlderStoresGetOrigins(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	changed(t, dir, []string{made(t, said(1, "Ann", "answered", "item", "course-a", "2026-03-01T10:00:00Z", ""))},
		"DROP TABLE day_off", "DROP TABLE kept_origin_sums", "DROP TABLE kept_origin_slots", "DROP VIEW actor_home", "DROP VIEW voucher", "DROP VIEW place_kind",
		"UPDATE meta SET value = '1' WHERE key = 'schema'")
	if _, err := query.Open(t.Context(), dir, query.Options{}); err == nil {
		t.Error("an older store is read as it is")
	}
	changed(t, dir, []string{made(t, said(2, "Bob", "answered", "item", "course-b", "2026-03-01T10:00:00Z", ""))})
	s := open(t, dir)
	for class, want := range map[string]int{"course-a": 1, "course-b": 1, "everyone": 2} {
		l, err := s.Origins(t.Context(), everything, query.Filter{Class: class})
		if err != nil || l.Total != want {
			t.Errorf("%s: %s, %v", class, strings.Join(originTexts(l, everything), "\n"), err)
		}
	}
}
