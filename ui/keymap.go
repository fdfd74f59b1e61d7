package ui

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"lrx/ui/screen"
)

// place is where a binding applies.
type place uint8

const (
	everywhere place = iota
	inLists          // trees are lists too
	inTables         // lists that are no trees
	inTrees
	inTexts
	inGrids
	onDesk
	onCharts
	onReceipts
	onSettings
	offSettings
	paletteOnly
)

// binding ties an action to its keys and to the words for it. The list of
// bindings is all there is: help, palette, footer and the key table are made
// from it.
type binding struct {
	action screen.Action
	key.Binding
	hint  string // word in the footer; "" = not there
	place place
}

// bindings lists every key, in the order help and footer show them.
func bindings() []binding {
	b := func(a screen.Action, where place, hint, shown, does string, keys ...string) binding {
		return binding{a, key.NewBinding(key.WithKeys(keys...), key.WithHelp(shown, does)), hint, where}
	}
	return []binding{
		b(screen.Open, everywhere, "open", "enter", "one level nearer to the raw statement", "enter"),
		b(screen.Back, everywhere, "back", "esc", "peel one layer: dialog, filter, level", "esc", "backspace"),
		b(screen.Merge, onDesk, "merge", "v y", "they are one person: merge them", "v", "y"),
		b(screen.Differ, onDesk, "different", "d n", "they are two people: not suggested any more", "d", "n"),
		b(screen.Right, onSettings, "more", "→ l +", "a step more, or the next rule", "right", "l", "+", "="),
		b(screen.Left, onSettings, "less", "← h -", "a step less, or the rule before", "left", "h", "-"),
		b(screen.Save, onSettings, "save", "w", "make what is tried the profile; asks first", "w"),
		b(screen.Defaults, onSettings, "defaults", "d", "try the defaults", "d"),
		b(screen.Fold, onCharts, "list", "space", "the chart as a list, or the list as a chart", "space"),
		b(screen.Undo, everywhere, "undo", "u", "take the last decision on who is who back", "u"),
		b(screen.Right, onDesk, "next", "→ l", "the next pair, undecided", "right", "l"),
		b(screen.Left, onDesk, "", "← h", "the pair before", "left", "h"),
		b(screen.Filter, inLists, "filter", "/", "live filter: names, ids, text, column:value, column:>5", "/"),
		b(screen.Filter, inTexts, "search", "/", "search the text", "/"),
		b(screen.NextMatch, inTexts, "next", "n", "next match", "n"),
		b(screen.PrevMatch, inTexts, "", "N", "previous match", "N"),
		b(screen.Sort, inLists, "sort", "s", "sort by the cursor's column, again = the other way round", "s"),
		b(screen.Fold, inTrees, "open", "space", "open or close what an area holds", "space"),
		b(screen.Fold, inTexts, "fold", "space", "fold or unfold", "space"),
		b(screen.NextTab, everywhere, "view", "tab", "next view of this level", "tab"),
		b(screen.PrevTab, everywhere, "", "shift+tab", "previous view of this level", "shift+tab"),
		b(screen.PickTab, everywhere, "", "1-9", "view by number", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
		b(screen.Pull, everywhere, "pull", "R", "pull now what is new from sources on servers", "R"),
		b(screen.Help, everywhere, "help", "?", "the number under the cursor, and the keys of this screen", "?"),
		b(screen.Palette, everywhere, "find", ":", "every action, learner, activity and class by name", ":", "ctrl+p"),
		b(screen.Quit, everywhere, "quit", "q", "quit; asks when more than 3 levels deep, a file is being written or a pull is under way", "q"),
		b(screen.Narrow, everywhere, "filters", "f", "filters: period, area, verb, source, group, platform; as of a day", "f"),
		b(screen.TryOut, offSettings, "what if", "w", "what if: try other weights, another attempt rule, other limits", "w"),

		b(screen.Up, everywhere, "", "↑ k", "up", "up", "k"),
		b(screen.Down, everywhere, "", "↓ j", "down", "down", "j"),
		b(screen.Left, inTables, "", "← h", "column to the left", "left", "h"),
		b(screen.Right, inTables, "", "→ l", "column to the right", "right", "l"),
		b(screen.PageLeft, inGrids, "", "H", "as many columns to the left as are in sight", "H", "shift+left"),
		b(screen.PageRight, inGrids, "", "L", "as many columns to the right as are in sight", "L", "shift+right"),
		b(screen.Left, inTrees, "", "← h", "close it, else to what holds it; a column to the left", "left", "h"),
		b(screen.Right, inTrees, "", "→ l", "open it, else a column to the right", "right", "l"),
		b(screen.Left, inTexts, "", "← h", "close the block", "left", "h"),
		b(screen.Right, inTexts, "", "→ l", "open the block", "right", "l"),
		b(screen.Left, onReceipts, "", "← h", "number to the left", "left", "h"),
		b(screen.Right, onReceipts, "", "→ l", "number to the right", "right", "l"),
		b(screen.Left, onCharts, "", "← h", "the week before; a column to the left", "left", "h"),
		b(screen.Right, onCharts, "", "→ l", "the week after; a column to the right", "right", "l"),
		b(screen.PageUp, everywhere, "", "pgup", "a page up", "pgup"),
		b(screen.PageDown, everywhere, "", "pgdn", "a page down", "pgdown"),
		b(screen.HalfUp, everywhere, "", "ctrl+u", "half a page up", "ctrl+u"),
		b(screen.HalfDown, everywhere, "", "ctrl+d", "half a page down", "ctrl+d"),
		b(screen.First, everywhere, "", "g home", "to the beginning", "g", "home"),
		b(screen.Last, everywhere, "", "G end", "to the end", "G", "end"),

		b(screen.CopyCell, inLists, "copy", "y", "copy the cell", "y"),
		b(screen.CopyRow, inLists, "", "Y", "copy the row", "Y"),
		b(screen.CopyCell, inTexts, "copy", "y", "copy the line", "y"),
		b(screen.CopyRow, inTexts, "", "Y", "copy the whole text", "Y"),
		b(screen.CopyRow, onDesk, "", "Y", "copy both records", "Y"),
		b(screen.CopyCell, onReceipts, "copy", "y", "copy the number", "y"),
		b(screen.CopyRow, onReceipts, "", "Y", "copy the whole receipt", "Y"),
		b(screen.CopyRow, onSettings, "", "Y", "copy what comes of it", "Y"),
		b(screen.Export, everywhere, "export", "e", "write this view into a file, filtered and sorted as it is", "e"),
		b(screen.Reload, everywhere, "", "r", "read again", "r"),
		b(screen.Mask, everywhere, "", "m", "mask names and ids at once; off asks first", "m"),
		b(screen.ShowSources, everywhere, "", "S", "loads with their receipts, rejects, sources, systems, map of gaps", "S"),
		b(screen.ShowPeople, everywhere, "", "P", "who is who: learners who may be one person, conflicts, all identifiers", "P"),
		b(screen.Redraw, everywhere, "", "ctrl+l", "draw the screen anew", "ctrl+l"),
		b(screen.Kill, everywhere, "", "ctrl+c", "quit at once, a second time by force", "ctrl+c"),

		b(screen.OwnOrder, paletteOnly, "", "", "back to the list's own order"),
		b(screen.Mouse, paletteOnly, "", "", "mouse on or off; off lets the terminal select text"),
		b(screen.Theme, paletteOnly, "", "", "colours for a light or a dark terminal"),
	}
}

// applies says whether a binding's keys work on tabs of a form.
func (b binding) applies(form screen.Form) bool {
	switch b.place {
	case inLists:
		return form == screen.ListForm || form == screen.TreeForm || form == screen.MapForm || form == screen.ChartForm || form == screen.GridForm
	case inTables:
		return form == screen.ListForm || form == screen.MapForm || form == screen.GridForm
	case inTrees:
		return form == screen.TreeForm
	case inTexts:
		return form == screen.TextForm
	case inGrids:
		return form == screen.GridForm
	case onDesk:
		return form == screen.DeskForm
	case onCharts:
		return form == screen.ChartForm
	case onReceipts:
		return form == screen.AccountForm
	case onSettings:
		return form == screen.SettingForm
	case offSettings:
		return form != screen.SettingForm
	case everywhere, paletteOnly:
	}
	return true
}

// find is the action a key stands for on a tab of a form.
func find(all []binding, k tea.KeyPressMsg, form screen.Form) screen.Action {
	for _, b := range all {
		if b.applies(form) && key.Matches(k, b.Binding) {
			return b.action
		}
	}
	return screen.None
}

// KeyTable is the keys as a Markdown table, for the README.
func KeyTable() string {
	var b strings.Builder
	b.WriteString("| key | what it does | where |\n|---|---|---|\n")
	for _, k := range bindings() {
		where := map[place]string{
			everywhere: "everywhere", inLists: "lists", inTables: "lists", inTrees: "trees", inTexts: "texts", inGrids: "grids", onDesk: "merge desk",
			onCharts: "timeline", onReceipts: "receipt", onSettings: "what if", offSettings: "classes and learners",
		}[k.place]
		if k.place == paletteOnly {
			continue
		}
		b.WriteString("| " + strings.Join(keyNames(k), ", ") + " | " + k.Help().Desc + " | " + where + " |\n")
	}
	return b.String()
}

// keyNames are the keys of a binding as the key table writes them.
func keyNames(b binding) []string {
	keys := b.Keys()
	if b.action == screen.PickTab {
		return []string{"`" + b.Help().Key + "`"}
	}
	out := slices.Clone(keys)
	for i, k := range out {
		out[i] = "`" + k + "`"
	}
	return out
}
