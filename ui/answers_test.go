package ui

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"lrx/internal/safetext"
	"lrx/internal/tuitest"
	"lrx/query"
	"lrx/ui/theme"
)

// TestScreensOfAnswers compares the screens on answers in two sizes, and on a
// terminal without colours.
func TestScreensOfAnswers(t *testing.T) {
	t.Parallel()
	large := func() *fake {
		f := school()
		f.grid = stairs(300, 200)
		return f
	}
	masteredSchool := func() *fake {
		f := school()
		mastered(f)
		return f
	}
	for name, test := range map[string]struct {
		fake func() *fake
		keys string
	}{
		"grid":               {school, "enter 4 down down right right"},
		"grid-end":           {school, "enter 4 G L L"},
		"grid-large":         {large, "enter 4 pgdown L L"},
		"grid-tries":         {school, "enter 4 right enter"},
		"grid-masked":        {school, "enter 4 m"},
		"struggling":         {school, "enter 3"},
		"areas-mastery":      {masteredSchool, "enter 2 down l down"},
		"item":               {school, "enter 3 enter"},
		"item-answers":       {school, "enter 3 enter G"},
		"item-unanswered":    {school, "enter 3 G enter"},
		"assessment-summary": {school, "enter 5 down down down enter"},
		"sanity":             {school, "S 6"},
	} {
		for _, size := range [][2]int{{80, 24}, {120, 40}} {
			t.Run(fmt.Sprintf("%s %dx%d", name, size[0], size[1]), func(t *testing.T) {
				t.Parallel()
				d := drive(t, test.fake())
				d.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
				d.press(strings.Fields(test.keys)...)
				tuitest.Compare(t, fmt.Sprintf("%dx%d/%s.txt", size[0], size[1], name), trimmed(d.screen()))
			})
		}
	}
}

// trimmed is a screen without blanks at the ends of its lines.
func trimmed(screen string) string {
	lines := strings.Split(screen, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n") + "\n"
}

// TestGridReadsWithoutColour proves that colours say nothing that marks do not
// say, and that without them the cursor is seen.
func TestGridReadsWithoutColour(t *testing.T) {
	t.Parallel()
	draw := func(plain bool) *driver {
		d := drive(t, school(), func(o *Options) { o.NoColor, o.Profile = plain, colorprofile.TrueColor })
		d.press("enter", "4", "down", "right")
		return d
	}
	coloured, plain := draw(false), draw(true)
	if coloured.screen() != plain.screen() {
		t.Errorf("with colours the grid says something else:\n%s\n%s", coloured.screen(), plain.screen())
	}
	for _, line := range strings.Split(plain.app.View().Content, "\n") {
		if strings.Contains(ansi.Strip(line), theme.Bar) && !strings.Contains(line, "\x1b[1;4;7m") && !strings.Contains(line, "\x1b[7;1;4m") {
			t.Errorf("the cursor's cell does not stand out: %q", line)
		}
	}
}

func TestGridMovesAndSays(t *testing.T) {
	t.Parallel()
	f := school()
	f.grid = query.Grid{
		Learners: []query.GridLearner{{ID: "L-1", Name: person("Kim Li"), Rate: ptr(0.75), N: 4}, {ID: "L-2", Name: person("Ólafur")}},
		Items:    []query.GridItem{{IRI: "x:1", Name: "One", Rate: ptr(1.0), N: 1}, {IRI: "x:2", Name: "Two"}, {IRI: "x:3", Name: "Three"}, {IRI: "x:4", Name: "Four"}, {IRI: "x:5", Name: "Five"}},
		Cells: [][]query.GridCell{
			{{R: ptr(1.0), Tries: 1}, {R: ptr(0.5), Tries: 2}, {R: ptr(0.0), Tries: 3, Later: true}, {R: ptr(0.0), Tries: 1}, {Tries: 2}},
			{}, // nothing was answered
		},
	}
	d := drive(t, f)
	d.press("enter", "4")
	for _, test := range []struct {
		key  string
		want []string
	}{
		{"g", []string{"Kim Li answered “One” right at the first try.", "learner 1 of 2, item 1 of 5", "First answers right: the learner 75 % of 4, the item 100 % of 1."}},
		{"right", []string{"Kim Li got 50 % at the first try of “Two”; 2 tries in all."}},
		{"l", []string{"Kim Li answered “Three” wrong at first and right later, in 3 tries."}},
		{"right", []string{"Kim Li answered “Four” wrong at the only try."}},
		{"right", []string{"Kim Li answered “Five” in 2 tries; nothing says whether it was right."}},
		{"down", []string{"Ólafur has not answered “Five” yet.", "learner 2 of 2, item 5 of 5"}},
		{"H", []string{"Ólafur has not answered “One” yet."}},
		{"y", []string{"copied Ólafur has not answered “One” yet."}},
		{"k", []string{"■  ◧  +  ×  ?", "·  ·  ·  ·  ·"}},
		{"Y", []string{"copied 5 items of Kim Li"}},
		{"/", []string{"a grid stands in Guttman order"}},
		{"?", []string{"First answer · Kim Li", "The order is no ranking", "right beyond what these shares"}},
	} {
		d.press(test.key)
		d.wants(test.want...)
	}
	if last := fmt.Sprint(d.out); !strings.Contains(last, "Kim Li\nOne\tright at first\nTwo\tpartly\nThree\tright later\nFour\twrong so far\nFive\tnot told") {
		t.Errorf("the clipboard got %s", last)
	}
}

// TestGridLeadsToTries goes from a cell to the attempts behind it, which are
// asked for of this learner and this item alone.
func TestGridLeadsToTries(t *testing.T) {
	t.Parallel()
	f := school()
	d := drive(t, f)
	d.press("enter", "4", "down", "right")
	f.filters = nil
	d.press("enter")
	d.wants("› 李小龍", "Activity Quiz 1: cells and tissues", "2 Statements", "2026-03-27 18:00")
	found := false
	for _, by := range f.filters {
		found = found || by.Learner == "L-0000000001" && by.Activity == "https://lms.example.org/quiz/1" && by.Class == "everyone"
	}
	if !found {
		t.Errorf("the attempts were asked for by %+v", f.filters)
	}
	d.press("enter")
	d.wants("answered")
}

// TestGridKeepsItsCursor proves that the cursor stays on its learner and item
// when new records change the order.
func TestGridKeepsItsCursor(t *testing.T) {
	t.Parallel()
	f := school()
	d := drive(t, f)
	d.press("enter", "4", "down", "down", "right")
	d.wants("learner 3 of 28, item 2 of 40")
	g := stairs(28, 40)
	g.Learners = append([]query.GridLearner{{ID: "L-new", Name: person("A new one")}}, g.Learners...)
	g.Items = g.Items[1:]
	for i := range g.Cells {
		g.Cells[i] = g.Cells[i][1:]
	}
	g.Cells = append([][]query.GridCell{{}}, g.Cells...)
	f.grid = g
	d.press("r")
	d.wants("learner 4 of 29, item 1 of 39")
}

func TestGridIsExportedAsRows(t *testing.T) {
	t.Parallel()
	var got query.Sheet
	d := drive(t, school(), func(o *Options) {
		o.Export = func(s query.Sheet, _ string) (string, error) { got = s; return "lrx-grid.csv", nil }
	})
	d.press("enter", "4", "e", "c")
	d.wants("written: lrx-grid.csv")
	want := 0
	for _, row := range stairs(28, 40).Cells {
		for _, c := range row {
			if c.R != nil || c.Tries > 0 {
				want++
			}
		}
	}
	if got.Name != "grid" || len(got.Rows) != want || got.Columns[0].Key != "learner" || got.Columns[1].Key != "item" {
		t.Errorf("%s: %d rows, want %d", got.Name, len(got.Rows), want)
	}
}

func TestNothingAnsweredSaysWhy(t *testing.T) {
	t.Parallel()
	f := school()
	f.answers = answers{}
	d := drive(t, f)
	for key, want := range map[string]string{"3": "nothing can be harder than the rest", "4": "Nothing was answered yet."} {
		d.press("1", "esc", "g", "enter", key)
		d.wants(want)
		d.press("left", "right", "G", "H", "L", "enter", "y", "Y", "?", "esc")
		d.wants(want)
	}
	d.press("esc", "S", "6")
	d.wants("No score that arrived contradicts itself")
}

// TestOneClassAtATime proves that everyone is told why there is no answer, and
// not that reading failed.
func TestOneClassAtATime(t *testing.T) {
	t.Parallel()
	f := school()
	d := drive(t, f)
	d.press("enter")
	f.err = fmt.Errorf("read the evidence: %w", &query.ClassNeededError{Classes: []safetext.Safe{"a", "b"}})
	d.press("4")
	d.wants("of one class at a time")
	d.lacks("Reading failed", "r tries again")
	f.err = nil
	d.press("5", "down")
	f.needed = &query.ClassNeededError{}
	d.press("enter")
	d.wants("of one class at a time", "Attempts 41", "in the next view")
	d.press("2")
	d.wants("2026-03-27 18:00")
}

func TestStrugglingLeadsToItemsAndAreas(t *testing.T) {
	t.Parallel()
	d := drive(t, school())
	d.press("enter", "3")
	d.wants("class: re-teach", "cannot tell yet", "Check the key: strong learners", "not shown to be easy")
	d.press("down")
	d.wants("Four learners are lower here than they are elsewhere.", "personal")
	d.press("enter")
	d.wants("Classes › Everyone › Cells", "1 Items  2 Activities")
	d.press("esc", "g", "enter")
	d.wants("› Quiz 1: cells and tissues", "1 Summary", "! check the key")
	d.press("esc", "/")
	d.typed("verdict:watch")
	d.press("enter")
	d.wants("1 of 1, 5 in all", "Cells")
}

func TestSummaryExplainsItsNumbersAndLeadsToWhoIsStuck(t *testing.T) {
	t.Parallel()
	d := drive(t, school())
	d.press("enter", "3", "enter", "/")
	d.typed("First try")
	d.press("enter", "?")
	d.wants("First try · Quiz 1: cells and tissues", "26 % right, 90 % interval 15 % to 42 %, of 27 first answers", "The interval is Wilson's")
	d.press("esc", "esc", "/")
	d.typed("ribosome")
	d.press("enter", "?")
	d.wants("sent as b; their mean", "mastery is +0.61 logits")
	d.press("esc", "esc", "G", "up")
	d.press("enter")
	d.wants("Statements 191") // of the learner who is stuck
}

// TestSanityLeadsToItsExample goes to a statement that arrived wrong; a row
// without one leads nowhere.
func TestSanityLeadsToItsExample(t *testing.T) {
	t.Parallel()
	d := drive(t, school())
	d.press("S", "6")
	d.wants("scaled out of range", "raw and max", "Nothing is repaired")
	d.press("down", "enter")
	d.wants("this row leads nowhere")
	d.press("up", "enter")
	d.wants("scaled_range", "export.json, line 12")
}

// TestMaskForgetsTheGrid proves that names in the grid go with the mask.
func TestMaskForgetsTheGrid(t *testing.T) {
	t.Parallel()
	f := school()
	d := drive(t, f)
	d.press("enter", "4", "down", "down", "right")
	d.hold = true
	d.press("m")
	d.lacks("Aminata Sow", "李小龍")
	d.release()
	d.wants("learner 6", "masked", "learner 3 of 28, item 2 of 40")
}

// TestGridsFitEveryWindow draws grids of any names in windows of any size.
func TestGridsFitEveryWindow(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := school()
		f.grid = stairs(rapid.IntRange(1, 40).Draw(t, "learners"), rapid.IntRange(4, 90).Draw(t, "items"))
		for i := range f.grid.Learners {
			f.grid.Learners[i].Name = person(hostile().Draw(t, "learner"))
		}
		f.grid.Items[0].Name = hostile().Draw(t, "item")
		for i := range f.struggling {
			f.struggling[i].Name, f.struggling[i].GapSays = hostile().Draw(t, "name"), hostile().Draw(t, "says")
		}
		for iri, r := range f.reports {
			r.Answers = append([]query.Answer{{Answer: hostile().Draw(t, "answer"), Says: hostile().Draw(t, "said"), N: 1, Share: 0.1}}, r.Answers...)
			r.Item.GapSays = hostile().Draw(t, "gap")
			f.reports[iri] = r
		}
		f.sanity[0].Says, f.sanity[0].Source = hostile().Draw(t, "sanity"), hostile().Draw(t, "source")
		d := drive(t, f)
		if rapid.Bool().Draw(t, "graphemes") {
			d.send(tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: ansi.ModeReset})
		}
		d.press("enter", "4")
		keys := []string{"up", "down", "left", "right", "pgup", "pgdown", "H", "L", "ctrl+u", "g", "G", "?", "esc", "y", "Y", "3", "4", "enter", "S", "6"}
		for range rapid.IntRange(1, 15).Draw(t, "steps") {
			if rapid.Bool().Draw(t, "resize") {
				d.send(tea.WindowSizeMsg{Width: rapid.IntRange(1, 300).Draw(t, "w"), Height: rapid.IntRange(1, 60).Draw(t, "h")})
			}
			d.press(rapid.SampledFrom(keys).Draw(t, "key"))
			fits(t, d)
		}
	})
}

// TestGridFollowsFilters proves that what is said about answers is asked within
// the filters of the level.
func TestGridFollowsFilters(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"3", "4"} {
		f := school()
		d := drive(t, f)
		d.press("enter", key)
		at := d.app.here().Picked()
		at.AsOf = day.AddDate(0, -1, 0)
		f.filters = nil
		d.app.here().Narrow(at)
		d.run(d.app.here().Reload(d.app.env()))
		if n := len(f.filters); n == 0 || !f.filters[n-1].AsOf.Equal(at.AsOf) {
			t.Errorf("view %s was asked for by %+v", key, f.filters)
		}
	}
}
