package screen

import (
	"context"

	"lrx/internal/safetext"
	"lrx/query"
)

// mostRejects is how many rejects the list reads: each comes with up to 4 KB of text.
const mostRejects = 5000

// Sources is where the records came from: loads with their receipts, what was
// rejected, the sources themselves, the systems behind them, the days on which
// they were silent, and scores that arrived wrong.
func Sources() Page {
	return Page{
		Kind: "sources", Name: "Sources",
		Tabs: []Tab{
			{
				Title: "Loads",
				List:  listOf(Records.Loads, query.LoadSheet, query.Filter{}),
				Open:  Load,
				Empty: "Nothing was loaded yet. Load an export: lrx load FILE, or connect to a Learning Record Store: lrx source add",
			},
			{
				Title: "Rejects",
				List:  listOf(Records.Rejects, query.RejectSheet, query.Filter{Limit: mostRejects}),
				Open:  Reject,
				Empty: "Nothing was rejected: every value that was read is a statement.",
			},
			{
				Title: "Sources",
				List:  listOf(Records.Sources, query.SourceSheet, query.Filter{}),
				Open:  Source,
				Empty: "No sources yet. Load an export: lrx load FILE, or connect to a Learning Record Store: lrx source add",
			},
			{
				Title: "Origins",
				List:  listOf(Records.Origins, query.OriginSheet, query.Filter{}),
				Open:  Origin,
				Empty: "No statement counts yet, so no system is known. Load an export: lrx load FILE, or connect to a Learning Record Store: lrx source add",
			},
			{
				Title: "Gap map",
				Days:  daysOfSources,
				Empty: "No statement counts yet, so no day can be missing. Load an export: lrx load FILE, or connect to a Learning Record Store: lrx source add",
			},
			{
				Title: "Sanity",
				List:  listOf(Records.Sanity, query.SanitySheet, query.Filter{}),
				Open:  func(id string) Page { return Statement(id, query.Filter{}) },
				Below: func(s query.Sheet, row query.Row) []string { return []string{cellsOf(s, row)("says")} },
				Note:  "Scores that arrived wrong, as they were sent. Nothing is repaired: what cannot be read in one way only is left out and counted here.",
				Empty: "No score that arrived contradicts itself: nothing was left out because of how it was sent.",
			},
		},
	}
}

// Load is one load with its receipt.
func Load(key string) Page {
	return Page{Kind: "load", Name: "Load " + safetext.Clean(key), Tabs: []Tab{{
		Title: "Receipt",
		Text:  rowText(Records.Loads, query.LoadSheet, "load", key, query.Filter{}, receiptText),
	}}}
}

// Reject is one value that was no statement, with its text.
func Reject(key string) Page {
	return Page{Kind: "reject", Name: "Reject", Tabs: []Tab{{
		Title: "Reject",
		Text:  rowText(Records.Rejects, query.RejectSheet, "reject", key, query.Filter{Reject: key}, rejectText),
	}}}
}

// rowText finds one row of a list by its key and writes it as a text, for
// things that have no question of their own.
func rowText[T any](
	ask func(Records, context.Context, query.Viewer, query.Filter) (query.List[T], error),
	sheet func(query.List[T], query.Viewer) query.Sheet,
	kind, key string, f query.Filter,
	write func(context.Context, Records, query.Viewer, T, query.Sheet) (Text, error),
) func(context.Context, Records, query.Viewer) (Text, error) {
	return func(ctx context.Context, r Records, v query.Viewer) (Text, error) {
		l, err := ask(r, ctx, v, f)
		if err != nil {
			return Text{}, err
		}
		s := sheet(l, v)
		for i, row := range s.Rows {
			if row.Key == key {
				s.Rows, s.Total = s.Rows[i:i+1], 1
				return write(ctx, r, v, l.Rows[i], s)
			}
		}
		return Text{}, &query.NotFoundError{Kind: kind, Name: key}
	}
}

func rejectText(_ context.Context, _ Records, _ query.Viewer, r query.Reject, s query.Sheet) (Text, error) {
	w := &factWriter{tz: s.TZ}
	w.fact("Cause", r.Cause, 0)
	w.fact("Reason", r.Reason, 0)
	w.fact("File", r.Path+w.placeOf(r), 0)
	if r.ID != nil {
		w.fact("Id", *r.ID, 0)
	}
	w.heading("As received, the first 4 KB")
	w.line(r.Text)
	return Text{Lines: w.lines, Sheet: s, Whole: string(r.Text)}, nil
}

// placeOf says where a reject stands.
func (w *factWriter) placeOf(r query.Reject) safetext.Safe {
	if r.Line != nil {
		return w.place(*r.Line, r.Offset)
	}
	return w.place(0, r.Offset)
}
