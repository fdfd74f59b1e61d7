package data

import (
	"strings"
	"testing"

	"github.com/google/uuid"
)

func TestReject(t *testing.T) {
	t.Parallel()
	ann := `{"mbox":"mailto:ann@example.com"}`
	for _, c := range []struct {
		name  string
		raw   []byte
		cause Cause
	}{
		{"empty", nil, CauseJSON},
		{"cut off", []byte(`{"actor":{`), CauseJSON},
		{"two values", []byte(`{} {}`), CauseJSON},
		{"a list", []byte(`[1]`), CauseJSON},
		{"null", []byte(`null`), CauseJSON},
		{"deep", []byte(strings.Repeat("[", 100_000)), CauseJSON},
		{"no actor", statement(plainVerb, plainObject), CauseActor},
		{"no verb", statement(plainActor, plainObject), CauseVerb},
		{"no object", statement(plainActor, plainVerb), CauseObject},
		{"actor null", plain(`"actor":null`), CauseActor},
		{"actor name null", plain(`"actor":{"mbox":"mailto:a@b.c","name":null}`), CauseActor},
		{"actor text", plain(`"actor":"ann"`), CauseActor},
		{"actor Person", plain(`"actor":{"objectType":"Person","mbox":"mailto:a@b.c"}`), CauseActor},
		{"two identifiers", plain(`"actor":{"mbox":"mailto:a@b.c","openid":"http://a.b"}`), CauseActor},
		{"mbox without mailto", plain(`"actor":{"mbox":"a@b.c"}`), CauseActor},
		{"mbox without host", plain(`"actor":{"mbox":"mailto:ann"}`), CauseActor},
		{"sha1 short", plain(`"actor":{"mbox_sha1sum":"abc"}`), CauseActor},
		{"openid no IRI", plain(`"actor":{"openid":"ann"}`), CauseActor},
		{"account without homePage", plain(`"actor":{"account":{"name":"7"}}`), CauseActor},
		{"account without name", plain(`"actor":{"account":{"homePage":"http://a.b"}}`), CauseActor},
		{"account name a number", plain(`"actor":{"account":{"homePage":"http://a.b","name":7}}`), CauseActor},
		{"member of an Agent", plain(`"actor":{"mbox":"mailto:a@b.c","member":[]}`), CauseActor},
		{"Group of nobody", plain(`"actor":{"objectType":"Group","name":"x"}`), CauseActor},
		{"Group in a Group", plain(`"actor":{"objectType":"Group","member":[{"objectType":"Group","mbox":"mailto:a@b.c"}]}`), CauseActor},
		{"verb text", plain(`"verb":"completed"`), CauseVerb},
		{"verb id no IRI", plain(`"verb":{"id":"completed"}`), CauseVerb},
		{"verb without id", plain(`"verb":{}`), CauseVerb},
		{"verb display null", plain(`"verb":{"id":"http://a.b/c","display":{"en":null}}`), CauseVerb},
		{"object without id", plain(`"object":{"objectType":"Activity"}`), CauseObject},
		{"object id with a space", plain(`"object":{"id":"http://a b"}`), CauseObject},
		{"object id a bare UUID", plain(`"object":{"id":"438AD672-DE2C-4F0B-8876-35444E7DD746"}`), CauseObject},
		{"object of unknown type", plain(`"object":{"objectType":"activity","id":"http://a.b"}`), CauseObject},
		{"definition null", plain(`"object":{"id":"http://a.b","definition":null}`), CauseObject},
		{"name a number", plain(`"object":{"id":"http://a.b","definition":{"name":7}}`), CauseObject},
		{"choices no list", plain(`"object":{"id":"http://a.b","definition":{"choices":{}}}`), CauseObject},
		{"reference no UUID", plain(`"object":{"objectType":"StatementRef","id":"7"}`), CauseObject},
		{"sub with id", plain(`"object":{"objectType":"SubStatement",` + plainID + `,` + plainActor + `,` + plainVerb + `,` + plainObject + `}`), CauseObject},
		{"sub with stored", plain(`"object":{"objectType":"SubStatement","stored":"2025-01-01T00:00:00Z",` + plainActor + `,` + plainVerb + `,` + plainObject + `}`), CauseObject},
		{"sub in sub", plain(`"object":{"objectType":"SubStatement",` + plainActor + `,` + plainVerb + `,"object":{"objectType":"SubStatement"}}`), CauseObject},
		{"sub with a bad result", plain(`"object":{"objectType":"SubStatement",` + plainActor + `,` + plainVerb + `,` + plainObject + `,"result":7}`), CauseObject},
		{"result a list", plain(`"result":[]`), CauseResult},
		{"success a text", plain(`"result":{"success":"true"}`), CauseResult},
		{"completion a number", plain(`"result":{"completion":1}`), CauseResult},
		{"score a number", plain(`"result":{"score":1}`), CauseResult},
		{"scaled a text", plain(`"result":{"score":{"scaled":"1"}}`), CauseResult},
		{"raw beyond doubles", plain(`"result":{"score":{"raw":1e999}}`), CauseResult},
		{"response a number", plain(`"result":{"response":7}`), CauseResult},
		{"duration a number", plain(`"result":{"duration":7}`), CauseResult},
		{"result extensions a list", plain(`"result":{"extensions":[]}`), CauseResult},
		{"context a text", plain(`"context":"x"`), CauseContext},
		{"registration no UUID", plain(`"context":{"registration":"7"}`), CauseContext},
		{"registration without dashes", plain(`"context":{"registration":"11111111222243338444555555555555"}`), CauseContext},
		{"team an Agent", plain(`"context":{"team":` + ann + `}`), CauseContext},
		{"instructor text", plain(`"context":{"instructor":"ann"}`), CauseContext},
		{"parent a text", plain(`"context":{"contextActivities":{"parent":"http://a.b"}}`), CauseContext},
		{"parent an Agent", plain(`"context":{"contextActivities":{"parent":{"objectType":"Agent","id":"http://a.b"}}}`), CauseContext},
		{"category without id", plain(`"context":{"contextActivities":{"category":[{}]}}`), CauseContext},
		{"platform a number", plain(`"context":{"platform":7}`), CauseContext},
		{"statement no reference", plain(`"context":{"statement":{"id":"x"}}`), CauseContext},
		{"authority a text", plain(`"authority":"x"`), CauseAuthority},
		{"attachments an object", plain(`"attachments":{}`), CauseAttachments},
		{"attachment without type", plain(`"attachments":[{"display":{},"contentType":"a","length":1,"sha2":"x"}]`), CauseAttachments},
		{"attachment length a text", plain(`"attachments":[{"usageType":"http://a.b","display":{},"contentType":"a","length":"1","sha2":"x"}]`), CauseAttachments},
		{"id a number", plain(`"id":7`), CauseID},
		{"id in braces", plain(`"id":"{11111111-2222-4333-8444-555555555555}"`), CauseID},
		{"timestamp a number", plain(`"timestamp":1700000000`), CauseTimestamp},
		{"timestamp a date", plain(`"timestamp":"2025-01-01"`), CauseTimestamp},
		{"stored no time", plain(`"stored":"yesterday"`), CauseTimestamp},
		{"version a number", plain(`"version":1.0`), CauseVersion},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s, r := NewDecoder().Decode(c.raw, loaded)
			if s != nil || r == nil || r.Cause != c.cause || r.Reason == "" {
				t.Errorf("got %v, %v; want cause %s", s, r, c.cause)
			}
		})
	}
}

func TestRejectNamesTheID(t *testing.T) {
	t.Parallel()
	_, r := NewDecoder().Decode(plain(`"verb":7`), loaded)
	if r == nil || r.ID != "11111111-2222-4333-8444-555555555555" {
		t.Errorf("got %+v", r)
	}
	_, r = NewDecoder().Decode(plain(`"id":"`+strings.Repeat("é", 1000)+`"`), loaded)
	if r == nil || len(r.ID) > 100 {
		t.Errorf("a long id is not cut: %d bytes", len(r.ID))
	}
}

func TestFlags(t *testing.T) {
	t.Parallel()
	scored := func(score string) string { return `"result":{"score":` + score + `}` }
	for _, c := range []struct {
		name string
		raw  []byte
		want Flags
	}{
		{"plain", plain(), 0},
		{"no id", statement(plainActor, plainVerb, plainObject, plainTime), FlagNoID},
		{"id null", plain(`"id":null`), FlagNoID},
		{"no timestamp", statement(plainID, plainActor, plainVerb, plainObject), FlagNoTimestamp},
		{"no offset", plain(`"timestamp":"2025-03-04T05:06:07"`), FlagNoOffset},
		{"unknown offset", plain(`"timestamp":"2025-03-04T05:06:07-00:00"`), FlagNoOffset},
		{"future", plain(`"timestamp":"2026-01-02T03:04:06Z"`), FlagFuture},
		{"scaled over 1", plain(scored(`{"scaled":1.5}`)), FlagScaledRange},
		{"raw over max", plain(scored(`{"raw":11,"max":10}`)), FlagRawRange},
		{"raw under min", plain(scored(`{"raw":-1,"min":0}`)), FlagRawRange},
		{"scaled is not raw/max", plain(scored(`{"scaled":0.5,"raw":9,"max":10}`)), FlagScaledRawMismatch},
		{"scaled is raw/max rounded", plain(scored(`{"scaled":0.67,"raw":2,"max":3}`)), 0},
		{"scaled between min and max", plain(scored(`{"scaled":0.5,"raw":60,"min":20,"max":100}`)), 0},
		{"years", plain(`"result":{"duration":"P1Y"}`), FlagDuration},
		{"no duration", plain(`"result":{"duration":"soon"}`), FlagDuration},
		{"group", plain(`"actor":{"objectType":"Group","member":[{"mbox":"mailto:a@b.c"}]}`), FlagGroup},
		{"group of unknown", plain(`"actor":{"objectType":"Group","member":[{"name":"x"}]}`), FlagGroup | FlagNoIFI},
		{"no identifier", plain(`"actor":{"name":"Ann"}`), FlagNoIFI},
		{"void without reference", plain(`"verb":{"id":"` + verbVoided + `"}`), FlagVoidNoRef},
		{"plain display", plain(`"verb":{"id":"http://a.b/c","display":"did"}`), FlagPlainString},
		{"version 1.0.9", plain(`"version":"1.0.9"`), 0},
		{"version 0.95", plain(`"version":"0.95"`), 0},
		{"version 2.0.0", plain(`"version":"2.0.0"`), 0},
		{"version 0.9", plain(`"version":"0.9"`), FlagVersion},
		{"version 3", plain(`"version":"3.0.0"`), FlagVersion},
		{"version a word", plain(`"version":"latest"`), FlagVersion},
		{"Open edX problem part", plain(`"object":{"objectType":"GroupActivity","id":"http://a.b"}`), FlagActivity},
		{"Open edX attempt", plain(`"context":{"contextActivities":{"grouping":[{"id":"438AD672-DE2C-4F0B-8876-35444E7DD746"}]}}`), FlagActivity},
		{"nulls outside the envelope", plain(`"result":null`, `"stored":null`, `"authority":null`, `"attachments":null`, `"version":null`, `"context":{"registration":null,"team":null,"extensions":null}`), 0},
		{"unknown properties", plain(`"x":1`, `"result":{"x":2}`, `"context":{"contextActivities":{"x":3}}`), 0},
		{"team of nobody", plain(`"context":{"team":{"objectType":"Group","name":"x"}}`), 0},
		{"the last of equal keys counts", plain(`"version":7`, `"version":"1.0.3"`, `"verb":{"id":7,"id":"http://a.b/c","\u0069d":"http://a.b/d"}`), 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := decode(t, c.raw).Flags; got != c.want {
				t.Errorf("got %v, want %v", got.Names(), c.want.Names())
			}
		})
	}
}

func TestFlagNames(t *testing.T) {
	t.Parallel()
	all := (^Flags(0)).Names()
	if len(all) != 15 || all[0] != "no-id" || all[14] != "voided-at-source" || FlagVoidedAtSource != 1<<14 {
		t.Errorf("got %v", all)
	}
}

func TestFields(t *testing.T) {
	t.Parallel()
	s := decode(t, plain(
		`"actor":{"name":"Ann \u00e9\ud83d\ude00","account":{"homePage":"http://lms.example","name":"a7"}}`,
		`"verb":{"id":"http://adlnet.gov/expapi/verbs/voided","display":{"en":"voided"}}`,
		`"object":{"objectType":"StatementRef","id":"AAAAAAAA-2222-4333-8444-555555555555"}`,
		`"context":{"registration":"EC531277-B57B-4C15-8D91-D292C5B2B8F7","platform":"P","language":"de",`+
			`"instructor":{"mbox":"mailto:Tea@Example.COM"},"team":{"objectType":"Group","mbox":"mailto:t@example.com"},`+
			`"contextActivities":{"parent":{"id":"http://a.b/p","definition":{"type":"http://adlnet.gov/expapi/activities/attempt"}},"grouping":[{"id":"http://a.b/g"}]},`+
			`"extensions":{"https://w3id.org/xapi/cmi5/context/extensions/masteryscore":0.8}}`,
		`"authority":{"mbox":"mailto:lrs@example.com"}`,
		`"stored":"2025-03-04 06:06:08.5+0100"`, `"version":"1.0.3"`,
	))
	for _, c := range []struct{ name, got, want string }{
		{"name", s.Actor.Name, "Ann é😀"},
		{"account", s.Actor.Account, "a7"},
		{"key", s.Actor.Key, "account:http://lms.example\x1fa7"},
		{"registration", s.Registration, "ec531277-b57b-4c15-8d91-d292c5b2b8f7"},
		{"attempt", s.AttemptKey, "http://a.b/p"},
		{"parent", s.Parents[0].IRI, "http://a.b/p"},
		{"grouping", s.Groupings[0].IRI, "http://a.b/g"},
		{"platform", s.Platform, "P"},
		{"language", s.Language, "de"},
		{"display", s.Verb.Names["en"], "voided"},
		{"voids", s.Voids.String(), "aaaaaaaa-2222-4333-8444-555555555555"},
		{"ref", s.Object.Ref.String(), "aaaaaaaa-2222-4333-8444-555555555555"},
		{"stored", s.Stored.Format("15:04:05.000"), "05:06:08.500"},
		{"team", s.Team.Key, "group:" + mustKey("mailto:t@example.com")},
		{"authority", s.Authority.Key, mustKey("mailto:lrs@example.com")},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, c.got, c.want)
		}
	}
	if s.Instructor.Key == s.Instructor.Alias || s.Instructor.Key != mustKey("mailto:Tea@example.com") {
		t.Errorf("instructor: got %+v", s.Instructor)
	}
	if *s.Result.MasteryScore != 0.8 || s.Object.Kind != ObjectStatementRef {
		t.Errorf("got mastery %v, kind %v", *s.Result.MasteryScore, s.Object.Kind)
	}
}

func TestTimestampFallsBack(t *testing.T) {
	t.Parallel()
	s := decode(t, statement(plainID, plainActor, plainVerb, plainObject, `"stored":"2025-03-04T05:06:07"`))
	if !s.Timestamp.Equal(s.Stored) || s.Flags != FlagNoTimestamp|FlagNoOffset {
		t.Errorf("got %v, %v", s.Timestamp, s.Flags.Names())
	}
	s = decode(t, statement(plainID, plainActor, plainVerb, plainObject))
	if !s.Timestamp.Equal(loaded) || !s.Stored.IsZero() {
		t.Errorf("got %v, %v", s.Timestamp, s.Stored)
	}
}

func TestAttemptKey(t *testing.T) {
	t.Parallel()
	attempt := `"definition":{"type":"http://adlnet.gov/expapi/activities/attempt"}`
	for _, c := range []struct {
		name string
		raw  []byte
		want string
	}{
		{"none", plain(), ""},
		{"cmi5 session", plain(`"context":{"extensions":{"https://w3id.org/xapi/cmi5/context/extensions/sessionid":"s1"},"contextActivities":{"parent":{"id":"http://a.b/t",` + attempt + `}}}`), "s1"},
		{"attempt-id", plain(`"context":{"extensions":{"http://id.tincanapi.com/extension/attempt-id":7}}`), "7"},
		{"grouping", plain(`"context":{"contextActivities":{"grouping":[{"id":"http://a.b"},{"id":"http://a.b/t",` + attempt + `}]}}`), "http://a.b/t"},
		{"object", plain(`"object":{"id":"http://a.b/t",` + attempt + `}`), "http://a.b/t"},
	} {
		if got := decode(t, c.raw).AttemptKey; got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestMadeID(t *testing.T) {
	t.Parallel()
	bare := decode(t, statement(plainActor, plainVerb, plainObject, plainTime))
	name := `{"actor":{"mbox":"mailto:ann@example.com"},"object":{"id":"http://example.com/a"},"timestamp":"2025-03-04T05:06:07Z","verb":{"id":"http://adlnet.gov/expapi/verbs/experienced"}}`
	space := uuid.NewSHA1(uuid.NameSpaceURL, []byte("https://lrx/statement"))
	if want := uuid.NewSHA1(space, []byte(name)); bare.ID != want || !bare.IDMade || bare.ID.Version() != 5 {
		t.Errorf("got %v, want %v", bare.ID, want)
	}
	same := decode(t, statement(" "+plainTime, plainObject, plainVerb, plainActor))
	if same.ID != bare.ID {
		t.Errorf("the order of keys changes the id")
	}
	for _, part := range []string{`"timestamp":"2025-03-04T05:06:07.0Z"`, `"attachments":[]`, `"authority":{"mbox":"mailto:x@y.z"}`, `"stored":"2025-03-04T05:06:07Z"`} {
		if other := decode(t, statement(plainActor, plainVerb, plainObject, plainTime, part)); other.ID == bare.ID {
			t.Errorf("a row with %s has the same id", part)
		}
	}
}

// mustKey is the key of an identifier that is sound.
func mustKey(text string) string {
	key, ok := ParseIFI(text)
	if !ok {
		panic("no identifier: " + text)
	}
	return key
}
