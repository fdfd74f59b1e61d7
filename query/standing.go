package query

import (
	"context"
	"errors"

	"lrx/internal/safetext"
	"lrx/scoring"
)

// Mastery lists what the learners of a class know by name: in an area or a skill with
// f.Area, else in the whole course; and whose gap it is, where that can be told.
func (s *Store) Mastery(ctx context.Context, v Viewer, f Filter) (List[AreaStanding], error) {
	columns := standingColumns()
	if err := checkSort(columns, f.Sort); err != nil {
		return List[AreaStanding]{}, err
	}
	q, who, done, err := s.askOf(ctx, v, f)
	if err != nil {
		return List[AreaStanding]{}, err
	}
	defer done()
	sc, err := q.scored(ctx, q.profile)
	if err != nil {
		return List[AreaStanding]{}, err
	}
	items, err := q.within(ctx, sc, f.Area)
	if err != nil {
		return List[AreaStanding]{}, err
	}
	people, err := q.people(ctx, sc, who)
	if err != nil {
		return List[AreaStanding]{}, err
	}
	area := scoring.Areas(&sc.Class, sc.scores.Standing, sc.profile.Struggle, [][]int{items})[0]
	rows := make([]AreaStanding, 0, len(people))
	for i := range people {
		r := standingOf(sc, people[i].key, items, &area.Gap)
		id, name := q.person(people[i].id, people[i].name)
		r.ID, r.Name = string(id), name
		rows = append(rows, r)
	}
	sortByName(rows, func(r AreaStanding) (PersonName, string) { return r.Name, r.ID })
	l := arrange(rows, columns, v, f)
	l.AsOf, l.Period = q.asOf, q.period
	return l, nil
}

// standingOf is what one learner knows of some items; nothing without a response to one.
func standingOf(sc *scored, learner int32, items []int, gap *scoring.Gap) AreaStanding {
	u := sc.learners[learner]
	m := sc.scores.Standing.MasteryOf(u, items)
	r := AreaStanding{Answered: int64(m.N), Items: int64(len(items))}
	if m.N > 0 {
		r.Mastery, r.Low, r.High = numberOf(m.Value), numberOf(m.Low), numberOf(m.High)
	}
	kind, says := gap.Of(u)
	if r.GapSays = safetext.Clean(says); kind != scoring.CannotTell {
		r.Gap = ptr(safetext.Safe(kind), true)
	}
	return r
}

// within are the items of the course, or of an area or a skill of it.
func (q *asked) within(ctx context.Context, sc *scored, area string) ([]int, error) {
	if area != "" {
		groups, err := q.groups(ctx, sc)
		if err != nil {
			return nil, err
		}
		for _, g := range groups {
			if g.iri == area || string(g.name) == area {
				return g.items, nil
			}
		}
		return nil, &NotFoundError{Kind: "area with items", Name: area}
	}
	var items []int
	for i := range sc.Class.Activities {
		if sc.Class.Activities[i].Item {
			items = append(items, i)
		}
	}
	return items, nil
}

// fillAreas puts mastery and gaps beside the areas of a class that is scored: those of
// one learner where she is asked about.
func (s *Store) fillAreas(ctx context.Context, v Viewer, f Filter, areas []Area) error {
	q, who, done, err := s.askOf(ctx, v, f)
	var needed *ClassNeededError
	if errors.As(err, &needed) {
		return nil
	} else if err != nil {
		return err
	}
	defer done()
	sc, err := q.scored(ctx, q.profile)
	if err != nil {
		return err
	}
	if _, in := sc.learners[who.learner]; who.learner != 0 && !in {
		return nil
	}
	groups, err := q.groups(ctx, sc)
	if err != nil {
		return err
	}
	items, at := make([][]int, len(groups)), map[int32]int{}
	for g := range groups {
		items[g], at[groups[g].key] = groups[g].items, g
	}
	all := scoring.Areas(&sc.Class, sc.scores.Standing, sc.profile.Struggle, items)
	for i := range areas {
		g, ok := at[areas[i].key]
		switch {
		case !ok:
		case who.learner != 0:
			areas[i].stands(standingOf(sc, who.learner, items[g], &all[g].Gap))
		case all[g].Pooled.N > 0:
			areas[i].fill(&all[g])
		}
	}
	return nil
}

// fill takes over what a class knows.
func (a *Area) fill(of *scoring.Area) {
	a.Mastery, a.MasteryLow, a.MasteryHigh = numberOf(of.Mastery.Value), numberOf(of.Mastery.Low), numberOf(of.Mastery.High)
	a.Stuck, a.Verdict = int64(len(of.Pooled.Stuck)), safetext.Safe(of.Pooled.Verdict)
	a.Gap, a.GapSays = safetext.Safe(of.Gap.Kind), safetext.Clean(of.Gap.Sentence)
}

// stands takes over what one learner knows.
func (a *Area) stands(s AreaStanding) {
	a.Mastery, a.MasteryLow, a.MasteryHigh, a.GapSays = s.Mastery, s.Low, s.High, s.GapSays
	if s.Gap != nil {
		a.Gap = *s.Gap
	}
}
