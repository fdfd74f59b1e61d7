package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"lrx/data/lrs"
	"lrx/data/roster"
	"lrx/data/store"
	"lrx/internal/bench/report"
	"lrx/internal/cli"
	"lrx/internal/tuitest"
	"lrx/query"
	"lrx/ui"
)

// made finds a part of README that is made: a comment that names it, the part,
// and a comment that ends it.
var made = regexp.MustCompile(`(?s)<!-- made: ([a-z ]+) -->\n(.*?)<!-- end -->`)

// TestReadme compares what README says of commands, keys, exit codes, the
// fixtures and speed with the program and its reports. `go test . -run Readme -update` writes it.
func TestReadme(t *testing.T) {
	t.Parallel()
	parts := map[string]func(*testing.T) string{
		"commands":   func(*testing.T) string { return cli.CommandTable() },
		"keys":       func(*testing.T) string { return ui.KeyTable() },
		"exit codes": func(*testing.T) string { return cli.ExitCodeTable() },
		"files":      func(*testing.T) string { return roster.FilesTable() },
		"products":   func(*testing.T) string { return lrs.ProductTable() },
		"figures":    figures,
		"speed":      speed,
		"outcomes":   outcomes,
	}
	file, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	text := string(file)
	seen := map[string]bool{}
	now := made.ReplaceAllStringFunc(text, func(part string) string {
		name := made.FindStringSubmatch(part)[1]
		write, ok := parts[name]
		if !ok {
			t.Errorf("README has a part %q that nothing makes", name)
			return part
		}
		seen[name] = true
		table := write(t)
		if table == "" { // it cannot be made here
			return part
		}
		return fmt.Sprintf("<!-- made: %s -->\n%s<!-- end -->", name, table)
	})
	for name := range parts {
		if !seen[name] {
			t.Errorf("README has no part %q", name)
		}
	}
	switch {
	case now == text:
	case tuitest.Update():
		if err := os.WriteFile("README.md", []byte(now), 0o600); err != nil {
			t.Fatal(err)
		}
	default:
		t.Error("README is not as the program: go test . -run Readme -update writes it")
	}
}

// speed is what `make bench SAVE=testdata/speed` measured last; nobody types it.
func speed(t *testing.T) string {
	t.Helper()
	all, err := report.Read(os.DirFS(filepath.Join("testdata", "speed")))
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		t.Fatal("there are no reports in testdata/speed")
	}
	return report.Markdown(all)
}

// outcomes are what `go run ./internal/bench scoring -save testdata/scoring` measured last.
func outcomes(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "scoring", "scoring.json"))
	if err != nil {
		t.Fatal(err)
	}
	var r struct {
		Machine string `json:"machine"`
		Figures []struct {
			Output, Data, Verdict, Note string
			Measured                    *float64
			Least                       *float64 `json:"at_least"`
			Most                        *float64 `json:"at_most"`
		}
	}
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Measured on %s.\n\n| output | data | measured | must be | |\n|---|---|--:|---|---|\n", r.Machine)
	for _, f := range r.Figures {
		measured, limits := "–", ""
		if f.Measured != nil {
			measured = strconv.FormatFloat(*f.Measured, 'f', 3, 64)
		}
		if f.Least != nil {
			limits = "≥ " + strconv.FormatFloat(*f.Least, 'f', -1, 64)
		}
		if f.Most != nil {
			limits = strings.TrimPrefix(limits+" and ≤ "+strconv.FormatFloat(*f.Most, 'f', -1, 64), " and ")
		}
		note := f.Verdict
		if f.Note != "" {
			note = strings.TrimPrefix(note+"; "+f.Note, "; ")
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", f.Output, f.Data, measured, limits, note)
	}
	return b.String()
}

// figures is what loading each fixture into a store of its own gives; "" where
// the fixtures are not there.
func figures(t *testing.T) string {
	t.Helper()
	const fixtures = "../shared/fixtures"
	if _, err := os.Stat(fixtures); err != nil {
		t.Logf("the figures of README were not checked, the fixtures are not here: %v", err)
		return ""
	}
	clock := func() time.Time { return time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC) }
	var b strings.Builder
	b.WriteString("| file | read | kept | duplicate | conflicting | rejected | learners | attempts |\n|---|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, name := range []string{
		"ralph-fun-mooc-22k.ndjson.gz", "openedx-erb.ndjson", "cts-1.0.3-accepted.ndjson", "moodle-logstore.ndjson",
		"xapi-spec-examples.ndjson", "xapi-java-model.ndjson", "h5p-report.ndjson",
	} {
		dir := t.TempDir()
		r, err := store.Load(t.Context(), dir, store.LoadOptions{
			Paths: []string{filepath.Join(fixtures, name)}, WriteOptions: store.WriteOptions{Now: clock},
		})
		if err != nil {
			t.Fatal(err)
		}
		s, err := query.Open(t.Context(), dir, query.Options{Now: clock})
		if err != nil {
			t.Fatal(err)
		}
		v := query.Viewer{Scope: query.AllClasses()}
		learners, err := s.Learners(t.Context(), v, query.Filter{Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		attempts, err := s.Attempts(t.Context(), v, query.Filter{Limit: 1})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "| `%s`", name)
		for _, n := range []int64{r.Total.Read, r.Total.Kept, r.Total.Duplicate, r.Total.Conflicting, r.Total.Rejected, int64(learners.Total), int64(attempts.Total)} {
			fmt.Fprintf(&b, " | %s", query.Cell(query.KindCount, n, nil))
		}
		b.WriteString(" |\n")
	}
	return b.String()
}
