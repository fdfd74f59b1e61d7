package cli

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"lrx/internal/cli/output"
	"lrx/query"
)

func (a *app) peopleCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "people", Short: "Who is who: list, suggest, merge, split, undo", GroupID: groupData,
		Long: `A learner is one person, with as many identifiers as the person has in all systems.
Which belong together is decided here, line by line, in people.csv in the folder of the
store: plain text that can be reviewed, and undone by deleting a line.`,
		Args: noArguments,
		RunE: func(*cobra.Command, []string) error {
			return usage("lrx people --help lists what it can do", "people needs to know what: list, suggest, merge, split or undo")
		},
	}
	for _, l := range peopleLists() {
		c.AddCommand(a.listCommand(l, ""))
	}
	c.AddCommand(a.suggestCommand(), a.mergeCommand(), a.splitCommand(), a.undoCommand())
	return c
}

func peopleLists() []list {
	return []list{{
		name: "list", short: "Learners with all their identifiers, across classes",
		long: "Lists learners with their identifiers, names, roster id, classes and registrations.",
		example: "lrx people list\n" +
			"lrx people list --learner 'Kim Li' --format json\n" +
			"lrx people list --sort -identifiers --limit 10",
		filters: byLearner | byAsOf | withOrder,
		sheet:   answer((*query.Store).People, query.PersonSheet),
	}}
}

func (a *app) suggestCommand() *cobra.Command {
	var r request
	c := &cobra.Command{
		Use: "suggest", Short: "Learners who may be one person, with evidence and strength",
		Long: `Lists pairs of learners who may be one person, the most likely first, with what speaks
for it (+) and against it (-). Behind them stand conflicts: pairs of whom the roster says
that they are two people. Nothing is merged; pairs that people.csv says are different are
left out. lrx people merge A B makes two learners one, lrx people split A B says they are two.`,
		Example: "lrx people suggest\nlrx people suggest --limit 20\nlrx people suggest --format json",
		Args:    noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := r.read(c, a); err != nil {
				return err
			}
			return a.ask(c.Context(), func(s *query.Store) error { return a.suggest(c.Context(), s, r) })
		},
	}
	r.addFilters(c, withOrder)
	r.addOutput(c, output.Table, output.Table, output.CSV, output.JSON, output.NDJSON)
	r.addLimit(c)
	r.addMask(c)
	return c
}

func (a *app) suggest(ctx context.Context, s *query.Store, r request) error {
	found, err := s.Suggestions(ctx, r.viewer, r.filter)
	if err != nil {
		return err
	}
	conflicts, err := s.Identities(ctx, r.viewer, r.filter)
	if err != nil {
		return err
	}
	crowds, err := s.Crowds(ctx, r.viewer)
	if err != nil {
		return err
	}
	found.Rows = slices.Concat(found.Rows, conflicts.Rows)
	found.Total, found.Truncated = found.Total+conflicts.Total, found.Truncated || conflicts.Truncated
	if found.Total == 0 {
		a.say("no two learners look alike")
	}
	for _, note := range crowds {
		a.say(string(note))
	}
	if found.Total == 0 && r.out == output.Table {
		return nil
	}
	return a.writeSheet(query.SuggestionSheet(found, r.viewer), r.out)
}
