package scoring

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"
)

// TestFlags plants what looks odd, one thing each.
func TestFlags(t *testing.T) {
	t.Parallel()
	begin := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	base := func() *Class {
		c := smallClass(12)
		for i := range 10 {
			c.Activities = append(c.Activities, Activity{ID: fmt.Sprint(i), Item: i < 9, Skill: NoSkill, Points: math.NaN()})
		}
		return c
	}
	answer := func(l *Learner, item, n int, right Truth, seconds float64, text string) {
		at := begin.Add(time.Duration(n) * time.Minute)
		l.Tries = append(l.Tries, Try{Activity: item, Item: true, Started: at, Order: int64(n), R: float64(right - 1), Right: right, Seconds: seconds, Answer: text})
	}
	for _, x := range []struct {
		name  string
		plant func(*Class)
		want  map[int]string
	}{
		{"nothing", func(*Class) {}, nil},
		{"right too fast", func(c *Class) {
			for i := range 8 {
				answer(&c.Learners[0], i, i, Yes, 1+float64(i%2), "")
				answer(&c.Learners[1], i, i, Yes, 3, "")
			}
			for i := range 7 {
				answer(&c.Learners[2], i, i, Yes, 1, "")
			}
		}, map[int]string{0: "8 first responses were right, and given in 1.5 seconds in the median: they may have been known before."}},
		{"wrong alike", func(c *Class) {
			for i := range 5 {
				answer(&c.Learners[0], i, i, No, 60, "b")
				answer(&c.Learners[1], i, i, No, 60, "b")
				answer(&c.Learners[2], i, i, No, 60, "c")
				answer(&c.Learners[3], 4-i, i, No, 60, "b")
			}
			for i := range 4 {
				answer(&c.Learners[4], i, i, No, 60, "a")
				answer(&c.Learners[5], i, i, No, 60, "a")
			}
		}, map[int]string{
			0: "All 5 wrong first answers are the same, in the same order, as those of 1 other learner.",
			1: "All 5 wrong first answers are the same, in the same order, as those of 1 other learner.",
		}},
		{"a page that reloads itself", func(c *Class) {
			c.Learners[0].Sessions[0].Statements, c.Learners[0].Sessions[0].Burst = 60, 31
			c.Learners[1].Sessions[0].Statements, c.Learners[1].Sessions[0].Burst = 60, 30
			c.Learners[2].Sessions[0].Statements, c.Learners[2].Sessions[0].Burst = 19, 19
		}, map[int]string{0: "1 session with many statements within a second of another, as a page sends them that reloads itself; not counted."}},
		{"retries without a thought", func(c *Class) {
			for n := range 3 {
				answer(&c.Learners[0], 0, n, No, 2, "")
			}
		}, map[int]string{0: "2 retries in less than 3 seconds after a failed try; ignored."}},
		{"a work without time", func(c *Class) {
			for u := range 5 {
				l := &c.Learners[u]
				l.Tries = append(l.Tries, Try{Activity: 9, Started: begin, R: 0.5, Seconds: []float64{50, 600, 700, 800, 900}[u]})
				l.HandIns = append(l.HandIns, HandIn{Activity: 9, At: begin})
			}
		}, map[int]string{0: "1 due work handed in after less than 10 % of the class's median time."}},
		{"ratings given back", func(c *Class) {
			rate := func(giver, of int) {
				l := &c.Learners[of]
				l.Feedback = append(l.Feedback, Feedback{Giver: c.Learners[giver].ID, Role: RolePeer, At: begin, R: 1})
			}
			for _, pair := range [][2]int{{0, 1}, {1, 0}, {0, 2}, {2, 0}, {3, 2}, {4, 2}, {5, 4}, {6, 4}, {7, 1}} {
				rate(pair[0], pair[1])
			}
		}, map[int]string{0: "2 of 2 peer ratings were given back: in the class it is 44 %."}},
	} {
		t.Run(x.name, func(t *testing.T) {
			t.Parallel()
			c := base()
			x.plant(c)
			for u, s := range Evaluate(c, DefaultProfile()).Scores {
				var want []string
				if x.want[u] != "" {
					want = []string{x.want[u]}
				}
				if !slices.Equal(s.Flags, want) {
					t.Errorf("%s: %q, want %q", s.Learner, s.Flags, want)
				}
			}
		})
	}
}
