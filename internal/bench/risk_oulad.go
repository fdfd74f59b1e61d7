package main

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"time"

	"lrx/scoring"
)

// ouladRuns are the presentations of a year as of some moment.
type ouladRuns struct {
	runs     []scoring.Run
	learners [][]string // of each run
}

// weekRuns are those of a year as of a day from the beginning.
func weekRuns(classes []*ouladClass, day float64) *ouladRuns {
	out := &ouladRuns{}
	for _, c := range classes {
		there := c.at(day)
		tallies := there.tallies(day)
		for u := range tallies {
			l := &there.learners[u]
			tallies[u].Activity, tallies[u].Recent = l.clicked(day)
			tallies[u].Before = l.before
		}
		out.add(there, tallies)
	}
	return out
}

func (r *ouladRuns) add(c *ouladClass, tallies []scoring.Tally) {
	run := scoring.Run{Name: c.name, Tallies: tallies, Outcomes: make([]scoring.Truth, len(tallies))}
	learners := make([]string, len(tallies))
	for u := range c.learners {
		run.Outcomes[u], learners[u] = scoring.No, c.learners[u].id
		if c.learners[u].lost {
			run.Outcomes[u] = scoring.Yes
		}
	}
	r.runs, r.learners = append(r.runs, run), append(r.learners, learners)
}

// tallies count due and graded work as they are counted of statements; there
// are none of sessions.
func (c *ouladClass) tallies(day float64) []scoring.Tally {
	return scoring.Tallies(c.evidence(day), scoring.DefaultProfile())
}

// evidence is a presentation as the evidence of a class. Days are whole ones:
// what comes on the day it is due is on time.
func (c *ouladClass) evidence(day float64) *scoring.Class {
	at := func(day float64) time.Time {
		return time.Unix(0, 0).UTC().Add(time.Duration(day * 24 * float64(time.Hour)))
	}
	out := &scoring.Class{AsOf: at(day), Learners: make([]scoring.Learner, len(c.learners))}
	for _, w := range c.works {
		out.Activities = append(out.Activities, scoring.Activity{Skill: scoring.NoSkill, Points: w.points})
	}
	for u := range c.learners {
		l := &out.Learners[u]
		l.ID = c.learners[u].id
		for i, w := range c.works {
			l.Dues = append(l.Dues, scoring.Due{Activity: i, At: at(w.due), DayEnd: at(w.due + 1), Weight: w.points})
			h, ok := c.learners[u].handIns[w.id]
			if !ok {
				continue
			}
			l.HandIns = append(l.HandIns, scoring.HandIn{Activity: i, At: at(h.day)})
			l.Tries = append(l.Tries, scoring.Try{Activity: i, Started: at(h.day), R: h.result})
		}
	}
	return out
}

// readBefore reads clicks before the beginning, where there is a file of them:
// who is not in it had none.
func readBefore(ctx context.Context, set *setReader, year string, classes []*ouladClass) error {
	if _, err := os.Stat(filepath.Join(set.folder, "vle_pre_course_features.csv.gz")); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	clicks := map[[2]string]float64{}
	err := set.each(ctx, "oulad_before", year, func(rows *sql.Rows) error {
		var class, learner string
		var n float64
		if err := rows.Scan(&class, &learner, &n); err != nil {
			return err
		}
		clicks[[2]string{class, learner}] = n
		return nil
	})
	for _, c := range classes {
		for u := range c.learners {
			c.learners[u].before = clicks[[2]string{c.name, c.learners[u].id}]
		}
	}
	return err
}

// audited are attributes of learners that no model sees, by class and learner.
type audited map[[2]string][3]string

// auditedBy are their names.
func auditedBy() [3]string { return [3]string{"deprivation", "disability", "gender"} }

// readAudit reads them apart from everything else.
func readAudit(ctx context.Context, set *setReader, year string) (audited, error) {
	of := audited{}
	err := set.each(ctx, "oulad_audit", year, func(rows *sql.Rows) error {
		var class, learner string
		var x [3]string
		if err := rows.Scan(&class, &learner, &x[0], &x[1], &x[2]); err != nil {
			return err
		}
		of[[2]string{class, learner}] = x
		return nil
	})
	return of, err
}

// audit compares groups among the quarter with the highest probabilities.
func (a audited) audit(b *scoring.BackTest, tested *ouladRuns) (out []scoring.Subgroups) {
	flagged := make([]bool, b.Learners)
	for _, i := range scoring.AtCapacity(b.Probability, b.Learners/4).Flagged {
		flagged[i] = true
	}
	for k, name := range auditedBy() {
		groups := make([]string, b.Learners)
		for i, w := range b.Who {
			groups[i] = a[[2]string{tested.runs[w.Run].Name, tested.learners[w.Run][w.Learner]}][k]
		}
		out = append(out, scoring.Audit(name, flagged, b.Outcome, groups))
	}
	return out
}
