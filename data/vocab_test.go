package data

import (
	"strings"
	"testing"
)

func TestFeeds(t *testing.T) {
	t.Parallel()
	for want, verbs := range map[string][]string{
		"response":   {"http://adlnet.gov/expapi/verbs/answered", "http://adlnet.gov/expapi/verbs/scored", "https://w3id.org/xapi/tla/verbs/scored"},
		"result":     {"http://adlnet.gov/expapi/verbs/passed", "http://adlnet.gov/expapi/verbs/failed", "http://adlnet.gov/expapi/verbs/completed", "http://adlnet.gov/expapi/verbs/mastered", "https://w3id.org/xapi/acrossx/verbs/evaluated"},
		"lifecycle":  {"http://adlnet.gov/expapi/verbs/launched", "http://adlnet.gov/expapi/verbs/initialized", "http://adlnet.gov/expapi/verbs/terminated", "https://w3id.org/xapi/adl/verbs/satisfied", "https://w3id.org/xapi/adl/verbs/waived", "https://w3id.org/xapi/adl/verbs/abandoned"},
		"submission": {"http://activitystrea.ms/submit", "http://activitystrea.ms/schema/1.0/submit"},
		"attempt":    {"http://adlnet.gov/expapi/verbs/attempted", "https://w3id.org/xapi/tla/verbs/forfeited", "https://w3id.org/xapi/tla/verbs/resumed", "https://w3id.org/xapi/tla/verbs/suspended"},
		"view":       {"http://id.tincanapi.com/verb/viewed", "http://adlnet.gov/expapi/verbs/experienced", "http://adlnet.gov/expapi/verbs/interacted", "http://adlnet.gov/expapi/verbs/progressed", "https://w3id.org/xapi/dod-isd/verbs/navigated"},
		"video":      {"https://w3id.org/xapi/video/verbs/played", "https://w3id.org/xapi/video/verbs/paused", "https://w3id.org/xapi/video/verbs/seeked"},
		"social":     {"http://adlnet.gov/expapi/verbs/asked", "http://adlnet.gov/expapi/verbs/commented", "http://adlnet.gov/expapi/verbs/attended", "http://id.tincanapi.com/verb/replied", "https://w3id.org/xapi/acrossx/verbs/posted", "http://activitystrea.ms/comment"},
		"feedback":   {"http://id.tincanapi.com/verb/rated", "http://id.tincanapi.com/verb/reviewed", "http://activitystrea.ms/schema/1.0/review", "https://w3id.org/xapi/acrossx/verbs/liked", "https://w3id.org/xapi/acrossx/verbs/annotated", "https://w3id.org/xapi/openedx/verb/voted"},
		"enrolment":  {"http://adlnet.gov/expapi/verbs/registered", "http://id.tincanapi.com/verb/unregistered", "https://xapi.edlm/profiles/edlm-lms/concepts/verbs/enrolled", "https://xapi.edlm/profiles/edlm-lms/concepts/verbs/login", "https://xapi.edlm/profiles/edlm-lms/concepts/verbs/logout"},
		"voiding":    {"http://adlnet.gov/expapi/verbs/voided"},
		"":           {"", "http://example.com/answered", "answered"},
	} {
		for _, verb := range verbs {
			if got := Feeds(verb); got != want {
				t.Errorf("%s: got %q, want %q", verb, got, want)
			}
		}
	}
}

func TestTypes(t *testing.T) {
	t.Parallel()
	for _, s := range []struct {
		iri             string
		course, attempt bool
	}{
		{"http://adlnet.gov/expapi/activities/course", true, false},
		{"https://w3id.org/xapi/cmi5/activitytype/course", true, false},
		{"http://adlnet.gov/expapi/activities/attempt", false, true},
		{"http://id.tincanapi.com/activitytype/lms", false, false},
		{"http://adlnet.gov/expapi/activities/module", false, false},
		{"", false, false},
	} {
		a := Activity{IRI: "http://example.com/a", Type: s.iri}
		if IsCourse(s.iri) != s.course || a.IsAttempt() != s.attempt {
			t.Errorf("%s: course %v, attempt %v", s.iri, IsCourse(s.iri), a.IsAttempt())
		}
	}
	for iri, want := range map[string]bool{
		"http://x/sco?attemptId=7": true, "http://x/sco?a=b&attemptId=7": true, "http://x/sco?noattemptId=7": false, "http://x/attemptId=7": false, "http://x/sco": false,
	} {
		if a := (Activity{IRI: iri}); a.IsAttempt() != want {
			t.Errorf("%s: attempt %v", iri, !want)
		}
	}
}

func TestIsInteraction(t *testing.T) {
	t.Parallel()
	object := func(definition string) string { return `"object":{"id":"http://a.b","definition":` + definition + `}` }
	for _, c := range []struct {
		name string
		raw  []byte
		want bool
	}{
		{"answered", plain(`"verb":{"id":"http://adlnet.gov/expapi/verbs/answered"}`), true},
		{"answered a person", plain(`"verb":{"id":"http://adlnet.gov/expapi/verbs/answered"}`, `"object":{"objectType":"Agent","mbox":"mailto:a@b.c"}`), false},
		{"result on an interaction", plain(object(`{"type":"http://adlnet.gov/expapi/activities/cmi.interaction"}`), `"result":{"success":true}`), true},
		{"result on a question", plain(object(`{"type":"http://adlnet.gov/expapi/activities/question"}`), `"result":{"score":{"raw":1}}`), true},
		{"result on an interaction type", plain(object(`{"interactionType":"choice"}`), `"result":{"success":true}`), true},
		{"result on a set", plain(object(`{"type":"http://adlnet.gov/expapi/activities/cmi.interaction","interactionType":"compound"}`), `"result":{"success":true}`), false},
		{"answered set", plain(`"verb":{"id":"http://adlnet.gov/expapi/verbs/answered"}`, object(`{"interactionType":"compound"}`), `"result":{"success":true}`), false},
		{"result on what has parts", plain(`"object":{"objectType":"GroupActivity","id":"http://a.b","definition":{"interactionType":"other"}}`, `"result":{"success":true}`), false},
		{"result on an objective", plain(object(`{"type":"http://adlnet.gov/expapi/activities/objective"}`), `"result":{"success":true}`), true},
		{"marks for an answer", plain(object(`{"type":"http://activitystrea.ms/schema/1.0/review#slot"}`), `"result":{"score":{"raw":1}}`), true},
		{"no result", plain(object(`{"type":"http://adlnet.gov/expapi/activities/cmi.interaction"}`), `"result":{"response":"x"}`), false},
		{"result on a quiz", plain(object(`{"type":"http://adlnet.gov/expapi/activities/assessment"}`), `"result":{"success":true}`), false},
	} {
		if got := IsInteraction(decode(t, c.raw)); got != c.want {
			t.Errorf("%s: got %v", c.name, got)
		}
	}
}

func TestIsFeedbackOnOthers(t *testing.T) {
	t.Parallel()
	rated := `"verb":{"id":"http://id.tincanapi.com/verb/rated"}`
	scored := `"verb":{"id":"https://w3id.org/xapi/tla/verbs/scored"}`
	ann, bob := `{"objectType":"Agent","mbox":"mailto:ann@example.com"}`, `{"objectType":"Agent","mbox":"mailto:bob@example.com"}`
	for _, c := range []struct {
		name string
		raw  []byte
		want bool
	}{
		{"on another", plain(rated, `"object":`+bob), true},
		{"on oneself", plain(rated, `"object":`+ann), false},
		{"on a statement", plain(rated, `"object":{"objectType":"StatementRef","id":"11111111-2222-4333-8444-555555555555"}`), true},
		{"on an activity", plain(rated), false},
		{"as instructor", plain(scored, `"context":{"instructor":`+ann+`}`), true},
		{"by an instructor", plain(scored, `"context":{"instructor":`+bob+`}`), false},
		{"no feedback", plain(`"object":` + bob), false},
	} {
		if got := IsFeedbackOnOthers(decode(t, c.raw)); got != c.want {
			t.Errorf("%s: got %v", c.name, got)
		}
	}
}

func TestParent(t *testing.T) {
	t.Parallel()
	course := `{"id":"http://c","definition":{"type":"http://adlnet.gov/expapi/activities/course"}}`
	attempt := `{"id":"http://t","definition":{"type":"http://adlnet.gov/expapi/activities/attempt"}}`
	for parents, want := range map[string]string{
		course:                                "http://c",
		course + "," + attempt:                "http://c",
		attempt + `,{"id":"http://q"}`:        "http://q",
		course + `,{"id":"http://q"}`:         "http://q",
		`{"id":"http://q"},{"id":"http://r"}`: "http://q",
	} {
		s := decode(t, plain(`"context":{"contextActivities":{"parent":[`+parents+`]}}`))
		if got := s.Parent().IRI; got != want {
			t.Errorf("%s: got %s", parents, got)
		}
	}
	if decode(t, plain()).Parent() != nil {
		t.Error("a parent is made up")
	}
}

func TestIsIRI(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"http://a.b": true, "course-v1:FUN+1+s": true, "uuid:x": true, "a+.-9:x": true, "tag:a,2013:b": true, "é:x": false, "x:é": true,
		"": false, ":": false, "a:": false, ":a": false, "9a:x": false, "a b:x": false, "a:x y": false, "a:x\n": false, "a_b:x": false, "plain": false,
	} {
		if IsIRI(text) != want || IsIRI([]byte(text)) != want {
			t.Errorf("%q: got %v", text, !want)
		}
	}
}

func TestLastPart(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"https://w3id.org/xapi/video/verbs/played":                     "played",
		"http://example.com/xapi/verbs#sent-a-statement":               "sent-a-statement",
		"http://example.com/a%20b%2Fc/":                                "a b/c",
		"http://www.example.org/mod/quiz/view.php?id=1":                "quiz/view.php?id=1",
		"http://www.example.org/mod/quiz/attempt.php?attempt=1&cmid=1": "attempt.php?attempt=1&cmid=1",
		"http://example.com/watch?u=http://x/y":                        "watch?u=http://x/y",
		"http://example.com/":                                          "example.com",
		"course-v1:FUN-MOOC+00001+session01":                           "course-v1:FUN-MOOC+00001+session01",
		"http://example.com/bad%zz":                                    "bad%zz",
		"http://example.com/%ff":                                       "%ff",
		"///":                                                          "///",
		"":                                                             "",
	} {
		if got := LastPart(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestPick(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ tags, lang, want string }{
		{"de de-AT en", "de-AT", "de-AT"},
		{"de en", "de-AT", "de"},
		{"de-CH en", "de-AT", "de-CH"},
		{"de-CH en", "de", "de-CH"},
		{"DE en", "de", "DE"},
		{"fr en-US", "de", "en-US"},
		{"en en-US fr", "de", "en"},
		{"it fr", "de", "fr"},
		{"it fr", "", "fr"},
		{"und", "de", "und"},
	} {
		m := LangMap{}
		for tag := range strings.FieldsSeq(c.tags) {
			m[tag] = tag
		}
		if got := m.Pick(c.lang); got != c.want {
			t.Errorf("%q of %q: got %q, want %q", c.lang, c.tags, got, c.want)
		}
	}
	if (LangMap{}).Pick("en") != "" || LangMap(nil).Pick("en") != "" {
		t.Error("an empty map says something")
	}
}
