package main

import (
	"fmt"
	"testing"

	"lrx/internal/tuitest"
)

// TestScreensOfAnswers looks at who answered what in the made-up class: what is
// harder than the rest, the grid, an item, and scores that arrived wrong.
func TestScreensOfAnswers(t *testing.T) {
	// The key of pseudonyms is each store's own.
	pseudonyms := tuitest.Mask(`learner [A-Z2-7]{6}`, "learner ABCDEF")
	for _, size := range [][2]int{{80, 24}, {120, 40}} {
		name := fmt.Sprintf("%dx%d", size[0], size[1])
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := explorer(t, demoStoreDir(t), look{theme: "dark"}, tuitest.Size(size[0], size[1]))
			golden := func(screen string, texts ...string) {
				t.Helper()
				s.WaitFor(texts...)
				s.Golden(name+"/answers-"+screen, machine, pseudonyms)
			}
			s.WaitFor("Biology 1")
			s.Press("down", "enter")
			s.WaitFor("Aminata Sow")
			s.Press("3")
			golden("struggling", "Verdict", "1 of 61")
			s.Press("enter")
			golden("item", "1 Summary", "First try", "Difficulty")
			s.Press("G")
			golden("item-end", "line")
			s.Press("esc")
			s.WaitFor("1 of 61")
			s.Press("4")
			golden("grid", "Marks", "learner 1 of 60")
			s.Press("down", "down", "L")
			golden("grid-right", "learner 3 of 60, item 40 of 40")
			s.Press("enter")
			golden("tries", "Item")
			s.Press("esc", "m")
			golden("grid-masked", "masked", "learner 3 of 60")
			s.Press("m", "y", "S")
			s.WaitFor("Conflicting")
			s.Press("6")
			golden("sanity", "scaled out of range", "Nothing is repaired")
			s.Press("enter")
			golden("sanity-example", `"actor"`)
		})
	}
}

// TestGridReadsWithoutColour shows the grid on a terminal without colours, and
// the styles it has with them.
func TestGridReadsWithoutColour(t *testing.T) {
	for name, l := range map[string]look{"grid-no-color": {theme: "dark", noColor: true}, "grid-dark": {theme: "dark"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := explorer(t, demoStoreDir(t), l)
			s.WaitFor("Biology 1")
			s.Press("down", "enter")
			s.WaitFor("Aminata Sow")
			s.Press("4")
			s.WaitFor("learner 1 of 60")
			s.Press("down", "right")
			s.WaitFor("learner 2 of 60, item 2 of 40")
			s.GoldenStyled("colours/" + name)
		})
	}
}
