package chart

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"lrx/internal/safetext"
	"lrx/ui/theme"
)

func named(what string, n int) []safetext.Safe {
	all := make([]safetext.Safe, n)
	for i := range all {
		all[i] = safetext.Safe(fmt.Sprintf("%s %d", what, i+1))
	}
	return all
}

// stairs are looks in which a row has its first columns, and what was asked for.
func stairs(asked *int) Looks {
	return Looks{
		Corner: "Row", Totals: "all",
		Row:    func(row int) safetext.Safe { return safetext.Safe(fmt.Sprint(row + 1)) },
		Column: func(column int) Mark { return Mark{Text: fmt.Sprint((column + 1) % 10)} },
		Cell: func(row, column int) Mark {
			*asked++
			if column <= row {
				return Mark{Text: "#"}
			}
			return Mark{Text: "."}
		},
	}
}

func gridLines(g *Grid) []string {
	th := theme.New(colorprofile.ASCII, theme.Unknown)
	asked := 0
	lines := g.View(&th, stairs(&asked))
	for i := range lines {
		lines[i] = strings.TrimRight(ansi.Strip(lines[i]), " ")
	}
	return lines
}

func TestGrid(t *testing.T) {
	t.Parallel()
	var g Grid
	g.SetSize(60, 7)
	g.Set(append(named("learner", 2), "生物 学"), named("item", 4), 4)
	want := strings.Join([]string{
		"                   ▼ item 1",
		" Row           all 1  2  3  4",
		"▌learner 1       1 #  .  .  .",
		" learner 2       2 #  #  .  .",
		" 生物 学         3 #  #  #  .",
	}, "\n")
	if got := strings.Join(gridLines(&g), "\n"); got != want {
		t.Errorf("the grid is\n%s\nwant\n%s", got, want)
	}
	g.Move(2, 3)
	if got := gridLines(&g)[0]; got != "                            ▼ item 4" {
		t.Errorf("the pointer is %q", got)
	}
}

func TestGridScrollsBothWays(t *testing.T) {
	t.Parallel()
	var g Grid
	g.SetSize(40, 6)
	g.Set(named("learner", 300), named("item", 200), 4)
	g.Place(299, 199)
	lines := gridLines(&g)
	if len(lines) != 6 || !strings.Contains(lines[1], theme.Before) || strings.Contains(lines[1], theme.Beyond) || !strings.HasPrefix(lines[5], "▌learner 300") {
		t.Errorf("the end is\n%s", strings.Join(lines, "\n"))
	}
	if !strings.HasSuffix(lines[0], "item 200 ▼") {
		t.Errorf("the name of the last column does not stand before it: %q", lines[0])
	}
	g.Move(-1000, -1000)
	lines = gridLines(&g)
	if g.Row() != 0 || g.Column() != 0 || strings.Contains(lines[1], theme.Before) || !strings.HasSuffix(lines[1], theme.Beyond) {
		t.Errorf("the beginning is\n%s", strings.Join(lines, "\n"))
	}
	// Fewer rows come: the cursor goes to the nearest there is.
	g.Place(250, 150)
	g.Set(named("learner", 3), named("item", 2), 4)
	if g.Row() != 2 || g.Column() != 1 {
		t.Errorf("the cursor is at %d, %d", g.Row(), g.Column())
	}
}

func TestGridFollowsClicks(t *testing.T) {
	t.Parallel()
	var g Grid
	g.SetSize(60, 10)
	g.Set(named("learner", 3), named("item", 40), 4)
	_, _, from, pitch := g.shape()
	if pitch != 1 {
		t.Fatalf("40 columns stand %d cells apart", pitch)
	}
	for _, test := range []struct {
		x, y       int
		there, was bool
	}{
		{from + 5, gridHeads + 2, true, false},
		{from + 5, gridHeads + 2, true, true},
		{from + 5, gridHeads + 3, false, false},
		{from - 1, gridHeads, false, false},
		{from + 5, 1, false, false},
		{59, gridHeads, false, false},
	} {
		if there, was := g.At(test.x, test.y); there != test.there || was != test.was {
			t.Errorf("at %d,%d: %t %t, want %t %t", test.x, test.y, there, was, test.there, test.was)
		}
	}
	if g.Row() != 2 || g.Column() != 5 {
		t.Errorf("the cursor is at %d, %d", g.Row(), g.Column())
	}
}

// TestGridFits draws grids of any size with any moves: nothing is larger than
// there is room, the cursor is in sight, and only what is in sight is asked for.
func TestGridFits(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var g Grid
		name := rapid.SampledFrom([]safetext.Safe{"", "a", "生物学入門 — ゼミ", "กำลังเรียนภาษาไทย", "a name that is much too long for the room there is", "مرحبا بالعالم"})
		names := rapid.SliceOfN(name, 1, 50)
		set := func() {
			g.Set(names.Draw(t, "rows"), names.Draw(t, "columns"), rapid.IntRange(0, 12).Draw(t, "totals"))
		}
		set()
		th := theme.New(colorprofile.ASCII, theme.Unknown)
		th.Graphemes = rapid.Bool().Draw(t, "graphemes")
		for range rapid.IntRange(1, 6).Draw(t, "steps") {
			w, h := rapid.IntRange(0, 120).Draw(t, "w"), rapid.IntRange(0, 30).Draw(t, "h")
			g.SetSize(w, h)
			if rapid.Bool().Draw(t, "anew") {
				set()
			}
			g.Move(rapid.IntRange(-60, 60).Draw(t, "down"), rapid.IntRange(-60, 60).Draw(t, "right"))
			asked := 0
			lines := g.View(&th, stairs(&asked))
			if len(lines) > h {
				t.Fatalf("%d lines in %d", len(lines), h)
			}
			for _, line := range lines {
				if th.Width(line) > w {
					t.Fatalf("%d cells in %d: %q", th.Width(line), w, ansi.Strip(line))
				}
			}
			if most := w * max(1, h); asked > most {
				t.Fatalf("%d cells were asked for in a room of %d", asked, most)
			}
			if g.row < g.top || g.row >= g.top+g.Page() || g.column < g.left || g.column >= g.left+g.Window() {
				t.Fatalf("the cursor is out of sight: %d in %d, %d in %d", g.row, g.top, g.column, g.left)
			}
		}
	})
}

func TestBar(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		share float64
		w     int
		want  safetext.Safe
	}{
		{0, 8, ""}, {-1, 8, ""}, {1, 4, "████"}, {2, 4, "████"}, {0.5, 3, "█▌"}, {0.001, 8, "▏"}, {0.25, 1, "▎"}, {1, 0, ""},
	} {
		if got := Bar(test.share, test.w); got != test.want {
			t.Errorf("Bar(%v, %d) = %q, want %q", test.share, test.w, got, test.want)
		}
	}
}

// BenchmarkGrid is one move and the drawing that follows, in a small grid and
// in a large one: both cost the same.
func BenchmarkGrid(b *testing.B) {
	th := theme.New(colorprofile.TrueColor, theme.Dark)
	for _, n := range []int{40, 2000} {
		b.Run(fmt.Sprintf("rows=%d", n), func(b *testing.B) {
			var g Grid
			g.SetSize(120, 40)
			g.Set(named("learner", n), named("item", n), 8)
			asked := 0
			b.ReportAllocs()
			for b.Loop() {
				g.Move(1, 1)
				_ = g.View(&th, stairs(&asked))
			}
		})
	}
}
