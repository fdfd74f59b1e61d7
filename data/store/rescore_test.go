package store

import (
	"path/filepath"
	"testing"

	"lrx/data/roster"
	"lrx/scoring"
)

// TestScoresFollowDecisions changes what is decided, statements being the same,
// and looks at what is kept of scores.
func TestScoresFollowDecisions(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(t.TempDir(), "piece.ndjson")
	write(t, path, handedIn(1, "ann", "essay", "one", "2026-03-25", "2026-03-19T10:00:00Z")+handedIn(2, "ben", "poem", "two", "2026-03-26", "2026-03-19T11:00:00Z"))
	if _, err := Load(t.Context(), dir, LoadOptions{WriteOptions: WriteOptions{Now: decideClock}, Paths: []string{path}}); err != nil {
		t.Fatal(err)
	}
	heavier := scoring.DefaultProfile()
	heavier.Weights.Effort = 0.2
	const (
		profiles = "SELECT DISTINCT profile FROM kept_scores WHERE class <> 0"
		next     = "SELECT DISTINCT next_due::VARCHAR FROM kept_scores k JOIN class c USING (class) WHERE c.id = 'https://x.example/one'"
	)
	for _, step := range []struct {
		name, file, text string
		question, want   string
	}{
		{"", roster.DueFile, "class,activity,due\n", profiles, scoring.DefaultProfile().Hash()},
		{"a due date", roster.DueFile, "class,activity,due\n,https://x.example/essay,2026-03-30T12:00:00Z\n", next, "2026-03-30 12:00:00"},
		{"another one", roster.DueFile, "class,activity,due\n,https://x.example/essay,2026-03-29T12:00:00Z\n", next, "2026-03-29 12:00:00"},
		{"another profile", roster.ProfileFile, "[weights]\neffort = 0.2\n", profiles, heavier.Hash()},
	} {
		write(t, filepath.Join(dir, step.file), step.text)
		if _, err := Apply(t.Context(), dir, "apply", WriteOptions{Now: decideClock}); err != nil {
			t.Fatal(err)
		}
		if got := one(t, dir, step.question); got != step.want {
			t.Errorf("%s: got %q, want %q", step.name, got, step.want)
		}
	}
}
