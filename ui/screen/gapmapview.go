package screen

import (
	"fmt"
	"time"

	"lrx/internal/safetext"
	"lrx/query"
	"lrx/ui/chart"
	"lrx/ui/theme"
)

func (g *gapMap) view(th *theme.Theme) []string {
	if g.empty() {
		return sentences(th, theme.Plain, g.w, g.tab.Empty)
	}
	lines := g.calendar.View(th, g.mark)
	lines = append(lines, fewSentences(th, theme.Plain, g.w, belowMap-2, string(g.sentence()))...)
	lines = append(lines, g.legend(th))
	return append(lines, g.list(th, g.h-len(lines))...)
}

// mark is what a day of a source looks like.
func (g *gapMap) mark(row int, day time.Time) chart.Mark {
	d := &g.days.Sources[row]
	i, ok := d.At(day)
	if !ok {
		return chart.Mark{Text: " "}
	}
	if c := d.Candidate(i); c != "" {
		return markOf(c)
	}
	n, levels := d.Count(i), theme.Levels()
	expected, known := d.Expected(i)
	switch {
	case n == 0:
		return chart.Mark{Text: theme.MarkNone, Tone: theme.Muted}
	case !known || expected == 0:
		return chart.Mark{Text: theme.MarkSome, Tone: theme.Accent}
	}
	level := (n*int64(len(levels)) + expected - 1) / expected
	return chart.Mark{Text: levels[min(level, int64(len(levels)))-1], Tone: theme.Accent}
}

// markOf is the mark of a gap.
func markOf(c query.Candidate) chart.Mark {
	switch c {
	case query.Outage:
		return chart.Mark{Text: theme.MarkOutage, Tone: theme.Risk}
	case query.Holiday:
		return chart.Mark{Text: theme.MarkHoliday, Tone: theme.Muted}
	case query.Quiet:
	}
	return chart.Mark{Text: theme.MarkQuiet, Tone: theme.Warn}
}

// sentence is what is to be known of the cursor's day.
func (g *gapMap) sentence() safetext.Safe {
	d, day := g.here(), g.calendar.Day()
	i, ok := d.At(day)
	switch {
	case ok:
		return d.Sentence(i)
	case day.Before(d.Day(0)):
		return safetext.Clean(fmt.Sprintf("%s sent its first statement on %s, after this day", d.Called, d.Day(0).Format("2 January 2006")))
	}
	return safetext.Clean(fmt.Sprintf("%s sent its newest statement on %s, before this day; Sources says how fresh it is", d.Called, d.Day(d.Len()-1).Format("2 January 2006")))
}

// legend says what the marks are, as many as there is room for.
func (g *gapMap) legend(th *theme.Theme) string {
	levels := theme.Levels()
	line, used := " ", 1
	for _, m := range []struct {
		mark chart.Mark
		word string
	}{
		{chart.Mark{Text: levels[7], Tone: theme.Accent}, "usual"},
		{chart.Mark{Text: levels[3], Tone: theme.Accent}, "half"},
		{markOf(query.Outage), "outage candidate"},
		{markOf(query.Quiet), "quiet"},
		{markOf(query.Holiday), "day off"},
		{chart.Mark{Text: theme.MarkNone, Tone: theme.Muted}, "none"},
		{chart.Mark{Text: theme.MarkSome, Tone: theme.Accent}, "uncompared"},
	} {
		if used += len(m.word) + 4; used > g.w {
			break
		}
		line += " " + th.Paint(m.mark.Tone, m.mark.Text) + " " + th.Paint(theme.Muted, m.word) + " "
	}
	return line
}

// list says which gaps there are, the newest first, as many as fit.
func (g *gapMap) list(th *theme.Theme, room int) []string {
	const least = 3
	if room < least || len(g.days.Gaps) == 0 {
		return nil
	}
	title := "Gaps, the newest first"
	if shown := room - 2; len(g.days.Gaps) > shown {
		title += fmt.Sprintf(" %s %s of %s, e writes all", theme.Dot, count(shown), count(len(g.days.Gaps)))
	}
	lines := []string{"", "  " + th.Paint(theme.Heading, title)}
	for _, gap := range g.days.Gaps[:min(len(g.days.Gaps), room-2)] {
		mark := markOf(gap.Candidate)
		text := safetext.Truncate(gapText(gap)+gap.Source, g.w-5)
		lines = append(lines, "  "+th.Paint(mark.Tone, mark.Text)+" "+string(text))
	}
	return lines
}

// gapText writes a gap as a line of a table: when, and how many of how many.
func gapText(g query.Gap) safetext.Safe {
	return safetext.Safe(fmt.Sprintf("%-24s %9s of about %-9s ", dates(g), count(int(g.Statements)), count(int(*g.Expected))))
}

func dates(g query.Gap) string {
	if g.Days == 1 {
		return g.From.Format(time.DateOnly)
	}
	return g.From.Format(time.DateOnly) + " to " + g.To.Format(time.DateOnly)
}
