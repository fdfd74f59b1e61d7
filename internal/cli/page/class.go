package page

import (
	"fmt"
	"slices"
	"time"

	"lrx/internal/safetext"
	"lrx/query"
	"lrx/scoring"
)

// Class is what is known of a class, with a receipt for each learner: a cover
// and a page each.
type Class struct {
	Name, ID safetext.Safe
	Learners safetext.Safe
	States   []safetext.Safe // how many learners are in which state
	Median   safetext.Safe   // of the scores; "" without any
	Middle   safetext.Safe   // between the quartiles; "" for fewer than four scores
	Scored   safetext.Safe   // how many have a score
	Factors  []ClassFactor
	Rows     []Row // by name
	Hard     []Hard
	Cannot   []safetext.Safe
	Made     Made
	Receipts []Receipt // in the order of Rows
}

// ClassFactor is what a factor is in a class.
type ClassFactor struct {
	Factor, Median, Learners safetext.Safe
}

// Row is a learner on the cover.
type Row struct {
	Name, Score, Interval, State, Coverage, Evidence safetext.Safe

	Bar *Bar
}

// Hard is an item, area or skill that is shown to be hard for the class.
type Hard struct {
	Name, Kind, Wrong, Interval, N, Says safetext.Safe
}

// NewClass lays out the scores of a class: the rows and receipts of all its
// learners, and where it struggles.
func NewClass(scores query.List[query.ScoreRow], hard []query.Struggling, receipts []query.Receipt, tz *time.Location) Class {
	c := Class{Learners: count(len(scores.Rows))}
	profile, typical := "", []query.Typical(nil)
	for _, r := range receipts {
		c.Receipts = append(c.Receipts, New(r, tz))
		c.Name, c.ID, profile = r.ClassName, r.Class, r.Profile
		c.Cannot, typical = clean(r.Cannot), r.Typical
	}
	c.Made = made(scores.AsOf, tz, scores.Period, profile)
	for _, r := range scores.Rows {
		c.Rows = append(c.Rows, row(r))
	}
	c.figures(scores.Rows)
	c.factors(typical, scores.Rows)
	for _, s := range hard {
		if s.Verdict == safetext.Safe(scoring.Struggling) {
			c.Hard = append(c.Hard, hardOf(s))
		}
	}
	return c
}

func hardOf(s query.Struggling) Hard {
	h := Hard{s.Name, s.Kind, text(query.KindShare, s.WrongRate), span(query.KindShare, s.Low, s.High), query.Cell(query.KindCount, s.N, nil), s.GapSays}
	if s.SuspectKey { // then it may be the question that is wrong, and not the class
		h.Says = "Check the key: strong learners get it wrong more often than weak ones. " + h.Says
	}
	return h
}

// Note puts on the cover and on every receipt what has to be known of the data.
func (c *Class) Note(note safetext.Safe) {
	c.Made.Note = note
	for i := range c.Receipts {
		c.Receipts[i].Made.Note = note
	}
}

func row(r query.ScoreRow) Row {
	out := Row{
		Name: r.Name.Shown(), Score: text(query.KindTenths, r.Score), Interval: span(query.KindTenths, r.Low, r.High),
		State: query.Cell(query.KindState, r.State, nil), Coverage: text(query.KindShare, r.Coverage),
		Evidence: query.Cell(query.KindCount, r.Evidence, nil), Bar: bar(r.Low, r.Score, r.High, 1),
	}
	if r.Score == nil {
		out.Interval = ""
	}
	return out
}

// figures sums up the rows of a class.
func (c *Class) figures(rows []query.ScoreRow) {
	states := map[safetext.Safe]int{}
	var scores []float64
	for _, r := range rows {
		states[r.State]++
		if r.Score != nil {
			scores = append(scores, *r.Score)
		}
	}
	for _, s := range []scoring.State{scoring.Stable, scoring.Provisional, scoring.Insufficient} {
		if n := states[safetext.Safe(s)]; n > 0 {
			c.States = append(c.States, safetext.Clean(fmt.Sprintf("%d %s", n, query.Cell(query.KindState, safetext.Safe(s), nil))))
		}
	}
	c.Scored = count(len(scores))
	c.Median = text(query.KindTenths, quantile(scores, 0.5))
	if len(scores) >= 4 {
		c.Middle = span(query.KindTenths, quantile(scores, 0.25), quantile(scores, 0.75))
	}
}

// factors are the medians that receipts compare with, and how many of the rows have
// each factor.
func (c *Class) factors(typical []query.Typical, rows []query.ScoreRow) {
	for i, f := range scoring.Factors() {
		n := 0
		for _, r := range rows {
			if r.Factors[i] != nil {
				n++
			}
		}
		for _, t := range typical {
			if t.Factor == safetext.Safe(f) && t.Median != nil {
				c.Factors = append(c.Factors, ClassFactor{query.FactorName(f), text(query.KindShare, t.Median), count(n)})
			}
		}
	}
}

// quantile is the value below which a share of the values lies, between two
// neighbours in proportion (type 7 of Hyndman and Fan); nil of none.
func quantile(values []float64, share float64) *float64 {
	if len(values) == 0 {
		return nil
	}
	sorted := slices.Sorted(slices.Values(values))
	at := share * float64(len(sorted)-1)
	i := int(at)
	q := sorted[i]
	if i+1 < len(sorted) {
		q += (at - float64(i)) * (sorted[i+1] - q)
	}
	return &q
}

func count(n int) safetext.Safe { return query.Cell(query.KindCount, int64(n), nil) }
