package read

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	accepted = "lrx reads xAPI statements as JSON, NDJSON, StatementResults, exports of Elasticsearch, Learning Locker and Ralph " +
		"(JSON or CSV), CSV of SQL LRS, and captured HTTP answers; plain or packed with gzip, zstd or zip"
	statement = "an xAPI statement has actor, verb and object"

	maxShown     = 8  // keys or columns named in a refusal
	maxShownName = 40 // characters of each
)

// magics are the files that are most likely handed over by mistake.
func magics() []struct{ start, name, next string } {
	const unpack = "unpack it first; " + accepted
	return []struct{ start, name, next string }{
		{"\x89PNG", "a PNG image", accepted},
		{"\xff\xd8\xff", "a JPEG image", accepted},
		{"GIF8", "a GIF image", accepted},
		{"%PDF", "a PDF document", accepted},
		{zipMagic, "a zip archive inside another file or a pipe", "save it as a file and name that"},
		{"PK\x05\x06", "an empty zip archive", accepted},
		{"BZh", "bzip2 data", unpack},
		{"\xfd7zXZ\x00", "xz data", unpack},
		{"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", unpack},
		{"SQLite format 3\x00", "an SQLite database", accepted},
		{"PAR1", "a Parquet file", accepted},
		{"Obj\x01", "an Avro file", accepted},
		{"\x7fELF", "a program", accepted},
		{"<", "XML or HTML", accepted},
	}
}

// describe says what a text is that no shape fits, and what to do next.
func (r *reader) describe(h *head) string {
	found, next := describe(h)
	if len(h.text) == 0 && r.offset() > r.src.skipped {
		found = "nothing but white space"
	}
	if layers := r.src.layers; len(layers) > 0 {
		found += " inside " + strings.Join(layers, " inside ")
		if err := r.failure(); err != nil {
			found += " (" + r.src.broken(err) + ")"
		}
	}
	return found + "; " + next
}

func describe(h *head) (found, next string) {
	text := h.text
	if len(text) == 0 {
		return "an empty file", accepted
	}
	if name := utf16or32(text); name != "" {
		return name + " text", "convert it to UTF-8 first: iconv -f " + name + " -t UTF-8 OLD > NEW"
	}
	for _, m := range magics() {
		if bytes.HasPrefix(text, []byte(m.start)) {
			return m.name, m.next
		}
	}
	if len(text) > 262 && string(text[257:262]) == "ustar" {
		return "a tar archive", "unpack it first; " + accepted
	}
	if h.first == '{' || h.first == '[' {
		return describeJSON(h)
	}
	return describeText(h)
}

func describeJSON(h *head) (found, next string) {
	found, next = "a JSON object", statement
	if h.first == '[' {
		found = "a JSON array of objects"
		if h.item != '{' {
			found, next = "a JSON array of something else than objects", accepted
		}
	}
	switch len(h.keys) {
	case 0:
	case 1:
		found += " with the key " + names(h)
	default:
		found += " with the keys " + names(h)
	}
	switch h.why {
	case "":
	case faultShort:
		if h.whole {
			found += " that breaks off"
		}
	default:
		found += " that is broken (" + string(h.why) + ")"
	}
	return found, next
}

func names(h *head) string {
	var list []string
	for _, k := range h.keys {
		list = append(list, k.name)
	}
	return listed(list)
}

// describeText tells CSV, other text and binary data apart.
func describeText(h *head) (found, next string) {
	line, _, _ := bytes.Cut(h.text, []byte{h.eol})
	line = bytes.TrimRight(line, "\r")
	if isBinary(line) {
		return "binary data", accepted
	}
	if columns := cellsOf(line); len(columns) > 1 {
		return "CSV with the columns " + listed(columns), accepted
	}
	return "text that begins with " + strconv.QuoteToGraphic(clip(string(line))), accepted
}

func isBinary(line []byte) bool {
	if r, n := utf8.DecodeLastRune(line); r == utf8.RuneError && n == 1 && len(line) > utf8.UTFMax {
		line = line[:len(line)-utf8.UTFMax] // the look ended inside a character
	}
	return !utf8.Valid(line) || bytes.ContainsFunc(line, func(c rune) bool { return c < ' ' && c != '\t' })
}

// cellsOf are the cells of a line, separated by the character that it has most of.
func cellsOf(line []byte) []string {
	s := splitter{comma: separators[0], eol: '\n'}
	for _, c := range []byte(separators) {
		if bytes.Count(line, []byte{c}) > bytes.Count(line, []byte{s.comma}) {
			s.comma = c
		}
	}
	if _, why := s.split(line, true); why != "" {
		return nil
	}
	var cells []string
	for _, cell := range s.cells {
		cells = append(cells, string(cell))
	}
	return cells
}

// utf16or32 names the encoding that a byte order mark or the zero bytes of
// ASCII characters show, "" if none.
func utf16or32(text []byte) string {
	if len(text) < 4 {
		return ""
	}
	pattern := []byte("xxxx")
	for i, c := range text[:4] {
		if c == 0 {
			pattern[i] = '0'
		}
	}
	switch p := string(pattern); {
	case p == "000x", string(text[:4]) == "\x00\x00\xfe\xff":
		return "UTF-32BE"
	case p == "x000", string(text[:4]) == "\xff\xfe\x00\x00":
		return "UTF-32LE"
	case p == "0x0x", string(text[:2]) == "\xfe\xff":
		return "UTF-16BE"
	case p == "x0x0", string(text[:2]) == "\xff\xfe":
		return "UTF-16LE"
	}
	return ""
}

// listed joins names for a sentence. They come from the file: what a terminal
// would not print is escaped, and no name is long.
func listed(list []string) string {
	more := ""
	if n := len(list) - maxShown; n > 0 {
		list, more = list[:maxShown], fmt.Sprintf(" and %d more", n)
	}
	shown := make([]string, len(list))
	for i, name := range list {
		shown[i] = clip(name)
		if name == "" || strings.ContainsFunc(name, func(c rune) bool { return !unicode.IsPrint(c) || c == utf8.RuneError }) {
			shown[i] = strconv.QuoteToGraphic(shown[i])
		}
	}
	return strings.Join(shown, ", ") + more
}

func clip(s string) string {
	n := 0
	for i := range s {
		if n++; n > maxShownName {
			return s[:i] + "…"
		}
	}
	return s
}
