package query

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"lrx/data/store"
	"lrx/internal/demo"
	"lrx/internal/safetext"
	"lrx/scoring"
)

func demoViewer(t *testing.T) Viewer {
	t.Helper()
	return Viewer{Scope: AllClasses(), TZ: demoZone(t)}
}

func riskOf(t *testing.T, s *Store, v Viewer, f Filter) List[Risk] {
	t.Helper()
	f.Class = demo.Course
	l, err := s.Risk(t.Context(), v, f)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestDemoRisk finds each learner who was made to stand out in the list, with what was planted.
func TestDemoRisk(t *testing.T) {
	t.Parallel()
	s := demoStore(t)
	v := demoViewer(t)
	atRisk, all := riskOf(t, s, v, Filter{}), riskOf(t, s, v, Filter{All: true})
	if l := riskOf(t, s, v, Filter{All: true, Preset: "more"}); len(l.Rows) < len(all.Rows) {
		t.Errorf("%d with more signals, %d by default", len(l.Rows), len(all.Rows))
	}
	if l := riskOf(t, s, v, Filter{Preset: "fewer"}); len(l.Rows) > len(atRisk.Rows) {
		t.Errorf("%d with fewer signals, %d by default", len(l.Rows), len(atRisk.Rows))
	}
	find := func(l List[Risk], account string) *Risk {
		id := demoLearner(t, account)
		if i := slices.IndexFunc(l.Rows, func(r Risk) bool { return r.ID == id }); i >= 0 {
			return &l.Rows[i]
		}
		return nil
	}
	for _, want := range []struct {
		account string
		code    scoring.SignalCode
		atRisk  bool // certainly
	}{
		{"s07", scoring.Inactive, true},
		{"s19", scoring.Inactive, true},
		{"s33", scoring.Inactive, true},
		{"s48", scoring.Inactive, true},
		{"s12", scoring.LowMastery, false},
		{"s16", scoring.StuckAt, false},
		{"s29", scoring.Falling, false},
		{"s38", scoring.Rewatching, false},
		{"s41", scoring.Guessing, true},
		{"s54", scoring.Avoidance, true},
	} {
		r := find(all, want.account)
		if r == nil {
			t.Errorf("%s is not in the list", want.account)
			continue
		}
		i := slices.IndexFunc(r.Signals, func(s RiskSignal) bool { return string(s.Signal) == string(want.code) })
		if i < 0 {
			t.Errorf("%s: %+v", want.account, r.Signals)
			continue
		}
		rows, err := s.SignalRows(t.Context(), v, Filter{Class: demo.Course, Learner: r.ID, Signal: string(want.code)})
		if err != nil || len(rows.Rows) == 0 {
			t.Errorf("%s: nothing is behind %s: %v", want.account, want.code, err)
		}
		if there := find(atRisk, want.account) != nil; there != r.AtRisk || want.atRisk && !there {
			t.Errorf("%s among those who may need support: %v, told %v", want.account, there, r.AtRisk)
		}
	}
	if r := find(all, "s03"); r != nil {
		t.Errorf("the strong one: %+v", r)
	}
	if r := find(all, "s12"); r != nil && !slices.ContainsFunc(r.Signals, func(s RiskSignal) bool { return len(s.Areas) == 1 && s.Areas[0] != "" }) {
		t.Errorf("the area has no name: %+v", r.Signals)
	}
	// Last there on day 14: not yet inactive when day 20 ends, but when day 27 does (TestDemoFirstSeen).
	if r := find(atRisk, "s07"); r != nil && !r.Signals[0].FirstSeen.Equal(demoNight(t, 27)) {
		t.Errorf("%s is there since %v", r.Signals[0].Signal, r.Signals[0].FirstSeen)
	}
	scores, err := s.Scores(t.Context(), v, Filter{Class: demo.Course})
	if err != nil {
		t.Fatal(err)
	}
	var byName, listed []string
	for _, r := range scores.Rows {
		if slices.ContainsFunc(all.Rows, func(x Risk) bool { return x.ID == r.ID }) {
			byName = append(byName, r.ID)
		}
	}
	for _, r := range all.Rows {
		listed = append(listed, r.ID)
	}
	if !slices.Equal(listed, byName) {
		t.Errorf("the list is not by name:\n%v\n%v", listed, byName)
	}
	for _, r := range all.Rows {
		if len(r.Facts) == 0 == (r.Unknown == "") {
			t.Errorf("%s has %d facts, and what is not known is %q", r.ID, len(r.Facts), r.Unknown)
		}
		if r.Probability != nil {
			t.Error("there is no probability without a back-test")
		}
	}
	masked := v
	masked.Mask = true
	for _, r := range riskOf(t, s, masked, Filter{}).Rows {
		if !strings.HasPrefix(r.ID, "M-") || !strings.HasPrefix(string(r.Name.Shown()), "learner ") {
			t.Errorf("under a mask: %s %s", r.ID, r.Name.Shown())
		}
	}
	if atRisk.Frozen || !strings.Contains(string(atRisk.Notes[0]), "may need support") {
		t.Errorf("frozen %v, notes %v", atRisk.Frozen, atRisk.Notes)
	}
}

// TestSetAside takes the only signal of somebody out of account: who may need support changes, in
// the list and in the count of the list of classes, up to the day that was said.
func TestSetAside(t *testing.T) {
	t.Parallel()
	s := demoStore(t)
	v := demoViewer(t)
	count := func() int64 {
		t.Helper()
		l, err := s.Classes(t.Context(), v, Filter{})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range l.Rows {
			if c.ID == demo.Course && c.AtRisk != nil {
				return *c.AtRisk
			}
		}
		t.Fatal("the class has no count")
		return 0
	}
	before := riskOf(t, s, v, Filter{})
	if got := count(); got != int64(len(before.Rows)) {
		t.Errorf("the list of classes has %d, the list %d", got, len(before.Rows))
	}
	i := slices.IndexFunc(before.Rows, func(r Risk) bool { return r.ID == demoLearner(t, "s07") })
	var lines string
	end := before.AsOf.In(demoZone(t)).AddDate(0, 0, 3).Format(time.DateOnly)
	for _, g := range before.Rows[i].Signals {
		lines += demo.Course + "," + before.Rows[i].ID + "," + string(g.Signal) + "," + end + ",told by phone,2100-01-01T00:00:00Z\n"
	}
	if err := os.WriteFile(filepath.Join(s.dir, "aside.csv"), []byte("class,learner,signal,until,reason,when\n"+lines), 0o600); err != nil {
		t.Fatal(err)
	}
	applied, err := store.Apply(t.Context(), s.dir, "apply", store.WriteOptions{Now: demo.AsOf})
	if err != nil || len(applied.Problems) > 0 {
		t.Fatalf("%+v, %v", applied, err)
	}
	after := riskOf(t, s, v, Filter{})
	if len(after.Rows) != len(before.Rows)-1 || count() != int64(len(after.Rows)) {
		t.Errorf("%d rows, were %d; the list of classes has %d", len(after.Rows), len(before.Rows), count())
	}
	if !slices.ContainsFunc(after.Notes, func(n safetext.Safe) bool { return strings.Contains(string(n), "set aside") }) {
		t.Errorf("notes %v", after.Notes)
	}
	kept := riskOf(t, s, v, Filter{All: true, Learner: before.Rows[i].ID}).Rows[0]
	if kept.AtRisk || kept.Signals[0].Aside == nil || kept.Signals[0].Aside.Reason != "told by phone" {
		t.Errorf("the signal is kept, with what was said: %+v", kept.Signals[0])
	}
	// It was not decided yet when an earlier time is asked for, and is over on the day itself.
	for _, asOf := range []time.Time{before.AsOf, before.AsOf.AddDate(0, 0, 4)} {
		if l := riskOf(t, s, v, Filter{AsOf: asOf, Learner: before.Rows[i].ID}); len(l.Rows) != 1 {
			t.Errorf("as of %v: %d rows", asOf, len(l.Rows))
		}
	}
}
