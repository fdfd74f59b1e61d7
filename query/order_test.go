package query_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"lrx/data/store"
	"lrx/query"
)

// storeOf loads files one after the other and asks for everything.
func storeOf(t *testing.T, rebuild bool, loads ...[]string) string {
	t.Helper()
	dir := t.TempDir()
	clock := store.WriteOptions{Now: func() time.Time { return march }}
	for _, paths := range loads {
		if _, err := store.Load(t.Context(), dir, store.LoadOptions{Paths: paths, WriteOptions: clock}); err != nil {
			t.Fatal(err)
		}
	}
	if rebuild {
		if err := store.Rebuild(t.Context(), dir, clock); err != nil {
			t.Fatal(err)
		}
	}
	s, err := query.Open(t.Context(), dir, query.Options{Now: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close() //nolint:errcheck // a test
	ctx, f := t.Context(), query.Filter{Voided: true}
	var b strings.Builder
	add := func(sheet query.Sheet, err error) {
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range sheet.Rows {
			fmt.Fprintln(&b, sheet.Name, row.Cells)
		}
	}
	classes, err := s.Classes(ctx, everything, f)
	add(query.ClassSheet(classes, everything), err)
	learners, err := s.Learners(ctx, everything, f)
	add(query.LearnerSheet(learners, everything), err)
	activities, err := s.Activities(ctx, everything, f)
	add(query.ActivitySheet(activities, everything), err)
	attempts, err := s.Attempts(ctx, everything, f)
	add(query.AttemptSheet(attempts, everything), err)
	verbs, err := s.Verbs(ctx, everything, f)
	add(query.VerbSheet(verbs, everything), err)
	return b.String()
}

// TestOrderOfLoadsDoesNotMatter loads two files in both orders, at once, and
// rebuilds: what comes of them is the same.
func TestOrderOfLoadsDoesNotMatter(t *testing.T) {
	t.Parallel()
	line := func(n int, actor, verb, object, rest string) string {
		return fmt.Sprintf(`{"id":"50000000-0000-4000-8000-%012d","actor":%s,"verb":{"id":"http://adlnet.gov/expapi/verbs/%s"},"object":%s%s}`, n, actor, verb, object, rest)
	}
	quiz := `{"id":"https://school.example/quiz"}`
	at := func(second string) string { return `,"timestamp":"2026-03-01T10:00:` + second + `Z"` }
	kim := `{"mbox_sha1sum":"` + sha1Of("mailto:kim@EXAMPLE.org") + `"}`
	group := func(name string) string {
		return `{"objectType":"Group","account":{"homePage":"https://school.example","name":"g"},"member":[{"name":"` + name + `","mbox":"mailto:m@school.example"}]}`
	}
	for name, files := range map[string][2][]string{
		"another identity of somebody, named as an object": {
			{line(1, kim, "passed", quiz, `,"result":{"success":true}`+at("01"))},
			{line(2, `{"mbox":"mailto:tina@school.example"}`, "answered", `{"objectType":"Agent","mbox":"mailto:kim@EXAMPLE.org"}`, at("02"))},
		},
		"names of members": {
			{line(1, group("Old"), "experienced", quiz, at("01"))},
			{line(2, group("New"), "experienced", quiz, at("05"))},
		},
		"names a part of a microsecond apart": {
			{line(1, `{"name":"Zed","mbox":"mailto:z@school.example"}`, "experienced", quiz, at("01.1234561"))},
			{line(2, `{"name":"Abe","mbox":"mailto:z@school.example"}`, "experienced", quiz, at("01.1234569"))},
		},
		"a void before what it voids": {
			{line(1, `{"mbox":"mailto:t@school.example"}`, "voided", `{"objectType":"StatementRef","id":"50000000-0000-4000-8000-000000000002"}`, at("09"))},
			{line(2, kim, "passed", quiz, `,"result":{"success":true}`+at("01")), line(3, kim, "experienced", quiz, at("02"))},
		},
		"an activity that turns out to be a course": {
			{line(1, kim, "experienced", quiz, `,"context":{"contextActivities":{"grouping":[{"id":"https://school.example/c"}]}}`+at("01"))},
			{line(2, kim, "registered", `{"id":"https://school.example/c","definition":{"name":{"en":"C"},"type":"http://adlnet.gov/expapi/activities/course"}}`, at("02"))},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, b := made(t, files[0]...), made(t, files[1]...)
			want := storeOf(t, false, []string{a, b})
			for order, got := range map[string]string{
				"one, then the other": storeOf(t, false, []string{a}, []string{b}),
				"the other way round": storeOf(t, false, []string{b}, []string{a}),
				"rebuilt":             storeOf(t, true, []string{b}, []string{a}),
			} {
				if got != want {
					t.Errorf("%s:\n%s\nat once:\n%s", order, got, want)
				}
			}
		})
	}
}

// TestTeams proves that a team is one class whoever is in it, that its id can
// be typed, and that a team without an identifier is none.
func TestTeams(t *testing.T) {
	t.Parallel()
	line := func(n int, team string) string {
		return fmt.Sprintf(`{"id":"60000000-0000-4000-8000-%012d","actor":{"name":"Ann","mbox":"mailto:ann@school.example"},"verb":{"id":"http://adlnet.gov/expapi/verbs/experienced"},`+
			`"object":{"id":"https://school.example/page"},"context":{"team":%s},"timestamp":"2026-03-01T10:00:00Z"}`, n, team)
	}
	team := func(members string) string {
		return `{"objectType":"Group","name":"Ann Team","account":{"homePage":"https://school.example","name":"blue"}` + members + `}`
	}
	s := opened(t, march, made(t,
		line(1, team("")), line(2, team(`,"member":[{"mbox":"mailto:a@b.example"}]`)), line(3, team(`,"member":[{"mbox":"mailto:c@b.example"},{"mbox":"mailto:a@b.example"}]`)),
		line(4, `{"objectType":"Group","member":[{"mbox":"mailto:a@b.example"}]}`),
	))
	l, err := s.Classes(t.Context(), everything, query.Filter{})
	if err != nil || l.Total != 2 || l.Rows[1].Statements != 3 || l.Rows[1].Name != "Ann Team" {
		t.Fatalf("%+v, %v", l.Rows, err)
	}
	for _, id := range []string{string(l.Rows[1].Class), "Ann Team"} {
		if p, err := s.Learners(t.Context(), everything, query.Filter{Class: id}); err != nil || p.Total != 1 {
			t.Errorf("class %q: %d learners, %v", id, p.Total, err)
		}
	}
	masked := query.Viewer{Scope: query.AllClasses(), Mask: true}
	m, err := s.Classes(t.Context(), masked, query.Filter{})
	if err != nil || strings.Contains(text(m, err), "Ann") || strings.Contains(text(m, err), "blue") {
		t.Errorf("masked classes: %s", text(m, err))
	}
	if p, err := s.Learners(t.Context(), masked, query.Filter{Class: string(m.Rows[1].Class)}); err != nil || p.Total != 1 {
		t.Errorf("masked class: %d learners, %v", p.Total, err)
	}
}

// TestLastMomentsCount proves that the day whose end the default as-of is ends
// with its last statement, and that the newest one was known by then.
func TestLastMomentsCount(t *testing.T) {
	t.Parallel()
	s := opened(t, march,
		made(t, said(1, "Ann", "experienced", "page", "course", "2026-01-01T23:59:59.999Z", "")),
		made(t, said(2, "Ben", "experienced", "page", "course", "2026-01-01T23:59:30Z", "")),
	)
	if l, err := s.Learners(t.Context(), everything, query.Filter{}); err != nil || l.Total != 2 {
		t.Errorf("%d of 2 learners, %v", l.Total, err)
	}
	live := opened(t, march, made(t, said(1, "Ann", "experienced", "page", "course", "2026-01-01T23:59:30Z", `,"stored":"2026-01-02T00:00:05Z"`)))
	if l, err := live.Learners(t.Context(), everything, query.Filter{}); err != nil || l.Total != 1 {
		t.Errorf("%d of 1 learner, %v", l.Total, err)
	}
	sheet, err := live.SQL(t.Context(), everything, "FROM statements", 0)
	if err != nil || sheet.Total != 1 {
		t.Errorf("%d rows in the view, %v", sheet.Total, err)
	}
	old := opened(t, march, made(t, said(1, "Ann", "experienced", "page", "course", "1066-10-14T09:00:00Z", "")))
	if l, err := old.Learners(t.Context(), everything, query.Filter{}); err != nil || l.Total != 1 || l.Rows[0].ActiveDays != 1 {
		t.Errorf("a learner of long ago: %+v, %v", l.Rows, err)
	}
}

// TestFormerAndMaskedIDsNameALearner proves that an id once seen goes on to name somebody.
func TestFormerAndMaskedIDsNameALearner(t *testing.T) {
	t.Parallel()
	one := fmt.Sprintf(`{"id":"70000000-0000-4000-8000-000000000001","actor":{"mbox_sha1sum":%q},"verb":{"id":"http://adlnet.gov/expapi/verbs/experienced"},"object":{"id":"https://school.example/page"},"timestamp":"2026-03-01T10:00:00Z"}`, sha1Of("mailto:Ann@School.EXAMPLE"))
	two := `{"id":"70000000-0000-4000-8000-000000000002","actor":{"name":"Ann","mbox":"mailto:Ann@School.EXAMPLE"},"verb":{"id":"http://adlnet.gov/expapi/verbs/experienced"},"object":{"id":"https://school.example/page"},"timestamp":"2026-03-01T10:00:00Z"}`
	before := opened(t, march, made(t, one))
	was, err := before.Learners(t.Context(), everything, query.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	s := opened(t, march, made(t, one, two))
	masked, err := s.Learners(t.Context(), query.Viewer{Scope: query.AllClasses(), Mask: true}, query.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{was.Rows[0].ID, masked.Rows[0].ID} {
		if l, err := s.Learner(t.Context(), everything, id, query.Filter{}); err != nil || l.Name.Shown() != "Ann" || l.Statements != 2 {
			t.Errorf("%s is %+v, %v", id, l, err)
		}
	}
}

// TestGroupWorkCountsEachMember loads a group's statement before and after its
// members': a verb's learners are all of them either way.
func TestGroupWorkCountsEachMember(t *testing.T) {
	t.Parallel()
	line := func(n int, actor, verb string) string {
		return fmt.Sprintf(`{"id":"30000000-0000-4000-8000-%012d","actor":%s,"verb":{"id":"http://e.example/%s"},"object":{"id":"http://e.example/o"},"timestamp":"2026-03-01T10:00:00Z"}`, n, actor, verb)
	}
	group := line(1, `{"objectType":"Group","member":[{"mbox":"mailto:b@e.example"},{"mbox":"mailto:c@e.example"}]}`, "built")
	alone, other := line(2, `{"mbox":"mailto:b@e.example"}`, "built"), line(3, `{"mbox":"mailto:c@e.example"}`, "saw")
	for _, lines := range [][]string{{alone, group, other}, {other, group, alone}} {
		s := opened(t, march, made(t, lines...))
		l, err := s.Verbs(t.Context(), everything, query.Filter{})
		if err != nil || l.Rows[0].Statements != 2 || l.Rows[0].Learners != 2 {
			t.Errorf("%v, %v", l.Rows, err)
		}
	}
}
