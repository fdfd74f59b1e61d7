package ledger

import (
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"lrx/internal/safetext"
	"lrx/ui/theme"
)

func columns() []Column {
	return []Column{
		{Title: "What", Width: 8, Priority: 1},
		{Title: "Weight", Width: 6, Priority: 1},
		{Title: "Points", Width: 6, Priority: 2},
		{Title: "Bar", Width: 4, Priority: 3, Left: true},
	}
}

func cells(texts ...safetext.Safe) []Cell {
	all := make([]Cell, len(texts))
	for i, text := range texts {
		all[i].Text = text
	}
	return all
}

func bill() []Line {
	bar := cells("apples", "2", "1.5", "")
	bar[3].Draw = func(w int) safetext.Safe { return safetext.Safe(strings.Repeat("#", w)) }
	return []Line{
		{Cells: bar, Note: "two of them, red ones, from the market behind the church"},
		{Cells: cells("pears", "1", "–", "–"), First: 2, Note: "none left"},
		{Cells: cells("sum", "3", "1.5", ""), Sum: true},
		{},
		{Label: "Paid  ", Text: "in coins", Leads: true},
	}
}

func drawn(l *Ledger) string {
	th := theme.New(colorprofile.ASCII, theme.Unknown)
	lines := l.View(&th)
	for i := range lines {
		lines[i] = strings.TrimRight(ansi.Strip(lines[i]), " ")
	}
	return strings.Join(lines, "\n")
}

func made(w, h int) *Ledger {
	l := &Ledger{}
	l.SetSize(w, h)
	l.Set(columns(), bill())
	return l
}

func TestLedger(t *testing.T) {
	t.Parallel()
	want := strings.Trim(`
 What                Weight Points Bar
▌apples                   2    1.5 ####
    two of them, red ones, from the
    market behind the church
 pears                    1  none left
 ──────────────────────────────────────
 sum                      3    1.5

 Paid  in coins ↵`, "\n")
	if got := drawn(made(40, 12)); got != want {
		t.Errorf("drawn:\n%s\nwanted:\n%s", got, want)
	}
}

// TestCrampedLedger draws it where it does not fit: one row for each note but that
// of the cursor's line, and the sum in sight.
func TestCrampedLedger(t *testing.T) {
	t.Parallel()
	want := strings.Trim(`
 What                Weight Points Bar
▌apples                   2    1.5 ####
    two of them, red ones, from the
    market behind the church
 pears                    1  none left
 sum                      3    1.5`, "\n")
	l := made(40, 6)
	if got := drawn(l); got != want {
		t.Errorf("drawn:\n%s\nwanted:\n%s", got, want)
	}
	l.Move(+1)
	want = strings.Trim(`
 What                Weight Points Bar
 apples                   2    1.5 ####
    two of them, red ones, from the m…
▌pears                    1  none left
 sum                      3    1.5
`, "\n")
	if got := strings.TrimRight(drawn(l), "\n"); got != want {
		t.Errorf("drawn:\n%s\nwanted:\n%s", got, want)
	}
}

func TestColumnsStepAside(t *testing.T) {
	t.Parallel()
	for w, want := range map[int]string{40: "What Weight Points Bar", 24: "What Weight Points", 18: "What Weight", 12: "What"} {
		head, _, _ := strings.Cut(drawn(made(w, 12)), "\n")
		if got := strings.Join(strings.Fields(head), " "); got != want {
			t.Errorf("in %d cells: %q, want %q", w, got, want)
		}
	}
}

func TestCursorGoesOverLinesAndColumns(t *testing.T) {
	t.Parallel()
	l := made(40, 4)
	at := func(line, column int) {
		t.Helper()
		if l.Line() != line || l.Column() != column {
			t.Errorf("at line %d, column %d; wanted %d, %d", l.Line(), l.Column(), line, column)
		}
	}
	l.Sideways(+2)
	at(0, 2)
	l.Move(+1)
	at(1, 0) // this line ends before
	l.Move(+1)
	at(2, 2)
	l.Move(+1) // passes the blank line
	at(4, 0)
	if got := drawn(l); !strings.Contains(got, "▌Paid  in coins ↵") || !strings.Contains(got, "sum") {
		t.Errorf("in sight:\n%s", got)
	}
	l.Move(-1)
	at(2, 2)
	l.Move(-9)
	at(0, 2)
	if got := drawn(l); !strings.HasPrefix(got, " What") {
		t.Errorf("the headings are not in sight:\n%s", got)
	}
	l.Sideways(-9)
	at(0, 0)
	if there, was := l.At(30, 1); !there || !was || l.Column() != 2 {
		t.Errorf("a click found %t, %t, column %d", there, was, l.Column())
	}
	if there, _ := l.At(3, 0); there {
		t.Error("a click on the headings found a line")
	}
}

func TestLedgersFit(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		l := made(rapid.IntRange(30, 120).Draw(t, "w"), rapid.IntRange(1, 30).Draw(t, "h"))
		lines := bill()
		lines[0].Note = safetext.Clean(rapid.String().Draw(t, "note"))
		lines[4].Text = safetext.Clean(rapid.String().Draw(t, "text"))
		lines[0].Cells[0].Text = safetext.Clean(rapid.String().Draw(t, "name"))
		l.Set(columns(), lines)
		for range rapid.IntRange(0, 9).Draw(t, "steps") {
			l.Move(rapid.IntRange(-3, 3).Draw(t, "by"))
			l.Sideways(rapid.IntRange(-2, 2).Draw(t, "aside"))
			if i := l.Line(); i < 0 || l.blank(i) {
				t.Fatalf("the cursor is on line %d", i)
			}
			got := strings.Split(drawn(l), "\n")
			if len(got) > l.h {
				t.Fatalf("%d lines in %d", len(got), l.h)
			}
			for _, line := range got {
				if ansi.StringWidthWc(line) > l.w {
					t.Fatalf("%q is wider than %d", line, l.w)
				}
			}
		}
	})
}
