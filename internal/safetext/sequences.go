package safetext

import (
	"strings"
	"unicode/utf8"
)

// stripSequences removes terminal escape sequences with what they carry, in
// the seven-bit form (ESC [) and the eight-bit one (U+009B). A string sequence
// that never ends loses its introducer only: a cut-off sequence must not hide
// the rest of a name. What is left may still hold single controls; the filter
// removes those, and without them no sequence can begin.
//
// It walks runes, not bytes: a continuation byte of a CJK character can equal
// a C1 control, and a byte-wise parser ends a sequence in the middle of it.
func stripSequences(s string) string {
	first := strings.IndexFunc(s, introduces)
	if first < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	b.WriteString(s[:first])
	for i := first; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if introduces(r) {
			i += sequence(s[i:])
			continue
		}
		b.WriteString(s[i : i+size])
		i += size
	}
	return b.String()
}

// introduces reports whether r begins a sequence: ESC or a C1 control.
func introduces(r rune) bool { return r == 0x1b || r >= 0x80 && r <= 0x9f }

// sequence returns the length of the sequence s begins with.
func sequence(s string) int {
	r, n := utf8.DecodeRuneInString(s)
	if r == 0x1b {
		if n == len(s) {
			return n
		}
		c := s[n]
		if c < '@' || c > '_' {
			return n + escape(s[n:])
		}
		r, n = rune(c)+0x40, n+1 // ESC [ is U+009B, and so on
	}
	switch r {
	case 0x9b: // CSI
		return n + control(s[n:])
	case 0x90, 0x98, 0x9d, 0x9e, 0x9f: // DCS, SOS, OSC, PM, APC
		return n + payload(s[n:])
	}
	return n
}

// escape measures what follows ESC in a sequence such as ESC ( B or ESC c.
func escape(s string) int {
	i := 0
	for i < len(s) && s[i] >= ' ' && s[i] <= '/' {
		i++
	}
	if i < len(s) && s[i] >= '0' && s[i] <= '~' {
		return i + 1
	}
	return i
}

// control measures the parameters and the final byte of a CSI sequence.
func control(s string) int {
	i := 0
	for i < len(s) && s[i] >= ' ' && s[i] <= '?' {
		i++
	}
	if i < len(s) && s[i] >= '@' && s[i] <= '~' {
		return i + 1
	}
	return i
}

// payload measures the body of a string sequence with its terminator: BEL,
// ST, or CAN and SUB, which abort it. Another introducer ends it too and is
// left for the next round. Without any end the body is text: 0.
func payload(s string) int {
	for i, r := range s {
		switch {
		case r == 0x07 || r == 0x18 || r == 0x1a || r == 0x9c:
			return i + utf8.RuneLen(r)
		case r == 0x1b && strings.HasPrefix(s[i+1:], `\`):
			return i + 2
		case introduces(r):
			return i
		}
	}
	return 0
}
