package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"lrx/internal/bench/report"
)

// contender is somebody who loads the file, and what that took in each round.
type contender struct {
	name, does string
	limit      float64 // of lrx's CPU to theirs; 0 is none
	load       func(ctx context.Context, file, target string) (cost, error)

	costs []cost
	sizes []float64
}

func (c *contender) cpu() (all []float64) {
	for _, k := range c.costs {
		all = append(all, k.cpu)
	}
	return all
}

// round loads the file once into a fresh place and leaves the result there.
func (c *contender) round(ctx context.Context, file, target string) error {
	if err := os.RemoveAll(target); err != nil {
		return err
	}
	k, err := c.load(ctx, file, target)
	if err != nil {
		return err
	}
	n, err := size(target)
	if err != nil {
		return err
	}
	c.costs, c.sizes = append(c.costs, k), append(c.sizes, float64(n))
	return nil
}

// runLoad loads the same file with lrx and the others, in turns: what slows the
// machine for a while slows all of them.
func runLoad(ctx context.Context, o *options) (*report.Report, error) {
	file, bytes, err := o.file(ctx)
	if err != nil {
		return nil, err
	}
	exe, err := o.program(ctx)
	if err != nil {
		return nil, err
	}
	work, err := os.MkdirTemp(o.dir, "load-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(work) //nolint:errcheck // a temporary folder
	r := &report.Report{}
	l := &loads{lrx: &contender{
		name: "lrx", does: "duplicates, conflicts, rejects, flags, results, learners, classes, voids, attempts, a receipt",
		load: func(ctx context.Context, file, target string) (cost, error) {
			return measure(ctx, nil, exe, "load", "--format", "json", "--store", target, file)
		},
	}}
	for _, name := range strings.Split(o.against, ",") {
		p, err := o.peer(ctx, strings.TrimSpace(name))
		var missing *missingError
		if errors.As(err, &missing) {
			r.Notes = append(r.Notes, missing.Error())
			continue
		}
		if err != nil {
			return nil, err
		}
		l.others = append(l.others, p)
	}
	for range o.rounds {
		if err := l.round(ctx, file, work, o.n); err != nil {
			return nil, err
		}
	}
	l.report(r, float64(bytes), float64(o.n))
	return r, nil
}

// loads are all loads of one bench.
type loads struct {
	lrx    *contender
	others []*contender
	again  []cost // lrx with the file that it has loaded already
	fresh  int    // statements a second load found new
}

func (l *loads) round(ctx context.Context, file, work string, n int) error {
	store := filepath.Join(work, "lrx")
	if err := l.lrx.round(ctx, file, store); err != nil {
		return err
	}
	if kept, err := kept(l.lrx.costs[len(l.lrx.costs)-1].out); err != nil || kept != n {
		return errors.Join(fmt.Errorf("lrx kept %d of %d statements", kept, n), err)
	}
	again, err := l.lrx.load(ctx, file, store)
	if err != nil {
		return err
	}
	fresh, err := kept(again.out)
	if err != nil {
		return err
	}
	l.again, l.fresh = append(l.again, again), l.fresh+fresh
	for _, c := range l.others {
		target := filepath.Join(work, c.name)
		if err := c.round(ctx, file, target); err != nil {
			return err
		}
		var count int
		out := c.costs[len(c.costs)-1].out
		if _, err := fmt.Sscan(out, &count); err != nil || count != n {
			return fmt.Errorf("%s loaded %q of %d statements", c.name, strings.TrimSpace(out), n)
		}
		if err := os.RemoveAll(target); err != nil {
			return err
		}
	}
	return nil
}

// kept reads from a receipt how many statements were new.
func kept(receipt string) (int, error) {
	var r struct {
		Total struct {
			Kept int `json:"kept"`
		} `json:"total"`
	}
	if err := json.Unmarshal([]byte(receipt), &r); err != nil {
		return 0, fmt.Errorf("read the receipt: %w", err)
	}
	return r.Total.Kept, nil
}

// ratio is the median of the rounds' ratios: each is of two loads of one round.
func ratio(a, b []float64) float64 {
	var all []float64
	for i := range min(len(a), len(b)) {
		all = append(all, a[i]/b[i])
	}
	return report.Median(all)
}

// report says what the loads took, beside the limits of the design.
func (l *loads) report(r *report.Report, source, n float64) {
	mine := l.lrx.cpu()
	for _, c := range l.others {
		name := "loading, CPU / that of " + c.name
		if c.limit > 0 {
			r.AtMost(c.limit, name, report.Ratio, ratio(mine, c.cpu()))
		} else {
			r.Add(name, report.Ratio, ratio(mine, c.cpu()))
		}
	}
	var again, peaks []float64
	for i, k := range l.again {
		again = append(again, k.cpu)
		peaks = append(peaks, l.lrx.costs[i].peak)
	}
	r.AtMost(0.16, "size of the store / of the file", report.Ratio, report.Median(l.lrx.sizes)/source)
	r.AtMost(0, "second load, new statements", report.Count, float64(l.fresh))
	r.AtMost(0.7, "second load, CPU / first", report.Ratio, ratio(again, mine))
	r.AtMost(700, "loading, peak memory", report.MB, report.Median(peaks))
	r.Add("loading 100,000 statements", report.Seconds, report.Median(mine)*100_000/n)
	for _, c := range append([]*contender{l.lrx}, l.others...) {
		var wall, peak []float64
		for _, k := range c.costs {
			wall, peak = append(wall, k.wall), append(peak, k.peak)
		}
		r.Contenders = append(r.Contenders, report.Contender{
			Name: c.name, Does: c.does, CPU: report.Median(c.cpu()), Wall: report.Median(wall),
			PeakMB: report.Median(peak), Size: report.Median(c.sizes) / source,
		})
	}
}
