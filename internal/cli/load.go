package cli

import (
	"context"
	"fmt"
	"io"
	"runtime/debug"

	"github.com/spf13/cobra"

	"lrx/data/store"
	"lrx/internal/cli/output"
	"lrx/query"
)

func (a *app) loadCommand() *cobra.Command {
	var (
		r   request
		how loading
	)
	c := &cobra.Command{
		Use: "load PATH… | -", Short: "Read exports into the store and account for every statement", GroupID: groupStart,
		Long: `Reads files, folders, globs or standard input ("-") and prints the intake receipt:
what was read, kept, already there, conflicting and rejected, with causes and places.
The format is found by content: a JSON array, NDJSON, one statement, StatementResults,
exports of Elasticsearch, Learning Locker, Ralph and Aspects, CSV of Learning Locker and
SQL LRS, captured HTTP answers; plain or packed with gzip, zstd or zip. Anything else is
refused with what was found.

Loading the same file twice changes nothing. A load that was interrupted goes on
where it was when the same command is given again.`,
		Example: "lrx load export.json.gz\n" +
			"lrx load 'exports/*.ndjson' --store ./autumn\n" +
			"curl -s https://lrs.example.org/dump | lrx load -\n" +
			"lrx load export.json --format json > receipt.json",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("lrx load FILE…, or lrx load - for standard input", "load needs something to read")
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			if err := r.read(c, a); err != nil {
				return err
			}
			receipt, err := a.load(c.Context(), args, how)
			if err != nil {
				return err
			}
			if err := a.writeReceipt(receipt, r); err != nil {
				return err
			}
			return verdict(receipt)
		},
	}
	r.addOutput(c, output.Table, output.Table, output.JSON)
	c.Flags().BoolVar(&how.wait, "wait", false, "wait for another process that writes to the store")
	c.Flags().BoolVar(&how.anySpace, "no-space-check", false, "load although the disk seems too small")
	return c
}

// loading says how a load is run.
type loading struct{ wait, anySpace bool }

// load runs a load with a progress line.
func (a *app) load(ctx context.Context, paths []string, how loading) (*store.Receipt, error) {
	defer lean()()
	line := a.progressLine()
	receipt, err := store.Load(ctx, a.dir(), store.LoadOptions{
		WriteOptions: store.WriteOptions{Wait: how.wait, Progress: line.show, Now: a.env.Now, Profile: a.keepProfile},
		Paths:        paths,
		Stdin:        cancelable(ctx, a.env.Stdin),
		Space:        func(s store.Space) error { return a.checkSpace(s, how.anySpace) },
	})
	line.clear()
	if err != nil && ctx.Err() != nil {
		next := "give the same command again to go on where it was"
		if store.Pending(a.dir()) == "" {
			next = "give the same command again to begin anew"
		}
		return nil, &fault{code: exitInterrupted, what: "interrupted; the store is as it was before", next: next, err: err}
	}
	return receipt, err
}

// checkSpace says what a load needs of the disk when that is a lot, and ends one
// that cannot fit, unless it is to be tried all the same.
func (a *app) checkSpace(s store.Space, tryAll bool) error {
	if !s.Tight() {
		return nil
	}
	size := func(n int64) string { return string(query.Cell(query.KindBytes, n, nil)) }
	if s.Fits() || tryAll {
		a.say(fmt.Sprintf("this load needs about %s of disk, %s are free", size(s.Need), size(s.Free)))
		return nil
	}
	return failure("make room, or name a store on another disk with --store; --no-space-check loads all the same, for statements that are there already take no room",
		"the disk is too small: this load needs %s at least, %s are free in %q", size(s.Least), size(s.Free), a.dir())
}

// lean lets garbage be collected early while statements are read: the ids in
// memory are large and stay, and would let as much garbage gather.
func lean() (restore func()) {
	before := debug.SetGCPercent(40)
	return func() { debug.SetGCPercent(before) }
}

// verdict is the exit code a receipt leads to. What was there already is
// usable, so duplicates and conflicts are no failure; nor is a file in order that
// holds no statements, as a quiet day's export does.
func verdict(r *store.Receipt) error {
	t := r.Total
	empty := t.Read == 0 && len(r.Files) > 0
	switch {
	case t.Kept+t.Duplicate+t.Conflicting == 0 && !empty:
		return failure("the receipt says what was found", "nothing usable was read")
	case t.Rejected > 0 || len(r.Refused) > 0:
		return silent(exitPartly)
	}
	return nil
}

// cancelable is a reader that ends when the context does: a read from a
// terminal or a pipe could otherwise wait for ever.
func cancelable(ctx context.Context, r io.Reader) io.Reader {
	return &cancelReader{ctx: ctx, from: r}
}

// cancelReader starts to read from its source with the first Read: a load that
// does not name "-" must leave standard input alone.
type cancelReader struct {
	ctx  context.Context
	from io.Reader
	pipe *io.PipeReader
}

const pipeBuffer = 256 << 10

func (c *cancelReader) Read(p []byte) (int, error) {
	if c.pipe == nil {
		r, w := io.Pipe()
		c.pipe = r
		context.AfterFunc(c.ctx, func() { _ = w.CloseWithError(c.ctx.Err()) })
		go func() {
			_, err := io.CopyBuffer(w, struct{ io.Reader }{c.from}, make([]byte, pipeBuffer))
			_ = w.CloseWithError(err)
		}()
	}
	return c.pipe.Read(p)
}
