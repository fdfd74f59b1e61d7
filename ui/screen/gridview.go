package screen

import (
	"strings"

	"lrx/internal/safetext"
	"lrx/query"
	"lrx/ui/chart"
	"lrx/ui/theme"
)

// What stands below the grid: a blank line, a sentence on the cell of the cursor
// and one on its row and column, which take three lines, and the two keys of the
// legend. A low window leaves out all but the first sentence and the first key.
const (
	belowGrid = 6
	lowGrid   = 12
)

func (g *answerGrid) below() int {
	if g.h < lowGrid {
		return 2
	}
	return belowGrid
}

func (g *answerGrid) fit() { g.grid.SetSize(g.w, max(1, g.h-g.below())) }

func (g *answerGrid) view(th *theme.Theme) []string {
	if g.empty() {
		return sentences(th, theme.Plain, g.w, g.tab.Empty)
	}
	lines := g.grid.View(th, chart.Looks{
		Corner: "Learner", Totals: "right  of", Row: g.rowTotal, Column: g.columnTotal,
		Cell: func(row, column int) chart.Mark { return markOfAnswer(g.cell(row, column)) },
	})
	say := func(text string) string { return "  " + string(safetext.Truncate(safetext.Clean(text), max(0, g.w-3))) }
	if g.h < lowGrid {
		return append(lines, say(string(g.sentence())), g.symbols(th))
	}
	said := sentences(th, theme.Plain, g.w, string(g.sentence()))
	const most = 3 // the blank line and two of the sentence
	if len(said) > most {
		said = []string{"", say(string(g.sentence()))}
	}
	lines = append(append(lines, said...), th.Paint(theme.Muted, say(g.totals())))
	if len(said) < most {
		lines = append(lines, "")
	}
	lines = append(lines, g.symbols(th), g.shades(th))
	return lines[:min(len(lines), max(0, g.h))]
}

// answerMarks are the marks of answers with their words, in the order of the legend.
func answerMarks() []struct {
	mark chart.Mark
	word string
} {
	return []struct {
		mark chart.Mark
		word string
	}{
		{chart.Mark{Text: theme.MarkRight, Tone: theme.Accent}, "right at first"},
		{chart.Mark{Text: theme.MarkPart, Tone: theme.Accent}, "partly"},
		{chart.Mark{Text: theme.MarkLater, Tone: theme.Good}, "right later"},
		{chart.Mark{Text: theme.MarkWrong, Tone: theme.Warn}, "wrong so far"},
		{chart.Mark{Text: theme.MarkUntried, Tone: theme.Muted}, "no answer"},
		{chart.Mark{Text: theme.MarkUnread, Tone: theme.Muted}, "not told"},
	}
}

// The places of answers among the marks.
const (
	wasRight = iota
	wasPart
	wasLater
	wasWrong
	wasNone
	wasUnread
)

// came says what came of a learner's answers to an item.
func came(c query.GridCell) int {
	switch {
	case c.R == nil && c.Tries == 0:
		return wasNone
	case c.R == nil:
		return wasUnread
	case *c.R >= 1:
		return wasRight
	case c.Later:
		return wasLater
	case *c.R > 0:
		return wasPart
	}
	return wasWrong
}

func markOfAnswer(c query.GridCell) chart.Mark { return answerMarks()[came(c)].mark }

func meaning(c query.GridCell) string { return answerMarks()[came(c)].word }

// rowTotal is the share of a learner's first answers that was right, and of how many.
func (g *answerGrid) rowTotal(row int) safetext.Safe {
	l := &g.all.Learners[row]
	return share(l.Rate) + " " + safetext.PadLeft(safetext.Safe(count(int(l.N))), 3)
}

// columnTotal is the share of the first answers to an item that was right, as a shade.
func (g *answerGrid) columnTotal(column int) chart.Mark {
	rate := g.all.Items[column].Rate
	if rate == nil {
		return chart.Mark{Text: " "}
	}
	shades := theme.Shades()
	at := max(0, min(int(*rate*float64(len(shades))), len(shades)-1))
	return chart.Mark{Text: shades[at], Tone: theme.Muted}
}

func share(rate *float64) safetext.Safe {
	if rate == nil {
		return theme.Missing
	}
	return query.Cell(query.KindShare, *rate, nil)
}

// mostNamed is the room of a name in a sentence.
const mostNamed = 40

// sentence is what is to be known of the cursor's cell.
func (g *answerGrid) sentence() safetext.Safe {
	c := g.cell(g.grid.Row(), g.grid.Column())
	who, what := safetext.Truncate(g.learner().Name.Shown(), mostNamed), "“"+safetext.Truncate(g.item().Name, mostNamed)+"”"
	tries := safetext.Safe(counted(int(c.Tries), "try"))
	if c.Tries != 1 {
		tries = safetext.Safe(count(int(c.Tries)) + " tries")
	}
	switch came(c) {
	case wasNone:
		return who + " has not answered " + what + " yet."
	case wasUnread:
		return who + " answered " + what + " in " + tries + "; nothing says whether it was right."
	case wasRight:
		if c.Tries > 1 {
			return who + " answered " + what + " right at the first try, and " + tries + " were made in all."
		}
		return who + " answered " + what + " right at the first try."
	case wasLater:
		return who + " answered " + what + " wrong at first and right later, in " + tries + "."
	case wasPart:
		return who + " got " + share(c.R) + " at the first try of " + what + "; " + tries + " in all."
	}
	if c.Tries > 1 {
		return who + " answered " + what + " wrong at first and not right since, in " + tries + "."
	}
	return who + " answered " + what + " wrong at the only try."
}

// totals says what row and column of the cursor come to.
func (g *answerGrid) totals() string {
	l, i := g.learner(), g.item()
	of := func(rate *float64, n int64) string {
		if rate == nil || n == 0 {
			return "none yet"
		}
		return string(share(rate)) + " of " + count(int(n))
	}
	return "First answers right: the learner " + of(l.Rate, l.N) + ", the item " + of(i.Rate, i.N) + "."
}

// symbols is the first key of the legend: what the marks are, as many as fit.
func (g *answerGrid) symbols(th *theme.Theme) string {
	return g.key(th, "Marks", func(add func(chart.Mark, string)) {
		for _, m := range answerMarks() {
			add(m.mark, m.word)
		}
	})
}

// shades is the second key: what the totals of items are.
func (g *answerGrid) shades(th *theme.Theme) string {
	return g.key(th, "Items", func(add func(chart.Mark, string)) {
		for i, shade := range theme.Shades() {
			word := []string{"under 25 % right", "25-49 %", "50-74 %", "75 % and more"}[i]
			add(chart.Mark{Text: shade, Tone: theme.Muted}, word)
		}
	})
}

// key writes one key of the legend, as much of it as fits.
func (g *answerGrid) key(th *theme.Theme, title string, each func(add func(chart.Mark, string))) string {
	var b strings.Builder
	used, full := 2+len(title), false
	b.WriteString("  " + th.Paint(theme.Heading, title))
	each(func(m chart.Mark, word string) {
		const room = 4 // two blanks, the mark, a blank
		if used += len(word) + room; full || used > g.w {
			full = true
			return
		}
		b.WriteString("  " + th.Paint(m.Tone, m.Text) + " " + th.Paint(theme.Muted, word))
	})
	return b.String()
}
