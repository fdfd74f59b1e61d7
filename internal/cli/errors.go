package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"syscall"

	"lrx/data/lrs"
	"lrx/data/store"
	"lrx/internal/safetext"
	"lrx/query"
)

// fault is an error as the user reads it: what is wrong and where, and what to
// do next. A fault without a text only sets the exit code; the output has said
// the rest.
type fault struct {
	code int
	what string
	next string
	err  error
}

func (f *fault) Error() string { return f.what }

func (f *fault) Unwrap() error { return f.err }

// advice is an error that knows itself what to do next: of a store that is
// damaged, full or out of reach.
type advice interface {
	error
	Next() string
}

// usage is the fault of a command that was written wrongly.
func usage(next, format string, args ...any) error {
	return &fault{code: exitUsage, what: fmt.Sprintf(format, args...), next: next}
}

// failure is the fault of a command that could not do its work.
func failure(next, format string, args ...any) error {
	return &fault{code: exitFailure, what: fmt.Sprintf(format, args...), next: next}
}

// silent ends with an exit code after the output has said everything.
func silent(code int) error { return &fault{code: code} }

// storeError says where no store was found; other errors stay as they are. A
// store that was named is to be filled under its name.
func (a *app) storeError(err error) error {
	if !errors.Is(err, store.ErrNoStore) {
		return err
	}
	load := "lrx load FILE"
	if a.store != "" {
		load = "lrx load --store " + a.store + " FILE"
	}
	return &fault{exitFailure, fmt.Sprintf("there is no store in %q", a.dir()), "load a file first: " + load + "; or look at made-up data: lrx demo", err}
}

// explain turns any error into a fault. It is the only place that decides
// which error leads to which exit code.
func explain(ctx context.Context, err error) *fault {
	var (
		known    *fault
		busy     *store.BusyError
		newer    *store.NewerError
		older    *store.OlderError
		notFound *query.NotFoundError
		class    *query.ClassNeededError
		absent   *query.AbsentError
		sql      *query.SQLError
		loss     *store.LossError
		advised  advice
		source   *lrs.Error
	)
	switch {
	case errors.As(err, &known):
		return known
	case errors.Is(err, syscall.EPIPE):
		// The reader of a pipe, such as head, has seen enough.
		return &fault{code: exitOK, err: err}
	case errors.Is(err, context.Canceled), ctx.Err() != nil:
		return &fault{code: exitInterrupted, what: "interrupted", err: err}
	case errors.As(err, &busy):
		return &fault{exitBusy, busy.Error(), "try again when it is done; lrx load waits for it with --wait", err}
	case errors.As(err, &newer):
		return &fault{exitFailure, newer.Error(), "use the lrx that made the store, or a newer one", err}
	case errors.As(err, &older):
		return &fault{exitFailure, older.Error(), "lrx store rebuild brings it up to date", err}
	case errors.As(err, &notFound):
		return explainNotFound(notFound)
	case errors.As(err, &absent):
		return explainAbsent(absent)
	case errors.As(err, &class):
		return &fault{exitUsage, class.Error(), "name one with --class; lrx classes lists them", err}
	case errors.As(err, &sql):
		return &fault{exitFailure, sql.Error(), "it has to be one SELECT over the views; lrx sql --help names them", err}
	case errors.As(err, &loss):
		return &fault{exitPartly, loss.Error(), loss.Next(), err}
	case errors.As(err, &source):
		return explainSource(source, err)
	case errors.As(err, &advised):
		return &fault{exitFailure, advised.Error(), advised.Next(), err}
	case errors.Is(err, query.ErrScope):
		return &fault{exitNotFound, query.ErrScope.Error(), "lrx classes lists what can be seen", err}
	}
	return &fault{exitFailure, err.Error(), "", err}
}

// explainSource turns what went wrong with a source into a fault.
func explainSource(e *lrs.Error, err error) *fault {
	code := exitUnreachable
	if e.Refused() {
		code = exitRefused
	}
	return &fault{code: code, what: e.What, next: e.Next, err: err}
}

func explainAbsent(e *query.AbsentError) *fault {
	f := &fault{code: exitNotFound, what: e.Error(), err: e, next: "name another class, or leave --class out; lrx learners --class CLASS lists who is in one"}
	if !e.Left.IsZero() {
		f.next = "--as-of with a time before that answers as of then; what was done is listed as before"
	}
	return f
}

func explainNotFound(e *query.NotFoundError) *fault {
	f := &fault{code: exitNotFound, what: e.Error(), err: e}
	nearby := make([]string, len(e.Nearby))
	for i, name := range e.Nearby {
		nearby[i] = string(name)
	}
	names := strings.Join(nearby, ", ")
	switch {
	case e.Kind == "column":
		f.code = exitUsage // --sort names a column of the program, not a thing of the data
		f.next = "columns: " + names
	case names != "":
		f.next = "did you mean " + names + "?"
	case e.Kind == "class":
		f.next = "lrx classes lists those there are"
	case e.Kind == "learner in this group":
		f.next = "lrx learners --class CLASS lists those there are"
	case e.Kind == "area with items":
		f.next = "lrx areas lists the areas; only those with questions below them have mastery"
	case e.Kind == "activity":
		f.next = "lrx activities lists those there are"
	case e.Kind == "source", e.Kind == "platform":
		f.next = "lrx origins lists those there are"
	case e.Kind == "group", e.Kind == "term":
		f.next = "the roster names them: lrx roster --help"
	default:
		f.next = fmt.Sprintf("lrx %ss lists those there are", e.Kind)
	}
	return f
}

// report writes a fault for a person. Messages quote names and paths from
// data, so each line is cleaned.
func report(w io.Writer, f *fault) {
	if f.what == "" {
		return
	}
	fmt.Fprintf(w, "lrx: %s\n", clean(f.what))
	if f.next != "" {
		fmt.Fprintf(w, "  %s\n", clean(f.next))
	}
}

// clean makes one printable line of a message; several lines become one.
func clean(s string) safetext.Safe { return safetext.Clean(strings.TrimSpace(s)) }
