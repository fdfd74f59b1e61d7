package read

import "bytes"

// shape is one way in which statements are laid out in a text. To add one,
// write a file with its looks and read functions and put it into shapes.
type shape struct {
	name  string                // for Summary.Shape; read may set a closer one
	lined bool                  // its values have line numbers
	looks func(h *head) bool    // whether a text that starts like this has the shape
	read  func(r *reader) error // delivers everything, from the first byte on
}

// shapes are tried in this order. Of the JSON ones statements come first: whatever
// else an object holds, with an actor, verb or object it is meant as a statement.
func shapes() []shape {
	list := []shape{
		{name: "csv", lined: true, looks: looksCSV, read: readCSV},
		{name: "ndjson", lined: true, looks: looksSequence, read: readSequence},
		{name: "json array", looks: looksArray, read: readArray},
	}
	for _, a := range answers() {
		list = append(list, a.shape())
	}
	return list
}

// detect tells the shape from the first value, or refuses the input. It looks
// at more of the text only as long as the first value goes on without a sign.
func (r *reader) detect() (shape, error) {
	r.eol = lineEnd(r.peek(minWindow))
	if _, err := r.next(); err != nil { // any amount of white space is passed over, not held
		return shape{}, err
	}
	for size := minWindow; ; size *= 4 {
		text := r.peek(size)
		if err := r.src.failed(); err != nil {
			return shape{}, err
		}
		h := look(text, r.ended() && len(text) == len(r.rest()), r.eol)
		for _, s := range shapes() {
			if s.looks(h) {
				r.wrapper = h.wrapper()
				return s, nil
			}
		}
		if !h.open || len(text) < size {
			return shape{}, r.src.refuse(r.describe(h))
		}
	}
}

// head is what the start of a text shows.
type head struct {
	text   []byte
	object []byte // from the first object on
	whole  bool   // the text ends there
	eol    byte   // what ends its lines
	first  byte   // the first byte; 0 if there is none
	item   byte   // in an array: that of its first element
	keys   []key
	open   bool  // the first value goes on beyond text
	why    fault // what ended the look at the first value, "" if it is whole
	later  bool  // the first line is no object, but a statement follows on a later one
}

// key is a key of the first object, or of the first element of an array.
type key struct {
	name  string
	value byte // the first byte of its value; 0 if it is beyond the text
	at    int  // where its value stands
}

const (
	maxKeys  = 256 // looked at
	maxLines = 50  // of garbage before the first statement
)

func look(text []byte, whole bool, eol byte) *head {
	h := &head{text: text, whole: whole, eol: eol}
	i := space(text, 0)
	if i == len(text) {
		return h
	}
	h.first = text[i]
	object := i
	if h.first == '[' {
		if object = space(text, i+1); object == len(text) {
			h.open = true
			return h
		}
		h.item = text[object]
	}
	if text[object] == '{' {
		h.object = text[object:]
		h.keys, h.why = keysOf(text[object:])
		h.open = h.why == faultShort
	} else {
		_, h.why = scan(text[i:], whole)
	}
	bracket := h.first == '{' || h.first == '['
	broken := h.why != "" && (h.why != faultShort || whole)
	if !h.statement() && (!bracket || broken) {
		h.later = laterStatement(text[:min(len(text), minWindow)], eol)
	}
	return h
}

// has tells whether the first object has a key.
func (h *head) has(name string) bool {
	_, ok := h.key(name)
	return ok
}

func (h *head) key(name string) (key, bool) {
	for _, k := range h.keys {
		if k.name == name {
			return k, true
		}
	}
	return key{}, false
}

// statement tells whether the first object is meant as a statement.
func (h *head) statement() bool {
	return h.has("actor") || h.has("verb") || h.has("object")
}

// laterStatement looks for a statement at the start of one of the first lines.
func laterStatement(text []byte, eol byte) bool {
	for range maxLines {
		i := bytes.IndexByte(text, eol)
		if i < 0 {
			break
		}
		text = text[i+1:]
		if start := space(text, 0); start < len(text) && text[start] == '{' {
			h := head{}
			if h.keys, _ = keysOf(text[start:]); h.statement() {
				return true
			}
		}
	}
	return false
}

// keysOf returns the keys of the object that text starts with as far as it is
// well formed, and why it went no further, "" if it reached the end.
func keysOf(text []byte) ([]key, fault) {
	var keys []key
	i := space(text, 1)
	if i < len(text) && text[i] == '}' {
		return nil, ""
	}
	for {
		start := space(text, i)
		end, why := scanKey(text, start)
		if why != "" {
			return keys, why
		}
		k := key{name: keyName(text[start:end]), at: space(text, end)}
		if i = k.at; i < len(text) {
			k.value = text[i]
		}
		keys = append(keys, k)
		n, why := scan(text[i:], false)
		if why != "" {
			return keys, why
		}
		if i = space(text, i+n); i == len(text) {
			return keys, faultShort
		}
		if text[i] == '}' || len(keys) == maxKeys {
			return keys, ""
		}
		if text[i] != ',' {
			return keys, faultComma
		}
		i++
	}
}
