package scoring

import (
	"cmp"
	"math"
	"slices"
)

// Given is what a learner answered to an item at first.
type Given struct {
	Ability  float64 // of the learner, logits; NaN = not known
	Response string  // as it was sent
	Right    Truth
}

// Answer is what some learners answered to an item.
type Answer struct {
	Response string
	Right    Truth
	N        int
	Share    float64 // of all answers, 0..1
	Ability  float64 // mean of who gave it, logits; NaN = not known
	Strong   bool    // wrong, and chosen by the strong: Answers says when
}

// leastStrong is how many answers of known ability it takes to speak of an abler half; as many
// as the verdict on an item takes.
const leastStrong = 8

// Answers are what was given, the most frequent first. A wrong answer that the abler half gives more
// often than any other, the right one included, is worth a look at the key: guessing spreads over
// all wrong answers, and is rarest among the able. Most of a class can be wrong at a hard item with
// a good key, though: who gave that answer have to be abler on the mean than who gave the right
// one, unless the key is suspect by all responses to the item.
func Answers(given []Given, suspectKey bool) []Answer {
	given = slices.Clone(given)
	slices.SortFunc(given, func(a, b Given) int {
		return cmp.Or(cmp.Compare(a.Response, b.Response), cmp.Compare(a.Right, b.Right), cmp.Compare(a.Ability, b.Ability))
	})
	middle, known := abilities(given)
	var out []Answer
	var able []int // of each answer: how many of the abler half gave it
	for i := 0; i < len(given); {
		a := Answer{Response: given[i].Response, Right: given[i].Right}
		var sum, n float64
		strong := 0
		for ; i < len(given) && given[i].Response == a.Response && given[i].Right == a.Right; i++ {
			a.N++
			if x := given[i].Ability; !math.IsNaN(x) {
				sum, n = sum+x, n+1
				if x > middle {
					strong++
				}
			}
		}
		a.Share, a.Ability = float64(a.N)/float64(len(given)), sum/n
		out, able = append(out, a), append(able, strong)
	}
	if k, ok := most(able); ok && known >= leastStrong {
		abler := suspectKey || out[k].Ability > meanAbility(given, Yes)
		out[k].Strong = out[k].Right == No && out[k].Response != "" && abler
	}
	slices.SortStableFunc(out, func(a, b Answer) int { return cmp.Compare(b.N, a.N) })
	return out
}

// meanAbility is that of who was right or wrong, as far as known, logits; NaN of nobody.
func meanAbility(given []Given, right Truth) float64 {
	var sum, n float64
	for _, g := range given {
		if g.Right == right && !math.IsNaN(g.Ability) {
			sum, n = sum+g.Ability, n+1
		}
	}
	return sum / n
}

// abilities are the median of those known, and how many there are.
func abilities(given []Given) (middle float64, known int) {
	var all []float64
	for _, g := range given {
		if !math.IsNaN(g.Ability) {
			all = append(all, g.Ability)
		}
	}
	return median(all), len(all)
}

// most is the place of the greatest number, unless it is there twice or 0.
func most(all []int) (at int, ok bool) {
	for i, n := range all {
		switch {
		case n > all[at] || i == 0:
			at, ok = i, n > 0
		case n == all[at]:
			ok = false
		}
	}
	return at, ok
}
