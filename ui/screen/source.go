package screen

import (
	"context"
	"slices"
	"strconv"

	"lrx/internal/safetext"
	"lrx/query"
	"lrx/ui/theme"
)

// kindSource is the kind of the page of one source.
const kindSource = "source"

// Source is one source: where it is, how fresh, and what came from it.
func Source(key string) Page {
	return Page{Kind: kindSource, Name: "Source", Named: "source", Tabs: []Tab{{
		Title: "Source",
		Text:  rowText(Records.Sources, query.SourceSheet, kindSource, key, query.Filter{}, sourceText),
	}}}
}

// Pulls is the name of the source that this screen is about and that may be
// pulled; "" when it is about none.
func (s *Screen) Pulls() string {
	if sheet := s.Shown(); s.page.Kind == kindSource && len(sheet.Rows) > 0 && textAt(sheet, sheet.Rows[0], "kind") == "lrs" {
		return string(textAt(sheet, sheet.Rows[0], "source"))
	}
	return ""
}

// TellsOfPulls says whether a pull changes the screen even if it brings nothing.
func (s *Screen) TellsOfPulls() bool { return s.page.Kind == "sources" || s.page.Kind == kindSource }

// Outdate says that what the screen shows is not current any more: it stays in
// sight until the next Show has read it again.
func (s *Screen) Outdate() {
	for i := range s.tabs {
		s.tabs[i].stop()
		s.tabs[i].stamp.generation = 0
	}
}

func sourceText(ctx context.Context, r Records, v query.Viewer, src query.Source, s query.Sheet) (Text, error) {
	w := &factWriter{tz: s.TZ}
	w.fact("Source", src.Source, 0)
	server := src.Kind == "lrs"
	if server {
		w.fact("Kind", "a Learning Record Store", 0)
		w.fact("Address", src.Path, 0)
	} else {
		w.fact("Kind", "a file", 0)
		w.fact("Path", src.Path, 0)
	}
	w.statementsOf(src)
	if server {
		w.pullOf(src)
	}
	if err := w.gapsOf(ctx, r, v, src); err != nil {
		return Text{}, err
	}
	if err := w.loadsOf(ctx, r, v, src); err != nil {
		return Text{}, err
	}
	return Text{Lines: w.lines, Links: w.links, Sheet: s, Whole: w.whole()}, nil
}

func (w *factWriter) statementsOf(src query.Source) {
	text := w.count(src.Statements)
	if src.Oldest != nil && src.Newest != nil {
		text += ", from " + w.cell(query.KindTime, *src.Oldest) + " to " + w.cell(query.KindTime, *src.Newest)
	}
	w.fact("Statements", text, 0)
	if src.Statements > 0 {
		known := safetext.Safe("by its timestamp: what the source says of storing does not tell")
		if src.Live {
			known = "by its stored time"
		}
		w.fact("Known", known, 0)
	}
}

// pullOf says how the last pull went and what to do next.
func (w *factWriter) pullOf(src query.Source) {
	w.heading("The last pull")
	p := src.Pull
	switch {
	case !src.Configured:
		w.line("The connection was removed. What came from it stays; lrx source add connects again.")
		return
	case p == nil:
		w.line("It was never pulled. R pulls now; lrx pull does the same in a shell.")
		return
	}
	w.fact("Asked", w.cell(query.KindTime, p.At), 0)
	if p.Error != "" {
		w.toned("Failed", "! "+p.Error, theme.Risk, 0)
		w.fact("Next", p.Next, 0)
		w.fact("Went well", w.optional(p.Fresh), 0)
	}
	w.fact("Brought", w.count(p.Kept)+" new", 0)
	if p.Error == "" {
		w.verdict("Verdict", p.Verdict, p.Verdict == "complete", p.Reason)
	}
	if p.Through != nil {
		w.fact("Through", w.cell(query.KindTime, *p.Through)+": all that was stored there up to then is here", 0)
	}
}

// verdict says whether a pull or load got everything, and how that is known.
func (w *factWriter) verdict(name, text safetext.Safe, good bool, reason safetext.Safe) {
	tone := theme.Warn
	if good {
		tone = theme.Good
	}
	w.toned(name, text, tone, 0)
	if reason != "" {
		w.fact("", reason, 0)
	}
}

// gapsOf says on which days a source was silent, the newest first.
func (w *factWriter) gapsOf(ctx context.Context, r Records, v query.Viewer, src query.Source) error {
	const most = 5
	days, err := daysOfSources(ctx, r, v)
	if err != nil {
		return err
	}
	shown := 0
	for _, g := range days.Gaps {
		if g.Key != src.Key {
			continue
		}
		if shown++; shown == 1 {
			w.heading("Gaps, the newest first")
		}
		if shown <= most {
			word := safetext.Safe(g.Candidate)
			if g.Candidate == query.Outage {
				word = "outage candidate"
			}
			w.line("  " + safetext.Safe(markOf(g.Candidate).Text) + " " + gapText(g) + word)
		}
	}
	if shown > most {
		w.line("  and " + w.count(int64(shown-most)) + " more: the view Gap map lists all")
	}
	return nil
}

// loadsOf lists the loads that brought something from a source, newest first;
// each leads to its receipt.
func (w *factWriter) loadsOf(ctx context.Context, r Records, v query.Viewer, src query.Source) error {
	const most = 20
	if len(src.Loads) == 0 {
		return nil
	}
	loads, err := r.Loads(ctx, v, query.Filter{})
	if err != nil {
		return err
	}
	w.heading("Loads")
	shown := 0
	for _, l := range loads.Rows {
		if !slices.Contains(src.Loads, l.Load) {
			continue
		}
		if shown++; shown > most {
			w.line("  and " + w.count(int64(len(src.Loads)-most)) + " more: the view Loads lists all")
			break
		}
		w.links = append(w.links, Load(strconv.FormatInt(l.Load, 10)))
		w.fact("  "+w.count(l.Load), w.cell(query.KindTime, l.Started)+"  kept "+w.count(l.Kept)+" of "+w.count(l.Read), len(w.links))
	}
	return nil
}
