package scoring

import (
	"fmt"
	"math"
)

// lowArea is an area in which learners are compared with the mean of their class. Ability
// differs by skill, so the areas are the skills of the course, or all of it where it has none.
type lowArea struct {
	skill   int // NoSkill = the whole course
	items   []int
	numbers []int
	shares  []share
	mean    float64 // ability over the learners with responses, logits
	mastery float64 // over the same, 0..1
	answers []int   // first responses here, of each learner
}

// lowAreas are those in which there are items.
func (g *signaller) lowAreas() []lowArea {
	s := g.standing
	by := map[int][]int{}
	for n, i := range s.items {
		by[s.skill[n]] = append(by[s.skill[n]], i)
	}
	var out []lowArea
	for k := range len(g.c.Skills) + 1 {
		skill := k
		if k == len(g.c.Skills) {
			skill = NoSkill
		}
		if items := by[skill]; len(items) > 0 && (skill != NoSkill || len(by) == 1) {
			out = append(out, g.lowArea(skill, items))
		}
	}
	return out
}

func (g *signaller) lowArea(skill int, items []int) lowArea {
	s := g.standing
	a := lowArea{skill: skill, items: items, numbers: s.numbers(items), answers: make([]int, len(g.c.Learners))}
	a.shares = s.shares(a.numbers)
	here := map[int]bool{}
	for _, i := range items {
		here[i] = true
	}
	n := 0.0
	for u := range g.c.Learners {
		for _, f := range g.firsts[u] {
			if here[f.Activity] {
				a.answers[u]++
			}
		}
		if s.Responses(u) > 0 {
			mean, _ := s.abilityAt(u, a.shares)
			a.mean, a.mastery, n = a.mean+mean, a.mastery+s.MasteryOf(u, items).Value, n+1
		}
	}
	a.mean, a.mastery = a.mean/n, a.mastery/n
	return a
}

// low are the areas in which a learner's ability is below the class's mean by its interval.
func (g *signaller) low(u int) (out []*lowArea) {
	for i := range g.areas {
		a := &g.areas[i]
		if a.answers[u] < g.p.Struggle.LeastOwn {
			continue
		}
		if mean, sd := g.standing.abilityAt(u, a.shares); mean+g.set.LowReach*sd < a.mean {
			out = append(out, a)
		}
	}
	return out
}

func (g *signaller) lowMastery(u int) *Signal {
	low := g.low(u)
	if len(low) == 0 {
		return nil
	}
	s := &Signal{Code: LowMastery, Severity: Medium, Sentence: g.lowFact(u, low), Clears: "Right first answers there clear it, as soon as the interval reaches the class's mean."}
	here := map[int]bool{}
	for _, a := range low {
		if a.skill != NoSkill {
			s.Skills = append(s.Skills, a.skill)
		}
		for _, i := range a.items {
			here[i] = true
		}
	}
	for _, f := range g.firsts[u] {
		if !here[f.Activity] {
			continue
		}
		t := &g.c.Learners[u].Tries[f.Try]
		s.Rows = append(s.Rows, Observation{
			Factor: Achievement, What: "first response", Activity: f.Activity, At: t.when(), Value: f.R, Used: true, Attempt: t.Attempt,
			Why: "changes what is known of the learner in this area",
		})
	}
	return s
}

// lowFact says where a learner is below the class, with the estimate of the lowest area where her
// evidence is enough for a number.
func (g *signaller) lowFact(u int, low []*lowArea) string {
	text := fmt.Sprintf("In %d of %s of the course answers are below the class's", len(low), count(len(g.areas), "area"))
	if low[0].skill == NoSkill {
		text = "Over the whole course answers are below the class's"
	}
	if g.scores.Scores[u].State == Insufficient {
		return text + "."
	}
	least, at := math.Inf(1), low[0]
	for _, a := range low {
		if d := g.standing.MasteryOf(u, a.items).Value - a.mastery; d < least {
			least, at = d, a
		}
	}
	where := ""
	if len(low) > 1 {
		where = "in the lowest of them "
	}
	return fmt.Sprintf("%s: %s%s right at first try, class mean %s.", text, where, percent(g.standing.MasteryOf(u, at.items)), inPercent(at.mastery))
}
