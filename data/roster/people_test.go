package roster

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestFormatIFI(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]string{
		"account:https://lms.example\x1fa|7":            "https://lms.example|a|7",
		"account:https://lms.example\x1fa 7":            "https://lms.example|a 7",
		"account:https://a|b.example\x1f7":              "key:account:https:%2F%2Fa%7Cb.example%1F7",
		"account:https://lms.example\x1f a":             "https://lms.example| a",
		"account:https://lms.example\x1fa ":             "key:account:https:%2F%2Flms.example%1Fa%20",
		"sha1:0123456789012345678901234567890123456789": "0123456789012345678901234567890123456789",
		"openid:https://learner1.example/id":            "https://learner1.example/id",
		"openid:urn:learner1":                           "openid:urn:learner1",
		"openid:https://a.example/x|y":                  "openid:https://a.example/x|y",
		"roster:u1":                                     "roster:u1",
		"roster:key:1":                                  "roster:key:1",
		"roster:a\x1fb":                                 "key:roster:a%1Fb",
	} {
		got := FormatIFI(key)
		if got != want {
			t.Errorf("%q: got %q, want %q", key, got, want)
		}
		if again, ok := ParseKey(got); !ok || again != key {
			t.Errorf("%q is read back as %q, %v", key, again, ok)
		}
	}
	for _, wrong := range []string{"", "roster:", "key:", "key:%zz", "key:Learner", "key:group:x", "Learner 1"} {
		if got, ok := ParseKey(wrong); ok {
			t.Errorf("%q is read as %q", wrong, got)
		}
	}
}

func anyKey() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		switch rapid.IntRange(0, 3).Draw(t, "kind") {
		case 0:
			return "account:https://" + rapid.StringMatching(`[a-z|%#, ]{1,5}`).Filter(func(s string) bool { return !strings.Contains(s, " ") }).Draw(t, "home") +
				"\x1f" + rapid.StringN(1, 8, -1).Draw(t, "name")
		case 1:
			return "sha1:" + rapid.StringMatching(`[0-9a-f]{40}`).Draw(t, "sha1")
		case 2:
			return "openid:" + rapid.StringMatching(`[a-z]{1,3}:[!-~]{1,9}`).Draw(t, "iri")
		}
		return "roster:" + rapid.StringN(1, 8, -1).Draw(t, "id")
	})
}

func TestKeysAreReadBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		key := anyKey().Draw(t, "key")
		form := FormatIFI(key)
		if again, ok := ParseKey(oneLine(form)); !ok || again != key || strings.ContainsFunc(form, isControl) {
			t.Fatalf("%q is written %q and read as %q, %v", key, form, again, ok)
		}
	})
}

func content(t testing.TB, dir string) string {
	t.Helper()
	c, err := os.ReadFile(filepath.Join(dir, PeopleFile))
	if err != nil {
		t.Fatal(err)
	}
	return string(c)
}

func one() PersonDecision {
	return PersonDecision{
		Same: true, IFI: "account:https://lms.example\x1flearner1", Other: "roster:u1", Why: `"one" name, one class`, When: "2026-03-01T10:00:00Z", By: "Teacher 1",
	}
}

func TestAppendAndRemove(t *testing.T) {
	t.Parallel()
	var ends []string
	for range 2 {
		dir := t.TempDir()
		if _, err := Append(dir, one()); err != nil {
			t.Fatal(err)
		}
		once := content(t, dir)
		if info, err := os.Stat(filepath.Join(dir, PeopleFile)); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("got %v, %v", info.Mode(), err)
		}
		removed, err := RemoveLast(dir)
		if err != nil || removed.IFI != one().IFI {
			t.Fatalf("got %+v, %v", removed, err)
		}
		if got := content(t, dir); got != peopleHead {
			t.Errorf("got %q", got)
		}
		if _, err := Append(dir, one()); err != nil {
			t.Fatal(err)
		}
		if got := content(t, dir); got != once {
			t.Errorf("got %q, then %q", once, got)
		}
		ends = append(ends, once)
		d, problems, err := ReadDecisions(dir)
		if want := one(); err != nil || len(problems) > 0 || len(d.People) != 1 {
			t.Fatalf("got %+v, %v, %v", d.People, problems, err)
		} else if want.Row = 4; d.People[0] != want {
			t.Errorf("got %+v", d.People[0])
		}
		if alone, problems, err := ReadPeople(dir); err != nil || len(problems) > 0 || !slices.Equal(alone, d.People) {
			t.Errorf("alone got %+v, %v, %v", alone, problems, err)
		}
	}
	if ends[0] != ends[1] {
		t.Errorf("got %q and %q", ends[0], ends[1])
	}
}

// TestAppendKeepsTheRest writes into files as people and their programs leave them.
func TestAppendKeepsTheRest(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, before, after string }{
		{"empty", "", "decision,ifi,other,why,when,by\nsame,roster:a,roster:b,w,d,p\n"},
		{"comments", "# mine", "# mine\ndecision,ifi,other,why,when,by\nsame,roster:a,roster:b,w,d,p\n"},
		{"no line break at the end", "decision,ifi,other,why,when,by", "decision,ifi,other,why,when,by\nsame,roster:a,roster:b,w,d,p\n"},
		{"own order", "by,why,when,other,ifi,decision\n", "by,why,when,other,ifi,decision\np,w,d,roster:b,roster:a,same\n"},
		{
			"semicolons, Windows, a mark, comments", "\ufeffDecision;ifi;Other;why;when;by\r\n# x\r\n\r\n same;learner1@example.org;roster:u2;;;\r\n",
			"\ufeffDecision;ifi;Other;why;when;by\r\n# x\r\n\r\n same;learner1@example.org;roster:u2;;;\r\nsame;roster:a;roster:b;w;d;p\r\n",
		},
		{"columns that are missing", "# x\nother,ifi,decision\nroster:u1,roster:u2,same\n", "# x\nother,ifi,decision,why,when,by\nroster:u1,roster:u2,same\nroster:b,roster:a,same,w,d,p\n"},
		{"wrong rows", "decision,ifi,other,why,when,by\nmaybe,,\n", "decision,ifi,other,why,when,by\nmaybe,,\nsame,roster:a,roster:b,w,d,p\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d := PersonDecision{Same: true, IFI: "roster:a", Other: "roster:b", Why: "w", When: "d", By: "p"}
			dir := folder(t, map[string]string{PeopleFile: c.before})
			if _, err := Append(dir, d); err != nil {
				t.Fatal(err)
			}
			got := content(t, dir)
			if got != c.after {
				t.Errorf("got %q\nwant %q", got, c.after)
			}
			if _, err := RemoveLast(dir); err != nil {
				t.Fatal(err)
			}
			if _, err := Append(dir, d); err != nil {
				t.Fatal(err)
			}
			if again := content(t, dir); again != got {
				t.Errorf("got %q, then %q", got, again)
			}
		})
	}
}

func TestRemoveByLine(t *testing.T) {
	t.Parallel()
	before := "decision,ifi,other,why\n# x\nsame,roster:u1,roster:u2,\"one\ntwo\"\n\ndifferent,roster:u1,roster:u3,\n"
	for _, c := range []struct {
		line  int
		after string
	}{
		{3, "decision,ifi,other,why\n# x\n\ndifferent,roster:u1,roster:u3,\n"},
		{6, "decision,ifi,other,why\n# x\nsame,roster:u1,roster:u2,\"one\ntwo\"\n\n"},
		{1, ""},
		{2, ""},
		{4, ""},
		{7, ""},
	} {
		dir := folder(t, map[string]string{PeopleFile: before})
		_, err := Remove(dir, c.line)
		want := c.after
		if want == "" {
			want = before
		}
		if got := content(t, dir); got != want || (err != nil) != (c.after == "") {
			t.Errorf("line %d: got %q, %v", c.line, got, err)
		}
	}
	if _, err := RemoveLast(t.TempDir()); err == nil {
		t.Error("something was removed from nothing")
	}
}

// TestAppendRefuses leaves files alone that would not be read as they are written.
func TestAppendRefuses(t *testing.T) {
	t.Parallel()
	for _, before := range []string{
		"decision,ifi,other\nsame,a@example.org,\"b@example.org\n",
		"decision,ifi\n",
		"same,a@example.org,b@example.org\n",
		"decision,ifi,other\nsame,\xff,b@example.org\n",
	} {
		dir := folder(t, map[string]string{PeopleFile: before})
		if _, err := Append(dir, one()); err == nil || content(t, dir) != before {
			t.Errorf("%q: got %v, %q", before, err, content(t, dir))
		}
	}
	if _, err := Append(t.TempDir(), PersonDecision{IFI: "group:x", Other: "roster:u1"}); err == nil {
		t.Error("a group was taken for a person")
	}
}

func TestAppendAnyKeys(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		d := PersonDecision{
			Same: rapid.Bool().Draw(rt, "same"), IFI: anyKey().Draw(rt, "ifi"), Other: anyKey().Draw(rt, "other"),
			Why: rapid.String().Draw(rt, "why"), By: rapid.String().Draw(rt, "by"),
		}
		if d.IFI == d.Other {
			return
		}
		head := rapid.SampledFrom([]string{peopleHead, "ifi;other;decision\n", "by\tifi\tother\tdecision\twhy\n", "why,ifi,other,decision\r\n"}).Draw(rt, "head")
		out, _, err := appended(&text{name: PeopleFile, bytes: []byte(head)}, d)
		if err != nil {
			rt.Fatal(err)
		}
		var p problems
		all := readPeople(&text{name: PeopleFile, bytes: out}, &p)
		if len(all) != 1 || len(p) > 0 || all[0].IFI != d.IFI || all[0].Other != d.Other || all[0].Why != plainCell(d.Why) {
			rt.Fatalf("%q is read as %+v, %v", out, all, p)
		}
	})
}

// TestAppendWritesAsAsked keeps an address in place of its hash, and nothing that
// would be read as something else.
func TestAppendWritesAsAsked(t *testing.T) {
	t.Parallel()
	mail, _ := ParseKey("kim@example.org")
	account, _ := ParseKey("https://lms.example.org|kim")
	for written, want := range map[string]string{
		"kim@example.org": "kim@example.org", "mailto:kim@EXAMPLE.org": "mailto:kim@EXAMPLE.org",
		"": FormatIFI(mail), "lee@example.org": FormatIFI(mail), "kim@example.org\n": FormatIFI(mail), "Kim": FormatIFI(mail),
	} {
		dir := t.TempDir()
		line, err := Append(dir, PersonDecision{Same: true, IFI: mail, IFIAs: written, Other: account})
		if err != nil {
			t.Fatal(err)
		}
		all, _, err := ReadPeople(dir)
		if err != nil || len(all) != 1 || all[0].Row != line || all[0].IFI != mail {
			t.Errorf("%q: line %d is read as %+v, %v", written, line, all, err)
		}
		if text := content(t, dir); !strings.Contains(text, "same,"+want+",https://lms.example.org|kim") {
			t.Errorf("%q: got %s", written, text)
		}
	}
}
