package read

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"lrx/data"
)

// reader delivers the values of one text. The shapes (shape.go) drive it.
type reader struct {
	window

	ctx      context.Context // lives as long as one call of Each
	src      *source
	fn       func(Value) error
	skip     int64
	limit    int    // bytes of a value
	lined    bool   // values have a line
	*wrapper        // around each statement; nil if there is none
	inner    []byte // of a statement whose text was written anew
	sum      Summary
	head     []byte // of a rejected text
	tail     int64  // offset of a rejected value that reached the end; -1 if none
	seq      sequence
}

func newReader(ctx context.Context, src *source, opt Options, fn func(Value) error) *reader {
	limit := opt.MaxValue
	if limit <= 0 {
		limit = DefaultMaxValue
	}
	return &reader{
		window: newWindow(src, src.skipped, max(limit+1, minWindow)),
		ctx:    ctx, src: src, fn: fn, skip: opt.Skip, limit: limit, tail: -1,
	}
}

// run tells the shape and reads everything.
func (r *reader) run() (Summary, error) {
	shape, err := r.detect()
	if err == nil {
		r.lined = shape.lined
		r.sum.Shape = shape.name
		err = shape.read(r)
	}
	if err == nil {
		err = r.finish()
	}
	r.sum.Bytes = r.offset()
	if r.sum.Shape != "" && r.wrapper != nil {
		r.sum.Shape += " (" + r.wrapper.name + ")"
	}
	if r.sum.Shape != "" && len(r.src.layers) > 0 {
		r.sum.Shape += ", " + strings.Join(r.src.layers, ", ")
	}
	r.sum.Attachments = r.src.attachments
	return r.sum, err
}

// finish accounts for compressed data that broke off.
func (r *reader) finish() error {
	if err := r.src.failed(); err != nil {
		return err
	}
	if err := r.failure(); err != nil {
		return r.cut(faultText)
	}
	return nil
}

// next goes to the next byte that is neither white space nor a comma and
// returns it, -1 at the end. Commas only separate; a missing or doubled one
// harms no statement.
func (r *reader) next() (int, error) {
	for {
		text, i := r.rest(), 0
		for i < len(text) && (isSpace(text[i]) || text[i] == ',') {
			i++
		}
		r.advance(i)
		if i < len(text) {
			return int(text[i]), nil
		}
		if err := r.ctx.Err(); err != nil {
			return -1, err
		}
		if !r.more() {
			return -1, r.src.failed()
		}
	}
}

// value scans the value at the next byte, which is in memory afterwards. The
// error is the disk's or the context's.
func (r *reader) value() (int, fault, error) { return r.find(scan) }

// find lets scan look for the end of what begins at the next byte, and reads on
// while that may lie further on.
func (r *reader) find(scan func(text []byte, whole bool) (int, fault)) (int, fault, error) {
	for {
		whole := r.ended()
		n, why := scan(r.rest(), whole)
		switch {
		case why == "" && n > r.limit:
			return n, faultLong, nil
		case why != faultShort:
			return n, why, nil
		case whole:
			return n, why, r.src.failed()
		}
		if err := r.ctx.Err(); err != nil {
			return 0, "", err
		}
		if !r.more() && !r.ended() {
			return n, faultLong, nil
		}
	}
}

// valueInLine is value for one that has to end with its line.
func (r *reader) valueInLine() (int, fault, error) {
	for {
		if end := bytes.IndexByte(r.rest(), r.eol); end >= 0 {
			n, why := scan(r.rest()[:end], true)
			switch {
			case why == faultShort:
				why = faultLine
			case why == "" && n > r.limit:
				why = faultLong
			}
			return n, why, nil
		}
		if !r.more() {
			return r.value()
		}
	}
}

// accept delivers the next n bytes as a value, or the statement in them.
func (r *reader) accept(n int) error {
	v := Value{Raw: r.rest()[:n:n], Offset: r.offset(), Line: r.line}
	if r.wrapper != nil {
		r.unwrapped(&v)
	}
	if v.Raw == nil {
		r.advance(n)
		return nil
	}
	err := r.emit(v)
	r.advance(n)
	return err
}

// unwrapped puts the statement in a value in its place.
func (r *reader) unwrapped(v *Value) {
	statement, flags, why := r.unwrap(v.Raw, r.inner[:0])
	if why != "" {
		v.Raw = statement[:min(len(statement), keptOfReject)]
		v.Reject = &data.Reject{Cause: data.CauseJSON, Reason: why}
		return
	}
	v.Raw, v.Flags = statement, flags
}

// reject delivers the text up to where reading can go on as a rejected value.
// The fault stands at bytes after the next one.
func (r *reader) reject(why fault, at int, to resync) error {
	v := Value{Offset: r.offset(), Line: r.line}
	size, err := r.skipTo(to)
	if err != nil {
		return err
	}
	v.Raw = bytes.TrimRight(r.head, " \t\r\n")
	return r.emitReject(v, r.reason(why, v.Offset+int64(at), size))
}

// skipTo goes to where reading can go on and returns how many bytes that took.
// Their beginning stays in head.
func (r *reader) skipTo(to resync) (int64, error) {
	start := r.offset()
	r.head = r.head[:0]
	for {
		whole := r.ended()
		n, done := to.next(r.rest())
		r.head = append(r.head, r.rest()[:min(n, keptOfReject-len(r.head))]...)
		r.advance(n)
		if err := r.ctx.Err(); err != nil {
			return 0, err
		}
		if done {
			break
		}
		if !r.more() && whole {
			r.tail = start
			break
		}
	}
	return r.offset() - start, r.src.failed()
}

func (r *reader) reason(why fault, at, size int64) string {
	if why == faultLong {
		return fmt.Sprintf("value of %d bytes, the limit is %d", size, r.limit)
	}
	return fmt.Sprintf("%s at byte %d", why, at)
}

// emitReject delivers a rejected value; what broke the compressed data is told
// with the value that reaches its end.
func (r *reader) emitReject(v Value, reason string) error {
	if err := r.failure(); err != nil && r.ended() && len(r.rest()) == 0 {
		reason += ": " + r.src.broken(err)
	}
	v.Reject = &data.Reject{Cause: data.CauseJSON, Reason: reason}
	return r.emit(v)
}

// cut notes that the text ended too early. It is a rejected value of its own
// unless the last value was already rejected up to the end.
func (r *reader) cut(why fault) error {
	if r.sum.Cut {
		return nil
	}
	r.sum.Cut = true
	if r.tail >= 0 {
		r.sum.CutAt = r.tail
		return nil
	}
	r.sum.CutAt = r.offset()
	return r.emitReject(Value{Offset: r.offset(), Line: r.line}, r.reason(why, r.offset(), 0))
}

func (r *reader) emit(v Value) error {
	if !r.lined {
		v.Line = 0
	}
	v.Index = r.sum.Values
	r.sum.Values++
	if err := r.ctx.Err(); err != nil {
		return err
	}
	if v.Index < r.skip {
		return nil
	}
	return r.fn(v)
}
