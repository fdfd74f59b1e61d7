package data

import (
	"maps"
	"slices"
	"strings"
)

// langMap reads a language map (xAPI 1.0.3 Data 4.2). A plain string is taken
// as one of no known language and flagged. False if it is neither.
func (d *Decoder) langMap(s *Statement, i uint32) (LangMap, bool) {
	t := &d.tape
	n := &t.nodes[i]
	if n.kind == kindString {
		s.Flags |= FlagPlainString
		return LangMap{"und": string(t.text(i))}, true
	}
	if n.kind != kindObject {
		return nil, false
	}
	raw := t.raw[n.from:n.to]
	if m, ok := d.memo.langs[string(raw)]; ok {
		return m, true
	}
	m := LangMap{}
	for k := range t.keys(i) {
		if !t.is(k+1, kindString) {
			return nil, false
		}
		m[d.memo.text(t.text(k))] = string(t.text(k + 1))
	}
	if len(raw) <= memoText {
		d.memo.grow()
		d.memo.langs[string(raw)] = m
	}
	return m, true
}

// Pick is the text in lang, a language tag such as "de-AT" or "de": that tag,
// else its primary language, else the first tag of that language, else the
// same for English, else the first tag in order; "" if the map is empty. Case
// does not count (RFC 5646 2.1.1).
func (m LangMap) Pick(lang string) string {
	tags := slices.Sorted(maps.Keys(m))
	tests := []func(tag string) bool{
		func(tag string) bool { return strings.EqualFold(tag, lang) },
		func(tag string) bool { return strings.EqualFold(tag, base(lang)) },
		func(tag string) bool { return strings.EqualFold(base(tag), base(lang)) },
		func(tag string) bool { return strings.EqualFold(tag, "en") },
		func(tag string) bool { return strings.EqualFold(base(tag), "en") },
		func(string) bool { return true },
	}
	for _, test := range tests {
		if i := slices.IndexFunc(tags, test); i >= 0 {
			return m[tags[i]]
		}
	}
	return ""
}

// base is the primary language of a tag.
func base(tag string) string {
	b, _, _ := strings.Cut(tag, "-")
	return b
}
