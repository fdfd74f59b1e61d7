package query

import (
	"testing"

	"lrx/internal/safetext"
	"lrx/scoring"
)

func TestPointsAddUpToTheScore(t *testing.T) {
	t.Parallel()
	p := func(v float64) *float64 { return &v }
	for _, tt := range []struct {
		name  string
		score *float64
		lines []*float64
		want  []*float64
	}{
		// 33.33 three times is 99.99: shown 100.0 = 33.3 + 33.3 + 33.4.
		{"the last line takes the rounding", p(99.99), []*float64{p(33.33), p(33.33), p(33.33)}, []*float64{p(33.3), p(33.3), p(33.4)}},
		{"of those that are there", p(40.08), []*float64{p(20.04), nil, p(20.04), nil}, []*float64{p(20), nil, p(20.1), nil}},
		{"nothing without a score", nil, []*float64{nil, nil}, []*float64{nil, nil}},
		{"one line is the score", p(71.25), []*float64{nil, p(71.25)}, []*float64{nil, p(71.3)}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := Receipt{Score: scoring.Score{Score: tt.score}}
			for _, l := range tt.lines {
				r.Score.Factors = append(r.Score.Factors, scoring.Line{Contribution: l})
			}
			got := r.Points()
			if len(got) != len(tt.want) {
				t.Fatalf("%d points, want %d", len(got), len(tt.want))
			}
			for i, want := range tt.want {
				if (got[i] == nil) != (want == nil) || want != nil && *got[i] != *want {
					t.Errorf("line %d has %v points, want %v", i, val(got[i]), val(want))
				}
			}
		})
	}
}

// -9.46 - 3.14 + 12.58 = -0.02: shown -9.5 - 3.1 + 12.6 = 0.0.
func TestDifferencesAddUp(t *testing.T) {
	t.Parallel()
	p := func(v float64) *float64 { return &v }
	r := Receipt{Score: scoring.Score{VsClass: p(-0.02), Factors: []scoring.Line{{VsClass: p(-9.46)}, {VsClass: p(-3.14)}, {VsClass: p(12.58)}, {}}}}
	got := r.Differences()
	if *got[0] != -9.5 || *got[1] != -3.1 || *got[2] != 12.6 || got[3] != nil {
		t.Errorf("%v %v %v %v", *got[0], *got[1], *got[2], got[3])
	}
	r.Score.VsClass = p(-0.06) // is shown as -0.1, and so the last line as 12.5
	if got = r.Differences(); *got[2] != 12.5 {
		t.Errorf("the last line has %v, want 12.5", *got[2])
	}
}

func TestCellsOfScores(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		kind Kind
		v    any
		want safetext.Safe
	}{
		{KindPoints, 3.14, "+3.1"},
		{KindPoints, -0.04, "+0.0"},
		{KindPoints, -12.0, "-12.0"},
		{KindPoints, nil, "–"},
		{KindState, safetext.Safe("insufficient"), "not enough evidence"},
		{KindState, safetext.Safe("stable"), "stable"},
		{KindGap, safetext.Safe("class"), "class: re-teach"},
		{KindGap, safetext.Safe("personal"), "personal"},
		{KindGap, nil, "cannot tell yet"},
		{KindSuspect, true, "check it"},
		{KindSuspect, false, ""},
	} {
		if got := Cell(tt.kind, tt.v, nil); got != tt.want {
			t.Errorf("Cell(%v) = %q, want %q", tt.v, got, tt.want)
		}
	}
}
