package ui

import (
	"context"
	"fmt"
	"slices"
	"unsafe"

	"lrx/internal/safetext"
	"lrx/query"
)

// person makes the name of a person, which outside of tests only query can do.
func person(name safetext.Safe) query.PersonName {
	return *(*query.PersonName)(unsafe.Pointer(&name)) //nolint:gosec // the type is a struct of this one field
}

// answers is what a fake says of answers.
type answers struct {
	struggling []query.Struggling
	grid       query.Grid
	reports    map[string]query.ItemReport // by IRI
	sanity     []query.Sanity
	needed     error // of a report
}

func (f *fake) Struggling(ctx context.Context, v query.Viewer, by query.Filter) (query.List[query.Struggling], error) {
	l, err := filtered(ctx, f, v, by, f.struggling)
	l.Notes = []safetext.Safe{"What is not flagged is not shown to be easy: of items two logits harder than the rest, 17 % are flagged with 8 responses, 57 % with 15, 94 % with 30."}
	return l, err
}

func (f *fake) Grid(ctx context.Context, v query.Viewer, by query.Filter) (query.Grid, error) {
	l, err := filtered(ctx, f, v, by, []int{})
	g := f.grid
	if v.Mask {
		g.Learners = slices.Clone(g.Learners)
		for i := range g.Learners {
			g.Learners[i].ID, g.Learners[i].Name = fmt.Sprintf("M-%d", i), person(safetext.Safe(fmt.Sprintf("learner %d", i)))
		}
	}
	g.AsOf, g.Period = l.AsOf, l.Period
	return g, err
}

func (f *fake) ItemReport(ctx context.Context, v query.Viewer, iri string, by query.Filter) (query.ItemReport, error) {
	l, err := filtered(ctx, f, v, by, []int{})
	r := f.reports[iri]
	if r.Item.Name == "" {
		r.Item.Name = safetext.Clean(iri)
	}
	r.AsOf, r.Period = l.AsOf, l.Period
	if f.needed != nil {
		return query.ItemReport{}, f.needed
	}
	return r, err
}

func (f *fake) Sanity(ctx context.Context, v query.Viewer, _ query.Filter) (query.List[query.Sanity], error) {
	return listed(ctx, f, v, f.sanity)
}

// stairs is a grid of n learners by m items whose right answers fill a corner.
// Of every few marks one is of another sort.
func stairs(n, m int) query.Grid {
	var g query.Grid
	names := []safetext.Safe{"Aminata Sow", "李小龍", "Müller, Jörg-Andreas von und zu der Heide", "عمر الخيام", "สมชาย ใจดี", "Ngũgĩ wa Thiong'o", "Ólafur"}
	for i := range n {
		l := query.GridLearner{ID: fmt.Sprintf("L-%010d", i), N: int64(m)}
		l.Name = person(names[i%len(names)])
		if i != n-1 {
			l.Rate = ptr(1 - float64(i)/float64(n))
		} else {
			l.N = 0
		}
		g.Learners = append(g.Learners, l)
		cells := make([]query.GridCell, m)
		for j := range cells {
			cells[j] = stair(i, j, n, m)
		}
		g.Cells = append(g.Cells, cells)
	}
	for j := range m {
		item := query.GridItem{
			IRI: fmt.Sprintf("https://lms.example.org/quiz/%d", j), Name: safetext.Safe(fmt.Sprintf("Question %d: which part of a cell makes energy?", j+1)),
			N: int64(n - 1), Rate: ptr(1 - float64(j)/float64(m)),
		}
		if j == 3 {
			item.Name = "細胞のどの部分がエネルギーを作るか"
		}
		g.Items = append(g.Items, item)
	}
	return g
}

func stair(i, j, n, m int) query.GridCell {
	k := i*7 + j*3
	switch {
	case i == n-1:
		return query.GridCell{}
	case k%11 == 10:
		return query.GridCell{}
	case k%29 == 13:
		return query.GridCell{Tries: 1}
	case (i+1)*m+(j+1)*n <= n*m:
		return query.GridCell{R: ptr(1.0), Tries: int64(1 + k%2)}
	case k%5 == 1:
		return query.GridCell{R: ptr(0.0), Tries: 3, Later: true}
	case k%7 == 2:
		return query.GridCell{R: ptr(0.5), Tries: 2}
	}
	return query.GridCell{R: ptr(0.0), Tries: int64(1 + k%3)}
}

// someAnswers are answers of the class that school makes.
func someAnswers() answers {
	item := query.Struggling{
		IRI: "https://lms.example.org/quiz/1", Name: "Quiz 1: cells and tissues", Kind: "item", AreaName: "Cells", N: 27, WrongRate: ptr(0.7407), Low: ptr(0.58), High: ptr(0.77),
		Difficulty: ptr(1.21), DifficultySD: ptr(0.33), Discrimination: ptr(-0.12), MedianS: ptr(34.0), RetrySuccess: ptr(0.4), Stuck: 2,
		Gap: ptr(safetext.Safe("class")), GapSays: "The class answers 26 % here and 64 % (57 to 70 %) elsewhere", SuspectKey: true, Verdict: "struggling",
	}
	a := answers{grid: stairs(28, 40), reports: map[string]query.ItemReport{}}
	a.struggling = []query.Struggling{
		item,
		{
			IRI: "https://lms.example.org/area/1", Name: "Cells", Kind: "area", N: 140, WrongRate: ptr(0.5), Low: ptr(0.46), High: ptr(0.54), Stuck: 2,
			Gap: ptr(safetext.Safe("personal")), GapSays: "Four learners are lower here than they are elsewhere", Verdict: "watch",
		},
		{IRI: "https://lms.example.org/area/6", Name: "図を読み取る力 — reading a diagram", Kind: "skill", N: 90, WrongRate: ptr(0.3), Low: ptr(0.25), High: ptr(0.36)},
		{IRI: "https://lms.example.org/quiz/2", Name: "Quiz 2: cells and tissues", Kind: "item", N: 3, WrongRate: ptr(1.0), Low: ptr(0.4), High: ptr(0.8), Verdict: "too few"},
		{IRI: "https://lms.example.org/quiz/4", Name: "Quiz 4: not answered", Kind: "item"},
	}
	a.reports["https://lms.example.org/quiz/1"] = query.ItemReport{
		Item: item, FirstTry: ptr(7.0 / 27), FirstLow: ptr(0.15), FirstHigh: ptr(0.42), Tries: ptr(2.0), MedianS: ptr(34.0), Abandoned: ptr(0.08), Results: [10]int64{12, 0, 0, 0, 0, 0, 0, 0, 0, 15},
		Answers: []query.Answer{
			{Answer: "ribosome", Code: "b", N: 14, Share: 14.0 / 27, Right: ptr(false), Ability: ptr(0.61), Says: "chosen most by strong learners"},
			{Answer: "mitochondrion", Code: "a", N: 7, Share: 7.0 / 27, Right: ptr(true), Ability: ptr(-0.2)},
			{Answer: "ミトコンドリア", Code: "c", N: 6, Share: 6.0 / 27, Right: nil},
		},
		Stuck:    []query.GridLearner{{ID: "L-0000000003", Name: person("عمر الخيام"), Rate: ptr(0.4), N: 30}, {ID: "L-0000000004", Name: person("สมชาย ใจดี")}},
		Learners: 27, Attempts: 43, MeanResult: ptr(0.5),
	}
	a.reports["https://lms.example.org/quiz/3"] = query.ItemReport{
		Item: query.Struggling{IRI: "https://lms.example.org/quiz/3", Name: "Quiz 3: cells and tissues"}, Tries: ptr(1.5), MedianS: ptr(900.0), Abandoned: ptr(0.1),
		Results: [10]int64{0, 0, 1, 0, 2, 4, 3, 9, 6, 3}, Learners: 28, Attempts: 43, MeanResult: ptr(0.71),
	}
	a.reports["https://lms.example.org/quiz/4"] = query.ItemReport{Item: query.Struggling{IRI: "https://lms.example.org/quiz/4", Name: "Quiz 4: not answered", Kind: "item"}}
	a.sanity = []query.Sanity{
		{
			Source: "export.json", Problem: "scaled out of range", Says: "The scaled score lies outside -1 to 1, so it is not a share; raw and max were read instead where both are there.",
			Statements: 120, Learners: 20, Activities: 3, LeftOut: 12, Example: "12345678-1234-4234-8234-000000000000",
		},
		{Source: "生物学入門 — a source with a long name", Problem: "raw over max", Says: "The raw score is more than the largest there can be.", Statements: 2, Learners: 1, Activities: 1, LeftOut: 2},
	}
	return a
}

// mastered gives some areas a mastery, as far as there is evidence.
func mastered(f *fake) {
	for i, m := range []struct {
		value, low, high float64
		gap, says        safetext.Safe
		verdict          safetext.Safe
		stuck            int64
	}{
		{0.64, 0.57, 0.70, "", "", "", 3},
		{0.41, 0.33, 0.49, "class", "The class is at 41 % here and at 64 % (57 to 70 %) in its other areas", "struggling", 2},
		{0.39, 0.30, 0.48, "class", "The class is at 39 % here and at 64 % (57 to 70 %) in its other areas", "watch", 2},
		{0, 0, 0, "", "", "too few", 0},
		{0.71, 0.60, 0.80, "personal", "Four learners are lower here than they are elsewhere", "", 1},
	} {
		a := &f.areas[i]
		a.Gap, a.GapSays, a.Verdict, a.Stuck = m.gap, m.says, m.verdict, m.stuck
		if m.value > 0 {
			a.Mastery, a.MasteryLow, a.MasteryHigh = ptr(m.value), ptr(m.low), ptr(m.high)
		}
	}
}

func (f *fake) Mastery(ctx context.Context, v query.Viewer, by query.Filter) (query.List[query.AreaStanding], error) {
	return filtered(ctx, f, v, by, []query.AreaStanding{})
}

func (f *fake) Risk(ctx context.Context, v query.Viewer, by query.Filter) (query.List[query.Risk], error) {
	return filtered(ctx, f, v, by, []query.Risk{})
}

func (f *fake) SignalRows(ctx context.Context, v query.Viewer, by query.Filter) (query.List[query.Observation], error) {
	return filtered(ctx, f, v, by, []query.Observation{})
}
