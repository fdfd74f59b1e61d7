package screen

import (
	"context"
	"maps"
	"slices"
	"strings"

	"lrx/internal/safetext"
	"lrx/query"
)

// receiptText writes the receipt of a load so that it can be checked by hand.
func receiptText(_ context.Context, _ Records, v query.Viewer, l query.Load, s query.Sheet) (Text, error) {
	w := &factWriter{tz: s.TZ}
	w.fact("Load", w.count(l.Load), 0)
	if p := l.Receipt.Pulled; p != nil {
		w.fact("Pulled from", safetext.Clean(p.Source), 0)
	}
	w.fact("Started", w.cell(query.KindTime, l.Started), 0)
	w.fact("Took", w.cell(query.KindSeconds, l.Seconds), 0)
	w.fact("Read", w.sum(l.Read, l.Kept, l.Duplicate, l.Conflicting, l.Rejected), 0)
	w.fact("Flagged", w.count(l.Flagged)+" of the kept", 0)
	w.fact("Void", w.count(l.Voided)+" in the whole store afterwards", 0)
	w.verdict("Complete", safetext.Clean(l.Receipt.Complete), l.Receipt.Complete == "yes", safetext.Clean(l.Receipt.Reason))
	if o, n := l.Receipt.Oldest, l.Receipt.Newest; o != nil && n != nil {
		w.fact("Spans", w.cell(query.KindTime, *o)+" to "+w.cell(query.KindTime, *n), 0)
	}
	w.pulled(l)
	w.causes(l)
	w.refused(l)
	w.gaps(l)
	if !v.Mask { // an authority may be a person
		w.origins(l)
	}
	w.tally("Flags", l.Receipt.Flags)
	w.tally("xAPI versions of the kept", l.Receipt.Versions)
	w.files(l)
	if len(l.Receipt.NoStored) > 0 {
		w.heading("Sources whose stored time says nothing of when a record was known")
		for _, name := range l.Receipt.NoStored {
			w.line("  " + safetext.Clean(name))
		}
	}
	return Text{Lines: w.lines, Links: w.links, Sheet: s, Whole: w.whole()}, nil
}

func (w *factWriter) count(n int64) safetext.Safe { return w.cell(query.KindCount, n) }

// sum writes the equation every receipt keeps.
func (w *factWriter) sum(read, kept, duplicate, conflicting, rejected int64) safetext.Safe {
	return w.count(read) + " = kept " + w.count(kept) + " + duplicate " + w.count(duplicate) +
		" + conflicting " + w.count(conflicting) + " + rejected " + w.count(rejected)
}

// causes counts a load's rejects by cause; each leads to the first of them.
func (w *factWriter) causes(l query.Load) {
	if len(l.Receipt.Causes) == 0 {
		return
	}
	first := map[string]int{}
	for i, x := range slices.Backward(l.Receipt.Rejects) {
		first[x.Cause] = i
	}
	w.heading("Rejected by cause")
	for _, cause := range slices.Sorted(maps.Keys(l.Receipt.Causes)) {
		text, link := w.count(l.Receipt.Causes[cause]), 0
		if i, ok := first[cause]; ok {
			x := l.Receipt.Rejects[i]
			w.links = append(w.links, Reject(query.RejectKey(l.Load, x.File, x.Offset)))
			text, link = text+", such as: "+safetext.Clean(x.Reason)+" ("+safetext.Clean(x.Path)+w.place(x.Line, x.Offset)+")", len(w.links)
		}
		w.fact("  "+safetext.Clean(cause), text, link)
	}
}

// gaps lists the days without a statement, a week's end aside.
func (w *factWriter) gaps(l query.Load) {
	const most, least = 5, 3
	shown := 0
	for _, g := range l.Receipt.Gaps {
		if g.Days < least || shown == most {
			continue
		}
		if shown++; shown == 1 {
			w.heading("Days without a statement, in UTC")
		}
		w.line("  " + safetext.Clean(g.From) + " to " + safetext.Clean(g.To) + "  " + w.count(g.Days) + " days")
	}
}

// origins lists where the statements say they came from.
func (w *factWriter) origins(l query.Load) {
	const most = 8
	if len(l.Receipt.Origins) == 0 {
		return
	}
	w.heading("Came from (authority, platform, home page of accounts)")
	for _, o := range l.Receipt.Origins[:min(most, len(l.Receipt.Origins))] {
		var parts []string
		for _, p := range []*string{o.Authority, o.Platform, o.HomePage} {
			if p != nil {
				parts = append(parts, string(safetext.Clean(*p)))
			} else {
				parts = append(parts, string(w.cell(query.KindText, nil)))
			}
		}
		w.line("  " + safetext.PadLeft(w.count(o.Statements), labelWidth) + "  " + safetext.Clean(strings.Join(parts, ", ")))
	}
}

func (w *factWriter) refused(l query.Load) {
	if len(l.Receipt.Refused) == 0 {
		return
	}
	w.heading("Refused files")
	for _, r := range l.Receipt.Refused {
		w.line("  " + safetext.Clean(r.Path) + ": " + safetext.Clean(r.Found))
	}
}

func (w *factWriter) tally(title safetext.Safe, counts map[string]int64) {
	if len(counts) == 0 {
		return
	}
	w.heading(title)
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		w.line("  " + safetext.PadLeft(w.count(counts[name]), labelWidth) + "  " + safetext.Clean(name))
	}
}

// pulled says what only a pull knows.
func (w *factWriter) pulled(l query.Load) {
	p := l.Receipt.Pulled
	if p == nil {
		return
	}
	w.fact("Through", w.optional(p.Through), 0)
	requests := w.count(p.Requests)
	if p.Retries > 0 {
		requests += ", " + w.count(p.Retries) + " of them repetitions after a failure"
	}
	w.fact("Requests", requests, 0)
	if len(p.Notes) > 0 {
		w.heading("About the server")
		for _, note := range p.Notes {
			w.line("  " + safetext.Clean(note))
		}
	}
}

// pages lists the first pages of a pull: nobody checks a thousand by hand.
func (w *factWriter) pages(l query.Load) {
	const most = 5
	var bytes int64
	for _, f := range l.Receipt.Files {
		bytes += f.Bytes
	}
	w.heading("Pages")
	w.fact("  "+w.count(l.Files), "in all, "+w.cell(query.KindBytes, bytes), 0)
	for i, f := range l.Receipt.Files[:min(most, len(l.Receipt.Files))] {
		w.line("  " + safetext.PadLeft(w.count(int64(i+1)), labelWidth-4) + "  " + w.sum(f.Read, f.Kept, f.Duplicate, f.Conflicting, f.Rejected))
	}
	if n := l.Files - most; n > 0 {
		w.line("  and " + w.count(n) + " more")
	}
}

func (w *factWriter) files(l query.Load) {
	if l.Receipt.Pulled != nil {
		w.pages(l)
		return
	}
	w.heading("Files")
	for _, f := range l.Receipt.Files {
		w.line("  " + safetext.Clean(f.Path) + " (" + safetext.Clean(f.Shape) + ", " + w.cell(query.KindBytes, f.Bytes) + ")")
		w.line("    " + w.sum(f.Read, f.Kept, f.Duplicate, f.Conflicting, f.Rejected))
	}
}
