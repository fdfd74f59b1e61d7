package statements

// kind is a kind of activity.
type kind int

const (
	site kind = iota
	course
	module
	video
	page
	quiz
	question
	forum
	thread
	work
)

const (
	home = "https://lms.school.example"
	adl  = "http://adlnet.gov/expapi/"
)

// kinds say what activities of a kind are called and what they are.
var kinds = [...]struct{ path, typ, name, about string }{
	site:     {"/", "http://id.tincanapi.com/activitytype/lms", "Example school ", ""},
	course:   {"/course/view.php?id=", adl + "activities/course", "Course ", ""},
	module:   {"/course/section.php?id=", adl + "activities/module", "Module ", ""},
	video:    {"/mod/video/view.php?id=", "https://w3id.org/xapi/video/activity-type/video", "Video ", ""},
	page:     {"/mod/page/view.php?id=", adl + "activities/lesson-content-page", "Reading ", ""},
	quiz:     {"/mod/quiz/view.php?id=", adl + "activities/assessment", "Quiz ", "Questions on the video and the readings of this module"},
	question: {"/question/question.php?id=", adl + "activities/cmi.interaction", "Question ", ""},
	forum:    {"/mod/forum/view.php?id=", "https://xapi.edlm/profiles/edlm-lms/concepts/activity-types/forum", "Forum ", "Questions to each other and to the teacher"},
	thread:   {"/mod/forum/discuss.php?d=", "http://id.tincanapi.com/activitytype/discussion", "Discussion ", ""},
	work:     {"/mod/assign/view.php?id=", "https://xapi.edlm/profiles/edlm-lms/concepts/activity-types/assignment", "Assignment ", "A report of two pages, alone or with your team"},
}

// verb is a verb with the word for it.
type verb struct{ iri, word string }

var (
	loggedIn    = verb{"https://xapi.edlm/profiles/edlm-lms/concepts/verbs/login", "logged in"}
	viewed      = verb{"http://id.tincanapi.com/verb/viewed", "viewed"}
	experienced = verb{adl + "verbs/experienced", "experienced"}
	launched    = verb{adl + "verbs/launched", "launched"}
	initialized = verb{adl + "verbs/initialized", "initialized"}
	answered    = verb{adl + "verbs/answered", "answered"}
	completed   = verb{adl + "verbs/completed", "completed"}
	passed      = verb{adl + "verbs/passed", "passed"}
	failed      = verb{adl + "verbs/failed", "failed"}
	terminated  = verb{adl + "verbs/terminated", "terminated"}
	played      = verb{"https://w3id.org/xapi/video/verbs/played", "played"}
	paused      = verb{"https://w3id.org/xapi/video/verbs/paused", "paused"}
	seeked      = verb{"https://w3id.org/xapi/video/verbs/seeked", "seeked"}
	posted      = verb{"https://w3id.org/xapi/acrossx/verbs/posted", "posted"}
	submitted   = verb{"http://activitystrea.ms/schema/1.0/submit", "submitted"}
	scored      = verb{"https://w3id.org/xapi/tla/verbs/scored", "scored"}
	voided      = verb{adl + "verbs/voided", "voided"}
)

// Extensions of the video profile and of the LMS.
const (
	videoExt   = "https://w3id.org/xapi/video/extensions/"
	sessionExt = "https://w3id.org/xapi/cmi5/context/extensions/sessionid"
)
