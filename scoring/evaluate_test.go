package scoring

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// madeClasses are the same classes of chance each time.
func madeClasses(n int) []*Class {
	out := make([]*Class, n)
	for i := range out {
		out[i] = madeClass(rand.New(rand.NewPCG(uint64(i), 2)))
	}
	return out
}

func asJSON(t *testing.T, s *Scores) string {
	t.Helper()
	text, err := json.Marshal(s.Scores)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestEvaluateNobody(t *testing.T) {
	t.Parallel()
	s := Evaluate(&Class{}, DefaultProfile())
	if len(s.Scores) != 0 || len(s.Class) != len(Factors()) || len(s.Cannot) < len(Factors()) {
		t.Errorf("scores of nobody: %+v", s)
	}
	for _, f := range s.Class {
		if f.Possible || !math.IsNaN(f.Median) || f.Missing == "" {
			t.Errorf("%s of nobody: %+v", f.Factor, f)
		}
	}
}

// TestLeavingAFactorOut says that what is missing is never counted as 0.
func TestLeavingAFactorOut(t *testing.T) {
	t.Parallel()
	p, r := DefaultProfile(), rand.New(rand.NewPCG(3, 3))
	for range 500 {
		pieces := make([]Piece, 6)
		for k, f := range Factors() {
			pieces[k] = Piece{Weight: p.Weights.Of(f), Value: r.Float64(), SD: r.Float64() / 3, Possible: true}
		}
		gone := r.IntN(6)
		others, weight := 0.0, 0.0
		for k, x := range pieces {
			if k != gone {
				others += x.Weight * x.Value
				weight += x.Weight
			}
		}
		all := p.Combine(pieces)
		pieces[gone].Value = math.NaN()
		got := p.Combine(pieces)
		if !near(got.Score, 100*others/weight) || !near(got.Coverage, weight/1.1) || !near(all.Coverage, 1) {
			t.Fatalf("%+v without one of %+v", got, pieces)
		}
		pieces[gone].Possible = false
		if got := p.Combine(pieces); !near(got.Score, 100*others/weight) || !near(got.Coverage, 1) {
			t.Fatalf("what the class cannot have lowers coverage: %+v", got)
		}
	}
}

// TestEqualFactors says that a score is the value itself if all factors are
// equal, whichever are there.
func TestEqualFactors(t *testing.T) {
	t.Parallel()
	p, r := DefaultProfile(), rand.New(rand.NewPCG(4, 4))
	for range 200 {
		value, there := r.Float64(), 0
		pieces := make([]Piece, 6)
		for k, f := range Factors() {
			pieces[k] = Piece{Weight: p.Weights.Of(f), Value: math.NaN(), Possible: true}
			if r.IntN(2) == 0 {
				pieces[k].Value = value
				there++
			}
		}
		if got := p.Combine(pieces); there > 0 && !near(got.Score, 100*value) || there == 0 && !math.IsNaN(got.Score) {
			t.Fatalf("%v, want %v", got.Score, 100*value)
		}
	}
}

// TestLeastVariance says that nobody is known for certain: six factors of sd 0
// have the sd of six of √.001. Σ w² = .2125 + .035, W = 1.1.
func TestLeastVariance(t *testing.T) {
	t.Parallel()
	p := DefaultProfile()
	var pieces []Piece
	for _, f := range Factors() {
		pieces = append(pieces, Piece{Weight: p.Weights.Of(f), Value: 1, Possible: true})
	}
	squares := .35*.35 + .25*.25 + .15*.15 + .15*.15 + .1*.1 + .1*.1
	if got := p.Combine(pieces); !near(got.SD, 100*math.Sqrt(squares*.001)/1.1) {
		t.Errorf("sd %v", got.SD)
	}
}

func TestReceipts(t *testing.T) {
	t.Parallel()
	for i, c := range madeClasses(150) {
		s := Evaluate(c, DefaultProfile())
		for _, x := range s.Scores {
			if len(x.Factors) != len(Factors()) {
				t.Fatalf("class %d, %s: %d lines", i, x.Learner, len(x.Factors))
			}
			sum, vs := 0.0, 0.0
			for _, line := range x.Factors {
				checkLine(t, x, line)
				if line.Contribution != nil {
					sum += *line.Contribution
					vs += *line.VsClass
				}
			}
			if x.State == Insufficient {
				if x.Score != nil || x.Low != nil || x.High != nil || x.VsClass != nil || len(x.Why) == 0 {
					t.Fatalf("class %d, %s: numbers without evidence, or no reason: %+v", i, x.Learner, x)
				}
				continue
			}
			if !near(sum, *x.Score) || !near(vs, *x.VsClass) {
				t.Fatalf("class %d, %s: lines sum to %v and %v, not %v and %v", i, x.Learner, sum, vs, *x.Score, *x.VsClass)
			}
			if *x.Low > *x.Score || *x.Score > *x.High || *x.Low < 0 || *x.High > 100 || x.Coverage < .5 || x.Coverage > 1+1e-12 {
				t.Fatalf("class %d, %s: %v (%v-%v), coverage %v", i, x.Learner, *x.Score, *x.Low, *x.High, x.Coverage)
			}
		}
	}
}

func checkLine(t *testing.T, x Score, line Line) {
	t.Helper()
	if x.State == Insufficient {
		if line.Value != nil || line.Low != nil || line.High != nil || line.Contribution != nil || line.VsClass != nil || len(line.Parts) > 0 {
			t.Fatalf("%s, %s: numbers without evidence: %+v", x.Learner, line.Factor, line)
		}
		return
	}
	if (line.Value == nil) == (line.Missing == "") {
		t.Fatalf("%s, %s: neither a value nor why there is none, or both: %+v", x.Learner, line.Factor, line)
	}
	if line.Value == nil {
		return
	}
	weight, value := 0.0, 0.0
	for _, p := range line.Parts {
		weight += p.Weight
		if p.Value != nil {
			value += p.Weight * *p.Value
		}
		if (p.Value == nil) != (p.SD == nil) || p.Formula == "" {
			t.Fatalf("%s, %s: %+v", x.Learner, line.Factor, p)
		}
	}
	if !near(weight, 1) || !near(value, *line.Value) || *line.Low < 0 || *line.Low > *line.Value || *line.Value > *line.High || *line.High > 1 {
		t.Fatalf("%s, %s: %v (%v-%v) of parts of weight %v and value %v", x.Learner, line.Factor, *line.Value, *line.Low, *line.High, weight, value)
	}
}

// TestSameInputSameBytes says that scores are a function of the evidence.
func TestSameInputSameBytes(t *testing.T) {
	t.Parallel()
	for i, c := range madeClasses(40) {
		if a, b := asJSON(t, Evaluate(c, DefaultProfile())), asJSON(t, Evaluate(c, DefaultProfile())); a != b {
			t.Fatalf("class %d: once\n%s\nand once\n%s", i, a, b)
		}
	}
}

// TestOrderOfLearners says that nobody's score depends on who stands before her.
func TestOrderOfLearners(t *testing.T) {
	t.Parallel()
	for i, c := range madeClasses(60) {
		before := map[string]Score{}
		for _, x := range Evaluate(c, DefaultProfile()).Scores {
			before[x.Learner] = x
		}
		slices.Reverse(c.Learners)
		for _, x := range Evaluate(c, DefaultProfile()).Scores {
			was := before[x.Learner]
			if x.State != was.State || !sameNumber(x.Score, was.Score) || !sameNumber(x.Low, was.Low) || !sameNumber(x.VsClass, was.VsClass) {
				t.Fatalf("class %d, %s: %+v, before %+v", i, x.Learner, x, was)
			}
		}
	}
}

func sameNumber(a, b *float64) bool {
	return a == nil && b == nil || a != nil && b != nil && near(*a, *b)
}

// TestNothingAfterTheAsOf plants what is still to come.
func TestNothingAfterTheAsOf(t *testing.T) {
	t.Parallel()
	for i, c := range madeClasses(60) {
		want := asJSON(t, Evaluate(c, DefaultProfile()))
		later := c.AsOf.Add(time.Second)
		for u := range c.Learners {
			l := &c.Learners[u]
			l.Sessions = append(slices.Clone(l.Sessions), Session{Begin: later, End: later.Add(time.Hour), Statements: 9})
			l.Tries = append(slices.Clone(l.Tries),
				Try{Item: c.Activities[0].Item, Started: c.AsOf, Ended: later, R: 1, Right: Yes, Passed: Yes, Seconds: 60},
				Try{Item: c.Activities[0].Item, Started: later, R: 0, Right: No, Seconds: math.NaN()})
			l.Feedback = append(slices.Clone(l.Feedback), Feedback{Giver: "x", Role: RoleTeacher, At: later, R: 0})
			for _, d := range l.Dues {
				if l.handIn(d.Activity) == nil {
					l.HandIns = append(slices.Clone(l.HandIns), HandIn{Activity: d.Activity, At: later})
				}
			}
			if l.First.IsZero() {
				l.First = later
			}
		}
		if got := asJSON(t, Evaluate(c, DefaultProfile())); got != want {
			t.Fatalf("class %d: the future is seen:\n%s\nwant\n%s", i, got, want)
		}
	}
}

// TestEvaluateLeavesItsInput says that evidence is read and not changed.
func TestEvaluateLeavesItsInput(t *testing.T) {
	t.Parallel()
	for i, c := range madeClasses(40) {
		// JSON knows no NaN: the form of the oracle has null for it.
		before, err := json.Marshal(wire(c, ruleLast))
		if err != nil {
			t.Fatal(err)
		}
		s := Evaluate(c, DefaultProfile())
		for u := range c.Learners {
			s.Observations(c, DefaultProfile(), u)
		}
		if after, _ := json.Marshal(wire(c, ruleLast)); string(after) != string(before) {
			t.Fatalf("class %d was changed", i)
		}
	}
}
