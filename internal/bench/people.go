package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"lrx/data/roster"
	"lrx/data/store"
	"lrx/internal/bench/report"
	"lrx/internal/bench/statements"
	"lrx/query"
)

// eachIdentifier is how many statements an identifier has: who is who does not
// depend on how much was done.
const eachIdentifier = 3

// runPeople makes a store of so many learners with three identifiers each, asks
// who may be one person, and merges two.
func runPeople(ctx context.Context, o *options) (*report.Report, error) {
	p := statements.People{Learners: o.n, Each: eachIdentifier, Seed: o.seed}
	dir, err := o.peopleStore(ctx, p)
	if err != nil {
		return nil, err
	}
	r := &report.Report{}
	pairs, err := suggested(ctx, dir, r)
	if err != nil {
		return nil, err
	}
	if len(pairs) == 0 {
		return nil, errors.New("no two learners look alike")
	}
	var own, all []float64
	for round := range o.rounds {
		pair := pairs[round%len(pairs)]
		took, err := decide(ctx, dir, pair, true)
		if err != nil {
			return nil, err
		}
		own, all = append(own, took.line), append(all, took.whole)
		r.Add(fmt.Sprintf("classes made anew by merge %d, beside everyone", round+1), report.Count, float64(took.classes))
		if _, err := store.Change(ctx, dir, "bench", undo(dir), store.WriteOptions{}); err != nil {
			return nil, err
		}
	}
	apart, err := decide(ctx, dir, pairs[0], false)
	if err != nil {
		return nil, err
	}
	if _, err := store.Change(ctx, dir, "bench", undo(dir), store.WriteOptions{}); err != nil {
		return nil, err
	}
	r.AtMost(1, "merge: finding both, and the line in people.csv", report.Seconds, report.Median(own))
	r.Add("merge: with all that follows", report.Seconds, report.Median(all))
	r.Add("a decision that touches no class, with all that follows", report.Seconds, apart.whole)
	r.AtMost(0, "classes it made anew", report.Count, float64(apart.classes))
	return r, nil
}

// suggested asks for suggestions in a store that was just opened.
func suggested(ctx context.Context, dir string, r *report.Report) (pairs [][2]string, err error) {
	s, err := query.Open(ctx, dir, query.Options{})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	at, before := time.Now(), spent()
	l, err := s.Suggestions(ctx, viewer(), query.Filter{})
	if err != nil {
		return nil, err
	}
	r.AtMost(10, "suggestions", report.Seconds, (spent() - before).Seconds())
	r.AtMost(10_000, "suggestions, by the clock", report.Wall, float64(time.Since(at).Milliseconds()))
	people, err := s.People(ctx, viewer(), query.Filter{})
	if err != nil {
		return nil, err
	}
	identifiers := 0
	for i := range people.Rows {
		identifiers += len(people.Rows[i].Identifiers)
	}
	r.Add("learners", report.Count, float64(people.Total))
	r.Add("identifiers", report.Count, float64(identifiers))
	r.Add("pairs that are suggested", report.Count, float64(l.Total))
	for _, x := range l.Rows {
		pairs = append(pairs, [2]string{string(x.A), string(x.B)})
	}
	return pairs, nil
}

func undo(dir string) func() error {
	return func() error { _, err := roster.RemoveLast(dir); return err }
}

// decided is what a decision took, in seconds of CPU time.
type decided struct {
	line, whole float64
	classes     int
}

// decide says that two are one person, or that they are two.
func decide(ctx context.Context, dir string, pair [2]string, same bool) (m decided, err error) {
	s, err := query.Open(ctx, dir, query.Options{})
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	before := spent()
	a, err := s.Person(ctx, viewer(), pair[0])
	if err != nil {
		return m, err
	}
	b, err := s.Person(ctx, viewer(), pair[1])
	if err != nil {
		return m, err
	}
	applied, err := store.Change(ctx, dir, "bench", func() error {
		_, err := roster.Append(dir, roster.PersonDecision{Same: same, IFI: a.Keys[0], Other: b.Keys[0]})
		m.line = (spent() - before).Seconds()
		return err
	}, store.WriteOptions{})
	if err != nil {
		return m, err
	}
	m.whole, m.classes = (spent() - before).Seconds(), len(applied.Touched)
	return m, nil
}

// peopleStore is a store of learners with their decisions, kept for the next run
// of the same program.
func (o *options) peopleStore(ctx context.Context, p statements.People) (string, error) {
	exe, err := o.program(ctx)
	if err != nil {
		return "", err
	}
	sum, err := sumOf(exe)
	if err != nil {
		return "", err
	}
	dir := filepath.Join(o.dir, fmt.Sprintf("people-%d-%d-%s", p.Learners, p.Seed, sum))
	if _, err := os.Stat(dir); err == nil {
		return dir, nil
	}
	part := dir + ".part"
	if err := errors.Join(os.RemoveAll(part), os.MkdirAll(part, 0o700)); err != nil {
		return "", err
	}
	var decisions bytes.Buffer
	if err := statements.WriteDecisions(&decisions, p); err != nil {
		return "", err
	}
	if err := os.WriteFile(filepath.Join(part, roster.PeopleFile), decisions.Bytes(), 0o600); err != nil {
		return "", err
	}
	in, out := io.Pipe()
	go func() { _ = out.CloseWithError(statements.WritePeople(out, p)) }() // the reader has the error
	if _, err := measure(ctx, in, exe, "load", "--quiet", "--store", part, "-"); err != nil {
		return "", err
	}
	return dir, os.Rename(part, dir)
}
