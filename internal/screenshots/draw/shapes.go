package draw

import (
	"image"
	"image/color"
	"image/draw"
	"math"
)

// shape draws the characters that have to fill their cell exactly: lines,
// blocks and dots. It is nil for all others.
func shape(r rune, width int) *image.Alpha {
	m := image.NewAlpha(image.Rect(0, 0, width, cellHeight))
	switch {
	case r >= 0x2500 && r <= 0x257f:
		line(m, r)
	case r >= 0x2580 && r <= 0x259f:
		block(m, r)
	case r >= 0x2800 && r <= 0x28ff:
		braille(m, r)
	default:
		return nil
	}
	return m
}

// line draws the box drawing characters.
func line(m *image.Alpha, r rune) {
	switch {
	case r >= 0x2504 && r <= 0x250b: // three and four dashes: light, heavy, down light, down heavy
		i := int(r - 0x2504)
		dashes(m, 3+i/4, light+i%2, i%4 >= 2)
	case r >= 0x254c && r <= 0x254f: // two dashes
		i := int(r - 0x254c)
		dashes(m, 2, light+i%2, i >= 2)
	case r >= 0x256d && r <= 0x2570:
		arc(m, r)
	case r >= 0x2571 && r <= 0x2573:
		diagonals(m, r != 0x2572, r != 0x2571)
	default:
		crossOf(r).box(m)
	}
}

// arc draws a rounded corner: a quarter of a ring and straight lines from its
// ends to the edges.
func arc(m *image.Alpha, r rune) {
	px, py := middle(m.Bounds())
	x, y := float64(px), float64(py)
	right, down := 1.0, 1.0 // ╭
	if r == '╮' || r == '╯' {
		right = -1
	}
	if r == '╯' || r == '╰' {
		down = -1
	}
	radius := math.Min(x, y)
	cover(m, func(px, py float64) bool {
		dx, dy := (px-x)*right, (py-y)*down // the corner now opens right and down
		switch {
		case dx <= radius && dy <= radius:
			return math.Abs(math.Hypot(radius-dx, radius-dy)-radius) <= lightLine/2
		case dx > radius:
			return math.Abs(dy) <= lightLine/2
		default:
			return math.Abs(dx) <= lightLine/2
		}
	})
}

func diagonals(m *image.Alpha, rising, falling bool) {
	w, h := float64(m.Bounds().Dx()), float64(m.Bounds().Dy())
	length := math.Hypot(w, h)
	cover(m, func(x, y float64) bool {
		return rising && math.Abs(x*h+y*w-w*h)/length <= lightLine/2 ||
			falling && math.Abs(x*h-y*w)/length <= lightLine/2
	})
}

// samples is how many points are looked at along each side of a pixel.
const samples = 4

// cover fills what lies inside a shape, with soft edges.
func cover(m *image.Alpha, inside func(x, y float64) bool) {
	b := m.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			hits := 0
			for i := range samples * samples {
				dx := (float64(i%samples) + 0.5) / samples
				dy := (float64(i/samples) + 0.5) / samples
				if inside(float64(x)+dx, float64(y)+dy) {
					hits++
				}
			}
			m.SetAlpha(x, y, color.Alpha{A: uint8(hits * 255 / (samples * samples))})
		}
	}
}

// quadrants are the quarters of U+2596 to U+259F: 1 upper left, 2 upper right,
// 4 lower left, 8 lower right.
var quadrants = [...]int{4, 8, 1, 1 | 4 | 8, 1 | 8, 1 | 2 | 4, 1 | 2 | 8, 2, 2 | 4, 2 | 4 | 8}

// block draws the block elements.
func block(m *image.Alpha, r rune) {
	w, h := m.Bounds().Dx(), m.Bounds().Dy()
	part := func(x0, y0, x1, y1 int, alpha uint8) {
		draw.Draw(m, image.Rect(x0, y0, x1, y1), image.NewUniform(color.Alpha{A: alpha}), image.Point{}, draw.Src)
	}
	switch {
	case r == 0x2580: // upper half
		part(0, 0, w, h/2, 0xff)
	case r <= 0x2588: // lower eighths
		part(0, h-eighths(h, int(r-0x2580)), w, h, 0xff)
	case r <= 0x258f: // left eighths, from seven down to one
		part(0, 0, eighths(w, int(0x2590-r)), h, 0xff)
	case r == 0x2590: // right half
		part(eighths(w, 4), 0, w, h, 0xff)
	case r <= 0x2593: // shades
		part(0, 0, w, h, uint8(r-0x2590)*0x40)
	case r == 0x2594:
		part(0, 0, w, eighths(h, 1), 0xff)
	case r == 0x2595:
		part(w-eighths(w, 1), 0, w, h, 0xff)
	default:
		x, y := eighths(w, 4), h/2
		for i, q := range []image.Rectangle{
			image.Rect(0, 0, x, y), image.Rect(x, 0, w, y), image.Rect(0, y, x, h), image.Rect(x, y, w, h),
		} {
			if quadrants[r-0x2596]&(1<<i) != 0 {
				part(q.Min.X, q.Min.Y, q.Max.X, q.Max.Y, 0xff)
			}
		}
	}
}

func eighths(length, n int) int { return (length*n + 4) / 8 }

// dotBits are the bits of a braille character, by row and column.
var dotBits = [4][2]int{{0, 3}, {1, 4}, {2, 5}, {6, 7}}

// braille draws dots on an even grid, so that the curves of a chart run on from
// cell to cell.
func braille(m *image.Alpha, r rune) {
	w, h := float64(m.Bounds().Dx()), float64(m.Bounds().Dy())
	radius := math.Min(w/4, h/8) * 0.68
	cover(m, func(x, y float64) bool {
		column, row := min(int(x*2/w), 1), min(int(y*4/h), 3)
		cx, cy := (float64(column)+0.5)*w/2, (float64(row)+0.5)*h/4
		return r&(1<<dotBits[row][column]) != 0 && math.Hypot(x-cx, y-cy) <= radius
	})
}

// tofu draws the small box that stands for a character no font has.
func tofu(m *image.Alpha) {
	b := image.Rect(3, 7, m.Bounds().Dx()-3, baseline)
	draw.Draw(m, b, image.NewUniform(color.Alpha{A: 0x90}), image.Point{}, draw.Src)
	draw.Draw(m, b.Inset(1), image.NewUniform(color.Alpha{}), image.Point{}, draw.Src)
}
