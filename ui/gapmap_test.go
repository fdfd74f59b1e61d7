package ui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
)

// onMap opens the map of gaps.
func onMap(t *testing.T, f *fake) *driver {
	t.Helper()
	d := drive(t, f)
	d.press("S", "5")
	return d
}

func TestGapMapMoves(t *testing.T) {
	t.Parallel()
	d := onMap(t, school())
	d.wants("Sun 22 Mar 2026", "source 1 of 2", "1 outage candidate", "export.json sent no statement on 22 March 2026", "! 2026-02-11")
	for _, test := range []struct {
		keys string
		want []string
	}{
		{"left left", []string{"Fri 20 Mar 2026", "about 52 expected"}},
		{"pgup", []string{"Fri 23 Jan 2026"}}, // 56 days in sight
		{"pgdown", []string{"Fri 20 Mar 2026"}},
		{"ctrl+u", []string{"Fri 20 Feb 2026"}},
		{"g", []string{"Mon 3 Nov 2025", "first and the last may be parts"}},
		{"down", []string{"source 2 of 2", "sent its first statement on 2 March"}},
		{"G", []string{"Sun 22 Mar 2026", "sent its newest statement on 15 March"}},
		{"up", []string{"source 1 of 2"}},
	} {
		d.press(strings.Fields(test.keys)...)
		d.wants(test.want...)
	}
	d.press("?")
	d.wants("Statements on Sunday 22 March 2026", "median of the same weekday")
	d.press("esc", "/")
	d.wants("a map has its own order")
	d.press("Y")
	d.wants("copied 1 gap of export.json")
	d.press("enter")
	d.wants("Source")
}

func TestGapMapWithoutStatements(t *testing.T) {
	t.Parallel()
	f := school()
	f.days, f.origins = nil, nil
	d := onMap(t, f)
	d.wants("No statement counts yet", "lrx source add")
	d.press("left", "enter", "y", "?", "esc", "G")
	d.wants("No statement counts yet")
	d.press("4")
	d.wants("no system is known")
}

func TestOriginLeadsToItsSource(t *testing.T) {
	t.Parallel()
	f := school()
	f.sources[0].Key = "file export.json"
	f.origins[0].SourceKey = f.sources[0].Key
	d := drive(t, f)
	d.press("S", "4", "enter")
	d.wants("collector", "Moodle 4.5", "LMS", "40 %", "answered")
	d.press("enter")
	d.wants("export.json", "a file")
}

// TestMaskForgetsTheMap proves that names on the map go with the mask.
func TestMaskForgetsTheMap(t *testing.T) {
	t.Parallel()
	d := onMap(t, school())
	d.wants("source 1 of 2")
	asked := len(d.app.opt.Records.(*fake).asked)
	d.press("m")
	d.wants("masked", "source 1 of 2")
	if all := d.app.opt.Records.(*fake).asked; len(all) == asked || !all[len(all)-1].Mask {
		t.Error("the map was not asked for again under the mask")
	}
}

// TestMapsFitEveryWindow draws the map for sources of any name in windows of any
// size.
func TestMapsFitEveryWindow(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := school()
		for i := range f.days {
			f.days[i].Called = hostile().Draw(t, "source")
		}
		d := drive(t, f)
		if rapid.Bool().Draw(t, "graphemes") {
			d.send(tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: ansi.ModeReset})
		}
		d.press("S", "5")
		for range rapid.IntRange(1, 10).Draw(t, "steps") {
			if rapid.Bool().Draw(t, "resize") {
				d.send(tea.WindowSizeMsg{Width: rapid.IntRange(1, 300).Draw(t, "w"), Height: rapid.IntRange(1, 60).Draw(t, "h")})
			}
			d.press(rapid.SampledFrom([]string{"up", "down", "left", "right", "pgup", "pgdown", "ctrl+u", "ctrl+d", "g", "G", "?", "esc", "y", "Y"}).Draw(t, "key"))
			if titles, front := d.app.here().Tabs(); titles[front] != "Gap map" {
				d.press("S", "5")
			}
			fits(t, d)
		}
	})
}
