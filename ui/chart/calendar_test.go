package chart

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"lrx/internal/safetext"
	"lrx/ui/theme"
)

func date(text string) time.Time {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return t
}

// weekend marks Saturdays and Sundays.
func weekend(_ int, day time.Time) Mark {
	if day.Weekday() == time.Saturday || day.Weekday() == time.Sunday {
		return Mark{Text: theme.MarkNone, Tone: theme.Muted}
	}
	return Mark{Text: "█"}
}

func drawn(c *Calendar) []string {
	th := theme.New(colorprofile.ASCII, theme.Unknown)
	lines := c.View(&th, weekend)
	for i := range lines {
		lines[i] = strings.TrimRight(ansi.Strip(lines[i]), " ")
	}
	return lines
}

func TestCalendar(t *testing.T) {
	t.Parallel()
	var c Calendar
	c.SetSize(75, 6)
	c.Set([]safetext.Safe{"moodle", "simulator of forklifts"}, date("2025-09-01"), date("2026-01-18"))
	newest := strings.Join(drawn(&c), "\n")
	for _, want := range []string{"Nov ", "Dec 2025 ", "Jan 2026", "Sun 18 Jan 2026 ▼\n", "▌moodle ", "‹", "simulator of fo"} {
		if !strings.Contains(newest, want) {
			t.Errorf("the newest days lack %q:\n%s", want, newest)
		}
	}
	if c.Window() < 8*7 {
		t.Errorf("%d days in sight, not 8 weeks", c.Window())
	}
	c.Oldest()
	c.Move(1, 2)
	oldest := strings.Join(drawn(&c), "\n")
	for _, want := range []string{"Sep 2025", "›\n", "  ▼ Wed 3 Sep 2025", "▌simulator of fo", " 1      8      15"} {
		if !strings.Contains(oldest, want) {
			t.Errorf("the oldest days lack %q:\n%s", want, oldest)
		}
	}
	// New days come: the cursor stays on its day.
	c.Set([]safetext.Safe{"moodle", "simulator of forklifts"}, date("2025-08-01"), date("2026-02-18"))
	if !c.Day().Equal(date("2025-09-03")) || c.Row() != 1 {
		t.Errorf("the cursor is on %v, row %d", c.Day(), c.Row())
	}
}

func TestCalendarFollowsClicks(t *testing.T) {
	t.Parallel()
	var c Calendar
	c.SetSize(80, 10)
	c.Set([]safetext.Safe{"one", "two"}, date("2025-09-01"), date("2025-09-30"))
	x := c.nameWidth() + 2
	for _, test := range []struct {
		x, y       int
		there, was bool
	}{
		{x + 4, heads + 1, true, false}, {x + 4, heads + 1, true, true}, {x + 4, heads - 1, false, false}, {x + 4, heads + 2, false, false}, {x - 1, heads, false, false}, {x + 30, heads, false, false},
	} {
		if there, was := c.At(test.x, test.y); there != test.there || was != test.was {
			t.Errorf("at %d,%d: %t %t, want %t %t", test.x, test.y, there, was, test.there, test.was)
		}
	}
	if c.Row() != 1 || !c.Day().Equal(date("2025-09-05")) {
		t.Errorf("the cursor is on %v, row %d", c.Day(), c.Row())
	}
}

// TestCalendarFits draws calendars of any size with any moves: no line is wider
// than there is room, and the cursor's day is in sight.
func TestCalendarFits(t *testing.T) {
	t.Parallel()
	names := []safetext.Safe{"a", "生物学入門 — ゼミ", "a name that is much too long for the room there is", "d", "e"}
	rapid.Check(t, func(t *rapid.T) {
		var c Calendar
		w, h := rapid.IntRange(30, 200).Draw(t, "w"), rapid.IntRange(1, 20).Draw(t, "h")
		first := date("2025-01-01").AddDate(0, 0, rapid.IntRange(0, 400).Draw(t, "first"))
		c.SetSize(w, h)
		c.Set(names[:rapid.IntRange(1, len(names)).Draw(t, "rows")], first, first.AddDate(0, 0, rapid.IntRange(0, 900).Draw(t, "days")))
		for range rapid.IntRange(0, 5).Draw(t, "moves") {
			c.Move(rapid.IntRange(-3, 3).Draw(t, "down"), rapid.IntRange(-200, 200).Draw(t, "right"))
		}
		th := theme.New(colorprofile.ASCII, theme.Unknown)
		lines := c.View(&th, weekend)
		if len(lines) > max(h, heads+1) {
			t.Fatalf("%d lines in %d", len(lines), h)
		}
		for _, line := range lines {
			if th.Width(line) > w {
				t.Fatalf("%d cells in %d: %q", th.Width(line), w, ansi.Strip(line))
			}
		}
		if !strings.Contains(ansi.Strip(strings.Join(lines, "\n")), theme.Falling) || c.day < c.left || c.day >= c.left+c.Window() {
			t.Fatalf("the cursor is out of sight:\n%s", strings.Join(lines, "\n"))
		}
	})
}
