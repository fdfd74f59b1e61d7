package store

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lrx/data/roster"
)

var decideClock = func() time.Time { return time.Date(2026, 3, 20, 12, 0, 0, 0, time.UTC) }

// answeredAt are answers to items that stand in quizzes; two quizzes are the same under two ids.
func answeredAt(t *testing.T, piece int) string {
	t.Helper()
	var b strings.Builder
	for i := range 40 {
		quiz := []string{"quiz", "copy", "other"}[i%3]
		course := []string{"one", "two"}[i/7%2]
		fmt.Fprintf(&b, `{"id":"60000000-0000-4000-8000-%06d%06d","actor":{"account":{"homePage":"https://x.example","name":"p%d"}},"verb":{"id":"http://adlnet.gov/expapi/verbs/%s"},`+
			`"object":{"id":"https://x.example/%s","definition":{"type":"http://adlnet.gov/expapi/activities/%s"}},"result":{"success":%t},`+
			`"context":{"contextActivities":{%s"grouping":[{"id":"https://x.example/%s","definition":{"type":"http://adlnet.gov/expapi/activities/course"}}]}},"timestamp":"2026-03-%02dT10:%02d:00Z"}`+"\n",
			piece, i, i%5, []string{"answered", "completed"}[i/3%2], []string{quiz + fmt.Sprintf("/q%d", i%4), quiz}[i/3%2], []string{"cmi.interaction", "assessment"}[i/3%2], i%2 == 0,
			[]string{`"parent":[{"id":"https://x.example/` + quiz + `"}],`, ""}[i/3%2], course, 10+piece, i)
	}
	path := filepath.Join(t.TempDir(), "piece.ndjson")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// derivedOf are the tables that follow from statements and decisions, with ids in place of keys.
var derivedOf = []string{
	"SELECT s.id::VARCHAR, a.iri, p.iri FROM statement s LEFT JOIN activity a USING (activity) LEFT JOIN activity p ON p.activity = s.parent",
	"SELECT a.iri, p.iri, depth, area, question FROM activity_tree t JOIN activity a USING (activity) LEFT JOIN activity p ON p.activity = t.parent WHERE a.activity IN (SELECT activity FROM place_at)",
	"SELECT r.iri, a.iri FROM activity_below b JOIN activity a USING (activity) JOIN activity r ON r.activity = b.area WHERE a.activity IN (SELECT activity FROM place_at)",
	"SELECT a.iri, k.iri FROM activity_skill s JOIN activity a USING (activity) JOIN activity k ON k.activity = s.skill",
	"SELECT a.iri, a.name FROM titled a WHERE a.activity IN (SELECT activity FROM place_at)",
	"SELECT a.iri, rule FROM activity_rule JOIN activity a USING (activity)",
	"SELECT c.id, c.name FROM class c",
	"SELECT c.id, s.id::VARCHAR FROM statement s JOIN place_class USING (place) JOIN class c USING (class)",
	"SELECT l.id, a.iri, p.iri, t.kind FROM attempt t JOIN learner l USING (learner) JOIN activity a USING (activity) LEFT JOIN activity p ON p.activity = t.parent",
	"SELECT c.id, a.iri, k.* EXCLUDE (class, activity) FROM kept_activity_sums k JOIN activity a USING (activity) LEFT JOIN class c USING (class)",
	"SELECT c.id, a.iri, k.* EXCLUDE (class, area) FROM kept_area_sums k JOIN activity a ON a.activity = k.area LEFT JOIN class c USING (class)",
}

func derivedIn(t *testing.T, dir string) string {
	t.Helper()
	g, err := OpenGeneration(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close() //nolint:errcheck // a test
	var b strings.Builder
	for _, q := range derivedOf {
		lines, err := column[string](t.Context(), g.DB, "SELECT q::VARCHAR FROM ("+q+") q ORDER BY 1")
		if err != nil {
			t.Fatalf("%s: %v", q, err)
		}
		fmt.Fprintln(&b, q)
		for _, l := range lines {
			fmt.Fprintln(&b, "  "+l)
		}
	}
	return b.String()
}

// TestDecisionsOnActivities makes, changes and takes back decisions while
// statements come in, and compares with a store that is made anew each time.
func TestDecisionsOnActivities(t *testing.T) {
	t.Parallel()
	x := func(s string) string { return "https://x.example/" + s }
	dir := t.TempDir()
	says := [...][]string{
		0: {"iri: https://x.example/copy, iri_1: https://x.example/one", "iri: https://x.example/quiz, name: NULL"},
		1: {
			"iri: https://x.example/quiz, name: The quiz", "iri: https://x.example/quiz, iri_1: urn:x:module", "iri: https://x.example/quiz, rule: best",
			"iri: https://x.example/other/q0, iri_1: skill:adding%20up", "iri: https://x.example/other/q0, iri_1: https://x.example/skill",
		},
		2: {"iri: https://x.example/other, iri_1: NULL", "id: https://x.example/two, name: NULL"},
		3: {"iri: https://x.example/quiz, name: NULL"},
		4: {"iri: https://x.example/copy, iri_1: https://x.example/one"},
	}
	for i, decided := range [][]roster.ActivityDecision{
		nil,
		{
			{Activity: x("copy"), SameAs: x("quiz")},
			{Activity: x("quiz"), Name: "The quiz", Parent: "urn:x:module", Rule: "best", Weight: 3},
			{Activity: "urn:x:module", Name: "Module", Parent: x("one")},
			{Activity: x("other/q0"), Skills: []string{"Adding up", x("skill")}},
		},
		{
			{Activity: x("copy"), SameAs: x("other")},
			{Activity: x("copy/q1"), SameAs: x("quiz/q1")},
			{Activity: x("other"), Root: true},
			{Activity: x("one"), SameAs: x("two")},
		},
		{{Activity: x("quiz"), SameAs: x("copy")}, {Activity: x("copy"), SameAs: x("quiz")}, {Activity: x("nobody knows it"), Parent: x("one")}},
		nil,
	} {
		o := WriteOptions{Now: decideClock}
		decideIn(t, dir, decided)
		if _, err := Load(t.Context(), dir, LoadOptions{WriteOptions: o, Paths: []string{answeredAt(t, i)}}); err != nil {
			t.Fatal(err)
		}
		anew := t.TempDir()
		if err := copyFile(dbPath(dir), dbPath(anew)); err != nil {
			t.Fatal(err)
		}
		decideIn(t, anew, decided)
		got := derivedIn(t, dir)
		if err := Rebuild(t.Context(), anew, o); err != nil {
			t.Fatal(err)
		}
		if want := derivedIn(t, anew); got != want {
			a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
			for j := range min(len(a), len(b)) {
				if a[j] != b[j] {
					t.Fatalf("after decisions %d there stands\n%s\nmade anew\n%s", i, a[max(0, j-1):min(len(a), j+4)], b[max(0, j-1):min(len(b), j+4)])
				}
			}
			t.Fatalf("after decisions %d there are %d lines, made anew %d", i, len(a), len(b))
		}
		plain := strings.ReplaceAll(got, "'", "")
		for _, line := range says[i] {
			if !strings.Contains(plain, line) {
				t.Errorf("after decisions %d it does not say %s in\n%s", i, line, plain)
			}
		}
	}
}

// decideIn writes the decisions into the file of a folder.
func decideIn(t *testing.T, dir string, decided []roster.ActivityDecision) {
	t.Helper()
	var b strings.Builder
	w := csv.NewWriter(&b)
	rows := [][]string{{"activity", "same_as", "name", "parent", "skills", "weight", "attempt_rule"}}
	for _, d := range decided {
		parent, weight := d.Parent, ""
		if d.Root {
			parent = "-"
		}
		if d.Weight != 0 {
			weight = fmt.Sprint(d.Weight)
		}
		rows = append(rows, []string{d.Activity, d.SameAs, d.Name, parent, strings.Join(d.Skills, "|"), weight, d.Rule})
	}
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, roster.ActivitiesFile), []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}
