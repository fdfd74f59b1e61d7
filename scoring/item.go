package scoring

import (
	"math"
	"time"
)

// Items is what the first responses of a class say of each of its items, by index of
// c.Activities; N is 0 for those nobody answered and for what is no item.
func Items(c *Class, s *Standing, p Struggle) []Item {
	return pool(c, s, p, singles(c))
}

// singles are groups of one item each, by index of c.Activities; what is no item has an empty one.
func singles(c *Class) [][]int {
	groups := make([][]int, len(c.Activities))
	for i := range groups {
		if c.Activities[i].Item {
			groups[i] = []int{i}
		}
	}
	return groups
}

// pool is what the first responses to each group of items say, taken together. What
// they are held against is the mean over the whole course.
func pool(c *Class, s *Standing, p Struggle, groups [][]int) []Item {
	holders := make([][]int, len(c.Activities)) // of an item: the groups it is in, each once
	for g, group := range groups {
		for _, i := range group {
			if n := len(holders[i]); c.Activities[i].Item && (n == 0 || holders[i][n-1] != g) {
				holders[i] = append(holders[i], g)
			}
		}
	}
	out := make([]Item, len(groups))
	mu := poolFirsts(s, holders, out, p)
	poolTries(c, p, holders, out)
	for g := range out {
		out[g].hardness(p, mu)
		out[g].Difficulty, out[g].DifficultySD = s.difficultyOf(groups[g])
	}
	judge(out, p, mu)
	return out
}

// poolFirsts adds up first responses, and returns their mean over the course; NaN without one.
func poolFirsts(s *Standing, holders [][]int, out []Item, p Struggle) (mu float64) {
	readings, abilities := make([][]float64, len(out)), make([][]float64, len(out))
	var sum float64
	for _, f := range s.firsts {
		sum += f.R
		for _, g := range holders[f.Activity] {
			out[g].N++
			out[g].K += f.R
			readings[g] = append(readings[g], f.R)
			abilities[g] = append(abilities[g], s.engine.m[f.Learner])
		}
	}
	for g := range out {
		out[g].Discrimination = math.NaN()
		if out[g].N >= p.Least {
			out[g].Discrimination = correlation(readings[g], abilities[g])
			out[g].SuspectKey = p.suspect(out[g].Discrimination, out[g].N)
		}
	}
	return sum / float64(len(s.firsts))
}

// history is what a learner did at one item, try after try. Tries that say nothing of
// right and wrong are none of it.
type history struct {
	tries      int
	firstWrong bool
	toRight    int // tries up to the first right one, with it; 0 = none
	wrong      int // since the last right one
	last       time.Time
}

func (h *history) add(t *Try) {
	if t.Right == Unsaid {
		return
	}
	h.tries++
	if t.Right == Yes {
		if h.toRight == 0 {
			h.toRight = h.tries
		}
		h.wrong = 0
		return
	}
	h.firstWrong = h.firstWrong || h.tries == 1
	h.wrong++
	h.last = t.Started
}

// stuck says whether there were many wrong tries and, since the last of them, time
// enough for a right one that did not come.
func (h *history) stuck(p Struggle, asOf time.Time) bool {
	wait := time.Duration(p.StuckHours * float64(time.Hour))
	return h.wrong >= p.StuckTries && !h.last.Add(wait).After(asOf)
}

// poolTries adds what retries and durations say.
func poolTries(c *Class, p Struggle, holders [][]int, out []Item) {
	seconds, tries := make([][]float64, len(out)), make([][]float64, len(out))
	again, right := make([]int, len(out)), make([]int, len(out))
	mine := map[int]*history{}
	for u := range c.Learners {
		clear(mine)
		for k := range c.Learners[u].Tries {
			t := &c.Learners[u].Tries[k]
			if !c.counts(t) {
				continue
			}
			if mine[t.Activity] == nil {
				mine[t.Activity] = &history{}
			}
			mine[t.Activity].add(t)
			for _, g := range holders[t.Activity] {
				if !math.IsNaN(t.Seconds) {
					seconds[g] = append(seconds[g], t.Seconds)
				}
			}
		}
		for activity, h := range mine { // in any order: medians and sums of whole numbers have none
			for _, g := range holders[activity] {
				if h.toRight > 0 {
					tries[g] = append(tries[g], float64(h.toRight))
				}
				if h.firstWrong && h.tries > 1 {
					again[g]++
					if h.toRight > 0 {
						right[g]++
					}
				}
				if n := len(out[g].Stuck); h.stuck(p, c.AsOf) && (n == 0 || out[g].Stuck[n-1] != u) {
					out[g].Stuck = append(out[g].Stuck, u)
				}
			}
		}
	}
	for g := range out {
		out[g].MedianSeconds, out[g].Tries, out[g].RetrySuccess = median(seconds[g]), median(tries[g]), math.NaN()
		if again[g] > 0 {
			out[g].RetrySuccess = float64(right[g]) / float64(again[g])
		}
	}
}

// counts says whether a try is a response to an item of the course by the time asked for.
func (c *Class) counts(t *Try) bool {
	return t.Item && c.Activities[t.Activity].Item && !t.Started.After(c.AsOf)
}

// difficultyOf is the mean difficulty of some items in logits, and how well it is known;
// NaN of none.
func (s *Standing) difficultyOf(activities []int) (b, sd float64) {
	var sum, variance, n float64
	for _, k := range s.numbers(activities) {
		sum, variance, n = sum+s.engine.b[k], variance+s.engine.w[k], n+1
	}
	return sum / n, math.Sqrt(variance) / n
}
