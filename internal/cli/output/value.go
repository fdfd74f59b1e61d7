package output

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"reflect"
	"strconv"
	"time"

	"lrx/internal/safetext"
	"lrx/query"
)

// plain turns a cell into what a program reads: nil, a bool, a number, a
// string, a list or a map. Text as received stays a safetext.Raw, which JSON
// escapes and so keeps whole. A user's own SQL can yield any type, so what is not
// known is written as cleaned text and never as it came.
func plain(v any) any {
	switch v := v.(type) {
	case nil, bool, int64, safetext.Raw:
		return v
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil
		}
		return v
	case safetext.Safe:
		return string(v)
	case []safetext.Safe:
		list := make([]any, len(v))
		for i, s := range v {
			list[i] = string(s)
		}
		return list
	case time.Time:
		return v.UTC().Format(time.RFC3339Nano)
	case *big.Int:
		return json.Number(v.String())
	case string:
		return safetext.NewRaw(v)
	case []byte:
		return safetext.NewRaw(string(v))
	case fmt.Stringer:
		return string(safetext.Clean(v.String()))
	}
	return plainKind(v)
}

// plainKind handles the types that only reflection can tell apart.
func plainKind(v any) any {
	rv := reflect.ValueOf(v)
	switch {
	case rv.CanInt():
		return rv.Int()
	case rv.CanUint():
		return rv.Uint()
	case rv.CanFloat():
		return plain(rv.Float())
	case rv.Kind() == reflect.Slice:
		list := make([]any, rv.Len())
		for i := range list {
			list[i] = plain(rv.Index(i).Interface())
		}
		return list
	case rv.Kind() == reflect.Map:
		m := make(map[string]any, rv.Len())
		for it := rv.MapRange(); it.Next(); {
			m[string(safetext.Clean(fmt.Sprint(it.Key().Interface())))] = plain(it.Value().Interface())
		}
		return m
	}
	return string(safetext.Clean(fmt.Sprint(v)))
}

// appendJSON adds the JSON of a cell to buf.
func appendJSON(buf *bytes.Buffer, v any) error {
	enc := json.NewEncoder(buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(plain(v)); err != nil {
		return fmt.Errorf("write a value as JSON: %w", err)
	}
	buf.Truncate(buf.Len() - 1) // Encode ends with a newline
	return nil
}

// field is the CSV field of a cell: JSON's value without its quotes, nothing
// for a missing one, and a list as a JSON array. Text that a spreadsheet would
// run is marked as text; numbers are numbers and stay.
func field(v any) (string, error) {
	switch p := plain(v).(type) {
	case nil:
		return "", nil
	case string:
		if _, ok := v.(time.Time); ok {
			return p, nil
		}
		return string(safetext.Spreadsheet(safetext.Safe(p))), nil
	case safetext.Raw:
		return string(safetext.Spreadsheet(p.Safe())), nil
	case bool:
		return strconv.FormatBool(p), nil
	default:
		var buf bytes.Buffer
		err := appendJSON(&buf, v)
		return buf.String(), err
	}
}

// cell is the table cell of a value; tables never wrap, so it is one line.
func cell(c query.Column, v any, tz *time.Location) safetext.Safe {
	if tz == nil {
		tz = time.UTC
	}
	return query.Cell(c.Kind, v, tz)
}
