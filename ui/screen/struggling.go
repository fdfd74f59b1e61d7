package screen

import (
	"context"
	"slices"
	"strings"

	"lrx/query"
)

// strugglingTab lists items, areas and skills with what their first responses
// say. Enter leads to the item, or to what lies below an area.
func strugglingTab(f query.Filter) Tab {
	return Tab{
		Title: "Struggling",
		List:  struggling(f),
		Open: func(key string) Page {
			kind, iri, _ := strings.Cut(key, " ")
			if kind == kindItem {
				return Activity(iri, f)
			}
			return Area(iri, f)
		},
		Below: strugglingSays,
		Noted: true,
		Empty: "Nothing was answered yet, so nothing can be harder than the rest. Items are activities that are answered right or wrong.",
	}
}

// kindItem is the kind of a row that is about an item.
const kindItem = "item"

// struggling asks for the list. A row's key says what sort of thing it is of,
// because an item leads elsewhere than an area.
func struggling(f query.Filter) question {
	ask := listOf(Records.Struggling, query.StrugglingSheet, f)
	return func(ctx context.Context, r Records, v query.Viewer) (query.Sheet, error) {
		s, err := ask(ctx, r, v)
		kind := columnOf(s, "kind")
		if err != nil || kind < 0 {
			return s, err
		}
		s.Rows = slices.Clone(s.Rows)
		for i, row := range s.Rows {
			s.Rows[i].Key = string(query.Cell(query.KindWord, row.Cells[kind], nil)) + " " + row.Key
		}
		return withInterval(s, "80 %", "The 80 % interval of the wrong rate, drawn towards that of the course as long as there are few first responses.",
			"wrong_rate", "low", "high"), nil
	}
}

// strugglingSays says the row of the cursor in a sentence or two.
func strugglingSays(s query.Sheet, row query.Row) []string {
	cell := cellsOf(s, row)
	var text []string
	if cell("suspect_key") != "" {
		text = append(text, "Check the key: strong learners are wrong here more often than weak ones.")
	}
	if says := cell("gap_says"); says != "" {
		text = append(text, sentence(says))
	}
	switch wrong, low, high := cell("wrong_rate"), cell("low"), cell("high"); {
	case wrong == "":
		text = append(text, "No first response yet.")
	case low == "" || high == "":
		text = append(text, wrong+" of "+cell("n")+" first responses are wrong.")
	default:
		text = append(text, wrong+" of "+cell("n")+" first responses are wrong (80 % interval "+low+" to "+high+").")
	}
	return text
}

// columnOf is where a column stands in a sheet, -1 when it has none of that key.
func columnOf(s query.Sheet, key string) int {
	return slices.IndexFunc(s.Columns, func(c query.Column) bool { return c.Key == key })
}
