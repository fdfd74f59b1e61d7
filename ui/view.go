package ui

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"lrx/internal/safetext"
	"lrx/ui/screen"
	"lrx/ui/theme"
)

// View draws the window. The title is fixed: what stands in a title reaches the
// terminal as it is.
func (a *App) View() tea.View {
	v := tea.NewView(strings.Join(a.frame(), "\n"))
	v.AltScreen = true
	v.WindowTitle = "lrx"
	if a.mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	return v
}

func (a *App) tooSmall() bool { return a.w < leastWidth || a.h < leastHeight }

// layout is where everything stands now.
func (a *App) layout() layout {
	titles, _ := a.here().Tabs()
	return arrange(a.w, a.h, len(titles) > 1, len(a.headline()))
}

// frame draws all lines of the window.
func (a *App) frame() []string {
	if a.tooSmall() {
		text := fmt.Sprintf("too small: %dx%d, lrx needs %dx%d", a.w, a.h, leastWidth, leastHeight)
		return []string{string(safetext.Truncate(safetext.Safe(text), a.w))}
	}
	lines := make([]string, a.h)
	l := a.layout()
	put := func(r rect, text ...string) {
		for i := 0; i < r.h && i < len(text); i++ {
			lines[r.y+i] = a.theme.Cut(text[i], r.w)
		}
	}
	put(l.header, a.header(l.header.w))
	put(l.tabs, a.tabs())
	put(l.rule, a.rule(l.rule.w))
	put(l.head, a.headline()...)
	put(l.body, a.here().View(&a.theme)...)
	put(l.edge, a.theme.Paint(theme.Rule, strings.Repeat(theme.Line, l.edge.w)))
	put(l.status, a.status(l.status.w))
	put(l.keys, a.hints(l.keys.w))
	if len(a.dialogs) > 0 {
		a.overlay(lines)
	}
	return lines
}

// box is the dialog in front and where it stands.
func (a *App) box() ([]string, rect) {
	lines := a.dialogs[len(a.dialogs)-1].View(&a.theme, a.w-4, a.layout().status.y-1)
	w := 0
	for _, l := range lines {
		w = max(w, a.theme.Width(l))
	}
	return lines, rect{(a.w - w) / 2, max(1, (a.layout().status.y-len(lines))/3), w, len(lines)}
}

// overlay puts the dialog in front over the window, which steps back in the
// muted tone. The last lines stay: they say what the dialog's keys are.
func (a *App) overlay(lines []string) {
	box, at := a.box()
	for y := range a.layout().status.y {
		under := ansi.Strip(lines[y])
		if y < at.y || y >= at.y+at.h {
			lines[y] = a.theme.Paint(theme.Muted, a.theme.Cells(under, 0, a.w))
			continue
		}
		lines[y] = a.theme.Paint(theme.Muted, a.theme.Cells(under, 0, at.x-1)) + " " + box[y-at.y] + " " +
			a.theme.Paint(theme.Muted, a.theme.Cells(under, at.x+at.w+1, a.w))
	}
}

// span is where a tab's title stands.
type span struct{ x, w int }

func (a *App) tabSpans() []span {
	titles, _ := a.tabTitles()
	spans := make([]span, len(titles))
	x := 0
	for i, t := range titles {
		w := safetext.Width(t) + 4 // " 1 Title "
		spans[i] = span{x, w}
		x += w
	}
	return spans
}

// tabTitles are the titles of the tabs as they fit into the window: the longest
// give up their ends, that of the tab in front last.
func (a *App) tabTitles() (titles []safetext.Safe, front int) {
	all, front := a.here().Tabs()
	used := 0
	for _, t := range all {
		titles = append(titles, safetext.Clean(t))
		used += safetext.Width(safetext.Clean(t)) + 4
	}
	const least = 3
	for ; used > a.w; used-- {
		at := -1
		for i, t := range titles {
			if w := safetext.Width(t); w > least && i != front && (at < 0 || w > safetext.Width(titles[at])) {
				at = i
			}
		}
		if at < 0 {
			break
		}
		titles[at] = safetext.Truncate(titles[at], safetext.Width(titles[at])-1)
	}
	return titles, front
}

func (a *App) tabs() string {
	titles, front := a.tabTitles()
	var b strings.Builder
	for i, t := range titles {
		tone := theme.Muted
		if i == front {
			tone = theme.Strong
		}
		fmt.Fprintf(&b, " %s %s ", a.theme.Paint(theme.Key, fmt.Sprint(i+1)), a.theme.Paint(tone, string(t)))
	}
	return b.String()
}

// rule draws the line below the tabs, heavy under the one in front.
func (a *App) rule(w int) string {
	titles, front := a.here().Tabs()
	if len(titles) < 2 {
		return a.theme.Paint(theme.Rule, strings.Repeat(theme.Line, w))
	}
	s := a.tabSpans()[front]
	return a.theme.Paint(theme.Rule, strings.Repeat(theme.Line, s.x)) +
		a.theme.Paint(theme.Accent, strings.Repeat(theme.Heavy, s.w)) +
		a.theme.Paint(theme.Rule, strings.Repeat(theme.Line, max(0, w-s.x-s.w)))
}

// status is the line for what is going on: the open input, a remark, what
// narrows and orders the view; where the cursor is at the right.
func (a *App) status(w int) string {
	where := a.zoneName()
	if at := safetext.Clean(a.here().Where()); at != "" {
		where = at + between + where
	}
	room := w - safetext.Width(where) - 4
	if in := a.here().Input(); in != nil {
		left := " " + a.theme.Paint(theme.Key, "/") + in.View(&a.theme, room)
		return a.apart(left, string(where), w)
	}
	tone, text := theme.Muted, a.here().Remark()
	frames := theme.SpinnerFrames()
	frame, slow := a.here().Reading()
	failed, task := a.here().Failed(), a.working()
	switch {
	case a.note != "":
		if tone, text = theme.Strong, a.note; strings.HasPrefix(text, "! ") {
			tone = theme.Risk
		}
	case slow:
		tone, text = theme.Accent, frames[frame%len(frames)]+" reading"
	case failed != nil:
		tone, text = theme.Risk, "! r tries again. "+screen.Sentence(failed)
	case task != nil:
		tone, text = theme.Accent, frames[task.frame%len(frames)]+" "+string(task.said())
	case text == "":
		if c, ok := a.stale(); ok {
			tone, text = staleTone(c), "! "+a.staleSentence(c)
		}
	}
	left := " " + a.theme.Paint(tone, string(safetext.Truncate(safetext.Clean(text), room)))
	return a.apart(left, string(where), w)
}

// apart sets two texts at both ends of a line.
func (a *App) apart(left, right string, w int) string {
	gap := w - a.theme.Width(left) - a.theme.Width(right) - 1
	return left + strings.Repeat(" ", max(0, gap)) + a.theme.Paint(theme.Muted, right)
}

// hints are the keys that do something here and now, as many as fit.
func (a *App) hints(w int) string {
	var b strings.Builder
	used := 0
	add := func(key, word string) bool {
		size := safetext.Width(safetext.Safe(key)) + safetext.Width(safetext.Safe(word)) + 3
		if used+size > w {
			return false
		}
		used += size
		b.WriteString(" " + a.theme.Paint(theme.Key, key) + " " + a.theme.Paint(theme.Muted, word) + " ")
		return true
	}
	switch {
	case len(a.dialogs) > 0:
		for _, h := range a.dialogs[len(a.dialogs)-1].Hints() {
			add(h[0], h[1])
		}
		add("esc", "close")
	case a.here().Input() != nil:
		add("enter", "keep")
		add("esc", "clear")
	default:
		form := a.here().Form()
		for _, k := range a.keys {
			if k.hint == "" || !k.applies(form) || a.why(k.action) != "" || k.action == screen.Back && !a.peels() || k.action == screen.Pull && !a.here().TellsOfPulls() {
				continue
			}
			word := k.hint
			if k.action == screen.Back && a.here().Layered() {
				word = "clear"
			}
			if !add(k.Help().Key, word) {
				break
			}
		}
	}
	return b.String()
}

// peels says whether esc has anything to take away.
func (a *App) peels() bool { return a.screens.depth() > 1 || a.here().Layered() }

// zoneName is what the reporting time zone is called: a zone without a name by
// its offset now.
func (a *App) zoneName() safetext.Safe {
	name := a.zone().String()
	if name != "Local" && name != "" {
		return safetext.Clean(name)
	}
	offset := a.opt.Now().In(a.zone()).Format("-07:00")
	return safetext.Safe("UTC" + strings.TrimSuffix(strings.Replace(strings.Replace(offset, "+0", "+", 1), "-0", "-", 1), ":00"))
}

// zone is the reporting time zone.
func (a *App) zone() *time.Location {
	if a.viewer.TZ == nil {
		return time.UTC
	}
	return a.viewer.TZ
}
