package main

import (
	"database/sql"
	"math"
	"slices"
	"testing"

	"lrx/scoring"
)

// TestAreaBelow works AUCs by counting pairs.
func TestAreaBelow(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		scores []float64
		marked []bool
		want   float64
	}{
		{[]float64{1, 2, 3, 4}, []bool{true, true, false, false}, 1},
		{[]float64{1, 2, 3, 4}, []bool{false, false, true, true}, 0},
		{[]float64{5, 5, 5}, []bool{true, false, false}, 0.5},
		{[]float64{1, 2, 2, 3}, []bool{false, true, false, false}, 0.5}, // of three pairs one, a half and none
	} {
		if got := areaBelow(c.scores, c.marked); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%v, %v: %v, want %v", c.scores, c.marked, got, c.want)
		}
	}
}

// TestSpearman takes ranks 1 2 3 4 5 against 2 1 4 3 5: 1 - 6·4/(5·24) = .8.
func TestSpearman(t *testing.T) {
	t.Parallel()
	if got := spearman([]float64{10, 20, 30, 40, 50}, []float64{2, 1, 4, 3, 9}); math.Abs(got-0.8) > 1e-12 {
		t.Errorf("%v, want .8", got)
	}
}

// TestOULADClass works the factors of three learners by hand.
func TestOULADClass(t *testing.T) {
	t.Parallel()
	day := func(x float64) sql.NullFloat64 { return sql.NullFloat64{Float64: x, Valid: true} }
	c := &ouladClass{
		works: []ouladWork{{1, 10, 30}, {2, 20, 0}, {3, 40, 70}},
		learners: []ouladLearner{
			{id: "on time", handIns: map[int64]ouladHandIn{1: {8, 0.8}, 2: {20, 0.6}, 3: {30, 1}}},
			{id: "late", registered: day(-9), handIns: map[int64]ouladHandIn{1: {13, 0.5}}},
			{id: "nothing", gone: day(29)},
			{id: "gone that day", gone: day(28)},
			{id: "not yet", registered: day(29)},
		},
	}
	there, p := c.at(28), scoring.DefaultProfile()
	var ids []string
	for _, l := range there.learners {
		ids = append(ids, l.id)
	}
	if !slices.Equal(ids, []string{"on time", "late", "nothing"}) {
		t.Fatalf("there are %q", ids)
	}
	nan := math.NaN()
	// The mean of .8, .6 and .5 is .633333; work 2 is known to be of 0 points and counts 1.
	mu := 1.9 / 3
	// Work 1 counts 30/15.5, work 2 1/15.5; of 6 due works 2 and half of 30/15.5 were handed in.
	share := (2 + 15/15.5) / 6
	for _, f := range []struct {
		name      string
		got, want []float64
	}{
		{"achieved", there.achieved(p), []float64{(30*.8 + .6 + 10*mu) / 41, (15 + 10*mu) / 40, nan}},
		{"handed", there.handed(p, 28), []float64{(2 + 2*share) / 4, (15/15.5 + 2*share) / 4, 2 * share / 4}},
		{"lead", there.lead(p, 28), []float64{(1. + 7) / 14, (-3. + 7) / 14, nan}},
	} {
		for u := range f.want {
			if math.IsNaN(f.got[u]) != math.IsNaN(f.want[u]) || math.Abs(f.got[u]-f.want[u]) > 1e-12 {
				t.Errorf("%s: %v, want %v", f.name, f.got, f.want)
				break
			}
		}
	}
}

// TestSetsThatAreNotThere says that a set is skipped, not failed, without its data.
func TestSetsThatAreNotThere(t *testing.T) {
	t.Parallel()
	got, err := knownOutcomes(t.Context(), t.TempDir())
	if err != nil || len(got) != 2 || !got[0].Skipped || !got[1].Skipped {
		t.Errorf("%+v, %v", got, err)
	}
}
