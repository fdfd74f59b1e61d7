package data

// Feeds says what kind of evidence a verb gives: "response", "result",
// "lifecycle", "submission", "attempt", "view", "video", "social", "feedback",
// "enrolment" or "voiding"; "" for a verb nothing is read from. A verb stands
// in one row only, the one that its statements are read as when the learner is
// the actor; which statements are feedback on others see IsFeedbackOnOthers.
func Feeds(verb string) string {
	switch verb {
	case "http://adlnet.gov/expapi/verbs/answered",
		"http://adlnet.gov/expapi/verbs/scored",
		"https://w3id.org/xapi/tla/verbs/scored":
		return "response"
	case "http://adlnet.gov/expapi/verbs/passed",
		"http://adlnet.gov/expapi/verbs/failed",
		"http://adlnet.gov/expapi/verbs/completed",
		"http://adlnet.gov/expapi/verbs/mastered",
		"https://w3id.org/xapi/acrossx/verbs/evaluated":
		return "result"
	case "http://adlnet.gov/expapi/verbs/launched",
		"http://adlnet.gov/expapi/verbs/initialized",
		"http://adlnet.gov/expapi/verbs/terminated",
		"https://w3id.org/xapi/adl/verbs/satisfied",
		"https://w3id.org/xapi/adl/verbs/waived",
		"https://w3id.org/xapi/adl/verbs/abandoned":
		return "lifecycle"
	case "http://activitystrea.ms/submit",
		"http://activitystrea.ms/schema/1.0/submit":
		return "submission"
	case "http://adlnet.gov/expapi/verbs/attempted",
		"http://adlnet.gov/expapi/verbs/exited",
		"http://adlnet.gov/expapi/verbs/resumed",
		"http://adlnet.gov/expapi/verbs/suspended",
		"https://w3id.org/xapi/tla/verbs/forfeited",
		"https://w3id.org/xapi/tla/verbs/resumed",
		"https://w3id.org/xapi/tla/verbs/suspended":
		return "attempt"
	case "http://id.tincanapi.com/verb/viewed",
		"http://adlnet.gov/expapi/verbs/experienced",
		"http://adlnet.gov/expapi/verbs/interacted",
		"http://adlnet.gov/expapi/verbs/progressed",
		"https://w3id.org/xapi/dod-isd/verbs/navigated":
		return "view"
	case "https://w3id.org/xapi/video/verbs/played",
		"https://w3id.org/xapi/video/verbs/paused",
		"https://w3id.org/xapi/video/verbs/seeked":
		return "video"
	case "http://adlnet.gov/expapi/verbs/asked",
		"http://adlnet.gov/expapi/verbs/commented",
		"http://adlnet.gov/expapi/verbs/attended",
		"http://id.tincanapi.com/verb/replied",
		"https://w3id.org/xapi/acrossx/verbs/posted",
		"http://activitystrea.ms/comment":
		return "social"
	case "http://id.tincanapi.com/verb/rated",
		"http://id.tincanapi.com/verb/reviewed",
		"http://activitystrea.ms/schema/1.0/review",
		"https://w3id.org/xapi/acrossx/verbs/liked",
		"https://w3id.org/xapi/adb/verbs/liked",
		"http://activitystrea.ms/schema/1.0/like",
		"https://w3id.org/xapi/acrossx/verbs/annotated",
		"https://w3id.org/xapi/openedx/verb/voted":
		return "feedback"
	case "http://adlnet.gov/expapi/verbs/registered",
		"http://id.tincanapi.com/verb/unregistered",
		"https://xapi.edlm/profiles/edlm-lms/concepts/verbs/enrolled",
		"https://xapi.edlm/profiles/edlm-lms/concepts/verbs/login",
		"https://xapi.edlm/profiles/edlm-lms/concepts/verbs/logout":
		return "enrolment"
	case verbVoided:
		return "voiding"
	}
	return ""
}

// verbVoided is the one verb xAPI itself reserves (1.0.3 Data 2.3.2).
const verbVoided = "http://adlnet.gov/expapi/verbs/voided"

// IsVoiding says whether statements with this verb are voiding statements.
func IsVoiding(verb string) bool { return verb == verbVoided }

// step is what a verb does to an attempt.
type step uint8

const (
	stepNone step = iota
	stepOpen
	stepSuspend
	stepResume
	stepClose
)

// stepOf says what a verb does to an attempt.
func stepOf(verb string) step {
	switch verb {
	case "http://adlnet.gov/expapi/verbs/initialized",
		"http://adlnet.gov/expapi/verbs/launched",
		"http://adlnet.gov/expapi/verbs/attempted":
		return stepOpen
	case "http://adlnet.gov/expapi/verbs/suspended",
		"https://w3id.org/xapi/tla/verbs/suspended":
		return stepSuspend
	case "http://adlnet.gov/expapi/verbs/resumed",
		"https://w3id.org/xapi/tla/verbs/resumed":
		return stepResume
	case "http://adlnet.gov/expapi/verbs/terminated",
		"http://adlnet.gov/expapi/verbs/exited",
		"https://w3id.org/xapi/adl/verbs/abandoned":
		return stepClose
	}
	return stepNone
}

// claim is a sort of result, which a bundle of results has once.
type claim uint8

// claimOf is the sort of result a verb states; 0 for verbs that stand alone.
func claimOf(verb string) claim {
	switch verb {
	case "http://adlnet.gov/expapi/verbs/completed":
		return 1
	case "http://adlnet.gov/expapi/verbs/passed",
		"http://adlnet.gov/expapi/verbs/failed",
		"http://adlnet.gov/expapi/verbs/mastered":
		return 2
	case "http://adlnet.gov/expapi/verbs/scored",
		"https://w3id.org/xapi/tla/verbs/scored":
		return 4
	}
	return 0
}

// isStart says whether a verb begins what it is about. It opens an attempt only
// where its object stands for one: much else is started, too.
func isStart(verb string) bool {
	return verb == "http://activitystrea.ms/start" || verb == "http://activitystrea.ms/schema/1.0/start"
}

// isDecision says whether a verb states what a system or a teacher decided in
// place of a try (cmi5 waived, satisfied).
func isDecision(verb string) bool {
	return verb == "https://w3id.org/xapi/adl/verbs/waived" || verb == "https://w3id.org/xapi/adl/verbs/satisfied"
}

// IsInteraction says whether a statement is the answer to one item: its verb
// is answered, or it bears a result and its object is an interaction, a
// question, an objective, or a question's place in the review of a Moodle quiz.
// What has several parts is no item: H5P calls sets of questions interactions
// of type "compound", and Open edX problems with several parts GroupActivity;
// their results are of the whole.
func IsInteraction(s *Statement) bool {
	a := &s.Object.Activity
	if s.Object.Kind != ObjectActivity || a.Group || a.Interact == "compound" {
		return false
	}
	if s.Verb.ReadAs() == "http://adlnet.gov/expapi/verbs/answered" {
		return true
	}
	if !s.Result.Bears() {
		return false
	}
	// An objective is a skill, and with a result an item of the package that has it (SCORM).
	return IsQuestion(a.Type) || a.Type == "http://adlnet.gov/expapi/activities/objective" || a.Interact != ""
}

// IsFeedbackOnOthers says whether a statement is the actor's word on another's
// work: a feedback verb on an Agent other than the actor, on a statement, or
// given as the instructor.
func IsFeedbackOnOthers(s *Statement) bool {
	switch s.Verb.ReadAs() {
	case "https://w3id.org/xapi/acrossx/verbs/evaluated",
		"https://w3id.org/xapi/tla/verbs/scored",
		"http://adlnet.gov/expapi/verbs/scored":
	default:
		if Feeds(s.Verb.ReadAs()) != "feedback" {
			return false
		}
	}
	switch s.Object.Kind {
	case ObjectAgent, ObjectGroup:
		return s.Object.Actor.Key == "" || s.Object.Actor.Key != s.Actor.Key
	case ObjectStatementRef:
		return true
	default:
		return s.Instructor != nil && s.Instructor.Key != "" && s.Instructor.Key == s.Actor.Key
	}
}
