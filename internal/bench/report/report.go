// Package report is what a bench has to say: figures beside their limits, what
// the contenders took, and whether that is good enough. It knows nothing of how
// anything is measured.
package report

import (
	"slices"
)

// Unit says what a figure counts, and so what missing its limit means.
type Unit string

// The units. Seconds and milliseconds are clocks, of CPU time too: another
// machine gives others, so they never fail.
const (
	Ratio   Unit = "ratio"
	Count   Unit = "count"
	MB      Unit = "MB"
	Seconds Unit = "CPU s"
	CPU     Unit = "CPU ms"
	Wall    Unit = "ms"
)

// Tolerance is how far past its limit a figure may be before it fails: a busy
// machine moves ratios and memory a little. Counts have none.
const Tolerance = 0.15

// Figure is something measured, and what it may be at most.
type Figure struct {
	Name     string   `json:"name"`
	Unit     Unit     `json:"unit"`
	Measured float64  `json:"measured"`
	Limit    *float64 `json:"limit,omitempty"` // nil: nothing was promised
}

// Contender is what loads of one kind took, by the medians of all rounds.
type Contender struct {
	Name   string  `json:"name"`
	Does   string  `json:"does"`
	CPU    float64 `json:"cpu_s"`
	Wall   float64 `json:"wall_s"`
	PeakMB float64 `json:"peak_mb"`
	Size   float64 `json:"size_ratio"` // of what it wrote to what it read
}

// Report is what one bench found on one machine.
type Report struct {
	Bench      string      `json:"bench"`
	Machine    string      `json:"machine"`
	Statements int         `json:"statements"`
	Figures    []Figure    `json:"figures"`
	Contenders []Contender `json:"contenders,omitempty"`
	Notes      []string    `json:"notes,omitempty"`
}

// Add adds a figure that has no limit.
func (r *Report) Add(name string, unit Unit, measured float64) {
	r.Figures = append(r.Figures, Figure{Name: name, Unit: unit, Measured: measured})
}

// AtMost adds a figure with its limit.
func (r *Report) AtMost(limit float64, name string, unit Unit, measured float64) {
	r.Figures = append(r.Figures, Figure{Name: name, Unit: unit, Measured: measured, Limit: &limit})
}

// Verdict is how a figure stands to its limit.
type Verdict string

// The verdicts. Missed is past the limit and no failure: a clock, or not far past.
const (
	Pass   Verdict = "pass"
	Missed Verdict = "missed"
	Fail   Verdict = "FAIL"
)

// Verdict compares the figure with its limit; "" where there is none.
func (f Figure) Verdict() Verdict {
	switch {
	case f.Limit == nil:
		return ""
	case f.Measured <= *f.Limit:
		return Pass
	}
	switch f.Unit {
	case Seconds, CPU, Wall:
		return Missed
	case Ratio, MB:
		if f.Measured <= *f.Limit*(1+Tolerance) {
			return Missed
		}
	case Count:
	}
	return Fail
}

// Failed says whether a figure fails.
func (r *Report) Failed() bool {
	return slices.ContainsFunc(r.Figures, func(f Figure) bool { return f.Verdict() == Fail })
}

// Quantile is the value below which a share of all values lies; 0 of none.
func Quantile(all []float64, share float64) float64 {
	if len(all) == 0 {
		return 0
	}
	all = slices.Sorted(slices.Values(all))
	return all[int(share*float64(len(all)-1)+0.5)]
}

// Median is the value in the middle.
func Median(all []float64) float64 { return Quantile(all, 0.5) }
