package cli

import (
	"context"
	"fmt"
	"reflect"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"lrx/internal/cli/output"
	"lrx/internal/safetext"
	"lrx/query"
	"lrx/scoring"
)

// trial is what a profile is changed to, to see what comes of it.
type trial struct {
	weights, set []string
	rule         string
	defaults     bool // start from the defaults instead of the store's profile
	save         bool
}

func (a *app) whatIfCommand() *cobra.Command {
	var (
		r request
		t trial
	)
	c := &cobra.Command{
		Use: "whatif", Short: "What other weights, rules or limits would do to the scores of a class", GroupID: groupLists,
		Long: "Scores a class by a changed profile and lists every learner's score before and after, whoever moves most first. A change\n" +
			"is called reliable only where the two intervals do not overlap. Nothing is kept unless --save is given: it writes profile.toml, and all\n" +
			"scores are made anew.",
		Example: "lrx whatif --class 'Biology 7a' --weight achievement=0.5 --weight effort=0\n" +
			"lrx whatif --class 'Biology 7a' --attempt-rule best --format json\n" +
			"lrx whatif --class 'Biology 7a' --set states.days=14 --save",
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			settings, err := t.settings()
			if err != nil {
				return err
			}
			if err := r.read(c, a); err != nil {
				return err
			}
			if err := r.checkPurpose("moves"); err != nil {
				return err
			}
			var profile scoring.Profile
			err = a.askFor(c.Context(), &r, func(s *query.Store) error {
				if profile, err = t.profile(c.Context(), s, settings); err != nil {
					return err
				}
				return a.showMoves(c.Context(), s, &r, profile)
			})
			if err != nil || !t.save {
				return err
			}
			if err := a.saveProfile(c.Context(), profile); err != nil {
				return err
			}
			a.say("profile.toml says so now, and all scores follow it: " + profile.Hash())
			return nil
		},
	}
	c.Flags().StringArrayVar(&t.weights, "weight", nil, "another weight of a factor: achievement, due_work, participation, regularity, effort or feedback (NAME=VALUE; may be repeated)")
	c.Flags().StringVar(&t.rule, "attempt-rule", "", "another attempt rule: first, last, best, last-passed or mean")
	c.Flags().StringArrayVar(&t.set, "set", nil, "any other setting by its name in profile.toml (TABLE.NAME=VALUE; may be repeated)")
	c.Flags().BoolVar(&t.defaults, "defaults", false, "start from the defaults instead of the store's profile")
	c.Flags().BoolVar(&t.save, "save", false, "write the profile; all scores are made anew by it")
	c.Flags().SetNormalizeFunc(func(_ *pflag.FlagSet, name string) pflag.NormalizedName {
		if name == "rule" {
			name = "attempt-rule"
		}
		return pflag.NormalizedName(name)
	})
	// The only error is a flag that is not defined, and it was defined above.
	_ = c.RegisterFlagCompletionFunc("weight", cobra.FixedCompletions(weightNames(), cobra.ShellCompDirectiveNoSpace|cobra.ShellCompDirectiveNoFileComp))
	_ = c.RegisterFlagCompletionFunc("attempt-rule", cobra.FixedCompletions([]string{"first", "last", "best", "last-passed", "mean"}, cobra.ShellCompDirectiveNoFileComp))
	r.addFilters(c, byClass|byPeriod|byAsOf|byGroup|withOrder|withPurpose)
	r.addOutput(c, output.Table, output.Table, output.CSV, output.JSON, output.NDJSON)
	r.addLimit(c)
	r.addMask(c)
	return c
}

// weightNames are the beginnings of weights for completion.
func weightNames() []string {
	var names []string
	for _, f := range scoring.Factors() {
		names = append(names, strings.ReplaceAll(string(f), " ", "_")+"=")
	}
	return names
}

func (t *trial) settings() ([]setting, error) {
	var all []setting
	for _, of := range []struct {
		flag, prefix string
		texts        []string
	}{{"weight", "weights.", t.weights}, {"set", "", t.set}} {
		for _, text := range of.texts {
			s, err := parseSetting(of.flag, of.prefix, text)
			if err != nil {
				return nil, err
			}
			all = append(all, s)
		}
	}
	if t.rule != "" {
		all = append(all, setting{"attempt-rule", "attempt_rule", t.rule})
	}
	if len(all) == 0 && !t.defaults {
		return nil, usage("--weight achievement=0.5, --attempt-rule best or --set states.days=14", "whatif needs to know what is to be changed")
	}
	_, err := tried(scoring.DefaultProfile(), all) // what is mistyped is told before a store is opened
	return all, err
}

// tried is a profile with settings changed, if scores can be made with it.
func tried(from scoring.Profile, settings []setting) (scoring.Profile, error) {
	p, err := changed(from, settings)
	if err != nil {
		return p, err
	}
	if wrong := p.Check(); len(wrong) > 0 {
		return p, usage("profile.toml takes the same", "%s", wrong[0].Error())
	}
	return p, nil
}

// profile is the store's profile with the settings changed.
func (t *trial) profile(ctx context.Context, s *query.Store, settings []setting) (scoring.Profile, error) {
	held, err := s.Profile(ctx)
	if err != nil {
		return held, err
	}
	from := held
	if t.defaults {
		from = scoring.DefaultProfile()
	}
	p, err := tried(from, settings)
	if err != nil {
		return p, err
	}
	if reflect.DeepEqual(p, held) {
		return p, usage("name another value", "the profile says so already")
	}
	return p, nil
}

func (a *app) showMoves(ctx context.Context, s *query.Store, r *request, p scoring.Profile) error {
	limit := r.filter.Limit
	r.filter.Limit = 0 // the sentence is about all
	l, err := s.WhatIf(ctx, r.viewer, r.filter, p)
	if err != nil {
		return err
	}
	if err := a.keepPurpose(ctx, s, r, "moves"); err != nil {
		return err
	}
	l.Notes = append(l.Notes, movesSentence(l.Rows), safetext.Clean("the changed profile is "+p.Hash()))
	return a.writeSheet(cut(query.MoveSheet(l, r.viewer), limit), r.out)
}

// movesSentence counts what a changed profile does.
func movesSentence(moves []query.Move) safetext.Safe {
	var moved, reliable, states int
	for _, m := range moves {
		if m.Change != nil && *m.Change != 0 {
			moved++
		}
		if m.Reliable {
			reliable++
		}
		if m.Before.State != m.After.State {
			states++
		}
	}
	return safetext.Clean(fmt.Sprintf("%d of %s move, %d of them reliably (the intervals do not overlap); %d change state",
		moved, counted(int64(len(moves)), "learners"), reliable, states))
}
