package screen

import (
	tea "charm.land/bubbletea/v2"

	"lrx/internal/safetext"
	"lrx/query"
	"lrx/scoring"
	"lrx/ui/field"
	"lrx/ui/pager"
	"lrx/ui/theme"
)

// Effect is what doing something on a screen asks of the explorer around it.
type Effect struct {
	Open *Page   // go one level deeper
	Turn *Page   // show this in place of the screen
	Say  string  // a short remark
	Copy string  // put this into the clipboard
	Cmd  tea.Cmd // run this

	Decide *Decision        // carry this out
	Ask    *Ask             // ask for a line of text first
	Record *Record          // note this, and go on when it is noted
	Again  bool             // put the question of the tab again
	Save   *scoring.Profile // make this the profile
}

// Ask is a line of text that is needed.
type Ask struct {
	Title, Note safetext.Safe
	Text        string // what the line holds at first
	// Take takes what was typed: what follows, or why it cannot be taken.
	Take func(text string) (Effect, safetext.Safe)
}

// Record is something that may only be done when it is noted who did it, and why.
type Record struct {
	What, About, Purpose string
	Then                 func() Effect
}

// Decision is what somebody decides about two learners.
type Decision struct {
	Undo bool // take the last one back; the rest is not looked at
	Same bool // they are one person; else they are two
	Sure bool // also where the roster says that they are two
	Mask bool // what is said of it may not name them
	A, B string
}

// Explanation says what the number under the cursor is.
type Explanation struct {
	Of    safetext.Safe // the row or thing it belongs to
	Title string
	Value safetext.Safe
	Help  string
	More  []pager.Line // how it was made, with its values
}

// body is what a tab shows: a list or a text.
type body interface {
	resize(w, h int)
	take(answer) tea.Cmd // new records arrived
	arranged(Arranged)   // work done outside Update came back

	able(Action) string // why an action cannot be done now; "" = it can
	do(Action) Effect
	layered() bool         // there is a layer: input, filter, search
	peel() (bool, tea.Cmd) // take it away

	input() *field.Field // the open input, nil when there is none
	typed() tea.Cmd      // its text changed
	entered() Effect     // enter: it closes, its text stays in force

	click(x, y int) Effect
	view(*theme.Theme) []string
	remark() string // what narrows or orders the view, in words
	where() string  // "12 of 60"
	sheet() query.Sheet
	explain() Explanation
}

// moves are the actions by which a cursor goes up and down, as a number of
// rows; far stands for all there are.
func moves(a Action, page, far int) (by int, ok bool) {
	switch a {
	case Up:
		return -1, true
	case Down:
		return +1, true
	case PageUp:
		return -page, true
	case PageDown:
		return +page, true
	case HalfUp:
		return -max(1, page/2), true
	case HalfDown:
		return +max(1, page/2), true
	case First:
		return -far, true
	case Last:
		return +far, true
	}
	return 0, false
}
