// Package field is one line of text input. It takes printable text only and
// never reads a clipboard: over SSH that would be the server's. It must not
// know what the text is for.
package field

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"lrx/internal/safetext"
	"lrx/ui/theme"
)

// longest is the most that is taken, in bytes; a paste may be a whole book.
const longest = 400

// Field is the state of an input.
type Field struct {
	before, behind string // the text on both sides of the caret
}

// New makes a field that holds a text, with the caret at its end.
func New(text string) Field { return Field{before: clean(text)} }

// Text is what was typed.
func (f *Field) Text() string { return f.before + f.behind }

// Insert puts text where the caret is.
func (f *Field) Insert(text string) {
	f.before = clean(f.before + text)
	if len(f.before)+len(f.behind) > longest {
		f.behind = ""
	}
}

// Key takes a key press. It says whether the text changed.
func (f *Field) Key(k tea.KeyPressMsg) bool {
	was := f.Text()
	switch k.String() {
	case "left", "ctrl+b":
		f.step(-1)
	case "right", "ctrl+f":
		f.step(+1)
	case "home", "ctrl+a":
		f.before, f.behind = "", f.Text()
	case "end", "ctrl+e":
		f.before, f.behind = f.Text(), ""
	case "backspace", "ctrl+h":
		f.before = f.before[:len(f.before)-len(last(f.before))]
	case "delete", "ctrl+d":
		f.behind = f.behind[len(first(f.behind)):]
	case "ctrl+u":
		f.before = ""
	case "ctrl+k":
		f.behind = ""
	case "ctrl+w", "alt+backspace":
		f.before = f.before[:strings.LastIndexByte(strings.TrimRight(f.before, " "), ' ')+1]
	default:
		f.Insert(k.Text)
	}
	return f.Text() != was
}

func (f *Field) step(by int) {
	if by < 0 {
		c := last(f.before)
		f.before, f.behind = f.before[:len(f.before)-len(c)], c+f.behind
		return
	}
	c := first(f.behind)
	f.before, f.behind = f.before+c, f.behind[len(c):]
}

// View draws the input in w cells, the caret always in sight.
func (f *Field) View(th *theme.Theme, w int) string {
	if w < 2 {
		return ""
	}
	under := first(f.behind)
	rest := f.behind[len(under):]
	if under == "" {
		under = " "
	}
	room := w - width(under)
	before := f.before
	for width(before) > room {
		before = before[len(first(before)):]
	}
	if room -= width(before); width(rest) > room {
		rest = string(safetext.Truncate(safetext.Safe(rest), room))
	}
	return before + th.Paint(theme.Caret, under) + rest
}

func clean(s string) string {
	s = string(safetext.Clean(s))
	for len(s) > longest {
		s = s[:len(s)-len(last(s))]
	}
	return s
}

func width(s string) int { return safetext.Width(safetext.Safe(s)) }

// first is what a reader takes for the first character of s.
func first(s string) string {
	c, _ := ansi.FirstGraphemeCluster(s, ansi.WcWidth)
	return c
}

func last(s string) string {
	c := ""
	for rest := s; rest != ""; rest = rest[len(c):] {
		c = first(rest)
	}
	return c
}
