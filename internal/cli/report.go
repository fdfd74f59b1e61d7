package cli

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"lrx/internal/cli/output"
	"lrx/internal/cli/page"
	"lrx/query"
)

// The formats of a report.
const (
	formatHTML output.Format = "html"
	formatText output.Format = "text"
)

// printable is a report as it is written into a file.
type printable interface {
	HTML(io.Writer) error
	Text(io.Writer, page.Style) error
}

func (a *app) exportReportCommand() *cobra.Command {
	var (
		r     request
		path  string
		force bool
	)
	c := &cobra.Command{
		Use: "report [LEARNER]", Short: "Write a printable page: the receipt of a learner, or of all learners of a class",
		Long: "Writes one file that can be printed, mailed and filed: HTML without scripts and without anything from elsewhere, or plain\n" +
			"text. It has the score as a receipt with intervals, evidence and what the score cannot see. With --class and no learner\n" +
			"it has a cover with the figures of the class and a page for each learner, by name. Under --mask a\n" +
			"learner is named by id. That a report was made is kept in the audit file.",
		Example: "lrx export report 'Kim Li' --class 'Biology 7a' --output kim.html\n" +
			"lrx export report --class 'Biology 7a' --mask --output biology.html\n" +
			"lrx export report L-7QXKM2PA4C --format text",
		Args: atMostOne("a learner id, mailto:… or exact name"),
		RunE: func(c *cobra.Command, args []string) error {
			if !c.Flags().Changed("format") {
				r.format = reportFormat(path)
			}
			if err := r.read(c, a); err != nil {
				return err
			}
			learner := strings.Join(args, "")
			switch {
			case strings.TrimSpace(learner) == "" && (len(args) > 0 || r.filter.Class == ""):
				return usage("lrx export report LEARNER, or lrx export report --class CLASS", "a report is about a learner or a class: name one")
			case r.out == formatHTML && (path == "" || path == "-") && a.env.StdoutTerminal:
				return usage("name a file with --output report.html, or add --format text", "a page of HTML is of no use on a terminal")
			}
			return a.askFor(c.Context(), &r, func(s *query.Store) error {
				report, err := a.report(c.Context(), s, &r, learner)
				if err != nil {
					return err
				}
				return a.writePage(report, r.out, path, force)
			})
		},
	}
	r.addFilters(c, byClass|byPeriod|byAsOf|withPurpose)
	r.addOutput(c, formatHTML, formatHTML, formatText)
	r.addMask(c)
	c.Flags().StringVarP(&path, "output", "o", "", "file to write (default: standard output)")
	c.Flags().BoolVar(&force, "force", false, "overwrite the file if it exists")
	c.Flags().Lookup("purpose").Usage = "what the report is for; it is kept in the audit file"
	return c
}

// reportFormat takes the format from a file's name.
func reportFormat(path string) string {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".txt", ".text":
		return string(formatText)
	}
	return string(formatHTML)
}

// atMostOne takes an argument or none.
func atMostOne(what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) > 1 {
			return usage(c.CommandPath()+" --help shows examples", "%s takes one argument, %s; there are %d", commandName(c), what, len(args))
		}
		return nil
	}
}

// report asks for what a report is made of, and keeps that it was asked for.
func (a *app) report(ctx context.Context, s *query.Store, r *request, learner string) (printable, error) {
	with := r.filter
	with.Unused = true
	if learner != "" {
		receipt, err := s.Score(ctx, r.viewer, learner, with)
		if err != nil {
			return nil, err
		}
		p := page.New(receipt, r.viewer.TZ)
		p.Made.Note = a.madeUp()
		return p, a.keepUse(ctx, use{what: "report", about: string(receipt.Learner), purpose: r.filter.Purpose})
	}
	scores, err := s.Scores(ctx, r.viewer, r.filter)
	if err != nil {
		return nil, err
	}
	hard, err := s.Struggling(ctx, r.viewer, r.filter)
	if err != nil {
		return nil, err
	}
	receipts := make([]query.Receipt, len(scores.Rows))
	for i, row := range scores.Rows {
		if receipts[i], err = s.Score(ctx, r.viewer, row.ID, with); err != nil {
			return nil, err
		}
	}
	p := page.NewClass(scores, hard.Rows, receipts, r.viewer.TZ)
	if p.Name == "" { // nobody is in it
		p.Name = clean(r.filter.Class)
	}
	p.Note(a.madeUp())
	about := string(p.ID)
	if about == "" {
		about = r.filter.Class
	}
	return p, a.keepUse(ctx, use{what: "report", about: about, purpose: r.filter.Purpose})
}

func (a *app) writePage(p printable, f output.Format, path string, force bool) error {
	write := func(w io.Writer) error {
		if f == formatText {
			return p.Text(w, page.Style{Width: usualWidth})
		}
		return p.HTML(w)
	}
	if path == "" || path == "-" {
		return write(a.env.Stdout)
	}
	err := writeFile(path, force, write)
	if errors.Is(err, fs.ErrExist) {
		return failure("name another file, or add --force to overwrite it", "%q exists", path)
	}
	if err == nil {
		a.say("report written to " + path)
	}
	return err
}
