package term

import (
	"bytes"
	"io"
	"sync"
)

// screen is the program's output. A renderer that writes to something other
// than a terminal device sends bare line feeds and relies on the device to add
// the carriage return; so does this one.
type screen Terminal

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.output = append(s.output, p...)
	if _, err := s.emu.Write(bytes.ReplaceAll(p, []byte("\n"), []byte("\r\n"))); err != nil {
		return 0, err
	}
	(*Terminal)(s).announce()
	return len(p), nil
}

// queue is the program's input: it never blocks a writer, and each write is one
// read, as keys arrive from a terminal. After close it is at its end.
type queue struct {
	mu     sync.Mutex
	more   *sync.Cond
	chunks [][]byte
	closed bool
}

func newQueue() *queue {
	q := &queue{}
	q.more = sync.NewCond(&q.mu)
	return q
}

func (q *queue) Write(p []byte) (int, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if !q.closed && len(p) > 0 {
		q.chunks = append(q.chunks, bytes.Clone(p))
		q.more.Signal()
	}
	return len(p), nil
}

func (q *queue) Read(p []byte) (int, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.chunks) == 0 && !q.closed {
		q.more.Wait()
	}
	if len(q.chunks) == 0 {
		return 0, io.EOF
	}
	n := copy(p, q.chunks[0])
	if q.chunks[0] = q.chunks[0][n:]; len(q.chunks[0]) == 0 {
		q.chunks = q.chunks[1:]
	}
	return n, nil
}

func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.more.Broadcast()
}
