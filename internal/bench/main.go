// Command bench measures what lrx promises: the cost of loading beside other
// engines, the size of a store, memory, the time of questions and of screens.
//
//	go run ./internal/bench load -n 1000000 -against duckdb,chdb,pandas
//
// Each bench prints its figures beside their limits and the machine's name. It
// fails on ratios, counts and memory that miss a limit by more than 15 %, never
// on a clock. Statements are made (package statements), in a folder that is kept.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"

	"lrx/internal/bench/report"
)

// bench is one of the program's commands.
type bench struct {
	name, about string
	n           int // statements unless -n says otherwise
	run         func(context.Context, *options) (*report.Report, error)
}

func benches() []bench {
	return []bench{
		{"load", "load a file beside DuckDB's own SQL, chDB and pandas", 1_000_000, runLoad},
		{"memory", "load statements from a pipe, without a file", 1_000_000, runMemory},
		{"query", "the questions of the way down, by CPU", 1_000_000, runQuery},
		{"open", "from the start to the first full screen", 1_000_000, runOpen},
		{"key", "from a key to the frame that shows it, in a list of so many learners", 100_000, runKey},
		{"people", "learners who may be one person, and a merge, among so many learners", 100_000, runPeople},
	}
}

// options are what is asked of a bench.
type options struct {
	n       int
	seed    uint64
	rounds  int
	against string
	dir     string
	json    bool
	threads int
	save    string
}

var errFailed = errors.New("a figure is past its limit")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:])
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) == 0 {
		args = []string{"help"}
	}
	switch args[0] {
	case "generate":
		return generate(args[1:])
	case peerCommand: // this program again, as a process of its own
		return peerLoad(ctx, args[1:])
	case "scoring": // whose data have outcomes that are known, and limits of their own
		return runScoring(ctx, args[1:], os.Stdout)
	case "risk": // learned from one year and tested on the next
		return runRisk(ctx, args[1:], os.Stdout)
	}
	for _, b := range benches() {
		if b.name == args[0] {
			return b.report(ctx, args[1:])
		}
	}
	fmt.Fprintln(os.Stderr, "bench generate N [-seed 1] [-o FILE]: made statements, one a line")
	fmt.Fprintln(os.Stderr, "bench scoring: what scores are good for, beside their limits (-h lists its flags)")
	fmt.Fprintln(os.Stderr, "bench risk: what a model of risk is worth on another year, in a folder of the form of OULAD (-h lists its flags)")
	for _, b := range benches() {
		fmt.Fprintf(os.Stderr, "bench %s: %s (-h lists its flags)\n", b.name, b.about)
	}
	return fmt.Errorf("there is no bench %q", args[0])
}

func (b bench) flags(o *options) *flag.FlagSet {
	f := flag.NewFlagSet(b.name, flag.ContinueOnError)
	f.IntVar(&o.n, "n", b.n, "how many statements, or learners of the list")
	f.Uint64Var(&o.seed, "seed", 1, "of the statements")
	f.IntVar(&o.rounds, "rounds", 3, "how often everything is measured")
	f.StringVar(&o.against, "against", "duckdb", "who loads beside lrx: duckdb, duckdb-parse, duckdb-keys, chdb, chdb-parse, pandas, with commas between")
	f.StringVar(&o.dir, "dir", filepath.Join(os.TempDir(), "lrx-bench"), "where statements and stores are kept for the next run")
	f.BoolVar(&o.json, "json", false, "print JSON")
	f.IntVar(&o.threads, "threads", runtime.NumCPU(), "of the other engines; lrx decodes on all cores")
	f.StringVar(&o.save, "save", "", "keep the report as JSON in this folder, for README")
	return f
}

func (b bench) report(ctx context.Context, args []string) error {
	var o options
	if err := b.flags(&o).Parse(args); err != nil {
		return err
	}
	if o.n < 1 || o.rounds < 1 {
		return errors.New("-n and -rounds are at least 1")
	}
	if err := os.MkdirAll(o.dir, 0o700); err != nil {
		return err
	}
	r, err := b.run(ctx, &o)
	if err != nil {
		return fmt.Errorf("%s: %w", b.name, err)
	}
	r.Bench, r.Machine, r.Statements = b.name, machine(), o.n
	if err := keep(r, o.save); err != nil {
		return err
	}
	write := r.Write
	if o.json {
		write = r.JSON
	}
	if err := write(os.Stdout); err != nil {
		return err
	}
	if r.Failed() {
		return errFailed
	}
	return nil
}

// keep writes the report where README's table is made from.
func keep(r *report.Report, folder string) (err error) {
	if folder == "" {
		return nil
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	f, err := os.Create(filepath.Join(folder, r.Bench+"-"+strconv.Itoa(r.Statements)+".json"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return r.JSON(f)
}
