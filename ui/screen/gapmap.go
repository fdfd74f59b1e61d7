package screen

import (
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"lrx/internal/safetext"
	"lrx/query"
	"lrx/ui/chart"
	"lrx/ui/field"
)

// Days is what a map of gaps shows, and the gaps in it as a list: what an export
// of the map writes.
type Days struct {
	Sources []query.SourceDays
	Gaps    []query.Gap
	Sheet   query.Sheet
}

func daysOfSources(ctx context.Context, r Records, v query.Viewer) (Days, error) {
	l, err := r.SourceDays(ctx, v, query.Filter{})
	if err != nil {
		return Days{}, err
	}
	gaps := query.GapsOf(l.Rows, v, query.Filter{})
	return Days{Sources: l.Rows, Gaps: gaps, Sheet: query.GapSheet(query.List[query.Gap]{Rows: gaps, Total: len(gaps), AsOf: l.AsOf}, v)}, nil
}

// gapMap is the component for maps of gaps: a calendar of what each source sent
// beside what was expected.
type gapMap struct {
	tab      Tab
	days     Days
	calendar chart.Calendar
	w, h     int
}

func (g *gapMap) resize(w, h int) {
	g.w, g.h = w, h
	g.fit()
}

// Below the calendar stand a blank line, the sentence and the legend.
const belowMap = 4

func (g *gapMap) fit() { g.calendar.SetSize(g.w, max(1, g.h-belowMap)) }

func (g *gapMap) take(a answer) tea.Cmd {
	g.days = a.days
	var names []safetext.Safe
	var first, last time.Time
	for i := range g.days.Sources {
		d := &g.days.Sources[i]
		names = append(names, d.Called)
		if begin := d.Day(0); i == 0 || begin.Before(first) {
			first = begin
		}
		if end := d.Day(d.Len() - 1); i == 0 || end.After(last) {
			last = end
		}
	}
	g.calendar.Set(names, first, last)
	g.fit()
	return nil
}

func (g *gapMap) arranged(Arranged) {}

func (g *gapMap) empty() bool { return len(g.days.Sources) == 0 }

func (g *gapMap) able(a Action) string {
	switch a {
	case Filter, Sort, OwnOrder:
		return "a map has its own order; e writes its gaps as a list"
	case Fold:
		return "nothing folds in a map"
	case NextMatch, PrevMatch:
		return "nothing is searched in a map"
	case Open, CopyCell, CopyRow, Export:
		if g.empty() {
			return "there are no days"
		}
	default:
	}
	return ""
}

func (g *gapMap) do(a Action) Effect {
	if g.empty() {
		return Effect{}
	}
	window := g.calendar.Window()
	switch a {
	case Up:
		g.calendar.Move(-1, 0)
	case Down:
		g.calendar.Move(+1, 0)
	case Left:
		g.calendar.Move(0, -1)
	case Right:
		g.calendar.Move(0, +1)
	case HalfUp:
		g.calendar.Move(0, -window/2)
	case HalfDown:
		g.calendar.Move(0, +window/2)
	case PageUp:
		g.calendar.Move(0, -window)
	case PageDown:
		g.calendar.Move(0, +window)
	case First:
		g.calendar.Oldest()
	case Last:
		g.calendar.Newest()
	case Open:
		return g.open()
	case CopyCell:
		text := g.sentence()
		return copied(text, string(text))
	case CopyRow:
		return g.copyGaps()
	default:
	}
	return Effect{}
}

// here is the source of the cursor.
func (g *gapMap) here() *query.SourceDays { return &g.days.Sources[g.calendar.Row()] }

// open leads to the source of the cursor: a filter by source and day, which
// would lead to its statements, is not there yet.
func (g *gapMap) open() Effect {
	p := Source(g.here().Key)
	p.Name = g.here().Source
	return Effect{Open: &p}
}

// copyGaps copies the gaps of the cursor's source as sentences.
func (g *gapMap) copyGaps() Effect {
	var lines []string
	for _, gap := range g.days.Gaps {
		if gap.Key == g.here().Key {
			lines = append(lines, string(gap.Sentence))
		}
	}
	if len(lines) == 0 {
		return Effect{Say: string(safetext.Truncate(g.here().Called, 40)) + " has no gaps to copy"}
	}
	return copied(safetext.Safe(counted(len(lines), "gap")+" of ")+g.here().Called, strings.Join(lines, "\n"))
}

func (g *gapMap) layered() bool { return false }

func (g *gapMap) peel() (bool, tea.Cmd) { return false, nil }

func (g *gapMap) input() *field.Field { return nil }

func (g *gapMap) typed() tea.Cmd { return nil }

func (g *gapMap) entered() Effect { return Effect{} }

func (g *gapMap) click(x, y int) Effect {
	if g.empty() {
		return Effect{}
	}
	if there, was := g.calendar.At(x, y); there && was {
		return g.open()
	}
	return Effect{}
}

func (g *gapMap) remark() string {
	n := map[query.Candidate]int{}
	for _, gap := range g.days.Gaps {
		n[gap.Candidate]++
	}
	if g.empty() {
		return ""
	}
	if n[query.Outage] == 0 {
		return "no outage candidate"
	}
	return counted(n[query.Outage], "outage candidate")
}

func counted(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return count(n) + " " + what
}

func (g *gapMap) where() string {
	if g.empty() {
		return ""
	}
	return "source " + count(g.calendar.Row()+1) + " of " + count(g.calendar.Rows())
}

func (g *gapMap) sheet() query.Sheet { return g.days.Sheet }

// explain says what the mark under the cursor is and how it came about.
func (g *gapMap) explain() Explanation {
	if g.empty() {
		return Explanation{}
	}
	return Explanation{
		Title: "Statements on " + g.calendar.Day().Format("Monday 2 January 2006"), Of: g.here().Called, Value: g.sentence(),
		Help: "Statements that count, by the day they happened on in the reporting time zone, beside what was expected: the median of the same weekday in " +
			"the 8 weeks before and after, without days off and the first and last day of the source. Less than a tenth of at least 20 expected, where such days " +
			"are rare (at most a quarter of those compared), is an outage candidate; less than a tenth otherwise is quiet, and calendar.csv names holidays and " +
			"known outages. Bars are eighths of what was expected.",
	}
}
