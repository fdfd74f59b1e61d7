package query

import (
	"context"
	"math"
	"slices"

	"lrx/internal/safetext"
	"lrx/scoring"
)

// Grid answers who answered which item how at first try, in Guttman order: of a
// class, of an area or a skill of it with f.Area, and of a group with f.Group. What
// nobody answered is left out.
func (s *Store) Grid(ctx context.Context, v Viewer, f Filter) (Grid, error) {
	q, who, done, err := s.askOf(ctx, v, f)
	if err != nil {
		return Grid{}, err
	}
	defer done()
	sc, err := q.scored(ctx, q.profile)
	if err != nil {
		return Grid{}, err
	}
	items, err := q.itemsOf(ctx, sc, f.Area)
	if err != nil {
		return Grid{}, err
	}
	names, err := q.namesAt(ctx, sc, items)
	if err != nil {
		return Grid{}, err
	}
	people, err := q.people(ctx, sc, who)
	if err != nil {
		return Grid{}, err
	}
	column := make(map[int]int, len(items))
	for n, i := range items {
		column[i] = n
	}
	cells, rates := make([][]GridCell, len(people)), make([][]float64, len(people))
	for n := range people {
		cells[n] = answersOf(&sc.Class.Learners[sc.learners[people[n].key]], column)
		rates[n] = make([]float64, len(items))
		for k, c := range cells[n] {
			rates[n][k] = math.NaN()
			if c.R != nil {
				rates[n][k] = *c.R
			}
		}
	}
	ids := make([]string, len(people))
	for n := range people {
		ids[n] = people[n].id
	}
	iris := make([]string, len(items))
	for n, i := range items {
		iris[n] = sc.Class.Activities[i].ID
	}
	rows, columns := scoring.Guttman(rates, ids, iris)
	g := Grid{AsOf: q.asOf, Period: q.period, TZ: q.zone(), Cells: make([][]GridCell, 0, len(rows))}
	for _, k := range columns {
		n, sum := mean(len(people), func(row int) float64 { return rates[row][k] })
		g.Items = append(g.Items, GridItem{IRI: iris[k], Name: names[items[k]], N: n, Rate: sum})
	}
	for _, row := range rows {
		id, name := q.person(people[row].id, people[row].name)
		n, rate := mean(len(items), func(k int) float64 { return rates[row][k] })
		g.Learners = append(g.Learners, GridLearner{ID: string(id), Name: name, N: n, Rate: rate})
		line := make([]GridCell, 0, len(columns))
		for _, k := range columns {
			line = append(line, cells[row][k])
		}
		g.Cells = append(g.Cells, line)
	}
	g.Notes = []safetext.Safe{"Learners are in the order of what they answered, not of merit: who answered little stands where that little puts her."}
	return g, nil
}

// mean is the mean of numbers that are there, and how many there are.
func mean(n int, of func(int) float64) (count int64, rate *float64) {
	sum := 0.0
	for i := range n {
		if v := of(i); !math.IsNaN(v) {
			sum += v
			count++
		}
	}
	if count == 0 {
		return 0, nil
	}
	sum /= float64(count)
	return count, &sum
}

// answersOf are a learner's cells.
func answersOf(l *scoring.Learner, column map[int]int) []GridCell {
	cells := make([]GridCell, len(column))
	for i := range l.Tries {
		t := &l.Tries[i]
		k, ok := column[t.Activity]
		if !ok || !t.Item {
			continue
		}
		c := &cells[k]
		c.Tries++
		switch {
		case math.IsNaN(t.R):
		case c.R == nil:
			c.R = ptr(t.R, true)
		case *c.R < 0.5 && (t.Right == scoring.Yes || t.Right == scoring.Unsaid && t.R >= 0.5):
			c.Later = true
		}
	}
	return cells
}

// itemsOf are the items that somebody answered, of all or below an area or a skill.
func (q *asked) itemsOf(ctx context.Context, sc *scored, area string) ([]int, error) {
	items, err := q.within(ctx, sc, area)
	return slices.DeleteFunc(slices.Clone(items), func(i int) bool { return sc.scores.Items[i].N == 0 }), err
}
