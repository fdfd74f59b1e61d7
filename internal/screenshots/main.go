// Command screenshots plays scripts with the explorer and writes what it shows:
// PNG pictures with text twins, and GIFs.
//
//	go run ./internal/screenshots -out screenshots [-only NAME] [-fonts FILE,FILE]
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"

	"lrx/internal/screenshots/shoot"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "screenshots:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	flags := flag.NewFlagSet("screenshots", flag.ContinueOnError)
	out := flags.String("out", "screenshots", "folder to write to")
	only := flags.String("only", "", "play this script alone")
	fonts := flags.String("fonts", "", "font files for scripts the built-in fonts lack, with commas between")
	if err := flags.Parse(args); err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	o := shoot.Options{
		Out:  *out,
		Only: *only,
		Log:  func(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) },
	}
	if *fonts != "" {
		o.Fonts = strings.Split(*fonts, ",")
	}
	return shoot.Run(ctx, o, scripts())
}
