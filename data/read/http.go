package read

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http/httputil"
	"net/textproto"
	"slices"
	"strings"

	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/zlib"
)

// headerBytes is how long the header of a captured answer, or the line before
// a part, may be.
const headerBytes = 64 << 10

// httpBodies are the bodies of captured HTTP answers, one after another, each on
// a line of its own. An answer ends where the next one begins: what its header
// says of its length is that of what was sent, and tools that capture answers
// unpack them.
func (s *source) httpBodies() (io.Reader, error) {
	b := &httpBodies{outer: s, raw: s.Reader}
	return b, b.begin()
}

type httpBodies struct {
	outer *source
	raw   *bufio.Reader
	body  *source // of the answer at hand
}

func (b *httpBodies) Read(p []byte) (int, error) {
	n, err := b.body.Read(p)
	switch {
	case !errors.Is(err, io.EOF):
		return n, err
	case n > 0: // the end is told with the next read
		return n, nil
	}
	b.end()
	if len(p) == 0 || !atStatusLine(b.raw) {
		return 0, err
	}
	p[0] = '\n'
	return 1, b.begin()
}

// begin takes the header of an answer off, and what is around its body.
func (b *httpBodies) begin() error {
	header, err := httpHeader(b.raw)
	if err != nil {
		return err
	}
	s := &source{Reader: bufio.NewReaderSize(&httpBody{b.raw}, diskBuffer), disk: b.outer.disk, path: b.outer.path}
	b.body = s
	if kind, params, err := mime.ParseMediaType(header.Get("Content-Type")); err == nil && strings.HasPrefix(kind, "multipart/") {
		s.boundary = params["boundary"]
	}
	s.deflated = strings.EqualFold(header.Get("Content-Encoding"), "deflate")
	if strings.EqualFold(header.Get("Transfer-Encoding"), "chunked") && s.atChunk() {
		s.Reader = bufio.NewReaderSize(httputil.NewChunkedReader(s.Reader), diskBuffer)
	}
	err = s.unpackAll()
	for _, layer := range s.layers {
		if !slices.Contains(b.outer.layers, layer) {
			b.outer.layers = append(b.outer.layers, layer)
		}
	}
	return err
}

// end goes to the end of an answer.
func (b *httpBodies) end() {
	b.body.close()
	b.outer.attachments += b.body.attachments
	b.body.attachments = 0
	_, _ = io.Copy(io.Discard, &httpBody{b.raw}) // what fails here fails again for who reads on
}

// httpHeader takes the header of an answer off.
func httpHeader(raw *bufio.Reader) (textproto.MIMEHeader, error) {
	head, _ := raw.Peek(headerBytes)
	end := headerEnd(head)
	if end < 0 {
		return nil, errors.New("no end of the HTTP header")
	}
	_, fields, _ := bytes.Cut(head[:end], []byte{'\n'})
	header, err := textproto.NewReader(bufio.NewReader(bytes.NewReader(fields))).ReadMIMEHeader()
	if err == nil {
		_, err = raw.Discard(end)
	}
	return header, err
}

// httpBody is the text up to the next status line.
type httpBody struct{ raw *bufio.Reader }

func (b *httpBody) Read(p []byte) (int, error) {
	if _, err := b.raw.Peek(len(statusMark)); err != nil && b.raw.Buffered() == 0 {
		return 0, err
	}
	if atStatusLine(b.raw) {
		return 0, io.EOF
	}
	text, _ := b.raw.Peek(b.raw.Buffered())
	n := max(len(text)-len(statusMark)+1, 1) // one may begin with the last bytes
	if i := bytes.Index(text[1:], []byte(statusMark)); i >= 0 {
		n = i + 1
	}
	return b.raw.Read(p[:min(n, len(p))])
}

const statusMark = "HTTP/"

// atStatusLine tells whether an answer begins: a line with a status, and below it
// a header or nothing. In a string of JSON no line ends before the closing quote.
func atStatusLine(raw *bufio.Reader) bool {
	if text, _ := raw.Peek(len(statusMark)); string(text) != statusMark {
		return false
	}
	text, _ := raw.Peek(1 << 10)
	line, after, found := bytes.Cut(text, []byte{'\n'})
	fields := bytes.Fields(line)
	if !found || bytes.IndexByte(line, '"') >= 0 || len(fields) < 2 || len(fields[1]) != 3 || digits(fields[1], 0) != 3 {
		return false
	}
	next, _, found := bytes.Cut(after, []byte{'\n'})
	name, _, colon := bytes.Cut(next, []byte{':'})
	return found && (len(bytes.TrimSpace(next)) == 0 || colon && len(name) > 0 && bytes.IndexByte(name, ' ') < 0)
}

// isDeflated tells whether the text is packed as an HTTP answer said, and was not
// unpacked by the tool that captured it.
func (s *source) isDeflated() bool {
	if !s.deflated {
		return false
	}
	text, _ := s.Peek(64)
	return len(text) > 0 && isBinary(bytes.Map(func(c rune) rune {
		if c == '\n' || c == '\r' {
			return ' '
		}
		return c
	}, text))
}

// inflated unpacks what HTTP calls deflate: zlib, but some servers leave its
// header out (RFC 9110 8.4.1.2).
func (s *source) inflated() (io.Reader, error) {
	s.deflated = false
	if head, _ := s.Peek(2); len(head) == 2 && head[0]&0x0f == 8 && binary.BigEndian.Uint16(head)%31 == 0 {
		return zlib.NewReader(s.Reader)
	}
	return flate.NewReader(s.Reader), nil
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
