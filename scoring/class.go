package scoring

import "time"

// Class is the evidence about one class as of a time: what its records say,
// with nothing concluded yet. Only what happened, and was known, by AsOf is in
// it. The order of the slices is part of the input: Activities and Learners
// are sorted by ID.
type Class struct {
	AsOf       time.Time
	Zone       *time.Location // whose days and weeks count; nil = UTC
	Begin      time.Time      // when the course began; zero = with the first statement
	Activities []Activity
	Skills     []string // ids
	Learners   []Learner
	Off        []Days // days that say nothing about learners: holidays and outages
}

// Activity is something that learners of the class opened or tried, or an item
// of its course that nobody has answered yet.
type Activity struct {
	ID     string
	Item   bool    // it is answered right or wrong, and is one of the course's items
	Skill  int     // index in Skills; -1 = none
	Points float64 // of 100 in the course; NaN = not known
	Course bool    // a course as a whole, whose results are made of those of its parts
	Video  bool    // it is watched
	Rule   string  // its own attempt rule; "" = the profile's
}

// Days are whole days in the class's zone, both ends inclusive, as midnights in UTC that name them.
type Days struct {
	From, To time.Time
	Outage   bool // a collector stood still; else a holiday
}

// Learner is what the records say of one learner who is registered at AsOf.
type Learner struct {
	ID       string
	Enrolled time.Time // by the roster or a registration; zero = not known
	First    time.Time // first statement; zero = none yet
	Sessions []Session // by Begin
	Social   int       // posts, replies, questions, comments
	Visits   []Visit   // by Activity
	Tries    []Try     // by Started, then Order
	Dues     []Due     // by At, then Activity; those still to come are among them
	HandIns  []HandIn  // the first of each activity that is due, by Activity
	Feedback []Feedback
}

// Session is a run of statements without a pause of more than 30 minutes.
type Session struct {
	Begin, End time.Time
	Statements int
	Burst      int // of these, how many came less than a second after another, as machines send them
}

// Visit is what a learner did at one activity without regard to results.
type Visit struct {
	Activity int     // index in Class.Activities
	Stated   float64 // seconds that statements state as durations; NaN = none does
	Gaps     float64 // seconds from each statement to the next of the session, each 10 minutes at most
	Times    int     // sessions in which it was opened; statements are not counted, because a player sends many
}

// Truth is a statement's word on something, or none.
type Truth int8

// What can be said.
const (
	Unsaid Truth = iota
	No
	Yes
)

// Try is one attempt of a learner at an activity (data.md "Attempts").
type Try struct {
	Activity int  // index in Class.Activities
	Item     bool // the answer to an item; else an attempt at a whole
	Started  time.Time
	Ended    time.Time // zero = it was not ended
	Order    int64     // decides between tries that started together: by stored, then id, over the whole class
	R        float64   // the one reading of its result, 0..1; NaN = none
	Right    Truth     // the one reading of right and wrong
	Passed   Truth     // stated success
	Seconds  float64   // NaN = not stated
	Attempt  int64     // its number in the store
	Answer   string    // what was answered, as it was sent; "" = not known. It makes flags, never numbers
}

// Due is a work that is due for one learner.
type Due struct {
	Activity int // index in Class.Activities
	At       time.Time
	DayEnd   time.Time // end of the day that At lies in: what comes later is late
	Weight   float64   // points of 100, as in Activity.Points; NaN = not known
	Excused  bool
}

// HandIn is the first time a learner handed a work in.
type HandIn struct {
	Activity  int // index in Class.Activities
	At        time.Time
	Statement int64 // its number in the store
}

// Role is whose word a piece of feedback is.
type Role uint8

// The roles.
const (
	RoleUnknown Role = iota
	RolePeer
	RoleTeacher
)

// Feedback is somebody's word on a learner or her work.
type Feedback struct {
	Giver     string // stable id of who gave it
	Role      Role
	At        time.Time
	R         float64 // the one reading of its result, 0..1; NaN = words only
	Statement int64   // its number in the store
}
