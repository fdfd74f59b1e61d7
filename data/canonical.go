package data

import "slices"

// This file writes the canonical form of RFC 8785 (JSON Canonicalization
// Scheme) with one exception: numbers stay as they were written, because
// rewriting them as doubles would make different values equal.

// canonical appends the canonical form of the value at i, without a key of its
// own; "" leaves none out.
func (t *tape) canonical(out []byte, i uint32, sort *keySorter, without string) []byte {
	switch t.nodes[i].kind {
	case kindObject:
		out = append(out, '{')
		mark := len(sort.buf)
		first := true
		for _, k := range sort.take(t, i) {
			if without != "" && string(t.text(k)) == without {
				continue
			}
			if !first {
				out = append(out, ',')
			}
			first = false
			out = appendString(out, t.text(k))
			out = append(out, ':')
			out = t.canonical(out, k+1, sort, "")
		}
		sort.release(mark)
		return append(out, '}')
	case kindArray:
		out = append(out, '[')
		for item := range t.items(i) {
			if item > i+1 {
				out = append(out, ',')
			}
			out = t.canonical(out, item, sort, "")
		}
		return append(out, ']')
	case kindString:
		return appendString(out, t.text(i))
	default:
		return append(out, t.text(i)...)
	}
}

// appendString writes a string as RFC 8785 3.2.2.2 has it: only the quote, the
// backslash and control characters are escaped, the short form first.
func appendString(out, text []byte) []byte {
	const hex = "0123456789abcdef"
	out = append(out, '"')
	from := 0
	for i, c := range text {
		if c >= 0x20 && c != '"' && c != '\\' {
			continue
		}
		out = append(out, text[from:i]...)
		from = i + 1
		switch c {
		case '"', '\\':
			out = append(out, '\\', c)
		case '\b':
			out = append(out, '\\', 'b')
		case '\f':
			out = append(out, '\\', 'f')
		case '\n':
			out = append(out, '\\', 'n')
		case '\r':
			out = append(out, '\\', 'r')
		case '\t':
			out = append(out, '\\', 't')
		default:
			out = append(out, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
	}
	out = append(out, text[from:]...)
	return append(out, '"')
}

// keySorter lends sorted lists of keys from one growing buffer.
type keySorter struct{ buf []uint32 }

// take lists an object's keys in the order of RFC 8785 3.2.3. The list is lent
// until release cuts the buffer back.
func (s *keySorter) take(t *tape, object uint32) []uint32 {
	mark := len(s.buf)
	for k := range t.keys(object) {
		s.buf = append(s.buf, k)
	}
	keys := s.buf[mark:]
	slices.SortFunc(keys, func(a, b uint32) int { return compareUTF16(t.text(a), t.text(b)) })
	return keys
}

func (s *keySorter) release(mark int) { s.buf = s.buf[:mark] }

// compareUTF16 compares two valid UTF-8 texts by their UTF-16 code units.
// That is the order of the bytes but for characters beyond U+FFFF (lead bytes
// F0 to F4), whose surrogates come before U+E000 to U+FFFF (lead bytes EE, EF).
func compareUTF16(a, b []byte) int {
	n := min(len(a), len(b))
	i := 0
	for i < n && a[i] == b[i] {
		i++
	}
	if i == n {
		return len(a) - len(b)
	}
	x, y := a[i], b[i]
	if x >= 0xEE && y >= 0xEE && (x >= 0xF0) != (y >= 0xF0) {
		x, y = y, x
	}
	return int(x) - int(y)
}
