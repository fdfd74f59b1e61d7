package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"lrx/internal/cli/output"
	"lrx/internal/safetext"
	"lrx/query"
)

// thing is a command that prints one thing, whole.
type thing struct {
	name    string
	use     string
	takes   string // what the argument is, in words
	short   string
	example string
	filters selection
	show    showThing
}

// showThing answers a thing as a sheet of one row, with its raw text if it has one.
type showThing func(ctx context.Context, s *query.Store, v query.Viewer, id string, f query.Filter) (query.Sheet, []byte, error)

func things() []thing {
	return []thing{
		{
			name: "learner", use: "learner ID", takes: "a learner id, mailto:… or exact name",
			short: "One learner, by id, mailto:… or exact name",
			example: "lrx learner L-7QXKM2PA4C\n" +
				"lrx learner mailto:kim@example.org --format json\n" +
				"lrx learner 'Kim Li' --as-of 2026-02-28",
			filters: byClass | byPeriod | byAsOf | byVerb | bySource | byGroup | byPlatform,
			show: row("learner", answer((*query.Store).Learners, query.LearnerSheet),
				func(f *query.Filter, id string) { f.Learner = id }),
		},
		{
			name: "activity", use: "activity ID", takes: "an activity's IRI or exact name",
			short: "One activity, by IRI or exact name",
			example: "lrx activity https://lms.example.org/quiz/3\n" +
				"lrx activity 'Quiz 3' --class everyone --format json",
			filters: byClass | byPeriod | byAsOf | byVerb | bySource | byGroup | byPlatform | byArea | byRule,
			show: row("activity", answer((*query.Store).Activities, query.ActivitySheet),
				func(f *query.Filter, id string) { f.Activity = id }),
		},
		{
			name: "statement", use: "statement ID", takes: "a statement's id",
			short: "One statement with its text as received",
			example: "lrx statement 12345678-1234-5678-1234-567812345678\n" +
				"lrx statement 12345678-1234-5678-1234-567812345678 --format json",
			show: showStatement,
		},
	}
}

// row makes the question for a thing that is a row of a list: the same
// columns, counted the same way. with narrows the list to the thing.
func row(kind string, list question, with func(*query.Filter, string)) showThing {
	return func(ctx context.Context, s *query.Store, v query.Viewer, id string, f query.Filter) (query.Sheet, []byte, error) {
		with(&f, id)
		sheet, err := list(ctx, s, v, f)
		if err == nil && len(sheet.Rows) == 0 {
			err = &query.NotFoundError{Kind: kind, Name: id}
		}
		return sheet, nil, err
	}
}

func showStatement(ctx context.Context, s *query.Store, v query.Viewer, id string, _ query.Filter) (query.Sheet, []byte, error) {
	d, err := s.Statement(ctx, v, id)
	if err != nil {
		return query.Sheet{}, nil, err
	}
	return statementSheet(d, v), d.Raw.Bytes(), nil
}

// statementSheet is the row of the list of statements with what only the whole
// statement has.
func statementSheet(d query.StatementDetail, v query.Viewer) query.Sheet {
	sheet := query.StatementSheet(query.List[query.Statement]{Rows: []query.Statement{d.Statement}, Total: 1}, v)
	attempts := make([]safetext.Safe, len(d.Attempts))
	for i, id := range d.Attempts {
		attempts[i] = safetext.Clean(id)
	}
	add := func(key, title string, kind query.Kind, value any) {
		sheet.Columns = append(sheet.Columns, query.Column{Key: key, Title: title, Kind: kind})
		sheet.Rows[0].Cells = append(sheet.Rows[0].Cells, value)
	}
	line := any(nil) // some shapes have none
	if d.Line > 0 {
		line = d.Line
	}
	add("flags", "Flags", query.KindList, none(d.Flags))
	add("voided_by", "Voided by", query.KindID, present(d.VoidedBy))
	add("voided_at", "Voided at", query.KindTime, present(d.VoidedAt))
	add("voids", "Voids", query.KindID, present(d.Voids))
	add("registration", "Registration", query.KindID, present(d.Registration))
	add("parent", "Parent", query.KindID, present(d.Parent))
	add("attempts", "Attempts", query.KindList, attempts)
	add("file", "File", query.KindText, d.File)
	add("line", "Line", query.KindCount, line)
	add("offset", "Offset", query.KindCount, d.Offset)
	return sheet
}

// present is the value behind a pointer, or the nil of a missing cell.
func present[T any](p *T) any {
	if p == nil {
		return nil
	}
	return *p
}

func (a *app) thingCommands() []*cobra.Command {
	var all []*cobra.Command
	for _, t := range things() {
		all = append(all, a.thingCommand(t))
	}
	return all
}

func (a *app) thingCommand(t thing) *cobra.Command {
	var r request
	c := &cobra.Command{
		Use: t.use, Short: t.short, Example: t.example, GroupID: groupThings,
		Args: oneArgument(t.takes),
		RunE: func(c *cobra.Command, args []string) error {
			if strings.TrimSpace(args[0]) == "" {
				return usage(c.CommandPath()+" --help shows examples", "the id is empty")
			}
			if err := r.read(c, a); err != nil {
				return err
			}
			return a.askFor(c.Context(), &r, func(s *query.Store) error {
				sheet, raw, err := t.show(c.Context(), s, r.viewer, args[0], r.filter)
				if err != nil {
					return err
				}
				return output.Thing(a.env.Stdout, r.out, sheet, raw, a.terminal())
			})
		},
	}
	r.addFilters(c, t.filters)
	r.addOutput(c, output.Table, output.Table, output.CSV, output.JSON, output.NDJSON)
	r.addMask(c)
	return c
}
