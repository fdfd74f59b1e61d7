package query_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"lrx/data/roster"
	"lrx/data/store"
	"lrx/query"
)

// madeRuns are made-up runs of a course: who hands the essays in passes most often, and activity in
// a week says little. What a test has to know of each run is counted here.
type madeRuns struct {
	statements, outcomes, due bytes.Buffer
	n                         int
	runs                      []madeRun
}

// madeRun is what was made of a run.
type madeRun struct {
	class          string
	begin          time.Time
	passed, failed int
	withdrew       int             // all on day 20
	idle           map[string]bool // had no session on days 7 to 13, and was there
	missing        map[string]bool // the first essay
	with           map[string]bool // failed or withdrew in the end
}

const perRun = 300

func runBegins() []time.Time {
	return []time.Time{
		time.Date(2025, 1, 6, 0, 0, 0, 0, time.UTC), time.Date(2025, 9, 1, 0, 0, 0, 0, time.UTC),
		time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC), time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC),
	}
}

// made of as many runs as there are begins; the last of four is not over.
func makeRuns(begins []time.Time) *madeRuns {
	m := &madeRuns{}
	m.outcomes.WriteString("class,learner,outcome,when\n")
	m.due.WriteString("class,activity,due\n")
	for k, begin := range begins {
		m.run(rand.New(rand.NewPCG(uint64(k), 17)), k+1, begin, k < 3)
	}
	return m
}

func (m *madeRuns) say(who, class, verb, object string, at time.Time) {
	m.n++
	fmt.Fprintf(&m.statements, `{"id":"20000000-0000-4000-8000-%012d","actor":{"account":{"homePage":"https://school.example","name":%q}},"verb":{"id":%q},`+
		`"object":{"id":%q},"context":{"contextActivities":{"grouping":[{"id":%q,"definition":{"type":"http://adlnet.gov/expapi/activities/course"}}]}},"timestamp":%q}`+"\n",
		m.n, who, verb, class+"/"+object, class, at.Format(time.RFC3339))
}

func (m *madeRuns) run(r *rand.Rand, number int, begin time.Time, over bool) {
	one := madeRun{class: fmt.Sprintf("https://school.example/run-%d", number), begin: begin, idle: map[string]bool{}, missing: map[string]bool{}, with: map[string]bool{}}
	day := func(d, hour int) time.Time { return begin.AddDate(0, 0, d).Add(time.Duration(hour) * time.Hour) }
	for essay, d := range []int{10, 24, 38} {
		fmt.Fprintf(&m.due, "%s,%s/essay-%d,%s\n", one.class, one.class, essay+1, day(d, 0).Format(time.DateOnly))
	}
	for i := range perRun {
		who := fmt.Sprintf("run-%d-learner-%03d", number, i)
		hard, gone := r.Float64() < 0.4, 200
		outcome, when := roster.Passed, 63
		switch x := r.Float64(); {
		case hard && x < 0.1:
			outcome, when, gone = roster.Withdrew, 20, 20
		case hard && x < 0.93, !hard && x < 0.05:
			outcome = roster.Failed
		}
		m.visit(r, &one, who, hard, gone, day)
		switch outcome {
		case roster.Passed:
			one.passed++
		case roster.Failed:
			one.failed++
		default:
			one.withdrew++
		}
		one.with[who] = outcome != roster.Passed
		if over {
			fmt.Fprintf(&m.outcomes, "%s,https://school.example|%s,%s,%s\n", one.class, who, outcome, day(when, 0).Format(time.DateOnly))
		}
	}
	m.runs = append(m.runs, one)
}

// visit is what one learner does: a session in the first week, then in most weeks, and essays.
func (m *madeRuns) visit(r *rand.Rand, one *madeRun, who string, hard bool, gone int, day func(d, hour int) time.Time) {
	for week := range 5 {
		d := 7*week + r.IntN(5)
		if week == 0 {
			d = 0
		}
		if here := r.Float64() < map[bool]float64{true: 0.8, false: 0.9}[hard]; week > 0 && !here || d >= gone {
			one.idle[who] = one.idle[who] || week == 1
			continue
		}
		m.say(who, one.class, "http://adlnet.gov/expapi/verbs/experienced", "page", day(d, 10))
	}
	for essay, d := range []int{10, 24, 38} {
		if r.Float64() < map[bool]float64{true: 0.1, false: 0.95}[hard] && d < gone {
			m.say(who, one.class, "http://activitystrea.ms/schema/1.0/submit", fmt.Sprintf("essay-%d", essay+1), day(d, 12))
			if essay == 0 {
				delete(one.idle, who) // handing in is a session
			}
		} else if essay == 0 {
			one.missing[who] = true
		}
	}
}

// open loads the runs, and what is planted beside them.
func (m *madeRuns) open(t *testing.T, now time.Time, planted ...string) *query.Store {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"outcomes.csv": m.outcomes.String(), "due.csv": m.due.String(), "profile.toml": "timezone = \"UTC\"\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	path := made(t, append([]string{strings.TrimSuffix(m.statements.String(), "\n")}, planted...)...)
	clock := func() time.Time { return now }
	if _, err := store.Load(t.Context(), dir, store.LoadOptions{Paths: []string{path}, WriteOptions: store.WriteOptions{Now: clock}}); err != nil {
		t.Fatal(err)
	}
	s, err := query.Open(t.Context(), dir, query.Options{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

var afterRuns = time.Date(2026, 3, 17, 12, 0, 0, 0, time.UTC)

func asJSON(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestBacktest compares with what the made-up runs are known to hold, and shows that the same
// back-test comes to the same bytes, and that what came later changes nothing.
func TestBacktest(t *testing.T) {
	t.Parallel()
	m := makeRuns(runBegins())
	s := m.open(t, afterRuns)
	b, err := s.Backtest(t.Context(), everything, query.Filter{}, query.BacktestOptions{Weeks: []int{4, 2, 2}, Capacity: 50})
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Runs) != 3 || len(b.Weeks) != 2 || b.Weeks[0].Week != 2 || b.Weeks[1].Week != 4 {
		t.Fatalf("%s", asJSON(t, b))
	}
	for i, r := range b.Runs {
		if w := m.runs[i]; string(r.Class) != w.class || !r.Begin.Equal(w.begin) || !r.Ended.Equal(w.begin.AddDate(0, 0, 63)) || r.Passed != w.passed || r.Failed != w.failed || r.Withdrew != w.withdrew {
			t.Errorf("run %d: %+v, want %+v", i, r, w)
		}
	}
	newest, two, four := m.runs[2], b.Weeks[0], b.Weeks[1]
	if two.Learners != perRun || two.With != newest.failed+newest.withdrew || len(two.TrainedOn) != 2 || len(two.TestedOn) != 1 || string(two.TestedOn[0]) != newest.class || len(two.LeftOut) != 0 {
		t.Errorf("week 2: %s", asJSON(t, two))
	}
	if four.Learners != perRun-newest.withdrew || four.With != newest.failed {
		t.Errorf("week 4 has those who withdrew on day 20: %d learners, %d with, of %+v", four.Learners, four.With, newest)
	}
	idle, hits := 0, 0
	for who := range newest.idle {
		if newest.idle[who] {
			idle++
			if newest.with[who] {
				hits++
			}
		}
	}
	if two.Rule.Length != idle || two.Rule.Hits != hits || two.Rule.FalseAlarms != idle-hits || two.Rule.Misses != two.With-hits || two.SameLength.Length != idle {
		t.Errorf("the rule: %+v, want %d flagged, %d of them right", two.Rule, idle, hits)
	}
	l := two.List
	if l.Length != 50 || l.Hits+l.FalseAlarms != 50 || l.Hits+l.Misses != two.With || l.Hits < 40 || !strings.HasPrefix(two.Verdict, "Better than the rule") || len(two.Calibration) != 10 {
		t.Errorf("the list: %+v of %s", l, asJSON(t, two))
	}
	if !two.Gate.Passed || !strings.HasPrefix(b.Verdict, "On the newest run the model is better than the rule of no activity for 7 days in weeks 2 and 4; a probability may be shown in ") {
		t.Errorf("%+v: %s", two.Gate, b.Verdict)
	}
	never := b.Warned[len(b.Warned)-1]
	if w := b.Warned; len(w) != 3 || w[0].Week != 2 || w[0].Hits != l.Hits || w[0].FalseAlarms != l.FalseAlarms || never.Week != 0 || w[0].Hits+w[1].Hits+never.Hits != two.With {
		t.Errorf("first warned: %+v", b.Warned)
	}

	// Another store of the same, with statements of week 3: a learner on the list hands in, a new
	// item is answered, somebody new comes.
	late := newest.begin.AddDate(0, 0, 14).Add(time.Minute)
	for who := range newest.missing {
		m.say(who, newest.class, "http://activitystrea.ms/schema/1.0/submit", "essay-1", late)
	}
	m.say("somebody-new", newest.class, "http://adlnet.gov/expapi/verbs/answered", "new-item", late)
	again, err := m.open(t, afterRuns).Backtest(t.Context(), everything, query.Filter{}, query.BacktestOptions{Weeks: []int{2, 4}, Capacity: 50})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := asJSON(t, again.Weeks[0]), asJSON(t, two); got != want {
		t.Errorf("what came later changes week 2:\n%s\n%s", got, want)
	}
	if asJSON(t, again.Weeks[1]) == asJSON(t, four) {
		t.Error("what came in week 3 says nothing in week 4")
	}
	if once, err := s.Backtest(t.Context(), everything, query.Filter{}, query.BacktestOptions{Weeks: []int{2, 4}, Capacity: 50}); err != nil || asJSON(t, once) != asJSON(t, b) {
		t.Errorf("the same back-test comes to something else: %v", err)
	}
}

// TestBacktestAudit shows that an audit file is compared and changes nothing else.
func TestBacktestAudit(t *testing.T) {
	t.Parallel()
	m := makeRuns(runBegins()[:2])
	s := m.open(t, afterRuns)
	audit := &roster.Audit{Attributes: []string{"gender", "number"}}
	for i := range perRun - 1 {
		audit.Rows = append(audit.Rows, roster.AuditRow{
			Learner: "account:https://school.example\x1f" + fmt.Sprintf("run-2-learner-%03d", i), Values: []string{string("FM"[i%2]), fmt.Sprint(i)},
		})
	}
	o := query.BacktestOptions{Weeks: []int{2}, Capacity: 60}
	plain, err := s.Backtest(t.Context(), everything, query.Filter{}, o)
	if err != nil {
		t.Fatal(err)
	}
	o.Audit = audit
	b, err := s.Backtest(t.Context(), everything, query.Filter{}, o)
	if err != nil {
		t.Fatal(err)
	}
	a := b.Weeks[0].Audit
	if len(a) != 2 || len(a[0].Groups) != 2 || a[0].Groups[0].Group != "F" || a[0].Groups[0].Flagged == nil || a[0].Alarms == nil || a[0].Missed == nil || a[0].Unmatched != 1 ||
		len(a[0].Sentences) != 3 || len(a[1].Groups) != 0 || !strings.Contains(a[1].Sentences[0], "299 values") {
		t.Fatalf("%s", asJSON(t, a))
	}
	b.Weeks[0].Audit, b.Audited = plain.Weeks[0].Audit, plain.Audited
	if asJSON(t, b) != asJSON(t, plain) {
		t.Error("an audit file changes what is not about groups")
	}
}

// TestBacktestTooLittle says what is missing.
func TestBacktestTooLittle(t *testing.T) {
	t.Parallel()
	m := makeRuns(runBegins()[:2])
	s := m.open(t, afterRuns)
	one := query.Viewer{Scope: query.OnlyClasses(m.runs[1].class)}
	for _, c := range []struct {
		name string
		v    query.Viewer
		f    query.Filter
		runs int
		want string
	}{
		{"both", everything, query.Filter{}, 2, "On the newest run the model is "},
		{"in a scope of one", one, query.Filter{}, 1, "No model can be tested: it takes two finished runs"},
		{"before the second was over", everything, query.Filter{AsOf: m.runs[1].begin.AddDate(0, 0, 60)}, 1, "No model can be tested"},
		{"while nobody has passed or failed", everything, query.Filter{AsOf: m.runs[0].begin.AddDate(0, 0, 40)}, 0, "Nothing can be tested: outcomes.csv names no class"},
	} {
		b, err := s.Backtest(t.Context(), c.v, c.f, query.BacktestOptions{Weeks: []int{2}})
		if err != nil {
			t.Fatal(c.name, err)
		}
		if len(b.Runs) != c.runs || !strings.HasPrefix(b.Verdict, c.want) {
			t.Errorf("%s: %d runs, %s", c.name, len(b.Runs), b.Verdict)
		}
		if c.runs == 1 && (b.Weeks[0].Model != "" || b.Weeks[0].Rule == nil || b.Weeks[0].Gate.Passed || b.Weeks[0].Why == "") {
			t.Errorf("%s: %s", c.name, asJSON(t, b.Weeks))
		}
	}
	nobody := opened(t, march, made(t, said(1, "Ann", "answered", "item", "course-a", "2026-03-01T10:00:00Z", "")))
	if b, err := nobody.Backtest(t.Context(), everything, query.Filter{}, query.BacktestOptions{}); err != nil || len(b.Weeks) != 0 {
		t.Errorf("%v, %+v", err, b)
	}
}

// TestRiskModel shows probabilities of a class that is under way only once there are runs enough.
func TestRiskModel(t *testing.T) {
	t.Parallel()
	m := makeRuns(runBegins())
	s := m.open(t, afterRuns)
	of := m.runs[3]
	r, err := s.RiskModel(t.Context(), everything, of.class, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if r.Day != 15 || !r.AsOf.Equal(of.begin.AddDate(0, 0, 15)) || !r.Gate.Passed || r.Model == nil || len(r.Predictions) != perRun || r.Gate.Runs != 3 {
		t.Fatalf("day %d, %+v, %d predictions", r.Day, r.Gate, len(r.Predictions))
	}
	if want := []string{m.runs[0].class, m.runs[1].class}; !reflect.DeepEqual(r.Model.Runs, want) {
		t.Errorf("learned from %q", r.Model.Runs)
	}
	if again, err := s.RiskModel(t.Context(), everything, of.class, of.begin.AddDate(0, 0, 15).Add(20*time.Hour)); err != nil || again != r {
		t.Errorf("the same day is another model: %v", err)
	}
	if one, err := s.RiskModel(t.Context(), query.Viewer{Scope: query.OnlyClasses(of.class)}, of.class, time.Time{}); err != nil || one.Model != nil || one.Gate.Runs != 0 {
		t.Errorf("in the scope of one class there is a model of others: %v, %+v", err, one)
	}
	learners, err := s.Learners(t.Context(), everything, query.Filter{Class: of.class})
	if err != nil {
		t.Fatal(err)
	}
	missed, handed := 0.0, 0.0
	for _, l := range learners.Rows {
		if p := r.Predictions[l.ID].Probability; of.missing[string(l.Name.Shown())] {
			missed += p / float64(len(of.missing))
		} else {
			handed += p / float64(perRun-len(of.missing))
		}
	}
	if missed < 0.7 || handed > 0.3 {
		t.Errorf("who misses the essay has %.2f on average, who handed it in %.2f", missed, handed)
	}
	early, err := s.RiskModel(t.Context(), everything, m.runs[1].class, m.runs[1].begin.AddDate(0, 0, 14).Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	if early.Model != nil || early.Predictions != nil || early.Gate.Passed || !strings.Contains(early.Gate.Reason, "1 finished earlier run of this course with known outcomes; it takes 2.") {
		t.Errorf("%+v", early.Gate)
	}
}

// TestBacktestTogether tests on parallel classes of one term together, each from its own begin.
func TestBacktestTogether(t *testing.T) {
	t.Parallel()
	begins := runBegins()[:3]
	begins[2] = begins[1].AddDate(0, 0, 14)
	m := makeRuns(begins)
	s := m.open(t, afterRuns)
	b, err := s.Backtest(t.Context(), everything, query.Filter{}, query.BacktestOptions{Weeks: []int{2, 4}, Capacity: 100})
	if err != nil {
		t.Fatal(err)
	}
	two, four := b.Weeks[0], b.Weeks[1]
	failed, withdrew := m.runs[1].failed+m.runs[2].failed, m.runs[1].withdrew+m.runs[2].withdrew
	if len(two.TestedOn) != 2 || len(two.TrainedOn) != 1 || string(two.TrainedOn[0]) != m.runs[0].class || two.Learners != 2*perRun || two.With != failed+withdrew {
		t.Errorf("%s", asJSON(t, two))
	}
	if four.Learners != 2*perRun-withdrew || four.With != failed || four.List.Length != 100 {
		t.Errorf("%s", asJSON(t, four))
	}
}
