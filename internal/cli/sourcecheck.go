package cli

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"lrx/data/lrs"
	"lrx/internal/cli/output"
	"lrx/internal/safetext"
)

func (a *app) sourceCheckCommand() *cobra.Command {
	var r request
	c := &cobra.Command{
		Use: "check NAME", Short: "Say what can be expected of a source, in sentences to forward",
		Long: "Asks a source some ten questions and says what was found: whether the key is good and what\n" +
			"it can see, why nothing may come, how pages, order and times behave. Nothing is pulled or\n" +
			"written. The sentences are made to be sent to whoever runs the Learning Record Store.",
		Example:           "lrx source check school\nlrx source check school --format json\nlrx source check school > report.txt",
		Args:              oneArgument("the name of a source"),
		ValidArgsFunction: a.completeSource,
		RunE: func(c *cobra.Command, args []string) error {
			if err := r.read(c, a); err != nil {
				return err
			}
			sources, err := a.sourcesNamed(args)
			if err != nil {
				return err
			}
			report, err := a.checkSource(c.Context(), sources[0])
			if err != nil {
				return err
			}
			if err := a.writeCheck(report, r); err != nil {
				return err
			}
			return checkVerdict(report)
		},
	}
	r.addOutput(c, output.Table, output.Table, output.JSON)
	return c
}

// checkSource asks a source, with a progress line.
func (a *app) checkSource(ctx context.Context, s lrs.Source) (*lrs.Report, error) {
	secret, err := a.secrets().Find(ctx, s)
	if err != nil {
		return nil, err
	}
	line := a.progressLine()
	defer line.clear()
	line.say("asking " + s.URL + "…")
	client, err := lrs.NewClient(s, lrs.Options{
		Secret: secret, UserAgent: userAgent(), Now: a.env.Now,
		Notice: func(text string) { line.say(s.Name + ": " + text) },
	})
	if err != nil {
		return nil, err
	}
	defer client.Close()
	return client.Check(ctx)
}

// checkVerdict is the exit code of a report, which has said the rest.
func checkVerdict(r *lrs.Report) error {
	switch {
	case r.OK:
		return nil
	case r.Err != nil:
		return silent(explainSource(r.Err, r.Err).code)
	}
	return silent(exitFailure)
}

// writeCheck writes the report as sentences, or as JSON.
func (a *app) writeCheck(report *lrs.Report, r request) error {
	if r.out == output.JSON {
		return writeJSON(a.env.Stdout, report)
	}
	w := bufio.NewWriter(a.env.Stdout)
	checkText(w, report, a.env.Now().In(r.viewer.TZ), a.terminal().Width)
	return w.Flush()
}

// checkText writes the sentences, each with how it is meant. Away from a terminal
// a sentence is one line.
func checkText(w io.Writer, r *lrs.Report, at time.Time, width int) {
	fmt.Fprintf(w, "%s, %s, checked by lrx on %s\n\n", clean(r.Source), clean(r.URL), at.Format("2006-01-02 15:04 MST"))
	problems := int64(0)
	indent := len(lrs.LevelProblem) + 2
	for _, f := range r.Findings {
		if f.Level == lrs.LevelProblem {
			problems++
		}
		margin := fmt.Sprintf("%-*s", indent, f.Level)
		for _, line := range wrapped(clean(f.Text), width-1-indent) {
			fmt.Fprintf(w, "%s%s\n", margin, line)
			margin = strings.Repeat(" ", indent)
		}
	}
	verdict := "Statements can be pulled."
	if !r.OK {
		verdict = "Statements cannot be pulled."
	}
	if problems > 0 {
		verdict += fmt.Sprintf(" Somebody has to look at %s.", counted(problems, "problems"))
	}
	fmt.Fprintf(w, "\n%s\n", verdict)
}

// narrowest is the least room that text is broken for.
const narrowest = 20

// wrapped breaks a text between words. A longer word, such as an address, stays
// whole; so does all of it where there is no width to keep to.
func wrapped(text safetext.Safe, width int) []safetext.Safe {
	if width < narrowest {
		return []safetext.Safe{text}
	}
	var lines []safetext.Safe
	line := safetext.Safe("")
	for _, word := range strings.Fields(string(text)) {
		longer := line + " " + safetext.Safe(word)
		switch {
		case line == "":
			line = safetext.Safe(word)
		case safetext.Width(longer) <= width:
			line = longer
		default:
			lines = append(lines, line)
			line = safetext.Safe(word)
		}
	}
	return append(lines, line)
}
