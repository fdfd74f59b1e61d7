package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"lrx/data/lrs"
	"lrx/data/store"
	"lrx/internal/cli/output"
	"lrx/query"
)

func (a *app) sourceListCommand() *cobra.Command {
	var r request
	c := &cobra.Command{
		Use: "list", Short: "Sources with how they are asked and when they were last pulled",
		Long:    "Lists the sources in the order they were added. secret says where the secret is kept, never what it is.",
		Example: "lrx source list\nlrx source list --format json",
		Args:    noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := r.read(c, a); err != nil {
				return err
			}
			all, err := a.sources()
			if err != nil {
				return err
			}
			pulls, err := store.LastPulls(a.dir())
			if err != nil {
				return err
			}
			return a.writeSheet(sourceSheet(all, pulls, r.viewer), r.out)
		},
	}
	r.addOutput(c, output.Table, output.Table, output.CSV, output.JSON, output.NDJSON)
	return c
}

func sourceSheet(all []lrs.Source, pulls map[string]store.LastPull, v query.Viewer) query.Sheet {
	s := query.Sheet{Name: "sources", TZ: v.TZ, Total: len(all), Columns: []query.Column{
		{Key: "name", Title: "Name", Kind: query.KindText, Priority: 1},
		{Key: "url", Title: "Address", Kind: query.KindID, Priority: 1},
		{Key: "product", Title: "Product", Kind: query.KindText, Priority: 4},
		{Key: "auth", Title: "Auth", Kind: query.KindWord, Priority: 3},
		{Key: "user", Title: "User", Kind: query.KindText, Priority: 5},
		{Key: "secret", Title: "Secret", Kind: query.KindText, Priority: 3},
		{Key: "pulled", Title: "Pulled", Kind: query.KindTime, Priority: 2},
	}}
	for _, x := range all {
		var pulled any
		if last := pulls[x.Name]; last.URL == x.URL {
			pulled = present(last.Fresh)
		}
		s.Rows = append(s.Rows, query.Row{Key: x.Name, Cells: []any{
			said(x.Name), said(x.URL), said(lrs.ProductOf(x).Name), said(string(x.Auth)), said(x.User), said(secretPlace(x)), pulled,
		}})
	}
	return s
}

// said is a cell of a text, or a missing one.
func said(text string) any {
	if text == "" {
		return nil
	}
	return clean(text)
}

// secretPlace is where a secret is kept, as sources.toml says it. A command line
// is left out, for somebody may have written a secret into it.
func secretPlace(s lrs.Source) string {
	if strings.HasPrefix(s.Secret, lrs.FromCommand) {
		return strings.TrimSuffix(lrs.FromCommand, ":")
	}
	return s.Secret
}

func (a *app) sourceRemoveCommand() *cobra.Command {
	return &cobra.Command{
		Use: "remove NAME", Short: "Remove a source and its secret; its statements stay",
		Long: "Removes a source from sources.toml and its secret from the keyring. What was pulled from\n" +
			"it stays in the store.",
		Example:           "lrx source remove school",
		Args:              oneArgument("the name of a source"),
		ValidArgsFunction: a.completeSource,
		RunE:              func(_ *cobra.Command, args []string) error { return a.removeSource(args[0]) },
	}
}

// removeSource takes a source off the file first: it has to go also where the
// keyring that had its secret is out of reach.
func (a *app) removeSource(name string) error {
	all, err := a.sources()
	if err != nil {
		return err
	}
	at := indexOfSource(all, name)
	if at < 0 {
		return noSource(name, all)
	}
	s := all[at]
	if err := lrs.WriteSources(a.dir(), append(all[:at:at], all[at+1:]...)); err != nil {
		return err
	}
	a.say(fmt.Sprintf("removed %s; statements that were pulled from it stay in the store", name))
	return a.secrets().Forget(s)
}
