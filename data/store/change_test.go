package store_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"lrx/data/roster"
	"lrx/data/store"
)

// derived is all that follows from the statements and the folder's files, as text.
func derived(t *testing.T, dir string) string {
	t.Helper()
	return content(t, dir) + answers(
		t, dir, "FROM membership ORDER BY ALL", "FROM class ORDER BY ALL", "FROM place_class ORDER BY ALL", "FROM course_place ORDER BY ALL",
		"FROM enrolment ORDER BY ALL", "FROM person_conflict ORDER BY ALL", "FROM kept ORDER BY ALL",
	)
}

// merge is an edit that adds a decision.
func merge(d roster.PersonDecision) func(string) error {
	return func(dir string) error { _, err := roster.Append(dir, d); return err }
}

// TestMergeUndoMerge decides in two ways that end in one file, and wants one store.
func TestMergeUndoMerge(t *testing.T) {
	t.Parallel()
	now := func() time.Time { return time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC) }
	file := statementsFile(t, 1500)
	same := roster.PersonDecision{Same: true, IFI: key(t, "p1@example.org"), Other: key(t, "p2@example.org"), When: "2026-10-01"}
	other := roster.PersonDecision{Same: true, IFI: key(t, "p5@example.org"), Other: key(t, "p2@example.org"), When: "2026-10-01"}
	different := roster.PersonDecision{IFI: key(t, "p2@example.org"), Other: key(t, "p5@example.org"), When: "2026-10-01"}
	undo := func(dir string) error { _, err := roster.RemoveLast(dir); return err }
	after := func(steps ...func(string) error) string {
		dir := t.TempDir()
		if _, err := store.Load(context.Background(), dir, store.LoadOptions{Paths: []string{file}, WriteOptions: store.WriteOptions{Now: now}}); err != nil {
			t.Fatal(err)
		}
		for _, step := range steps {
			if _, err := store.Change(context.Background(), dir, "test", func() error { return step(dir) }, store.WriteOptions{Now: now}); err != nil {
				t.Fatal(err)
			}
		}
		if r, err := store.Verify(context.Background(), dir); err != nil || !r.OK {
			t.Errorf("verify: %+v, %v", r, err)
		}
		return derived(t, dir)
	}
	before, once := after(), after(merge(same))
	if before == once {
		t.Fatal("a merge changed nothing")
	}
	for name, got := range map[string]string{
		"merge, undo, merge": after(merge(same), undo, merge(same)),
		"twice that":         after(merge(same), undo, merge(same), undo, merge(same)),
		"another in between": after(merge(other), undo, merge(same)),
		"and after":          after(merge(same), merge(other), merge(different), undo, undo),
	} {
		if got != once {
			t.Errorf("%s: the store is another one than after one merge", name)
		}
	}
	// The same two, the other way round: the learner has another id, and so have her attempts.
	turned := same
	turned.IFI, turned.Other = same.Other, same.IFI
	edit := func(dir string) error { return errors.Join(undo(dir), merge(turned)(dir)) }
	if after(merge(same), edit) != after(merge(turned)) {
		t.Error("a line that was turned round: the store is another one than after a merge that way")
	}
	if got := after(merge(same), undo); got != before {
		t.Error("merge, undo: the store is another one than before")
	}
}

func key(t *testing.T, text string) string {
	t.Helper()
	k, ok := roster.ParseKey(text)
	if !ok {
		t.Fatalf("%q is no identifier", text)
	}
	return k
}

// TestChangeUnapplied fails between the file and the store: the line stays, and
// the error says what brings the store up to date.
func TestChangeUnapplied(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	load(t, dir, statementsFile(t, 200))
	ctx, stop := context.WithCancel(context.Background())
	d := roster.PersonDecision{Same: true, IFI: key(t, "p1@example.org"), Other: key(t, "p2@example.org")}
	_, err := store.Change(ctx, dir, "test", func() error {
		defer stop()
		return merge(d)(dir)
	}, store.WriteOptions{})
	var unapplied *store.UnappliedError
	if !errors.As(err, &unapplied) || !errors.Is(err, context.Canceled) || unapplied.Next() == "" {
		t.Fatalf("got %v", err)
	}
	if all, _, err := roster.ReadPeople(dir); err != nil || len(all) != 1 {
		t.Errorf("people.csv has %d decisions, %v", len(all), err)
	}
	a, err := store.Apply(context.Background(), dir, "apply", store.WriteOptions{})
	if err != nil || !a.Changed || a.Learners != 36 {
		t.Errorf("apply: %+v, %v", a, err)
	}
	// An edit that fails changes nothing.
	failed := errors.New("no")
	if _, err := store.Change(context.Background(), dir, "test", func() error { return failed }, store.WriteOptions{}); !errors.Is(err, failed) || errors.As(err, &unapplied) {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, roster.PeopleFile)); err != nil {
		t.Error(err)
	}
}

// TestEditWhileApplying writes a decision while the store is brought up to date
// with another one: it does not wait, and the next Apply finds it.
func TestEditWhileApplying(t *testing.T) {
	t.Parallel()
	if err := store.Edit(context.Background(), t.TempDir(), "test", func() error { t.Error("edited"); return nil }, store.WriteOptions{}); !errors.Is(err, store.ErrNoStore) {
		t.Errorf("got %v", err)
	}
	dir := t.TempDir()
	load(t, dir, statementsFile(t, 200))
	one := roster.PersonDecision{Same: true, IFI: key(t, "p1@example.org"), Other: key(t, "p2@example.org")}
	two := roster.PersonDecision{Same: true, IFI: key(t, "p3@example.org"), Other: key(t, "p4@example.org")}
	edited := false
	_, err := store.Change(context.Background(), dir, "test", func() error { return merge(one)(dir) }, store.WriteOptions{Progress: func(store.Progress) {
		if edited {
			return
		}
		edited = true
		if err := store.Edit(context.Background(), dir, "test", func() error { return merge(two)(dir) }, store.WriteOptions{}); err != nil {
			t.Error(err)
		}
	}})
	if err != nil || !edited {
		t.Fatalf("edited: %t, %v", edited, err)
	}
	a, err := store.Apply(context.Background(), dir, "apply", store.WriteOptions{})
	if err != nil || a.Learners != 35 {
		t.Errorf("got %+v, %v", a, err)
	}
	if a, err = store.Apply(context.Background(), dir, "apply", store.WriteOptions{}); err != nil || a.Changed {
		t.Errorf("got %+v, %v", a, err)
	}
}
