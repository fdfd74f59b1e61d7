package query_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"lrx/data/roster"
	"lrx/data/store"
	"lrx/query"
)

// signed writes a statement of an actor, with a registration if there is one.
func signed(n int, actor, registration, at string) string {
	context := ""
	if registration != "" {
		context = fmt.Sprintf(`"context":{"registration":%q},`, registration)
	}
	return fmt.Sprintf(`{"id":"20000000-0000-4000-8000-%012d","actor":%s,"verb":{"id":"http://adlnet.gov/expapi/verbs/completed"},`+
		`"object":{"id":"https://school.example/quiz"},%s"timestamp":%q}`, n, actor, context, at)
}

const (
	kimByMail    = `{"name":"Kim Li","mbox":"mailto:Kim.Li@School.Example"}`
	kimByHash    = `{"mbox_sha1sum":"%s"}` // of the address as it was written
	kimByAccount = `{"name":"Kim B. Li","account":{"homePage":"https://sim.example","name":"kim.li"}}`
	ana          = `{"name":"Ana Roth","openid":"https://ana.example/"}`
	reg          = "33333333-2222-4333-8444-555555555555"
)

func twins(t *testing.T) *query.Store { t.Helper(); s, _ := twinsIn(t); return s }

// twinsIn is a store with two records of one person, and its folder.
func twinsIn(t *testing.T) (*query.Store, string) {
	t.Helper()
	path := made(
		t,
		signed(1, kimByMail, reg, "2026-03-01T10:00:00Z"), signed(2, kimByMail, "", "2026-03-02T10:00:00Z"),
		signed(3, fmt.Sprintf(kimByHash, sha1Of("mailto:Kim.Li@School.Example")), "", "2026-03-03T10:00:00Z"),
		signed(4, kimByAccount, reg, "2026-03-04T10:00:00Z"), signed(5, ana, "", "2026-03-05T10:00:00Z"),
	)
	dir := t.TempDir()
	clock := func() time.Time { return march }
	if _, err := store.Load(t.Context(), dir, store.LoadOptions{Paths: []string{path}, WriteOptions: store.WriteOptions{Now: clock}}); err != nil {
		t.Fatal(err)
	}
	s, err := query.Open(t.Context(), dir, query.Options{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s, dir
}

func TestPeople(t *testing.T) {
	t.Parallel()
	s := twins(t)
	l, err := s.People(t.Context(), everything, query.Filter{})
	if err != nil || l.Total != 3 {
		t.Fatalf("there are %d people; %v", l.Total, err)
	}
	for _, name := range []string{"Kim Li", "Kim.Li@school.EXAMPLE", "mailto:Kim.Li@School.Example", sha1Of("mailto:Kim.Li@School.Example")} {
		if p, err := s.Person(t.Context(), everything, name); err != nil || p.Name.Shown() != "Kim Li" {
			t.Errorf("%s: %+v, %v", name, p, err)
		}
	}
	kim, err := s.Person(t.Context(), everything, "Kim Li")
	if err != nil {
		t.Fatal(err)
	}
	if kim.Statements != 3 || kim.Registrations != 1 || len(kim.Keys) != 2 || !kim.OneIdentifier(kim.Keys[0], kim.Keys[1]) ||
		kim.First.Day() != 1 || kim.Last.Day() != 3 || kim.Roster != nil {
		t.Errorf("got %+v", kim)
	}
	for i, key := range kim.Keys { // what is shown names her again
		if same, ok := roster.ParseKey(string(kim.Identifiers[i])); !ok || same != key && same != kim.Keys[1-i] {
			t.Errorf("%q is shown as %q", key, kim.Identifiers[i])
		}
	}
	if text := fmt.Sprint(kim.Identifiers); !strings.Contains(text, "Kim.Li@School.Example") {
		t.Errorf("the address is not shown: %s", text)
	}
	early, err := s.People(t.Context(), everything, query.Filter{AsOf: march.AddDate(0, 0, -18)})
	if err != nil || early.Total != 1 || early.Rows[0].Statements != 2 {
		t.Errorf("as of the second: %+v, %v", early.Rows, err)
	}
	var unknown *query.NotFoundError
	if _, err := s.Person(t.Context(), everything, "Kim"); !errors.As(err, &unknown) {
		t.Errorf("got %v", err)
	}
}

func TestSuggestionsAndPairs(t *testing.T) {
	t.Parallel()
	s, dir := twinsIn(t)
	l, err := s.Suggestions(t.Context(), everything, query.Filter{})
	if err != nil || l.Total != 1 || l.Rows[0].Word != "strong" || len(l.Rows[0].Evidence) < 2 {
		t.Fatalf("got %+v, %v", l.Rows, err)
	}
	p, err := s.Pair(t.Context(), everything, l.Rows[0].Key)
	if err != nil || p.At != 1 || p.Of != 1 || p.Before+p.After != "" || p.One || p.First.Statements+p.Second.Statements != 4 {
		t.Fatalf("got %+v, %v", p, err)
	}
	var unknown *query.NotFoundError
	if _, err := s.Pair(t.Context(), everything, "L-1 L-2"); !errors.As(err, &unknown) {
		t.Errorf("got %v", err)
	}
	// Who decides sees the pair as it became, until all are compared anew.
	decide := func(same bool) {
		t.Helper()
		line := roster.PersonDecision{Same: same, IFI: p.First.Keys[0], Other: p.Second.Keys[0]}
		if _, err := store.Change(t.Context(), dir, "test", func() error { _, err := roster.Append(dir, line); return err }, store.WriteOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	decide(true)
	if p, err := s.Pair(t.Context(), everything, l.Rows[0].Key); err != nil || !p.One || p.First.Statements != 4 {
		t.Errorf("got %+v, %v", p, err)
	}
	if l, err := s.Suggestions(t.Context(), everything, query.Filter{}); err != nil || l.Total != 0 {
		t.Errorf("got %+v, %v", l.Rows, err)
	}
	// Those of whom somebody says that they are two are not suggested.
	decide(false)
	if l, err := s.People(t.Context(), everything, query.Filter{}); err != nil || l.Total != 3 {
		t.Errorf("there are %d people; %v", l.Total, err)
	}
	if l, err := s.Suggestions(t.Context(), everything, query.Filter{}); err != nil || l.Total != 0 {
		t.Errorf("got %+v, %v", l.Rows, err)
	}
}

func TestPeopleUnderAMask(t *testing.T) {
	t.Parallel()
	s := twins(t)
	masked := everything
	masked.Mask = true
	plain, err := s.Suggestions(t.Context(), everything, query.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	people, err := s.People(t.Context(), masked, query.Filter{})
	suggestions, err2 := s.Suggestions(t.Context(), masked, query.Filter{})
	pair, err3 := s.Pair(t.Context(), masked, plain.Rows[0].Key) // from before the mask
	again, err4 := s.Pair(t.Context(), masked, suggestions.Rows[0].Key)
	crowds, err5 := s.Crowds(t.Context(), masked)
	if err := errors.Join(err, err2, err3, err4, err5); err != nil {
		t.Fatal(err)
	}
	if again.A != pair.A {
		t.Errorf("got %s and %s", again.A, pair.A)
	}
	said := fmt.Sprint(query.PersonSheet(people, masked).Rows, query.SuggestionSheet(suggestions, masked).Rows, pair, again, crowds)
	for _, real := range []string{"Kim", "kim", "Li", "Ana", "ana.example", "L-", sha1Of("mailto:Kim.Li@School.Example"), reg[:8]} {
		if strings.Contains(said, real) {
			t.Errorf("%q shows: %s", real, said)
		}
	}
}

func TestWhoIsWhoNeedsAllClasses(t *testing.T) {
	t.Parallel()
	s := twins(t)
	some := query.Viewer{Scope: query.OnlyClasses("https://school.example/quiz")}
	_, err := s.People(t.Context(), some, query.Filter{})
	_, err2 := s.Suggestions(t.Context(), some, query.Filter{})
	_, err3 := s.Identities(t.Context(), some, query.Filter{})
	_, err4 := s.Pair(t.Context(), some, "L-1 L-2")
	_, err5 := s.Crowds(t.Context(), some)
	_, err6 := s.Person(t.Context(), some, "Kim Li")
	for i, err := range []error{err, err2, err3, err4, err5, err6} {
		if !errors.Is(err, query.ErrScope) {
			t.Errorf("question %d: got %v", i, err)
		}
	}
}
