package cli

import (
	"io"
	"strings"

	"github.com/spf13/cobra"

	"lrx/internal/cli/output"
	"lrx/query"
)

func (a *app) sqlCommand() *cobra.Command {
	var r request
	c := &cobra.Command{
		Use: "sql 'SELECT …' | -", Short: "Put your own question in SQL; nothing can be changed", GroupID: groupData,
		Long: `Runs one read-only query (DuckDB's SQL) over the documented views. A view has a row for
each row of the list of its name, and the same figures under the names of the JSON keys;
names of learners, verbs and activities are in their own views. The learner of group work
is missing, as it is several people's.

  statements      what counts, with the text as received in raw
  all_statements  void and voiding statements too, marked as such
  attempts  learners  activities  classes  loads  rejects
  scores          of all classes, each as of its own time, with the receipt as JSON

With "-" the query is read from standard input.`,
		Example: "lrx sql 'SELECT verb, count(*) AS n FROM statements GROUP BY verb ORDER BY n DESC'\n" +
			"lrx sql 'SELECT * FROM rejects' --format csv > rejects.csv\n" +
			"lrx sql - --format json < question.sql",
		Args: oneArgument("the query in quotes"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := r.read(c, a); err != nil {
				return err
			}
			text := args[0]
			if text == "-" {
				all, err := io.ReadAll(cancelable(c.Context(), a.env.Stdin))
				if err != nil {
					return err
				}
				text = string(all)
			}
			if strings.TrimSpace(text) == "" {
				return usage("lrx sql --help shows examples", "the query is empty")
			}
			return a.ask(c.Context(), func(s *query.Store) error {
				sheet, err := s.SQL(c.Context(), r.viewer, text, r.filter.Limit)
				if err != nil {
					return err
				}
				return a.writeSheet(sheet, r.out)
			})
		},
	}
	r.addOutput(c, output.Table, output.Table, output.CSV, output.JSON, output.NDJSON)
	r.addLimit(c)
	return c
}
