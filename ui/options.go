package ui

import (
	"context"
	"io"
	"time"

	"github.com/charmbracelet/colorprofile"

	"lrx/internal/safetext"
	"lrx/query"
	"lrx/scoring"
	"lrx/ui/screen"
)

// Records is what the explorer asks of a store; *query.Store answers it.
type Records = screen.Records

// Decision is what somebody decides about two learners.
type Decision = screen.Decision

// Options is what the explorer is opened with. Records and Viewer are needed,
// everything else may stay zero.
type Options struct {
	Records   Records
	Viewer    query.Viewer
	Label     string // says in the header that the records are made up; "" for real ones
	StoreName string // the folder of the store, for the header

	// Export writes a sheet into a new file and returns its path. Nil means
	// that this explorer cannot write files.
	Export func(sheet query.Sheet, format string) (path string, err error)

	// Pull asks a source for what is new there, all sources for "", and says
	// what came of it in a sentence. It tells how far it is, and returns soon when
	// ctx ends. Nil means that there is nothing to pull from.
	Pull func(ctx context.Context, source string, progress func(safetext.Safe)) (safetext.Safe, error)

	// Decide writes a decision on who is who down and says what was decided; Apply
	// makes what follows from it anew, which takes longer. Nil means that this
	// explorer cannot decide.
	Decide func(ctx context.Context, d Decision) (safetext.Safe, error)
	Apply  func(ctx context.Context) error

	// SaveProfile makes a profile the one that scores are made with, and makes
	// them anew, which takes a while; it notes the change in the audit file. Nil
	// means that this explorer cannot save one.
	SaveProfile func(ctx context.Context, p scoring.Profile) error

	// Audit notes in the audit file what somebody did ("sorted" people by what a
	// score says of them, "unmasked" names), in which class, and what for. What is not noted is not done. Nil means that there
	// is no audit file: people are then not sorted by score.
	Audit func(what, about, purpose string) error

	Mouse   bool
	Theme   string // "auto" (also ""), "light", "dark"
	NoColor bool

	Profile       colorprofile.Profile // colours of the terminal; zero = found out
	Environ       []string             // what the terminal says of itself (TERM, …); nil = this process's
	Input         io.Reader            // nil = standard input
	Output        io.Writer            // nil = standard output
	Width, Height int                  // of the window until it says its size
	Now           func() time.Time     // the clock; nil = time.Now
}

// Run shows the explorer until its user leaves or ctx ends.
func Run(ctx context.Context, o Options) error {
	return run(ctx, New(o))
}
