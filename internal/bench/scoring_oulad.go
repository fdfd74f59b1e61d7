package main

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"slices"

	"lrx/scoring"
)

// ouladYear is the year whose presentations scores are tested on; models are
// trained on the one before.
const ouladYear = "2014"

// ouladSource is whose data these are.
const ouladSource = "Kuzilek, Hlosta, Zdrahal 2017, CC BY 4.0"

// ouladClass is a presentation of a module in the Open University Learning
// Analytics data (Kuzilek, Hlosta, Zdrahal 2017, Sci Data 4:170171; CC BY 4.0).
type ouladClass struct {
	name     string
	learners []ouladLearner
	works    []ouladWork
}

type ouladLearner struct {
	id               string
	lost             bool // failed or withdrew in the end
	registered, gone sql.NullFloat64
	clicks           [3]float64            // in the first one, two and three weeks
	before           float64               // clicks before the course began
	handIns          map[int64]ouladHandIn // by work
}

type ouladWork struct {
	id          int64
	due, points float64
}

type ouladHandIn struct{ day, result float64 }

// ouladFigures are the AUCs of the untrained score for those who failed or withdrew.
func ouladFigures(ctx context.Context, set *setReader) ([]setFigure, error) {
	classes, err := readOULAD(ctx, set, "oulad_enrolments", ouladYear)
	if err != nil {
		return nil, err
	}
	var out []setFigure
	for _, m := range []struct {
		week  int
		limit float64
	}{{2, 0.67}, {4, 0.685}, {8, 0.735}, {12, 0.76}} {
		var scores []float64
		var lost []bool
		for _, c := range classes {
			there := c.at(7 * float64(m.week))
			scores = append(scores, there.scores(7*float64(m.week))...)
			for i := range there.learners {
				lost = append(lost, there.learners[i].lost)
			}
		}
		out = append(out, setFigure{
			Name:     fmt.Sprintf("OULAD, week %d: AUC of the untrained score", m.week),
			Measured: areaBelow(scores, lost), Limit: m.limit,
		})
	}
	return out, nil
}

// readOULAD reads the presentations of a year, with the learners of a text of folder sets.
func readOULAD(ctx context.Context, set *setReader, enrolments, year string) ([]*ouladClass, error) {
	byName, holder := map[string]*ouladClass{}, map[int64]*ouladClass{}
	var classes []*ouladClass
	err := set.each(ctx, enrolments, year, func(rows *sql.Rows) error {
		l := ouladLearner{handIns: map[int64]ouladHandIn{}}
		var class string
		if err := rows.Scan(&class, &l.id, &l.lost, &l.registered, &l.gone, &l.clicks[0], &l.clicks[1], &l.clicks[2]); err != nil {
			return err
		}
		if byName[class] == nil {
			byName[class] = &ouladClass{name: class}
			classes = append(classes, byName[class])
		}
		byName[class].learners = append(byName[class].learners, l)
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = set.each(ctx, "oulad_works", year, func(rows *sql.Rows) error {
		var class string
		var w ouladWork
		if err := rows.Scan(&class, &w.id, &w.due, &w.points); err != nil {
			return err
		}
		if c := byName[class]; c != nil {
			c.works, holder[w.id] = append(c.works, w), c
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	index := map[*ouladClass]map[string]int{}
	for _, c := range classes {
		index[c] = map[string]int{}
		for u := range c.learners {
			index[c][c.learners[u].id] = u
		}
	}
	err = set.each(ctx, "oulad_results", year, func(rows *sql.Rows) error {
		var work int64
		var learner string
		var h ouladHandIn
		if err := rows.Scan(&work, &learner, &h.day, &h.result); err != nil {
			return err
		}
		if c := holder[work]; c != nil {
			if u, ok := index[c][learner]; ok {
				c.learners[u].handIns[work] = h
			}
		}
		return nil
	})
	return classes, err
}

// clicked counts the clicks up to a day as far as they are known, which is three
// weeks, and those of the last of these weeks.
func (l *ouladLearner) clicked(day float64) (all, week float64) {
	switch {
	case day < 14:
		return l.clicks[0], l.clicks[0]
	case day < 21:
		return l.clicks[1], l.clicks[1] - l.clicks[0]
	}
	return l.clicks[2], l.clicks[2] - l.clicks[1]
}

// at is the class as of a day: who is registered and has not gone, with what
// was due and handed in by then.
func (c *ouladClass) at(day float64) *ouladClass {
	out := &ouladClass{name: c.name, works: c.works}
	for _, l := range c.learners {
		if l.registered.Valid && l.registered.Float64 > day || l.gone.Valid && l.gone.Float64 <= day {
			continue
		}
		handIns := map[int64]ouladHandIn{}
		for id, h := range l.handIns {
			if h.day <= day {
				handIns[id] = h
			}
		}
		l.handIns = handIns
		out.learners = append(out.learners, l)
	}
	return out
}

// scores of a class as of a day. There are no questions, sessions or feedback in
// these data: achievement is graded work, participation and effort are clicks,
// regularity is lead.
func (c *ouladClass) scores(day float64) []float64 {
	p := scoring.DefaultProfile()
	clicks := make([]float64, len(c.learners))
	for u, l := range c.learners {
		clicks[u], _ = l.clicked(day)
	}
	clicks = scoring.Percentiles(clicks)
	achieved, handed, lead := c.achieved(p), c.handed(p, day), c.lead(p, day)
	out := make([]float64, len(c.learners))
	for u := range out {
		out[u] = p.Combine([]scoring.Piece{
			{Weight: p.Weights.Achievement, Value: achieved[u], Possible: true},
			{Weight: p.Weights.DueWork, Value: handed[u], Possible: true},
			{Weight: p.Weights.Participation, Value: clicks[u], Possible: true},
			{Weight: p.Weights.Regularity, Value: lead[u], Possible: true},
			{Weight: p.Weights.Effort, Value: clicks[u], Possible: true},
		}).Score
	}
	return out
}

// achieved is the mean of each learner's results; NaN without one.
func (c *ouladClass) achieved(p scoring.Profile) []float64 {
	points, results, all := make([][]float64, len(c.learners)), make([][]float64, len(c.learners)), []float64{}
	for u, l := range c.learners {
		for _, w := range c.works {
			if h, ok := l.handIns[w.id]; ok {
				points[u], results[u] = append(points[u], p.Points(w.points)), append(results[u], h.result)
				all = append(all, h.result)
			}
		}
	}
	out := slices.Repeat([]float64{math.NaN()}, len(c.learners))
	for u := range out {
		if len(results[u]) > 0 {
			out[u] = p.GradedMean(points[u], results[u], mean(all))
		}
	}
	return out
}

// due are the works that were due by a day, and what each counts of their mean.
func (c *ouladClass) due(p scoring.Profile, day float64) (works []ouladWork, weights []float64) {
	var points []float64
	for _, w := range c.works {
		if w.due <= day {
			works, points = append(works, w), append(points, p.Points(w.points))
		}
	}
	return works, scoring.RelativeWeights(points)
}

// handed is the share of due work that each learner handed in; NaN if nothing was due.
func (c *ouladClass) handed(p scoring.Profile, day float64) []float64 {
	works, weights := c.due(p, day)
	credit, all := make([]float64, len(c.learners)), 0.0
	for u, l := range c.learners {
		for i, w := range works {
			h, ok := l.handIns[w.id]
			switch {
			case ok && h.day <= w.due:
				credit[u] += weights[i]
			case ok:
				credit[u] += weights[i] * p.DueWork.Late
			}
		}
		all += credit[u]
	}
	n := float64(len(works))
	for u := range credit {
		if n == 0 {
			credit[u] = math.NaN()
			continue
		}
		credit[u] = p.Handed(credit[u], n, all/(n*float64(len(c.learners))))
	}
	return credit
}

// lead is how early each learner handed due work in; NaN if none was.
func (c *ouladClass) lead(p scoring.Profile, day float64) []float64 {
	works, _ := c.due(p, day)
	out := slices.Repeat([]float64{math.NaN()}, len(c.learners))
	for u, l := range c.learners {
		var days []float64
		for _, w := range works {
			if h, ok := l.handIns[w.id]; ok {
				days = append(days, w.due-h.day)
			}
		}
		if len(days) > 0 {
			out[u] = p.Lead(days)
		}
	}
	return out
}

func mean(all []float64) float64 {
	sum := 0.0
	for _, x := range all {
		sum += x
	}
	return sum / float64(len(all))
}
