package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"lrx/internal/safetext"
	"lrx/query"
)

// hostile are names as nobody should write them.
func hostile() *rapid.Generator[safetext.Safe] {
	return rapid.Custom(func(t *rapid.T) safetext.Safe {
		s := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
			"👩‍👩‍👧‍👦 family", "กำลังเรียนภาษาไทย", "नमस्ते दुनिया", "مرحبا بالعالم", "漢字と仮名の長い名前のコース", "Z̸̡̛a̷͓l̴g̵o̶", "❤️ heart", "a\x1b]52;c;x\a",
			strings.Repeat("long ", 60), "", "\u202e reversed", "tab\tnew\nline",
		})).Draw(t, "name")
		return safetext.Clean(s)
	})
}

func TestFramesFitEveryWindow(t *testing.T) {
	t.Parallel()
	keys := []string{"enter", "enter", "enter", "esc", "down", "up", "left", "right", "right", "s", "/", "a", "1", "2", "3", "4", "5", "tab", "?", ":", "S", "e", "m", "n", "y", "space", "G", "g", "pgdown", "r", "q"}
	rapid.Check(t, func(t *rapid.T) {
		f := school()
		for i := range f.classes {
			f.classes[i].Name = hostile().Draw(t, "class")
		}
		for i := range f.activities {
			f.activities[i].Name = hostile().Draw(t, "activity")
		}
		for i := range f.statements {
			f.statements[i].VerbName, f.statements[i].ActivityName = hostile().Draw(t, "verb"), hostile().Draw(t, "object")
		}
		for i := range f.days {
			f.days[i].Called = hostile().Draw(t, "source")
		}
		f.origins[0].Source = hostile().Draw(t, "origin")
		f.detail.Statement = f.statements[0]
		d := drive(t, f, func(o *Options) {
			o.Label, o.StoreName = string(hostile().Draw(t, "label")), string(hostile().Draw(t, "store"))
			o.NoColor, o.Profile = rapid.Bool().Draw(t, "plain"), colorprofile.TrueColor
			o.Export = func(query.Sheet, string) (string, error) { return string(hostile().Draw(t, "path")), nil }
		})
		if rapid.Bool().Draw(t, "graphemes") {
			d.send(tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: ansi.ModeReset})
		}
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			if rapid.IntRange(0, 3).Draw(t, "resize") == 0 {
				d.send(tea.WindowSizeMsg{Width: rapid.IntRange(1, 300).Draw(t, "w"), Height: rapid.IntRange(1, 100).Draw(t, "h")})
			}
			d.press(rapid.SampledFrom(keys).Draw(t, "key"))
			fits(t, d)
		}
	})
}

func fits(t *rapid.T, d *driver) {
	lines := strings.Split(d.app.View().Content, "\n")
	if len(lines) > d.app.h {
		t.Fatalf("%d lines in a window of %d:\n%s", len(lines), d.app.h, d.screen())
	}
	for _, l := range lines {
		if w := d.app.theme.Width(l); w > d.app.w {
			t.Fatalf("a line of %d cells in a window of %d:\n%s\n%s", w, d.app.w, ansi.Strip(l), d.screen())
		}
	}
}

func TestRectanglesShareTheWindow(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w, h := rapid.IntRange(leastWidth, 300).Draw(t, "w"), rapid.IntRange(leastHeight, 100).Draw(t, "h")
		l := arrange(w, h, rapid.Bool().Draw(t, "tabs"), rapid.IntRange(0, 3).Draw(t, "head"))
		y := 0
		for _, r := range []rect{l.header, l.tabs, l.rule, l.head, l.body, l.edge, l.status, l.keys} {
			if r.y < y || r.w != w || r.h < 0 {
				t.Fatalf("%+v overlaps in %+v", r, l)
			}
			y = r.y + r.h
		}
		if y != h || l.body.h < 5 {
			t.Fatalf("%d of %d lines are used, %d by the body", y, h, l.body.h)
		}
	})
}

func TestBreadcrumbGivesUpItsMiddle(t *testing.T) {
	t.Parallel()
	names := []safetext.Safe{"Classes", "Biology 1", "Kim Li", "Quiz 3"}
	for w, want := range map[int]safetext.Safe{
		80: "Classes › Biology 1 › Kim Li › Quiz 3",
		30: "Classes › … › Kim Li › Quiz 3",
		20: "Classes › … › Quiz 3",
		12: "… › Quiz 3",
		4:  "Qui…",
	} {
		if got := breadcrumb(names, w); got != want {
			t.Errorf("in %d cells: %q, want %q", w, got, want)
		}
	}
}
