package scoring

import (
	"math"
	"strings"
	"testing"
)

// TestNoTime is of a learner whose statements each stand alone: no time of hers is known,
// which is another thing than a time of 0.
func TestNoTime(t *testing.T) {
	t.Parallel()
	nan := math.NaN()
	for _, x := range []struct {
		name         string
		stated, gaps float64
		want         string // in the sentence; "" = nothing of time
		known        bool
		why          string
	}{
		{"nothing", nan, nan, "", false, "opened; no time is known"},
		{"one statement", nan, 0, "", false, "opened; no time is known"},
		{"gaps", nan, 120, ", 2 min on task", true, "opened; 2 min by the time between statements"},
		{"stated", 90, 0, ", 2 min on task", true, "opened; 2 min as stated"},
	} {
		c, p := handClass(t), DefaultProfile()
		u := len(c.Learners) - 1
		c.Learners[u].Visits = []Visit{{Activity: 1, Stated: x.stated, Gaps: x.gaps, Times: 1}}
		v := newView(c, p)
		e := newEffort(v)
		f := e.of(u)
		if got := f.parts[1].there(); got != x.known {
			t.Errorf("%s: a part of time: %t", x.name, got)
		}
		if !x.known && f.parts[1].formula != "missing: none of this learner is known" {
			t.Errorf("%s: %q", x.name, f.parts[1].formula)
		}
		if !strings.HasPrefix(f.sentence, "Opened 1 activity (class median 3)"+x.want+".") {
			t.Errorf("%s: %q", x.name, f.sentence)
		}
		if o := e.observe(u); len(o) != 1 || o[0].Why != x.why {
			t.Errorf("%s: %+v, want %q", x.name, o, x.why)
		}
	}
}
