package scoring

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"
)

// TestAtRisk counts signals that are not set aside.
func TestAtRisk(t *testing.T) {
	t.Parallel()
	now := at(20, 0)
	until := func(code SignalCode, t time.Time) Aside {
		return Aside{Learner: "l", Signal: code, Until: t, Reason: "ill"}
	}
	for _, x := range []struct {
		name       string
		severities []Severity
		aside      []Aside
		want       bool
	}{
		{"none", nil, nil, false},
		{"low ones", []Severity{Low, Low, Low}, nil, false},
		{"one medium", []Severity{Medium, Low}, nil, false},
		{"two medium", []Severity{Medium, Medium}, nil, true},
		{"one high", []Severity{High}, nil, true},
		{"the high one set aside", []Severity{High}, []Aside{until(NeverStarted, now.AddDate(0, 0, 7))}, false},
		{"until a moment from now", []Severity{High}, []Aside{until(NeverStarted, now.Add(time.Second))}, false},
		{"until now", []Severity{High}, []Aside{until(NeverStarted, now)}, true},
		{"another signal", []Severity{High}, []Aside{until(Inactive, now.AddDate(0, 0, 7))}, true},
		{"another learner", []Severity{High}, []Aside{{Learner: "m", Signal: NeverStarted, Until: now.AddDate(0, 0, 7)}}, true},
		{"one of two medium", []Severity{Medium, Medium}, []Aside{until(Inactive, now.AddDate(0, 0, 7))}, false},
		{"one of three medium", []Severity{Medium, Medium, Medium}, []Aside{until(Inactive, now.AddDate(0, 0, 7))}, true},
	} {
		l := LearnerSignals{Learner: "l", AsOf: now}
		for i, s := range x.severities {
			l.Signals = append(l.Signals, Signal{Code: SignalCodes()[i], Severity: s})
		}
		if got := AtRisk(&l, x.aside, DefaultProfile()); got != x.want {
			t.Errorf("%s: %t", x.name, got)
		}
		if len(l.Signals) != len(x.severities) {
			t.Errorf("%s: a signal that is set aside is gone", x.name)
		}
	}
}

// TestFirstSeen goes back through weekly snapshots to the first break.
func TestFirstSeen(t *testing.T) {
	t.Parallel()
	week := func(k int, codes ...SignalCode) Week {
		return Week{AsOf: at(7*k, 0), Signals: map[string][]SignalCode{"l": codes, "m": {Falling}}}
	}
	for _, x := range []struct {
		name  string
		weeks []Week
		want  time.Time
	}{
		{"no snapshot", nil, at(40, 0)},
		{"not in the last one", []Week{week(4, Inactive), week(5, Falling)}, at(40, 0)},
		{"in the last one", []Week{week(4), week(5, Inactive)}, at(35, 0)},
		{"in two, after a break", []Week{week(2, Inactive), week(3), week(4, Inactive, Falling), week(5, Inactive)}, at(28, 0)},
		{"in all", []Week{week(1, Inactive), week(2, Inactive)}, at(7, 0)},
		{"in any order", []Week{week(5, Inactive), week(3), week(4, Inactive), week(2, Inactive)}, at(28, 0)},
		{"a snapshot of later", []Week{week(9), week(5, Inactive)}, at(35, 0)},
	} {
		all := []LearnerSignals{{Learner: "l", AsOf: at(40, 0), Signals: []Signal{{Code: Inactive}}}}
		SetFirstSeen(all, x.weeks)
		if got := all[0].Signals[0].FirstSeen; !got.Equal(x.want) {
			t.Errorf("%s: %v, want %v", x.name, got, x.want)
		}
	}
}

// TestWeeks has the end of summer time in it.
func TestWeeks(t *testing.T) {
	t.Parallel()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	c := &Class{Begin: time.Date(2025, 10, 15, 9, 0, 0, 0, zone), AsOf: time.Date(2025, 10, 29, 0, 0, 1, 0, zone), Zone: zone}
	want := []time.Time{time.Date(2025, 10, 22, 0, 0, 0, 0, zone), time.Date(2025, 10, 29, 0, 0, 0, 0, zone)}
	if got := Weeks(c); !slices.EqualFunc(got, want, time.Time.Equal) {
		t.Errorf("got %v, want %v", got, want)
	}
	c.AsOf = c.AsOf.Add(-time.Second)
	if got := Weeks(c); len(got) != 1 {
		t.Errorf("the moment itself is a week before: %v", got)
	}
	if Weeks(&Class{AsOf: c.AsOf}) != nil {
		t.Error("a class that has not begun has weeks")
	}
}

// TestCalibration: the first fourteen days are shown as such.
func TestCalibrationWeeks(t *testing.T) {
	t.Parallel()
	for day, want := range map[int]bool{0: true, 13: true, 14: false, 30: false} {
		c := quiet(2, day)
		if got := Signals(c, Evaluate(c, DefaultProfile()), DefaultProfile())[1].Calibration; got != want {
			t.Errorf("day %d: %t", day, got)
		}
	}
}

// TestSomethingToActOn: a fact, or a word why there is none.
func TestSomethingToActOn(t *testing.T) {
	t.Parallel()
	p := DefaultProfile()
	c := quiet(1, 20)
	l := Signals(c, Evaluate(c, p), p)[0]
	want := "What to begin with is not known from the records: no due dates are known; the class has fewer than 10 learners, which is too few to compare answers with."
	if len(l.Facts) != 0 || l.Unknown != want {
		t.Errorf("%q, %q", l.Facts, l.Unknown)
	}
	c.works(0, 3, 2)
	if l = Signals(c, Evaluate(c, p), p)[0]; !slices.Equal(l.Facts, []string{"2 due works are missing."}) || l.Unknown != "" {
		t.Errorf("%q, %q", l.Facts, l.Unknown)
	}
	c = quiet(1, 5)
	if l = Signals(c, Evaluate(c, p), p)[0]; len(l.Signals) != 0 || len(l.Facts) != 0 || l.Unknown != "" {
		t.Errorf("without a signal there is nothing to say: %+v", l)
	}
}

// TestSignalProperties holds for any class.
func TestSignalProperties(t *testing.T) {
	t.Parallel()
	p := DefaultProfile()
	for i, c := range madeClasses(150) {
		s := Evaluate(c, p)
		all := Signals(c, s, p)
		text, err := json.Marshal(all)
		if err != nil {
			t.Fatal(err)
		}
		if again, _ := json.Marshal(Signals(c, s, p)); string(again) != string(text) {
			t.Fatalf("class %d: not the same bytes twice", i)
		}
		if alone, _ := json.Marshal(Signals(c, nil, p)); string(alone) != string(text) {
			t.Fatalf("class %d: without scores they are others", i)
		}
		if !reflect.DeepEqual(said(shiftedClass(c, 11), p), said(c, p)) {
			t.Fatalf("class %d: eleven days later it is something else", i)
		}
		later := *c
		later.Learners = slices.Clone(c.Learners)
		for u := range later.Learners {
			l := &later.Learners[u]
			after := c.AsOf.Add(time.Hour)
			l.Sessions = append(slices.Clone(l.Sessions), Session{Begin: after, End: after, Statements: 1})
			l.Tries = append(slices.Clone(l.Tries), Try{Started: after, Item: c.Activities[0].Item, R: 1, Right: Yes})
			for _, d := range l.Dues {
				l.HandIns = append(slices.Clone(l.HandIns), HandIn{Activity: d.Activity, At: after})
			}
		}
		if !reflect.DeepEqual(said(&later, p), said(c, p)) {
			t.Fatalf("class %d: what is to come is known", i)
		}
		for u, l := range all {
			if !c.Learners[u].First.IsZero() {
				continue
			}
			for _, x := range l.Signals {
				if x.Code != NeverStarted {
					t.Fatalf("class %d: %s of somebody without a statement", i, x.Code)
				}
			}
		}
		if len(c.Learners) < p.Cohort.Least {
			for _, codes := range Codes(all) {
				if slices.Contains(codes, LowMastery) || slices.Contains(codes, Rewatching) {
					t.Fatalf("class %d: %d learners are compared with each other", i, len(c.Learners))
				}
			}
		}
	}
}

// TestOutageBlamesNobody: with all days of a class lost, nobody is absent, has work missing or is stuck.
func TestOutageBlamesNobody(t *testing.T) {
	t.Parallel()
	p := DefaultProfile()
	for i, c := range madeClasses(100) {
		c.Off = append(c.Off, Days{From: c.AsOf.AddDate(0, 0, -100).Truncate(24 * time.Hour), To: c.AsOf.AddDate(0, 0, 2).Truncate(24 * time.Hour), Outage: true})
		for learner, codes := range Codes(Signals(c, Evaluate(c, p), p)) {
			for _, code := range []SignalCode{NeverStarted, Inactive, MissingWork, StuckAt, Avoidance} {
				if slices.Contains(codes, code) {
					t.Fatalf("class %d: %s of %s", i, code, learner)
				}
			}
		}
	}
}

// TestPresets: with fewer there are no signals that the default does not have, and so on.
func TestPresets(t *testing.T) {
	t.Parallel()
	count := map[string]int{}
	for i, c := range madeClasses(150) {
		s := Evaluate(c, DefaultProfile())
		fewer, usual, more := Codes(Signals(c, s, preset(presetFewer))), Codes(Signals(c, s, preset(presetDefault))), Codes(Signals(c, s, preset(presetMore)))
		for _, x := range []struct{ in, of map[string][]SignalCode }{{fewer, usual}, {usual, more}} {
			for learner, codes := range x.in {
				for _, code := range codes {
					if !slices.Contains(x.of[learner], code) {
						t.Fatalf("class %d, %s: %s with the preset that has fewer", i, learner, code)
					}
				}
			}
		}
		for name, all := range map[string]map[string][]SignalCode{presetFewer: fewer, presetDefault: usual, presetMore: more} {
			for codes := range maps.Values(all) {
				count[name] += len(codes)
			}
		}
	}
	if count[presetFewer] >= count[presetDefault] || count[presetDefault] >= count[presetMore] {
		t.Errorf("%v", count)
	}
}

// said is what signals say, without their times.
func said(c *Class, p Profile) (out [][]string) {
	for _, l := range Signals(c, Evaluate(c, p), p) {
		all := append([]string{l.Learner, l.Unknown}, l.Facts...)
		for _, s := range l.Signals {
			all = append(all, string(s.Code), string(s.Severity), s.Sentence, s.Clears)
		}
		out = append(out, all)
	}
	return out
}

// shiftedClass is a class some days later.
func shiftedClass(c *Class, days int) *Class {
	by := func(t *time.Time) {
		if !t.IsZero() {
			*t = t.AddDate(0, 0, days)
		}
	}
	out := *c
	by(&out.AsOf)
	by(&out.Begin)
	out.Off = slices.Clone(c.Off)
	for i := range out.Off {
		by(&out.Off[i].From)
		by(&out.Off[i].To)
	}
	out.Learners = slices.Clone(c.Learners)
	for u := range out.Learners {
		l := &out.Learners[u]
		by(&l.Enrolled)
		by(&l.First)
		l.Sessions, l.Tries, l.Dues = slices.Clone(l.Sessions), slices.Clone(l.Tries), slices.Clone(l.Dues)
		l.HandIns, l.Feedback = slices.Clone(l.HandIns), slices.Clone(l.Feedback)
		for i := range l.Sessions {
			by(&l.Sessions[i].Begin)
			by(&l.Sessions[i].End)
		}
		for i := range l.Tries {
			by(&l.Tries[i].Started)
			by(&l.Tries[i].Ended)
		}
		for i := range l.Dues {
			by(&l.Dues[i].At)
			by(&l.Dues[i].DayEnd)
		}
		for i := range l.HandIns {
			by(&l.HandIns[i].At)
		}
		for i := range l.Feedback {
			by(&l.Feedback[i].At)
		}
	}
	return &out
}
