package read

import (
	"bytes"
	"errors"
	"io"
)

const minWindow = 64 << 10 // bytes; also what is looked at to tell a shape

// window is the part of a text that is held in memory: from the next unread
// byte as far as was asked for, never more than max bytes.
type window struct {
	src  io.Reader
	buf  []byte
	pos  int   // of the next unread byte in buf
	base int64 // offset of buf[0] in the text
	line int64 // of the next unread byte, from 1
	eol  byte  // what ends a line
	max  int   // bytes
	err  error // why there is no more text: io.EOF at its end
}

func newWindow(src io.Reader, base int64, limit int) window {
	return window{src: src, buf: make([]byte, 0, min(4*minWindow, limit)), base: base, line: 1, eol: '\n', max: limit}
}

// rest is the unread text in memory.
func (w *window) rest() []byte { return w.buf[w.pos:] }

// offset is that of the next unread byte in the text.
func (w *window) offset() int64 { return w.base + int64(w.pos) }

// ended says that no text follows what is in memory.
func (w *window) ended() bool { return w.err != nil }

// advance marks n bytes as read.
func (w *window) advance(n int) {
	w.line += int64(bytes.Count(w.buf[w.pos:w.pos+n], []byte{w.eol}))
	w.pos += n
}

// more reads further text and says whether there was any. It reads at least as
// much as is held, so that scanning a long value again after each call stays
// linear, and no more than that, so that what comes slowly is seen soon.
func (w *window) more() bool {
	if w.err != nil {
		return false
	}
	w.base += int64(w.pos)
	w.buf = w.buf[:copy(w.buf, w.rest())]
	w.pos = 0
	held := len(w.buf)
	if held == cap(w.buf) {
		if held >= w.max {
			return false
		}
		grown := make([]byte, held, min(2*held, w.max))
		copy(grown, w.buf)
		w.buf = grown
	}
	for empty := 0; w.err == nil && len(w.buf) < cap(w.buf) && len(w.buf) <= 2*held; {
		var n int
		n, w.err = w.src.Read(w.buf[len(w.buf):cap(w.buf)])
		w.buf = w.buf[:len(w.buf)+n]
		if n > 0 {
			empty = 0
		} else if empty++; empty == 100 && w.err == nil {
			w.err = io.ErrNoProgress
		}
	}
	return len(w.buf) > held
}

// peek returns the next n bytes, less at the end of the text or at the limit.
func (w *window) peek(n int) []byte {
	for len(w.rest()) < n {
		if !w.more() {
			break
		}
	}
	return w.rest()[:min(n, len(w.rest()))]
}

// failure is what ended the text before its end, nil if nothing did.
func (w *window) failure() error {
	if errors.Is(w.err, io.EOF) {
		return nil
	}
	return w.err
}

// lineEnd is what ends the lines of a text: a carriage return if one alone
// ends the first, as on old Macs.
func lineEnd(text []byte) byte {
	i := bytes.IndexAny(text, "\r\n")
	if i < 0 || text[i] == '\n' {
		return '\n'
	}
	if after := bytes.TrimLeft(text[i:], "\r"); len(after) > 0 && after[0] == '\n' {
		return '\n'
	}
	return '\r'
}
