package term

import (
	"fmt"
	"image/color"
	"io"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

// Snapshot is a screen at one moment.
type Snapshot struct {
	Width, Height int
	Title         string
	AltScreen     bool // the program has the screen to itself
	Cursor        Cursor
	Foreground    color.Color // of cells without a colour of their own
	Background    color.Color

	cells []uv.Cell
}

// Cursor is where the next character would go.
type Cursor struct {
	X, Y  int
	Shown bool
	Style vt.CursorStyle
}

// Snapshot is the screen as it is now.
func (t *Terminal) Snapshot() Snapshot {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.snapshot()
}

func (t *Terminal) snapshot() Snapshot {
	style, _ := t.emu.CursorStyle()
	at := t.emu.CursorPosition()
	s := Snapshot{
		Width:      t.emu.Width(),
		Height:     t.emu.Height(),
		Title:      t.title,
		AltScreen:  t.emu.IsAltScreen(),
		Cursor:     Cursor{X: at.X, Y: at.Y, Shown: !t.emu.CursorHidden(), Style: style},
		Foreground: t.emu.ForegroundColor(),
		Background: t.emu.BackgroundColor(),
	}
	s.cells = make([]uv.Cell, s.Width*s.Height)
	for y := range s.Height {
		for x := range s.Width {
			if cell := t.emu.CellAt(x, y); cell != nil {
				s.cells[y*s.Width+x] = *cell
			}
		}
	}
	return s
}

// Write shows a text with escape sequences on a screen of its own, without a
// program. Lines end with a line feed.
func Write(cfg Config, text string) Snapshot {
	cfg = cfg.withDefaults()
	t := &Terminal{emu: vt.NewEmulator(cfg.Width, cfg.Height)}
	t.paint(cfg.Background)
	if pipe, ok := t.emu.InputPipe().(io.Closer); ok {
		_ = pipe.Close() // nobody reads the answers to queries
	}
	_, _ = t.emu.WriteString(strings.ReplaceAll(text, "\n", "\r\n"))
	return t.snapshot()
}

// Cell is the cell in column x of row y, counted from 0. A wide character is
// in its first cell; the ones it covers have width 0.
func (s Snapshot) Cell(x, y int) uv.Cell {
	if x < 0 || y < 0 || x >= s.Width || y >= s.Height {
		return uv.Cell{}
	}
	return s.cells[y*s.Width+x]
}

// Row calls each with every character of a row and the column it begins in.
func (s Snapshot) Row(y int, each func(x int, c uv.Cell)) {
	for x := 0; x < s.Width; {
		c := s.Cell(x, y)
		if c.Content == "" {
			c.Content = " "
		}
		c.Width = min(max(c.Width, 1), s.Width-x)
		each(x, c)
		x += c.Width
	}
}

// Line is the text of a row without trailing blanks.
func (s Snapshot) Line(y int) string {
	var b strings.Builder
	s.Row(y, func(_ int, c uv.Cell) { b.WriteString(c.Content) })
	return strings.TrimRight(b.String(), " ")
}

// Text is the text of the screen without trailing blanks and blank last rows.
func (s Snapshot) Text() string {
	lines := make([]string, s.Height)
	for y := range lines {
		lines[y] = s.Line(y)
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}

// Find is the first cell of a text that stands in one row.
func (s Snapshot) Find(text string) (x, y int, ok bool) {
	for y := range s.Height {
		line := s.Line(y)
		if i := strings.Index(line, text); i >= 0 {
			return ansi.StringWidth(line[:i]), y, true
		}
	}
	return 0, 0, false
}

// Styled is the text of the screen with its styles written out, for people to
// read and compare: ‹bold #ff8700›text‹› is bold, orange text, and ‹› is the
// end of any style.
func (s Snapshot) Styled() string {
	lines := make([]string, s.Height)
	for y := range lines {
		var b strings.Builder
		last := ""
		s.Row(y, func(_ int, c uv.Cell) {
			if now := describe(c.Style); now != last {
				fmt.Fprintf(&b, "‹%s›", now)
				last = now
			}
			b.WriteString(c.Content)
		})
		if last != "" {
			b.WriteString("‹›")
		}
		lines[y] = strings.TrimRight(b.String(), " ")
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}

var attributes = []struct {
	bit  uint8
	name string
}{
	{uv.AttrBold, "bold"},
	{uv.AttrFaint, "faint"},
	{uv.AttrItalic, "italic"},
	{uv.AttrBlink | uv.AttrRapidBlink, "blink"},
	{uv.AttrReverse, "reverse"},
	{uv.AttrConceal, "conceal"},
	{uv.AttrStrikethrough, "strike"},
}

func describe(s uv.Style) string {
	var words []string
	for _, a := range attributes {
		if s.Attrs&a.bit != 0 {
			words = append(words, a.name)
		}
	}
	if s.Underline != ansi.UnderlineNone {
		words = append(words, "underline")
	}
	if s.Fg != nil {
		words = append(words, colour(s.Fg))
	}
	if s.Bg != nil {
		words = append(words, "on "+colour(s.Bg))
	}
	return strings.Join(words, " ")
}

// colour names a colour as the program chose it: 3 and 203 are of the palette,
// #ff8700 is exact.
func colour(c color.Color) string {
	switch c := c.(type) {
	case ansi.BasicColor:
		return fmt.Sprint(uint8(c))
	case ansi.IndexedColor:
		return fmt.Sprint(uint8(c))
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}
