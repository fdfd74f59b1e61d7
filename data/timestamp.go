package data

import "time"

// times reads timestamp and stored. A missing timestamp falls back to stored,
// then to the time of the load.
func (d *Decoder) times(loaded time.Time) *Reject {
	s, p := d.st.Statement, &d.st.part
	offset := true
	var r *Reject
	if p.stored != 0 {
		if s.Stored, offset, r = d.time(p.stored, "stored"); r != nil {
			return r
		}
	}
	if p.timestamp != 0 {
		if s.Timestamp, offset, r = d.time(p.timestamp, "timestamp"); r != nil {
			return r
		}
	} else {
		s.Flags |= FlagNoTimestamp
		if s.Timestamp = s.Stored; s.Timestamp.IsZero() {
			s.Timestamp = loaded.UTC()
		}
	}
	if !offset {
		s.Flags |= FlagNoOffset
	}
	if s.Timestamp.After(loaded) {
		s.Flags |= FlagFuture
	}
	return nil
}

func (d *Decoder) time(i uint32, name string) (at time.Time, offset bool, r *Reject) {
	t := &d.tape
	if !t.is(i, kindString) {
		return at, false, &Reject{Cause: CauseTimestamp, Reason: name + " is not a string"}
	}
	at, offset, ok := parseTime(t.text(i))
	if !ok {
		return at, false, &Reject{Cause: CauseTimestamp, Reason: name + " is not an ISO 8601 time"}
	}
	return at, offset, nil
}

// ParseTime reads a time as it stands in statements, in UTC; ok is false where
// the text is none.
func ParseTime(text []byte) (at time.Time, ok bool) {
	at, _, ok = parseTime(text)
	return at, ok
}

// parseTime reads a time as RFC 3339 and ISO 8601 have it and real exports
// write it: yyyy-mm-dd, T or t or a space, hh:mm[:ss[.fraction]], and Z or
// +hh[[:]mm] or nothing. It is UTC; fractions below a nanosecond are cut off.
// offset says whether the text states one; -00:00 states none (RFC 3339 4.3).
// A second of 60 and an hour of 24:00:00 run into the next minute and day.
func parseTime(text []byte) (at time.Time, offset, ok bool) {
	c := cursor{text: text, ok: true}
	year := c.number(4)
	c.skip('-', '-')
	month := c.number(2)
	c.skip('-', '-')
	day := c.number(2)
	if !c.accept('T', 't') {
		c.skip(' ', ' ')
	}
	hour := c.number(2)
	c.skip(':', ':')
	minute := c.number(2)
	second, nano := 0, 0
	if c.accept(':', ':') {
		second = c.number(2)
		if c.accept('.', ',') {
			nano = c.fraction()
		}
	}
	east, stated := c.offset()
	if !c.ok || len(c.text) > 0 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) ||
		hour > 24 || hour == 24 && (minute > 0 || second > 0 || nano > 0) || minute > 59 || second > 60 {
		return at, false, false
	}
	at = time.Date(year, time.Month(month), day, hour, minute, second, nano, time.UTC)
	return at.Add(-east), stated, true
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// cursor reads a short text from left to right; ok turns false at the first
// thing that does not fit.
type cursor struct {
	text []byte
	ok   bool
}

func (c *cursor) accept(a, b byte) bool {
	if len(c.text) > 0 && (c.text[0] == a || c.text[0] == b) {
		c.text = c.text[1:]
		return true
	}
	return false
}

func (c *cursor) skip(a, b byte) {
	if !c.accept(a, b) {
		c.ok = false
	}
}

func (c *cursor) digit() (int, bool) {
	if len(c.text) == 0 || c.text[0] < '0' || c.text[0] > '9' {
		return 0, false
	}
	v := int(c.text[0] - '0')
	c.text = c.text[1:]
	return v, true
}

// number reads exactly n digits.
func (c *cursor) number(n int) int {
	v := 0
	for range n {
		d, ok := c.digit()
		if !ok {
			c.ok = false
			return 0
		}
		v = v*10 + d
	}
	return v
}

// fraction reads the digits of a fraction as nanoseconds.
func (c *cursor) fraction() int {
	nano, unit := 0, 100_000_000
	first := true
	for d, ok := c.digit(); ok; d, ok = c.digit() {
		nano += d * unit
		unit /= 10
		first = false
	}
	if first {
		c.ok = false
	}
	return nano
}

// offset reads the distance from UTC.
func (c *cursor) offset() (east time.Duration, stated bool) {
	if len(c.text) == 0 || !c.ok {
		return 0, false
	}
	if c.accept('Z', 'z') {
		return 0, true
	}
	minus := c.accept('-', '-')
	if !minus {
		c.skip('+', '+')
	}
	hours, minutes := c.number(2), 0
	if colon := c.accept(':', ':'); colon || len(c.text) > 0 {
		minutes = c.number(2)
	}
	if hours > 23 || minutes > 59 {
		c.ok = false
	}
	east = time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute
	if minus {
		return -east, east != 0
	}
	return east, true
}
