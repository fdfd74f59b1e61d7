package chart

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"lrx/ui/theme"
)

func plotted(c *Course) []string {
	th := theme.New(colorprofile.ASCII, theme.Unknown)
	lines := c.View(&th)
	for i := range lines {
		lines[i] = strings.TrimRight(ansi.Strip(lines[i]), " ")
	}
	return lines
}

func week(i int) time.Time { return time.Date(2026, 3, 6+7*i, 22, 0, 0, 0, time.UTC) }

// TestCourse draws three weeks on ten rows: a row stands for ten points, the
// lowest for 0 to 9.
func TestCourse(t *testing.T) {
	t.Parallel()
	var c Course
	c.SetSize(35, 13)
	c.Set([]Point{{At: week(0), None: true}, {At: week(1), Value: 55, Low: 31, High: 79}, {At: week(2), Value: 95, Low: 91, High: 99}}, time.UTC)
	want := strings.Trim(`
       Fri 20 Mar 2026 ▼
 100 ┤                 ●
     │
  75 ┤         ┬
     │         │
  50 ┤         ●
     │         │
     │         ┴
  25 ┤
     │
   0 ┤
     ┼─?───────────────────────
       6 Mar   13 Mar  20 Mar`, "\n")
	if got := strings.Join(plotted(&c), "\n"); got != want {
		t.Errorf("drawn:\n%s\nwanted:\n%s", got, want)
	}
}

func TestCourseScrollsAndKeepsItsTime(t *testing.T) {
	t.Parallel()
	points := make([]Point, 100)
	for i := range points {
		points[i] = Point{At: week(i), Value: 50, Low: 40, High: 60}
	}
	var c Course
	c.SetSize(49, 10)
	c.Set(points, nil)
	if c.Point() != 99 || c.Window() != 40 {
		t.Fatalf("at %d, %d in sight", c.Point(), c.Window())
	}
	c.Move(-80)
	if lines := plotted(&c); !strings.HasSuffix(lines[len(lines)-1], theme.Beyond) || !strings.Contains(lines[len(lines)-1], theme.Before) {
		t.Errorf("nothing says that there is more on both sides: %q", lines[len(lines)-1])
	}
	c.Set(points[10:], nil)
	if c.Point() != 9 {
		t.Errorf("the cursor moved to %d", c.Point())
	}
	if there, was := c.At(scale+2, 3); !there || was {
		t.Error("a click found no point")
	}
	c.Set(nil, nil)
	if c.Point() != -1 || len(plotted(&c)) > 0 {
		t.Error("without points there is a chart")
	}
}

func TestCoursesFit(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var c Course
		points := make([]Point, rapid.IntRange(0, 80).Draw(t, "points"))
		for i := range points {
			v := rapid.Float64Range(0, 100)
			points[i] = Point{At: week(i), Value: v.Draw(t, "value"), Low: v.Draw(t, "low"), High: v.Draw(t, "high"), None: rapid.Bool().Draw(t, "none")}
		}
		w, h := rapid.IntRange(30, 200).Draw(t, "w"), rapid.IntRange(4, 60).Draw(t, "h")
		c.SetSize(w, h)
		c.Set(points, nil)
		c.Move(rapid.IntRange(-90, 90).Draw(t, "by"))
		lines := plotted(&c)
		if len(lines) > h {
			t.Fatalf("%d lines in %d", len(lines), h)
		}
		for _, l := range lines {
			if ansi.StringWidthWc(l) > w {
				t.Fatalf("%q is wider than %d", l, w)
			}
		}
	})
}
