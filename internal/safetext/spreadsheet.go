package safetext

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Spreadsheet makes a CSV cell that no spreadsheet runs: text that begins like
// a formula, also after spaces or in full-width form, gets a leading
// apostrophe. A plain number such as -0.5 stays as it is.
func Spreadsheet(s Safe) Safe {
	text := strings.TrimLeftFunc(string(s), unicode.IsSpace)
	switch first, _ := utf8.DecodeRuneInString(text); first {
	case '=', '@', '＝', '＠', '＋', '－':
		return "'" + s
	case '+', '-':
		if !plainNumber(text[1:]) {
			return "'" + s
		}
	}
	return s
}

// plainNumber reports whether s is an unsigned decimal number, perhaps with a
// fraction and an exponent.
func plainNumber(s string) bool {
	s, ok := cutDigits(s)
	if !ok {
		return false
	}
	if rest, found := strings.CutPrefix(s, "."); found {
		if s, ok = cutDigits(rest); !ok {
			return false
		}
	}
	if s != "" && (s[0] == 'e' || s[0] == 'E') {
		s = s[1:]
		if s != "" && (s[0] == '+' || s[0] == '-') {
			s = s[1:]
		}
		if s, ok = cutDigits(s); !ok {
			return false
		}
	}
	return s == ""
}

// cutDigits cuts leading digits off s; ok says that there was one.
func cutDigits(s string) (rest string, ok bool) {
	rest = strings.TrimLeft(s, "0123456789")
	return rest, len(rest) < len(s)
}
