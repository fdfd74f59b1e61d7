package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"lrx/data/lrs"
	"lrx/data/store"
	"lrx/internal/cli/output"
)

func (a *app) pullCommand() *cobra.Command {
	var (
		r        request
		wait     bool
		maxCheck int
	)
	c := &cobra.Command{
		Use: "pull [SOURCE…]", Short: "Pull what is new from Learning Record Stores", GroupID: groupStart,
		Long: `Asks the sources that lrx source add knows, or those that are named, for what was
stored since the last pull, checks another way that nothing was left out, and prints a
receipt for each that had something new. With nothing new it is silent: for a cron job.

A pull that was interrupted goes on where it was when the same command is given again.
When a source fails in the middle, what came before is kept, and the next pull goes on.`,
		Example: "lrx pull\n" +
			"lrx pull school --format json\n" +
			"*/15 6-18 * * 1-5  lrx pull --quiet --store ~/class",
		ValidArgsFunction: a.completeSource,
		RunE: func(c *cobra.Command, args []string) error {
			if err := r.read(c, a); err != nil {
				return err
			}
			sources, err := a.sourcesNamed(args)
			switch {
			case err != nil:
				return err
			case len(sources) == 0:
				return failure(a.command("source add NAME URL --user KEY"), "there is no source to pull from in %q", a.dir())
			}
			return a.pullAll(c.Context(), sources, r, wait, maxCheck)
		},
	}
	r.addOutput(c, output.Table, output.Table, output.JSON)
	c.Flags().BoolVar(&wait, "wait", false, "wait for another process that writes to the store")
	c.Flags().IntVar(&maxCheck, "max-check", 0, "requests that the check for completeness may take (0: as many as it needs)")
	return c
}

// pullAll pulls one source after the other; one that fails does not keep the
// others from being pulled.
func (a *app) pullAll(ctx context.Context, sources []lrs.Source, r request, wait bool, maxCheck int) error {
	var failed []error
	partly := false
	for _, s := range sources {
		receipt, err := a.pull(ctx, s, wait, maxCheck)
		if receipt != nil {
			if err := a.writePull(receipt, r); err != nil {
				return err
			}
			partly = partly || receipt.Total.Rejected > 0
		}
		switch {
		case err != nil && (ctx.Err() != nil || len(sources) == 1):
			return err
		case err != nil:
			report(a.env.Stderr, explain(ctx, err))
			failed = append(failed, err)
		}
	}
	switch {
	case len(failed) == len(sources):
		return silent(explain(ctx, failed[0]).code)
	case len(failed) > 0 || partly:
		return silent(exitPartly)
	}
	return nil
}

// pull pulls one source with a progress line.
func (a *app) pull(ctx context.Context, s lrs.Source, wait bool, maxCheck int) (*store.Receipt, error) {
	secret, err := a.secrets().Find(ctx, s)
	if err != nil {
		return nil, err
	}
	defer lean()()
	line := a.progressLine()
	receipt, err := store.Pull(ctx, a.dir(), store.PullOptions{
		WriteOptions: store.WriteOptions{Wait: wait, Progress: line.show, Now: a.env.Now, Profile: a.keepProfile},
		Source:       s,
		Options: lrs.Options{
			Secret: secret, UserAgent: userAgent(), Now: a.env.Now, MaxCheck: maxCheck,
			Notice: func(text string) {
				if line.say(text); !a.env.StderrTerminal && !a.quiet { // who reads a log wants to know what is waited for
					a.say(text)
				}
			},
		},
	})
	line.clear()
	if err != nil && ctx.Err() != nil {
		return nil, &fault{code: exitInterrupted, what: "interrupted; the store is as it was before", next: a.command("pull "+s.Name) + " goes on where it was", err: err}
	}
	return receipt, err
}

// writePull writes the receipt of a pull; what brought nothing new is worth a
// word on a terminal only.
func (a *app) writePull(r *store.Receipt, as request) error {
	if as.out != output.JSON && r.Load == 0 {
		if a.env.StderrTerminal && !a.quiet {
			a.say(fmt.Sprintf("%s: nothing new; complete: %s", r.Pulled.Source, completeness(r)))
		}
		return nil
	}
	return a.writeReceipt(r, as)
}

// completeness says whether all came, and how that is known.
func completeness(r *store.Receipt) string {
	if r.Reason == "" {
		return string(clean(r.Complete))
	}
	return string(clean(r.Complete + ", " + strings.TrimSuffix(r.Reason, ".")))
}
