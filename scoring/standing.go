package scoring

import (
	"cmp"
	"math"
	"slices"
)

// Standing is the mastery of each learner of a class, and the difficulty of
// each item, after the first responses of the class in the order of time.
type Standing struct {
	engine  *Engine
	items   []int   // of the course, indices of Class.Activities
	number  []int   // of an activity among the items; -1 = none
	skill   []int   // of each item; NoSkill
	answers [][]int // items that each learner answered, sorted
	firsts  []First
}

// First is the first response of a learner to an item.
type First struct {
	Learner, Activity int     // indices
	Try               int     // index in the learner's tries
	R                 float64 // 0..1
	Expected          float64 // what it was expected with, before
}

// Estimate is a value with its 90 % interval; NaN where there is none.
type Estimate struct {
	Value, Low, High, SD float64
	N                    int // responses behind it
}

// none is an estimate of nothing.
func none() Estimate {
	return Estimate{Value: math.NaN(), Low: math.NaN(), High: math.NaN(), SD: math.NaN()}
}

// Learn replays the first responses of a class in the order of time. Responses
// without a reading are no responses; what happens after c.AsOf is not looked at.
func Learn(c *Class, p Mastery) *Standing {
	s := &Standing{number: make([]int, len(c.Activities)), answers: make([][]int, len(c.Learners))}
	for i := range c.Activities {
		s.number[i] = -1
		if c.Activities[i].Item {
			s.number[i] = len(s.items)
			s.items = append(s.items, i)
		}
	}
	skills := s.takeSkills(c)
	s.firsts = firstResponses(c)
	s.engine = NewEngine(p, len(c.Learners), len(s.items), skills)
	for i := range s.firsts {
		f := &s.firsts[i]
		n := s.number[f.Activity]
		f.Expected = s.engine.Observe(f.Learner, n, s.skill[n], f.R)
		s.answers[f.Learner] = append(s.answers[f.Learner], n)
	}
	for u := range s.answers {
		slices.Sort(s.answers[u])
	}
	return s
}

// takeSkills notes the skill of each item and returns how many there are. One
// alone would tell nothing that the learner does not.
func (s *Standing) takeSkills(c *Class) int {
	used := map[int]bool{}
	s.skill = make([]int, len(s.items))
	for n, i := range s.items {
		s.skill[n] = NoSkill
		if k := c.Activities[i].Skill; k >= 0 && k < len(c.Skills) {
			s.skill[n], used[k] = k, true
		}
	}
	if len(used) < 2 {
		for n := range s.skill {
			s.skill[n] = NoSkill
		}
		return 0
	}
	return len(c.Skills)
}

// when is the place of a response in the order of a class.
type when struct {
	sec, order int64
	nsec       int
	first      int // place in the order of learners
}

// firstResponses are the first responses of all learners to items of the course,
// by time, then by what tells apart tries that began together.
func firstResponses(c *Class) []First {
	var all []First
	var order []when
	seen := make([]int, len(c.Activities)) // by activity: the last learner who answered it, from 1
	for u := range c.Learners {
		tries := c.Learners[u].Tries
		for k := range tries {
			t := &tries[k]
			if !c.counts(t) || math.IsNaN(t.R) || seen[t.Activity] == u+1 {
				continue
			}
			seen[t.Activity] = u + 1
			order = append(order, when{t.Started.Unix(), t.Order, t.Started.Nanosecond(), len(all)})
			all = append(all, First{Learner: u, Activity: t.Activity, Try: k, R: t.R})
		}
	}
	slices.SortFunc(order, func(a, b when) int {
		return cmp.Or(cmp.Compare(a.sec, b.sec), cmp.Compare(a.nsec, b.nsec), cmp.Compare(a.order, b.order), cmp.Compare(a.first, b.first))
	})
	sorted := make([]First, len(all))
	for i := range order {
		sorted[i] = all[order[i].first]
	}
	return sorted
}

// Firsts are the first responses in the order they were learned from.
func (s *Standing) Firsts() []First { return s.firsts }

// Responses is how many first responses of a learner there are.
func (s *Standing) Responses(u int) int { return len(s.answers[u]) }

// Ability is what is known of a learner without regard to skills, in logits.
func (s *Standing) Ability(u int) (mean, sd float64) {
	return s.engine.m[u], math.Sqrt(s.engine.v[u])
}

// Difficulty is what is known of an item, an index of Class.Activities, in logits; NaN
// if it is none.
func (s *Standing) Difficulty(activity int) (b, sd float64) {
	n := s.number[activity]
	if n < 0 {
		return math.NaN(), math.NaN()
	}
	return s.engine.b[n], math.Sqrt(s.engine.w[n])
}

// Mastery is the share of the course's items that a learner answers at first try, as far as
// is known; nothing without a response.
func (s *Standing) Mastery(u int) Estimate { return s.MasteryOf(u, s.items) }

// MasteryOf is the mastery of some items, indices of Class.Activities. N is how many of
// them the learner answered; without any response at all there is no estimate.
func (s *Standing) MasteryOf(u int, activities []int) Estimate {
	items := s.numbers(activities)
	if len(items) == 0 || len(s.answers[u]) == 0 {
		return none()
	}
	e := s.engine
	_, sd := s.abilityAt(u, s.shares(items))
	off := z90 * sd
	var value, low, high float64
	for _, n := range items {
		mean, variance := e.odds(u, n, s.skill[n])
		value += moderated(mean, variance)
		low += moderated(mean-off, e.w[n])
		high += moderated(mean+off, e.w[n])
	}
	count := float64(len(items))
	out := Estimate{Value: value / count, Low: low / count, High: high / count}
	out.SD = (out.High - out.Low) / (2 * z90)
	for _, n := range items {
		if _, ok := slices.BinarySearch(s.answers[u], n); ok {
			out.N++
		}
	}
	return out
}

// share is the part of some items that train a skill, 0..1.
type share struct {
	skill int
	of    float64
}

// shares are those of the skills of some items, in the order of skills, so that sums over them
// are always the same.
func (s *Standing) shares(items []int) []share {
	skills := make([]int, 0, len(items))
	for _, n := range items {
		if k := s.skill[n]; k >= 0 {
			skills = append(skills, k)
		}
	}
	slices.Sort(skills)
	var out []share
	for i, k := range skills {
		if i == 0 || skills[i-1] != k {
			out = append(out, share{skill: k})
		}
		out[len(out)-1].of += 1 / float64(len(items))
	}
	return out
}
