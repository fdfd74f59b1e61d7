package cli

import (
	"context"
	"errors"
	"fmt"

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

// decideFrom carries a decision of the explorer out and says what came of it.
func (a *app) decideFrom(ctx context.Context, d Decision, progress func(safetext.Safe)) (safetext.Safe, error) {
	show := func(store.Progress) { progress("making anew what follows from the decision") }
	var (
		out *decision
		err error
	)
	if d.Undo {
		out, err = a.undo(ctx, 0, show)
	} else {
		out, err = a.decide(ctx, choice{same: d.Same, a: d.A, b: d.B, sure: d.Sure}, show)
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

// short says what was decided in one line, under a mask without names.
func (d *decision) short(mask bool) safetext.Safe {
	text := d.sentence(string(d.names[0].name), string(d.names[1].name))
	if mask {
		text = d.sentence("the one", "the other")
	}
	if len(d.Learners) == 1 && d.Changed {
		l := d.Learners[0]
		text += fmt.Sprintf(": %s, %s", counted(int64(len(l.Identifiers)), "identifiers"), counted(l.Statements, "statements"))
	}
	return clean(text)
}
