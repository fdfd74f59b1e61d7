package ui

import (
	"strings"
	"testing"

	"lrx/ui/screen"
)

func TestNoKeyMeansTwoThingsOnOneScreen(t *testing.T) {
	t.Parallel()
	for _, form := range []screen.Form{screen.ListForm, screen.TreeForm, screen.TextForm, screen.MapForm, screen.GridForm, screen.DeskForm, screen.AccountForm, screen.ChartForm, screen.SettingForm} {
		taken := map[string]string{}
		for _, b := range bindings() {
			if !b.applies(form) {
				continue
			}
			for _, k := range b.Keys() {
				if other, clash := taken[k]; clash {
					t.Errorf("%q means %q and %q (form %d)", k, other, b.Help().Desc, form)
				}
				taken[k] = b.Help().Desc
			}
		}
	}
}

func TestEveryActionHasAKeyOrStandsInThePalette(t *testing.T) {
	t.Parallel()
	seen := map[screen.Action]bool{}
	for _, b := range bindings() {
		seen[b.action] = true
		if len(b.Keys()) == 0 != (b.place == paletteOnly) || b.Help().Desc == "" {
			t.Errorf("%q has keys %q", b.Help().Desc, b.Keys())
		}
	}
	for a := screen.None + 1; a <= screen.Kill; a++ {
		if !seen[a] {
			t.Errorf("action %d can never be done", a)
		}
	}
}

func TestKeyTable(t *testing.T) {
	t.Parallel()
	table := KeyTable()
	for _, want := range []string{"| `enter` | one level nearer", "| `:`, `ctrl+p` |", "| `1-9` |", "| `n` | next match | texts |"} {
		if !strings.Contains(table, want) {
			t.Errorf("the table lacks %q:\n%s", want, table)
		}
	}
}

func TestPaletteHoldsEveryActionWithItsKey(t *testing.T) {
	t.Parallel()
	d := drive(t, school())
	items := d.app.actionItems()
	for _, b := range bindings() {
		if !b.applies(screen.ListForm) || b.action == screen.Palette || b.action == screen.PickTab {
			continue
		}
		found := false
		for _, i := range items {
			found = found || string(i.Label) == b.Help().Desc && i.Key == b.Help().Key && (i.Why == "") == (d.app.why(b.action) == "")
		}
		if !found {
			t.Errorf("the palette lacks %q", b.Help().Desc)
		}
	}
}
