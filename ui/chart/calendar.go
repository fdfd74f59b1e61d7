// Package chart draws what is counted as marks on the screen. It must not know
// what is counted; a chart never says anything by colour alone, and whoever
// shows it has the same in words.
package chart

import (
	"strconv"
	"strings"
	"time"

	"lrx/internal/safetext"
	"lrx/ui/theme"
)

// Mark is one day of one row: a single cell.
type Mark struct {
	Text string
	Tone theme.Tone
}

// Calendar has a row for each of several things and a column for each day, the
// newest at the right. It draws only what is in sight; a cursor goes over rows
// and days.
type Calendar struct {
	names []safetext.Safe
	first time.Time // the oldest day, a midnight in UTC
	days  int
	w, h  int

	row, top int
	day      int // of the cursor, counted from the first
	left     int // the first day in sight
}

// heads are the lines above the rows: months, Mondays, the cursor's day.
const heads = 3

// The room of names, and of the days that should be in sight at least.
const (
	leastName = 12
	mostName  = 30
	eightWeek = 56
)

// Set replaces the rows and the days, both ends inclusive, and keeps the cursor
// on its day as far as that is still there. The cursor begins at the newest.
func (c *Calendar) Set(names []safetext.Safe, first, last time.Time) {
	was, fresh := c.Day(), c.days == 0
	c.names, c.first = names, first
	c.days = max(0, between(first, last)+1)
	c.day = between(first, was)
	if fresh {
		c.day = c.days - 1
	}
	c.left = c.days // scrolled back by keep
	c.keep()
}

// between counts the days from one midnight in UTC to another.
func between(from, to time.Time) int { return int((to.Unix() - from.Unix()) / 86400) }

// SetSize says how much room there is, the headings included.
func (c *Calendar) SetSize(w, h int) {
	c.w, c.h = w, h
	c.keep()
}

// keep brings the cursor back to where there is something, and into sight.
func (c *Calendar) keep() {
	c.row = max(0, min(c.row, len(c.names)-1))
	c.day = max(0, min(c.day, c.days-1))
	page, window := c.page(), c.Window()
	c.top = max(0, min(c.top, len(c.names)-page, c.row))
	c.top = max(c.top, c.row-page+1)
	c.left = max(0, min(c.left, c.days-window, c.day))
	c.left = max(c.left, c.day-window+1)
}

func (c *Calendar) page() int { return max(1, c.h-heads) }

// nameWidth is the room for names: what they need, unless that leaves less than
// eight weeks.
func (c *Calendar) nameWidth() int {
	need := leastName
	for _, n := range c.names {
		need = max(need, safetext.Width(n))
	}
	return max(leastName, min(need, mostName, c.w-eightWeek-3))
}

// Window is how many days are in sight at once.
func (c *Calendar) Window() int { return max(1, c.w-c.nameWidth()-3) }

// Lines is how many lines the calendar takes at most.
func (c *Calendar) Lines() int { return heads + len(c.names) }

// Rows is how many rows there are.
func (c *Calendar) Rows() int { return len(c.names) }

// Row is the row of the cursor.
func (c *Calendar) Row() int { return c.row }

// Day is the day of the cursor, a midnight in UTC.
func (c *Calendar) Day() time.Time { return c.first.AddDate(0, 0, c.day) }

// Move moves the cursor by rows and days.
func (c *Calendar) Move(rows, days int) {
	c.row, c.day = c.row+rows, c.day+days
	c.keep()
}

// Newest and Oldest move the cursor to an end.
func (c *Calendar) Newest() { c.Move(0, c.days) }

// Oldest moves the cursor to the first day.
func (c *Calendar) Oldest() { c.Move(0, -c.days) }

// At moves the cursor to a place of the calendar. It says whether a day is there,
// and whether the cursor was on it before.
func (c *Calendar) At(x, y int) (there, was bool) {
	row, day := c.top+y-heads, c.left+x-c.nameWidth()-2
	if y < heads || row >= len(c.names) || row >= c.top+c.page() || x < c.nameWidth()+2 || day >= c.days || day >= c.left+c.Window() {
		return false, false
	}
	was = row == c.row && day == c.day
	c.row, c.day = row, day
	return true, was
}

// View draws the headings and the rows in sight.
func (c *Calendar) View(th *theme.Theme, mark func(row int, day time.Time) Mark) []string {
	lines := c.headings(th)
	n := min(c.Window(), c.days-c.left)
	for row := c.top; row < len(c.names) && row < c.top+c.page(); row++ {
		var b strings.Builder
		bar, tone := " ", theme.Plain
		if row == c.row {
			bar, tone = th.Paint(theme.Accent, theme.Bar), theme.Strong
		}
		b.WriteString(bar + th.Paint(tone, th.Pad(c.names[row], c.nameWidth())) + " ")
		var run strings.Builder
		was := theme.Plain
		flush := func() {
			b.WriteString(th.Paint(was, run.String()))
			run.Reset()
		}
		for i := range n {
			m := mark(row, c.first.AddDate(0, 0, c.left+i))
			if row == c.row && c.left+i == c.day {
				m.Tone = theme.SelectedCell
			}
			if m.Tone != was {
				flush()
				was = m.Tone
			}
			run.WriteString(m.Text)
		}
		flush()
		lines = append(lines, b.String())
	}
	return lines
}

// headings draws the months, the Mondays and the cursor's day.
func (c *Calendar) headings(th *theme.Theme) []string {
	n := min(c.Window(), c.days-c.left)
	mondays := blank(n)
	for i := range n {
		if day := c.first.AddDate(0, 0, c.left+i); day.Weekday() == time.Monday {
			copy(mondays[i:], []rune(strconv.Itoa(day.Day())))
		}
	}
	margin := strings.Repeat(" ", c.nameWidth()+1)
	before, beyond := " ", ""
	if c.left > 0 {
		before = th.Paint(theme.Accent, theme.Before)
	}
	if c.left+n < c.days {
		beyond = th.Paint(theme.Accent, theme.Beyond)
	}
	return []string{
		margin + " " + th.Paint(theme.Heading, c.months(n)),
		margin + before + th.Paint(theme.Heading, string(mondays)) + beyond,
		margin + " " + c.pointer(th),
	}
}

// months names the months above their first days in sight, the first of them
// that has room, and each January, with the year.
func (c *Calendar) months(n int) string {
	line, dated := blank(n), false
	for i := 0; i < n; {
		day := c.first.AddDate(0, 0, c.left+i)
		next := min(n, between(c.first, time.Date(day.Year(), day.Month()+1, 1, 0, 0, 0, 0, time.UTC))-c.left)
		for _, layout := range []string{"Jan 2006", "Jan"} {
			long := layout != "Jan"
			if long && dated && day.Month() != time.January || len(layout) > next-i || len(layout) == next-i && next < n {
				continue
			}
			copy(line[i:], []rune(day.Format(layout)))
			dated = dated || long
			break
		}
		i = next
	}
	return string(line)
}

// pointer marks the column of the cursor and says which day it is.
func (c *Calendar) pointer(th *theme.Theme) string {
	at, text := c.day-c.left, c.Day().Format("Mon 2 Jan 2006")
	line := theme.Falling
	switch room := c.w - c.nameWidth() - 2; {
	case at+len(text)+2 <= room:
		line += " " + text
	case at > len(text):
		line = text + " " + line
		at -= len(text) + 1
	}
	return strings.Repeat(" ", max(0, at)) + th.Paint(theme.HeadingHere, line)
}

func blank(n int) []rune {
	return []rune(strings.Repeat(" ", max(0, n)))
}
