package layout

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/modfile"
)

// firstVersion matches a module whose present home ends in /v2: with two of one
// kind in a program, one half of it would not see what the other draws.
var firstVersion = regexp.MustCompile(`/(bubbletea|lipgloss|bubbles|huh|wish|log|glamour)$`)

func goMod(t *testing.T) *modfile.File {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	f, err := modfile.Parse("go.mod", text, nil)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestOneGenerationOfModules looks at all modules, also those of dependencies.
func TestOneGenerationOfModules(t *testing.T) {
	t.Parallel()
	var all []string
	for _, r := range goMod(t).Require {
		all = append(all, r.Mod.Path)
	}
	list := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Path}}", "all")
	list.Dir = root
	if out, err := list.Output(); err != nil {
		t.Logf("go list -m all: %v; go.mod alone was checked", err)
	} else {
		all = append(all, strings.Fields(string(out))...)
	}
	slices.Sort(all)
	for _, m := range slices.Compact(all) {
		if firstVersion.MatchString(m) {
			t.Errorf("%s is among the modules; only its /v2 may be", m)
		}
	}
}

// TestModulesOfTheDesign finds the four modules that the explorer is built on,
// in their present homes.
func TestModulesOfTheDesign(t *testing.T) {
	t.Parallel()
	f := goMod(t)
	for _, want := range []string{
		"charm.land/bubbletea/v2",
		"charm.land/lipgloss/v2",
		"charm.land/bubbles/v2",
		"github.com/duckdb/duckdb-go/v2",
	} {
		if !slices.ContainsFunc(f.Require, func(r *modfile.Require) bool { return r.Mod.Path == want }) {
			t.Errorf("go.mod does not require %s", want)
		}
	}
	if len(f.Replace) > 0 {
		t.Errorf("go.mod replaces %d modules: go install of a version would not build the same program", len(f.Replace))
	}
}

// explained finds the modules in the first cells of CONTRIBUTING.md's tables.
var explained = regexp.MustCompile("`([a-z0-9-]+\\.[a-z]+/[^`]+)`")

// TestDependenciesAreExplained compares what go.mod requires directly with the
// table of dependencies and their reasons.
func TestDependenciesAreExplained(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(root, "CONTRIBUTING.md"))
	if err != nil {
		t.Fatal(err)
	}
	var table []string
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, "| `") {
			continue
		}
		cell, _, _ := strings.Cut(line[2:], "|")
		for _, m := range explained.FindAllStringSubmatch(cell, -1) {
			table = append(table, m[1])
		}
	}
	required := goMod(t).Require
	for _, r := range required {
		if !r.Indirect && !slices.Contains(table, r.Mod.Path) {
			t.Errorf("%s has no line in CONTRIBUTING.md that says what it is for", r.Mod.Path)
		}
	}
	for _, name := range table {
		if !slices.ContainsFunc(required, func(r *modfile.Require) bool { return r.Mod.Path == name }) {
			t.Errorf("CONTRIBUTING.md explains %s, which go.mod does not require", name)
		}
	}
}

// largest is what a file in the repository may have, in bytes.
const largest = 1 << 20

// TestNoLargeFiles asks git for the files that are, or would be, committed.
func TestNoLargeFiles(t *testing.T) {
	t.Parallel()
	list := exec.CommandContext(t.Context(), "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	list.Dir = root
	out, err := list.Output()
	if err != nil {
		t.Skipf("git cannot list the files here: %v", err)
	}
	for name := range strings.SplitSeq(strings.TrimRight(string(out), "\x00"), "\x00") {
		info, err := os.Lstat(filepath.Join(root, filepath.FromSlash(name)))
		if err != nil {
			continue // deleted, and not yet committed so
		}
		if info.Size() > largest {
			t.Errorf("%s has %d bytes; a file may have %d", name, info.Size(), largest)
		}
	}
}
