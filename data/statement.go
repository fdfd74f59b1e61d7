// Package data gives statements their meaning: the xAPI model, validation with
// reasons, the comparison form, identity keys, the reading of results and the
// folding of attempts. It is pure: it knows nothing of files, DuckDB, classes
// chosen by a viewer, or screens.
package data

import (
	"time"

	"github.com/google/uuid"
)

// Statement is one xAPI statement as lrx understands it, beside its raw text.
type Statement struct {
	ID     uuid.UUID
	IDMade bool // the statement came without an id; ID is derived from its content
	Form   Form // what tells duplicates from conflicts

	Actor  Actor
	Verb   Verb
	Object Object

	Instructor *Actor
	Team       *Actor
	Authority  *Actor
	Parents    []Activity // contextActivities.parent, in order
	Groupings  []Activity
	Categories []Activity
	Others     []Activity

	Registration string // context.registration, lower case; "" if absent
	AttemptKey   string // cmi5 sessionid, attempt-id extension, or id of the object, a parent or a grouping of type attempt; "" if absent
	Platform     string
	Language     string
	Version      string

	Timestamp time.Time // UTC; never zero: falls back to stored, then to the load time (flagged)
	Stored    time.Time // UTC; zero if absent

	Result Result

	Voids *uuid.UUID // what this statement voids; nil if it voids nothing

	Flags Flags
}

// Parent is the activity a statement's object is part of: the first parent
// that is neither a course nor an attempt, else the first parent; nil if none.
func (s *Statement) Parent() *Activity {
	for i := range s.Parents {
		if a := &s.Parents[i]; !IsCourse(a.Type) && !a.IsAttempt() {
			return a
		}
	}
	if len(s.Parents) > 0 {
		return &s.Parents[0]
	}
	return nil
}

// ObjectKind says what the object of a statement is.
type ObjectKind uint8

// The kinds of object.
const (
	ObjectActivity ObjectKind = iota
	ObjectAgent
	ObjectGroup
	ObjectStatementRef
	ObjectSubStatement
)

// Object is the object of a statement.
type Object struct {
	Kind     ObjectKind
	Activity Activity  // when Kind is ObjectActivity
	Actor    *Actor    // when Kind is ObjectAgent or ObjectGroup
	Ref      uuid.UUID // when Kind is ObjectStatementRef
}

// Activity is an xAPI Activity as one statement describes it.
type Activity struct {
	IRI      string
	Type     string   // definition.type; "" if absent
	Names    LangMap  // definition.name
	Interact string   // definition.interactionType; "" if none
	Group    bool     // as an object, Open edX's GroupActivity: it has parts
	Due      *DueDate // by an extension of the definition; nil if none
}

// Verb is an xAPI verb.
type Verb struct {
	IRI   string
	Means string  // IRI of the verb it is read as, by a Mapping; "" = itself
	Names LangMap // display
}

// ReadAs is the IRI of the verb whose evidence it gives.
func (v *Verb) ReadAs() string {
	if v.Means != "" {
		return v.Means
	}
	return v.IRI
}

// LangMap is an xAPI language map: language tag to text, as received. A plain
// string in its place stands under "und". Maps are shared between statements
// and must not be changed.
type LangMap map[string]string

// Actor is an Agent or a Group.
type Actor struct {
	Key     string // identity: canonical IFI ("sha1:…", "openid:…", "account:homePage\x1fname"), for a group a key of its own; "" when an agent has no IFI
	Alias   string // a second key of the same agent: the SHA-1 of an mbox as written where its host is not in lower case; "" otherwise
	Group   bool
	Name    string  // as written; "" if absent
	Account string  // account.name, for display when there is no name
	Mail    string  // the address of an mbox as written, without mailto:; "" if the actor is known by something else
	Members []Actor // of a group; only the identified ones count as learners
}

// Result is what a statement says of the outcome. Nil is missing, never zero.
type Result struct {
	Scaled, Raw, Min, Max *float64 // as written, also where flagged
	Success, Completion   *bool
	Duration              *float64 // seconds
	Response              string
	MasteryScore          *float64 // cmi5 masteryScore context extension

	R     *float64 // the one reading, 0..1 (data.md "Result"); nil when there is none or the score is flagged
	Right *bool    // the one reading of right or wrong; nil when there is neither
}

// Flags mark what is odd about a kept statement; one bit per cause.
type Flags uint32

// The flags, in the order of their names (see Flags.Names).
const (
	FlagNoID Flags = 1 << iota
	FlagNoTimestamp
	FlagNoOffset
	FlagFuture
	FlagScaledRange
	FlagRawRange
	FlagScaledRawMismatch
	FlagDuration
	FlagGroup
	FlagNoIFI
	FlagVoidNoRef
	FlagPlainString    // a plain string where a language map belongs
	FlagVersion        // a version outside 0.95 to 2.0.0
	FlagActivity       // an activity as Open edX writes some: objectType GroupActivity, or a bare UUID as id in contextActivities
	FlagVoidedAtSource // the export says that the statement was void where it came from
)

// Cause is the part of a statement (or of the text) a rejection names.
type Cause string

// The causes of rejection.
const (
	CauseJSON        Cause = "json"
	CauseActor       Cause = "actor"
	CauseVerb        Cause = "verb"
	CauseObject      Cause = "object"
	CauseResult      Cause = "result"
	CauseContext     Cause = "context"
	CauseAuthority   Cause = "authority"
	CauseAttachments Cause = "attachments"
	CauseID          Cause = "id"
	CauseTimestamp   Cause = "timestamp"
	CauseVersion     Cause = "version"
)

// Reject says why a value is no statement. It is an error.
type Reject struct {
	Cause  Cause
	ID     string // as written, if it could be read
	Reason string // a sentence part in our own words: "object has no id"
}

func (r *Reject) Error() string { return string(r.Cause) + ": " + r.Reason }
