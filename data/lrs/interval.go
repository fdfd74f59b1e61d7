package lrs

import (
	"cmp"
	"math"
	"slices"
)

// An interval of times in milliseconds, both ends included; the extreme values
// are open ends.
type interval struct{ low, high int64 }

func (i interval) whole() bool { return i.low == math.MinInt64 || i.high == math.MaxInt64 }

func (i interval) holds(at int64) bool { return i.low <= at && at <= i.high }

// widened is the interval with so many milliseconds more at ends that are not open.
func (i interval) widened(by int64) interval {
	if i.low != math.MinInt64 {
		i.low -= by
	}
	if i.high != math.MaxInt64 {
		i.high += by
	}
	return i
}

// within are the known statements of an interval.
func (r *recounter) within(i interval) []entry {
	if r.stale {
		r.stale = false
		r.known = r.known[:0]
		for key, s := range r.seen {
			if at := r.at(s); at != 0 {
				r.known = append(r.known, entry{at, key})
			}
		}
		slices.SortFunc(r.known, func(a, b entry) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.key, b.key)) })
	}
	from, _ := slices.BinarySearchFunc(r.known, i.low, func(e entry, at int64) int { return cmp.Compare(e.at, at) })
	to := len(r.known)
	if i.high != math.MaxInt64 {
		to, _ = slices.BinarySearchFunc(r.known, i.high+1, func(e entry, at int64) int { return cmp.Compare(e.at, at) })
	}
	return r.known[from:to]
}

// cut makes pieces of an interval that fit on a page each by what is known.
func (r *recounter) cut(i interval) []interval {
	return r.pieces(i, max(1, min(r.cur.Largest, max(r.style.limit, 1))*4/5))
}

// halves makes two pieces of an interval, nil if it cannot be parted.
func (r *recounter) halves(i interval) []interval {
	if pieces := r.pieces(i, (len(r.within(i))+1)/2); len(pieces) > 1 {
		return pieces
	}
	return nil
}

// pieces parts an interval so that each piece has some size of known
// statements; those of one millisecond stay together.
func (r *recounter) pieces(i interval, size int) (out []interval) {
	list := r.within(i)
	low := i.low
	for size > 0 && len(list) > size {
		at := list[size-1].at
		n, _ := slices.BinarySearchFunc(list, at+1, func(e entry, at int64) int { return cmp.Compare(e.at, at) })
		if n == len(list) {
			break
		}
		out = append(out, interval{low, at})
		low, list = at+1, list[n:]
	}
	return append(out, interval{low, i.high})
}
