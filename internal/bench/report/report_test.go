package report_test

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"

	"lrx/internal/bench/report"
)

// TestVerdicts says what fails: ratios and memory far past their limit, counts
// at once, clocks never.
func TestVerdicts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		unit            report.Unit
		measured, limit float64
		want            report.Verdict
	}{
		{report.Ratio, 0.9, 0.9, report.Pass},
		{report.Ratio, 1.0, 0.9, report.Missed},
		{report.Ratio, 1.04, 0.9, report.Fail},
		{report.MB, 700, 700, report.Pass},
		{report.MB, 800, 700, report.Missed},
		{report.MB, 806, 700, report.Fail},
		{report.Count, 0, 0, report.Pass},
		{report.Count, 1, 0, report.Fail},
		{report.Seconds, 100, 1, report.Missed},
		{report.CPU, 100, 1, report.Missed},
		{report.Wall, 100, 1, report.Missed},
		{report.Wall, 1, 100, report.Pass},
	} {
		r := &report.Report{}
		r.AtMost(c.limit, "x", c.unit, c.measured)
		if got := r.Figures[0].Verdict(); got != c.want {
			t.Errorf("%v %v of %v: %q, want %q", c.measured, c.unit, c.limit, got, c.want)
		}
		if r.Failed() != (c.want == report.Fail) {
			t.Errorf("%v %v of %v: failed %t", c.measured, c.unit, c.limit, r.Failed())
		}
	}
	r := &report.Report{}
	if r.Add("x", report.Ratio, 99); r.Failed() || r.Figures[0].Verdict() != "" {
		t.Error("a figure without a limit has a verdict")
	}
}

func TestQuantile(t *testing.T) {
	t.Parallel()
	all := []float64{5, 1, 4, 2, 3}
	for share, want := range map[float64]float64{0: 1, 0.5: 3, 0.95: 5, 1: 5} {
		if got := report.Quantile(all, share); got != want {
			t.Errorf("%v: %v, want %v", share, got, want)
		}
	}
	if all[0] != 5 || report.Median(nil) != 0 {
		t.Error("the values were moved, or none have a median")
	}
}

func sample() *report.Report {
	r := &report.Report{Bench: "load", Machine: "a machine", Statements: 1_000_000}
	r.AtMost(0.9, "CPU / DuckDB", report.Ratio, 0.8)
	r.AtMost(700, "peak memory", report.MB, 1234.4)
	r.AtMost(0, "new rows", report.Count, 0)
	r.Add("CPU", report.Seconds, 14.26)
	r.Contenders = []report.Contender{{Name: "lrx", Does: "all", CPU: 14.26, Wall: 9, PeakMB: 1234.4, Size: 0.1512}}
	r.Notes = []string{"A note."}
	return r
}

func TestTable(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	if err := sample().Write(&b); err != nil {
		t.Fatal(err)
	}
	want := `load, 1,000,000 statements, on a machine

figure        measured  limit   of limit  
CPU / DuckDB  0.80      0.90    0.89      pass
peak memory   1,234 MB  700 MB  1.76      FAIL
new rows      0         0                 pass
CPU           14 CPU s                    

contender  CPU s  wall s  peak MB  size   
lrx        14.26  9.00    1,234    0.151  all

A note.

`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

// TestMarkdown goes the way of README: reports are kept as JSON, and read again.
func TestMarkdown(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := sample().JSON(&b); err != nil {
		t.Fatal(err)
	}
	all, err := report.Read(fstest.MapFS{"load-1000000.json": {Data: b.Bytes()}})
	if err != nil {
		t.Fatal(err)
	}
	want := `Measured on a machine.

| statements | figure | measured | limit | |
|--:|---|--:|--:|---|
| 1,000,000 | CPU / DuckDB | 0.80 | 0.90 | pass |
| 1,000,000 | peak memory | 1,234 MB | 700 MB | FAIL |
| 1,000,000 | new rows | 0 | 0 | pass |
| 1,000,000 | CPU | 14 CPU s |  |  |

| loading 1,000,000 statements | CPU s | peak MB | size / source | does |
|---|--:|--:|--:|---|
| lrx | 14.3 | 1,234 | 0.15 | all |
`
	if got := report.Markdown(all); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if _, err := report.Read(fstest.MapFS{"x.json": {Data: []byte("{")}}); err == nil {
		t.Error("half a report was read")
	}
}

func TestThousands(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1000: "-1,000", -100: "-100"} {
		if got := report.Thousands(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}
