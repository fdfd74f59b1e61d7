package scoring

import (
	"fmt"
	"math"
)

// flags are what looks odd in the evidence of each learner, a sentence each.
// They change no number: they say what to look at before a number is believed.
func (v *view) flags() [][]string {
	out := make([][]string, len(v.c.Learners))
	mutual, seconds := v.mutual(), v.quickly()
	for u := range out {
		out[u] = []string{}
		for _, says := range []string{v.fast(seconds[u]), v.bursts(u), v.quick(u), mutual[u]} {
			if says != "" {
				out[u] = append(out[u], says)
			}
		}
	}
	return out
}

// quickly are the times of each learner's right first responses, in seconds.
func (v *view) quickly() [][]float64 {
	seconds := make([][]float64, len(v.c.Learners))
	for _, f := range v.standing.Firsts() {
		if t := &v.c.Learners[f.Learner].Tries[f.Try]; t.Right == Yes && !math.IsNaN(t.Seconds) {
			seconds[f.Learner] = append(seconds[f.Learner], t.Seconds)
		}
	}
	return seconds
}

// fast finds right answers given faster than questions are read.
func (v *view) fast(seconds []float64) string {
	m := median(seconds)
	if len(seconds) < v.p.Flags.FastLeast || m >= v.p.Flags.FastSeconds {
		return ""
	}
	return fmt.Sprintf("%s were right, and given in %s seconds in the median: they may have been known before.",
		count(len(seconds), "first response"), num(m))
}

// bursts finds sessions that look like a machine's.
func (v *view) bursts(u int) string {
	n := 0
	l := &v.c.Learners[u]
	for i := range l.Sessions {
		if !v.early(u, l.Sessions[i].Begin) && v.burst(&l.Sessions[i]) {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%s with many statements within a second of another, as a page sends them that reloads itself; not counted.", count(n, "session"))
}

// quick finds retries that were not thought about.
func (v *view) quick(u int) string {
	n := len(v.mindless(u))
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%s in less than %s seconds after a failed try; ignored.", count(n, "retry"), num(v.p.Effort.Mindless))
}

// mutual finds learners who rate those who rate them more often than the class does.
func (v *view) mutual() []string {
	index := map[string]int{}
	for u := range v.c.Learners {
		index[v.c.Learners[u].ID] = u
	}
	rated := make([]map[int]bool, len(v.c.Learners)) // by whom
	for u := range rated {
		rated[u] = map[int]bool{}
		for _, f := range v.c.Learners[u].Feedback {
			if giver, ok := index[f.Giver]; ok && giver != u && !math.IsNaN(f.R) && f.Role != RoleTeacher {
				rated[u][giver] = true
			}
		}
	}
	pairs, back := make([]int, len(rated)), make([]int, len(rated))
	all, allBack := 0, 0
	for u, givers := range rated {
		for g := range givers {
			pairs[u]++
			if rated[g][u] {
				back[u]++
			}
		}
		all, allBack = all+pairs[u], allBack+back[u]
	}
	out := make([]string, len(rated))
	for u := range out {
		// back/pairs > allBack/all, without dividing by nothing
		if back[u] >= v.p.Flags.MutualLeast && back[u]*all > allBack*pairs[u] {
			out[u] = fmt.Sprintf("%d of %s were given back: in the class it is %s.", back[u], count(pairs[u], "peer rating"), percent(float64(allBack)/float64(all)))
		}
	}
	return out
}
