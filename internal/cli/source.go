package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"lrx/data/lrs"
)

func (a *app) sourceCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "source", Short: "Look after connections to Learning Record Stores: add, list, check, remove", GroupID: groupStart,
		Long: "A source is a Learning Record Store that statements are pulled from. Sources are kept in\n" +
			"the store's folder, in sources.toml; their secrets are not.",
		Args: noArguments,
		RunE: func(*cobra.Command, []string) error {
			return usage("lrx source --help lists what it can do", "source needs to know what: add, list, check or remove")
		},
	}
	c.AddCommand(a.sourceAddCommand(), a.sourceListCommand(), a.sourceCheckCommand(), a.sourceRemoveCommand())
	return c
}

// sources are the sources of the store's folder. What is wrong with a setting is
// no failure of the source, which was not asked.
func (a *app) sources() ([]lrs.Source, error) {
	all, err := lrs.ReadSources(a.dir())
	var e *lrs.Error
	if errors.As(err, &e) {
		return nil, &fault{exitFailure, filepath.Join(a.dir(), lrs.SourcesFile) + ": " + e.What, e.Next, err}
	}
	return all, err
}

// sourcesNamed are the sources of these names, or all without a name.
func (a *app) sourcesNamed(names []string) ([]lrs.Source, error) {
	all, err := a.sources()
	if err != nil || len(names) == 0 {
		return all, err
	}
	chosen := make([]lrs.Source, len(names))
	for i, name := range names {
		at := indexOfSource(all, name)
		if at < 0 {
			return nil, noSource(name, all)
		}
		chosen[i] = all[at]
	}
	return chosen, nil
}

func indexOfSource(all []lrs.Source, name string) int {
	return slices.IndexFunc(all, func(s lrs.Source) bool { return s.Name == name })
}

func noSource(name string, all []lrs.Source) error {
	next := "lrx source add NAME URL adds one"
	if len(all) > 0 {
		next = "sources: " + strings.Join(sourceNames(all), ", ")
	}
	return &fault{code: exitNotFound, what: fmt.Sprintf("there is no source %q", clean(name)), next: next}
}

func sourceNames(all []lrs.Source) []string {
	names := make([]string, len(all))
	for i, s := range all {
		names[i] = s.Name
	}
	return names
}

// completeSource offers the names of sources.
func (a *app) completeSource(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	all, err := a.sources()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	return sourceNames(all), cobra.ShellCompDirectiveNoFileComp
}

// secrets finds the secrets of sources. Nobody is asked who is not there.
func (a *app) secrets() lrs.Secrets {
	s := lrs.Secrets{Keyring: a.env.Keyring, Getenv: a.env.Getenv}
	if a.env.StdinTerminal {
		s.Prompt = a.askSecret
	}
	return s
}

// askSecret asks for a secret on the terminal, which does not show it. The
// question goes to stderr: stdout is for results.
func (a *app) askSecret(ctx context.Context, question string) (lrs.Secret, error) {
	fmt.Fprintf(a.env.Stderr, "%s (not shown): ", clean(question))
	text, err := a.env.ReadSecret(ctx)
	fmt.Fprintln(a.env.Stderr) // the key that ended the line was not shown either
	if err != nil && !errors.Is(err, io.EOF) {
		return lrs.Secret{}, fmt.Errorf("ask for the secret: %w", err)
	}
	return lrs.NewSecret(strings.TrimSpace(text)), nil
}

// userAgent is how lrx calls itself to a source.
func userAgent() string { return "lrx/" + strings.Trim(version(), "()") }

// command is a command of lrx as the user has to write it for this store.
func (a *app) command(words string) string {
	if a.store == "" {
		return "lrx " + words
	}
	return "lrx " + words + " --store " + a.store
}
