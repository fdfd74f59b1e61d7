package screen

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"lrx/internal/safetext"
	"lrx/query"
	"lrx/scoring"
	"lrx/ui/theme"
)

// halves is the width from which settings stand in two columns.
const halves = 76

// The room of a setting's name, of its value, and of what follows a name below.
const (
	settingLabel = 29
	settingValue = 6
	moverName    = 22
	moverScores  = 9
	moverChange  = 7
)

func (t *trial) view(th *theme.Theme) []string {
	if t.tried == nil {
		return nil
	}
	below := []string{""}
	for line := range strings.SplitSeq(ansi.WrapWc(string(t.sentence()), max(1, t.w-4), ""), "\n") {
		below = append(below, "  "+string(safetext.Truncate(safetext.Clean(line), t.w-2)))
	}
	lines := t.window(t.settingLines(th), len(below))
	lines = append(lines, below...)
	if room := t.h - len(lines); len(t.moved) > 0 && room > 1 {
		lines = append(lines, t.moverLines(th, room)...)
	}
	return lines[:min(len(lines), t.h)]
}

// window is what is in sight of the settings where not all of them fit: what
// comes of it and some of those who move have room below.
func (t *trial) window(lines []string, below int) []string {
	movers := min(len(t.moved)+1, max(3, t.h/3))
	if len(t.moved) == 0 {
		movers = 0
	}
	t.shown = min(len(lines), max(1, t.h-below-movers))
	at := min(t.at, len(settings())-1)
	row := at + 1 // below the heading
	if at > weighted {
		row++ // and the other heading
		if t.w >= halves {
			row = at - weighted
		}
	}
	t.from = min(t.from, row)
	if t.from == 1 {
		t.from = 0 // the heading with the first
	}
	t.from = max(t.from, row-t.shown+1)
	t.from = max(0, min(t.from, len(lines)-t.shown))
	return lines[t.from : t.from+t.shown]
}

// settingLines are the settings: the weights and the attempt rule at the left,
// what a score needs at the right, or below where it is narrow.
func (t *trial) settingLines(th *theme.Theme) []string {
	all := settings()
	left := []string{" " + th.Paint(theme.Heading, th.Pad("Weights", settingLabel+settingValue))}
	right := []string{" " + th.Paint(theme.Heading, th.Pad("What a score needs", settingLabel+settingValue))}
	for i := range all {
		line := t.settingLine(th, all[i], i)
		if i <= weighted {
			left = append(left, line)
		} else {
			right = append(right, line)
		}
	}
	if t.w < halves {
		return append(left, right...)
	}
	for i := range right {
		left[i] += "  " + right[i]
	}
	return left
}

func (t *trial) settingLine(th *theme.Theme, s setting, i int) string {
	value := s.text(*t.tried)
	mark := safetext.Safe(" ")
	tone := theme.Plain
	if value != s.text(t.said.Holds) {
		mark, tone = theme.Changed, theme.Strong
	}
	label := settingLabel + settingValue - max(settingValue, safetext.Width(value))
	text := th.Pad(s.label, label) + th.PadLeft(value, settingLabel+settingValue-label) + string(mark)
	if i == t.at {
		return th.Paint(theme.Accent, theme.Bar) + th.Paint(theme.Selected, text)
	}
	return " " + th.Paint(tone, text)
}

// moverLines are those who move, as many as there is room for.
func (t *trial) moverLines(th *theme.Theme, room int) []string {
	here := t.at - len(settings())
	page := room - 1
	t.top = max(0, min(t.top, len(t.moved)-page))
	if here >= 0 {
		t.top = max(min(t.top, here), here-page+1)
	}
	head := th.Pad("Who moves, state first", moverName) + " " + th.PadLeft("Score", moverScores) + " " + th.PadLeft("Change", moverChange) + "  What it says"
	lines := []string{" " + th.Paint(theme.Heading, head)}
	for i := t.top; i < len(t.moved) && i < t.top+page; i++ {
		m := t.moved[i]
		text := th.Pad(m.Name.Shown(), moverName) + " " + th.PadLeft(t.fromTo(m), moverScores) + " " +
			th.PadLeft(query.Cell(query.KindPoints, number(m.Change), nil), moverChange) + "  "
		text += string(safetext.Truncate(t.says(m), max(0, t.w-3-moverName-moverScores-moverChange-2)))
		if i == here {
			lines = append(lines, th.Paint(theme.Accent, theme.Bar)+th.Paint(theme.Selected, text+strings.Repeat(" ", max(0, t.w-1-th.Width(text)))))
			continue
		}
		lines = append(lines, " "+text)
	}
	return lines
}

// fromTo is a score before and after.
func (t *trial) fromTo(m query.Move) safetext.Safe {
	cell := func(v *float64) safetext.Safe { return query.Cell(query.KindScore, number(v), nil) }
	return cell(m.Before.Score) + " " + theme.Becomes + " " + cell(m.After.Score)
}

// says is the change in words: the state before the number, which may be none.
func (t *trial) says(m query.Move) safetext.Safe {
	var parts []string
	if m.Before.State != m.After.State {
		word := func(s scoring.State) string {
			return string(query.Cell(query.KindState, safetext.Clean(string(s)), nil))
		}
		parts = append(parts, word(m.Before.State)+" "+theme.Becomes+" "+word(m.After.State))
	}
	switch {
	case !scoreMoves(m):
	case !m.Reliable:
		parts = append(parts, "no reliable difference")
	case *m.Change > 0:
		parts = append(parts, fmt.Sprintf("%.0f points up", *m.Change))
	default:
		parts = append(parts, fmt.Sprintf("%.0f points down", -*m.Change))
	}
	return safetext.Safe(strings.Join(parts, "; "))
}

// under is what stands at a place of the view, as the cursor counts.
func (t *trial) under(x, y int) (at int, ok bool) {
	n, row := len(settings()), y+t.from
	if t.tried == nil {
		return 0, false
	}
	if y < t.shown {
		switch {
		case t.w >= halves && x > settingLabel+settingValue+3:
			at = row + weighted
		case row > weighted+1: // below the other heading
			at = row - 2
		default:
			at = row - 1
		}
		heading := row == 0 || t.w < halves && row == weighted+2
		return at, !heading && at < n
	}
	first := t.shown + 2 + strings.Count(ansi.WrapWc(string(t.sentence()), max(1, t.w-4), ""), "\n") + 1
	at = n + t.top + y - first
	return at, y >= first && at < n+len(t.moved)
}
