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
	known := told(s, "mastery")
	if known {
		weights = map[string]int{"items": 3, "first_try_rate": 3, "attempts": 4, "learners": 4, "mean_scaled": 5, "statements": 5, "gap_says": 0}
	}
	for i, c := range s.Columns {
		if p, ok := weights[c.Key]; ok {
			s.Columns[i].Priority = p
		}
	}
	if !known {
		return s
	}
	s.Columns[columnOf(s, "name")].Width = 32
	return withInterval(s, "90 %", "The 90 % interval of the mastery.", "mastery", "mastery_low", "mastery_high")
}

// standingSheet is the sheet of what learners know in an area.
func standingSheet(l query.List[query.AreaStanding], v query.Viewer) query.Sheet {
	s := query.StandingSheet(l, v)
	s.Columns = slices.Clone(s.Columns)
	s.Columns[columnOf(s, "gap_says")].Priority = 0 // it stands below
	return withInterval(s, "90 %", "The 90 % interval of the mastery.", "mastery", "mastery_low", "mastery_high")
}

// withInterval puts the interval of a share behind it as one column of the
// screen, in percent, in place of two.
func withInterval(s query.Sheet, title, help, value, low, high string) query.Sheet {
	at, from, to := columnOf(s, value), columnOf(s, low), columnOf(s, high)
	if at < 0 || from < 0 || to < 0 {
		return s
	}
	s.Columns = slices.Clone(s.Columns)
	s.Columns[from].Priority, s.Columns[to].Priority = 0, 0
	s.Columns = slices.Insert(s.Columns, at+1, query.Column{
		Key: "interval", Title: title, Kind: query.KindRange, Width: 6, Priority: s.Columns[at].Priority, Help: help,
	})
	s.Rows = slices.Clone(s.Rows)
	for i, row := range s.Rows {
		var interval any
		v, known := row.Cells[at].(float64)
		l, below := row.Cells[from].(float64)
		h, above := row.Cells[to].(float64)
		if known && below && above {
			interval = query.Range{Value: 100 * v, Low: 100 * l, High: 100 * h}
		}
		s.Rows[i].Cells = slices.Insert(slices.Clone(row.Cells), at+1, interval)
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
