// Command lrx is a terminal explorer for xAPI learning records.
package main

import (
	"context"
	"os"

	"lrx/internal/cli"
	"lrx/internal/safetext"
	"lrx/ui"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], cli.System(), explore))
}

// explore opens the full-screen explorer. It stands here so that commands that
// print never carry the screens' code.
func explore(ctx context.Context, o cli.ExploreOptions) error { return ui.Run(ctx, options(o)) }

// options are what the command line hands to the explorer.
func options(o cli.ExploreOptions) ui.Options {
	return ui.Options{
		Records:   o.Records,
		Viewer:    o.Viewer,
		Label:     o.Label,
		StoreName: o.StoreName,
		Export:    o.Export,
		Pull:      o.Pull,
		Decide: func(ctx context.Context, d ui.Decision) (safetext.Safe, error) {
			return o.Decide(ctx, cli.Decision(d))
		},
		Apply:       o.Apply,
		SaveProfile: o.SaveProfile,
		Audit:       o.Audit,
		Mouse:       o.Mouse,
		NoColor:     o.NoColor,
	}
}
