package output

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"

	"lrx/query"
)

// writeCSV writes RFC 4180 with JSON's keys as the header. Lines end with a
// bare line feed, which every reader of CSV takes and every line tool needs.
func writeCSV(w io.Writer, s query.Sheet) error {
	out := csv.NewWriter(w)
	record := make([]string, len(s.Columns))
	for i, c := range s.Columns {
		record[i] = c.Key
	}
	if err := out.Write(record); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	for _, row := range s.Rows {
		for i, v := range row.Cells {
			text, err := field(v)
			if err != nil {
				return err
			}
			record[i] = text
		}
		if err := out.Write(record); err != nil {
			return fmt.Errorf("write CSV: %w", err)
		}
	}
	out.Flush()
	return out.Error()
}

// writeJSON writes one object, a row a line, so that two outputs can be compared by line.
func writeJSON(w io.Writer, s query.Sheet) error {
	if _, err := io.WriteString(w, `{"rows":[`); err != nil {
		return err
	}
	var buf bytes.Buffer
	for i, row := range s.Rows {
		buf.Reset()
		if i > 0 {
			buf.WriteByte(',')
		}
		buf.WriteByte('\n')
		if err := appendRow(&buf, s.Columns, row); err != nil {
			return err
		}
		buf.WriteByte('}')
		if _, err := w.Write(buf.Bytes()); err != nil {
			return err
		}
	}
	buf.Reset()
	if len(s.Rows) > 0 {
		buf.WriteByte('\n')
	}
	fmt.Fprintf(&buf, `],"total":%d,"truncated":%t`, s.Total, s.Truncated)
	if s.Approx {
		buf.WriteString(`,"approx":true`)
	}
	if err := appendWhen(&buf, s); err != nil {
		return err
	}
	buf.WriteString("}\n")
	_, err := w.Write(buf.Bytes())
	return err
}

// writeNDJSON writes one object a line.
func writeNDJSON(w io.Writer, s query.Sheet) error {
	var buf bytes.Buffer
	for _, row := range s.Rows {
		buf.Reset()
		if err := appendRow(&buf, s.Columns, row); err != nil {
			return err
		}
		buf.WriteString("}\n")
		if _, err := w.Write(buf.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

// Objects are the rows of a sheet as a JSON list of objects, for an answer that
// holds such a list among other things.
func Objects(s query.Sheet) (json.RawMessage, error) {
	buf := bytes.NewBufferString("[")
	for i, row := range s.Rows {
		if i > 0 {
			buf.WriteByte(',')
		}
		if err := appendRow(buf, s.Columns, row); err != nil {
			return nil, err
		}
		buf.WriteByte('}')
	}
	buf.WriteByte(']')
	return buf.Bytes(), nil
}

// appendRow adds a row as a JSON object that is left open, keys in column order.
func appendRow(buf *bytes.Buffer, columns []query.Column, row query.Row) error {
	buf.WriteByte('{')
	for i, c := range columns {
		if i > 0 {
			buf.WriteByte(',')
		}
		if err := appendPair(buf, c.Key, row.Cells[i]); err != nil {
			return err
		}
	}
	return nil
}

func appendPair(buf *bytes.Buffer, key string, v any) error {
	if err := appendJSON(buf, key); err != nil {
		return err
	}
	buf.WriteByte(':')
	return appendJSON(buf, v)
}
