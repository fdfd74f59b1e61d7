// Package draw paints a terminal screen as a picture. Text comes from fonts;
// lines, blocks and dots are drawn as shapes, so that neighbouring cells join
// without seams. It knows cells and colours, not what is written in them.
package draw

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
	"golang.org/x/text/unicode/norm"

	"lrx/internal/tuitest/term"
)

// The size of a cell in pixels. The letters of the built-in font are exactly
// one cell wide at this width.
const (
	cellWidth  = 13
	cellHeight = 26
)

// Renderer turns screens into pictures. It is not safe for use by several
// goroutines at once: it keeps the glyphs it has drawn.
type Renderer struct {
	fonts *fonts
	masks map[maskKey]*image.Alpha
}

type maskKey struct {
	cluster string
	style   style
	cells   int
}

// New makes a renderer. The font files are asked, in order, for characters that
// the built-in fonts lack, and after them the fonts of the system.
func New(fontFiles ...string) (*Renderer, error) {
	f, err := newFonts(fontFiles)
	if err != nil {
		return nil, fmt.Errorf("fonts: %w", err)
	}
	return &Renderer{fonts: f, masks: map[maskKey]*image.Alpha{}}, nil
}

// Missing lists the characters that no font had, which are drawn as boxes.
func (r *Renderer) Missing() string { return r.fonts.missingRunes() }

// Screen paints the cells of a screen and its cursor.
func (r *Renderer) Screen(s term.Snapshot) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, s.Width*cellWidth, s.Height*cellHeight))
	fill(img, img.Bounds(), s.Background)
	for y := range s.Height {
		s.Row(y, func(x int, c uv.Cell) { r.cell(img, s, x, y, c) })
	}
	return img
}

func (r *Renderer) cell(img *image.RGBA, s term.Snapshot, x, y int, c uv.Cell) {
	box := image.Rect(x*cellWidth, y*cellHeight, (x+c.Width)*cellWidth, (y+1)*cellHeight)
	ink, paper := colours(s, c.Style)
	cursor := s.Cursor.Shown && s.Cursor.X == x && s.Cursor.Y == y
	if cursor && s.Cursor.Style == vt.CursorBlock {
		ink, paper = paper, s.Foreground
	}
	fill(img, box, paper)
	if c.Content != " " {
		mask := r.mask(c.Content, styleOf(c.Style), c.Width)
		draw.DrawMask(img, box, image.NewUniform(ink), image.Point{}, mask, image.Point{}, draw.Over)
	}
	decorate(img, box, c.Style, ink)
	if cursor {
		drawCursor(img, box, s.Cursor.Style, s.Foreground)
	}
}

// colours are those of the characters and of what is behind them.
func colours(s term.Snapshot, st uv.Style) (ink, paper color.Color) {
	ink, paper = s.Foreground, s.Background
	if st.Fg != nil {
		ink = shown(st.Fg, s.Background)
	}
	if st.Bg != nil {
		paper = shown(st.Bg, s.Background)
	}
	if st.Attrs&uv.AttrReverse != 0 {
		ink, paper = paper, ink
	}
	if st.Attrs&uv.AttrFaint != 0 {
		ink = mix(ink, paper, 0.45)
	}
	if st.Attrs&uv.AttrConceal != 0 {
		ink = paper
	}
	return ink, paper
}

// mix is the colour that lies between a and b, at share of the way to b.
func mix(a, b color.Color, share float64) color.Color {
	ar, ag, ab, _ := a.RGBA()
	br, bg, bb, _ := b.RGBA()
	at := func(a, b uint32) uint8 { return uint8((float64(a)*(1-share) + float64(b)*share) / 257) }
	return color.RGBA{R: at(ar, br), G: at(ag, bg), B: at(ab, bb), A: 0xff}
}

// decorate draws the lines under and through a cell.
func decorate(img *image.RGBA, box image.Rectangle, st uv.Style, ink color.Color) {
	line := func(y int, c color.Color) {
		fill(img, image.Rect(box.Min.X, box.Min.Y+y, box.Max.X, box.Min.Y+y+lightLine), c)
	}
	if st.Underline != ansi.UnderlineNone {
		c := ink
		if st.UnderlineColor != nil {
			c = st.UnderlineColor
		}
		line(baseline+2, c)
	}
	if st.Attrs&uv.AttrStrikethrough != 0 {
		line(cellHeight/2, ink)
	}
}

func drawCursor(img *image.RGBA, box image.Rectangle, style vt.CursorStyle, c color.Color) {
	switch style {
	case vt.CursorUnderline:
		box.Min.Y = box.Max.Y - heavyLine
		fill(img, box, c)
	case vt.CursorBar:
		box.Max.X = box.Min.X + lightLine
		fill(img, box, c)
	case vt.CursorBlock: // was drawn as the cell's background
	}
}

func fill(img *image.RGBA, r image.Rectangle, c color.Color) {
	draw.Draw(img, r, image.NewUniform(c), image.Point{}, draw.Src)
}

// mask is the shape of a character as coverage of its cells.
func (r *Renderer) mask(cluster string, st style, cells int) *image.Alpha {
	key := maskKey{cluster, st, cells}
	if m, ok := r.masks[key]; ok {
		return m
	}
	runes := []rune(norm.NFC.String(cluster))
	m := shape(runes[0], cells*cellWidth)
	if m == nil {
		m = r.fonts.glyphs(runes, st, cells)
	}
	r.masks[key] = m
	return m
}
