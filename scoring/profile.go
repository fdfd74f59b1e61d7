package scoring

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// Profile is everything about scores that a school may set. Scores of
// different profiles are not comparable: each names the Hash of its own.
type Profile struct {
	Weights       Weights               `json:"weights" toml:"weights"`
	AttemptRule   string                `json:"attempt_rule" toml:"attempt_rule"` // which result of several counts in graded work: first, last, best, last-passed or mean
	States        States                `json:"states" toml:"states"`
	Interval      Interval              `json:"interval" toml:"interval"`
	Cohort        Cohort                `json:"cohort" toml:"cohort"`
	Achievement   AchievementSettings   `json:"achievement" toml:"achievement"`
	DueWork       DueWorkSettings       `json:"due_work" toml:"due_work"`
	Participation ParticipationSettings `json:"participation" toml:"participation"`
	Regularity    RegularitySettings    `json:"regularity" toml:"regularity"`
	Effort        EffortSettings        `json:"effort" toml:"effort"`
	Feedback      FeedbackSettings      `json:"feedback" toml:"feedback"`
	Flags         FlagSettings          `json:"flags" toml:"flags"`
	Risk          RiskSettings          `json:"risk" toml:"risk"`
	Mastery       Mastery               `json:"mastery" toml:"mastery"`
	Struggle      Struggle              `json:"struggle" toml:"struggle"`
	Signals       SignalSettings        `json:"signals" toml:"signals"`
	Verbs         map[string]string     `json:"verbs,omitempty" toml:"verbs,omitempty"` // IRI of a verb that is not known to the IRI of the one it counts as
	Types         map[string]string     `json:"types,omitempty" toml:"types,omitempty"` // the same for types of activities
}

// Weights say how much each factor is of a score; they are divided by the sum
// of those that are there. 0 leaves a factor out.
type Weights struct {
	Achievement   float64 `json:"achievement" toml:"achievement"`
	DueWork       float64 `json:"due_work" toml:"due_work"`
	Participation float64 `json:"participation" toml:"participation"`
	Regularity    float64 `json:"regularity" toml:"regularity"`
	Effort        float64 `json:"effort" toml:"effort"`
	Feedback      float64 `json:"feedback" toml:"feedback"`
}

// Of is the weight of a factor; 0 of one that there is not.
func (w Weights) Of(f Factor) float64 {
	switch f {
	case Achievement:
		return w.Achievement
	case DueWork:
		return w.DueWork
	case Participation:
		return w.Participation
	case Regularity:
		return w.Regularity
	case Effort:
		return w.Effort
	case FeedbackGiven:
		return w.Feedback
	}
	return 0
}

// States are the limits between the states of a score.
type States struct {
	Coverage    float64 `json:"coverage" toml:"coverage"`       // least share of the weights, 0..1
	Responses   int     `json:"responses" toml:"responses"`     // least number of scored first responses, unless there is graded work
	Graded      int     `json:"graded" toml:"graded"`           // least number of graded works, unless there are responses
	Days        int     `json:"days" toml:"days"`               // least number of days since the first statement
	Provisional float64 `json:"provisional" toml:"provisional"` // half of the 90 % interval from which a score is provisional, points
	Widest      float64 `json:"widest" toml:"widest"`           // half of the interval above which no score is shown, points
}

// Interval is what the interval of a score is made of.
type Interval struct {
	Z             float64 `json:"z" toml:"z"`                           // normal quantile of the interval; 1.645 = 90 %
	Unseen        float64 `json:"unseen" toml:"unseen"`                 // sd of what is not covered; 0.29 = of the uniform distribution on 0..1
	LeastVariance float64 `json:"least_variance" toml:"least_variance"` // of a factor
	LeastSpread   float64 `json:"least_spread" toml:"least_spread"`     // of x(1-x) of a part, so that all or nothing is no certainty
}

// Cohort is what it takes to compare learners with their class.
type Cohort struct {
	Least   int     `json:"least" toml:"least"` // learners that a class needs before a percentile means something
	Targets Targets `json:"targets" toml:"targets"`
}

// Targets take the place of percentiles in classes that are too small for them:
// a part is then the count divided by its target, 1 at most. 0 = no target.
type Targets struct {
	Sessions   float64 `json:"sessions" toml:"sessions"`
	Days       float64 `json:"days" toml:"days"` // active ones
	Social     float64 `json:"social" toml:"social"`
	Activities float64 `json:"activities" toml:"activities"` // opened
	Hours      float64 `json:"hours" toml:"hours"`           // on task
}

// AchievementSettings belong to the factor achievement.
type AchievementSettings struct {
	DefaultPoints float64 `json:"default_points" toml:"default_points"` // points of 100 of a work of which none are known
	LeastPoints   float64 `json:"least_points" toml:"least_points"`     // what a work counts at least
	Prior         float64 `json:"prior" toml:"prior"`                   // points that the class's mean result counts
	GradedWorth   float64 `json:"graded_worth" toml:"graded_worth"`     // responses that a graded work is worth
}

// DueWorkSettings belong to the factor due work.
type DueWorkSettings struct {
	Late  float64 `json:"late" toml:"late"`   // what a late work counts, 0..1
	Prior float64 `json:"prior" toml:"prior"` // works that the class's share counts
}

// ParticipationSettings belong to the factor participation; the first three are
// weights of its parts.
type ParticipationSettings struct {
	Sessions float64 `json:"sessions" toml:"sessions"`
	Days     float64 `json:"days" toml:"days"`
	Social   float64 `json:"social" toml:"social"`
	Burst    int     `json:"burst" toml:"burst"` // statements within a second of another from which a session may be a machine's
}

// RegularitySettings belong to the factor regularity; the first three are
// weights of its parts.
type RegularitySettings struct {
	Lead     float64 `json:"lead" toml:"lead"`
	Trend    float64 `json:"trend" toml:"trend"`
	Gap      float64 `json:"gap" toml:"gap"`
	LeadDays float64 `json:"lead_days" toml:"lead_days"` // days before or after a deadline beyond which nothing changes
}

// EffortSettings belong to the factor effort; the first three are weights of
// its parts.
type EffortSettings struct {
	Opened      float64 `json:"opened" toml:"opened"`
	Time        float64 `json:"time" toml:"time"`
	Persistence float64 `json:"persistence" toml:"persistence"`
	TimeCap     float64 `json:"time_cap" toml:"time_cap"`       // multiple of the class's median time at an activity that counts at most
	RetryHours  float64 `json:"retry_hours" toml:"retry_hours"` // within which trying again counts
	Mindless    float64 `json:"mindless" toml:"mindless"`       // seconds below which trying again is ignored
	Prior       float64 `json:"prior" toml:"prior"`             // failed tries that the class's share counts
}

// FeedbackSettings belong to the factor feedback.
type FeedbackSettings struct {
	Teacher    float64 `json:"teacher" toml:"teacher"` // weights by role
	Peer       float64 `json:"peer" toml:"peer"`
	Unknown    float64 `json:"unknown" toml:"unknown"`
	Prior      float64 `json:"prior" toml:"prior"` // weight of the value that is expected before anybody said anything
	Expected   float64 `json:"expected" toml:"expected"`
	PerGiver   int     `json:"per_giver" toml:"per_giver"`     // words of one giver that count at most
	TrimGivers int     `json:"trim_givers" toml:"trim_givers"` // givers from which the kindest and the harshest are left out
}

// FlagSettings say from when on evidence looks odd. A flag changes no number.
type FlagSettings struct {
	FastSeconds float64 `json:"fast_seconds" toml:"fast_seconds"` // median time of right responses below which they may be copied
	FastLeast   int     `json:"fast_least" toml:"fast_least"`     // right responses with a time that this needs
	SameLeast   int     `json:"same_least" toml:"same_least"`     // wrong first answers in the same order that are more than chance
	ShortShare  float64 `json:"short_share" toml:"short_share"`   // share of the class's median time below which a work may be empty
	ShortLeast  int     `json:"short_least" toml:"short_least"`   // learners with a time that this median needs
	MutualLeast int     `json:"mutual_least" toml:"mutual_least"` // peers who rated each other that this needs
}

// RiskSettings say how a model of risk is made, and what it takes to show a
// probability.
type RiskSettings struct {
	Penalty  float64 `json:"penalty" toml:"penalty"`   // C of the ridge: the smaller, the closer to 0 are the coefficients
	Optional bool    `json:"optional" toml:"optional"` // activities opened, social acts, questions, content and mastery are inputs too
	Runs     int     `json:"runs" toml:"runs"`         // least number of finished earlier runs
	Learners int     `json:"learners" toml:"learners"` // of them together, at least
	Outcomes int     `json:"outcomes" toml:"outcomes"` // least number of learners with the outcome, and of those without
	AUC      float64 `json:"auc" toml:"auc"`           // least AUC of the back-test, 0..1
	ECE      float64 `json:"ece" toml:"ece"`           // most calibration error of the back-test, 0..1
}

// DefaultProfile is the profile where nothing else was decided. Its numbers are
// the design's; which of them are proven is said in the documentation.
func DefaultProfile() Profile {
	return Profile{
		Weights:       Weights{Achievement: 0.35, DueWork: 0.25, Participation: 0.15, Regularity: 0.15, Effort: 0.10, Feedback: 0.10},
		AttemptRule:   ruleLast,
		States:        States{Coverage: 0.5, Responses: 5, Graded: 1, Days: 7, Provisional: 12, Widest: 25},
		Interval:      Interval{Z: 1.645, Unseen: 0.29, LeastVariance: 1e-3, LeastSpread: 0.05},
		Cohort:        Cohort{Least: 10},
		Achievement:   AchievementSettings{DefaultPoints: 10, LeastPoints: 1, Prior: 10, GradedWorth: 10},
		DueWork:       DueWorkSettings{Late: 0.5, Prior: 2},
		Participation: ParticipationSettings{Sessions: 0.4, Days: 0.4, Social: 0.2, Burst: 20},
		Regularity:    RegularitySettings{Lead: 0.5, Trend: 0.3, Gap: 0.2, LeadDays: 7},
		Effort:        EffortSettings{Opened: 0.4, Time: 0.3, Persistence: 0.3, TimeCap: 3, RetryHours: 72, Mindless: 3, Prior: 2},
		Feedback:      FeedbackSettings{Teacher: 1, Peer: 0.5, Unknown: 0.25, Prior: 3, Expected: 0.6, PerGiver: 3, TrimGivers: 5},
		Flags:         FlagSettings{FastSeconds: 3, FastLeast: 8, SameLeast: 5, ShortShare: 0.1, ShortLeast: 5, MutualLeast: 2},
		Risk:          RiskSettings{Penalty: 0.5, Runs: 2, Learners: 200, Outcomes: 40, AUC: 0.65, ECE: 0.05},
		Mastery:       DefaultMastery(),
		Struggle:      DefaultStruggle(),
		Signals:       DefaultSignals(),
	}
}

// Hash names a profile: 12 hexadecimal digits of the SHA-256 of its JSON, in
// which keys have a fixed order. Equal profiles have equal hashes.
func (p Profile) Hash() string {
	text, err := json.Marshal(p)
	if err != nil { // a number that is none: Check says so, and a name is needed still
		text = fmt.Appendf(nil, "%+v", p)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:6])
}
