package cli

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"lrx/data"
	"lrx/data/roster"
	"lrx/internal/cli/output"
	"lrx/query"
)

// selection says which filters a command offers: a flag without a meaning is
// not accepted.
type selection uint

const (
	byClass selection = 1 << iota
	byPeriod
	byAsOf
	byLearner
	byActivity
	byArea
	byVerb
	bySource
	byGroup
	byPlatform
	byAttempt
	byRule
	withVoided
	withOrder
	ofGaps
	ofKind
	ofFactor
	ofSignal
	ofRisk
	withPurpose
)

// request holds the flags of one command, and what they come to once read.
type request struct {
	since, until, asOf string
	sort               string
	tz, format         string
	mask               bool
	limited            bool // the command has --limit
	formats            []output.Format

	filter query.Filter
	viewer query.Viewer
	out    output.Format
}

// filterFlag is a flag that filters rows.
type filterFlag struct {
	which selection
	name  string
	help  string
	to    func(*request) any // *string or *bool
}

func filterFlags() []filterFlag {
	return []filterFlag{
		{byClass, "class", "only this class (id or exact name; default: everyone)", func(r *request) any { return &r.filter.Class }},
		{byLearner, "learner", "only this learner (id, mailto:… or exact name)", func(r *request) any { return &r.filter.Learner }},
		{byActivity, "activity", "only this activity (IRI or exact name)", func(r *request) any { return &r.filter.Activity }},
		{byArea, "area", "only what lies below this area or skill (IRI or exact name)", func(r *request) any { return &r.filter.Area }},
		{byVerb, "verb", "only this verb (IRI or its last part)", func(r *request) any { return &r.filter.Verb }},
		{bySource, "source", "only what came from this source (name)", func(r *request) any { return &r.filter.Source }},
		{byGroup, "group", "only the learners of this group of the roster", func(r *request) any { return &r.filter.Group }},
		{byPlatform, "platform", "only what names this platform, exactly", func(r *request) any { return &r.filter.Platform }},
		{byAttempt, "attempt", "only the statements of this attempt, oldest first", func(r *request) any { return &r.filter.Attempt }},
		{byRule, "attempt-rule", "which of a learner's results counts: first, last, best, last-passed or mean (default: the store's)", func(r *request) any { return &r.filter.Rule }},
		{withVoided, "voided", "list void and voiding statements too", func(r *request) any { return &r.filter.Voided }},
		{byPeriod, "period", "only this term (name or id); all = all time (default: the class's current term)", func(r *request) any { return &r.filter.Period }},
		{ofGaps, "origin", "each origin of a source by itself", func(r *request) any { return &r.filter.Origins }},
		{ofGaps, "daily", "every day, those that are as expected too", func(r *request) any { return &r.filter.Daily }},
		{byPeriod, "since", "from this time on (date, time, today, 7d, 2w)", func(r *request) any { return &r.since }},
		{byPeriod, "until", "before this time", func(r *request) any { return &r.until }},
		{byAsOf, "as-of", "what was known then; a date means the end of that day", func(r *request) any { return &r.asOf }},
		{withOrder, "text", "only rows with this text in a cell", func(r *request) any { return &r.filter.Text }},
		{ofKind, "kind", "only this kind: item, area or skill", func(r *request) any { return &r.filter.Kind }},
		{ofFactor, "factor", "only of this factor: achievement, due work, participation, regularity, effort or feedback", func(r *request) any { return &r.filter.Factor }},
		{ofFactor, "unused", "only what no factor uses", func(r *request) any { return &r.filter.Unused }},
		{ofSignal, "signal", "only what is behind this signal: " + roster.SignalNames(), func(r *request) any { return &r.filter.Signal }},
		{ofRisk, "all", "everybody with a signal, also where it is set aside or does not add up", func(r *request) any { return &r.filter.All }},
		{ofRisk, "preset", "fewer, default or more: how easily there is a signal (default: the profile's)", func(r *request) any { return &r.filter.Preset }},
		{withPurpose, "purpose", "why people are sorted by a score; it is kept in the audit file", func(r *request) any { return &r.filter.Purpose }},
		{withOrder, "sort", "sort by this column (its JSON key; -key for the other direction)", func(r *request) any { return &r.sort }},
	}
}

// addFilters adds the flags of a selection.
func (r *request) addFilters(c *cobra.Command, s selection) {
	for _, f := range filterFlags() {
		if s&f.which == 0 {
			continue
		}
		switch to := f.to(r).(type) {
		case *string:
			c.Flags().StringVar(to, f.name, "", f.help)
		case *bool:
			c.Flags().BoolVar(to, f.name, false, f.help)
		}
	}
}

// addOutput adds the flags that say how results are written.
func (r *request) addOutput(c *cobra.Command, fallback output.Format, formats ...output.Format) {
	r.formats = formats
	c.Flags().StringVar(&r.format, "format", string(fallback), "how to write: "+formatNames(formats))
	c.Flags().StringVar(&r.tz, "tz", "", zoneHelp)
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = string(f)
	}
	// The only error is a flag that is not defined, and it was defined above.
	_ = c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(names, cobra.ShellCompDirectiveNoFileComp))
}

func (r *request) addLimit(c *cobra.Command) {
	c.Flags().IntVar(&r.filter.Limit, "limit", 0, "rows to show; 0 = all (default: 100 for a table on a terminal, else all)")
	r.limited = true
}

func (r *request) addMask(c *cobra.Command) {
	c.Flags().BoolVar(&r.mask, "mask", false, "replace names and learner ids by pseudonyms")
}

const terminalLimit = 100

// read checks the flags and fills in viewer, filter and format.
func (r *request) read(c *cobra.Command, a *app) error {
	env := a.env
	tz, err := a.zone(r.tz)
	if err != nil {
		return err
	}
	if r.out, err = output.Parse(r.format, r.formats...); err != nil {
		return usage("write one of "+formatNames(r.formats), "--format: %v%s", err, parquetNote(r.format))
	}
	if err := r.readPeriod(env.Now(), tz); err != nil {
		return err
	}
	if r.filter.Rule != "" {
		if _, err := data.ParseAttemptRule(r.filter.Rule); err != nil {
			return usage("last counts the last result, best the highest one, mean all of them", "--attempt-rule: %v", err)
		}
	}
	if err := r.checkScoreWords(); err != nil {
		return err
	}
	r.filter.Sort, r.filter.Desc = strings.CutPrefix(r.sort, "-")
	if r.filter.Limit < 0 {
		return usage("0 shows all rows", "--limit: %d is negative", r.filter.Limit)
	}
	if r.limited && !c.Flags().Changed("limit") && r.out == output.Table && env.StdoutTerminal {
		r.filter.Limit = terminalLimit
	}
	r.viewer = viewer(env, tz, r.mask)
	return nil
}

func (r *request) readPeriod(now time.Time, tz *time.Location) error {
	p, err := parsePeriod(r.since, r.until, r.asOf, now, tz)
	r.filter.Since, r.filter.Until, r.filter.AsOf = p.since, p.until, p.asOf
	return err
}

// askFor puts a command's question. What counts back from now (7d, today)
// counts back from the time the answer is for: of an old export the last week is
// the last week there is.
func (a *app) askFor(ctx context.Context, r *request, question func(*query.Store) error) error {
	return a.ask(ctx, func(s *query.Store) error {
		if r.asOf == "" && (isRelative(r.since) || isRelative(r.until)) {
			now, err := s.AsOf(ctx, r.viewer, r.filter.Class)
			if err != nil {
				return err
			}
			if err := r.readPeriod(now, r.viewer.TZ); err != nil {
				return err
			}
			r.filter.AsOf = time.Time{}
		}
		return question(s)
	})
}

// parquetNote tells people who look for the format of other tools where it is.
func parquetNote(format string) string {
	if format == "parquet" {
		return "; Parquet is not built yet"
	}
	return ""
}

func formatNames(formats []output.Format) string {
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = string(f)
	}
	if n := len(names); n > 1 {
		names = append(slices.Clone(names[:n-2]), names[n-2]+" or "+names[n-1])
	}
	return strings.Join(names, ", ")
}
