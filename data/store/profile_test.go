package store

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"lrx/data/roster"
	"lrx/scoring"
)

// TestProfileIsTold changes the profile and hears of it once, from whatever
// write makes it count.
func TestProfileIsTold(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var told []string
	o := WriteOptions{Now: decideClock, Profile: func(_ context.Context, before, after string) error {
		told = append(told, before, after)
		return nil
	}}
	standard := scoring.DefaultProfile().Hash()
	heavier := scoring.DefaultProfile()
	heavier.Weights.Effort = 0.2
	expect := func(what string, want ...string) {
		t.Helper()
		if !slices.Equal(told, want) {
			t.Errorf("%s: told %q, want %q", what, told, want)
		}
		told = nil
	}
	decide := func(text string) { write(t, filepath.Join(dir, roster.ProfileFile), text) }
	load := func(piece int, o WriteOptions) error {
		_, err := Load(t.Context(), dir, LoadOptions{WriteOptions: o, Paths: []string{answeredAt(t, piece)}})
		return err
	}
	if err := load(0, o); err != nil {
		t.Fatal(err)
	}
	expect("the defaults")
	decide("[weights]\neffort = 0.2\n")
	if err := load(1, WriteOptions{Now: decideClock}); err != nil { // nobody listens
		t.Fatal(err)
	}
	failed := errors.New("no room")
	before := Stamp(dir)
	deaf := o
	deaf.Profile = func(context.Context, string, string) error { return failed }
	if err := load(2, deaf); !errors.Is(err, failed) || Stamp(dir) != before {
		t.Errorf("a write that cannot be accounted for: %v", err)
	}
	if err := load(2, o); err != nil {
		t.Fatal(err)
	}
	expect("another weight", standard, heavier.Hash())
	if err := Rebuild(t.Context(), dir, o); err != nil {
		t.Fatal(err)
	}
	expect("the same, read again")
	decide("timezone = \"UTC\"\n")
	if _, err := Apply(t.Context(), dir, "apply", o); err != nil {
		t.Fatal(err)
	}
	expect("back", heavier.Hash(), standard)
}
