package page

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"lrx/internal/safetext"
	"lrx/query"
)

// Style says how text is laid out.
type Style struct {
	Width  int  // in cells; sentences are wrapped to it, tables are not cut
	Bold   bool // headings may be bold
	Unused bool // evidence that is not used is listed, not only counted
}

// least is the width below which sentences are not wrapped.
const least = 40

// printer writes lines and keeps the first error.
type printer struct {
	w *bufio.Writer
	s Style
}

// Text writes the receipt as plain text.
func (r Receipt) Text(w io.Writer, s Style) error {
	p := &printer{bufio.NewWriter(w), s}
	r.print(p)
	return p.w.Flush()
}

// Text writes the class as plain text: the cover, then a receipt each below a rule.
func (c Class) Text(w io.Writer, s Style) error {
	p := &printer{bufio.NewWriter(w), s}
	c.print(p)
	for _, r := range c.Receipts {
		p.line("")
		p.line(safetext.Safe(strings.Repeat("=", p.width())))
		p.line("")
		r.print(p)
	}
	return p.w.Flush()
}

func (r Receipt) print(p *printer) {
	p.heading(called(r.Name, r.ID) + " · " + r.Class)
	r.printScore(p)
	p.say(r.Made.Note)
	p.line("")
	p.table(r.table())
	p.say(r.sum())
	p.list("What is missing to a score, or to a stable one", r.Why)
	p.list("What looks odd in the evidence", r.Flags)
	r.printUnused(p)
	p.list("What this score cannot see, and what is not proven", r.Cannot)
	p.line("")
	p.say(r.Made.words())
}

// called is a name with the id that tells it from others of that name; under a
// mask both are the same.
func called(name, id safetext.Safe) safetext.Safe {
	if name == id || id == "" {
		return name
	}
	return name + " (" + id + ")"
}

func (r Receipt) printScore(p *printer) {
	if r.Score == "" {
		p.say("No score: " + r.State + ".")
	} else {
		p.say("Score " + r.Score + " of 100, 90 % interval " + r.Interval + " · " + r.State)
	}
	facts := "Coverage " + r.Coverage + " of what this class can have · " + r.Observed
	if r.VsClass != "" {
		facts += " · " + r.VsClass + " points against the class's typical factors"
	}
	p.say(facts)
}

// table is the table of the lines, each with its sentence below.
func (r Receipt) table() table {
	t := table{
		head: []safetext.Safe{"Factor", "Weight", "Value", "Interval", "Points", "vs class", "Obs."},
		left: 1,
	}
	for _, l := range r.Lines {
		t.rows = append(t.rows, tableRow{[]safetext.Safe{l.Factor, l.Weight, l.Value, l.Interval, l.Points, l.VsClass, l.Evidence}, l.Says()})
	}
	if r.Score != "" {
		t.rows = append(t.rows, tableRow{[]safetext.Safe{"Sum", r.Weights, " ", " ", r.Score, r.VsClass, " "}, ""})
	}
	return t
}

// sum says how the points add up.
func (r Receipt) sum() safetext.Safe {
	if r.Score == "" {
		return ""
	}
	return "Points = 100 × weight × value / " + r.Weights + ", the sum of the weights of the factors that are there; " +
		"the last line takes what rounding leaves. Intervals are of 90 %; Obs. counts the observations behind a line; one may stand behind several."
}

func (r Receipt) printUnused(p *printer) {
	if r.UnusedTotal == 0 {
		return
	}
	p.section(safetext.Clean(fmt.Sprintf("Evidence that is not used (%d)", r.UnusedTotal)))
	if !p.s.Unused {
		for _, u := range r.Unused {
			p.item(u.N + " × " + u.words())
		}
		return
	}
	for _, o := range r.NotUsed {
		at := ""
		if o.At != nil {
			at = string(query.Cell(query.KindTime, *o.At, r.Made.tz)) + " "
		}
		text := safetext.Safe(at) + o.What
		if o.ActivityName != "" {
			text += " at " + o.ActivityName
		}
		p.item(text + ": " + o.Why)
	}
}

func (u Unused) words() safetext.Safe {
	if u.Why == "" {
		return u.What
	}
	return u.What + ": " + u.Why
}

// words say of what time and by which rules a page was made.
func (m Made) words() safetext.Safe {
	parts := []string{"As of " + string(m.AsOf) + " " + string(m.Zone)}
	if m.Period != "" {
		parts = append(parts, string(m.Period))
	}
	return safetext.Safe(strings.Join(append(parts, "profile "+string(m.Profile)), " · "))
}

func (c Class) print(p *printer) {
	p.heading(called(c.Name, c.ID))
	p.say(c.Learners + " learners: " + join(c.States, ", "))
	if c.Median != "" {
		text := "Median of the " + c.Scored + " scores " + c.Median
		if c.Middle != "" {
			text += ", the middle half " + c.Middle
		}
		p.say(text)
	}
	p.say(c.Made.Note)
	p.line("")
	t := table{head: []safetext.Safe{"Learner, by name", "Score", "90 % interval", "Coverage", "Obs.", "State"}, left: 1, words: true}
	for _, r := range c.Rows {
		t.rows = append(t.rows, tableRow{[]safetext.Safe{r.Name, r.Score, r.Interval, r.Coverage, r.Evidence, r.State}, ""})
	}
	p.table(t)
	if len(c.Factors) > 0 {
		p.section("Factors of the class")
		t = table{head: []safetext.Safe{"Factor", "Median", "Learners"}, left: 1}
		for _, f := range c.Factors {
			t.rows = append(t.rows, tableRow{[]safetext.Safe{f.Factor, f.Median, f.Learners}, ""})
		}
		p.table(t)
	}
	if len(c.Hard) > 0 {
		p.section("Where the class may need support")
		for _, h := range c.Hard {
			p.item(h.Name + " (" + h.Kind + "): " + h.Wrong + " wrong at first, 80 % interval " + h.Interval + ", " + h.N + " responses. " + h.Says)
		}
	}
	p.list("What these scores cannot see, and what is not proven", c.Cannot)
	p.line("")
	p.say(c.Made.words())
}

func join(all []safetext.Safe, between safetext.Safe) (out safetext.Safe) {
	for i, s := range all {
		if i > 0 {
			out += between
		}
		out += s
	}
	return out
}
