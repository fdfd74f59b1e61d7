package chart

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"lrx/internal/safetext"
)

func TestRangeBar(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		value, low, high float64
		w                int
		want             safetext.Safe
	}{
		{65, 40, 90, 10, "━━━━──●──"},    // cells have their middles at 5, 15, …
		{0, 0, 20, 10, "●─"},             // nobody is left without a bar
		{100, 80, 100, 10, "━━━━━━━━─●"}, // and none is longer than there is room
		{50, 50, 50, 4, "━━●"},
		{70, 50, 90, 1, "●"},
		{70, 50, 90, 0, ""},
		{math.NaN(), 0, 0, 10, ""},
		{120, 0, 0, 10, ""},
	} {
		if got := RangeBar(test.value, test.low, test.high, test.w); got != test.want {
			t.Errorf("%v (%v-%v) in %d cells is %q, want %q", test.value, test.low, test.high, test.w, got, test.want)
		}
	}
}

func TestRangeBarFits(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := rapid.IntRange(-2, 80).Draw(t, "w")
		n := func(name string) float64 { return rapid.Float64().Draw(t, name) }
		if got := safetext.Width(RangeBar(n("value"), n("low"), n("high"), w)); got > max(0, w) {
			t.Fatalf("%d cells in %d", got, w)
		}
	})
}
