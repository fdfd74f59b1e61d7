package main

import (
	"fmt"
	"testing"

	"github.com/charmbracelet/colorprofile"

	"lrx/internal/tuitest"
)

// TestFilterScreens filters a class of the roster and follows the filter down
// to a learner's statements.
func TestFilterScreens(t *testing.T) {
	t.Parallel()
	dir := workedStore(t)
	for _, size := range [][2]int{{80, 24}, {120, 40}} {
		name := fmt.Sprintf("%dx%d", size[0], size[1])
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := workedExplorer(t, dir, tuitest.Size(size[0], size[1]), tuitest.Profile(colorprofile.ASCII))
			golden := func(screen string, texts ...string) {
				t.Helper()
				s.WaitFor(texts...)
				s.Golden(name + "/filters-" + screen)
			}
			s.WaitFor("Mathematics 1", "▌Everyone")
			openClass(s, "Mathematics 1")
			golden("term", "Learner 07", "Spring")
			s.Press("f")
			golden("dialog", "Filters", "Period")
			s.Press("down", "down", "enter")
			golden("verbs", "answered", "Verb")
			s.Type("answered")
			s.Press("enter", "esc")
			golden("class", "verb answered ×")
			s.Press("enter")
			s.WaitFor("▌", "Attempts", "verb answered ×")
			s.Press("5")
			golden("learner", "answered", "verb answered ×")
			s.Press("f", "down", "down", "down", "down", "enter")
			golden("groups", "Group")
			s.Press("esc", "home", "backspace", "esc")
			golden("all-time", "all time ×")
			s.Press("esc")
			s.WaitFor("Spring")
			s.Press(":")
			s.Type("As of")
			s.Press("enter")
			s.Type("2026-03-10")
			golden("date", "As of", "2026-03-10")
			s.Press("enter")
			golden("as-of", "as of 2026-03-10 ×")
			s.Press("?")
			golden("help", "Counted of")
		})
	}
}
