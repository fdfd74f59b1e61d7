// Package theme gives the tones of the screen their looks. Everything else
// names a tone by what it means and never a colour. The package must not know
// screens, tables or learning records.
//
// A tone never carries a meaning alone: every frame reads the same without
// colour, where only bold, underline and reverse are left.
package theme

import (
	"image/color"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// Tone is what a piece of text is, not how it looks.
type Tone uint8

// The tones.
const (
	Plain Tone = iota
	Muted
	Accent
	Good
	Warn
	Risk
	Strong       // the program's name, the active tab, the present screen
	Heading      // of a column
	HeadingHere  // of the column the cursor is in
	Selected     // the row the cursor is in
	SelectedCell // the cell the cursor is in
	Rule
	Key   // a key in a hint
	Match // what a search found
	Caret // the place in a text input where the next character goes

	tones
)

// Background is what is known of the terminal's background.
type Background uint8

// The backgrounds. A terminal may never answer, so Unknown must read on both.
const (
	Unknown Background = iota
	Light
	Dark
)

// Theme is how each tone looks on one terminal: the sequence that begins it.
type Theme struct {
	Graphemes bool // the terminal counts what a reader takes for one character, not runes

	looks [tones]string
}

// New makes the theme for a terminal.
func New(profile colorprofile.Profile, background Background) Theme {
	p := palette{complete: lipgloss.Complete(profile), background: background}
	accent := p.pick("#0b5f85", "#6cc0e5", "#2a86b8", "4", "6")
	muted := p.pick("#5c6570", "#929ba6", "#7d8791", "8", "8")
	// Yellow cannot be read on light paper where there are only sixteen
	// colours, and red says something else: magenta warns there.
	warn := p.pick("#865b00", "#e2b34f", "#b57d0c", "5", "3")
	t := Theme{}
	t.looks = [tones]string{
		Muted:       look(muted, nil),
		Accent:      look(accent, nil),
		Good:        look(p.pick("#27702c", "#7cc576", "#3f9a45", "2", "2"), nil),
		Warn:        look(warn, nil),
		Risk:        look(p.pick("#b3261e", "#f2777a", "#d9453c", "1", "1"), nil, ansi.AttrBold),
		Strong:      look(nil, nil, ansi.AttrBold),
		Heading:     look(muted, nil, ansi.AttrBold),
		HeadingHere: look(accent, nil, ansi.AttrBold, ansi.AttrUnderline),
		Rule:        look(p.pick("#b9c1c9", "#4a535d", "#7d8791", "8", "8"), nil),
		Key:         look(accent, nil, ansi.AttrBold),
		Match:       look(warn, nil, ansi.AttrBold, ansi.AttrUnderline),
		Caret:       look(nil, nil, ansi.AttrReverse),
		// Reverse is the one look of a selection that no terminal lacks.
		Selected:     look(nil, nil, ansi.AttrReverse),
		SelectedCell: look(nil, nil, ansi.AttrReverse, ansi.AttrBold, ansi.AttrUnderline),
	}
	if profile >= colorprofile.ANSI256 && background != Unknown {
		row := p.pick("#d3e6f1", "#1f4257", "", "7", "4")
		t.looks[Selected] = look(nil, row)
		t.looks[SelectedCell] = look(nil, row, ansi.AttrBold, ansi.AttrUnderline)
	}
	return t
}

// look is the sequence for colours and attributes; "" when there are none.
func look(fore, back color.Color, attrs ...ansi.Attr) string {
	s := ansi.NewStyle(attrs...)
	if visible(fore) {
		s = s.ForegroundColor(fore)
	}
	if visible(back) {
		s = s.BackgroundColor(back)
	}
	if len(s) == 0 {
		return ""
	}
	return s.String()
}

func visible(c color.Color) bool {
	_, none := c.(lipgloss.NoColor)
	return c != nil && !none
}

// Paint writes text in a tone.
func (t *Theme) Paint(tone Tone, text string) string {
	if t.looks[tone] == "" || text == "" {
		return text
	}
	return t.looks[tone] + text + ansi.ResetStyle
}

type palette struct {
	complete   lipgloss.CompleteFunc
	background Background
}

// pick chooses among one colour's shades: for a light, a dark and an unknown
// background, and what stands for it on light and dark where there are only
// sixteen colours.
func (p palette) pick(light, dark, both, light16, dark16 string) color.Color {
	full, basic := both, dark16
	switch p.background {
	case Light:
		full, basic = light, light16
	case Dark:
		full = dark
	case Unknown:
	}
	// The renderer brings a true colour down to 256 by itself.
	c := lipgloss.Color(full)
	return p.complete(lipgloss.Color(basic), c, c)
}
