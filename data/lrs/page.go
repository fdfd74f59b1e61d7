package lrs

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/klauspost/compress/gzip"
	"github.com/valyala/fastjson"
	"github.com/zeebo/xxh3"

	"lrx/data"
	"lrx/data/read"
)

// Statement is one statement of a page, as far as pulling has to know it.
type Statement struct {
	Raw       []byte       // the text as received; valid only until the callback returns
	ID        uuid.UUID    // zero if it has none that can be read
	Stored    time.Time    // UTC; zero if absent
	Timestamp time.Time    // UTC; zero if absent
	Flags     data.Flags   // what a wrapper around the statement tells of it
	Reject    *data.Reject // set when the text is no JSON; Raw then holds at most the first 4 KB

	key uint64 // stands for the id, or for the text where there is none
}

// page is one answer to GET /statements.
type page struct {
	statements  []Statement
	more        string // as written
	attachments int    // that came without being asked for
	bytes       int64
	broken      int       // values that are no JSON
	through     time.Time // X-Experience-API-Consistent-Through; zero if absent
	date        time.Time // the server's clock; zero if absent
	version     string
	header      http.Header
}

// parse reads the answer to GET /statements. The error is an *Error.
func (c *Client) parse(a *answer) (*page, error) {
	p := &page{bytes: int64(len(a.body)), header: a.header, version: a.header.Get("X-Experience-API-Version")}
	p.through, _ = data.ParseTime([]byte(strings.TrimSpace(a.header.Get("X-Experience-API-Consistent-Through"))))
	p.date, _ = http.ParseTime(a.header.Get("Date")) //nolint:errcheck // zero says that there is none
	text, err := p.text(a)
	if err != nil {
		return nil, c.cut("an answer that breaks off")
	}
	if looksHTML(a.header, text) {
		return nil, c.source.fail(KindNotLRS, nextWhere, "%s answers with a web page instead of statements", c.base.Host)
	}
	first, last := 0, 0
	in := read.Input{Path: read.Stdin}
	sum, err := in.Each(context.Background(), read.Options{Stdin: bytes.NewReader(text)}, func(v read.Value) error {
		s := Statement{Flags: v.Flags, Reject: v.Reject}
		if v.Reject != nil {
			s.Raw = bytes.Clone(v.Raw)
			p.broken++
		} else {
			from, to := int(v.Offset), int(v.Offset)+len(v.Raw)
			s.Raw = text[from:to:to]
			if first == 0 {
				first = from
			}
			last = to
		}
		p.statements = append(p.statements, s)
		return nil
	})
	var refused *read.Refused
	switch {
	case errors.As(err, &refused):
		return p, c.noStatements(p, text)
	case err != nil:
		return nil, c.source.broken(context.Background(), c.base.Host, err)
	case sum.Cut:
		return nil, c.cut("a page that breaks off")
	}
	p.more = moreOf(text, first, last)
	p.know()
	return p, nil
}

// cut is the Error of an answer that is not whole; asking again may help.
func (c *Client) cut(what string) *Error {
	e := c.source.fail(KindServer, nextLater, "%s sends %s", c.base.Host, what)
	e.again = true
	return e
}

// text is the JSON of an answer: its first part if it is multipart/mixed
// (xAPI 1.0.3 Data 2.4.11), unpacked if nobody said that it is packed.
func (p *page) text(a *answer) ([]byte, error) {
	text := a.body
	kind, params, err := mime.ParseMediaType(a.header.Get("Content-Type"))
	if err == nil && strings.HasPrefix(kind, "multipart/") {
		parts := multipart.NewReader(bytes.NewReader(text), params["boundary"])
		part, err := parts.NextPart()
		if err != nil {
			return nil, err
		}
		if text, err = io.ReadAll(part); err != nil {
			return nil, err
		}
		for {
			if _, err := parts.NextPart(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				return nil, err
			}
			p.attachments++
		}
	}
	if bytes.HasPrefix(text, []byte("\x1f\x8b")) {
		unpack, err := gzip.NewReader(bytes.NewReader(text))
		if err != nil {
			return nil, err
		}
		return io.ReadAll(io.LimitReader(unpack, defaultBytes))
	}
	return text, nil
}

func looksHTML(h http.Header, text []byte) bool {
	return strings.Contains(strings.ToLower(h.Get("Content-Type")), "html") || bytes.HasPrefix(bytes.TrimSpace(text), []byte("<"))
}

// noStatements judges an answer in which no statement was found: nil for a
// result whose list is null, else why it is none.
func (c *Client) noStatements(p *page, text []byte) error {
	var result map[string]json.RawMessage
	err := json.Unmarshal(text, &result)
	list, ok := result["statements"]
	trimmed := bytes.TrimSpace(text)
	switch {
	case err == nil && ok && (string(list) == "null" || string(list) == "[]"):
		p.more = moreOf(text, 0, 0)
		return nil
	case len(trimmed) == 0, err != nil && (trimmed[0] == '{' || trimmed[0] == '['):
		return c.cut("an answer that breaks off")
	}
	return c.source.fail(KindNotLRS, nextWhere, "%s answers, but not with a list of statements", c.base.Host)
}

// moreOf reads "more" from a result whose statements lie between two places:
// without them the text is short.
func moreOf(text []byte, first, last int) string {
	rest := append(append(make([]byte, 0, first+len(text)-last), text[:first]...), text[last:]...)
	var result struct {
		More json.RawMessage `json:"more"`
	}
	if err := json.Unmarshal(rest, &result); err != nil { // broken statements are in between
		_, after, _ := bytes.Cut(rest[max(0, bytes.LastIndex(rest, []byte(`"more"`))):], []byte(":"))
		_ = json.NewDecoder(bytes.NewReader(after)).Decode(&result.More) // no more then
	}
	var more string
	_ = json.Unmarshal(result.More, &more) // null and other things are no address
	return strings.TrimSpace(more)
}

// know reads of each statement what pulling has to know.
func (p *page) know() {
	var parser fastjson.Parser
	for i := range p.statements {
		s := &p.statements[i]
		if s.Reject == nil {
			if v, err := parser.ParseBytes(s.Raw); err == nil {
				s.ID, _ = uuid.ParseBytes(v.GetStringBytes("id"))        //nolint:errcheck // zero says that there is none
				s.Stored, _ = data.ParseTime(v.GetStringBytes("stored")) // the same
				s.Timestamp, _ = data.ParseTime(v.GetStringBytes("timestamp"))
			}
		}
		if s.ID == uuid.Nil {
			s.key = xxh3.Hash(s.Raw)
		} else {
			s.key = xxh3.Hash(s.ID[:])
		}
	}
}
