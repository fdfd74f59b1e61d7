// Package cli is the command line: commands, flags, exit codes, and the words
// around results. It asks package query for sheets and hands them to package
// output; it must not know SQL, DuckDB or the screens of the explorer, which
// the caller passes in as a function.
package cli

import (
	"context"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"lrx/internal/demo"
	"lrx/internal/safetext"
	"lrx/query"
	"lrx/scoring"
)

// ExploreOptions is what the explorer is opened with.
type ExploreOptions struct {
	Records     *query.Store
	Viewer      query.Viewer
	Label       string // says that the data is made up; "" for real data
	StoreName   string // the folder, cleaned, for the header
	Export      func(query.Sheet, string) (string, error)
	Pull        func(ctx context.Context, source string, progress func(safetext.Safe)) (safetext.Safe, error)
	Decide      func(ctx context.Context, d Decision) (safetext.Safe, error)
	Apply       func(ctx context.Context) error
	SaveProfile func(ctx context.Context, p scoring.Profile) error
	Audit       func(what, about, purpose string) error
	Mouse       bool
	NoColor     bool
}

// Explorer runs the full-screen explorer until the user leaves it.
type Explorer func(ctx context.Context, o ExploreOptions) error

// app is one run of the command line.
type app struct {
	env     Env
	explore Explorer

	store   string // --store
	quiet   bool
	noColor bool
}

// Main runs a command line and returns its exit code.
func Main(args []string, env Env, explore Explorer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// The first ctrl+c asks for an orderly end; a second one, with the signal
	// back at its default, ends the process at once.
	context.AfterFunc(ctx, stop)
	// A closed pipe then comes back as an error of the write, and `lrx … | head`
	// ends quietly.
	signal.Ignore(syscall.SIGPIPE)

	a := &app{env: env, explore: explore}
	root := a.root()
	root.SetArgs(args)
	root.SetIn(env.Stdin)
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitOK
	}
	f := explain(ctx, err)
	report(env.Stderr, f)
	return f.code
}

// dir is the folder of the store.
func (a *app) dir() string {
	switch {
	case a.store != "":
		return a.store
	case a.env.Getenv("LRX_STORE") != "":
		return a.env.Getenv("LRX_STORE")
	}
	return filepath.Join(a.env.DataHome, "lrx")
}

// named says whether the user chose the store rather than took the usual one.
func (a *app) named() bool { return a.store != "" || a.env.Getenv("LRX_STORE") != "" }

// open opens the store for questions.
func (a *app) open(ctx context.Context) (*query.Store, error) {
	s, err := query.Open(ctx, a.dir(), query.Options{Now: a.clock()})
	if err != nil {
		return nil, a.storeError(err)
	}
	return s, nil
}

// clock is the time that a store is asked for by default.
func (a *app) clock() func() time.Time {
	if isDemo(a.dir()) {
		return demo.AsOf // the made-up class lives in its own present
	}
	return a.env.Now
}

// ask opens the store, puts a question and closes it again.
func (a *app) ask(ctx context.Context, question func(*query.Store) error) error {
	s, err := a.open(ctx)
	if err != nil {
		return err
	}
	if undecided, failed := s.Undecided(ctx); undecided {
		a.say("the files of decisions in the store's folder have changed; lrx apply makes them count")
	} else if failed != nil {
		a.say("the files of decisions in the store's folder cannot be read: " + failed.Error())
	}
	err = question(s)
	if closed := s.Close(); err == nil {
		err = closed
	}
	return err
}

// root builds the tree of commands anew, so that two runs share nothing.
func (a *app) root() *cobra.Command {
	root := a.explorerCommand()
	root.Version = version()
	root.SilenceErrors = true
	root.SilenceUsage = true
	root.SetVersionTemplate("lrx {{.Version}}\n")
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return usage(c.CommandPath()+" --help shows the flags and examples", "%s", err)
	})
	flags := root.PersistentFlags()
	flags.StringVar(&a.store, "store", "", "folder of the store (default: $LRX_STORE, else the lrx folder in your data directory)")
	flags.BoolVarP(&a.quiet, "quiet", "q", false, "nothing on stderr but errors")
	flags.BoolVar(&a.noColor, "no-color", false, "plain text, as with NO_COLOR or in a pipe")

	root.AddGroup(
		&cobra.Group{ID: groupStart, Title: "start"},
		&cobra.Group{ID: groupLists, Title: "lists"},
		&cobra.Group{ID: groupThings, Title: "one thing, whole"},
		&cobra.Group{ID: groupSchool, Title: "people and classes"},
		&cobra.Group{ID: groupData, Title: "data out and store"},
		&cobra.Group{ID: groupOther, Title: "other"},
	)
	root.AddCommand(a.demoCommand(), a.loadCommand(), a.sourceCommand(), a.pullCommand())
	for _, l := range lists() {
		root.AddCommand(a.listCommand(l, groupLists))
	}
	root.AddCommand(a.thingCommands()...)
	root.AddCommand(a.scoreCommand(), a.timelineCommand(), a.itemCommand(), a.whatIfCommand(), a.checkCommand())
	root.AddCommand(a.rosterCommand(), a.applyCommand(), a.dueCommand(), a.setAsideCommand(), a.backtestCommand())
	root.AddCommand(a.exportCommand(), a.peopleCommand(), a.sqlCommand(), a.storeCommand(), a.manCommand())
	root.SetHelpCommandGroupID(groupOther)
	root.SetCompletionCommandGroupID(groupOther)
	indentExamples(root)
	a.dressHelp(root)
	return root
}

const (
	groupStart  = "start"
	groupLists  = "lists"
	groupThings = "things"
	groupSchool = "school"
	groupData   = "data"
	groupOther  = "other"
)
