package cli

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"lrx/data/store"
	"lrx/internal/cli/output"
	"lrx/internal/safetext"
	"lrx/query"
)

// listed is how many places of a kind the account names; the rest is counted.
const listed = 5

// writeReceipt writes the intake receipt as an account to read, or as JSON.
func (a *app) writeReceipt(r *store.Receipt, as request) error {
	if as.out == output.JSON {
		return receiptJSON(a.env.Stdout, r)
	}
	w := bufio.NewWriter(a.env.Stdout)
	if err := receiptText(w, r, a.dir(), as.viewer, a.terminal()); err != nil {
		return err
	}
	return w.Flush()
}

// rejectedJSON is a reject as scripts read it: the id is null when unknown.
type rejectedJSON struct {
	store.Rejected
	ID *string `json:"id"`
}

// pageJSON is a page of a pull: it has an address and no path.
type pageJSON struct {
	store.FileReceipt
	Path string `json:"path,omitempty"`
	URL  string `json:"url"`
}

// receiptJSON writes the receipt as one object.
func receiptJSON(w io.Writer, r *store.Receipt) error {
	rejects := make([]rejectedJSON, len(r.Rejects))
	for i, x := range r.Rejects {
		rejects[i] = rejectedJSON{Rejected: x}
		if x.ID != "" {
			rejects[i].ID = &x.ID
		}
	}
	full := *r
	full.Files, full.Refused = none(r.Files), none(r.Refused)
	full.Conflicts, full.NoStored = none(r.Conflicts), none(r.NoStored)
	full.Origins, full.Days, full.Gaps = none(r.Origins), none(r.Days), none(r.Gaps)
	if r.Pulled == nil {
		return writeJSON(w, struct {
			store.Receipt
			Rejects []rejectedJSON `json:"rejects"`
		}{full, rejects})
	}
	pages := make([]pageJSON, len(r.Files))
	for i, f := range r.Files {
		pages[i] = pageJSON{FileReceipt: f, URL: f.Path}
	}
	return writeJSON(w, struct {
		store.Receipt
		Files   []pageJSON     `json:"files,omitempty"`
		Pages   []pageJSON     `json:"pages"`
		Rejects []rejectedJSON `json:"rejects"`
	}{Receipt: full, Pages: pages, Rejects: rejects})
}

// none makes a missing list an empty one: in JSON it is [], not null.
func none[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// receiptText writes the account. It leaves out what there is none of.
func receiptText(w io.Writer, r *store.Receipt, dir string, v query.Viewer, t output.Terminal) error {
	say := func(format string, args ...any) {
		fmt.Fprintln(w, strings.TrimRight(fmt.Sprintf(format, args...), " "))
	}
	resumed := ""
	if r.Resumed {
		resumed = " (an interrupted load went on)"
	}
	n := r.Total
	if n.Read == 0 { // no load came of it
		for _, f := range r.Files {
			say("%s: holds no statements (%s)", clean(f.Path), clean(f.Shape))
		}
		sayRefused(say, r.Refused)
		return nil
	}
	from := ""
	if r.Pulled != nil {
		from = " from " + string(clean(r.Pulled.Source))
	}
	say("load %d%s into %s%s", r.Load, from, clean(dir), resumed)
	say("")
	if _, err := output.Sheet(w, output.Table, fileSheet(r, v), t); err != nil {
		return err
	}
	say("")
	say("%s read = %s kept + %s duplicate + %s conflicting + %s rejected",
		thousands(n.Read), thousands(n.Kept), thousands(n.Duplicate), thousands(n.Conflicting), thousands(n.Rejected))
	if r.Oldest != nil && r.Newest != nil {
		say("kept statements are from %s to %s, on %s", query.Cell(query.KindTime, *r.Oldest, v.TZ), query.Cell(query.KindTime, *r.Newest, v.TZ), counted(int64(len(r.Days)), "days"))
	}
	sayGaps(say, r)
	if n.Duplicate > 0 {
		say("duplicate: the same statement was there already")
	}
	sayRefused(say, r.Refused)
	sayRejects(say, r)
	sayConflicts(say, r)
	sayCounts(say, fmt.Sprintf("flagged: %s kept with something unusual (a statement can have several flags)", counted(n.Flagged, "statements")), r.Flags)
	if len(r.Versions) > 1 {
		sayCounts(say, "xAPI versions of kept statements", r.Versions)
	}
	if n.Voided > 0 {
		say("void in the whole store now: %s", counted(n.Voided, "statements"))
	}
	sayOrigins(say, r)
	if n.Kept > 0 && len(r.NoStored) > 0 {
		say("no usable \"stored\" time, so --as-of goes by the timestamp: %s", places(r.NoStored))
	}
	if r.Complete != "yes" && r.Complete != "" || r.Pulled != nil {
		say("complete: %s", completeness(r))
	}
	if r.Pulled != nil {
		for _, note := range r.Pulled.Notes {
			say("note: %s", clean(note))
		}
	}
	return nil
}

// fileSheet is the table of files, with a total when there are several.
func fileSheet(r *store.Receipt, v query.Viewer) query.Sheet {
	s := query.Sheet{Name: "files", TZ: v.TZ, Columns: []query.Column{{Key: "path", Title: "file", Kind: query.KindText, Width: 24, Priority: 1}}}
	for _, name := range []string{"read", "kept", "duplicate", "conflicting", "rejected", "flagged"} {
		s.Columns = append(s.Columns, query.Column{Key: name, Title: name, Kind: query.KindCount, Priority: 1})
	}
	s.Columns = append(s.Columns,
		query.Column{Key: "bytes", Title: "size", Kind: query.KindBytes, Priority: 3},
		query.Column{Key: "shape", Title: "shape", Kind: query.KindText, Width: 10, Priority: 2})
	add := func(path string, n store.Counts, bytes int64, shape string) {
		s.Rows = append(s.Rows, query.Row{Cells: []any{
			safetext.Clean(path), n.Read, n.Kept, n.Duplicate, n.Conflicting, n.Rejected, n.Flagged, bytes, safetext.Clean(shape),
		}})
	}
	var bytes int64
	for _, f := range r.Files {
		if r.Pulled == nil {
			add(f.Path, f.Counts, f.Bytes, f.Shape)
		}
		bytes += f.Bytes
	}
	switch {
	case r.Pulled != nil: // there may be thousands, and they tell nothing
		add(counted(int64(len(r.Files)), "pages"), r.Total, bytes, "statement result")
	case len(r.Files) > 1:
		add("total", r.Total, bytes, "")
	}
	s.Total = len(s.Rows)
	return s
}

type sayer func(format string, args ...any)

func sayRefused(say sayer, refused []store.Refused) {
	if len(refused) == 0 {
		return
	}
	say("refused, nothing was read from: %s", counted(int64(len(refused)), "files"))
	for _, x := range refused {
		say("  %s: %s", clean(x.Path), clean(x.Found))
	}
}

// sayRejects names the first places of each cause.
func sayRejects(say sayer, r *store.Receipt) {
	if r.Total.Rejected == 0 {
		return
	}
	say("rejected: %s (lrx store rejects lists all with their text, lrx export rejects writes them to mend)", counted(r.Total.Rejected, "values"))
	byCause := map[string][]store.Rejected{}
	for _, x := range r.Rejects {
		byCause[x.Cause] = append(byCause[x.Cause], x)
	}
	for _, cause := range byCount(r.Causes, func(n int64) int64 { return n }) {
		say("  %s: %s", clean(cause), thousands(r.Causes[cause]))
		for _, x := range byCause[cause][:min(len(byCause[cause]), listed)] {
			say("    %s: %s", place(x.Path, x.Line, x.Offset), clean(x.Reason))
		}
		sayMore(say, "    ", r.Causes[cause], "lrx store rejects")
	}
}

func sayConflicts(say sayer, r *store.Receipt) {
	if r.Total.Conflicting == 0 {
		return
	}
	say("conflicting: %s came with an id that another statement has; the first stays", counted(r.Total.Conflicting, "statements"))
	for _, x := range r.Conflicts[:min(len(r.Conflicts), listed)] {
		first := clean(x.FirstPath)
		if x.FirstLine > 0 {
			first = place(x.FirstPath, x.FirstLine, 0)
		}
		say("  %s in %s; first in %s", clean(x.ID), place(x.Path, x.Line, x.Offset), first)
	}
	sayMore(say, "  ", r.Total.Conflicting, "lrx store conflicts")
}

// longGap is how many days without a statement are worth a word: a weekend is not.
const longGap = 3

// sayGaps says where days are missing.
func sayGaps(say sayer, r *store.Receipt) {
	var gaps []string
	for _, g := range r.Gaps {
		if g.Days >= longGap && len(gaps) < listed {
			gaps = append(gaps, fmt.Sprintf("%s to %s (%s)", g.From, g.To, counted(g.Days, "days")))
		}
	}
	if len(gaps) > 0 {
		say("no statement from %s", strings.Join(gaps, ", "))
	}
}

// sayOrigins names who vouches for the statements, when it is not all one.
func sayOrigins(say sayer, r *store.Receipt) {
	if len(r.Origins) == 0 || len(r.Origins) == 1 && r.Origins[0].Authority == nil && r.Origins[0].Platform == nil {
		return
	}
	say("from (authority, platform, home page of accounts)")
	for _, o := range r.Origins[:min(len(r.Origins), listed)] {
		parts := []string{}
		for _, p := range []*string{o.Authority, o.Platform, o.HomePage} {
			if p == nil {
				parts = append(parts, "–")
			} else {
				parts = append(parts, string(safetext.Truncate(clean(*p), 60)))
			}
		}
		say("  %s: %s", strings.Join(parts, ", "), thousands(o.Statements))
	}
	sayMore(say, "  ", int64(len(r.Origins)), "--format json")
}

func sayMore(say sayer, indent string, n int64, all string) {
	if n > listed {
		say("%sand %s more (%s names all)", indent, thousands(n-listed), all)
	}
}

func sayCounts(say sayer, title string, counts map[string]int64) {
	if len(counts) == 0 {
		return
	}
	say("%s", title)
	for _, name := range byCount(counts, func(n int64) int64 { return n }) {
		say("  %s: %s", clean(name), thousands(counts[name]))
	}
}

// byCount sorts the keys of a map by their count, the largest first.
func byCount[T any](m map[string]T, count func(T) int64) []string {
	return slices.SortedFunc(maps.Keys(m), func(a, b string) int {
		return cmp.Or(cmp.Compare(count(m[b]), count(m[a])), cmp.Compare(a, b))
	})
}

// place says where in a file something stands: the line where the shape has
// lines, else the byte.
func place(path string, line, offset int64) safetext.Safe {
	if line > 0 {
		return clean(fmt.Sprintf("%s line %d", path, line))
	}
	return clean(fmt.Sprintf("%s byte %d", path, offset))
}

func places(paths []string) string {
	text := make([]string, 0, listed)
	for _, p := range paths[:min(len(paths), listed)] {
		text = append(text, string(clean(p)))
	}
	if len(paths) > listed {
		text = append(text, fmt.Sprintf("and %d more", len(paths)-listed))
	}
	return strings.Join(text, ", ")
}
