package pager

import (
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"lrx/internal/safetext"
	"lrx/ui/theme"
)

func letter() []Line {
	return []Line{
		{Label: "a ", Text: "one"},
		{Label: "b ", Text: "{", Brief: "{ two three }", Block: 3, Link: 1},
		{Text: "  two", Link: 1},
		{Text: "  three", Link: 1},
		{Text: "}", Link: 1},
		{Text: "four, which is a long line of several words"},
	}
}

func shown(p *Pager) string {
	th := theme.New(colorprofile.ASCII, theme.Unknown)
	var b strings.Builder
	for _, l := range p.View(&th, true) {
		b.WriteString(strings.TrimRight(ansi.Strip(l), " ") + "\n")
	}
	return b.String()
}

func paged(w, h int, closed func(int) bool) *Pager {
	p := &Pager{}
	p.SetSize(w, h)
	p.SetLines(letter(), closed)
	return p
}

func TestFold(t *testing.T) {
	t.Parallel()
	p := paged(40, 20, func(int) bool { return true })
	if want := "▌a one\n b { two three } ↵\n four, which is a long line of several\n words\n"; shown(p) != want {
		t.Errorf("closed:\n%swant\n%s", shown(p), want)
	}
	p.SetLine(3)
	if p.Line() != 1 {
		t.Errorf("a folded line leads to line %d", p.Line())
	}
	p.Toggle()
	p.Move(+1)
	if p.Line() != 2 {
		t.Errorf("the cursor is on line %d", p.Line())
	}
	p.Close()
	if p.Line() != 1 || p.Open() == false {
		t.Errorf("closing from inside did not close the block around: line %d", p.Line())
	}
}

func TestSearchOpensWhatIsFolded(t *testing.T) {
	t.Parallel()
	p := paged(40, 20, func(int) bool { return true })
	p.Search("THREE")
	p.Nearest()
	if p.Found() != 1 || p.Line() != 3 {
		t.Errorf("%d found, the cursor is on line %d", p.Found(), p.Line())
	}
	p.Search("o")
	for _, want := range []int{5, 0, 2, 5} {
		if p.Next(+1); p.Line() != want {
			t.Errorf("next is line %d, want %d", p.Line(), want)
		}
	}
	if p.Next(-1); p.Line() != 2 {
		t.Errorf("previous is line %d", p.Line())
	}
}

func TestRowsHoldAllTextAndNeverMoreThanFits(t *testing.T) {
	t.Parallel()
	th := theme.New(colorprofile.ASCII, theme.Unknown)
	rapid.Check(t, func(t *rapid.T) {
		text := safetext.Clean(rapid.String().Draw(t, "text"))
		label := safetext.Clean(rapid.StringN(0, 12, -1).Draw(t, "label"))
		w := rapid.IntRange(8, 60).Draw(t, "w")
		p := &Pager{}
		p.SetSize(w, 1000)
		p.SetLines([]Line{{Label: label, Text: text, Link: rapid.IntRange(0, 1).Draw(t, "link")}}, nil)
		p.Search(rapid.SampledFrom([]string{"", "a", "e", "İ"}).Draw(t, "search"))
		var all strings.Builder
		for _, r := range p.rows {
			all.WriteString(string(label + text)[r.from:r.to])
		}
		if all.String() != string(label+text) {
			t.Fatalf("%q became %q", label+text, all.String())
		}
		for _, cursor := range []bool{true, false} {
			for _, line := range p.View(&th, cursor) {
				if ansi.StringWidthWc(line) > w {
					t.Fatalf("%q is wider than %d", line, w)
				}
			}
		}
	})
}
