package scoring

import (
	"fmt"
	"math"
	"slices"
)

// GapKind says whose problem an area is.
type GapKind string

// The kinds.
const (
	CannotTell  GapKind = ""         // neither is shown: the intervals are too wide, there is too little, or nobody is behind
	ClassGap    GapKind = "class"    // the class is behind here: teach it again
	PersonalGap GapKind = "personal" // the class is not, some of it are: talk to them
)

// Gap is what can be said about whose problem an area or an item is.
type Gap struct {
	Kind     GapKind
	Class    Estimate // mastery of the class here less its mastery in the rest of its course, -1..1; 90 %
	Own      []Own    // of learners with responses here, in the order of the class; none for single items
	Sentence string
}

// Own is what a learner does in an area beside what she does elsewhere.
type Own struct {
	Learner    int
	Residual   Estimate // of her first responses here: how much better they are than expected, less the same elsewhere, -1..1; 90 %; N is how many; NaN without any elsewhere
	Personal   bool     // she is behind here beyond chance, over all learners of the area
	Struggling bool     // her ability here is below the class's mean by its 80 % interval
}

// Area is what a class's first responses say of a group of items: an area or a skill.
type Area struct {
	Items    int      // of the course
	Mastery  Estimate // mean over the learners with responses, 0..1; 90 %; N is how many learners
	Pooled   Item     // the responses to all its items taken together
	Learners int      // who responded here
	Gap      Gap
}

// Areas is what a class's first responses say of groups of items, each a list of indices of
// c.Activities. An area that holds others has their items too.
func Areas(c *Class, s *Standing, p Struggle, groups [][]int) []Area {
	pooled := pool(c, s, p, groups)
	sides, own := s.compare(groups), s.own(p, z80, groups)
	out := make([]Area, len(groups))
	for g := range groups {
		a := &out[g]
		a.Items, a.Pooled, a.Mastery = sides[g].items, pooled[g], sides[g].here
		a.Gap.Own = own[g]
		a.Learners = len(a.Gap.Own)
		a.Gap.conclude(p, &sides[g], a.Learners, &pooled[g])
	}
	return out
}

// ItemGaps says of each item, as Items lists them, whose problem it is. One response says too
// little of a learner: personal gaps of items are those of who is stuck.
func ItemGaps(c *Class, s *Standing, p Struggle, items []Item) []Gap {
	sides := s.compare(singles(c))
	out := make([]Gap, len(items))
	for i := range out {
		out[i].conclude(p, &sides[i], items[i].N, &items[i])
	}
	return out
}

// conclude says whose gap it is. Behind the rest of the course by less than the margin is no
// gap of a class, however certain it is: no two areas are equally hard, and in a large
// class every difference is certain. The margin is the one by which an item is found hard, so that
// the two lists agree.
func (g *Gap) conclude(p Struggle, x *sides, learners int, pooled *Item) {
	g.Class = x.less
	personal := 0
	for i := range g.Own {
		if g.Own[i].Personal {
			personal++
		}
	}
	switch {
	case math.IsNaN(x.less.Value):
		g.Sentence = "Cannot tell yet: there is nothing else in the course to compare with."
		if x.items == 0 || learners == 0 {
			g.Sentence = "Cannot tell yet: nobody has answered."
		}
	case learners < p.Least:
		g.Sentence = fmt.Sprintf("Cannot tell yet: %s answered, and it takes %d.", count(learners, "learner"), p.Least)
	case x.less.High < -p.Margin:
		g.Kind = ClassGap
		g.Sentence = fmt.Sprintf("The class would answer %s right at first try here, %s points less than in the rest of its course.", percent(x.here), points(x.less))
	case x.less.Value < -p.Margin:
		g.Sentence = fmt.Sprintf("Cannot tell yet: the class may be %s points below the rest of its course.", points(x.less))
	case personal > 0:
		g.Kind = PersonalGap
		g.Sentence = fmt.Sprintf("The class is not behind here as far as is known; %s of %d %s less than elsewhere.", count(personal, "learner"), learners, verb(personal, "does", "do"))
	case len(pooled.Stuck) > 0:
		g.Kind = PersonalGap
		n := len(pooled.Stuck)
		g.Sentence = fmt.Sprintf("The class is not behind here as far as is known; %s %s stuck.", count(n, "learner"), verb(n, "is", "are"))
	case x.less.Low >= -p.Margin:
		g.Sentence = "The class is not behind here as far as is known; of no learner can it be told yet."
	default:
		g.Sentence = "Cannot tell yet: neither the class nor a learner is shown to be behind here."
	}
}

// Of is whose gap an area is for one learner, with a sentence about her.
func (g *Gap) Of(learner int) (GapKind, string) {
	o := ownOf(g.Own, learner)
	if o == nil {
		return CannotTell, "Cannot tell yet: no answers here."
	}
	switch {
	case o.Personal && g.Kind == ClassGap:
		return PersonalGap, fmt.Sprintf("Answers here are %s points below what they are elsewhere, beyond a gap that the class has too.", points(o.Residual))
	case o.Personal:
		return PersonalGap, fmt.Sprintf("Answers here are %s points below what they are elsewhere.", points(o.Residual))
	case g.Kind == ClassGap:
		return ClassGap, fmt.Sprintf("The class is behind here, by %s points; more than that is not shown of this learner.", points(g.Class))
	}
	return CannotTell, fmt.Sprintf("Cannot tell yet from %s.", count(o.Residual.N, "first response"))
}

// ownOf is what one learner does in an area; nil = she has no response there.
func ownOf(own []Own, learner int) *Own {
	k, ok := slices.BinarySearchFunc(own, learner, func(o Own, u int) int { return o.Learner - u })
	if !ok {
		return nil
	}
	return &own[k]
}

// percent writes an estimate of 0..1 as "48 % (42-54 %)".
func percent(e Estimate) string {
	return fmt.Sprintf("%.0f %% (%.0f-%.0f %%)", 100*e.Value, 100*e.Low, 100*e.High)
}

// points writes how far an estimate lies below 0, as "21 (14 to 28)" or, where its
// interval reaches above, "4 (-3 to 11)".
func points(e Estimate) string {
	below := func(x float64) float64 { return 0 - math.Round(100*x) } // never the -0 that -x can be
	return fmt.Sprintf("%.0f (%.0f to %.0f)", below(e.Value), below(e.High), below(e.Low))
}
