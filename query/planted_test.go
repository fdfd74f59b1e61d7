package query_test

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"lrx/data/store"
	"lrx/internal/demo"
	"lrx/query"
)

// demoStore is the store of the made-up class.
func demoStore(t *testing.T) (dir string, s *query.Store) {
	t.Helper()
	dir = filepath.Join(t.TempDir(), "demo")
	files, err := demo.Write(filepath.Join(dir, "made-up"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Load(t.Context(), dir, store.LoadOptions{Paths: files}); err != nil {
		t.Fatal(err)
	}
	s, err = query.Open(t.Context(), dir, query.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return dir, s
}

// TestPlanted looks for what was planted in the demo: an item with a wrong key, a
// module that is hard for the class, a learner who struggles in two modules, and a
// day on which nothing was collected.
func TestPlanted(t *testing.T) {
	t.Parallel()
	_, s := demoStore(t)
	v := query.Viewer{Scope: query.AllClasses()}
	class := query.Filter{Class: demo.Course}
	hard, err := s.Struggling(t.Context(), v, class)
	if err != nil {
		t.Fatal(err)
	}
	var suspects []string
	found := map[string]query.Struggling{}
	for _, r := range hard.Rows {
		found[r.IRI] = r
		if r.SuspectKey && r.Kind == "item" {
			suspects = append(suspects, r.IRI)
		}
		gap := r.Gap != nil && *r.Gap == "class"
		if planted := strings.HasPrefix(string(r.Name), "Module 5") || r.IRI == demo.WrongKeyItem(); r.Kind == "area" && strings.HasPrefix(string(r.Name), "Module") && gap != planted {
			t.Errorf("%s: gap of the class %t, planted %t: %s", r.Name, gap, planted, r.GapSays)
		}
	}
	if len(suspects) != 1 || suspects[0] != demo.WrongKeyItem() {
		t.Errorf("keys to check %v, want %s alone", suspects, demo.WrongKeyItem())
	}
	report, err := s.ItemReport(t.Context(), v, demo.WrongKeyItem(), class)
	if err != nil {
		t.Fatal(err)
	}
	strong := ""
	for _, a := range report.Answers {
		if a.Says != "" {
			strong = string(a.Answer)
		}
	}
	if strong != "heterozygous" { // the right answer, which the key calls wrong
		t.Errorf("strong learners chose %q most: %+v", strong, report.Answers)
	}
	personal := map[string]bool{}
	for _, module := range []string{"Module 3: Enzymes", "Module 4: Photosynthesis and respiration"} {
		f := class
		f.Area = module
		l, err := s.Mastery(t.Context(), v, f)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range l.Rows {
			if r.Gap != nil && *r.Gap == "personal" {
				personal[r.ID] = true
			}
		}
	}
	unsure, err := s.Learner(t.Context(), v, "https://demo.lrx.example|s12", class)
	if err != nil {
		t.Fatal(err)
	}
	if !personal[unsure.ID] {
		t.Errorf("%s has no personal gap in modules 3 and 4; those who have: %v", unsure.Name.Shown(), personal)
	}
}

// TestDeadDay proves that a day without a collector is nobody's absence: the scores
// are those of a class whose calendar says that nothing was collected.
func TestDeadDay(t *testing.T) {
	t.Parallel()
	dir, s := demoStore(t)
	v := query.Viewer{Scope: query.AllClasses()}
	scores := func() []query.ScoreRow {
		t.Helper()
		l, err := s.Scores(t.Context(), v, query.Filter{Class: demo.Course})
		if err != nil {
			t.Fatal(err)
		}
		return l.Rows
	}
	told := scores()
	day := demo.DeadDay().Format("2006-01-02")
	calendar := filepath.Join(dir, "calendar.csv")
	if err := os.WriteFile(calendar, []byte("from,to,kind,name,class,source\n"+day+","+day+",outage,Nothing was collected,,\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Apply(t.Context(), dir, "apply", store.WriteOptions{}); err != nil {
		t.Fatal(err)
	}
	if known := scores(); !reflect.DeepEqual(told, known) {
		t.Error("the day counts as an absence until the calendar says what it was")
	}
	// On the day before all were there: that one would have counted.
	before := demo.DeadDay().AddDate(0, 0, -1).Format("2006-01-02")
	if err := os.WriteFile(calendar, []byte("from,to,kind,name,class,source\n"+before+","+before+",holiday,No school,,\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Apply(t.Context(), dir, "apply", store.WriteOptions{}); err != nil {
		t.Fatal(err)
	}
	if other := scores(); reflect.DeepEqual(told, other) {
		t.Error("days off make no difference at all")
	}
}
