package cli

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"lrx/data/store"
	"lrx/internal/cli/output"
	"lrx/internal/safetext"
	"lrx/query"
)

// storeLists are the lists about the store itself.
func storeLists() []list {
	return []list{
		{
			name: "loads", short: "Loads with their counts, newest first",
			long:    "Lists what was read into the store, load by load.",
			example: "lrx store loads\nlrx store loads --format json",
			filters: withOrder,
			sheet:   answer((*query.Store).Loads, query.LoadSheet),
		},
		{
			name: "rejects", short: "Rejected values with place, cause and text",
			long:    "Lists every value that was no statement: where it stood, why it was rejected, and its first 4 KB.",
			example: "lrx store rejects\nlrx store rejects --format csv > rejects.csv",
			filters: withOrder,
			sheet:   answer((*query.Store).Rejects, query.RejectSheet),
		},
		{
			name: "conflicts", short: "Statements that came with the id of another one",
			long:    "Lists every statement whose id another one had that says something else: where it stood, its first 4 KB, and where the one stands that was kept.",
			example: "lrx store conflicts\nlrx store conflicts --format json",
			filters: withOrder,
			sheet:   answer((*query.Store).Conflicts, query.ConflictSheet),
		},
	}
}

func (a *app) storeCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "store", Short: "Look after the store: info, verify, rebuild, loads, rejects, conflicts", GroupID: groupData,
		Long: "The store is a folder. To back it up, copy the folder.",
		Args: noArguments,
		RunE: func(*cobra.Command, []string) error {
			return usage("lrx store --help lists what it can do", "store needs to know what: info, verify, rebuild, loads, rejects or conflicts")
		},
	}
	c.AddCommand(a.infoCommand(), a.verifyCommand(), a.rebuildCommand())
	for _, l := range storeLists() {
		c.AddCommand(a.listCommand(l, ""))
	}
	return c
}

func (a *app) infoCommand() *cobra.Command {
	var r request
	c := &cobra.Command{
		Use: "info", Short: "What the store holds",
		Long:    "Counts what the store holds; statements counts all kept, void and voiding ones included.",
		Example: "lrx store info\nlrx store info --format json",
		Args:    noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := r.read(c, a); err != nil {
				return err
			}
			return a.ask(c.Context(), func(s *query.Store) error {
				info, err := s.Info(c.Context(), r.viewer)
				if err != nil {
					return err
				}
				return output.Thing(a.env.Stdout, r.out, infoSheet(info, r.viewer), nil, a.terminal())
			})
		},
	}
	r.addOutput(c, output.Table, output.Table, output.CSV, output.JSON, output.NDJSON)
	return c
}

func infoSheet(i query.Info, v query.Viewer) query.Sheet {
	s := query.Sheet{Name: "store", TZ: v.TZ, Rows: []query.Row{{}}, Total: 1}
	for _, f := range []struct {
		key   string
		kind  query.Kind
		value any
	}{
		{"statements", query.KindCount, i.Statements},
		{"voided", query.KindCount, i.Voided},
		{"learners", query.KindCount, i.Learners},
		{"activities", query.KindCount, i.Activities},
		{"classes", query.KindCount, i.Classes},
		{"sources", query.KindCount, i.Sources},
		{"loads", query.KindCount, i.Loads},
		{"oldest", query.KindTime, present(i.Oldest)},
		{"newest", query.KindTime, present(i.Newest)},
		{"bytes", query.KindBytes, i.Bytes},
	} {
		s.Columns = append(s.Columns, query.Column{Key: f.key, Title: f.key, Kind: f.kind, Priority: 1})
		s.Rows[0].Cells = append(s.Rows[0].Cells, f.value)
	}
	return s
}

func (a *app) verifyCommand() *cobra.Command {
	var (
		r    request
		drop bool
	)
	c := &cobra.Command{
		Use: "verify", Short: "Read all of the store and count it again, another way",
		Long: "Reads every block of the store, and checks that it adds up. It changes nothing; exit code 1\n" +
			"says that something is wrong, and the message what to do about it.",
		Example: "lrx store verify\nlrx store verify --format json\nlrx store verify --drop-pending",
		Args:    noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := r.read(c, a); err != nil {
				return err
			}
			if drop {
				if err := a.dropPending(c.Context()); err != nil {
					return err
				}
				if !store.Exists(a.dir()) {
					return nil // all there was is gone, as was asked
				}
			}
			report, err := store.Verify(c.Context(), a.dir())
			if err != nil {
				return a.pendingError(err)
			}
			if err := a.writeReport(report, r); err != nil {
				return err
			}
			return a.reportVerdict(report)
		},
	}
	r.addOutput(c, output.Table, output.Table, output.JSON)
	c.Flags().BoolVar(&drop, "drop-pending", false, "remove first what an unfinished load left behind")
	return c
}

// dropPending removes what an unfinished load left behind, and says so.
func (a *app) dropPending(ctx context.Context) error {
	pending := store.Pending(a.dir())
	if err := store.DropPending(ctx, a.dir(), store.WriteOptions{Now: a.env.Now}); err != nil {
		return a.storeError(err)
	}
	if pending == "" {
		a.say("no unfinished load was there to drop")
		return nil
	}
	name, _, _ := strings.Cut(pending, ";")
	a.say("dropped " + name)
	return nil
}

// pendingError is storeError with a word on a load that has not become a store yet.
func (a *app) pendingError(err error) error {
	if pending := store.Pending(a.dir()); errors.Is(err, store.ErrNoStore) && pending != "" {
		return failure("unfinished: "+pending, "there is no store in %q yet", a.dir())
	}
	return a.storeError(err)
}

// reportVerdict is what a verification comes to, and what is to be done.
func (a *app) reportVerdict(r store.Report) error {
	d := r.Damage
	switch {
	case d == nil && r.OK:
		return nil
	case d == nil:
		return failure("lrx store rebuild makes everything anew from the raw statements", "the store in %q does not add up", a.dir())
	case d.Statements <= 0:
		return failure("put a backup in its place, or move it away and load the exports again", "the store in %q is damaged, and none of its statements can be read", a.dir())
	}
	return failure("put a backup in its place; or lrx store rebuild keeps these and makes the rest anew from them",
		"the store in %q is damaged; %s of %s statements can be read", a.dir(), thousands(d.Statements), thousands(d.Of))
}

// writeReport writes the checks as a table, or the whole report as JSON.
func (a *app) writeReport(report store.Report, r request) error {
	if r.out == output.JSON {
		return writeJSON(a.env.Stdout, report)
	}
	s := query.Sheet{Name: "checks", TZ: r.viewer.TZ, Total: len(report.Checks), Columns: []query.Column{
		{Key: "check", Title: "check", Kind: query.KindText, Priority: 1},
		{Key: "detail", Title: "found", Kind: query.KindText, Priority: 1},
	}}
	for _, c := range report.Checks {
		s.Rows = append(s.Rows, query.Row{Cells: []any{safetext.Clean(c.Name), safetext.Clean(c.Detail)}})
	}
	if _, err := output.Sheet(a.env.Stdout, output.Table, s, a.terminal()); err != nil {
		return err
	}
	if report.Pending != "" {
		a.say("unfinished: " + report.Pending)
	}
	return nil
}

func (a *app) rebuildCommand() *cobra.Command {
	var wait bool
	c := &cobra.Command{
		Use: "rebuild", Short: "Make everything anew from the raw statements",
		Long: "Derives all columns, attempts and counts again from the statements as received.\n" +
			"Readers go on with the old state until the new one is whole; unused space is freed.\n" +
			"Of a damaged store it keeps all that can be read, says what is lost (exit code 3), and\n" +
			"keeps the damaged file beside the new one.",
		Example: "lrx store rebuild",
		Args:    noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			line := a.progressLine()
			err := store.Rebuild(c.Context(), a.dir(), store.WriteOptions{Wait: wait, Progress: line.show, Now: a.env.Now, Profile: a.keepProfile})
			line.clear()
			if err != nil {
				return a.storeError(err)
			}
			a.say("rebuilt the store in " + a.dir())
			return nil
		},
	}
	c.Flags().BoolVar(&wait, "wait", false, "wait for another process that writes to the store")
	return c
}
