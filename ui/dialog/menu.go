package dialog

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"lrx/internal/safetext"
	"lrx/ui/field"
	"lrx/ui/theme"
)

// Item is one line of a menu.
type Item struct {
	Label safetext.Safe
	Kind  safetext.Safe // what it is: "action", "learner"
	Key   string        // the key that does it without the menu
	Why   string        // why it cannot be chosen now; "" = it can
	Value any           // handed to Pick

	folded string
}

// NewItem makes an item. Making it prepares the search, so that no key press
// has to.
func NewItem(label, kind safetext.Safe, key, why string, value any) Item {
	return Item{Label: label, Kind: kind, Key: key, Why: why, Value: value, folded: safetext.Fold(string(label))}
}

// Menu is a list to choose from. With Search it has an input and shows what
// matches it.
type Menu struct {
	Title  safetext.Safe
	Search bool
	Note   string // stands below, such as "reading names…"
	Pick   func(value any) tea.Cmd

	items   []Item
	field   field.Field
	matches []int
	at, top int
	h       int // items in sight when it was last drawn
}

// SetItems replaces the items. The cursor stays on the item it is on.
func (m *Menu) SetItems(items []Item) {
	m.items = items
	at := m.at
	m.match()
	m.move(at)
}

// listed is the most that is listed: nobody reads further, they type on.
const listed = 200

// match finds the items that hold every typed word, the best first: whole
// label, then beginning, then beginning of a word, then anywhere.
func (m *Menu) match() {
	m.at, m.top = 0, 0
	words := strings.Fields(safetext.Fold(m.field.Text()))
	var ranks [4][]int
	for i, item := range m.items {
		rank := rankOf(item.folded, words)
		if rank >= 0 && len(ranks[rank]) < listed {
			ranks[rank] = append(ranks[rank], i)
		}
	}
	m.matches = slices.Concat(ranks[:]...)
	if len(words) > 0 {
		// Of two that match alike the shorter is more of what was typed.
		slices.SortStableFunc(m.matches, func(a, b int) int {
			return cmp.Or(
				cmp.Compare(rankOf(m.items[a].folded, words), rankOf(m.items[b].folded, words)),
				cmp.Compare(len(m.items[a].folded), len(m.items[b].folded)))
		})
	}
	m.matches = m.matches[:min(len(m.matches), listed)]
}

func rankOf(label string, words []string) int {
	worst := 0
	for i, w := range words {
		at := strings.Index(label, w)
		switch {
		case at < 0:
			return -1
		case at == 0 && len(w) == len(label):
		case at == 0 && i == 0:
			worst = max(worst, 1)
		case at == 0 || label[at-1] == ' ' || strings.Contains(label, " "+w):
			worst = max(worst, 2)
		default:
			worst = max(worst, 3)
		}
	}
	return worst
}

// Key moves, types or picks.
func (m *Menu) Key(k tea.KeyPressMsg) (bool, func() tea.Cmd) {
	switch k.String() {
	case "up", "ctrl+p":
		m.move(m.at - 1)
	case "down", "ctrl+n":
		m.move(m.at + 1)
	case "pgup":
		m.move(m.at - max(1, m.h))
	case "pgdown":
		m.move(m.at + max(1, m.h))
	case "enter":
		return m.picked()
	default:
		if m.Search {
			if m.field.Key(k) {
				m.match()
			}
			return false, nil
		}
		return m.plain(k.String())
	}
	return false, nil
}

// plain takes a key of a menu without an input: its items have keys of their own.
func (m *Menu) plain(key string) (bool, func() tea.Cmd) {
	for at, i := range m.matches {
		if m.items[i].Key == key {
			m.move(at)
			return m.picked()
		}
	}
	switch key {
	case "k":
		m.move(m.at - 1)
	case "j":
		m.move(m.at + 1)
	}
	return false, nil
}

func (m *Menu) move(at int) {
	m.at = max(0, min(at, len(m.matches)-1))
	m.top = max(min(m.top, m.at), m.at-max(1, m.h)+1)
}

func (m *Menu) picked() (bool, func() tea.Cmd) {
	if m.at >= len(m.matches) {
		return false, nil
	}
	item := m.items[m.matches[m.at]]
	if item.Why != "" {
		return false, nil
	}
	return true, func() tea.Cmd { return m.Pick(item.Value) }
}

// Paste types a text.
func (m *Menu) Paste(text string) {
	if m.Search {
		m.field.Insert(text)
		m.match()
	}
}

// Wheel moves the cursor.
func (m *Menu) Wheel(by int) { m.move(m.at + by) }

// Click picks an item.
func (m *Menu) Click(_, y int) (bool, func() tea.Cmd) {
	at := m.top + y - m.above()
	if y < m.above() || at >= len(m.matches) || at-m.top >= m.h {
		return false, nil
	}
	m.move(at)
	return m.picked()
}

// above is how many lines stand above the items: the edge and the input.
func (m *Menu) above() int {
	if m.Search {
		return 3
	}
	return 1
}

// Hints are its keys.
func (m *Menu) Hints() [][2]string { return [][2]string{{"↑↓", "move"}, {"enter", "choose"}} }

// View draws the menu.
func (m *Menu) View(th *theme.Theme, w, h int) []string {
	w, h = min(w, 72), min(h, 30)
	room := w - 4
	below := 1 // the edge, and a note where there is one
	if m.Note != "" {
		below++
	}
	m.h = max(1, h-m.above()-below)
	if !m.Search {
		m.h = max(1, min(m.h, len(m.matches)))
	}
	m.move(m.at)
	var lines []string
	if m.Search {
		lines = append(lines, th.Paint(theme.Key, "› ")+m.field.View(th, room-2), "")
	}
	for at := m.top; at < len(m.matches) && at < m.top+m.h; at++ {
		lines = append(lines, m.line(th, m.items[m.matches[at]], room, at == m.at))
	}
	if len(m.matches) == 0 && m.Note == "" {
		lines = append(lines, th.Paint(theme.Muted, string(safetext.Truncate(safetext.Clean(fmt.Sprintf("Nothing matches %q.", m.field.Text())), room))))
	}
	if m.Search { // the box keeps its size while what matches changes
		for len(lines) < m.h+m.above()-1 {
			lines = append(lines, "")
		}
	}
	if m.Note != "" {
		lines = append(lines, th.Paint(theme.Muted, string(safetext.Truncate(safetext.Clean(m.Note), room))))
	}
	return frame(th, m.Title, lines, m.more(), w)
}

// more says how much is out of sight below.
func (m *Menu) more() safetext.Safe {
	if n := len(m.matches) - m.top - m.h; n > 0 {
		return safetext.Safe(fmt.Sprintf("%d more below", n))
	}
	return ""
}

// keyRoom is the room for a key at the end of an item.
const keyRoom = 10

// line draws an item: what it is called, then what it is or why it cannot be
// chosen if there is room, then its key.
func (m *Menu) line(th *theme.Theme, item Item, room int, here bool) string {
	key := safetext.PadLeft(safetext.Clean(item.Key), keyRoom)
	left := max(0, room-keyRoom-1)
	label := safetext.Truncate(item.Label, left)
	kind := item.Kind
	if item.Why != "" {
		kind = safetext.Clean("not now: " + item.Why)
	}
	gap := left - safetext.Width(label)
	if gap-2 < safetext.Width(kind) && item.Why == "" {
		kind = ""
	}
	kind = safetext.PadLeft(safetext.PadLeft(kind, max(0, gap-2)), gap)
	text := th.Pad(label, left-gap)
	if here {
		return th.Paint(theme.Accent, theme.Bar) + th.Paint(theme.Selected, text+string(kind+key))
	}
	tone := theme.Plain
	if item.Why != "" {
		tone = theme.Muted
	}
	return " " + th.Paint(tone, text) + th.Paint(theme.Muted, string(kind)) + th.Paint(theme.Key, string(key))
}
