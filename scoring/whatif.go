package scoring

import (
	"fmt"
	"math"
)

// Move is what becomes of a learner's score with other evidence or another profile.
type Move struct {
	Learner       string
	Before, After Score
	Change        *float64 // points; nil unless there is a score before and after
	Reliable      bool     // the intervals do not overlap
	Says          string
}

// Moves compares the scores of the same learners, in the order of before. Who is
// only in one of the two is left out.
func Moves(before, after *Scores) []Move {
	index := map[string]int{}
	for i := range after.Scores {
		index[after.Scores[i].Learner] = i
	}
	var out []Move
	for _, b := range before.Scores {
		i, ok := index[b.Learner]
		if !ok {
			continue
		}
		m := Move{Learner: b.Learner, Before: b, After: after.Scores[i]}
		if m.Before.Score != nil && m.After.Score != nil {
			m.Change = known(*m.After.Score - *m.Before.Score)
		}
		m.Reliable = apart(m.Before, m.After)
		m.Says = m.say()
		out = append(out, m)
	}
	return out
}

func (m *Move) say() string {
	state := ""
	if m.Before.State != m.After.State {
		state = fmt.Sprintf("%s before, %s after", m.Before.State, m.After.State)
	}
	if m.Change == nil {
		if state == "" {
			return "not enough evidence before and after"
		}
		return state
	}
	text := "no reliable difference"
	switch {
	case *m.Change == 0:
		text = "unchanged"
	case m.Reliable:
		text = fmt.Sprintf("%.0f points %s", math.Abs(*m.Change), direction(*m.Change))
	}
	if state != "" {
		text += "; " + state
	}
	return text
}

func direction(change float64) string {
	if change < 0 {
		return "lower"
	}
	return "higher"
}

// apart says whether the intervals of two scores do not overlap.
func apart(a, b Score) bool {
	return a.Score != nil && b.Score != nil && (*a.Low > *b.High || *b.Low > *a.High)
}

// Difference is how many points the first of two scores is above the second,
// and that in words. points is nil where a difference cannot be relied on.
func Difference(a, b Score) (points *float64, sentence string) {
	switch {
	case a.Score == nil || b.Score == nil:
		return nil, "Not enough evidence to compare."
	case !apart(a, b):
		return nil, "No reliable difference: the intervals overlap."
	}
	d := *a.Score - *b.Score
	return &d, fmt.Sprintf("%.0f points %s; the intervals do not overlap.", math.Abs(d), direction(d))
}
