package main

import (
	"context"
	"database/sql"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/klauspost/compress/gzip"
)

// stageSet is what is known of a year's presentations beside their visits.
type stageSet struct {
	folder  string
	classes []*ouladClass
	days    map[string]float64 // that each lasts
}

func readStages(ctx context.Context, set *setReader, year string) (*stageSet, error) {
	classes, err := readOULAD(ctx, set, "oulad_enrolled", year)
	if err != nil {
		return nil, err
	}
	if err := readBefore(ctx, set, year, classes); err != nil {
		return nil, err
	}
	s := &stageSet{folder: set.folder, classes: classes, days: map[string]float64{}}
	return s, set.each(ctx, "oulad_courses", year, func(rows *sql.Rows) error {
		var class string
		var days float64
		if err := rows.Scan(&class, &days); err != nil {
			return err
		}
		s.days[class] = days
		return nil
	})
}

// path of the visits of a presentation up to a stage, a percentage of its days.
func (s *stageSet) path(c *ouladClass, stage int) string {
	return filepath.Join(s.folder, "stages", strings.ReplaceAll(c.name, " ", "")+fmt.Sprintf("_%02d.csv.gz", stage))
}

// has says whether there is such a file.
func (s *stageSet) has(c *ouladClass, stage int) bool {
	_, err := os.Stat(s.path(c, stage))
	return err == nil
}

// stageStep is how far files of visits are apart, in percent.
const stageStep = 10

// steps says whether all presentations with visits up to a stage have those up
// to the one before, so that recent visits can be told.
func (s *stageSet) steps(stage int) bool {
	for _, c := range s.classes {
		if s.has(c, stage) && !s.has(c, stage-stageStep) {
			return false
		}
	}
	return true
}

// stageRuns are the presentations with visits up to a stage. What was visited
// since the stage before is an input if asked for; else it is not known.
func (s *stageSet) stageRuns(stage int, steps bool) (*ouladRuns, error) {
	out := &ouladRuns{}
	for _, c := range s.classes {
		if !s.has(c, stage) {
			continue
		}
		visits, err := readVisits(s.path(c, stage))
		if err != nil {
			return nil, err
		}
		var earlier map[string]float64
		if steps {
			if earlier, err = readVisits(s.path(c, stage-stageStep)); err != nil {
				return nil, err
			}
		}
		day := s.days[c.name] * float64(stage) / 100
		there := c.at(day)
		there.keep(visits)
		tallies := there.tallies(day)
		for u := range tallies {
			l, t := &there.learners[u], &tallies[u]
			t.Activity, t.Recent, t.Before = visits[l.id], math.NaN(), l.before
			if steps {
				t.Recent = max(0, t.Activity-earlier[l.id])
			}
		}
		out.add(there, tallies)
	}
	return out, nil
}

// keep leaves those learners of whom there are visits.
func (c *ouladClass) keep(visits map[string]float64) {
	all := c.learners
	c.learners = nil
	for _, l := range all {
		if _, ok := visits[l.id]; ok {
			c.learners = append(c.learners, l)
		}
	}
}

// readVisits sums a file of visits, a row a learner and a column a site; its
// last column, the outcome, is not looked at.
func readVisits(path string) (out map[string]float64, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	r := csv.NewReader(z)
	head, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	learner := slices.Index(head, "id_student")
	if learner < 0 {
		return nil, fmt.Errorf("%s: no column is called id_student", path)
	}
	r.ReuseRecord, out = true, map[string]float64{}
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		visits, err := visitsOf(head, row)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		out[strings.Clone(row[learner])] += visits
	}
}

// visitsOf sums the columns of a row that are called by the number of a site.
func visitsOf(head, row []string) (sum float64, err error) {
	for k, site := range head {
		if _, err := strconv.Atoi(site); err != nil || row[k] == "" {
			continue
		}
		n, err := strconv.ParseFloat(row[k], 64)
		if err != nil {
			return 0, fmt.Errorf("site %s: %w", site, err)
		}
		sum += n
	}
	return sum, nil
}
