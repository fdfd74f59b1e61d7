package query_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lrx/data/store"
	"lrx/query"
)

// TestRunsOfARoster has three classes of a roster, of all records of the same twelve learners: two of
// the course Biology in two terms, one of the course Maths. A run begins with its term, and what its
// learners did long before is of another one.
func TestRunsOfARoster(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	files := map[string]*strings.Builder{}
	add := func(name, format string, args ...any) {
		if files[name] == nil {
			files[name] = &strings.Builder{}
		}
		fmt.Fprintf(files[name], format+"\n", args...)
	}
	add("roster/manifest.csv", "propertyName,value\nmanifest.version,1.0\noneroster.version,1.1")
	add("roster/academicSessions.csv", "sourcedId,title,type,startDate,endDate,schoolYear\nt1,Autumn,term,2025-09-01,2025-12-20,2026\nt2,Spring,term,2026-01-12,2026-04-01,2026")
	add("roster/courses.csv", "sourcedId,title\nbio,Biology\nmaths,Maths")
	add("roster/classes.csv", "sourcedId,title,courseSourcedId,termSourcedIds\nb1,Biology autumn,bio,t1\nb2,Biology spring,bio,t2\nm1,Maths,maths,t1")
	add("roster/users.csv", "sourcedId,role,username,givenName,familyName,email")
	add("roster/enrollments.csv", "sourcedId,classSourcedId,userSourcedId,role")
	add("outcomes.csv", "class,learner,outcome,when")
	add("profile.toml", `timezone = "UTC"`)
	n := 0
	for i := range 12 {
		add("roster/users.csv", "u%d,student,,Learner,%d,learner%d@x.example", i, i, i)
		for k, class := range []string{"b1", "b2", "m1"} {
			add("roster/enrollments.csv", "e%d-%d,%s,u%d,student", i, k, class, i)
			add("outcomes.csv", "%s,u%d,%s,%s", class, i, []string{"passed", "failed"}[i%2], []string{"2025-12-19", "2026-04-01", "2025-12-19"}[k])
		}
		// Everybody comes in the first week of autumn, and half of them in the second week of spring.
		for _, day := range []string{"2025-09-02", "2026-01-21"}[:1+i%2] {
			n++
			add("made.ndjson", `{"id":"40000000-0000-4000-8000-%012d","actor":{"mbox":"mailto:learner%d@x.example"},"verb":{"id":"http://adlnet.gov/expapi/verbs/experienced"},`+
				`"object":{"id":"https://x.example/page"},"timestamp":"%sT10:00:00Z"}`, n, i, day)
		}
	}
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	now := func() time.Time { return time.Date(2026, 4, 2, 12, 0, 0, 0, time.UTC) }
	if _, err := store.Load(t.Context(), dir, store.LoadOptions{Paths: []string{filepath.Join(dir, "made.ndjson")}, WriteOptions: store.WriteOptions{Now: now}}); err != nil {
		t.Fatal(err)
	}
	s, err := query.Open(t.Context(), dir, query.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close() //nolint:errcheck // a test
	for _, c := range []struct{ class, runs string }{
		{"", "Biology autumn 2025-09-01 6 6; Maths 2025-09-01 6 6; Biology spring 2026-01-12 6 6"},
		{"b2", "Biology autumn 2025-09-01 6 6; Biology spring 2026-01-12 6 6"},
		{"Maths", "Maths 2025-09-01 6 6"},
	} {
		b, err := s.Backtest(t.Context(), everything, query.Filter{Class: c.class}, query.BacktestOptions{Weeks: []int{2, 20}})
		if err != nil {
			t.Fatal(err)
		}
		var runs []string
		for _, r := range b.Runs {
			runs = append(runs, fmt.Sprint(r.Name, " ", r.Begin.Format(time.DateOnly), " ", r.Passed, " ", r.Failed))
		}
		if got := strings.Join(runs, "; "); got != c.runs {
			t.Errorf("%q: runs %q, want %q", c.class, got, c.runs)
		}
		two, after := b.Weeks[0], b.Weeks[1]
		idle, hits := 6, 0 // in the second week of spring those with even numbers are idle, who passed
		if c.class == "Maths" {
			idle, hits = 12, 6
		}
		if two.Learners != 12 || two.With != 6 || two.Rule.Length != idle || two.Rule.Hits != hits {
			t.Errorf("%q: %s", c.class, asJSON(t, two))
		}
		if after.Model != "" || after.Rule != nil || !strings.HasPrefix(after.Why, "0 learners of the newest run were there whose outcome was still open") {
			t.Errorf("%q, after all was over: %s", c.class, asJSON(t, after))
		}
	}
}
