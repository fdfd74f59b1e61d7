package data

// memo remembers texts and what was made of them, so that a verb's IRI in a
// million statements is one string. It forgets everything when it is full.
type memo struct {
	texts map[string]string
	keys  map[string]mailKeys // of an mbox as written
	langs map[string]LangMap  // language map by its JSON text
	size  int
}

// mailKeys are the key of an mbox, the key of how it was written, and its address.
type mailKeys struct{ key, alias, mail string }

// Bounds of a memo, and the longest text worth remembering.
const (
	memoEntries = 1 << 15
	memoText    = 256
)

func newMemo() memo {
	return memo{texts: map[string]string{}, keys: map[string]mailKeys{}, langs: map[string]LangMap{}}
}

// grow makes room for one more entry.
func (m *memo) grow() {
	if m.size++; m.size > memoEntries {
		*m = newMemo()
	}
}

// text is b as a string.
func (m *memo) text(b []byte) string {
	if len(b) > memoText {
		return string(b)
	}
	if s, ok := m.texts[string(b)]; ok {
		return s
	}
	m.grow()
	s := string(b)
	m.texts[s] = s
	return s
}
