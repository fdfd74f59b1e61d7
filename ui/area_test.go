package ui

import (
	"testing"

	"lrx/query"
)

// TestLearnerOfAnAreaStaysInIt: from the learners of an area enter leads to the
// learner within that area, which a chip says and f takes away.
func TestLearnerOfAnAreaStaysInIt(t *testing.T) {
	t.Parallel()
	f := school()
	f.standings = []query.AreaStanding{{ID: f.learners[2].ID, Name: f.learners[2].Name, Mastery: ptr(0.5), Low: ptr(0.4), High: ptr(0.6), Answered: 4, Items: 9}}
	d := drive(t, f)
	d.press("enter", "2", "enter", "3", "enter")
	area := f.areas[0]
	d.wants("area " + string(area.Name))
	d.press("3")
	by := f.filters[len(f.filters)-1]
	if by.Learner != f.learners[2].ID || by.Area != area.IRI || by.Class == "" {
		t.Errorf("asked with %+v", by)
	}
	d.press("f")
	d.wants("Area", string(area.Name))
	d.press("esc", "esc")
	d.wants("3 Learners")
	d.lacks("area " + string(area.Name))
}

// TestItemOfALearnersAreaStaysHers: below a learner enter leads to her attempts
// at an item, not to those of the class.
func TestItemOfALearnersAreaStaysHers(t *testing.T) {
	t.Parallel()
	f := school()
	d := drive(t, f)
	d.press("enter", "enter", "2", "enter", "enter")
	by := f.filters[len(f.filters)-1]
	if by.Learner != f.learners[0].ID || by.Activity != f.items[0].IRI {
		t.Errorf("asked with %+v", by)
	}
	d.wants("› "+string(f.learners[0].Name.Shown()), "Activity "+string(f.items[0].Name), "1 Attempts")
}
