package scoring

import (
	"fmt"
	"math"
)

// measures are the factors of a class, in the order of Factors.
func (v *view) measures() []measure {
	attended, due := v.attendances(), newDueWork(v)
	return []measure{
		newAchievement(v), due, newParticipation(v, attended), newRegularity(v, attended, due), newEffort(v), newFeedback(v),
	}
}

// Evaluate makes the scores of a class from its evidence. The same class and
// profile give the same scores, to the byte.
func Evaluate(c *Class, p Profile) *Scores {
	v := newView(c, p)
	v.standing = Learn(v.c, p.Mastery)
	measures := v.measures()
	s := &Scores{
		AsOf: c.AsOf, Profile: p.Hash(), Scores: make([]Score, len(c.Learners)),
		Items: Items(v.c, v.standing, p.Struggle), Standing: v.standing,
	}
	factors := make([][]factor, len(c.Learners)) // by learner, then factor
	for u := range factors {
		factors[u] = make([]factor, len(measures))
		for k, m := range measures {
			factors[u][k] = settled(m.of(u))
		}
	}
	for k, f := range Factors() {
		s.Class = append(s.Class, classFactor(f, p, measures[k], factors, k))
	}
	s.Cannot = cannot(s.Class)
	flags := v.flags()
	for u := range s.Scores {
		s.Scores[u] = v.score(u, factors[u], s.Class)
		s.Scores[u].Flags = flags[u]
	}
	return s
}

func classFactor(f Factor, p Profile, m measure, factors [][]factor, k int) ClassFactor {
	var values []float64
	for u := range factors {
		if x := factors[u][k].value; !math.IsNaN(x) {
			values = append(values, x)
		}
	}
	out := ClassFactor{Factor: f, Weight: p.Weights.Of(f), Median: median(values), Missing: m.impossible()}
	out.Possible = out.Missing == "" && len(factors) > 0
	return out
}

// cannot says what the scores of a class do not see: what the class has no
// evidence of, and what no score of this kind sees.
func cannot(class []ClassFactor) []string {
	var out []string
	for _, f := range class {
		if f.Missing != "" {
			out = append(out, fmt.Sprintf("%s: %s.", capital(string(f.Factor)), f.Missing))
		}
	}
	return append(out,
		"What was learned, done or handed in where no statements are made.",
		"Motivation: it is not observed; regularity stands for it.",
		"Why something was not done: illness, work, care and access leave no statements.",
		"How good the words of posts and comments are: they are counted, never judged.",
		"Effort, feedback, the intervals and the limits of the states are choices of the design that were not shown to be right on data.",
	)
}

// score joins the factors of a learner.
func (v *view) score(u int, factors []factor, class []ClassFactor) Score {
	pieces := make([]Piece, len(factors))
	for k, f := range factors {
		pieces[k] = Piece{Weight: class[k].Weight, Value: f.value, SD: f.sd, Possible: class[k].Possible}
	}
	sum := v.p.Combine(pieces)
	out := Score{Learner: v.c.Learners[u].ID, Coverage: sum.Coverage, Why: []string{}, Flags: []string{}, Evidence: evidence(factors)}
	out.State, out.Why = v.state(u, sum, factors)
	for k, f := range factors {
		line := Line{
			Factor: class[k].Factor, Weight: class[k].Weight, Evidence: len(f.used), Sentence: f.sentence, Missing: f.missing, Parts: []Part{},
		}
		if out.State == Insufficient {
			line.Sentence = f.plain
		} else {
			v.fill(&line, f, sum, class[k].Median)
		}
		out.Factors = append(out.Factors, line)
	}
	if out.State == Insufficient {
		return out
	}
	half, vs := v.p.Interval.Z*sum.SD, 0.0
	for _, l := range out.Factors {
		if l.VsClass != nil {
			vs += *l.VsClass
		}
	}
	out.Score, out.VsClass = known(sum.Score), known(vs)
	out.Low, out.High = known(max(0, sum.Score-half)), known(min(100, sum.Score+half))
	return out
}

// fill writes the numbers of a factor into its line.
func (v *view) fill(line *Line, f factor, sum Sum, typical float64) {
	for _, x := range f.parts {
		line.Parts = append(line.Parts, Part{Part: x.name, Weight: x.weight, Value: known(x.value), SD: known(x.sd), Formula: x.formula})
	}
	if math.IsNaN(f.value) {
		return
	}
	half, w := v.p.Interval.Z*f.sd, line.Weight/sum.Weight
	line.Value, line.Low, line.High = known(f.value), known(max(0, f.value-half)), known(min(1, f.value+half))
	line.Contribution = known(100 * w * f.value)
	line.VsClass = known(100 * w * (f.value - typical))
}

// known is a number that is handed on; nil if there is none.
func known(x float64) *float64 {
	if math.IsNaN(x) {
		return nil
	}
	return &x
}

// state says how much a score can be trusted, and what is missing to more.
func (v *view) state(u int, sum Sum, factors []factor) (State, []string) {
	s, l := v.p.States, &v.c.Learners[u]
	why := []string{}
	if sum.Coverage < s.Coverage {
		why = append(why, fmt.Sprintf("the factors with evidence are %s of what this class can have; a score needs %s", inPercent(sum.Coverage), inPercent(s.Coverage)))
	}
	responses := v.standing.Responses(u)
	graded := factors[0].works
	if responses < s.Responses && graded < s.Graded {
		why = append(why, fmt.Sprintf("%s and %s; a score needs %s or %s", count(responses, "scored response"), count(graded, "graded work"),
			count(s.Responses, "response"), count(s.Graded, "graded work")))
	}
	if l.First.IsZero() {
		why = append(why, "no statement yet")
	} else if l.First.AddDate(0, 0, s.Days).After(v.c.AsOf) {
		why = append(why, fmt.Sprintf("the first statement is less than %s old", count(s.Days, "day")))
	}
	half := v.p.Interval.Z * sum.SD
	if half > s.Widest {
		why = append(why, fmt.Sprintf("the 90 %% interval would be wider than ± %s points", num(s.Widest)))
	}
	if math.IsNaN(sum.Score) {
		why = append(why, "no factor with a weight has evidence")
	}
	switch {
	case len(why) > 0:
		return Insufficient, why
	case half >= s.Provisional:
		return Provisional, []string{fmt.Sprintf("the 90 %% interval is ± %.0f points; below %s a score is stable", half, num(s.Provisional))}
	}
	return Stable, why
}
