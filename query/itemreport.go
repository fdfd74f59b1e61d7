package query

import (
	"context"
	"database/sql"
	"math"
	"slices"

	"lrx/internal/safetext"
	"lrx/scoring"
)

// ItemReport answers what a class did at an item or at a work: an IRI or an exact name.
func (s *Store) ItemReport(ctx context.Context, v Viewer, id string, f Filter) (ItemReport, error) {
	if id == "" {
		return ItemReport{}, &NotFoundError{Kind: "activity", Name: id}
	}
	n := f.unfiltered()
	n.Activity = id
	q, done, err := s.ask(ctx, v, n)
	if err != nil {
		return ItemReport{}, err
	}
	activity, _ := q.params["activity"].(int32)
	done()
	q, who, done, err := s.askOf(ctx, v, Filter{Class: f.Class, Group: f.Group, Period: f.Period, Since: f.Since, Until: f.Until, AsOf: f.AsOf})
	if err != nil {
		return ItemReport{}, err
	}
	defer done()
	sc, err := q.scored(ctx, q.profile)
	if err != nil {
		return ItemReport{}, err
	}
	r := ItemReport{AsOf: q.asOf, Period: q.period, TZ: q.zone()}
	at, ok := sc.activities[activity]
	if !ok { // it is there, and nobody of the class was
		name, err := q.nameOf(ctx, activity, id)
		r.Item = Struggling{IRI: id, Activity: safetext.Clean(id), Name: name, Verdict: safetext.Safe(scoring.TooFew)}
		return r, err
	}
	people, err := q.people(ctx, sc, who)
	if err != nil {
		return r, err
	}
	if r.Item, err = q.itemRow(ctx, sc, at); err != nil {
		return r, err
	}
	q.results(&r, sc, at, people)
	if !sc.Class.Activities[at].Item {
		return r, nil
	}
	it := &sc.scores.Items[at]
	for _, u := range it.Stuck {
		for i := range people {
			if people[i].key == sc.Learners[u] {
				id, name := q.person(people[i].id, people[i].name)
				r.Stuck = append(r.Stuck, GridLearner{ID: string(id), Name: name})
			}
		}
	}
	r.Answers, err = q.answers(ctx, sc, at)
	return r, err
}

// nameOf is the name of an activity.
func (q *asked) nameOf(ctx context.Context, activity int32, iri string) (safetext.Safe, error) {
	var name safetext.Safe
	err := q.with("activities", []int32{activity}).rows(ctx, "activity_names", func(scan func(...any) error) error {
		var key int32
		var own string
		var one, all sql.NullString
		err := scan(&key, &own, &one, &all)
		name = q.named(one, all, iri)
		return err
	})
	return name, err
}

// results fills in what the tries at an activity came to.
func (q *asked) results(r *ItemReport, sc *scored, at int, people []learnerScore) {
	var tries, seconds []float64
	open, n, right, firsts := 0, 0, 0, 0
	sum, valued := 0.0, 0
	for i := range people {
		l := &sc.Class.Learners[sc.learners[people[i].key]]
		mine, until, last, first := 0, 0, math.NaN(), scoring.Unsaid
		for k := range l.Tries {
			t := &l.Tries[k]
			if t.Activity != at {
				continue
			}
			mine++
			if !math.IsNaN(t.Seconds) {
				seconds = append(seconds, t.Seconds)
			}
			if math.IsNaN(t.R) && t.Passed == scoring.Unsaid && t.Right == scoring.Unsaid {
				open++
				continue
			}
			if !math.IsNaN(t.R) {
				last = t.R
			}
			if first == scoring.Unsaid {
				first = t.Right
			}
			if passed := t.Passed == scoring.Yes || t.Passed == scoring.Unsaid && t.Right == scoring.Yes; passed && until == 0 {
				until = mine
			}
		}
		if mine == 0 {
			continue
		}
		n += mine
		r.Learners++
		if until > 0 {
			tries = append(tries, float64(until))
		}
		if first != scoring.Unsaid {
			firsts++
			if first == scoring.Yes {
				right++
			}
		}
		if !math.IsNaN(last) {
			r.Results[min(9, int(last*10))]++
			sum += last
			valued++
		}
	}
	r.Attempts = int64(n)
	if valued > 0 {
		r.MeanResult = ptr(sum/float64(valued), true)
	}
	r.Tries, r.MedianS = middle(tries), middle(seconds)
	if n > 0 && !sc.Class.Activities[at].Item {
		r.Abandoned = ptr(float64(open)/float64(n), true)
	}
	if firsts > 0 {
		share, low, high := wilson(right, firsts)
		r.FirstTry, r.FirstLow, r.FirstHigh = &share, &low, &high
	}
}

// middle is the median; nil of nothing.
func middle(all []float64) *float64 {
	if len(all) == 0 {
		return nil
	}
	slices.Sort(all)
	m := (all[(len(all)-1)/2] + all[len(all)/2]) / 2
	return &m
}

// wilson is a share with its 90 % interval (Wilson 1927, J. Am. Stat. Assoc. 22, 209-212).
func wilson(k, n int) (share, low, high float64) {
	const z = 1.645
	p, m := float64(k)/float64(n), float64(n)
	middle := (p + z*z/(2*m)) / (1 + z*z/m)
	off := z / (1 + z*z/m) * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	return p, max(0, middle-off), min(1, middle+off)
}

// answers are the first answers to an item, the most frequent first. Under a mask the
// texts of learners' own are left out: they can name people.
func (q *asked) answers(ctx context.Context, sc *scored, at int) ([]Answer, error) {
	all, names, kind, err := q.firstAnswers(ctx, sc.Evidence.Activities[at])
	if err != nil || q.viewer.Mask && free(kind) {
		return nil, err
	}
	given := make([]scoring.Given, 0, len(all))
	for _, g := range all {
		u, ok := sc.learners[g.learner]
		if !ok {
			continue
		}
		ability, _ := sc.scores.Standing.Ability(u)
		x := scoring.Given{Ability: ability, Response: g.response}
		if g.right != nil {
			x.Right = scoring.No
			if *g.right {
				x.Right = scoring.Yes
			}
		}
		given = append(given, x)
	}
	var out []Answer
	for _, a := range scoring.Answers(given, sc.scores.Items[at].SuspectKey) {
		row := Answer{
			Answer: worded(a.Response, names), Code: safetext.Clean(a.Response), N: int64(a.N), Share: a.Share,
			Ability: numberOf(a.Ability),
		}
		if a.Strong {
			row.Says = "chosen most by strong learners"
		}
		if a.Right != scoring.Unsaid {
			row.Right = ptr(a.Right == scoring.Yes, true)
		}
		out = append(out, row)
	}
	return out, nil
}
