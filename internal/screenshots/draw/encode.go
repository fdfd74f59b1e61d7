package draw

import (
	"bytes"
	"cmp"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/png"
	"io"
	"slices"
	"time"
)

// paletteSize is what both formats allow.
const paletteSize = 256

// PNG writes a picture with a palette, which keeps screens of text small.
func PNG(w io.Writer, img *image.RGBA) error {
	p := paletteOf(img)
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	return encoder.Encode(w, p.paint(img, img.Bounds()))
}

// Still is a picture of an animation and how long it stays.
type Still struct {
	Image *image.RGBA
	Hold  time.Duration
}

// GIF writes an animation that begins again at its end. All pictures have the
// size of the first; of each only the part that changed is stored.
func GIF(w io.Writer, stills []Still) error {
	if len(stills) == 0 {
		return fmt.Errorf("an animation needs at least one picture")
	}
	images := make([]*image.RGBA, len(stills))
	for i, s := range stills {
		if s.Image.Bounds() != stills[0].Image.Bounds() {
			return fmt.Errorf("picture %d of the animation has another size", i+1)
		}
		images[i] = s.Image
	}
	p := paletteOf(images...)
	size := images[0].Bounds()
	out := gif.GIF{Config: image.Config{ColorModel: p.colors, Width: size.Dx(), Height: size.Dy()}}
	for i, s := range stills {
		part := size
		if i > 0 {
			part = changed(images[i-1], s.Image)
		}
		delay := int(s.Hold / (10 * time.Millisecond))
		if part.Empty() {
			out.Delay[len(out.Delay)-1] += delay
			continue
		}
		out.Image = append(out.Image, p.paint(s.Image, part))
		out.Delay = append(out.Delay, delay)
		out.Disposal = append(out.Disposal, gif.DisposalNone)
	}
	return gif.EncodeAll(w, &out)
}

// changed is the smallest rectangle in which two pictures differ.
func changed(a, b *image.RGBA) image.Rectangle {
	var r image.Rectangle
	bounds := b.Bounds()
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		rowA, rowB := a.Pix[y*a.Stride:(y+1)*a.Stride], b.Pix[y*b.Stride:(y+1)*b.Stride]
		if bytes.Equal(rowA, rowB) {
			continue
		}
		first, last := -1, 0
		for x := range bounds.Dx() {
			if !bytes.Equal(rowA[4*x:4*x+4], rowB[4*x:4*x+4]) {
				if first < 0 {
					first = x
				}
				last = x
			}
		}
		r = r.Union(image.Rect(first, y, last+1, y+1))
	}
	return r
}

// palette maps all colours of some pictures to the ones that are used most.
type palette struct {
	colors color.Palette
	index  map[color.RGBA]uint8
}

func paletteOf(images ...*image.RGBA) palette {
	count := map[color.RGBA]int{}
	for _, img := range images {
		runs(img.Pix, func(c color.RGBA, from, to int) { count[c] += to - from })
	}
	all := make([]color.RGBA, 0, len(count))
	for c := range count {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b color.RGBA) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(number(a), number(b)))
	})
	p := palette{index: map[color.RGBA]uint8{}}
	for _, c := range all {
		if len(p.colors) < paletteSize && !p.hasNear(c, len(all)) {
			p.index[c] = uint8(len(p.colors))
			p.colors = append(p.colors, c)
		}
	}
	for _, c := range all {
		if _, ok := p.index[c]; !ok {
			p.index[c] = uint8(p.colors.Index(c))
		}
	}
	return p
}

func number(c color.RGBA) uint32 {
	return uint32(c.R)<<24 | uint32(c.G)<<16 | uint32(c.B)<<8 | uint32(c.A)
}

// hasNear says whether a colour can go without an entry of its own, because
// one that nobody could tell from it has one. It matters only when the colours
// are more than the palette holds.
func (p palette) hasNear(c color.RGBA, colours int) bool {
	if colours <= paletteSize {
		return false
	}
	return slices.ContainsFunc(p.colors, func(o color.Color) bool {
		q, ok := o.(color.RGBA)
		return ok && q.A == c.A && apart(q.R, c.R)+apart(q.G, c.G)+apart(q.B, c.B) <= nearby
	})
}

// nearby is the difference of two colours, summed over red, green and blue,
// that does not matter at the edge of a letter.
const nearby = 18

func apart(a, b uint8) int { return max(int(a), int(b)) - min(int(a), int(b)) }

func (p palette) paint(img *image.RGBA, part image.Rectangle) *image.Paletted {
	out := image.NewPaletted(part, p.colors)
	for y := range part.Dy() {
		at := img.PixOffset(part.Min.X, part.Min.Y+y)
		row := out.Pix[y*out.Stride : y*out.Stride+part.Dx()]
		runs(img.Pix[at:at+4*len(row)], func(c color.RGBA, from, to int) {
			index := p.index[c]
			for x := from; x < to; x++ {
				row[x] = index
			}
		})
	}
	return out
}

// runs calls each with the stretches of pixels that have the same colour:
// screens are mostly background.
func runs(pix []uint8, each func(c color.RGBA, from, to int)) {
	n := len(pix) / 4
	for from := 0; from < n; {
		to := from + 1
		for to < n && bytes.Equal(pix[4*to:4*to+4], pix[4*from:4*from+4]) {
			to++
		}
		each(color.RGBA{pix[4*from], pix[4*from+1], pix[4*from+2], pix[4*from+3]}, from, to)
		from = to
	}
}
