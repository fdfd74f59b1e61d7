package scoring

import (
	"slices"
	"testing"
	"time"
)

// TestHandsIn is the sentence of regularity, which has to give the mean that the value is made of.
func TestHandsIn(t *testing.T) {
	t.Parallel()
	const says = "Hands in "
	for _, x := range []struct {
		early []float64 // days before the deadline
		want  string
	}{
		{[]float64{1, 2}, says + "1.5 days before the deadline; not active yet."},
		{[]float64{-3, 1}, says + "1 day after the deadline; not active yet."},
		{[]float64{7, 7}, says + "7 days before the deadline; not active yet."},
		// (7 + 1) / 2, not (30 + 1) / 2
		{[]float64{30, 1}, says + "4 days before the deadline, counted as 7 at most; not active yet."},
		{[]float64{-20, -1}, says + "4 days after the deadline, counted as 7 at most; not active yet."},
	} {
		asOf := time.Date(2026, 3, 29, 0, 0, 0, 0, time.UTC)
		c, l := &Class{AsOf: asOf}, Learner{ID: "a", Enrolled: asOf.AddDate(0, 0, -60)}
		for i, d := range x.early {
			c.Activities = append(c.Activities, Activity{ID: string(rune('a' + i)), Skill: NoSkill})
			due := asOf.AddDate(0, 0, -25)
			l.Dues = append(l.Dues, Due{Activity: i, At: due, DayEnd: due})
			l.HandIns = append(l.HandIns, HandIn{Activity: i, At: due.Add(-time.Duration(d * 24 * float64(time.Hour)))})
		}
		c.Learners = []Learner{l}
		p := DefaultProfile()
		s := Evaluate(c, p)
		got := s.Scores[0].Factors[slices.Index(Factors(), Regularity)]
		if got.Sentence != x.want {
			t.Errorf("%v: %q, want %q", x.early, got.Sentence, x.want)
		}
	}
}
