package query

import (
	"slices"
	"testing"
	"time"

	"lrx/internal/safetext"
	"lrx/scoring"
)

// keys are the keys of a sheet in their order.
func keys(s Sheet) (all []string) {
	for _, c := range s.Columns {
		all = append(all, c.Key)
	}
	return all
}

// The keys of interface.md come first, in its order; scripts rely on them.
func TestSheetsOfScoresHaveTheirKeys(t *testing.T) {
	t.Parallel()
	v := Viewer{Scope: AllClasses()}
	for _, tt := range []struct {
		sheet Sheet
		first []string
	}{
		{ScoreSheet(List[ScoreRow]{}, v), []string{"learner", "name", "score", "low", "high", "state", "coverage", "evidence"}},
		{StrugglingSheet(List[Struggling]{}, v), []string{"activity", "name", "n", "wrong_rate", "low", "high", "difficulty", "discrimination", "gap", "suspect_key"}},
		{TimelineSheet(List[Snapshot]{}, v), []string{"at", "score", "low", "high", "state", "coverage", "evidence"}},
		{MoveSheet(List[Move]{}, v), []string{"learner", "name", "before"}},
		{SanitySheet(List[Sanity]{}, v), []string{"source", "problem", "statements", "learners", "activities", "left_out"}},
		{GridSheet(Grid{}, v), []string{"learner", "item", "first_response", "tries", "later"}},
		{ObservationSheet(List[Observation]{}, v), []string{"factor", "what", "activity"}},
		{ReceiptSheet(Receipt{}, v), []string{"factor", "weight", "value", "low", "high", "contribution", "vs_class", "evidence", "sentence"}},
	} {
		if got := keys(tt.sheet); len(got) < len(tt.first) || !slices.Equal(got[:len(tt.first)], tt.first) {
			t.Errorf("%s begins with %q, want %q", tt.sheet.Name, got, tt.first)
		}
		for _, c := range tt.sheet.Columns {
			if c.Help == "" || c.Title == "" {
				t.Errorf("%s: column %s has no title or no help", tt.sheet.Name, c.Key)
			}
		}
	}
}

// Without enough evidence no cell of a row holds a number but the counts.
func TestNoNumberWithoutEvidence(t *testing.T) {
	t.Parallel()
	r := ScoreRow{ID: "L-AAAAAAAAAA", State: safetext.Safe(scoring.Insufficient), Evidence: 2}
	s := ScoreSheet(List[ScoreRow]{Rows: []ScoreRow{r}}, Viewer{})
	for i, c := range s.Columns {
		if _, number := s.Rows[0].Cells[i].(float64); number {
			t.Errorf("column %s has a number", c.Key)
		}
	}
	at := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	for i, cell := range TimelineSheet(List[Snapshot]{Rows: []Snapshot{{At: at, State: "insufficient"}}}, Viewer{}).Rows[0].Cells {
		if _, number := cell.(float64); number {
			t.Errorf("column %d of the timeline has a number", i)
		}
	}
}

func TestGridAsRows(t *testing.T) {
	t.Parallel()
	one, none := 1.0, 0.0
	g := Grid{
		Learners: []GridLearner{{ID: "L-A"}, {ID: "L-B"}},
		Items:    []GridItem{{IRI: "i:1", Name: "One"}, {IRI: "i:2", Name: "Two"}},
		Cells:    [][]GridCell{{{R: &one, Tries: 1}, {R: &none, Tries: 3, Later: true}}, {{}, {R: &one, Tries: 1}}},
	}
	s := GridSheet(g, Viewer{})
	if s.Total != 3 || len(s.Rows) != 3 {
		t.Fatalf("%d rows of %d, want 3: who did not answer has none", len(s.Rows), s.Total)
	}
	want := []any{safetext.Safe("L-A"), safetext.Safe("i:2"), 0.0, int64(3), true}
	if got := s.Rows[1].Cells[:5]; !slices.Equal(got, want) {
		t.Errorf("the second row is %v, want %v", got, want)
	}
}

func TestSortingPeopleNeedsAPurpose(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		sheet, column string
		want          bool
	}{
		{"scores", "score", true},
		{"scores", "low", true},
		{"scores", "achievement", true},
		{"scores", "vs_class", true},
		{"scores", "name", false},
		{"scores", "", false},
		{"learners", "score_high", true},
		{"learners", "attempts", false},
		{"moves", "after", true},
		{"moves", "change", false},
		{"struggling", "wrong_rate", false},
	} {
		if got := NeedsPurpose(tt.sheet, tt.column); got != tt.want {
			t.Errorf("NeedsPurpose(%q, %q) = %t", tt.sheet, tt.column, got)
		}
	}
}

// Every column of numbers about a person is one that would rank people, but
// those that say how much is known.
func TestNumbersOfPeopleNeedAPurpose(t *testing.T) {
	t.Parallel()
	for _, c := range ScoreSheet(List[ScoreRow]{}, Viewer{}).Columns {
		judges := c.Kind == KindScore || c.Kind == KindPoints || c.Kind == KindShare && c.Key != "coverage"
		if judges && !NeedsPurpose("scores", c.Key) {
			t.Errorf("sorting by %s asks for no purpose", c.Key)
		}
	}
}
