package screen

import (
	"fmt"
	"strings"

	"lrx/internal/safetext"
	"lrx/query"
	"lrx/scoring"
	"lrx/ui/chart"
	"lrx/ui/ledger"
	"lrx/ui/theme"
)

// The columns of an account.
const (
	atFactor = iota
	atWeight
	atValue
	atBar
	atInterval
	atPoints
	atVsClass
	atEvidence
)

func accountColumns() []ledger.Column {
	return []ledger.Column{
		{Title: "Factor", Width: 29, Priority: 1},
		{Title: "Weight", Width: 6, Priority: 1},
		{Title: "Value", Width: 5, Priority: 1},
		{Title: "0 to 100 %", Width: 20, Priority: 9, Left: true},
		{Title: "90 %", Width: 8, Priority: 1},
		{Title: "Points", Width: 6, Priority: 1},
		{Title: "Vs class", Width: 8, Priority: 3},
		{Title: "Evidence", Width: 8, Priority: 2},
	}
}

// labelRoom is the room for what a line of text is about.
const labelRoom = 14

// write makes the lines of a receipt.
func (a *account) write() []accountLine {
	f := query.Filter{}
	if a.tab.Of != nil {
		f = *a.tab.Of
	}
	var lines []accountLine
	for i, l := range a.receipt.Score.Factors {
		leads := Evidence(l.Factor, f)
		x := accountLine{factor: i, Line: ledger.Line{Cells: a.cells(i, l), Note: safetext.Clean(l.Sentence)}}
		if l.Evidence > 0 {
			x.leads = &leads
		}
		if l.Missing != "" {
			x.Note, x.Tone = note(theme.Missing+" ", l.Missing, l.Sentence), theme.Muted
			if l.Value == nil && l.Evidence == 0 {
				x.First = atValue
			}
		}
		lines = append(lines, x)
	}
	lines = append(lines, a.sum())
	return append(lines, a.rest(f)...)
}

// note says why a factor is missing, and what was seen nevertheless.
func note(head, why, seen string) safetext.Safe {
	text := head + strings.TrimRight(why, ".") + "."
	if seen != "" {
		text += " " + seen
	}
	return safetext.Clean(text)
}

// cells are the numbers of a factor.
func (a *account) cells(i int, l scoring.Line) []ledger.Cell {
	cells := make([]ledger.Cell, atEvidence+1)
	put := func(at int, kind query.Kind, v any) {
		cells[at] = ledger.Cell{Text: query.Cell(kind, v, a.shown.TZ)}
		if v == nil {
			cells[at].Tone = theme.Muted
		}
	}
	cells[atFactor] = ledger.Cell{Text: query.FactorName(l.Factor)}
	put(atWeight, query.KindScaled, l.Weight)
	put(atValue, query.KindShare, number(l.Value))
	put(atInterval, query.KindRange, shares(l))
	put(atPoints, query.KindTenths, number(a.points[i]))
	put(atVsClass, query.KindPoints, number(a.differences[i]))
	put(atEvidence, query.KindCount, int64(l.Evidence))
	if r, ok := shares(l).(query.Range); ok {
		cells[atBar] = barOf(r)
	}
	if l.Value == nil {
		cells[atFactor].Tone, cells[atWeight].Tone = theme.Muted, theme.Muted
	}
	return cells
}

// shares is a factor's value with its interval, in percent.
func shares(l scoring.Line) any {
	if l.Value == nil || l.Low == nil || l.High == nil {
		return nil
	}
	return query.Range{Value: 100 * *l.Value, Low: 100 * *l.Low, High: 100 * *l.High}
}

func barOf(r query.Range) ledger.Cell {
	return ledger.Cell{Tone: theme.Accent, Draw: func(w int) safetext.Safe { return chart.RangeBar(r.Value, r.Low, r.High, w) }}
}

// sum is the line of the score. Its note can be checked by hand.
func (a *account) sum() accountLine {
	s := a.receipt.Score
	cells := make([]ledger.Cell, atEvidence+1)
	cells[atFactor] = ledger.Cell{Text: "Score, the sum", Tone: theme.Strong}
	cells[atEvidence] = ledger.Cell{Text: query.Cell(query.KindCount, int64(s.Evidence), nil)}
	line := accountLine{factor: -1, sum: true}
	if a.insufficient() {
		cells[atFactor] = ledger.Cell{Text: "No score: not enough evidence", Tone: theme.Muted}
		line.Line = ledger.Line{Cells: cells, Sum: true}
		return line
	}
	r := query.Range{Value: *s.Score}
	if s.Low != nil && s.High != nil {
		r.Low, r.High = *s.Low, *s.High
		cells[atInterval] = ledger.Cell{Text: query.Cell(query.KindRange, r, nil)}
		cells[atBar] = barOf(r)
	}
	cells[atWeight] = ledger.Cell{Text: query.Cell(query.KindScaled, a.receipt.Weights(), nil)}
	cells[atPoints] = ledger.Cell{Text: query.Cell(query.KindTenths, number(a.receipt.Shown()), nil), Tone: theme.Strong}
	cells[atVsClass] = ledger.Cell{Text: query.Cell(query.KindPoints, a.difference(), nil)}
	line.Line = ledger.Line{Cells: cells, Sum: true, Note: a.addition()}
	return line
}

// difference is what the lines differ from the class together, rounded as they
// are, so that they add up.
func (a *account) difference() any {
	if a.receipt.Score.VsClass == nil {
		return nil
	}
	sum := 0.0
	for _, d := range a.differences {
		if d != nil {
			sum += *d
		}
	}
	return sum
}

// addition writes the points as they add up to the score.
func (a *account) addition() safetext.Safe {
	var parts []string
	for _, p := range a.points {
		if p != nil {
			parts = append(parts, string(query.Cell(query.KindTenths, *p, nil)))
		}
	}
	shown := query.Cell(query.KindTenths, number(a.receipt.Shown()), nil)
	return safetext.Safe(strings.Join(parts, " + ")) + " = " + shown + "; the last line takes the rounding."
}

// rest is what has to be known beside the numbers.
func (a *account) rest(f query.Filter) []accountLine {
	s := a.receipt.Score
	var lines []accountLine
	add := func(label string, text safetext.Safe, tone theme.Tone) {
		lines = append(lines, accountLine{factor: -1, Line: ledger.Line{Label: safetext.Pad(safetext.Safe(label), labelRoom), Text: text, Tone: tone}})
	}
	list := func(label, mark string, all []string, tone theme.Tone) {
		for i, text := range all {
			if i > 0 {
				label = ""
			}
			add(label, safetext.Clean(mark+text), tone)
		}
	}
	lines = append(lines, accountLine{factor: -1})
	add("State", a.state(), theme.Plain)
	missing := "To be stable"
	if a.insufficient() {
		missing = "To a score"
	}
	list(missing, "", s.Why, theme.Plain)
	list("Looks odd", "! ", s.Flags, theme.Warn)
	list("Cannot see", "", a.receipt.Cannot, theme.Plain)
	unused := Unused(f)
	add("Not used", safetext.Safe(counted(len(a.receipt.Unused), "observation"))+", with the reasons", theme.Plain)
	lines[len(lines)-1].leads = &unused
	add("Made with", a.made(), theme.Muted)
	return lines
}

// state says how far the score can be trusted, and why.
func (a *account) state() safetext.Safe {
	s := a.receipt.Score
	text := query.Cell(query.KindState, safetext.Clean(string(s.State)), nil)
	if !a.insufficient() && s.Low != nil && s.High != nil {
		text += safetext.Safe(fmt.Sprintf(": the 90 %% interval is %.0f points wide", *s.High-*s.Low))
	}
	return text + safetext.Safe(fmt.Sprintf("; %s of the weights this class can have are covered, %s",
		query.Cell(query.KindShare, s.Coverage, nil), counted(s.Evidence, "observation")))
}

// made says from what and when the receipt was made, so that it can be made again.
func (a *account) made() safetext.Safe {
	r := a.receipt
	zone := a.shown.TZ
	if r.TZ != nil {
		zone = r.TZ
	}
	text := "profile " + safetext.Clean(r.Profile) + " " + theme.Dot + " as of " + query.Cell(query.KindTime, r.AsOf, zone) + " " + theme.Dot + " " + safetext.Clean(zone.String())
	if !r.Period.IsZero() {
		text += " " + theme.Dot + " " + r.Period.Words(zone)
	}
	return text
}
