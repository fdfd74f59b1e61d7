package query_test

import (
	"fmt"
	"testing"

	"lrx/query"
)

// step writes a statement of Ann about a quiz or an item in it.
func step(n int, verb, object, minute, result string) string {
	parent := ""
	if object != "quiz" {
		parent = `,"context":{"contextActivities":{"parent":[{"id":"https://school.example/quiz"}]}}`
	}
	if result != "" {
		result = `,"result":` + result
	}
	kind := "assessment"
	if object != "quiz" {
		kind = "cmi.interaction"
	}
	return fmt.Sprintf(`{"id":"20000000-0000-4000-8000-%012d","actor":{"mbox":"mailto:ann@school.example"},"verb":{"id":"http://adlnet.gov/expapi/verbs/%s"},`+
		`"object":{"id":"https://school.example/%s","definition":{"type":"http://adlnet.gov/expapi/activities/%s"}},"timestamp":"2026-03-01T10:%s:00Z"%s%s}`,
		n, verb, object, kind, minute, result, parent)
}

// TestAttemptResult proves what an attempt comes to: each part is the last one
// stated, items speak for themselves, and durations are of what ends it.
func TestAttemptResult(t *testing.T) {
	t.Parallel()
	s := opened(t, march, made(t,
		step(1, "initialized", "quiz", "00", `{"duration":"PT1S"}`),
		step(2, "answered", "item", "01", `{"score":{"scaled":0.1},"success":false,"duration":"PT2S"}`),
		step(3, "scored", "quiz", "02", `{"score":{"raw":4,"min":0,"max":10},"duration":"PT5M"}`),
		step(4, "failed", "quiz", "03", `{"success":false}`),
		step(5, "completed", "quiz", "04", `{"completion":true}`),
		step(6, "answered", "item", "05", `{"score":{"scaled":0.2},"success":true}`),
	))
	l, err := s.Attempts(t.Context(), everything, query.Filter{Sort: "started"})
	if err != nil || l.Total != 3 {
		t.Fatalf("%d attempts, %v", l.Total, err)
	}
	quiz := l.Rows[0]
	if quiz.Kind != "assessment" || len(quiz.Statements) != 6 {
		t.Errorf("the first attempt is %+v", quiz)
	}
	if quiz.Scaled == nil || *quiz.Scaled != 0.4 || quiz.Success == nil || *quiz.Success || quiz.Completion == nil || !*quiz.Completion ||
		quiz.DurationS == nil || *quiz.DurationS != 300 || quiz.Ended == nil || quiz.Ended.Minute() != 4 {
		t.Errorf("the quiz comes to %+v", quiz)
	}
	of, err := s.Statements(t.Context(), everything, query.Filter{Attempt: quiz.ID})
	if err != nil || of.Total != 6 {
		t.Fatalf("%d statements of the attempt, %v", of.Total, err)
	}
	for i, r := range of.Rows {
		if r.ID != string(quiz.Statements[i]) {
			t.Errorf("statement %d of the attempt is %s, want %s", i, r.ID, quiz.Statements[i])
		}
	}
	a, err := s.Activity(t.Context(), everything, "https://school.example/quiz", query.Filter{})
	if err != nil || a.MeanScaled == nil || *a.MeanScaled != 0.4 || a.FirstTryRate != nil {
		t.Errorf("the quiz as an activity: %+v, %v", a, err)
	}
	item, err := s.Activity(t.Context(), everything, "https://school.example/item", query.Filter{})
	if err != nil || item.FirstTryRate == nil || *item.FirstTryRate != 0 || item.MeanScaled == nil || *item.MeanScaled != 0.2 {
		t.Errorf("the item as an activity: %+v, %v", item, err)
	}
}

// TestOneMailOneLearner proves that an mbox and the SHA-1 of it are one person,
// also where the hash was made of an address with capitals in its host.
func TestOneMailOneLearner(t *testing.T) {
	t.Parallel()
	line := func(n int, actor string) string {
		return fmt.Sprintf(`{"id":"30000000-0000-4000-8000-%012d","actor":%s,"verb":{"id":"http://adlnet.gov/expapi/verbs/experienced"},`+
			`"object":{"id":"https://school.example/page"},"timestamp":"2026-03-01T10:00:00Z"}`, n, actor)
	}
	lines := []string{
		line(1, `{"name":"Ann","mbox":"mailto:Ann@School.EXAMPLE"}`),
		line(2, `{"mbox":"mailto:Ann@school.example"}`),
		line(3, `{"mbox_sha1sum":"B35CEB9E0B7DEC6D6DC2E4B0EB6CE8BCB5D4F6BF"}`), // somebody else
		line(4, `{"mbox_sha1sum":"`+sha1Of("mailto:Ann@School.EXAMPLE")+`"}`),
		line(5, `{"mbox_sha1sum":"`+sha1Of("mailto:Ann@school.example")+`"}`),
	}
	one := opened(t, march, made(t, lines...))
	l, err := one.Learners(t.Context(), everything, query.Filter{Sort: "statements", Desc: true})
	if err != nil || l.Total != 2 || l.Rows[0].Statements != 4 || l.Rows[0].Name.Shown() != "Ann" {
		t.Fatalf("%+v, %v", l.Rows, err)
	}
	for _, who := range []string{l.Rows[0].ID, "Ann", "mailto:Ann@School.Example", "Ann@SCHOOL.example", sha1Of("mailto:Ann@School.EXAMPLE")} {
		if found, err := one.Learner(t.Context(), everything, who, query.Filter{}); err != nil || found.ID != l.Rows[0].ID {
			t.Errorf("%s is %+v, %v", who, found, err)
		}
	}
}
