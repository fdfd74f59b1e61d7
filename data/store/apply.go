package store

import (
	"context"
	"errors"
	"fmt"
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
}

// Apply makes a change to the files of a folder (data/roster), nil for one that was
// made already, and brings the store up to date with what they decide. The store
// is the same whichever way the files came to say what they say. Unchanged files
// make no new generation; without a store the change alone is made. Errors:
// that of change and those of Load.
func Apply(ctx context.Context, dir, command string, o WriteOptions, change func() error) (a *Applied, err error) {
	if !Exists(dir) && change == nil {
		return nil, ErrNoStore
	}
	defer func() { err = explainWrite(dir, err) }()
	if err := makeFolder(dir); err != nil {
		return nil, err
	}
	unlock, err := lock(ctx, dir, command, o.Wait, o.now())
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, unlock()) }()
	dropDeadReaders(dir)
	if change != nil {
		if err := change(); err != nil || !Exists(dir) {
			return &Applied{Changed: true}, err
		}
	}
	digest, err := roster.Digest(dir)
	if err != nil {
		return nil, err
	}
	if g, err := OpenGeneration(ctx, dir); err != nil {
		return nil, err
	} else if have, _ := meta(ctx, g.DB, metaDecided); have == digest {
		a, err = applied(ctx, g.DB)
		return a, errors.Join(err, g.Close())
	} else if err := g.Close(); err != nil {
		return nil, err
	}
	n, err := openNext(ctx, dir, "apply "+digest, deriveMemory)
	if err != nil {
		return nil, err
	}
	if !n.done(ctx) {
		if err := n.apply(ctx, o.now().UTC()); err != nil {
			return nil, errors.Join(err, n.drop())
		}
	}
	if a, err = applied(ctx, n.db); err != nil {
		return nil, errors.Join(err, n.drop())
	}
	a.Changed = true
	return a, n.finish(ctx)
}

// noLoad is a load that brought nothing.
const noLoad = -1

func (n *next) apply(ctx context.Context, now time.Time) error {
	conn, err := n.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close() //nolint:errcheck // the pool is closed after
	if err := derive(ctx, conn, n.dir, noLoad, now); err != nil {
		return err
	}
	return setMeta(ctx, conn, metaStage, "done")
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
