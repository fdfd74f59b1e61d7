package store

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"lrx/internal/demo"
	"lrx/scoring"
)

// handedIn is a statement of a learner about an activity of a course, whose
// definition holds a due date.
func handedIn(number int, learner, activity, course, due, at string) string {
	return fmt.Sprintf(`{"id":"70000000-0000-4000-8000-%012d","actor":{"account":{"homePage":"https://x.example","name":%q}},`+
		`"verb":{"id":"http://activitystrea.ms/schema/1.0/submit"},`+
		`"object":{"id":"https://x.example/%s","definition":{"extensions":{"https://x.example/ext/due":%q}}},`+
		`"context":{"contextActivities":{"grouping":[{"id":"https://x.example/%s","definition":{"type":"http://adlnet.gov/expapi/activities/course"}}]}},`+
		`"timestamp":%q}`+"\n", number, learner, activity, due, course, at)
}

// TestDueBySaying compares the table of due dates with what statements and
// due.csv say, class by class.
func TestDueBySaying(t *testing.T) {
	t.Parallel()
	early := handedIn(1, "ann", "essay", "one", "2026-03-01", "2026-02-01T10:00:00Z")
	early += handedIn(2, "ben", "poem", "one", "2026-03-05T12:00:00+01:00", "2026-02-01T11:00:00Z")
	late := handedIn(3, "ann", "essay", "two", "2026-03-08", "2026-02-03T10:00:00Z")
	late += handedIn(4, "ben", "essay", "one", "2026-03-02", "2026-02-02T10:00:00Z") // older than the one before
	const head = "class,activity,due,weight,learner,group\n"
	for _, c := range []struct {
		name   string
		pieces []string
		files  map[string]string
		want   []string
	}{
		{"a day and a time", []string{early}, nil, []string{
			"https://x.example/one|https://x.example/essay||2026-03-01||",
			"https://x.example/one|https://x.example/poem|2026-03-05 11:00:00|||",
		}},
		{"the newest statement counts, in each class", []string{early, late}, nil, []string{
			"https://x.example/one|https://x.example/essay||2026-03-08||",
			"https://x.example/one|https://x.example/poem|2026-03-05 11:00:00|||",
			"https://x.example/two|https://x.example/essay||2026-03-08||",
		}},
		{"due.csv goes before it", []string{early, late}, map[string]string{"due.csv": head + ",https://x.example/essay,2026-04-01,3,,\n"}, []string{
			"https://x.example/one|https://x.example/poem|2026-03-05 11:00:00|||",
			"|https://x.example/essay||2026-04-01|3.0|",
		}},
		{"due.csv for one class", []string{early, late}, map[string]string{"due.csv": head + "https://x.example/one,https://x.example/essay,2026-04-01,3,,\n"}, []string{
			"https://x.example/one|https://x.example/essay||2026-04-01|3.0|",
			"https://x.example/one|https://x.example/poem|2026-03-05 11:00:00|||",
			"https://x.example/two|https://x.example/essay||2026-03-08||",
		}},
		{"an extension leaves it", []string{early}, map[string]string{"due.csv": head + ",https://x.example/essay,2026-04-01,,,b\n"}, []string{
			"https://x.example/one|https://x.example/essay||2026-03-01||",
			"https://x.example/one|https://x.example/poem|2026-03-05 11:00:00|||",
			"|https://x.example/essay||2026-04-01|1.0|b",
		}},
		{"what is counted as another is due as that", []string{early, late}, map[string]string{
			"activities.csv": "activity,same_as\nhttps://x.example/essay,https://x.example/poem\n",
		}, []string{
			"https://x.example/one|https://x.example/poem||2026-03-08||",
			"https://x.example/two|https://x.example/poem||2026-03-08||",
		}},
		{"a class of all records", []string{early}, map[string]string{
			"roster/users.csv": "sourcedId,status,role,username,userIds,givenName,familyName,email\n" +
				"u1,,student,,,Ann,,\n", "roster/classes.csv": "sourcedId,status,title\nc1,,Class\n",
			"roster/enrollments.csv": "sourcedId,status,classSourcedId,userSourcedId,role\ne1,,c1,u1,student\n",
			"people.csv":             "decision,ifi,other,why,when,by\nsame,\"https://x.example|ann\",roster:u1,,,\n",
		}, []string{
			"c1|https://x.example/essay||2026-03-01||",
			"https://x.example/one|https://x.example/essay||2026-03-01||",
			"https://x.example/one|https://x.example/poem|2026-03-05 11:00:00|||",
			"outside|https://x.example/poem|2026-03-05 11:00:00|||",
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			for name, text := range c.files {
				write(t, filepath.Join(dir, name), text)
			}
			for i, piece := range c.pieces {
				path := filepath.Join(t.TempDir(), fmt.Sprintf("piece%d.ndjson", i))
				write(t, path, piece)
				if _, err := Load(t.Context(), dir, LoadOptions{WriteOptions: WriteOptions{Now: decideClock}, Paths: []string{path}}); err != nil {
					t.Fatal(err)
				}
			}
			if got := dueIn(t, dir); !slices.Equal(got, c.want) {
				t.Errorf("got\n%q, want\n%q", got, c.want)
			}
			if err := Rebuild(t.Context(), dir, WriteOptions{Now: decideClock}); err != nil {
				t.Fatal(err)
			}
			if got := dueIn(t, dir); !slices.Equal(got, c.want) {
				t.Errorf("rebuilt: got\n%q, want\n%q", got, c.want)
			}
		})
	}
}

func dueIn(t *testing.T, dir string) []string {
	t.Helper()
	g, err := OpenGeneration(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close() //nolint:errcheck // a test
	rows, err := column[string](t.Context(), g.DB, `SELECT concat_ws('|', coalesce(c.id, ''), d.activity, coalesce(d.due_at::VARCHAR, ''), coalesce(d.due_day::VARCHAR, ''),
		coalesce(d.weight::VARCHAR, ''), coalesce(d.grouped, '')) AS line FROM due d LEFT JOIN class c USING (class) ORDER BY line`)
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(rows)
	return rows
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestDemoIsDue compares the due dates in the demo's statements with its own list.
func TestDemoIsDue(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	files, err := demo.Write(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Load(t.Context(), dir, LoadOptions{WriteOptions: WriteOptions{Now: decideClock}, Paths: files}); err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, w := range demo.Due() {
		want = append(want, fmt.Sprintf("%s|%s|%s|||", demo.Course, w.Activity, w.Due.UTC().Format(time.DateTime)))
	}
	slices.Sort(want)
	if got := dueIn(t, dir); !slices.Equal(got, want) {
		t.Errorf("got\n%q, want\n%q", got, want)
	}
	// The scores of the class know of them: who has any factor has due work.
	g, err := OpenGeneration(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close() //nolint:errcheck // a test
	scored := 0
	if err := eachRow(t.Context(), g.DB, "SELECT receipt FROM kept_score WHERE score IS NOT NULL", func(scan func(...any) error) error {
		var receipt string
		if err := scan(&receipt); err != nil {
			return err
		}
		scored++
		var score scoring.Score
		err := json.Unmarshal([]byte(receipt), &score)
		for _, line := range score.Factors {
			if line.Factor == scoring.DueWork && (line.Value == nil || line.Evidence != demo.Works) {
				t.Errorf("due work of %s is %v of %d", score.Learner, line.Value, line.Evidence)
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if scored == 0 {
		t.Error("nobody has a score")
	}
}
