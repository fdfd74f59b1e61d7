package query_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"lrx/data/roster"
	"lrx/data/store"
	"lrx/query"
)

// schoolStore is testdata/school in a store.
func schoolStore(t *testing.T) *query.Store {
	t.Helper()
	const from = "../testdata/school"
	dir := t.TempDir()
	for _, name := range []string{roster.PeopleFile, roster.ClassesFile, roster.ActivitiesFile, roster.DueFile, roster.CalendarFile, roster.ProfileFile} {
		text, err := os.ReadFile(filepath.Join(from, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	in, problems, err := roster.ReadRoster([]string{filepath.Join(from, "roster")}, roster.Options{Homes: []string{"https://moodle.example.org"}})
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	whole, problems := (&roster.Roster{}).Merge(in)
	if err := roster.Write(dir, whole); err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	now := func() time.Time { return time.Date(2026, 4, 21, 12, 0, 0, 0, time.UTC) }
	if _, err := store.Load(t.Context(), dir, store.LoadOptions{
		Paths: []string{filepath.Join(from, "moodle.ndjson"), filepath.Join(from, "cmi5.ndjson")}, WriteOptions: store.WriteOptions{Now: now},
	}); err != nil {
		t.Fatal(err)
	}
	s, err := query.Open(t.Context(), dir, query.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// TestScopeOfARoster proves that a teacher of one class learns nothing of another,
// nor of what her learners did elsewhere.
func TestScopeOfARoster(t *testing.T) {
	t.Parallel()
	s, ctx := schoolStore(t), t.Context()
	zurich, err := time.LoadLocation("Europe/Zurich")
	if err != nil {
		t.Fatal(err)
	}
	all := query.Viewer{Scope: query.AllClasses(), TZ: zurich}
	physics := query.Viewer{Scope: query.OnlyClasses("physics-1"), TZ: zurich}
	for _, f := range []query.Filter{{}, {Period: query.PeriodAll}} {
		mine, err := s.Learners(ctx, physics, f)
		if err != nil {
			t.Fatal(err)
		}
		f.Class = "physics-1"
		theirs, err := s.Learners(ctx, all, f)
		if err != nil || len(mine.Rows) != 6 || len(theirs.Rows) != 6 {
			t.Fatalf("%d and %d learners, %v", len(mine.Rows), len(theirs.Rows), err)
		}
		for i := range mine.Rows {
			if mine.Rows[i].ID != theirs.Rows[i].ID || mine.Rows[i].Statements != theirs.Rows[i].Statements || mine.Rows[i].Attempts != theirs.Rows[i].Attempts {
				t.Errorf("the teacher's row is %+v, the class's %+v", mine.Rows[i], theirs.Rows[i])
			}
		}
	}
	statements, err := s.Statements(ctx, all, query.Filter{Voided: true})
	if err != nil {
		t.Fatal(err)
	}
	own := map[string]bool{}
	listed, err := s.Statements(ctx, physics, query.Filter{Voided: true, Period: query.PeriodAll})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range listed.Rows {
		own[string(x.ID)] = true
	}
	if len(own) == 0 || len(own) == len(statements.Rows) {
		t.Fatalf("%d of %d statements are the class's", len(own), len(statements.Rows))
	}
	var notFound *query.NotFoundError
	for _, x := range statements.Rows {
		if _, err := s.Statement(ctx, physics, x.ID); (err == nil) != own[string(x.ID)] || err != nil && !errors.As(err, &notFound) {
			t.Errorf("statement %s, listed %v: %v", x.ID, own[string(x.ID)], err)
		}
	}
	for _, id := range []string{"Learner 01", "Guest 01", "u01", "mailto:learner01@school.example.org"} {
		if _, err := s.Learner(ctx, physics, id, query.Filter{}); !errors.As(err, &notFound) {
			t.Errorf("%s: %v", id, err)
		}
	}
	for _, class := range []string{"math-1", "outside", "https://example.org/course/math-a"} {
		if _, err := s.Learners(ctx, physics, query.Filter{Class: class}); !errors.As(err, &notFound) {
			t.Errorf("class %s: %v", class, err)
		}
	}
	if _, err := s.Activity(ctx, physics, "https://example.org/math/quiz1", query.Filter{}); !errors.As(err, &notFound) {
		t.Errorf("an activity of another class: %v", err)
	}
}

// TestSeveralClassesAsOne counts the classes of one viewer together: who is in two
// of them counts once, and so does each statement.
func TestSeveralClassesAsOne(t *testing.T) {
	t.Parallel()
	s, ctx := schoolStore(t), t.Context()
	for name, classes := range map[string][]string{
		"two of the roster":   {"math-1", "physics-1"},
		"with one of records": {"physics-1", "https://example.org/course/math-a"},
		"with one it holds":   {"physics-1", "https://example.org/course/physics"},
	} {
		both := query.Viewer{Scope: query.OnlyClasses(classes...)}
		want, people, attempts := map[string]bool{}, map[string]bool{}, map[string]bool{}
		for _, class := range classes {
			f := query.Filter{Class: class, Period: query.PeriodAll}
			statements, err1 := s.Statements(ctx, both, f)
			learners, err2 := s.Learners(ctx, both, f)
			tried, err3 := s.Attempts(ctx, both, f)
			if err := errors.Join(err1, err2, err3); err != nil {
				t.Fatal(name, err)
			}
			for _, x := range statements.Rows {
				want[x.ID] = true
			}
			for _, x := range learners.Rows {
				people[x.ID] = true
			}
			for _, x := range tried.Rows {
				attempts[x.ID] = true
			}
		}
		statements, err1 := s.Statements(ctx, both, query.Filter{})
		learners, err2 := s.Learners(ctx, both, query.Filter{})
		tried, err3 := s.Attempts(ctx, both, query.Filter{})
		if err := errors.Join(err1, err2, err3); err != nil {
			t.Fatal(name, err)
		}
		if len(statements.Rows) != len(want) || len(learners.Rows) != len(people) || len(tried.Rows) != len(attempts) {
			t.Errorf("%s: %d statements, %d learners, %d attempts; one by one %d, %d, %d", name,
				len(statements.Rows), len(learners.Rows), len(tried.Rows), len(want), len(people), len(attempts))
		}
	}
}
