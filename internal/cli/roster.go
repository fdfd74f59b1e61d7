package cli

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/spf13/cobra"

	"lrx/data/roster"
	"lrx/data/store"
	"lrx/internal/cli/output"
)

func (a *app) rosterCommand() *cobra.Command {
	var (
		r     request
		homes []string
		wait  bool
	)
	c := &cobra.Command{
		Use: "roster PATH…", Short: "Read people and classes from OneRoster CSV or a plain CSV", GroupID: groupSchool,
		Long: `Reads who is in which class: OneRoster 1.1 or 1.2 CSV (a folder or a zip; bulk files
replace what there is, delta files change it), or a plain CSV with the columns class,
learner and, if wanted, name, group, role and class_name. It is kept as plain text in
the folder roster of the store.

An e-mail address links a person to her statements at once. Ids and usernames of the
school do so only for accounts of a home page that is named with --account-home.
classes.csv in the store's folder says which courses a class is (class,name,course);
a class without courses counts all statements of its learners.

Rows that cannot be used are listed with line, column and what was expected; the rest
counts (exit code 3).`,
		Example: "lrx roster oneroster.zip --account-home https://moodle.example.org\n" +
			"lrx roster class-7b.csv\n" +
			"lrx roster exports/oneroster --format json",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("lrx roster oneroster.zip, or a folder, or a CSV with class,learner,name,group", "roster needs something to read")
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			if err := r.read(c, a); err != nil {
				return err
			}
			for _, h := range homes {
				if u, err := url.Parse(h); err != nil || u.Scheme == "" || strings.ContainsAny(h, " \t") {
					return usage("write the homePage as statements have it: https://moodle.example.org", "--account-home: %q is no IRI", h)
				}
			}
			found, err := a.readRoster(c.Context(), args, roster.Options{Homes: homes}, wait)
			if err != nil {
				return err
			}
			return a.writeApplied(found, r)
		},
	}
	r.addOutput(c, output.Table, output.Table, output.JSON)
	c.Flags().StringArrayVar(&homes, "account-home", nil, "accounts of this homePage are named by the roster's ids or usernames (may be repeated; kept)")
	c.Flags().BoolVar(&wait, "wait", false, "wait for another process that writes to the store")
	return c
}

// readRoster joins what was read with the roster that is kept, and makes it count.
func (a *app) readRoster(ctx context.Context, paths []string, o roster.Options, wait bool) (*store.Applied, error) {
	in, problems, err := roster.ReadRoster(paths, o)
	if err != nil {
		return nil, err
	}
	if in.Empty() {
		if len(problems) == 0 {
			return nil, failure("OneRoster CSV as a folder or zip, or a CSV with the columns class and learner", "no roster was found in %s", strings.Join(paths, ", "))
		}
		return nil, failure("mend that and try again; nothing was changed", "no roster could be read: %s", problems[0].Error())
	}
	var left []roster.Problem
	applied, err := a.applyChange(ctx, "roster "+strings.Join(paths, " "), wait, func() error {
		kept, _, err := roster.ReadDecisions(a.dir()) // what is wrong with the files is told after the change
		if err != nil {
			return err
		}
		whole, dangling := kept.Roster.Merge(in)
		left = dangling
		return roster.Write(a.dir(), whole)
	})
	if err != nil {
		return nil, err
	}
	applied.Problems = append(append(problems, left...), applied.Problems...)
	return applied, nil
}

func (a *app) applyCommand() *cobra.Command {
	var (
		r    request
		wait bool
	)
	c := &cobra.Command{
		Use: "apply", Short: "Make changes to the files of decisions count", GroupID: groupSchool,
		Long: `Brings the store up to date with the plain text files in its folder, after they were
edited by hand or taken from version control: people.csv, classes.csv, activities.csv,
due.csv, calendar.csv, aside.csv, profile.toml and the folder roster. Every load and pull does the
same. Deleting a line undoes what it decided.

Rows that cannot be used are listed with line, column and what was expected; the rest
counts (exit code 3).`,
		Example: "lrx apply\nlrx apply --format json",
		Args:    noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := r.read(c, a); err != nil {
				return err
			}
			applied, err := a.applyChange(c.Context(), "apply", wait, nil)
			if err != nil {
				return err
			}
			return a.writeApplied(applied, r)
		},
	}
	r.addOutput(c, output.Table, output.Table, output.JSON)
	c.Flags().BoolVar(&wait, "wait", false, "wait for another process that writes to the store")
	return c
}

// applyChange makes a change to the files and the store after them.
func (a *app) applyChange(ctx context.Context, command string, wait bool, change func() error) (*store.Applied, error) {
	line := a.progressLine()
	line.say("working out who and what counts …")
	o := store.WriteOptions{Wait: wait, Progress: line.show, Now: a.env.Now, Profile: a.keepProfile}
	apply := func() (*store.Applied, error) { return store.Change(ctx, a.dir(), command, change, o) }
	if change == nil {
		apply = func() (*store.Applied, error) { return store.Apply(ctx, a.dir(), command, o) }
	}
	applied, err := apply()
	line.clear()
	if err != nil {
		return nil, a.storeError(err)
	}
	return applied, nil
}

// appliedProblems is how many rows that cannot be used are listed for people.
const appliedProblems = 20

// writeApplied says what the files come to, and which of their rows do not count.
func (a *app) writeApplied(p *store.Applied, as request) error {
	if as.out == output.JSON {
		type problem struct {
			roster.Problem
			Says string `json:"says"`
		}
		problems := make([]problem, len(p.Problems))
		for i := range p.Problems {
			problems[i] = problem{p.Problems[i], p.Problems[i].Error()}
		}
		if err := writeJSON(a.env.Stdout, struct {
			*store.Applied
			Touched  []string  `json:"touched"`
			Problems []problem `json:"problems"`
		}{p, none(p.Touched), problems}); err != nil {
			return err
		}
	} else {
		fmt.Fprint(a.env.Stdout, a.appliedText(p))
	}
	if len(p.Problems) > 0 {
		return silent(exitPartly)
	}
	return nil
}

func (a *app) appliedText(p *store.Applied) string {
	var b strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	if !store.Exists(a.dir()) {
		say("Kept; there are no statements yet: lrx load FILE or lrx pull brings them.")
	} else {
		if !p.Changed {
			say("The files say what the store holds already.")
		}
		if p.Classes == 0 {
			say("There is no roster: classes are those of the records.")
		} else {
			say("%s of the roster with %s: %s have statements, %s never started.", counted(p.Classes, "classes"), counted(p.Enrolled, "learners"),
				thousands(p.Started), thousands(p.Enrolled-p.Started))
			say("%s with statements in no class of the roster: lrx learners --class outside", counted(p.Outside, "learners"))
		}
		if p.Conflicts > 0 {
			say("%s of several people in the roster, linked to none of them by itself: lrx people suggest", counted(p.Conflicts, "identifiers"))
		}
	}
	if n := len(p.Problems); n > 0 {
		say("\n%s cannot be used as they are:", counted(int64(n), "rows"))
		for i := range p.Problems[:min(n, appliedProblems)] {
			say("  %s", p.Problems[i].Error())
		}
		if n > appliedProblems {
			say("  … and %s more; --format json lists all", thousands(int64(n-appliedProblems)))
		}
	}
	return b.String()
}
