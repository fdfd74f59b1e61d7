package read

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"slices"
	"strings"

	"lrx/data"
)

// table is a sort of CSV whose rows are statements, told by its header.
type table struct {
	name      string // for Summary.Shape
	looks     func(columns []string) bool
	statement func(out []byte, columns, row []string) ([]byte, string) // the statement of a row, or why it has none
}

func tables() []table {
	return []table{
		{"ClickHouse rows", hasColumns("event", "event_id"), eventOfRow},
		{"Learning Locker", hasColumns("actor", "verb", "object"), partsOfRow},
		{"SQL LRS", func(c []string) bool {
			return hasColumns("verb_id", "object_id")(c) && slices.ContainsFunc(c, func(name string) bool {
				return slices.Contains([]string{"actor_mbox", "actor_mbox_sha1sum", "actor_openid", "actor_account_name"}, name)
			})
		}, pathsOfRow},
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

func looksCSV(h *head) bool {
	if h.first == 0 || h.first == '{' || h.first == '[' {
		return false
	}
	line, _, _ := bytes.Cut(h.text, []byte{'\n'})
	_, ok := tableOf(columnsOf(string(line)))
	return ok
}

// csvText is a CSV file being read.
type csvText struct {
	*reader
	table

	comma    rune
	columns  []string
	brokenTo int64 // offset up to which a row without an end was looked for
	rescans  int
	out      []byte
}

// readCSV delivers the rows (RFC 4180; separated by the character that the
// header has most of). A row stands at its first line. One that cannot be read
// is rejected up to the end of its line.
func readCSV(r *reader) error {
	c := csvText{reader: r}
	n, why, err := c.row()
	if err != nil {
		return err
	}
	header := string(r.rest()[:n])
	c.comma = separatorOf(header)
	c.columns = columnsOf(header)
	t, ok := tableOf(c.columns)
	if why != "" || !ok {
		return r.src.refuse("CSV whose header cannot be read; " + accepted)
	}
	c.table = t
	r.sum.Shape = "csv (" + t.name + ")"
	r.advance(n)
	for {
		if more, err := c.next(); err != nil || !more {
			return err
		}
		if err := c.step(); err != nil {
			return err
		}
	}
}

// next goes to the next row that is not empty; a comma may begin one.
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

// row finds the end of the row at the next byte: the first line break outside quotes.
func (c *csvText) row() (int, fault, error) {
	r := c.reader
	if r.offset() >= c.brokenTo {
		c.rescans = 0
	}
	scanned, quoted := 0, false
	for {
		text := r.rest()
		for ; scanned < len(text); scanned++ {
			switch text[scanned] {
			case '"':
				quoted = !quoted
			case '\n':
				if !quoted || c.rescans > maxRescans {
					return scanned, "", nil
				}
			}
		}
		if err := r.ctx.Err(); err != nil {
			return 0, "", err
		}
		if r.more() {
			continue
		}
		switch {
		case !r.ended():
			return scanned, faultLong, nil
		case quoted:
			return scanned, faultQuote, r.src.failed()
		}
		return scanned, "", r.src.failed()
	}
}

// step reads one row.
func (c *csvText) step() error {
	r := c.reader
	n, why, err := c.row()
	if err != nil {
		return err
	}
	at := r.offset()
	if why != "" {
		c.brokenTo, c.rescans = max(c.brokenTo, at+int64(n)), c.rescans+1
		if err := r.reject(why, 0, toLineEnd{}); err != nil {
			return err
		}
		if why == faultQuote && r.ended() && len(r.rest()) == 0 {
			r.sum.Cut, r.sum.CutAt = true, at
		}
		return nil
	}
	raw := bytes.TrimRight(r.rest()[:n], "\r")
	v := Value{Offset: at, Line: r.line}
	reason := ""
	in := csv.NewReader(bytes.NewReader(raw))
	in.Comma, in.FieldsPerRecord = c.comma, -1
	row, err := in.Read()
	switch {
	case err != nil:
		c.brokenTo, c.rescans = max(c.brokenTo, at+int64(n)), c.rescans+1
		return r.reject(faultRow, 0, toLineEnd{})
	case len(row) != len(c.columns):
		reason = fmt.Sprintf("a row of %d cells, the header has %d", len(row), len(c.columns))
	default:
		c.out, reason = c.statement(c.out[:0], c.columns, row)
	}
	if reason != "" {
		v.Raw = raw[:min(len(raw), keptOfReject)]
		v.Reject = &data.Reject{Cause: data.CauseJSON, Reason: reason}
	} else {
		v.Raw = c.out
	}
	err = r.emit(v)
	r.advance(n)
	return err
}

func cellOf(columns, row []string, name string) string { return row[slices.Index(columns, name)] }

// eventOfRow takes the statement that stands as text in a row of ClickHouse.
func eventOfRow(out []byte, columns, row []string) ([]byte, string) {
	text, why := textValue([]byte(cellOf(columns, row, "event")))
	if why != "" {
		return out, "event: " + why
	}
	return append(out, text...), ""
}

// partsOfRow puts a statement together from cells that hold its parts as JSON.
// Columns that are no part of a statement are not taken.
func partsOfRow(out []byte, columns, row []string) ([]byte, string) {
	out = append(out, '{')
	for i, name := range columns {
		cell := strings.TrimSpace(row[i])
		text := false
		switch name {
		case "id", "timestamp", "stored", "version":
			text = true
		case "actor", "verb", "object", "result", "context", "authority", "attachments":
		default:
			continue
		}
		if cell == "" {
			continue
		}
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = append(appendJSON(out, name), ':')
		if text && cell[0] != '"' {
			out = appendJSON(out, cell)
			continue
		}
		value, why := textValue([]byte(cell))
		if why != "" {
			return out, name + ": " + why
		}
		out = append(out, value...)
	}
	return append(out, '}'), ""
}
