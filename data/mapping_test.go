package data

import "testing"

func TestMapping(t *testing.T) {
	t.Parallel()
	const (
		took     = "https://tool.example/verbs/took"
		cheered  = "https://tool.example/verbs/cheered"
		task     = "https://tool.example/types/task"
		unit     = "https://tool.example/types/lehrgang"
		ability  = "https://tool.example/types/ability"
		answered = "http://adlnet.gov/expapi/verbs/answered"
	)
	m := Mapping{
		Verbs: map[string]string{took: answered, cheered: "http://id.tincanapi.com/verb/rated"},
		Types: map[string]string{
			task: "http://adlnet.gov/expapi/activities/question", unit: "http://adlnet.gov/expapi/activities/course",
			ability: "http://adlnet.gov/expapi/activities/objective",
		},
	}
	read := func(raw []byte, m Mapping) *Statement {
		t.Helper()
		s, r := NewMappedDecoder(m).Decode(raw, loaded)
		if r != nil {
			t.Fatal(r)
		}
		return s
	}
	answer := plain(`"verb":{"id":"` + took + `"}`)
	graded := plain(`"object":{"id":"http://a.b/c","definition":{"type":"`+task+`"}}`, `"result":{"success":true}`)
	praise := plain(`"verb":{"id":"`+cheered+`"}`, `"object":{"objectType":"Agent","mbox":"mailto:ben@example.com"}`)
	around := plain(`"context":{"contextActivities":{"grouping":{"id":"http://a.b/g","definition":{"type":"` + unit + `"}},"other":{"id":"http://a.b/s","definition":{"type":"` + ability + `"}}}}`)
	for _, c := range []struct {
		name string
		got  func(Mapping) bool
	}{
		{"a verb is an answer", func(m Mapping) bool { return IsInteraction(read(answer, m)) }},
		{"an event has the verb that is meant", func(m Mapping) bool {
			e, _ := EventOf(read(answer, m), func(*Activity) int32 { return 1 })
			return e.Verb == answered
		}},
		{"a type is a question", func(m Mapping) bool { return IsInteraction(read(graded, m)) }},
		{"a verb is feedback", func(m Mapping) bool { return IsFeedbackOnOthers(read(praise, m)) }},
		{"a type is a course", func(m Mapping) bool { return IsCourse(read(around, m).Groupings[0].Type) }},
		{"a type is a skill", func(m Mapping) bool { return IsCompetency(read(around, m).Others[0].Type) }},
	} {
		if c.got(Mapping{}) || !c.got(m) {
			t.Errorf("%s: without the mapping %t, with it %t", c.name, c.got(Mapping{}), c.got(m))
		}
	}
	s := read(answer, m)
	if s.Verb.IRI != took || s.Form != read(answer, Mapping{}).Form {
		t.Errorf("the verb became %q, or the statement another one", s.Verb.IRI)
	}
	if (Mapping{}).String() != "" || m.String() == (Mapping{Verbs: m.Verbs}).String() || m.String() != (Mapping{Types: m.Types, Verbs: m.Verbs}).String() {
		t.Errorf("texts of mappings: %q", m.String())
	}
}

func TestReadsType(t *testing.T) {
	t.Parallel()
	for typ, want := range map[string]bool{
		"http://adlnet.gov/expapi/activities/course":      true,
		"http://adlnet.gov/expapi/activities/module":      true,
		"http://adlnet.gov/expapi/activities/assessment":  true,
		"http://adlnet.gov/expapi/activities/objective":   true,
		"http://adlnet.gov/expapi/activities/attempt":     true,
		"http://id.tincanapi.com/activitytype/lms":        true,
		"https://w3id.org/xapi/video/activity-type/video": true,
		"http://adlnet.gov/expapi/activities/media":       false,
		"https://tool.example/types/task":                 false,
		"":                                                false,
	} {
		if got := ReadsType(typ); got != want {
			t.Errorf("%q: got %t", typ, got)
		}
	}
}
