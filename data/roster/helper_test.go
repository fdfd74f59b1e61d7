package roster

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
)

// All people in these tests are made up.

// write makes files in a folder; a name may hold folders.
func write(t testing.TB, dir string, files map[string]string) {
	t.Helper()
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// folder makes a new folder with files.
func folder(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	write(t, dir, files)
	return dir
}

func decisions(t testing.TB, files map[string]string) (Decisions, []Problem) {
	t.Helper()
	d, problems, err := ReadDecisions(folder(t, files))
	if err != nil {
		t.Fatal(err)
	}
	return d, problems
}

// words are problems as lines, for comparing.
func words(problems []Problem) string {
	var b strings.Builder
	for i := range problems {
		b.WriteString(problems[i].Error() + "\n")
	}
	return b.String()
}

// expect compares problems with lines of which each begins one.
func expect(t testing.TB, problems []Problem, want ...string) {
	t.Helper()
	for i := range max(len(problems), len(want)) {
		switch {
		case i >= len(want):
			t.Errorf("not expected: %s", problems[i].Error())
		case i >= len(problems):
			t.Errorf("missing: %s", want[i])
		case !strings.HasPrefix(problems[i].Error(), want[i]):
			t.Errorf("got  %s\nwant %s", problems[i].Error(), want[i])
		}
	}
}

func printed(t testing.TB, problems []Problem) {
	t.Helper()
	for _, p := range problems {
		for _, s := range []string{p.File, p.Column, p.Found, p.Want, p.Error()} {
			if strings.ContainsFunc(s, unicode.IsControl) {
				t.Fatalf("a control character in %q", s)
			}
		}
	}
}

func key(t testing.TB, text string) string {
	t.Helper()
	k, ok := ParseKey(text)
	if !ok {
		t.Fatalf("%q is no identifier", text)
	}
	return k
}
