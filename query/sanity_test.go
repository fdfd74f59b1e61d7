package query_test

import (
	"fmt"
	"slices"
	"testing"

	"lrx/query"
)

// TestSanity has one source of each sort of trouble, and one whose scores are right.
func TestSanity(t *testing.T) {
	t.Parallel()
	score := func(n int, who, item, course, score, rest string) string {
		return said(n, who, "completed", item, course, fmt.Sprintf("2026-03-01T10:%02d:00Z", n), `,"result":{"score":{`+score+`}`+rest+`}`)
	}
	s := opened(t, march, made(t,
		// Percentages beside a maximum of 1: three of the four results are over it.
		score(1, "Ann", "quiz", "course-a", `"raw":85,"max":1`, ""),
		score(2, "Bob", "quiz", "course-a", `"raw":100,"min":0,"max":1,"scaled":1`, ""),
		score(3, "Ann", "quiz", "course-a", `"raw":0,"max":1`, ""),
		score(4, "Cem", "quiz", "course-a", `"raw":40,"max":1`, ""),
		// An item of one point with a bonus.
		score(5, "Ann", "item", "course-a", `"raw":1,"max":1`, ""),
		score(6, "Bob", "item", "course-a", `"raw":0,"max":1`, ""),
		score(7, "Cem", "item", "course-a", `"raw":2,"max":1`, ""),
		score(8, "Cem", "test", "course-b", `"raw":11,"max":10`, ""),
		// Others.
		score(9, "Ann", "test", "course-b", `"scaled":85`, ""),
		score(10, "Ann", "test", "course-b", `"raw":-1,"min":0,"max":10`, ""),
		score(11, "Ann", "test", "course-b", `"scaled":0.5,"raw":9,"max":10`, ""),
		score(12, "Bob", "test", "course-b", `"raw":10,"max":10`, `,"success":false`),
		score(13, "Bob", "test", "course-b", `"raw":10,"max":10`, `,"success":true`),
		said(14, "Ann", "voided", "x", "course-b", "2026-03-01T11:00:00Z", ""),
	))
	for name, c := range map[string]struct {
		viewer query.Viewer
		filter query.Filter
		want   []string
	}{
		"all": {everything, query.Filter{}, []string{
			"max always 1: 3 of 3 at 1, 3 left out, 1",
			"raw over max: 2 of 1 at 2, 2 left out, 7",
			"raw under min: 1 of 1 at 1, 1 left out, 10",
			"scaled out of range: 1 of 1 at 1, 1 left out, 9",
			"scaled unlike raw/max: 1 of 1 at 1, 1 left out, 11",
			"success against score: 1 of 1 at 1, 0 left out, 12",
		}},
		"her class": {query.Viewer{Scope: query.OnlyClasses("https://school.example/course-a")}, query.Filter{}, []string{
			"max always 1: 3 of 3 at 1, 3 left out, 1",
			"raw over max: 1 of 1 at 1, 1 left out, 7",
		}},
		"a learner": {everything, query.Filter{Learner: "Bob"}, []string{
			"max always 1: 1 of 1 at 1, 1 left out, 2",
			"success against score: 1 of 1 at 1, 0 left out, 12",
		}},
		"a text": {everything, query.Filter{Text: "bonus"}, []string{"raw over max: 2 of 1 at 2, 2 left out, 7"}},
	} {
		l, err := s.Sanity(t.Context(), c.viewer, c.filter)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var got []string
		for _, x := range l.Rows {
			var n int
			if _, err := fmt.Sscanf(string(x.Example), "10000000-0000-4000-8000-%d", &n); err != nil {
				t.Error(err)
			}
			got = append(got, fmt.Sprintf("%s: %d of %d at %d, %d left out, %d", x.Problem, x.Statements, x.Learners, x.Activities, x.LeftOut, n))
			if x.Source != "made.ndjson" || x.Says == "" {
				t.Errorf("%s: %+v", name, x)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got\n%q, want\n%q", name, got, c.want)
		}
	}
}
