package query

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"lrx/data/roster"
	"lrx/data/store"
)

const schoolFolder = "../testdata/school"

// schoolNow is a day of the school's current term.
var schoolNow = time.Date(2026, 4, 21, 12, 0, 0, 0, time.UTC)

// school is a store with the school of testdata: two classes of a roster with
// two terms, two sources. keep chooses statements by their source; nil keeps all.
func school(t *testing.T, keep func(source string, statement map[string]any) bool) *Store {
	t.Helper()
	dir, from := t.TempDir(), t.TempDir()
	clock := store.WriteOptions{Now: func() time.Time { return schoolNow }}
	var paths []string
	for _, name := range []string{"moodle.ndjson", "cmi5.ndjson"} {
		paths = append(paths, filepath.Join(from, name))
		copyLines(t, paths[len(paths)-1], filepath.Join(schoolFolder, name), keep)
	}
	if _, err := store.Load(t.Context(), dir, store.LoadOptions{Paths: paths, WriteOptions: clock}); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{roster.PeopleFile, roster.ClassesFile, roster.ActivitiesFile, roster.ProfileFile} {
		copyLines(t, filepath.Join(dir, name), filepath.Join(schoolFolder, name), nil)
	}
	read, problems, err := roster.ReadRoster([]string{filepath.Join(schoolFolder, "roster")}, roster.Options{Homes: []string{"https://moodle.example.org"}})
	if err != nil || len(problems) > 0 {
		t.Fatal(err, problems)
	}
	merged, problems := new(roster.Roster).Merge(read)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if err := roster.Write(dir, merged); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Apply(t.Context(), dir, "apply", clock); err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), dir, Options{Now: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() }) // it ends with the test
	return s
}

func copyLines(t *testing.T, to, from string, keep func(source string, statement map[string]any) bool) {
	t.Helper()
	text, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	var out []byte
	for line := range bytes.Lines(text) {
		var statement map[string]any
		if keep == nil || json.Unmarshal(line, &statement) == nil && keep(filepath.Base(from), statement) {
			out = append(out, line...)
		}
	}
	if err := os.WriteFile(to, out, 0o600); err != nil {
		t.Fatal(err)
	}
}

// storeWith is a store with a statement of one learner at each time.
func storeWith(t *testing.T, now time.Time, times ...time.Time) *Store {
	t.Helper()
	path := filepath.Join(t.TempDir(), "times.ndjson")
	var text []byte
	for i, at := range times {
		text = fmt.Appendf(text, `{"id":"10000000-0000-4000-8000-%012d","actor":{"mbox":"mailto:ann@x.example"},"verb":{"id":"http://x.example/read"},`+
			`"object":{"id":"http://x.example/page"},"timestamp":%q}`+"\n", i, at.UTC().Format(time.RFC3339))
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	dir, clock := t.TempDir(), func() time.Time { return now }
	if _, err := store.Load(t.Context(), dir, store.LoadOptions{Paths: []string{path}, WriteOptions: store.WriteOptions{Now: clock}}); err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), dir, Options{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() }) // it ends with the test
	return s
}
