package read

import "bytes"

// splitter parts rows of CSV into cells (RFC 4180), without changing a byte of
// them: encoding/csv turns the line breaks of a quoted cell into bare newlines.
type splitter struct {
	comma byte
	eol   byte // what ends a line; before '\n' any '\r' belongs to it

	cells [][]byte // of the last row, valid until the next one and while its text is
	plain []byte   // cells without their doubled quotes
}

// split parts the row that text starts with and returns its length, the line
// end not counted. Otherwise it returns what is wrong and where; faultShort
// means that a row, or a quoted cell, may go on after text. A quote out of place is a
// fault at once. So an odd one ends every search for the end of a row, and
// trying row after row in broken text takes linear time.
func (s *splitter) split(text []byte, whole bool) (int, fault) {
	s.cells, s.plain = s.cells[:0], s.plain[:0]
	for i := 0; ; i++ {
		var why fault
		if i < len(text) && text[i] == '"' {
			i, why = s.quoted(text, i+1)
		} else {
			i, why = s.bare(text, i)
		}
		switch {
		case why != "":
			return i, why
		case i == len(text) && !whole:
			return i, faultShort
		case i == len(text) || text[i] != s.comma:
			return i, ""
		}
	}
}

// bare reads a cell without quotes and returns where it ends.
func (s *splitter) bare(text []byte, start int) (int, fault) {
	for i := start; i < len(text); i++ {
		switch c := text[i]; c {
		case s.comma, s.eol:
			if c == '\n' {
				i = start + len(bytes.TrimRight(text[start:i], "\r"))
			}
			s.cells = append(s.cells, text[start:i])
			return i, ""
		case '"':
			return i, faultRow
		}
	}
	s.cells = append(s.cells, bytes.TrimRight(text[start:], "\r"))
	return len(text), ""
}

// quoted reads a cell whose opening quote stands before start and returns where
// it ends: at the comma or line end behind the closing quote.
func (s *splitter) quoted(text []byte, start int) (int, fault) {
	from, plain := start, len(s.plain)
	for i := start; ; {
		n := bytes.IndexByte(text[i:], '"')
		if n < 0 {
			return len(text), faultShort
		}
		if i += n; i+1 < len(text) && text[i+1] == '"' {
			s.plain = append(s.plain, text[from:i+1]...)
			i += 2
			from = i
			continue
		}
		cell := text[from:i]
		if from > start {
			s.plain = append(s.plain, cell...)
			cell = s.plain[plain:]
		}
		s.cells = append(s.cells, cell)
		return s.closed(text, i+1)
	}
}

// closed checks what follows a closing quote.
func (s *splitter) closed(text []byte, i int) (int, fault) {
	end := i
	for s.eol == '\n' && end < len(text) && text[end] == '\r' {
		end++
	}
	switch {
	case end == len(text):
		return end, ""
	case text[end] == s.eol, text[i] == s.comma:
		return i, ""
	}
	return i, faultRow
}
