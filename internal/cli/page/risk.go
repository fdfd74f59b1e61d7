package page

import (
	"bufio"
	"io"
	"slices"
	"time"

	"lrx/internal/safetext"
	"lrx/query"
)

// Risks writes who may need support as plain text: each learner with what speaks
// for it, since when, and what to begin with.
func Risks(w io.Writer, rows []query.Risk, tz *time.Location, s Style) error {
	if tz == nil {
		tz = time.UTC
	}
	p := &printer{bufio.NewWriter(w), s}
	for i := range rows {
		if i > 0 {
			p.line("")
		}
		p.risk(&rows[i], tz)
	}
	return p.w.Flush()
}

func (p *printer) risk(r *query.Risk, tz *time.Location) {
	head := called(r.Name.Shown(), safetext.Safe(r.ID))
	if !r.AtRisk {
		head += " · signals that do not add up for now"
	}
	p.heading(head)
	day := func(t time.Time) safetext.Safe { return safetext.Safe(t.In(tz).Format(time.DateOnly)) }
	for _, g := range r.Signals {
		p.wrapped("  ", "    ", g.Signal+" ("+g.Severity+", since "+day(g.FirstSeen)+"): "+g.Sentence)
		for _, area := range g.Areas {
			p.wrapped("    ", "    ", "Area: "+area)
		}
		if g.Aside != nil {
			said := "Set aside until " + day(g.Aside.Until)
			if g.Aside.Reason != "" {
				said += ": " + g.Aside.Reason
			}
			p.wrapped("    ", "    ", said)
		}
	}
	for _, fact := range r.Facts {
		if slices.ContainsFunc(r.Signals, func(g query.RiskSignal) bool { return g.Sentence == fact }) {
			continue // it stands above
		}
		p.wrapped("  ", "    ", "To begin with: "+fact)
	}
	p.wrapped("  ", "    ", r.Unknown)
}
