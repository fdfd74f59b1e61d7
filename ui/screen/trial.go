package screen

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"lrx/internal/safetext"
	"lrx/query"
	"lrx/scoring"
	"lrx/ui/field"
)

// WhatIf tries other weights, limits and attempt rules out, on what the filter
// holds. Nothing is changed until it is saved.
func WhatIf(f query.Filter) Page {
	return Page{
		Kind: kindWhatIf, Name: "What if", Within: f,
		Tabs: []Tab{{
			Title: "What if",
			Trial: func(ctx context.Context, r Records, v query.Viewer, tried *scoring.Profile) (Trial, error) {
				return try(ctx, r, v, f, tried)
			},
			Open: func(id string) Page { return Learner(id, query.Filter{Class: f.Class}) },
		}},
	}
}

// WhatIf is the page on which the screen's scores can be tried with another
// profile, or why there is none.
func (s *Screen) WhatIf() (Page, string) {
	switch s.page.Kind {
	case "class", "learner":
		return WhatIf(s.page.Within), ""
	case kindWhatIf:
		return Page{}, "this is it"
	}
	return Page{}, "other weights are tried on a class or a learner"
}

// Trial is what a profile makes of the scores that are there.
type Trial struct {
	Holds scoring.Profile // the one that scores are made with
	Moves query.List[query.Move]
}

func try(ctx context.Context, r Records, v query.Viewer, f query.Filter, tried *scoring.Profile) (Trial, error) {
	holds, err := r.Profile(ctx)
	if err != nil {
		return Trial{}, err
	}
	if tried == nil {
		tried = &holds
	}
	moves, err := r.WhatIf(ctx, v, f, *tried)
	return Trial{Holds: holds, Moves: moves}, err
}

// trial is the component that tries a profile out: settings above, and below
// them what comes of it.
type trial struct {
	tab   Tab
	said  Trial
	tried *scoring.Profile // nil until the one that holds is known
	moved []query.Move     // those whose score or state is another
	v     query.Viewer
	w, h  int
	at    int // the setting of the cursor, behind them the learner who moves
	top   int // the first of those in sight

	from, shown int // the lines of settings in sight
}

// asks puts the profile that is tried into the question of a page.
func (t *trial) asks(p Page) Page {
	if t.tried == nil {
		return p
	}
	tried := *t.tried
	tab := p.Tabs[0]
	ask := tab.Trial
	tab.Trial = func(ctx context.Context, r Records, v query.Viewer, _ *scoring.Profile) (Trial, error) {
		return ask(ctx, r, v, &tried)
	}
	p.Tabs = []Tab{tab}
	return p
}

func (t *trial) resize(w, h int) { t.w, t.h = w, h }

func (t *trial) take(a answer) tea.Cmd {
	if t.tried == nil || same(*t.tried, t.said.Holds) { // nothing was set, so it goes with the one that holds
		holds := a.trial.Holds
		t.tried = &holds
	}
	t.said, t.moved = a.trial, nil
	t.v = query.Viewer{TZ: a.tz}
	for _, m := range t.said.Moves.Rows {
		if isMove(m) {
			t.moved = append(t.moved, m)
		}
	}
	slices.SortStableFunc(t.moved, mostFirst)
	t.at = min(t.at, len(settings())+len(t.moved)-1)
	return nil
}

// movesAtAll is the least change that is seen, in points.
const movesAtAll = 0.05

// isMove says whether another profile makes another score or state.
func isMove(m query.Move) bool { return m.Before.State != m.After.State || scoreMoves(m) }

// mostFirst puts those first whose state is another, which may make a score
// appear or go, and then those whose score moves by more points.
func mostFirst(a, b query.Move) int {
	if one, other := a.Before.State != a.After.State, b.Before.State != b.After.State; one != other {
		if one {
			return -1
		}
		return 1
	}
	by := func(m query.Move) float64 {
		if m.Change == nil {
			return 0
		}
		return math.Abs(*m.Change)
	}
	return cmp.Compare(by(b), by(a))
}

func scoreMoves(m query.Move) bool { return m.Change != nil && math.Abs(*m.Change) >= movesAtAll }

func (t *trial) arranged(Arranged) {}

// forget drops what came of it, names too; what was set stays.
func (t *trial) forget() {
	t.said.Moves, t.moved, t.at = query.List[query.Move]{}, nil, min(t.at, len(settings())-1)
}

// changed says whether something is set that does not hold.
func (t *trial) changed() bool { return t.tried != nil && !same(*t.tried, t.said.Holds) }

// setting is the setting of the cursor; false on a learner.
func (t *trial) setting() (setting, bool) {
	if all := settings(); t.at < len(all) {
		return all[t.at], true
	}
	return setting{}, false
}

// learner is the learner of the cursor, who moves.
func (t *trial) learner() query.Move { return t.moved[t.at-len(settings())] }

func (t *trial) able(a Action) string {
	_, sets := t.setting()
	switch a {
	case Filter, Sort, OwnOrder, NextMatch, PrevMatch, Fold, CopyCell:
		return "here settings are tried out"
	case Left, Right:
		if !sets {
			return "enter leads to the learner"
		}
	case Save:
		if !t.changed() {
			return "nothing is changed"
		}
	case Defaults:
		if same(*t.tried, defaults(*t.tried)) {
			return "these are the defaults"
		}
	default:
	}
	return ""
}

func (t *trial) do(a Action) Effect {
	if by, ok := moves(a, max(1, t.h/2), len(settings())+len(t.moved)); ok {
		t.at = max(0, min(t.at+by, len(settings())+len(t.moved)-1))
		return Effect{}
	}
	s, sets := t.setting()
	switch a {
	case Left, Right:
		by := 1
		if a == Left {
			by = -1
		}
		return t.set(s.stepped(*t.tried, by))
	case Open:
		if sets {
			return t.ask(s)
		}
		m := t.learner()
		p := t.tab.Open(m.ID)
		p.Name = m.Name.Shown()
		return Effect{Open: &p}
	case Defaults:
		return t.set(defaults(*t.tried), "")
	case Save:
		p := *t.tried
		return Effect{Save: &p}
	case CopyRow:
		return copied("what comes of it", t.whole())
	default:
	}
	return Effect{}
}

// set tries a profile, or says why it cannot be tried.
func (t *trial) set(p scoring.Profile, why safetext.Safe) Effect {
	if why != "" {
		return Effect{Say: string(why)}
	}
	t.tried = &p
	return Effect{Again: true}
}

// ask asks for the value of a setting.
func (t *trial) ask(s setting) Effect {
	note := safetext.Safe("now ") + s.text(*t.tried)
	if s.real == nil && s.whole == nil {
		note = safetext.Safe("one of " + strings.Join(attemptRules(), ", "))
	}
	return Effect{Ask: &Ask{Title: s.label, Note: note, Take: func(text string) (Effect, safetext.Safe) {
		p, why := s.typed(*t.tried, text)
		if why != "" {
			return Effect{}, why
		}
		return t.set(p, ""), ""
	}}}
}

func (t *trial) layered() bool         { return false }
func (t *trial) peel() (bool, tea.Cmd) { return false, nil }
func (t *trial) input() *field.Field   { return nil }
func (t *trial) typed() tea.Cmd        { return nil }
func (t *trial) entered() Effect       { return Effect{} }

// click moves the cursor to a setting or to somebody who moves; a second click
// does what enter does.
func (t *trial) click(x, y int) Effect {
	at, ok := t.under(x, y)
	if !ok {
		return Effect{}
	}
	if at == t.at {
		return t.do(Open)
	}
	t.at = at
	return Effect{}
}

// remark says what the setting of the cursor is where nobody tries anything.
func (t *trial) remark() string {
	s, ok := t.setting()
	if !ok || t.tried == nil {
		return ""
	}
	holds, usual := s.text(t.said.Holds), s.text(scoring.DefaultProfile())
	if holds == usual {
		return string("holds: " + holds + ", the default")
	}
	return string("holds: " + holds + " by the profile, the default is " + usual)
}

func (t *trial) where() string {
	if !t.changed() {
		return "nothing is changed"
	}
	return "tried, not saved"
}

func (t *trial) sheet() query.Sheet { return query.MoveSheet(t.said.Moves, t.v) }

func (t *trial) explain() Explanation {
	s, ok := t.setting()
	if !ok {
		m := t.learner()
		return Explanation{Of: m.Name.Shown(), Title: "Change", Value: t.says(m), Help: "The score by the profile that holds and by the one that is tried, from the same records. " +
			"Where the two 90 % intervals overlap there is no reliable difference."}
	}
	return Explanation{Title: string(s.label), Value: s.text(*t.tried), Help: s.help}
}

// sentence says in words what comes of it.
func (t *trial) sentence() safetext.Safe {
	var scores, changed, sure, states int
	for _, m := range t.said.Moves.Rows {
		if m.Change != nil {
			scores++
		}
		if scoreMoves(m) {
			changed++
			if m.Reliable {
				sure++
			}
		}
		if m.Before.State != m.After.State {
			states++
		}
	}
	switch {
	case len(t.said.Moves.Rows) == 0:
		return "There is nobody whose score could move."
	case len(t.moved) == 0 && t.changed():
		return safetext.Safe("Nobody moves: " + counted(scores, "score") + " as before.")
	case len(t.moved) == 0:
		return safetext.Safe("Nothing is changed yet. " + counted(scores, "score") + " would be made anew.")
	}
	text := "No score changes."
	if changed > 0 {
		reliably := map[int]string{0: "none of them reliably", changed: "all of them reliably"}[sure]
		if reliably == "" {
			reliably = count(sure) + " of them reliably"
		}
		text = fmt.Sprintf("%d of %s change, %s.", changed, counted(scores, "score"), reliably)
	}
	if states > 0 && changed > 0 { // some may be in both counts, and the rows are of people
		text = counted(len(t.moved), "learner") + " move: " + text
		if len(t.moved) == 1 {
			text = strings.Replace(text, " move: ", " moves: ", 1)
		}
	}
	switch {
	case states == 1:
		text += " 1 learner gets another state."
	case states > 1:
		text += " " + count(states) + " learners get another state."
	}
	return safetext.Safe(text)
}

// whole is what comes of it as text.
func (t *trial) whole() string {
	lines := []string{string(t.sentence())}
	for _, m := range t.moved {
		lines = append(lines, string(m.Name.Shown())+"\t"+string(t.fromTo(m))+"\t"+string(t.says(m)))
	}
	return strings.Join(lines, "\n")
}
