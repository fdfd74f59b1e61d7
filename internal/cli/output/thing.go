package output

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"lrx/internal/safetext"
	"lrx/query"
)

// Thing writes the only row of a sheet as one thing: an object in JSON, a list
// of names and values as a table. raw, when there is any, is the JSON text the
// thing was made from; JSON holds it under "raw", a table shows it below.
func Thing(w io.Writer, f Format, s query.Sheet, raw []byte, t Terminal) error {
	if len(s.Rows) != 1 {
		return fmt.Errorf("%s: one row was expected, there are %d", s.Name, len(s.Rows))
	}
	out := bufio.NewWriter(w)
	var err error
	switch f {
	case CSV:
		err = writeCSV(out, s)
	case JSON, NDJSON:
		err = writeObject(out, s, raw)
	default:
		err = writeThing(out, s, raw, t)
	}
	if err != nil {
		return err
	}
	return out.Flush()
}

func writeObject(w io.Writer, s query.Sheet, raw []byte) error {
	var buf bytes.Buffer
	if err := appendRow(&buf, s.Columns, s.Rows[0]); err != nil {
		return err
	}
	if raw != nil {
		buf.WriteString(`,"raw":`)
		buf.Write(oneLine(raw))
	}
	if !s.AsOf.IsZero() {
		if err := appendWhen(&buf, s); err != nil {
			return err
		}
	}
	buf.WriteString("}\n")
	_, err := w.Write(buf.Bytes())
	return err
}

// oneLine is raw as JSON in one line that holds no control byte. Only white
// space between the values is touched: numbers and key order stay as received.
// Text that turns out to be no JSON becomes a string, so that the object
// around it stays readable.
func oneLine(raw []byte) []byte {
	var buf bytes.Buffer
	if err := json.Compact(&buf, raw); err == nil {
		return []byte(safetext.JSON(buf.Bytes()))
	}
	buf.Reset()
	if err := appendJSON(&buf, raw); err != nil {
		return []byte("null")
	}
	return buf.Bytes()
}

// writeThing writes a line for each value, then the raw text, indented.
func writeThing(w io.Writer, s query.Sheet, raw []byte, t Terminal) error {
	name := 0
	for _, c := range s.Columns {
		name = max(name, safetext.Width(safetext.Clean(c.Title)))
	}
	for i, c := range s.Columns {
		v := s.Rows[0].Cells[i]
		if c.Priority == 0 && v == nil {
			continue
		}
		text := cell(c, v, s.TZ)
		if t.Width > 0 {
			text = safetext.Truncate(text, max(t.Width-name-gap, minWidth))
		}
		title := bold(safetext.Pad(safetext.Clean(c.Title), name), t)
		if _, err := fmt.Fprintf(w, "%s  %s\n", title, text); err != nil {
			return err
		}
	}
	if raw == nil {
		return nil
	}
	var buf bytes.Buffer
	if err := json.Indent(&buf, oneLine(raw), "", "  "); err != nil {
		return fmt.Errorf("indent the raw text: %w", err)
	}
	_, err := fmt.Fprintf(w, "\n%s\n", buf.Bytes())
	return err
}
