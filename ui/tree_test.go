package ui

import "testing"

func TestAreasOpenAndClose(t *testing.T) {
	t.Parallel()
	d := drive(t, school())
	d.press("enter", "2")
	d.wants("▾ Biology 1", "▸ Cells", "▸ Tissues", "▾ Skills", "Reading a diagram", "1 of 5, 8 in all")
	d.lacks("Quiz: cells")
	d.press("down", "right")
	d.wants("▾ Cells", "Quiz: cells", "Forum", "2 of 7, 8 in all")
	d.press("down", "left") // to what holds it
	d.wants("2 of 7")
	d.press("h")
	d.wants("▸ Cells", "2 of 5")
	d.press("space")
	d.wants("▾ Cells")
	d.press("left", "left", "space")
	d.wants("▸ Biology 1", "1 of 3, 8 in all")
	d.press("l")
	d.wants("▸ Cells", "▸ Tissues") // as it was left
}

func TestTreeKeepsWhatIsAboveAMatch(t *testing.T) {
	t.Parallel()
	d := drive(t, school())
	d.press("enter", "2", "/")
	d.typed("quiz: tiss")
	d.wants("▾ Biology 1", "▾ Tissues", "Quiz: tissues", "1 of 3, 8 in all")
	d.lacks("▸ Cells", "Reading a diagram")
	d.press("enter", "space")
	d.wants("the filter shows what matches and what it is part of")
	d.press("esc")
	d.wants("▸ Tissues")
}

func TestTreeKeepsItsCursorAndItsBranches(t *testing.T) {
	t.Parallel()
	f := school()
	d := drive(t, f)
	d.press("enter", "2", "down", "right", "down", "down")
	d.wants("4 of 7")
	f.areas = append(f.areas[:2:2], f.areas[3:]...) // one area less, above the cursor
	d.press("r")
	d.wants("▾ Cells", "Forum", "3 of 6, 7 in all")
}

func TestTreeLeadsToAnArea(t *testing.T) {
	t.Parallel()
	d := drive(t, school())
	d.press("enter", "2", "down", "s")
	d.wants("a tree stands in its own order")
	d.press("enter")
	d.wants("Classes › Everyone › Cells", "1 Items  2 Activities", "Quiz 1: cells and tissues")
	d.press("2", "enter")
	d.wants("› Quiz 0: cells and tissues", "Attempts 40")
}

func TestColumnsOfATreeAreReachedFromAnOpenRow(t *testing.T) {
	t.Parallel()
	d := drive(t, school())
	d.press("enter", "2", "right")
	d.wants("Items: ")
	d.press("left", "y")
	d.wants("copied Biology 1")
}

func TestSkillsStandUnderAHeading(t *testing.T) {
	t.Parallel()
	d := drive(t, school())
	d.press("enter", "2", "G", "up")
	d.wants("▾ Skills")
	d.press("enter")
	d.wants("a heading leads nowhere; space opens it")
	if s := d.app.here().Sheet(); len(s.Rows) != 4 {
		t.Errorf("an export has %d rows, want the 4 in sight without the heading", len(s.Rows))
	}
	d.press("left")
	d.wants("▸ Skills")
	d.lacks("Reading a diagram")
}

func TestNoAreasSaysWhatToDo(t *testing.T) {
	t.Parallel()
	f := school()
	f.areas = nil
	d := drive(t, f)
	d.press("enter", "2")
	d.wants("No areas yet", "activities.csv")
}
