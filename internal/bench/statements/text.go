package statements

import (
	"strconv"
	"time"
)

// text is JSON in the making. Nothing in it needs an escape.
type text []byte

func (t *text) str(parts ...string) {
	for _, p := range parts {
		*t = append(*t, p...)
	}
}

func (t *text) num(n int) { *t = strconv.AppendInt(*t, int64(n), 10) }

// padded writes a number with zeros before it.
func (t *text) padded(n, width int) {
	for limit := 10; width > 1; width-- {
		if n < limit {
			for range width - 1 {
				*t = append(*t, '0')
			}
			break
		}
		limit *= 10
	}
	t.num(n)
}

// hundredths writes n hundredths, at most two places after the point.
func (t *text) hundredths(n int) {
	t.num(n / 100)
	if n %= 100; n != 0 {
		*t = append(*t, '.', byte('0'+n/10))
		if n%10 != 0 {
			*t = append(*t, byte('0'+n%10))
		}
	}
}

const hex = "0123456789abcdef"

// uuid writes 128 bits as a version 4 UUID.
func (t *text) uuid(high, low uint64) {
	high = high&^0xf000 | 0x4000
	low = low&^(3<<62) | 1<<63
	for i := range 16 {
		switch i {
		case 8, 12:
			*t = append(*t, '-')
		}
		*t = append(*t, hex[high>>(60-4*i)&15])
	}
	for i := range 16 {
		switch i {
		case 0, 4:
			*t = append(*t, '-')
		}
		*t = append(*t, hex[low>>(60-4*i)&15])
	}
}

// time writes milliseconds since 1970.
func (t *text) time(ms int64) {
	*t = time.UnixMilli(ms).UTC().AppendFormat(*t, "2006-01-02T15:04:05.000Z")
}
