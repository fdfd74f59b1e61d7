package screen

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"lrx/internal/safetext"
	"lrx/query"
	"lrx/ui/field"
	"lrx/ui/theme"
)

// Env is what a screen needs to put its questions. Two answers belong together
// when they were asked in the same state of it.
type Env struct {
	Ctx        context.Context
	Records    Records
	Viewer     query.Viewer
	Generation int64
	Next       func() uint64 // a new request id
	After      After
}

// After makes a command that works after a while. It is given so that tests
// need no clock.
type After func(d time.Duration, work func() tea.Msg) tea.Cmd

// stamp tells which records an answer was made from, for which eyes and within
// which filters.
type stamp struct {
	generation int64
	mask       bool
	picks      Picks
}

func (s *Screen) stamp(e Env) stamp { return stamp{e.Generation, e.Viewer.Mask, s.picks} }

// Screen is one level of the navigation: a page and what the reader left on
// each of its tabs.
type Screen struct {
	page Page
	name safetext.Safe
	head query.Sheet
	tab  int
	tabs []pane
	w, h int

	picks, began Picks // the level's filters, and those it was opened with
}

// pane is the state of one tab.
type pane struct {
	body  body
	stamp stamp
	ready bool  // body shows an answer
	err   error // of the last question
	load  load
}

// New makes a screen for a page. Show fills it.
func New(p Page) *Screen {
	return &Screen{page: p, name: p.Name, tabs: make([]pane, len(p.Tabs))}
}

func (s *Screen) here() *pane { return &s.tabs[s.tab] }

// Name is the screen's part of the breadcrumb.
func (s *Screen) Name() safetext.Safe {
	if s.name == "" {
		return safetext.Safe(s.page.Kind)
	}
	return s.name
}

// Kind says in a word what the screen is about.
func (s *Screen) Kind() string { return s.page.Kind }

// Page is what the screen shows.
func (s *Screen) Page() Page { return s.page }

// Tabs are the titles of the tabs and which of them is in front.
func (s *Screen) Tabs() (titles []string, front int) {
	for _, t := range s.page.Tabs {
		titles = append(titles, t.Title)
	}
	return titles, s.tab
}

// Form says what the tab in front is.
func (s *Screen) Form() Form { return s.page.Tabs[s.tab].form() }

// PickTab brings a tab to the front. It says whether there is one.
func (s *Screen) PickTab(i int, env Env) (tea.Cmd, bool) {
	if i < 0 || i >= len(s.tabs) {
		return nil, false
	}
	if i == s.tab {
		return nil, true
	}
	s.Leave()
	s.tab = i
	return s.Show(env), true
}

// Resize says how much room the body has.
func (s *Screen) Resize(w, h int) {
	s.w, s.h = w, h
	if b := s.here().body; b != nil {
		b.resize(w, h)
	}
}

// forgetter is a body that drops what it shows and keeps the rest: its cursor,
// its order, what was set, which are nobody's names.
type forgetter interface{ forget() }

// Forget drops all that was read, names too, because it may not be shown any
// more. Cursor and order stay; a filter goes, as it may be a name.
func (s *Screen) Forget() {
	s.Leave()
	s.head = query.Sheet{}
	if s.page.Named != "" {
		s.name, s.page.Name = "", ""
	}
	for i := range s.tabs {
		p := &s.tabs[i]
		p.ready, p.err = false, nil
		if b, ok := p.body.(forgetter); ok {
			b.forget()
		} else {
			p.body = nil
		}
	}
}

// StillReading is why nothing can be done before the first answer.
const StillReading = "still reading"

// Able says why an action cannot be done now; "" = it can.
func (s *Screen) Able(a Action) string {
	p := s.here()
	switch {
	case a == NextTab || a == PrevTab || a == PickTab:
		if len(s.tabs) < 2 {
			return "this screen has one view only"
		}
		return ""
	case !p.ready && p.err != nil:
		return "nothing could be read; r tries again"
	case !p.ready:
		return StillReading
	}
	return p.body.able(a)
}

// Do does an action that Able allows.
func (s *Screen) Do(a Action) Effect {
	if s.Able(a) != "" {
		return Effect{}
	}
	return s.here().body.do(a)
}

// Peel takes one layer away: an open input, a filter, a search.
func (s *Screen) Peel() (bool, tea.Cmd) {
	if b := s.here().body; b != nil {
		return b.peel()
	}
	return false, nil
}

// Input is the open text input; nil when there is none.
func (s *Screen) Input() *field.Field {
	if b := s.here().body; b != nil {
		return b.input()
	}
	return nil
}

// Typed follows a change of the input's text.
func (s *Screen) Typed() tea.Cmd { return s.here().body.typed() }

// Entered closes the input and keeps what it did, or asks what for.
func (s *Screen) Entered() Effect { return s.here().body.entered() }

// Click follows a click at a place of the body.
func (s *Screen) Click(x, y int) Effect {
	if p := s.here(); p.ready {
		return p.body.click(x, y)
	}
	return Effect{}
}

// View draws the body.
func (s *Screen) View(th *theme.Theme) []string {
	p := s.here()
	switch {
	case p.ready && s.nothingLeft():
		return sentences(th, theme.Plain, s.w, "Nothing is left by the filters: "+string(s.Conditions())+". f changes them.")
	case p.ready:
		return p.body.view(th)
	case classNeeded(p.err):
		return sentences(th, theme.Plain, s.w, Sentence(p.err))
	case p.err != nil:
		return append(sentences(th, theme.Risk, s.w, "! "+Sentence(p.err)),
			sentences(th, theme.Plain, s.w, "r tries again, esc goes back, : finds something else.")...)
	case p.load.slow:
		return sentences(th, theme.Muted, s.w, "Reading "+s.page.Tabs[s.tab].Title+" "+theme.Ellipsis)
	}
	return nil
}

// nothingLeft says whether a list is empty that filters narrow.
func (s *Screen) nothingLeft() bool {
	l, ok := s.here().body.(*list)
	return ok && len(l.shown.Rows) == 0 && s.Conditions() != ""
}

// Remark says in words what narrows and orders the view.
func (s *Screen) Remark() string {
	if p := s.here(); p.ready {
		return remarks(s.unfollowed(), p.body.remark())
	}
	return ""
}

// Where says where the cursor is: "12 of 60".
func (s *Screen) Where() string {
	if p := s.here(); p.ready {
		return p.body.where()
	}
	return ""
}

// Sheet is what the screen shows, narrowed and in order, for an export.
func (s *Screen) Sheet() query.Sheet { return s.here().body.sheet() }

// Shown is the sheet behind the view for its date and zone; empty before an answer.
func (s *Screen) Shown() query.Sheet {
	p := s.here()
	if !p.ready {
		return query.Sheet{}
	}
	if l, ok := p.body.(*list); ok {
		return l.shown
	}
	return p.body.sheet()
}

// Head is the headline, a sheet of one row or none.
func (s *Screen) Head() query.Sheet { return s.head }

// Explain says what the number under the cursor is.
func (s *Screen) Explain() Explanation {
	if p := s.here(); p.ready {
		return p.body.explain()
	}
	return Explanation{}
}

// Layered says whether Peel has a layer to take away.
func (s *Screen) Layered() bool {
	b := s.here().body
	return b != nil && b.layered() || s.picks != s.began
}
