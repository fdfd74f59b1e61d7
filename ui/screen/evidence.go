package screen

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	"lrx/query"
	"lrx/scoring"
)

// The kinds of the pages about what a score is made of, and of could be.
const (
	kindEvidence = "evidence"
	kindSession  = "session"
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
			List:  listOf(Records.Observations, query.ObservationSheet, f).weighed(map[string]int{"factor": 0, "at": 2, "used": 3}).timed(),
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
			List:  listOf(Records.Observations, query.ObservationSheet, f).weighed(map[string]int{"used": 0, "at": 2, "factor": 3, "value": 3}).timed(),
			Open:  func(key string) Page { return behind(key, f) },
			Empty: "Everything that was observed of this learner is used.",
		}},
	}
}

// timed takes columns without any value off the screen, and lets the time go
// before the text where something was observed at no activity, as sessions are:
// nothing else tells them apart.
func (ask question) timed() question {
	return func(ctx context.Context, r Records, v query.Viewer) (query.Sheet, error) {
		s, err := ask(ctx, r, v)
		if err != nil || len(s.Rows) == 0 {
			return s, err
		}
		s.Columns = slices.Clone(s.Columns)
		name := columnOf(s, "activity_name")
		placeless := name >= 0 && slices.ContainsFunc(s.Rows, func(row query.Row) bool { return row.Cells[name] == nil })
		for i := range s.Columns {
			c := &s.Columns[i]
			switch {
			case !slices.ContainsFunc(s.Rows, func(row query.Row) bool { return row.Cells[i] != nil }):
				c.Priority = 0
			case placeless && c.Key == "at":
				c.Priority = 1
			case placeless && c.Key == "activity_name":
				c.Priority = 2
			}
		}
		return s, nil
	}
}

var uuid = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// behind is what a piece of evidence leads to: its attempt, its statement, the
// statements of its session, or what the learner did at the activity that it is about.
func behind(key string, f query.Filter) Page {
	f.Factor, f.Unused = "", false
	begin, end, session := stretch(key)
	switch {
	case session:
		return Session(begin, end, f)
	case strings.HasPrefix(key, "T-"):
		return Attempt(key, "activity_name", f)
	case uuid.MatchString(key):
		return Statement(key, f)
	case f.Learner == "":
		return Activity(key, f)
	}
	return Visits(f.Learner, key, f)
}

// stretch reads a session's key: its first and its last moment.
func stretch(key string) (begin, end time.Time, ok bool) {
	from, to, _ := strings.Cut(key, "/")
	begin, err := time.Parse(time.RFC3339Nano, from)
	if err != nil {
		return begin, end, false
	}
	end, err = time.Parse(time.RFC3339Nano, to)
	return begin, end, err == nil
}

// Session is a learner's session with its statements, those of its first and last
// moment too.
func Session(begin, end time.Time, f query.Filter) Page {
	f.Activity, f.Since, f.Until = "", begin, end.Add(time.Microsecond)
	return Page{Kind: kindSession, Name: "Session", Within: f, Tabs: []Tab{statementsTab(f, map[string]int{"learner_name": 0})}}
}
