package draw

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"lrx/internal/tuitest/term"
)

const (
	padding  = 24 // between the edge of the window and the cells
	titleBar = 44
	corner   = 14
	button   = 6.5 // radius of the three dots
)

// Frame says what is drawn around a screen.
type Frame struct {
	Title  string // in the bar on top; without a title there is no bar
	Square bool   // corners are square, for formats without soft transparency
}

// Window paints a screen in a window frame.
func (r *Renderer) Window(s term.Snapshot, f Frame) *image.RGBA {
	screen := r.Screen(s)
	top := padding
	if f.Title != "" {
		top = titleBar + padding/2
	}
	inner := screen.Bounds().Add(image.Pt(padding, top))
	outer := image.Rect(0, 0, inner.Max.X+padding, inner.Max.Y+padding)
	img := image.NewRGBA(outer)
	fill(img, outer, s.Background)
	if f.Title != "" {
		r.bar(img, s, f.Title)
	}
	draw.Draw(img, inner, screen, image.Point{}, draw.Src)
	if f.Square {
		return img
	}
	return round(img, mix(s.Background, s.Foreground, 0.22))
}

// bar paints the title bar.
func (r *Renderer) bar(img *image.RGBA, s term.Snapshot, title string) {
	width := img.Bounds().Dx()
	tone := mix(s.Background, s.Foreground, 0.07)
	fill(img, image.Rect(0, 0, width, titleBar), tone)
	fill(img, image.Rect(0, titleBar-1, width, titleBar), mix(s.Background, s.Foreground, 0.14))
	for i, c := range []color.RGBA{
		{R: 0xec, G: 0x6a, B: 0x5e, A: 0xff}, {R: 0xf4, G: 0xbf, B: 0x4f, A: 0xff}, {R: 0x61, G: 0xc5, B: 0x54, A: 0xff},
	} {
		dot(img, float64(padding+4+i*24), titleBar/2, mix(tone, c, 0.85))
	}
	shot := term.Write(term.Config{Width: width/cellWidth - 2*8, Height: 1}, title)
	shot.Foreground, shot.Background = mix(s.Foreground, s.Background, 0.35), tone
	shot.Cursor.Shown = false
	text := r.Screen(shot)
	used := text.Bounds()
	used.Max.X = cellWidth * len([]rune(shot.Line(0)))
	at := image.Pt((width-used.Dx())/2, (titleBar-cellHeight)/2)
	draw.Draw(img, used.Add(at), text, image.Point{}, draw.Src)
}

func dot(img *image.RGBA, x, y float64, c color.Color) {
	box := image.Rect(int(x-button)-1, int(y-button)-1, int(x+button)+2, int(y+button)+2)
	m := image.NewAlpha(box)
	cover(m, func(px, py float64) bool { return math.Hypot(px-x, py-y) <= button })
	draw.DrawMask(img, box, image.NewUniform(c), image.Point{}, m, box.Min, draw.Over)
}

// round cuts the corners off a picture and draws a thin edge around it.
func round(img *image.RGBA, edge color.Color) *image.RGBA {
	b := img.Bounds()
	out := image.NewRGBA(b)
	draw.DrawMask(out, b, image.NewUniform(edge), image.Point{}, rounded(b, b, corner), b.Min, draw.Over)
	inner := rounded(b, b.Inset(edgeWidth), corner-edgeWidth)
	draw.DrawMask(out, b, img, b.Min, inner, b.Min, draw.Over)
	return out
}

const edgeWidth = 1

// rounded is the mask of a rectangle with round corners.
func rounded(bounds, r image.Rectangle, radius int) *image.Alpha {
	m := image.NewAlpha(bounds)
	draw.Draw(m, r, image.Opaque, image.Point{}, draw.Src)
	for _, x := range []int{r.Min.X, r.Max.X - radius} {
		for _, y := range []int{r.Min.Y, r.Max.Y - radius} {
			square := image.Rect(x, y, x+radius, y+radius)
			cx, cy := float64(x), float64(y) // the middle of the circle is the square's inner corner
			if x == r.Min.X {
				cx += float64(radius)
			}
			if y == r.Min.Y {
				cy += float64(radius)
			}
			part, _ := m.SubImage(square).(*image.Alpha)
			cover(part, func(px, py float64) bool { return math.Hypot(px-cx, py-cy) <= float64(radius) })
		}
	}
	return m
}
