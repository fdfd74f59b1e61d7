package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"lrx/internal/bench/report"
	"lrx/query"
)

// page is how many rows of a long list are asked for: more than a screen shows.
const page = 100

// subjects are the classes and learners that questions are asked about.
const subjects = 10

// question is one question of the way down, about a class, a learner or all.
type question struct {
	name  string
	limit float64 // CPU ms, at ten million statements
	about []string
	ask   func(ctx context.Context, s *query.Store, about string) (rows int, err error)
}

// runQuery asks the questions of the way down, about several classes and
// learners each, and says what CPU time one takes.
func runQuery(ctx context.Context, o *options) (r *report.Report, err error) {
	dir, err := o.stored(ctx)
	if err != nil {
		return nil, err
	}
	s, err := query.Open(ctx, dir, query.Options{})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	all, err := questions(ctx, s)
	if err != nil {
		return nil, err
	}
	r = &report.Report{}
	unanswered := 0
	for _, q := range all {
		if err := q.measure(ctx, s, o.rounds, r); ctx.Err() != nil {
			return nil, ctx.Err()
		} else if err != nil { // the others can be answered still
			unanswered++
			r.Notes = append(r.Notes, fmt.Sprintf("%s: no answer: %v", q.name, err))
		}
	}
	r.AtMost(0, "questions without an answer", report.Count, float64(unanswered))
	return r, nil
}

// measure asks about each subject in every round; before that once for nothing,
// so that the store's pages are in memory, as they are for one who browses.
func (q question) measure(ctx context.Context, s *query.Store, rounds int, r *report.Report) error {
	var took []float64
	most := 0
	for round := range rounds + 1 {
		for _, about := range q.about {
			before := spent()
			rows, err := q.ask(ctx, s, about)
			if err != nil {
				return err
			}
			if round > 0 {
				took = append(took, (spent()-before).Seconds()*1000)
			}
			most = max(most, rows)
		}
	}
	if most == 0 {
		return errors.New("no rows for anybody")
	}
	r.AtMost(q.limit, q.name, report.CPU, report.Median(took))
	return nil
}

// questions are those of the way down, with whom to ask about: classes and
// learners from all over the lists.
func questions(ctx context.Context, s *query.Store) ([]question, error) {
	v := viewer()
	var classes, learners []string
	list, err := s.Classes(ctx, v, query.Filter{})
	if err != nil {
		return nil, err
	}
	for _, c := range spread(list.Rows[1:]) { // the first is everyone
		classes = append(classes, c.ID)
	}
	people, err := s.Learners(ctx, v, query.Filter{})
	if err != nil {
		return nil, err
	}
	for _, l := range spread(people.Rows) {
		learners = append(learners, l.ID)
	}
	receipts, err := receiptsOf(ctx, s, v, classes)
	if err != nil {
		return nil, err
	}
	const learner, class, whole = 20, 50, 100
	const scores, receipt = 300, 100 // what a load kept of scores
	everyone := []string{query.Everyone}
	return []question{
		{"learner: attempts", learner, learners, rows(s.Attempts, v, func(id string) query.Filter { return query.Filter{Learner: id, Limit: page} })},
		{"learner: statements", learner, learners, rows(s.Statements, v, func(id string) query.Filter { return query.Filter{Learner: id, Limit: page} })},
		{"learner: activities", learner, learners, rows(s.Activities, v, func(id string) query.Filter { return query.Filter{Learner: id} })},
		{"class: learners", class, classes, rows(s.Learners, v, func(id string) query.Filter { return query.Filter{Class: id} })},
		{"class: activities", class, classes, rows(s.Activities, v, func(id string) query.Filter { return query.Filter{Class: id} })},
		{"class: attempts", class, classes, rows(s.Attempts, v, func(id string) query.Filter { return query.Filter{Class: id, Limit: page} })},
		{"class: statements", class, classes, rows(s.Statements, v, func(id string) query.Filter { return query.Filter{Class: id, Limit: page} })},
		{"class: scores", scores, classes, rows(s.Scores, v, func(id string) query.Filter { return query.Filter{Class: id} })},
		{"learner: receipt", receipt, receipts, func(ctx context.Context, s *query.Store, about string) (int, error) {
			id, class, _ := strings.Cut(about, " ")
			r, err := s.Score(ctx, v, id, query.Filter{Class: class})
			return len(r.Score.Factors), err
		}},
		{"all: classes", whole, everyone, rows(s.Classes, v, func(string) query.Filter { return query.Filter{} })},
		{"all: learners", whole, everyone, rows(s.Learners, v, func(id string) query.Filter { return query.Filter{Class: id, Limit: page} })},
		{"all: activities", whole, everyone, rows(s.Activities, v, func(id string) query.Filter { return query.Filter{Class: id, Limit: page} })},
		{"all: attempts", whole, everyone, rows(s.Attempts, v, func(id string) query.Filter { return query.Filter{Class: id, Limit: page} })},
		{"all: verbs", whole, everyone, rows(s.Verbs, v, func(string) query.Filter { return query.Filter{} })},
		{"all: origins", whole, everyone, rows(s.Origins, v, func(string) query.Filter { return query.Filter{} })},
		{"all: days of sources", whole, everyone, rows(s.SourceDays, v, func(string) query.Filter { return query.Filter{} })},
		{"all: what the store holds", whole, everyone, func(ctx context.Context, s *query.Store, _ string) (int, error) {
			_, err := s.Info(ctx, v)
			return 1, err
		}},
	}, nil
}

// receiptsOf are a learner of each class, as "learner class".
func receiptsOf(ctx context.Context, s *query.Store, v query.Viewer, classes []string) (all []string, err error) {
	for _, class := range classes {
		l, err := s.Learners(ctx, v, query.Filter{Class: class})
		if err != nil {
			return nil, err
		}
		if n := len(l.Rows); n > 0 {
			all = append(all, l.Rows[n/2].ID+" "+class)
		}
	}
	return all, nil
}

// rows makes a question of a list.
func rows[T any](
	list func(context.Context, query.Viewer, query.Filter) (query.List[T], error), v query.Viewer, filter func(about string) query.Filter,
) func(context.Context, *query.Store, string) (int, error) {
	return func(ctx context.Context, _ *query.Store, about string) (int, error) {
		l, err := list(ctx, v, filter(about))
		return len(l.Rows), err
	}
}

// spread takes some of all, from the beginning to the end.
func spread[T any](all []T) []T {
	if len(all) <= subjects {
		return all
	}
	out := make([]T, 0, subjects)
	for i := range subjects {
		out = append(out, all[i*(len(all)-1)/(subjects-1)])
	}
	return out
}
