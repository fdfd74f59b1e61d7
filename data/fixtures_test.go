package data

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

// counts are what a receipt says of a file whose first statement of an id stays.
type counts struct{ Kept, Duplicate, Conflicting, Rejected, Actors, Scores int }

func count(t *testing.T, file string) (c counts, kept []*Statement) {
	t.Helper()
	d := NewDecoder()
	forms, actors := map[[16]byte]Form{}, map[string]bool{}
	for _, line := range lines(t, file) {
		s, r := d.Decode(line, loaded)
		if r != nil {
			c.Rejected++
			continue
		}
		form, seen := forms[s.ID]
		switch {
		case !seen:
			forms[s.ID], actors[s.Actor.Key] = s.Form, true
			c.Kept++
			kept = append(kept, s)
			if s.Result.Score() != nil {
				c.Scores++
			}
		case form.Same(s.Form):
			c.Duplicate++
		default:
			c.Conflicting++
		}
	}
	c.Actors = len(actors)
	return c, kept
}

func TestFixtures(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]counts{
		"ralph-fun-mooc-22k.ndjson.gz": {Kept: 22000, Actors: 1452},
		"moodle-logstore.ndjson":       {Kept: 169, Actors: 3, Scores: 2},
		"openedx-erb.ndjson":           {Kept: 64, Duplicate: 5, Conflicting: 15, Rejected: 1, Actors: 1, Scores: 8},
		"h5p-report.ndjson":            {Kept: 5, Actors: 1, Scores: 5},
		// One statement is of version 0.9: its verb is a word and its actor a Person.
		// One comes twice, signed and unsigned.
		"xapi-spec-examples.ndjson": {Kept: 12, Duplicate: 1, Rejected: 1, Actors: 10, Scores: 2},
		// Two statements share an id and differ.
		"xapi-java-model.ndjson": {Kept: 9, Conflicting: 1, Actors: 5},
		// Six rows without an id are equal to others; twelve more differ from others
		// only in what an LRS adds, and are statements of their own.
		"cts-1.0.3-accepted.ndjson": {Kept: 302, Duplicate: 6, Actors: 13, Scores: 20},
	} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			if got, _ := count(t, file); got != want {
				t.Errorf("got %+v, want %+v", got, want)
			}
		})
	}
}

func TestOpenEdXRejectedLine(t *testing.T) {
	t.Parallel()
	_, r := NewDecoder().Decode(lines(t, "openedx-erb.ndjson")[56], loaded)
	if r == nil || r.Cause != CauseObject || r.Reason != "object has no id" || r.ID != "37e0953c-fa85-5435-8c53-723909ab81d9" {
		t.Errorf("line 57: got %+v", r)
	}
}

// lenient are the kinds of statement a strict server refuses and lrx keeps, by
// what that server says, with how many the fixture has.
var lenient = []struct {
	kind string
	why  string
	n    int
	says []string // the server's words contain one of these, or
	has  []string // the text does
}{
	{
		kind: "sound statement", n: 1, why: "the request lacked a parameter",
		says: []string{"statementId"},
	},
	{
		kind: "unknown property", n: 14, why: "kept as received",
		says: []string{
			`key: "iD"`, `key: "Actor"`, `key: "veRb"`, `key: "oBject"`, `key: "RESULT"`, `key: "conText"`, `key: "timeStamp"`, `key: "STOred"`,
			`key: "auTHORity"`, `key: "Version"`, `key: "attachmentS"`, `key: "consequences"`, `key: "objectType"`,
		},
	},
	{
		kind: "Agent without identifier", n: 10, why: "kept and flagged; belongs to no learner. In context a Group of nobody too",
		has: []string{`{"objectType":"Agent"}`, `"key":"should fail"`},
	},
	{
		kind: "result out of bounds", n: 10, why: "kept, flagged and left out of scores",
		says: []string{"expected number to be", "raw must be", "min must be"},
	},
	{
		kind: "duration", n: 5, why: "kept without a duration and flagged; P4W1D is taken as it is",
		says: []string{"duration: Invalid ISO duration"},
	},
	{
		kind: "offset -00", n: 3, why: "RFC 3339 4.3 has it for times whose offset is unknown; flagged",
		says: []string{"timestamp: Invalid ISO datetime", "-00:00 offset"},
	},
	{
		kind: "version", n: 3, why: "flagged unless in 0.95 to 2.0.0",
		says: []string{"version must match"},
	},
	{
		kind: "revision or platform without an Activity", n: 14, why: "nothing depends on it",
		says: []string{"only allowed when Object is an Activity"},
	},
	{
		kind: "interactionType left out", n: 11, why: "part of a definition, of the right type",
		says: []string{"interactionType is required"},
	},
	{
		kind: "interactionType unknown", n: 14, why: "part of a definition, of the right type",
		has: []string{"true-faLse", "choiCe", "fill-iN", "long-fiLl-in", "matchIng", "perfOrmance", "seqUencing", "liKert", "nUmeric", `"Other"`, `"interactionType":"should error"`, `"interactionType":"ab=c`},
	},
	{
		kind: "voiding that voids nothing", n: 2, why: "flagged; that a voiding statement cannot be voided is for the store",
		says: []string{"Voiding statement must", "Cannot void"},
	},
	{
		kind: "authority", n: 9, why: "a Group of two is OAuth's form; nothing is read from it but its identity",
		says: []string{"authority: Unrecognized key: \"mbox", "authority: Unrecognized key: \"openid", "authority: Unrecognized key: \"account", "authority: Invalid input"},
	},
	{
		kind: "null outside the envelope", n: 1, why: "counts as absent",
		says: []string{"received null"},
	},
	{
		kind: "plain string for a language map", n: 8, why: "taken and flagged",
		says: []string{"expected record, received string"}, has: []string{"not a language map", `"display":"a12345`},
	},
	{
		kind: "language tag", n: 18, why: "a text in no known language is still a text",
		says: []string{"context.language: Invalid string", ".display.something", ".description.something", "a12345678"},
		has:  []string{`"something"`, "-something", `"a12345678"`},
	},
	{
		kind: "IRI in the small print", n: 6, why: "type, moreInfo, usageType and fileUrl name no record",
		says: []string{"definition.type: Must be", "moreInfo: Must be", "usageType: Must be", "fileUrl: Must be"},
	},
	{
		kind: "extension key that is no IRI", n: 7, why: "kept as received",
		says: []string{"extensions.should fail"}, has: []string{`"should fail":true`, `"extensions":{"id":"valid"`},
	},
}

func TestConformanceRejects(t *testing.T) {
	t.Parallel()
	type row struct{ Reason, Body string }
	d := NewDecoder()
	causes, kinds := map[Cause]int{}, map[string]int{}
	for i, line := range lines(t, "bad/cts-1.0.3-rejected.ndjson") {
		var r row
		if err := json.Unmarshal(line, &r); err != nil {
			t.Fatal(err)
		}
		_, reject := d.Decode([]byte(r.Body), loaded)
		if reject == nil {
			kinds[lenientKind(r.Reason, r.Body)]++
			if lenientKind(r.Reason, r.Body) == "" {
				t.Errorf("row %d is kept without a reason: %s\n%s", i+1, r.Reason, r.Body)
			}
			continue
		}
		causes[reject.Cause]++
		part, _, _ := strings.Cut(r.Reason, ":")
		part, _, _ = strings.Cut(part, ".")
		if part != string(reject.Cause) && !strings.HasPrefix(r.Body, "[") && !strings.Contains(r.Reason, "; "+string(reject.Cause)) {
			t.Errorf("row %d: rejected for %s, the server says %s", i+1, reject, r.Reason)
		}
	}
	want := map[Cause]int{
		CauseActor: 51, CauseVerb: 6, CauseObject: 238, CauseResult: 13, CauseContext: 81, CauseAuthority: 48,
		CauseAttachments: 8, CauseID: 4, CauseTimestamp: 2, CauseJSON: 1, // the last is a list of two
	}
	if !maps.Equal(causes, want) {
		t.Errorf("rejected: got %v, want %v", causes, want)
	}
	for _, l := range lenient {
		if kinds[l.kind] != l.n {
			t.Errorf("kept for %q (%s): got %d, want %d", l.kind, l.why, kinds[l.kind], l.n)
		}
	}
}

// lenientKind is the first kind of lenient that fits; "" if none does.
func lenientKind(reason, body string) string {
	for _, l := range lenient {
		in := func(text string) func(string) bool {
			return func(part string) bool { return strings.Contains(text, part) }
		}
		if slices.ContainsFunc(l.says, in(reason)) || slices.ContainsFunc(l.has, in(body)) {
			return l.kind
		}
	}
	return ""
}

// events turns statements into events of one numbering, by learner and time.
func events(kept []*Statement) map[string][]Event {
	slices.SortStableFunc(kept, func(a, b *Statement) int {
		if c := a.Timestamp.Compare(b.Timestamp); c != 0 {
			return c
		}
		return strings.Compare(a.ID.String(), b.ID.String())
	})
	numbers := map[string]int32{}
	number := func(a *Activity) int32 {
		if numbers[a.IRI] == 0 {
			numbers[a.IRI] = int32(len(numbers) + 1)
		}
		return numbers[a.IRI]
	}
	out := map[string][]Event{}
	for i, s := range kept {
		if e, ok := EventOf(s, number); ok {
			e.Seq = int64(i)
			out[s.Actor.Key] = append(out[s.Actor.Key], e)
		}
	}
	return out
}

// The number of attempts in the FUN-MOOC statements is a known truth: they have
// no registrations and no results, so all attempts are begun by initialized.
// That an opener joins an attempt by the age of its beginning, and not of its
// last statement, is what gives it.
func TestRalphAttempts(t *testing.T) {
	t.Parallel()
	_, kept := count(t, "ralph-fun-mooc-22k.ndjson.gz")
	n := 0
	for _, e := range events(kept) {
		n += len(FoldAttempts(e))
	}
	if n != 1296 {
		t.Errorf("got %d attempts, want 1296", n)
	}
}

func TestDecodeKeepsNothingOfRaw(t *testing.T) {
	t.Parallel()
	d := NewDecoder()
	for _, line := range lines(t, "openedx-erb.ndjson")[:20] {
		s, _ := d.Decode(line, loaded)
		before, _ := json.Marshal(s)
		for i := range line {
			line[i] = 'x'
		}
		_, _ = d.Decode(plain(), loaded)
		if after, _ := json.Marshal(s); string(before) != string(after) {
			t.Fatalf("statement changed:\n%s\n%s", before, after)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	all := lines(b, "ralph-fun-mooc-22k.ndjson.gz")
	bytes := 0
	for _, line := range all {
		bytes += len(line)
	}
	b.SetBytes(int64(bytes / len(all)))
	b.ReportAllocs()
	d := NewDecoder()
	for i := 0; b.Loop(); i++ {
		if _, r := d.Decode(all[i%len(all)], loaded); r != nil {
			b.Fatal(r)
		}
	}
}

func BenchmarkFoldAttempts(b *testing.B) {
	activity := int32(1)
	var all []Event
	for i := range 1000 {
		verb := "http://adlnet.gov/expapi/verbs/initialized"
		if i%3 > 0 {
			verb = "http://adlnet.gov/expapi/verbs/interacted"
		}
		all = append(all, Event{Seq: int64(i), Activity: activity + int32(i%20), Verb: verb, At: loaded.Add(time.Duration(i) * time.Hour)})
	}
	b.ReportAllocs()
	for b.Loop() {
		FoldAttempts(all)
	}
}
