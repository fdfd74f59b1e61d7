package screen

import (
	"context"
	"errors"
	"slices"

	"lrx/internal/safetext"
	"lrx/query"
	"lrx/scoring"
	"lrx/ui/pager"
)

// stateInsufficient is how a score without enough evidence stands in a sheet.
const stateInsufficient = safetext.Safe(scoring.Insufficient)

// classByClass is said where there are several classes and no score.
const classByClass = safetext.Safe("scores are made class by class: they stand in each class")

// learnersTab lists the learners of a class by name, each with her score.
func learnersTab(f query.Filter) Tab {
	return Tab{
		Title:   "Learners",
		List:    learnersWithScores(f),
		Open:    func(id string) Page { return Learner(id, f) },
		Guarded: func(column string) bool { return slices.Contains(guarded(), column) },
		More:    factorLines,
		About:   f.Class,
		Empty:   "No learners yet. Load an export: lrx load FILE",
	}
}

// guarded are the columns by which nobody sorts people without a purpose.
func guarded() []string {
	return append([]string{"bar", "interval", "score", "score_low", "score_high", "vs_class", "trend", "coverage"}, factorKeys()...)
}

func factorKeys() []string {
	return []string{"achievement", "due_work", "participation", "regularity", "effort", "feedback"}
}

// learnersWithScores asks for the learners and for their scores, and puts each
// score beside its learner: one list.
func learnersWithScores(f query.Filter) question {
	learners := listOf(Records.Learners, query.LearnerSheet, f)
	return func(ctx context.Context, r Records, v query.Viewer) (query.Sheet, error) {
		s, err := learners(ctx, r, v)
		if err != nil {
			return s, err
		}
		scores, err := scoresOf(ctx, r, v, f)
		if err != nil {
			return s, err
		}
		s.Notes = append(slices.Clone(s.Notes), scores.Notes...)
		if len(scores.Rows) > 0 && !anyScore(scores.Rows) {
			s.Notes = append(s.Notes, "nobody has enough evidence for a score yet")
		}
		return withScores(s, scores.Rows), nil
	}
}

// learnerFigures is the headline of a learner: the score first.
func learnerFigures(id string, f query.Filter) question {
	learner := oneOf(Records.Learner, query.LearnerSheet, id, f)
	return func(ctx context.Context, r Records, v query.Viewer) (query.Sheet, error) {
		s, err := learner(ctx, r, v)
		if err != nil {
			return s, err
		}
		scores, err := scoresOf(ctx, r, v, f)
		if err != nil {
			return s, err
		}
		s = withScores(s, scores.Rows)
		for i := range s.Columns {
			switch c := &s.Columns[i]; {
			case c.Key == "bar":
				c.Priority = 0
			case slices.Contains([]string{"state", "coverage", "evidence"}, c.Key) && c.Priority > 0:
				c.Priority = 1
			}
		}
		return s, nil
	}
}

// scoresOf asks for scores. Where there are several classes together there are
// none, which is no failure of a list of people.
func scoresOf(ctx context.Context, r Records, v query.Viewer, f query.Filter) (query.List[query.ScoreRow], error) {
	scores, err := r.Scores(ctx, v, f)
	var several *query.ClassNeededError
	if errors.As(err, &several) {
		return query.List[query.ScoreRow]{Notes: []safetext.Safe{classByClass}}, nil
	}
	return scores, err
}

// scoreColumn is a column of a score beside a learner.
type scoreColumn struct {
	query.Column
	value func(query.ScoreRow) any
}

// withScores puts the columns of the scores behind the name. What the learners'
// own list says of scores gives way to them.
func withScores(s query.Sheet, rows []query.ScoreRow) query.Sheet {
	of := make(map[string]query.ScoreRow, len(rows))
	for _, row := range rows {
		of[row.ID] = row
	}
	columns := scoreColumns()
	for i := range columns {
		columns[i].Priority = besideNobody(columns[i].Column, rows)
	}
	out := s
	out.Columns, out.Rows = nil, make([]query.Row, len(s.Rows))
	for i, row := range s.Rows {
		out.Rows[i] = query.Row{Key: row.Key, Depth: row.Depth}
	}
	add := func(c query.Column, cell func(row query.Row) any) {
		out.Columns = append(out.Columns, c)
		for i, row := range s.Rows {
			out.Rows[i].Cells = append(out.Rows[i].Cells, cell(row))
		}
	}
	for at, c := range s.Columns {
		if slices.ContainsFunc(columns, func(x scoreColumn) bool { return x.Key == c.Key }) {
			continue
		}
		add(besideScores(c, rows), func(row query.Row) any { return row.Cells[at] })
		if c.Key != "name" {
			continue
		}
		for _, c := range columns {
			add(c.Column, func(row query.Row) any {
				if score, ok := of[row.Key]; ok {
					return c.value(score)
				}
				return nil
			})
		}
	}
	return out
}

// anyScore says whether anybody has a score.
func anyScore(rows []query.ScoreRow) bool {
	return slices.ContainsFunc(rows, func(r query.ScoreRow) bool { return r.Score != nil })
}

// besideNobody is how much a column of the scores matters: nothing where nothing
// is scored; where nobody has enough evidence only why, after what there is.
func besideNobody(c query.Column, rows []query.ScoreRow) int {
	switch {
	case len(rows) == 0:
		return 0
	case anyScore(rows), c.Priority == 0:
		return c.Priority
	}
	switch c.Key {
	case "state":
		return 3
	case "evidence", "coverage":
		return 4
	}
	return 0
}

// besideScores is a column of a learner where it stands beside scores, for which
// it steps back.
func besideScores(c query.Column, rows []query.ScoreRow) query.Column {
	back := map[string]int{"statements": 5, "active_days": 4, "attempts": 4, "last_seen": 3, "learner": 6}
	if !anyScore(rows) {
		return c
	}
	if p, ok := back[c.Key]; ok {
		c.Priority = p
	}
	if c.Key == "name" {
		c.Width = 23
	}
	return c
}

func scoreColumns() []scoreColumn {
	c := func(key, title string, kind query.Kind, width, priority int, help string, value func(query.ScoreRow) any) scoreColumn {
		return scoreColumn{query.Column{Key: key, Title: title, Kind: kind, Width: width, Priority: priority, Help: help}, value}
	}
	all := []scoreColumn{
		c("bar", "0 to 100", query.KindBar, 15, 2, "The score as a bar: heavy up to the low end of its 90 % interval, light to the high end, ● at the score.", rangeOf),
		c("score", "Score", query.KindScore, 5, 1, "100 times the sum of weight times value of the factors there are, divided by the sum of their weights. Without enough evidence there is none.",
			func(r query.ScoreRow) any { return number(r.Score) }),
		c("interval", "90 %", query.KindRange, 6, 1, "The 90 % interval of the score: score plus or minus 1.645 standard deviations, within 0 to 100. What is not observed makes it wider.", rangeOf),
		c("score_low", "Low", query.KindScore, 4, 0, "Lower end of the 90 % interval of the score.", func(r query.ScoreRow) any { return number(r.Low) }),
		c("score_high", "High", query.KindScore, 4, 0, "Upper end of the 90 % interval of the score.", func(r query.ScoreRow) any { return number(r.High) }),
		c("state", "State", query.KindState, 19, 1, "How far the score can be trusted. stable: the interval reaches less than 12 points up and down. provisional: 12 to 25. "+
			"Wider, or too little to go by: not enough evidence. The profile may set other limits.",
			func(r query.ScoreRow) any { return word(r.State) }),
		c("trend", "Own past", query.KindTrend, 9, 2, "Against the learner's own score four weeks before: up or down only where the two 90 % intervals do not overlap; "+
			"unclear = no reliable difference; missing = there was no score then, or there is none now.",
			func(r query.ScoreRow) any { return word(r.Trend) }),
		c("evidence", "Evidence", query.KindCount, 8, 3, "Observations behind the score, which the receipt leads to.", func(r query.ScoreRow) any { return r.Evidence }),
		c("coverage", "Coverage", query.KindShare, 8, 3, "Weights of the factors this learner has, divided by those of the factors the class can have.", func(r query.ScoreRow) any { return number(r.Coverage) }),
		c("vs_class", "Vs class", query.KindPoints, 8, 7, "Difference from the class's typical factors, in points: the sum over factors of weight times value less the class's median.",
			func(r query.ScoreRow) any { return number(r.VsClass) }),
	}
	for i, f := range scoring.Factors() {
		all = append(all, c(factorKeys()[i], string(query.FactorName(f)), query.KindShare, 10, 0, "Value of this factor, 0 to 100 %.",
			func(r query.ScoreRow) any { return number(r.Factors[i]) }))
	}
	return all
}

func rangeOf(r query.ScoreRow) any {
	if r.Score == nil || r.Low == nil || r.High == nil {
		return nil
	}
	return query.Range{Value: *r.Score, Low: *r.Low, High: *r.High}
}

// number is what a pointer points to, or a missing value.
func number(p *float64) any {
	if p == nil {
		return nil
	}
	return *p
}

// word is a text, or a missing value when there is none.
func word(s safetext.Safe) any {
	if s == "" {
		return nil
	}
	return s
}

// factorLines are the values that a score in a list is made of.
func factorLines(s query.Sheet, row query.Row, column string) []pager.Line {
	if column != "score" && column != "bar" && column != "interval" {
		return nil
	}
	lines := []pager.Line{{Text: "Its factors; enter shows their weights and what each is made of:"}}
	for _, key := range factorKeys() {
		i := slices.IndexFunc(s.Columns, func(c query.Column) bool { return c.Key == key })
		if i >= 0 {
			c := s.Columns[i]
			lines = append(lines, pager.Line{Label: safetext.Pad("  "+safetext.Safe(c.Title), 33), Text: query.Cell(c.Kind, row.Cells[i], s.TZ)})
		}
	}
	return lines
}

// ofFile is a sheet without the columns that only a screen has, which are made
// of those beside them.
func ofFile(s query.Sheet) query.Sheet {
	onScreen := func(k query.Kind) bool { return k == query.KindBar || k == query.KindRange }
	if !slices.ContainsFunc(s.Columns, func(c query.Column) bool { return onScreen(c.Kind) }) {
		return s
	}
	out := s
	out.Columns, out.Rows = nil, make([]query.Row, len(s.Rows))
	for i, row := range s.Rows {
		out.Rows[i] = query.Row{Key: row.Key, Depth: row.Depth}
	}
	for at, c := range s.Columns {
		if onScreen(c.Kind) {
			continue
		}
		out.Columns = append(out.Columns, c)
		for i, row := range s.Rows {
			out.Rows[i].Cells = append(out.Rows[i].Cells, row.Cells[at])
		}
	}
	return out
}
