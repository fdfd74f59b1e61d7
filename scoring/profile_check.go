package scoring

import (
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// ProfileError says what is wrong with one setting of a profile.
type ProfileError struct {
	Key    string // as in the file: "weights.due_work"
	Found  string
	Wanted string
}

func (e *ProfileError) Error() string {
	return fmt.Sprintf("profile, %s: found %s, expected %s", e.Key, e.Found, e.Wanted)
}

// span is what a number may be, both ends included.
type span struct{ low, high float64 }

// spans are what the numbers of a profile may be, where that is more than
// "not below 0".
func spans() map[string]span {
	share, positive := span{0, 1}, span{math.SmallestNonzeroFloat64, math.MaxFloat64}
	return map[string]span{
		"states.coverage":            share,
		"states.graded":              {1, math.MaxInt32},
		"states.responses":           {1, math.MaxInt32},
		"states.widest":              {0, 50},
		"states.provisional":         {0, 50},
		"interval.z":                 positive,
		"interval.unseen":            share,
		"interval.least_variance":    {1e-3, 1}, // nothing about a learner is certain
		"interval.least_spread":      {0, 0.25},
		"cohort.least":               {5, math.MaxInt32},
		"achievement.default_points": positive,
		"achievement.least_points":   positive,
		"achievement.graded_worth":   positive,
		"due_work.late":              share,
		"participation.burst":        {2, math.MaxInt32},
		"regularity.lead_days":       positive,
		"effort.time_cap":            {1, math.MaxFloat64},
		"effort.retry_hours":         positive,
		"flags.short_share":          share,
		"flags.same_least":           {2, math.MaxInt32},
		"feedback.expected":          share,
		"feedback.per_giver":         {1, math.MaxInt32},
		"feedback.trim_givers":       {3, math.MaxInt32}, // without the first and the last somebody has to be left
		"risk.penalty":               positive,
		"risk.runs":                  {2, math.MaxInt32}, // one to learn from, and one to test on
		"risk.learners":              {20, math.MaxInt32},
		"risk.outcomes":              {2, math.MaxInt32},
		"risk.auc":                   {0.5, 1},
		"risk.ece":                   share,
		"struggle.least":             {3, math.MaxInt32}, // fewer say nothing of a class
		"struggle.least_own":         {1, math.MaxInt32},
		"struggle.margin":            share,
		"struggle.discoveries":       share,
		"struggle.stuck_tries":       {1, math.MaxInt32},
		"signals.at_risk_high":       {1, math.MaxInt32},
		"signals.at_risk_medium":     {1, math.MaxInt32},
		"signals.start_days":         {1, math.MaxInt32},
		"signals.quiet_days":         {1, math.MaxInt32},
		"signals.quiet_high":         {1, math.MaxFloat64},
		"signals.missing_works":      positive,
		"signals.missing_high":       positive,
		"signals.missing_share":      share,
		"signals.fall_last":          {1, math.MaxInt32},
		"signals.fall_responses":     {2, math.MaxInt32},
		"signals.fall_works":         {2, math.MaxInt32},
		"signals.fall_by":            share,
		"signals.guess_responses":    {1, math.MaxInt32},
		"signals.guess_seconds":      positive,
		"signals.guess_right":        share,
		"signals.avoid_works":        positive,
		"signals.watch_times":        {1, math.MaxFloat64},
	}
}

func (s span) holds(x float64) bool { return x >= s.low && x <= s.high }

func (s span) String() string {
	low := strconv.FormatFloat(s.low, 'g', -1, 64)
	switch {
	case s.low == math.SmallestNonzeroFloat64:
		return "a number above 0"
	case s.high >= math.MaxInt32:
		return "a number of " + low + " or more"
	}
	return "a number from " + low + " to " + strconv.FormatFloat(s.high, 'g', -1, 64)
}

// Check says what is wrong with a profile, in the order of its keys; nothing if
// scores can be made with it.
func (p Profile) Check() []*ProfileError {
	var wrong []*ProfileError
	limits := spans()
	eachNumber(reflect.ValueOf(p), "", func(key string, x float64) {
		s, ok := limits[key]
		if !ok {
			s = span{0, math.MaxFloat64}
		}
		if !s.holds(x) {
			wrong = append(wrong, &ProfileError{key, strconv.FormatFloat(x, 'g', -1, 64), s.String()})
		}
	})
	if !slices.Contains(rules(), p.AttemptRule) {
		wrong = append(wrong, &ProfileError{"attempt_rule", strconv.Quote(p.AttemptRule), "one of " + strings.Join(rules(), ", ")})
	}
	if !slices.Contains(presets(), p.Signals.Preset) {
		wrong = append(wrong, &ProfileError{"signals.preset", strconv.Quote(p.Signals.Preset), "one of " + strings.Join(presets(), ", ")})
	}
	wrong = append(wrong, p.checkSums()...)
	for _, m := range []struct {
		key   string
		terms map[string]string
	}{{"verbs", p.Verbs}, {"types", p.Types}} {
		for _, from := range slices.Sorted(maps.Keys(m.terms)) {
			if to := m.terms[from]; from == to || !strings.Contains(from, ":") || !strings.Contains(to, ":") {
				wrong = append(wrong, &ProfileError{m.key + "." + from, strconv.Quote(to), "an IRI, and another one it counts as"})
			}
		}
	}
	return wrong
}

// checkSums finds weights that leave nothing over, and states in no order.
func (p Profile) checkSums() []*ProfileError {
	var wrong []*ProfileError
	w, part, reg, eff := p.Weights, p.Participation, p.Regularity, p.Effort
	for _, s := range []struct {
		key string
		sum float64
	}{
		{"weights", w.Achievement + w.DueWork + w.Participation + w.Regularity + w.Effort + w.Feedback},
		{"participation", part.Sessions + part.Days + part.Social},
		{"regularity", reg.Lead + reg.Trend + reg.Gap},
		{"effort", eff.Opened + eff.Time + eff.Persistence},
	} {
		if s.sum == 0 {
			wrong = append(wrong, &ProfileError{s.key, "weights that are all 0", "one that is not"})
		}
	}
	if p.States.Provisional > p.States.Widest {
		wrong = append(wrong, &ProfileError{"states.provisional", num(p.States.Provisional), "no more than states.widest"})
	}
	if least := min(p.Signals.FallResponses, p.Signals.FallWorks); p.Signals.FallLast >= least {
		wrong = append(wrong, &ProfileError{"signals.fall_last", strconv.Itoa(p.Signals.FallLast), "fewer than signals.fall_responses and signals.fall_works"})
	}
	return wrong
}

// eachNumber hands on every number of a profile with its key.
func eachNumber(v reflect.Value, key string, hand func(string, float64)) {
	switch {
	case v.CanFloat():
		hand(key, v.Float())
	case v.CanInt():
		hand(key, float64(v.Int()))
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("toml"), ",")
			if key != "" {
				name = key + "." + name
			}
			eachNumber(v.Field(i), name, hand)
		}
	}
}
