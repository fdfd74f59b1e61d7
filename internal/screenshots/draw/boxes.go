package draw

import (
	"image"
	"image/color"
	"image/draw"
)

// Widths of lines in pixels. A double line is two light ones with a gap as wide.
const (
	lightLine = 2
	heavyLine = 4
)

// arms says for each character from U+2500 which lines leave the middle of the
// cell upwards, to the right, downwards and to the left: 1 is a light line, 2 a
// heavy one, 3 a double one. 0000 is drawn otherwise.
const arms = "" +
	"0101 0202 1010 2020 0000 0000 0000 0000 " + // ─━│┃┄┅┆┇
	"0000 0000 0000 0000 0110 0210 0120 0220 " + // ┈┉┊┋┌┍┎┏
	"0011 0012 0021 0022 1100 1200 2100 2200 " + // ┐┑┒┓└┕┖┗
	"1001 1002 2001 2002 1110 1210 2110 1120 " + // ┘┙┚┛├┝┞┟
	"2120 2210 1220 2220 1011 1012 2011 1021 " + // ┠┡┢┣┤┥┦┧
	"2021 2012 1022 2022 0111 0112 0211 0212 " + // ┨┩┪┫┬┭┮┯
	"0121 0122 0221 0222 1101 1102 1201 1202 " + // ┰┱┲┳┴┵┶┷
	"2101 2102 2201 2202 1111 1112 1211 1212 " + // ┸┹┺┻┼┽┾┿
	"2111 1121 2121 2112 2211 1122 1221 2212 " + // ╀╁╂╃╄╅╆╇
	"1222 2122 2221 2222 0000 0000 0000 0000 " + // ╈╉╊╋╌╍╎╏
	"0303 3030 0310 0130 0330 0013 0031 0033 " + // ═║╒╓╔╕╖╗
	"1300 3100 3300 1003 3001 3003 1310 3130 " + // ╘╙╚╛╜╝╞╟
	"3330 1013 3031 3033 0313 0131 0333 1303 " + // ╠╡╢╣╤╥╦╧
	"3101 3303 1313 3131 3333 0000 0000 0000 " + // ╨╩╪╫╬╭╮╯
	"0000 0000 0000 0000 0001 1000 0100 0010 " + // ╰╱╲╳╴╵╶╷
	"0002 2000 0200 0020 0201 1020 0102 2010 " //  ╸╹╺╻╼╽╾╿

const (
	none = iota
	light
	heavy
	double
)

// cross is what leaves the middle of a cell: up, right, down, left.
type cross [4]int

func crossOf(r rune) cross {
	var c cross
	at := int(r-0x2500) * 5
	for i := range c {
		c[i] = int(arms[at+i] - '0')
	}
	return c
}

// reach is how far a kind of line reaches to either side of its middle, in
// pixels; the middle of a cell is a line of pixels of width lightLine.
func reach(kind int) int {
	switch kind {
	case light:
		return lightLine / 2
	case heavy:
		return heavyLine / 2
	case double:
		return lightLine/2 + lightLine
	}
	return 0
}

// box draws the lines of a cross. Double lines are bands with the middle taken
// out again, which makes all their joints come out right.
func (c cross) box(m *image.Alpha) {
	for i, kind := range c {
		if kind == double {
			c.arm(m, i, reach(double), -c.outer(i), color.Opaque)
		}
	}
	for i, kind := range c {
		if kind == double {
			c.arm(m, i, reach(light), c.inner(i), color.Transparent)
		}
	}
	for i, kind := range c {
		if kind == light || kind == heavy {
			c.arm(m, i, reach(kind), c.start(i), color.Opaque)
		}
	}
}

// across is the thickest line that crosses an arm.
func (c cross) across(i int) int { return max(c[(i+1)%4], c[(i+3)%4]) }

// outer is how far behind the middle the band of a double line begins.
func (c cross) outer(i int) int {
	if c.across(i) == double {
		return reach(double)
	}
	return reach(light)
}

// inner is where the gap of a double line begins: it runs on into the gap of a
// crossing double line and stops before a crossing single one.
func (c cross) inner(i int) int {
	switch across := c.across(i); across {
	case double:
		return -reach(light)
	default:
		return reach(across)
	}
}

// start is where a single line begins: behind the middle, to close the corner,
// but not inside the gap of a double line that runs past it.
func (c cross) start(i int) int {
	opposite := c[(i+2)%4]
	passing := c[(i+1)%4] == double && c[(i+3)%4] == double
	if passing && opposite == none {
		return reach(light)
	}
	return -max(reach(c.across(i)), reach(light))
}

// arm fills an arm of half a width to either side of its middle, from a
// distance before (or behind) the middle of the cell to the cell's edge.
func (c cross) arm(m *image.Alpha, i, half, from int, with color.Color) {
	b := m.Bounds()
	x, y := middle(b)
	var r image.Rectangle
	switch i {
	case 0:
		r = image.Rect(x-half, b.Min.Y, x+half, y-from)
	case 1:
		r = image.Rect(x+from, y-half, b.Max.X, y+half)
	case 2:
		r = image.Rect(x-half, y+from, x+half, b.Max.Y)
	default:
		r = image.Rect(b.Min.X, y-half, x-from, y+half)
	}
	draw.Draw(m, r.Intersect(b), image.NewUniform(with), image.Point{}, draw.Src)
}

// middle is the point all lines of a cell go through.
func middle(b image.Rectangle) (x, y int) { return b.Dx() / 2, b.Dy() / 2 }

// dashes draws n dashes across the cell, or down it.
func dashes(m *image.Alpha, n, kind int, vertical bool) {
	b := m.Bounds()
	x, y := middle(b)
	length := b.Dx()
	if vertical {
		length = b.Dy()
	}
	half := reach(kind)
	for i := range n {
		from, to := i*length/n+1, (i+1)*length/n-1
		r := image.Rect(from, y-half, to, y+half)
		if vertical {
			r = image.Rect(x-half, from, x+half, to)
		}
		draw.Draw(m, r, image.Opaque, image.Point{}, draw.Src)
	}
}
