package query_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"lrx/data/roster"
	"lrx/data/store"
	"lrx/query"
)

// TestVerbsCountAsOthers lists verbs with what they feed before and after the
// profile says what one of them counts as.
func TestVerbsCountAsOthers(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	clock := store.WriteOptions{Now: func() time.Time { return march }}
	path := made(t,
		said(1, "Ann", "answered", "item", "course-a", "2026-03-01T10:00:00Z", ""),
		said(2, "Bob", "tried-out", "item", "course-a", "2026-03-02T10:00:00Z", ""),
		said(3, "Bob", "tried-out", "item", "course-a", "2026-03-03T10:00:00Z", ""),
		said(4, "Bob", "yawned", "item", "course-a", "2026-03-03T10:00:00Z", ""),
	)
	if _, err := store.Load(t.Context(), dir, store.LoadOptions{Paths: []string{path}, WriteOptions: clock}); err != nil {
		t.Fatal(err)
	}
	s, err := query.Open(t.Context(), dir, query.Options{Now: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close() //nolint:errcheck // a test
	look := func(note string, want ...string) {
		t.Helper()
		l, err := s.Verbs(t.Context(), everything, query.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, v := range l.Rows {
			got = append(got, fmt.Sprintf("%s %d feeds %q as %q", v.Name, v.Statements, v.Feeds, v.CountsAs))
		}
		if !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
		if len(l.Notes) != 1 || string(l.Notes[0]) != note {
			t.Errorf("got %q, want %q", l.Notes, note)
		}
	}
	look("1 of 4 statements (25 %) have a verb that is evidence for something.",
		`tried-out 2 feeds "" as ""`, `answered 1 feeds "response" as ""`, `yawned 1 feeds "" as ""`)
	const answered = "http://adlnet.gov/expapi/verbs/answered"
	text := "[verbs]\n\"http://adlnet.gov/expapi/verbs/tried-out\" = \"" + answered + "\"\n"
	if err := os.WriteFile(filepath.Join(dir, roster.ProfileFile), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Apply(t.Context(), dir, "apply", clock); err != nil {
		t.Fatal(err)
	}
	look("3 of 4 statements (75 %) have a verb that is evidence for something.",
		`tried-out 2 feeds "response" as "`+answered+`"`, `answered 1 feeds "response" as ""`, `yawned 1 feeds "" as ""`)
}
