package main

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"lrx/scoring"
)

// riskOptions are what is asked of the bench of risk.
type riskOptions struct {
	folder, train, test string
	weeks, stages       []int
	format              string
}

// riskTest is a back-test at some moment of the course.
type riskTest struct {
	week, stage int // one of them is 0
	test        *scoring.BackTest
	audit       []scoring.Subgroups
	skipped     string // why there is none
}

// runRisk learns from one year of a folder in the form of OULAD and tests on another.
func runRisk(ctx context.Context, args []string, w io.Writer) error {
	o, err := riskFlags(args)
	if err != nil {
		return err
	}
	tests, err := o.measure(ctx)
	if err != nil {
		return fmt.Errorf("risk: %w", err)
	}
	return newRiskReport(o, tests).write(w, o.format)
}

func riskFlags(args []string) (*riskOptions, error) {
	var o riskOptions
	var weeks, stages string
	f := flag.NewFlagSet("risk", flag.ContinueOnError)
	f.StringVar(&o.folder, "oulad", filepath.Join("..", "shared", "data", "oulad"), "folder with the files of OULAD, or of others in their form")
	f.StringVar(&o.train, "train", "2013", "presentations to learn from: what their names begin with")
	f.StringVar(&o.test, "test", ouladYear, "presentations to test on")
	f.StringVar(&weeks, "weeks", "", "weeks from the beginning, with commas between; 2,4,8,12 unless stages are named")
	f.StringVar(&stages, "stages", "", "percentages of the course of which there are files of visits, such as 10,20,30")
	f.StringVar(&o.format, "format", "table", "table or json")
	if err := f.Parse(args); err != nil {
		return nil, err
	}
	if o.format != "table" && o.format != "json" {
		return nil, fmt.Errorf("-format is %q, expected table or json", o.format)
	}
	if name := regexp.MustCompile(`^[0-9A-Za-z]+$`); !name.MatchString(o.train) || !name.MatchString(o.test) || f.NArg() > 0 {
		return nil, errors.New("-train and -test are names such as 2013 or 2013J, and no words follow the flags")
	}
	if strings.HasPrefix(o.train, o.test) || strings.HasPrefix(o.test, o.train) {
		return nil, fmt.Errorf("-train %s and -test %s have presentations in common: nothing is shown by a test on what was learned from", o.train, o.test)
	}
	if stages == "" {
		weeks = cmp.Or(weeks, "2,4,8,12")
	}
	var wrong [2]error
	o.weeks, wrong[0] = numbersOf("-weeks", weeks)
	o.stages, wrong[1] = numbersOf("-stages", stages)
	return &o, errors.Join(wrong[:]...)
}

// numbersOf reads numbers with commas between.
func numbersOf(name, text string) (out []int, err error) {
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' }) {
		n, err := strconv.Atoi(word)
		if err != nil || n < 1 || n > 100 {
			return nil, fmt.Errorf("%s: found %q, expected whole numbers from 1 to 100", name, word)
		}
		out = append(out, n)
	}
	return out, nil
}

func (o *riskOptions) measure(ctx context.Context) (out []riskTest, err error) {
	db, err := sql.Open("duckdb", "?autoinstall_known_extensions=false&autoload_known_extensions=false")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	set := &setReader{db, o.folder}
	who, err := readAudit(ctx, set, o.test)
	if err != nil {
		return nil, err
	}
	if len(o.weeks) > 0 {
		if out, err = o.atWeeks(ctx, set, who); err != nil {
			return nil, err
		}
	}
	if len(o.stages) > 0 {
		some, err := o.atStages(ctx, set, who)
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	if !slices.ContainsFunc(out, func(t riskTest) bool { return t.test != nil }) {
		return nil, fmt.Errorf("%s has nothing of %s to learn from, or of %s to test on", o.folder, o.train, o.test)
	}
	return out, nil
}

func (o *riskOptions) atWeeks(ctx context.Context, set *setReader, who audited) (out []riskTest, err error) {
	var years [2][]*ouladClass
	for k, year := range []string{o.train, o.test} {
		if years[k], err = readOULAD(ctx, set, "oulad_enrolments", year); err != nil {
			return nil, err
		}
		if err := readBefore(ctx, set, year, years[k]); err != nil {
			return nil, err
		}
	}
	for _, week := range o.weeks {
		day := 7 * float64(week)
		t, err := backTest(weekRuns(years[0], day), weekRuns(years[1], day), who)
		if err != nil {
			return nil, fmt.Errorf("week %d: %w", week, err)
		}
		t.week = week
		out = append(out, t)
	}
	return out, nil
}

func (o *riskOptions) atStages(ctx context.Context, set *setReader, who audited) (out []riskTest, err error) {
	var years [2]*stageSet
	for k, year := range []string{o.train, o.test} {
		if years[k], err = readStages(ctx, set, year); err != nil {
			return nil, err
		}
	}
	for _, stage := range o.stages {
		var runs [2]*ouladRuns
		steps := years[0].steps(stage) && years[1].steps(stage) // an input that some lack says who they are, not what they do
		for k, s := range years {
			if runs[k], err = s.stageRuns(stage, steps); err != nil {
				return nil, err
			}
		}
		t, err := backTest(runs[0], runs[1], who)
		if err != nil {
			return nil, fmt.Errorf("stage %d: %w", stage, err)
		}
		t.stage = stage
		out = append(out, t)
	}
	return out, nil
}

// backTest learns from some runs and tests on others.
func backTest(train, test *ouladRuns, who audited) (riskTest, error) {
	for _, r := range []*ouladRuns{train, test} {
		if len(r.runs) == 0 {
			return riskTest{skipped: "no files of presentations to learn from, or to test on"}, nil
		}
	}
	p := scoring.DefaultProfile()
	m, err := scoring.TrainRisk(train.runs, p)
	if err != nil {
		return riskTest{}, err
	}
	b, err := m.Test(test.runs, p)
	if err != nil {
		return riskTest{}, err
	}
	return riskTest{test: b, audit: who.audit(b, test)}, nil
}
