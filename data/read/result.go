package read

import "encoding/json"

// A StatementResult as an LRS answers, or several one after another: an object
// with the statements in an array, "more" before or after it.
func looksResult(h *head) bool {
	k, ok := h.key("statements")
	return ok && h.first == '{' && k.value == '['
}

func readResult(r *reader) error {
	for {
		c, err := r.next()
		switch {
		case err != nil || c < 0:
			return err
		case c == '{' && r.atResult():
			r.advance(1)
			err = r.result()
		default:
			err = r.step()
		}
		if err != nil {
			return err
		}
	}
}

// atResult tells whether the next object is a StatementResult. Other objects
// in between are values like any other.
func (r *reader) atResult() bool {
	for size := minWindow; ; size *= 4 {
		text := r.peek(size)
		h := look(text, r.ended(), r.eol)
		switch {
		case h.statement():
			return false
		case looksResult(h):
			return true
		case !h.open || len(text) < size:
			return false
		}
	}
}

// result reads a StatementResult whose opening brace was read.
func (r *reader) result() error {
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
		if err := r.member(); err != nil {
			return err
		}
	}
}

// member reads a key of a StatementResult and what it stands for.
func (r *reader) member() error {
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
	if name == "statements" && c == '[' {
		r.advance(1)
		return r.elements()
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
