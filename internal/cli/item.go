package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"lrx/internal/cli/output"
	"lrx/query"
)

func (a *app) itemCommand() *cobra.Command {
	var r request
	c := &cobra.Command{
		Use: "item ID", Short: "What a class did at an item or an assessment: first tries, answers, who is stuck", GroupID: groupThings,
		Long: "Shows the first responses of a class to an item with their interval, how hard it is, how many tries and how much time it\n" +
			"took, the answers that were given first, and who is stuck. A wrong answer that strong learners choose most is told: the key\n" +
			"may be wrong.",
		Example: "lrx item https://lms.example.org/quiz/3/q1 --class 'Biology 7a'\n" +
			"lrx item 'Question 1' --format json",
		Args: oneArgument("an activity's IRI or exact name"),
		RunE: func(c *cobra.Command, args []string) error {
			if strings.TrimSpace(args[0]) == "" {
				return usage(c.CommandPath()+" --help shows examples", "the id is empty")
			}
			if err := r.read(c, a); err != nil {
				return err
			}
			return a.askFor(c.Context(), &r, func(s *query.Store) error {
				report, err := s.ItemReport(c.Context(), r.viewer, args[0], r.filter)
				if err != nil {
					return err
				}
				return a.writeItem(report, &r)
			})
		},
	}
	r.addFilters(c, byClass|byPeriod|byAsOf)
	r.addOutput(c, output.Table, output.Table, output.CSV, output.JSON, output.NDJSON)
	r.addMask(c)
	return c
}

func (a *app) writeItem(report query.ItemReport, r *request) error {
	sheet := query.ItemReportSheet(report, r.viewer)
	parts := []query.Sheet{query.ResultSheet(report, r.viewer), query.AnswerSheet(report, r.viewer), query.StuckSheet(report, r.viewer)}
	switch r.out {
	case output.JSON, output.NDJSON:
		for _, p := range parts {
			sheet.Columns = append(sheet.Columns, query.Column{Key: partKey(p), Title: p.Name, Kind: query.KindAny})
			sheet.Rows[0].Cells = append(sheet.Rows[0].Cells, objects(p))
		}
		return output.Thing(a.env.Stdout, r.out, sheet, nil, a.terminal())
	case output.CSV:
		return output.Thing(a.env.Stdout, r.out, sheet, nil, a.terminal())
	}
	if report.Work() {
		sheet = forWork(sheet)
	}
	if err := output.Thing(a.env.Stdout, r.out, sheet, nil, a.terminal()); err != nil {
		return err
	}
	for _, p := range parts {
		if len(p.Rows) == 0 || p.Name == "results" && report.MeanResult == nil {
			continue
		}
		fmt.Fprintln(a.env.Stdout)
		if _, err := output.Sheet(a.env.Stdout, r.out, p, a.terminal()); err != nil {
			return err
		}
	}
	a.say(footer(sheet, nil))
	return nil
}

// forWork leaves out the lines that only items have something in.
func forWork(s query.Sheet) query.Sheet {
	columns, row := s.Columns, s.Rows[0]
	s.Columns, s.Rows = nil, []query.Row{{Key: row.Key}}
	for i, c := range columns {
		if !query.OfItemsAlone(c.Key) {
			s.Columns, s.Rows[0].Cells = append(s.Columns, c), append(s.Rows[0].Cells, row.Cells[i])
		}
	}
	return s
}

// partKey is the key of a part of a report; how many are stuck is a column already.
func partKey(s query.Sheet) string {
	if s.Name == "stuck" {
		return "stuck_learners"
	}
	return s.Name
}

// objects are the rows of a sheet as values of one cell.
func objects(s query.Sheet) []map[string]any {
	all := make([]map[string]any, len(s.Rows))
	for i, row := range s.Rows {
		all[i] = map[string]any{}
		for j, c := range s.Columns {
			all[i][c.Key] = row.Cells[j]
		}
	}
	return all
}
