package query

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the zones of the tests are there on every machine

	"lrx/data"
	"lrx/data/store"
	"lrx/internal/demo"
	"lrx/scoring"
)

// demoStore is a store with the demo's class.
func demoStore(t *testing.T) *Store {
	t.Helper()
	dir := t.TempDir()
	files, err := demo.Write(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.Load(t.Context(), dir, store.LoadOptions{Paths: files, WriteOptions: store.WriteOptions{Now: demo.AsOf}}); err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), dir, Options{Now: demo.AsOf})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// demoZone is where the demo's school is.
func demoZone(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(demo.Zone)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// demoClass is the evidence of the demo's class as of a time, and its signals. Its days
// are those of the school.
func demoClass(t *testing.T, s *Store, asOf time.Time) (*scored, []scoring.LearnerSignals) {
	t.Helper()
	q, done, err := s.askScored(t.Context(), Viewer{Scope: AllClasses(), TZ: demoZone(t)}, Filter{Class: demo.Course, AsOf: asOf})
	if err != nil {
		t.Fatal(err)
	}
	defer done()
	x, err := q.scored(t.Context(), q.profile)
	if err != nil {
		t.Fatal(err)
	}
	return x, scoring.Signals(&x.Class, x.scores, x.profile)
}

// demoLearner is the id of a learner of the demo by her account.
func demoLearner(t *testing.T, account string) string {
	t.Helper()
	home, _, _ := strings.Cut(demo.Course, "/lms/")
	key, ok := data.ParseIFI(home + "|" + account)
	if !ok {
		t.Fatalf("%s is no account", account)
	}
	return data.LearnerID(key)
}

// demoNight is the midnight after a day of the demo's term, counted from 0.
func demoNight(t *testing.T, day int) time.Time {
	t.Helper()
	return time.Date(2025, time.September, 2+day, 0, 0, 0, 0, demoZone(t))
}

// TestDemoSignals: each learner who was made to stand out does.
func TestDemoSignals(t *testing.T) {
	t.Parallel()
	s := demoStore(t)
	x, all := demoClass(t, s, demo.AsOf())
	by := map[string]*scoring.LearnerSignals{}
	atRisk := 0
	for i := range all {
		by[all[i].Learner] = &all[i]
		if scoring.AtRisk(&all[i], nil, x.profile) {
			atRisk++
		}
		if all[i].Calibration {
			t.Error("the end of a term is no time of calibration")
		}
	}
	if len(all) != demo.Learners {
		t.Fatalf("%d learners", len(all))
	}
	t.Logf("%d of %d may need support", atRisk, len(all))
	for _, want := range []struct {
		account  string
		code     scoring.SignalCode
		severity scoring.Severity // "" = there is none
		risk     bool
	}{
		{"s07", scoring.Inactive, scoring.High, true}, // left in weeks 3, 6 and 8
		{"s19", scoring.Inactive, scoring.High, true},
		{"s33", scoring.Inactive, scoring.High, true},
		{"s48", scoring.Inactive, scoring.High, true}, // came once
		{"s48", scoring.NeverStarted, "", true},
		{"s12", scoring.LowMastery, scoring.Medium, false}, // in two modules
		{"s16", scoring.StuckAt, scoring.Medium, false},
		{"s29", scoring.Falling, scoring.Medium, false},
		{"s25", scoring.Falling, "", false}, // rises
		{"s38", scoring.Rewatching, scoring.Low, false},
		{"s41", scoring.Guessing, scoring.Medium, true},
		{"s54", scoring.Avoidance, scoring.Medium, true},
		{"s54", scoring.MissingWork, scoring.High, true},
	} {
		l := by[demoLearner(t, want.account)]
		if l == nil {
			t.Errorf("%s is not in the class", want.account)
			continue
		}
		i := slices.IndexFunc(l.Signals, func(s scoring.Signal) bool { return s.Code == want.code })
		switch {
		case i < 0 && want.severity != "":
			t.Errorf("%s: not %s: %+v", want.account, want.code, l.Signals)
		case i >= 0 && l.Signals[i].Severity != want.severity:
			t.Errorf("%s: %s, %s", want.account, l.Signals[i].Severity, l.Signals[i].Sentence)
		case i >= 0 && len(l.Signals[i].Rows) == 0:
			t.Errorf("%s: nothing is behind %q", want.account, l.Signals[i].Sentence)
		}
		if want.risk && !scoring.AtRisk(l, nil, x.profile) {
			t.Errorf("%s is not among those who may need support: %+v", want.account, l.Signals)
		}
	}
	if l := by[demoLearner(t, "s03")]; len(l.Signals) != 0 {
		t.Errorf("the strong one: %+v", l.Signals)
	}
	if l := by[demoLearner(t, "s12")]; len(l.Signals) > 0 {
		i := slices.IndexFunc(l.Signals, func(s scoring.Signal) bool { return s.Code == scoring.LowMastery })
		if i < 0 || !slices.Equal(l.Signals[i].Skills, []int{1}) { // modules 3 and 4 train the second
			t.Errorf("s12: %+v", l.Signals)
		}
	}
}

// TestDeadDayBlamesNobody looks at the class around the day of which nothing was collected.
func TestDeadDayBlamesNobody(t *testing.T) {
	t.Parallel()
	s := demoStore(t)
	const dead = 37
	absent := func(asOf time.Time) (out []string) {
		_, all := demoClass(t, s, asOf)
		for _, l := range all {
			for _, g := range l.Signals {
				if g.Code == scoring.Inactive || g.Code == scoring.NeverStarted || g.Code == scoring.MissingWork || g.Code == scoring.StuckAt {
					out = append(out, fmt.Sprint(l.Learner, " ", g.Code, " ", g.Severity))
				}
			}
		}
		return out
	}
	before := absent(demoNight(t, dead-1))
	for _, x := range absent(demoNight(t, dead)) {
		if !slices.Contains(before, x) {
			t.Errorf("%s because of the day of which nothing is known", x)
		}
	}
	x, all := demoClass(t, s, demoNight(t, 40))
	if len(x.Class.Off) != 1 || !x.Class.Off[0].Outage || x.Class.Off[0].From.Format(time.DateOnly) != demo.DeadDay().Format(time.DateOnly) {
		t.Fatalf("days off: %v", x.Class.Off)
	}
	for _, l := range all {
		if l.Learner != demoLearner(t, "s07") { // who was last there on day 14: 26 days ago, one of them the dead one
			continue
		}
		if len(l.Signals) == 0 || !strings.HasPrefix(l.Signals[0].Sentence, "Last active 25 days ago, days off left out;") {
			t.Errorf("%+v", l.Signals)
		}
	}
}

// TestDemoFirstSeen goes through the term week by week: who was last there on day 14 is seen at the end
// of day 27, because the week before ended on day 20.
func TestDemoFirstSeen(t *testing.T) {
	t.Parallel()
	s := demoStore(t)
	x, all := demoClass(t, s, demo.AsOf())
	var weeks []scoring.Week
	for _, at := range scoring.Weeks(&x.Class) {
		_, then := demoClass(t, s, at)
		weeks = append(weeks, scoring.Week{AsOf: at, Signals: scoring.Codes(then)})
	}
	if len(weeks) != 11 {
		t.Fatalf("%d weeks in a term of twelve", len(weeks))
	}
	scoring.SetFirstSeen(all, weeks)
	for _, l := range all {
		for _, g := range l.Signals {
			if g.Code == scoring.Inactive && l.Learner == demoLearner(t, "s07") {
				if want := demoNight(t, 27); !g.FirstSeen.Equal(want) {
					t.Errorf("seen at %v, want %v", g.FirstSeen, want)
				}
				return
			}
		}
	}
	t.Error("s07 is not inactive")
}
