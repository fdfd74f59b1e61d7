package scoring

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"
)

// riskClass is a class of ten, two weeks after its beginning, whose features are worked by
// hand in TestFeatures.
func riskClass() *Class {
	day := func(d, hour int) time.Time { return time.Date(2026, 1, d, hour, 0, 0, 0, time.UTC) }
	sessions := func(days ...int) (out []Session) {
		for _, d := range days {
			out = append(out, Session{Begin: day(d, 9), End: day(d, 10), Statements: 5})
		}
		return out
	}
	c := &Class{
		AsOf: day(19, 0), Begin: day(5, 0), Skills: []string{},
		Activities: []Activity{
			{ID: "a essay", Skill: NoSkill, Points: math.NaN()},
			{ID: "b report", Skill: NoSkill, Points: math.NaN()},
			{ID: "c course", Skill: NoSkill, Points: math.NaN(), Course: true},
			{ID: "d question", Skill: NoSkill, Points: math.NaN(), Item: true},
			{ID: "e later", Skill: NoSkill, Points: math.NaN()},
		},
	}
	dues := []Due{
		{Activity: 0, At: day(12, 12), DayEnd: day(13, 0), Weight: math.NaN()},
		{Activity: 1, At: day(16, 12), DayEnd: day(17, 0), Weight: math.NaN()},
		{Activity: 4, At: day(25, 12), DayEnd: day(26, 0), Weight: math.NaN()},
	}
	for u := range 10 {
		c.Learners = append(c.Learners, Learner{ID: fmt.Sprintf("L%d", u), Sessions: sessions(15), First: day(15, 9)})
	}
	eager, late, absent := &c.Learners[0], &c.Learners[1], &c.Learners[2]
	eager.Sessions, eager.First, eager.Dues = sessions(3, 4, 6, 13, 18), day(3, 9), dues
	eager.HandIns = []HandIn{{Activity: 0, At: day(10, 12)}, {Activity: 1, At: day(16, 12)}}
	eager.Visits = []Visit{{Activity: 0, Stated: math.NaN(), Gaps: 60}, {Activity: 2, Stated: math.NaN(), Gaps: 60}, {Activity: 3, Stated: math.NaN(), Gaps: 60}}
	eager.Tries = []Try{
		{Activity: 0, Started: day(10, 12), R: 0.8, Seconds: math.NaN()},
		{Activity: 3, Item: true, Started: day(13, 9), R: 1, Right: Yes, Seconds: math.NaN(), Order: 1},
	}
	late.Sessions, late.First, late.Dues, late.Social = sessions(6, 18), day(6, 9), dues, 3
	late.Sessions[1].Statements, late.Sessions[1].Burst = 60, 50 // a page that reloads itself is no activity
	late.HandIns = []HandIn{{Activity: 0, At: day(14, 12)}}
	late.Tries = []Try{
		{Activity: 3, Item: true, Started: day(6, 9), R: 0, Right: No, Seconds: math.NaN(), Order: 2, Answer: "no idea"},
		{Activity: 0, Started: day(14, 12), R: 0.6, Seconds: math.NaN(), Order: 3},
	}
	absent.Sessions, absent.First, absent.Dues = nil, time.Time{}, dues
	return c
}

// TestFeatures compares with what was worked by hand. Sessions since the beginning are 3, 1,
// 0 and seven times 1: ranks 10, 5.5, 1; in the last week 2, 0, 0 and seven times 1:
// ranks 10, 1.5, 6; before it 2 and nine times 0: ranks 10, 5. Graded are (8 + 7) / 20 and
// (6 + 7) / 20, each √½ sd from their mean, as any two are.
func TestFeatures(t *testing.T) {
	t.Parallel()
	half := math.Sqrt(0.5)
	names := []string{
		"activity to date", "activity in the last 7 days", "no activity in the last 7 days", "activity before the start",
		"due works missing", "share of due works handed in", "graded work", "has graded work", "days early",
		"activities opened", "social acts", "questions tried", "content opened", "mastery",
	}
	eager := []float64{0.95, 0.95, 0, 0.95, 0, 1, half, 1, 1, 0.95, 0.45, 0.9, 0.95, half}
	late := []float64{0.5, 0.1, 1, 0.45, 1, 0.5, -half, 1, -2, 0.45, 0.95, 0.9, 0.45, -half}
	absent := []float64{0.05, 0.1, 1, 0.45, 2, 0, 0, 0, 0, 0.45, 0.45, 0.4, 0.45, 0}
	other := []float64{0.5, 0.55, 0, 0.45, 0, 0, 0, 0, 0, 0.45, 0.45, 0.4, 0.45, 0}
	p := DefaultProfile()
	for _, optional := range []bool{false, true} {
		p.Risk.Optional = optional
		n := 9
		if optional {
			n = len(names)
		}
		if got := FeatureNames(p); !slices.Equal(got, names[:n]) {
			t.Fatalf("%q", got)
		}
		x := Features(riskClass(), p)
		for u, want := range [][]float64{eager, late, absent, other, other, other, other, other, other, other} {
			for k := range n {
				nearly(t, fmt.Sprintf("learner %d, %s", u, names[k]), x[u][k], want[k], 1e-12)
			}
		}
	}
	small := riskClass()
	small.Learners = small.Learners[:9]
	if x := Features(small, p); x != nil {
		t.Errorf("a class of nine has features: %v", x)
	}
}

// TestFeaturesDoNotSee changes what may not matter: what comes after the as-of time, and
// the words of an answer.
func TestFeaturesDoNotSee(t *testing.T) {
	t.Parallel()
	p := DefaultProfile()
	p.Risk.Optional = true
	c := riskClass()
	want := Features(c, p)
	after := c.AsOf.Add(time.Hour)
	l := &c.Learners[1]
	l.Sessions = append(l.Sessions, Session{Begin: after, End: after, Statements: 9})
	l.HandIns = append(l.HandIns, HandIn{Activity: 1, At: after})
	l.Tries = append(l.Tries, Try{Activity: 1, Started: after, R: 1, Order: 9})
	l.Tries[0].Answer = "I am ill"
	if got := Features(c, p); !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%v\nwant\n%v", got, want)
	}
}

// TestFeaturesAreNumbers holds for classes of chance.
func TestFeaturesAreNumbers(t *testing.T) {
	t.Parallel()
	p := DefaultProfile()
	p.Risk.Optional = true
	n := 0
	for seed := range uint64(200) {
		c := madeClass(rand.New(rand.NewPCG(seed, 5)))
		for u, row := range Features(c, p) {
			n++
			for k, x := range row {
				if math.IsNaN(x) || math.IsInf(x, 0) {
					t.Fatalf("seed %d, learner %d, %s: %v", seed, u, FeatureNames(p)[k], x)
				}
			}
		}
	}
	if n < 1000 {
		t.Errorf("only %d learners were looked at", n)
	}
}

// TestNothingDenied fails if anything of what learners are could reach a score or a model: in
// the names of inputs, or in the types that evidence and counts are kept in.
func TestNothingDenied(t *testing.T) {
	t.Parallel()
	p := DefaultProfile()
	p.Risk.Optional = true
	for _, name := range FeatureNames(p) {
		if Denied(name) {
			t.Errorf("%q is an input", name)
		}
	}
	seen := map[reflect.Type]bool{}
	var look func(reflect.Type)
	look = func(x reflect.Type) {
		for x.Kind() == reflect.Slice || x.Kind() == reflect.Pointer || x.Kind() == reflect.Map {
			x = x.Elem()
		}
		if x.Kind() != reflect.Struct || seen[x] || x.PkgPath() != reflect.TypeFor[Class]().PkgPath() {
			return
		}
		seen[x] = true
		for i := range x.NumField() {
			if f := x.Field(i); Denied(f.Name) {
				t.Errorf("%s has %s", x, f.Name)
			} else {
				look(f.Type)
			}
		}
	}
	look(reflect.TypeFor[Class]())
	look(reflect.TypeFor[Tally]())
	if len(seen) < 10 {
		t.Errorf("only %d types were looked at", len(seen))
	}
}

func TestDenied(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"gender": true, "Gender": true, "age_band": true, "AgeBand": true, "learner age": true, "imd_band": true, "postCode": true, "post 1 office": false, "postcode": true,
		"has disability": true, "free text": true, "average": false, "Stage": false, "language": false, "engaged": false, "context": false, "": false,
	} {
		if got := Denied(name); got != want {
			t.Errorf("%q: %t", name, got)
		}
	}
	if err := admit([]string{"activity to date", "age"}); err == nil {
		t.Error("a model may have age as an input")
	}
}
