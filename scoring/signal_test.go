package scoring

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"
)

// at is a moment so many days and hours after the begin of the made classes below.
func at(day int, hours float64) time.Time {
	return time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC).AddDate(0, 0, day).Add(time.Duration(hours * float64(time.Hour)))
}

// quiet is a class of n learners as of noon of a day, all of whom were there at noon of the first.
func quiet(n, day int) *Class {
	c := &Class{AsOf: at(day, 12), Begin: at(0, 8), Zone: time.UTC}
	for u := range n {
		c.Learners = append(c.Learners, Learner{ID: fmt.Sprintf("l%02d", u)})
		c.there(u, 0)
	}
	return c
}

// there puts a learner into the records at noon of some days.
func (c *Class) there(u int, days ...int) {
	l := &c.Learners[u]
	for _, d := range days {
		l.Sessions = append(l.Sessions, Session{Begin: at(d, 12), End: at(d, 12.5), Statements: 9})
	}
	slices.SortFunc(l.Sessions, func(a, b Session) int { return a.Begin.Compare(b.Begin) })
	l.First = l.Sessions[0].Begin
}

func (c *Class) offDays(outage bool, from, to int) {
	c.Off = append(c.Off, Days{From: at(from, 0), To: at(to, 0), Outage: outage})
}

// answering is a class whose learners answer each item, in a second each.
func answering(seed uint64, items, learners int, difficulty func(u, i int) float64) *Class {
	c := simulated(seed, items, learners, nil, difficulty)
	for u := range c.Learners {
		l := &c.Learners[u]
		l.First = begin
		for k := range l.Tries {
			l.Tries[k].Seconds = 1
		}
	}
	return c
}

// signal is the one of a code of a learner; nil = there is none.
func signal(c *Class, p Profile, u int, code SignalCode) *Signal {
	all := Signals(c, Evaluate(c, p), p)[u].Signals
	for i := range all {
		if all[i].Code == code {
			return &all[i]
		}
	}
	return nil
}

// expectSignal compares the severity of a signal; "" = there is none.
func expectSignal(t *testing.T, name string, c *Class, p Profile, u int, code SignalCode, want Severity) {
	t.Helper()
	s := signal(c, p, u, code)
	switch {
	case s == nil && want != "":
		t.Errorf("%s: no signal, want %s", name, want)
	case s != nil && s.Severity != want:
		t.Errorf("%s: %s, %q, want %q", name, s.Severity, s.Sentence, want)
	}
}

func preset(name string) Profile {
	p := DefaultProfile()
	p.Signals.Preset = name
	return p
}

// TestNeverStarted is about the second learner, who has no statement.
func TestNeverStarted(t *testing.T) {
	t.Parallel()
	none := func(*Class) {}
	for _, x := range []struct {
		name   string
		day    int
		preset string
		change func(*Class)
		want   Severity
	}{
		{"six days", 6, presetDefault, none, ""},
		{"seven days", 7, presetDefault, none, High},
		{"two of nine days are off", 8, presetDefault, func(c *Class) { c.offDays(false, 2, 3) }, ""},
		{"two of ten days are off", 9, presetDefault, func(c *Class) { c.offDays(false, 2, 3) }, High},
		{"a collector stood still", 7, presetDefault, func(c *Class) { c.offDays(true, 7, 7) }, ""},
		{"registered on day five", 11, presetDefault, func(c *Class) { c.Learners[1].Enrolled = at(5, 0) }, ""},
		{"a week after that", 12, presetDefault, func(c *Class) { c.Learners[1].Enrolled = at(5, 0) }, High},
		{"registered long before", 7, presetDefault, func(c *Class) { c.Learners[1].Enrolled = at(-40, 0) }, High},
		{"fewer", 10, presetFewer, none, ""},
		{"fewer, later", 11, presetFewer, none, High},
		{"more", 5, presetMore, none, ""},
		{"more, later", 6, presetMore, none, High},
		{"nobody has a statement", 20, presetDefault, func(c *Class) { c.Learners[0].Sessions, c.Learners[0].First = nil, time.Time{} }, ""},
		{"nor is it known when the class began", 20, presetDefault, func(c *Class) { c.Begin = time.Time{} }, ""},
	} {
		c := quiet(1, x.day)
		c.Learners = append(c.Learners, Learner{ID: "new"})
		x.change(c)
		expectSignal(t, x.name, c, preset(x.preset), 1, NeverStarted, x.want)
	}
}

func TestInactive(t *testing.T) {
	t.Parallel()
	daily, weekly := []int{1, 2, 3}, []int{4, 8, 12} // besides day 0
	none := func(*Class) {}
	for _, x := range []struct {
		name   string
		days   []int
		day    int
		preset string
		change func(*Class)
		want   Severity
	}{
		{"seven days", daily, 10, presetDefault, none, ""},
		{"eight days", daily, 11, presetDefault, none, Medium},
		{"twice the limit", daily, 17, presetDefault, none, Medium},
		{"more than twice", daily, 18, presetDefault, none, High},
		{"three times the usual gap of four days", weekly, 24, presetDefault, none, ""},
		{"more than that", weekly, 25, presetDefault, none, Medium},
		{"six times", weekly, 36, presetDefault, none, Medium},
		{"more than six times", weekly, 37, presetDefault, none, High},
		{"only once there", nil, 7, presetDefault, none, ""},
		{"only once, longer ago", nil, 8, presetDefault, none, Medium},
		{"five days off", daily, 15, presetDefault, func(c *Class) { c.offDays(false, 5, 9) }, ""},
		{"five days off and one more", daily, 16, presetDefault, func(c *Class) { c.offDays(false, 5, 9) }, Medium},
		{"days off that overlap", daily, 15, presetDefault, func(c *Class) { c.offDays(false, 5, 8); c.offDays(true, 7, 9) }, ""},
		{"a collector stood still until now", daily, 40, presetDefault, func(c *Class) { c.offDays(true, 11, 40) }, ""},
		{"days off among those she was there", []int{4}, 16, presetDefault, func(c *Class) { c.offDays(false, 1, 2) }, Medium},
		{"fewer", daily, 13, presetFewer, none, ""},
		{"fewer, later", daily, 14, presetFewer, none, Medium},
		{"more", daily, 8, presetMore, none, ""},
		{"more, later", daily, 9, presetMore, none, Medium},
		{"a machine's session since", daily, 11, presetDefault, func(c *Class) {
			c.Learners[0].Sessions = append(c.Learners[0].Sessions, Session{Begin: at(9, 0), End: at(9, 1), Statements: 99, Burst: 98})
		}, Medium},
		{"nothing since the class began", nil, 28, presetDefault, func(c *Class) { c.Begin = at(20, 0) }, Medium},
		{"nor long enough", nil, 27, presetDefault, func(c *Class) { c.Begin = at(20, 0) }, ""},
	} {
		c := quiet(1, x.day)
		c.there(0, x.days...)
		x.change(c)
		expectSignal(t, x.name, c, preset(x.preset), 0, Inactive, x.want)
	}
	for _, x := range []struct {
		n    int
		last []int // of another learner
		want Severity
	}{{10, nil, ""}, {9, nil, High}, {10, []int{20}, High}, {10, []int{8}, Medium}, {10, []int{7}, ""}} {
		c := quiet(x.n, 20)
		c.there(1, x.last...)
		expectSignal(t, fmt.Sprintf("a class of %d, the last of them there on day %v", x.n, x.last), c, DefaultProfile(), 0, Inactive, x.want)
	}
}

// works makes works that were due every day from day 1 on, of which the first were not handed in.
func (c *Class) works(u, n, missing int) {
	l := &c.Learners[u]
	for k := range n {
		for len(c.Activities) <= k {
			c.Activities = append(c.Activities, Activity{ID: fmt.Sprintf("w%02d", len(c.Activities)), Skill: NoSkill, Points: math.NaN()})
		}
		l.Dues = append(l.Dues, Due{Activity: k, At: at(k+1, 12), DayEnd: at(k+2, 0), Weight: math.NaN()})
		if k >= missing {
			l.HandIns = append(l.HandIns, HandIn{Activity: k, At: at(k+1, 9), Statement: int64(k + 1)})
		}
	}
}

func TestMissingWork(t *testing.T) {
	t.Parallel()
	none := func(*Learner, *Class) {}
	for _, x := range []struct {
		name       string
		n, missing int
		preset     string
		change     func(*Learner, *Class)
		want       Severity
	}{
		{"none", 4, 0, presetDefault, none, ""},
		{"a quarter", 4, 1, presetDefault, none, Medium},
		{"more than a quarter", 3, 1, presetDefault, none, High},
		{"one of ten", 10, 1, presetDefault, none, Medium},
		{"two of ten", 10, 2, presetDefault, none, High},
		{"excused", 4, 1, presetDefault, func(l *Learner, _ *Class) { l.Dues[0].Excused = true }, ""},
		{"an extension", 4, 1, presetDefault, func(l *Learner, _ *Class) { l.Dues[0].At = at(12, 12.5) }, ""},
		{"an extension until now", 4, 1, presetDefault, func(l *Learner, _ *Class) { l.Dues[0].At = at(12, 12) }, Medium},
		{"handed in late", 4, 1, presetDefault, func(l *Learner, _ *Class) {
			l.HandIns = append(l.HandIns, HandIn{Activity: 0, At: at(11, 0)})
		}, ""},
		{"handed in later than now", 4, 1, presetDefault, func(l *Learner, _ *Class) {
			l.HandIns = append(l.HandIns, HandIn{Activity: 0, At: at(13, 0)})
		}, Medium},
		{"due before she was registered", 4, 1, presetDefault, func(l *Learner, _ *Class) { l.Enrolled = at(2, 0) }, ""},
		{"a collector stood still on the day", 4, 1, presetDefault, func(_ *Learner, c *Class) { c.offDays(true, 1, 1) }, ""},
		{"six days before", 4, 1, presetDefault, func(_ *Learner, c *Class) { c.offDays(true, -5, -5) }, ""},
		{"seven days before", 4, 1, presetDefault, func(_ *Learner, c *Class) { c.offDays(true, -6, -6) }, Medium},
		{"a holiday takes no deadline away", 4, 1, presetDefault, func(_ *Learner, c *Class) { c.offDays(false, 1, 1) }, Medium},
		{"due at the midnight after which it stood still", 4, 1, presetDefault, func(l *Learner, c *Class) {
			l.Dues[0].At, l.Dues[0].DayEnd = at(2, 0), at(2, 0)
			c.offDays(true, 2, 2)
		}, Medium},
		{"fewer", 10, 1, presetFewer, none, ""},
		{"fewer, two", 10, 2, presetFewer, none, Medium},
		{"fewer, three", 10, 3, presetFewer, none, High},
		{"more, one of six", 6, 1, presetMore, none, Medium},
		{"more, one of five", 5, 1, presetMore, none, High},
	} {
		c := quiet(1, 12)
		c.works(0, x.n, x.missing)
		x.change(&c.Learners[0], c)
		expectSignal(t, x.name, c, preset(x.preset), 0, MissingWork, x.want)
	}
	c := quiet(1, 12)
	c.works(0, 10, 3)
	c.offDays(true, -5, -5) // the first is open
	s := signal(c, DefaultProfile(), 0, MissingWork)
	want := "2 of 9 due works are not handed in; 1 more may have been handed in while a collector stood still."
	if s == nil || s.Sentence != want || s.Clears != "Handing in both, late too, or an excuse clears it." {
		t.Fatalf("%+v", s)
	}
	if len(s.Rows) != 3 || !s.Rows[0].Used || s.Rows[0].Activity != 1 || s.Rows[2].Used || s.Rows[2].Activity != 0 {
		t.Errorf("rows: %+v", s.Rows)
	}
}

func TestClearedBy(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		n     int
		limit float64
		want  string
	}{
		{1, 1, "Handing it in"},
		{2, 1, "Handing in both"},
		{4, 1, "Handing in all 4"},
		{3, 3, "Handing in 1 of them"},
		{4, 3, "Handing in 2 of them"},
		{2, 1.5, "Handing in 1 of them"}, // one is below 1.5
		{3, 2.25, "Handing in 1 of them"},
	} {
		if got := clearedBy(x.n, x.limit); got != x.want+", late too, or an excuse clears it." {
			t.Errorf("%d, %v: %s", x.n, x.limit, got)
		}
	}
}

func TestAvoidance(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		missing, opened int
		preset          string
		want            Severity
	}{
		{3, 2, presetDefault, ""},
		{3, 3, presetDefault, Medium},
		{3, 8, presetDefault, Medium},
		{2, 8, presetDefault, ""},
		{5, 0, presetDefault, ""},
		{5, 4, presetFewer, ""},
		{5, 5, presetFewer, Medium},
		{5, 2, presetMore, ""},
	} {
		c := quiet(1, 12)
		c.works(0, 8, x.missing)
		for i := range x.opened {
			c.Learners[0].Visits = append(c.Learners[0].Visits, Visit{Activity: i, Stated: math.NaN(), Gaps: math.NaN(), Times: 1})
		}
		expectSignal(t, fmt.Sprintf("%+v", x), c, preset(x.preset), 0, Avoidance, x.want)
	}
}

func TestRewatching(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		name             string
		learners, others int
		times            int
		video            bool
		preset           string
		want             Severity
	}{
		{"three times", 10, 1, 3, true, presetDefault, ""},
		{"four times", 10, 1, 4, true, presetDefault, Low},
		{"as the class does", 10, 2, 6, true, presetDefault, ""},
		{"more than the class", 10, 2, 7, true, presetDefault, Low},
		{"few to compare with", 9, 1, 9, true, presetDefault, ""},
		{"no video", 10, 1, 9, false, presetDefault, ""},
		{"fewer", 10, 1, 4, true, presetFewer, ""},
		{"fewer, five times", 10, 1, 5, true, presetFewer, Low},
		{"more, three times", 10, 1, 3, true, presetMore, Low},
		{"more, two times", 10, 1, 2, true, presetMore, ""},
	} {
		c := quiet(x.learners, 1)
		c.Activities = []Activity{{ID: "v", Video: x.video, Skill: NoSkill, Points: math.NaN()}}
		for u := range c.Learners {
			c.Learners[u].Visits = []Visit{{Stated: math.NaN(), Gaps: math.NaN(), Times: x.others}}
		}
		c.Learners[0].Visits[0].Times = x.times
		expectSignal(t, x.name, c, preset(x.preset), 0, Rewatching, x.want)
	}
}

// TestWording looks at every sentence of classes of chance: they say what is, and judge nobody.
func TestWording(t *testing.T) {
	t.Parallel()
	seen := map[SignalCode]int{}
	all := madeClasses(400)
	for seed := range uint64(5) {
		all = append(all, answering(seed, 30, 14, func(u, _ int) float64 { return float64(u)/5 - 1 }))
	}
	for _, c := range all {
		p := preset(presetMore)
		for _, l := range Signals(c, Evaluate(c, p), p) {
			texts := append([]string{l.Unknown}, l.Facts...)
			for _, s := range l.Signals {
				seen[s.Code]++
				texts = append(texts, s.Sentence, s.Clears)
				if s.Sentence == "" || s.Clears == "" {
					t.Fatalf("%s does not say what it is: %+v", s.Code, s)
				}
			}
			if len(l.Signals) > 0 && len(l.Facts) == 0 && l.Unknown == "" {
				t.Fatalf("%+v: nothing to begin with, and no word why", l)
			}
			for _, text := range texts {
				words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r < 'a' || r > 'z' })
				for _, word := range []string{
					"fail", "fails", "failed", "failing", "failure", "lazy", "bad", "poor", "weak", "worst", "rank", "ranked", "dropout", "refuses", "nan", "inf",
				} {
					if slices.Contains(words, word) {
						t.Fatalf("%q says %q", text, word)
					}
				}
				if text != "" && !strings.HasSuffix(text, ".") {
					t.Fatalf("%q is no sentence", text)
				}
			}
		}
	}
	for _, code := range SignalCodes() {
		t.Logf("%s: %d", code, seen[code])
		if seen[code] == 0 {
			t.Errorf("%s was never seen", code)
		}
	}
}
