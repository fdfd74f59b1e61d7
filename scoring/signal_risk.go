package scoring

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Aside is a decision to leave a signal of a learner out of account for a time. The
// signal stays in the list, and counts again afterwards.
type Aside struct {
	Learner string
	Signal  SignalCode
	Until   time.Time // from then on it counts again
	Reason  string
}

// holds says whether a decision covers a signal of a learner.
func (a *Aside) holds(l *LearnerSignals, code SignalCode) bool {
	return a.Learner == l.Learner && a.Signal == code && l.AsOf.Before(a.Until)
}

// SetAside is the decision that covers a signal at the time the signals are of; nil = none.
func (l *LearnerSignals) SetAside(code SignalCode, aside []Aside) *Aside {
	for i := range aside {
		if aside[i].holds(l, code) {
			return &aside[i]
		}
	}
	return nil
}

// AtRisk says whether a learner may need support now: one high signal, or two that are at
// least medium, which are not set aside. The numbers are the profile's. In the days of calibration
// the answer is made in the same way; whoever shows it says so.
func AtRisk(l *LearnerSignals, aside []Aside, p Profile) bool {
	high, medium := 0, 0
	for i := range l.Signals {
		if l.SetAside(l.Signals[i].Code, aside) != nil {
			continue
		}
		switch l.Signals[i].Severity {
		case High:
			high, medium = high+1, medium+1
		case Medium:
			medium++
		case Low:
		}
	}
	return high >= p.Signals.AtRiskHigh || medium >= p.Signals.AtRiskMedium
}

// facts are what can be acted on, whether it is a signal by itself or not: somebody who does not
// come any more is talked to about what is missing.
func (g *signaller) facts(u int) (facts []string) {
	if n := len(g.owing(u).missing); n > 0 {
		facts = append(facts, fmt.Sprintf("%s %s missing.", count(n, "due work"), verb(n, "is", "are")))
	}
	if below, behind := g.low(u); len(below)+len(behind) > 0 {
		facts = append(facts, g.lowFact(u, below, behind))
	}
	if n := len(g.stuckPlaces(u)); n > 0 {
		facts = append(facts, fmt.Sprintf("No right answer yet at %s that %s tried again and again.", count(n, "question"), verb(n, "was", "were")))
	}
	return facts
}

// unknown says why nothing is known that can be acted on. Such a learner is shown all the same:
// who does not come leaves nothing that could be known, and would be missed first.
func (g *signaller) unknown(u int) string {
	x := g.owing(u)
	works := "no work is missing"
	switch {
	case len(g.c.Learners[u].Dues) == 0:
		works = "no due dates are known"
	case len(x.open) > 0:
		works = fmt.Sprintf("whether %s %s missing is open, because a collector stood still", count(len(x.open), "due work"), verb(len(x.open), "is", "are"))
	case x.due == 0:
		works = "nothing was due yet"
	}
	area := "no area is shown to be below the class's, or below what is done elsewhere"
	switch answered := g.standing.Responses(u); {
	case !g.comparable():
		area = fmt.Sprintf("the class has fewer than %d learners, which is too few to compare answers with", g.p.Cohort.Least)
	case !slices.ContainsFunc(g.areas, func(a lowArea) bool { return g.answered(u, &a) != nil }):
		area = fmt.Sprintf("%s, and an area takes %d", count(answered, "first response"), g.p.Struggle.LeastOwn)
	}
	return "What to begin with is not known from the records: " + strings.Join([]string{works, area}, "; ") + "."
}

// Week is what an earlier weekly snapshot found.
type Week struct {
	AsOf    time.Time
	Signals map[string][]SignalCode // by learner
}

// Weeks are the moments of weekly snapshots of a class before its as-of: the ends of
// the seventh day, the fourteenth and so on, from its begin. None before it began.
func Weeks(c *Class) (out []time.Time) {
	if c.Begin.IsZero() {
		return nil
	}
	zone := c.Zone
	if zone == nil {
		zone = time.UTC
	}
	y, m, d := c.Begin.In(zone).Date()
	for k := 1; ; k++ {
		at := time.Date(y, m, d+7*k, 0, 0, 0, 0, zone)
		if !at.Before(c.AsOf) {
			return out
		}
		out = append(out, at)
	}
}

// SetFirstSeen notes since which weekly snapshot each signal is there without a
// break. The weeks are in any order; those not before the as-of are not looked at.
func SetFirstSeen(all []LearnerSignals, weeks []Week) {
	weeks = slices.SortedFunc(slices.Values(weeks), func(a, b Week) int { return b.AsOf.Compare(a.AsOf) }) // the newest first
	for i := range all {
		l := &all[i]
		for k := range l.Signals {
			s := &l.Signals[k]
			s.FirstSeen = l.AsOf
			for _, w := range weeks {
				if !w.AsOf.Before(l.AsOf) {
					continue
				}
				if !slices.Contains(w.Signals[l.Learner], s.Code) {
					break
				}
				s.FirstSeen = w.AsOf
			}
		}
	}
}

// Codes are the signals of a class by learner, as a weekly snapshot keeps them.
func Codes(all []LearnerSignals) map[string][]SignalCode {
	out := map[string][]SignalCode{}
	for i := range all {
		for k := range all[i].Signals {
			out[all[i].Learner] = append(out[all[i].Learner], all[i].Signals[k].Code)
		}
	}
	return out
}
