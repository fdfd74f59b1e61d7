package data

import "strings"

// IsAttempt says whether an activity stands for one attempt at another: by its
// type, or by an id such as the SCORM profile makes, "…?attemptId=…".
func (a *Activity) IsAttempt() bool { return isAttempt(a.IRI, a.Type) }

func isAttempt(iri, activityType string) bool {
	if activityType == typeAttempt {
		return true
	}
	_, query, _ := strings.Cut(iri, "?")
	return strings.HasPrefix(query, "attemptId=") || strings.Contains(query, "&attemptId=")
}

const typeAttempt = "http://adlnet.gov/expapi/activities/attempt"

// IsCourse says whether activities of this type are courses.
func IsCourse(activityType string) bool {
	switch activityType {
	case "http://adlnet.gov/expapi/activities/course",
		"https://adlnet.gov/expapi/activities/course",
		"https://w3id.org/xapi/cmi5/activitytype/course",
		"http://www.tincanapi.co.uk/activitytypes/course",
		"https://w3id.org/xapi/tla/activity-types/course",
		"https://xapi.edlm/profiles/edlm-lms/concepts/activity-types/course":
		return true
	}
	return false
}

// IsQuestion says whether activities of this type are answered.
func IsQuestion(activityType string) bool {
	switch activityType {
	case "http://adlnet.gov/expapi/activities/cmi.interaction",
		"http://adlnet.gov/expapi/activities/question",
		"http://activitystrea.ms/schema/1.0/review#slot": // a question's place in the review of a Moodle quiz
		return true
	}
	return false
}

// IsVideo says whether activities of this type are watched. Other types can be
// mapped to this one by the profile.
func IsVideo(activityType string) bool {
	return activityType == "https://w3id.org/xapi/video/activity-type/video"
}

// IsCompetency says whether activities of this type are skills: what is learned,
// not what is done.
func IsCompetency(activityType string) bool {
	switch activityType {
	case "http://adlnet.gov/expapi/activities/objective", // ADL's vocabulary: cmi.objectives of SCORM, learning goals
		"https://w3id.org/xapi/tla/activity-types/competency",    // Total Learning Architecture (MOM) profile
		"https://w3id.org/xapi/comp/activities/competency",       // ADL's competency category, as its ELRR reads it
		"https://w3id.org/xapi/catch/activitytypes/competency",   // CATCH profile
		"https://w3id.org/xapi/medbiq/activity-types/competency", // MedBiquitous
		"http://vocab.xapi.fr/activities/competency-domain",      // xAPI-FR vocabulary
		"https://w3id.org/xapi/dod-isd/activity-types/skill",     // not in the profile, but written
		"http://adlnet.gov/expapi/activities/competency",         // not in the vocabulary, but written
		"http://adlnet.gov/expapi/activities/skill":
		return true
	}
	return false
}

// holdNothing are the types whose activities are parts of nothing but a
// statement: attempts, sorts of statements, groups of people.
var holdNothing = []string{
	typeAttempt,
	"http://adlnet.gov/expapi/activities/profile",
	"http://id.tincanapi.com/activitytype/category",
	"http://id.tincanapi.com/activitytype/recipe",
	"http://id.tincanapi.com/activitytype/source",
	"http://id.tincanapi.com/activitytype/user-profile",
	"http://id.tincanapi.com/activitytype/cohort",
	"http://activitystrea.ms/schema/1.0/group",
	"http://activitystrea.ms/schema/1.0/person",
	"https://xapi.edlm/profiles/edlm-lms/concepts/activity-types/group",
}

// width orders kinds of activity by what holds what; the widest first.
type width int8

const (
	wideSite width = iota
	wideProgramme
	wideCourse
	wideUnit
	wideOther
	wideQuestion
)

// widthOf is the width of activities of a type.
func widthOf(activityType string) width {
	switch activityType {
	case "http://id.tincanapi.com/activitytype/lms", "http://id.tincanapi.com/activitytype/site",
		"http://activitystrea.ms/schema/1.0/organization", "http://activitystrea.ms/schema/1.0/service":
		return wideSite
	case "http://id.tincanapi.com/activitytype/lms/program",
		"http://id.tincanapi.com/activitytype/lms/certification",
		"https://xapi.edlm/profiles/edlm-lms/concepts/activity-types/course-category":
		return wideProgramme
	case "http://adlnet.gov/expapi/activities/module",
		"http://adlnet.gov/expapi/activities/lesson",
		"http://id.tincanapi.com/activitytype/section",
		"http://id.tincanapi.com/activitytype/unit",
		"https://w3id.org/xapi/cmi5/activitytype/block":
		return wideUnit
	}
	switch {
	case IsCourse(activityType):
		return wideCourse
	case IsQuestion(activityType):
		return wideQuestion
	}
	return wideOther
}
