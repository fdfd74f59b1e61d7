package query

import (
	"time"

	"lrx/internal/safetext"
	"lrx/scoring"
)

// ScoreRow is a learner's score in a class. Numbers are nil without enough evidence.
type ScoreRow struct {
	ID       string
	Name     PersonName
	Score    *float64 // 0..100
	Low      *float64 // of the 90 % interval
	High     *float64
	State    safetext.Safe
	Coverage *float64 // 0..1
	Evidence int64    // observations
	VsClass  *float64 // points, difference from the class's typical factors
	Past     *float64 // the score four weeks before
	PastLow  *float64
	PastHigh *float64
	Trend    safetext.Safe // against the learner's own past, in words: "up", "down", "no reliable difference", "" = cannot be told
	Factors  [6]*float64   // values 0..1, in the order of scoring.Factors
}

// Receipt is a learner's score with everything it is made of.
type Receipt struct {
	Learner     safetext.Safe
	LearnerName PersonName
	Class       safetext.Safe
	ClassName   safetext.Safe
	Score       scoring.Score // its sentences are ours, and safe
	Cannot      []string      // what this score cannot see
	Typical     []Typical     // the factors of the class that it is compared with
	Profile     string        // hash
	AsOf        time.Time
	Period      Period
	TZ          *time.Location
	Unused      []Observation // evidence that is not used, with the reason
}

// Typical is a factor in a class: the median that a learner's value is compared with.
type Typical struct {
	Factor safetext.Safe
	Median *float64 // 0..1; nil where nobody has a value
}

// Observation is a piece of the evidence behind a score.
type Observation struct {
	Key          string // what it leads to: an attempt ("T-…"), a statement, an activity or a session, as its first and last moment by ISO 8601 ("2026-03-01T08:00:00Z/2026-03-01T08:40:00Z"); "" = nothing
	Factor       safetext.Safe
	What         safetext.Safe
	Activity     *safetext.Safe
	ActivityName safetext.Safe
	At           *time.Time
	Value        *float64 // 0..1
	Used         bool
	Why          safetext.Safe // how it counts, or why not
	Attempt      *safetext.Safe
	Statement    *safetext.Safe
}

// Struggling is an item, an area or a skill with what its first responses say.
type Struggling struct {
	IRI            string
	Activity       safetext.Safe
	Name           safetext.Safe
	Kind           safetext.Safe // "item", "area", "skill"
	AreaName       safetext.Safe // the area that holds it
	N              int64
	WrongRate      *float64
	Low, High      *float64 // 80 % interval of the shrunken wrong rate
	Difficulty     *float64 // logits
	DifficultySD   *float64
	Discrimination *float64
	MedianS        *float64 // seconds
	RetrySuccess   *float64
	Stuck          int64
	Gap            *safetext.Safe // "class", "personal"; nil = cannot tell yet
	GapSays        safetext.Safe  // a sentence
	SuspectKey     bool
	Verdict        safetext.Safe // "struggling", "watch", "too few", ""

	Mastery     *float64 // areas and skills: mean over learners, 0..1
	MasteryLow  *float64 // of the 90 % interval
	MasteryHigh *float64

	key   int32
	bound float64 // by which the list is ordered
}

// Grid is who answered what, in Guttman order: learners by what they got right,
// items by how many got them right.
type Grid struct {
	Learners []GridLearner
	Items    []GridItem
	Cells    [][]GridCell // by learner, then item
	AsOf     time.Time
	Period   Period
	TZ       *time.Location
	Notes    []safetext.Safe
}

// GridLearner is a row of a grid.
type GridLearner struct {
	ID   string
	Name PersonName
	Rate *float64 // mean of the first responses
	N    int64
}

// GridItem is a column of a grid.
type GridItem struct {
	IRI  string
	Name safetext.Safe
	Rate *float64
	N    int64
}

// GridCell is a learner's first response to an item, and what came of it.
type GridCell struct {
	R     *float64 // of the first response; nil = none
	Tries int64
	Later bool // wrong at first, right in the end
}

// ItemReport is what a class did at an item or an assessment.
type ItemReport struct {
	Item       Struggling
	FirstTry   *float64 // right first responses / first responses
	FirstLow   *float64 // 90 % interval (Wilson)
	FirstHigh  *float64
	Tries      *float64 // median number of tries to the first right one, or to passing
	MedianS    *float64
	Abandoned  *float64  // share of the attempts that were begun and have no result
	Results    [10]int64 // learners by result: 0-10 %, … 90-100 %
	Answers    []Answer
	Stuck      []GridLearner
	AsOf       time.Time
	Period     Period
	TZ         *time.Location
	Learners   int64
	Attempts   int64
	MeanResult *float64
}

// Answer is what learners gave as their first answer to an item.
type Answer struct {
	Answer  safetext.Safe // as people read it: the description of a choice
	Code    safetext.Safe // as it was sent
	N       int64
	Share   float64
	Right   *bool
	Ability *float64      // mean mastery (logits) of who gave it
	Says    safetext.Safe // "chosen most by strong learners"; mostly ""
}

// Snapshot is a learner's score as of a day.
type Snapshot struct {
	At       time.Time
	Score    *float64
	Low      *float64
	High     *float64
	State    safetext.Safe
	Coverage *float64
	Evidence int64
}

// Move is what another profile does to a learner's score.
type Move struct {
	ID       string
	Name     PersonName
	Before   scoring.Score
	After    scoring.Score
	Change   *float64      // points; nil unless both have a score
	Reliable bool          // the intervals do not overlap
	Says     safetext.Safe // in words
}

// AreaStanding is what a learner knows in an area, or in the whole course.
type AreaStanding struct {
	ID       string
	Name     PersonName
	Mastery  *float64 // share of the area's items that she would answer right at the first try, 0..1; nil without a response there
	Low      *float64 // of the 90 % interval
	High     *float64
	Answered int64          // items of the area that she answered
	Items    int64          // that the area has
	Gap      *safetext.Safe // "class", "personal"; nil = cannot tell yet
	GapSays  safetext.Safe
}
