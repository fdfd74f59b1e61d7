package people

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"lrx/data"
)

// somePeople are learners who share much by chance.
func somePeople(t *rapid.T) []Person {
	some := func(name string, of ...string) []string {
		return rapid.SliceOfN(rapid.SampledFrom(of), 0, 3).Draw(t, name)
	}
	one := func(name string, of ...string) string { return rapid.SampledFrom(append(of, "")).Draw(t, name) }
	n := rapid.IntRange(0, 12).Draw(t, "learners")
	out := make([]Person, n)
	for i := range out {
		p := Person{
			ID:            fmt.Sprintf("L-%02d", i),
			Names:         some("names", "Kim Tarrow", "K. Tarrow", "Tarrow, Kim", "Kim Tarow", "Ana Vega", "Kim", "王小明", "王小红", "أحمد النوري", "สมชาย ใจดี", " ", "x@y.z", "Learner 7", "\xff"),
			Mails:         some("mails", "kim.tarrow@example.org", "Kim.Tarrow@example.org", "kim.tarrow+a@EXAMPLE.org", "+a@example.org", "@", "mailto:", "a b@c"),
			Registrations: some("registrations", "r1", "R1", "r2", ""),
			Classes:       some("classes", "7a", "7b", "everyone"),
		}
		for _, name := range some("accounts", "kim.tarrow", "Kim.Tarrow", "1042", "student", "u1", "kim.tarrow@example.org") {
			k, ok := data.ParseIFI(rapid.SampledFrom([]string{"https://a.example.org", "https://b.example.org/x", "urn:system"}).Draw(t, "home") + "|" + name)
			if ok {
				p.Keys = append(p.Keys, k)
			}
		}
		p.Keys = append(p.Keys, some("hashes", sha1Key("mailto:kim.tarrow@example.org"), sha1Key("kim.tarrow@example.org"), "openid:https://o.example.org/1", "junk")...)
		p.RosterID, p.RosterName = one("roster", "u1", "u2"), one("roster name", "Kim Tarrow", "Ana Vega")
		p.RosterEmail, p.Username = one("roster mail", "KIM.tarrow@example.org"), one("user name", "kim.tarrow", "1042")
		if rapid.Bool().Draw(t, "seen") {
			p.First = time.Unix(rapid.Int64Range(0, 100).Draw(t, "first"), 0)
			p.Last = p.First.Add(time.Duration(rapid.IntRange(0, 50).Draw(t, "span")) * time.Second)
		}
		out[i] = p
	}
	return out
}

func TestSuggestionsHold(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		people := somePeople(t)
		got := Suggest(people, nil)
		if again := Suggest(rapid.Permutation(people).Draw(t, "order"), nil); !reflect.DeepEqual(got, again) {
			t.Fatalf("the order matters:\n%+v\n%+v", got, again)
		}
		byID := map[string]*Person{}
		for i := range people {
			byID[people[i].ID] = &people[i]
		}
		pairs := map[[2]string]bool{}
		for _, s := range slices.Concat(got.Suggestions, got.Conflicts) {
			if s.A >= s.B || pairs[[2]string{s.A, s.B}] {
				t.Fatalf("%s and %s are out of order or there twice", s.A, s.B)
			}
			pairs[[2]string{s.A, s.B}] = true
			if s.Strength < weakFrom || s.Strength > highest || s.Word == "" {
				t.Fatalf("strength %v, %q", s.Strength, s.Word)
			}
			checkEvidence(t, s)
			a, b := byID[s.A], byID[s.B]
			if two := a.RosterID != "" && b.RosterID != "" && a.RosterID != b.RosterID; two != (s.Word == Conflict) {
				t.Fatalf("users %q and %q of the roster are called %s", a.RosterID, b.RosterID, s.Word)
			}
		}
		if !slices.IsSortedFunc(got.Suggestions, func(x, y Suggestion) int { return int(1000 * (y.Strength - x.Strength)) }) {
			t.Fatalf("not sorted: %+v", got.Suggestions)
		}
	})
}

func checkEvidence(t *rapid.T, s Suggestion) {
	if len(s.Evidence) == 0 || s.Evidence[0].Bits <= 0 {
		t.Fatalf("nothing speaks for %s and %s: %+v", s.A, s.B, s.Evidence)
	}
	for _, e := range s.Evidence {
		if e.Kind == "" || e.Text == "" || e.Kind == SameClass && onlyClass(s.Evidence) {
			t.Fatalf("poor evidence: %+v", s.Evidence)
		}
	}
}

func onlyClass(all []Evidence) bool {
	return !slices.ContainsFunc(all, func(e Evidence) bool { return e.Bits > 0 && e.Kind != SameClass })
}

// TestSidesAreEqual renames learners, so that each is once the first of a pair
// and once the second: strength and kinds stay.
func TestSidesAreEqual(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		people := somePeople(t)
		turned := slices.Clone(people)
		name := func(id string) string { return "L-" + string('9'-id[2]+'0') + string('9'-id[3]+'0') }
		for i := range turned {
			turned[i].ID = name(turned[i].ID)
		}
		kinds := func(r Result, name func(string) string) map[string]string {
			out := map[string]string{}
			for _, s := range slices.Concat(r.Suggestions, r.Conflicts) {
				var of []string
				for _, e := range s.Evidence {
					of = append(of, string(e.Kind))
				}
				ids := []string{name(s.A), name(s.B)}
				slices.Sort(ids)
				slices.Sort(of)
				out[fmt.Sprint(ids)] = fmt.Sprint(s.Strength, s.Word, of)
			}
			return out
		}
		one, two := kinds(Suggest(people, nil), func(id string) string { return id }), kinds(Suggest(turned, nil), name)
		if !reflect.DeepEqual(one, two) {
			t.Fatalf("sides matter:\n%v\n%v", one, two)
		}
	})
}

// TestDecisionsHold decides about a pair that is listed, by ids or keys: it goes
// and all else stays. Where none is, a decision makes none.
func TestDecisionsHold(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		people := somePeople(t)
		for i := range people {
			people[i].Keys = append(people[i].Keys, "openid:https://own.example.org/"+people[i].ID)
		}
		before := Suggest(people, nil)
		if len(before.Suggestions) == 0 {
			if after := Suggest(people, [][2]string{{"L-00", "L-01"}}); len(after.Suggestions) > 0 {
				t.Fatalf("a decision made %+v", after.Suggestions)
			}
			return
		}
		at := rapid.IntRange(0, len(before.Suggestions)-1).Draw(t, "which")
		a, b := before.Suggestions[at].A, before.Suggestions[at].B
		if rapid.Bool().Draw(t, "by keys") {
			a, b = "openid:https://own.example.org/"+b, "openid:https://own.example.org/"+a
		}
		after := Suggest(people, [][2]string{{a, b}})
		if want := slices.Delete(slices.Clone(before.Suggestions), at, at+1); len(want)+len(after.Suggestions) > 0 && !reflect.DeepEqual(after.Suggestions, want) {
			t.Fatalf("got %+v, want %+v", after.Suggestions, want)
		}
	})
}
