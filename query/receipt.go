package query

import (
	"math"

	"lrx/internal/safetext"
	"lrx/scoring"
)

// Shown is the score in tenths, as a receipt shows it; nil without one.
func (r Receipt) Shown() *float64 {
	if r.Score.Score == nil {
		return nil
	}
	tenths := tenth(*r.Score.Score)
	return &tenths
}

// Points are the contributions of the lines in tenths, as a receipt shows them.
// The last line that has one takes what rounding leaves, so that they add up to
// the score that is shown; nil where a line has none.
func (r Receipt) Points() []*float64 {
	return tenths(r.Score.Score, r.Score.Factors, func(l scoring.Line) *float64 { return l.Contribution })
}

// Differences are the points against the class of the lines in tenths; they add
// up to the score's as Points do.
func (r Receipt) Differences() []*float64 {
	return tenths(r.Score.VsClass, r.Score.Factors, func(l scoring.Line) *float64 { return l.VsClass })
}

// tenths rounds a part of each line so that the parts add up to the rounded sum.
func tenths(sum *float64, lines []scoring.Line, part func(scoring.Line) *float64) []*float64 {
	out, last, before := make([]*float64, len(lines)), -1, 0.0
	for i, l := range lines {
		v := part(l)
		if v == nil {
			continue
		}
		if last >= 0 {
			before += *out[last]
		}
		rounded := tenth(*v)
		out[i], last = &rounded, i
	}
	if sum != nil && last >= 0 {
		rest := tenth(tenth(*sum) - before)
		out[last] = &rest
	}
	return out
}

// Weights is the sum of the weights of the factors that are there, by which the
// score is divided.
func (r Receipt) Weights() float64 {
	sum := 0.0
	for _, l := range r.Score.Factors {
		if l.Value != nil {
			sum += l.Weight
		}
	}
	return sum
}

func tenth(v float64) float64 {
	if t := math.Round(v*10) / 10; t != 0 {
		return t
	}
	return 0 // never -0, which would be written with its sign
}

func lineColumns() []column[scoring.Line] {
	return []column[scoring.Line]{
		col("factor", "Factor", KindWord, 29, 1, "A part of the score.", func(l scoring.Line) any { return safetext.Clean(string(l.Factor)) }),
		col("weight", "Weight", KindScaled, 6, 1, "Weight by the profile.", func(l scoring.Line) any { return l.Weight }),
		col("value", "Value", KindShare, 6, 1, "0 to 100 %; missing where there is nothing to go by.", func(l scoring.Line) any { return val(l.Value) }),
		col("low", "Low", KindShare, 6, 2, "Lower end of the 90 % interval of the value.", func(l scoring.Line) any { return val(l.Low) }),
		col("high", "High", KindShare, 6, 2, "Upper end of the 90 % interval of the value.", func(l scoring.Line) any { return val(l.High) }),
		col("contribution", "Points", KindTenths, 6, 1, "100 times weight times value, divided by the weights of the factors that are there; the lines add up to the score.", func(l scoring.Line) any { return val(l.Contribution) }),
		col("vs_class", "Vs class", KindPoints, 8, 3, "Points more or less than with the class's median of this factor.", func(l scoring.Line) any { return val(l.VsClass) }),
		col("evidence", "Evidence", KindCount, 8, 2, "Observations behind the factor.", func(l scoring.Line) any { return int64(l.Evidence) }),
		col("sentence", "What was observed", KindText, 48, 4, "What was observed, in words.", func(l scoring.Line) any { return filled(safetext.Clean(l.Sentence)) }),
		col("missing", "Why it is missing", KindText, 32, 4, "Why there is no value, in words.", func(l scoring.Line) any { return filled(safetext.Clean(l.Missing)) }),
	}
}

// ReceiptSheet is the sheet of a receipt's lines, one for each factor. A line
// leads to the evidence of its factor.
func ReceiptSheet(r Receipt, v Viewer) Sheet {
	l := List[scoring.Line]{Rows: r.Score.Factors, Total: len(r.Score.Factors), AsOf: r.AsOf, Period: r.Period}
	return sheetOf("receipt", l, v, lineColumns(), func(l scoring.Line) string { return string(l.Factor) })
}
