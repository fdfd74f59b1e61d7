package cli

import (
	"context"
	"errors"
	"io/fs"
	"strings"

	"github.com/spf13/cobra"

	"lrx/data/roster"
	"lrx/internal/cli/output"
	"lrx/query"
)

// mostWeeks is how long a run is at most looked at.
const mostWeeks = 104

// backtest are the flags of lrx backtest.
type backtest struct {
	weeks    []int
	capacity int
	audit    string
}

func (a *app) backtestCommand() *cobra.Command {
	var (
		r request
		b backtest
	)
	c := &cobra.Command{
		Use: "backtest", Short: "Would a model of risk have been right on your own finished runs", GroupID: groupSchool,
		Long: "Replays the finished runs of your courses: those of which outcomes.csv says who passed, failed or withdrew. As of each week,\n" +
			"with what was known then, a model is learned from the older runs and tested on the newest: hits, misses and false alarms of\n" +
			"a list of as many learners as you can contact, how right its probabilities are, and whether it is better than the rule of\n" +
			"no activity for 7 days. With --class it is about the runs of the class's course. --audit compares groups by the columns of a\n" +
			"file that has a column learner beside them; they are no input of the model, and nothing of the file is kept.",
		Example: "lrx backtest\n" +
			"lrx backtest --class 'Biology 7a' --weeks 2,4,6 --capacity 10\n" +
			"lrx backtest --audit groups.csv --format json",
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := r.read(c, a); err != nil {
				return err
			}
			o, err := b.options(a)
			if err != nil {
				return err
			}
			return a.askFor(c.Context(), &r, func(s *query.Store) error { return a.showBacktest(c.Context(), s, &r, o) })
		},
	}
	c.Flags().IntSliceVar(&b.weeks, "weeks", query.DefaultWeeks(), "weeks after the begin of a run at which to look")
	c.Flags().IntVar(&b.capacity, "capacity", query.DefaultCapacity, "how many learners you can contact: the length of the list")
	c.Flags().StringVar(&b.audit, "audit", "", "a CSV file with a column learner and others by which groups are compared")
	r.addFilters(c, byClass|byAsOf)
	r.addOutput(c, output.Table, output.Table, output.JSON, output.NDJSON)
	r.addMask(c)
	return c
}

// options checks the flags and reads the audit file.
func (b *backtest) options(a *app) (query.BacktestOptions, error) {
	o := query.BacktestOptions{Weeks: b.weeks, Capacity: b.capacity}
	for _, week := range b.weeks {
		if week < 1 || week > mostWeeks {
			return o, usage("--weeks 2,4,8,12", "--weeks: %d is no week of a run; expected 1 to %d", week, mostWeeks)
		}
	}
	if b.capacity < 1 {
		return o, usage("--capacity 20", "--capacity: %d is no number of learners to contact", b.capacity)
	}
	if b.audit == "" {
		return o, nil
	}
	audit, problems, err := roster.ReadAudit(b.audit)
	if errors.Is(err, fs.ErrNotExist) {
		return o, usage("a CSV file with a column learner and one for each attribute", "--audit: there is no file %q", b.audit)
	}
	if err != nil {
		return o, err
	}
	for i := range problems {
		a.say(problems[i].Error())
	}
	o.Audit = audit
	return o, nil
}

func (a *app) showBacktest(ctx context.Context, s *query.Store, r *request, o query.BacktestOptions) error {
	b, err := s.Backtest(ctx, r.viewer, r.filter, o)
	if err != nil {
		return err
	}
	if len(b.Audited) > 0 {
		if err := a.keepUse(ctx, use{what: "compared", purpose: "a back-test by groups: " + strings.Join(b.Audited, ", ")}); err != nil {
			return err
		}
	}
	if r.out != output.Table {
		return writeJSON(a.env.Stdout, b)
	}
	width := usualWidth
	if t := a.terminal(); t.Width > 0 {
		width = min(t.Width, mostText)
	}
	t := &backtestText{Backtest: b, tz: r.viewer.TZ, width: width}
	return t.write(a.env.Stdout)
}
