package cli

import (
	"fmt"
	"io"
	"runtime/debug"
	"strings"
	"time"

	"charm.land/fang/v2"
	mango "github.com/muesli/mango-cobra"
	"github.com/muesli/roff"
	"github.com/spf13/cobra"
)

// version is the version the program was built as.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}

// dressHelp lets fang write the help on a terminal with colours. Fang asks the
// terminal for its background, which a plain terminal or a pipe must be spared,
// so there cobra's own help is written. Fang takes over a whole tree; it gets
// one of its own, so that errors and exit codes stay here.
func (a *app) dressHelp(root *cobra.Command) {
	root.SetHelpFunc(func(c *cobra.Command, _ []string) {
		if !a.env.colour(a.noColor) {
			plainHelp(c)
			return
		}
		other := (&app{env: a.env, explore: a.explore}).root()
		other.SetOut(a.env.Stdout)
		other.SetErr(a.env.Stderr)
		other.SetArgs(append(strings.Fields(c.CommandPath())[1:], "--help"))
		_ = fang.Execute(c.Context(), other, fang.WithVersion(root.Version), fang.WithoutManpage()) // writing help to a terminal
	})
}

// plainHelp is cobra's help: what the command does, then its usage.
func plainHelp(c *cobra.Command) {
	text := c.Long
	if text == "" {
		text = c.Short
	}
	fmt.Fprintf(c.OutOrStdout(), "%s\n\n%s", strings.TrimSpace(text), c.UsageString())
}

// indentExamples sets the examples of a tree off from the text around them.
func indentExamples(c *cobra.Command) {
	if c.Example != "" {
		c.Example = "  " + strings.ReplaceAll(c.Example, "\n", "\n  ")
	}
	for _, sub := range c.Commands() {
		indentExamples(sub)
	}
}

func (a *app) manCommand() *cobra.Command {
	return &cobra.Command{
		Use: "man", Short: "Print the manual page", GroupID: groupOther,
		Long:    "Prints the manual page, made from the same definitions as the help.",
		Example: "lrx man > lrx.1",
		Args:    noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			page, err := mango.NewManPage(1, c.Root())
			if err != nil {
				return fmt.Errorf("make the manual page: %w", err)
			}
			page.WithLongDescription(unwrapped(about)).WithSection("Exit status", exitCodeText())
			_, err = io.WriteString(a.env.Stdout, page.Build(&manual{Document: roff.NewDocument()})+"\n")
			return err
		},
	}
}

// unwrapped joins the lines of each paragraph: the reader of a manual page
// breaks lines by itself.
func unwrapped(text string) string {
	paragraphs := strings.Split(text, "\n\n")
	for i, p := range paragraphs {
		paragraphs[i] = strings.ReplaceAll(p, "\n", " ")
	}
	return strings.Join(paragraphs, "\n")
}

// manual is a manual page without the day it was made, so that the same
// program makes the same page, and with short flags written as they are typed.
type manual struct {
	*roff.Document
	heading string
}

// Heading keeps the title line for String.
func (m *manual) Heading(section uint, title, description string, _ time.Time) {
	m.heading = fmt.Sprintf(".TH %s %d \"\" \"%s\" \"%s\"", strings.ToUpper(title), section, title, description)
}

// TextBold writes names of commands and flags; a short flag comes as "--q --quiet".
func (m *manual) TextBold(text string) {
	if short, long, ok := strings.Cut(text, " --"); ok && len(short) == len("--q") {
		text = short[1:] + " --" + long
	}
	m.Document.TextBold(text)
}

// String is the whole page.
func (m *manual) String() string { return m.heading + m.Document.String() }

// CommandTable is the table of commands in Markdown, for README.
func CommandTable() string {
	root := (&app{env: Env{}}).root()
	root.InitDefaultCompletionCmd()
	var b strings.Builder
	b.WriteString("| command | what it does |\n|---|---|\n")
	addRow := func(c *cobra.Command) {
		use := strings.TrimSuffix(c.UseLine(), " [flags]")
		fmt.Fprintf(&b, "| `%s` | %s |\n", strings.ReplaceAll(use, "|", `\|`), c.Short)
	}
	var add func(c *cobra.Command)
	add = func(c *cobra.Command) {
		if !c.HasSubCommands() || c.Name() == "completion" {
			addRow(c)
			return
		}
		for _, sub := range c.Commands() {
			add(sub)
		}
	}
	addRow(root)
	for _, group := range root.Groups() {
		for _, c := range root.Commands() {
			if c.GroupID == group.ID {
				add(c)
			}
		}
	}
	return b.String()
}
