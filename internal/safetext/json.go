package safetext

import (
	"fmt"
	"unicode"
	"unicode/utf8"
)

// JSON rewrites JSON text so that it means the same and can be printed: what
// Clean would drop stands as \uXXXX, every format character with it, and an
// invalid byte as U+FFFD. Between the values only spaces are left of the white
// space. Text that is no JSON comes out printable as well. All that Clean would
// still change in the result is Korean in single letters. When nothing needs
// rewriting, raw itself may be returned.
func JSON(raw []byte) []byte {
	if printableASCII(raw) {
		return raw
	}
	out := make([]byte, 0, len(raw)+len(raw)/8)
	var f filter
	inString := false
	for i := 0; i < len(raw); {
		c := raw[i]
		if !inString && (c == '\n' || c == '\t' || c == '\r') {
			out = append(out, ' ')
			f = filter{}
			i++
			continue
		}
		if inString && c == '\\' && i+1 < len(raw) && raw[i+1] >= ' ' && raw[i+1] <= '~' {
			out = append(out, c, raw[i+1])
			f = filter{}
			i += 2
			continue
		}
		if c == '"' {
			inString = !inString
		}
		r, size := utf8.DecodeRune(raw[i:])
		i += size
		if f.judge(r, string(raw[i:min(i+utf8.UTFMax, len(raw))])) != keep || unicode.Is(unicode.Cf, r) {
			out = appendEscaped(out, r)
			continue
		}
		out = utf8.AppendRune(out, r)
	}
	return out
}

// appendEscaped appends r as JSON writes it in ASCII, with a surrogate pair
// beyond the basic plane.
func appendEscaped(out []byte, r rune) []byte {
	if r < 0x10000 {
		return fmt.Appendf(out, `\u%04x`, r)
	}
	r -= 0x10000
	return fmt.Appendf(out, `\u%04x\u%04x`, 0xd800+r>>10, 0xdc00+r&0x3ff)
}
