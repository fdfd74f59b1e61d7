package screen

import (
	"regexp"
	"strings"

	"lrx/query"
	"lrx/scoring"
)

// The kinds of the pages about what a score is made of, and of could be.
const (
	kindEvidence = "evidence"
	kindWhatIf   = "what if"
)

// Evidence is what a factor of a learner's score was made from, within what the
// filter holds. Enter leads to the attempt, the statement or the activity.
func Evidence(of scoring.Factor, f query.Filter) Page {
	f.Factor, f.Unused = string(of), false
	return Page{
		Kind: kindEvidence, Name: query.FactorName(of), Within: f,
		Tabs: []Tab{{
			Title: "Evidence",
			List:  listOf(Records.Observations, query.ObservationSheet, f).weighed(map[string]int{"factor": 0, "at": 2, "used": 3}),
			Open:  func(key string) Page { return behind(key, f) },
			Empty: "No evidence: nothing that was observed belongs to this factor.",
		}},
	}
}

// Unused is what was observed and counts for no factor, with the reasons.
func Unused(f query.Filter) Page {
	f.Factor, f.Unused = "", true
	return Page{
		Kind: kindEvidence, Name: "Not used", Within: f,
		Tabs: []Tab{{
			Title: "Not used",
			List:  listOf(Records.Observations, query.ObservationSheet, f).weighed(map[string]int{"used": 0, "at": 2, "factor": 3, "value": 3}),
			Open:  func(key string) Page { return behind(key, f) },
			Empty: "Everything that was observed of this learner is used.",
		}},
	}
}

var uuid = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// behind is what a piece of evidence leads to: its attempt, its statement, or
// the activity that it is about.
func behind(key string, f query.Filter) Page {
	f.Factor, f.Unused = "", false
	switch {
	case strings.HasPrefix(key, "T-"):
		return Attempt(key, "activity_name", f)
	case uuid.MatchString(key):
		return Statement(key, f)
	}
	return Activity(key, f)
}
