package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"lrx/data/roster"
	"lrx/data/store"
	"lrx/internal/cli/output"
	"lrx/internal/safetext"
	"lrx/query"
)

// choice is what somebody decides about two learners.
type choice struct {
	same    bool
	a, b    string // what they are called by
	why, by string
	sure    bool // also where the roster says something else
}

// flags are those of a command that decides.
func (d *choice) flags(c *cobra.Command) {
	c.Flags().StringVar(&d.why, "why", "", "the reason, kept in people.csv")
	c.Flags().StringVar(&d.by, "by", "", "who decides, kept in people.csv (default: $LRX_USER, else the name of your account)")
}

// user is who sits at this machine, "" if it does not say.
func (a *app) user() string {
	return cmp.Or(a.env.Getenv("LRX_USER"), a.env.Getenv("USER"), a.env.Getenv("USERNAME"))
}

func (a *app) mergeCommand() *cobra.Command {
	var (
		r request
		d = choice{same: true}
	)
	c := &cobra.Command{
		Use: "merge A B", Short: "Say that two learners are one person",
		Long: `Writes to people.csv that A and B are one person, and makes what follows from it anew:
the learner keeps the id of A. A and B are learner ids, identifiers (mailto:…,
homePage|name) or exact names. Where the roster says that they are two people, it has to
be confirmed with --yes.`,
		Example: "lrx people merge L-7QXKM2PA4C kim@example.org\n" +
			"lrx people merge 'Kim Li' 'https://sim.example.org|kli' --why 'told by Kim'",
		Args: twoArguments("learners"),
		RunE: func(c *cobra.Command, args []string) error {
			d.a, d.b = args[0], args[1]
			return a.decideHere(c, &r, func(ctx context.Context, progress func(store.Progress)) (*decision, error) {
				return a.decide(ctx, d, progress)
			})
		},
	}
	d.flags(c)
	c.Flags().BoolVar(&d.sure, "yes", false, "also where the roster says that they are two people")
	r.addOutput(c, output.Table, output.Table, output.JSON)
	return c
}

func (a *app) splitCommand() *cobra.Command {
	var (
		r request
		d choice
	)
	c := &cobra.Command{
		Use: "split LEARNER IFI", Short: "Say that an identifier is another person's",
		Long: `Writes to people.csv that IFI is not the learner's, and makes what follows from it anew:
the identifier then is a learner by itself. Where it is another learner's already, the two
are not suggested any more.`,
		Example: "lrx people split L-7QXKM2PA4C kim@example.org --why 'shared account'",
		Args:    twoArguments("a learner and an identifier"),
		RunE: func(c *cobra.Command, args []string) error {
			d.a, d.b = args[0], args[1]
			return a.decideHere(c, &r, func(ctx context.Context, progress func(store.Progress)) (*decision, error) {
				return a.decide(ctx, d, progress)
			})
		},
	}
	d.flags(c)
	r.addOutput(c, output.Table, output.Table, output.JSON)
	return c
}

func (a *app) undoCommand() *cobra.Command {
	var r request
	c := &cobra.Command{
		Use: "undo [LINE]", Short: "Take back the last decision, or the one in a line of people.csv",
		Long:    "Takes a decision out of people.csv and makes what follows from it anew.",
		Example: "lrx people undo\nlrx people undo 7",
		RunE: func(c *cobra.Command, args []string) error {
			line, err := lineOf(args)
			if err != nil {
				return err
			}
			return a.decideHere(c, &r, func(ctx context.Context, progress func(store.Progress)) (*decision, error) {
				return a.undo(ctx, line, progress)
			})
		},
	}
	r.addOutput(c, output.Table, output.Table, output.JSON)
	return c
}

// lineOf reads the argument of undo; 0 = the last.
func lineOf(args []string) (int, error) {
	const next = "lrx people undo --help shows examples"
	switch len(args) {
	case 0:
		return 0, nil
	case 1:
		if n, err := strconv.Atoi(args[0]); err == nil && n > 0 {
			return n, nil
		}
		return 0, usage(next, "%q is no line of people.csv", args[0])
	}
	return 0, usage(next, "people undo takes one line, there are %d", len(args))
}

func twoArguments(what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) != 2 || slices.ContainsFunc(args, func(s string) bool { return strings.TrimSpace(s) == "" }) {
			return usage(c.CommandPath()+" --help shows examples", "%s takes two arguments, %s", commandName(c), what)
		}
		return nil
	}
}

// decideHere decides for a command: with a line of progress, and in words after.
func (a *app) decideHere(c *cobra.Command, r *request, do func(context.Context, func(store.Progress)) (*decision, error)) error {
	if err := r.read(c, a); err != nil {
		return err
	}
	line := a.progressLine()
	d, err := do(c.Context(), line.show)
	line.clear()
	if err != nil {
		return err
	}
	if r.out == output.JSON {
		return writeJSON(a.env.Stdout, d)
	}
	for _, said := range d.words() {
		indent := said[:len(said)-len(strings.TrimLeft(said, " "))]
		fmt.Fprintln(a.env.Stdout, indent+string(clean(said)))
	}
	if d.Line > 0 && !d.Undone {
		a.say(fmt.Sprintf("written to people.csv, line %d; %s takes it back", d.Line, a.command("people undo")))
	}
	return nil
}

// decide writes a decision about two learners and brings the store up to date.
func (a *app) decide(ctx context.Context, d choice, progress func(store.Progress)) (*decision, error) {
	out, line, err := a.prepare(ctx, d)
	switch {
	case err != nil:
		return nil, err
	case line.IFI == line.Other: // they are one already
		return out, a.told(ctx, out, line)
	}
	applied, err := store.Change(ctx, a.dir(), d.command(), a.write(out, line), store.WriteOptions{Now: a.clock(), Progress: progress, Profile: a.keepProfile})
	if err != nil {
		return nil, a.storeError(err)
	}
	out.Changed, out.Classes = applied.Changed, applied.Touched
	return out, a.told(ctx, out, line)
}

// command is what is under way, for others who want to write.
func (d *choice) command() string {
	if d.same {
		return "people merge"
	}
	return "people split"
}

// write is the edit that adds a line to people.csv.
func (a *app) write(out *decision, line roster.PersonDecision) func() error {
	return func() (err error) {
		out.Line, err = roster.Append(a.dir(), line)
		return err
	}
}

// prepare finds the two and makes the line of people.csv. Both its identifiers are
// one where nothing is left to decide.
func (a *app) prepare(ctx context.Context, d choice) (out *decision, line roster.PersonDecision, err error) {
	out = &decision{Decision: "different"}
	if d.same {
		out.Decision = "same"
	}
	err = a.ask(ctx, func(s *query.Store) error {
		x, err := s.Person(ctx, a.everything(), d.a)
		if err != nil {
			return err
		}
		y, err := s.Person(ctx, a.everything(), d.b)
		if err != nil {
			return err
		}
		line, err = a.lineFor(d, x, y)
		line.IFIAs, line.OtherAs = string(asWritten(x, line.IFI)), string(asWritten(y, line.Other))
		out.names = [2]name{called(x), called(y)}
		if x.Learner == y.Learner {
			out.names[1] = name{name: clean(d.b)}
		}
		return err
	})
	out.IFI, out.Other = roster.FormatIFI(line.IFI), roster.FormatIFI(line.Other)
	return out, line, err
}

// everything is the viewer who decides: decisions are about identifiers, which a
// mask hides.
func (a *app) everything() query.Viewer { return viewer(a.env, time.UTC, false) }

// name is what somebody is called, with the id if it is a learner.
type name struct{ name, id safetext.Safe }

func (n name) String() string {
	if n.id == "" {
		return string(n.name)
	}
	return string(n.name + " (" + n.id + ")")
}

func called(p query.Person) name { return name{p.Name.Shown(), p.Learner} }

// asWritten is one of a person's identifiers as people know it.
func asWritten(p query.Person, key string) safetext.Safe {
	for _, text := range p.Identifiers {
		if same, ok := roster.ParseKey(string(text)); ok && same == key {
			return text
		}
	}
	return clean(roster.FormatIFI(key))
}

// lineFor is the line of people.csv for a decision. Both its identifiers are one
// where there is nothing to decide.
func (a *app) lineFor(d choice, x, y query.Person) (roster.PersonDecision, error) {
	line := roster.PersonDecision{Same: d.same, Why: d.why, By: cmp.Or(d.by, a.user()), When: a.env.Now().UTC().Format(time.RFC3339)}
	one := x.Learner == y.Learner
	switch {
	case len(x.Keys) == 0 || len(y.Keys) == 0:
		return line, errors.New("the learner has no identifier that could be written down")
	case d.same && one:
		line.IFI, line.Other = x.Keys[0], x.Keys[0]
		return line, nil
	case d.same && x.Roster != nil && y.Roster != nil && !d.sure:
		return line, failure("if the roster is wrong: the same command with --yes", "%s and %s are two people in the roster, %s and %s",
			called(x), called(y), *x.Roster, *y.Roster)
	case !one:
		line.IFI, line.Other = keyOf(x, d.a), keyOf(y, d.b)
		return line, nil
	}
	other, ok := roster.ParseKey(d.b)
	if !ok || !slices.Contains(y.Keys, other) {
		return line, usage("one of "+identifierList(x), "%q is no identifier of %s", d.b, called(x))
	}
	rest := slices.DeleteFunc(slices.Clone(x.Keys), func(key string) bool { return x.OneIdentifier(key, other) })
	if len(rest) == 0 {
		return line, failure("lrx people list --learner "+string(x.Learner)+" shows who it is",
			"%s has one identifier (an address and its hash are one), there is nothing to split", called(x))
	}
	line.IFI, line.Other = rest[0], other
	return line, nil
}

// keyOf is the identifier that a person was called by, else the smallest.
func keyOf(p query.Person, name string) string {
	if key, ok := roster.ParseKey(name); ok && slices.Contains(p.Keys, key) {
		return key
	}
	return p.Keys[0]
}

func identifierList(p query.Person) string {
	texts := make([]string, len(p.Identifiers))
	for i, id := range p.Identifiers {
		texts[i] = string(id)
	}
	return strings.Join(texts, ", ")
}

// undo takes a decision back; line 0 is the last.
func (a *app) undo(ctx context.Context, line int, progress func(store.Progress)) (*decision, error) {
	var taken roster.PersonDecision
	applied, err := store.Change(ctx, a.dir(), commandUndo, func() (err error) {
		if line > 0 {
			taken, err = roster.Remove(a.dir(), line)
		} else {
			taken, err = roster.RemoveLast(a.dir())
		}
		return err
	}, store.WriteOptions{Now: a.clock(), Progress: progress, Profile: a.keepProfile})
	if err != nil {
		return nil, a.storeError(err)
	}
	out := undone(taken)
	out.Changed, out.Classes = applied.Changed, applied.Touched
	return out, a.told(ctx, out, taken)
}

const commandUndo = "people undo"

// undone is a decision that was taken back.
func undone(taken roster.PersonDecision) *decision {
	out := &decision{
		Decision: "different", Undone: true, Line: taken.Row,
		IFI: roster.FormatIFI(taken.IFI), Other: roster.FormatIFI(taken.Other),
	}
	if taken.Same {
		out.Decision = "same"
	}
	return out
}
