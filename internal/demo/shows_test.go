package demo_test

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"lrx/internal/demo"
)

// firsts are the first answers of the class: learner, item, right or wrong.
type firsts map[string]map[string]bool

func firstAnswers(rows []row) firsts {
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b row) int { return a.at.Compare(b.at) })
	f := firsts{}
	for _, r := range rows {
		if r.verb() != "answered" {
			continue
		}
		who := r.Actor.Account.Name
		if f[who] == nil {
			f[who] = map[string]bool{}
		}
		if _, again := f[who][r.Object.ID]; !again {
			f[who][r.Object.ID] = *r.Result.Success
		}
	}
	return f
}

// moduleOf reads the module's number, from 1, out of an item's IRI.
func moduleOf(t *testing.T, item string) int {
	t.Helper()
	var m int
	if _, tail, ok := strings.Cut(item, "/quiz/au/"); ok {
		m, _ = strconv.Atoi(tail[:1])
	} else if _, tail, ok := strings.Cut(item, "cmid="); ok {
		m, _ = strconv.Atoi(tail[:1])
	}
	if m < 1 || m > demo.Modules {
		t.Fatalf("item %s has no module", item)
	}
	return m
}

// share is the share of right first answers among those that fit.
func (f firsts) share(t *testing.T, who string, fits func(module int) bool) (share float64, n int) {
	t.Helper()
	right := 0
	for learner, items := range f {
		if who != "" && learner != who {
			continue
		}
		for item, ok := range items {
			if !fits(moduleOf(t, item)) {
				continue
			}
			n++
			if ok {
				right++
			}
		}
	}
	return float64(right) / float64(n), n
}

// discrimination is the correlation of an item's mark with the share right on
// all the others.
func (f firsts) discrimination(item string) float64 {
	var x, y []float64
	for _, items := range f {
		ok, answered := items[item]
		if !answered || len(items) < 10 {
			continue
		}
		right := 0.0
		for other, r := range items {
			if r && other != item {
				right++
			}
		}
		mark := 0.0
		if ok {
			mark = 1
		}
		x, y = append(x, mark), append(y, right/float64(len(items)-1))
	}
	mean := func(v []float64) (m float64) {
		for _, a := range v {
			m += a / float64(len(v))
		}
		return m
	}
	mx, my := mean(x), mean(y)
	var xy, xx, yy float64
	for i := range x {
		xy += (x[i] - mx) * (y[i] - my)
		xx += (x[i] - mx) * (x[i] - mx)
		yy += (y[i] - my) * (y[i] - my)
	}
	return xy / math.Sqrt(xx*yy)
}

func TestWrongKeyShows(t *testing.T) {
	t.Parallel()
	f := firstAnswers(kept(t))
	items := map[string]bool{}
	for _, answers := range f {
		for item := range answers {
			items[item] = true
		}
	}
	if len(items) != demo.Modules*5 {
		t.Errorf("%d items, want %d", len(items), demo.Modules*5)
	}
	if d := f.discrimination(demo.WrongKeyItem()); d > -0.3 {
		t.Errorf("the item with the wrong key has discrimination %.2f", d)
	}
	for item := range items {
		if d := f.discrimination(item); item != demo.WrongKeyItem() && d < -0.1 {
			t.Errorf("%s has discrimination %.2f", item, d)
		}
	}
}

func TestModulesAndPeopleShow(t *testing.T) {
	t.Parallel()
	f := firstAnswers(kept(t))
	anyModule := func(int) bool { return true }
	class, n := f.share(t, "", anyModule)
	t.Logf("class: %.2f of %d first answers right", class, n)
	if class < 0.55 || class > 0.8 {
		t.Errorf("the class has %.2f right", class)
	}
	for m := 1; m <= demo.Modules; m++ {
		s, n := f.share(t, "", func(k int) bool { return k == m })
		t.Logf("module %d: %.2f of %d", m, s, n)
		if m == 5 && s > class-0.15 || m != 5 && s < class-0.12 {
			t.Errorf("module %d has %.2f right, the class %.2f", m, s, class)
		}
	}
	hard := func(m int) bool { return m == 3 || m == 4 }
	late := func(m int) bool { return m >= 7 }
	early := func(m int) bool { return m <= 4 }
	for _, tt := range []struct {
		who, why   string
		low, high  func(int) bool
		difference float64
	}{
		{"s12", "struggles in two modules", hard, func(m int) bool { return !hard(m) && m != 5 }, 0.3},
		{"s25", "recovers", early, func(m int) bool { return m > 5 }, 0.25},
		{"s29", "declines", late, early, 0.3},
	} {
		low, _ := f.share(t, tt.who, tt.low)
		high, n := f.share(t, tt.who, tt.high)
		if high-low < tt.difference || n < 8 {
			t.Errorf("%s %s: %.2f and %.2f of %d", tt.who, tt.why, low, high, n)
		}
	}
	if s, n := f.share(t, "s03", anyModule); s < 0.85 || n < 35 {
		t.Errorf("the strong one has %.2f of %d", s, n)
	}
	if s, n := f.share(t, "s41", anyModule); s > 0.4 || n < 8 {
		t.Errorf("the one who guesses has %.2f of %d", s, n)
	}
}

func TestLeaversStop(t *testing.T) {
	t.Parallel()
	last := map[string]time.Time{}
	count := map[string]int{}
	for _, r := range kept(t) {
		who := r.Actor.Account.Name
		count[who]++
		if r.at.After(last[who]) {
			last[who] = r.at
		}
	}
	start := time.Date(2025, time.August, 31, 22, 0, 0, 0, time.UTC)
	week := func(who string) int { return int(last[who].Sub(start)/(7*24*time.Hour)) + 1 }
	for who, want := range map[string]int{"s07": 3, "s19": 6, "s33": 8, "s48": 1} {
		if got := week(who); got != want {
			t.Errorf("%s stops in week %d, want %d", who, got, want)
		}
	}
	if count["s48"] != 2 {
		t.Errorf("s48 has %d statements, want enrolment and login", count["s48"])
	}
	for i := 1; i <= demo.Learners; i++ {
		who := fmt.Sprintf("s%02d", i)
		if w := week(who); w < 11 && !slices.Contains([]string{"s07", "s19", "s33", "s48"}, who) {
			t.Errorf("%s stops in week %d", who, w)
		}
	}
}

func TestSignalsShow(t *testing.T) {
	t.Parallel()
	rows := kept(t)
	opened, handed, videos := map[string]map[string]bool{}, map[string]int{}, map[string]int{}
	var wrong []time.Time
	var quick, guesses int
	for _, r := range rows {
		who := r.Actor.Account.Name
		switch {
		case r.verb() == "submit":
			handed[who]++
		case r.verb() == "viewed" && strings.Contains(r.Object.ID, "/assign/"):
			if opened[who] == nil {
				opened[who] = map[string]bool{}
			}
			opened[who][r.Object.ID] = true
		case r.verb() == "initialized" && strings.Contains(r.Object.ID, "/video/"):
			videos[who]++
		case r.verb() == "answered" && who == "s16" && strings.HasSuffix(r.Object.ID, "cmid=73&id=705"):
			if *r.Result.Success {
				t.Error("s16 passes the item she is stuck on")
			}
			wrong = append(wrong, r.at)
		case r.verb() == "answered" && who == "s41":
			guesses++
			d, err := time.ParseDuration(strings.ToLower(strings.TrimPrefix(r.Result.Duration, "PT")))
			if err == nil && d < 3*time.Second {
				quick++
			}
		}
	}
	if handed["s54"] != 0 || len(opened["s54"]) < 3 {
		t.Errorf("s54 opened %d works and handed in %d", len(opened["s54"]), handed["s54"])
	}
	if handed["s03"] != demo.Works {
		t.Errorf("s03 handed in %d works", handed["s03"])
	}
	slices.SortFunc(wrong, time.Time.Compare)
	if len(wrong) < 4 || wrong[3].Sub(wrong[0]) > 72*time.Hour {
		t.Errorf("s16 fails at %v", wrong)
	}
	if guesses < 8 || quick*2 <= guesses {
		t.Errorf("s41 answers %d of %d items in less than three seconds", quick, guesses)
	}
	var seen []int
	for i := 1; i <= demo.Learners; i++ {
		seen = append(seen, videos[fmt.Sprintf("s%02d", i)])
	}
	slices.Sort(seen)
	if median := seen[len(seen)/2]; videos["s38"] <= 3*median {
		t.Errorf("s38 opens %d videos, the median is %d", videos["s38"], median)
	}
}

func TestDueDates(t *testing.T) {
	t.Parallel()
	on, late := 0, 0
	due := map[string]time.Time{}
	for i, w := range demo.Due() {
		if w.Name == "" || w.Due.Weekday() == time.Saturday || w.Due.Weekday() == time.Sunday || w.Due.After(demo.AsOf()) {
			t.Errorf("work %d: %+v", i, w)
		}
		due[w.Activity] = w.Due
	}
	for _, r := range kept(t) {
		if r.verb() != "submit" {
			continue
		}
		if d, known := due[r.Object.ID]; !known {
			t.Errorf("%s has no due date", r.Object.ID)
		} else if r.at.After(d) {
			late++
		} else {
			on++
		}
	}
	t.Logf("%d on time, %d late, %d missing", on, late, demo.Learners*demo.Works-on-late)
	if late < 5 || on < 3*late {
		t.Errorf("%d on time, %d late", on, late)
	}
}
