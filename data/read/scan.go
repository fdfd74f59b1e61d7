package read

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf8"
)

// fault says in words why a text is no JSON value; "" means that it is one.
type fault string

const (
	faultShort   fault = "the text ends inside the value"
	faultText    fault = "the text ends"
	faultArray   fault = "the text ends inside an array"
	faultResult  fault = "the text ends inside an answer with statements"
	faultLine    fault = "the line ends inside the value"
	faultQuote   fault = "a quote that is never closed"
	faultRow     fault = "quotes that are not those of CSV"
	faultAfter   fault = "something after the value"
	faultDeep    fault = "more than 512 arrays and objects inside each other"
	faultLong    fault = "value too long"
	faultValue   fault = "no JSON value"
	faultNumber  fault = "a malformed number"
	faultKey     fault = "no key where one belongs"
	faultColon   fault = "no colon after a key"
	faultComma   fault = "neither a comma nor a closing bracket after a value"
	faultControl fault = "a raw control character in a string"
	faultEscape  fault = "an unknown escape in a string"
	faultUTF8    fault = "invalid UTF-8 in a string"
)

// scan returns the length of the JSON value (RFC 8259, UTF-8) that text starts
// with. Otherwise it returns what is wrong and where; faultShort means that the
// value may go on after text, unless whole says that nothing follows.
//
// It is the one pass over every byte that is loaded, hence by hand. Brackets
// are kept in a bit set, so that depth costs neither stack nor memory.
func scan(text []byte, whole bool) (int, fault) {
	var objects [MaxDepth / 64]uint64 // bit d: the bracket at depth d is {
	depth, i := 0, 0
	var why fault
	for {
		if i = space(text, i); i == len(text) {
			return i, faultShort
		}
		closed := true
		switch c := text[i]; c {
		case '{', '[':
			if depth == MaxDepth {
				return i, faultDeep
			}
			bit := uint64(1) << (depth & 63)
			objects[depth>>6] &^= bit
			if c == '{' {
				objects[depth>>6] |= bit
			}
			depth++
			if i = space(text, i+1); i == len(text) {
				return i, faultShort
			}
			closed = text[i] == c+2 // ] and } stand two after their opening
			if closed {
				depth--
				i++
			}
		case '"':
			i, why = scanString(text, i+1)
		case 't':
			i, why = scanWord(text, i, "true", whole)
		case 'f':
			i, why = scanWord(text, i, "false", whole)
		case 'n':
			i, why = scanWord(text, i, "null", whole)
		default:
			i, why = scanNumber(text, i, whole)
		}
		if why != "" {
			return i, why
		}
		for closed { // after a value: on to the next one, out of what it closes
			if depth == 0 {
				return i, ""
			}
			if i = space(text, i); i == len(text) {
				return i, faultShort
			}
			object := objects[(depth-1)>>6]&(1<<((depth-1)&63)) != 0
			switch c := text[i]; {
			case c == ',':
				i++
				closed = false
			case c == '}' && object, c == ']' && !object:
				depth--
				i++
			default:
				return i, faultComma
			}
		}
		if objects[(depth-1)>>6]&(1<<((depth-1)&63)) != 0 {
			if i, why = scanKey(text, i); why != "" {
				return i, why
			}
		}
	}
}

// space returns the place of the next byte that is no white space.
func space(text []byte, i int) int {
	for i < len(text) && text[i] <= ' ' && isSpace(text[i]) {
		i++
	}
	return i
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t'
}

// scanKey reads a key and its colon.
func scanKey(text []byte, i int) (int, fault) {
	if i = space(text, i); i == len(text) {
		return i, faultShort
	}
	if text[i] != '"' {
		return i, faultKey
	}
	i, why := scanString(text, i+1)
	if why != "" {
		return i, why
	}
	if i = space(text, i); i == len(text) {
		return i, faultShort
	}
	if text[i] != ':' {
		return i, faultColon
	}
	return i + 1, ""
}

const (
	ones  = 0x0101010101010101
	highs = 0x80 * ones
)

// special has its lowest set bit in the first byte of x that ends the plain
// part of a string: a quote, a backslash, a control character, a byte >= 0x80.
// (The usual zero-byte test errs only above a true hit.)
func special(x uint64) uint64 {
	quote := x ^ '"'*ones
	back := x ^ '\\'*ones
	return ((quote-ones)&^quote | (back-ones)&^back | (x-' '*ones)&^x | x) & highs
}

// scanString reads a string whose opening quote stands before i.
func scanString(text []byte, i int) (int, fault) {
	for {
		for i+8 <= len(text) {
			if m := special(binary.LittleEndian.Uint64(text[i:])); m != 0 {
				i += bits.TrailingZeros64(m) >> 3
				break
			}
			i += 8
		}
		if i >= len(text) {
			return i, faultShort
		}
		switch c := text[i]; {
		case c == '"':
			return i + 1, ""
		case c == '\\':
			var why fault
			if i, why = scanEscape(text, i); why != "" {
				return i, why
			}
		case c < ' ':
			return i, faultControl
		case c < utf8.RuneSelf:
			i++
		default:
			r, n := utf8.DecodeRune(text[i:])
			if r == utf8.RuneError && n == 1 {
				if !utf8.FullRune(text[i:]) {
					return i, faultShort
				}
				return i, faultUTF8
			}
			i += n
		}
	}
}

// scanEscape reads an escape; i is at its backslash. A lone surrogate is JSON.
func scanEscape(text []byte, i int) (int, fault) {
	if i+1 >= len(text) {
		return i, faultShort
	}
	switch text[i+1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return i + 2, ""
	case 'u':
		for j := i + 2; j < i+6; j++ {
			if j >= len(text) {
				return i, faultShort
			}
			if !isHex(text[j]) {
				return i, faultEscape
			}
		}
		return i + 6, ""
	}
	return i, faultEscape
}

func isHex(c byte) bool {
	return isDigit(c) || 'a' <= c|0x20 && c|0x20 <= 'f'
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// scanWord reads true, false or null.
func scanWord(text []byte, start int, word string, whole bool) (int, fault) {
	i := start
	for j := range len(word) {
		if i == len(text) {
			return i, faultShort
		}
		if text[i] != word[j] {
			return start, faultValue
		}
		i++
	}
	return bareEnd(text, start, i, whole, faultValue)
}

// scanNumber reads a number.
func scanNumber(text []byte, i int, whole bool) (int, fault) {
	start := i
	if text[i] == '-' {
		i++
	}
	from := i
	i = digits(text, i)
	switch {
	case i == from && i < len(text) && i == start:
		return start, faultValue
	case i > from+1 && text[from] == '0':
		return start, faultNumber
	}
	good := i > from
	if good && i < len(text) && text[i] == '.' {
		from = i + 1
		i = digits(text, from)
		good = i > from
	}
	if good && i < len(text) && text[i]|0x20 == 'e' {
		i++
		if i < len(text) && (text[i] == '+' || text[i] == '-') {
			i++
		}
		from = i
		i = digits(text, from)
		good = i > from
	}
	if !good && i < len(text) {
		return start, faultNumber
	}
	return bareEnd(text, start, i, whole && good, faultNumber)
}

// bareEnd ends a word or number at i. One that ends with the text is complete
// only if nothing follows; what follows must not look like a part of it.
func bareEnd(text []byte, start, i int, whole bool, why fault) (int, fault) {
	if i == len(text) {
		if !whole {
			return i, faultShort
		}
		return i, ""
	}
	switch text[i] {
	case ',', ']', '}', '[', '{', '"', ' ', '\n', '\r', '\t':
		return i, ""
	}
	return start, why
}

func digits(text []byte, i int) int {
	for i < len(text) && isDigit(text[i]) {
		i++
	}
	return i
}
