package scoring

import (
	"math"
	"testing"
	"time"
	_ "time/tzdata" // the zones of the tests are there on every machine
)

func TestPercentiles(t *testing.T) {
	t.Parallel()
	nan := math.NaN()
	for _, c := range []struct{ values, want []float64 }{
		{nil, nil},
		{[]float64{7}, []float64{0.5}},
		{[]float64{3, 1, 2, 4}, []float64{0.625, 0.125, 0.375, 0.875}},
		{[]float64{5, 5, 5, 5}, []float64{0.5, 0.5, 0.5, 0.5}},
		{[]float64{2, 0, 2, 9, 0}, []float64{0.6, 0.2, 0.6, 0.9, 0.2}}, // ranks 3.5, 1.5, 3.5, 5, 1.5
		{[]float64{nan, 1, 2}, []float64{nan, 0.25, 0.75}},
	} {
		got := Percentiles(c.values)
		for i := range c.want {
			if !near(got[i], c.want[i]) {
				t.Errorf("%v: %v, want %v", c.values, got, c.want)
				break
			}
		}
	}
}

// smallClass is a class of n learners, each with u+1 sessions on as many days.
func smallClass(n int) *Class {
	begin := time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	c := &Class{AsOf: begin.AddDate(0, 0, 28), Begin: begin, Zone: time.UTC}
	for u := range n {
		l := Learner{ID: string(rune('A' + u)), Enrolled: begin, First: begin.Add(time.Hour)}
		for k := range u + 1 {
			at := begin.AddDate(0, 0, k).Add(time.Hour)
			l.Sessions = append(l.Sessions, Session{Begin: at, End: at.Add(time.Hour), Statements: 10})
		}
		c.Learners = append(c.Learners, l)
	}
	return c
}

// factorOf is a factor of a learner before anything is hidden.
func factorOf(c *Class, p Profile, u int, f Factor) factor {
	v := newView(c, p)
	v.standing = Learn(v.c, p.Mastery)
	for k, m := range v.measures() {
		if Factors()[k] == f {
			return m.of(u)
		}
	}
	return factor{}
}

// TestSmallClasses says that under ten learners nobody is compared, unless the
// profile sets a target.
func TestSmallClasses(t *testing.T) {
	t.Parallel()
	p := DefaultProfile()
	nine, ten := factorOf(smallClass(9), p, 3, Participation), factorOf(smallClass(10), p, 3, Participation)
	if !math.IsNaN(nine.value) || nine.missing != "fewer than 10 learners to compare with" {
		t.Errorf("of nine: %v, %q", nine.value, nine.missing)
	}
	if !near(ten.value, 0.35) { // fourth of ten in sessions and days; nobody has social acts
		t.Errorf("of ten: %v, want .35", ten.value)
	}
	p.Cohort.Targets = Targets{Sessions: 8, Days: 2}
	nine, ten = factorOf(smallClass(9), p, 3, Participation), factorOf(smallClass(10), p, 3, Participation)
	if !near(nine.value, (0.5+1)/2) || !near(ten.value, 0.35) {
		t.Errorf("with targets: %v of nine, want .75, and %v of ten, want .35", nine.value, ten.value)
	}
}

// TestDays counts days across the change to summer time (29 March 2026 in
// Berlin), with days off, and does not count a day that has not begun.
func TestDays(t *testing.T) {
	t.Parallel()
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	day := func(d int) time.Time { return time.Date(2026, 3, d, 0, 0, 0, 0, time.UTC) }
	for _, c := range []struct {
		asOf time.Time
		want int
	}{
		{time.Date(2026, 4, 1, 0, 0, 0, 0, berlin), 10}, // 20 to 31 March are 12
		{time.Date(2026, 4, 1, 0, 0, 1, 0, berlin), 11},
		{time.Date(2026, 3, 20, 12, 0, 0, 0, berlin), 1},
		{time.Date(2026, 3, 19, 12, 0, 0, 0, berlin), 0},
	} {
		cal := newCalendar(&Class{AsOf: c.asOf, Zone: berlin, Off: []Days{{From: day(23), To: day(23)}, {From: day(29), To: day(29), Outage: true}, {From: day(1), To: day(5)}}})
		if got := cal.counted(time.Date(2026, 3, 20, 0, 30, 0, 0, berlin)); len(got) != c.want {
			t.Errorf("as of %s: %d days, want %d", c.asOf, len(got), c.want)
		}
	}
	if got := newCalendar(&Class{AsOf: day(20)}).counted(time.Time{}); got != nil {
		t.Errorf("days since no time: %v", got)
	}
}

// TestDaysOff says that a holiday is no absence, and a session on it no sign.
func TestDaysOff(t *testing.T) {
	t.Parallel()
	c := smallClass(12)
	before := factorOf(c, DefaultProfile(), 11, Regularity)
	// Active on 1 to 12 March: 16 days away of 28; with 20 to 28 off, 7 of 19.
	c.Off = []Days{{From: time.Date(2026, 3, 20, 0, 0, 0, 0, time.UTC), To: time.Date(2026, 3, 28, 0, 0, 0, 0, time.UTC)}}
	after := factorOf(c, DefaultProfile(), 11, Regularity)
	for _, x := range []struct {
		part part
		want float64
	}{{before.parts[2], 1 - 16./28}, {after.parts[2], 1 - 7./19}} {
		if x.part.name != "gap" || !near(x.part.value, x.want) {
			t.Errorf("%s %v, want %v", x.part.name, x.part.value, x.want)
		}
	}
}
