package ui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"lrx/internal/safetext"
	"lrx/query"
)

// twins is a school with three pairs that look alike and one conflict.
func twins() *fake {
	f := school()
	pair := func(n int, word safetext.Safe) query.Suggestion {
		a, b := safetext.Safe(fmt.Sprintf("L-A%d", n)), safetext.Safe(fmt.Sprintf("L-B%d", n))
		f.people = append(f.people, query.Person{Learner: a, Identifiers: []safetext.Safe{"a@example.org"}, Statements: 3},
			query.Person{Learner: b, Identifiers: []safetext.Safe{"b@example.org", "c", "d", "e", "f"}, Statements: 3})
		return query.Suggestion{Key: string(a + " " + b), A: a, B: b, Strength: ptr(0.9), Word: word, Evidence: []query.Evidence{{Text: "same name", Bits: 12}, {Text: "two accounts", Bits: -3}}}
	}
	for n := range 3 {
		f.suggestions = append(f.suggestions, pair(n, "likely"))
	}
	f.identities = []query.Suggestion{pair(9, "conflict")}
	for i := range f.people[6:] {
		f.people[6+i].Roster = ptr(safetext.Safe(fmt.Sprintf("r-%d", i)))
	}
	return f
}

// decisions keeps what was decided.
type decisions struct {
	all       []string
	err, late error
	applied   int
}

func (d *decisions) option(o *Options) {
	o.Apply = func(context.Context) error { d.applied++; return d.late }
	o.Decide = func(_ context.Context, x Decision) (safetext.Safe, error) {
		switch {
		case x.Undo:
			d.all = append(d.all, "undo")
		default:
			d.all = append(d.all, strings.TrimSpace(fmt.Sprint(map[bool]string{true: "same", false: "different"}[x.Same], " ", x.A, " ", x.B, map[bool]string{true: " sure"}[x.Sure])))
		}
		return "decided", d.err
	}
}

func TestDeskDecides(t *testing.T) {
	t.Parallel()
	var got decisions
	d := drive(t, twins(), got.option)
	d.press("P", "enter")
	d.wants("Merge desk", "pair 1 of 3", "likely, 90 %", "+ strong", "- against", "and 2 more", "Statements    3", " = 3")
	d.press("left")
	d.wants("this is the first pair")
	d.press("v")
	d.wants("pair 2 of 3", "decided")
	d.press("right", "d")
	d.wants("pair 3 of 3")
	d.press("right")
	d.wants("this is the last pair")
	d.press("u")
	d.wants("pair 3 of 3")
	d.press("u")
	d.wants("pair 1 of 3")
	if want := []string{"same L-A0 L-B0", "different L-A2 L-B2", "undo", "undo"}; !slices.Equal(got.all, want) {
		t.Errorf("decided %q, wanted %q", got.all, want)
	}
}

func TestDeskAsksWhereTheRosterSaysTwo(t *testing.T) {
	t.Parallel()
	var got decisions
	d := drive(t, twins(), got.option)
	d.press("P", "2", "enter", "v")
	d.wants("two people, r-0 and r-1")
	d.press("n", "d", "v", "y")
	if want := []string{"different L-A9 L-B9", "same L-A9 L-B9 sure"}; !slices.Equal(got.all, want) {
		t.Errorf("decided %q, wanted %q", got.all, want)
	}
}

func TestDecisionsWaitForEachOther(t *testing.T) {
	t.Parallel()
	var got decisions
	d := drive(t, twins(), got.option)
	d.press("P", "enter")
	// The decision is held, the pages are not.
	work := d.app.opt.Decide
	d.app.opt.Decide = nil
	d.press("v")
	d.wants("in a shell: lrx people", "pair 1 of 3")
	d.app.opt.Decide = work
	d.hold = true
	d.press("v")
	first := d.held
	d.hold, d.held = false, nil
	d.app.deciding.queue = append(d.app.deciding.queue, Decision{A: "x", B: "y"})
	if !d.app.deciding.busy() {
		t.Fatal("nothing is under way")
	}
	d.press("q")
	d.wants("Decisions are still being carried out")
	d.press("n", "u")
	d.wants("taken back")
	for _, c := range first {
		d.run(c)
	}
	if want := []string{"same L-A0 L-B0"}; !slices.Equal(got.all, want) || got.applied != 1 || d.app.deciding.busy() {
		t.Errorf("decided %q, wanted %q; applied %d times", got.all, want, got.applied)
	}
}

// TestDecisionsAreWrittenWhileOthersAreApplied: a decision does not wait for what
// follows from the one before.
func TestDecisionsAreWrittenWhileOthersAreApplied(t *testing.T) {
	t.Parallel()
	var got decisions
	d := drive(t, twins(), got.option)
	d.press("P", "enter")
	apply := d.app.opt.Apply
	d.app.opt.Apply = func(ctx context.Context) error { // while it is under way another decision is taken
		if got.applied == 0 {
			got.applied++
			d.run(d.app.queue(Decision{A: "x", B: "y"}))
			return nil
		}
		return apply(ctx)
	}
	d.press("v")
	if want := []string{"same L-A0 L-B0", "different x y"}; !slices.Equal(got.all, want) || got.applied != 2 || d.app.deciding.busy() {
		t.Errorf("decided %q, wanted %q; applied %d times", got.all, want, got.applied)
	}
}

func TestDecisionsThatFail(t *testing.T) {
	t.Parallel()
	full := errors.New("the disk is\x1b[31m full")
	for want, got := range map[string]*decisions{
		"! the disk is full":   {err: full},
		"! the disk is full ":  {late: full},
		"! interrupted; the d": {late: context.Canceled},
	} {
		d := drive(t, twins(), got.option)
		d.press("P", "enter", "v")
		d.wants(want, "pair 2 of 3")
		if got.err != nil && got.applied > 0 {
			t.Error("nothing was written, and it was applied")
		}
	}
}

func TestPeopleWithoutAnything(t *testing.T) {
	t.Parallel()
	d := drive(t, school())
	d.press("P")
	d.wants("No two learners look alike.")
	d.press("2")
	d.wants("The roster and the identifiers agree")
	d.press("3")
	d.wants("No people yet.")
	d.press("u")
	d.wants("in a shell: lrx people")
	f := school()
	f.err = query.ErrScope
	d = drive(t, f)
	d.press("P")
	d.wants("You may not see this")
	d.press("P")
	d.wants("this is it")
	var got decisions
	d = drive(t, school(), got.option)
	d.press("u")
	d.wants("P leads to who is who")
}
