package screen

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"lrx/internal/safetext"
	"lrx/query"
)

// look is how a list is looked at: what it is narrowed by and sorted by.
type look struct {
	filter string
	sort   string // column key; "" = the list's own order
	desc   bool
	tree   bool            // rows stand below each other
	opened map[string]bool // rows of a tree that the reader opened, or closed; never changed, but replaced

	withholds func(column string) bool // what the filter asks of these columns is left out until it is said what for; nil = nothing
}

// order says which rows of a sheet this look shows, in order. Nil means all of
// them as they came.
func (v look) order(s query.Sheet) []int {
	terms := v.terms(s.Columns)
	column := slices.IndexFunc(s.Columns, func(c query.Column) bool { return c.Key == v.sort })
	if v.tree {
		return v.branches(s, terms)
	}
	if len(terms) == 0 && column < 0 {
		return nil
	}
	rows := make([]int, 0, len(s.Rows))
	for i, row := range s.Rows {
		if matchesAll(terms, s, row) {
			rows = append(rows, i)
		}
	}
	if column >= 0 {
		keys := sortKeys(s.Rows, column)
		slices.SortStableFunc(rows, func(a, b int) int { return query.CompareCells(keys[a], keys[b], v.desc) })
	}
	return rows
}

// terms are the words of the filter that choose rows now.
func (v look) terms(columns []query.Column) []term {
	terms := parseFilter(v.filter, columns)
	if v.withholds == nil {
		return terms
	}
	return slices.DeleteFunc(terms, func(t term) bool { return t.column >= 0 && v.withholds(columns[t.column].Key) })
}

// sortKeys are a column's cells with texts folded, so that this is done once a
// row and not at every comparison.
func sortKeys(rows []query.Row, column int) []any {
	keys := make([]any, len(rows))
	for i, row := range rows {
		keys[i] = row.Cells[column]
		if text, ok := keys[i].(safetext.Safe); ok {
			keys[i] = safetext.Safe(safetext.Fold(string(text)))
		}
	}
	return keys
}

// term is one word of a filter. All of them must match.
type term struct {
	column int // -1 = any text
	text   string
	op     string // "", or one of > >= < <= =
	number float64
	isNum  bool
}

// parseFilter reads "anna attempts:>5": words that stand in a name, an id or a
// text, and column:value pairs. A pair whose column does not exist is a word:
// identifiers hold colons.
func parseFilter(text string, columns []query.Column) []term {
	var terms []term
	for _, word := range strings.Fields(safetext.Fold(text)) {
		name, value, pair := strings.Cut(word, ":")
		column := -1
		if pair {
			column = columnNamed(columns, name)
		}
		if column < 0 {
			terms = append(terms, term{column: -1, text: word})
			continue
		}
		t := term{column: column, text: value}
		for _, op := range []string{">=", "<=", ">", "<", "="} {
			if rest, found := strings.CutPrefix(value, op); found {
				t.op, t.text = op, rest
				break
			}
		}
		if t.text == "" {
			continue // still being typed
		}
		if n, err := strconv.ParseFloat(strings.ReplaceAll(strings.TrimSuffix(t.text, "%"), ",", ""), 64); err == nil {
			t.number, t.isNum = n, true
		}
		terms = append(terms, t)
	}
	return terms
}

// columnNamed finds a column by its key or its heading, written without spaces.
func columnNamed(columns []query.Column, name string) int {
	return slices.IndexFunc(columns, func(c query.Column) bool {
		return c.Key == name || strings.ReplaceAll(strings.ToLower(c.Title), " ", "_") == name
	})
}

func matchesAll(terms []term, s query.Sheet, row query.Row) bool {
	for _, t := range terms {
		if t.column < 0 && !t.inText(s, row) || t.column >= 0 && !t.inColumn(s.Columns[t.column].Kind, row.Cells[t.column], s.TZ) {
			return false
		}
	}
	return true
}

// inText looks in the id and the texts of a row. Of an id that is no IRI only
// the beginning is looked at: its letters are random, and any two are in many.
func (t term) inText(s query.Sheet, row query.Row) bool {
	if t.inID(row.Key) {
		return true
	}
	for i, cell := range row.Cells {
		switch cell := cell.(type) {
		case safetext.Safe:
			if s.Columns[i].Kind == query.KindID {
				if t.inID(string(cell)) {
					return true
				}
			} else if contains(string(cell), t.text) {
				return true
			}
		case []safetext.Safe:
			for _, one := range cell {
				if contains(string(one), t.text) {
					return true
				}
			}
		}
	}
	return false
}

func (t term) inID(id string) bool {
	if strings.Contains(id, ":") {
		return contains(id, t.text)
	}
	return strings.HasPrefix(safetext.Fold(id), t.text)
}

func contains(text, folded string) bool { return strings.Contains(safetext.Fold(text), folded) }

// inColumn compares a cell as it is shown, a number by its value. A missing
// value is neither smaller nor larger than anything.
func (t term) inColumn(kind query.Kind, cell any, tz *time.Location) bool {
	shown := safetext.Fold(string(query.Cell(kind, cell, tz)))
	n, isNumber := numberOf(kind, cell)
	switch {
	case t.op == "" && (!isNumber || !t.isNum):
		return strings.Contains(shown, t.text)
	case cell == nil, isNumber && !t.isNum:
		return false
	}
	c := strings.Compare(shown, t.text)
	if isNumber {
		c = compare(n, t.number)
	}
	switch t.op {
	case "", "=":
		return c == 0 || shown == t.text // as it is, or as it is shown
	case ">":
		return c > 0
	case ">=":
		return c >= 0
	case "<":
		return c < 0
	}
	return c <= 0
}

func compare(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// numberOf is a cell as the number that is shown: a share counts in percent.
func numberOf(kind query.Kind, cell any) (float64, bool) {
	switch n := cell.(type) {
	case int64:
		return float64(n), true
	case float64:
		if kind == query.KindShare {
			n *= 100
		}
		return n, true
	}
	return 0, false
}
