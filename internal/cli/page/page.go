// Package page lays out receipts of scores for people to read and print: as a
// self-contained HTML file and as plain text, from the same pages. It knows
// nothing of commands, files, stores or SQL.
package page

import (
	"slices"
	"time"

	"lrx/internal/safetext"
	"lrx/query"
	"lrx/scoring"
)

// Receipt is a learner's score with all it is made of, as it is printed: every
// number is text, made by the formatter of all lists. "" stands for what is not there.
type Receipt struct {
	Name, ID       safetext.Safe
	Class, ClassID safetext.Safe
	Score          safetext.Safe // of 100; "" without enough evidence
	Interval       safetext.Safe // of 90 %
	State          safetext.Safe // in words
	Coverage       safetext.Safe
	Evidence       safetext.Safe
	Observed       safetext.Safe // the same with its noun
	VsClass        safetext.Safe // points
	Bar            *Bar
	Lines          []Line
	Weights        safetext.Safe // of the factors that are there
	Why            []safetext.Safe
	Flags          []safetext.Safe
	Cannot         []safetext.Safe
	Unused         []Unused
	UnusedTotal    int64
	NotUsed        []query.Observation // all of them
	Made           Made
}

// Made says of what time and by which rules a page was made.
type Made struct {
	AsOf    safetext.Safe
	Zone    safetext.Safe
	Period  safetext.Safe // "" = all time
	Profile safetext.Safe // hash
	Note    safetext.Safe // what has to be known of the data, such as that it is made up; "" = nothing

	tz *time.Location
}

// Line is a factor of a receipt.
type Line struct {
	Factor, Weight, Value, Interval, Points, VsClass, Evidence safetext.Safe

	Sentence safetext.Safe // what was observed
	Missing  safetext.Safe // why there is no value; "" if there is one
	Parts    []Part
	Bar      *Bar
}

// Says is what was observed, and why there is no value where there is none.
func (l Line) Says() safetext.Safe {
	switch {
	case l.Missing == "":
		return l.Sentence
	case l.Sentence == "":
		return "Missing: " + l.Missing
	}
	return l.Sentence + " Missing: " + l.Missing
}

// Part is a part of a factor with the formula that made it.
type Part struct {
	Part, Weight, Value, Formula safetext.Safe
}

// Unused counts evidence that no factor uses, for one reason.
type Unused struct {
	What, Why safetext.Safe
	N         safetext.Safe

	count int64
}

// Bar is a value with its interval on a line from 0 to 100. Typical is the
// class's median, nil where there is none.
type Bar struct {
	Low, Value, High float64
	Typical          *float64
}

// New lays out a receipt. tz is the zone its times are written in.
func New(r query.Receipt, tz *time.Location) Receipt {
	s := r.Score
	p := Receipt{
		Name: r.LearnerName.Shown(), ID: r.Learner, Class: r.ClassName, ClassID: r.Class,
		State:    state(s.State),
		Coverage: query.Cell(query.KindShare, s.Coverage, nil),
		Evidence: query.Cell(query.KindCount, int64(s.Evidence), nil), Observed: observations(int64(s.Evidence)),
		Why: clean(s.Why), Flags: clean(s.Flags), Cannot: clean(r.Cannot),
		NotUsed: r.Unused,
		Made:    made(r.AsOf, tz, r.Period, r.Profile),
	}
	if s.Score != nil {
		p.Score = query.Cell(query.KindTenths, *s.Score, nil)
		p.Interval = span(query.KindTenths, s.Low, s.High)
		p.Weights = query.Cell(query.KindScaled, r.Weights(), nil)
		p.Bar = bar(s.Low, s.Score, s.High, 1)
	}
	if s.VsClass != nil {
		p.VsClass = query.Cell(query.KindPoints, *s.VsClass, nil)
	}
	points, differences, weights := r.Points(), r.Differences(), r.Weights()
	for i, l := range s.Factors {
		p.Lines = append(p.Lines, line(l, points[i], differences[i], weights))
	}
	p.Unused, p.UnusedTotal = unused(r.Unused)
	return p
}

func made(asOf time.Time, tz *time.Location, period query.Period, profile string) Made {
	if tz == nil {
		tz = time.UTC
	}
	m := Made{AsOf: query.Cell(query.KindTime, asOf, tz), Zone: safetext.Clean(tz.String()), Profile: safetext.Clean(profile), tz: tz}
	if !period.IsZero() {
		m.Period = period.Words(tz)
	}
	return m
}

func line(l scoring.Line, points, difference *float64, weights float64) Line {
	out := Line{
		Factor:   query.FactorName(l.Factor),
		Weight:   query.Cell(query.KindScaled, l.Weight, nil),
		Value:    text(query.KindShare, l.Value),
		Interval: span(query.KindShare, l.Low, l.High),
		Points:   text(query.KindTenths, points),
		VsClass:  text(query.KindPoints, difference),
		Evidence: query.Cell(query.KindCount, int64(l.Evidence), nil),
		Sentence: safetext.Clean(l.Sentence), Missing: safetext.Clean(l.Missing),
		Bar: bar(l.Low, l.Value, l.High, 100),
	}
	if out.Bar != nil && l.VsClass != nil && l.Weight > 0 {
		// vs_class = 100 (w/W) (value - median), so the median follows from it.
		typical := 100**l.Value - *l.VsClass*weights/l.Weight
		out.Bar.Typical = &typical
	}
	for _, part := range l.Parts {
		out.Parts = append(out.Parts, Part{
			safetext.Clean(part.Part), query.Cell(query.KindScaled, part.Weight, nil),
			text(query.KindScaled, part.Value), safetext.Clean(part.Formula),
		})
	}
	return out
}

func observations(n int64) safetext.Safe {
	if n == 1 {
		return "1 observation"
	}
	return query.Cell(query.KindCount, n, nil) + " observations"
}

// state says in words how much a score can be trusted.
func state(s scoring.State) safetext.Safe {
	switch s {
	case scoring.Insufficient:
		return "not enough evidence for a score"
	case scoring.Provisional:
		return "provisional: the interval is wide"
	case scoring.Stable:
		return "stable"
	}
	return safetext.Clean(string(s))
}

func text(k query.Kind, v *float64) safetext.Safe {
	if v == nil {
		return ""
	}
	return query.Cell(k, *v, nil)
}

// span writes an interval, with the unit once: "58–69 %".
func span(k query.Kind, low, high *float64) safetext.Safe {
	if low == nil || high == nil {
		return ""
	}
	from, to := query.Cell(k, *low, nil), query.Cell(k, *high, nil)
	const unit = " %"
	if n := len(from) - len(unit); n > 0 && from[n:] == unit {
		from = from[:n]
	}
	return from + "–" + to
}

func bar(low, value, high *float64, times float64) *Bar {
	if low == nil || value == nil || high == nil {
		return nil
	}
	return &Bar{Low: *low * times, Value: *value * times, High: *high * times}
}

func clean(all []string) []safetext.Safe {
	out := make([]safetext.Safe, len(all))
	for i, s := range all {
		out[i] = safetext.Clean(s)
	}
	return out
}

// unused counts observations by what they are and why they do not count, the
// most frequent first.
func unused(all []query.Observation) (out []Unused, total int64) {
	for _, o := range all {
		i := slices.IndexFunc(out, func(u Unused) bool { return u.What == o.What && u.Why == o.Why })
		if i < 0 {
			i, out = len(out), append(out, Unused{What: o.What, Why: o.Why})
		}
		out[i].count++
	}
	slices.SortStableFunc(out, func(a, b Unused) int { return int(b.count - a.count) })
	for i := range out {
		out[i].N = query.Cell(query.KindCount, out[i].count, nil)
	}
	return out, int64(len(all))
}
