package query_test

import (
	"errors"
	"testing"
	"time"

	"lrx/query"
)

// TestWhoLeft looks at the export of a course in which somebody is registered on 15
// July 2020 at 6:36 (lines 3 to 5), unregistered at 6:39:23 (line 6), and goes on with
// a video of the course at 6:46 (line 1).
func TestWhoLeft(t *testing.T) {
	t.Parallel()
	s := opened(t, march, fixture(t, "openedx-erb.ndjson"))
	const course = "http://localhost:18000/course/course-v1:edX+DemoX+Demo_Course"
	people, err := s.Learners(t.Context(), everything, query.Filter{Class: course})
	if err != nil || len(people.Rows) != 1 {
		t.Fatalf("%d learners, %v", len(people.Rows), err)
	}
	id := people.Rows[0].ID
	july := func(minute int) time.Time { return time.Date(2020, 7, 15, 6, minute, 0, 0, time.UTC) }
	for _, c := range []struct {
		name string
		asOf time.Time
		left bool
	}{
		{"registered", july(38), false},
		{"unregistered", july(40), true},
		{"back at work", july(50), false},
		{"in the end", time.Time{}, false},
	} {
		f := query.Filter{Class: course, AsOf: c.asOf, Learner: id}
		_, score := s.Score(t.Context(), everything, id, f)
		_, observed := s.Observations(t.Context(), everything, f)
		_, timeline := s.Timeline(t.Context(), everything, id, f)
		for what, err := range map[string]error{"score": score, "evidence": observed, "timeline": timeline} {
			var absent *query.AbsentError
			if left := errors.As(err, &absent); left != c.left || !left && err != nil {
				t.Errorf("%s, %s: %v", c.name, what, err)
			} else if left && (absent.Day() != "2020-07-15" || absent.Learner == "" || absent.Class != "Demonstration Course") {
				t.Errorf("%s, %s: %v", c.name, what, absent)
			}
		}
	}
}

// TestOfAnotherClass asks for the score of a learner in a class that she is not in.
func TestOfAnotherClass(t *testing.T) {
	t.Parallel()
	line := func(id, who, course string) string {
		return `{"id":"71000000-0000-4000-8000-00000000000` + id + `","actor":{"name":"` + who + `","mbox":"mailto:` + who + `@x.example"},` +
			`"verb":{"id":"http://adlnet.gov/expapi/verbs/experienced"},"object":{"id":"https://x.example/page"},"timestamp":"2026-03-02T10:00:00Z",` +
			`"context":{"contextActivities":{"grouping":[{"id":"https://x.example/` + course + `","definition":{"name":{"en":"Course ` + course + `"},"type":"http://adlnet.gov/expapi/activities/course"}}]}}}`
	}
	s := opened(t, march, made(t, line("1", "ann", "a"), line("2", "bob", "b")))
	f := query.Filter{Class: "https://x.example/b"}
	_, err := s.Score(t.Context(), everything, "ann", f)
	var absent *query.AbsentError
	if !errors.As(err, &absent) || !absent.Left.IsZero() || absent.Error() != "ann is not in the class Course b" {
		t.Errorf("got %v", err)
	}
	// Who may not see the other class is not told that she is there.
	_, err = s.Score(t.Context(), query.Viewer{Scope: query.OnlyClasses("https://x.example/b")}, "ann", f)
	var none *query.NotFoundError
	if !errors.As(err, &none) {
		t.Errorf("got %v, which tells who is in another class", err)
	}
}
