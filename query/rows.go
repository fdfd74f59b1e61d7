package query

import (
	"time"

	"lrx/data/store"
	"lrx/internal/safetext"
)

// List is the answer to a question that has many rows.
type List[T any] struct {
	Rows      []T
	Total     int // rows before the limit
	Truncated bool
	Approx    bool
	AsOf      time.Time
	Frozen    bool            // risk: as of a day in the past, because nothing came since
	Period    Period          // zero = of all time
	Chosen    []Choice        // the filters that choose statements
	Notes     []safetext.Safe // what has to be known beside the rows
}

// Class is a named set of learners.
type Class struct {
	ID          string
	Class       safetext.Safe // id: "everyone", a course or team IRI
	Name        safetext.Safe
	Kind        safetext.Safe // "everyone", or one of the store's kinds: "roster", "outside", "course", "team"
	Records     safetext.Safe // of a class of the roster: "all" records of its learners, or those of its "courses"
	Term        safetext.Safe // whose records these are; "" = of all time
	Teachers    []safetext.Safe
	Learners    int64
	Statements  int64
	AtRisk      *int64   // who may need support, as of the last write; nil where the class is not scored
	MedianScore *float64 // of the scores as of the class's own default time; nil while nobody has one
	Newest      *time.Time
}

// Learner is a person with what a class's records say of her.
type Learner struct {
	ID         string
	Name       PersonName
	Statements int64
	ActiveDays int64
	Attempts   int64
	LastSeen   *time.Time
	Score      *float64      // 0..100; nil without enough evidence, and where what is asked about is not one class
	ScoreLow   *float64      // of the 90 % interval
	ScoreHigh  *float64      //
	State      safetext.Safe // a scoring.State; "" where there is no score to have
	Evidence   *int64        // observations behind the score

	key int32
}

// Activity is an xAPI activity with what a class did there.
type Activity struct {
	IRI          string
	Activity     safetext.Safe
	Name         safetext.Safe
	Type         safetext.Safe
	Statements   int64
	Learners     int64
	Attempts     int64
	FirstTryRate *float64
	MeanScaled   *float64
}

// Attempt is one try of one learner at one activity.
type Attempt struct {
	ID           string
	Learner      safetext.Safe
	LearnerName  PersonName
	Activity     safetext.Safe
	ActivityName safetext.Safe
	Kind         safetext.Safe // "assessment" or "item"
	Parent       *safetext.Safe
	Registration *safetext.Safe
	Started      time.Time
	Ended        *time.Time
	Scaled       *float64
	Success      *bool
	Completion   *bool
	DurationS    *float64
	Statements   []safetext.Safe
}

// Statement is one row of a list of statements.
type Statement struct {
	ID           string
	Timestamp    time.Time
	Stored       *time.Time
	Learner      *safetext.Safe // nil: belongs to no learner
	LearnerName  PersonName
	Verb         safetext.Safe // IRI
	VerbName     safetext.Safe
	Activity     *safetext.Safe // nil: the object is no activity
	ActivityName safetext.Safe
	Scaled       *float64
	Success      *bool
	Completion   *bool
	DurationS    *float64
	Voided       bool
	Source       safetext.Safe
}

// StatementDetail is one statement, whole.
type StatementDetail struct {
	Statement
	Raw          safetext.Raw // the JSON as received (people masked under a mask)
	Flags        []safetext.Safe
	VoidedBy     *safetext.Safe
	VoidedAt     *time.Time
	Voids        *safetext.Safe
	Registration *safetext.Safe
	Parent       *safetext.Safe // activity IRI
	Attempts     []string
	File         safetext.Safe
	Line         int64
	Offset       int64
}

// Verb is a verb with its count and what it feeds.
type Verb struct {
	Verb       safetext.Safe
	Name       safetext.Safe
	Statements int64
	Learners   int64
	Feeds      safetext.Safe // kind of evidence, "" = not used
	CountsAs   safetext.Safe // IRI of the verb it is read as by the profile, "" = itself
}

// Load is one load with its receipt.
type Load struct {
	Load    int64
	Started time.Time
	Seconds float64
	Files   int64
	store.Counts
	Receipt store.Receipt // paths, reasons and texts in it are raw: writers clean them
}

// Reject is one value that was no statement.
type Reject struct {
	Key    string // "load:file@offset"
	Load   int64
	Path   safetext.Safe
	Line   *int64
	Offset int64
	ID     *safetext.Safe
	Cause  safetext.Safe
	Reason safetext.Safe
	Text   safetext.Safe
}

// Conflict is a statement whose id another one had; the first stays.
type Conflict struct {
	Load      int64
	ID        safetext.Safe
	Path      safetext.Safe
	Line      *int64
	Offset    int64
	FirstPath safetext.Safe
	FirstLine *int64
	FirstLoad int64
	Text      safetext.Safe
}

// Source is a file or an LRS that statements came from, or are to come from.
type Source struct {
	Key        string        // kind, name and path
	Source     safetext.Safe // a file's name
	Path       safetext.Safe // of an LRS its address
	Kind       safetext.Safe
	Statements int64
	Oldest     *time.Time
	Newest     *time.Time
	Loads      []int64 // newest first
	Live       bool    // stored says when a record was known

	Configured bool  // it can be pulled
	Pull       *Pull // the last one; nil = never, and of files
}

// Pull is how the last pull of a source went.
type Pull struct {
	At      time.Time
	Through *time.Time // all that was stored there up to then is here
	Fresh   *time.Time // when a pull last went well
	Kept    int64
	Verdict safetext.Safe // "complete", "cannot tell", "short by n"
	Reason  safetext.Safe // for the verdict
	Error   safetext.Safe // why it did not go well, without the source's name and host; "" = it did
	Next    safetext.Safe // what to do about it
	Refused bool          // the source was there and would not answer this key
}

// Said is what the last pull came to, in words; "" for a file.
func (s Source) Said() safetext.Safe {
	switch {
	case s.Pull != nil && s.Pull.Error != "":
		return s.Pull.Error
	case s.Pull != nil:
		return s.Pull.Verdict
	case s.Configured:
		return "never pulled"
	}
	return ""
}

// Info is the answer of `store info`.
type Info struct {
	Statements int64      `json:"statements"`
	Voided     int64      `json:"voided"`
	Learners   int64      `json:"learners"`
	Activities int64      `json:"activities"`
	Classes    int64      `json:"classes"`
	Sources    int64      `json:"sources"`
	Loads      int64      `json:"loads"`
	Oldest     *time.Time `json:"oldest"`
	Newest     *time.Time `json:"newest"`
	Bytes      int64      `json:"bytes"`
}
