package cli

import (
	"context"
	"errors"

	"lrx/data/roster"
	"lrx/data/store"
	"lrx/internal/safetext"
	"lrx/query"
)

// Decision is what somebody decides about two learners in the explorer.
type Decision struct {
	Undo bool // take the last one back; the rest is not looked at
	Same bool // they are one person; else they are two
	Sure bool // also where the roster says that they are two
	Mask bool // what is said of it may not name them
	A, B string
}

// decideFrom writes a decision of the explorer to people.csv and says what was
// decided. applyFrom makes the store follow.
func (a *app) decideFrom(ctx context.Context, d Decision) (safetext.Safe, error) {
	o := store.WriteOptions{Now: a.clock(), Profile: a.keepProfile}
	if d.Undo {
		return a.undoFrom(ctx, d.Mask, o)
	}
	c := choice{same: d.Same, a: d.A, b: d.B, sure: d.Sure}
	out, line, err := a.prepare(ctx, c)
	if err == nil && line.IFI != line.Other {
		out.Changed = true
		err = store.Edit(ctx, a.dir(), c.command(), a.write(out, line), o)
	}
	var unknown *query.NotFoundError
	var said *fault
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case d.Mask && (errors.As(err, &unknown) || errors.As(err, &said)): // these name people
		return "", errors.New("this cannot be decided; without the mask the reason is told")
	case err != nil:
		return "", inOneLine(ctx, err)
	}
	return out.short(d.Mask), nil
}

// undoFrom takes the last decision out of people.csv.
func (a *app) undoFrom(ctx context.Context, mask bool, o store.WriteOptions) (safetext.Safe, error) {
	var taken roster.PersonDecision
	err := store.Edit(ctx, a.dir(), commandUndo, func() (err error) {
		taken, err = roster.RemoveLast(a.dir())
		return err
	}, o)
	if err != nil {
		return "", inOneLine(ctx, err)
	}
	out := undone(taken)
	for i, key := range []string{taken.IFI, taken.Other} {
		out.names[i].name = clean(roster.FormatIFI(key))
	}
	if !mask {
		err = a.ask(ctx, func(s *query.Store) error {
			for i, key := range []string{taken.IFI, taken.Other} {
				if p, err := s.Person(ctx, a.everything(), roster.FormatIFI(key)); err == nil { // else it stays what it is called in the file
					out.names[i].name = asWritten(p, key)
				}
			}
			return nil
		})
	}
	text := "undone, different people"
	if taken.Same {
		text = "undone, one person"
	}
	if !mask {
		text += ": " + string(out.names[0].name) + ", " + string(out.names[1].name)
	}
	return clean(text), err
}

// applyFrom brings the store up to date with what was decided; other writers are
// waited for.
func (a *app) applyFrom(ctx context.Context) error {
	_, err := store.Apply(ctx, a.dir(), "apply", store.WriteOptions{Now: a.clock(), Wait: true, Profile: a.keepProfile})
	if err != nil && ctx.Err() == nil {
		err = inOneLine(ctx, err)
	}
	return err
}

// short says what was decided in one line, under a mask without names.
func (d *decision) short(mask bool) safetext.Safe {
	if mask {
		return clean(d.sentence("the one", "the other"))
	}
	return clean(d.sentence(string(d.names[0].name), string(d.names[1].name)))
}
