package read

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"lrx/data"
)

// wrapper is what an export tool puts around each statement, whether the
// wrapped ones stand one a line or in an array. To add one, add it to wrappers.
type wrapper struct {
	name  string             // for Summary.Shape
	looks func(h *head) bool // whether an object that begins like this is one
	// unwrap returns the statement in an object and what the wrapper tells of it,
	// or the text that should be one and why it is none. An object that is no
	// more than a wrapper holds nil. Out is for texts that
	// have to be written anew.
	unwrap func(raw, out []byte) (statement []byte, flags data.Flags, why string)
}

// The names of wrappers that stand in answers, too.
const (
	wrapSource = "Elasticsearch"
	wrapRow    = "ClickHouse rows"
)

func wrappers() []wrapper {
	return []wrapper{
		{"Elasticsearch bulk", looksBulk, unwrapBulk},
		{wrapSource, func(h *head) bool { return h.has("_source") }, unwrapSource},
		{"Learning Locker", func(h *head) bool { return h.has("statement") && (h.has("organisation") || h.has("lrs_id")) }, unwrapLocker},
		{wrapRow, func(h *head) bool { return h.has("event") && h.has("event_id") }, unwrapRow},
	}
}

// wrapper is what is around the first object's statement; nil if nothing is.
func (h *head) wrapper() *wrapper {
	if h.statement() {
		return nil
	}
	for _, w := range wrappers() {
		if w.looks(h) {
			return &w
		}
	}
	return nil
}

func wrapperOf(name string) *wrapper {
	for _, w := range wrappers() {
		if w.name == name {
			return &w
		}
	}
	return nil
}

// holdsStatement tells whether the first object is meant as a statement or has
// one in it.
func (h *head) holdsStatement() bool { return h.statement() || h.wrapper() != nil }

// looksBulk recognises what is sent to Elasticsearch's bulk API: a line that
// says what to do, and then the document, which is a statement.
func looksBulk(h *head) bool {
	if h.first != '{' || len(h.keys) != 1 || h.why != "" || !isAction(h.object) {
		return false
	}
	n, _ := scan(h.object, h.whole)
	i := space(h.object, n)
	if i == len(h.object) || h.object[i] != '{' {
		return false
	}
	document := head{}
	document.keys, _ = keysOf(h.object[i:])
	return document.statement()
}

// isAction tells whether an object is a line of the bulk API that says what to do.
func isAction(raw []byte) bool {
	i := space(raw, 1)
	end, why := scanKey(raw, i)
	if why != "" || !slices.ContainsFunc([]string{`"index"`, `"create"`, `"delete"`, `"update"`}, func(name string) bool {
		return bytes.HasPrefix(raw[i:], []byte(name))
	}) {
		return false
	}
	i = space(raw, end)
	n, why := scan(raw[i:], true)
	if end = space(raw, i+n); why != "" || raw[i] != '{' || end == len(raw) || raw[end] != '}' {
		return false
	}
	keys, _ := keysOf(raw[i:])
	return len(keys) == 0 || slices.ContainsFunc(keys, func(k key) bool { return k.name == "_index" || k.name == "_id" })
}

// unwrapBulk leaves the lines out that say what to do.
func unwrapBulk(raw, _ []byte) ([]byte, data.Flags, string) {
	if raw[0] == '{' && isAction(raw) {
		return nil, 0, ""
	}
	return raw, 0, ""
}

// unwrapSource takes the document out of what Elasticsearch says of it.
func unwrapSource(raw, _ []byte) ([]byte, data.Flags, string) {
	if inner := valueOf(raw, "_source"); inner != nil {
		return inner, 0, ""
	}
	return raw, 0, ""
}

// unwrapLocker takes the statement out of a document of Learning Locker's
// database. That keys had their dots replaced is undone, and so is the way
// mongoexport writes numbers. That the document says it is void is a flag: the
// voiding statement, where it is there, is what counts.
func unwrapLocker(raw, out []byte) ([]byte, data.Flags, string) {
	inner := valueOf(raw, "statement")
	if inner == nil {
		return raw, 0, ""
	}
	var flags data.Flags
	if bytes.Equal(valueOf(raw, "voided"), []byte("true")) {
		flags = data.FlagVoidedAtSource
	}
	if bytes.Contains(inner, []byte("46;")) || bytes.Contains(inner, []byte(`"$number`)) {
		inner = unescapeMongo(inner, out)
	}
	return inner, flags, ""
}

// unwrapRow takes the statement out of a row of ClickHouse, where it stands as
// a text, or as an object where the column has the type JSON.
func unwrapRow(raw, _ []byte) ([]byte, data.Flags, string) {
	inner := valueOf(raw, "event")
	switch {
	case inner == nil:
		return raw, 0, ""
	case inner[0] != '"':
		return inner, 0, ""
	}
	var text string
	if err := json.Unmarshal(inner, &text); err != nil {
		return raw, 0, "event: " + err.Error()
	}
	statement, why := textValue([]byte(text))
	if why != "" {
		return []byte(text), 0, "event: " + why
	}
	return statement, 0, ""
}

// textValue is the one JSON value that a text has to be, or why it is none.
func textValue(text []byte) ([]byte, string) {
	text = bytes.TrimSpace(text)
	n, why := scan(text, true)
	if why == "" && n < len(text) {
		why = faultAfter
	}
	if why != "" {
		return nil, fmt.Sprintf("%s at byte %d of it", why, n)
	}
	return text, ""
}

// valueOf is the value of a key in a valid object; nil if it has none. The last
// of equal keys counts.
func valueOf(raw []byte, name string) (value []byte) {
	if raw[0] != '{' {
		return nil
	}
	for i := space(raw, 1); raw[i] != '}'; {
		end, _ := scanKey(raw, i)
		key := raw[i:end]
		from := space(raw, end)
		n, _ := scan(raw[from:], true)
		if bytes.HasPrefix(key[1:], []byte(name)) && key[1+len(name)] == '"' {
			value = raw[from : from+n]
		}
		if i = space(raw, from+n); raw[i] == ',' {
			i = space(raw, i+1)
		}
	}
	return value
}

// unescapeMongo writes valid JSON as it was before it went into MongoDB and
// came out of mongoexport: "&46;" in keys is a dot, and {"$numberLong":"5"} a 5.
func unescapeMongo(raw, out []byte) []byte {
	for i := 0; i < len(raw); {
		switch raw[i] {
		case '{':
			if number, end := mongoNumber(raw, i); end > 0 {
				out = append(out, number...)
				i = end
				continue
			}
		case '"':
			end, _ := scanString(raw, i+1)
			text := raw[i:end]
			if next := space(raw, end); next < len(raw) && raw[next] == ':' {
				text = bytes.ReplaceAll(text, []byte("&46;"), []byte("."))
				text = bytes.ReplaceAll(text, []byte(`\u002646;`), []byte(".")) // an & that a JSON writer escaped
			}
			out = append(out, text...)
			i = end
			continue
		}
		out = append(out, raw[i])
		i++
	}
	return out
}

// mongoNumber reads an object that stands for a number; end 0 if it is none.
func mongoNumber(raw []byte, i int) (number []byte, end int) {
	key := space(raw, i+1)
	if !bytes.HasPrefix(raw[key:], []byte(`"$number`)) {
		return nil, 0
	}
	at, _ := scanKey(raw, key)
	if at = space(raw, at); raw[at] != '"' {
		return nil, 0
	}
	end, _ = scanString(raw, at+1)
	number = raw[at+1 : end-1]
	if end = space(raw, end); raw[end] != '}' || len(number) == 0 {
		return nil, 0
	}
	if n, why := scanNumber(number, 0, true); why != "" || n != len(number) {
		return nil, 0 // NaN and the like are no JSON
	}
	return number, end + 1
}
