package main

import (
	"fmt"
	"testing"

	"lrx/internal/tuitest"
)

// TestSourcesTellSystemsApart looks at the systems behind the sources and at the
// map of the days on which they were silent.
func TestSourcesTellSystemsApart(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}} {
		name := fmt.Sprintf("%dx%d", size[0], size[1])
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := explorer(t, demoStoreDir(t), look{theme: "dark"}, tuitest.Size(size[0], size[1]))
			golden := func(screen string, texts ...string) {
				t.Helper()
				s.WaitFor(texts...)
				s.Golden(name+"/"+screen, machine)
			}
			s.WaitFor("Biology 1")
			s.Press("S")
			s.WaitFor("Conflicting")
			s.Press("4")
			golden("origins", "1 of 5")
			s.Press("enter")
			golden("origin", "What came from it")
			s.Press("esc")
			s.WaitFor("1 of 5")
			s.Press("5")
			golden("gap-map", "Fri 21 Nov 2025")
			for range 44 { // the day on which the collector was down
				s.Press("left")
			}
			golden("gap-map-outage", "Wed 8 Oct 2025", "on 8 October 2025")
			s.Press("?")
			golden("gap-map-help", "Keys of this screen")
			s.Press("esc")
			s.WaitGone("Keys of this screen")
			s.Press("g")
			golden("gap-map-oldest", "Mon 1 Sep 2025")
			s.Press("down", "enter")
			golden("gap-map-source", "Path", "Gaps, the newest first")
		})
	}
}

// TestGapMapReadsWithoutColour shows the map on a terminal without colours, and
// the styles it has with them.
func TestGapMapReadsWithoutColour(t *testing.T) {
	for name, l := range map[string]look{"gap-map-no-color": {theme: "dark", noColor: true}, "gap-map-dark": {theme: "dark"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := explorer(t, demoStoreDir(t), l)
			s.WaitFor("Biology 1")
			s.Press("S")
			s.WaitFor("Conflicting")
			s.Press("5")
			s.WaitFor("Fri 21 Nov 2025")
			s.GoldenStyled("colours/" + name)
		})
	}
}
