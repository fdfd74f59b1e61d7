package store_test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"lrx/data/store"
)

const fixtures = "../../../shared/fixtures"

// fixture is the path of a fixture file; without the fixtures a test cannot say anything.
func fixture(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join(fixtures, name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("the fixtures are not here: %v", err)
	}
	return path
}

func load(t *testing.T, dir string, paths ...string) *store.Receipt {
	t.Helper()
	r, err := store.Load(context.Background(), dir, store.LoadOptions{Paths: paths})
	if err != nil {
		t.Fatalf("load %v: %v", paths, err)
	}
	return r
}

// sevenFiles are the statement files at the top of the fixtures, with what their receipts say.
var sevenFiles = []struct {
	name string
	want store.Counts
}{
	{"ralph-fun-mooc-22k.ndjson.gz", store.Counts{Read: 22000, Kept: 22000}},
	{"openedx-erb.ndjson", store.Counts{Read: 85, Kept: 64, Duplicate: 5, Conflicting: 15, Rejected: 1}},
	{"cts-1.0.3-accepted.ndjson", store.Counts{Read: 308, Kept: 302, Duplicate: 6}},
	{"moodle-logstore.ndjson", store.Counts{Read: 169, Kept: 169}},
	{"xapi-spec-examples.ndjson", store.Counts{Read: 14, Kept: 12, Duplicate: 1, Rejected: 1}},
	{"h5p-report.ndjson", store.Counts{Read: 5, Kept: 5}},
	{"xapi-java-model.ndjson", store.Counts{Read: 10, Kept: 9, Conflicting: 1}},
}

func TestLoadFixtures(t *testing.T) {
	t.Parallel()
	for _, f := range sevenFiles {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			r := load(t, dir, fixture(t, f.name))
			got := r.Total
			got.Flagged, got.Voided = 0, 0
			if got != f.want {
				t.Errorf("got %+v, want %+v", got, f.want)
			}
			report, err := store.Verify(context.Background(), dir)
			if err != nil || !report.OK {
				t.Errorf("verify: %+v, %v", report, err)
			}
		})
	}
}

// TestReceiptAddsUp counts the statements of real files another way: origins
// and days each add up to what was kept, and no day lies in a gap.
func TestReceiptAddsUp(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"ralph-fun-mooc-22k.ndjson.gz", "cts-1.0.3-accepted.ndjson", "formats/multipart-learninglocker.http", "formats/learninglocker-mongoexport.ndjson"} {
		r := load(t, t.TempDir(), fixture(t, name))
		var origins, days, span int64
		for _, o := range r.Origins {
			origins += o.Statements
		}
		for _, d := range r.Days {
			days += d.Statements
			for _, g := range r.Gaps {
				if g.From <= d.Day && d.Day <= g.To {
					t.Errorf("%s: %s lies in the gap %+v", name, d.Day, g)
				}
			}
		}
		span = int64(len(r.Days))
		for _, g := range r.Gaps {
			span += g.Days
		}
		if origins != r.Total.Kept || days != r.Total.Kept {
			t.Errorf("%s: kept %d, by origin %d, by day %d", name, r.Total.Kept, origins, days)
		}
		if want := int64(r.Newest.Truncate(24*time.Hour).Sub(r.Oldest.Truncate(24*time.Hour)).Hours())/24 + 1; span != want {
			t.Errorf("%s: %d days and days of gaps, between the oldest and the newest are %d", name, span, want)
		}
		if f := r.Files[0]; !f.Oldest.Equal(*r.Oldest) || !f.Newest.Equal(*r.Newest) || (f.Attachments == 1) != (name == "formats/multipart-learninglocker.http") {
			t.Errorf("%s: file %+v", name, f)
		}
	}
}

// TestReceiptNamesTheFirst loads more rejects and conflicts than a receipt names.
func TestReceiptNamesTheFirst(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	const verb = `"verb":{"id":"http://adlnet.gov/expapi/verbs/experienced"},"object":{"id":"http://example.org/a"},"timestamp":"2026-09-01T10:00:00Z"`
	for i := range 3000 {
		fmt.Fprintf(&b, "{%s}\n", verb)
		fmt.Fprintf(&b, `{"id":"00000000-0000-4000-8000-000000000001","actor":{"mbox":"mailto:p%d@example.org"},%s}`+"\n", i, verb)
		if i%10 == 0 {
			b.WriteString("no JSON\n")
		}
	}
	path := filepath.Join(t.TempDir(), "bad.ndjson")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := store.Load(t.Context(), t.TempDir(), store.LoadOptions{Paths: []string{path}})
	if err != nil {
		t.Fatal(err)
	}
	if want := map[string]int64{"actor": 3000, "json": 300}; !maps.Equal(r.Causes, want) {
		t.Errorf("causes %v, want %v", r.Causes, want)
	}
	if r.Total.Rejected != 3300 || r.Total.Conflicting != 2999 || r.Total.Kept != 1 {
		t.Errorf("counts %+v", r.Total)
	}
	named := map[string][]int64{}
	for _, x := range r.Rejects {
		named[x.Cause] = append(named[x.Cause], x.Line)
	}
	for cause, first := range map[string]int64{"actor": 1, "json": 3} {
		if lines := named[cause]; len(lines) != store.ListedRejects || lines[0] != first || !slices.IsSorted(lines) {
			t.Errorf("%s is named at lines %v", cause, lines)
		}
	}
	if len(r.Conflicts) != store.ListedConflicts || r.Conflicts[0].Line != 5 || r.Conflicts[0].FirstLine != 2 {
		t.Errorf("%d conflicts, first %+v", len(r.Conflicts), r.Conflicts[0])
	}
}
