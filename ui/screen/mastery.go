package screen

import (
	"slices"

	"lrx/query"
)

// masterySheet is the sheet of areas as screens show it: what is mastered
// stands before what is counted, where there is enough evidence anywhere.
func masterySheet(l query.List[query.Area], v query.Viewer) query.Sheet {
	s := query.AreaSheet(l, v)
	s.Columns = slices.Clone(s.Columns)
	weights := map[string]int{"mastery": 0, "mastery_low": 0, "mastery_high": 0, "stuck": 0, "verdict": 0, "gap": 0, "gap_says": 0}
	if told(s, "mastery") {
		weights = map[string]int{"items": 2, "first_try_rate": 3, "attempts": 4, "learners": 4, "mean_scaled": 5, "statements": 5, "gap_says": 0}
	}
	for i, c := range s.Columns {
		if p, ok := weights[c.Key]; ok {
			s.Columns[i].Priority = p
		}
	}
	return s
}

// masterySays says an area in words.
func masterySays(s query.Sheet, row query.Row) []string {
	cell := cellsOf(s, row)
	if row.Key == skills {
		return []string{"What activities train, wherever they stand."}
	}
	text := []string{"Not enough evidence for its mastery."}
	if m := cell("mastery"); m != "" {
		text[0] = "Mastery " + m + ", 90 % interval " + cell("mastery_low") + " to " + cell("mastery_high") + "."
	}
	if says := cell("gap_says"); says != "" {
		text = append(text, sentence(says))
	}
	if v := cell("verdict"); v != "" {
		text = append(text, "Its first responses: "+v+".")
	}
	return text
}

// cellsOf gives the cells of a row by column, as they are shown; "" = missing.
func cellsOf(s query.Sheet, row query.Row) func(key string) string {
	return func(key string) string {
		i := columnOf(s, key)
		if i < 0 || row.Cells[i] == nil {
			return ""
		}
		return string(query.Cell(s.Columns[i].Kind, row.Cells[i], s.TZ))
	}
}
