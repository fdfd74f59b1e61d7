package cli

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"lrx/data/store"
	"lrx/internal/audit"
)

// TestUsesNameTheSame writes uses about one class by its name, its id and its
// pseudonym: whoever reads the audit file sees that they are of one class.
func TestUsesNameTheSame(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if _, err := store.Load(t.Context(), dir, store.LoadOptions{Paths: []string{"testdata/class.ndjson"}}); err != nil {
		t.Fatal(err)
	}
	a := &app{store: dir, env: Env{Now: time.Now, Getenv: func(string) string { return "" }}}
	note := func(about string) string {
		t.Helper()
		if err := a.keepUse(t.Context(), use{what: "sorted", about: about, purpose: "x"}); err != nil {
			t.Fatal(err)
		}
		file, err := os.Open(filepath.Join(dir, audit.File))
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close() //nolint:errcheck // a test
		var e audit.Entry
		for lines := bufio.NewScanner(file); lines.Scan(); {
			e = audit.Entry{}
			if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
				t.Fatal(err)
			}
		}
		if len(e.About) > 1 {
			t.Errorf("%q: about %q", about, e.About)
		}
		return append(slices.Clone(e.About), "")[0]
	}
	class := note("Biology")
	if class == "" || note("https://lms.example.org/course/7") != class || note(class) != class {
		t.Errorf("the class is %q, and others", class)
	}
	if learner := note("L-WK32T2J56E"); learner == "" || learner == class {
		t.Errorf("the learner is %q", learner)
	}
	if all := note("everyone"); all != "" {
		t.Errorf("everyone is %q", all)
	}
}
