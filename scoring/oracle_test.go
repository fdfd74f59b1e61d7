package scoring

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"math/rand/v2"
	"os/exec"
	"slices"
	"testing"
	"time"
)

// begin is when the made-up classes of tests begin.
var begin = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)

// told is a class as the oracle takes it.
type told struct {
	Learners int      `json:"learners"`
	Skills   []int    `json:"skills"`
	AsOf     int      `json:"as_of"` // minutes after begin
	Tries    [][6]any `json:"tries"`
}

// answered is what the oracle says of it.
type answered struct {
	M       []float64   `json:"m"`
	V       []float64   `json:"v"`
	MS      [][]float64 `json:"ms"`
	VS      [][]float64 `json:"vs"`
	B       []float64   `json:"b"`
	W       []float64   `json:"w"`
	Q       []float64   `json:"q"`
	Mastery [][]float64 `json:"mastery"`
	Items   [][]any     `json:"items"`
}

// randomClass makes a class of a few learners and items with retries, responses without a reading,
// some that began together, and some after the time it is asked for.
func randomClass(rng *rand.Rand) (*Class, told) {
	learners, items, skills := 1+rng.IntN(30), 1+rng.IntN(12), rng.IntN(4)
	c := &Class{AsOf: begin.Add(900 * time.Minute), Skills: []string{"a", "b", "c"}[:skills]}
	t := told{Learners: learners, AsOf: 900, Tries: [][6]any{}}
	var easy []float64 // of each item: how often it is answered
	for range items {
		easy = append(easy, max(0.05, rng.Float64()*1.5-0.3))
		s := rng.IntN(skills+1) - 1
		c.Activities = append(c.Activities, Activity{Item: true, Skill: s})
		t.Skills = append(t.Skills, s)
	}
	c.Learners = make([]Learner, learners)
	for order := range rng.IntN(12 * learners) {
		u, i, at := rng.IntN(learners), rng.IntN(items), rng.IntN(1000)
		try := Try{Activity: i, Item: true, Started: begin.Add(time.Duration(at) * time.Minute), Order: int64(order), R: math.NaN(), Seconds: math.NaN()}
		row := [6]any{u, i, at, order, nil, -1}
		if kind := rng.IntN(10); kind > 0 {
			try.R, try.Right = 0, No
			switch {
			case kind == 1: // a part of the points
				try.R = float64(rng.IntN(11)) / 10
			case rng.Float64() < easy[i]:
				try.R = 1
			}
			if try.R >= 0.5 {
				try.Right = Yes
			}
			row[4], row[5] = try.R, int(try.Right-No)
		}
		c.Learners[u].Tries = append(c.Learners[u].Tries, try)
		t.Tries = append(t.Tries, row)
	}
	for u := range c.Learners {
		slices.SortFunc(c.Learners[u].Tries, func(a, b Try) int {
			if d := a.Started.Compare(b.Started); d != 0 {
				return d
			}
			return int(a.Order - b.Order)
		})
	}
	rng.Shuffle(len(t.Tries), func(i, j int) { t.Tries[i], t.Tries[j] = t.Tries[j], t.Tries[i] })
	return c, t
}

// TestOracle compares a thousand random classes with an implementation of its own.
func TestOracle(t *testing.T) {
	t.Parallel()
	python, err := exec.LookPath("python3")
	if errors.Is(err, exec.ErrNotFound) {
		t.Skip("there is no python3 here: nothing was compared with the independent implementation")
	}
	rng := rand.New(rand.NewPCG(1, 2))
	var classes []*Class
	var in bytes.Buffer
	e := json.NewEncoder(&in)
	for range 1000 {
		c, told := randomClass(rng)
		classes = append(classes, c)
		if err := e.Encode(told); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), python, "testdata/oracle_mastery.py")
	cmd.Stdin = &in
	var problem bytes.Buffer
	cmd.Stderr = &problem
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, problem.String())
	}
	d := json.NewDecoder(bytes.NewReader(out))
	worst := 0.0
	verdicts := map[Verdict]int{}
	for n, c := range classes {
		var want answered
		if err := d.Decode(&want); err != nil {
			t.Fatal(err)
		}
		s := Learn(c, DefaultMastery())
		items := Items(c, s, DefaultStruggle())
		off := max(standingOff(t, s, &want), itemsOff(t, items, want.Items))
		if off > 1e-9 || math.IsNaN(off) {
			t.Fatalf("class %d differs by %g", n, off)
		}
		worst = max(worst, off)
		for i := range items {
			verdicts[items[i].Verdict]++
		}
	}
	for _, v := range []Verdict{Fine, Watch, Struggling, TooFew} {
		if verdicts[v] < 20 {
			t.Errorf("only %d items are %q: the classes try too little", verdicts[v], v)
		}
	}
	t.Logf("largest difference %g", worst)
}

// standingOff is the largest difference of what is known of learners and items.
func standingOff(t *testing.T, s *Standing, want *answered) float64 {
	t.Helper()
	var q []float64
	for _, f := range s.Firsts() {
		q = append(q, f.Expected)
	}
	off := max(far(q, want.Q), far(s.engine.m, want.M), far(s.engine.v, want.V), far(s.engine.b, want.B), far(s.engine.w, want.W))
	for u := range want.M {
		used := map[int]bool{}
		for _, k := range s.skill {
			used[k] = true
		}
		n := 0
		for k := range s.engine.skills {
			if used[k] {
				at := s.engine.at(u, k)
				off = max(off, math.Abs(s.engine.ms[at]-want.MS[u][n]), math.Abs(s.engine.vs[at]-want.VS[u][n]))
				n++
			}
		}
		if n != len(want.MS[u]) {
			t.Fatalf("%d skills, want %d", n, len(want.MS[u]))
		}
		m := s.Mastery(u)
		if want.Mastery[u] == nil {
			if !math.IsNaN(m.Value) || !math.IsNaN(m.Low) || !math.IsNaN(m.High) || !math.IsNaN(m.SD) || m.N != 0 {
				t.Fatalf("a learner without a response has %+v", m)
			}
			continue
		}
		off = max(off, far([]float64{m.Value, m.Low, m.High, m.SD, float64(m.N)}, want.Mastery[u]))
	}
	return off
}

// itemsOff is the largest difference of what is said of items.
func itemsOff(t *testing.T, items []Item, want [][]any) float64 {
	t.Helper()
	off := 0.0
	for i, w := range want {
		it := items[i]
		got := []float64{float64(it.N), it.K, it.WrongRate, it.Low, it.High, it.Bound, it.P, it.Discrimination}
		for k, v := range slices.Concat(w[:7], w[8:]) {
			number, ok := v.(float64)
			if !ok {
				if !math.IsNaN(got[k]) {
					t.Fatalf("item %d: %v where there is nothing", i, got[k])
				}
				continue
			}
			off = max(off, math.Abs(got[k]-number))
		}
		if string(it.Verdict) != w[7] {
			t.Fatalf("item %d of %d, p %v, bound %v: %q, want %q", i, it.N, it.P, it.Bound, it.Verdict, w[7])
		}
	}
	return off
}

// far is the largest difference of two rows.
func far(got, want []float64) float64 {
	if len(got) != len(want) {
		return math.Inf(1)
	}
	off := 0.0
	for i := range got {
		off = max(off, math.Abs(got[i]-want[i]))
	}
	return off
}
