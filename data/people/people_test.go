package people

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"lrx/data"
)

const (
	moodle = "https://moodle.example.org"
	lms    = "https://lms.example.org/users"
)

func key(t testing.TB, text string) string {
	t.Helper()
	k, ok := data.ParseIFI(text)
	if !ok {
		t.Fatalf("%q is no identifier", text)
	}
	return k
}

// crowdOf are learners who have nothing to do with each other, so that a pair
// stands among others as it does in a store.
func crowdOf(n int) []Person {
	out := make([]Person, n)
	for i := range out {
		out[i] = Person{ID: fmt.Sprintf("L-Z%04d", i), Names: []string{madeUpName(i)}}
	}
	return out
}

// madeUpName is one of some 3,000 names, all different for i below 3,000.
func madeUpName(i int) string {
	const letters = "bcdfghjklmnprstvwz"
	first := string(letters[i%18]) + "a" + string(letters[i/18%18]) + "i"
	last := string(letters[i/7%18]) + "o" + string(letters[i/324%18]) + "u" + string(letters[i%17]) + "er"
	return first + " " + last
}

func TestEvidence(t *testing.T) {
	t.Parallel()
	at := func(home, name string) string { return key(t, home+"|"+name) }
	const registration = "7f3a0b12-1111-4222-8333-444455556666"
	for _, tt := range []struct {
		name string
		a, b Person
		word string   // "" = not listed
		want []string // evidence, "+" for and "-" against, in its order
	}{
		{
			"registration alone",
			Person{Registrations: []string{registration}},
			Person{Registrations: []string{strings.ToUpper(registration)}},
			Likely,
			[]string{"+same registration 7f3a0b12… in both"},
		},
		{
			"registration and name",
			Person{Names: []string{"Kim Tarrow"}, Registrations: []string{registration}},
			Person{Names: []string{"K. Tarrow"}, Registrations: []string{registration}},
			Strong,
			[]string{"+same registration 7f3a0b12… in both", "+similar names Kim Tarrow and K. Tarrow"},
		},
		{
			"registration, other names",
			Person{Names: []string{"Kim Tarrow"}, Registrations: []string{registration}},
			Person{Names: []string{"Ana Vega"}, Registrations: []string{registration}},
			Weak,
			[]string{"+same registration 7f3a0b12… in both", "-different names Kim Tarrow and Ana Vega"},
		},
		{
			"address in other letters",
			Person{Mails: []string{"mailto:Kim.Li@example.org"}},
			Person{Mails: []string{"kim.li@EXAMPLE.org"}},
			Strong,
			[]string{"+Kim.Li@example.org and kim.li@EXAMPLE.org are one address but for upper and lower case"},
		},
		{
			"hash of an address in other letters",
			Person{Mails: []string{"Kim.Li@example.org"}},
			Person{Keys: []string{key(t, "kim.li@example.org")}},
			Strong,
			[]string{"+one has the address Kim.Li@example.org, the other the hash of it in lower case"},
		},
		{
			"hash without mailto",
			Person{Keys: []string{sha1Key("kim.li@example.org")}},
			Person{Mails: []string{"kim.li@example.org"}},
			Strong,
			[]string{"+one has the address kim.li@example.org, the other the hash of it made without mailto:"},
		},
		{
			"address with a tag",
			Person{Mails: []string{"kim.li+lab@example.org"}},
			Person{Keys: []string{key(t, "kim.li@example.org")}},
			Likely,
			[]string{"+one has the address kim.li+lab@example.org, the other the hash of it without its tag"},
		},
		{
			"two tags",
			Person{Mails: []string{"kim.li+lab@example.org"}},
			Person{Mails: []string{"kim.li+home@example.org"}},
			Likely,
			[]string{"+kim.li+lab@example.org and kim.li+home@example.org are one address but for the tag after +"},
		},
		{
			"account name in two systems",
			Person{Keys: []string{at(moodle, "kim.li")}},
			Person{Keys: []string{at(lms, "kim.li")}},
			Likely,
			[]string{"+account name kim.li on moodle.example.org and lms.example.org"},
		},
		{
			"account name at two homes of one host",
			Person{Keys: []string{at(moodle+"/a", "Kim.Li")}},
			Person{Keys: []string{at(moodle+"/b", "Kim.Li")}},
			Likely,
			[]string{"+account name Kim.Li on https://moodle.example.org/a and https://moodle.example.org/b"},
		},
		{
			"account and name",
			Person{Keys: []string{at(moodle, "kim.tarrow")}, Names: []string{"Kim Tarrow"}},
			Person{Keys: []string{at(lms, "Kim.Tarrow")}, Names: []string{"Tarrow, Kim"}},
			Strong,
			[]string{
				"+same name, written Kim Tarrow and Tarrow, Kim, which nobody else has",
				"+account names kim.tarrow on moodle.example.org and Kim.Tarrow on lms.example.org, the same but for the way of writing",
			},
		},
		{
			"account number and name",
			Person{Keys: []string{at(moodle, "1042")}, Names: []string{"Kim Tarrow"}},
			Person{Keys: []string{at(lms, "1042")}, Names: []string{"Kim Tarrow"}},
			Strong,
			[]string{
				"+same name Kim Tarrow, which nobody else has",
				"+account name 1042 on moodle.example.org and lms.example.org",
			},
		},
		{"account number", Person{Keys: []string{at(moodle, "1042")}}, Person{Keys: []string{at(lms, "1042")}}, "", nil},
		{"word for anybody", Person{Keys: []string{at(moodle, "student1")}}, Person{Keys: []string{at(lms, "student1")}}, "", nil},
		{
			"first part of an address",
			Person{Mails: []string{"kim.li@example.org"}},
			Person{Keys: []string{at(lms, "kim.li")}},
			Weak,
			[]string{"+account name kim.li on lms.example.org is the first part of the address kim.li@example.org"},
		},
		{
			"first parts of two addresses",
			Person{Mails: []string{"kim.li@example.org"}},
			Person{Mails: []string{"kim.li@school.example"}},
			Weak,
			[]string{"+addresses kim.li@example.org and kim.li@school.example have the same first part"},
		},
		{
			"account name is an address",
			Person{Keys: []string{at(lms, "Kim.Li@example.org")}},
			Person{Keys: []string{key(t, "kim.li@example.org")}},
			Strong,
			[]string{"+one has the address Kim.Li@example.org, the other the hash of it in lower case"},
		},
		{
			"sourcedId",
			Person{RosterID: "u-77ab", RosterName: "Kim Tarrow"},
			Person{Keys: []string{at(lms, "u-77ab")}},
			Likely,
			[]string{"+account name u-77ab on lms.example.org is the sourcedId of Kim Tarrow in the roster"},
		},
		{
			"user name and name",
			Person{Keys: []string{at(lms, "ktarrow")}, Names: []string{"Kim Tarrow"}},
			Person{RosterID: "u1", RosterName: "Kim Tarrow", Username: "ktarrow"},
			Strong,
			[]string{
				"+same name Kim Tarrow, which nobody else has",
				"+account name ktarrow on lms.example.org is the user name of Kim Tarrow in the roster",
			},
		},
		{
			"address in the roster",
			Person{RosterID: "u1", RosterEmail: "Kim.Li@example.org"},
			Person{Mails: []string{"kim.li@example.org"}},
			Strong,
			[]string{"+Kim.Li@example.org is the address of user u1 of the roster; the other's, kim.li@example.org, is the same but for upper and lower case"},
		},
		{
			"name alone",
			Person{Names: []string{"Kim Tarrow"}},
			Person{Names: []string{"Kím Tarrow"}},
			Likely,
			[]string{"+same name, written Kim Tarrow and Kím Tarrow, which nobody else has"},
		},
		{
			"name and class",
			Person{Names: []string{"Kim Tarrow"}, Classes: []string{"7b", "everyone"}},
			Person{Names: []string{"Kim Tarrow"}, Classes: []string{"7b", "everyone"}},
			Likely,
			[]string{"+same name Kim Tarrow, which nobody else has", "+both in class 7b"},
		},
		{"one word", Person{Names: []string{"Kim"}}, Person{Names: []string{"Kim"}}, "", nil},
		{"class alone", Person{Classes: []string{"7b"}}, Person{Classes: []string{"7b"}}, "", nil},
		{
			"two accounts of one system",
			Person{Names: []string{"Kim Tarrow"}, Keys: []string{at(lms, "kim1")}},
			Person{Names: []string{"Kim Tarrow"}, Keys: []string{at(lms, "kim2")}},
			"", nil,
		},
		{
			"a new account of one system",
			Person{Names: []string{"Kim Tarrow"}, Keys: []string{at(lms, "kim1")}, First: time.Unix(0, 0), Last: time.Unix(100, 0)},
			Person{Names: []string{"Kim Tarrow"}, Keys: []string{at(lms, "kim2")}, First: time.Unix(200, 0), Last: time.Unix(300, 0)},
			Likely,
			[]string{
				"+same name Kim Tarrow, which nobody else has",
				"-two accounts of lms.example.org: kim1 and kim2, one begins when the other has ended",
			},
		},
		{
			"Chinese",
			Person{Names: []string{"王小明"}, Registrations: []string{registration}},
			Person{Names: []string{"王 小明"}, Registrations: []string{registration}},
			Strong,
			[]string{"+same registration 7f3a0b12… in both", "+same name, written 王小明 and 王 小明, which nobody else has"},
		},
		{
			"Arabic",
			Person{Names: []string{"أحمد النوري"}},
			Person{Names: []string{"احمد النوري"}},
			Likely,
			[]string{"+same name, written أحمد النوري and احمد النوري, which nobody else has"},
		},
		{
			"Thai",
			Person{Names: []string{"สมชาย ใจดี"}},
			Person{Names: []string{"สมชาย ใจดี"}},
			Likely,
			[]string{"+same name สมชาย ใจดี, which nobody else has"},
		},
		{
			"two scripts",
			Person{Names: []string{"王小明"}, Mails: []string{"Wang.Xiaoming@example.org"}},
			Person{Names: []string{"Wang Xiaoming"}, Mails: []string{"wang.xiaoming@example.org"}},
			Strong,
			[]string{"+Wang.Xiaoming@example.org and wang.xiaoming@example.org are one address but for upper and lower case"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.a.ID, tt.b.ID = "L-A", "L-B"
			got := Suggest(append(crowdOf(1000), tt.b, tt.a), nil)
			if len(got.Conflicts)+len(got.Notes) > 0 {
				t.Errorf("got conflicts or notes: %v", got)
			}
			if tt.word == "" {
				if len(got.Suggestions) > 0 {
					t.Errorf("got %+v", got.Suggestions)
				}
				return
			}
			if len(got.Suggestions) != 1 {
				t.Fatalf("got %+v", got.Suggestions)
			}
			s := got.Suggestions[0]
			if s.A != "L-A" || s.B != "L-B" || s.Word != tt.word || s.Strength <= 0 || s.Strength >= 1 {
				t.Errorf("got %s and %s, %s %v, want %s", s.A, s.B, s.Word, s.Strength, tt.word)
			}
			if texts := signed(s.Evidence); !slices.Equal(texts, tt.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(texts, "\n"), strings.Join(tt.want, "\n"))
			}
		})
	}
}

func signed(all []Evidence) []string {
	var out []string
	for _, e := range all {
		sign := "+"
		if e.Bits < 0 {
			sign = "-"
		}
		out = append(out, sign+e.Text)
	}
	return out
}

// TestCommonNames says nothing of a name that many have, alone, and uses it
// beside an identifier.
func TestCommonNames(t *testing.T) {
	t.Parallel()
	people := crowdOf(1000)
	for i := range 12 {
		people[i].Names = []string{"Ana Vega"}
	}
	if got := Suggest(people, nil); len(got.Suggestions) > 0 {
		t.Errorf("got %+v", got.Suggestions[0])
	}
	people[3].Registrations, people[7].Registrations = []string{"r"}, []string{"r"}
	got := Suggest(people, nil).Suggestions
	if len(got) != 1 || got[0].Word != Strong || got[0].A != people[3].ID || got[0].B != people[7].ID {
		t.Fatalf("got %+v", got)
	}
	if text := got[0].Evidence[1].Text; text != "same name Ana Vega, 10 other learners have it" {
		t.Errorf("got %q", text)
	}
}

func TestCrowdsAreTold(t *testing.T) {
	t.Parallel()
	var people []Person
	for i := range 317 {
		p := Person{ID: fmt.Sprintf("L-%03d", i), Keys: []string{key(t, fmt.Sprintf("https://s%d.example.org|student", i))}}
		if i < 60 {
			p.Names, p.Mails = []string{"Ana Vega"}, []string{fmt.Sprintf("kim+%d@example.org", i)}
		}
		people = append(people, p)
	}
	var texts []string
	for _, n := range Suggest(people, nil).Notes {
		texts = append(texts, n.Text)
	}
	want := []string{
		"317 learners share the account name student; they were not compared by it",
		"60 learners share the first part of an address, kim; they were not compared by it",
		"60 learners share the address kim+0@example.org in some form; they were not compared by it",
		"60 learners share the name Ana Vega; they were not compared by it",
	}
	if !slices.Equal(texts, want) {
		t.Errorf("got\n%s", strings.Join(texts, "\n"))
	}
}

// TestConflict finds two users of the roster with the identifiers of one.
func TestConflict(t *testing.T) {
	t.Parallel()
	people := append(
		crowdOf(100),
		Person{ID: "L-A", RosterID: "u1", Registrations: []string{"r"}, Names: []string{"Kim Tarrow"}},
		Person{ID: "L-B", RosterID: "u2", Registrations: []string{"r"}, Names: []string{"Kim Tarrow"}},
		Person{ID: "L-C", RosterID: "u3", Names: []string{"Kim Tarrow"}},
	)
	got := Suggest(people, nil)
	if len(got.Suggestions) > 0 {
		t.Errorf("two users of the roster are suggested as one: %+v", got.Suggestions)
	}
	if len(got.Conflicts) != 1 || got.Conflicts[0].A != "L-A" || got.Conflicts[0].B != "L-B" || got.Conflicts[0].Word != Conflict {
		t.Errorf("got %+v", got.Conflicts)
	}
}

func TestDecidedPairsStayAway(t *testing.T) {
	t.Parallel()
	kim := Person{ID: "L-A", Keys: []string{key(t, moodle+"|kim.li"), key(t, "kim@example.org")}}
	li := Person{ID: "L-B", Keys: []string{key(t, lms+"|kim.li")}}
	for _, d := range [][2]string{
		{"L-A", "L-B"},
		{"L-B", "L-A"},
		{kim.Keys[1], "L-B"},
		{li.Keys[0], kim.Keys[0]},
	} {
		if got := Suggest([]Person{kim, li}, [][2]string{{"L-X", "L-A"}, d}); len(got.Suggestions) > 0 {
			t.Errorf("%q: got %+v", d, got.Suggestions)
		}
	}
	if got := Suggest([]Person{kim, li}, [][2]string{{"L-X", "L-A"}}); len(got.Suggestions) != 1 {
		t.Errorf("got %+v", got)
	}
	if got := Suggest(nil, nil); len(got.Suggestions)+len(got.Conflicts)+len(got.Notes) > 0 {
		t.Errorf("nobody: got %+v", got)
	}
}
