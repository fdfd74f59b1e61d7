package layout

import (
	"slices"
	"strings"
	"testing"
)

// rule says what the packages of a folder may import of ours. The rule with the
// longest folder applies; an entry that ends in /... allows all below it too.
type rule struct {
	folder string
	may    []string
}

// The picture of the layout: data -> query -> scoring -> ui. It is also in
// CONTRIBUTING.md, and the two change together.
var rules = []rule{
	{"", []string{"internal/cli", "internal/safetext", "query", "ui"}}, // main.go puts the parts together
	{"scoring", nil},
	{"data", []string{"internal/safetext"}},
	{"data/read", []string{"data", "internal/safetext"}},
	{"data/lrs", []string{"data", "data/read", "internal/safetext"}},
	{"data/roster", []string{"data", "scoring", "internal/safetext"}},
	{"data/people", []string{"data", "internal/safetext"}},
	{"data/traffic", nil},
	{"data/store", []string{"data", "data/lrs", "data/people", "data/read", "data/roster", "data/traffic", "scoring", "internal/safetext"}},
	{"query", []string{"data", "data/people", "data/roster", "data/store", "data/traffic", "scoring", "internal/safetext"}},
	// The widgets know nothing of learning; the screens put both together.
	{"ui/", []string{"ui/...", "internal/safetext"}},
	{"ui", []string{"ui/...", "query", "scoring", "internal/safetext"}},
	{"ui/screen", []string{"ui/...", "query", "scoring", "internal/safetext"}},
	{"internal/safetext", nil},
	{"internal/layout", nil},
	{"internal/audit", nil},
	{"internal/demo", []string{"data", "scoring", "internal/safetext"}},
	{"internal/cli", []string{
		"internal/cli/...", "internal/audit", "internal/demo", "internal/safetext", "internal/sshd", "query", "scoring",
		"data", "data/...",
	}},
	{"internal/sshd", []string{"internal/audit", "internal/safetext", "query", "scoring", "ui"}},
	{"internal/tuitest", []string{"internal/tuitest/..."}},
	{"internal/screenshots", []string{
		"internal/screenshots/...", "internal/tuitest/...", "internal/demo", "internal/safetext", "query", "ui",
		"data/store",
	}},
	{"internal/lrstest", nil}, // nobody's rule names it: it is for tests alone
	{"internal/bench/statements", nil},
	{"internal/bench/report", nil},
	{"internal/bench", []string{"internal/bench/...", "data/roster", "data/store", "query", "scoring", "ui", "internal/tuitest/term"}},
}

// ruleFor finds the rule of a package; "ui/" stands for what lies below ui.
func ruleFor(pkg string) (rule, bool) {
	var best rule
	found := false
	for _, r := range rules {
		match := pkg == r.folder || strings.HasPrefix(pkg+"/", r.folder+"/") && r.folder != "" && r.folder != "ui"
		if r.folder == "ui/" {
			match = strings.HasPrefix(pkg, r.folder)
		}
		if match && (!found || len(r.folder) > len(best.folder)) {
			best, found = r, true
		}
	}
	return best, found
}

func (r rule) allows(pkg string) bool {
	return slices.ContainsFunc(r.may, func(may string) bool {
		if folder, all := strings.CutSuffix(may, "/..."); all {
			return under(pkg, folder)
		}
		return pkg == may
	})
}

// TestImportsGoOneWay reads the imports of everything that is not a test.
func TestImportsGoOneWay(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if s.test {
			continue
		}
		r, ok := ruleFor(s.pkg)
		if !ok {
			t.Errorf("%s: package %s is not in the picture of the layout; add it here and to CONTRIBUTING.md", s.path, s.pkg)
			continue
		}
		for imported := range s.imports {
			pkg, ours := strings.CutPrefix(imported, module+"/")
			if ours && !r.allows(pkg) {
				t.Errorf("%s imports %s; packages of %q may import only %q", s.path, pkg, r.folder, r.may)
			}
		}
	}
}

// TestModulesStayInTheirPlace keeps what a part is made with inside that part.
func TestModulesStayInTheirPlace(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		imported string // or anything below it
		folders  []string
	}{
		{"github.com/duckdb", []string{"data/store", "query", "internal/bench"}},
		{"database/sql", []string{"data/store", "query", "internal/bench"}},
		{"golang.org/x/oauth2", []string{"data/lrs"}},
		{"github.com/zalando/go-keyring", []string{"data/lrs"}},
		{"charm.land/wish", []string{"internal/sshd"}},
		{"charm.land/ssh", []string{"internal/sshd"}},
		{"golang.org/x/crypto/ssh", []string{"internal/sshd"}},
		{"charm.land/bubbletea", []string{"ui", "internal/sshd", "internal/tuitest", "internal/screenshots"}},
		{"charm.land/bubbles", []string{"ui"}},
		{"charm.land/fang", []string{"internal/cli"}},
		{"github.com/spf13/cobra", []string{"internal/cli"}},
		{"testing", []string{"internal/tuitest"}},
	} {
		for _, s := range sources(t) {
			for imported := range s.imports {
				if !s.test && under(imported, c.imported) && !under(s.pkg, c.folders...) {
					t.Errorf("%s imports %s, which belongs into %q", s.path, imported, c.folders)
				}
			}
		}
	}
}

// TestRules checks the rules by examples, so that a slip in one does not let
// everything through.
func TestRules(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		pkg, imported string
		want          bool
	}{
		{"ui/screen", "query", true},
		{"ui/screen", "data/store", false},
		{"ui/table", "query", false},
		{"ui/table", "ui/theme", true},
		{"ui", "data", false},
		{"scoring", "data", false},
		{"scoring/signals", "query", false},
		{"data", "internal/safetext", true},
		{"data", "data/store", false},
		{"data/store", "query", false},
		{"data/lrs", "data/read", true},
		{"data/lrs", "data/store", false},
		{"data/people", "data/store", false},
		{"query", "data/people", true},
		{"data/lrs", "internal/cli", false},
		{"query", "ui", false},
		{"internal/cli", "ui", false},
		{"internal/cli/output", "query", true},
		{"", "ui", true},
		{"internal/tuitest/term", "ui", false},
	} {
		r, ok := ruleFor(c.pkg)
		if got := ok && r.allows(c.imported); got != c.want {
			t.Errorf("%q importing %s: got %t by the rule of %q", c.pkg, c.imported, got, r.folder)
		}
	}
	if r, ok := ruleFor("somewhere"); ok {
		t.Errorf("a package nobody knows has the rule of %q", r.folder)
	}
}
