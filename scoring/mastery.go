package scoring

import "math"

// Mastery are the parameters of the mastery engine, in logits and their variances.
type Mastery struct {
	LearnerVariance float64 `json:"learner_variance" toml:"learner_variance"` // of a learner before her first response
	SkillVariance   float64 `json:"skill_variance" toml:"skill_variance"`     // of what a learner's skill differs from that
	ItemVariance    float64 `json:"item_variance" toml:"item_variance"`       // of an item before its first response
	LearnerDrift    float64 `json:"learner_drift" toml:"learner_drift"`       // added with each response: learners change
	SkillDrift      float64 `json:"skill_drift" toml:"skill_drift"`
	Gain            float64 `json:"gain" toml:"gain"` // what practice adds to a skill, a response
	MostLearner     float64 `json:"most_learner_variance" toml:"most_learner_variance"`
	MostSkill       float64 `json:"most_skill_variance" toml:"most_skill_variance"`
}

// DefaultMastery are the parameters with the least mean regret over held-out
// learners of six public data sets.
func DefaultMastery() Mastery {
	return Mastery{
		LearnerVariance: 1, SkillVariance: 0.1, ItemVariance: 1.5,
		LearnerDrift: 0.005, SkillDrift: 0.02, Gain: 0.01, MostLearner: 1, MostSkill: 0.5,
	}
}

// NoSkill is the skill of an item without one.
const NoSkill = -1

// z90 is how many standard deviations a 90 % interval reaches to each side.
const z90 = 1.645

// Engine learns from responses, one after the other, how able learners are and
// how hard items: Elo with variances, which is the Rasch model filtered in one
// pass (Glickman 1999, Appl. Stat. 48, 377-394; for education Pelánek 2016,
// Comput. Educ. 98, 169-179). Learners, items and skills are numbered from 0.
type Engine struct {
	p      Mastery
	skills int
	m, v   []float64 // of learners
	ms, vs []float64 // of learners in skills: learner × skills
	b, w   []float64 // of items
	frozen bool
}

// NewEngine makes an engine that has seen nothing. It grows with the numbers it
// is given, but for skills.
func NewEngine(p Mastery, learners, items, skills int) *Engine {
	e := &Engine{p: p, skills: max(0, skills)}
	e.growLearners(learners)
	e.growItems(items)
	return e
}

func (e *Engine) growLearners(n int) {
	for len(e.m) < n {
		e.m, e.v = append(e.m, 0), append(e.v, e.p.LearnerVariance)
		for range e.skills {
			e.ms, e.vs = append(e.ms, 0), append(e.vs, e.p.SkillVariance)
		}
	}
}

func (e *Engine) growItems(n int) {
	for len(e.b) < n {
		e.b, e.w = append(e.b, 0), append(e.w, e.p.ItemVariance)
	}
}

// Freeze holds the items as they are: from now on only learners are learned about.
func (e *Engine) Freeze() { e.frozen = true }

// at is where the skill s of learner u is kept; -1 = it has none.
func (e *Engine) at(u, s int) int {
	if s < 0 || s >= e.skills {
		return -1
	}
	return u*e.skills + s
}

// odds are what is known of how learner u answers item i of skill s: the mean and the
// variance of the log-odds that she is right.
func (e *Engine) odds(u, i, s int) (mean, variance float64) {
	mean, variance = e.m[u]-e.b[i], e.v[u]+e.w[i]
	if k := e.at(u, s); k >= 0 {
		mean, variance = mean+e.ms[k], variance+e.vs[k]
	}
	return mean, variance
}

// Observe takes the response r, 0..1, of learner u to item i of skill s (NoSkill:
// none) and returns the probability it was expected with before.
func (e *Engine) Observe(u, i, s int, r float64) (expected float64) {
	e.growLearners(u + 1)
	e.growItems(i + 1)
	k := e.at(u, s)
	mean, sum := e.odds(u, i, s)
	expected = moderated(mean, sum)
	p := sigmoid(mean)
	h := p * (1 - p)
	information := 1 + h*sum
	miss := (r - expected) / information
	e.m[u] += e.v[u] * miss
	e.v[u] = min(e.v[u]-e.v[u]*e.v[u]*h/information+e.p.LearnerDrift, e.p.MostLearner)
	if k >= 0 {
		e.ms[k] += e.vs[k]*miss + e.p.Gain
		e.vs[k] = min(e.vs[k]-e.vs[k]*e.vs[k]*h/information+e.p.SkillDrift, e.p.MostSkill)
	}
	if !e.frozen {
		e.b[i] -= e.w[i] * miss
		e.w[i] -= e.w[i] * e.w[i] * h / information
	}
	return expected
}

// sigmoid is the logistic function.
func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// moderated is the mean of the logistic function over a normal distribution
// (MacKay 1992, Neural Comput. 4, 720-736).
func moderated(mean, variance float64) float64 {
	return sigmoid(mean / math.Sqrt(1+math.Pi*variance/8))
}
