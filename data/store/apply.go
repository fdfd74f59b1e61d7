package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"lrx/data/roster"
)

// Applied is what an Apply came to.
type Applied struct {
	Changed   bool             `json:"changed"`   // the files say something else than before
	Learners  int64            `json:"learners"`  // in the store now
	Classes   int64            `json:"classes"`   // of the roster
	Enrolled  int64            `json:"enrolled"`  // learners with a class of the roster
	Started   int64            `json:"started"`   // of them, those with statements
	Outside   int64            `json:"outside"`   // learners with statements and without a class of the roster
	Conflicts int64            `json:"conflicts"` // identifiers that several of the roster have
	Problems  []roster.Problem `json:"problems"`  // rows that cannot be used
	Touched   []string         `json:"touched"`   // ids of the classes whose figures were made anew, sorted; nil if nothing changed
}

// Apply brings the store up to date with what the folder's files decide
// (data/roster). What is written is the same whichever way the files came to say
// what they say. Unchanged files make no new generation. Errors: ErrNoStore and
// those of Load.
func Apply(ctx context.Context, dir, command string, o WriteOptions) (a *Applied, err error) {
	if !Exists(dir) {
		return nil, ErrNoStore
	}
	return Change(ctx, dir, command, func() error { return nil }, o)
}

// UnappliedError says that the folder's files were changed, and that the store was
// not brought up to date with them.
type UnappliedError struct{ Err error }

func (e *UnappliedError) Error() string {
	return "the files were changed, and the store is not up to date with them: " + e.Err.Error()
}

// Unwrap is why.
func (e *UnappliedError) Unwrap() error { return e.Err }

// Next is what the user can do about it.
func (e *UnappliedError) Next() string { return "lrx apply brings the store up to date" }

// Change changes the folder's files by edit and brings the store up to date with
// them; nobody else writes to it in between. What edit did stays if the rest
// fails: then the error is an *UnappliedError. Without a store the folder is made,
// and edit's change is all. Other errors are edit's, and those of Load.
func Change(ctx context.Context, dir, command string, edit func() error, o WriteOptions) (a *Applied, err error) {
	defer func() { err = explainWrite(dir, err) }()
	if err := makeFolder(dir); err != nil {
		return nil, err
	}
	unlock, err := lock(ctx, dir, command, o.Wait, o.now())
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	before, err := roster.Digest(dir)
	if err != nil {
		return nil, err
	}
	if err := edit(); err != nil {
		return nil, err
	}
	if !Exists(dir) {
		return &Applied{Changed: true}, nil
	}
	digest, err := roster.Digest(dir)
	if err != nil {
		return nil, err
	}
	if a, err = applyFiles(ctx, dir, digest, o); err != nil && digest != before {
		err = &UnappliedError{explainWrite(dir, err)}
	}
	return a, err
}

// Edit changes the folder's files by edit, as Change does, and leaves it to an Apply
// to bring the store up to date. While this process itself writes to the store, its
// lock is this process's, and edit need not wait: what is applied then is what the
// files said when it began, or later. Errors: ErrNoStore, *BusyError, and edit's.
func Edit(ctx context.Context, dir, command string, edit func() error, o WriteOptions) (err error) {
	if !Exists(dir) {
		return ErrNoStore
	}
	unlock, err := lock(ctx, dir, command, o.Wait, o.now())
	var busy *BusyError
	if errors.As(err, &busy) && busy.PID == os.Getpid() {
		return explainWrite(dir, edit())
	}
	if err != nil {
		return explainWrite(dir, err)
	}
	return explainWrite(dir, errors.Join(edit(), unlock()))
}

// applyFiles brings the store up to date with files of a digest.
func applyFiles(ctx context.Context, dir, digest string, o WriteOptions) (a *Applied, err error) {
	dropDeadReaders(dir)
	if g, err := OpenGeneration(ctx, dir); err != nil {
		return nil, err
	} else if have, _ := meta(ctx, g.DB, metaDecided); have == digest {
		a, err = applied(ctx, g.DB)
		return a, errors.Join(err, g.Close())
	} else if err := g.Close(); err != nil {
		return nil, err
	}
	mapping, err := mappingOf(dir)
	if err != nil {
		return nil, err
	}
	if done, err := remap(ctx, dir, mapping, o); err != nil || done {
		return appliedAnew(ctx, dir, err)
	}
	n, err := openNext(ctx, dir, "apply "+digest, deriveMemory)
	if err != nil {
		return nil, err
	}
	if o.Progress != nil {
		o.Progress(Progress{Phase: "deriving"})
	}
	touched, err := n.apply(ctx, o.now().UTC())
	if err == nil {
		a, err = applied(ctx, n.db)
	}
	if err != nil {
		return nil, errors.Join(err, n.drop())
	}
	a.Changed, a.Touched = true, touched
	return a, n.finish(ctx, o)
}

// appliedAnew is what came of files for which all statements were read again.
func appliedAnew(ctx context.Context, dir string, err error) (*Applied, error) {
	if err != nil {
		return nil, err
	}
	g, err := OpenGeneration(ctx, dir)
	if err != nil {
		return nil, err
	}
	a, err := applied(ctx, g.DB)
	if err == nil {
		a.Changed = true
		a.Touched, err = column[string](ctx, g.DB, "SELECT id FROM class ORDER BY id")
	}
	return a, errors.Join(err, g.Close())
}

// noLoad is a load that brought nothing.
const noLoad = -1

// apply derives what follows from the files and names the classes that it touched.
// One that was killed on its last step is done again.
func (n *next) apply(ctx context.Context, now time.Time) (touched []string, err error) {
	conn, err := n.db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	defer conn.Close() //nolint:errcheck // the pool is closed after
	if err := derive(ctx, conn, n.dir, noLoad, now); err != nil {
		return nil, err
	}
	touched, err = column[string](ctx, conn, "SELECT id FROM class WHERE class IN (SELECT class FROM touched_class) ORDER BY id")
	if err != nil {
		return nil, err
	}
	return touched, setMeta(ctx, conn, metaStage, "done")
}

// applied counts what the store has made of the files.
func applied(ctx context.Context, db querier) (*Applied, error) {
	a := &Applied{}
	err := eachRow(ctx, db, `WITH schooled AS (SELECT DISTINCT learner FROM enrolment JOIN class USING (class) WHERE kind = 'roster')
		SELECT (SELECT count(*) FROM learner), (SELECT count(*) FROM class WHERE kind = 'roster'), (SELECT count(*) FROM schooled),
			(SELECT count(*) FROM schooled WHERE learner IN (SELECT learner FROM membership)),
			(SELECT count(*) FROM enrolment JOIN class USING (class) WHERE kind = 'outside'), (SELECT count(*) FROM person_conflict)`,
		func(scan func(...any) error) error {
			return scan(&a.Learners, &a.Classes, &a.Enrolled, &a.Started, &a.Outside, &a.Conflicts)
		})
	if err != nil {
		return nil, fmt.Errorf("count what is decided: %w", err)
	}
	err = eachRow(ctx, db, "SELECT file, line, part, found, want FROM problem ORDER BY file, line, part", func(scan func(...any) error) error {
		var p roster.Problem
		err := scan(&p.File, &p.Row, &p.Column, &p.Found, &p.Want)
		a.Problems = append(a.Problems, p)
		return err
	})
	return a, err
}

// Undecided says whether the folder's files say something else than what the
// store was made from.
func Undecided(ctx context.Context, dir string, g *Generation) (bool, error) {
	digest, err := roster.Digest(dir)
	if err != nil {
		return false, err
	}
	have, err := meta(ctx, g.DB, metaDecided)
	if err != nil {
		return false, nil //nolint:nilerr // a store from before there were such files; the next write makes them count
	}
	return have != digest, nil
}
