package screen

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"lrx/internal/safetext"
	"lrx/query"
	"lrx/ui/field"
	"lrx/ui/theme"
)

// desk shows two records beside each other, what speaks for one person and what
// against it, and takes the decision.
type desk struct {
	pair query.Pair
	mask bool
	tz   *time.Location
	w, h int
	top  int // the first line in sight
}

func (d *desk) resize(w, h int) { d.w, d.h = w, h }

func (d *desk) take(a answer) tea.Cmd {
	d.pair, d.tz, d.mask = a.pair, a.tz, a.mask
	return nil
}

func (d *desk) arranged(Arranged) {}

func (d *desk) able(a Action) string {
	switch a {
	case Open, Sort, OwnOrder, Filter, Fold, NextMatch, PrevMatch, CopyCell:
		return "here a pair is decided about"
	case Merge, Differ:
		if d.pair.One {
			return "they are one person already; u takes the last decision back"
		}
	case Left:
		if d.pair.Before == "" {
			return "this is the first pair"
		}
	case Right:
		if d.pair.After == "" {
			return "this is the last pair"
		}
	default:
	}
	return ""
}

func (d *desk) do(a Action) Effect {
	if by, ok := moves(a, d.h, len(d.lines(&theme.Theme{}))); ok {
		d.top += by
		return Effect{}
	}
	switch a {
	case Left:
		return turnTo(d.pair.Before)
	case Right:
		return turnTo(d.pair.After)
	case Merge, Differ:
		e := turnTo(d.pair.After)
		e.Decide = &Decision{Same: a == Merge, Mask: d.mask, A: string(d.pair.First.Learner), B: string(d.pair.Second.Learner)}
		return e
	case CopyRow:
		return copied("both records", ansi.Strip(strings.Join(d.lines(&theme.Theme{}), "\n")))
	default:
	}
	return Effect{}
}

// turnTo shows another pair on the desk; without one this one stays.
func turnTo(key string) Effect {
	if key == "" {
		return Effect{}
	}
	p := PairOf(key)
	return Effect{Turn: &p}
}

// TwoOfTheRoster says whether the roster says that the pair on the desk is two
// people, and how it calls them.
func (s *Screen) TwoOfTheRoster() (a, b safetext.Safe, ok bool) {
	d, desk := s.here().body.(*desk)
	if !desk || !s.here().ready || d.pair.First.Roster == nil || d.pair.Second.Roster == nil {
		return "", "", false
	}
	return *d.pair.First.Roster, *d.pair.Second.Roster, true
}

func (d *desk) layered() bool         { return false }
func (d *desk) peel() (bool, tea.Cmd) { return false, nil }
func (d *desk) input() *field.Field   { return nil }
func (d *desk) typed() tea.Cmd        { return nil }
func (d *desk) entered() Effect       { return Effect{} }
func (d *desk) click(int, int) Effect { return Effect{} }
func (d *desk) remark() string        { return "" }

func (d *desk) where() string {
	return "pair " + count(int(d.pair.At)) + " of " + count(int(d.pair.Of))
}

func (d *desk) sheet() query.Sheet {
	return query.SuggestionSheet(query.List[query.Suggestion]{Rows: []query.Suggestion{d.pair.Suggestion}, Total: 1}, query.Viewer{TZ: d.tz})
}

func (d *desk) explain() Explanation {
	s := d.sheet()
	return Explanation{
		Title: s.Columns[0].Title, Value: query.Cell(s.Columns[0].Kind, s.Rows[0].Cells[0], d.tz), Help: s.Columns[0].Help +
			" Each + and - has a weight: strong, good or slight; they add up.",
	}
}

func (d *desk) view(th *theme.Theme) []string {
	lines := d.lines(th)
	d.top = max(0, min(d.top, len(lines)-d.h))
	return lines[d.top:min(len(lines), d.top+d.h)]
}

const deskLabel = 15 // cells of the names of facts, with the margin

// lines are the whole desk.
func (d *desk) lines(th *theme.Theme) []string {
	out := []string{d.verdict(th), ""}
	side := max(10, (d.w-deskLabel-3)/2)
	for _, f := range d.facts() {
		for i := range max(len(f.a), len(f.b), 1) {
			label := safetext.Safe("")
			if i == 0 {
				label = f.label
			}
			a, b := at(f.a, i), at(f.b, i)
			between := th.Paint(theme.Rule, " "+theme.Between+" ")
			if a == b && a != "" && a != theme.Missing {
				between = th.Paint(theme.Accent, " = ")
			}
			tone := theme.Plain
			if f.label == "Name" {
				tone = theme.Strong
			}
			out = append(out, th.Paint(theme.Muted, th.Pad(" "+label, deskLabel))+th.Paint(tone, th.Pad(a, side))+
				between+th.Paint(tone, string(safetext.Truncate(b, side))))
		}
	}
	if len(d.pair.Evidence) > 0 {
		out = append(out, "")
	}
	for _, e := range d.pair.Evidence {
		out = append(out, d.evidence(th, e)...)
	}
	return out
}

// at is the i-th of some texts, "" behind the last.
func at(all []safetext.Safe, i int) safetext.Safe {
	if i < len(all) {
		return all[i]
	}
	return ""
}

// verdict is the first line: how the pair stands.
func (d *desk) verdict(th *theme.Theme) string {
	p := &d.pair
	switch {
	case p.One:
		return " " + th.Paint(theme.Good, "= They are one person now.")
	case p.Strength == nil || p.Word == "conflict":
		return " " + th.Paint(theme.Risk, "! Conflict: the roster says that they are two people.")
	}
	likely := string(query.Cell(query.KindShare, *p.Strength, nil))
	return " One person? " + th.Paint(theme.Strong, string(p.Word)) + ", " + likely
}

// evidence is one thing that speaks for the pair or against it.
func (d *desk) evidence(th *theme.Theme, e query.Evidence) []string {
	tone := theme.Good
	if e.Bits < 0 {
		tone = theme.Warn
	}
	weight := e.Weight()
	if e.Bits == 0 {
		weight = ""
	}
	var out []string
	head := th.Paint(tone, th.Pad(" "+e.Sign()+" "+weight, deskLabel))
	for line := range strings.SplitSeq(ansi.WrapWc(string(e.Text), max(10, d.w-deskLabel-1), ""), "\n") {
		out = append(out, head+string(safetext.Clean(line)))
		head = strings.Repeat(" ", deskLabel)
	}
	return out
}

// deskFact is a fact of both records.
type deskFact struct {
	label safetext.Safe
	a, b  []safetext.Safe
}

// most lines of a fact; what is left out is counted.
const mostOfFact = 4

func (d *desk) facts() []deskFact {
	both := func(label safetext.Safe, of func(*query.Person) []safetext.Safe) deskFact {
		return deskFact{label, short(of(&d.pair.First)), short(of(&d.pair.Second))}
	}
	facts := []deskFact{
		both("Name", func(p *query.Person) []safetext.Safe { return []safetext.Safe{p.Name.Shown()} }),
		both("Id", func(p *query.Person) []safetext.Safe { return []safetext.Safe{p.Learner} }),
		both("Also called", func(p *query.Person) []safetext.Safe {
			var others []safetext.Safe
			for _, name := range p.Names {
				if name != p.Name.Shown() {
					others = append(others, name)
				}
			}
			return others
		}),
		both("Identifiers", func(p *query.Person) []safetext.Safe { return p.Identifiers }),
		both("Roster", func(p *query.Person) []safetext.Safe {
			if p.Roster == nil {
				return nil
			}
			return []safetext.Safe{*p.Roster}
		}),
		both("Classes", func(p *query.Person) []safetext.Safe { return p.Classes }),
		both("First seen", func(p *query.Person) []safetext.Safe { return []safetext.Safe{d.time(p.First)} }),
		both("Last seen", func(p *query.Person) []safetext.Safe { return []safetext.Safe{d.time(p.Last)} }),
		both("Statements", func(p *query.Person) []safetext.Safe { return []safetext.Safe{safetext.Safe(count(int(p.Statements)))} }),
		both("Registrations", func(p *query.Person) []safetext.Safe {
			return []safetext.Safe{safetext.Safe(count(int(p.Registrations)))}
		}),
	}
	var out []deskFact
	for _, f := range facts {
		if f.label == "Also called" && len(f.a)+len(f.b) == 0 {
			continue
		}
		for _, side := range []*[]safetext.Safe{&f.a, &f.b} {
			if len(*side) == 0 {
				*side = []safetext.Safe{theme.Missing}
			}
		}
		out = append(out, f)
	}
	return out
}

// short cuts a list to what a desk has room for.
func short(all []safetext.Safe) []safetext.Safe {
	if len(all) <= mostOfFact {
		return all
	}
	left := count(len(all) - mostOfFact + 1)
	return append(all[:mostOfFact-1:mostOfFact-1], safetext.Safe("and "+left+" more"))
}

func (d *desk) time(t *time.Time) safetext.Safe {
	if t == nil {
		return theme.Missing
	}
	return query.Cell(query.KindTime, *t, d.tz)
}
