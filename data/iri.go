package data

import (
	"net/url"
	"strings"
	"unicode/utf8"
)

// IsIRI says whether text is an IRI as ^[A-Za-z][A-Za-z0-9+.-]*:\S+$ has it,
// so that ids like course-v1:X or uuid:X are taken.
func IsIRI[T string | []byte](text T) bool {
	colon := 0
	for colon < len(text) && text[colon] != ':' {
		c := text[colon]
		letter := 'a' <= c|0x20 && c|0x20 <= 'z'
		if !letter && (colon == 0 || (c < '0' || c > '9') && c != '+' && c != '.' && c != '-') {
			return false
		}
		colon++
	}
	if colon == 0 || colon >= len(text)-1 {
		return false
	}
	for i := colon + 1; i < len(text); i++ {
		if c := text[i]; c == ' ' || '\t' <= c && c <= '\r' {
			return false
		}
	}
	return true
}

// LastPart is a name for an IRI: its last part that says something, percent
// signs decoded; the whole IRI if there is none. A query stays with the part it
// belongs to, and a script's name (view.php, index.html) takes the part before
// it along, as in "quiz/view.php?id=7".
func LastPart(iri string) string {
	rest := strings.TrimRight(iri, "/#?&=")
	path, _, _ := strings.Cut(rest, "?")
	cut := strings.LastIndexAny(path, "/#")
	if cut > 0 && (strings.HasPrefix(path[cut+1:], "view.") || strings.HasPrefix(path[cut+1:], "index.")) {
		cut = strings.LastIndexAny(path[:cut], "/#")
	}
	last := rest[cut+1:]
	if text, err := url.PathUnescape(last); err == nil && utf8.ValidString(text) {
		last = text
	}
	if last == "" {
		return iri
	}
	return last
}
