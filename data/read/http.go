package read

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http/httputil"
	"net/textproto"
	"strings"
)

// headerBytes is how long the header of a captured answer, or the line before
// a part, may be.
const headerBytes = 64 << 10

// httpBody takes the header of a captured HTTP answer off. The body is what is
// there, whatever length the header speaks of; a chunked one is put together
// unless the tool that captured it did so already.
func (s *source) httpBody() (io.Reader, error) {
	head, _ := s.Peek(headerBytes)
	end := headerEnd(head)
	if end < 0 {
		return nil, errors.New("no end of the HTTP header")
	}
	_, fields, _ := bytes.Cut(head[:end], []byte{'\n'})
	header, err := textproto.NewReader(bufio.NewReader(bytes.NewReader(fields))).ReadMIMEHeader()
	if err != nil {
		return nil, err
	}
	if _, err := s.Discard(end); err != nil {
		return nil, err
	}
	if kind, params, err := mime.ParseMediaType(header.Get("Content-Type")); err == nil && strings.HasPrefix(kind, "multipart/") {
		s.boundary = params["boundary"]
	}
	if strings.EqualFold(header.Get("Transfer-Encoding"), "chunked") && s.atChunk() {
		return httputil.NewChunkedReader(s.Reader), nil
	}
	return s.Reader, nil
}

// headerEnd is where the body begins: behind the first empty line; -1 if none.
func headerEnd(text []byte) int {
	for i := 0; ; {
		n := bytes.IndexByte(text[i:], '\n')
		if n < 0 {
			return -1
		}
		if len(bytes.TrimRight(text[i:i+n], "\r")) == 0 {
			return i + n + 1
		}
		i += n + 1
	}
}

// atChunk tells whether the next line is the length of a chunk.
func (s *source) atChunk() bool {
	text, _ := s.Peek(16)
	line, _, found := bytes.Cut(text, []byte{'\r', '\n'})
	for _, c := range line {
		if !isHex(c) {
			return false
		}
	}
	return found && len(line) > 0
}

// beginsParts tells whether the next line is a boundary: a part's header follows.
func (s *source) beginsParts() bool {
	text, _ := s.Peek(4 << 10)
	line, after, found := bytes.Cut(text, []byte{'\n'})
	line = bytes.TrimRight(line, "\r")
	if !found || len(line) < 3 || len(line) > 72 || !bytes.HasPrefix(bytes.ToLower(after), []byte("content-")) {
		return false
	}
	s.boundary = string(line[2:])
	return true
}

// firstPart is the first part of multipart/mixed, which holds the statements
// (xAPI 1.0.3 Data 2.4.11). The others are attachments: counted, not read.
func (s *source) firstPart() (io.Reader, error) {
	parts := multipart.NewReader(s.Reader, s.boundary)
	s.boundary = ""
	part, err := parts.NextPart()
	if err != nil {
		return nil, err
	}
	return &partReader{parts: parts, part: part, attachments: &s.attachments}, nil
}

type partReader struct {
	parts       *multipart.Reader
	part        *multipart.Part
	attachments *int
}

func (p *partReader) Read(b []byte) (int, error) {
	n, err := p.part.Read(b)
	if !errors.Is(err, io.EOF) {
		return n, err
	}
	for {
		if _, err := p.parts.NextPart(); err != nil {
			return n, err // io.EOF behind the last part
		}
		*p.attachments++
	}
}
