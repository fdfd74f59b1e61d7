package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"lrx/data/store"
	"lrx/internal/cli/output"
	"lrx/internal/cli/page"
	"lrx/internal/safetext"
	"lrx/query"
)

// riskCheck is what a check finds, for programs too.
type riskCheck struct {
	Classes  []checkedClass `json:"classes"`
	New      int            `json:"new"` // newly at risk, in all classes
	Recorded bool           `json:"recorded"`
	TZ       string         `json:"tz"`

	keep []checked
}

// checkedClass is a class at a check.
type checkedClass struct {
	Class    safetext.Safe   `json:"class"`
	Name     safetext.Safe   `json:"name"`
	AsOf     string          `json:"as_of"`
	Since    any             `json:"since"`    // time of the check before; null = this is the first
	Baseline bool            `json:"baseline"` // the first check: rows are all at risk
	Frozen   bool            `json:"frozen"`   // nothing came for two weeks: nothing can be new
	Settings bool            `json:"settings"` // the profile is another than at the check before
	Learners int             `json:"at_risk"`  // how many are at risk
	Rows     json.RawMessage `json:"rows"`     // who is new, as in lrx risk

	news []query.Risk
	asOf time.Time
}

func (a *app) checkCommand() *cobra.Command {
	var (
		r      request
		dryRun bool
	)
	c := &cobra.Command{
		Use: "check", Short: "Who newly may need support since the last check, for a job that runs by itself", GroupID: groupLists,
		Long: `Compares who may need support (lrx risk) with the last check of each class. The first check
of a class lists all of them as the baseline and ends with exit code 0. Later, somebody new
is exit code 10, which is no failure; nothing new is one line and exit code 0. Of a class
whose newest statement is more than two weeks old nothing can be new, which is said.
Checks are kept in checks.ndjson in the store's folder, by pseudonyms.`,
		Example: "lrx pull --quiet && lrx check\n" +
			"lrx check --class 'Biology 7a' --dry-run\n" +
			"lrx check --mask --format json",
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := r.read(c, a); err != nil {
				return err
			}
			var found *riskCheck
			if err := a.ask(c.Context(), func(s *query.Store) (err error) {
				found, err = a.checkRisk(c.Context(), s, &r)
				return err
			}); err != nil {
				return err
			}
			if !dryRun {
				if err := keepChecks(a.dir(), found.keep); err != nil {
					return err
				}
				found.Recorded = len(found.keep) > 0
			}
			if err := a.writeRiskCheck(found, &r); err != nil {
				return err
			}
			if found.New > 0 {
				return silent(exitAtRisk)
			}
			return nil
		},
	}
	c.Flags().BoolVar(&dryRun, "dry-run", false, "only look: the next check compares with the last one before")
	r.addFilters(c, byClass)
	r.addOutput(c, output.Table, output.Table, output.JSON)
	r.addMask(c)
	return c
}

// checkedClasses are the ids and names of the classes that a check is about: the one that is
// named, else those of the roster, else those of the records, else everyone.
func checkedClasses(ctx context.Context, s *query.Store, r *request) ([]query.Class, error) {
	l, err := s.Classes(ctx, r.viewer, query.Filter{})
	if err != nil {
		return nil, err
	}
	if r.filter.Class != "" {
		id, err := s.ClassID(ctx, r.viewer, r.filter.Class)
		if err != nil {
			return nil, err
		}
		masked, err := pseudonym(ctx, s, id) // a team's id is one under a mask
		return slices.DeleteFunc(l.Rows, func(c query.Class) bool { return c.ID != id && c.ID != masked }), err
	}
	classes := slices.DeleteFunc(slices.Clone(l.Rows), func(c query.Class) bool { return c.ID == query.Everyone })
	if slices.ContainsFunc(classes, func(c query.Class) bool { return c.Kind == store.KindRoster }) {
		classes = slices.DeleteFunc(classes, func(c query.Class) bool { return c.Kind != store.KindRoster && c.Kind != store.KindOutside })
	}
	if len(classes) == 0 {
		return l.Rows, nil
	}
	return classes, nil
}

func (a *app) checkRisk(ctx context.Context, s *query.Store, r *request) (*riskCheck, error) {
	last, err := lastChecks(a.dir())
	if err != nil {
		return nil, err
	}
	classes, err := checkedClasses(ctx, s, r)
	if err != nil {
		return nil, err
	}
	p, err := s.Profile(ctx)
	if err != nil {
		return nil, err
	}
	found := &riskCheck{Classes: []checkedClass{}, TZ: r.viewer.TZ.String()}
	for _, class := range classes {
		l, err := s.Risk(ctx, r.viewer, query.Filter{Class: class.ID})
		if err != nil {
			return nil, err
		}
		now := checked{At: a.clock()().UTC().Truncate(time.Second), AsOf: l.AsOf.UTC(), Profile: p.Hash(), AtRisk: []string{}}
		if now.Class, err = pseudonym(ctx, s, class.ID); err != nil {
			return nil, err
		}
		before, known := last[now.Class]
		x := checkedClass{
			Class: class.Class, Name: class.Name, AsOf: stamp(l.AsOf), asOf: l.AsOf, Baseline: !known, Frozen: l.Frozen && known,
			Settings: known && before.Profile != now.Profile, Learners: len(l.Rows),
		}
		if known {
			x.Since = stamp(before.At)
		}
		for _, row := range l.Rows {
			who, err := pseudonym(ctx, s, row.ID)
			if err != nil {
				return nil, err
			}
			now.AtRisk = append(now.AtRisk, who)
			if !slices.Contains(before.AtRisk, who) && !x.Frozen {
				x.news = append(x.news, row)
			}
		}
		slices.Sort(now.AtRisk) // their order would tell that of their names
		if x.Rows, err = riskObjects(x.news, r.viewer); err != nil {
			return nil, err
		}
		if !x.Baseline {
			found.New += len(x.news)
		}
		if !x.Frozen { // a check of old data would stand between two of new
			found.keep = append(found.keep, now)
		}
		found.Classes = append(found.Classes, x)
	}
	return found, nil
}

func pseudonym(ctx context.Context, s *query.Store, id string) (string, error) {
	p, err := s.Pseudonym(ctx, id)
	return string(p), err
}

func (a *app) writeRiskCheck(found *riskCheck, r *request) error {
	if r.out == output.JSON {
		return writeJSON(a.env.Stdout, found)
	}
	known, atRisk := 0, 0
	for i := range found.Classes {
		x := &found.Classes[i]
		if x.Settings {
			a.say(fmt.Sprintf("note: %s: the profile is another than at the check before, which may be why somebody is new", x.Name))
		}
		switch {
		case x.Baseline:
			fmt.Fprintln(a.env.Stdout, clean(fmt.Sprintf("%s, first check: %s may need support, the baseline of later checks.", x.Name, counted(int64(len(x.news)), "learners"))))
		case x.Frozen:
			fmt.Fprintln(a.env.Stdout, clean(fmt.Sprintf("%s: nothing can be new, because nothing came for two weeks; it stays as of %s.",
				x.Name, x.asOf.In(r.viewer.TZ).Format(time.DateOnly))))
		case len(x.news) > 0:
			fmt.Fprintln(a.env.Stdout, clean(fmt.Sprintf("%s: %s may need support who did not at the check before.", x.Name, counted(int64(len(x.news)), "learners"))))
		default:
			known, atRisk = known+1, atRisk+x.Learners
		}
		if len(x.news) > 0 {
			fmt.Fprintln(a.env.Stdout)
			if err := page.Risks(a.env.Stdout, x.news, r.viewer.TZ, a.style()); err != nil {
				return err
			}
			fmt.Fprintln(a.env.Stdout)
		}
	}
	if known > 0 {
		fmt.Fprintln(a.env.Stdout, clean(fmt.Sprintf("Nothing new in %s: %s may need support, all of them told before.",
			counted(int64(known), "classes"), counted(int64(atRisk), "learners"))))
	}
	return nil
}
