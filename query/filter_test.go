package query

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"lrx/internal/safetext"
)

func zurich(t *testing.T) *time.Location {
	t.Helper()
	tz, err := time.LoadLocation("Europe/Zurich")
	if err != nil {
		t.Fatal(err)
	}
	return tz
}

// TestListsFollowFilters compares each list under each filter with a store that
// holds only the statements that pass it, and the voiding ones, which count
// nowhere but take others back.
func TestListsFollowFilters(t *testing.T) {
	t.Parallel()
	whole := school(t, nil)
	v := Viewer{Scope: AllClasses(), TZ: zurich(t)}
	classes := []string{"", "math-1", "physics-1", "outside", "https://example.org/course/math-a"}
	verb := func(id string) func(string, map[string]any) bool {
		return func(_ string, s map[string]any) bool { return strings.HasSuffix(at(s, "verb", "id"), "/"+id) }
	}
	source := func(name string) func(string, map[string]any) bool {
		return func(source string, _ map[string]any) bool { return source == name }
	}
	platform := func(name string) func(string, map[string]any) bool {
		return func(_ string, s map[string]any) bool { return at(s, "context", "platform") == name }
	}
	for _, tt := range []struct {
		filter Filter
		passes func(source string, statement map[string]any) bool
	}{
		{Filter{Verb: "answered"}, verb("answered")},
		{Filter{Verb: "http://adlnet.gov/expapi/verbs/passed"}, verb("passed")},
		{Filter{Verb: "completed", Period: PeriodAll}, verb("completed")},
		{Filter{Source: "moodle.ndjson"}, source("moodle.ndjson")},
		{Filter{Source: "cmi5.ndjson", Period: PeriodAll}, source("cmi5.ndjson")},
		{Filter{Platform: "Moodle"}, platform("Moodle")},
		{Filter{Platform: "Moodle", Verb: "answered", Until: schoolNow.AddDate(0, 0, -40)}, func(n string, s map[string]any) bool {
			return platform("Moodle")(n, s) && verb("answered")(n, s)
		}},
	} {
		t.Run(fmt.Sprint(tt.filter.Chosen()), func(t *testing.T) {
			t.Parallel()
			part := school(t, func(source string, s map[string]any) bool {
				return tt.passes(source, s) || strings.HasSuffix(at(s, "verb", "id"), "/voided")
			})
			for _, class := range classes {
				f := Filter{Class: class, AsOf: schoolNow, Period: tt.filter.Period, Until: tt.filter.Until}
				want := counts(t, part, v, f)
				f.Verb, f.Source, f.Platform = tt.filter.Verb, tt.filter.Source, tt.filter.Platform
				if got := counts(t, whole, v, f); got != want {
					t.Errorf("class %q: filtered\n%s\na store of what passes\n%s", class, got, want)
				}
				attemptsFollow(t, whole, v, f)
			}
		})
	}
}

// at is a text within a statement.
func at(s map[string]any, path ...string) string {
	for _, p := range path[:len(path)-1] {
		s, _ = s[p].(map[string]any)
	}
	text, _ := s[path[len(path)-1]].(string)
	return text
}

// counts are all lists but that of attempts, without what a store of other
// statements cannot know: the ids of people and what is not there at all.
func counts(t *testing.T, s *Store, v Viewer, f Filter) string {
	t.Helper()
	var lines []string
	add := func(list, format string, values ...any) {
		lines = append(lines, list+" "+fmt.Sprintf(format, values...))
	}
	missing := func(err error) bool {
		var none *NotFoundError
		if err != nil && !errors.As(err, &none) {
			t.Fatal(err)
		}
		return err != nil // a class that has no statement here
	}
	if learners, err := s.Learners(t.Context(), v, f); !missing(err) {
		for _, r := range learners.Rows {
			if r.Statements > 0 {
				add("learner", "%d statements on %d days until %v", r.Statements, r.ActiveDays, r.LastSeen)
			}
		}
	}
	if activities, err := s.Activities(t.Context(), v, f); !missing(err) {
		for _, r := range activities.Rows {
			add("activity", "%s %d statements of %d", r.IRI, r.Statements, r.Learners)
		}
	}
	if verbs, err := s.Verbs(t.Context(), v, f); !missing(err) {
		for _, r := range verbs.Rows {
			add("verb", "%s %d statements of %d", r.Verb, r.Statements, r.Learners)
		}
	}
	if statements, err := s.Statements(t.Context(), v, f); !missing(err) {
		for _, r := range statements.Rows {
			add("statement", "%s %v", r.ID, r.Voided)
		}
	}
	if origins, err := s.Origins(t.Context(), v, f); !missing(err) {
		for _, r := range origins.Rows {
			add("origin", "%s %d statements of %d until %v", r.Called(), r.Statements, r.Learners, r.Newest)
		}
	}
	if f.Class == "" {
		classes, err := s.Classes(t.Context(), v, f)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range classes.Rows {
			if r.Statements > 0 {
				add("class", "%s %d statements, newest %v", r.ID, r.Statements, r.Newest)
			}
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// attemptsFollow checks that an attempt under a filter is made of those of its
// statements that pass.
func attemptsFollow(t *testing.T, s *Store, v Viewer, f Filter) {
	t.Helper()
	passing := map[safetext.Safe]bool{}
	statements, err := s.Statements(t.Context(), v, f)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range statements.Rows {
		passing[safetext.Safe(r.ID)] = true
	}
	some, err := s.Attempts(t.Context(), v, f)
	if err != nil {
		t.Fatal(err)
	}
	f.Verb, f.Source, f.Platform = "", "", ""
	all, err := s.Attempts(t.Context(), v, f)
	if err != nil {
		t.Fatal(err)
	}
	whole := map[string][]safetext.Safe{}
	for _, a := range all.Rows {
		whole[a.ID] = a.Statements
	}
	for _, a := range some.Rows {
		want := slices.DeleteFunc(slices.Clone(whole[a.ID]), func(id safetext.Safe) bool { return !passing[id] })
		if len(want) == 0 || !slices.Equal(a.Statements, want) {
			t.Errorf("class %q: attempt %s is made of %v, of its statements %v pass", f.Class, a.ID, a.Statements, want)
		}
	}
}

// TestGroupFollows compares a group with what its members did.
func TestGroupFollows(t *testing.T) {
	t.Parallel()
	s := school(t, nil)
	v := Viewer{Scope: AllClasses(), TZ: zurich(t)}
	for _, tt := range []struct {
		class, group string
		members      []string
	}{
		{"math-1", "A", []string{"Learner 01", "Learner 02", "Learner 06"}},
		{"math-1", "B", []string{"Learner 03", "Learner 04", "Learner 05", "Learner 07"}},
		{"physics-1", "lab B", []string{"Learner 10", "Learner 11", "Learner 12"}},
	} {
		f := Filter{Class: tt.class}
		all, err := s.Learners(t.Context(), v, f)
		if err != nil {
			t.Fatal(err)
		}
		want := slices.DeleteFunc(all.Rows, func(l Learner) bool { return !slices.Contains(tt.members, string(l.Name.Shown())) })
		ids := map[string]bool{}
		for _, l := range want {
			f.Learner = l.ID
			theirs, err := s.Statements(t.Context(), v, f)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range theirs.Rows {
				ids[r.ID] = true
			}
		}
		f = Filter{Class: tt.class, Group: tt.group}
		got, err := s.Learners(t.Context(), v, f)
		if err != nil || asJSON(t, got.Rows) != asJSON(t, want) {
			t.Errorf("group %s: %v, %v, want %v", tt.group, got.Rows, err, want)
		}
		statements, err := s.Statements(t.Context(), v, f)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range statements.Rows {
			if !ids[r.ID] {
				t.Errorf("group %s: %s is no member's", tt.group, r.ID)
			}
		}
		if len(statements.Rows) != len(ids) {
			t.Errorf("group %s: %d statements, members have %d", tt.group, len(statements.Rows), len(ids))
		}
		classes, err := s.Classes(t.Context(), v, Filter{Group: tt.group})
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(classes.Rows, func(c Class) bool { return c.ID == tt.class })
		if c := classes.Rows[i]; c.Learners != int64(len(tt.members)) {
			t.Errorf("group %s: the class has %d learners, want %d", tt.group, c.Learners, len(tt.members))
		}
	}
}

// TestNamesAreFoundWithinScope asks as somebody who may see one class: what only
// another one has is not there, and not named among what looks alike.
func TestNamesAreFoundWithinScope(t *testing.T) {
	t.Parallel()
	s := school(t, nil)
	math := Viewer{Scope: OnlyClasses("math-1"), TZ: zurich(t)}
	for _, f := range []Filter{{Group: "lab A"}, {Group: "lab B"}, {Platform: "Simulatr"}, {Source: "moodle.ndjso"}, {Verb: "waive"}} {
		_, err := s.Learners(t.Context(), math, f)
		var none *NotFoundError
		if !errors.As(err, &none) {
			t.Errorf("%v: %v", f.Chosen(), err)
			continue
		}
		for _, near := range none.Nearby {
			if strings.HasPrefix(string(near), "lab") || near == "waived" {
				t.Errorf("%v: %q is another class's", f.Chosen(), near)
			}
		}
	}
}

// Who did nothing under a filter is still somebody, with nothing.
func TestNothingUnderAFilter(t *testing.T) {
	t.Parallel()
	s := school(t, nil)
	v := Viewer{Scope: AllClasses(), TZ: zurich(t)}
	f := Filter{Class: "physics-1", Verb: "waived"}
	l, err := s.Learner(t.Context(), v, "Learner 11", f)
	if err != nil || l.Statements != 0 || l.Attempts != 0 || l.LastSeen != nil {
		t.Errorf("%+v, %v", l, err)
	}
	a, err := s.Activity(t.Context(), v, "https://example.org/physics/quiz", f)
	if err != nil || a.Statements != 0 || a.Learners != 0 || a.MeanScaled != nil {
		t.Errorf("%+v, %v", a, err)
	}
	f.Learner = "Learner 11"
	verbs, err := s.Verbs(t.Context(), v, f)
	if err != nil || len(verbs.Rows) != 0 {
		t.Errorf("%+v, %v", verbs, err)
	}
}

// TestDaysWhereClocksChange puts statements around the two nights on which
// clocks change: a day there has 23 or 25 hours.
func TestDaysWhereClocksChange(t *testing.T) {
	t.Parallel()
	tz := zurich(t)
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, tz) }
	for _, d := range []time.Time{day(2026, 3, 29), day(2026, 10, 25)} {
		next := d.AddDate(0, 0, 1)
		hours := next.Sub(d)
		if hours == 24*time.Hour {
			t.Fatal("no clock changes on that day")
		}
		s := storeWith(t, next.AddDate(0, 0, 2),
			d.Add(-time.Second), d, d.Add(hours-time.Second), next, next.AddDate(0, 0, 1).Add(-time.Second))
		v := Viewer{Scope: AllClasses(), TZ: tz}
		for _, tt := range []struct {
			since, until time.Time
			statements   int64
			days         int64
		}{
			{time.Time{}, time.Time{}, 5, 3},
			{d, next, 2, 1},
			{d, time.Time{}, 4, 2},
			{time.Time{}, d, 1, 1},
			{next, next.AddDate(0, 0, 1), 2, 1},
		} {
			l, err := s.Learners(t.Context(), v, Filter{Since: tt.since, Until: tt.until})
			if err != nil || len(l.Rows) != 1 || l.Rows[0].Statements != tt.statements || l.Rows[0].ActiveDays != tt.days {
				t.Errorf("%s–%s: %+v, %v; want %d on %d days", tt.since, tt.until, l.Rows, err, tt.statements, tt.days)
			}
		}
	}
}

func TestWordsOfPeriods(t *testing.T) {
	t.Parallel()
	tz := zurich(t)
	day := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, tz).UTC() }
	for _, tt := range []struct {
		p    Period
		want safetext.Safe
	}{
		{Period{}, "all time"},
		{Period{"Spring term", day(2026, 2, 16), day(2026, 7, 1)}, "Spring term, 16 Feb – 30 Jun 2026"},
		{Period{"Winter", day(2025, 11, 1), day(2026, 2, 1)}, "Winter, 1 Nov 2025 – 31 Jan 2026"},
		{Period{Since: day(2026, 3, 29), Until: day(2026, 3, 30)}, "29 Mar 2026"},
		{Period{Since: day(2026, 3, 1)}, "from 1 Mar 2026"},
		{Period{Until: day(2026, 3, 1)}, "before 1 Mar 2026"},
		{Period{Since: day(2026, 3, 1), Until: day(2026, 3, 2).Add(time.Hour)}, "1 Mar 2026 – 2 Mar 2026 01:00"},
	} {
		if got := tt.p.Words(tz); got != tt.want {
			t.Errorf("%+v: %q, want %q", tt.p, got, cmp.Or(tt.want, "?"))
		}
	}
}

// TestOptions asks what filters can be set to, as somebody who may see all and
// as somebody who may see one class.
func TestOptions(t *testing.T) {
	t.Parallel()
	s := school(t, nil)
	all := Viewer{Scope: AllClasses(), TZ: zurich(t)}
	math := Viewer{Scope: OnlyClasses("math-1"), TZ: zurich(t)}
	both := Viewer{Scope: OnlyClasses("math-1", "physics-1"), TZ: zurich(t)}
	names := func(v Viewer, f Filter, filter string) string {
		options, err := s.Options(t.Context(), v, f, filter)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, o := range options {
			out = append(out, string(o.Name))
		}
		slices.Sort(out)
		return strings.Join(out, "; ")
	}
	for _, tt := range []struct {
		who    Viewer
		filter Filter
		of     string
		want   string
	}{
		{all, Filter{}, "group", "A; B; lab A; lab B"},
		{math, Filter{}, "group", "A; B"},
		{both, Filter{Class: "physics-1"}, "group", "lab A; lab B"},
		{both, Filter{}, "group", "A; B; lab A; lab B"},
		{math, Filter{}, "platform", "CourseLab; Moodle; Moodle App; SimLab"},
		{math, Filter{Class: "math-1", Group: "B"}, "group", "A; B"},
	} {
		if got := names(tt.who, tt.filter, tt.of); got != tt.want {
			t.Errorf("%v of %v: %s, want %s", tt.of, tt.filter.Class, got, tt.want)
		}
	}
	// The counts are those of the lists that they lead to.
	for _, filter := range []string{"verb", "source", "group", "platform", "period"} {
		f := Filter{Class: "math-1"}
		options, err := s.Options(t.Context(), math, f, filter)
		if err != nil || len(options) < 2 {
			t.Fatalf("%s: %v, %v", filter, options, err)
		}
		for _, o := range options {
			switch filter {
			case "verb":
				f.Verb = o.Value
			case "source":
				f.Source = o.Value
			case "group":
				f.Group = o.Value
			case "platform":
				f.Platform = o.Value
			case "period":
				f.Period = o.Value
			}
			l, err := s.Statements(t.Context(), math, f)
			if err != nil || o.Statements >= 0 && int64(l.Total) != o.Statements {
				t.Errorf("%s %s: %d statements, the list has %d, %v", filter, o.Name, o.Statements, l.Total, err)
			}
		}
	}
}
