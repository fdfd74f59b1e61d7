package ui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"lrx/internal/safetext"
	"lrx/query"
)

func TestDrillDownToTheRawStatement(t *testing.T) {
	t.Parallel()
	d := drive(t, school())
	d.wants("Classes", "Everyone", "Statements kept 12,345", "made-up class", "as of 2026-03-27 UTC", "1 of 3")
	d.press("down", "enter")
	d.wants("Classes › Biology 1", "1 Learners  2 Areas  3 Struggling  4 Grid  5 Activities", "1 of 60")
	d.press("5", "down", "down", "down", "enter", "2")
	d.wants("› Quiz 3: cells and tissues", "Attempts 43", "2026-03-27 18:00")
	d.press("enter")
	d.wants("Scaled 0.40")
	d.press("enter")
	d.wants("answered", "scaled_range", "export.json, line 12", `"actor": ▸ {"name": "Kim Li"`)
	d.press("backspace", "esc", "esc", "esc")
	d.wants("2 of 3")
	d.press("esc")
	d.wants("this is the first screen; q quits")
}

func TestLevelsKeepCursorOrderAndFilter(t *testing.T) {
	t.Parallel()
	d := drive(t, school())
	d.press("enter", "5", "right", "s", "/")
	d.typed("quiz 1")
	d.press("enter", "down")
	d.wants("/quiz 1", "by Statements, largest first", "2 of 5, 14 in all")
	d.press("enter", "esc")
	d.wants("/quiz 1", "by Statements, largest first", "2 of 5, 14 in all")
	d.press("1", "5")
	d.wants("2 of 5, 14 in all")
	d.press("esc")
	d.wants("2 of 14")
	d.lacks("/quiz 1")
}

func TestEscPeelsOneLayerAtATime(t *testing.T) {
	t.Parallel()
	d := drive(t, school())
	d.press("enter", "5", "/")
	d.typed("quiz 1")
	d.press("enter", "enter", "?")
	for i, part := range []string{"─ Help ─", "1 Summary", "/quiz 1", "1 Learners", "生物学入門"} {
		d.wants(part)
		if d.press("esc"); i == 4 {
			d.wants("q quits")
		}
	}
}

func TestInputsTakeAllKeysButThree(t *testing.T) {
	t.Parallel()
	d := drive(t, school())
	d.press("enter", "5", "/")
	d.typed("q?:msy")
	d.press("tab", "up", "ctrl+p")
	if got := d.app.here().Input().Text(); got != "q?:msy" {
		t.Errorf("the input holds %q", got)
	}
	if d.app.viewer.Mask || len(d.app.dialogs) > 0 || d.app.screens.depth() != 2 {
		t.Error("a typed key did something else")
	}
	d.wants(`Nothing matches "q?:msy". 14 rows are hidden by the filter; esc clears it.`)
}

func TestLateAnswersAreDroppedAndQuestionsCancelled(t *testing.T) {
	t.Parallel()
	f := school()
	d := drive(t, f)
	d.hold = true
	d.press("enter")
	late := d.held
	d.hold, d.held = false, nil
	d.press("esc")
	f.contexts = nil
	for _, c := range late {
		d.run(c)
	}
	d.wants("1 of 3")
	if len(f.contexts) == 0 || !slices.ContainsFunc(f.contexts, func(c context.Context) bool { return c.Err() != nil }) {
		t.Error("leaving did not cancel the question")
	}
}

func TestReadingIsSaidOnlyAfterAWhile(t *testing.T) {
	t.Parallel()
	d := drive(t, school())
	d.late = nil
	d.hold = true
	d.press("enter")
	d.lacks("reading", "Reading")
	held := d.held
	d.hold, d.held = false, nil
	// Only what waits runs: the answer stays out.
	var ask tea.Cmd
	for _, c := range held {
		batch, _ := c().(tea.BatchMsg)
		ask = batch[0]
		d.run(batch[1])
	}
	d.wait()
	d.wants("Reading Learners", "reading")
	d.run(ask)
	d.lacks("Reading")
	d.wants("1 of 60")
	d.late = slices.DeleteFunc(d.late, func(work func() tea.Msg) bool { _, poll := work().(polled); return poll })
	d.wait()
	if len(d.late) > 0 {
		t.Error("the spinner still turns")
	}
}

func TestNewDataKeepsTheCursorOnItsRow(t *testing.T) {
	t.Parallel()
	f := school()
	d := drive(t, f)
	d.press("enter", "5", "down", "down")
	f.activities = slices.Insert(slices.Clone(f.activities), 0, query.Activity{IRI: "x:new", Name: "A new one"})
	d.wait()
	d.lacks("A new one")
	f.generation++
	d.wait()
	d.wants("A new one", "new data", "4 of 15")
	d.press("esc")
	d.wants("Everyone")
}

func TestMaskDropsNamesAtOnceOnAllLevels(t *testing.T) {
	t.Parallel()
	f := school()
	d := drive(t, f)
	d.press("enter", "5", "/")
	d.typed("cells")
	d.press("enter", "enter", ":")
	d.typed("cells")
	d.press("esc")
	d.hold = true
	d.press("m")
	d.lacks("cells", "Quiz", "Everyone")
	d.wants("masked")
	f.asked = nil
	d.release()
	if !f.asked[0].Mask {
		t.Error("asked without the mask")
	}
	d.press("m")
	d.wants("Show real names and ids on this screen?")
	d.press("enter")
	d.wants("Show real names and ids on this screen?", "masked")
	d.press("n")
	d.wants("masked")
	d.press("m", "y")
	d.lacks("masked ")
	if d.app.viewer.Mask {
		t.Error("the mask is still on")
	}
}

func TestErrorsLeaveTheScreenUsable(t *testing.T) {
	t.Parallel()
	f := school()
	f.err = errors.New("disk \x1b[31mon fire")
	d := drive(t, f)
	d.wants("! Reading failed: disk on fire.", "r tries again")
	d.press("s")
	d.wants("nothing could be read")
	f.err = nil
	d.press("r")
	d.wants("1 of 3")
	f.err = errors.New("gone")
	d.press("r")
	d.wants("Everyone", "! r tries again. Reading failed: gone.")
	f.err = fmt.Errorf("ask for classes: %w", advised{})
	d.press("r")
	d.wants("Everyone", "! r tries again. the store is torn. mend it.")
}

// advised is an error that knows what to do next, as that of a damaged store.
type advised struct{}

func (advised) Error() string { return "the store is torn" }
func (advised) Next() string  { return "mend it" }

func TestEmptyScreensSayWhatToDo(t *testing.T) {
	t.Parallel()
	d := drive(t, &fake{})
	d.wants("No classes yet. Load an export: lrx load FILE")
	d.press("s")
	d.wants("there are no rows")
	d.press("enter")
	d.wants("there are no rows")
}

func TestExportWritesWhatIsShown(t *testing.T) {
	t.Parallel()
	var got query.Sheet
	var format string
	d := drive(t, school(), func(o *Options) {
		o.Export = func(s query.Sheet, f string) (string, error) {
			got, format = s, f
			return "lrx-activities.csv", nil
		}
	})
	d.press("enter", "5", "right", "s", "/")
	d.typed("quiz 1")
	d.press("enter", "e")
	d.wants("CSV, for a spreadsheet")
	d.press("j")
	d.wants("written: lrx-activities.csv")
	if format != "json" || got.Name != "activities" || len(got.Rows) != 5 || got.Total != 5 || got.Rows[0].Key != "https://lms.example.org/quiz/13" {
		t.Errorf("exported %s %s %d rows of %d", format, got.Name, len(got.Rows), got.Total)
	}
	d.app.opt.Export = nil
	d.press("e")
	d.wants("this explorer cannot write files")
}

func TestCopySaysWhat(t *testing.T) {
	t.Parallel()
	d := drive(t, school())
	d.press("down", "y")
	d.wants("copied Biology 1")
	if last := fmt.Sprint(d.out[len(d.out)-1]); last != "Biology 1" {
		t.Errorf("the clipboard got %q", last)
	}
	d.press("Y")
	if last := fmt.Sprint(d.out[len(d.out)-1]); last != "course:bio\tBiology 1\t28\t9,876\t2026-03-27 18:00" {
		t.Errorf("the clipboard got %q", last)
	}
}

func quits(d *driver) bool {
	return slices.ContainsFunc(d.out, func(m tea.Msg) bool { _, ok := m.(tea.QuitMsg); return ok })
}

func TestQuitAsksOnlyWhenDeep(t *testing.T) {
	t.Parallel()
	d := drive(t, school())
	d.press("enter", "5", "enter", "2", "enter", "q")
	d.wants("Quit lrx?")
	if quits(d) {
		t.Fatal("quit without an answer")
	}
	d.press("n", "esc", "q")
	if !quits(d) {
		t.Error("did not quit")
	}
	d = drive(t, school())
	d.press(":", "ctrl+c")
	if !quits(d) {
		t.Error("ctrl+c did not quit")
	}
	d.press("ctrl+c")
	if _, ok := d.out[len(d.out)-1].(tea.InterruptMsg); !ok {
		t.Error("the second ctrl+c did not force")
	}
}

func TestPaletteFindsNamesAndActions(t *testing.T) {
	t.Parallel()
	d := drive(t, school())
	d.press(":")
	d.typed("biology")
	d.press("enter")
	d.wants("Classes › Biology 1", "1 of 60")
	d.press("ctrl+p")
	d.typed("quiz 13")
	d.press("enter")
	d.wants("› Quiz 13: cells and tissues")
	d.press(":")
	d.typed("receipts")
	d.press("enter")
	d.wants("1 Loads  2 Rejects  3 Sources")
	d.press("enter")
	d.wants("1,000 = kept 950 + duplicate 30 + conflicting 5 + rejected 15", "export.json (ndjson, 1.2 MB)",
		"  actor       1, such as: actor has no identifier (export.json, line 9) ↵")
}

func TestStatementLinksAndSearch(t *testing.T) {
	t.Parallel()
	d := drive(t, school())
	d.press("enter", "5", "enter", "2", "enter", "enter", "/")
	d.typed("ünïcode")
	d.press("enter")
	d.wants(`"response": "a \"long\" answer with ünïcode and \u202e bidi"`, "1 line")
	d.press("esc", "g", "down", "down", "down", "enter")
	d.wants("› Quiz 3: cells and tissues", "1 Summary")
}

func TestHelpBeginsWithTheNumberUnderTheCursor(t *testing.T) {
	t.Parallel()
	d := drive(t, school())
	d.press("enter", "5", "right", "right", "right", "?")
	d.wants("Attempts · Quiz 0: cells and tissues", "40", "Tries at this activity; views alone are no attempt.", "live filter")
}

func TestMouse(t *testing.T) {
	t.Parallel()
	d := drive(t, school(), func(o *Options) { o.Mouse = true })
	if d.app.View().MouseMode != tea.MouseModeCellMotion {
		t.Error("the mouse is off")
	}
	click := func(x, y int) { d.send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft}) }
	click(3, 6)
	d.wants("2 of 3")
	click(3, 6)
	d.wants("› Biology 1")
	click(45, 1)
	d.wants("1 of 14")
	click(35, 5)
	d.wants("by Statements, largest first")
	d.send(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
	d.wants("4 of 14")
	d.press(":")
	click(0, 0)
	if len(d.app.dialogs) > 0 {
		t.Error("a click beside the palette did not close it")
	}
}

func TestLongListsAreSortedOutsideUpdate(t *testing.T) {
	t.Parallel()
	d := drive(t, many(30_000))
	d.press("enter", "5", "right")
	d.hold = true
	d.press("s")
	d.wants("Activity 000000")
	d.release()
	d.wants("by Statements, largest first", "1 of 30,000")
	d.lacks("Activity 000000")
}

func TestTooSmall(t *testing.T) {
	t.Parallel()
	d := drive(t, school())
	d.send(tea.WindowSizeMsg{Width: 59, Height: 24})
	if got := d.screen(); got != "too small: 59x24, lrx needs 60x15" {
		t.Errorf("the screen is %q", got)
	}
	d.send(tea.WindowSizeMsg{Width: 100_000, Height: 100_000})
	if d.app.w != mostWidth || d.app.h != mostHeight || strings.Count(d.screen(), "\n") != mostHeight-1 {
		t.Errorf("the window is %dx%d", d.app.w, d.app.h)
	}
}

func TestHostileTextNeverReachesTheTerminal(t *testing.T) {
	t.Parallel()
	f := school()
	f.detail.Raw = safetext.NewRaw("{\"a\":\"\u202e\u009b31m\",\"b\x1b]52;c;x\x07\":1}")
	d := drive(t, f, func(o *Options) { o.Label = "x\x1b]0;t\x07"; o.StoreName = "\u009bA" })
	for _, keys := range [][]string{{"enter", "5", "enter", "2", "enter", "enter"}, {"?"}, {"esc", ":"}} {
		d.press(keys...)
		v := d.app.View()
		if v.WindowTitle != "lrx" {
			t.Errorf("the title is %q", v.WindowTitle)
		}
		for _, r := range d.screen() {
			if string(safetext.Clean(string(r))) != string(r) && r != '\n' {
				t.Errorf("%U is on the screen:\n%s", r, d.screen())
			}
		}
	}
}

// TestLoadElsewhereIsShown says in the header how far another process is that
// writes to the store, and stops saying so when it is done.
func TestLoadElsewhereIsShown(t *testing.T) {
	t.Parallel()
	for want, w := range map[safetext.Safe]query.Writing{
		"load 42 %, 3 min left":          {What: "load big export.json", Done: 0.42, Left: 170 * time.Second},
		"load 99 %, under a minute left": {What: "load x", Done: 0.99, Left: 5 * time.Second},
		"pull 1,200":                     {What: "pull school", Done: -1, Read: 1200},
		"store under way":                {What: "store rebuild", Done: -1},
	} {
		if got := writingWords(w); got != want {
			t.Errorf("%+v is %q, want %q", w, got, want)
		}
	}
	a := New(Options{Records: &fake{}, Now: time.Now})
	a.polled(polled{looked{writing: "load 42 %"}})
	if must, may := a.remarks(); len(must) != 0 || len(may) == 0 || may[0].text != "load 42 %" {
		t.Errorf("the header does not show the load: %v %v", must, may)
	}
	a.polled(polled{})
	if _, may := a.remarks(); len(may) != 0 && may[0].text == "load 42 %" {
		t.Error("the header shows a load that is done")
	}
}
