package data

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// verbs are short names for verbs.
var verbs = map[string]string{
	"init": "http://adlnet.gov/expapi/verbs/initialized", "launch": "http://adlnet.gov/expapi/verbs/launched", "try": "http://adlnet.gov/expapi/verbs/attempted",
	"suspend": "http://adlnet.gov/expapi/verbs/suspended", "resume": "https://w3id.org/xapi/tla/verbs/resumed", "end": "http://adlnet.gov/expapi/verbs/terminated",
	"exit": "http://adlnet.gov/expapi/verbs/exited", "abandon": "https://w3id.org/xapi/adl/verbs/abandoned", "pass": "http://adlnet.gov/expapi/verbs/passed",
	"fail": "http://adlnet.gov/expapi/verbs/failed", "done": "http://adlnet.gov/expapi/verbs/completed", "score": "http://adlnet.gov/expapi/verbs/scored",
	"view": "http://id.tincanapi.com/verb/viewed", "play": "https://w3id.org/xapi/video/verbs/played", "answer": "http://adlnet.gov/expapi/verbs/answered",
	"check": "https://w3id.org/xapi/acrossx/verbs/evaluated", "satisfy": "https://w3id.org/xapi/adl/verbs/satisfied", "start": "http://activitystrea.ms/schema/1.0/start", "waive": "https://w3id.org/xapi/adl/verbs/waived",
}

// script turns lines "minutes verb[!] [@activity] [<parent] [reg=…] [key=…] [whole] [item]" into
// events; "!" is a result. The activity is 1 unless said; Seq counts from 1.
func script(t *testing.T, text string) (events []Event) {
	t.Helper()
	for line := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ';' || r == '\n' }) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		minutes, err := strconv.Atoi(words[0])
		if err != nil {
			t.Fatal(err)
		}
		name, result := strings.CutSuffix(words[1], "!")
		verb, ok := verbs[name]
		if !ok {
			t.Fatalf("no verb %q", name)
		}
		e := Event{Seq: int64(len(events) + 1), Activity: 1, Verb: verb, At: loaded.Add(time.Duration(minutes) * time.Minute), Result: result, Interaction: name == "answer"}
		for _, w := range words[2:] {
			n := func() int32 { v, _ := strconv.Atoi(w[1:]); return int32(v) }
			switch {
			case w[0] == '@':
				e.Activity = n()
			case w[0] == '<':
				e.Parent = n()
			case w == "whole":
				e.AtParent = true
			case w == "item":
				e.Interaction = true
			case strings.HasPrefix(w, "reg="):
				e.Registration = w[4:]
			case strings.HasPrefix(w, "key="):
				e.Key = w[4:]
			default:
				t.Fatalf("what is %q", w)
			}
		}
		events = append(events, e)
	}
	return events
}

// told writes attempts as "A1:1,2*,3." and items as "I2:…"; "*" makes, "." ends, "i" is an item's.
func told(attempts []Attempt) string {
	var out []string
	for _, a := range attempts {
		var members []string
		for _, m := range a.Members {
			text := strconv.FormatInt(m.Seq, 10)
			for _, mark := range []struct {
				is   bool
				text string
			}{{m.Makes, "*"}, {m.Ends, "."}, {m.Item, "i"}} {
				if mark.is {
					text += mark.text
				}
			}
			members = append(members, text)
		}
		letter := "A"
		if a.Kind == AttemptItem {
			letter = "I"
		}
		out = append(out, fmt.Sprintf("%s%d:%s", letter, a.Activity, strings.Join(members, ",")))
	}
	return strings.Join(out, " ")
}

func TestFoldAttempts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, script, want string }{
		{"nothing", "", ""},
		{"views make none", "0 view; 1 play; 2 view", ""},
		{"opener", "0 init; 1 view; 2 end", "A1:1*,2,3."},
		{"views before and after", "0 view; 1 init; 2 end; 3 view", "A1:2*,3."},
		{"opener joins without a result", "0 launch; 1 init; 2 try", "A1:1*,2*,3*"},
		{"opener after a result", "0 init; 1 fail!; 2 init", "A1:1*,2*. A1:3*"},
		{"opener after a day of use", "0 init; 720 view; 1439 init; 1440 init", "A1:1*,2,3* A1:4*"},
		{"silence of a day", "0 init; 1440 view", "A1:1*"},
		{"no silence of a day", "0 init; 1439 view; 2878 done!", "A1:1*,2,3*."},
		{"result after silence", "0 init; 1440 pass!", "A1:1* A1:2*."},
		{"closers", "0 init; 1 end; 2 init; 3 exit; 4 init; 5 abandon; 6 view", "A1:1*,2. A1:3*,4. A1:5*,6."},
		{"closer alone", "0 end", ""},
		{"pause", "0 init; 1 suspend; 9999 resume; 10000 pass!; 10001 end", "A1:1*,2,3,4*.,5."},
		{"silence after a pause is over", "0 init; 1 suspend; 5000 resume; 9999 view", "A1:1*,2,3"},
		{"opener after a long pause", "0 init; 1 suspend; 9999 init", "A1:1*,2 A1:3*"},
		{"resume alone", "0 resume; 1 view", ""},
		{"result alone", "0 pass!", "A1:1*."},
		{"results together", "0 done!; 5 pass!; 14 score!", "A1:1*.,2*.,3*."},
		{"results apart", "0 done!; 11 pass!", "A1:1*. A1:2*."},
		{"results of one sort", "0 fail!; 5 pass!", "A1:1*. A1:2*."},
		{"result late after the close", "0 init; 1 done!; 2 end; 3 pass!; 4 pass!", "A1:1*,2*.,3.,4*. A1:5*."},
		{"result after a close without one", "0 init; 1 end; 2 pass!", "A1:1*,2. A1:3*."},
		{"retries in one attempt", "0 init; 1 fail!; 2 pass!", "A1:1*,2*.,3*."},
		{"verbs without a result", "0 done; 1 pass", ""},
		{"activities apart", "0 init; 1 init @2; 2 pass!; 3 fail! @2", "A1:1*,3*. A2:2*,4*."},
		{"registration", "0 launch reg=r; 9999 init reg=r; 19999 pass! reg=r; 20000 init reg=s", "A1:1*,2*,3*. A1:4*"},
		{"registration with views alone", "0 view reg=r; 1 play reg=r", ""},
		{"registration with views before", "0 view reg=r; 1 pass! reg=r", "A1:1,2*."},
		{"sessions of a registration", "0 init reg=r key=s; 1 end reg=r key=s; 2 init reg=r key=t; 3 pass! reg=r key=t", "A1:1*,2. A1:3*,4*."},
		{"closed key", "0 init key=s; 1 end key=s; 2 pass! key=s", "A1:1*,2.,3*."},
		{"with and without key", "0 init; 1 pass! key=s; 2 pass!", "A1:1*,3*. A1:2*."},
		{"item", "0 answer! @2 <1", "I2:1*."},
		{"item without a result", "0 answer @2 <1", "I2:1*."},
		{"items make no whole", "0 answer! @2 <1; 1 answer! @3 <1", "I2:1*. I3:2*."},
		{"items in the whole", "0 init; 1 answer! @2 <1; 2 answer! @3 <1; 3 done!", "A1:1*,2i,3i,4*. I2:2*. I3:3*."},
		{"item after the close", "0 init; 1 end; 2 answer! @2 <1", "A1:1*,2. I2:3*."},
		{"items break the silence", "0 init; 1000 answer! @2 <1; 2000 done!", "A1:1*,2i,3*. I2:2*."},
		{"item of a registration", "0 init reg=r; 1 init reg=s; 2 answer! @2 <1 reg=r", "A1:1*,3i A1:2* I2:3*."},
		{"item of a key", "0 init reg=r key=s; 1 answer! @2 reg=r key=s; 2 answer! @3 <1 reg=r key=x", "A1:1*,2i I2:2*. I3:3*."},
		{"item with its own opener", "0 try @2; 1 answer! @2", "I2:1*,2*."},

		{"answer and its completion", "0 answer! @2; 1 done! @2 item; 2 answer! @2", "I2:1*.,2*. I2:3*."},
		{"answers before the whole of their key", "0 answer! @2 <1 key=k; 0 answer! @3 <1 key=k; 0 done! key=k; 1 answer! @2 <1 key=k", "I2:1*. I3:2*. A1:1i,2i,3*.,4i I2:4*."},
		{"parts of a result, in one instant", "0 answer! @2 <1; 0 check!; 0 answer! @3 <1; 5 answer! @4 <1; 6 check!", "I2:1*. A1:1i,2*.,3i I3:3*. I4:4*. A1:5*."},
		{"result of the closer's instant", "0 init; 5 end; 5 done!; 6 pass!", "A1:1*,2.,3*.,4*."},
		{"result before its opener, in one instant", "0 done!; 0 launch; 1 pass!; 2 init", "A1:1*.,2*,3*. A1:4*"},
		{"opener after a result of before", "0 done!; 1 launch", "A1:1*. A1:2*"},
		{"start of what is no attempt", "0 start; 1 view", ""},
		{"start of an attempt", "0 start @7 <1 whole key=7", "A1:1*"},
		{"waived", "0 waive! reg=r key=s; 1 satisfy! @9 reg=r", ""},
		{"item of a registration with a session", "0 init reg=r key=s; 1 init reg=r key=t; 2 answer! @2 <1 reg=r", "A1:1* A1:2*,3i I2:3*."},

		{"SCORM", "0 launch; 0 init; 5 answer! @2 <1; 6 answer! @3 <1; 7 score!; 7 done!; 7 pass!; 8 end; 3000 init; 3001 suspend; 9000 resume; 9005 fail!; 9006 end", "A1:1*,2*,3i,4i,5*.,6*.,7*.,8. I2:3*. I3:4*. A1:9*,10,11,12*.,13."},
		{"cmi5", "0 launch reg=r key=s; 1 init reg=r key=s; 2 answer! @2 <1 reg=r key=s; 3 done! reg=r key=s; 3 pass! reg=r key=s; 4 end reg=r key=s; 4 satisfy @9 reg=r; 60 launch reg=r key=t; 61 init reg=r key=t; 70 abandon reg=r key=t", "A1:1*,2*,3i,4*.,5*.,6. I2:3*. A1:8*,9*,10."},
		{"H5P", "0 try; 1 try @2 <1; 2 answer! @2 <1; 3 answer! @3 <1; 4 done!; 5 answer! @2 <1; 6 done!", "A1:1*,3i,4i,5*.,6i,7*. I2:2*,3*. I3:4*. I2:6*."},
		{"Moodle quiz", "0 start @7 <1 whole key=7; 5 answer! @2 <1 key=7; 6 answer! @3 <1 key=7; 7 done! @7 <1 whole key=7; 9 view @7 <1 whole key=7; 90 start @8 <1 whole key=8; 99 done! @8 <1 whole key=8", "A1:1*,2i,3i,4*.,5 I2:2*. I3:3*. A1:6*,7*."},
		{"Open edX problem", "0 try @2 <1; 0 check! @2 <1 item; 5 check! @2 <1 item", "I2:1*,2*. I2:3*."},
		{"Open edX exam", "0 init key=e; 20 end key=e; 30 init key=f", "A1:1*,2. A1:3*"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := told(FoldAttempts(script(t, c.script))); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestAttemptFields(t *testing.T) {
	t.Parallel()
	got := FoldAttempts(script(t, "0 view @7 reg=r key=k; 0 launch @7 <3 whole reg=r key=k; 1 pass! @7 <3 whole reg=r key=k"))
	if len(got) != 1 || got[0].Activity != 3 || got[0].Registration != "r" || got[0].Key != "k" || got[0].Parent != 0 {
		t.Errorf("got %+v", got)
	}
	got = FoldAttempts(script(t, "0 init; 1 done! <9; 2 pass! <8"))
	if len(got) != 1 || got[0].Parent != 9 {
		t.Errorf("got %+v", got)
	}
}

// Whatever the events: a statement is in at most one attempt of each kind, all
// results and openers are in one, members are in time order, and statements of
// no account change nothing.
func TestFoldAttemptsProperties(t *testing.T) {
	t.Parallel()
	var names []string
	for name := range verbs {
		names = append(names, name)
	}
	slices.Sort(names)
	rapid.Check(t, func(rt *rapid.T) {
		at := loaded
		var events []Event
		for i := range rapid.IntRange(0, 40).Draw(rt, "n") {
			at = at.Add(time.Duration(rapid.SampledFrom([]int{0, 1, 9, 11, 700, 1500}).Draw(rt, "gap")) * time.Minute)
			e := Event{
				Seq: int64(i), Activity: rapid.Int32Range(1, 3).Draw(rt, "activity"), Parent: rapid.Int32Range(0, 2).Draw(rt, "parent"), At: at,
				Verb: verbs[rapid.SampledFrom(names).Draw(rt, "verb")], Result: rapid.Bool().Draw(rt, "result"),
				Interaction: rapid.IntRange(0, 3).Draw(rt, "item") == 0, Registration: rapid.SampledFrom([]string{"", "", "r", "s"}).Draw(rt, "registration"),
				Key: rapid.SampledFrom([]string{"", "", "k"}).Draw(rt, "key"),
			}
			events = append(events, e)
		}
		seen := map[string]int{}
		for _, a := range FoldAttempts(events) {
			if !slices.ContainsFunc(a.Members, func(m Member) bool { return m.Makes }) {
				rt.Fatalf("nothing makes %+v", a)
			}
			for i, m := range a.Members {
				seen[fmt.Sprint(a.Kind, m.Seq)]++
				if i > 0 && m.Seq <= a.Members[i-1].Seq {
					rt.Fatalf("members out of order: %+v", a)
				}
			}
		}
		for _, e := range events {
			if isDecision(e.Verb) {
				continue
			}
			assessments, items := seen[fmt.Sprint(AttemptAssessment, e.Seq)], seen[fmt.Sprint(AttemptItem, e.Seq)]
			if assessments > 1 || items > 1 || e.Interaction && items == 0 {
				rt.Fatalf("event %d is in %d attempts and %d items", e.Seq, assessments, items)
			}
			if assessments+items == 0 && (e.Result || stepOf(e.Verb) == stepOpen) {
				rt.Fatalf("event %d is in none", e.Seq)
			}
		}
	})
}
