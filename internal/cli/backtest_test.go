package cli_test

import (
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// makeRuns writes so many made-up runs of a course with 60 learners each, a year apart, as statements and the files
// that belong to them: runs N FOLDER. Of each ten learners four fail and six pass. Who fails hands nothing in, but for one of
// the four; of those who pass one hands nothing in. All are active in each week, but for two of ten who miss the second.
func makeRuns(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 || len(args[0]) != 1 {
		ts.Fatalf("usage: runs N FOLDER")
	}
	var statements, outcomes, due, groups strings.Builder
	outcomes.WriteString("class,learner,outcome,when\n")
	due.WriteString("class,activity,due\n")
	groups.WriteString("learner,gender\n")
	n := 0
	for k := range int(args[0][0] - '0') {
		class := fmt.Sprintf("https://school.example/run-%d", k+1)
		begin := time.Date(2020+k, 9, 7, 0, 0, 0, 0, time.UTC)
		fmt.Fprintf(&due, "%s,%s/essay,%s\n", class, class, begin.AddDate(0, 0, 10).Format(time.DateOnly))
		for i := range 60 {
			who := fmt.Sprintf("learner-%d-%02d", k+1, i)
			say := func(verb, object string, day int) {
				n++
				fmt.Fprintf(&statements, `{"id":"30000000-0000-4000-8000-%012d","actor":{"account":{"homePage":"https://school.example","name":%q}},"verb":{"id":%q},"object":{"id":"%s/%s"},`+
					`"context":{"contextActivities":{"grouping":[{"id":%q,"definition":{"name":{"en":"Essays"},"type":"http://adlnet.gov/expapi/activities/course"}}]}},"timestamp":%q}`+"\n",
					n, who, verb, class, object, class, begin.AddDate(0, 0, day).Add(10*time.Hour).Format(time.RFC3339))
			}
			fails := i%10 < 4
			for week := range 4 {
				if week != 1 || i%10 != 0 && i%10 != 9 {
					say("http://adlnet.gov/expapi/verbs/experienced", "page", 7*week+i%3*min(week, 1))
				}
			}
			if i%10 == 3 || !fails && i%10 != 4 {
				say("http://activitystrea.ms/schema/1.0/submit", "essay", 6)
			}
			outcome := "passed"
			if fails {
				outcome = "failed"
			}
			fmt.Fprintf(&outcomes, "%s,https://school.example|%s,%s,%s\n", class, who, outcome, begin.AddDate(0, 0, 70).Format(time.DateOnly))
			fmt.Fprintf(&groups, "https://school.example|%s,%c\n", who, "FM"[i/10%2])
		}
	}
	dir := ts.MkAbs(args[1])
	ts.Check(os.MkdirAll(dir, 0o700))
	for name, text := range map[string]string{
		"statements.ndjson": statements.String(), "outcomes.csv": outcomes.String(), "due.csv": due.String(), "groups.csv": groups.String(),
	} {
		ts.Check(os.WriteFile(dir+"/"+name, []byte(text), 0o600))
	}
}
