package demo

import (
	"fmt"
	"time"
)

// Sizes of the class and its course.
const (
	Learners = 60
	Modules  = 8
	Works    = 4 // assignments, one after every second module
)

// Course is the IRI of the course, and home the page all its accounts belong to.
const (
	Course = home + "/lms/course/view.php?id=1"
	home   = "https://demo.lrx.example"
)

// dueExtension holds the due date in the definition of an assignment.
const dueExtension = home + "/xapi/extensions/due"

// The types of the activities.
const (
	typeSite       = "http://id.tincanapi.com/activitytype/lms"
	typeCourse     = "http://adlnet.gov/expapi/activities/course"
	typeModule     = "http://adlnet.gov/expapi/activities/module"
	typeVideo      = "https://w3id.org/xapi/video/activity-type/video"
	typePage       = "http://adlnet.gov/expapi/activities/lesson-content-page"
	typeQuiz       = "http://adlnet.gov/expapi/activities/assessment"
	typeItem       = "http://adlnet.gov/expapi/activities/cmi.interaction"
	typeWork       = "https://xapi.edlm/profiles/edlm-lms/concepts/activity-types/assignment"
	typeForum      = "https://xapi.edlm/profiles/edlm-lms/concepts/activity-types/forum"
	typeThread     = "http://id.tincanapi.com/activitytype/discussion"
	typeReply      = "http://id.tincanapi.com/activitytype/forum-reply"
	typeCompetency = "https://w3id.org/xapi/tla/activity-types/competency"
)

func title(module int) string {
	return [Modules]string{
		"Cells", "Transport", "Enzymes", "Photosynthesis and respiration",
		"Cell division", "Inheritance", "Ecology", "Evolution",
	}[module]
}

func site() object { return activity(home+"/lms", typeSite, "Demo school (made up)") }

func course() object { return activity(Course, typeCourse, "Biology 1 (made up)") }

func module(m int) object {
	return activity(fmt.Sprintf("%s/lms/course/section.php?id=%d", home, m+1), typeModule,
		fmt.Sprintf("Module %d: %s", m+1, title(m)))
}

func video(m int) object {
	return activity(fmt.Sprintf("%s/lms/mod/video/view.php?id=%d1", home, m+1), typeVideo, "Video: "+title(m))
}

func page(m int) object {
	return activity(fmt.Sprintf("%s/lms/mod/page/view.php?id=%d2", home, m+1), typePage, "Reading: "+title(m))
}

func forum(m int) object {
	return activity(fmt.Sprintf("%s/lms/mod/forum/view.php?id=%d4", home, m+1), typeForum, "Forum: "+title(m))
}

// quizSource says where the quiz of a module runs: every second one is in the
// quiz tool.
func quizSource(m int) source { return source(m % 2) }

func quiz(m int) object {
	id := fmt.Sprintf("%s/lms/mod/quiz/view.php?id=%d3", home, m+1)
	if quizSource(m) == tool {
		id = fmt.Sprintf("%s/quiz/au/%d", home, m+1)
	}
	return activity(id, typeQuiz, "Quiz: "+title(m))
}

// bonus is a small extra quiz in the tool that gives points beyond the full mark.
func bonus() object { return activity(home+"/quiz/au/bonus", typeQuiz, "Bonus quiz") }

// The item with the wrong key: the strong answer right and are marked wrong.
const (
	wrongKeyModule = 5
	wrongKeyItem   = 1
)

// WrongKeyItem is the IRI of the item whose answer key is wrong.
func WrongKeyItem() string { return itemID(wrongKeyModule, wrongKeyItem) }

func itemID(m, k int) string {
	if quizSource(m) == tool {
		return fmt.Sprintf("%s/quiz/au/%d/item/%d", home, m+1, k+1)
	}
	return fmt.Sprintf("%s/lms/question/question.php?cmid=%d3&id=%d", home, m+1, 100*(m+1)+k+1)
}

// competency is the skill two modules train together.
func competency(m int) object {
	names := [Modules / 2]string{"Cell structure", "Energy in living things", "Genetics", "Ecology and evolution"}
	return activity(fmt.Sprintf("%s/competencies/%d", home, m/2+1), typeCompetency, names[m/2])
}

// Work is an assignment with its due date.
type Work struct {
	Activity string // IRI
	Name     string
	Due      time.Time
	Weight   float64 // points of 100 in the course
}

// Due lists the assignments in the order of their due dates, as a due.csv
// holds them.
func Due() [Works]Work {
	due := [Works]time.Time{hour(25, 23), hour(46, 23), hour(67, 23), hour(78, 23)}
	names := [Works]string{"Onion cells report", "Enzyme experiment", "Family tree", "Pond study"}
	var out [Works]Work
	for i := range out {
		out[i] = Work{
			Activity: fmt.Sprintf("%s/lms/mod/assign/view.php?id=%d5", home, 2*i+2),
			Name:     "Assignment: " + names[i], Due: due[i], Weight: 10,
		}
	}
	return out
}

// work is the activity of an assignment; it belongs to module 2i+1.
func work(i int) object {
	w := Due()[i]
	a := activity(w.Activity, typeWork, w.Name)
	a.Definition.Extensions = map[string]any{dueExtension: w.Due.Format(time.RFC3339)}
	return a
}
