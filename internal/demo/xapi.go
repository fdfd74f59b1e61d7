package demo

import (
	"fmt"
	"time"

	"github.com/google/uuid"
)

// The parts of a statement in the order an export writes them.
type statement struct {
	at time.Time // the timestamp, to sort by

	ID        string   `json:"id,omitempty"`
	Actor     *agent   `json:"actor,omitempty"`
	Verb      *verb    `json:"verb,omitempty"`
	Object    *object  `json:"object,omitempty"`
	Result    *result  `json:"result,omitempty"`
	Context   *context `json:"context,omitempty"`
	Timestamp string   `json:"timestamp,omitempty"`
	Stored    string   `json:"stored,omitempty"`
	Authority *agent   `json:"authority,omitempty"`
	Version   string   `json:"version,omitempty"`
}

type agent struct {
	ObjectType string   `json:"objectType,omitempty"`
	Name       string   `json:"name,omitempty"`
	Account    *account `json:"account,omitempty"`
	Member     []agent  `json:"member,omitempty"`
}

type account struct {
	HomePage string `json:"homePage"`
	Name     string `json:"name"`
}

type words map[string]string

type verb struct {
	ID      string `json:"id"`
	Display words  `json:"display"`
}

// object is an activity, an agent or a reference to a statement.
type object struct {
	ObjectType string      `json:"objectType"`
	ID         string      `json:"id,omitempty"`
	Definition *definition `json:"definition,omitempty"`
	Name       string      `json:"name,omitempty"`
	Account    *account    `json:"account,omitempty"`
}

type definition struct {
	Name            words          `json:"name,omitempty"`
	Description     words          `json:"description,omitempty"`
	Type            string         `json:"type,omitempty"`
	InteractionType kind           `json:"interactionType,omitempty"`
	Correct         []string       `json:"correctResponsesPattern,omitempty"`
	Choices         []component    `json:"choices,omitempty"`
	Extensions      map[string]any `json:"extensions,omitempty"`
}

type component struct {
	ID          string `json:"id"`
	Description words  `json:"description"`
}

type result struct {
	Score      *score         `json:"score,omitempty"`
	Success    *bool          `json:"success,omitempty"`
	Completion *bool          `json:"completion,omitempty"`
	Response   string         `json:"response,omitempty"`
	Duration   string         `json:"duration,omitempty"`
	Extensions map[string]any `json:"extensions,omitempty"`
}

// orNone is the result, or nil when it says nothing.
func (r result) orNone() *result {
	if r.Duration == "" && r.Extensions == nil {
		return nil
	}
	return &r
}

type score struct {
	Scaled *float64 `json:"scaled,omitempty"`
	Raw    float64  `json:"raw"`
	Min    float64  `json:"min"`
	Max    float64  `json:"max"`
}

type context struct {
	Registration string         `json:"registration,omitempty"`
	Instructor   *agent         `json:"instructor,omitempty"`
	Platform     string         `json:"platform,omitempty"`
	Language     string         `json:"language,omitempty"`
	Activities   activities     `json:"contextActivities,omitzero"`
	Extensions   map[string]any `json:"extensions,omitempty"`
}

type activities struct {
	Parent   []object `json:"parent,omitempty"`
	Grouping []object `json:"grouping,omitempty"`
	Category []object `json:"category,omitempty"`
}

// The verbs. Each is the last part of its IRI as people read it.
const (
	enrolled    = "https://xapi.edlm/profiles/edlm-lms/concepts/verbs/enrolled"
	loggedIn    = "https://xapi.edlm/profiles/edlm-lms/concepts/verbs/login"
	viewed      = "http://id.tincanapi.com/verb/viewed"
	experienced = "http://adlnet.gov/expapi/verbs/experienced"
	launched    = "http://adlnet.gov/expapi/verbs/launched"
	initialized = "http://adlnet.gov/expapi/verbs/initialized"
	attempted   = "http://adlnet.gov/expapi/verbs/attempted"
	answered    = "http://adlnet.gov/expapi/verbs/answered"
	completed   = "http://adlnet.gov/expapi/verbs/completed"
	passed      = "http://adlnet.gov/expapi/verbs/passed"
	failed      = "http://adlnet.gov/expapi/verbs/failed"
	terminated  = "http://adlnet.gov/expapi/verbs/terminated"
	played      = "https://w3id.org/xapi/video/verbs/played"
	paused      = "https://w3id.org/xapi/video/verbs/paused"
	submitted   = "http://activitystrea.ms/schema/1.0/submit"
	scored      = "https://w3id.org/xapi/tla/verbs/scored"
	reviewed    = "http://id.tincanapi.com/verb/reviewed"
	evaluated   = "https://w3id.org/xapi/acrossx/verbs/evaluated"
	posted      = "https://w3id.org/xapi/acrossx/verbs/posted"
	replied     = "http://id.tincanapi.com/verb/replied"
	voided      = "http://adlnet.gov/expapi/verbs/voided"
)

func activity(id, kind, name string) object {
	return object{ObjectType: "Activity", ID: id, Definition: &definition{Name: words{"en": name}, Type: kind}}
}

func reference(id string) object { return object{ObjectType: "StatementRef", ID: id} }

func person(a agent) object { return object{ObjectType: "Agent", Name: a.Name, Account: a.Account} }

func demoAgent(id, name string) agent {
	return agent{ObjectType: "Agent", Name: name, Account: &account{HomePage: home, Name: id}}
}

// madeID is an id that is the same on every run; name tells the statements apart.
func madeID(name string) string {
	return uuid.NewSHA1(uuid.NewSHA1(uuid.NameSpaceURL, []byte(home)), []byte(name)).String()
}

// points is raw of full points, with the scaled score that belongs to it.
func points(raw, full int) *score {
	scaled := float64(raw) / float64(full)
	return &score{Scaled: &scaled, Raw: float64(raw), Max: float64(full)}
}

// lasting writes a duration as xAPI does, in seconds with hundredths at most.
func lasting(d time.Duration) string {
	d = d.Round(10 * time.Millisecond)
	m := int(d / time.Minute)
	s := (d % time.Minute).Seconds()
	if m == 0 {
		return fmt.Sprintf("PT%gS", s)
	}
	return fmt.Sprintf("PT%dM%gS", m, s)
}

func yes() *bool { return flag(true) }

func flag(b bool) *bool { return &b }
