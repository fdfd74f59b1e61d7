package roster

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// lines are decisions as "a=b" and "a#b", keys are words.
func lines(text string) []PersonDecision {
	var all []PersonDecision
	for _, word := range strings.Fields(text) {
		ifi, other, same := strings.Cut(word, "=")
		if !same {
			ifi, other, _ = strings.Cut(word, "#")
		}
		all = append(all, PersonDecision{Same: same, IFI: ifi, Other: other})
	}
	return all
}

// links are "a-b", and "a~b" for aliases.
func links(text string) []Link {
	var all []Link
	for _, word := range strings.Fields(text) {
		a, b, alias := strings.Cut(word, "~")
		if !alias {
			a, b, _ = strings.Cut(word, "-")
		}
		all = append(all, Link{A: a, B: b, Alias: alias})
	}
	return all
}

func shown(blocks []Block) string {
	var all []string
	for _, b := range blocks {
		all = append(all, b.ID+": "+strings.Join(b.Keys, " "))
	}
	return strings.Join(all, "; ")
}

func TestPartition(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, keys, links, lines, want string }{
		{"nothing", "", "", "", ""},
		{"alone", "b a b", "", "", "a: a; b: b"},
		{"links", "c", "b-a d-e", "", "a: a b; c: c; d: d e"},
		{"same", "a b c", "", "c=b", "a: a; c: b c"},
		{"the id is the first line's", "a b c d", "", "d=c b=a c=a", "d: a b c d"},
		{"of what its ifi is linked with", "", "d-b d-e", "d=a", "b: a b d e"},
		{"same twice", "", "", "b=a a=b", "b: a b"},
		{"different", "", "a-b b-c", "a#b", "a: a c; b: b"},
		{"different that were none", "a b", "", "a#b", "a: a; b: b"},
		{"different and same again", "", "a-b b-c", "a#b a=b", "a: a b c"},
		{"same and different", "a b", "", "b=a b#a", "a: a; b: b"},
		{"lines hold in their order", "", "", "b=a c#a c=b", "b: a b c"},
		{"a line whose keys were parted names nothing", "", "", "c=b c#b b=a", "b: a b; c: c"},
		{"an alias goes along", "", "a~a2 a-x", "x#a", "a: a a2; x: x"},
		{"an alias is not parted", "", "a~a2", "a#a2", "a: a a2"},
		{"users of the roster name a block last", "z", "roster:1-x", "", "x: roster:1 x; z: z"},
		{"but if they are alone", "roster:1", "", "", "roster:1: roster:1"},
		{"or decided to be first", "x", "", "roster:1=x", "roster:1: roster:1 x"},
		{"unknown keys are there", "a", "", "a=b c#d", "a: a b; c: c; d: d"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := shown(Partition(strings.Fields(c.keys), links(c.links), lines(c.lines)))
			if got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

type world struct {
	keys  []string
	links []Link
	lines []PersonDecision
}

func anyWorld(t *rapid.T) world {
	key := rapid.SampledFrom([]string{"a", "b", "c", "d", "e", "f", "roster:1", "roster:2"})
	return world{
		rapid.SliceOf(key).Draw(t, "keys"),
		rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Link {
			return Link{key.Draw(t, "a"), key.Draw(t, "b"), rapid.IntRange(0, 3).Draw(t, "alias") == 0}
		}), 0, 6).Draw(t, "links"),
		rapid.SliceOfN(rapid.Custom(func(t *rapid.T) PersonDecision {
			return PersonDecision{Same: rapid.Bool().Draw(t, "same"), IFI: key.Draw(t, "ifi"), Other: key.Draw(t, "other")}
		}), 0, 8).Draw(t, "lines"),
	}
}

// slow is Partition in the plainest way: sets that are united and parted one by one.
func slow(w world) map[string]string {
	set, atom := map[string]int{}, map[string]int{}
	next := 0
	add := func(keys ...string) {
		for _, k := range keys {
			if _, known := set[k]; !known {
				set[k], atom[k] = next, next
				next++
			}
		}
	}
	join := func(in map[string]int, a, b string) {
		from, to := in[b], in[a]
		for k, s := range in {
			if s == from {
				in[k] = to
			}
		}
	}
	add(w.keys...)
	for _, l := range w.links {
		add(l.A, l.B)
	}
	for _, d := range w.lines {
		add(d.IFI, d.Other)
	}
	for _, l := range w.links {
		join(set, l.A, l.B)
		if l.Alias {
			join(atom, l.A, l.B)
		}
	}
	for _, d := range w.lines {
		switch {
		case d.Same:
			join(set, d.IFI, d.Other)
		case set[d.IFI] == set[d.Other] && atom[d.IFI] != atom[d.Other]:
			for k := range set {
				if atom[k] == atom[d.Other] {
					set[k] = next
				}
			}
			next++
		}
	}
	out := map[string]string{}
	for k, s := range set {
		var mates []string
		for other, o := range set {
			if o == s {
				mates = append(mates, other)
			}
		}
		slices.Sort(mates)
		out[k] = strings.Join(mates, " ")
	}
	return out
}

func TestPartitionProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := anyWorld(t)
		got := Partition(w.keys, w.links, w.lines)
		want := slow(w)
		count := 0
		for _, b := range got {
			for _, k := range b.Keys {
				count++
				if strings.Join(b.Keys, " ") != want[k] {
					t.Fatalf("%s is in %v, want %s", k, b.Keys, want[k])
				}
			}
			if !slices.Contains(b.Keys, b.ID) {
				t.Fatalf("%v has the id %s", b.Keys, b.ID)
			}
		}
		if count != len(want) {
			t.Fatalf("%d keys of %d", count, len(want))
		}

		shuffled := world{rapid.Permutation(w.keys).Draw(t, "other keys"), rapid.Permutation(w.links).Draw(t, "other links"), w.lines}
		for i := range shuffled.links {
			if rapid.Bool().Draw(t, "turned") {
				l := &shuffled.links[i]
				l.A, l.B = l.B, l.A
			}
		}
		if other := Partition(shuffled.keys, shuffled.links, shuffled.lines); !reflect.DeepEqual(other, got) {
			t.Fatalf("in another order %s, not %s", shown(other), shown(got))
		}
	})
}

func TestDifferentThenSameUnitesAgain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := anyWorld(t)
		before := Partition(w.keys, w.links, w.lines)
		b := rapid.SampledFrom(append(before, Block{Keys: []string{"a"}})).Draw(t, "block")
		ifi, other := rapid.SampledFrom(b.Keys).Draw(t, "ifi"), rapid.SampledFrom(b.Keys).Draw(t, "other")
		w.keys = append(w.keys, ifi)
		before = Partition(w.keys, w.links, w.lines)
		w.lines = append(w.lines, PersonDecision{IFI: ifi, Other: other}, PersonDecision{Same: true, IFI: ifi, Other: other})
		after := Partition(w.keys, w.links, w.lines)
		for i := range before {
			if !slices.Equal(before[i].Keys, after[i].Keys) {
				t.Fatalf("got %s, before %s", shown(after), shown(before))
			}
		}
	})
}

// many is n people with three identifiers each, of whom two are linked.
func many(n int) world {
	r := rand.New(rand.NewPCG(1, 2))
	var w world
	for i := range n {
		a, b, c := fmt.Sprintf("sha1:%040x", r.Uint64()), fmt.Sprintf("account:https://lms.example\x1f%d", i), UserKey(fmt.Sprint(i))
		w.keys = append(w.keys, a, b)
		w.links = append(w.links, Link{A: c, B: a})
		if i%10 == 0 {
			w.lines = append(w.lines, PersonDecision{Same: i%3 > 0, IFI: a, Other: b})
		}
	}
	return w
}

func BenchmarkPartition(b *testing.B) {
	w := many(100_000)
	b.ReportAllocs()
	for b.Loop() {
		Partition(w.keys, w.links, w.lines)
	}
}

func TestIdentities(t *testing.T) {
	t.Parallel()
	r := Roster{
		Users: []User{
			{ID: "u2", Email: "learner2@EXAMPLE.org", Username: "two", UserIDs: []string{"u2", "202"}, Identifier: "x"},
			{ID: "u1", Email: "learner1@example.org", Username: "two", Keys: []string{"openid:https://learner1.example/"}},
			{ID: "u3", Email: "mailto:learner1@example.org"},
			{ID: "u4", Email: "no address"},
		},
		Homes: []string{"https://lms.example"},
	}
	account := func(name string) string { return "account:https://lms.example\x1f" + name }
	gotLinks, conflicts := r.Identities()
	var got []string
	for _, l := range gotLinks {
		got = append(got, l.A+" "+l.B)
	}
	slices.Sort(got)
	want := []string{
		"roster:u1 " + account("u1"), "roster:u1 openid:https://learner1.example/",
		"roster:u2 " + account("202"), "roster:u2 " + account("u2"), "roster:u2 " + key(t, "learner2@example.org"),
		// SHA-1 of mailto:learner2@EXAMPLE.org by other means.
		"roster:u2 sha1:c79920d2e50a3f7f7dd68340f95e565e2f9c8b45",
		"roster:u3 " + account("u3"), "roster:u4 " + account("u4"),
	}
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	wantConflicts := []Conflict{
		{account("two"), []string{"u1", "u2"}}, {key(t, "learner1@example.org"), []string{"u1", "u3"}},
	}
	if !reflect.DeepEqual(conflicts, wantConflicts) {
		t.Errorf("got %v, want %v", conflicts, wantConflicts)
	}
}
