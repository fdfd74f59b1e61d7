package roster

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"lrx/data"
)

// Rules are the attempt rules: which attempt's result is the result of an activity.
func Rules() []string {
	var names []string
	for _, r := range data.AttemptRules() {
		names = append(names, string(r))
	}
	return names
}

const (
	wantActivity = "the IRI of an activity"
	wantRule     = "first, last, best, last-passed or mean"
)

var activityColumns = layout{
	columns:  []string{"activity", "same_as", "name", "parent", "skills", "weight", "attempt_rule"},
	required: []string{"activity"}, comments: true, strict: true,
}

func (r *reader) activities(f *text) {
	first := map[string]int{}
	var all []ActivityDecision
	activityColumns.each(f, r.problems, func(w *row) {
		a, ok := readActivity(w)
		if !ok {
			return
		}
		if line, twice := first[a.Activity]; twice {
			w.wrong("activity", "each activity in one line; this one stands in line "+strconv.Itoa(line))
			return
		}
		first[a.Activity] = a.Row
		all = append(all, a)
	})
	all = uncircled(f, r.problems, all, "same_as", func(a *ActivityDecision) string { return a.SameAs })
	r.d.Activities = uncircled(f, r.problems, all, "parent", func(a *ActivityDecision) string { return a.Parent })
}

func readActivity(w *row) (ActivityDecision, bool) {
	a := ActivityDecision{
		Activity: w.get("activity"), SameAs: w.get("same_as"), Name: w.get("name"), Parent: w.get("parent"),
		Rule: strings.ToLower(w.get("attempt_rule")), Row: w.line,
	}
	if a.Parent == "-" {
		a.Parent, a.Root = "", true
	}
	for skill := range strings.SplitSeq(w.get("skills"), "|") {
		if skill = strings.TrimSpace(skill); skill != "" && !slices.Contains(a.Skills, skill) {
			a.Skills = append(a.Skills, skill)
		}
	}
	var ok bool
	a.Weight, ok = parseWeight(w.get("weight"), 0)
	switch {
	case !isIRI(a.Activity):
		return a, w.wrong("activity", wantActivity)
	case a.SameAs != "" && !isIRI(a.SameAs):
		return a, w.wrong("same_as", wantActivity)
	case a.SameAs == a.Activity:
		return a, w.wrong("same_as", "another activity than the line's own")
	case a.Parent != "" && !isIRI(a.Parent):
		return a, w.wrong("parent", wantActivity+", or - for none")
	case a.Parent == a.Activity:
		return a, w.wrong("parent", "another activity than the line's own")
	case !ok || a.Weight == 0 && w.get("weight") != "":
		return a, w.wrong("weight", "a number above 0")
	case a.Rule != "" && !slices.Contains(Rules(), a.Rule):
		return a, w.wrong("attempt_rule", wantRule)
	}
	return a, true
}

// parseWeight reads a number from 0 on; a comma may be its decimal point.
func parseWeight(s string, missing float64) (float64, bool) {
	if s == "" {
		return missing, true
	}
	if !strings.Contains(s, ".") {
		s = strings.Replace(s, ",", ".", 1)
	}
	f, err := strconv.ParseFloat(s, 64)
	return f, err == nil && f >= 0 && f < math.MaxFloat32
}

// uncircled leaves out the lines that lead back to themselves, and says so.
func uncircled(
	f *text, p *problems, all []ActivityDecision, column string, next func(*ActivityDecision) string,
) []ActivityDecision {
	at := make(map[string]int, len(all))
	for i := range all {
		at[all[i].Activity] = i
	}
	const (
		unseen = iota
		onWay
		done
	)
	state := make([]int, len(all))
	circled := make([]bool, len(all))
	for i := range all {
		var way []int
		k, ok := i, true
		for ok && state[k] == unseen {
			state[k] = onWay
			way = append(way, k)
			k, ok = at[next(&all[k])]
		}
		if ok && state[k] == onWay {
			for _, c := range way[slices.Index(way, k):] {
				circled[c] = true
			}
		}
		for _, c := range way {
			state[c] = done
		}
	}
	var kept []ActivityDecision
	for i := range all {
		if !circled[i] {
			kept = append(kept, all[i])
			continue
		}
		found := printable(next(&all[i]))
		p.add(f.name, all[i].Row, column, found, "an activity that does not lead back to this line's own")
	}
	return kept
}

var dueColumns = layout{
	columns:  []string{"class", "activity", "due", "weight", "learner", "group"},
	required: []string{"activity", "due"}, comments: true, strict: true,
}

func (r *reader) due(f *text) {
	type of struct{ class, activity, learner, group string }
	first := map[of]int{}
	dueColumns.each(f, r.problems, func(w *row) {
		d, ok := r.readDue(w)
		if !ok {
			return
		}
		key := of{d.Class, d.Activity, d.Learner, d.Group}
		if line, twice := first[key]; twice {
			w.wrong("due", "one line for the same class, activity, learner and group; there is one in line "+strconv.Itoa(line))
			return
		}
		first[key] = d.Row
		r.d.Due = append(r.d.Due, d)
	})
}

func (r *reader) readDue(w *row) (Due, bool) {
	d := Due{Class: w.get("class"), Activity: w.get("activity"), Group: w.get("group"), Row: w.line}
	var ok bool
	d.Weight, ok = parseWeight(w.get("weight"), 1)
	switch {
	case d.Class != "" && !r.anyClass(d.Class):
		return d, w.wrong("class", wantClass)
	case !isIRI(d.Activity):
		return d, w.wrong("activity", wantActivity)
	case !ok:
		return d, w.wrong("weight", "a number from 0 on")
	}
	if d.Learner, ok = r.learner(w.get("learner")); !ok {
		return d, w.wrong("learner", "an identifier, a learner's id (L-…) or the id of a user of the roster")
	}
	if d.Learner != "" && d.Group != "" {
		return d, w.wrong("group", "a learner or a group, not both")
	}
	due := w.get("due")
	if due == "" && d.Learner == "" && d.Group == "" {
		return d, false // a line of the template that nobody filled in
	}
	if strings.EqualFold(due, "excused") {
		if d.Excused = d.Learner != "" || d.Group != ""; !d.Excused {
			return d, w.wrong("due", "a learner or a group in a line with excused")
		}
		return d, true
	}
	if d.Day, d.At, ok = r.dueTime(due); !ok {
		return d, w.wrong("due", r.wantDue())
	}
	return d, true
}

func (r *reader) wantDue() string {
	if r.zone == nil {
		return "a date such as 2026-03-01, a time with its offset such as 2026-03-01T12:00:00+01:00, or excused; " +
			"times without offset need a timezone in " + ProfileFile
	}
	return "a date such as 2026-03-01, a time such as 2026-03-01T12:00, or excused"
}

// dueTime reads when something is due. A time without an offset is one of the
// profile's time zone; if that names none it is refused, for it would mean
// another instant on another machine.
func (r *reader) dueTime(s string) (Date, time.Time, bool) {
	if day, ok := parseDate(s); ok {
		return day, time.Time{}, true
	}
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return Date{}, t.UTC(), true
	}
	if r.zone == nil {
		return Date{}, time.Time{}, false
	}
	for _, form := range []string{"2006-01-02T15:04", "2006-01-02T15:04:05", "2006-01-02 15:04", "2006-01-02 15:04:05"} {
		if t, err := time.ParseInLocation(form, s, r.zone); err == nil {
			return Date{}, t.UTC(), true
		}
	}
	return Date{}, time.Time{}, false
}

// learner is who a line is about: a learner's id as it is, the canonical key of
// an identifier or of a user of the roster.
func (r *reader) learner(s string) (string, bool) {
	if s == "" || isLearnerID(s) {
		return s, true
	}
	if r.user[s] {
		return UserKey(s), true
	}
	if id, ok := IsUserKey(s); ok {
		return s, r.user[id]
	}
	return ParseKey(s)
}
