package query

import (
	"math"
	"testing"
	"time"
)

// TestAuditOf compares with shares worked by hand. Of 40 learners 20 are A and 20 B, of each the
// first ten have the outcome. Flagged are of A eight with it and five without, of B four and two:
// on the list are 13/20 and 6/20, of those without 5/10 and 2/10; missed of those with 2/10 and 6/10.
func TestAuditOf(t *testing.T) {
	t.Parallel()
	var flagged, outcome []bool
	var groups []string
	add := func(group string, n, hits int, with bool) {
		for i := range n {
			groups, outcome, flagged = append(groups, group), append(outcome, with), append(flagged, i < hits)
		}
	}
	add("A", 10, 8, true)
	add("A", 10, 5, false)
	add("B", 10, 4, true)
	add("B", 10, 2, false)
	add("C", 9, 9, true) // too few to be shown
	add("", 30, 30, false)
	a := auditOf("band", flagged, outcome, groups)
	near := func(what string, got *Interval, want float64) {
		t.Helper()
		if got == nil || math.Abs(got.Value-want) > 1e-9 {
			t.Errorf("%s: %+v, want %v", what, got, want)
		}
	}
	if len(a.Groups) != 3 || a.Groups[2].Flagged != nil || a.Groups[2].Alarms != nil || a.Groups[2].Missed != nil {
		t.Fatalf("%+v", a.Groups)
	}
	near("A on the list", a.Groups[0].Flagged, 13./20)
	near("B on the list", a.Groups[1].Flagged, 6./20)
	near("A, false alarms", a.Groups[0].Alarms, .5)
	near("B, false alarms", a.Groups[1].Alarms, .2)
	near("A, missed", a.Groups[0].Missed, .2)
	near("B, missed", a.Groups[1].Missed, .6)
	near("gap on the list", a.Flagged, 7./20)
	near("gap of false alarms", a.Alarms, .3)
	near("gap of missed", a.Missed, .4)
	// The sd of the first is √(.65 × .35 / 20 + .3 × .7 / 20) = .14790: 35 ± 1.645 × 14.79.
	if want := "By band, of all learners: the shares on the list are 35.0 points apart (90 % interval 10.7 to 59.3)."; a.Sentences[0] != want {
		t.Errorf("%q, want %q", a.Sentences[0], want)
	}
}

func TestSameCourse(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b []string
		want bool
	}{
		{nil, nil, true}, {[]string{"x"}, nil, true}, {[]string{"x"}, []string{"y"}, false}, {[]string{"x", "y"}, []string{"y", "z"}, true},
	} {
		if got := (&run{courses: c.a}).sameCourse(&run{courses: c.b}); got != c.want {
			t.Errorf("%q and %q: %t", c.a, c.b, got)
		}
	}
}

// TestDayNumber counts days of a zone whose clocks change between them.
func TestDayNumber(t *testing.T) {
	t.Parallel()
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	from, to := time.Date(2026, 3, 28, 0, 0, 0, 0, berlin), time.Date(2026, 3, 30, 0, 30, 0, 0, berlin)
	if got := dayNumber(to, berlin) - dayNumber(from, berlin); got != 2 {
		t.Errorf("%d days", got)
	}
}
