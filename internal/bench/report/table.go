package report

import (
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"strconv"
	"strings"
	"text/tabwriter"
)

// text writes a figure's number as its unit is read.
func (f Figure) text(v float64) string {
	switch f.Unit {
	case Ratio:
		return strconv.FormatFloat(v, 'f', 2, 64)
	case Count, MB:
		return Thousands(int(v + 0.5))
	case Seconds, CPU, Wall:
	}
	digits := 0
	if v < 10 {
		digits = 1
	}
	return strconv.FormatFloat(v, 'f', digits, 64)
}

// unit is the unit as it stands behind a number.
func (f Figure) unit() string {
	switch f.Unit {
	case Ratio, Count:
		return ""
	default:
		return " " + string(f.Unit)
	}
}

func (f Figure) measured() string { return f.text(f.Measured) + f.unit() }

func (f Figure) limit() string {
	if f.Limit == nil {
		return ""
	}
	return f.text(*f.Limit) + f.unit()
}

// ofLimit is the figure as a part of its limit.
func (f Figure) ofLimit() string {
	if f.Limit == nil || *f.Limit == 0 {
		return ""
	}
	return strconv.FormatFloat(f.Measured / *f.Limit, 'f', 2, 64)
}

// Write writes the report for a terminal.
func (r *Report) Write(w io.Writer) error {
	fmt.Fprintf(w, "%s, %s statements, on %s\n\n", r.Bench, Thousands(r.Statements), r.Machine)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "figure\tmeasured\tlimit\tof limit\t")
	for _, f := range r.Figures {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", f.Name, f.measured(), f.limit(), f.ofLimit(), f.Verdict())
	}
	if len(r.Contenders) > 0 {
		fmt.Fprintln(t, "\ncontender\tCPU s\twall s\tpeak MB\tsize\t")
		for _, c := range r.Contenders {
			fmt.Fprintf(t, "%s\t%.2f\t%.2f\t%s\t%.3f\t%s\n", c.Name, c.CPU, c.Wall, Thousands(int(c.PeakMB)), c.Size, c.Does)
		}
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, n := range r.Notes {
		fmt.Fprintf(w, "\n%s\n", n)
	}
	_, err := fmt.Fprintln(w)
	return err
}

// JSON writes the report for programs.
func (r *Report) JSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(r)
}

// Read reads reports that were written as JSON, in the order of the files' names.
func Read(files fs.FS) ([]*Report, error) {
	names, err := fs.Glob(files, "*.json")
	if err != nil {
		return nil, err
	}
	var out []*Report
	for _, name := range names {
		b, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		r := &Report{}
		if err := json.Unmarshal(b, r); err != nil {
			return nil, fmt.Errorf("read the report %s: %w", name, err)
		}
		out = append(out, r)
	}
	return out, nil
}

// Markdown is the tables of README: the figures of all reports with their
// machine, and what the contenders took.
func Markdown(reports []*Report) string {
	var b strings.Builder
	machine := ""
	for _, r := range reports {
		if r.Machine != machine {
			machine = r.Machine
			fmt.Fprintf(&b, "\nMeasured on %s.\n\n| statements | figure | measured | limit | |\n|--:|---|--:|--:|---|\n", machine)
		}
		for _, f := range r.Figures {
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", Thousands(r.Statements), f.Name, f.measured(), f.limit(), f.Verdict())
		}
	}
	for _, r := range reports {
		if len(r.Contenders) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n| loading %s statements | CPU s | peak MB | size / source | does |\n|---|--:|--:|--:|---|\n", Thousands(r.Statements))
		for _, c := range r.Contenders {
			fmt.Fprintf(&b, "| %s | %.1f | %s | %.2f | %s |\n", c.Name, c.CPU, Thousands(int(c.PeakMB)), c.Size, c.Does)
		}
	}
	return strings.TrimPrefix(b.String(), "\n")
}

// Thousands writes a number in groups of three digits.
func Thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
