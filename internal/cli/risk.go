package cli

import (
	"context"
	"slices"

	"lrx/data/roster"
	"lrx/internal/cli/output"
	"lrx/internal/cli/page"
	"lrx/query"
)

// riskList is the list of who may need support.
func riskList() list {
	return list{
		name: "risk", short: "Learners who may need support, with the facts that speak for it, by name",
		long: "Lists the learners of a class who may need support: one signal of high severity or two of medium that are not set aside. A\n" +
			"signal is a fact in words with its numbers, since when it is there, and what would clear it; it is no prediction, and there is no\n" +
			"probability until a back-test on the store's own past was passed. lrx evidence --signal shows what is behind one, and lrx\n" +
			"set-aside leaves one out of account for a time. Every limit stands in [signals] of profile.toml.",
		example: "lrx risk --class 'Biology 7a'\n" +
			"lrx risk --class 'Biology 7a' --all --format json\n" +
			"lrx risk --class 'Biology 7a' --preset more --as-of 2026-03-01",
		filters: byClass | byPeriod | byAsOf | withOrder | byGroup | byLearner | withPurpose | ofRisk,
		sheet:   answer((*query.Store).Risk, query.RiskSheet),
		people:  showRisk,
	}
}

// showRisk writes for people who may need support: sentences are no table.
func showRisk(ctx context.Context, a *app, s *query.Store, r *request) error {
	l, err := s.Risk(ctx, r.viewer, r.filter)
	if err != nil {
		return err
	}
	if err := a.keepPurpose(ctx, s, r, "risk"); err != nil {
		return err
	}
	if err := page.Risks(a.env.Stdout, l.Rows, r.viewer.TZ, a.style()); err != nil {
		return err
	}
	sheet := query.RiskSheet(l, r.viewer)
	a.say(footer(sheet, nil))
	a.sayNotes(sheet)
	if note := a.madeUp(); note != "" {
		a.say("note: " + string(note))
	}
	return nil
}

// style is how text for people is laid out here.
func (a *app) style() page.Style {
	style := page.Style{Width: usualWidth}
	if t := a.terminal(); t.Width > 0 {
		style.Width, style.Bold = min(t.Width, mostText), t.Bold
	}
	return style
}

// checkRiskWords refuses a signal or a preset that there is not.
func (r *request) checkRiskWords() error {
	if f := &r.filter.Signal; *f != "" {
		code, ok := roster.ParseSignal(*f)
		if !ok {
			return usage("write "+roster.SignalNames(), "--signal: there is no signal %q", *f)
		}
		if *f = string(code); r.filter.Factor != "" || r.filter.Unused {
			return usage("ask for one of them", "--signal: what is behind a signal is not parted by factors")
		}
	}
	if p := r.filter.Preset; p != "" && !slices.Contains([]string{"fewer", "default", "more"}, p) {
		return usage("write fewer, default or more", "--preset: there is no preset %q", p)
	}
	return nil
}

// riskRows are rows of the list as JSON.
func riskObjects(rows []query.Risk, v query.Viewer) ([]byte, error) {
	return output.Objects(query.RiskSheet(query.List[query.Risk]{Rows: rows}, v))
}
