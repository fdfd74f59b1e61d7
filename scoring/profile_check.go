package scoring

import (
	"fmt"
	"maps"
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

// What numbers may be at most and, where they may not be 0, at least. No setting has a use
// beyond, and within these ends every sum, square and quotient of settings is a finite number.
const (
	mostOfAny    = 1e6
	mostOfWeight = 1000
	leastAbove0  = 1e-6
)

// spanOf is what the number of one key may be.
func spanOf(limits map[string]span, key string) span {
	switch s, ok := limits[key]; {
	case ok:
		return s
	case strings.HasPrefix(key, "weights."):
		return span{0, mostOfWeight}
	}
	return span{0, mostOfAny}
}

// spans are what the numbers of a profile may be, where that is more than
// "not below 0, and not too large".
func spans() map[string]span {
	share, positive, part := span{0, 1}, span{leastAbove0, mostOfAny}, span{0, mostOfWeight}
	return map[string]span{
		"states.coverage":            share,
		"states.graded":              {1, mostOfAny},
		"states.responses":           {1, mostOfAny},
		"states.widest":              {0, 50},
		"states.provisional":         {0, 50},
		"interval.z":                 {1.645, 1.645}, // every sentence and screen says 90 %
		"interval.unseen":            share,
		"interval.least_variance":    {1e-3, 1}, // nothing about a learner is certain
		"interval.least_spread":      {0, 0.25},
		"cohort.least":               {5, mostOfAny},
		"achievement.default_points": positive,
		"achievement.least_points":   positive,
		"achievement.graded_worth":   positive,
		"due_work.late":              share,
		"participation.sessions":     part,
		"participation.days":         part,
		"participation.social":       part,
		"participation.burst":        {2, mostOfAny},
		"regularity.lead":            part,
		"regularity.trend":           part,
		"regularity.gap":             part,
		"regularity.lead_days":       positive,
		"effort.opened":              part,
		"effort.time":                part,
		"effort.persistence":         part,
		"effort.time_cap":            {1, mostOfAny},
		"effort.retry_hours":         positive,
		"flags.short_share":          share,
		"flags.same_least":           {2, mostOfAny},
		"feedback.teacher":           part,
		"feedback.peer":              part,
		"feedback.unknown":           part,
		"feedback.expected":          share,
		"feedback.per_giver":         {1, mostOfAny},
		"feedback.trim_givers":       {3, mostOfAny}, // without the first and the last somebody has to be left
		"risk.penalty":               positive,
		"risk.runs":                  {2, mostOfAny}, // one to learn from, and one to test on
		"risk.learners":              {20, mostOfAny},
		"risk.outcomes":              {2, mostOfAny},
		"risk.auc":                   {0.5, 1},
		"risk.ece":                   share,
		"struggle.least":             {3, mostOfAny}, // fewer say nothing of a class
		"struggle.least_own":         {1, mostOfAny},
		"struggle.margin":            share,
		"struggle.discoveries":       share,
		"struggle.stuck_tries":       {1, mostOfAny},
		"signals.at_risk_high":       {1, mostOfAny},
		"signals.at_risk_medium":     {1, mostOfAny},
		"signals.start_days":         {1, mostOfAny},
		"signals.quiet_days":         {1, mostOfAny},
		"signals.quiet_high":         {1, mostOfAny},
		"signals.missing_works":      positive,
		"signals.missing_high":       positive,
		"signals.missing_share":      share,
		"signals.fall_last":          {1, mostOfAny},
		"signals.fall_responses":     {2, mostOfAny},
		"signals.fall_works":         {2, mostOfAny},
		"signals.fall_by":            share,
		"signals.guess_responses":    {1, mostOfAny},
		"signals.guess_seconds":      positive,
		"signals.guess_right":        share,
		"signals.avoid_works":        positive,
		"signals.watch_times":        {1, mostOfAny},
	}
}

func (s span) holds(x float64) bool { return x >= s.low && x <= s.high }

// wanted says what a number may be that is not x.
func (s span) wanted(x float64) string {
	low, high := strconv.FormatFloat(s.low, 'f', -1, 64), strconv.FormatFloat(s.high, 'f', -1, 64)
	switch {
	case s.low == s.high:
		return low
	case s.high < mostOfWeight:
		return "a number from " + low + " to " + high
	case x > s.high:
		return "a number of " + high + " or less"
	case s.low == leastAbove0 && !(x > 0):
		return "a number above 0"
	}
	return "a number of " + low + " or more"
}

// Check says what is wrong with a profile, in the order of its keys; nothing if
// scores can be made with it.
func (p Profile) Check() []*ProfileError {
	var wrong []*ProfileError
	limits := spans()
	eachNumber(reflect.ValueOf(p), "", func(key string, x float64) {
		if s := spanOf(limits, key); !s.holds(x) {
			wrong = append(wrong, &ProfileError{key, strconv.FormatFloat(x, 'g', -1, 64), s.wanted(x)})
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
		switch {
		case s.sum == 0:
			wrong = append(wrong, &ProfileError{s.key, "weights that are all 0", "one that is not"})
		case s.sum > 0 && s.sum < leastAbove0: // what is divided by its square is no number any more
			wrong = append(wrong, &ProfileError{s.key, "weights that are almost 0", "a sum of 0.000001 or more"})
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
