package read

import (
	"bytes"
	"encoding/json"
)

// answer is an object with which a server answers, or several one after
// another: the statements stand in an array that a path of keys leads to,
// whatever stands around it.
type answer struct {
	name    string // for Summary.Shape
	looks   func(h *head) bool
	path    []string
	wrapper string // around each statement, "" if nothing is
}

func answers() []answer {
	return []answer{
		{"statement result", looksResult, []string{"statements"}, ""},
		{"search answer", looksHits, []string{"hits", "hits"}, wrapSource},
		{"query answer", looksQuery, []string{"data"}, wrapRow},
	}
}

// looksResult recognises a StatementResult of an LRS.
func looksResult(h *head) bool {
	k, ok := h.key("statements")
	return ok && h.first == '{' && k.value == '['
}

// looksHits recognises what Elasticsearch answers to a search: documents with
// _source in hits.hits, or none.
func looksHits(h *head) bool {
	k, ok := h.key("hits")
	if !ok || h.first != '{' || k.value != '{' {
		return false
	}
	text := h.object[k.at:]
	inner := head{}
	inner.keys, _ = keysOf(text)
	if k, ok = inner.key("hits"); !ok || k.value != '[' {
		return false
	}
	text = text[k.at+1:]
	i := space(text, 0)
	if i == len(text) || text[i] != '{' {
		return i < len(text) && text[i] == ']'
	}
	inner.keys, _ = keysOf(text[i:])
	return inner.has("_source")
}

// looksQuery recognises what ClickHouse writes as FORMAT JSON: the columns in
// meta, of which one is the event, and the rows in data.
func looksQuery(h *head) bool {
	meta, hasMeta := h.key("meta")
	rows, hasData := h.key("data")
	if !hasMeta || !hasData || h.first != '{' || meta.value != '[' || rows.value != '[' || rows.at < meta.at {
		return false
	}
	columns := h.object[meta.at:rows.at]
	return bytes.Contains(columns, []byte(`"event"`)) && bytes.Contains(columns, []byte(`"event_id"`))
}

// shape is the answer as one of the shapes.
func (a answer) shape() shape {
	return shape{name: a.name, looks: a.looks, read: a.read}
}

func (a answer) read(r *reader) error {
	r.wrapper = wrapperOf(a.wrapper)
	for {
		c, err := r.next()
		switch {
		case err != nil || c < 0:
			return err
		case c == '{' && a.begins(r):
			r.advance(1)
			err = r.object(a.path)
		default:
			err = r.step()
		}
		if err != nil {
			return err
		}
	}
}

// begins tells whether the next object is such an answer. Other objects in
// between are values like any other.
func (a answer) begins(r *reader) bool {
	for size := minWindow; ; size *= 4 {
		text := r.peek(size)
		h := look(text, r.ended(), r.eol)
		switch {
		case h.statement():
			return false
		case a.looks(h):
			return true
		case !h.open || len(text) < size:
			return false
		}
	}
}

// object reads an object whose opening brace was read; the path leads to the
// statements in it.
func (r *reader) object(path []string) error {
	for {
		c, err := r.next()
		switch {
		case err != nil:
			return err
		case c < 0:
			return r.cut(faultResult)
		case c == '}':
			r.advance(1)
			return nil
		}
		if err := r.member(path); err != nil {
			return err
		}
	}
}

// member reads a key of an answer and what it stands for.
func (r *reader) member(path []string) error {
	name, why, err := r.memberName()
	if err != nil {
		return err
	}
	if why != "" {
		return r.rejectMember(why)
	}
	c, err := r.next()
	if err != nil {
		return err
	}
	switch {
	case name != path[0]:
	case c == '[' && len(path) == 1:
		r.advance(1)
		return r.elements()
	case c == '{' && len(path) > 1:
		r.advance(1)
		return r.object(path[1:])
	}
	n, why, err := r.value()
	if err != nil {
		return err
	}
	if why != "" {
		return r.rejectMember(why)
	}
	r.advance(n)
	return nil
}

// memberName reads a key and its colon. Both are in memory at once, since a
// key is as limited as a value.
func (r *reader) memberName() (string, fault, error) {
	for {
		n, why := scanKey(r.rest(), 0)
		if why == "" {
			name := keyName(r.rest()[:n])
			r.advance(n)
			return name, "", nil
		}
		if why != faultShort {
			return "", why, nil
		}
		if !r.more() {
			if !r.ended() {
				why = faultLong
			}
			return "", why, r.src.failed()
		}
	}
}

// rejectMember rejects what is wrong between the statements. It has no text of
// its own, because it never was a statement.
func (r *reader) rejectMember(why fault) error {
	v := Value{Offset: r.offset()}
	size, err := r.skipTo(&toNextElement{closer: '}'})
	if err != nil {
		return err
	}
	return r.emitReject(v, r.reason(why, v.Offset, size))
}

// keyName is the key in text that scanKey took, unescaped.
func keyName(text []byte) string {
	i := len(text) - 1
	for text[i] != '"' {
		i--
	}
	var name string
	if err := json.Unmarshal(text[:i+1], &name); err != nil {
		return string(text[1:i])
	}
	return name
}
