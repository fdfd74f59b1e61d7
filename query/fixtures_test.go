package query_test

import (
	"maps"
	"strings"
	"testing"

	"lrx/query"
)

// TestFixtureAttempts holds what real exports mean by their attempts and items.
// The numbers were worked out from the files, statement by statement.
func TestFixtureAttempts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		file    string
		by      map[string]int // assessment attempts by activity (the end of its IRI)
		answers map[string]int // item attempts by item (the end of its IRI)
	}{
		{
			// Of statements with one id the first is kept. A video is begun and ended in lines 50, 85 and 1; lines 35 and 36 are an
			// exam; a problem of three and one of four parts is handed in four times in lines 60, 67, 71 and 75.
			file: "openedx-erb.ndjson",
			by: map[string]int{
				"block@0b9e39477cf34507a7a48f74be381fdd": 1, "block@7c54b16c8ed34f9f8772015178c7a175": 1, "/course-v1:edX+DemoX+Demo_Course": 1,
				"block@a2184f8ebf9d478ba57edcc4f288854a": 1, "block@5b4bf8d7d41c4070b299abefed74155e": 1,
				"ccx@1+type@problem+block@3fc5461f86764ad7bdbdf6cbdde61e66": 1, "block@a0effb954cca4759994f1ac9e9434bf4": 4,
			},
			answers: map[string]int{
				"Course+type@problem+block@3fc5461f86764ad7bdbdf6cbdde61e66": 2,
				"bf4_2_1": 4, "bf4_3_1": 4, "bf4_4_1": 4, "bf4_5_1": 1,
			},
		},
		{
			// Most have no time, so all of a learner's are of one instant. Lines 44 and 45 mark a submission twice; 132 and 133 are a
			// quiz and 134 to 146 the answers in it; 149 marks one of another learner's by hand; 152 and 153 are a SCO.
			file: "moodle-logstore.ndjson",
			by: map[string]int{
				"/mod/book/view.php?id=1": 1, "/mod/assign/view.php?id=1#submission": 2, "/mod/facetoface/view.php?id=1": 1,
				"/mod/lesson/view.php?id=1#lesson": 1, "/mod/quiz/view.php?id=1": 1, "/mod/scorm/view.php?id=1#sco": 1,
			},
			answers: map[string]int{
				"/mod/choice/view.php?id=1": 1, "/mod/feedback/edit_item.php?id=1": 6, "/mod/lesson/view.php?id=1&pageid=1": 7,
				"/question/question.php?cmid=1&id=1": 13, "/review.php?attempt=1&slot=1": 1,
			},
		},
		{
			file:    "h5p-report.ndjson",
			by:      map[string]int{"/single-choice-set": 1},
			answers: map[string]int{"/true-false": 1, "86c4": 1, "005d": 1, "7fe4": 1},
		},
	} {
		t.Run(c.file, func(t *testing.T) {
			t.Parallel()
			s := opened(t, march, fixture(t, c.file))
			l, err := s.Attempts(t.Context(), everything, query.Filter{})
			if err != nil {
				t.Fatal(err)
			}
			by, answers := map[string]int{}, map[string]int{}
			for _, a := range l.Rows {
				got, want := by, c.by
				if a.Kind == "item" {
					got, want = answers, c.answers
				}
				got[ending(string(a.Activity), want)]++
			}
			if !maps.Equal(by, c.by) {
				t.Errorf("assessments: got %v, want %v", by, c.by)
			}
			if !maps.Equal(answers, c.answers) {
				t.Errorf("items: got %v, want %v", answers, c.answers)
			}
		})
	}
}

// ending is the key that a text ends with, else the text.
func ending(text string, keys map[string]int) string {
	for k := range keys {
		if strings.HasSuffix(text, k) {
			return k
		}
	}
	return text
}
