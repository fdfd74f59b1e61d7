package dialog

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"lrx/internal/safetext"
	"lrx/ui/pager"
	"lrx/ui/theme"
)

func typed(m *Menu, text string) {
	for _, r := range text {
		m.Key(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

func menu(labels ...safetext.Safe) (*Menu, *any) {
	picked := new(any)
	m := &Menu{Search: true, Pick: func(v any) tea.Cmd { *picked = v; return nil }}
	var items []Item
	for _, l := range labels {
		why := ""
		if strings.HasPrefix(string(l), "never") {
			why = "because"
		}
		items = append(items, NewItem(l, "name", "", why, l))
	}
	m.SetItems(items)
	return m, picked
}

func TestMenuShowsTheBestMatchFirst(t *testing.T) {
	t.Parallel()
	m, picked := menu("a quiz in anatomy", "ana", "Banana", "Anatomy 2", "never ana")
	typed(m, "ana")
	var got []string
	for _, i := range m.matches {
		got = append(got, string(m.items[i].Label))
	}
	if want := "ana|Anatomy 2|never ana|a quiz in anatomy|Banana"; strings.Join(got, "|") != want {
		t.Errorf("%q, want %q", strings.Join(got, "|"), want)
	}
	m.Key(tea.KeyPressMsg{Code: tea.KeyDown})
	done, then := m.Key(tea.KeyPressMsg{Code: tea.KeyEnter})
	if !done {
		t.Fatal("nothing was picked")
	}
	if then(); *picked != safetext.Safe("Anatomy 2") {
		t.Errorf("picked %v", *picked)
	}
	typed(m, "never")
	if done, _ := m.Key(tea.KeyPressMsg{Code: tea.KeyEnter}); done {
		t.Error("a disabled item was picked")
	}
}

func TestMenuWithoutSearchTakesTheKeysOfItsItems(t *testing.T) {
	t.Parallel()
	var picked any
	m := &Menu{Pick: func(v any) tea.Cmd { picked = v; return nil }}
	m.SetItems([]Item{NewItem("CSV", "", "c", "", "csv"), NewItem("JSON", "", "j", "", "json")})
	if done, then := m.Key(tea.KeyPressMsg{Code: 'j', Text: "j"}); !done || then() != nil || picked != "json" {
		t.Errorf("picked %v", picked)
	}
}

func TestConfirm(t *testing.T) {
	t.Parallel()
	c := &Confirm{Question: "Really?", Then: func() tea.Cmd { return nil }}
	for key, want := range map[rune][2]bool{'y': {true, true}, 'n': {true, false}, 'x': {false, false}, tea.KeyEnter: {false, false}} {
		done, then := c.Key(tea.KeyPressMsg{Code: key, Text: map[bool]string{true: string(key)}[key < 128 && key > ' ']})
		if done != want[0] || (then != nil) != want[1] {
			t.Errorf("%q: done %t, then %t", key, done, then != nil)
		}
	}
}

func TestDialogsFitTheirRoom(t *testing.T) {
	t.Parallel()
	th := theme.New(colorprofile.TrueColor, theme.Light)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.Map(rapid.String(), safetext.Clean)
		m, _ := menu(rapid.SliceOfN(text, 0, 30).Draw(t, "labels")...)
		m.Title, m.Note = text.Draw(t, "title"), rapid.SampledFrom([]string{"", "note"}).Draw(t, "note")
		lines := []pager.Line{{Label: text.Draw(t, "label"), Text: text.Draw(t, "text")}}
		w, h := rapid.IntRange(56, 300).Draw(t, "w"), rapid.IntRange(12, 100).Draw(t, "h")
		for _, d := range []Dialog{m, &Confirm{Question: text.Draw(t, "question"), Yes: "yes", No: "no"}, &Panel{Title: text.Draw(t, "panel"), Lines: lines}} {
			d.Paste("x")
			d.Wheel(rapid.IntRange(-5, 5).Draw(t, "wheel"))
			got := d.View(&th, w, h)
			wide := map[int]bool{}
			for _, l := range got {
				wide[ansi.StringWidthWc(l)] = true
			}
			if len(got) > h || len(wide) != 1 || wide[0] {
				t.Fatalf("%T: %d lines of %v cells in %dx%d:\n%s", d, len(got), wide, w, h, ansi.Strip(fmt.Sprint(strings.Join(got, "\n"))))
			}
			for l := range wide {
				if l > w {
					t.Fatalf("%T is %d cells wide, %d are there", d, l, w)
				}
			}
		}
	})
}
