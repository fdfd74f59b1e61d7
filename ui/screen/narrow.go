package screen

import (
	"context"
	"time"

	"lrx/internal/safetext"
	"lrx/query"
	"lrx/ui/theme"
)

// Narrowing is one of the filters that choose what is counted.
type Narrowing uint8

// The narrowings, in the order they are shown in.
const (
	ByPeriod Narrowing = iota
	ByArea
	ByVerb
	BySource
	ByGroup
	ByPlatform

	narrowings
)

// Narrowings lists all of them.
func Narrowings() []Narrowing {
	all := make([]Narrowing, narrowings)
	for i := range all {
		all[i] = Narrowing(i) //nolint:gosec // a handful
	}
	return all
}

// Word is the narrowing in a word, which is also the name of its flag.
func (n Narrowing) Word() string {
	return [narrowings]string{"period", "area", "verb", "source", "group", "platform"}[n]
}

// Pick is what a narrowing is set to; the zero Pick is nothing.
type Pick struct {
	Value string // as query.Filter takes it
	Name  safetext.Safe
}

// Picks are the filters and the date of a level. Levels that are opened from
// it begin with the same.
type Picks struct {
	By   [narrowings]Pick
	AsOf time.Time // zero = the default
}

// With sets one narrowing.
func (p Picks) With(n Narrowing, to Pick) Picks {
	p.By[n] = to
	return p
}

// apply narrows a filter that a page asks with. Who asks for something by
// itself, such as one area, keeps it.
func (p Picks) apply(f query.Filter) query.Filter {
	for n, to := range map[Narrowing]*string{
		ByPeriod: &f.Period, ByArea: &f.Area, ByVerb: &f.Verb, BySource: &f.Source, ByGroup: &f.Group, ByPlatform: &f.Platform,
	} {
		if *to == "" {
			*to = p.By[n].Value
		}
	}
	if f.AsOf.IsZero() {
		f.AsOf = p.AsOf
	}
	return f
}

// AllTime is the pick of no period, where a class has one by default.
func AllTime() Pick { return Pick{Value: query.PeriodAll, Name: "all time"} }

// Picked are the level's filters.
func (s *Screen) Picked() Picks { return s.picks }

// Begin sets the filters that a level is opened with.
func (s *Screen) Begin(p Picks) {
	if !s.page.whole() {
		s.picks, s.began = p, p
	}
}

// Narrow sets the filters of the level. What is shown goes: no number may stand
// below a filter it does not follow. Cursor, order and live filter stay.
func (s *Screen) Narrow(p Picks) {
	if p == s.picks {
		return
	}
	s.Leave()
	s.picks, s.head = p, query.Sheet{}
	for i := range s.tabs {
		s.tabs[i].ready, s.tabs[i].err = false, nil
	}
}

// Widen takes back what was narrowed on this level; false if nothing was.
func (s *Screen) Widen() bool {
	if s.picks == s.began {
		return false
	}
	s.Narrow(s.began)
	return true
}

// WhyNotNarrow says why the level cannot be narrowed; "" = it can.
func (s *Screen) WhyNotNarrow() string {
	switch {
	case s.page.whole():
		return "this tells of the store as it is, whatever is filtered"
	case s.page.Kind == "statement":
		return "a statement stands as it was received"
	}
	return ""
}

// whole says whether a page tells of the store rather than of what was done.
func (p *Page) whole() bool {
	switch p.Kind {
	case "classes", "class", "learner", "activity", "area", "attempt", "tries", "statement", kindEvidence, kindSession, kindWhatIf:
		return false
	}
	return true
}

// Ready says whether the tab in front shows an answer.
func (s *Screen) Ready() bool { return s.here().ready }

// Options are what a narrowing of the level can be set to.
func (s *Screen) Options(env Env, n Narrowing) func(context.Context) ([]query.Option, error) {
	f := s.picks.With(n, Pick{}).apply(s.page.Within)
	if n != ByArea {
		return func(ctx context.Context) ([]query.Option, error) {
			return env.Records.Options(ctx, env.Viewer, f, n.Word())
		}
	}
	f.Area, f.Activity = "", ""
	return func(ctx context.Context) ([]query.Option, error) {
		areas, err := env.Records.Areas(ctx, env.Viewer, f)
		var all []query.Option
		for _, a := range areas.Rows {
			all = append(all, query.Option{Value: a.IRI, Name: safetext.Pad("", 2*a.Indent) + a.Name, Statements: a.Statements})
		}
		return all, err
	}
}

// Chip is a filter that is set, for the header.
type Chip struct {
	Text safetext.Safe
	Of   Narrowing
	AsOf bool
}

// Chips are the filters that narrow what is shown, behind those that were set
// the term that a class is asked about by default.
func (s *Screen) Chips() []Chip {
	var all []Chip
	if s.page.whole() {
		return nil
	}
	period := s.Shown().Period
	if !s.picks.AsOf.IsZero() {
		tz := time.UTC
		if z := s.Shown().TZ; z != nil {
			tz = z
		}
		all = append(all, Chip{Text: "as of " + Day(s.picks.AsOf, tz), AsOf: true})
	}
	for _, n := range Narrowings() {
		pick := s.picks.By[n]
		switch {
		case pick.Value == "":
		case n == ByPeriod:
			c := Chip{Text: pick.Name, Of: n}
			if !period.IsZero() {
				c.Text = called(period, s.Shown().TZ)
			}
			all = append(all, c)
		default:
			all = append(all, Chip{Text: safetext.Safe(n.Word()) + " " + pick.Name, Of: n})
		}
	}
	if s.picks.By[ByPeriod].Value == "" && !period.IsZero() {
		all = append(all, Chip{Text: called(period, s.Shown().TZ), Of: ByPeriod})
	}
	return all
}

// called is a period as a chip says it.
func called(p query.Period, tz *time.Location) safetext.Safe {
	if p.Name != "" {
		return p.Name
	}
	return p.Words(tz)
}

// Day is a moment as it is asked for: the date alone for the end of a day.
func Day(t time.Time, tz *time.Location) safetext.Safe {
	t = t.In(tz)
	if next := t.Add(time.Microsecond); next.Day() != t.Day() {
		return safetext.Safe(t.Format(time.DateOnly))
	}
	return safetext.Safe(t.Format("2006-01-02 15:04"))
}

// Conditions says in a sentence what the numbers are counted of; "" where
// nothing narrows them.
func (s *Screen) Conditions() safetext.Safe {
	var text safetext.Safe
	if p := s.Shown().Period; !p.IsZero() {
		text = p.Words(s.Shown().TZ)
	}
	for _, c := range s.Chips() {
		if c.Of == ByPeriod && !c.AsOf && !s.Shown().Period.IsZero() {
			continue
		}
		if text != "" {
			text += " " + theme.Dot + " "
		}
		text += c.Text
	}
	return text
}

// narrowed asks a store within picks.
type narrowed struct {
	Records
	picks Picks
}

func narrow(r Records, p Picks) Records {
	if p == (Picks{}) {
		return r
	}
	return narrowed{r, p}
}

// The lists and things that follow filters.

func (n narrowed) Classes(ctx context.Context, v query.Viewer, f query.Filter) (query.List[query.Class], error) {
	return n.Records.Classes(ctx, v, n.picks.apply(f))
}

func (n narrowed) Learners(ctx context.Context, v query.Viewer, f query.Filter) (query.List[query.Learner], error) {
	return n.Records.Learners(ctx, v, n.picks.apply(f))
}

func (n narrowed) Activities(ctx context.Context, v query.Viewer, f query.Filter) (query.List[query.Activity], error) {
	return n.Records.Activities(ctx, v, n.picks.apply(f))
}

func (n narrowed) Areas(ctx context.Context, v query.Viewer, f query.Filter) (query.List[query.Area], error) {
	return n.Records.Areas(ctx, v, n.picks.apply(f))
}

func (n narrowed) Items(ctx context.Context, v query.Viewer, f query.Filter) (query.List[query.Item], error) {
	return n.Records.Items(ctx, v, n.picks.apply(f))
}

func (n narrowed) Attempts(ctx context.Context, v query.Viewer, f query.Filter) (query.List[query.Attempt], error) {
	return n.Records.Attempts(ctx, v, n.picks.apply(f))
}

func (n narrowed) Statements(ctx context.Context, v query.Viewer, f query.Filter) (query.List[query.Statement], error) {
	return n.Records.Statements(ctx, v, n.picks.apply(f))
}

func (n narrowed) Learner(ctx context.Context, v query.Viewer, id string, f query.Filter) (query.Learner, error) {
	return n.Records.Learner(ctx, v, id, n.picks.apply(f))
}

func (n narrowed) Activity(ctx context.Context, v query.Viewer, iri string, f query.Filter) (query.Activity, error) {
	return n.Records.Activity(ctx, v, iri, n.picks.apply(f))
}

func (n narrowed) Area(ctx context.Context, v query.Viewer, iri string, f query.Filter) (query.Area, error) {
	return n.Records.Area(ctx, v, iri, n.picks.apply(f))
}

func (n narrowed) Attempt(ctx context.Context, v query.Viewer, id string, f query.Filter) (query.Attempt, error) {
	return n.Records.Attempt(ctx, v, id, n.picks.apply(f))
}
