package safetext

import (
	"unicode"
	"unicode/utf8"
)

// maxMarks is how many combining marks may follow one base character. No
// orthography needs more; stacks of dozens paint over the rows above.
const maxMarks = 4

type verdict uint8

const (
	keep verdict = iota
	space
	drop
)

// filter decides rune by rune what may be printed. A dropped rune leaves no
// trace in its state, so a second pass over the kept runes keeps them all.
type filter struct {
	marks int  // marks and joiners since the last base character
	joins bool // the last base character belongs to a script that uses joiners
	flag  bool // the last rune was the first half of a flag
}

// judge decides on r; rest is the text after it.
func (f *filter) judge(r rune, rest string) verdict {
	flag := f.flag
	f.flag = false
	switch {
	case r == '\n' || r == '\t' || r == '\u2028' || r == '\u2029':
		*f = filter{}
		return space
	case r >= ' ' && r <= '~':
		*f = filter{}
		return keep
	case r == '\u200c' || r == '\u200d':
		if !f.joins {
			return drop
		}
		return f.mark()
	case invisible(r) || isSkinTone(r):
		return drop
	case isRegional(r):
		// Half a flag is one cell or two, depending on who counts.
		if next, _ := utf8.DecodeRuneInString(rest); !flag && !isRegional(next) {
			return drop
		}
		*f = filter{flag: !flag}
		return keep
	case unicode.Is(unicode.M, r):
		return f.mark()
	}
	*f = filter{joins: usesJoiners(r)}
	return keep
}

func (f *filter) mark() verdict {
	if f.marks >= maxMarks {
		return drop
	}
	f.marks++
	return keep
}

// invisible reports whether r prints nothing and only acts on what is around
// it: controls, bidirectional and other formatting, tags, variation selectors,
// fillers, and code points that are no characters.
func invisible(r rune) bool {
	switch {
	case r < 0xa0:
		return r < ' ' || r > '~'
	case r < 0x300:
		return r == 0xad // soft hyphen
	case r >= 0xe0000 && r <= 0xe0fff:
		return true
	}
	return unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point,
		unicode.Variation_Selector, unicode.Noncharacter_Code_Point)
}

// isSkinTone reports whether r colours the emoji before it. By grapheme it
// takes no cell of its own, by wcwidth it takes two.
func isSkinTone(r rune) bool { return r >= 0x1f3fb && r <= 0x1f3ff }

// isRegional reports whether r is one of the two letters that make a flag.
func isRegional(r rune) bool { return r >= 0x1f1e6 && r <= 0x1f1ff }

// usesJoiners reports whether r is a letter of a script in which ZWJ and ZWNJ
// change how words are written. In the other scripts they are only a way to
// make two names look alike.
func usesJoiners(r rune) bool {
	if r < 0x590 || !unicode.Is(unicode.L, r) {
		return false
	}
	return !unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Han,
		unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Common)
}
