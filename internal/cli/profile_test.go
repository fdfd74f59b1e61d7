package cli

import (
	"os"
	"path/filepath"
	"testing"

	"lrx/data/roster"
	"lrx/scoring"
)

// TestWriteProfile edits profile.toml after something was tried with what it said before.
func TestWriteProfile(t *testing.T) {
	t.Parallel()
	const from = "[weights]\neffort = 0.2\n"
	for _, c := range []struct {
		name, meanwhile string
		change          func(*scoring.Profile)
		want            string
	}{
		{"one setting, nothing else", from, func(p *scoring.Profile) { p.Weights.Effort = 0.3 }, "[weights]\neffort = 0.3\n"},
		{
			"another setting meanwhile", "[weights]\neffort = 0.2\nfeedback = 0.4\n[states]\ndays = 14\n",
			func(p *scoring.Profile) { p.Weights.Effort = 0.3 }, "[weights]\neffort = 0.3\nfeedback = 0.4\n[states]\ndays = 14\n",
		},
		{
			"the same table meanwhile, the setting not", "[weights]\neffort = 0.5\n[states]\ndays = 14\n",
			func(p *scoring.Profile) { p.States.Days = 21 }, "[weights]\neffort = 0.5\n[states]\ndays = 21\n",
		},
		{
			"a verb meanwhile", from + "[verbs]\n\"https://tool.example/took\" = \"http://adlnet.gov/expapi/verbs/answered\"\n",
			func(p *scoring.Profile) { p.Weights.Effort = 0.3 },
			"[weights]\neffort = 0.3\n[verbs]\n\"https://tool.example/took\" = \"http://adlnet.gov/expapi/verbs/answered\"\n",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			path := filepath.Join(dir, roster.ProfileFile)
			if err := os.WriteFile(path, []byte(from), 0o600); err != nil {
				t.Fatal(err)
			}
			held, _, err := roster.ReadProfile(dir)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, []byte(c.meanwhile), 0o600); err != nil {
				t.Fatal(err)
			}
			tried := held.Scoring
			c.change(&tried)
			if err := writeProfile(dir, held.Scoring, tried); err != nil {
				t.Fatal(err)
			}
			if got, err := os.ReadFile(path); err != nil || string(got) != c.want {
				t.Errorf("got %q, %v; want %q", got, err, c.want)
			}
		})
	}
}
