package query

import (
	"math"
	"time"

	"lrx/internal/safetext"
	"lrx/scoring"
)

// Backtest is what would have been known on the user's own runs, had a model of
// risk been used: learned from older runs, tested on the newest, week by week.
type Backtest struct {
	Verdict  string         `json:"verdict"` // in one sentence
	Runs     []FinishedRun  `json:"runs"`    // the oldest first
	Weeks    []BacktestWeek `json:"weeks"`
	Warned   []Warned       `json:"first_warned"` // of the newest run, by the model
	Facts    []Warned       `json:"facts_warned"` // the same by facts alone
	Capacity int            `json:"capacity"`     // learners that can be contacted
	Profile  string         `json:"profile"`      // hash of the profile it was made with
	Audited  []string       `json:"audited"`      // attributes of the audit file
}

// FinishedRun is a class of which it is known what came of its learners.
type FinishedRun struct {
	Class    safetext.Safe `json:"class"`
	Name     safetext.Safe `json:"name"`
	Begin    time.Time     `json:"begin"`
	Ended    time.Time     `json:"ended"` // since when the last outcome is known
	Passed   int           `json:"passed"`
	Failed   int           `json:"failed"`
	Withdrew int           `json:"withdrew"`
	Used     bool          `json:"used"` // enough learners to compare them
}

// BacktestWeek is what was known so many weeks after the newest run began, and
// what came of it. Numbers that are not there are nil.
type BacktestWeek struct {
	Week      int             `json:"week"`
	TrainedOn []safetext.Safe `json:"trained_on"` // classes
	TestedOn  []safetext.Safe `json:"tested_on"`  // several that began together
	LeftOut   []LeftOut       `json:"left_out"`
	Learners  int             `json:"learners"` // there at that time, with a known outcome
	With      int             `json:"with"`     // of them, those who failed or withdrew
	Unknown   int             `json:"unknown"`  // there, and what came of them is not known

	Model        string           `json:"model"` // its id; "" = none was tested
	Why          string           `json:"why"`   // none was
	AUC          *Interval        `json:"auc"`
	ECE          *float64         `json:"ece"`         // calibration error, 0..1
	Noise        *float64         `json:"ece_noise"`   // about what right probabilities would have
	Recalibrated *float64         `json:"ece_moved"`   // with the intercept moved so that as many are expected as came
	Calibration  []CalibrationBin `json:"calibration"` // ten lines of equal count
	List         *Listed          `json:"list"`        // the model's list at capacity
	Better       *Interval        `json:"better"`      // AUC of the model less that of the rule
	SameLength   *Listed          `json:"same_length"` // a list of the model as long as the rule's
	Rule         *Listed          `json:"rule"`        // no activity in the last 7 days
	RuleAUC      *Interval        `json:"rule_auc"`    //
	Facts        *Listed          `json:"facts"`       // those at risk by their signals, which need no model
	Verdict      string           `json:"verdict"`     // beside the rule, a sentence
	Gate         BacktestGate     `json:"gate"`        //
	Audit        []AuditedGroups  `json:"audit"`       // by attribute; [] without a file
	shown        bool             // the model is shown to be better than the rule
	flagged      map[string][]seat
}

// LeftOut is a finished run that was not used, and why.
type LeftOut struct {
	Class safetext.Safe `json:"class"`
	Why   string        `json:"why"`
}

// Interval is a number with its 90 % interval.
type Interval struct {
	Value float64  `json:"value"`
	Low   *float64 `json:"low"`
	High  *float64 `json:"high"`
}

// CalibrationBin is a line of a calibration table.
type CalibrationBin struct {
	Learners int      `json:"learners"`
	From     float64  `json:"from"` // probabilities
	To       float64  `json:"to"`
	Expected float64  `json:"expected"` // their mean
	Observed Interval `json:"observed"` // share who failed or withdrew
}

// Listed is what a list of learners would have been worth.
type Listed struct {
	Length      int       `json:"length"`
	Hits        int       `json:"hits"`         // failed or withdrew
	FalseAlarms int       `json:"false_alarms"` // did not
	Misses      int       `json:"misses"`       // failed or withdrew, and were not on it
	PPV         *Interval `json:"ppv"`          // share of the list who failed or withdrew
	Recall      *Interval `json:"recall"`       // share of those who failed or withdrew who were on it
}

// BacktestGate says whether a probability may be shown.
type BacktestGate struct {
	Passed bool   `json:"passed"`
	Reason string `json:"reason"` // a sentence
}

// Warned counts who was on a list for the first time in a week; Week 0 is those
// who never were.
type Warned struct {
	Week        int `json:"week"`
	Hits        int `json:"hits"` // of week 0: misses
	FalseAlarms int `json:"false_alarms"`
}

// AuditedGroups compares the groups of an attribute that is no input.
type AuditedGroups struct {
	Attribute string         `json:"attribute"`
	Groups    []AuditedGroup `json:"groups"`          // by name
	Flagged   *Interval      `json:"flag_gap"`        // largest less smallest share on the list
	Alarms    *Interval      `json:"false_alarm_gap"` // the same, of those who neither failed nor withdrew
	Missed    *Interval      `json:"missed_gap"`      // largest less smallest share not on the list, of those who failed or withdrew
	Sentences []string       `json:"sentences"`       // in words
	Unmatched int            `json:"without_a_group"` // learners of the test of whom the file says nothing
}

// AuditedGroup is a group; shares of fewer than 10 learners are not shown.
type AuditedGroup struct {
	Group   string    `json:"group"`
	Flagged *Interval `json:"flagged"`
	Alarms  *Interval `json:"false_alarms"`
	Missed  *Interval `json:"missed"`
}

// intervalOf is nil for a number that is not there.
func intervalOf(e scoring.Estimate) *Interval {
	if math.IsNaN(e.Value) {
		return nil
	}
	return &Interval{Value: e.Value, Low: numberOf(e.Low), High: numberOf(e.High)}
}

func listedOf(c scoring.Capture, with int) *Listed {
	return &Listed{Length: c.K, Hits: c.Hits, FalseAlarms: c.K - c.Hits, Misses: with - c.Hits, PPV: intervalOf(c.PPV), Recall: intervalOf(c.Recall)}
}
