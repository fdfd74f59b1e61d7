package scoring

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"testing"
	"time"
)

// The class as testdata/oracle_factors.py reads it.
type (
	wireClass struct {
		AsOf       int64          `json:"as_of"`
		Begin      *int64         `json:"begin"`
		Offset     int            `json:"offset"`
		Off        [][2]int       `json:"off"`
		Activities []wireActivity `json:"activities"`
		Learners   []wireLearner  `json:"learners"`
	}
	wireActivity struct {
		Item   bool     `json:"item"`
		Skill  int      `json:"skill"`
		Points *float64 `json:"points"`
		Course bool     `json:"course"`
		Rule   string   `json:"rule"`
	}
	wireLearner struct {
		ID       string         `json:"id"`
		Enrolled *int64         `json:"enrolled"`
		First    *int64         `json:"first"`
		Social   int            `json:"social"`
		Sessions []wireSession  `json:"sessions"`
		Visits   []wireVisit    `json:"visits"`
		Tries    []wireTry      `json:"tries"`
		Dues     []wireDue      `json:"dues"`
		HandIns  []wireHandIn   `json:"hand_ins"`
		Feedback []wireFeedback `json:"feedback"`
	}
	wireSession struct {
		Begin      int64 `json:"begin"`
		End        int64 `json:"end"`
		Statements int   `json:"statements"`
		Burst      int   `json:"burst"`
	}
	wireVisit struct {
		Activity int      `json:"activity"`
		Stated   *float64 `json:"stated"`
		Gaps     *float64 `json:"gaps"`
	}
	wireTry struct {
		Activity int      `json:"activity"`
		Item     bool     `json:"item"`
		Started  int64    `json:"started"`
		Ended    *int64   `json:"ended"`
		Order    int64    `json:"order"`
		R        *float64 `json:"r"`
		Right    Truth    `json:"right"`
		Passed   Truth    `json:"passed"`
		Seconds  *float64 `json:"seconds"`
		Attempt  int64    `json:"attempt"`
	}
	wireDue struct {
		Activity int      `json:"activity"`
		At       int64    `json:"at"`
		DayEnd   int64    `json:"day_end"`
		Weight   *float64 `json:"weight"`
		Excused  bool     `json:"excused"`
	}
	wireHandIn struct {
		Activity int   `json:"activity"`
		At       int64 `json:"at"`
	}
	wireFeedback struct {
		Giver     string   `json:"giver"`
		Role      Role     `json:"role"`
		At        int64    `json:"at"`
		R         *float64 `json:"r"`
		Statement int64    `json:"statement"`
	}
)

func seconds(t time.Time) *int64 {
	if t.IsZero() {
		return nil
	}
	s := t.Unix()
	return &s
}

// wire lays a class out for the oracle. Its zone has a fixed offset.
func wire(c *Class, rule string) wireClass {
	_, offset := c.AsOf.In(c.Zone).Zone()
	w := wireClass{AsOf: c.AsOf.Unix(), Begin: seconds(c.Begin), Offset: offset, Off: [][2]int{}, Learners: []wireLearner{}}
	for _, o := range c.Off {
		w.Off = append(w.Off, [2]int{int(o.From.Unix() / 86400), int(o.To.Unix() / 86400)})
	}
	for _, a := range c.Activities {
		w.Activities = append(w.Activities, wireActivity{a.Item, a.Skill, known(a.Points), a.Course, cmp.Or(a.Rule, rule)})
	}
	for i := range c.Learners {
		w.Learners = append(w.Learners, wireOf(&c.Learners[i]))
	}
	return w
}

func wireOf(l *Learner) wireLearner {
	w := wireLearner{
		ID: l.ID, Enrolled: seconds(l.Enrolled), First: seconds(l.First), Social: l.Social,
		Sessions: []wireSession{}, Visits: []wireVisit{}, Tries: []wireTry{}, Dues: []wireDue{}, HandIns: []wireHandIn{}, Feedback: []wireFeedback{},
	}
	for _, s := range l.Sessions {
		w.Sessions = append(w.Sessions, wireSession{s.Begin.Unix(), s.End.Unix(), s.Statements, s.Burst})
	}
	for _, x := range l.Visits {
		w.Visits = append(w.Visits, wireVisit{x.Activity, known(x.Stated), known(x.Gaps)})
	}
	for _, t := range l.Tries {
		w.Tries = append(w.Tries, wireTry{
			t.Activity, t.Item, t.Started.Unix(), seconds(t.Ended), t.Order, known(t.R), t.Right, t.Passed, known(t.Seconds), t.Attempt,
		})
	}
	for _, d := range l.Dues {
		w.Dues = append(w.Dues, wireDue{d.Activity, d.At.Unix(), d.DayEnd.Unix(), known(d.Weight), d.Excused})
	}
	for _, h := range l.HandIns {
		w.HandIns = append(w.HandIns, wireHandIn{h.Activity, h.At.Unix()})
	}
	for _, f := range l.Feedback {
		w.Feedback = append(w.Feedback, wireFeedback{f.Giver, f.Role, f.At.Unix(), known(f.R), f.Statement})
	}
	return w
}

// oracleRow is what the oracle says of a learner.
type oracleRow struct {
	Factors  []*[2]float64 `json:"factors"`
	Score    *float64      `json:"score"`
	SD       *float64      `json:"sd"`
	Coverage float64       `json:"coverage"`
	State    State         `json:"state"`
}

// ask runs the oracle over classes, one line each.
func ask(t *testing.T, classes []wireClass) [][]oracleRow {
	t.Helper()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("there is no python3 here: nothing was compared with the independent implementation")
	}
	var in bytes.Buffer
	for _, c := range classes {
		if err := json.NewEncoder(&in).Encode(c); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), python, "testdata/oracle_factors.py")
	cmd.Stdin, cmd.Stderr = &in, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	rows := make([][]oracleRow, 0, len(classes))
	for line := range bytes.Lines(out) {
		var r []oracleRow
		if err := json.Unmarshal(line, &r); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, r)
	}
	if len(rows) != len(classes) {
		t.Fatalf("%d answers for %d classes", len(rows), len(classes))
	}
	return rows
}

// near says whether two numbers are the same but for rounding; NaN is like NaN.
func near(a, b float64) bool {
	return math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) <= 1e-9
}

// compareWithOracle compares all factors, also of those without enough evidence.
func compareWithOracle(t *testing.T, name string, c *Class, p Profile, want []oracleRow) {
	t.Helper()
	v := newView(c, p)
	v.standing = Learn(v.c, p.Mastery)
	measures, s := v.measures(), Evaluate(c, p)
	for u, row := range want {
		pieces := make([]Piece, len(measures))
		for k, m := range measures {
			got, x := m.of(u), [2]float64{math.NaN(), math.NaN()}
			if row.Factors[k] != nil {
				x = *row.Factors[k]
			}
			if !near(got.value, x[0]) || !near(got.sd, x[1]) {
				t.Errorf("%s, learner %d, %s: %v ± %v, want %v ± %v", name, u, Factors()[k], got.value, got.sd, x[0], x[1])
			}
			pieces[k] = Piece{Weight: p.Weights.Of(Factors()[k]), Value: got.value, SD: got.sd, Possible: s.Class[k].Possible}
		}
		sum, wantScore, wantSD := p.Combine(pieces), math.NaN(), math.NaN()
		if row.Score != nil {
			wantScore, wantSD = *row.Score, *row.SD
		}
		if !near(sum.Score, wantScore) || !near(sum.SD, wantSD) || !near(sum.Coverage, row.Coverage) {
			t.Errorf("%s, learner %d: %+v, want %v ± %v, coverage %v", name, u, sum, wantScore, wantSD, row.Coverage)
		}
		if got := s.Scores[u]; got.State != row.State {
			t.Errorf("%s, learner %d: %s, want %s (%v)", name, u, got.State, row.State, got.Why)
		}
	}
}

// TestFactorsAgainstOracle compares made classes with the independent implementation.
func TestFactorsAgainstOracle(t *testing.T) {
	t.Parallel()
	classes, profiles := make([]*Class, 1000), make([]Profile, 1000)
	wires := make([]wireClass, len(classes))
	for i := range classes {
		r := rand.New(rand.NewPCG(uint64(i), 1))
		profiles[i] = DefaultProfile()
		profiles[i].AttemptRule = rules()[r.IntN(5)]
		classes[i] = madeClass(r)
		wires[i] = wire(classes[i], profiles[i].AttemptRule)
	}
	states := map[State]int{}
	for i, rows := range ask(t, wires) {
		compareWithOracle(t, fmt.Sprintf("class %d", i), classes[i], profiles[i], rows)
		for _, r := range rows {
			states[r.State]++
		}
		if t.Failed() {
			return
		}
	}
	for _, s := range []State{Insufficient, Provisional, Stable} {
		if states[s] < 100 {
			t.Errorf("only %d learners are %s: the classes are no test of it", states[s], s)
		}
	}
}
