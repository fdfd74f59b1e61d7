package ui

import (
	"lrx/internal/safetext"
	"lrx/ui/dialog"
	"lrx/ui/pager"
	"lrx/ui/theme"
)

// help is the panel of `?`: the number under the cursor first, then the
// headline's numbers, then the keys of this screen.
func (a *App) help() *dialog.Panel {
	var lines []pager.Line
	heading := func(text safetext.Safe) {
		if len(lines) > 0 {
			lines = append(lines, pager.Line{})
		}
		lines = append(lines, pager.Line{Text: text, Tone: theme.Heading})
	}
	say := func(text safetext.Safe) { lines = append(lines, pager.Line{Text: text}) }

	if e := a.here().Explain(); e.Title != "" {
		about := safetext.Clean(e.Title)
		if e.Of != "" && e.Of != e.Value {
			about += " " + theme.Dot + " " + e.Of
		}
		heading(about)
		say(e.Value)
		say(safetext.Clean(e.Help))
		lines = append(lines, e.More...)
	}
	if c := a.here().Conditions(); c != "" {
		heading("Counted of")
		say(c)
	}
	if head := a.here().Head(); len(head.Rows) > 0 {
		heading("The headline")
		for _, c := range head.Columns {
			if c.Priority > 0 {
				lines = append(lines, pager.Line{Label: safetext.Pad(safetext.Clean(c.Title), 14), Text: safetext.Clean(c.Help)})
			}
		}
	}
	heading("Keys of this screen")
	var idle []pager.Line
	form := a.here().Form()
	for _, b := range a.keys {
		if !b.applies(form) || b.place == paletteOnly {
			continue
		}
		l := pager.Line{Label: safetext.Pad(safetext.Clean(b.Help().Key), 12), Text: safetext.Clean(b.Help().Desc)}
		if why := a.why(b.action); why != "" {
			l.Text, l.Tone = l.Text+": "+safetext.Clean(why), theme.Muted
			idle = append(idle, l)
			continue
		}
		lines = append(lines, l)
	}
	if len(idle) > 0 {
		heading("Not now, and why")
		lines = append(lines, idle...)
	}
	heading("This store")
	if a.opt.StoreName != "" {
		say(safetext.Clean(a.opt.StoreName))
	}
	say("Times are those of " + safetext.Clean(a.zone().String()) + ". Missing is written " + theme.Missing + ", it is never zero.")
	return &dialog.Panel{Title: "Help", Lines: lines}
}
