package read

import "bytes"

// resync finds, after broken text, the place where reading can go on. It is
// given the text piece by piece, from the start of the broken value, and
// returns how much of a piece belongs to it and whether it ends there.
type resync interface {
	next(piece []byte) (n int, done bool)
}

// toLineEnd goes to the end of the line.
type toLineEnd struct{ eol byte }

func (l toLineEnd) next(piece []byte) (int, bool) {
	if i := bytes.IndexByte(piece, l.eol); i >= 0 {
		return i, true
	}
	return len(piece), false
}

// behind passes over n bytes that are in memory, and goes on from there.
type behind struct {
	resync
	n int
}

func (b *behind) next(piece []byte) (int, bool) {
	n, done := b.resync.next(piece[b.n:])
	n, b.n = n+b.n, 0
	return n, done
}

// toTopLevel goes to the next line that starts with a bracket, as values
// printed over several lines do.
type toTopLevel struct {
	eol       byte
	lineStart bool
}

func (t *toTopLevel) next(piece []byte) (int, bool) {
	for i := 0; i < len(piece); {
		if t.lineStart && (piece[i] == '{' || piece[i] == '[') {
			return i, true
		}
		n := bytes.IndexByte(piece[i:], t.eol)
		if t.lineStart = n >= 0; !t.lineStart {
			break
		}
		i += n + 1
	}
	return len(piece), false
}

// toNextElement goes to the comma after a broken element, or to the bracket
// that closes what the element stands in. Depth is counted, so it is unlimited.
type toNextElement struct {
	closer             byte // of what the element stands in: ] or }
	braces, brackets   int64
	outside            int64 // brackets open where the outermost brace stands
	inString, inEscape bool
}

func (e *toNextElement) next(piece []byte) (int, bool) {
	for i, c := range piece {
		switch {
		case e.inEscape:
			e.inEscape = false
		case e.inString:
			e.inEscape = c == '\\'
			e.inString = c != '"'
		case c == '"':
			e.inString = true
		case e.structure(c):
			return i, true
		}
	}
	return len(piece), false
}

// structure counts a byte outside strings and says whether the element ends
// before it. The brace that closes the outermost object closes what is open in it.
func (e *toNextElement) structure(c byte) bool {
	switch c {
	case '{':
		if e.braces++; e.braces == 1 {
			e.outside = e.brackets
		}
	case '[':
		e.brackets++
	case '}':
		if e.braces == 0 {
			return e.closer == c
		}
		if e.braces--; e.braces == 0 {
			e.brackets = min(e.brackets, e.outside)
		}
	case ']':
		if e.brackets == 0 {
			return e.closer == c
		}
		e.brackets--
	case ',':
		return e.braces == 0 && e.brackets == 0
	}
	return false
}
