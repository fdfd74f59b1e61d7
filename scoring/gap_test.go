package scoring

import (
	"math"
	"math/rand/v2"
	"testing"
)

// areasOf cuts n items into groups of the same size.
func areasOf(n, size int) (out [][]int) {
	for i := range n {
		if i%size == 0 {
			out = append(out, nil)
		}
		out[i/size] = append(out[i/size], i)
	}
	return out
}

// TestCompare compares the estimates of sides with means of the learners' masteries, and their
// variance with slopes that were found by moving each thing the engine knows a little.
func TestCompare(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(5, 5))
	for _, skills := range []int{0, 3} {
		c := courseOf(7, 4, skills)
		for k := range 18 {
			c.try(rng.IntN(3), rng.IntN(6), float64(k), float64(rng.IntN(2))) // the last learner has none
		}
		c.Activities[5].Skill = NoSkill
		s := Learn(c, DefaultMastery())
		group, rest := []int{0, 1, 5}, []int{2, 3, 4, 6}
		got := s.compare([][]int{group, {0, 1, 2, 3, 4, 5, 6}, nil})
		value := func() (here, less float64) {
			for u := range 3 {
				a, b := s.MasteryOf(u, group).Value, s.MasteryOf(u, rest).Value
				here, less = here+a/3, less+(a-b)/3
			}
			return here, less
		}
		here, less := value()
		nearly(t, "here", got[0].here.Value, here, 1e-12)
		nearly(t, "less", got[0].less.Value, less, 1e-12)
		var varHere, varLess float64
		e := s.engine
		move := func(x *float64, variance float64) {
			const step = 1e-5
			was := *x
			*x = was + step
			h1, l1 := value()
			*x = was - step
			h0, l0 := value()
			*x = was
			dh, dl := (h1-h0)/(2*step), (l1-l0)/(2*step)
			varHere += variance * dh * dh
			varLess += variance * dl * dl
		}
		for u := range 3 {
			move(&e.m[u], e.v[u])
			for k := range e.skills {
				move(&e.ms[e.at(u, k)], e.vs[e.at(u, k)])
			}
		}
		for i := range e.b {
			move(&e.b[i], e.w[i])
		}
		nearly(t, "sd here", got[0].here.SD, math.Sqrt(varHere), 1e-8)
		nearly(t, "sd less", got[0].less.SD, math.Sqrt(varLess), 1e-8)
		nearly(t, "low", got[0].here.Low, max(0, here-1.645*got[0].here.SD), 1e-12)
		if got[0].here.N != 3 || !math.IsNaN(got[1].less.Value) || math.IsNaN(got[1].here.Value) || !math.IsNaN(got[2].here.Value) {
			t.Errorf("%+v", got)
		}
	}
}

// TestGapOfTheClass plants an area that is harder for the whole class, and none.
func TestGapOfTheClass(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		name        string
		shift       float64 // logits
		least, most int     // areas found of 40, in the classes together
	}{
		{"one and a half logits", 1.5, 36, 40},
		{"nothing", 0, 0, 2},
	} {
		found := 0
		for seed := range uint64(40) {
			c := simulated(seed, 24, 30, nil, func(_, i int) float64 {
				if i < 6 {
					return x.shift
				}
				return 0
			})
			a := Areas(c, Learn(c, DefaultMastery()), DefaultStruggle(), areasOf(24, 6))
			if a[0].Gap.Kind == ClassGap {
				found++
				if a[0].Gap.Class.High >= -0.05 || a[0].Pooled.N != 180 || a[0].Items != 6 || a[0].Learners != 30 {
					t.Errorf("%+v", a[0])
				}
			}
		}
		t.Logf("%s: found %d of 40", x.name, found)
		if found < x.least || found > x.most {
			t.Errorf("%s: found in %d classes of 40", x.name, found)
		}
	}
}

// TestSentences says who is behind, and by how much, with intervals.
func TestSentences(t *testing.T) {
	t.Parallel()
	p := DefaultStruggle()
	estimate := func(value, low, high float64) Estimate {
		return Estimate{Value: value, Low: low, High: high, SD: 0.1, N: 9}
	}
	for _, x := range []struct {
		name     string
		gap      Gap
		sides    sides
		learners int
		stuck    []int
		kind     GapKind
		want     string
	}{
		{
			"class",
			Gap{},
			sides{5, estimate(0.48, 0.42, 0.54), estimate(-0.21, -0.28, -0.14)},
			9, nil, ClassGap,
			"The class would answer 48 % (42-54 %) right at first try here, 21 (14 to 28) points less than in the rest of its course.",
		},
		{
			"not by the margin",
			Gap{},
			sides{5, estimate(0.7, 0.69, 0.71), estimate(-0.04, -0.05, -0.03)},
			9, nil, CannotTell,
			"The class is not behind here as far as is known; of no learner can it be told yet.",
		},
		{
			"the interval is wide",
			Gap{},
			sides{5, estimate(0.7, 0.5, 0.9), estimate(-0.02, -0.2, 0.16)},
			9, nil, CannotTell,
			"Cannot tell yet: neither the class nor a learner is shown to be behind here.",
		},
		{
			"perhaps",
			Gap{},
			sides{5, estimate(0.6, 0.5, 0.7), estimate(-0.1, -0.2, 0)},
			9,
			[]int{1},
			CannotTell,
			"Cannot tell yet: the class may be 10 (0 to 20) points below the rest of its course.",
		},
		{
			"personal",
			Gap{Own: []Own{{Learner: 2, Personal: true}, {Learner: 4}}},
			sides{5, estimate(0.7, 0.6, 0.8), estimate(0.02, -0.1, 0.1)},
			9, nil, PersonalGap,
			"The class is not behind here as far as is known; 1 learner of 9 does less than elsewhere.",
		},
		{
			"stuck",
			Gap{},
			sides{5, estimate(0.7, 0.6, 0.8), estimate(0.02, -0.1, 0.1)},
			9,
			[]int{1, 2},
			PersonalGap,
			"The class is not behind here as far as is known; 2 learners are stuck.",
		},
		{
			"too few",
			Gap{},
			sides{5, estimate(0.48, 0.42, 0.54), estimate(-0.21, -0.28, -0.14)},
			7, nil, CannotTell,
			"Cannot tell yet: 7 learners answered, and it takes 8.",
		},
		{"all of the course", Gap{}, sides{5, estimate(0.5, 0.4, 0.6), none()}, 9, nil, CannotTell, "Cannot tell yet: there is nothing else in the course to compare with."},
		{"nobody", Gap{}, sides{0, none(), none()}, 0, nil, CannotTell, "Cannot tell yet: nobody has answered."},
	} {
		g := x.gap
		g.conclude(p, &x.sides, x.learners, &Item{Stuck: x.stuck})
		if g.Kind != x.kind || g.Sentence != x.want {
			t.Errorf("%s: %q\n%s\nwant\n%s", x.name, g.Kind, g.Sentence, x.want)
		}
	}
}

// TestGapOfALearner is about one learner.
func TestGapOfALearner(t *testing.T) {
	t.Parallel()
	low := Estimate{Value: -0.3, Low: -0.45, High: -0.15, SD: 0.09, N: 6}
	g := Gap{Own: []Own{{Learner: 1, Residual: low, Personal: true}, {Learner: 3, Residual: Estimate{N: 1}}}, Class: Estimate{Value: -0.21, Low: -0.28, High: -0.14}}
	for _, x := range []struct {
		of, learner GapKind
		u           int
		want        string
	}{
		{CannotTell, PersonalGap, 1, "Answers here are 30 (15 to 45) points below what they are elsewhere."},
		{ClassGap, PersonalGap, 1, "Answers here are 30 (15 to 45) points below what they are elsewhere, beyond a gap that the class has too."},
		{ClassGap, ClassGap, 3, "The class is behind here, by 21 (14 to 28) points; more than that is not shown of this learner."},
		{PersonalGap, CannotTell, 3, "Cannot tell yet from 1 first response."},
		{PersonalGap, CannotTell, 2, "Cannot tell yet: no answers here."},
	} {
		g.Kind = x.of
		if kind, says := g.Of(x.u); kind != x.learner || says != x.want {
			t.Errorf("learner %d where it is %q: %q\n%s\nwant\n%s", x.u, x.of, kind, says, x.want)
		}
	}
}

// TestStrugglingArea is of who is below the class in a skill.
func TestStrugglingArea(t *testing.T) {
	t.Parallel()
	c := courseOf(20, 12, 2)
	for i := range 20 {
		for u := range 12 {
			r := float64((i/2 + u) % 2)
			if u == 5 && i%2 == 1 {
				r = 0 // nothing in skill 1, as others elsewhere
			}
			c.try(u, i, float64(i), r)
		}
	}
	c.Learners = append(c.Learners, Learner{ID: "without"})
	s := Learn(c, DefaultMastery())
	areas := Areas(c, s, DefaultStruggle(), [][]int{{0, 2, 4, 6, 8, 10, 12, 14, 16, 18}, {1, 3, 5, 7, 9, 11, 13, 15, 17, 19}})
	for g, a := range areas {
		if a.Learners != 12 || a.Mastery.N != 12 || a.Pooled.N != 120 {
			t.Errorf("area %d: %+v", g, a)
		}
		for _, o := range a.Gap.Own {
			mean := 0.0
			for u := range 12 {
				m, _ := s.abilityAt(u, []share{{g, 1}})
				mean += m / 12
			}
			m, sd := s.abilityAt(o.Learner, []share{{g, 1}})
			if want := m+1.2816*sd < mean; o.Struggling != want {
				t.Errorf("area %d, learner %d: %t", g, o.Learner, o.Struggling)
			}
		}
	}
	if !areas[1].Gap.Own[5].Struggling || areas[1].Gap.Own[4].Struggling {
		t.Error("who knows nothing of a skill is not the one below the class")
	}
}

// TestItemGaps calls an item the class's or a learner's problem.
func TestItemGaps(t *testing.T) {
	t.Parallel()
	c := courseOf(12, 20, 0)
	for i := range 12 {
		right := 14
		if i == 0 {
			right = 1
		}
		c.rightOf(i, right, 20)
	}
	for k := range 4 { // who was wrong at first, and stays so
		c.try(19, 3, 100+float64(k), 0)
	}
	s := Learn(c, DefaultMastery())
	gaps := ItemGaps(c, s, DefaultStruggle(), Items(c, s, DefaultStruggle()))
	for i, want := range map[int]GapKind{0: ClassGap, 3: PersonalGap, 4: CannotTell} {
		if gaps[i].Kind != want {
			t.Errorf("item %d: %+v", i, gaps[i])
		}
	}
}

// TestPersonalGap plants a gap of one learner in one area, on top of a gap of the class or not.
func TestPersonalGap(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		name         string
		class, own   float64 // logits
		found, alarm float64 // share of the classes at least; share of other learners at most
		kind         GapKind
	}{
		{"personal", 0, 3, 0.4, 0.01, PersonalGap},
		{"personal beside one of the class", 1.5, 3, 0.1, 0.01, ClassGap},
		{"none", 0, 0, 0, 0.004, CannotTell},
	} {
		var found, alarms, kinds float64
		for seed := range uint64(40) {
			c := simulated(seed, 40, 25, nil, func(u, i int) float64 {
				b := 0.0
				if i < 10 {
					b = x.class - 0.5
					if u == 4 {
						b += x.own
					}
				}
				return b
			})
			g := Areas(c, Learn(c, DefaultMastery()), DefaultStruggle(), areasOf(40, 10))[0].Gap
			if g.Kind == x.kind {
				kinds++
			}
			for i := range g.Own {
				switch kind, says := g.Of(g.Own[i].Learner); {
				case says == "":
					t.Error("nothing is said")
				case kind == PersonalGap && i == 4:
					found++
				case kind == PersonalGap:
					alarms++
				}
			}
		}
		t.Logf("%s: found %.2f, alarms %.4f, kind %.2f", x.name, found/40, alarms/40/24, kinds/40)
		if found/40 < x.found || alarms/40/24 > x.alarm || kinds/40 < x.found {
			t.Errorf("%s: found %.2f, alarms %.4f, %q in %.2f", x.name, found/40, alarms/40/24, x.kind, kinds/40)
		}
	}
}

// BenchmarkAreas is of all that is said of 500 items and 26 areas, half a million responses.
func BenchmarkAreas(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	c := courseOf(500, 1000, 20)
	for k := range 500_000 {
		c.try(k%1000, k/1000, float64(k)/4000, float64(rng.IntN(2)))
	}
	s := Learn(c, DefaultMastery())
	groups := append(areasOf(500, 20), areasOf(500, 500)...)
	for b.Loop() {
		items := Items(c, s, DefaultStruggle())
		ItemGaps(c, s, DefaultStruggle(), items)
		Areas(c, s, DefaultStruggle(), groups)
	}
}
