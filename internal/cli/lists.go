package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"lrx/internal/cli/output"
	"lrx/query"
)

// question answers a list's question as a sheet.
type question func(context.Context, *query.Store, query.Viewer, query.Filter) (query.Sheet, error)

// list is a command that prints a list. A new list is a new entry in lists.
type list struct {
	name    string
	short   string
	long    string
	example string
	filters selection
	sheet   question
	people  forPeople // how people read it where it is no table; nil = as a table
}

// forPeople answers a list's question in a form of its own, for people.
type forPeople func(context.Context, *app, *query.Store, *request) error

// The filters that most lists take.
const (
	chosen = byArea | byVerb | bySource | byGroup | byPlatform
	common = byPeriod | byAsOf | chosen | withOrder
)

// lists are the list commands; `export view` offers the same.
func lists() []list {
	return append([]list{
		{
			name: "classes", short: "Classes with learners, statements and the newest statement",
			long: "Lists the classes: those of the records (a course, a team) and everyone.",
			example: "lrx classes\n" +
				"lrx classes --verb answered --format json",
			filters: common,
			sheet:   answer((*query.Store).Classes, query.ClassSheet),
		},
		{
			name: "learners", short: "Learners of a class with what they did",
			long: "Lists the learners of a class. Counts leave out void and voiding statements.",
			example: "lrx learners\n" +
				"lrx learners --class https://moodle.example.org/course/view.php?id=7 --since 2w\n" +
				"lrx learners --sort -attempts --limit 10 --mask",
			filters: common | byClass | withPurpose,
			sheet:   answer((*query.Store).Learners, query.LearnerSheet),
		},
		{
			name: "activities", short: "Activities of a class or of one learner",
			long: "Lists activities with the share of right first tries and the mean scaled result.",
			example: "lrx activities --class everyone\n" +
				"lrx activities --learner L-7QXKM2PA4C --sort first_try_rate\n" +
				"lrx activities --attempt-rule best",
			filters: common | byClass | byLearner | byRule,
			sheet:   answer((*query.Store).Activities, query.ActivitySheet),
		},
		{
			name: "areas", short: "Areas of a class as a tree: courses, modules, skills",
			long: "Lists areas: the activities that hold others, each followed by those it holds, and behind them the skills.\n" +
				"Numbers are of all that lies below an area. What belongs to what comes from the statements; activities.csv corrects it.",
			example: "lrx areas --class everyone\n" +
				"lrx areas --area 'Module 3: Enzymes' --format json",
			filters: common | byClass | byLearner | byRule,
			sheet:   answer((*query.Store).Areas, query.AreaSheet),
		},
		{
			name: "items", short: "Items of a class: what is answered",
			long: "Lists the activities that can be answered right or wrong and hold no others, with the area each is in.",
			example: "lrx items --area 'Quiz: Cells' --sort first_try_rate\n" +
				"lrx items --class everyone --format csv",
			filters: common | byClass | byLearner | byRule,
			sheet:   answer((*query.Store).Items, query.ItemSheet),
		},
		{
			name: "attempts", short: "Attempts, newest first",
			long: "Lists attempts: one try of one learner at an assessment, or one answer to an item.",
			example: "lrx attempts --learner mailto:kim@example.org\n" +
				"lrx attempts --activity 'Quiz 3' --since 2026-03-01 --format csv",
			filters: common | byClass | byLearner | byActivity,
			sheet:   answer((*query.Store).Attempts, query.AttemptSheet),
		},
		{
			name: "statements", short: "Statements, newest first",
			long: "Lists statements. Void and voiding ones are left out unless --voided is given.",
			example: "lrx statements --verb answered --since 7d\n" +
				"lrx statements --learner 'Kim Li' --format ndjson\n" +
				"lrx statements --voided --as-of 2026-02-28",
			filters: common | byClass | byLearner | byActivity | byAttempt | withVoided,
			sheet:   answer((*query.Store).Statements, query.StatementSheet),
		},
		{
			name: "verbs", short: "Verbs with their counts and what they are evidence for",
			long: "Lists the verbs of the records. A verb that feeds nothing is counted and otherwise left alone.",
			example: "lrx verbs\n" +
				"lrx verbs --class 'Biology 7a' --period all --sort -statements",
			filters: common | byClass | byLearner,
			sheet:   answer((*query.Store).Verbs, query.VerbSheet),
		},
		{
			name: "origins", short: "Systems that statements came from, told by authority, platform and home page",
			long: "Lists the systems that statements came from: within each source one row for each authority, platform and home page\n" +
				"of accounts, with how much of it bears a score. The kind (LMS, mobile, simulation, on-the-job) is told where the\n" +
				"platform's text or the types of activities say so, and never guessed.",
			example: "lrx origins\n" +
				"lrx origins --class https://moodle.example.org/course/view.php?id=7 --sort -scored",
			filters: common | byClass,
			sheet:   answer((*query.Store).Origins, query.OriginSheet),
		},
		{
			name: "gaps", short: "Days on which a source sent far fewer statements than expected",
			long: "Lists the days on which a source sent less than a tenth of the statements that are usual there on that day of the\n" +
				"week, newest first: an outage candidate where at least 20 were expected and such days are rare, else quiet, or a\n" +
				"holiday by calendar.csv. Days are told between the first and the last statement of a source.",
			example: "lrx gaps\n" +
				"lrx gaps --origin --since 2026-01-01\n" +
				"lrx gaps --daily --text moodle --format csv",
			filters: common | byClass | ofGaps,
			sheet:   answer((*query.Store).Gaps, query.GapSheet),
		},
	}, scoreLists()...)
}

// answer makes a question from a method of the store and the sheet of its rows.
func answer[T any](
	ask func(*query.Store, context.Context, query.Viewer, query.Filter) (query.List[T], error),
	sheet func(query.List[T], query.Viewer) query.Sheet,
) question {
	return func(ctx context.Context, s *query.Store, v query.Viewer, f query.Filter) (query.Sheet, error) {
		rows, err := ask(s, ctx, v, f)
		if err != nil {
			return query.Sheet{}, err
		}
		return sheet(rows, v), nil
	}
}

func (a *app) listCommand(l list, group string) *cobra.Command {
	var r request
	c := &cobra.Command{
		Use: l.name, Short: l.short, Long: l.long, Example: l.example, GroupID: group,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := r.read(c, a); err != nil {
				return err
			}
			if err := r.checkPurpose(l.name); err != nil {
				return err
			}
			return a.askFor(c.Context(), &r, func(s *query.Store) error {
				if l.people != nil && r.out == output.Table {
					return l.people(c.Context(), a, s, &r)
				}
				sheet, err := l.sheet(c.Context(), s, r.viewer, r.filter)
				if err != nil {
					return err
				}
				if err := a.keepPurpose(c.Context(), s, &r, l.name); err != nil {
					return err
				}
				return a.writeSheet(sheet, r.out)
			})
		},
	}
	r.addFilters(c, l.filters)
	r.addOutput(c, output.Table, output.Table, output.CSV, output.JSON, output.NDJSON)
	r.addLimit(c)
	r.addMask(c)
	return c
}

// noArguments refuses arguments to a command that takes none.
func noArguments(c *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usage(c.CommandPath()+" --help shows what it takes", "%s takes no argument, there is %q", commandName(c), args[0])
	}
	return nil
}

// oneArgument asks for exactly one.
func oneArgument(what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) != 1 {
			return usage(c.CommandPath()+" --help shows examples", "%s takes one argument, %s; there are %d", commandName(c), what, len(args))
		}
		return nil
	}
}

// commandName is the name of a command without the program's.
func commandName(c *cobra.Command) string {
	return strings.TrimPrefix(c.CommandPath(), c.Root().Name()+" ")
}
