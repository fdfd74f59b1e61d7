package scoring

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"
)

// effort is what a learner opened, how long she was at it, and whether she
// tries again.
type effort struct {
	*view
	caps         []float64 // seconds at each activity that count at most; NaN = no cap
	opened, time *comparison
	timed        bool        // the records of the class say something about time
	failures     [][]failure // of each learner
	mean         float64     // share of failed tries after which the class tried again; NaN = none failed
}

// failure is a failed try.
type failure struct {
	try   int // index of the learner's tries
	again bool
}

func newEffort(v *view) *effort {
	e := &effort{view: v, caps: v.timeCaps(), failures: make([][]failure, len(v.c.Learners)), mean: math.NaN()}
	n := len(v.c.Learners)
	opened, hours := make([]float64, n), make([]float64, n)
	again, failed := 0.0, 0.0
	for u := range v.c.Learners {
		for i := range v.c.Learners[u].Visits {
			if x := &v.c.Learners[u].Visits[i]; !v.c.Activities[x.Activity].Course {
				opened[u]++
			}
		}
		hours[u] = e.secondsOf(u) / 3600
		e.failures[u] = v.failed(u)
		for _, f := range e.failures[u] {
			failed++
			if f.again {
				again++
			}
		}
	}
	if failed > 0 {
		e.mean = again / failed
	}
	e.timed = slices.ContainsFunc(hours, func(x float64) bool { return x > 0 })
	targets := v.p.Cohort.Targets
	e.opened = v.compare("activities opened", "activities", opened, targets.Activities, "nobody opened an activity")
	e.time = v.compare("time on task", "hours", hours, targets.Hours, "the records say nothing about time")
	return e
}

// timeCaps are what stated times count at most: a multiple of the class's
// median at the same activity, because a page that stays open is no work.
func (v *view) timeCaps() []float64 {
	stated := make([][]float64, len(v.c.Activities))
	for u := range v.c.Learners {
		for _, x := range v.c.Learners[u].Visits {
			if !math.IsNaN(x.Stated) {
				stated[x.Activity] = append(stated[x.Activity], x.Stated)
			}
		}
	}
	caps := make([]float64, len(stated))
	for i := range stated {
		caps[i] = v.p.Effort.TimeCap * median(stated[i])
	}
	return caps
}

// seconds at an activity that count: as stated, else by the gaps between statements. NaN
// = not known: a statement that stands alone has no gap, which is not a time of 0.
func (e *effort) seconds(x *Visit) float64 {
	switch {
	case !math.IsNaN(x.Stated):
		return min(x.Stated, e.caps[x.Activity])
	case x.Gaps > 0:
		return x.Gaps
	}
	return math.NaN()
}

// secondsOf are those of a learner at all activities together; NaN = not known of any.
func (e *effort) secondsOf(u int) float64 {
	sum, known := 0.0, false
	for i := range e.c.Learners[u].Visits {
		x := &e.c.Learners[u].Visits[i]
		if s := e.seconds(x); !math.IsNaN(s) && !e.c.Activities[x.Activity].Course {
			sum, known = sum+s, true
		}
	}
	if !known {
		return math.NaN()
	}
	return sum
}

// place is where a learner tries: an item, or an activity as a whole.
type place struct {
	activity int
	item     bool
}

// mindless are tries, by index, that followed a failed one too quickly to have
// been thought about: they are looked at neither as retries nor as failures.
func (v *view) mindless(u int) map[int]bool {
	out := map[int]bool{}
	failed := map[place]*Try{} // the last try that counts, if it failed
	tries := v.c.Learners[u].Tries
	for k := range tries {
		t := &tries[k]
		at := place{t.Activity, t.Item}
		if was := failed[at]; was != nil && t.took(was) < v.p.Effort.Mindless {
			out[k] = true
			continue
		}
		delete(failed, at)
		if t.failed() {
			failed[at] = t
		}
	}
	return out
}

// took is how many seconds a retry took: as stated, else since the try before.
func (t *Try) took(was *Try) float64 {
	if !math.IsNaN(t.Seconds) {
		return t.Seconds
	}
	return t.when().Sub(was.when()).Seconds()
}

// failed are the failed tries of a learner, and after which of them she tried
// again in time.
func (v *view) failed(u int) []failure {
	var out []failure
	tries, mindless := v.c.Learners[u].Tries, v.mindless(u)
	within := time.Duration(v.p.Effort.RetryHours * float64(time.Hour))
	next := map[place]time.Time{} // when the next try there began
	for k := len(tries) - 1; k >= 0; k-- {
		t := &tries[k]
		if mindless[k] || v.c.Activities[t.Activity].Course {
			continue
		}
		at := place{t.Activity, t.Item}
		if t.failed() {
			began, again := next[at]
			out = append(out, failure{try: k, again: again && began.Sub(t.when()) <= within})
		}
		next[at] = t.Started
	}
	slices.Reverse(out)
	return out
}

func (e *effort) impossible() string {
	if e.opened.missing == "" || e.time.missing == "" || !math.IsNaN(e.mean) {
		return ""
	}
	return e.opened.missing + ", and nothing was failed that could be tried again"
}

func (e *effort) of(u int) factor {
	w := e.p.Effort
	opened := int(e.opened.counts[u])
	persistence, again := e.persistence(u)
	f := e.p.join([]part{e.opened.part(u, w.Opened), e.time.part(u, w.Time), persistence})
	if math.IsNaN(f.value) {
		f.missing = e.impossible()
		if f.missing == "" {
			f.missing = e.opened.missing + ", and this learner failed nothing that could be tried again"
		}
	}
	f.used = e.used(u)
	f.sentence = fmt.Sprintf("Opened %s (class median %s)", count(opened, "activity"), num(e.opened.median))
	if e.timed && !math.IsNaN(e.time.counts[u]) {
		f.sentence += ", " + lasting(3600*e.time.counts[u]) + " on task"
	}
	if n := len(e.failures[u]); n > 0 {
		f.sentence += fmt.Sprintf(", tried again after %d of %s", again, count(n, "failed try"))
	}
	f.sentence += "."
	f.plain = f.sentence
	return f
}

// used are the visits and the failed tries behind it.
func (e *effort) used(u int) []source {
	var out []source
	for i := range e.c.Learners[u].Visits {
		if x := &e.c.Learners[u].Visits[i]; !e.c.Activities[x.Activity].Course && e.looks(u, x) {
			out = append(out, source{ofVisit, x.Activity})
		}
	}
	if e.p.Effort.Persistence > 0 {
		for _, f := range e.failures[u] {
			out = append(out, source{ofTry, f.try})
		}
	}
	return out
}

// looks says whether a visit counts for something: as opened, or by its time.
func (e *effort) looks(u int, x *Visit) bool {
	return e.opened.weighs(u, e.p.Effort.Opened) || e.time.weighs(u, e.p.Effort.Time) && !math.IsNaN(e.seconds(x))
}

func (e *effort) persistence(u int) (p part, again int) {
	w, n := e.p.Effort, len(e.failures[u])
	if n == 0 {
		return absent("persistence", w.Persistence, "nothing failed that could be tried again"), 0
	}
	for _, f := range e.failures[u] {
		if f.again {
			again++
		}
	}
	x := (float64(again) + w.Prior*e.mean) / (float64(n) + w.Prior)
	return part{
		name: "persistence", weight: w.Persistence, value: x, sd: e.p.proportion(x, float64(n)),
		formula: fmt.Sprintf("(%d + %s × %s) / (%d + %s)", again, num(w.Prior), num(e.mean), n, num(w.Prior)),
	}, again
}

func (e *effort) observe(u int) []Observation {
	l := &e.c.Learners[u]
	var out []Observation
	for i := range l.Visits {
		x := &l.Visits[i]
		o := Observation{Factor: Effort, What: "activity opened", Activity: x.Activity, Value: math.NaN(), Used: true, Why: "opened; " + e.at(x)}
		switch {
		case e.c.Activities[x.Activity].Course:
			o.Used, o.Why = false, "a course as a whole is no activity of it"
		case !e.looks(u, x):
			o.Used, o.Why = false, cmp.Or(e.opened.missing, weightless)
		}
		out = append(out, o)
	}
	mindless := e.mindless(u)
	for k := range l.Tries {
		if t := &l.Tries[k]; mindless[k] {
			out = append(out, Observation{
				Factor: Effort, What: "retry", Activity: t.Activity, At: t.when(), Value: math.NaN(), Attempt: t.Attempt,
				Why: fmt.Sprintf("a retry in less than %s seconds is ignored", num(e.p.Effort.Mindless)),
			})
		}
	}
	for _, f := range e.failures[u] {
		t := &l.Tries[f.try]
		o := Observation{Factor: Effort, What: "failed try", Activity: t.Activity, At: t.when(), Used: e.p.Effort.Persistence > 0, Attempt: t.Attempt}
		o.Why = fmt.Sprintf("not tried again within %s hours", num(e.p.Effort.RetryHours))
		if f.again {
			o.Value, o.Why = 1, fmt.Sprintf("tried again within %s hours", num(e.p.Effort.RetryHours))
		}
		out = append(out, o)
	}
	return out
}

// at says how the time at an activity counts.
func (e *effort) at(x *Visit) string {
	counted := e.seconds(x)
	switch {
	case math.IsNaN(counted):
		return "no time is known"
	case math.IsNaN(x.Stated):
		return lasting(counted) + " by the time between statements"
	case counted < x.Stated:
		return fmt.Sprintf("%s of %s count, %s times the class's median", lasting(counted), lasting(x.Stated), num(e.p.Effort.TimeCap))
	}
	return lasting(counted) + " as stated"
}
