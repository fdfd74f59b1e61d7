package query

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"lrx/internal/safetext"
	"lrx/scoring"
)

// group is an area or a skill with the items below it, indices of the class's activities.
type group struct {
	key   int32
	iri   string
	name  safetext.Safe
	skill bool
	items []int
}

// groups are the areas and skills of the class's items, by IRI.
func (q *asked) groups(ctx context.Context, sc *scored) (all []group, err error) {
	items := []int32{}
	for i := range sc.Class.Activities {
		if sc.Class.Activities[i].Item {
			items = append(items, sc.Evidence.Activities[i])
		}
	}
	err = q.with("items", items).rows(ctx, "area_items", func(scan func(...any) error) error {
		var g group
		var item int32
		var holds bool
		var name, names sql.NullString
		if err := scan(&g.key, &g.iri, &name, &names, &holds, &g.skill, &item); err != nil {
			return err
		}
		if n := len(all); n == 0 || all[n-1].key != g.key {
			g.name, g.skill = q.named(name, names, g.iri), g.skill && !holds
			all = append(all, g)
		}
		last := &all[len(all)-1]
		last.items = append(last.items, sc.activities[item])
		return nil
	})
	return all, err
}

// Struggling lists the items, areas and skills of a class with what their first
// responses say: the highest lower bound of the wrong rate first. What nobody
// answered is not in it.
func (s *Store) Struggling(ctx context.Context, v Viewer, f Filter) (List[Struggling], error) {
	columns := strugglingColumns()
	if err := checkSort(columns, f.Sort); err != nil {
		return List[Struggling]{}, err
	}
	q, done, err := s.askScored(ctx, v, f)
	if err != nil {
		return List[Struggling]{}, err
	}
	defer done()
	sc, err := q.scored(ctx, q.profile)
	if err != nil {
		return List[Struggling]{}, err
	}
	items, err := q.itemRows(ctx, sc)
	if err != nil {
		return List[Struggling]{}, err
	}
	areas, err := q.areaRows(ctx, sc)
	if err != nil {
		return List[Struggling]{}, err
	}
	rows := slices.DeleteFunc(slices.Concat(items, areas), func(r Struggling) bool {
		return r.N == 0 || f.Kind != "" && string(r.Kind) != f.Kind
	})
	slices.SortStableFunc(rows, func(a, b Struggling) int { return cmp.Compare(b.bound, a.bound) })
	l := arrange(rows, columns, v, f)
	l.AsOf, l.Period = q.asOf, q.period
	l.Notes = []safetext.Safe{"What is not flagged is not shown to be easy: of items two logits harder than the rest, 17 % are flagged with 8 responses, 57 % with 15, 94 % with 30."}
	return l, nil
}

// itemRows are the rows of all items, by IRI.
func (q *asked) itemRows(ctx context.Context, sc *scored) ([]Struggling, error) {
	var at []int
	for i := range sc.Class.Activities {
		if sc.Class.Activities[i].Item {
			at = append(at, i)
		}
	}
	names, err := q.namesAt(ctx, sc, at)
	if err != nil {
		return nil, err
	}
	areas, err := q.holders(ctx, sc, at)
	if err != nil {
		return nil, err
	}
	gaps := scoring.ItemGaps(&sc.Class, sc.scores.Standing, sc.profile.Struggle, sc.scores.Items)
	rows := make([]Struggling, 0, len(at))
	for _, i := range at {
		r := strugglingRow(&sc.scores.Items[i], &gaps[i])
		r.IRI, r.Activity, r.Name, r.Kind = sc.Class.Activities[i].ID, safetext.Clean(sc.Class.Activities[i].ID), names[i], "item"
		r.AreaName = areas[sc.Evidence.Activities[i]]
		rows = append(rows, r)
	}
	return rows, nil
}

// itemRow is the row of one activity; of what is no item its name alone.
func (q *asked) itemRow(ctx context.Context, sc *scored, at int) (Struggling, error) {
	if !sc.Class.Activities[at].Item {
		names, err := q.namesAt(ctx, sc, []int{at})
		iri := sc.Class.Activities[at].ID
		return Struggling{IRI: iri, Activity: safetext.Clean(iri), Name: names[at]}, err
	}
	rows, err := q.itemRows(ctx, sc)
	for _, r := range rows {
		if r.IRI == sc.Class.Activities[at].ID {
			return r, err
		}
	}
	return Struggling{}, err
}

// holders are the names of the areas that hold items, by the items' keys.
func (q *asked) holders(ctx context.Context, sc *scored, at []int) (map[int32]safetext.Safe, error) {
	keys, areas := make([]int32, 0, len(at)), map[int32]safetext.Safe{}
	for _, i := range at {
		keys = append(keys, sc.Evidence.Activities[i])
	}
	err := q.with("items", keys).rows(ctx, "item_areas", func(scan func(...any) error) error {
		var item int32
		var iri string
		var name, names sql.NullString
		err := scan(&item, &iri, &name, &names)
		areas[item] = q.named(name, names, iri)
		return err
	})
	return areas, err
}

// areaRows are the rows of the areas and skills of the class's items.
func (q *asked) areaRows(ctx context.Context, sc *scored) ([]Struggling, error) {
	groups, err := q.groups(ctx, sc)
	if err != nil {
		return nil, err
	}
	items := make([][]int, len(groups))
	for g := range groups {
		items[g] = groups[g].items
	}
	rows := make([]Struggling, 0, len(groups))
	for g, a := range scoring.Areas(&sc.Class, sc.scores.Standing, sc.profile.Struggle, items) {
		r := strugglingRow(&a.Pooled, &a.Gap)
		r.key, r.IRI, r.Activity, r.Name, r.Kind = groups[g].key, groups[g].iri, safetext.Clean(groups[g].iri), groups[g].name, "area"
		if groups[g].skill {
			r.Kind = "skill"
		}
		r.Mastery, r.MasteryLow, r.MasteryHigh = numberOf(a.Mastery.Value), numberOf(a.Mastery.Low), numberOf(a.Mastery.High)
		rows = append(rows, r)
	}
	return rows, nil
}

// strugglingRow takes over what is known of an item or of several together.
func strugglingRow(it *scoring.Item, gap *scoring.Gap) Struggling {
	r := Struggling{
		N: int64(it.N), WrongRate: numberOf(it.WrongRate), Low: numberOf(it.Low), High: numberOf(it.High),
		Difficulty: numberOf(it.Difficulty), DifficultySD: numberOf(it.DifficultySD), Discrimination: numberOf(it.Discrimination),
		MedianS: numberOf(it.MedianSeconds), RetrySuccess: numberOf(it.RetrySuccess), Stuck: int64(len(it.Stuck)),
		SuspectKey: it.SuspectKey, Verdict: safetext.Safe(it.Verdict), GapSays: safetext.Clean(gap.Sentence), bound: it.Bound,
	}
	if gap.Kind != scoring.CannotTell {
		r.Gap = ptr(safetext.Safe(gap.Kind), true)
	}
	return r
}
