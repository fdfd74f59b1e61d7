package scoring

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"
)

// answers makes first responses of a learner, an hour after the other, each to an item of its own.
func (c *Class) answers(u int, rs ...float64) {
	for k, r := range rs {
		for len(c.Activities) <= k {
			c.Activities = append(c.Activities, Activity{ID: fmt.Sprintf("i%02d", len(c.Activities)), Item: true, Skill: NoSkill, Points: math.NaN()})
		}
		right := No
		if r >= 0.5 {
			right = Yes
		}
		c.Learners[u].Tries = append(c.Learners[u].Tries, Try{
			Activity: k, Item: true, Started: at(0, float64(12+k)), Order: int64(100*u + k), R: r, Right: right, Seconds: math.NaN(),
		})
	}
}

// of are so many results of 1, then of 0, then of another number.
func of(ones, zeros, others int, other float64) (out []float64) {
	for range ones {
		out = append(out, 1)
	}
	for range zeros {
		out = append(out, 0)
	}
	for range others {
		out = append(out, other)
	}
	return out
}

// TestFalling: 9 of 12 right is 0.75, and 1.2816 sqrt(0.1875 (1/3 + 1/15)) = 0.351 below that is 0.399;
// 3 of 3 are 1, and 1.2816 sqrt(0.05 (1/3 + 1/6)) = 0.2026 below that is 0.7974.
func TestFalling(t *testing.T) {
	t.Parallel()
	byOnly := DefaultProfile()
	byOnly.Signals.FallReach = 0
	for _, x := range []struct {
		name    string
		results []float64
		profile Profile
		want    Severity
	}{
		{"one of three", append(of(9, 3, 0, 0), 1, 0, 0), DefaultProfile(), Medium},
		{"two of three", append(of(9, 3, 0, 0), 1, 1, 0), DefaultProfile(), ""},
		{"just below", of(3, 0, 3, 0.79), DefaultProfile(), Medium},
		{"just not", of(3, 0, 3, 0.8), DefaultProfile(), ""},
		{"five results", of(2, 0, 3, 0), DefaultProfile(), ""},
		{"without the interval, at the limit", of(9, 0, 3, 0.85), byOnly, ""},
		{"without the interval, below", of(9, 0, 3, 0.84), byOnly, Medium},
		{"fewer: 0.3039 below 1", of(3, 0, 3, 0.7), preset(presetFewer), ""},
		{"fewer, below", of(3, 0, 3, 0.69), preset(presetFewer), Medium},
		{"more: 0.1520 below 1", of(3, 0, 3, 0.84), preset(presetMore), Medium},
		{"rising", of(0, 9, 3, 1), DefaultProfile(), ""},
	} {
		c := quiet(1, 3)
		c.answers(0, x.results...)
		expectSignal(t, x.name, c, x.profile, 0, Falling, x.want)
	}
	c := quiet(1, 3)
	c.answers(0, append(of(9, 3, 0, 0), 1, 0, 0)...)
	s := signal(c, DefaultProfile(), 0, Falling)
	if want := "The last 3 first responses reach 33 % in the mean, the 12 before 75 %; chance alone would seldom bring them below 40 %."; s.Sentence != want {
		t.Errorf("%s", s.Sentence)
	}
	if len(s.Rows) != 15 || s.Rows[11].Why != "before" || s.Rows[12].Why != "among the last 3" {
		t.Errorf("rows: %+v", s.Rows)
	}
}

// TestFallingWorks: one work with 0.9, and 1.2816 sqrt(0.09 (1/3 + 1/4)) = 0.2937 below that is 0.6063.
func TestFallingWorks(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		results []float64
		want    Severity
	}{
		{[]float64{0.9, 0.6, 0.6, 0.6}, Medium},
		{[]float64{0.9, 0.61, 0.61, 0.61}, ""},
		{[]float64{0.9, 0.1, 0.1}, ""},
	} {
		c := quiet(1, 8)
		for k, r := range x.results { // the first is the last in the list of activities
			c.Activities = append(c.Activities, Activity{ID: fmt.Sprintf("w%d", k), Skill: NoSkill, Points: math.NaN()})
			c.Learners[0].Tries = append(c.Learners[0].Tries, Try{
				Activity: len(x.results) - 1 - k, Started: at(k, 12), Order: int64(k), R: r, Seconds: math.NaN(),
			})
		}
		expectSignal(t, fmt.Sprint(x.results), c, DefaultProfile(), 0, Falling, x.want)
		// By the mean a work is as old as its last attempt that counts: without a result it does not.
		c.Learners[0].Tries = append(c.Learners[0].Tries, Try{
			Activity: len(x.results) - 1, Started: at(5, 12), Order: 9, R: math.NaN(), Seconds: math.NaN(),
		})
		mean := DefaultProfile()
		mean.AttemptRule = ruleMean
		expectSignal(t, fmt.Sprint("by the mean, ", x.results), c, mean, 0, Falling, x.want)
	}
}

// TestFallingWithTheClass is of a learner whose last three answers are wrong, as all the others' are or not.
func TestFallingWithTheClass(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		name     string
		learners int
		others   float64
		want     Severity
	}{{"alone", 12, 1, Medium}, {"with the class", 12, 0, ""}, {"with too small a class", 9, 0, Medium}} {
		c := quiet(x.learners, 3)
		for u := range c.Learners {
			rs := of(9, 0, 3, x.others)
			if u == 0 {
				rs = of(9, 0, 3, 0)
			}
			c.answers(u, rs...)
		}
		expectSignal(t, x.name, c, DefaultProfile(), 0, Falling, x.want)
	}
}

// TestFallingByChance counts how often somebody who does not change is said to: seldom
// enough for a signal of which it takes two. The bound is a little over what an interval of 80 % means.
func TestFallingByChance(t *testing.T) {
	t.Parallel()
	for _, share := range []float64{0.5, 0.7, 0.9} {
		found := 0
		for seed := range uint64(10) {
			c := answering(seed, 40, 40, func(int, int) float64 { return -math.Log(share / (1 - share)) })
			for _, l := range Signals(c, Evaluate(c, DefaultProfile()), DefaultProfile()) {
				for _, s := range l.Signals {
					if s.Code == Falling {
						found++
					}
				}
			}
		}
		t.Logf("%.1f: %.3f", share, float64(found)/400)
		if found > 60 {
			t.Errorf("with %.0f %% right %d of 400 learners are falling", 100*share, found)
		}
	}
}

func TestStuckSignal(t *testing.T) {
	t.Parallel()
	none := func(*Class) {}
	for _, x := range []struct {
		name   string
		tries  int
		hours  float64 // since the last
		preset string
		change func(*Class)
		want   Severity
	}{
		{"three tries", 3, 80, presetDefault, none, ""},
		{"four tries", 4, 72, presetDefault, none, Medium},
		{"not long enough ago", 4, 71.9, presetDefault, none, ""},
		{"a right one since", 4, 80, presetDefault, func(c *Class) { c.retry(0, 1) }, ""},
		{"a right one before", 5, 80, presetDefault, func(c *Class) { c.Learners[0].Tries[0].Right = Yes }, Medium},
		{"a right one among them", 5, 80, presetDefault, func(c *Class) { c.Learners[0].Tries[1].Right = Yes }, ""},
		{"nothing said of one", 4, 80, presetDefault, func(c *Class) { c.Learners[0].Tries[1].Right = Unsaid }, ""},
		{"a day off since", 4, 90, presetDefault, func(c *Class) { c.offDays(false, 18, 18) }, ""},
		{"a collector stood still", 4, 90, presetDefault, func(c *Class) { c.offDays(true, 18, 18) }, ""},
		{"a day off, and a day more", 4, 96, presetDefault, func(c *Class) { c.offDays(false, 18, 18) }, Medium},
		{"no item", 4, 80, presetDefault, func(c *Class) { c.Activities[0].Item = false }, ""},
		{"fewer, five", 5, 80, presetFewer, none, ""},
		{"fewer, six", 6, 80, presetFewer, none, Medium},
		{"more, three", 3, 80, presetMore, none, Medium},
	} {
		c := quiet(1, 20)
		c.Activities = []Activity{{ID: "i", Item: true, Skill: NoSkill, Points: math.NaN()}}
		for k := range x.tries {
			hours := x.hours + float64(x.tries-1-k)
			c.Learners[0].Tries = append(c.Learners[0].Tries, Try{
				Item: true, Started: c.AsOf.Add(-time.Duration(hours * float64(time.Hour))), Order: int64(k), R: 0, Right: No, Seconds: math.NaN(),
			})
		}
		x.change(c)
		expectSignal(t, x.name, c, preset(x.preset), 0, StuckAt, x.want)
	}
}

// retry adds a try an hour after the last.
func (c *Class) retry(u int, r float64) {
	l := &c.Learners[u]
	t := l.Tries[len(l.Tries)-1]
	t.Started, t.Order, t.R, t.Right = t.Started.Add(time.Hour), t.Order+1, r, Yes
	l.Tries = append(l.Tries, t)
}

func TestGuessing(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		n, right int
		seconds  float64
		preset   string
		want     Severity
	}{
		{7, 0, 1, presetDefault, ""},
		{8, 3, 2.9, presetDefault, Medium},
		{8, 3, 3, presetDefault, ""},
		{8, 4, 1, presetDefault, ""},
		{10, 4, 1, presetDefault, ""}, // 40 % is not less than 40 %
		{10, 3, 1, presetDefault, Medium},
		{10, 3, math.NaN(), presetDefault, ""},
		{10, 2, 1.9, presetFewer, Medium}, // less than 2 s, less than 26.7 %
		{10, 2, 2, presetFewer, ""},
		{10, 3, 1, presetFewer, ""},
		{10, 5, 3.9, presetMore, Medium}, // less than 4 s, less than 53.3 %
		{10, 6, 3.9, presetMore, ""},
	} {
		c := quiet(1, 3)
		c.answers(0, of(x.right, x.n-x.right, 0, 0)...)
		for k := range c.Learners[0].Tries {
			c.Learners[0].Tries[k].Seconds = x.seconds
		}
		expectSignal(t, fmt.Sprintf("%+v", x), c, preset(x.preset), 0, Guessing, x.want)
	}
}

// TestLowMastery holds the signal to what areas say of the same learners.
func TestLowMastery(t *testing.T) {
	t.Parallel()
	for _, skills := range []int{0, 1, 3} {
		found := 0
		for seed := range uint64(5) {
			c := answering(seed, 30, 14, func(u, _ int) float64 { return float64(u)/5 - 1 })
			c.Skills = []string{"s0", "s1", "s2"}
			groups := make([][]int, max(1, skills))
			for i := range c.Activities {
				c.Activities[i].Skill = NoSkill
				if skills > 0 {
					c.Activities[i].Skill = i % skills
				}
				groups[i%max(1, skills)] = append(groups[i%max(1, skills)], i)
			}
			p := DefaultProfile()
			s := Evaluate(c, p)
			areas := Areas(c, s.Standing, p.Struggle, groups)
			for u, l := range Signals(c, s, p) {
				var want []int
				low := false
				for k := range areas {
					for _, o := range areas[k].Gap.Own {
						if o.Learner == u && (o.Struggling || o.Personal) && o.Residual.N >= p.Struggle.LeastOwn {
							low, want = true, append(want, k)
						}
					}
				}
				if skills < 2 {
					want = nil // one area: the whole course
				}
				i := slices.IndexFunc(l.Signals, func(s Signal) bool { return s.Code == LowMastery })
				if (i >= 0) != low || low && !slices.Equal(l.Signals[i].Skills, want) {
					t.Errorf("%d skills, class %d, learner %d: %v, want %t in %v", skills, seed, u, l.Signals, low, want)
				}
				if low {
					found++
				}
			}
		}
		if found < 5 {
			t.Errorf("%d skills: only %d are below the class", skills, found)
		}
	}
}

// TestLowMasteryNeeds takes away, one by one, what the signal cannot do without.
func TestLowMasteryNeeds(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		name              string
		learners, answers int
		want              Severity
	}{{"all there", 10, 12, Medium}, {"a small class", 9, 12, ""}, {"three answers", 10, 3, ""}} {
		c := quiet(x.learners, 20)
		for u := range c.Learners {
			c.answers(u, of(12, 0, 0, 0)...)
		}
		c.Learners[0].Tries = nil
		c.answers(0, of(0, x.answers, 0, 0)...)
		p := DefaultProfile()
		expectSignal(t, x.name, c, p, 0, LowMastery, x.want)
		s := Evaluate(c, p)
		s.Scores[0].State = Insufficient
		for _, y := range Signals(c, s, p)[0].Signals {
			if y.Code == LowMastery && strings.ContainsAny(y.Sentence, "0123456789") {
				t.Errorf("without enough evidence for a score: %s", y.Sentence)
			}
		}
	}
}
