package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"lrx/internal/bench/report"
	"lrx/internal/bench/statements"
)

// runMemory pipes made statements into a load, without a file: what the load
// holds in memory must not grow with them.
func runMemory(ctx context.Context, o *options) (*report.Report, error) {
	exe, err := o.program(ctx)
	if err != nil {
		return nil, err
	}
	r := &report.Report{}
	for _, n := range []int{o.n / 10, o.n} {
		c, err := o.piped(ctx, exe, n)
		if err != nil {
			return nil, err
		}
		r.AtMost(700, "peak memory, "+report.Thousands(n)+" statements from a pipe", report.MB, c.peak)
	}
	return r, nil
}

// piped loads so many statements into a store that is thrown away.
func (o *options) piped(ctx context.Context, exe string, n int) (cost, error) {
	store, err := os.MkdirTemp(o.dir, "memory-")
	if err != nil {
		return cost{}, err
	}
	defer os.RemoveAll(store) //nolint:errcheck // a temporary folder
	return o.pipedInto(ctx, exe, n, store)
}

func (o *options) pipedInto(ctx context.Context, exe string, n int, store string) (cost, error) {
	in, out := io.Pipe()
	go func() { out.CloseWithError(statements.Write(out, statements.Options{N: n, Seed: o.seed})) }()
	c, err := measure(ctx, in, exe, "load", "--format", "json", "--store", store, "-")
	if e := in.Close(); err == nil { // the generator ends too when the load did early
		err = e
	}
	if err != nil {
		return c, err
	}
	got, err := kept(c.out)
	if err == nil && got != n {
		err = fmt.Errorf("lrx kept %d of %d statements", got, n)
	}
	return c, err
}
