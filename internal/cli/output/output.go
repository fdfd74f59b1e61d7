// Package output writes what a question answered: a sheet, or one thing, as a
// table for people and as CSV, JSON or NDJSON for programs. All four come from
// the same cells, so they cannot disagree. It knows nothing of commands, flags,
// stores, SQL or screens.
package output

import (
	"bufio"
	"fmt"
	"io"

	"lrx/query"
)

// Format is a way of writing an answer.
type Format string

// The formats. Table is for people, the others are for programs.
const (
	Table  Format = "table"
	CSV    Format = "csv"
	JSON   Format = "json"
	NDJSON Format = "ndjson"
)

// Parse finds the format with a name among those allowed.
func Parse(name string, allowed ...Format) (Format, error) {
	for _, f := range allowed {
		if string(f) == name {
			return f, nil
		}
	}
	return "", fmt.Errorf("unknown format %q", name)
}

// Terminal describes the place a table is written to. The zero value is a
// pipe: full width, no styling.
type Terminal struct {
	Width int  // in cells; 0 = as wide as the table needs
	Bold  bool // headings may be bold
}

// Sheet writes a list in a format. It returns the titles of the columns a
// narrow terminal had no room for.
func Sheet(w io.Writer, f Format, s query.Sheet, t Terminal) (hidden []string, err error) {
	out := bufio.NewWriter(w)
	switch f {
	case CSV:
		err = writeCSV(out, s)
	case JSON:
		err = writeJSON(out, s)
	case NDJSON:
		err = writeNDJSON(out, s)
	default:
		hidden, err = writeTable(out, s, t)
	}
	if err != nil {
		return nil, err
	}
	return hidden, out.Flush()
}
