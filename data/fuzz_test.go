package data

import (
	"bytes"
	"encoding/json"
	"math"
	"math/big"
	"os"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// addFixtures adds statements of others to a corpus: some of each file.
func addFixtures(f *testing.F, add func(line []byte)) {
	f.Helper()
	if _, err := os.Stat(fixtures); err != nil {
		f.Logf("the corpus is without fixtures: %v", err)
		return
	}
	const each = 60
	for _, name := range []string{
		"cts-1.0.3-accepted.ndjson", "h5p-report.ndjson", "moodle-logstore.ndjson", "openedx-erb.ndjson",
		"ralph-fun-mooc-22k.ndjson.gz", "xapi-java-model.ndjson", "xapi-spec-examples.ndjson",
	} {
		list := lines(f, name)
		for i := 0; i < len(list); i += max(1, len(list)/each) {
			add(list[i])
		}
	}
	for i, line := range lines(f, "bad/cts-1.0.3-rejected.ndjson") {
		var request struct{ Body json.RawMessage }
		if err := json.Unmarshal(line, &request); err == nil && i%20 == 0 {
			add(request.Body)
		}
	}
}

// addTexts adds what stands under a key anywhere in the fixtures.
func addTexts(f *testing.F, key string) {
	f.Helper()
	seen := map[string]bool{}
	addFixtures(f, func(line []byte) {
		for _, after := range strings.Split(string(line), `"`+key+`"`)[1:] {
			text := ""
			if after = strings.TrimLeft(after, ": "); json.NewDecoder(strings.NewReader(after)).Decode(&text) == nil && !seen[text] {
				seen[text] = true
				f.Add(text)
			}
		}
	})
}

// FuzzStatement holds Decode against encoding/json: what that does not take is
// rejected as no JSON, of objects nothing else is; and all values of a statement
// are those that encoding/json reads, numbers digit for digit.
func FuzzStatement(f *testing.F) {
	addFixtures(f, func(line []byte) { f.Add(line) })
	for _, seed := range [][]byte{
		plain(), nil, []byte("{"), []byte(`"\u`), []byte(`{"":0,"":0}`), []byte("[[]]"), []byte("-"), []byte(`{"a":-}`), []byte("\x00"),
		{0xff, 0xfe},
		plain(`"id":null`), plain(plainActor, plainVerb, plainID), plain(`"\u0061ctor":{"mbox":"mailto:b@c.d","mbox":"mailto:B@C.d"}`),
		plain(`"actor":{"objectType":"Group","member":[{"mbox":"mailto:b@c.d"},{"account":{"homePage":"http://a.b","name":"\ud83d\ude00"}}]}`),
		plain(`"result":{"score":{"scaled":-0,"raw":1e-400,"min":-1,"max":9223372036854775808},"duration":"P1DT2.5S","success":true}`),
		plain(`"object":{"objectType":"SubStatement",` + plainActor + `,` + plainVerb + `,` + plainObject + `,"timestamp":"2024-02-29T24:00:00.1,-00"}`),
		plain(`"context":{"contextActivities":{"parent":{"id":"a:b"},"other":[]},"extensions":{"http://id.tincanapi.com/extension/attempt-id":1},"team":{"objectType":"Group"}}`),
		plain(`"verb":{"id":"`+verbVoided+`"}`, `"object":{"objectType":"StatementRef","id":"11111111-2222-4333-8444-555555555555"}`),
		plain(`"x":"` + strings.Repeat(`\u00e9`, 50) + `"`), []byte(strings.Repeat(`{"a":`, 600) + "1" + strings.Repeat("}", 600)),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		d := NewDecoder()
		s, r := d.Decode(raw, loaded)
		if (s == nil) == (r == nil) {
			t.Fatalf("got %v and %v", s, r)
		}
		if !utf8.Valid(raw) || bytes.ContainsFunc(raw, func(c rune) bool { return c < ' ' }) {
			return // the reader lets no such text through
		}
		object := bytes.HasPrefix(bytes.TrimLeft(raw, " "), []byte("{"))
		if valid := json.Valid(raw); valid != (r == nil || r.Cause != CauseJSON) && (object || !valid) && !deep(raw) {
			t.Fatalf("encoding/json says %v, Decode %v", valid, r)
		}
		if r != nil || !json.Valid(raw) {
			return
		}
		agrees(t, s, raw)
		again, _ := d.Decode(bytes.Clone(raw), loaded)
		if !reflect.DeepEqual(s, again) {
			t.Fatalf("not the same twice:\n%+v\n%+v", s, again)
		}
	})
}

// deep says that a text may be nested more deeply than is read.
func deep(raw []byte) bool {
	return bytes.Count(raw, []byte("["))+bytes.Count(raw, []byte("{")) > maxDepth
}

// agrees holds a statement against what encoding/json reads.
func agrees(t *testing.T, s *Statement, raw []byte) {
	t.Helper()
	v, _ := readJSON(t, string(raw)).(map[string]any)
	same := func(what string, got, want any) {
		t.Helper()
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%s: got %#v, want %#v", what, got, want)
		}
	}
	text := func(path ...string) string { s, _ := at(v, path...).(string); return s }
	for _, part := range []string{"actor", "verb", "object"} {
		if _, ok := v[part].(map[string]any); !ok {
			t.Fatalf("%s is %v, but taken", part, v[part])
		}
	}
	if !s.IDMade {
		same("id", s.ID.String(), strings.ToLower(text("id")))
	}
	same("verb", s.Verb.IRI, text("verb", "id"))
	same("actor's name", s.Actor.Name, text("actor", "name"))
	same("version", s.Version, text("version"))
	same("response", s.Result.Response, text("result", "response"))
	same("platform", s.Platform, text("context", "platform"))
	same("language", s.Language, text("context", "language"))
	same("registration", s.Registration, strings.ToLower(text("context", "registration")))
	if mbox := text("actor", "mbox"); mbox != "" && !s.Actor.Group {
		same("mbox", s.Actor.Key, mustKey(mbox))
	}
	if s.Object.Kind == ObjectActivity {
		same("object", s.Object.Activity.IRI, text("object", "id"))
	}
	for name, got := range map[string]*float64{"scaled": s.Result.Scaled, "raw": s.Result.Raw, "min": s.Result.Min, "max": s.Result.Max} {
		same(name, got, slowFloat(at(v, "result", "score", name)))
	}
	for name, got := range map[string]*bool{"success": s.Result.Success, "completion": s.Result.Completion} {
		want, has := at(v, "result", name).(bool)
		if (got != nil) != has || has && *got != want {
			t.Fatalf("%s: got %v, want %v, %v", name, got, want, has)
		}
	}
	seconds, has := slowDuration(text("result", "duration"))
	if (s.Result.Duration != nil) != has || has && !nearly(*s.Result.Duration, seconds) {
		t.Fatalf("duration %q: got %v, want %v", text("result", "duration"), s.Result.Duration, seconds)
	}
	for name, got := range map[string]time.Time{"timestamp": s.Timestamp, "stored": s.Stored} {
		if want, _, ok := slowTime(text(name)); v[name] != nil && (!ok || !want.Equal(got)) {
			t.Fatalf("%s %q: got %v, want %v", name, text(name), got, want)
		}
	}
}

// at is the value at a path of keys; nil if there is none.
func at(v any, path ...string) any {
	for _, key := range path {
		m, _ := v.(map[string]any)
		v = m[key]
	}
	return v
}

func slowFloat(v any) *float64 {
	n, ok := v.(json.Number)
	if !ok {
		return nil
	}
	x, _ := new(big.Float).SetPrec(2000).SetString(string(n))
	f, _ := x.Float64()
	return &f
}

// FuzzTape holds the parser against encoding/json on any JSON, numbers digit for digit.
func FuzzTape(f *testing.F) {
	addFixtures(f, func(line []byte) { f.Add(string(line)) })
	for _, seed := range []string{`{"a":[1,{"b":null}],"a":"\u00e9\ud83d"}`, `[]`, `"x"`, `-0.0e+1`, ` true `, `01`, `1.`, `{"a" 1}`, `[1,]`, `{,}`, `"\x"`, `"\ud83d\ude00"`, `nul`, `[9007199254740993,-0,1E400,0.10000000000000000001]`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var tape tape
		err := tape.parse([]byte(text))
		if !utf8.ValidString(text) || strings.ContainsFunc(text, func(c rune) bool { return c < ' ' }) {
			return // the reader lets no such text through
		}
		if (err == nil) != json.Valid([]byte(text)) {
			if strings.Count(text, "[")+strings.Count(text, "{") <= maxDepth {
				t.Fatalf("%q: got %v", text, err)
			}
			return
		}
		if err != nil {
			return
		}
		form := tape.canonical(nil, 0, &keySorter{}, "")
		if !reflect.DeepEqual(readJSON(t, text), readJSON(t, string(form))) {
			t.Fatalf("%q became %q", text, form)
		}
	})
}

// FuzzIdentity holds the readers of identities and versions against any text.
func FuzzIdentity(f *testing.F) {
	for _, seed := range []string{"mailto:a@b.c", "http://a.b|c", "1.0.3", "a:b", "http://a.b/c%20d?e#f", "A:0 A:0 00"} {
		f.Add(seed)
	}
	addTexts(f, "mbox")
	f.Fuzz(func(t *testing.T, text string) {
		if key, ok := ParseIFI(text); ok {
			if again, ok := ParseIFI(key); !ok || again != key { // a key is its own key
				t.Fatalf("%q has key %q, which has key %q", text, key, again)
			}
		}
		if LastPart(text) == "" && text != "" {
			t.Fatalf("%q has no last part", text)
		}
		knownVersion(text)
	})
}

// FuzzDuration compares the reader of durations with a slow one.
func FuzzDuration(f *testing.F) {
	for _, seed := range []string{"P1DT2.5S", "P1W", "PT1H2M3,25S", "P1W2DT3H4M5S", "PT", "P1Y", "PT1.5M1S", "P" + strings.Repeat("9", 308) + "W"} {
		f.Add(seed)
	}
	addTexts(f, "duration")
	f.Fuzz(func(t *testing.T, text string) {
		got, ok := parseDuration([]byte(text))
		want, slow := slowDuration(text)
		if ok != slow || ok && !nearly(got, want) {
			t.Fatalf("%q: got %v, %v; want %v, %v", text, got, ok, want, slow)
		}
	})
}

var durationForm = regexp.MustCompile(`^P(?:([0-9]+(?:[.,][0-9]+)?)W)?(?:([0-9]+(?:[.,][0-9]+)?)D)?` +
	`(T(?:([0-9]+(?:[.,][0-9]+)?)H)?(?:([0-9]+(?:[.,][0-9]+)?)M)?(?:([0-9]+(?:[.,][0-9]+)?)S)?)?$`)

// slowDuration reads a duration by its form and counts exactly.
func slowDuration(text string) (float64, bool) {
	m := durationForm.FindStringSubmatch(text)
	if m == nil || m[3] == "T" {
		return 0, false
	}
	sum, fraction, parts := new(big.Rat), false, 0
	for i, seconds := range map[int]int64{1: 604800, 2: 86400, 4: 3600, 5: 60, 6: 1} {
		if m[i] == "" {
			continue
		}
		v, _ := new(big.Rat).SetString(strings.Replace(m[i], ",", ".", 1))
		sum.Add(sum, v.Mul(v, new(big.Rat).SetInt64(seconds)))
		parts++
	}
	for _, part := range []string{m[1], m[2], m[4], m[5], m[6]} {
		if part != "" && fraction {
			return 0, false // only the last part may have one
		}
		fraction = fraction || strings.ContainsAny(part, ".,")
	}
	f, _ := sum.Float64()
	return f, parts > 0 && !math.IsInf(f, 0)
}

// nearly allows for the rounding of a sum.
func nearly(a, b float64) bool { return a == b || math.Abs(a-b) <= 1e-12*math.Abs(b) }

// FuzzTimestamp compares the reader of times with a slow one, and what it
// understood with itself.
func FuzzTimestamp(f *testing.F) {
	for _, seed := range []string{"2024-02-29T24:00:00.1+00", "2021-11-29t23:09:60,5-0130", "0000-01-01 00:00Z", "9999-12-31T24:00:00-23:59", "2021-11-29T23:09:00-00:00"} {
		f.Add(seed)
	}
	addTexts(f, "timestamp")
	addTexts(f, "stored")
	f.Fuzz(func(t *testing.T, text string) {
		got, offset, ok := parseTime([]byte(text))
		want, stated, slow := slowTime(text)
		if ok != slow || ok && (!got.Equal(want) || offset != stated || got.Location() != time.UTC) {
			t.Fatalf("%q: got %v, %v, %v; want %v, %v, %v", text, got, offset, ok, want, stated, slow)
		}
		if !ok || got.Year() < 0 || got.Year() > 9999 {
			return
		}
		if again, _, ok := parseTime([]byte(got.Format(time.RFC3339Nano))); !ok || !again.Equal(got) {
			t.Fatalf("%q is %v, read again %v", text, got, again)
		}
	})
}

var timeForm = regexp.MustCompile(`^([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]+))?)?(?:([Zz])|([+-])([0-9]{2})(?::?([0-9]{2}))?)?$`)

// slowTime reads a time by its form, the date with the library.
func slowTime(text string) (at time.Time, offset, ok bool) {
	m := timeForm.FindStringSubmatch(text)
	if m == nil {
		return at, false, false
	}
	number := func(i int) time.Duration { n, _ := strconv.Atoi(m[i]); return time.Duration(n) }
	at, err := time.Parse(time.DateOnly, m[1])
	hour, minute, second := number(2), number(3), number(4)
	nano, _ := strconv.Atoi((m[5] + "000000000")[:9])
	rest := minute*time.Minute + second*time.Second + time.Duration(nano)
	if err != nil || hour > 24 || hour == 24 && rest > 0 || minute > 59 || second > 60 || number(8) > 23 || number(9) > 59 {
		return at, false, false
	}
	east := number(8)*time.Hour + number(9)*time.Minute
	if m[7] == "-" {
		east = -east
	}
	return at.Add(hour*time.Hour + rest - east), m[6] != "" || m[7] == "+" || east != 0, true
}
