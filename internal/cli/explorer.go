package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"lrx/data/store"
	"lrx/internal/demo"
	"lrx/internal/safetext"
	"lrx/query"
)

const about = `lrx explores xAPI learning records in the terminal: from a class to a learner, an
activity, an attempt and the statement as it was received.

Without a command it opens the explorer. Every list of the explorer is a command
too, for scripts. The store is a folder; nothing else needs to run.`

const beginning = `There is no store yet. Ways to begin:

  lrx demo              look around in a made-up class
  lrx load FILE…        read an export: JSON or NDJSON, plain, gzip or zstd
  lrx source add        connect to a Learning Record Store, then: lrx pull
  lrx --help            all commands
`

// explorerCommand is the root: `lrx [STORE]`.
func (a *app) explorerCommand() *cobra.Command {
	var r request
	c := &cobra.Command{
		Use:   "lrx [STORE]",
		Short: "A terminal explorer for xAPI learning records",
		Long:  about + "\n\nExit codes:\n" + exitCodeText(),

		SuggestionsMinimumDistance: 2,
		Example: "lrx demo\n" +
			"lrx load export.json.gz\n" +
			"lrx\n" +
			"lrx ./autumn-store --mask\n" +
			"lrx learners --since 2w --format csv > learners.csv",
		Args: cobra.ArbitraryArgs, // a word that is no command is explained below
		RunE: func(c *cobra.Command, args []string) error {
			if err := a.takeStore(c, args); err != nil {
				return err
			}
			tz, err := a.zone(r.tz)
			if err != nil {
				return err
			}
			return a.openExplorer(c, viewer(a.env, tz, r.mask))
		},
	}
	c.Flags().StringVar(&r.tz, "tz", "", zoneHelp)
	r.addMask(c)
	return c
}

// takeStore reads the argument of `lrx [STORE]`. A word that is neither a
// folder nor written as a path is a mistyped command.
func (a *app) takeStore(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	path := args[0]
	info, err := os.Stat(path)
	switch {
	case err != nil && !strings.ContainsAny(path, `/`+string(filepath.Separator)):
		next := "lrx --help lists the commands"
		if similar := c.SuggestionsFor(path); len(similar) > 0 {
			next = "did you mean lrx " + strings.Join(similar, " or lrx ") + "?"
		}
		return usage(next, "unknown command %q", path)
	case len(args) > 1:
		return usage("lrx --help shows examples", "lrx opens one store, there are %d", len(args))
	case a.store != "":
		return usage("name it once", "the store is named twice: %q and --store %q", path, a.store)
	case err == nil && !info.IsDir():
		return usage("read it into a store first: lrx load "+path, "%q is a file, a store is a folder", path)
	}
	a.store = path
	return nil
}

// openExplorer opens the store in the full-screen explorer.
func (a *app) openExplorer(c *cobra.Command, v query.Viewer) error {
	if !a.env.interactive() {
		return usage("lrx --help lists the commands that print", "the explorer needs a terminal")
	}
	label, pull := "", a.pullFrom
	if isDemo(a.dir()) {
		label, pull = demo.Label, nil // the made-up class has no server
	}
	s, err := a.open(c.Context())
	if errors.Is(err, store.ErrNoStore) && !a.named() {
		fmt.Fprint(a.env.Stdout, beginning)
		return nil
	}
	if err != nil {
		return err
	}
	if err := a.applyEdited(c.Context(), s); err != nil {
		return errors.Join(err, s.Close())
	}
	err = a.explore(c.Context(), ExploreOptions{
		Records:     s,
		Viewer:      v,
		Label:       label,
		StoreName:   string(safetext.Clean(a.dir())),
		Export:      ExportView(""),
		Pull:        pull,
		Decide:      a.decideFrom,
		Apply:       a.applyFrom,
		SaveProfile: a.saveFrom,
		Audit:       a.auditFrom(c.Context()),
		Mouse:       a.env.Getenv("SSH_CONNECTION") == "", // a mouse over a slow line gets in the way
		NoColor:     !a.env.colour(a.noColor),
	})
	if closed := s.Close(); err == nil {
		err = closed
	}
	return err
}

// applyEdited makes files of decisions count that were edited since: who opens
// the explorer looks at what they say. It is no reason not to open it that
// another process writes, or that they cannot be used.
func (a *app) applyEdited(ctx context.Context, s *query.Store) error {
	undecided, err := s.Undecided(ctx)
	if err == nil && undecided {
		_, err = a.applyChange(ctx, "apply", false, nil)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		a.say("the files of decisions do not count yet: " + err.Error())
	}
	return nil
}
