package roster

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"lrx/scoring"
)

// asidesIn reads an aside.csv of that text.
func asidesIn(t *testing.T, content string) ([]Aside, []Problem) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, AsideFile), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	d, p, err := ReadDecisions(dir)
	if err != nil {
		t.Fatal(err)
	}
	return d.Asides, p
}

func TestAsides(t *testing.T) {
	t.Parallel()
	all, problems := asidesIn(t, "learner;signal;until;reason;by;when\n"+
		"# nobody else\n"+
		"kim@example.org;Due-Work_Missing;2026-03-08;\"ill; has told\";jo;2026-03-01T13:00:00+01:00\n"+
		"L-7QXKM2PA4C;inactive;2026-03-09;away;;\n")
	if len(problems) != 0 || len(all) != 2 {
		t.Fatalf("%+v, problems %v", all, problems)
	}
	key, _ := ParseKey("kim@example.org")
	want := Aside{
		Learner: key, Signal: scoring.MissingWork, Until: Date{2026, time.March, 8}, Reason: "ill; has told",
		When: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), By: "jo", Row: 3,
	}
	if all[0] != want {
		t.Errorf("got %+v\nwant %+v", all[0], want)
	}
	if a := all[1]; a.Learner != "L-7QXKM2PA4C" || a.Signal != scoring.Inactive || !a.When.IsZero() || a.Row != 4 {
		t.Errorf("got %+v", a)
	}
}

func TestAsideProblems(t *testing.T) {
	t.Parallel()
	const head = "class,learner,signal,until,reason,when\n"
	for _, tt := range []struct{ name, line, column string }{
		{"nobody", ",,inactive,2026-03-08,away,", "learner"},
		{"no identifier", ",Kim Li,inactive,2026-03-08,away,", "learner"},
		{"no such signal", ",kim@example.org,lazy,2026-03-08,away,", "signal"},
		{"for ever", ",kim@example.org,inactive,,away,", "until"},
		{"no day", ",kim@example.org,inactive,next week,away,", "until"},
		{"no reason", ",kim@example.org,inactive,2026-03-08,,", "reason"},
		{"no time", ",kim@example.org,inactive,2026-03-08,away,yesterday", "when"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			all, problems := asidesIn(t, head+tt.line+"\n,kim@example.org,stuck,2026-03-08,away,\n")
			if len(problems) != 1 || problems[0].Column != tt.column || problems[0].Row != 2 || problems[0].File != AsideFile {
				t.Errorf("problems %+v", problems)
			}
			if len(all) != 1 || all[0].Signal != scoring.StuckAt {
				t.Errorf("the rest has to hold: %+v", all)
			}
		})
	}
}

// TestAppendAside writes lines, reads them again and takes one back.
func TestAppendAside(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	key, _ := ParseKey("kim@example.org")
	a := Aside{
		Class: "https://lms.example.org/course/1", Learner: key, Signal: scoring.Inactive, Until: Date{2026, time.March, 8},
		Reason: "away, \"told\"\nby herself", When: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), By: "jo",
	}
	b := Aside{Learner: "L-7QXKM2PA4C", Signal: scoring.MissingWork, Until: Date{2026, time.March, 9}, Reason: "extension"}
	first, err := AppendAside(dir, a)
	if err != nil {
		t.Fatal(err)
	}
	before, err := Digest(dir)
	if err != nil {
		t.Fatal(err)
	}
	second, err := AppendAside(dir, b)
	if err != nil {
		t.Fatal(err)
	}
	if after, err := Digest(dir); err != nil || after == before {
		t.Errorf("the digest stays: %v", err)
	}
	a.Reason, a.Row, b.Row = "away, \"told\" by herself", first, second
	d, problems, err := ReadDecisions(dir)
	if err != nil || len(problems) != 0 || len(d.Asides) != 2 || d.Asides[0] != a || d.Asides[1] != b {
		t.Fatalf("%+v, problems %v, %v", d.Asides, problems, err)
	}
	if _, err := RemoveAside(dir, 1); err == nil {
		t.Error("the header is no line to be taken out")
	}
	if was, err := RemoveAside(dir, second); err != nil || was != ",L-7QXKM2PA4C,due work missing,2026-03-09,extension,," {
		t.Errorf("took out %q, %v", was, err)
	}
	if after, err := Digest(dir); err != nil || after != before {
		t.Errorf("what was taken back is there: %v", err)
	}
}

func TestAppendAsideNeedsAPlace(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, AsideFile)
	if err := os.WriteFile(path, []byte("learner,signal,until,reason\nkim@example.org,inactive,2026-03-08,\"open\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	a := Aside{Learner: "L-7QXKM2PA4C", Signal: scoring.Inactive, Until: Date{2026, time.March, 9}, Reason: "away"}
	if _, err := AppendAside(dir, a); err == nil {
		t.Error("a line was added below an open quote")
	}
}
