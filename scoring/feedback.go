package scoring

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// feedback is what others say of a learner's work.
type feedback struct {
	*view
	words [][]word // of each learner, in the order of the class
}

// word is a piece of feedback and what is made of it.
type word struct {
	*Feedback
	weight float64
	unused string // why it does not count
}

func newFeedback(v *view) *feedback {
	f := &feedback{view: v, words: make([][]word, len(v.c.Learners))}
	for u := range v.c.Learners {
		f.words[u] = v.heard(u)
	}
	return f
}

// heard decides what counts: scored words of others, the latest few of each
// giver, without the kindest and the harshest giver where there are enough.
func (v *view) heard(u int) []word {
	l := &v.c.Learners[u]
	words := make([]word, len(l.Feedback))
	order := make([]*word, 0, len(words))
	for i := range l.Feedback {
		w := &words[i]
		w.Feedback = &l.Feedback[i]
		w.weight = v.p.Feedback.of(w.Role)
		switch {
		case w.Giver == l.ID:
			w.unused = "the learner's own words"
		case math.IsNaN(w.R):
			w.unused = "words only, or a score that cannot be read: to be read, and never counted as good or bad"
		default:
			order = append(order, w)
		}
	}
	slices.SortStableFunc(order, func(a, b *word) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.Statement, a.Statement))
	})
	given := map[string][]*word{}
	for _, w := range order {
		if len(given[w.Giver]) == v.p.Feedback.PerGiver {
			w.unused = fmt.Sprintf("more than %d of one giver: the latest count", v.p.Feedback.PerGiver)
			continue
		}
		given[w.Giver] = append(given[w.Giver], w)
	}
	v.trim(given)
	return words
}

// trim leaves out the givers with the highest and the lowest mean, so that no
// single friend or foe decides.
func (v *view) trim(given map[string][]*word) {
	if len(given) < v.p.Feedback.TrimGivers {
		return
	}
	type giver struct {
		id   string
		mean float64
	}
	givers := make([]giver, 0, len(given))
	for id, words := range given {
		g := giver{id: id}
		for _, w := range words {
			g.mean += w.R / float64(len(words))
		}
		givers = append(givers, g)
	}
	slices.SortFunc(givers, func(a, b giver) int { return cmp.Or(cmp.Compare(a.mean, b.mean), cmp.Compare(a.id, b.id)) })
	for why, g := range map[string]giver{"the lowest giver": givers[0], "the highest giver": givers[len(givers)-1]} {
		for _, w := range given[g.id] {
			w.unused = fmt.Sprintf("of %d givers, %s is left out", len(givers), why)
		}
	}
}

// of is the weight of a role.
func (f FeedbackSettings) of(r Role) float64 {
	switch r {
	case RoleTeacher:
		return f.Teacher
	case RolePeer:
		return f.Peer
	case RoleUnknown:
	}
	return f.Unknown
}

func (f *feedback) impossible() string {
	for u := range f.words {
		if slices.ContainsFunc(f.words[u], func(w word) bool { return w.unused == "" }) {
			return ""
		}
	}
	return "nobody has feedback with a score"
}

func (f *feedback) of(u int) factor {
	s := f.p.Feedback
	value, weight := 0.0, 0.0
	var by [RoleTeacher + 1]int
	used, mean, plain := 0, 0.0, 0
	var sources []source
	for i, w := range f.words[u] {
		switch {
		case w.unused == "":
			value += w.weight * w.R
			weight += w.weight
			mean += w.R
			by[w.Role]++
			used++
			sources = append(sources, source{ofFeedback, i})
		case math.IsNaN(w.R) && w.Giver != f.c.Learners[u].ID:
			plain++
		}
	}
	out := factor{value: math.NaN(), sd: math.NaN(), missing: "no feedback with a score", used: sources}
	out.parts = []part{absent("feedback", 1, out.missing)}
	if used > 0 {
		x := (value + s.Prior*s.Expected) / (weight + s.Prior)
		out = f.p.join([]part{{
			name: "feedback", weight: 1, value: x, sd: f.p.proportion(x, weight),
			formula: fmt.Sprintf("(%s + %s × %s) / (%s + %s)", num(value), num(s.Prior), num(s.Expected), num(weight), num(s.Prior)),
		}})
		out.used = sources
		out.plain = fmt.Sprintf("%s (%d of teachers, %d of peers)", count(used, "rating"), by[RoleTeacher], by[RolePeer])
		out.sentence = fmt.Sprintf("%s, mean %.0f", out.plain, 100*mean/float64(used))
	}
	if plain > 0 {
		more := fmt.Sprintf("%s without a score, to be read", count(plain, "comment"))
		if out.plain != "" {
			more = "; " + more
		}
		out.plain += more
		out.sentence += more
	}
	if out.plain != "" {
		out.plain, out.sentence = out.plain+".", out.sentence+"."
	}
	return out
}

func (f *feedback) observe(u int) []Observation {
	out := make([]Observation, 0, len(f.words[u]))
	for _, w := range f.words[u] {
		o := Observation{Factor: FeedbackGiven, What: "feedback", Activity: -1, At: w.At, Value: w.R, Statement: w.Statement, Why: w.unused}
		if w.unused == "" {
			o.Used, o.Why = true, "weight "+num(w.weight)
		}
		out = append(out, o)
	}
	return out
}
