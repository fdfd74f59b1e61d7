package main

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"lrx/scoring"
)

// What is simulated for the interval of mastery.
const (
	simulatedLearners = 200
	simulatedItems    = 60
)

// cellOf is one kind of simulated class.
type cellOf struct {
	walk              bool // ability moves after each response
	responses, skills int
}

func cells() (out []cellOf) {
	for _, walk := range []bool{false, true} {
		for _, responses := range []int{20, 60} {
			for _, skills := range []int{0, 1, 6} {
				out = append(out, cellOf{walk, responses, skills})
			}
		}
	}
	return out
}

func (c cellOf) String() string {
	kind := "static"
	if c.walk {
		kind = "walk"
	}
	return fmt.Sprintf("simulated: %s, %d responses, %d skills", kind, c.responses, c.skills)
}

// coverage says how often the 90 % interval of mastery has the truth in it, cell by cell.
func coverage(ctx context.Context, o *scoringOptions) ([]scored, error) {
	least, most := 0.85, 0.99
	var out []scored
	for _, c := range cells() {
		in, n := 0, 0
		for seed := 1; seed <= o.seeds; seed++ {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			a, b := c.covered(uint64(seed))
			in, n = in+a, n+b
		}
		s := scored{Output: "mastery, share in the 90 % interval", Data: c.String()}
		out = append(out, s.within(float64(in)/float64(n), &least, &most))
	}
	return out, nil
}

// covered simulates a class and counts for how many the truth is in the interval: ability of
// variance 1, skills of 0.1, items of 1.5; a walk's steps have the variance that the engine
// expects. Learners answer random items round by round.
func (c cellOf) covered(seed uint64) (in, of int) {
	rng := rand.New(rand.NewPCG(seed, 1))
	p := scoring.DefaultMastery()
	theta, b := normals(rng, simulatedLearners, 1), normals(rng, simulatedItems, p.ItemVariance)
	effect := make([][]float64, simulatedLearners)
	order := make([][]int, simulatedLearners)
	for u := range order {
		effect[u], order[u] = normals(rng, c.skills, p.SkillVariance), rng.Perm(simulatedItems)
	}
	chance := func(u, i int) float64 {
		x := theta[u] - b[i]
		if c.skills > 0 {
			x += effect[u][i%c.skills]
		}
		return 1 / (1 + math.Exp(-x))
	}
	class := madeClass(simulatedLearners, simulatedItems, c.skills)
	for round := range c.responses {
		for u := range theta {
			r := 0.0
			if rng.Float64() < chance(u, order[u][round]) {
				r = 1
			}
			answer(class, u, order[u][round], round*simulatedLearners+u, r)
			if c.walk {
				theta[u] += math.Sqrt(p.LearnerDrift) * rng.NormFloat64()
			}
		}
	}
	s := scoring.Learn(class, p)
	for u := range theta {
		truth := 0.0
		for i := range b {
			truth += chance(u, i) / simulatedItems
		}
		if e := s.Mastery(u); e.Low <= truth && truth <= e.High {
			in++
		}
	}
	return in, simulatedLearners
}

func normals(rng *rand.Rand, n int, variance float64) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = math.Sqrt(variance) * rng.NormFloat64()
	}
	return out
}

// madeClass is a class of which nothing is known yet, with items spread evenly over skills.
func madeClass(learners, items, skills int) *scoring.Class {
	c := &scoring.Class{AsOf: time.Unix(1<<40, 0), Learners: make([]scoring.Learner, learners), Skills: make([]string, skills)}
	for i := range items {
		skill := scoring.NoSkill
		if skills > 0 {
			skill = i % skills
		}
		c.Activities = append(c.Activities, scoring.Activity{Item: true, Skill: skill})
	}
	return c
}

// answer adds a response; at is its place in time.
func answer(c *scoring.Class, learner, item, at int, r float64) {
	l := &c.Learners[learner]
	l.Tries = append(l.Tries, scoring.Try{Activity: item, Item: true, Started: time.Unix(int64(at), 0), Order: int64(at), R: r, Seconds: math.NaN()})
}

// masterySpeed replays a class of so many responses and a quarter of it: a clock, and
// whether four times as much takes four times as long.
func masterySpeed(ctx context.Context, o *scoringOptions) ([]scored, error) {
	least := math.Inf(1)
	var small float64
	for range 3 { // the best of three, because others use the machine too
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		a, b := masteryTime(o.responses/4), masteryTime(o.responses)
		if b < least {
			small, least = a, b
		}
	}
	second, linear := 1.0, 1.5
	clock := scored{Clock: true, Data: fmt.Sprintf("%d made responses, %d skills", o.responses, 20)}
	all, ratio := clock, clock
	all.Output = "responses to mastery, CPU s"
	ratio.Output = "the same, a response / that of a quarter as many"
	return []scored{all.within(least, nil, &second), ratio.within(least/small/4, nil, &linear)}, nil
}

// masteryTime is what it takes to learn a class and to say the mastery of all, in seconds of CPU time.
func masteryTime(responses int) float64 {
	items := 500
	learners := (responses + items - 1) / items
	rng := rand.New(rand.NewPCG(1, 1))
	c := madeClass(learners, items, 20)
	for k := range responses {
		answer(c, k%learners, k/learners, k, float64(rng.IntN(2)))
	}
	before := spent()
	s := scoring.Learn(c, scoring.DefaultMastery())
	for u := range learners {
		s.Mastery(u)
	}
	return (spent() - before).Seconds()
}
