package scoring

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// nearly fails unless got is want, to the digits that were worked out.
func nearly(t *testing.T, what string, got, want, digits float64) {
	t.Helper()
	if math.IsNaN(want) != math.IsNaN(got) || math.Abs(got-want) > digits {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// TestObserve works single responses out by hand.
func TestObserve(t *testing.T) {
	t.Parallel()
	// V = 1 + 1.5, q = 1/2, h = 1/4, e = 0.5 / (1 + 0.625).
	e := NewEngine(DefaultMastery(), 1, 1, 0)
	nearly(t, "q", e.Observe(0, 0, NoSkill, 1), 0.5, 0)
	nearly(t, "m", e.m[0], 4.0/13, 1e-12)
	nearly(t, "b", e.b[0], -6.0/13, 1e-12)
	nearly(t, "v", e.v[0], 1-0.25/1.625+0.005, 1e-12)
	nearly(t, "w", e.w[0], 1.5-2.25*0.25/1.625, 1e-12)

	// With a skill, V = 1 + 0.1 + 1.5 and e = -0.5 / 1.65; practice adds 0.01.
	e = NewEngine(DefaultMastery(), 1, 1, 2)
	e.Observe(0, 0, 1, 0)
	nearly(t, "m", e.m[0], -10.0/33, 1e-12)
	nearly(t, "ms", e.ms[1], -1.0/33+0.01, 1e-12)
	nearly(t, "vs", e.vs[1], 0.1-0.01*0.25/1.65+0.02, 1e-12)
	nearly(t, "ms of the other skill", e.ms[0], 0, 0)
	nearly(t, "vs of the other skill", e.vs[0], 0.1, 0)
}

// TestEngineGrows takes numbers that were not announced, and keeps items that were frozen.
func TestEngineGrows(t *testing.T) {
	t.Parallel()
	small, large := NewEngine(DefaultMastery(), 0, 0, 2), NewEngine(DefaultMastery(), 9, 9, 2)
	for k, r := range []float64{1, 0, 0.5, 1, 1, 0} {
		if a, b := small.Observe(k%4, k%5, k%3-1, r), large.Observe(k%4, k%5, k%3-1, r); a != b {
			t.Fatalf("response %d: %v and %v", k, a, b)
		}
	}
	b, w := slices.Clone(small.b), slices.Clone(small.w)
	small.Freeze()
	before := small.m[7%4]
	small.Observe(3, 0, 0, 1)
	if !slices.Equal(b, small.b) || !slices.Equal(w, small.w) {
		t.Error("a frozen item moved")
	}
	if small.m[3] <= before {
		t.Error("a learner learned nothing from a frozen item")
	}
	if small.Observe(3, 20, NoSkill, 1); len(small.b) != 21 || small.b[20] != 0 || small.w[20] != 1.5 {
		t.Error("a new item is not one that nobody answered")
	}
}

// TestCaps holds variances where they begin, however long nothing new is learned.
func TestCaps(t *testing.T) {
	t.Parallel()
	e := NewEngine(DefaultMastery(), 1, 1, 1)
	e.b[0], e.w[0] = -40, 0 // an item that says nothing
	e.Freeze()
	for range 1000 {
		e.Observe(0, 0, 0, 1)
	}
	nearly(t, "v", e.v[0], 1, 0)
	nearly(t, "vs", e.vs[0], 0.5, 0)
}

// course of n items and learners without a try.
func courseOf(items, learners, skills int) *Class {
	c := &Class{AsOf: begin.Add(1000 * time.Hour), Learners: make([]Learner, learners)}
	for k := range skills {
		c.Skills = append(c.Skills, fmt.Sprintf("s%d", k))
	}
	for i := range items {
		skill := NoSkill
		if skills > 0 {
			skill = i % skills
		}
		c.Activities = append(c.Activities, Activity{ID: fmt.Sprintf("i%02d", i), Item: true, Skill: skill})
	}
	for u := range c.Learners {
		c.Learners[u].ID = fmt.Sprintf("l%02d", u)
	}
	return c
}

// try adds a response so many hours after the begin.
func (c *Class) try(learner, item int, hours, r float64) *Try {
	right := No
	if r >= 0.5 {
		right = Yes
	}
	l := &c.Learners[learner]
	l.Tries = append(l.Tries, Try{
		Activity: item, Item: true, Started: begin.Add(time.Duration(hours * float64(time.Hour))), Order: int64(len(l.Tries)),
		R: r, Right: right, Seconds: math.NaN(),
	})
	return &l.Tries[len(l.Tries)-1]
}

// TestFirstResponses takes what counts, in its order, and nothing else.
func TestFirstResponses(t *testing.T) {
	t.Parallel()
	c := courseOf(3, 2, 0)
	c.Activities = append(c.Activities, Activity{ID: "whole"})
	c.try(0, 0, 5, math.NaN()) // no reading: no response
	c.try(0, 0, 6, 0)
	c.try(0, 0, 7, 1) // a retry
	c.try(0, 3, 8, 1) // no item
	c.try(1, 1, 1, 1)
	c.try(1, 0, 6, 1).Order = -1 // together with another, and before it
	c.try(1, 2, 2000, 1)         // after the time asked for
	c.Learners[1].Tries = append(c.Learners[1].Tries, Try{Activity: 2, Started: begin, R: 1})
	var got []string
	s := Learn(c, DefaultMastery())
	for _, f := range s.Firsts() {
		got = append(got, fmt.Sprintf("%d:%d=%v", f.Learner, f.Activity, f.R))
	}
	if want := []string{"1:1=1", "1:0=1", "0:0=0"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if s.Responses(0) != 1 || s.Responses(1) != 2 {
		t.Errorf("%d and %d responses", s.Responses(0), s.Responses(1))
	}
	if b, sd := s.Difficulty(3); !math.IsNaN(b) || !math.IsNaN(sd) {
		t.Error("what is no item has a difficulty")
	}
	if m := s.MasteryOf(0, []int{3}); !math.IsNaN(m.Value) {
		t.Error("what is no item has a mastery")
	}
}

// TestOneSkillIsNone leaves the skill out where the course has only one.
func TestOneSkillIsNone(t *testing.T) {
	t.Parallel()
	with, without := courseOf(4, 3, 1), courseOf(4, 3, 0)
	for k, r := range []float64{1, 0, 1, 1, 0, 1, 0} {
		with.try(k%3, k%4, float64(k), r)
		without.try(k%3, k%4, float64(k), r)
	}
	a, b := Learn(with, DefaultMastery()), Learn(without, DefaultMastery())
	for u := range 3 {
		if a.Mastery(u) != b.Mastery(u) {
			t.Errorf("learner %d: %+v and %+v", u, a.Mastery(u), b.Mastery(u))
		}
	}
}

// drawClass makes a class of tries.
func drawClass(t *rapid.T) *Class {
	c := courseOf(rapid.IntRange(2, 25).Draw(t, "items"), rapid.IntRange(1, 6).Draw(t, "learners"), rapid.IntRange(0, 4).Draw(t, "skills"))
	n := rapid.IntRange(0, 150).Draw(t, "responses")
	for k := range n {
		r := rapid.SampledFrom([]float64{0, 1, 0, 1, 0.3, 0.5, 0.9}).Draw(t, "r")
		c.try(rapid.IntRange(0, len(c.Learners)-1).Draw(t, "u"), rapid.IntRange(0, len(c.Activities)-2).Draw(t, "i"), float64(k), r)
	}
	return c
}

// TestRightLast is the promise that a right response never speaks against a learner.
func TestRightLast(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := drawClass(t)
		before := Learn(c, DefaultMastery())
		c.try(0, len(c.Activities)-1, 999, 1) // which nobody has answered yet
		after := Learn(c, DefaultMastery())
		m, _ := before.Ability(0)
		n, _ := after.Ability(0)
		if n < m {
			t.Fatalf("ability falls from %v to %v", m, n)
		}
		if was, is := before.Mastery(0).Value, after.Mastery(0).Value; is < was-0.0003 {
			t.Fatalf("mastery falls from %v to %v", was, is)
		}
	})
}

// TestOrderOfInput is irrelevant where it is not the order of time.
func TestOrderOfInput(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := drawClass(t)
		s := Learn(c, DefaultMastery())
		if again := Learn(c, DefaultMastery()); !reflect.DeepEqual(again, s) {
			t.Fatal("the same class comes to something else")
		}
		d := *c
		d.Learners, d.Activities = slices.Clone(c.Learners), slices.Clone(c.Activities)
		slices.Reverse(d.Learners)
		slices.Reverse(d.Activities)
		last := len(d.Activities) - 1
		for u := range d.Learners {
			d.Learners[u].Tries = slices.Clone(d.Learners[u].Tries)
			for k := range d.Learners[u].Tries {
				d.Learners[u].Tries[k].Activity = last - d.Learners[u].Tries[k].Activity
			}
		}
		turned := Learn(&d, DefaultMastery())
		for u := range c.Learners {
			a, b := s.Mastery(u), turned.Mastery(len(c.Learners)-1-u)
			if math.IsNaN(a.Value) != math.IsNaN(b.Value) || math.Abs(a.Value-b.Value) > 1e-12 || math.Abs(a.SD-b.SD) > 1e-12 {
				t.Fatalf("learner %d: %+v and %+v", u, a, b)
			}
			if x, y := s.engine.m[u], turned.engine.m[len(c.Learners)-1-u]; x != y {
				t.Fatalf("learner %d: %v and %v", u, x, y)
			}
		}
	})
}

// TestMasteryOf narrows the items, and with them the interval's share of skills.
func TestMasteryOf(t *testing.T) {
	t.Parallel()
	c := courseOf(4, 1, 2)
	c.try(0, 0, 0, 1)
	s := Learn(c, DefaultMastery())
	// After one right response in skill 0: m = 1/3.3, ms = 0.1/3.3 + 0.01, v = 1 - 0.25/1.65 + 0.005.
	v, vs := 1-0.25/1.65+0.005, 0.1-0.0025/1.65+0.02
	// Item 3 is of skill 1 and unanswered: only its own variance is under the root of the ends.
	half := 1.645 * math.Sqrt(v+0.1)
	got := s.MasteryOf(0, []int{3})
	nearly(t, "value", got.Value, 1/(1+math.Exp(-(1/3.3)/math.Sqrt(1+math.Pi*(v+0.1+1.5)/8))), 1e-12)
	nearly(t, "low", got.Low, 1/(1+math.Exp(-(1/3.3-half)/math.Sqrt(1+math.Pi*1.5/8))), 1e-12)
	nearly(t, "sd", got.SD, (got.High-got.Low)/3.29, 1e-12)
	if got.N != 0 || s.MasteryOf(0, []int{0, 3}).N != 1 {
		t.Error("N is not how many of the items were answered")
	}
	mean, sd := s.abilityAt(0, []share{{0, 1}})
	nearly(t, "ability in skill 0", mean, 1/3.3+0.1/3.3+0.01, 1e-12)
	nearly(t, "its sd", sd, math.Sqrt(v+vs), 1e-12)
}

// BenchmarkLearn is of a million first responses.
func BenchmarkLearn(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	c := courseOf(500, 2000, 20)
	for k := range 1_000_000 {
		c.try(k%2000, k/2000, float64(k)/4000, float64(rng.IntN(2)))
	}
	for b.Loop() {
		Learn(c, DefaultMastery())
	}
}
