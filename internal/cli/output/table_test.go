package output_test

import (
	"bytes"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lrx/internal/cli/output"
	"lrx/internal/safetext"
	"lrx/query"
)

func table(t *testing.T, s query.Sheet, at output.Terminal) (text string, hidden []string) {
	t.Helper()
	var b bytes.Buffer
	hidden, err := output.Sheet(&b, output.Table, s, at)
	if err != nil {
		t.Fatal(err)
	}
	return b.String(), hidden
}

func people() query.Sheet {
	col := func(title string, k query.Kind, width, priority int) query.Column {
		return query.Column{Key: title, Title: title, Kind: k, Width: width, Priority: priority}
	}
	return query.Sheet{
		Name:    "people",
		Columns: []query.Column{col("Name", query.KindText, 10, 1), col("IRI", query.KindID, 20, 3), col("N", query.KindCount, 4, 1), col("Kind", query.KindText, 6, 2), col("Raw", query.KindText, 6, 0)},
		Rows: []query.Row{
			{Cells: []any{safetext.Safe("李小龙"), safetext.Safe("https://example.org/activities/one"), int64(5), safetext.Safe("item"), safetext.Safe("raw")}},
			{Cells: []any{safetext.Safe("Kim"), nil, int64(234), safetext.Safe("quiz"), nil}},
		},
	}
}

func TestTableInAPipeIsWhole(t *testing.T) {
	t.Parallel()
	got, hidden := table(t, people(), output.Terminal{})
	want := "" +
		"Name    IRI                                   N  Kind\n" +
		"李小龙  https://example.org/activities/one    5  item\n" +
		"Kim     –                                   234  quiz\n"
	if got != want || len(hidden) != 0 {
		t.Errorf("got\n%s\nwant\n%s\nhidden %v", got, want, hidden)
	}
}

func TestTableOnANarrowTerminal(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		width  int
		head   string
		hidden string
	}{
		{60, "Name    IRI                                   N  Kind", ""},
		{45, "Name    IRI                           N  Kind", ""}, // the IRI is cut, which it can bear
		{30, "Name      N  Kind", "IRI"},
		{14, "Name      N", "IRI,Kind"},
	} {
		got, hidden := table(t, people(), output.Terminal{Width: tt.width})
		head, _, _ := strings.Cut(got, "\n")
		if head != tt.head || strings.Join(hidden, ",") != tt.hidden {
			t.Errorf("width %d: head %q, hidden %v", tt.width, head, hidden)
		}
	}
}

func TestTableHeadIsBoldWhereAllowed(t *testing.T) {
	t.Parallel()
	got, _ := table(t, people(), output.Terminal{Width: 80, Bold: true})
	if !strings.HasPrefix(got, "\x1b[1mName ") || strings.Count(got, "\x1b") != 2 {
		t.Errorf("got %q", got)
	}
}

// No row may wrap: a wrapped row is read as two.
func TestTableKeepsToTheWidth(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var s query.Sheet
		n := rapid.IntRange(1, 8).Draw(t, "columns")
		row := query.Row{}
		for range n {
			kind := rapid.SampledFrom([]query.Kind{query.KindText, query.KindCount}).Draw(t, "kind")
			s.Columns = append(s.Columns, query.Column{
				Title: rapid.StringN(0, 12, -1).Draw(t, "title"), Kind: kind,
				Width: rapid.IntRange(0, 20).Draw(t, "wish"), Priority: rapid.IntRange(0, 4).Draw(t, "priority"),
			})
			if kind == query.KindCount {
				row.Cells = append(row.Cells, rapid.Int64().Draw(t, "n"))
			} else {
				row.Cells = append(row.Cells, safetext.Clean(rapid.String().Draw(t, "text")))
			}
		}
		s.Rows = []query.Row{row}
		width := rapid.IntRange(1, 120).Draw(t, "width")
		var b bytes.Buffer
		if _, err := output.Sheet(&b, output.Table, s, output.Terminal{Width: width}); err != nil {
			t.Fatal(err)
		}
		least := 4*n + 2*(n-1) // no column is cut narrower than four cells
		lines := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
		if len(lines) != 2 {
			t.Fatalf("%d lines", len(lines))
		}
		for _, line := range lines {
			if w := safetext.Width(safetext.Safe(line)); w > max(width, least) {
				t.Fatalf("%d cells in a terminal of %d: %q", w, width, line)
			}
		}
	})
}
