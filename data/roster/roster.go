// Package roster reads what a school decides and knows beside its statements:
// who is who, who is in which class, which courses a class is, what activities
// mean, what is due when. All of it is plain text in the folder of the store,
// to be reviewed and kept under version control; a decision is undone by
// deleting its line. The package knows files and rows; it knows no statements,
// database or screens.
package roster

import (
	"fmt"
	"time"

	"lrx/scoring"
)

// The files of decisions in the folder of a store, and the folder of the roster.
const (
	PeopleFile     = "people.csv"
	ClassesFile    = "classes.csv"
	ActivitiesFile = "activities.csv"
	DueFile        = "due.csv"
	CalendarFile   = "calendar.csv"
	AsideFile      = "aside.csv"
	Folder         = "roster"
)

// Decisions is all that a folder says.
type Decisions struct {
	Roster     Roster
	People     []PersonDecision
	Courses    []ClassCourse
	Activities []ActivityDecision
	Due        []Due
	Calendar   []DayOff
	Outcomes   []Outcome
	Asides     []Aside
	Profile    Profile
	Digest     string // of the texts it was read from: another digest, other decisions
}

// Problem is a row that cannot be taken as it is: where, and what was expected.
type Problem struct {
	File   string `json:"file"`
	Row    int    `json:"row"`    // line of the file, the header is 1; 0 = the file as a whole
	Column string `json:"column"` // "" = the row as a whole
	Found  string `json:"found"`
	Want   string `json:"want"`
}

// Error is the problem in words: "people.csv, line 3, column decision: found "maybe", expected same or different".
func (p *Problem) Error() string {
	where := p.File
	if p.Row > 0 {
		where += fmt.Sprintf(", line %d", p.Row)
	}
	if p.Column != "" {
		where += ", column " + p.Column
	}
	if p.Found == "" {
		return where + ": expected " + p.Want
	}
	return where + fmt.Sprintf(": found %q, expected %s", p.Found, p.Want)
}

// Roster is who is in which class, in the terms of OneRoster.
type Roster struct {
	Users       []User
	Classes     []Class
	Enrollments []Enrollment
	Terms       []Term
	Orgs        []Org
	Courses     []Course
	Homes       []string // homePages whose accounts are named by sourcedId, username or one of userIds
}

// User is a person of the roster.
type User struct {
	ID         string // sourcedId
	Name       string // as shown
	Email      string // "" = not given
	Username   string
	Identifier string   // of the school
	UserIDs    []string // identifiers of other systems, without their type
	Role       string   // of the user (1.1) or the primary one (1.2), as written
	Keys       []string // canonical keys of identifiers that a plain CSV names outright
}

// Class is a class of the roster.
type Class struct {
	ID     string // sourcedId; in a plain CSV the class's name
	Title  string
	Course string   // sourcedId of its course
	Org    string   // sourcedId of its school
	Terms  []string // sourcedIds
}

// Enrollment is a user in a class.
type Enrollment struct {
	ID, Class, User string // sourcedIds
	Role            string // student, teacher, aide, proctor, administrator, …; in lower case
	Primary         bool
	Begin, End      Date   // zero = not given; End is the first day after
	Group           string // within the class; "" = none
}

// Learns says whether the enrollment is a learner's.
func (e *Enrollment) Learns() bool { return e.Role == "student" || e.Role == "learner" }

// Term is an academic session.
type Term struct {
	ID, Title string
	Type      string // term, semester, schoolYear, gradingPeriod
	Begin     Date
	End       Date // the first day after, as in OneRoster
	Parent    string
}

// Org is a school, a district or a department.
type Org struct{ ID, Name, Type, Parent string }

// Course is a course of the roster, which is no activity by itself.
type Course struct{ ID, Title, Code string }

// Date is a day of the calendar, without a time zone; the zero Date is none.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// In is the first instant of the day in a time zone; the zero time for no date.
func (d Date) In(tz *time.Location) time.Time {
	if d == (Date{}) {
		return time.Time{}
	}
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, tz)
}

// String is the date as ISO 8601 writes it, "" for none.
func (d Date) String() string {
	if d == (Date{}) {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// PersonDecision is a line of people.csv: two identifiers are of one person, or
// are not. Lines hold in their order; see Partition.
type PersonDecision struct {
	Same       bool
	IFI, Other string // canonical keys (data.ParseIFI)
	Why, When  string
	By         string
	Row        int

	// How Append writes IFI and Other, such as an address in place of its hash;
	// not set by reading. What does not read back as them is not written.
	IFIAs, OtherAs string
}

// ClassCourse is a line of classes.csv: a class is (among others) a course.
type ClassCourse struct {
	Class  string // id of a class of the roster
	Name   string // "" = the roster's
	Course string // IRI of an activity; "" = the line only names the class
	Row    int
}

// ActivityDecision is a line of activities.csv.
type ActivityDecision struct {
	Activity string   // IRI
	SameAs   string   // IRI of the activity this one is counted as; "" = itself
	Name     string   // "" = from the statements
	Parent   string   // IRI; "" = from the statements
	Root     bool     // the parent column is "-": it has no parent, whatever the statements say
	Skills   []string // IRIs or words; nil = from the statements
	Weight   float64  // points; 0 = not given
	Rule     string   // attempt rule; "" = the default one
	Row      int
}

// Due is a line of due.csv: when an activity is due, for everyone of a class,
// or with another date for a learner or a group.
type Due struct {
	Class    string // "" = of whatever class
	Activity string // IRI
	At       time.Time
	Day      Date    // if a bare day was given: due until its end in the reporting time zone; then At is zero
	Weight   float64 // 1 if not given
	Learner  string  // learner id (L-…) or canonical key, a roster's user by UserKey; "" = everyone
	Group    string
	Excused  bool // the due column is "excused": it is not due for this learner or group
	Row      int
}

// DayOff is a line of calendar.csv: days that say nothing about learners.
type DayOff struct {
	From, To Date   // both inclusive
	Kind     string // holiday, outage
	Name     string
	Class    string // "" = all
	Source   string // an outage of this source alone; "" = all
	Row      int
}

// Aside is a line of aside.csv: a signal of a learner is left out of account for a time.
type Aside struct {
	Class   string // "" = in whatever class
	Learner string // learner id (L-…) or canonical key, a roster's user by UserKey
	Signal  scoring.SignalCode
	Until   Date // from this day on it counts again
	Reason  string
	When    time.Time // when it was decided; zero = not known
	By      string
	Row     int
}
