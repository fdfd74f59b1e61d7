package query

import (
	"cmp"
	"context"
	"database/sql"
	"math"
	"slices"
	"time"

	"github.com/google/uuid"

	"lrx/data/store"
	"lrx/internal/safetext"
	"lrx/scoring"
)

// Score answers the receipt of a learner's score in a class; id may be a learner
// id, an IFI or an exact name. f.Unused adds the evidence that is not used. A
// learner of several classes is asked about in one: else it is a *ClassNeededError.
func (s *Store) Score(ctx context.Context, v Viewer, id string, f Filter) (Receipt, error) {
	notFound := &NotFoundError{Kind: "learner", Name: id}
	if id == "" {
		return Receipt{}, notFound
	}
	f.Learner = id
	q, who, done, err := s.askOf(ctx, v, f)
	if err != nil {
		return Receipt{}, err
	}
	defer done()
	all, about, err := q.scoresOf(ctx, who, true)
	if err != nil {
		return Receipt{}, err
	}
	if len(all) == 0 {
		notFound.Kind = "learner in this class"
		return Receipt{}, notFound
	}
	r := Receipt{
		Score: all[0].Score, Cannot: about.Cannot, Profile: q.profile.Hash(), AsOf: q.asOf, Period: q.period, TZ: q.zone(),
	}
	r.Learner, r.LearnerName = q.person(all[0].id, all[0].name)
	r.Score.Learner = string(r.Learner)
	if r.Class, r.ClassName, err = q.called(ctx); err != nil || !f.Unused {
		return r, err
	}
	f.Factor = ""
	observed, err := q.observed(ctx, who, f)
	r.Unused = slices.DeleteFunc(observed, func(o Observation) bool { return o.Used })
	return r, err
}

// called is the id and the name of the class that is asked about.
func (q *asked) called(ctx context.Context) (id, name safetext.Safe, err error) {
	class, _ := q.oneClass()
	if class == 0 {
		return Everyone, "Everyone", nil
	}
	all, err := q.classRows(ctx)
	for _, c := range all {
		if c.key == class {
			return c.shown, c.name, err
		}
	}
	return "", "", err
}

// Observations lists the evidence behind a learner's score, the newest first: of a
// factor with f.Factor, what is not used alone with f.Unused.
func (s *Store) Observations(ctx context.Context, v Viewer, f Filter) (List[Observation], error) {
	columns := observationColumns()
	if err := checkSort(columns, f.Sort); err != nil {
		return List[Observation]{}, err
	}
	q, who, done, err := s.askOf(ctx, v, f)
	if err != nil {
		return List[Observation]{}, err
	}
	defer done()
	rows, err := q.observed(ctx, who, f)
	if err != nil {
		return List[Observation]{}, err
	}
	if f.Unused {
		rows = slices.DeleteFunc(rows, func(o Observation) bool { return o.Used })
	}
	l := arrange(rows, columns, v, f)
	l.AsOf, l.Period = q.asOf, q.period
	return l, nil
}

// observed is the evidence about a learner with what was made of it.
func (q *asked) observed(ctx context.Context, who whose, f Filter) ([]Observation, error) {
	sc, err := q.scored(ctx, q.profile)
	if err != nil {
		return nil, err
	}
	at, ok := sc.learners[who.learner]
	if !ok {
		return nil, &NotFoundError{Kind: "learner in this class", Name: f.Learner}
	}
	all := sc.scores.Observations(&sc.Class, sc.profile, at)
	if f.Factor != "" {
		all = slices.DeleteFunc(all, func(o scoring.Observation) bool { return string(o.Factor) != f.Factor })
	}
	return q.observations(ctx, sc, all)
}

// observations are pieces of evidence as people read them, the newest first.
func (q *asked) observations(ctx context.Context, sc *scored, all []scoring.Observation) ([]Observation, error) {
	slices.SortStableFunc(all, func(a, b scoring.Observation) int { return b.At.Compare(a.At) })
	names, err := q.activityNames(ctx, sc, all)
	if err != nil {
		return nil, err
	}
	ids, err := q.statementIDs(ctx, all)
	if err != nil {
		return nil, err
	}
	out := make([]Observation, 0, len(all))
	for i := range all {
		o := &all[i]
		row := Observation{Factor: safetext.Safe(o.Factor), What: safetext.Safe(o.What), Used: o.Used, Why: safetext.Clean(o.Why), Value: numberOf(o.Value)}
		if !o.At.IsZero() {
			row.At = ptr(o.At.UTC(), true)
		}
		if o.Activity >= 0 {
			iri := sc.Class.Activities[o.Activity].ID
			row.Activity, row.ActivityName = ptr(safetext.Clean(iri), true), names[o.Activity]
			row.Key = iri
		}
		if id, ok := ids[o.Statement]; ok {
			row.Statement, row.Key = ptr(safetext.Safe(id), true), id
		}
		if o.Attempt != 0 {
			id := store.AttemptText(o.Attempt)
			row.Attempt, row.Key = ptr(safetext.Safe(id), true), id
		}
		out = append(out, row)
	}
	return out, nil
}

// activityNames are the names of what observations are about, by index.
func (q *asked) activityNames(ctx context.Context, sc *scored, all []scoring.Observation) (map[int]safetext.Safe, error) {
	at := make([]int, 0, len(all))
	for i := range all {
		if all[i].Activity >= 0 {
			at = append(at, all[i].Activity)
		}
	}
	return q.namesAt(ctx, sc, at)
}

// namesAt are the names of activities, by index.
func (q *asked) namesAt(ctx context.Context, sc *scored, at []int) (map[int]safetext.Safe, error) {
	keys, names := []int32{}, map[int]safetext.Safe{}
	for _, i := range at {
		if _, done := names[i]; !done {
			names[i] = q.named(sql.NullString{}, sql.NullString{}, sc.Class.Activities[i].ID)
			keys = append(keys, sc.Activities[i])
		}
	}
	err := q.with("activities", keys).rows(ctx, "activity_names", func(scan func(...any) error) error {
		var key int32
		var iri string
		var name, all sql.NullString
		err := scan(&key, &iri, &name, &all)
		names[sc.activities[key]] = q.named(name, all, iri)
		return err
	})
	return names, err
}

func (q *asked) statementIDs(ctx context.Context, all []scoring.Observation) (map[int64]string, error) {
	seqs, ids := []int64{}, map[int64]string{}
	for i := range all {
		if all[i].Statement != 0 {
			seqs = append(seqs, all[i].Statement)
		}
	}
	if len(seqs) == 0 {
		return ids, nil
	}
	err := q.with("seqs", seqs).rows(ctx, "statement_ids", func(scan func(...any) error) error {
		var seq int64
		var id uuid.UUID
		err := scan(&seq, &id)
		ids[seq] = id.String()
		return err
	})
	return ids, err
}

// numberOf is a number that is there, nil for NaN.
func numberOf(v float64) *float64 { return ptr(v, !math.IsNaN(v)) }

// mostSnapshots is how many weeks a timeline goes back.
const mostSnapshots = 26

// Timeline answers a learner's score as of the end of each week up to the as-of, the
// oldest first. Each is made from what was known by then.
func (s *Store) Timeline(ctx context.Context, v Viewer, id string, f Filter) (List[Snapshot], error) {
	f.Learner = id
	q, who, done, err := s.askOf(ctx, v, f)
	if err != nil {
		return List[Snapshot]{}, err
	}
	defer done()
	var rows []Snapshot
	for _, at := range q.weeks() {
		all := []learnerScore{}
		if at.Equal(q.asOf) {
			all, _, err = q.scoresOf(ctx, who, false)
		} else if before, ok := q.asAt(at); ok {
			var sc *scored
			if sc, err = before.scored(ctx, q.profile); err == nil {
				if i, there := sc.learners[who.learner]; there {
					all = append(all, learnerScore{Score: sc.scores.Scores[i]})
				}
			}
		}
		if err != nil {
			return List[Snapshot]{}, err
		}
		if len(all) == 1 {
			c := all[0].Coverage
			rows = append(rows, Snapshot{
				At: at, Score: all[0].Score.Score, Low: all[0].Low, High: all[0].High, State: safetext.Safe(all[0].State),
				Coverage: &c, Evidence: int64(all[0].Evidence),
			})
		}
	}
	l := arrange(rows, snapshotColumns(), v, f)
	l.AsOf, l.Period = q.asOf, q.period
	return l, nil
}

// weeks are the ends of weeks from the begin of the class, or of the period, to the
// as-of, which is the last of them.
func (q *asked) weeks() []time.Time {
	class, _ := q.oneClass()
	begin := q.period.Since
	if k, ok := q.kept[class]; ok && begin.Before(k.oldest) {
		begin = k.oldest
	}
	weeks := []time.Time{q.asOf}
	for at := q.asOf.In(q.zone()).AddDate(0, 0, -7); len(weeks) < mostSnapshots && at.After(begin); at = at.AddDate(0, 0, -7) {
		weeks = append(weeks, at.UTC())
	}
	slices.Reverse(weeks)
	return weeks
}

// WhatIf answers what another profile does to the scores of a class: whoever moves
// most first.
func (s *Store) WhatIf(ctx context.Context, v Viewer, f Filter, p scoring.Profile) (List[Move], error) {
	q, who, done, err := s.askOf(ctx, v, f)
	if err != nil {
		return List[Move]{}, err
	}
	defer done()
	before, err := q.scored(ctx, q.profile)
	if err != nil {
		return List[Move]{}, err
	}
	names, err := q.learnerNames(ctx, before)
	if err != nil {
		return List[Move]{}, err
	}
	after := scoring.Evaluate(&before.Class, p)
	rows := []Move{}
	for i, m := range scoring.Moves(before.scores, after) {
		if !who.has(before.Learners[i]) {
			continue
		}
		id, name := q.person(before.Class.Learners[i].ID, names[before.Learners[i]])
		rows = append(rows, Move{
			ID: string(id), Name: name, Before: before.scores.Scores[i], After: after.Scores[i],
			Change: m.Change, Reliable: m.Reliable, Says: safetext.Safe(m.Says),
		})
	}
	sortByName(rows, func(m Move) (PersonName, string) { return m.Name, m.ID })
	slices.SortStableFunc(rows, func(a, b Move) int { return cmp.Compare(moved(b), moved(a)) })
	l := arrange(rows, moveColumns(), v, f)
	l.AsOf, l.Period = q.asOf, q.period
	return l, nil
}

// moved is how much a score moves; one that comes or goes moves more than any other.
func moved(m Move) float64 {
	switch {
	case m.Before.State != m.After.State && m.Change == nil:
		return 200
	case m.Change == nil:
		return 0
	}
	return max(*m.Change, -*m.Change)
}
