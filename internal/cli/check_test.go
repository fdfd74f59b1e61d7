package cli

import (
	"os"
	"path/filepath"
	"slices"
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
