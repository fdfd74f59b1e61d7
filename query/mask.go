package query

import (
	"bytes"
	"encoding/json"
	"regexp"

	"lrx/data"
)

// maskRaw replaces what identifies people in a raw statement by pseudonyms:
// the names and identifiers of every Agent and Group, wherever they stand. What
// people wrote (responses) and what a tool put beside (texts in extensions) may
// hold names too and is left out, and so is any text with an address in it.
// Key order and numbers are not kept: a masked statement is for looking at.
func (q *asked) maskRaw(raw []byte) []byte {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return []byte(`{"masked":true}`)
	}
	out, err := json.Marshal(q.maskValue(v, false))
	if err != nil {
		return []byte(`{"masked":true}`)
	}
	return out
}

// maskValue walks a JSON value; person says that it stands where an actor is named.
func (q *asked) maskValue(v any, person bool) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = q.maskValue(v[i], person)
		}
	case map[string]any:
		if person || isAgent(v) {
			return q.maskAgent(v)
		}
		for k, x := range v {
			if k == "extensions" || k == "response" {
				v[k] = maskTexts(x)
				continue
			}
			v[k] = q.maskValue(x, namesPeople(k))
		}
	case string:
		if address.MatchString(v) {
			return maskedText
		}
	}
	return v
}

const maskedText = "masked"

// address finds an e-mail address in a text; ids such as "block-v1:x+type@video"
// hold an @ too and are none.
var address = regexp.MustCompile(`[\w.+-]+@[\w-]+(\.[\w-]+)*\.[A-Za-z]{2,}\b`)

// maskTexts leaves out all texts of a value; numbers and the like stay.
func maskTexts(v any) any {
	switch v := v.(type) {
	case string:
		return maskedText
	case []any:
		for i := range v {
			v[i] = maskTexts(v[i])
		}
	case map[string]any:
		for k, x := range v {
			v[k] = maskTexts(x)
		}
	}
	return v
}

func namesPeople(key string) bool {
	switch key {
	case "actor", "instructor", "team", "authority", "member":
		return true
	}
	return false
}

// isAgent says whether an object identifies somebody.
func isAgent(m map[string]any) bool {
	for _, k := range []string{"mbox", "mbox_sha1sum", "openid", "account"} {
		if _, ok := m[k]; ok {
			return true
		}
	}
	return m["objectType"] == "Agent" || m["objectType"] == "Group"
}

func (q *asked) maskAgent(m map[string]any) any {
	out := map[string]any{"masked": true}
	if t, ok := m["objectType"]; ok {
		out["objectType"] = t
	}
	if key := agentKey(m); key != "" {
		out["name"] = q.masked(data.LearnerID(key))
	}
	if members, ok := m["member"]; ok {
		out["member"] = q.maskValue(members, true)
	}
	return out
}

// agentKey is the identity key of an actor in raw JSON, "" when it has none.
func agentKey(m map[string]any) string {
	text := func(m map[string]any, key string) string { s, _ := m[key].(string); return s }
	for _, k := range []string{"mbox", "mbox_sha1sum", "openid"} {
		if key, ok := data.ParseIFI(text(m, k)); ok {
			return key
		}
	}
	if account, ok := m["account"].(map[string]any); ok {
		if key, ok := data.ParseIFI(text(account, "homePage") + "|" + text(account, "name")); ok {
			return key
		}
	}
	return ""
}
