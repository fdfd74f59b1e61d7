package scoring

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// lowArea is an area in which learners are compared with their class, and with themselves
// elsewhere. Ability differs by skill, so the areas are the skills of the course, or all of it where
// it has none.
type lowArea struct {
	skill   int // NoSkill = the whole course
	items   []int
	mastery float64 // of the class, 0..1
	own     []Own   // of who answered here, by learner
}

// lowAreas are those in which there are items.
func (g *signaller) lowAreas() []lowArea {
	s := g.standing
	by := map[int][]int{}
	for n, i := range s.items {
		by[s.skill[n]] = append(by[s.skill[n]], i)
	}
	var out []lowArea
	var groups [][]int
	for k := range len(g.c.Skills) + 1 {
		skill := k
		if k == len(g.c.Skills) {
			skill = NoSkill
		}
		if items := by[skill]; len(items) > 0 && (skill != NoSkill || len(by) == 1) {
			out, groups = append(out, lowArea{skill: skill, items: items}), append(groups, items)
		}
	}
	sides, own := s.compare(groups), s.own(g.p.Struggle, g.set.LowReach, groups)
	for i := range out {
		out[i].mastery, out[i].own = sides[i].here.Value, own[i]
	}
	return out
}

// answered is what a learner does in an area of which there are answers enough to say something
// of her; nil = there are not.
func (g *signaller) answered(u int, a *lowArea) *Own {
	if o := ownOf(a.own, u); o != nil && o.Residual.N >= g.p.Struggle.LeastOwn {
		return o
	}
	return nil
}

// low are the areas in which a learner struggles: those where her ability is below the class's
// mean by its interval, and those where she is behind what she does elsewhere beyond chance. The first
// alone would miss who is able, and lost in one area.
func (g *signaller) low(u int) (below, behind []*lowArea) {
	for i := range g.areas {
		a := &g.areas[i]
		switch o := g.answered(u, a); {
		case o == nil:
		case o.Struggling:
			below = append(below, a)
		case o.Personal:
			behind = append(behind, a)
		}
	}
	return below, behind
}

func (g *signaller) lowMastery(u int) *Signal {
	below, behind := g.low(u)
	if len(below)+len(behind) == 0 {
		return nil
	}
	s := &Signal{
		Code: LowMastery, Severity: Medium, Sentence: g.lowFact(u, below, behind),
		Clears: "Right first answers there clear it, as soon as chance can explain what is left of the difference.",
	}
	here := map[int]bool{}
	for _, a := range append(slices.Clone(below), behind...) {
		if a.skill != NoSkill {
			s.Skills = append(s.Skills, a.skill)
		}
		for _, i := range a.items {
			here[i] = true
		}
	}
	slices.Sort(s.Skills)
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

// lowFact says where a learner is below the class, and where behind herself; with estimates if her
// evidence is enough for a number.
func (g *signaller) lowFact(u int, below, behind []*lowArea) string {
	var says []string
	numbers := g.scores.Scores[u].State != Insufficient
	if len(below) > 0 {
		text := fmt.Sprintf("In %d of %s of the course answers are below the class's", len(below), count(len(g.areas), "area"))
		if below[0].skill == NoSkill {
			text = "Over the whole course answers are below the class's"
		}
		if numbers {
			text += g.lowest(u, below)
		}
		says = append(says, text+".")
	}
	if len(behind) > 0 {
		text := fmt.Sprintf("In %d of %s answers are below what they are elsewhere", len(behind), count(len(g.areas), "area"))
		if numbers {
			text += fmt.Sprintf(", by %s points", points(ownOf(behind[0].own, u).Residual))
			if len(behind) > 1 {
				text += " in the first of them"
			}
		}
		says = append(says, text+".")
	}
	return strings.Join(says, " ")
}

// lowest is the mastery of the area that is furthest below the class's.
func (g *signaller) lowest(u int, below []*lowArea) string {
	least, at := math.Inf(1), below[0]
	for _, a := range below {
		if d := g.standing.MasteryOf(u, a.items).Value - a.mastery; d < least {
			least, at = d, a
		}
	}
	where := ""
	if len(below) > 1 {
		where = "in the lowest of them "
	}
	return fmt.Sprintf(": %s%s right at first try, class mean %s", where, percent(g.standing.MasteryOf(u, at.items)), inPercent(at.mastery))
}
