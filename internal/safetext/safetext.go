// Package safetext makes text from data printable: one sanitiser, the width,
// cut and pad of its result in terminal cells, and the forms of the same text
// for JSON and for spreadsheets. It knows nothing of statements, screens or
// files.
package safetext

import (
	"strings"
	"unicode/utf8"
)

// Safe is text that holds no control byte, no escape sequence and no invisible
// formatting: it may be written to a terminal or a log as it is.
// Only Clean makes it from data; a constant in our own code may be converted.
type Safe string

// String returns the text.
func (s Safe) String() string { return string(s) }

// Clean makes one printable line of s: valid UTF-8, without escape sequences,
// control characters, bidirectional controls and other invisible formatting,
// with at most four combining marks in a row. A newline or tab becomes one
// space. ZWJ and ZWNJ stay where a script needs them (Arabic, Indic and the
// like); between emoji they go, as do skin tones and variation selectors, so
// that every terminal counts the same cells; for the same reason Korean letters
// become syllables. Clean(Clean(s)) is Clean(s).
func Clean(s string) Safe {
	if printableASCII(s) {
		return Safe(s)
	}
	s = stripSequences(strings.ToValidUTF8(s, "\uFFFD"))
	var b strings.Builder
	b.Grow(len(s))
	var f filter
	for i, r := range s {
		switch f.judge(r, s[i+utf8.RuneLen(r):]) {
		case keep:
			b.WriteRune(r)
		case space:
			b.WriteByte(' ')
		case drop:
		}
	}
	return Safe(composeHangul(b.String()))
}

// CleanLines cleans s line by line, for text whose lines matter, such as
// indented JSON. A tab becomes four spaces. A final newline makes no extra line.
func CleanLines(s string) []Safe {
	if s == "" {
		return nil
	}
	// Sequences go first: one may run over the end of a line.
	s = stripSequences(strings.ToValidUTF8(s, "\uFFFD"))
	s = strings.ReplaceAll(s, "\t", "    ")
	lines := strings.Split(strings.TrimSuffix(s, "\n"), "\n")
	out := make([]Safe, len(lines))
	for i, line := range lines {
		out[i] = Clean(line)
	}
	return out
}

func printableASCII[T string | []byte](s T) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c > '~' {
			return false
		}
	}
	return true
}
