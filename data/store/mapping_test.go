package store

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"lrx/data/roster"
)

// cheered are statements with verbs and types of a tool's own: answers to
// tasks in a unit, and words on others.
func cheered(t *testing.T, piece int) string {
	t.Helper()
	var b strings.Builder
	for i := range 12 {
		object := fmt.Sprintf(`{"id":"https://x.example/task%d","definition":{"type":"https://x.example/types/task"}}`, i%3)
		if i%4 == 3 {
			object = `{"objectType":"Agent","account":{"homePage":"https://x.example","name":"p0"}}`
		}
		fmt.Fprintf(&b, `{"id":"80000000-0000-4000-8000-%06d%06d","actor":{"account":{"homePage":"https://x.example","name":"p%d"}},`+
			`"verb":{"id":"https://x.example/verbs/%s"},"object":%s,"result":{"success":%t},`+
			`"context":{"contextActivities":{"grouping":[{"id":"https://x.example/unit","definition":{"type":"https://x.example/types/lehrgang"}}],`+
			`"other":[{"id":"https://x.example/skill","definition":{"type":"https://x.example/types/ability"}}]}},"timestamp":"2026-03-%02dT10:%02d:00Z"}`+"\n",
			piece, i, i%2+1, []string{"took", "took", "saw", "cheered"}[i%4], object, i%2 == 0, 10+piece, i)
	}
	path := filepath.Join(t.TempDir(), "piece.ndjson")
	write(t, path, b.String())
	return path
}

// TestMapping changes what verbs and types mean while statements come in, and
// compares with a store that is read anew each time.
func TestMapping(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	const (
		verbs = "[verbs]\n\"https://x.example/verbs/took\" = \"http://adlnet.gov/expapi/verbs/answered\"\n"
		more  = "\"https://x.example/verbs/cheered\" = \"http://id.tincanapi.com/verb/rated\"\n"
		types = "[types]\n\"https://x.example/types/lehrgang\" = \"http://adlnet.gov/expapi/activities/course\"\n" +
			"\"https://x.example/types/ability\" = \"https://w3id.org/xapi/tla/activity-types/competency\"\n"
	)
	const (
		answers  = "SELECT count(*)::VARCHAR FROM statement WHERE interaction"
		feedback = "SELECT count(*)::VARCHAR FROM statement WHERE feedback"
		items    = "SELECT count(*)::VARCHAR FROM attempt WHERE kind = 'item'"
		courses  = "SELECT count(*)::VARCHAR FROM class WHERE kind = 'course'"
		skills   = "SELECT count(*)::VARCHAR FROM activity_skill"
	)
	for i, step := range []struct {
		profile string
		load    bool
		want    map[string]string
	}{
		{"", true, map[string]string{answers: "0", feedback: "0", items: "0", courses: "0", skills: "0"}},
		// 6 of 12 statements are answers; who answers a task twice in one day answers it twice.
		{verbs, false, map[string]string{answers: "6", feedback: "0", items: "6", courses: "0", skills: "0"}},
		{verbs, true, map[string]string{answers: "12", feedback: "0", items: "12", courses: "0"}},
		{verbs + more, true, map[string]string{answers: "18", feedback: "9", items: "18", courses: "0"}},
		{verbs + more + types, false, map[string]string{answers: "18", feedback: "9", courses: "1", skills: "3"}},
		{verbs + types, true, map[string]string{answers: "24", feedback: "0", courses: "1", skills: "3"}},
		{types, true, map[string]string{answers: "0", feedback: "0", items: "0", courses: "1", skills: "3"}},
		{"", true, map[string]string{answers: "0", feedback: "0", courses: "0", skills: "0"}},
	} {
		write(t, filepath.Join(dir, roster.ProfileFile), step.profile)
		if step.load {
			if _, err := Load(t.Context(), dir, LoadOptions{WriteOptions: WriteOptions{Now: decideClock}, Paths: []string{cheered(t, i)}}); err != nil {
				t.Fatal(err)
			}
		} else if _, err := Apply(t.Context(), dir, "apply", WriteOptions{Now: decideClock}); err != nil {
			t.Fatal(err)
		}
		for question, want := range step.want {
			if got := one(t, dir, question); got != want {
				t.Errorf("step %d: %s: got %s, want %s", i, question, got, want)
			}
		}
		if a, err := Apply(t.Context(), dir, "apply", WriteOptions{Now: decideClock}); err != nil || a.Changed {
			t.Errorf("step %d: applied again: %+v, %v", i, a, err)
		}
		got, said := derivedIn(t, dir), one(t, dir, "SELECT string_agg(iri || ' ' || coalesce(means, ''), ', ' ORDER BY iri) FROM verb")
		anew := t.TempDir()
		if err := os.CopyFS(anew, os.DirFS(dir)); err != nil {
			t.Fatal(err)
		}
		if err := Rebuild(t.Context(), anew, WriteOptions{Now: decideClock}); err != nil {
			t.Fatal(err)
		}
		if want := derivedIn(t, anew); got != want {
			t.Errorf("step %d: got\n%s\nread anew\n%s", i, got, want)
		}
		if want := one(t, anew, "SELECT string_agg(iri || ' ' || coalesce(means, ''), ', ' ORDER BY iri) FROM verb"); said != want {
			t.Errorf("step %d: verbs mean %s, read anew %s", i, said, want)
		}
	}
}

func one(t *testing.T, dir, question string) string {
	t.Helper()
	g, err := OpenGeneration(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close() //nolint:errcheck // a test
	all, err := column[string](t.Context(), g.DB, question)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(slices.Sorted(slices.Values(all)), "; ")
}
