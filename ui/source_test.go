package ui

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestSourceKeepsItsLayers reads the source of this package and those below.
func TestSourceKeepsItsLayers(t *testing.T) {
	t.Parallel()
	banned := map[string]string{
		"lipgloss.Color(": "colours stand in ui/theme", "os.Getenv": "the caller reads the environment", "os.Exit": "the caller ends the program",
		"panic(": "nothing panics here",
	}
	imports := []string{"database/sql", "duckdb", "charm.land/wish", "lipgloss/v2/compat", "lrx/internal/cli"}
	err := filepath.WalkDir(".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for word, why := range banned {
			if strings.Contains(string(text), word) && (filepath.Dir(path) != "theme" || word != "lipgloss.Color(") {
				t.Errorf("%s: %s: %s", path, word, why)
			}
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, text, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, i := range file.Imports {
			for _, no := range imports {
				if strings.Contains(i.Path.Value, no) {
					t.Errorf("%s imports %s", path, i.Path.Value)
				}
			}
		}
		if lines := strings.Count(string(text), "\n"); lines > 400 {
			t.Errorf("%s has %d lines", path, lines)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
