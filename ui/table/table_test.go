package table

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"lrx/internal/safetext"
	"lrx/ui/theme"
)

func people() []Column {
	return []Column{
		{Title: "Id", Width: 12, Priority: 3, Last: true},
		{Title: "Name", Width: 20, Priority: 1, Grow: true},
		{Title: "Attempts", Width: 8, Priority: 1, Right: true},
		{Title: "Hidden", Width: 8},
		{Title: "Kind", Width: 10, Priority: 2},
	}
}

func number(row, column int) Cell {
	return Cell{Text: safetext.Safe(fmt.Sprintf("%d.%d", row, column))}
}

func draw(t *Table, order Order) []string {
	th := theme.New(colorprofile.ASCII, theme.Unknown)
	lines := t.View(&th, order, number)
	for i := range lines {
		lines[i] = ansi.Strip(lines[i])
	}
	return lines
}

func made(w, h, rows int) *Table {
	t := &Table{}
	t.SetSize(w, h)
	t.SetColumns(people())
	t.SetRows(rows)
	return t
}

func TestColumnsStepAsideByPriority(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		w      int
		titles string
	}{
		{80, "Name Attempts Kind Id"},
		{50, "Name Attempts Kind ›"},
		{30, "Name Attempts ›"},
		{17, "Name ›"},
	} {
		head := draw(made(test.w, 5, 3), Order{Column: -1})[0]
		if got := strings.Join(strings.Fields(head), " "); got != test.titles {
			t.Errorf("at %d cells the heading is %q, want %q", test.w, got, test.titles)
		}
	}
}

func TestHiddenColumnsAreReachedSideways(t *testing.T) {
	t.Parallel()
	table := made(31, 5, 3)
	table.Sideways(+1)
	table.Sideways(+1)
	if table.Column() != 4 {
		t.Fatalf("the cursor is in column %d", table.Column())
	}
	head := draw(table, Order{Column: -1})[0]
	if got := strings.Join(strings.Fields(head), " "); got != "‹Name Kind ›" {
		t.Errorf("the heading is %q", got)
	}
	table.Sideways(+9)
	table.Sideways(-9)
	if table.Column() != 1 || table.left != 1 {
		t.Errorf("back at column %d, scrolled by %d", table.Column(), table.left)
	}
}

func TestNumbersAndTheirHeadingEndAtTheSameCell(t *testing.T) {
	t.Parallel()
	lines := draw(made(80, 4, 3), Order{Column: 2, Falling: true})
	if a, b := strings.Index(lines[0], "Attempts")+len("Attempts"), strings.Index(lines[2], "1.2")+len("1.2"); ansi.StringWidthWc(lines[0][:a]) != ansi.StringWidthWc(lines[2][:b]) {
		t.Errorf("not aligned:\n%s", strings.Join(lines, "\n"))
	}
	if !strings.Contains(lines[0], "▼Attempts") {
		t.Errorf("the order is not shown: %q", lines[0])
	}
}

func TestCursorStaysInSight(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		table := made(80, 10, 30)
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			switch rapid.IntRange(0, 3).Draw(t, "step") {
			case 0:
				table.SetRow(rapid.IntRange(-5, 60).Draw(t, "row"))
			case 1:
				table.SetRows(rapid.IntRange(0, 60).Draw(t, "rows"))
			case 2:
				table.SetSize(rapid.IntRange(8, 200).Draw(t, "w"), rapid.IntRange(1, 50).Draw(t, "h"))
			case 3:
				table.Sideways(rapid.IntRange(-4, 4).Draw(t, "by"))
			}
			if table.rows > 0 && (table.row < table.top || table.row >= table.top+table.Page() || table.row >= table.rows) {
				t.Fatalf("row %d of %d is not among %d rows from %d", table.row, table.rows, table.Page(), table.top)
			}
			if !table.sees(table.here) && table.w > 30 {
				t.Fatalf("column %d is not in sight at %d cells", table.here, table.w)
			}
			for _, line := range draw(table, Order{Column: 1}) {
				if ansi.StringWidthWc(line) > table.w {
					t.Fatalf("%q is wider than %d", line, table.w)
				}
			}
		}
	})
}

func TestOnlyWhatIsInSightIsAsked(t *testing.T) {
	t.Parallel()
	table := made(80, 10, 100_000)
	table.SetRow(50_000)
	asked := 0
	th := theme.New(colorprofile.TrueColor, theme.Dark)
	table.View(&th, Order{Column: -1}, func(row, column int) Cell { asked++; return number(row, column) })
	if asked > 9*4 {
		t.Errorf("%d cells were asked for", asked)
	}
}

func TestPlacesLeadBackToRowsAndColumns(t *testing.T) {
	t.Parallel()
	table := made(80, 5, 2)
	lines := draw(table, Order{Column: -1})
	at := ansi.StringWidthWc(lines[0][:strings.Index(lines[0], "Attempts")])
	if hit := table.At(at, 0); !hit.Heading || hit.Column != 2 {
		t.Errorf("the heading is %+v", hit)
	}
	if hit := table.At(at, 2); hit.Heading || hit.Row != 1 || hit.Column != 2 {
		t.Errorf("the second row is %+v", hit)
	}
	if hit := table.At(79, 4); hit.Row != -1 {
		t.Errorf("below the last row is %+v", hit)
	}
}

func TestColumnsStayInLineHoweverTheTerminalCounts(t *testing.T) {
	t.Parallel()
	names := []safetext.Safe{"Kim Li", "สุดา ทองคำ", "नेहा शर्मा", "林可晴", "José", "مريم"}
	for _, graphemes := range []bool{false, true} {
		th := theme.New(colorprofile.ASCII, theme.Unknown)
		th.Graphemes = graphemes
		lines := made(60, 10, len(names)).View(&th, Order{Column: -1}, func(row, column int) Cell {
			if column == 1 {
				return Cell{Text: names[row]}
			}
			return Cell{Text: "|"}
		})
		want := th.Width(strings.SplitAfter(ansi.Strip(lines[1]), "|")[0])
		for i, line := range lines[2:] {
			if got := th.Width(strings.SplitAfter(ansi.Strip(line), "|")[0]); got != want {
				t.Errorf("graphemes %t: after %s stands cell %d, want %d", graphemes, names[i+1], got, want)
			}
		}
	}
}
