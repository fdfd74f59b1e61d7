package read

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// table is a sort of CSV whose rows are statements, told by its header.
type table struct {
	name  string // for Summary.Shape
	looks func(columns []string) bool
	rows  func(columns []string) rowReader
}

// rowReader appends the statement of a row, or says why it has none.
type rowReader func(out []byte, row [][]byte) ([]byte, string)

func tables() []table {
	return []table{
		{"ClickHouse rows", hasColumns("event", "event_id"), eventsOfRows},
		{"Learning Locker", hasColumns("actor", "verb", "object"), partsOfRows},
		{"SQL LRS", func(c []string) bool {
			return hasColumns("verb_id", "object_id")(c) && slices.ContainsFunc(c, func(name string) bool {
				return slices.Contains([]string{"actor_mbox", "actor_mbox_sha1sum", "actor_openid", "actor_account_name"}, name)
			})
		}, pathsOfRows},
	}
}

func hasColumns(names ...string) func([]string) bool {
	return func(columns []string) bool {
		return !slices.ContainsFunc(names, func(n string) bool { return !slices.Contains(columns, n) })
	}
}

func tableOf(columns []string) (table, bool) {
	all := tables()
	i := slices.IndexFunc(all, func(t table) bool { return t.looks(columns) })
	if i < 0 {
		return table{}, false
	}
	return all[i], true
}

// csvHeader is what the first line of CSV tells of the others.
type csvHeader struct {
	table
	comma   byte
	columns []string // as tables name them
	text    []byte   // the header's line
	size    int      // up to its end; a line that names the separator may stand before it
}

// separators are what is tried between cells.
const separators = ",;\t|"

// csvHeaderOf reads the header that text begins with. The separator is the one
// with which it is a header of a known table, or the one that a spreadsheet's
// first line names: sep=;
func csvHeaderOf(text []byte, eol byte) (csvHeader, bool) {
	line, after, _ := bytes.Cut(text, []byte{eol})
	candidates, begin := separators, 0
	if name, ok := bytes.CutPrefix(bytes.Trim(line, "\"\r"), []byte("sep=")); ok && len(name) == 1 {
		candidates, begin = string(name), len(line)+1
		line, _, _ = bytes.Cut(after, []byte{eol})
	}
	for _, comma := range []byte(candidates) {
		columns := columnsOf(line, comma)
		if t, ok := tableOf(columns); ok {
			return csvHeader{table: t, comma: comma, columns: columns, text: bytes.TrimRight(line, "\r"), size: begin + len(line)}, true
		}
	}
	return csvHeader{}, false
}

// columnsOf are the columns of a header as tables name them: without spaces
// around, in the letters of xAPI, and without empty ones at the end.
func columnsOf(line []byte, comma byte) []string {
	s := splitter{comma: comma, eol: '\n'}
	if n, why := s.split(line, true); why != "" || n < len(bytes.TrimRight(line, "\r")) {
		return nil
	}
	var columns []string
	for _, cell := range s.cells {
		columns = append(columns, strings.Join(pathOf(strings.TrimSpace(string(cell))), "_"))
	}
	for len(columns) > 0 && columns[len(columns)-1] == "" {
		columns = columns[:len(columns)-1]
	}
	return columns
}

func looksCSV(h *head) bool {
	if h.first == 0 || h.first == '{' || h.first == '[' {
		return false
	}
	_, ok := csvHeaderOf(h.text, h.eol)
	return ok
}

// csvText is a CSV file being read.
type csvText struct {
	*reader
	splitter

	header    csvHeader
	statement rowReader
	out       []byte
	multiline bool // there are rows that go over several lines
}

// readCSV delivers the rows. A row stands at its first line.
func readCSV(r *reader) error {
	header, ok := csvHeaderOf(r.rest(), r.eol)
	if !ok {
		return r.src.refuse("CSV whose header cannot be read; " + accepted)
	}
	header.text = bytes.Clone(header.text)
	c := csvText{
		reader: r, splitter: splitter{comma: header.comma, eol: r.eol},
		header: header, statement: header.rows(header.columns),
	}
	r.sum.Shape = "csv (" + header.name + ")"
	r.advance(header.size)
	c.multiline = c.anyMultiline(r.peek(minWindow))
	for {
		if more, err := c.next(); err != nil || !more {
			return err
		}
		if err := c.step(); err != nil {
			return err
		}
	}
}

// next goes to the next line that is not empty; a comma may begin one.
func (c *csvText) next() (bool, error) {
	r := c.reader
	for {
		text, i := r.rest(), 0
		for i < len(text) && (text[i] == '\n' || text[i] == '\r') {
			i++
		}
		r.advance(i)
		switch {
		case i < len(text):
			return true, nil
		case r.ctx.Err() != nil:
			return false, r.ctx.Err()
		case !r.more():
			return false, r.src.failed()
		}
	}
}

// row parts the row at the next byte, which is in memory afterwards.
func (c *csvText) row() (int, fault, error) {
	n, why, err := c.find(c.split)
	switch {
	case why == faultShort:
		why = faultQuote // all else may end with the text
	case err == nil && c.ended() && n == len(c.rest()):
		err = c.src.failed()
	}
	return n, why, err
}

// step reads one row. Neither a row of empty cells, as spreadsheets add them,
// nor a header again, as where files were joined, is one.
func (c *csvText) step() error {
	r := c.reader
	n, why, err := c.row()
	switch {
	case err != nil:
		return err
	case why != "":
		return c.rejectBroken(why, n)
	}
	raw := r.rest()[:n]
	if bytes.Equal(raw, c.header.text) || !slices.ContainsFunc(c.cells, func(cell []byte) bool { return len(cell) > 0 }) {
		r.advance(n)
		return nil
	}
	if reason := c.read(); reason != "" {
		return c.rejectRow(reason, n)
	}
	c.multiline = c.multiline || bytes.IndexByte(raw, c.eol) >= 0
	err = r.emit(Value{Raw: c.out, Offset: r.offset(), Line: r.line})
	r.advance(n)
	return err
}

// anyMultiline looks at the first rows: whether one that is good goes over
// several lines.
func (c *csvText) anyMultiline(text []byte) bool {
	for {
		n, why := c.split(text, false)
		good := why == "" && c.read() == ""
		if good && bytes.IndexByte(text[:n], c.eol) >= 0 {
			return true
		}
		if !good {
			n = 0
		}
		i := bytes.IndexByte(text[n:], c.eol)
		if i < 0 {
			return false
		}
		text = text[n+i+1:]
	}
}

// read makes the statement of the row that was parted, or says why there is none.
func (c *csvText) read() (reason string) {
	columns, cells := len(c.header.columns), c.cells
	for len(cells) > columns && len(cells[len(cells)-1]) == 0 {
		cells = cells[:len(cells)-1] // what stands behind a last comma
	}
	if len(cells) != columns {
		return fmt.Sprintf("a row of %d cells, the header has %d", len(cells), columns)
	}
	if c.out, reason = c.statement(c.out[:0], cells); reason == "" && len(c.out) > c.limit {
		reason = c.reason(faultLong, 0, int64(len(c.out)))
	}
	return reason
}

// rejectRow rejects a row of n bytes that has no statement.
func (c *csvText) rejectRow(reason string, n int) error {
	at := c.offset()
	cut := c.ended() && n == len(c.rest()) && len(c.cells) < len(c.header.columns)
	v, _, err := c.skipRow(&behind{c.resync(c.multiline), n})
	if err != nil {
		return err
	}
	if cut {
		c.sum.Cut, c.sum.CutAt = true, at
	}
	return c.emitReject(v, reason)
}

// rejectBroken rejects a row that cannot be parted; what is wrong stands behind
// n bytes. A quote that is never closed is told where the row begins.
func (c *csvText) rejectBroken(why fault, n int) error {
	at, place := c.offset(), c.offset()+int64(n)
	several := bytes.Count(c.rest()[:n], []byte{c.eol}) > 2
	v, size, err := c.skipRow(c.resync(c.multiline || several || why == faultQuote))
	if err != nil {
		return err
	}
	if why == faultQuote {
		place = at
		if c.tail == at {
			c.sum.Cut, c.sum.CutAt = true, at
		}
	}
	return c.emitReject(v, c.reason(why, place, size))
}

// resync says how reading goes on after a bad row: with the next line where
// lines are rows. Where cells have line breaks, the lines of a bad row must not be
// taken for rows; it goes on with the next one that begins a row.
func (c *csvText) resync(multiline bool) resync {
	if multiline {
		return &toNextRow{csvText: c}
	}
	return toLineEnd{c.eol}
}

// skipRow goes to where reading can go on and returns what was passed over.
func (c *csvText) skipRow(to resync) (Value, int64, error) {
	v := Value{Offset: c.offset(), Line: c.line}
	size, err := c.skipTo(to)
	v.Raw = c.withHeader(c.head)
	return v, size, err
}

// withHeader is the text of a rejected row below its header, so that it can be
// mended and read by itself. A header that takes most of the room is left out.
func (c *csvText) withHeader(row []byte) []byte {
	row = bytes.TrimRight(row, "\r\n")
	var text []byte
	if len(c.header.text) < keptOfReject/2 {
		text = append(append(text, c.header.text...), '\n')
	}
	return append(text, row[:min(len(row), keptOfReject-len(text))]...)
}

// CSVRow parts the rejected text of a CSV file: the header it begins with and
// the row below. The header is nil if the text is not from CSV.
func CSVRow(text []byte) (header, row []byte) {
	h, ok := csvHeaderOf(text, '\n')
	if !ok || h.size == len(text) {
		return nil, text
	}
	return h.text, text[h.size+1:]
}

// toNextRow goes to the next line that begins a row: one with a statement, or one
// with a quoted cell, as inside of cells quotes are doubled.
type toNextRow struct {
	*csvText
	lineStart bool
}

func (t *toNextRow) next(piece []byte) (int, bool) {
	for i := 0; ; {
		if t.lineStart {
			rest := piece[i:]
			n, why := t.split(rest, t.ended())
			if why == faultShort && !t.ended() && len(rest) < t.max {
				return i, false // it may be whole when there is more of it
			}
			if why == "" && (t.read() == "" || len(t.cells) > 1 && bytes.IndexByte(rest[:n], '"') >= 0) {
				return i, true
			}
		}
		n := bytes.IndexByte(piece[i:], t.eol)
		if t.lineStart = n >= 0; !t.lineStart {
			return len(piece), false
		}
		i += n + 1
	}
}

// eventsOfRows takes the statements that stand as text in rows of ClickHouse.
func eventsOfRows(columns []string) rowReader {
	at := slices.Index(columns, "event")
	return func(out []byte, row [][]byte) ([]byte, string) {
		text, why := textValue(row[at])
		if why == "" && text[0] != '{' {
			why = "no JSON object"
		}
		if why != "" {
			return out, "event: " + why
		}
		return append(out, text...), ""
	}
}

// partsOfRows puts statements together from cells that hold their parts as JSON.
// Columns that are no part of a statement are not taken.
func partsOfRows(columns []string) rowReader {
	return func(out []byte, row [][]byte) ([]byte, string) {
		out = append(out, '{')
		for i, name := range columns {
			cell := bytes.TrimSpace(row[i])
			text := false
			switch name {
			case "id", "timestamp", "stored", "version":
				text = true
			case "actor", "verb", "object", "result", "context", "authority", "attachments":
			default:
				continue
			}
			if len(cell) == 0 {
				continue
			}
			if len(out) > 1 {
				out = append(out, ',')
			}
			out = append(appendJSON(out, []byte(name)), ':')
			if text && cell[0] != '"' {
				if !utf8.Valid(cell) {
					return out, name + ": " + string(faultUTF8)
				}
				out = appendJSON(out, cell)
				continue
			}
			value, why := textValue(cell)
			if why != "" {
				return out, name + ": " + why
			}
			out = append(out, value...)
		}
		return append(out, '}'), ""
	}
}
