package data

import (
	"bytes"
	"cmp"
	"errors"
	"slices"
	"unicode/utf16"
	"unicode/utf8"
)

// kind is the kind of a JSON value.
type kind uint8

const (
	kindNull kind = iota
	kindFalse
	kindTrue
	kindNumber
	kindString
	kindObject
	kindArray
	kindGone // a key that stands again later in its object
)

// node is one value of a parsed text. An object's children are key, value,
// key, value and so on; an array's are its values.
type node struct {
	kind     kind
	escaped  bool   // a string that had escapes: from and to are in the arena
	from, to uint32 // the text: of a string without its quotes, of the others whole
	next     uint32 // the index after this value and all it holds
}

// tape is a JSON text as a flat list of its values in the order of the text,
// the root first. It is used again and again without allocating.
//
// It is here, and no general parser, because the text of numbers and the
// extent of values matter, because the last of equal keys counts (as with
// encoding/json), and because the reader lets more depth through than the
// fast parsers take. It checks the structure of the text but not that strings
// are valid UTF-8; the reader has done that.
type tape struct {
	raw   []byte
	pos   int
	nodes []node
	arena []byte // strings that had escapes, resolved

	scratch []uint32
}

// maxDepth is how deeply values may be nested; the reader allows 512.
const maxDepth = 1024

var (
	errSyntax = errors.New("text is not JSON")
	errDepth  = errors.New("values are nested too deeply")
	errSize   = errors.New("text is over 1 GB")
)

// parse reads one JSON value. The tape keeps raw until the next parse.
func (t *tape) parse(raw []byte) error {
	t.raw, t.pos, t.nodes, t.arena = raw, 0, t.nodes[:0], t.arena[:0]
	if len(raw) > 1<<30 {
		return errSize
	}
	if err := t.value(0); err != nil {
		return err
	}
	t.space()
	if t.pos != len(raw) {
		return errSyntax
	}
	return nil
}

func (t *tape) space() {
	for t.pos < len(t.raw) {
		switch t.raw[t.pos] {
		case ' ', '\n', '\t', '\r':
			t.pos++
		default:
			return
		}
	}
}

// at is the next byte after white space, 0 at the end.
func (t *tape) at() byte {
	t.space()
	if t.pos == len(t.raw) {
		return 0
	}
	return t.raw[t.pos]
}

func (t *tape) value(depth int) error {
	switch t.at() {
	case '{':
		return t.container(kindObject, '}', depth+1)
	case '[':
		return t.container(kindArray, ']', depth+1)
	case '"':
		return t.string()
	case 't':
		return t.literal(kindTrue, "true")
	case 'f':
		return t.literal(kindFalse, "false")
	case 'n':
		return t.literal(kindNull, "null")
	default:
		return t.number()
	}
}

func (t *tape) container(k kind, end byte, depth int) error {
	if depth > maxDepth {
		return errDepth
	}
	self := len(t.nodes)
	t.nodes = append(t.nodes, node{kind: k, from: uint32(t.pos)})
	t.pos++
	var seen uint64 // a bit for each key, to tell cheaply that no two are equal
	again := false
	for first := true; ; first = false {
		c := t.at()
		if c == end {
			break
		}
		if !first {
			if c != ',' {
				return errSyntax
			}
			t.pos++
		}
		if k == kindObject {
			bit, err := t.key()
			if err != nil {
				return err
			}
			again = again || seen&bit != 0
			seen |= bit
		}
		if err := t.value(depth); err != nil {
			return err
		}
	}
	t.pos++
	t.nodes[self].to, t.nodes[self].next = uint32(t.pos), uint32(len(t.nodes))
	if again {
		t.dropRepeated(uint32(self))
	}
	return nil
}

// key reads a key and its colon, and returns one of 64 bits that equal keys share.
func (t *tape) key() (bit uint64, err error) {
	if t.at() != '"' {
		return 0, errSyntax
	}
	if err := t.string(); err != nil {
		return 0, err
	}
	if t.at() != ':' {
		return 0, errSyntax
	}
	t.pos++
	text := t.text(uint32(len(t.nodes) - 1))
	n := len(text)
	if n == 0 {
		return 1, nil
	}
	return 1 << ((n + 7*int(text[0]) + 3*int(text[n-1]) + 5*int(text[n/2])) & 63), nil
}

// dropRepeated marks the keys of an object that stand again later in it.
func (t *tape) dropRepeated(object uint32) {
	t.scratch = t.scratch[:0]
	for k := range t.keys(object) {
		t.scratch = append(t.scratch, k)
	}
	slices.SortFunc(t.scratch, func(a, b uint32) int {
		return cmp.Or(bytes.Compare(t.text(a), t.text(b)), cmp.Compare(a, b))
	})
	for i, k := range t.scratch[1:] {
		if before := t.scratch[i]; bytes.Equal(t.text(before), t.text(k)) {
			t.nodes[before].kind = kindGone
		}
	}
}

func (t *tape) add(k kind, escaped bool, from, to int) {
	t.nodes = append(t.nodes, node{kind: k, escaped: escaped, from: uint32(from), to: uint32(to), next: uint32(len(t.nodes) + 1)})
}

func (t *tape) literal(k kind, text string) error {
	end := t.pos + len(text)
	if end > len(t.raw) || string(t.raw[t.pos:end]) != text {
		return errSyntax
	}
	t.add(k, false, t.pos, end)
	t.pos = end
	return nil
}

// number reads -?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?
func (t *tape) number() error {
	from := t.pos
	t.accept('-', '-')
	if !t.accept('0', '0') && !t.digits() { // a leading zero stands alone
		return errSyntax
	}
	if t.accept('.', '.') && !t.digits() {
		return errSyntax
	}
	if t.accept('e', 'E') {
		t.accept('+', '-')
		if !t.digits() {
			return errSyntax
		}
	}
	t.add(kindNumber, false, from, t.pos)
	return nil
}

func (t *tape) accept(a, b byte) bool {
	if t.pos < len(t.raw) && (t.raw[t.pos] == a || t.raw[t.pos] == b) {
		t.pos++
		return true
	}
	return false
}

func (t *tape) digits() bool {
	from := t.pos
	for t.pos < len(t.raw) && '0' <= t.raw[t.pos] && t.raw[t.pos] <= '9' {
		t.pos++
	}
	return t.pos > from
}

func (t *tape) string() error {
	from := t.pos + 1
	n := bytes.IndexByte(t.raw[from:], '"')
	if n < 0 {
		return errSyntax
	}
	if bytes.IndexByte(t.raw[from:from+n], '\\') >= 0 {
		return t.escapedString(from)
	}
	t.add(kindString, false, from, from+n)
	t.pos = from + n + 1
	return nil
}

// escapedString resolves a string's escapes into the arena. Half a surrogate
// pair becomes U+FFFD, as encoding/json has it.
func (t *tape) escapedString(from int) error {
	start, i := len(t.arena), from
	for i < len(t.raw) && t.raw[i] != '"' {
		if t.raw[i] != '\\' {
			t.arena = append(t.arena, t.raw[i])
			i++
			continue
		}
		n, ok := t.escape(t.raw[i:])
		if !ok {
			return errSyntax
		}
		i += n
	}
	if i >= len(t.raw) {
		return errSyntax
	}
	t.add(kindString, true, start, len(t.arena))
	t.pos = i + 1
	return nil
}

// escape resolves the escape that text begins with and says how long it is.
func (t *tape) escape(text []byte) (int, bool) {
	if len(text) < 2 {
		return 0, false
	}
	c := text[1]
	switch c {
	case '"', '\\', '/':
	case 'b':
		c = '\b'
	case 'f':
		c = '\f'
	case 'n':
		c = '\n'
	case 'r':
		c = '\r'
	case 't':
		c = '\t'
	case 'u':
		r := hex4(text[2:])
		if r < 0 {
			return 0, false
		}
		n := 6
		if utf16.IsSurrogate(r) {
			second := rune(-1)
			if len(text) > 8 && text[6] == '\\' && text[7] == 'u' {
				second = hex4(text[8:])
			}
			if r = utf16.DecodeRune(r, second); r != utf8.RuneError {
				n = 12
			}
		}
		t.arena = utf8.AppendRune(t.arena, r)
		return n, true
	default:
		return 0, false
	}
	t.arena = append(t.arena, c)
	return 2, true
}

// hex4 reads four hexadecimal digits; -1 if text does not begin with them.
func hex4(text []byte) rune {
	if len(text) < 4 {
		return -1
	}
	var r rune
	for _, c := range text[:4] {
		d := hexDigit(c)
		if d > 15 {
			return -1
		}
		r = r<<4 | rune(d)
	}
	return r
}

// hexDigit is the value of a hexadecimal digit; 255 for anything else.
func hexDigit(c byte) byte {
	switch {
	case '0' <= c && c <= '9':
		return c - '0'
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10
	case 'A' <= c && c <= 'F':
		return c - 'A' + 10
	}
	return 255
}

// text is a string's text, or the text of any other value as it stands.
// It is valid until the next parse.
func (t *tape) text(i uint32) []byte {
	n := &t.nodes[i]
	if n.escaped {
		return t.arena[n.from:n.to]
	}
	return t.raw[n.from:n.to]
}

// is says whether the value at i is there and of kind k. Index 0, the root,
// stands for "absent" wherever a property is meant.
func (t *tape) is(i uint32, k kind) bool { return i != 0 && t.nodes[i].kind == k }

// find is the value of an object's property; 0 if it has none.
func (t *tape) find(object uint32, key string) uint32 {
	for k := range t.keys(object) {
		if string(t.text(k)) == key {
			return k + 1
		}
	}
	return 0
}

// keys goes over an object's keys, of equal ones the last alone; the value of
// key k is at k+1.
func (t *tape) keys(object uint32) func(yield func(uint32) bool) {
	return func(yield func(uint32) bool) {
		end := t.nodes[object].next
		for k := object + 1; k < end; k = t.nodes[k+1].next {
			if t.nodes[k].kind != kindGone && !yield(k) {
				return
			}
		}
	}
}

// items goes over an array's values.
func (t *tape) items(array uint32) func(yield func(uint32) bool) {
	return func(yield func(uint32) bool) {
		end := t.nodes[array].next
		for i := array + 1; i < end; i = t.nodes[i].next {
			if !yield(i) {
				return
			}
		}
	}
}
