package data

import (
	"maps"
	"slices"
	"strings"
)

// Mapping says which verbs and which types of activities that nothing is read
// from stand for others that something is read from: IRI to IRI. What it does
// not name stands for itself. The zero Mapping is none.
type Mapping struct{ Verbs, Types map[string]string }

// String is the mapping in one form, "" for none: equal mappings have equal
// texts. As an IRI holds no blanks, two never run into each other.
func (m Mapping) String() string {
	var lines []string
	for kind, all := range map[string]map[string]string{"verb": m.Verbs, "type": m.Types} {
		for _, from := range slices.Sorted(maps.Keys(all)) {
			lines = append(lines, kind+" "+from+" "+all[from]+"\n")
		}
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}

// typeOf is the type an activity's type stands for.
func (m Mapping) typeOf(activityType string) string {
	if to, ok := m.Types[activityType]; ok {
		return to
	}
	return activityType
}

// ReadsType says whether anything is read from a type of activities.
func ReadsType(activityType string) bool {
	switch activityType {
	case "http://adlnet.gov/expapi/activities/assessment",
		"https://w3id.org/xapi/openedx/activity/practice-assessment",
		"https://w3id.org/xapi/openedx/activity/proctored-assessment",
		"https://w3id.org/xapi/openedx/activity/timed-assessment",
		"https://w3id.org/xapi/video/activity-type/video",
		"http://id.tincanapi.com/activitytype/discussion",
		"http://adlnet.gov/expapi/activities/meeting",
		"http://adlnet.gov/expapi/activities/simulation":
		return true
	}
	return IsQuestion(activityType) || IsCompetency(activityType) ||
		slices.Contains(holdNothing, activityType) || widthOf(activityType) != wideOther
}
