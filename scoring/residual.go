package scoring

import (
	"math"
	"slices"
)

// expect is the probability that learner u answers item n at first try, as far as is known,
// and its slope by her ability, with her skills or without.
func (s *Standing) expect(u, n int, skills bool) (q, slope float64) {
	skill := NoSkill
	if skills {
		skill = s.skill[n]
	}
	mean, variance := s.engine.odds(u, n, skill)
	q = moderated(mean, variance)
	return q, q * (1 - q) / math.Sqrt(1+math.Pi*variance/8)
}

// sides are the class's mastery of a group of items, and that less its mastery of the
// rest of the course. The interval is the delta method's over what the engine knows of
// learners, their skills and items: what is uncertain of both sides alike cancels.
type sides struct {
	items      int
	here, less Estimate
}

// side adds up one learner after the other.
type side struct {
	items, rest      float64 // how many
	here, less       float64 // sums over learners
	varHere, varLess float64 // of these sums, from what is not known of learners
}

// compare holds each group against the rest of the course. One pass
// over learners and items serves all groups, so that a list of all items costs no more than one item.
func (s *Standing) compare(groups [][]int) []sides {
	items := make([][]int, len(groups))
	sums := make([]side, len(groups))
	for g := range groups {
		items[g] = s.numbers(groups[g])
		sums[g].items = float64(len(items[g]))
		sums[g].rest = float64(len(s.items)) - sums[g].items
	}
	slopes := make([]float64, len(s.items)) // sums over learners
	n := 0
	one := newOutlook(s)
	for u := range s.answers {
		if len(s.answers[u]) == 0 {
			continue
		}
		n++
		one.take(u)
		for i := range slopes {
			slopes[i] += one.slope[i]
		}
		for g := range groups {
			one.add(&sums[g], items[g])
		}
	}
	var all float64
	for i, d := range slopes {
		all += d * d * s.engine.w[i]
	}
	out := make([]sides, len(groups))
	for g := range groups {
		var in float64
		for _, i := range items[g] {
			in += slopes[i] * slopes[i] * s.engine.w[i]
		}
		out[g] = sums[g].finish(n, in, max(0, all-in))
	}
	return out
}

// finish makes estimates of the sums over n learners; in and out are what the uncertainty of the
// items here and of the rest adds to the variance of the sums, before they are means.
func (x *side) finish(n int, in, out float64) sides {
	r := sides{items: int(x.items), here: none(), less: none()}
	if n == 0 || x.items == 0 {
		return r
	}
	count := float64(n)
	in /= x.items * x.items
	r.here = interval(x.here/count, math.Sqrt(x.varHere+in)/count, 0, n)
	if x.rest > 0 {
		r.less = interval(x.less/count, math.Sqrt(x.varLess+in+out/(x.rest*x.rest))/count, -1, n)
	}
	return r
}

// interval is a value with its 90 % interval, from low to 1 at most.
func interval(value, sd, low float64, n int) Estimate {
	return Estimate{Value: value, SD: sd, Low: max(low, value-z90*sd), High: min(1, value+z90*sd), N: n}
}

// outlook is what is expected of one learner at each item of the course.
type outlook struct {
	s                *Standing
	q, slope         []float64
	sumQ, sumSlope   float64
	skill, here      []float64 // sums of slopes by skill: of the course, of the group at hand
	skillVariance    float64   // of the sum over the course
	touched          []int
	learnerVariance  float64
	varianceOfSkills []float64
}

func newOutlook(s *Standing) *outlook {
	return &outlook{
		s: s, q: make([]float64, len(s.items)), slope: make([]float64, len(s.items)),
		skill: make([]float64, s.engine.skills), here: make([]float64, s.engine.skills),
	}
}

func (o *outlook) take(u int) {
	e := o.s.engine
	o.sumQ, o.sumSlope, o.skillVariance = 0, 0, 0
	clear(o.skill)
	for n := range o.q {
		o.q[n], o.slope[n] = o.s.expect(u, n, true)
		o.sumQ, o.sumSlope = o.sumQ+o.q[n], o.sumSlope+o.slope[n]
		if k := o.s.skill[n]; k >= 0 {
			o.skill[k] += o.slope[n]
		}
	}
	o.learnerVariance = e.v[u]
	o.varianceOfSkills = e.vs[u*e.skills : (u+1)*e.skills]
	for k, d := range o.skill {
		o.skillVariance += d * d * o.varianceOfSkills[k]
	}
}

// add adds the learner to a group's sums.
func (o *outlook) add(x *side, items []int) {
	if len(items) == 0 {
		return
	}
	var q, slope float64
	for _, n := range items {
		q, slope = q+o.q[n], slope+o.slope[n]
		if k := o.s.skill[n]; k >= 0 {
			if o.here[k] == 0 {
				o.touched = append(o.touched, k)
			}
			o.here[k] += o.slope[n]
		}
	}
	x.here += q / x.items
	x.varHere += slope * slope * o.learnerVariance / (x.items * x.items)
	rest := math.Inf(1) // where there is no rest, there is no comparison either
	if x.rest > 0 {
		rest = x.rest
	}
	x.less += q/x.items - (o.sumQ-q)/rest
	d := slope/x.items - (o.sumSlope-slope)/rest
	x.varLess += d * d * o.learnerVariance
	skills := o.skillVariance / (rest * rest)
	for _, k := range o.touched {
		v := o.varianceOfSkills[k]
		x.varHere += o.here[k] * o.here[k] * v / (x.items * x.items)
		d := o.here[k]/x.items - (o.skill[k]-o.here[k])/rest
		skills += d*d*v - o.skill[k]*o.skill[k]*v/(rest*rest)
		o.here[k] = 0
	}
	o.touched = o.touched[:0]
	x.varLess += max(0, skills)
}

// numbers are the items of the course among some activities, each once.
func (s *Standing) numbers(activities []int) []int {
	out := make([]int, 0, len(activities))
	for _, i := range activities {
		if n := s.number[i]; n >= 0 {
			out = append(out, n)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// residual adds up what a learner's responses are above what was to be expected.
type residual struct {
	n                  int
	sum, chance, slope float64
}

func (x *residual) add(r, q, slope float64) {
	x.n, x.sum, x.chance, x.slope = x.n+1, x.sum+r-q, x.chance+q*(1-q), x.slope+slope
}

// beside is the mean residual less that of all the other responses of the learner, of whose ability
// the variance v is left. What her ability was taken for wrongly is in both and cancels, the more
// so the more alike the slopes; nothing can be said without responses elsewhere.
func (x residual) beside(all residual, v float64) Estimate {
	n, m := float64(x.n), float64(all.n-x.n)
	if m == 0 {
		e := none()
		e.N = x.n
		return e
	}
	slope := x.slope/n - (all.slope-x.slope)/m
	sd := math.Sqrt(x.chance/(n*n) + max(0, all.chance-x.chance)/(m*m) + slope*slope*v)
	return interval(x.sum/n-(all.sum-x.sum)/m, sd, -1, x.n)
}

// own is what each learner does in each group beside what she does elsewhere: given her ability, and
// given the difficulty of the items, in which a gap of the whole class is. Her skills are left out of
// what is expected, because they would explain a gap away. reach is that of the interval by which
// ability is below the class's.
func (s *Standing) own(p Struggle, reach float64, groups [][]int) [][]Own {
	holders := make([][]int, len(s.number))
	for g := range groups {
		for _, n := range s.numbers(groups[g]) {
			holders[s.items[n]] = append(holders[s.items[n]], g)
		}
	}
	firsts := make([][]int, len(s.answers))
	for i := range s.firsts {
		u := s.firsts[i].Learner
		firsts[u] = append(firsts[u], i)
	}
	out := make([][]Own, len(groups))
	sums := make([]residual, len(groups))
	for u := range firsts {
		var all residual
		for _, i := range firsts[u] {
			f := &s.firsts[i]
			q, slope := s.expect(u, s.number[f.Activity], false)
			all.add(f.R, q, slope)
			for _, g := range holders[f.Activity] {
				sums[g].add(f.R, q, slope)
			}
		}
		for g := range sums {
			if sums[g].n > 0 {
				out[g] = append(out[g], Own{Learner: u, Residual: sums[g].beside(all, s.engine.v[u])})
				sums[g] = residual{}
			}
		}
	}
	for g := range groups {
		s.findStruggling(s.numbers(groups[g]), reach, out[g])
		findPersonal(p, out[g])
	}
	return out
}

// findPersonal marks who is behind beyond chance, as items are found hard: by more than the
// margin, and with control of false discoveries over the learners of the group. In simulated classes
// of 25 that marks 0.2 to 0.4 % of those without a gap, and half of those who are 3 logits behind in an
// area of 10 items out of 40: not marked is no proof of no gap.
func findPersonal(p Struggle, own []Own) {
	var all []float64
	for i := range own {
		if own[i].enough(p) {
			all = append(all, own[i].chance())
		}
	}
	limit := discoveries(all, p.Discoveries)
	for i := range own {
		r := own[i].Residual
		own[i].Personal = own[i].enough(p) && r.Value < -p.Margin && own[i].chance() <= limit
	}
}

func (o *Own) enough(p Struggle) bool {
	return o.Residual.N >= p.LeastOwn && !math.IsNaN(o.Residual.Value)
}

// chance is the one-sided p-value of a residual so low.
func (o *Own) chance() float64 {
	return math.Erfc(-o.Residual.Value/o.Residual.SD/math.Sqrt2) / 2
}

// findStruggling marks whose ability in some items is below the mean of the class's learners by
// so many standard deviations. Where the course has no skills, ability is the same everywhere.
func (s *Standing) findStruggling(items []int, reach float64, own []Own) {
	shares := s.shares(items)
	var sum, n float64
	for u := range s.answers {
		if len(s.answers[u]) > 0 {
			mean, _ := s.abilityAt(u, shares)
			sum, n = sum+mean, n+1
		}
	}
	for i := range own {
		mean, sd := s.abilityAt(own[i].Learner, shares)
		own[i].Struggling = mean+reach*sd < sum/n
	}
}

// abilityAt is the mean of what is known of a learner over the skills of some items, in logits.
func (s *Standing) abilityAt(u int, shares []share) (mean, sd float64) {
	e := s.engine
	mean, variance := e.m[u], e.v[u]
	for _, x := range shares {
		k := e.at(u, x.skill)
		mean, variance = mean+x.of*e.ms[k], variance+x.of*x.of*e.vs[k]
	}
	return mean, math.Sqrt(variance)
}
