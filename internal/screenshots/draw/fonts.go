package draw

import (
	"fmt"
	"image"
	"image/draw"
	"os"
	"slices"
	"unicode"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/go-fonts/dejavu/dejavusans"
	"github.com/go-fonts/dejavu/dejavusansmono"
	"github.com/go-fonts/dejavu/dejavusansmonobold"
	"github.com/go-fonts/dejavu/dejavusansmonoboldoblique"
	"github.com/go-fonts/dejavu/dejavusansmonooblique"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

const (
	// letterWidth is the advance of the built-in font in em.
	letterWidth = 0.60205
	fontSize    = cellWidth / letterWidth
	baseline    = 20 // from the top of the cell
)

// style chooses among the cuts of the built-in font.
type style int

const (
	regular style = iota
	bold
	oblique
	boldOblique
)

func styleOf(s uv.Style) style {
	var st style
	if s.Attrs&uv.AttrBold != 0 {
		st |= bold
	}
	if s.Attrs&uv.AttrItalic != 0 {
		st |= oblique
	}
	return st
}

// fonts finds glyphs: in the built-in fonts first, then in the files that were
// named, and in the fonts of the system only for what is still missing.
type fonts struct {
	cuts     [4]*typeface
	rest     []*typeface
	searched bool // the system's fonts are among the rest
	missing  map[rune]bool
}

// typeface is one font, and its faces by size in pixels.
type typeface struct {
	font  *opentype.Font
	faces map[int]font.Face // by size in 1/64 pixels
	buf   sfnt.Buffer
}

func newFonts(files []string) (*fonts, error) {
	f := &fonts{missing: map[rune]bool{}}
	for i, ttf := range [][]byte{
		dejavusansmono.TTF, dejavusansmonobold.TTF, dejavusansmonooblique.TTF, dejavusansmonoboldoblique.TTF,
	} {
		faces, err := parse(ttf)
		if err != nil {
			return nil, err
		}
		f.cuts[i] = faces[0]
	}
	sans, err := parse(dejavusans.TTF)
	if err != nil {
		return nil, err
	}
	f.rest = sans
	for _, file := range files {
		found, err := load(file)
		if err != nil {
			return nil, err
		}
		f.rest = append(f.rest, found...)
	}
	return f, nil
}

func load(file string) ([]*typeface, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	faces, err := parse(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return faces, nil
}

// parse reads a font, or the fonts of a collection.
func parse(data []byte) ([]*typeface, error) {
	c, err := opentype.ParseCollection(data)
	if err != nil {
		return nil, err
	}
	var faces []*typeface
	for i := range c.NumFonts() {
		f, err := c.Font(i)
		if err != nil {
			return nil, err
		}
		faces = append(faces, &typeface{font: f, faces: map[int]font.Face{}})
	}
	return faces, nil
}

// has says whether the font can draw a character. A colour font may know it
// without having an outline.
func (t *typeface) has(r rune) bool {
	i, err := t.font.GlyphIndex(&t.buf, r)
	if err != nil || i == 0 {
		return false
	}
	_, err = t.font.LoadGlyph(&t.buf, i, fixed.I(cellHeight), nil)
	return err == nil
}

func (t *typeface) face(size float64) (font.Face, error) {
	key := int(size * 64)
	if face, ok := t.faces[key]; ok {
		return face, nil
	}
	face, err := opentype.NewFace(t.font, &opentype.FaceOptions{Size: size, DPI: 72, Hinting: font.HintingNone})
	if err == nil {
		t.faces[key] = face
	}
	return face, err
}

// find is the font to draw a character with, nil if there is none.
func (f *fonts) find(r rune, st style) *typeface {
	if t := f.cuts[st]; t.has(r) {
		return t
	}
	for {
		for _, t := range f.rest {
			if t.has(r) {
				return t
			}
		}
		if f.searched {
			return nil
		}
		f.searched = true
		f.rest = append(f.rest, systemFonts()...)
	}
}

// glyphs is the mask of a cluster: a base and what is put over or under it.
func (f *fonts) glyphs(runes []rune, st style, cells int) *image.Alpha {
	m := image.NewAlpha(image.Rect(0, 0, cells*cellWidth, cellHeight))
	for i, r := range runes {
		if i > 0 && !unicode.In(r, unicode.Mn, unicode.Mc, unicode.Me) {
			continue // joiners and selectors say how to draw, not what; and the base is drawn
		}
		t := f.find(r, st)
		if t == nil && i == 0 {
			f.missing[r] = true
			tofu(m)
			return m
		}
		if t != nil {
			t.draw(m, r)
		}
	}
	return m
}

// draw draws a character in the middle of its cells, smaller if it is too wide.
func (t *typeface) draw(m *image.Alpha, r rune) {
	room := fixed.I(m.Bounds().Dx())
	size := float64(fontSize)
	face, err := t.face(size)
	if err != nil {
		return
	}
	advance, _ := face.GlyphAdvance(r)
	if advance > room+fixed.I(1) { // a rounding error is not too wide
		size *= float64(room) / float64(advance)
		if face, err = t.face(size); err != nil {
			return
		}
		advance, _ = face.GlyphAdvance(r)
	}
	dot := fixed.Point26_6{Y: fixed.I(baseline)}
	if advance > 0 {
		dot.X = (room - advance) / 2
	} else { // a mark that reaches back over the base before it
		dot.X = room
	}
	if box, glyph, at, _, ok := face.Glyph(dot, r); ok {
		draw.DrawMask(m, box, image.Opaque, image.Point{}, glyph, at, draw.Over)
	}
}

func (f *fonts) missingRunes() string {
	var all []rune
	for r := range f.missing {
		all = append(all, r)
	}
	slices.Sort(all)
	return string(all)
}
