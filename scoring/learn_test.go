package scoring

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// whole is all that is said of a class, as text.
func whole(c *Class) string {
	s, p := Learn(c, DefaultMastery()), DefaultStruggle()
	items := Items(c, s, p)
	groups := [][]int{{0}, {0, 1}, nil, make([]int, len(c.Activities))}
	for i := range groups[3] {
		groups[3][i] = i
	}
	text := fmt.Sprintf("%v\n%v\n%v\n", items, ItemGaps(c, s, p, items), Areas(c, s, p, groups))
	for u := range c.Learners {
		text += fmt.Sprintf("%v %v\n", s.Mastery(u), s.MasteryOf(u, groups[1]))
	}
	return text
}

// TestNothingAfter is used, and the same class is the same to the last byte.
func TestNothingAfter(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := drawClass(t)
		before := whole(c)
		for range rapid.IntRange(0, 5).Draw(t, "later") {
			x := c.try(rapid.IntRange(0, len(c.Learners)-1).Draw(t, "u"), rapid.IntRange(0, len(c.Activities)-1).Draw(t, "i"), 1001, 1)
			x.Seconds = 9
		}
		if after := whole(c); after != before {
			t.Fatalf("%s\nwas\n%s", after, before)
		}
	})
}

// TestItemsInAnyOrder gives items the same figures in whatever order learners stand.
func TestItemsInAnyOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c := drawClass(t)
		d := *c
		d.Learners = slices.Clone(c.Learners)
		slices.Reverse(d.Learners)
		a, b := Items(c, Learn(c, DefaultMastery()), DefaultStruggle()), Items(&d, Learn(&d, DefaultMastery()), DefaultStruggle())
		for i := range a {
			for n := range b[i].Stuck {
				b[i].Stuck[n] = len(c.Learners) - 1 - b[i].Stuck[n]
			}
			slices.Sort(b[i].Stuck)
			if math.Abs(a[i].Discrimination-b[i].Discrimination) > 1e-12 {
				t.Fatalf("item %d discriminates by %v and %v", i, a[i].Discrimination, b[i].Discrimination)
			}
			a[i].Discrimination, b[i].Discrimination = 0, 0
			if x, y := fmt.Sprintf("%v", a[i]), fmt.Sprintf("%v", b[i]); x != y {
				t.Fatalf("item %d\n%s\n%s", i, x, y)
			}
		}
	})
}

// TestSkillThatIsNone takes an item whose skill is not of the class for one without.
func TestSkillThatIsNone(t *testing.T) {
	t.Parallel()
	odd, plain := courseOf(4, 2, 2), courseOf(4, 2, 2)
	odd.Activities[1].Skill, plain.Activities[1].Skill = 7, NoSkill
	for k, r := range []float64{1, 0, 1, 1, 0} {
		odd.try(k%2, k%4, float64(k), r)
		plain.try(k%2, k%4, float64(k), r)
	}
	if a, b := whole(odd), whole(plain); a != b {
		t.Errorf("%s\nand\n%s", a, b)
	}
}
