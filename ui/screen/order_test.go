package screen

import (
	"fmt"
	"testing"
	"time"

	"lrx/internal/safetext"
	"lrx/query"
)

// pupils is a sheet with a missing value in every column.
func pupils() query.Sheet {
	day := func(d int) time.Time { return time.Date(2026, 3, d, 12, 0, 0, 0, time.UTC) }
	return query.Sheet{
		Columns: []query.Column{
			{Key: "name", Title: "Name", Kind: query.KindText},
			{Key: "tries", Title: "Number of tries", Kind: query.KindCount},
			{Key: "rate", Title: "First try", Kind: query.KindShare},
			{Key: "seen", Title: "Last seen", Kind: query.KindTime},
		},
		Rows: []query.Row{
			{Key: "L-1", Cells: []any{safetext.Safe("anna Berg"), int64(5), 0.5, day(3)}},
			{Key: "L-2", Cells: []any{safetext.Safe("Ben"), nil, 0.25, day(9)}},
			{Key: "L-3", Cells: []any{nil, int64(12), nil, nil}},
			{Key: "x:anna", Cells: []any{safetext.Safe("Zoë"), int64(5), 1.0, day(1)}},
		},
		TZ: time.UTC,
	}
}

func TestFilter(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ filter, want string }{
		{"ANNA", "[0 3]"},
		{"anna berg", "[0]"},
		{"l-", "[0 1 2]"},
		{"-2", "[]!"}, // in an id, but not its beginning
		{"zoe", "[3]"},
		{"x:anna", "[3]"}, // no such column: a part of an id
		{"name:anna", "[0]"},
		{"number_of_tries:5", "[0 3]"},
		{"tries:1", "[]!"}, // a number is equal or not: 12 is not 1
		{"tries:=12", "[2]"},
		{"tries:1,2", "[2]"}, // as thousands are written
		{"tries:>5", "[2]"},
		{"tries:<=5 name:z", "[3]"},
		{"rate:>=50", "[0 3]"},
		{"rate:<50%", "[1]"},
		{"rate:–", "[2]"},
		{"seen:>2026-03-03", "[0 1]"},
		{"tries:>", "[]"}, // still being typed: filters nothing
		{"tries:>many", "[]!"},
		{"nobody", "[]!"},
	} {
		got := look{filter: test.filter}.order(pupils())
		text := fmt.Sprint(got)
		if got != nil && len(got) == 0 {
			text += "!"
		}
		if text != test.want {
			t.Errorf("%q shows %s, want %s", test.filter, text, test.want)
		}
	}
}

func TestMissingSortsLastBothWays(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		sort string
		desc bool
		want string
	}{
		{"name", false, "[0 1 3 2]"},
		{"name", true, "[3 1 0 2]"},
		{"tries", false, "[0 3 2 1]"},
		{"tries", true, "[2 0 3 1]"}, // equal rows keep their order
		{"rate", true, "[3 0 1 2]"},
		{"seen", false, "[3 0 1 2]"},
		{"gone", false, "[]"},
	} {
		if got := fmt.Sprint(look{sort: test.sort, desc: test.desc}.order(pupils())); got != test.want {
			t.Errorf("by %s (desc %t): %s, want %s", test.sort, test.desc, got, test.want)
		}
	}
}
