package scoring

import (
	"math"
	"slices"
	"testing"
)

// TestObservations looks at the class worked by hand: what is not used says why.
func TestObservations(t *testing.T) {
	t.Parallel()
	c, p := handClass(t), DefaultProfile()
	s := Evaluate(c, p)
	for _, want := range []struct {
		learner  string
		factor   Factor
		what     string
		activity string // "" = none
		nth      int    // of those that are so
		value    float64
		used     bool
		why      string
	}{
		{"L01", Achievement, "first response", "i2", 0, 0, true, "changes what is known of the learner and of the question"},
		{"L01", Achievement, "response", "i2", 0, 1, false, "retry: only the first response to a question counts here"},
		{"L01", Achievement, "graded work", "essay", 0, .9, true, "counts 60 points of 100; attempt rule last"},
		{"L01", Effort, "failed try", "i2", 0, 1, true, "tried again within 72 hours"},
		{"L01", Effort, "activity opened", "i1", 0, math.NaN(), true, "opened; 1 min as stated"},
		{"L01", Effort, "activity opened", "essay", 0, math.NaN(), true, "opened; 10 min by the time between statements"},
		{"L01", DueWork, "due work", "essay", 0, 1, true, "handed in on time"},
		{"L01", DueWork, "due work", "i3", 0, math.NaN(), false, "not due yet"},
		{"L01", Regularity, "handed in", "essay", 0, 8. / 14, true, "1 day before the deadline"},
		{"L01", Participation, "social acts", "", 0, math.NaN(), true, "posts, replies, questions and comments: 3"},
		{"L01", FeedbackGiven, "feedback", "", 0, .9, true, "weight 1"},
		{"L01", FeedbackGiven, "feedback", "", 1, .7, true, "weight 0.5"},
		{"L01", FeedbackGiven, "feedback", "", 2, math.NaN(), false, "words only, or a score that cannot be read: to be read, and never counted as good or bad"},
		{"L03", Achievement, "graded work", "quiz", 0, .4, false, "another attempt counts; attempt rule last"},
		{"L03", Achievement, "graded work", "quiz", 1, .9, true, "counts 20 points of 100; attempt rule last"},
		{"L03", Effort, "retry", "i3", 0, math.NaN(), false, "a retry in less than 3 seconds is ignored"},
		{"L03", Effort, "failed try", "i3", 0, 0, true, "not tried again within 72 hours"},
		{"L03", FeedbackGiven, "feedback", "", 0, 1, false, "more than 3 of one giver: the latest count"},
		{"L05", Participation, "session", "", 0, math.NaN(), false, "before the course began"},
		{"L05", Achievement, "graded work", "course", 0, .85, false, "a course as a whole: its result is made of those of its parts"},
		{"L05", FeedbackGiven, "feedback", "", 0, 1, false, "the learner's own words"},
		{"L06", DueWork, "due work", "quiz", 0, math.NaN(), false, "excused"},
		{"L07", DueWork, "due work", "quiz", 0, .5, true, "handed in late, after the day it was due"},
		{"L09", Participation, "session", "", 7, math.NaN(), false, "flagged: 590 of 600 statements came within a second of another, as a page sends them that reloads itself"},
		{"L09", Effort, "activity opened", "quiz", 0, math.NaN(), true, "opened; 15 min of 2 h 30 min count, 3 times the class's median"},
		{"L12", DueWork, "due work", "quiz", 0, 0, true, "not handed in"},
	} {
		u := slices.IndexFunc(c.Learners, func(l Learner) bool { return l.ID == want.learner })
		found := slices.DeleteFunc(s.Observations(c, p, u), func(o Observation) bool {
			at := ""
			if o.Activity >= 0 {
				at = c.Activities[o.Activity].ID
			}
			return o.Factor != want.factor || o.What != want.what || at != want.activity
		})
		if len(found) <= want.nth {
			t.Errorf("%s: only %d of %s, %q at %q", want.learner, len(found), want.factor, want.what, want.activity)
			continue
		}
		if o := found[want.nth]; !near(o.Value, want.value) || o.Used != want.used || o.Why != want.why {
			t.Errorf("%s, %s, %q at %q: %v, %v, %q, want %v, %v, %q", want.learner, want.factor, want.what, want.activity, o.Value, o.Used, o.Why, want.value, want.used, want.why)
		}
	}
}

// TestObservationsOfAll counts what is used against the evidence of the lines.
func TestObservationsOfAll(t *testing.T) {
	t.Parallel()
	p := DefaultProfile()
	for i, c := range madeClasses(60) {
		s := Evaluate(c, p)
		for u, x := range s.Scores {
			used, works := map[Factor]int{}, map[int]bool{}
			for _, o := range s.Observations(c, p, u) {
				if o.Why == "" || o.Factor == "" || o.What == "" {
					t.Fatalf("class %d: %+v does not say what it is", i, o)
				}
				if o.What == "graded work" && works[o.Activity] {
					continue // with the mean of all attempts several are one work
				}
				if o.Used {
					used[o.Factor]++
					works[o.Activity] = works[o.Activity] || o.What == "graded work"
				}
			}
			if n := x.Factors[1].Evidence; n != used[DueWork] {
				t.Fatalf("class %d, %s: %d due works, %d used", i, x.Learner, n, used[DueWork])
			}
			if n := x.Factors[5].Evidence; n != used[FeedbackGiven] {
				t.Fatalf("class %d, %s: %d ratings, %d used", i, x.Learner, n, used[FeedbackGiven])
			}
			if n := x.Factors[4].Evidence; x.Factors[4].Missing == "" && n != used[Effort] {
				t.Fatalf("class %d, %s: %d activities and failed tries, %d used", i, x.Learner, n, used[Effort])
			}
			if n := x.Factors[0].Evidence; n != used[Achievement] {
				t.Fatalf("class %d, %s: %d responses and works, %d used", i, x.Learner, n, used[Achievement])
			}
		}
	}
	if got := Evaluate(&Class{}, p).Observations(&Class{}, p, 0); got != nil {
		t.Errorf("observations of nobody: %v", got)
	}
}

// TestUnread is of a result that is stated and is none, as one out of its own range is.
func TestUnread(t *testing.T) {
	t.Parallel()
	c, p := handClass(t), DefaultProfile()
	u := len(c.Learners) - 1
	c.Learners[u].Tries = []Try{{Activity: 0, Started: c.AsOf.AddDate(0, 0, -9), R: math.NaN(), Seconds: math.NaN()}}
	got := Evaluate(c, p).Observations(c, p, u)
	const want = "no result that can be read: none is stated, or it contradicts itself (lrx sanity lists those)"
	if got[0].Used || got[0].Why != want {
		t.Errorf("%+v, want %q", got[0], want)
	}
}
