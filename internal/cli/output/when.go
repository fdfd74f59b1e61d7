package output

import (
	"bytes"
	"time"

	"lrx/internal/safetext"
	"lrx/query"
)

// appendWhen adds what an answer was made with: the as-of, the time zone, the
// period and the filters.
func appendWhen(buf *bytes.Buffer, s query.Sheet) error {
	for _, part := range []pair{{"as_of", end(s.AsOf)}, {"tz", zone(s.TZ)}} {
		buf.WriteByte(',')
		if err := appendPair(buf, part.key, part.value); err != nil {
			return err
		}
	}
	buf.WriteString(`,"period":`)
	if p := s.Period; p.IsZero() {
		buf.WriteString("null")
	} else if err := appendPairs(buf, []pair{{"name", named(p.Name)}, {"since", end(p.Since)}, {"until", end(p.Until)}}); err != nil {
		return err
	}
	filters := make([]pair, len(s.Chosen))
	for i, c := range s.Chosen {
		filters[i] = pair{c.Filter, c.Value}
	}
	buf.WriteString(`,"filters":`)
	return appendPairs(buf, filters)
}

type pair struct {
	key   string
	value any
}

func appendPairs(buf *bytes.Buffer, pairs []pair) error {
	buf.WriteByte('{')
	for i, p := range pairs {
		if i > 0 {
			buf.WriteByte(',')
		}
		if err := appendPair(buf, p.key, p.value); err != nil {
			return err
		}
	}
	buf.WriteByte('}')
	return nil
}

// named is a name as a cell, nil for none.
func named(name safetext.Safe) any {
	if name == "" {
		return nil
	}
	return name
}

// end is a time as a cell, nil for none.
func end(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t
}

func zone(tz *time.Location) string {
	if tz == nil {
		return time.UTC.String()
	}
	return tz.String()
}
