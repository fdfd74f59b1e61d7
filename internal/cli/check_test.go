package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"lrx/data/roster"
)

// TestChecksSurviveACut cuts the last line in its middle, as a full disk does: the check before it
// counts, and the next one stands in a line of its own.
func TestChecksSurviveACut(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if last, err := lastChecks(dir); err != nil || len(last) != 0 {
		t.Fatalf("%v, %v", last, err)
	}
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	first := checked{At: at, Class: "M-A", AsOf: at, Profile: "p", AtRisk: []string{"M-1", "M-2"}}
	second := checked{At: at.AddDate(0, 0, 1), Class: "M-A", AsOf: at.AddDate(0, 0, 1), Profile: "p", AtRisk: []string{"M-1"}}
	if err := keepChecks(dir, []checked{first, second}); err != nil {
		t.Fatal(err)
	}
	if last, err := lastChecks(dir); err != nil || !slices.Equal(last["M-A"].AtRisk, second.AtRisk) {
		t.Fatalf("%v, %v", last, err)
	}
	path := filepath.Join(dir, checksFile)
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, int64(len(content)-5)); err != nil {
		t.Fatal(err)
	}
	if last, err := lastChecks(dir); err != nil || !slices.Equal(last["M-A"].AtRisk, first.AtRisk) {
		t.Fatalf("after a cut: %v, %v", last, err)
	}
	other := checked{At: at, Class: "M-B", AsOf: at, Profile: "p", AtRisk: []string{}}
	if err := keepChecks(dir, []checked{other}); err != nil {
		t.Fatal(err)
	}
	last, err := lastChecks(dir)
	if err != nil || len(last) != 2 || !last["M-B"].At.Equal(at) || !slices.Equal(last["M-A"].AtRisk, first.AtRisk) {
		t.Fatalf("behind a cut: %v, %v", last, err)
	}
}

func TestDayAhead(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 2, 27, 23, 30, 0, 0, time.UTC)
	for _, tt := range []struct {
		text string
		want roster.Date
		ok   bool
	}{
		{"7d", roster.Date{Year: 2026, Month: 3, Day: 6}, true},
		{"2w", roster.Date{Year: 2026, Month: 3, Day: 13}, true},
		{"2026-04-01", roster.Date{Year: 2026, Month: 4, Day: 1}, true},
		{"", roster.Date{}, false},
		{"d", roster.Date{}, false},
		{"7", roster.Date{}, false},
		{"-1d", roster.Date{}, false},
		{"999999d", roster.Date{}, false},
		{"7é", roster.Date{}, false},
		{"2026-02-30", roster.Date{}, false},
	} {
		if got, ok := dayAhead(tt.text, now); ok != tt.ok || got != tt.want {
			t.Errorf("%q: %v, %v", tt.text, got, ok)
		}
	}
}

// TestCheckAsTimeGoesOn: two learners begin together and one stays away. Her days 2, 4 and 5 are 1.5 days apart in
// the median, so that up to 7 days are no signal; more is medium and alone puts nobody at risk, more than 14 is high: she is new then,
// and once. The signal is there since the weekly snapshot of the 16th, when she was away for 10 days; a week before it was 3.
func TestCheckAsTimeGoesOn(t *testing.T) {
	t.Parallel()
	env, stdout, stderr := testEnv(t, map[string]string{"TZ": "UTC"})
	day := func(month time.Month, d int) time.Time { return time.Date(2026, month, d, 12, 0, 0, 0, time.UTC) }
	viewed := func(who string, at time.Time) string {
		return fmt.Sprintf(`{"actor":{"name":%q,"mbox":"mailto:%s@example.org"},"verb":{"id":"http://id.tincanapi.com/verb/viewed"},`+
			`"object":{"id":"https://lms.example.org/page/1"},"timestamp":%q,"context":{"contextActivities":{"grouping":[`+
			`{"id":"https://lms.example.org/course/7","definition":{"type":"http://adlnet.gov/expapi/activities/course","name":{"en":"Biology"}}}]}}}`+"\n",
			who, who, at.Format(time.RFC3339))
	}
	load := func(now time.Time, statements ...string) {
		t.Helper()
		env.Now, env.Stdin = func() time.Time { return now }, strings.NewReader(strings.Join(statements, ""))
		if code := Main([]string{"load", "-", "-q"}, env, nil); code != exitOK {
			t.Fatalf("load: %d, %s", code, stderr)
		}
	}
	load(day(3, 6), viewed("ana", day(3, 2)), viewed("kim", day(3, 2)), viewed("ana", day(3, 4)), viewed("ana", day(3, 5)), viewed("kim", day(3, 5)))
	for _, step := range []struct {
		now    time.Time
		active string // somebody the day before; "" = nobody
		code   int
		says   string
	}{
		{day(3, 6), "", exitOK, "Biology, first check: nobody may need support, the baseline of later checks."},
		{day(3, 12), "kim", exitOK, "Nothing new in 1 class: nobody may need support."}, // ana away for 7 days
		{day(3, 19), "kim", exitOK, "Nothing new in 1 class: nobody may need support."}, // 14 days: medium
		{day(3, 20), "kim", exitAtRisk, "inactive (high, since 2026-03-16): Last active 15 days ago"},
		{day(3, 21), "kim", exitOK, "Nothing new in 1 class: 1 learner may need support, all of them told before."},
		{day(3, 23), "ana", exitOK, "Nothing new in 1 class: nobody may need support."},
		{day(4, 20), "", exitOK, "Biology: nothing can be new, because nothing came for two weeks; it stays as of 2026-03-22."},
	} {
		if step.active != "" {
			load(step.now, viewed(step.active, step.now.AddDate(0, 0, -1)))
		}
		env.Now = func() time.Time { return step.now }
		stdout.Reset()
		code := Main([]string{"check"}, env, nil)
		if code != step.code || !strings.Contains(strings.Join(strings.Fields(stdout.String()), " "), step.says) {
			t.Errorf("%s: %d, %s%s", step.now.Format(time.DateOnly), code, stdout, stderr)
		}
		if strings.Contains(stdout.String(), "kim (") {
			t.Errorf("%s: who is there is told: %s", step.now.Format(time.DateOnly), stdout)
		}
	}
}
