package screen

import (
	"context"

	"lrx/internal/safetext"
	"lrx/query"
)

// Origin is one system that statements came from.
func Origin(key string) Page {
	return Page{Kind: "origin", Name: "Origin", Tabs: []Tab{{
		Title: "Origin",
		Text:  rowText(Records.Origins, query.OriginSheet, "origin", key, query.Filter{}, originText),
	}}}
}

func originText(_ context.Context, _ Records, _ query.Viewer, o query.Origin, s query.Sheet) (Text, error) {
	w := &factWriter{tz: s.TZ}
	text := func(t *safetext.Safe) safetext.Safe {
		if t == nil {
			return ""
		}
		return *t
	}
	source := Source(o.SourceKey)
	source.Name = o.Source
	w.links = append(w.links, source)
	w.fact("Source", o.Source, len(w.links))
	w.fact("Authority", text(o.Authority), 0)
	w.fact("Platform", text(o.Platform), 0)
	w.fact("Home page", text(o.HomePage), 0)
	kind := text(o.Kind)
	if kind == "" {
		kind = "not told: neither the platform's text nor the types of its activities say so"
	}
	w.fact("Kind", kind, 0)
	w.heading("What came from it")
	statements := w.count(o.Statements)
	if o.Oldest != nil && o.Newest != nil {
		statements += ", from " + w.cell(query.KindTime, *o.Oldest) + " to " + w.cell(query.KindTime, *o.Newest)
	}
	w.fact("Statements", statements, 0)
	w.fact("Learners", w.count(o.Learners), 0)
	w.fact("Scored", w.cell(query.KindShare, o.Scored)+" bear a score or success that can be read", 0)
	w.fact("Verbs", w.count(o.Verbs), 0)
	for _, verb := range o.TopVerbs {
		w.fact("", verb, 0)
	}
	return Text{Lines: w.lines, Links: w.links, Sheet: s, Whole: w.whole()}, nil
}
