package field

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"lrx/internal/safetext"
	"lrx/ui/theme"
)

func TestEditing(t *testing.T) {
	t.Parallel()
	f := New("one two")
	for _, k := range []tea.KeyPressMsg{
		{Code: 'w', Mod: tea.ModCtrl}, {Code: 'é', Text: "é"}, {Code: tea.KeyLeft}, {Code: 'x', Text: "x"}, {Code: tea.KeyHome}, {Code: tea.KeyDelete},
	} {
		f.Key(k)
	}
	if f.Text() != "ne xé" {
		t.Errorf("the text is %q", f.Text())
	}
	if f.Key(tea.KeyPressMsg{Code: tea.KeyF1}) {
		t.Error("a key without text changed it")
	}
}

func TestAnyInputStaysPrintableAndFits(t *testing.T) {
	t.Parallel()
	th := theme.New(colorprofile.ASCII, theme.Unknown)
	rapid.Check(t, func(t *rapid.T) {
		f := New(rapid.String().Draw(t, "start"))
		w := rapid.IntRange(0, 40).Draw(t, "w")
		for range rapid.IntRange(0, 30).Draw(t, "keys") {
			switch rapid.IntRange(0, 4).Draw(t, "kind") {
			case 0:
				f.Insert(rapid.String().Draw(t, "pasted") + "\x1b]52;c;x\a\u202e\r\n")
			case 1:
				f.Key(tea.KeyPressMsg{Code: rapid.SampledFrom([]rune{tea.KeyLeft, tea.KeyRight, tea.KeyHome, tea.KeyEnd, tea.KeyBackspace, tea.KeyDelete}).Draw(t, "key")})
			case 2:
				f.Key(tea.KeyPressMsg{Code: rapid.SampledFrom([]rune("uwkabef")).Draw(t, "ctrl"), Mod: tea.ModCtrl})
			default:
				r := rapid.Rune().Draw(t, "rune")
				f.Key(tea.KeyPressMsg{Code: r, Text: string(r)})
			}
			if strings.ContainsAny(f.Text(), "\x1b\a\r\n\u202e") || len(f.Text()) > 2*longest {
				t.Fatalf("the text is %q", f.Text())
			}
			line := ansi.Strip(f.View(&th, w))
			if safetext.Width(safetext.Safe(line)) > max(w, 0) {
				t.Fatalf("%q is wider than %d", line, w)
			}
		}
	})
}
