package query

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"time"

	"lrx/data/store"
	"lrx/internal/safetext"
	"lrx/scoring"
)

// learnerScore is a score with whose it is.
type learnerScore struct {
	key  int32
	id   string
	name sql.NullString
	scoring.Score
	past scoring.Score // of what had happened store.TrendDays before; its numbers alone
}

// Profile is what the store's scores are made by.
func (s *Store) Profile(ctx context.Context) (scoring.Profile, error) {
	g, err := s.acquire(ctx)
	if err != nil {
		return scoring.Profile{}, err
	}
	return g.profile, s.release(g)
}

// Scores lists the scores of a class by name, of one learner with f.Learner.
func (s *Store) Scores(ctx context.Context, v Viewer, f Filter) (List[ScoreRow], error) {
	columns := scoreColumns()
	if err := checkSort(columns, f.Sort); err != nil {
		return List[ScoreRow]{}, err
	}
	q, who, done, err := s.askOf(ctx, v, f)
	if err != nil {
		return List[ScoreRow]{}, err
	}
	defer done()
	all, _, err := q.scoresOf(ctx, who, true)
	if err != nil {
		return List[ScoreRow]{}, err
	}
	rows := make([]ScoreRow, 0, len(all))
	for i := range all {
		rows = append(rows, q.scoreRow(&all[i]))
	}
	sortByName(rows, func(r ScoreRow) (PersonName, string) { return r.Name, r.ID })
	l := arrange(rows, columns, v, f)
	l.AsOf, l.Period = q.asOf, q.period
	return l, nil
}

// whose says which learners of a class are asked about.
type whose struct {
	learner int32
	group   map[int32]bool // nil = all
}

func (w whose) has(key int32) bool {
	return (w.learner == 0 || w.learner == key) && (w.group == nil || w.group[key])
}

// askOf asks about the scores of the class of a learner, or of a group in a class. A
// learner of one class need not be asked about with it.
func (s *Store) askOf(ctx context.Context, v Viewer, f Filter) (*asked, whose, func(), error) {
	var who whose
	if f.Learner == "" && f.Group == "" {
		q, done, err := s.askScored(ctx, v, f)
		return q, who, done, err
	}
	n := f.unfiltered()
	n.Learner, n.Group = f.Learner, f.Group
	q, done, err := s.ask(ctx, v, n)
	if err != nil {
		return nil, who, nil, s.elsewhere(ctx, v, n, err)
	}
	who.learner, _ = q.params["learner"].(int32)
	if group, ok := q.params["group"].([]int32); ok {
		who.group = map[int32]bool{}
		for _, key := range group {
			who.group[key] = true
		}
	}
	if f.Class == "" && who.learner != 0 {
		n.Class, err = q.ownClass(ctx)
	}
	done()
	if err != nil {
		return nil, who, nil, err
	}
	q, done, err = s.askScored(ctx, v, n)
	return q, who, done, err
}

// ownClass is the id of the one class that a learner is in; "" if there is none.
func (q *asked) ownClass(ctx context.Context) (string, error) {
	own, err := q.classesOf(ctx)
	switch {
	case err != nil || len(own) == 0:
		return "", err
	case len(own) == 1:
		return own[0], nil
	}
	e := &ClassNeededError{}
	for _, id := range own {
		e.Classes = append(e.Classes, safetext.Clean(id))
	}
	return "", e
}

// classesOf are the ids of the classes in scope that a learner is in: of the
// roster, else those that come from records.
func (q *asked) classesOf(ctx context.Context) (ids []string, err error) {
	first := ""
	err = q.rows(ctx, "classes_of", func(scan func(...any) error) error {
		var id, kind string
		err := scan(&id, &kind)
		if q.viewer.sees(id) && (first == "" || first == kind) {
			ids, first = append(ids, id), kind
		}
		return err
	})
	return ids, err
}

// scoresOf are the scores of learners of the class, with their receipts if they are
// wanted: what was kept, where that holds.
func (q *asked) scoresOf(ctx context.Context, who whose, receipts bool) (all []learnerScore, about store.KeptAbout, err error) {
	k, ok, err := q.readKeptScores(ctx)
	if err != nil {
		return nil, about, err
	}
	if !ok {
		sc, err := q.scored(ctx, q.profile)
		if err != nil {
			return nil, about, err
		}
		all, err = q.people(ctx, sc, who)
		return all, store.About(sc.scores), err
	}
	r := q.with("receipts", receipts)
	if who.learner != 0 {
		r.params["learner"] = who.learner
	}
	err = r.rows(ctx, "kept_score", func(scan func(...any) error) error {
		var l learnerScore
		var state string
		var score, low, high, past, pastLow, pastHigh sql.NullFloat64
		var receipt sql.NullString
		if err := scan(&l.key, &l.id, &l.name, &state, &score, &low, &high, &past, &pastLow, &pastHigh, &l.Coverage, &l.Evidence, &receipt); err != nil {
			return err
		}
		if !who.has(l.key) {
			return nil
		}
		l.past.Score, l.past.Low, l.past.High = ptr(past.Float64, past.Valid), ptr(pastLow.Float64, past.Valid), ptr(pastHigh.Float64, past.Valid)
		if receipt.Valid {
			if err := json.Unmarshal([]byte(receipt.String), &l.Score); err != nil {
				return fmt.Errorf("read a kept receipt: %w", err)
			}
		} else {
			l.Learner, l.State = l.id, scoring.State(state)
			l.Score.Score, l.Low, l.High = ptr(score.Float64, score.Valid), ptr(low.Float64, low.Valid), ptr(high.Float64, high.Valid)
		}
		all = append(all, l)
		return nil
	})
	return all, k.about, err
}

// people puts names to what was scored.
func (q *asked) people(ctx context.Context, sc *scored, who whose) ([]learnerScore, error) {
	names, err := q.learnerNames(ctx, sc)
	if err != nil {
		return nil, err
	}
	var all []learnerScore
	for i, key := range sc.Learners {
		if who.has(key) {
			id := sc.Class.Learners[i].ID
			all = append(all, learnerScore{key: key, id: id, name: names[key], Score: sc.scores.Scores[i], past: sc.past[id]})
		}
	}
	return all, nil
}

func (q *asked) learnerNames(ctx context.Context, sc *scored) (map[int32]sql.NullString, error) {
	names := make(map[int32]sql.NullString, len(sc.Learners))
	err := q.with("learners", sc.Learners).rows(ctx, "learner_names", func(scan func(...any) error) error {
		var key int32
		var id string
		var name sql.NullString
		err := scan(&key, &id, &name)
		names[key] = name
		return err
	})
	return names, err
}

// asAt is the same question as of an earlier time; false before its period began.
func (q *asked) asAt(at time.Time) (*asked, bool) {
	if !q.period.Since.IsZero() && !at.After(q.period.Since) {
		return nil, false
	}
	e := *q
	e.params = maps.Clone(q.params)
	e.asOf, e.params["as_of"], e.params["kept"] = at, at.UTC(), false
	return &e, true
}

// scoreRow is a learner's row.
func (q *asked) scoreRow(l *learnerScore) ScoreRow {
	id, name := q.person(l.id, l.name)
	r := ScoreRow{
		ID: string(id), Name: name, Score: l.Score.Score, Low: l.Low, High: l.High, State: safetext.Safe(l.State),
		Evidence: int64(l.Evidence), VsClass: l.VsClass,
	}
	r.Coverage = &l.Coverage
	for i := range l.Factors {
		if i < len(r.Factors) {
			r.Factors[i] = l.Factors[i].Value
		}
	}
	if p := l.past; p.Score != nil {
		r.Past, r.PastLow, r.PastHigh = p.Score, p.Low, p.High
		r.Trend = trendOf(l.Score, p)
	}
	return r
}

// trendOf compares a learner with her own past: only what the intervals leave no
// doubt of is a trend.
func trendOf(now, past scoring.Score) safetext.Safe {
	switch {
	case now.Score == nil || past.Score == nil:
		return ""
	case *now.Low > *past.High:
		return "up"
	case *now.High < *past.Low:
		return "down"
	}
	return "no reliable difference"
}

// fillScores puts the scores of a class beside its learners, where what is asked
// about is a class that is scored.
func (s *Store) fillScores(ctx context.Context, v Viewer, f Filter, rows []Learner) error {
	q, done, err := s.askScored(ctx, v, f)
	var needed *ClassNeededError
	if errors.As(err, &needed) {
		return nil
	} else if err != nil {
		return err
	}
	defer done()
	var who whose
	if len(rows) == 1 {
		who.learner = rows[0].key
	}
	all, _, err := q.scoresOf(ctx, who, false)
	at := make(map[int32]*learnerScore, len(all))
	for i := range all {
		at[all[i].key] = &all[i]
	}
	for i := range rows {
		l := &rows[i]
		if sc := at[l.key]; sc != nil {
			l.Score, l.ScoreLow, l.ScoreHigh, l.State = sc.Score.Score, sc.Low, sc.High, safetext.Safe(sc.State)
			l.Evidence = ptr(int64(sc.Evidence), true)
		}
	}
	return err
}

// medians are the median scores that the last write kept, by class: each as of the
// class's own time, in its own period. A list of another time or period has none.
func (q *asked) medians(ctx context.Context, f Filter) (map[int32]*float64, error) {
	all := map[int32]*float64{}
	if !f.AsOf.IsZero() || !f.Since.IsZero() || !f.Until.IsZero() || f.Period != "" {
		return all, nil
	}
	err := q.rows(ctx, "class_medians", func(scan func(...any) error) error {
		var class int32
		var median sql.NullFloat64
		err := scan(&class, &median)
		all[class] = ptr(median.Float64, median.Valid)
		return err
	})
	return all, err
}
