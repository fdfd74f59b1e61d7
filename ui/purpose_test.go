package ui

import (
	"slices"
	"testing"
)

// TestFilteringByScoreNeedsAPurpose: a filter by a score picks people by it as
// sorting does, so nobody goes out of sight before it is noted what for.
func TestFilteringByScoreNeedsAPurpose(t *testing.T) {
	t.Parallel()
	var noted audits
	d := drive(t, scoredClass(), noted.option)
	d.press("down", "enter", "/")
	d.typed("score:<40")
	d.wants("Aminata Sow", "of 12, enter asks what for")
	d.press("enter")
	d.wants("What do you filter people by Score for?", "The answer is kept.")
	d.press("enter")
	d.wants("! without a purpose the list shows everybody")
	d.press("esc")
	d.wants("Aminata Sow", "1 of 12", "/score:<40", "not by Score: nobody said what for")
	d.press("/", "enter")
	d.typed("who gets the tutor")
	d.press("enter")
	d.lacks("Aminata Sow")
	d.wants("1 of 2, 12 in all", "/score:<40", "for: who gets the tutor")
	if want := []string{"sorted | course:bio | who gets the tutor"}; !slices.Equal(noted.all, want) {
		t.Errorf("noted %q, wanted %q", noted.all, want)
	}
	d.press("/") // another one is noted too, and the purpose holds
	d.typed("5")
	d.wants("Aminata Sow", "of 12, enter asks what for")
	d.press("enter")
	d.wants("/score:<405", "for: who gets the tutor")
	if len(noted.all) != 2 {
		t.Errorf("noted %q", noted.all)
	}
	d.press("esc", "/")
	d.typed("sow")
	d.wants("1 of 1, 12 in all")
	d.press("enter")
	d.lacks("for: ")
}
