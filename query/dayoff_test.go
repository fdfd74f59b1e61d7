package query_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"lrx/data/store"
	"lrx/query"
)

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
		lines string
		class string
		want  string
	}{
		"none":            {"", "", outage},
		"holiday":         {"2026-02-10,2026-02-12,holiday,Winter break,,", "", silent + "11 February 2026: days off by calendar.csv, Winter break"},
		"outage":          {"2026-02-11,2026-02-11,outage,,,made.ndjson", "", silent + "11 February 2026: a known outage by calendar.csv, not absent learners"},
		"another source":  {"2026-02-11,2026-02-11,outage,x,,other", "", outage},
		"another class":   {"2026-02-11,2026-02-11,holiday,x,https://school.example/course-b,", "https://school.example/course-a", outage},
		"of a class, all": {"2026-02-11,2026-02-11,holiday,x,https://school.example/course-a,", "", outage},
		"of the class":    {"2026-02-11,2026-02-11,holiday,x,https://school.example/course-a,", "https://school.example/course-a", silent + "11 February 2026: days off by calendar.csv, x"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			calendar := "from,to,kind,name,class,source\n" + c.lines + "\n"
			if err := os.WriteFile(filepath.Join(dir, "calendar.csv"), []byte(calendar), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := store.Load(t.Context(), dir, store.LoadOptions{
				Paths: []string{made(t, collected("course-a", first, 71, 37)...)}, WriteOptions: store.WriteOptions{Now: func() time.Time { return march }},
			}); err != nil {
				t.Fatal(err)
			}
			l, err := open(t, dir).Gaps(t.Context(), everything, query.Filter{Class: c.class})
			if err != nil || l.Total != 1 || string(l.Rows[0].Sentence) != c.want {
				t.Errorf("got %+v, %v; want %s", l.Rows, err, c.want)
			}
		})
	}
}
