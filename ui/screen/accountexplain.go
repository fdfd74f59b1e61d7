package screen

import (
	"fmt"
	"slices"
	"strings"

	"lrx/internal/safetext"
	"lrx/query"
	"lrx/scoring"
	"lrx/ui/pager"
)

// explain says what the number under the cursor is and how it was made, with
// its values.
func (a *account) explain() Explanation {
	l := a.here()
	if l.Cells == nil {
		return Explanation{}
	}
	column := a.ledger.Column()
	e := Explanation{Of: l.Cells[atFactor].Text, Title: string(accountColumns()[column].Title), Value: l.Cells[column].Text}
	if l.sum {
		a.explainSum(&e, column)
		return e
	}
	a.explainFactor(&e, column, a.receipt.Score.Factors[l.factor])
	return e
}

// help is what the list of factors says of a column.
func (a *account) help(key string) string {
	i := slices.IndexFunc(a.shown.Columns, func(c query.Column) bool { return c.Key == key })
	if i < 0 {
		return ""
	}
	return a.shown.Columns[i].Help
}

func (a *account) explainFactor(e *Explanation, column int, l scoring.Line) {
	weights := a.receipt.Weights()
	switch column {
	case atFactor:
		e.Title, e.Value, e.Help = "Factor", safetext.Clean(l.Sentence), standsFor(l.Factor)
		e.More = parts(l)
	case atWeight:
		e.Help = "Weight by the profile; the weights of the factors that are there are divided by their sum."
		if l.Value != nil && weights > 0 {
			e.More = say("%.2f / %.2f = %s of this score", l.Weight, weights, query.Cell(query.KindShare, l.Weight/weights, nil))
		}
	case atValue:
		e.Help = a.help("value")
		e.More = parts(l)
	case atBar, atInterval:
		e.Title = "Interval"
		if l.Low != nil && l.High != nil {
			e.Value = query.Cell(query.KindRange, shares(l), nil) + " %"
		}
		e.Help = "The 90 % interval of the value: value plus or minus 1.645 standard deviations, within 0 to 100 %. " +
			"Parts of a factor move together, so its standard deviation is the sum of weight times standard deviation of its parts."
		e.More = deviations(l)
	case atPoints:
		e.Help = "100 times weight times value, divided by the weights of the factors that are there. The points add up to the score; the last line takes the rounding."
		if l.Value != nil && l.Contribution != nil {
			e.More = say("100 × %.2f × %.3f / %.2f = %.2f", l.Weight, *l.Value, weights, *l.Contribution)
		}
	case atVsClass:
		e.Help = "Points more or less than with the class's median of this factor. It compares with the class's typical factors, not with other people's scores."
		if l.Value != nil && l.VsClass != nil && l.Weight > 0 {
			median := *l.Value - *l.VsClass*weights/(100*l.Weight)
			e.More = say("100 × %.2f / %.2f × (%.3f − %.3f) = %+.2f, where %.3f is the class's median", l.Weight, weights, *l.Value, median, *l.VsClass, median)
		}
	case atEvidence:
		e.Help = "Observations behind the factor. Enter shows each, and how it counts."
	}
	if l.Missing != "" {
		e.More = append(e.More, say("Missing, which is not zero: %s", l.Missing)...)
	}
}

func (a *account) explainSum(e *Explanation, column int) {
	s := a.receipt.Score
	switch column {
	case atFactor, atPoints:
		e.Title, e.Help = "Score", "100 times the sum of weight times value of the factors that are there, divided by the sum of their weights. What is missing is left out, never counted as 0."
		if a.insufficient() {
			e.Value = "not enough evidence"
			break
		}
		e.Value = query.Cell(query.KindTenths, number(a.receipt.Shown()), nil)
		var terms []string
		for _, l := range s.Factors {
			if l.Value != nil {
				terms = append(terms, fmt.Sprintf("%.2f × %.3f", l.Weight, *l.Value))
			}
		}
		e.More = say("100 × (%s) / %.2f = %.2f", strings.Join(terms, " + "), a.receipt.Weights(), *s.Score)
	case atWeight:
		e.Help = "The sum of the weights of the factors that are there, by which the score is divided."
		e.More = say("Of the weights this class can have they are %s: the coverage.", query.Cell(query.KindShare, s.Coverage, nil))
	case atBar, atInterval:
		e.Title = "Interval"
		e.Value = query.Cell(query.KindRange, nil, nil)
		if s.Score != nil && s.Low != nil && s.High != nil {
			e.Value = query.Cell(query.KindRange, query.Range{Value: *s.Score, Low: *s.Low, High: *s.High}, nil)
		}
		e.Help = "The 90 % interval: score plus or minus 1.645 sd, within 0 to 100; sd = 100 × sqrt(sum of (weight / weights)² × sd² of each factor + (1 − coverage)² × 0.29²). " +
			"What is not covered could be anything from 0 to 100 %, hence the last part."
		e.More = say("coverage %.2f: (1 − %.2f)² × 0.29² = %.4f", s.Coverage, s.Coverage, (1-s.Coverage)*(1-s.Coverage)*0.29*0.29)
	case atVsClass:
		e.Help = "Difference from the class's typical factors: the sum of the lines above."
	case atEvidence:
		e.Help = "Observations behind the score. Each factor leads to its own."
	}
}

// standsFor says what a factor stands for, and what it does not.
func standsFor(f scoring.Factor) string {
	switch f {
	case scoring.Achievement:
		return "Mastery of the course's items at first try and the results of graded works, by how much evidence there is of each."
	case scoring.DueWork:
		return "Works handed in by their due date; late ones count half."
	case scoring.Participation:
		return "Sessions, active days and contributions, compared with the class."
	case scoring.Regularity:
		return "How steadily and how early work is done. It stands for motivation, which is not observed."
	case scoring.Effort:
		return "Activities opened, time on task and trying again, compared with the class."
	case scoring.FeedbackGiven:
		return "What teachers and peers said of the learner's work, in scores; words alone are not valued."
	}
	return ""
}

// parts are what a value is made of, each with the formula that made it.
func parts(l scoring.Line) []pager.Line {
	var lines []pager.Line
	var terms []string
	for _, p := range l.Parts {
		text := valued(p.Value)
		if p.Formula != "" {
			text += " = " + p.Formula
		}
		lines = append(lines, pager.Line{Label: safetext.Clean(p.Part) + "  ", Text: safetext.Clean(text)})
		if p.Value != nil {
			terms = append(terms, fmt.Sprintf("%.2f × %.3f", p.Weight, *p.Value))
		}
	}
	if l.Value != nil && len(terms) > 0 {
		lines = append(lines, say("Value: %s = %.3f", strings.Join(terms, " + "), *l.Value)...)
	}
	return lines
}

func deviations(l scoring.Line) []pager.Line {
	var terms []string
	sum := 0.0
	for _, p := range l.Parts {
		if p.Value != nil && p.SD != nil {
			terms = append(terms, fmt.Sprintf("%.2f × %.3f", p.Weight, *p.SD))
			sum += p.Weight * *p.SD
		}
	}
	if len(terms) == 0 || l.Value == nil {
		return nil
	}
	return say("%.3f ± 1.645 × (%s = %.3f); a factor's sd is at least %.3f", *l.Value, strings.Join(terms, " + "), sum, 0.032)
}

// valued is a value of a part, or that there is none.
func valued(v *float64) string {
	if v == nil {
		return string(query.Cell(query.KindScaled, nil, nil))
	}
	return fmt.Sprintf("%.3f", *v)
}

// say is a line of an explanation.
func say(format string, args ...any) []pager.Line {
	return []pager.Line{{Text: safetext.Clean(fmt.Sprintf(format, args...))}}
}
