package data

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzDecode holds that no text makes Decode panic or give both or neither,
// that statements are JSON objects, and that ids and actors are those
// encoding/json reads.
func FuzzDecode(f *testing.F) {
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
		if !json.Valid(raw) || !utf8.Valid(raw) {
			return
		}
		if r != nil {
			if r.Cause == CauseJSON && bytes.HasPrefix(bytes.TrimLeft(raw, " \t\r\n"), []byte("{")) {
				t.Fatalf("an object is rejected: %v", r)
			}
			return
		}
		agrees(t, s, raw)
		again, _ := d.Decode(bytes.Clone(raw), loaded)
		if !reflect.DeepEqual(s, again) {
			t.Fatalf("not the same twice:\n%+v\n%+v", s, again)
		}
	})
}

// agrees holds a statement against what encoding/json reads.
func agrees(t *testing.T, s *Statement, raw []byte) {
	t.Helper()
	var v map[string]any
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		t.Fatalf("encoding/json: %v", err)
	}
	part := func(name, key string) string {
		m, _ := v[name].(map[string]any)
		text, _ := m[key].(string)
		return text
	}
	if id, _ := v["id"].(string); !strings.EqualFold(id, s.ID.String()) && !s.IDMade {
		t.Fatalf("id %q is %s", id, s.ID)
	}
	if verb := part("verb", "id"); verb != s.Verb.IRI {
		t.Fatalf("verb %q is %q", verb, s.Verb.IRI)
	}
	if name := part("actor", "name"); name != s.Actor.Name {
		t.Fatalf("name %q is %q", name, s.Actor.Name)
	}
	if mbox := part("actor", "mbox"); mbox != "" && !s.Actor.Group && s.Actor.Key != mustKey(mbox) {
		t.Fatalf("mbox %q is %q", mbox, s.Actor.Key)
	}
	if id := part("object", "id"); s.Object.Kind == ObjectActivity && id != s.Object.Activity.IRI {
		t.Fatalf("object %q is %q", id, s.Object.Activity.IRI)
	}
}

// FuzzTape holds the parser against encoding/json on any JSON.
func FuzzTape(f *testing.F) {
	for _, seed := range []string{`{"a":[1,{"b":null}],"a":"\u00e9\ud83d"}`, `[]`, `"x"`, `-0.0e+1`, ` true `, `01`, `1.`, `{"a" 1}`, `[1,]`, `{,}`, `"\x"`, `"\ud83d\ude00"`, `nul`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var tape tape
		err := tape.parse([]byte(text))
		if !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return r < ' ' }) {
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

// FuzzParse holds the small readers against any text.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"2024-02-29T24:00:00.1+00", "P1DT2.5S", "mailto:a@b.c", "http://a.b|c", "1.0.3", "a:b", "http://a.b/c%20d?e#f", "A:0 A:0 00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if at, _, ok := parseTime([]byte(text)); ok && at.Location() == nil {
			t.Fatal("no location")
		}
		if v, ok := parseDuration([]byte(text)); ok && !(v >= 0) {
			t.Fatalf("%q lasts %v", text, v)
		}
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
