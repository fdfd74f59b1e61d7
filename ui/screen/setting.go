package screen

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"lrx/internal/safetext"
	"lrx/query"
	"lrx/scoring"
)

// setting is a number of a profile that can be tried out, or the attempt rule.
type setting struct {
	label safetext.Safe
	help  string
	step  float64
	real  func(*scoring.Profile) *float64
	whole func(*scoring.Profile) *int
}

// weighted is how many of the settings are weights; those and the attempt rule
// stand at the left.
const weighted = 6

// settings are all that can be tried out, in the order of the screen.
func settings() []setting {
	weight := func(f scoring.Factor, at func(*scoring.Weights) *float64) setting {
		return setting{
			label: query.FactorName(f), step: 0.05,
			help: standsFor(f) + " The weights are divided by the sum of those that are there; 0 leaves a factor out.",
			real: func(p *scoring.Profile) *float64 { return at(&p.Weights) },
		}
	}
	return []setting{
		weight(scoring.Achievement, func(w *scoring.Weights) *float64 { return &w.Achievement }),
		weight(scoring.DueWork, func(w *scoring.Weights) *float64 { return &w.DueWork }),
		weight(scoring.Participation, func(w *scoring.Weights) *float64 { return &w.Participation }),
		weight(scoring.Regularity, func(w *scoring.Weights) *float64 { return &w.Regularity }),
		weight(scoring.Effort, func(w *scoring.Weights) *float64 { return &w.Effort }),
		weight(scoring.FeedbackGiven, func(w *scoring.Weights) *float64 { return &w.Feedback }),
		{label: "Attempt rule", help: "Which of several results at a graded work counts: the first, the last, the best, the last that passed, or their mean."},
		{
			label: "Coverage, at least", step: 0.05, help: "The least share of the weights a class can have that a learner needs for a score, 0 to 1.",
			real: func(p *scoring.Profile) *float64 { return &p.States.Coverage },
		},
		{
			label: "First responses, or", step: 1, help: "The least number of scored first responses that a score needs, unless there is graded work.",
			whole: func(p *scoring.Profile) *int { return &p.States.Responses },
		},
		{
			label: "Graded works", step: 1, help: "The least number of graded works that a score needs, unless there are enough responses.",
			whole: func(p *scoring.Profile) *int { return &p.States.Graded },
		},
		{
			label: "Days since first seen", step: 1, help: "The least number of days since a learner's first statement that a score needs.",
			whole: func(p *scoring.Profile) *int { return &p.States.Days },
		},
		{
			label: "Stable within ± points", step: 1, help: "A score is stable while its 90 % interval reaches less far up and down than this, in points; else it is provisional.",
			real: func(p *scoring.Profile) *float64 { return &p.States.Provisional },
		},
		{
			label: "No score beyond ± points", step: 1, help: "Where the 90 % interval reaches further up and down than this, in points, no score is shown.",
			real: func(p *scoring.Profile) *float64 { return &p.States.Widest },
		},
		{
			label: "Late work counts", step: 0.05, help: "What a work counts that was handed in after its due day, 0 to 1.",
			real: func(p *scoring.Profile) *float64 { return &p.DueWork.Late },
		},
	}
}

// attemptRules are the rules there are, in the order in which they are tried.
func attemptRules() []string { return []string{"first", "last", "best", "last-passed", "mean"} }

// text is what a setting is in a profile.
func (s setting) text(p scoring.Profile) safetext.Safe {
	switch {
	case s.real != nil && s.step < 1:
		return query.Cell(query.KindScaled, *s.real(&p), nil)
	case s.real != nil:
		return query.Cell(query.KindAny, *s.real(&p), nil)
	case s.whole != nil:
		return query.Cell(query.KindCount, int64(*s.whole(&p)), nil)
	}
	return safetext.Clean(p.AttemptRule)
}

// stepped is a profile with the setting a step further, or back.
func (s setting) stepped(p scoring.Profile, by int) (scoring.Profile, safetext.Safe) {
	switch {
	case s.real != nil:
		at := s.real(&p)
		*at = math.Round((*at+float64(by)*s.step)*1e6) / 1e6 // 0.1 + 0.05 is 0.15
	case s.whole != nil:
		*s.whole(&p) += by * int(s.step)
	default:
		rules := attemptRules()
		i := slices.Index(rules, p.AttemptRule) + by
		p.AttemptRule = rules[(i+len(rules))%len(rules)]
	}
	return p, wrong(p)
}

// typed is a profile with the setting as it was typed, or why that cannot be.
func (s setting) typed(p scoring.Profile, text string) (scoring.Profile, safetext.Safe) {
	text = strings.TrimSpace(text)
	switch {
	case s.real != nil:
		x, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
			return p, "write a number, such as 0.25"
		}
		*s.real(&p) = x
	case s.whole != nil:
		x, err := strconv.Atoi(text)
		if err != nil {
			return p, "write a whole number, such as 5"
		}
		*s.whole(&p) = x
	default:
		p.AttemptRule = text
	}
	return p, wrong(p)
}

// wrong says why no scores can be made with a profile; "" = they can.
func wrong(p scoring.Profile) safetext.Safe {
	all := p.Check()
	if len(all) == 0 {
		return ""
	}
	return safetext.Clean(fmt.Sprintf("not %s: expected %s", all[0].Found, all[0].Wanted))
}

// same says whether two profiles make the same scores.
func same(a, b scoring.Profile) bool { return a.Hash() == b.Hash() }

// defaults is the profile where nothing was decided. What unknown verbs and
// types count as stays: it says what records mean, not how they are weighed.
func defaults(p scoring.Profile) scoring.Profile {
	d := scoring.DefaultProfile()
	d.Verbs, d.Types = p.Verbs, p.Types
	return d
}
