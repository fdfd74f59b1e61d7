package cli

import (
	"encoding/csv"
	"strings"

	"github.com/spf13/cobra"

	"lrx/query"
)

func (a *app) dueCommand() *cobra.Command {
	c := &cobra.Command{
		Use: "due", Short: "When work is due", GroupID: groupSchool,
		Long: `due.csv in the store's folder says when what is due: class,activity,due,weight,learner,group.
A line with a learner or a group gives them a date of their own; "excused" in place of a
date excuses them. A day means the end of that day in the reporting time zone.`,
		Example: "lrx due template math-7b > due.csv",
		Args:    noArguments,
		RunE:    func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(a.dueTemplateCommand())
	return c
}

func (a *app) dueTemplateCommand() *cobra.Command {
	var r request
	c := &cobra.Command{
		Use: "template CLASS", Short: "A due.csv for a class, with the activities that were found",
		Long: `Writes a due.csv to standard output with a line for each activity of the class that
bears results, without a date. Fill in the dates of what is due, delete the other lines,
put the file into the store's folder and run lrx apply.`,
		Example: "lrx due template math-7b > due.csv",
		Args:    oneArgument("a class"),
		RunE: func(c *cobra.Command, args []string) error {
			tz, err := a.zone(r.tz)
			if err != nil {
				return err
			}
			return a.ask(c.Context(), func(s *query.Store) error {
				f := query.Filter{Class: args[0], Period: query.PeriodAll}
				class, err := s.ClassID(c.Context(), viewer(a.env, tz, false), args[0])
				if err != nil {
					return err
				}
				all, err := s.Activities(c.Context(), viewer(a.env, tz, false), f)
				if err != nil {
					return err
				}
				return a.writeDue(class, all.Rows)
			})
		},
	}
	return c
}

// writeDue writes the lines without dates; the name of an activity stands in a
// comment above it.
func (a *app) writeDue(class string, activities []query.Activity) error {
	w := csv.NewWriter(a.env.Stdout)
	if err := w.Write([]string{"class", "activity", "due", "weight", "learner", "group"}); err != nil {
		return err
	}
	for _, x := range activities {
		if x.Attempts == 0 {
			continue
		}
		w.Flush()
		if _, err := a.env.Stdout.Write([]byte("# " + strings.ReplaceAll(string(x.Name), "\n", " ") + "\n")); err != nil {
			return err
		}
		if err := w.Write([]string{class, x.IRI, "", "1", "", ""}); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}
