package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"text/tabwriter"
)

// scored is something measured of what lrx concludes, beside what it must reach.
type scored struct {
	Output   string   `json:"output"`
	Data     string   `json:"data"`
	Measured *float64 `json:"measured"`           // nil = skipped
	Least    *float64 `json:"at_least,omitempty"` // nil = no such limit
	Most     *float64 `json:"at_most,omitempty"`
	Clock    bool     `json:"clock,omitempty"` // seconds: another machine has others, so they fail nothing
	Verdict  string   `json:"verdict"`         // pass, missed, FAIL, skipped; "" where nothing was promised
	Note     string   `json:"note,omitempty"`
}

// skip is what has not been measured, and why.
func skip(output, data, why string) scored {
	return scored{Output: output, Data: data, Verdict: "skipped", Note: why}
}

// within holds a figure to limits; nil is none.
func (s scored) within(measured float64, least, most *float64) scored {
	s.Measured, s.Least, s.Most = &measured, least, most
	switch {
	case least == nil && most == nil:
	case (least == nil || measured >= *least) && (most == nil || measured <= *most): // NaN is neither
		s.Verdict = "pass"
	case s.Clock:
		s.Verdict = "missed"
	default:
		s.Verdict = "FAIL"
	}
	return s
}

// scoringPart measures one output of scoring.
type scoringPart struct {
	name string
	run  func(context.Context, *scoringOptions) ([]scored, error)
}

// scoringParts are all, in the order in which they are printed.
func scoringParts() []scoringPart {
	return []scoringPart{
		{"first responses of public sets", replaySets},
		{"the interval of mastery", coverage},
		{"sets with known outcomes", outcomes},
		{"risk", risk},
		{"the speed of mastery", masterySpeed},
	}
}

// outcomes holds the untrained score to what it must reach where outcomes are known.
func outcomes(ctx context.Context, o *scoringOptions) ([]scored, error) {
	figures, err := knownOutcomes(ctx, o.data)
	if err != nil {
		return nil, err
	}
	out := make([]scored, 0, len(figures))
	for _, f := range figures {
		if f.Skipped {
			out = append(out, skip("untrained score", f.Name, "no folder "+filepath.Join(o.data, f.Name)))
			continue
		}
		data, output, ok := strings.Cut(f.Name, ": ")
		if !ok {
			data, output = "", f.Name
		}
		out = append(out, scored{Output: "untrained score, " + strings.TrimSuffix(output, " of the untrained score"), Data: data, Note: f.Source}.within(f.Measured, &f.Limit, nil))
	}
	return out, nil
}

// scoringOptions are what is asked of the bench of scoring.
type scoringOptions struct {
	train, test string
	format      string
	data        string // folder of the public sets
	save        string // folder where the report is kept for README
	seeds       int
	responses   int
}

// scoringReport is what the bench prints.
type scoringReport struct {
	Bench   string `json:"bench"`
	Machine string `json:"machine"`
	*replayed
	Figures []scored `json:"figures"`
}

// runScoring measures what scoring promises and prints it beside its limits. With files it
// measures those alone.
func runScoring(ctx context.Context, args []string, w io.Writer) error {
	var o scoringOptions
	f := flag.NewFlagSet("scoring", flag.ContinueOnError)
	f.StringVar(&o.train, "train", "", "responses to learn items from: CSV or TSV with columns learner, item, correct, and skill and order if wanted")
	f.StringVar(&o.test, "test", "", "responses of other learners to predict, with items held as they were learned")
	f.StringVar(&o.format, "format", "table", "table or json")
	f.StringVar(&o.data, "data", filepath.Join("..", "shared", "data"), "folder of the public sets; those that are not there are skipped")
	f.IntVar(&o.seeds, "seeds", 20, "how many simulated classes for each cell of the interval")
	f.IntVar(&o.responses, "n", 1_000_000, "responses of the measurement of speed")
	f.StringVar(&o.save, "save", "", "keep the report as JSON in this folder, for README")
	if err := f.Parse(args); err != nil {
		return err
	}
	if o.format != "table" && o.format != "json" {
		return fmt.Errorf("-format is %q, expected table or json", o.format)
	}
	if o.seeds < 1 || o.responses < 4 || f.NArg() > 0 {
		return errors.New("-seeds is at least 1, -n at least 4, and no words follow the flags")
	}
	r := &scoringReport{Bench: "scoring", Machine: machine()}
	if err := r.measure(ctx, &o); err != nil {
		return fmt.Errorf("scoring: %w", err)
	}
	if err := errors.Join(r.write(w, o.format), r.keep(o.save)); err != nil {
		return err
	}
	for _, s := range r.Figures {
		if s.Verdict == "FAIL" {
			return errFailed
		}
	}
	return nil
}

func (r *scoringReport) measure(ctx context.Context, o *scoringOptions) error {
	if o.train != "" || o.test != "" {
		a, err := replayFiles(o.train, o.test)
		if err != nil {
			return err
		}
		r.replayed = a
		r.Figures = a.figures()
		return nil
	}
	for _, p := range scoringParts() {
		if err := ctx.Err(); err != nil {
			return err
		}
		some, err := p.run(ctx, o)
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		r.Figures = append(r.Figures, some...)
	}
	return nil
}

// keep writes the report as a file of a folder; "" keeps nothing.
func (r *scoringReport) keep(dir string) (err error) {
	if dir == "" {
		return nil
	}
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	f, err := os.Create(filepath.Join(dir, "scoring.json")) //nolint:gosec // a folder that the user names
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return r.write(f, "json")
}

func (r *scoringReport) write(w io.Writer, format string) error {
	if format == "json" {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(r)
	}
	fmt.Fprintf(w, "scoring, on %s\n\n", r.Machine)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "output\tdata\tmeasured\tmust be\t\t")
	for _, s := range r.Figures {
		measured := "-"
		if s.Measured != nil {
			measured = strconv.FormatFloat(*s.Measured, 'f', 4, 64)
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\n", s.Output, s.Data, measured, s.limits(), s.Verdict, s.Note)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w, "\nWhat holds for every class is tested: go test ./scoring")
	return err
}

func (s scored) limits() string {
	number := func(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
	switch {
	case s.Least != nil && s.Most != nil:
		return number(*s.Least) + " to " + number(*s.Most)
	case s.Least != nil:
		return ">= " + number(*s.Least)
	case s.Most != nil:
		return "<= " + number(*s.Most)
	}
	return ""
}
