package data

import (
	"crypto/sha1"
	"encoding/hex"
	"strings"
	"testing"
)

func TestParseIFI(t *testing.T) {
	t.Parallel()
	sum := sha1.Sum([]byte("mailto:Ann@example.com"))
	mail := "sha1:" + hex.EncodeToString(sum[:])
	for _, c := range []struct{ in, want string }{
		{"mailto:Ann@example.com", mail},
		{"mailto:Ann@EXAMPLE.COM", mail},
		{"MAILTO:Ann@Example.com", mail},
		{"  Ann@example.com ", mail},
		{strings.ToUpper(mail[5:]), mail},
		{mail, mail},
		{"https://ann.example/id", "openid:https://ann.example/id"},
		{"openid:https://ann.example/id", "openid:https://ann.example/id"},
		{"https://lms.example|a|7", "account:https://lms.example\x1fa|7"},
		{"https://lms.example a7", "account:https://lms.example\x1fa7"},
		{"https://lms.example   a 7 ", "account:https://lms.example\x1fa 7"},
		{"account:https://lms.example\x1fa7", "account:https://lms.example\x1fa7"},
		{"", ""},
		{"|", ""},
		{"Ann", ""},
		{"Ann Example", ""},
		{"L-ABCDEFGHIJ", ""},
		{"@example.com", ""},
		{"ann@", ""},
		{"mailto:ann", ""},
		{"https://lms.example|", ""},
		{"account:x", ""},
		{"sha1:abc", ""},
		{"group:x", ""},
		{"id:7", ""},
	} {
		got, ok := ParseIFI(c.in)
		if ok != (c.want != "") || ok && got != c.want {
			t.Errorf("%q: got %q, %v; want %q", c.in, got, ok, c.want)
		}
	}
}

func TestLearnerID(t *testing.T) {
	t.Parallel()
	a, b := mustKey("ann@example.com"), mustKey("https://lms.example|a7")
	if LearnerID(a, b) != LearnerID(b, a) || LearnerID(a, b) != LearnerID(min(a, b)) {
		t.Error("the id depends on more than the smallest key")
	}
	id := LearnerID(a)
	if len(id) != 12 || !strings.HasPrefix(id, "L-") || strings.ToUpper(id) != id || LearnerID() != "" {
		t.Errorf("got %q", id)
	}
	// SHA-256 of "sha1:" and base32 by other means.
	if got := LearnerID("sha1:0000000000000000000000000000000000000000"); got != "L-AD5UWQ3DCM" {
		t.Errorf("got %q", got)
	}
}

func TestActorKeys(t *testing.T) {
	t.Parallel()
	key := func(actor string) string { return decode(t, plain(`"actor":`+actor)).Actor.Key }
	group := func(rest string) string { return `{"objectType":"Group"` + rest + `}` }
	sum := sha1.Sum([]byte("mailto:ann@Example.com"))
	written := hex.EncodeToString(sum[:])
	a := decode(t, plain(`"actor":{"mbox":"mailto:ann@Example.com"}`)).Actor
	if a.Key != mustKey("ann@example.com") || a.Alias != "sha1:"+written {
		t.Errorf("mbox: got %+v", a)
	}
	ann, bob := `{"mbox":"mailto:ann@example.com"}`, `{"mbox":"mailto:bob@example.com"}`
	list := func(members ...string) string { return `,"member":[` + strings.Join(members, ",") + `]` }
	for _, c := range []struct {
		name, a, b string
		equal      bool
	}{
		{"mbox and its sha1", ann, `{"mbox_sha1sum":"` + strings.ToUpper(mustKey("ann@example.com")[5:]) + `"}`, true},
		{"name of the mailbox", ann, `{"mbox":"mailto:Ann@example.com"}`, false},
		{"homePages", `{"account":{"homePage":"http://a.b","name":"7"}}`, `{"account":{"homePage":"http://a.c","name":"7"}}`, false},
		{"names", `{"account":{"homePage":"http://a.b","name":"7"}}`, `{"account":{"homePage":"http://a.b","name":"8"}}`, false},
		{"group and agent", group(`,"mbox":"mailto:ann@example.com"`), ann, false},
		{"order of members", group(`,"openid":"http://g.h"` + list(ann, bob)), group(`,"openid":"http://g.h"` + list(bob, ann, ann)), true},
		{"members", group(`,"openid":"http://g.h"` + list(ann, bob)), group(`,"openid":"http://g.h"` + list(ann)), false},
		{"identifiers", group(`,"openid":"http://g.h"` + list(ann)), group(`,"openid":"http://g.i"` + list(ann)), false},
	} {
		if got := key(c.a) == key(c.b); got != c.equal {
			t.Errorf("%s: equal is %v", c.name, got)
		}
	}
	anonymous := group(list(ann, `{"name":"x"}`))
	first := decode(t, plain(`"actor":`+anonymous))
	second := decode(t, plain(`"actor":`+anonymous, `"id":"21111111-2222-4333-8444-555555555555"`, `"context":{"team":`+anonymous+`}`))
	if first.Actor.Key == second.Actor.Key || second.Actor.Key == second.Team.Key || len(first.Actor.Members) != 1 || first.Actor.Members[0].Key != mustKey("ann@example.com") {
		t.Errorf("anonymous groups: got %+v and %+v", first.Actor, second.Actor)
	}
}

func TestSplitAccount(t *testing.T) {
	t.Parallel()
	key, _ := ParseIFI("https://lms.example.org|kim|li")
	if home, name, ok := SplitAccount(key); home != "https://lms.example.org" || name != "kim|li" || !ok {
		t.Errorf("%q: got %q, %q, %t", key, home, name, ok)
	}
	for _, key := range []string{"", "openid:https://id.example.org/kim", "account:https://lms.example.org", "group:account:a:b\x1fc"} {
		if home, name, ok := SplitAccount(key); ok {
			t.Errorf("%q: got %q and %q", key, home, name)
		}
	}
}
