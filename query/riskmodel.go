package query

import (
	"context"
	"fmt"
	"slices"
	"time"

	"lrx/scoring"
)

// RiskModel is the model of risk that a class can be looked at with, if it passed
// the gate, and what it says of the class's learners.
type RiskModel struct {
	Model *scoring.RiskModel // nil while the gate is closed: no probability is shown
	Test  *scoring.BackTest  // nil if there was nothing to test
	Gate  scoring.Gate
	Day   int       // days since the class began; the earlier runs are looked at as of that day
	AsOf  time.Time // of the class: the end of these days

	LeftOut []LeftOut // earlier runs that were not learned from, and why

	Predictions map[string]scoring.Prediction // by learner id; nil without a model
}

// RiskModel learns from the finished runs that the class may be another run of, as
// of as many days after their begin, and tests on the newest of them, several if
// they began together. It does so with runs in the viewer's scope alone, and with
// outcomes known at the time of the class. asOf zero is the class's own default.
// The answer is shared and kept for the life of a generation: nobody changes it.
func (s *Store) RiskModel(ctx context.Context, v Viewer, class string, asOf time.Time) (*RiskModel, error) {
	q, done, err := s.askScored(ctx, v, Filter{Class: class, AsOf: asOf})
	if err != nil {
		return nil, err
	}
	defer done()
	key, _ := q.oneClass()
	// Evidence and outcomes are those of whole days.
	mark := fmt.Sprint(v.Scope, v.Mask, key, dayNumber(q.asOf, q.zone()), q.zone(), q.profile.Hash())
	q.mu.Lock()
	m := q.models[mark]
	q.mu.Unlock()
	if m != nil {
		return m, nil
	}
	if m, err = q.makeRiskModel(ctx, key); err != nil {
		return nil, err
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.models == nil || len(q.models) == mostScored {
		q.models = map[string]*RiskModel{}
	}
	q.models[mark] = m
	return m, nil
}

// makeRiskModel finds the finished runs for a class, and makes the model.
func (q *asked) makeRiskModel(ctx context.Context, key int32) (*RiskModel, error) {
	wide := *q
	if err := wide.resolve(ctx, Filter{AsOf: q.asOf}); err != nil {
		return nil, err
	}
	all, err := wide.classRuns(ctx, q.asOf)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(r *run) bool { return r.key == key })
	if i < 0 {
		return &RiskModel{Gate: scoring.Gate{Reason: scoring.Indicator + "it is not known when the class began."}, AsOf: q.asOf}, nil
	}
	of := all[i]
	runs := slices.DeleteFunc(slices.Clone(all), func(r *run) bool {
		return r.key == key || !r.finished() || !of.sameCourse(r) || r.ended.After(q.asOf)
	})
	return q.riskModel(ctx, of, runs)
}

func (q *asked) riskModel(ctx context.Context, of *run, runs []*run) (*RiskModel, error) {
	m := &RiskModel{Day: dayNumber(q.asOf, q.zone()) - dayNumber(of.begin, q.zone())}
	m.AsOf = of.at(m.Day)
	if m.Day < 1 {
		m.Gate.Reason = scoring.Indicator + "the class has not been under way for a day."
		return m, nil
	}
	if runs = large(runs, q.profile); len(runs) == 0 {
		_, _, m.Gate = scoring.OpenGate(nil, q.profile)
		return m, nil
	}
	r, err := q.replays(ctx, runs, m.Day)
	if err != nil {
		return nil, err
	}
	m.LeftOut = r.left
	if why := r.why(); why != "" {
		m.Gate.Reason = scoring.Indicator + why
		return m, nil
	}
	m.Model, m.Test, m.Gate = scoring.OpenGate(r.all(), q.profile)
	if m.Model == nil {
		return m, nil
	}
	now, err := q.replay(ctx, of, m.AsOf)
	if err != nil {
		return nil, err
	}
	predictions, err := m.Model.Predict(&now.class, q.profile)
	if err != nil {
		return nil, fmt.Errorf("use the model of risk: %w", err)
	}
	m.Predictions = make(map[string]scoring.Prediction, len(predictions))
	for _, p := range predictions {
		m.Predictions[now.class.Learners[p.Learner].ID] = p
	}
	return m, nil
}

// dayNumber counts the days of a time zone.
func dayNumber(at time.Time, tz *time.Location) int {
	y, m, d := at.In(tz).Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}
