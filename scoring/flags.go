package scoring

import (
	"fmt"
	"math"
)

// flags are what looks odd in the evidence of each learner, a sentence each.
// They change no number: they say what to look at before a number is believed.
func (v *view) flags() [][]string {
	out := make([][]string, len(v.c.Learners))
	mutual, same, short, seconds := v.mutual(), v.same(), v.short(), v.quickly()
	for u := range out {
		out[u] = []string{}
		for _, says := range []string{v.fast(seconds[u]), same[u], v.bursts(u), v.quick(u), short[u], mutual[u]} {
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
