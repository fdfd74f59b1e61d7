package scoring

import "time"

// Factor is a part of the score.
type Factor string

// The factors, in the order of a receipt.
const (
	Achievement   Factor = "achievement"
	DueWork       Factor = "due work"
	Participation Factor = "participation"
	Regularity    Factor = "regularity" // stands for motivation, which is not observed
	Effort        Factor = "effort"
	FeedbackGiven Factor = "feedback"
)

// Factors are all factors in the order of a receipt.
func Factors() []Factor {
	return []Factor{Achievement, DueWork, Participation, Regularity, Effort, FeedbackGiven}
}

// State says how much a score can be trusted.
type State string

// The states.
const (
	Insufficient State = "insufficient" // not enough evidence: no number is shown
	Provisional  State = "provisional"  // the 90 % interval is wide
	Stable       State = "stable"
)

// Scores are those of a class.
type Scores struct {
	AsOf     time.Time
	Profile  string        // hash of the profile
	Scores   []Score       // one of each learner, in the order of the class
	Class    []ClassFactor // in the order of Factors
	Cannot   []string      // what this score cannot see, a sentence each
	Items    []Item        // what is known of each item, by index of Class.Activities; N = 0 for those unanswered
	Standing *Standing     // mastery of each learner
}

// ClassFactor is what a factor is in a class.
type ClassFactor struct {
	Factor   Factor
	Weight   float64 // by the profile
	Possible bool    // the class can have it
	Median   float64 // of the learners who have it; NaN = nobody has
	Missing  string  // why the class cannot have it
}

// Score is one learner's Learning Record Score with all it is made of: its receipt.
// Numbers that are not there are nil. Without enough evidence there are none.
type Score struct {
	Learner  string   `json:"learner"`
	State    State    `json:"state"`
	Score    *float64 `json:"score"` // 0..100
	Low      *float64 `json:"low"`   // of the 90 % interval
	High     *float64 `json:"high"`
	Coverage float64  `json:"coverage"` // share of the weights the class can have that this learner has, 0..1
	VsClass  *float64 `json:"vs_class"` // difference from the class's typical factors, points
	Evidence int      `json:"evidence"` // distinct observations behind it: what more than one factor uses, as a try, a work or a session, counts once, and so do all social acts
	Why      []string `json:"why"`      // what is missing to a score, or to a stable one
	Factors  []Line   `json:"factors"`  // in the order of Factors, those without a value too
	Flags    []string `json:"flags"`    // what looks odd in the evidence, a sentence each
}

// Line is the line of one factor on a receipt. Value to Contribution are nil
// while the factor is missing, or while there is not enough evidence for a score.
type Line struct {
	Factor       Factor   `json:"factor"`
	Weight       float64  `json:"weight"`       // by the profile
	Value        *float64 `json:"value"`        // 0..1
	Low          *float64 `json:"low"`          // of its 90 % interval, 0..1
	High         *float64 `json:"high"`         //
	Contribution *float64 `json:"contribution"` // points of the score; the lines sum to it
	VsClass      *float64 `json:"vs_class"`     // points more or less than with the class's median
	Evidence     int      `json:"evidence"`     // observations that it is made of: the used ones of Observations; 0 if it is missing
	Sentence     string   `json:"sentence"`     // what was observed, in words; "" if nothing was
	Missing      string   `json:"missing"`      // why there is no value, in words; "" if there is one
	Parts        []Part   `json:"parts"`        // what the value is made of
}

// Part is a part of a factor, with the formula that made it.
type Part struct {
	Part    string   `json:"part"`
	Weight  float64  `json:"weight"` // within the factor, after those that are missing left
	Value   *float64 `json:"value"`
	SD      *float64 `json:"sd"`
	Formula string   `json:"formula"` // with its values: "(3 + 0.5 × 1 + 2 × 0.71) / (4 + 2)"
}

// Observation is a piece of evidence, and what was made of it.
type Observation struct {
	Factor    Factor
	What      string // "first response", "graded work", "due work", "session", …
	Activity  int    // index in Class.Activities; -1 = none
	At        time.Time
	Value     float64 // as it counts, 0..1; NaN = it is counted, not valued
	Used      bool
	Why       string // why it is not used, or how it counts
	Attempt   int64  // number in the store; 0 = none
	Statement int64  // number in the store; 0 = none
}

// Item is what a class's first responses say of an item, an area or a skill.
type Item struct {
	N              int     // first responses
	K              float64 // sum of their readings
	WrongRate      float64 // 1 - K/N; NaN = nobody answered
	Low, High      float64 // 80 % interval of the shrunken wrong rate; NaN where all of the course are right, or all wrong
	Bound          float64 // its lower bound, by which items are ranked
	P              float64 // one-sided binomial p-value of so few right ones
	Verdict        Verdict // after control of false discoveries over the list
	Difficulty     float64 // b_i, logits
	DifficultySD   float64 // sqrt(w_i)
	Discrimination float64 // point-biserial of r with the learners' mastery; NaN = cannot be told
	SuspectKey     bool    // discrimination is negative with enough responses: the key may be wrong
	MedianSeconds  float64 // of all responses; NaN = not stated
	Tries          float64 // median number of tries up to the first right one; NaN = nobody got there
	RetrySuccess   float64 // share right in the end of those wrong at first who tried again; NaN = nobody did
	Stuck          []int   // learners with many wrong tries and no right one since, indices
}

// Verdict says whether there is enough evidence that something is hard.
type Verdict string

// The verdicts.
const (
	Fine       Verdict = ""           // not shown to be hard, which is no proof of ease
	Watch      Verdict = "watch"      // the bound is high; chance is not ruled out
	Struggling Verdict = "struggling" // flagged
	TooFew     Verdict = "too few"    // fewer responses than a verdict needs
)
