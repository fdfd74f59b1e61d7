package main

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"lrx/internal/cli"
)

const schoolFolder = "testdata/school"

// workedNow is a day of the school's current term on which nothing is old.
func workedNow() time.Time { return time.Date(2026, 4, 21, 12, 0, 0, 0, time.UTC) }

// TestSchool asks everything that testdata/school/expected.csv has an answer
// to, and compares.
func TestSchool(t *testing.T) {
	t.Parallel()
	dir := workedStore(t)
	for _, asked := range commands(expectations(t)) {
		t.Run(asked[0].command(), func(t *testing.T) {
			t.Parallel()
			rows := schoolRows(t, dir, asked[0])
			for _, e := range asked {
				if got := rows.value(e); !same(got, e.value(t)) {
					t.Errorf("%s %s: got %s, by hand %s (%s)", e.key, e.column, asJSON(t, got), e.want, e.why)
				}
			}
		})
	}
}

// expectation is a line of expected.csv.
type expectation struct{ question, args, key, column, want, why string }

// command is what is asked, in one line.
func (e expectation) command() string { return strings.TrimSpace(e.question + " " + e.args) }

// value is what is expected, as JSON has it.
func (e expectation) value(t testing.TB) (v any) {
	t.Helper()
	if err := json.Unmarshal([]byte(e.want), &v); err != nil {
		t.Fatalf("%s %s %s: %v", e.command(), e.key, e.column, err)
	}
	return v
}

// expectations reads what the school comes to.
func expectations(t testing.TB) []expectation {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(schoolFolder, "expected.csv"))
	if err != nil {
		t.Fatal(err)
	}
	in := csv.NewReader(bytes.NewReader(text))
	in.Comment = '#'
	records, err := in.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var all []expectation
	for _, r := range records[1:] {
		all = append(all, expectation{r[0], r[1], r[2], r[3], r[4], r[5]})
	}
	return all
}

// commands are the expectations by what is asked, in their order.
func commands(all []expectation) (out [][]expectation) {
	at := map[string]int{}
	for _, e := range all {
		i, ok := at[e.command()]
		if !ok {
			i = len(out)
			at[e.command()] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], e)
	}
	return out
}

// answered is what a command answered: rows, or one thing.
type answered struct {
	question string
	whole    map[string]any
	rows     []map[string]any
}

func schoolRows(t testing.TB, dir string, e expectation) answered {
	t.Helper()
	a := answered{question: e.question}
	out := lrxOfSchool(t, dir, append(append(strings.Fields(e.question), words(e.args)...), "--format", "json")...)
	if err := json.Unmarshal([]byte(out), &a.whole); err != nil {
		t.Fatalf("lrx %s: %v", e.command(), err)
	}
	if rows, ok := a.whole["rows"].([]any); ok {
		for _, r := range rows {
			row, _ := r.(map[string]any) // one that is no object has no key and is found by nobody
			a.rows = append(a.rows, row)
		}
	}
	return a
}

// words splits a command line at blanks that are not within double quotes.
func words(line string) []string {
	quoted := false
	all := strings.FieldsFunc(line, func(r rune) bool {
		if r == '"' {
			quoted = !quoted
		}
		return r == ' ' && !quoted
	})
	for i := range all {
		all[i] = strings.Trim(all[i], `"`)
	}
	return all
}

// key is what a row is called in expected.csv.
func (a answered) key(row map[string]any) string {
	text := func(column string) string { s, _ := row[column].(string); return s } // "" if it is none
	switch a.question {
	case "learners", "scores", "risk":
		return text("name")
	case "attempts":
		return text("learner_name") + " | " + text("activity") + " | " + text("started")
	case "statements":
		return text("id")
	case "origins":
		return text("platform")
	case "classes":
		return text("class")
	case "verbs":
		return text("verb")
	case "areas":
		if s := text("area"); s != "" {
			return s
		}
	}
	return text("activity")
}

// find is the rows with a key.
func (a answered) find(key string) (found []map[string]any) {
	for _, row := range a.rows {
		if a.key(row) == key {
			found = append(found, row)
		}
	}
	return found
}

// value is what the answer has where something is expected.
func (a answered) value(e expectation) any {
	if e.key == "" {
		return a.whole[e.column]
	}
	found := a.find(e.key)
	switch {
	case e.column == "present":
		return len(found) > 0
	case len(found) == 0:
		return "no such row"
	case len(found) > 1 && e.question == "origins": // a platform with several kinds of accounts
		return together(found, e.column)
	case len(found) > 1:
		return "several rows"
	}
	v, ok := found[0][e.column]
	if !ok {
		return "no such column"
	}
	return v
}

// together is the sum of numbers, and of texts the last one.
func together(rows []map[string]any, column string) any {
	sum, last := 0.0, ""
	for _, row := range rows {
		switch v := row[column].(type) {
		case float64:
			sum += v
		case string:
			last = max(last, v)
		}
	}
	if last != "" {
		return last
	}
	return sum
}

// same compares values of JSON; shares are written to six digits.
func same(got, want any) bool {
	g, isNumber := got.(float64)
	w, both := want.(float64)
	if isNumber && both {
		return math.Abs(g-w) < 1e-6
	}
	return reflect.DeepEqual(got, want)
}

func asJSON(t testing.TB, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// lrxOfSchool runs lrx with the school's clock and returns what it printed. The
// system's zone is UTC: only the school's profile says another one.
func lrxOfSchool(t testing.TB, dir string, args ...string) string {
	t.Helper()
	out, err := runLRX(dir, args...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func runLRX(dir string, args ...string) (string, error) {
	var out, said bytes.Buffer
	vars := map[string]string{"TZ": "UTC", "LC_ALL": "C", "LRX_STORE": dir}
	env := cli.System()
	env.Stdin, env.Stdout, env.Stderr = strings.NewReader(""), &out, &said
	env.StdinTerminal, env.StdoutTerminal, env.StderrTerminal = false, false, false
	env.Getenv = func(name string) string { return vars[name] }
	env.Now = workedNow
	if code := cli.Main(args, env, explore); code != 0 {
		return "", fmt.Errorf("lrx %s: exit code %d: %s", strings.Join(args, " "), code, said.String())
	}
	return out.String(), nil
}

// workedDir is a store with the school, made once for all tests: the
// statements, the decisions, the roster, as a coordinator would bring them in.
var workedDir = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "lrx-school-")
	if err != nil {
		return "", err
	}
	if _, err := runLRX(dir, "load", filepath.Join(schoolFolder, "moodle.ndjson"), filepath.Join(schoolFolder, "cmi5.ndjson")); err != nil {
		return dir, err
	}
	for _, name := range []string{"people.csv", "classes.csv", "activities.csv", "due.csv", "calendar.csv", "profile.toml"} {
		text, err := os.ReadFile(filepath.Join(schoolFolder, name))
		if err != nil {
			return dir, err
		}
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			return dir, err
		}
	}
	if _, err := runLRX(dir, "roster", filepath.Join(schoolFolder, "roster"), "--account-home", "https://moodle.example.org"); err != nil {
		return dir, err
	}
	_, err = runLRX(dir, "apply")
	return dir, err
})

func workedStore(t testing.TB) string {
	t.Helper()
	dir, err := workedDir()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}
