package screen

import (
	"context"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"lrx/internal/safetext"
	"lrx/query"
	"lrx/ui/chart"
	"lrx/ui/field"
	"lrx/ui/theme"
)

// timelineTab shows a learner's score over time. Enter leads to the learner as
// she was known then.
func timelineTab(id string, f query.Filter) Tab {
	return Tab{
		Title: "Timeline",
		Course: func(ctx context.Context, r Records, v query.Viewer) (query.List[query.Snapshot], error) {
			return r.Timeline(ctx, v, id, f)
		},
		Open: func(key string) Page {
			then := f
			if at, err := time.Parse(time.RFC3339, key); err == nil {
				then.AsOf = at
			}
			return Learner(id, then)
		},
		Empty: "No weeks yet: the score over time begins with the learner's first statement.",
	}
}

// timeline is the component for a score over time: a chart, or the same as a list.
type timeline struct {
	list   *list
	course query.List[query.Snapshot]
	chart  chart.Course
	zone   *time.Location
	twin   bool // the list is in front
	w, h   int
}

// Below the chart stand a blank line, what is under the cursor, the whole course
// in a sentence, and the legend.
const belowCourse = 4

func (t *timeline) resize(w, h int) {
	t.w, t.h = w, h
	t.list.resize(w, h)
	t.chart.SetSize(w, max(4, h-belowCourse))
}

func (t *timeline) take(a answer) tea.Cmd {
	t.course, t.zone = a.course, a.tz
	if t.zone == nil {
		t.zone = time.UTC
	}
	points := make([]chart.Point, len(a.course.Rows))
	for i, s := range a.course.Rows {
		points[i] = chart.Point{At: s.At, None: true}
		if s.Score != nil && s.Low != nil && s.High != nil {
			points[i] = chart.Point{At: s.At, Value: *s.Score, Low: *s.Low, High: *s.High}
		}
	}
	t.chart.Set(points, t.zone)
	return t.list.take(a)
}

func (t *timeline) arranged(a Arranged) { t.list.arranged(a) }

func (t *timeline) empty() bool { return len(t.course.Rows) == 0 }

func (t *timeline) able(a Action) string {
	switch {
	case t.empty() && !a.Moves():
		return "there are no weeks yet"
	case a == Fold:
		return ""
	case t.twin:
		return t.list.able(a)
	}
	switch a {
	case Filter, Sort, OwnOrder:
		return "a chart has its own order; space shows it as a list"
	case NextMatch, PrevMatch:
		return "nothing is searched in a chart"
	default:
	}
	return ""
}

func (t *timeline) do(a Action) Effect {
	switch {
	case t.empty():
		return Effect{}
	case a == Fold:
		t.turn()
		return Effect{}
	case t.twin:
		return t.list.do(a)
	}
	switch a {
	case Left, Up:
		t.chart.Move(-1)
	case Right, Down:
		t.chart.Move(+1)
	case PageUp, HalfUp:
		t.chart.Move(-t.chart.Window() / 2)
	case PageDown, HalfDown:
		t.chart.Move(+t.chart.Window() / 2)
	case First:
		t.chart.Move(-t.chart.Points())
	case Last:
		t.chart.Move(+t.chart.Points())
	case Open:
		return t.open()
	case CopyCell:
		text := t.sentence(t.here())
		return copied(text, string(text))
	case CopyRow:
		var all []string
		for _, s := range t.course.Rows {
			all = append(all, string(t.sentence(s)))
		}
		return copied("the whole course", strings.Join(all, "\n"))
	default:
	}
	return Effect{}
}

// turn brings the list to the front, or the chart; the cursor stays at its week.
func (t *timeline) turn() {
	if t.twin = !t.twin; t.twin {
		for i := range t.list.table.Rows() {
			if t.list.row(i).Key == stampOf(t.here()) {
				t.list.table.SetRow(i)
			}
		}
		return
	}
	for i, s := range t.course.Rows {
		if stampOf(s) == t.list.key() {
			t.chart.Move(i - t.chart.Point())
		}
	}
}

// stampOf is the key of a week in the list.
func stampOf(s query.Snapshot) string { return s.At.UTC().Format(time.RFC3339) }

func (t *timeline) here() query.Snapshot { return t.course.Rows[max(0, t.chart.Point())] }

func (t *timeline) open() Effect {
	p := t.list.tab.Open(stampOf(t.here()))
	return Effect{Open: &p}
}

func (t *timeline) layered() bool { return t.list.layered() }

func (t *timeline) peel() (bool, tea.Cmd) { return t.list.peel() }

func (t *timeline) input() *field.Field { return t.list.input() }

func (t *timeline) typed() tea.Cmd { return t.list.typed() }

func (t *timeline) entered() Effect { return t.list.entered() }

func (t *timeline) click(x, y int) Effect {
	if t.twin {
		return t.list.click(x, y)
	}
	if there, was := t.chart.At(x, y); there && was {
		return t.open()
	}
	return Effect{}
}

func (t *timeline) remark() string {
	if t.twin {
		return t.list.remark()
	}
	return ""
}

func (t *timeline) where() string {
	switch {
	case t.empty():
		return ""
	case t.twin:
		return t.list.where()
	}
	return "week " + count(t.chart.Point()+1) + " of " + count(t.chart.Points())
}

func (t *timeline) sheet() query.Sheet { return t.list.sheet() }

func (t *timeline) explain() Explanation {
	switch {
	case t.empty():
		return Explanation{}
	case t.twin:
		return t.list.explain()
	}
	return Explanation{
		Title: "Score as of " + t.here().At.In(t.zone).Format("Monday 2 January 2006"), Value: t.sentence(t.here()),
		Help: "Each mark is the score as it was known at the end of that day, with its 90 % interval; later statements are not in it. " +
			"Two weeks differ for sure only where their intervals do not overlap. A week without enough evidence has no number.",
	}
}

func (t *timeline) view(th *theme.Theme) []string {
	switch {
	case t.empty():
		return sentences(th, theme.Plain, t.w, t.list.tab.Empty)
	case t.twin:
		return t.list.view(th)
	}
	lines := append(t.chart.View(th), "")
	for _, text := range []safetext.Safe{t.sentence(t.here()), t.whole()} {
		lines = append(lines, "  "+string(safetext.Truncate(text, max(0, t.w-3))))
	}
	legend := theme.PointValue + " score   " + theme.PointHigh + " " + theme.PointLow + " ends of its 90 % interval   " + theme.PointNone + " not enough evidence"
	return append(lines, "  "+th.Paint(theme.Muted, string(safetext.Truncate(safetext.Safe(legend), max(0, t.w-3)))))
}

// sentence says a week in words.
func (t *timeline) sentence(s query.Snapshot) safetext.Safe {
	day := s.At.In(t.zone).Format("2 January")
	if s.Score == nil || s.Low == nil || s.High == nil {
		return safetext.Safe(fmt.Sprintf("%s: not enough evidence for a score, %s", day, counted(int(s.Evidence), "observation")))
	}
	return safetext.Safe(fmt.Sprintf("%s: score %.0f (%.0f-%.0f), ", day, *s.Score, *s.Low, *s.High)) + s.State +
		safetext.Safe(fmt.Sprintf("; coverage %s, %s", query.Cell(query.KindShare, number(s.Coverage), nil), counted(int(s.Evidence), "observation")))
}

// whole says what the first and the last score have of a difference.
func (t *timeline) whole() safetext.Safe {
	var first, last *query.Snapshot
	for i := range t.course.Rows {
		if s := &t.course.Rows[i]; s.Score != nil && s.Low != nil && s.High != nil {
			if first == nil {
				first = s
			}
			last = s
		}
	}
	if first == last {
		return "one score or none: nothing can be compared yet"
	}
	says := "no reliable difference"
	switch {
	case *last.Low > *first.High:
		says = fmt.Sprintf("up by %.0f points", *last.Score-*first.Score)
	case *last.High < *first.Low:
		says = fmt.Sprintf("down by %.0f points", *first.Score-*last.Score)
	}
	return safetext.Safe(fmt.Sprintf("from %s to %s: %s", first.At.In(t.zone).Format("2 January"), last.At.In(t.zone).Format("2 January"), says))
}
