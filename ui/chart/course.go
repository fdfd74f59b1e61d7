package chart

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"lrx/internal/safetext"
	"lrx/ui/theme"
)

// Point is a number from 0 to 100 with its interval at a time.
type Point struct {
	At               time.Time
	Value, Low, High float64
	None             bool // nothing can be said of this time
}

// Course draws numbers over time, each with its interval, on a scale from 0 to
// 100. It draws only what is in sight; a cursor goes over the points.
type Course struct {
	points []Point
	zone   *time.Location
	w, h   int

	at, left int
}

// The room of the scale, and of the lines around the plot: the pointer above,
// the axis and the dates below.
const (
	scale   = 7
	around  = 3
	widest  = 8  // cells from one point to the next
	tallest = 20 // rows of the plot
)

// Set replaces the points, oldest first. The cursor stays on its time as far as
// that is still there; it begins at the newest.
func (c *Course) Set(points []Point, zone *time.Location) {
	if zone == nil {
		zone = time.UTC
	}
	at := len(points) - 1
	if c.at < len(c.points) {
		was := c.points[c.at].At
		if i := slices.IndexFunc(points, func(p Point) bool { return p.At.Equal(was) }); i >= 0 {
			at = i
		}
	}
	c.points, c.zone, c.at = points, zone, at
	c.left = len(points) // scrolled back by keep
	c.keep()
}

// SetSize says how much room there is.
func (c *Course) SetSize(w, h int) {
	c.w, c.h = w, h
	c.keep()
}

// keep brings the cursor to where there is a point, and into sight.
func (c *Course) keep() {
	c.at = max(0, min(c.at, len(c.points)-1))
	n := c.Window()
	c.left = max(0, min(c.left, len(c.points)-n, c.at))
	c.left = max(c.left, c.at-n+1)
}

// step is how many cells lie from one point to the next.
func (c *Course) step() int {
	return max(1, min(widest, (c.w-scale-2)/max(1, len(c.points))))
}

// Window is how many points are in sight at once.
func (c *Course) Window() int { return max(1, (c.w-scale-2)/c.step()) }

// Points is how many points there are.
func (c *Course) Points() int { return len(c.points) }

// Point is the index of the point of the cursor, -1 when there is none.
func (c *Course) Point() int {
	if len(c.points) == 0 {
		return -1
	}
	return c.at
}

// Move moves the cursor by points.
func (c *Course) Move(by int) {
	c.at += by
	c.keep()
}

// At moves the cursor to a place. It says whether a point is there, and whether
// the cursor was on it before.
func (c *Course) At(x, y int) (there, was bool) {
	i := c.left + (x-scale)/c.step()
	if x < scale || y < 1 || y >= c.Lines()-1 || i >= len(c.points) || i >= c.left+c.Window() {
		return false, false
	}
	was = i == c.at
	c.at = i
	return true, was
}

// plot is how many rows stand for the scale from 0 to 100.
func (c *Course) plot() int { return max(1, min(tallest, c.h-around)) }

// Lines is how many lines the chart takes.
func (c *Course) Lines() int { return c.plot() + around }

// row is the row of the plot in which a number stands, from the top.
func (c *Course) row(v float64) int {
	n := c.plot()
	return max(0, min(n-1, n-1-int(math.Floor(v*float64(n)/100))))
}

// View draws the pointer, the plot with its scale, the axis and the dates.
func (c *Course) View(th *theme.Theme) []string {
	if len(c.points) == 0 {
		return nil
	}
	lines := []string{c.pointer(th)}
	shown := c.points[c.left:min(len(c.points), c.left+c.Window())]
	labels := c.scaleLabels()
	for r := range c.plot() {
		var b strings.Builder
		b.WriteString(th.Paint(theme.Muted, labels[r]))
		for i, p := range shown {
			mark := c.mark(p, r)
			look := tone(mark)
			if c.left+i == c.at && mark != " " {
				look = theme.Key
			}
			b.WriteString(th.Paint(look, mark))
			b.WriteString(strings.Repeat(" ", c.step()-1))
		}
		lines = append(lines, b.String())
	}
	return append(lines, c.axis(th, shown), c.dates(th, shown))
}

// mark is what stands in a row of a point: the number, an end of its interval,
// what lies between, or nothing.
func (c *Course) mark(p Point, r int) string {
	if p.None {
		return " "
	}
	value, high, low := c.row(p.Value), c.row(p.High), c.row(p.Low)
	switch {
	case r == value:
		return theme.PointValue
	case r == high:
		return theme.PointHigh
	case r == low:
		return theme.PointLow
	case r > high && r < low:
		return theme.PointSpan
	}
	return " "
}

func tone(mark string) theme.Tone {
	if mark == theme.PointValue {
		return theme.Strong
	}
	return theme.Accent
}

// scaleLabels name the rows in which 0, 25, 50, 75 and 100 stand; where there
// is no room for all of them only the ends and the middle.
func (c *Course) scaleLabels() []string {
	n := c.plot()
	labels := make([]string, n)
	for r := range labels {
		labels[r] = strings.Repeat(" ", scale-2) + theme.Between + " "
	}
	marks := []int{0, 25, 50, 75, 100}
	if n < 9 {
		marks = []int{0, 50, 100}
	}
	if n < 3 {
		marks = nil
	}
	for _, m := range marks {
		labels[c.row(float64(m))] = fmt.Sprintf("%*d %s ", scale-3, m, theme.AxisMark)
	}
	return labels
}

// axis is the line below the plot; a time of which nothing can be said is
// marked on it, away from every number.
func (c *Course) axis(th *theme.Theme, shown []Point) string {
	var b strings.Builder
	b.WriteString(th.Paint(theme.Muted, strings.Repeat(" ", scale-2)+theme.AxisCorner+theme.Line))
	for i, p := range shown {
		mark, look := theme.Line, theme.Muted
		if p.None {
			mark = theme.PointNone
		}
		if c.left+i == c.at {
			look = theme.Key
		}
		b.WriteString(th.Paint(look, mark) + th.Paint(theme.Muted, strings.Repeat(theme.Line, c.step()-1)))
	}
	return b.String()
}

// dates writes the day of a point below it wherever there is room.
func (c *Course) dates(th *theme.Theme, shown []Point) string {
	line := blank(max(0, c.w-scale))
	free := 0
	for i, p := range shown {
		text := []rune(p.At.In(c.zone).Format("2 Jan"))
		at := i * c.step()
		if at < free || at+len(text) > len(line) {
			continue
		}
		copy(line[at:], text)
		free = at + len(text) + 2
	}
	before, beyond := " ", ""
	if c.left > 0 {
		before = th.Paint(theme.Accent, theme.Before)
	}
	if c.left+len(shown) < len(c.points) {
		beyond = th.Paint(theme.Accent, theme.Beyond)
	}
	text := strings.TrimRight(string(line), " ")
	if beyond != "" {
		text = string(line[:len(line)-1])
	}
	return strings.Repeat(" ", scale-1) + before + th.Paint(theme.Heading, text) + beyond
}

// pointer marks the column of the cursor and says which day it is.
func (c *Course) pointer(th *theme.Theme) string {
	at, text := scale+(c.at-c.left)*c.step(), c.points[c.at].At.In(c.zone).Format("Mon 2 Jan 2006")
	line := theme.Falling + " " + text
	if at+len(text)+2 > c.w && at > len(text) {
		line = text + " " + theme.Falling
		at -= len(text) + 1
	}
	return strings.Repeat(" ", at) + th.Paint(theme.HeadingHere, string(safetext.Truncate(safetext.Safe(line), max(0, c.w-at))))
}
