package scoring

import (
	"bytes"
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"
)

func TestDefaultProfile(t *testing.T) {
	t.Parallel()
	p := DefaultProfile()
	if wrong := p.Check(); len(wrong) > 0 {
		t.Errorf("the default profile has faults: %v", wrong)
	}
	sum := 0.0
	for _, f := range Factors() {
		sum += p.Weights.Of(f)
	}
	if !near(sum, 1.10) {
		t.Errorf("the weights sum to %v", sum)
	}
}

func TestProfileForms(t *testing.T) {
	t.Parallel()
	p := DefaultProfile()
	p.Verbs = map[string]string{"http://example.org/did": "http://adlnet.gov/expapi/verbs/answered"}
	for _, form := range []struct {
		name  string
		write func(any) ([]byte, error)
		read  func([]byte, any) error
	}{
		{"JSON", json.Marshal, json.Unmarshal},
		{"TOML", toml.Marshal, func(text []byte, to any) error {
			return toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields().Decode(to)
		}},
	} {
		text, err := form.write(p)
		if err != nil {
			t.Fatal(err)
		}
		var got Profile
		if err := form.read(text, &got); err != nil || !reflect.DeepEqual(got, p) || got.Hash() != p.Hash() {
			t.Errorf("%s: %v, %+v, want %+v", form.name, err, got, p)
		}
	}
}

// TestHash says that a hash names what a profile says, not how it was made.
func TestHash(t *testing.T) {
	t.Parallel()
	a, b := DefaultProfile(), DefaultProfile()
	b.Verbs, b.Types = map[string]string{}, map[string]string{}
	if len(a.Hash()) != 12 || a.Hash() != b.Hash() {
		t.Errorf("%q and %q are hashes of the same profile", a.Hash(), b.Hash())
	}
	seen := map[string]bool{a.Hash(): true}
	for _, change := range []func(*Profile){
		func(p *Profile) { p.Weights.Effort = 0.2 },
		func(p *Profile) { p.AttemptRule = ruleBest },
		func(p *Profile) { p.States.Days = 8 },
		func(p *Profile) { p.Mastery.Gain = 0 },
		func(p *Profile) { p.Struggle.Least = 9 },
		func(p *Profile) { p.Types = map[string]string{"x:a": "x:b"} },
		func(p *Profile) { p.Weights.Effort = math.NaN() },
	} {
		p := DefaultProfile()
		change(&p)
		if seen[p.Hash()] {
			t.Errorf("%+v has the hash of another profile", p)
		}
		seen[p.Hash()] = true
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		key    string
		change func(*Profile)
		want   string
	}{
		{"weights.due_work", func(p *Profile) { p.Weights.DueWork = -1 }, "profile, weights.due_work: found -1, expected a number of 0 or more"},
		{"weights.effort", func(p *Profile) { p.Weights.Effort = math.NaN() }, "profile, weights.effort: found NaN, expected a number of 0 or more"},
		{"weights", func(p *Profile) { p.Weights = Weights{} }, "profile, weights: found weights that are all 0, expected one that is not"},
		{"states.coverage", func(p *Profile) { p.States.Coverage = 50 }, "profile, states.coverage: found 50, expected a number from 0 to 1"},
		{"states.provisional", func(p *Profile) { p.States.Provisional = 30 }, "profile, states.provisional: found 30, expected no more than states.widest"},
		{"states.responses", func(p *Profile) { p.States.Responses = 0 }, "profile, states.responses: found 0, expected a number of 1 or more"},
		{"interval.least_variance", func(p *Profile) { p.Interval.LeastVariance = 0 }, "profile, interval.least_variance: found 0, expected a number from 0.001 to 1"},
		{"attempt_rule", func(p *Profile) { p.AttemptRule = "any" }, `profile, attempt_rule: found "any", expected one of first, last, best, last-passed, mean`},
		{"regularity.lead_days", func(p *Profile) { p.Regularity.LeadDays = 0 }, "profile, regularity.lead_days: found 0, expected a number above 0"},
		{"cohort.targets.sessions", func(p *Profile) { p.Cohort.Targets.Sessions = math.Inf(1) }, "profile, cohort.targets.sessions: found +Inf, expected a number of 1000000 or less"},
		{"weights.achievement", func(p *Profile) { p.Weights.Achievement = 1e308 }, "profile, weights.achievement: found 1e+308, expected a number of 1000 or less"},
		{"effort.opened", func(p *Profile) { p.Effort.Opened = 1001 }, "profile, effort.opened: found 1001, expected a number of 1000 or less"},
		{"participation", func(p *Profile) { p.Participation = ParticipationSettings{Days: 1e-200, Burst: 20} }, "profile, participation: found weights that are almost 0, expected a sum of 0.000001 or more"},
		{"achievement.prior", func(p *Profile) { p.Achievement.Prior = 1e7 }, "profile, achievement.prior: found 1e+07, expected a number of 1000000 or less"},
		{"risk.penalty", func(p *Profile) { p.Risk.Penalty = 1e-300 }, "profile, risk.penalty: found 1e-300, expected a number of 0.000001 or more"},
		{"states.days", func(p *Profile) { p.States.Days = 1 << 40 }, "profile, states.days: found 1.099511627776e+12, expected a number of 1000000 or less"},
		{"interval.z", func(p *Profile) { p.Interval.Z = 1.96 }, "profile, interval.z: found 1.96, expected 1.645"},
		{"signals.preset", func(p *Profile) { p.Signals.Preset = "none" }, `profile, signals.preset: found "none", expected one of fewer, default, more`},
		{"signals.quiet_days", func(p *Profile) { p.Signals.QuietDays = 0 }, "profile, signals.quiet_days: found 0, expected a number of 1 or more"},
		{"signals.missing_share", func(p *Profile) { p.Signals.MissingShare = 25 }, "profile, signals.missing_share: found 25, expected a number from 0 to 1"},
		{"signals.fall_last", func(p *Profile) { p.Signals.FallLast = 4 }, "profile, signals.fall_last: found 4, expected fewer than signals.fall_responses and signals.fall_works"},
		{"verbs.did", func(p *Profile) { p.Verbs = map[string]string{"did": "x:answered"} }, `profile, verbs.did: found "x:answered", expected an IRI, and another one it counts as`},
	} {
		p := DefaultProfile()
		c.change(&p)
		wrong := p.Check()
		if len(wrong) != 1 || wrong[0].Key != c.key || wrong[0].Error() != c.want {
			t.Errorf("%s: %v, want %s", c.key, wrong, c.want)
		}
	}
}

// TestSpans says that every limit is one of a setting that there is.
func TestSpans(t *testing.T) {
	t.Parallel()
	limits := spans()
	eachNumber(reflect.ValueOf(DefaultProfile()), "", func(key string, _ float64) { delete(limits, key) })
	for key := range limits {
		t.Errorf("there is no setting %s", key)
	}
}

// TestExtremes makes scores with each setting at its ends, and with all of them: whatever
// a profile may say, there is no number that is none, and none out of its range.
func TestExtremes(t *testing.T) {
	t.Parallel()
	limits := spans()
	ends := func(key string) [2]float64 { s := spanOf(limits, key); return [2]float64{s.low, s.high} }
	keys := []string{"", "."} // all at once, and none
	eachNumber(reflect.ValueOf(DefaultProfile()), "", func(key string, _ float64) { keys = append(keys, key) })
	classes := madeClasses(4)
	for _, key := range keys {
		for end := range 2 {
			p := DefaultProfile()
			set(reflect.ValueOf(&p).Elem(), "", func(k string, x float64) float64 {
				if k == key || key == "" {
					return ends(k)[end]
				}
				return x
			})
			for _, c := range classes {
				for _, s := range Evaluate(c, p).Scores {
					finite(t, key, s)
				}
			}
		}
	}
}

// set hands on every number of a profile and takes another for it.
func set(v reflect.Value, key string, change func(string, float64) float64) {
	switch {
	case v.CanFloat():
		v.SetFloat(change(key, v.Float()))
	case v.CanInt():
		v.SetInt(int64(change(key, float64(v.Int()))))
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("toml"), ",")
			if key != "" {
				name = key + "." + name
			}
			set(v.Field(i), name, change)
		}
	}
}

// finite looks at all numbers of a score.
func finite(t *testing.T, key string, s Score) {
	t.Helper()
	in := func(what string, x *float64, low, high float64) {
		if x != nil && !(*x >= low-1e-9 && *x <= high+1e-9) {
			t.Errorf("%s: %s is %v", key, what, *x)
		}
	}
	in("score", s.Score, 0, 100)
	in("low", s.Low, 0, 100)
	in("high", s.High, 0, 100)
	in("vs class", s.VsClass, -100, 100)
	in("coverage", &s.Coverage, 0, 1)
	for _, l := range s.Factors {
		in(string(l.Factor), l.Value, 0, 1)
		in(string(l.Factor)+" low", l.Low, 0, 1)
		in(string(l.Factor)+" points", l.Contribution, 0, 100)
	}
}
