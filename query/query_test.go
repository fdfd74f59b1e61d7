package query_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"lrx/data/store"
	"lrx/query"
)

const fixtures = "../../shared/fixtures"

func fixture(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join(fixtures, name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("the fixtures are not here: %v", err)
	}
	return path
}

// opened loads paths into a new store and opens it; the clock stands at now.
func opened(t *testing.T, now time.Time, paths ...string) *query.Store {
	t.Helper()
	dir := t.TempDir()
	clock := func() time.Time { return now }
	if _, err := store.Load(t.Context(), dir, store.LoadOptions{Paths: paths, WriteOptions: store.WriteOptions{Now: clock}}); err != nil {
		t.Fatal(err)
	}
	s, err := query.Open(t.Context(), dir, query.Options{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// made writes statement lines to a file.
func made(t *testing.T, lines ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "made.ndjson")
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// said writes a statement of somebody about an item in a course.
func said(n int, who, verb, item, course, at, rest string) string {
	return fmt.Sprintf(`{"id":"10000000-0000-4000-8000-%012d","actor":{"name":%q,"account":{"homePage":"https://school.example","name":%q}},`+
		`"verb":{"id":"http://adlnet.gov/expapi/verbs/%s"},"object":{"id":"https://school.example/%s","definition":{"name":{"en":%q,"de":%q},"type":"http://adlnet.gov/expapi/activities/cmi.interaction"}},`+
		`"context":{"contextActivities":{"grouping":[{"id":"https://school.example/%s","definition":{"name":{"en":%q},"type":"http://adlnet.gov/expapi/activities/course"}}]}},"timestamp":%q%s}`,
		n, who, strings.ToLower(who), verb, item, item, item+" auf Deutsch", course, course, at, rest)
}

var everything = query.Viewer{Scope: query.AllClasses()}

var march = time.Date(2026, 3, 20, 12, 0, 0, 0, time.UTC)

func TestRealNumbers(t *testing.T) {
	t.Parallel()
	s := opened(t, march, fixture(t, "ralph-fun-mooc-22k.ndjson.gz"))
	info, err := s.Info(t.Context(), everything)
	if err != nil {
		t.Fatal(err)
	}
	if info.Statements != 22000 || info.Learners != 1452 || info.Classes != 2 {
		t.Errorf("info: %+v", info)
	}
	learners, err := s.Learners(t.Context(), everything, query.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	var statements, attempts int64
	for _, l := range learners.Rows {
		statements += l.Statements
		attempts += l.Attempts
	}
	if learners.Total != 1452 || statements != 22000 || attempts != 1296 {
		t.Errorf("%d learners with %d statements and %d attempts", learners.Total, statements, attempts)
	}
	if want := time.Date(2021, 12, 1, 23, 59, 59, 999_999_000, time.UTC); !learners.AsOf.Equal(want) {
		t.Errorf("as of %v, want %v", learners.AsOf, want)
	}
	list, err := s.Attempts(t.Context(), everything, query.Filter{Limit: 3})
	if err != nil {
		t.Fatal(err)
	}
	if list.Total != 1296 || len(list.Rows) != 3 || !list.Truncated {
		t.Errorf("attempts: %d rows of %d", len(list.Rows), list.Total)
	}
	page, err := s.Statements(t.Context(), everything, query.Filter{Limit: 10, Verb: "downloaded"})
	if err != nil {
		t.Fatal(err)
	}
	if page.Total != 54 || len(page.Rows) != 10 {
		t.Errorf("statements: %d rows of %d", len(page.Rows), page.Total)
	}
}

// TestScope proves that a viewer of one class learns nothing of another, by
// whatever method, filter or error text.
func TestScope(t *testing.T) {
	t.Parallel()
	s := opened(t, march, made(t,
		said(1, "Ann", "answered", "open-item", "course-a", "2026-03-01T10:00:00Z", `,"result":{"success":true}`),
		said(2, "Shared", "answered", "open-item", "course-a", "2026-03-02T10:00:00Z", `,"result":{"success":false}`),
		said(3, "Shared", "answered", "secret-item", "course-b", "2026-03-03T10:00:00Z", `,"result":{"success":true}`),
		said(4, "Secretive", "secretly", "secret-item", "course-b", "2026-03-04T10:00:00Z", `,"result":{"success":true}`),
	))
	teacher := query.Viewer{Scope: query.OnlyClasses("https://school.example/course-a")}
	secrets := []string{"Secretive", "secretive", "secret-item", "course-b", "10000000-0000-4000-8000-000000000003", "10000000-0000-4000-8000-000000000004", "secretly"}
	bID := learnerID(t, s, "Secretive")
	secrets = append(secrets, bID)
	ctx := t.Context()
	for _, class := range []string{"", "everyone", "https://school.example/course-a"} {
		f := query.Filter{Class: class, Voided: true}
		answers := map[string]string{
			"classes":    text(s.Classes(ctx, teacher, f)),
			"learners":   text(s.Learners(ctx, teacher, f)),
			"activities": text(s.Activities(ctx, teacher, f)),
			"attempts":   text(s.Attempts(ctx, teacher, f)),
			"statements": text(s.Statements(ctx, teacher, f)),
			"verbs":      text(s.Verbs(ctx, teacher, f)),
			"origins":    text(s.Origins(ctx, teacher, f)),
			"gaps":       text(s.Gaps(ctx, teacher, query.Filter{Class: class, Origins: true, Daily: true})),
			"days":       text(s.SourceDays(ctx, teacher, f)),
			"loads":      text(s.Loads(ctx, teacher, f)),
			"rejects":    text(s.Rejects(ctx, teacher, f)),
			"conflicts":  text(s.Conflicts(ctx, teacher, f)),
			"sources":    text(s.Sources(ctx, teacher, f)),
			"info":       text(s.Info(ctx, teacher)),
			"verb":       text(s.Statements(ctx, teacher, query.Filter{Class: class, Verb: "secretl"})),
			"sql":        text(s.SQL(ctx, teacher, "SELECT * FROM statements", 0)),
			"learner":    text(s.Learner(ctx, teacher, "Shared", f)),
		}
		for name, answer := range answers {
			for _, secret := range secrets {
				if strings.Contains(answer, secret) {
					t.Errorf("class %q: %s tells %q: %s", class, name, secret, answer)
				}
			}
		}
		if l, err := s.Learners(ctx, teacher, f); err != nil || l.Total != 2 || l.Rows[1].Statements != 1 {
			t.Errorf("class %q: learners %+v, %v", class, l, err)
		}
	}
	// What is not hers is as if it were not there: the same error for a thing of another class and for nothing at all.
	for _, probe := range []struct{ there, nowhere func() error }{
		{func() error { _, err := s.Learner(ctx, teacher, bID, query.Filter{}); return err }, func() error { _, err := s.Learner(ctx, teacher, "L-AAAAAAAAAA", query.Filter{}); return err }},
		{func() error {
			_, err := s.Activity(ctx, teacher, "https://school.example/secret-item", query.Filter{})
			return err
		}, func() error {
			_, err := s.Activity(ctx, teacher, "https://school.example/nothing", query.Filter{})
			return err
		}},
		{func() error { _, err := s.Statement(ctx, teacher, "10000000-0000-4000-8000-000000000004"); return err }, func() error { _, err := s.Statement(ctx, teacher, "10000000-0000-4000-8000-000000000099"); return err }},
		{func() error {
			_, err := s.Statements(ctx, teacher, query.Filter{Verb: "secretly"})
			return err
		}, func() error { _, err := s.Statements(ctx, teacher, query.Filter{Verb: "nothing"}); return err }},
		{func() error {
			_, err := s.Learners(ctx, teacher, query.Filter{Class: "https://school.example/course-b"})
			return err
		}, func() error {
			_, err := s.Learners(ctx, teacher, query.Filter{Class: "https://school.example/course-x"})
			return err
		}},
	} {
		a, b := fmt.Sprintf("%T", probe.there()), fmt.Sprintf("%T", probe.nowhere())
		if a != b || probe.there() == nil {
			t.Errorf("%v and %v differ", probe.there(), probe.nowhere())
		}
	}
	if _, err := s.Learners(ctx, query.Viewer{}, query.Filter{}); err == nil {
		t.Error("the zero scope sees something")
	}
}

func learnerID(t *testing.T, s *query.Store, name string) string {
	t.Helper()
	l, err := s.Learner(t.Context(), everything, name, query.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	return l.ID
}

func text[T any](v T, err error) string { return fmt.Sprintf("%+v %v", v, err) }

func TestMask(t *testing.T) {
	t.Parallel()
	s := opened(t, march, made(t,
		said(1, "Ann", "answered", "item", "course", "2026-03-01T10:00:00Z", `,"result":{"success":true,"response":"I am Ann","extensions":{"https://x.example/mail":"Ann@x.example","https://x.example/n":5}}`),
		`{"id":"Ann","actor":{"name":"Ann"},"verb":{"id":"http://adlnet.gov/expapi/verbs/answered"},"object":{"id":"https://x.example"}}`,
	))
	masked := query.Viewer{Scope: query.AllClasses(), Mask: true}
	ctx := t.Context()
	unmasked := learnerID(t, s, "Ann")
	l, err := s.Learners(ctx, masked, query.Filter{})
	if err != nil || l.Total != 1 {
		t.Fatal(l, err)
	}
	again, err := s.Learner(ctx, masked, l.Rows[0].ID, query.Filter{})
	if err != nil || again.ID != l.Rows[0].ID {
		t.Errorf("the masked id does not resolve: %v", err)
	}
	for name, answer := range map[string]string{
		"learners":   text(l, nil),
		"attempts":   text(s.Attempts(ctx, masked, query.Filter{})),
		"statements": text(s.Statements(ctx, masked, query.Filter{})),
		"statement":  rawText(s.Statement(ctx, masked, "10000000-0000-4000-8000-000000000001")),
		"sql":        text(s.SQL(ctx, masked, "FROM statements", 0)),
		"classes":    text(s.Classes(ctx, masked, query.Filter{})),
		"rejects":    rejectText(s.Rejects(ctx, masked, query.Filter{})),
		"conflicts":  text(s.Conflicts(ctx, masked, query.Filter{})),
	} {
		for _, secret := range []string{"Ann", "\"ann\"", unmasked} {
			if strings.Contains(answer, secret) {
				t.Errorf("%s tells %q: %s", name, secret, answer)
			}
		}
	}
}

func rejectText(l query.List[query.Reject], err error) string {
	return fmt.Sprint(query.RejectSheet(l, everything).Rows, err)
}

func rawText(d query.StatementDetail, err error) string {
	return fmt.Sprintf("%s %+v %v", d.Raw, d.Statement, err)
}

func TestDaysFollowTheTimeZone(t *testing.T) {
	t.Parallel()
	s := opened(t, march, made(t,
		said(1, "Ann", "experienced", "page", "course", "2026-03-01T22:30:00Z", ""),
		said(2, "Ann", "experienced", "page", "course", "2026-03-01T23:30:00Z", ""),
		said(3, "Ann", "experienced", "page", "course", "2026-03-02T08:00:00Z", ""),
	))
	madrid, err := time.LoadLocation("Europe/Madrid")
	if err != nil {
		t.Fatal(err)
	}
	for tz, want := range map[*time.Location]int64{time.UTC: 2, madrid: 2, time.FixedZone("+2", 7200): 1} {
		l, err := s.Learners(t.Context(), query.Viewer{Scope: query.AllClasses(), TZ: tz}, query.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		if got := l.Rows[0].ActiveDays; got != want {
			t.Errorf("%v: %d active days, want %d", tz, got, want)
		}
	}
}

func TestVoidsHoldInAnyOrder(t *testing.T) {
	t.Parallel()
	void := func(n, target int, at string) string {
		return fmt.Sprintf(`{"id":"10000000-0000-4000-8000-%012d","actor":{"mbox":"mailto:admin@school.example"},"verb":{"id":"http://adlnet.gov/expapi/verbs/voided"},`+
			`"object":{"objectType":"StatementRef","id":"10000000-0000-4000-8000-%012d"},"timestamp":%q}`, n, target, at)
	}
	s := opened(t, march, made(t,
		void(8, 1, "2026-03-05T10:00:00Z"), // before what it voids
		said(1, "Ann", "answered", "item", "course", "2026-03-01T10:00:00Z", `,"result":{"success":true}`),
		said(2, "Ann", "answered", "item", "course", "2026-03-02T10:00:00Z", `,"result":{"success":false}`),
		void(9, 8, "2026-03-06T10:00:00Z"), // a voiding statement cannot be voided
	))
	l, err := s.Learners(t.Context(), everything, query.Filter{})
	if err != nil || l.Total != 1 || l.Rows[0].Statements != 1 || l.Rows[0].Attempts != 1 {
		t.Errorf("learners: %+v, %v", l.Rows, err)
	}
	list, err := s.Statements(t.Context(), everything, query.Filter{Voided: true})
	if err != nil || list.Total != 4 {
		t.Errorf("with void ones: %+v, %v", list.Rows, err)
	}
	d, err := s.Statement(t.Context(), everything, "10000000-0000-4000-8000-000000000001")
	if err != nil || !d.Voided || d.VoidedBy == nil || *d.VoidedBy != "10000000-0000-4000-8000-000000000008" {
		t.Errorf("the void statement: %+v, %v", d, err)
	}
}

func TestAsOfAndPeriod(t *testing.T) {
	t.Parallel()
	s := opened(t, march, made(t,
		said(1, "Ann", "answered", "item", "course", "2026-03-01T10:00:00Z", `,"result":{"success":false}`),
		said(2, "Ann", "answered", "item", "course", "2026-03-10T10:00:00Z", `,"result":{"success":true}`),
		said(3, "Ann", "answered", "item", "course", "2031-01-01T10:00:00Z", `,"result":{"success":true}`), // a clock that runs ahead
	))
	for name, c := range map[string]struct {
		f    query.Filter
		want int64
	}{
		"now":      {query.Filter{}, 2},
		"as of":    {query.Filter{AsOf: time.Date(2026, 3, 5, 0, 0, 0, 0, time.UTC)}, 1},
		"since":    {query.Filter{Since: time.Date(2026, 3, 5, 0, 0, 0, 0, time.UTC)}, 1},
		"until":    {query.Filter{Until: time.Date(2026, 3, 10, 10, 0, 0, 0, time.UTC)}, 1},
		"far away": {query.Filter{AsOf: time.Date(2040, 1, 1, 0, 0, 0, 0, time.UTC)}, 3},
	} {
		l, err := s.Learners(t.Context(), everything, c.f)
		if err != nil {
			t.Fatal(err)
		}
		var got int64
		for _, r := range l.Rows {
			got += r.Statements
		}
		if got != c.want {
			t.Errorf("%s: %d statements, want %d", name, got, c.want)
		}
	}
	a, err := s.Activity(t.Context(), everything, "item", query.Filter{})
	if err != nil || a.FirstTryRate == nil || *a.FirstTryRate != 0 || a.MeanScaled == nil || *a.MeanScaled != 1 {
		t.Errorf("activity: %+v, %v", a, err)
	}
}

func TestNamesFollowTheLanguage(t *testing.T) {
	t.Parallel()
	s := opened(t, march, made(t, said(1, "Ann", "answered", "item", "course", "2026-03-01T10:00:00Z", "")))
	a, err := s.Activities(t.Context(), query.Viewer{Scope: query.AllClasses(), Lang: "de-AT"}, query.Filter{})
	if err != nil || a.Rows[0].Name != "item auf Deutsch" {
		t.Errorf("%+v, %v", a.Rows, err)
	}
}

func TestNewGenerationIsSeen(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	one := made(t, said(1, "Ann", "experienced", "page", "course", "2026-03-01T10:00:00Z", ""))
	two := made(t, said(2, "Ben", "experienced", "page", "course", "2026-03-01T10:00:00Z", ""))
	for i, path := range []string{one, two} {
		if _, err := store.Load(t.Context(), dir, store.LoadOptions{Paths: []string{path}}); err != nil {
			t.Fatal(err)
		}
		if i == 1 {
			break
		}
		s, err := query.Open(t.Context(), dir, query.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if l, err := s.Learners(context.Background(), everything, query.Filter{}); err != nil || l.Total != 2 {
				t.Errorf("the open store sees %d learners: %v", l.Total, err)
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestSQLReachesNothingElse proves that a user's SQL cannot write or leave the store.
func TestSQLReachesNothingElse(t *testing.T) {
	t.Parallel()
	s := opened(t, march, made(t, said(1, "Ann", "experienced", "page", "course", "2026-03-01T10:00:00Z", "")))
	outside := filepath.Join(t.TempDir(), "outside.csv")
	for _, q := range []string{
		"DELETE FROM statement", "CREATE TABLE x (a INT)", "COPY statements TO '" + outside + "'", "FROM read_csv('/etc/passwd')", "ATTACH '" + outside + "' AS y",
		"SET lock_configuration = false", "SET enable_external_access = true", "INSTALL httpfs", "EXPORT DATABASE '" + outside + "'",
	} {
		if sheet, err := s.SQL(t.Context(), everything, q, 0); err == nil {
			t.Errorf("%s: %+v", q, sheet)
		}
	}
	if _, err := os.Stat(outside); err == nil {
		t.Error("something was written")
	}
	sheet, err := s.SQL(t.Context(), everything, "SELECT id, learner, raw FROM statements", 0)
	if err != nil || sheet.Total != 1 {
		t.Errorf("%+v, %v", sheet, err)
	}
}

// TestWhatWasLoadedJustNowCounts asks right after a load whose statements have
// no timestamp and so stand at the time of the load.
func TestWhatWasLoadedJustNowCounts(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 20, 12, 0, 0, 999_999_000, time.UTC)
	s := opened(t, now, fixture(t, "h5p-report.ndjson"))
	l, err := s.Statements(t.Context(), everything, query.Filter{})
	if err != nil || l.Total != 5 {
		t.Errorf("%d statements of 5, %v", l.Total, err)
	}
}

// TestOrderOfNames proves that names stand as people look for them, and that
// the order of masked ones says nothing of the real ones.
func TestOrderOfNames(t *testing.T) {
	t.Parallel()
	var lines []string
	for i, name := range []string{"Zoe", "émile", "Ada", "eric", "Özil", "Otto"} {
		lines = append(lines, said(i+1, name, "experienced", "page", "course", "2026-03-01T10:00:00Z", ""))
	}
	s := opened(t, march, made(t, lines...))
	shown := func(v query.Viewer) (names []string) {
		l, err := s.Learners(t.Context(), v, query.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range l.Rows {
			names = append(names, string(r.Name.Shown()))
		}
		return names
	}
	if got := shown(everything); strings.Join(got, " ") != "Ada émile eric Otto Özil Zoe" {
		t.Errorf("got %v", got)
	}
	if got := shown(query.Viewer{Scope: query.AllClasses(), Mask: true}); !slices.IsSorted(got) {
		t.Errorf("masked: %v", got)
	}
}
