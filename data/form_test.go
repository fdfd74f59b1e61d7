package data

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestForm(t *testing.T) {
	t.Parallel()
	in := func(p string) string { return `"context":{"contextActivities":{"parent":` + p + `}}` }
	group := func(m string) string { return `"actor":{"objectType":"Group","member":[` + m + `]}` }
	score := func(n string) string { return `"result":{"score":{"raw":` + n + `}}` }
	ext := func(v string) string { return `"context":{"extensions":{"http://a.b":` + v + `}}` }
	bare := []string{plainID, plainActor, plainVerb, plainObject}
	withTime := func(parts ...string) []byte { return statement(append(bare[:4:4], parts...)...) }
	sub := func(parts string) string {
		return `"object":{"objectType":"SubStatement",` + plainActor + `,` + plainVerb + `,` + plainObject + parts + `}`
	}
	for _, c := range []struct {
		name  string
		a, b  []byte
		equal bool
	}{
		{"order of keys and spaces", plain(), statement(" "+plainTime+" ", plainObject, plainVerb, plainActor, plainID), true},
		{"what an LRS adds", plain(), plain(`"stored":"2025-03-05T00:00:00Z"`, `"version":"1.0.0"`, `"authority":{"mbox":"mailto:a@b.c"}`), true},
		{"attachments", plain(), plain(`"attachments":[]`), true},
		{"another id", plain(), plain(`"id":"21111111-2222-4333-8444-555555555555"`), true},
		{"another offset", plain(), plain(`"timestamp":"2025-03-04T07:06:07.000+02:00"`), true},
		{"another instant", plain(), plain(`"timestamp":"2025-03-04T05:06:07.001Z"`), false},
		{"timestamp set by the LRS", withTime(), withTime(`"timestamp":"2025-03-04T05:06:07Z"`, `"stored":"2025-03-04T06:06:07+01:00"`), true},
		{"both set by LRSs", withTime(`"timestamp":"2025-01-01T00:00:00Z"`, `"stored":"2025-01-01T00:00:00Z"`), withTime(`"timestamp":"2025-03-04T05:06:07Z"`, `"stored":"2025-03-04T05:06:07Z"`), true},
		{"timestamp of the sender", withTime(), withTime(`"timestamp":"2025-03-04T05:06:07Z"`, `"stored":"2025-03-04T05:06:08Z"`), false},
		{"equal timestamps, one as late as stored", withTime(plainTime, `"stored":"2025-03-04T05:06:07Z"`), withTime(plainTime, `"stored":"2025-03-05T00:00:00Z"`), true},
		{"equal timestamps, one without stored", withTime(plainTime, `"stored":"2025-03-04T05:06:07Z"`), withTime(plainTime), true},
		{"timestamp of the sender and of an LRS", withTime(plainTime), withTime(`"timestamp":"2025-03-04T05:06:08Z"`, `"stored":"2025-03-04T05:06:08Z"`), false},
		{"timestamp without stored", withTime(), withTime(plainTime), false},
		{"verb display", plain(), plain(`"verb":{"id":"http://adlnet.gov/expapi/verbs/experienced","display":{"en":"did"}}`), true},
		{"verb", plain(), plain(`"verb":{"id":"http://adlnet.gov/expapi/verbs/Experienced"}`), false},
		{"definition", plain(), plain(`"object":{"id":"http://example.com/a","definition":{"name":{"en":"A"}}}`), true},
		{"default objectType", plain(), plain(`"object":{"id":"http://example.com/a","objectType":"Activity"}`, `"actor":{"objectType":"Agent","mbox":"mailto:ann@example.com"}`), true},
		{"objectType that is no default", plain(`"object":{"objectType":"Agent","mbox":"mailto:ann@example.com"}`), plain(`"object":{"objectType":"Group","mbox":"mailto:ann@example.com"}`), false},
		{"case of a mail host", plain(), plain(`"actor":{"mbox":"mailto:ann@EXAMPLE.com"}`), true},
		{"case of a mail name", plain(), plain(`"actor":{"mbox":"mailto:Ann@example.com"}`), false},
		{"case of a sha1", plain(`"actor":{"mbox_sha1sum":"CD9B00A5611F94EAA7B1661EDAB976068E364975"}`), plain(`"actor":{"mbox_sha1sum":"cd9b00a5611f94eaa7b1661edab976068e364975"}`), true},
		{"actor's name", plain(), plain(`"actor":{"mbox":"mailto:ann@example.com","name":"Ann"}`), false},
		{"order of members", plain(group(`{"mbox":"mailto:a@b.c"},{"openid":"http://a.b","name":"x"}`)), plain(group(`{"name":"x","openid":"http://a.b"},{"objectType":"Agent","mbox":"mailto:a@B.c"}`)), true},
		{"members", plain(group(`{"mbox":"mailto:a@b.c"}`)), plain(group(`{"mbox":"mailto:a@b.c"},{"mbox":"mailto:a@b.c"}`)), false},
		{"one parent", plain(in(`{"id":"http://a.b"}`)), plain(in(`[{"objectType":"Activity","id":"http://a.b","definition":{}}]`)), true},
		{"two parents", plain(in(`[{"id":"http://a.b"},{"id":"http://a.c"}]`)), plain(in(`[{"id":"http://a.c"},{"id":"http://a.b"}]`)), false},
		{"case of a registration", plain(`"context":{"registration":"ec531277-b57b-4c15-8d91-d292c5b2b8f7"}`), plain(`"context":{"registration":"EC531277-b57b-4c15-8d91-d292c5b2b8f7"}`), true},
		{"1 and 1.0", plain(score("1")), plain(score("1.0")), true},
		{"1000 and 1e3", plain(score("1000")), plain(score("1e3")), true},
		{"0 and -0.0", plain(score("0")), plain(score("-0.0")), true},
		{"0.5 and 5E-1", plain(score("0.5")), plain(score("5E-1")), true},
		{"0.1 and 0.10000000000000001", plain(score("0.1")), plain(score("0.10000000000000001")), true},
		{"0.5 and 0.51", plain(score("0.5")), plain(score("0.51")), false},
		{"9007199254740993 and its neighbour", plain(score("9007199254740993")), plain(score("9007199254740992")), false},
		{"escapes", plain(ext(`"A/\u00e9"`)), plain(ext(`"\u0041\/é"`)), true},
		{"null where it is nothing", plain(), plain(`"result":null`, `"context":null`), true},
		{"null in an extension", plain(ext(`{"x":null}`)), plain(ext(`{}`)), false},
		{"1 and \"1\"", plain(ext(`1`)), plain(ext(`"1"`)), false},
		{"duration", plain(`"result":{"duration":"PT60S"}`), plain(`"result":{"duration":"PT1M"}`), false},
		{"unknown property", plain(), plain(`"x":1`), false},
		{"equal keys", plain(), plain(`"x":1`, `"x":2`, plainTime, plainObject), false},
		{"in a SubStatement", plain(sub(`,"timestamp":"2025-03-04T05:06:07Z"`)), plain(sub(`,"attachments":[],"timestamp":"2025-03-04T06:06:07+01:00"`)), true},
		{"time of a SubStatement", plain(sub(`,"timestamp":"2025-03-04T05:06:07Z"`)), plain(sub(``)), false},
		{"case of a reference", plain(`"object":{"objectType":"StatementRef","id":"AAAAAAAA-2222-4333-8444-555555555555"}`), plain(`"object":{"objectType":"StatementRef","id":"aaaaaaaa-2222-4333-8444-555555555555"}`), true},
		{"case of an activity's id", plain(), plain(`"object":{"id":"http://example.com/A"}`), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := decode(t, c.a).Form.Same(decode(t, c.b).Form); got != c.equal {
				t.Errorf("equal: got %v, want %v\n%s\n%s", got, c.equal, c.a, c.b)
			}
		})
	}
}

// The form depends neither on the order of keys nor on white space, and the
// canonical text of a statement has the form of the statement.
func TestFormOfCanonical(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		extra, err := json.Marshal(anyJSON(3).Draw(rt, "extension"))
		if err != nil {
			rt.Fatal(err)
		}
		raw := plain(`"context":{"extensions":{"http://a.b":` + string(extra) + `}}`)
		if decode(t, raw).Form != decode(t, []byte(canonicalText(t, string(raw)))).Form {
			rt.Fatalf("forms differ: %s", raw)
		}
	})
}

// However a double is written, its form is one, but for integers, whose digits count.
func TestNumberForm(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		v := rapid.Float64().Draw(rt, "v")
		want := string(appendNumber(nil, strconv.AppendFloat(nil, v, 'e', -1, 64)))
		for _, text := range []string{
			strconv.FormatFloat(v, 'E', -1, 64), strconv.FormatFloat(v, 'f', -1, 64), strconv.FormatFloat(v, 'e', 25, 64),
		} {
			got := string(appendNumber(nil, []byte(text)))
			if got != want && (strings.Contains(text, ".") || math.Abs(v) < 1e21) {
				rt.Fatalf("%s: got %s, want %s", text, got, want)
			}
		}
	})
}
