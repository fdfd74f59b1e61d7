package scoring

import (
	"testing"
)

// scored is a score with its interval; none if the state is insufficient.
func scored(id string, state State, score, half float64) Score {
	s := Score{Learner: id, State: state}
	if state != Insufficient {
		low, high := score-half, score+half
		s.Score, s.Low, s.High = &score, &low, &high
	}
	return s
}

func TestMoves(t *testing.T) {
	t.Parallel()
	before := &Scores{Scores: []Score{
		scored("up", Stable, 40, 10), scored("down", Stable, 80, 5), scored("within", Stable, 50, 10), scored("same", Provisional, 50, 20),
		scored("new", Insufficient, 0, 0), scored("none", Insufficient, 0, 0), scored("wider", Stable, 50, 11), scored("gone", Stable, 1, 1),
		scored("touching", Stable, 40, 10),
	}}
	after := &Scores{Scores: []Score{ // in another order
		scored("touching", Stable, 60, 10), scored("wider", Provisional, 52, 13), scored("none", Insufficient, 0, 0), scored("new", Stable, 60, 9),
		scored("same", Provisional, 50, 20), scored("within", Stable, 55, 10), scored("down", Stable, 60.4, 5), scored("up", Stable, 65, 10),
		scored("only after", Stable, 1, 1),
	}}
	want := []struct {
		learner  string
		change   float64
		changed  bool
		reliable bool
		says     string
	}{
		{"up", 25, true, true, "25 points higher"},
		{"down", -19.6, true, true, "20 points lower"},
		{"within", 5, true, false, "no reliable difference"},
		{"same", 0, true, false, "unchanged"},
		{"new", 0, false, false, "insufficient before, stable after"},
		{"none", 0, false, false, "not enough evidence before and after"},
		{"wider", 2, true, false, "no reliable difference; stable before, provisional after"},
		{"touching", 20, true, false, "no reliable difference"},
	}
	got := Moves(before, after)
	if len(got) != len(want) {
		t.Fatalf("%d moves, want %d", len(got), len(want))
	}
	for i, w := range want {
		m := got[i]
		if m.Learner != w.learner || m.Says != w.says || m.Reliable != w.reliable || (m.Change != nil) != w.changed || w.changed && !near(*m.Change, w.change) {
			t.Errorf("%s: %v, %v, %q, want %+v", m.Learner, m.Change, m.Reliable, m.Says, w)
		}
	}
}

func TestDifference(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b   Score
		points float64
		shown  bool
		says   string
	}{
		{scored("a", Stable, 70, 5), scored("b", Stable, 50, 5), 20, true, "20 points higher; the intervals do not overlap."},
		{scored("b", Stable, 50, 5), scored("a", Stable, 70, 5), -20, true, "20 points lower; the intervals do not overlap."},
		{scored("a", Stable, 70, 10), scored("b", Stable, 50, 10), 0, false, "No reliable difference: the intervals overlap."},
		{scored("a", Stable, 70, 5), scored("b", Insufficient, 0, 0), 0, false, "Not enough evidence to compare."},
	} {
		points, says := Difference(c.a, c.b)
		if says != c.says || (points != nil) != c.shown || c.shown && !near(*points, c.points) {
			t.Errorf("%s and %s: %v, %q, want %v, %q", c.a.Learner, c.b.Learner, points, says, c.points, c.says)
		}
	}
}

// TestWhatIfWeights says that other weights move a score to where they point:
// with achievement alone it is the factor itself.
func TestWhatIfWeights(t *testing.T) {
	t.Parallel()
	c, p := handClass(t), DefaultProfile()
	before := Evaluate(c, p)
	p.Weights = Weights{Achievement: 1}
	p.States.Widest = 50
	after := Evaluate(c, p)
	for i, m := range Moves(before, after) {
		if m.After.Score == nil {
			continue
		}
		if want := handNumber(t, handTable(t, "expected")[i]["achievement"]); !close10(*m.After.Score/100, want) || !near(m.After.Coverage, 1) {
			t.Errorf("%s: %v, coverage %v, want %v", m.Learner, *m.After.Score, m.After.Coverage, 100*want)
		}
	}
}
