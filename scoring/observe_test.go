package scoring

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"
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

// TestObservationsOfAll counts what is used against the evidence of the lines and of the score.
func TestObservationsOfAll(t *testing.T) {
	t.Parallel()
	for i, c := range madeClasses(60) {
		p := DefaultProfile()
		p.AttemptRule = rules()[i%5]
		switch i % 4 {
		case 1:
			p.Cohort.Targets.Social, p.Cohort.Targets.Hours = 4, 6
		case 2:
			p.Participation.Sessions, p.Participation.Days, p.Effort.Opened, p.Regularity.Gap = 0, 0, 0, 0
		case 3:
			p.Effort.Persistence, p.Participation.Social, p.Regularity.Lead = 0, 0, 0
		}
		s := Evaluate(c, p)
		for u, x := range s.Scores {
			used, distinct := map[Factor]int{}, map[string]bool{}
			for _, o := range s.Observations(c, p, u) {
				if o.Why == "" || o.Factor == "" || o.What == "" {
					t.Fatalf("class %d: %+v does not say what it is", i, o)
				}
				if o.Used {
					used[o.Factor]++
					distinct[about(o, used[o.Factor])] = true
				}
			}
			for _, l := range x.Factors {
				if l.Evidence != used[l.Factor] {
					t.Fatalf("class %d, %s, %s: evidence %d, %d used", i, x.Learner, l.Factor, l.Evidence, used[l.Factor])
				}
			}
			if x.Evidence != len(distinct) {
				t.Fatalf("class %d, %s: evidence %d, %d distinct", i, x.Learner, x.Evidence, len(distinct))
			}
		}
	}
	p := DefaultProfile()
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

// about names what an observation is about, so that two of the same have the same name.
func about(o Observation, n int) string {
	switch o.What {
	case "first response", "graded work", "failed try":
		return fmt.Sprint("try ", o.Attempt)
	case "due work", "handed in":
		return fmt.Sprint("work ", o.Activity)
	case "session":
		return fmt.Sprint("session ", o.At)
	case "feedback":
		return fmt.Sprint("feedback ", n)
	}
	return fmt.Sprint(o.What, o.Activity)
}

// TestAbsences says which sessions end one: the first after a day that counts without any.
func TestAbsences(t *testing.T) {
	t.Parallel()
	at := func(day, hour int) time.Time { return time.Date(2026, 3, day, hour, 0, 0, 0, time.UTC) }
	session := func(begin, end time.Time) Session { return Session{Begin: begin, End: end, Statements: 2} }
	c := &Class{AsOf: at(20, 0), Off: []Days{{From: at(7, 0), To: at(8, 0)}}, Activities: []Activity{{ID: "w", Skill: NoSkill}}}
	c.Learners = []Learner{{
		ID: "a", Enrolled: at(1, 0), First: at(2, 9),
		Sessions: []Session{
			session(at(2, 9), at(2, 10)),   // after the 1st without any
			session(at(2, 12), at(2, 13)),  // the same day again
			session(at(3, 23), at(4, 1)),   // the next day, and into another
			session(at(5, 9), at(5, 10)),   // the day after that
			session(at(6, 9), at(6, 10)),   //
			session(at(7, 9), at(7, 10)),   // a day off
			session(at(9, 9), at(9, 10)),   // after days off alone
			session(at(15, 9), at(15, 10)), // five days later, in the last 7
		},
		Dues: []Due{{At: at(6, 12), DayEnd: at(7, 0)}}, HandIns: []HandIn{{At: at(6, 9)}},
	}}
	p := DefaultProfile()
	var got []string
	for _, o := range Evaluate(c, p).Observations(c, p, 0) {
		if o.Factor == Regularity && o.What == "session" {
			got = append(got, o.Why)
		}
	}
	const plain, ends = "its day counts as active", ", and ends an absence"
	want := []string{plain + ends, plain, plain, plain, plain, "on a day off, which says nothing about learners", plain, "in the last 7 days" + ends}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
