package data

import (
	"math"
	"strconv"
)

// parseDuration reads an ISO 8601 duration as seconds: weeks, days, hours,
// minutes and seconds, each once and in that order, the last with a fraction
// if wanted. A week has 7 days and a day 24 hours. False for anything else,
// and for years and months, which have no length of their own.
//
// The library for this takes "P", "PT", repeated and misplaced parts, refuses
// the comma, and costs eight allocations.
func parseDuration(text []byte) (seconds float64, ok bool) {
	c := cursor{text: text, ok: true}
	c.skip('P', 'P')
	parts, last := 0, false
	read := func(units string, lengths ...float64) {
		for c.ok && len(c.text) > 0 && c.text[0] != 'T' {
			v, fraction := c.decimal()
			i := 0
			for i < len(units) && !c.accept(units[i], units[i]) {
				i++
			}
			if last || i == len(units) {
				c.ok = false
				return
			}
			seconds += v * lengths[i]
			units, lengths, last = units[i+1:], lengths[i+1:], fraction
			parts++
		}
	}
	read("WD", 7*86400, 86400)
	if c.accept('T', 'T') {
		before := parts
		read("HMS", 3600, 60, 1)
		c.ok = c.ok && parts > before
	}
	return seconds, c.ok && parts > 0 && len(c.text) == 0 && !math.IsInf(seconds, 0)
}

// decimal reads digits with a fraction after a point or a comma.
func (c *cursor) decimal() (v float64, fraction bool) {
	var buf [32]byte
	text := buf[:0]
	for {
		if d, ok := c.digit(); ok {
			text = append(text, byte('0'+d))
			continue
		}
		if fraction || len(text) == 0 || !c.accept('.', ',') {
			break
		}
		fraction = true
		text = append(text, '.')
	}
	v, err := strconv.ParseFloat(string(text), 64)
	c.ok = c.ok && err == nil && text[len(text)-1] != '.'
	return v, fraction
}
