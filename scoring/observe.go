package scoring

// Observations are every piece of evidence of a learner, an index of the class's
// learners, in the order of factors: what it counted as, and why what is not
// used is not. The class and the profile are those that the scores were made from.
func (s *Scores) Observations(c *Class, p Profile, learner int) []Observation {
	if learner < 0 || learner >= len(c.Learners) || s.Standing == nil {
		return nil
	}
	v := newView(c, p)
	v.standing = s.Standing
	var out []Observation
	for _, m := range v.measures() {
		missing := settled(m.of(learner)).missing
		for _, o := range m.observe(learner) {
			if o.Used && missing != "" {
				o.Used, o.Why = false, missing
			}
			out = append(out, o)
		}
	}
	return out
}
