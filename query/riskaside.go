package query

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"lrx/internal/safetext"
	"lrx/scoring"
)

// readAsides reads what is set aside. Of an earlier time that was asked for, what was
// decided later is not known.
func (q *asked) readAsides(ctx context.Context, f Filter, g *signalled) error {
	return q.rows(ctx, "asides", func(scan func(...any) error) error {
		var learner int32
		var signal, reason, by string
		var until time.Time
		var decided sql.NullTime
		if err := scan(&learner, &signal, &until, &reason, &by, &decided); err != nil {
			return err
		}
		u, ok := g.learners[learner]
		if !ok || !f.AsOf.IsZero() && decided.Valid && decided.Time.UTC().After(q.asOf) {
			return nil
		}
		g.aside = append(g.aside, scoring.Aside{
			Learner: g.Class.Learners[u].ID, Signal: scoring.SignalCode(signal), Until: dayIn(until, q.zone()), Reason: reason,
		})
		g.by = append(g.by, safetext.Clean(by))
		return nil
	})
}

// dayIn is the begin of a day, which the store keeps without a zone.
func dayIn(day time.Time, tz *time.Location) time.Time {
	y, m, d := day.UTC().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, tz)
}

// setAside is the decision that covers a signal; of two the one that lasts longer.
func (g *signalled) setAside(l *scoring.LearnerSignals, code scoring.SignalCode) int {
	found := -1
	for i := range g.aside {
		if l.SetAside(code, g.aside[i:i+1]) != nil && (found < 0 || g.aside[i].Until.After(g.aside[found].Until)) {
			found = i
		}
	}
	return found
}

// atRisk is how many may need support, by class, by the signals that the last write kept: each as of the
// class's own time then. A list of another time or period has none.
func (q *asked) atRisk(ctx context.Context, f Filter) (map[int32]*int64, error) {
	counts := map[int32]*int64{}
	if !f.AsOf.IsZero() || !f.Since.IsZero() || !f.Until.IsZero() || f.Period != "" {
		return counts, nil
	}
	aside, err := q.allAsides(ctx)
	if err != nil {
		return nil, err
	}
	var class, last int32
	var l scoring.LearnerSignals
	tell := func() {
		if last != 0 && scoring.AtRisk(&l, aside[class], q.profile) {
			*counts[class]++
		}
	}
	err = q.rows(ctx, "class_signals", func(scan func(...any) error) error {
		var of, learner int32
		var asOf time.Time
		var code, severity string
		if err := scan(&of, &asOf, &learner, &code, &severity); err != nil {
			return err
		}
		if of != class || learner != last {
			tell()
			class, last, l = of, learner, scoring.LearnerSignals{Learner: fmt.Sprint(learner), AsOf: asOf.UTC()}
		}
		if counts[class] == nil {
			counts[class] = new(int64)
		}
		l.Signals = append(l.Signals, scoring.Signal{Code: scoring.SignalCode(code), Severity: scoring.Severity(severity)})
		return nil
	})
	tell()
	return counts, err
}

// allAsides is what is set aside, by class; learners are called by their keys.
func (q *asked) allAsides(ctx context.Context) (map[int32][]scoring.Aside, error) {
	by := map[int32][]scoring.Aside{}
	err := q.rows(ctx, "all_asides", func(scan func(...any) error) error {
		var class, learner int32
		var code string
		var until time.Time
		err := scan(&class, &learner, &code, &until)
		by[class] = append(by[class], scoring.Aside{Learner: fmt.Sprint(learner), Signal: scoring.SignalCode(code), Until: dayIn(until, q.zone())})
		return err
	})
	for class := range q.kept {
		if class != 0 {
			by[class] = append(by[class], by[0]...)
		}
	}
	return by, err
}
