package layout

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// TestProcessStaysAtTheEdge keeps the environment and the end of the process
// in the command line, so that two sessions of one process never share them.
func TestProcessStaysAtTheEdge(t *testing.T) {
	t.Parallel()
	banned := map[string][]string{
		"os":  {"Getenv", "LookupEnv", "Environ", "ExpandEnv", "Setenv", "Exit"},
		"log": {"Fatal", "Fatalf", "Fatalln"},
	}
	for _, s := range sources(t) {
		if s.test || under(s.pkg, "", "internal/cli", "internal/screenshots", "internal/bench") {
			continue
		}
		for imported, names := range banned {
			s.uses(imported, func(name string, at token.Position) {
				if slices.Contains(names, name) {
					t.Errorf("%v: %s.%s belongs into internal/cli or main.go", at, imported, name)
				}
			})
		}
	}
}

// TestColoursHaveNames keeps colours in ui/theme, where they have a meaning.
func TestColoursHaveNames(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if s.test || under(s.pkg, "ui/theme") {
			continue
		}
		s.uses("charm.land/lipgloss/v2", func(name string, at token.Position) {
			if name == "Color" {
				t.Errorf("%v: lipgloss.Color belongs into ui/theme", at)
			}
		})
	}
}

// TestSkipsHaveReasons finds tests that are left out without a word.
func TestSkipsHaveReasons(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		ast.Inspect(s.tree, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || !s.test {
				return true
			}
			sel, ok := call.Fun.(*ast.SelectorExpr)
			if ok && skipsInSilence(sel.Sel.Name, call.Args) {
				t.Errorf("%v: a skipped test says why", s.position(call))
			}
			return true
		})
	}
}

func skipsInSilence(name string, args []ast.Expr) bool {
	switch name {
	case "SkipNow":
		return true
	case "Skip", "Skipf":
		if len(args) == 0 {
			return true
		}
		text, ok := args[0].(*ast.BasicLit)
		return ok && strings.Trim(text.Value, "\"` ") == ""
	}
	return false
}

// longFile is where a file begins to be hard to read. It is no rule: some
// tables are long.
const longFile = 400

func TestListLongFiles(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if s.lines > longFile {
			t.Logf("%s has %d lines", s.path, s.lines)
		}
	}
}
