package screen

import (
	"context"
	"strings"

	"lrx/internal/safetext"
	"lrx/query"
	"lrx/ui/theme"
)

// Statement is one statement: what lrx understood of it, then its JSON as it
// was received. What it links to opens within what the filter holds.
func Statement(id string, f query.Filter) Page {
	return Page{
		Kind: "statement", Named: "verb_name", Within: query.Filter{Class: f.Class},
		Tabs: []Tab{{
			Title: "Statement",
			Text: func(ctx context.Context, r Records, v query.Viewer) (Text, error) {
				d, err := r.Statement(ctx, v, id)
				if err != nil {
					return Text{}, err
				}
				return statementText(d, v, query.Filter{Class: f.Class}), nil
			},
		}},
	}
}

// statementText writes a statement: facts and links first, the JSON below.
func statementText(d query.StatementDetail, v query.Viewer, f query.Filter) Text {
	raw := safetext.JSON(d.Raw.Bytes())
	sheet := query.StatementSheet(query.List[query.Statement]{Rows: []query.Statement{d.Statement}, Total: 1}, v)
	sheet.Columns = append(sheet.Columns, query.Column{Key: "raw", Title: "As received", Kind: query.KindText})
	sheet.Rows[0].Cells = append(sheet.Rows[0].Cells, safetext.Clean(string(raw)))

	w := &factWriter{tz: sheet.TZ}
	paths := w.statement(d, f)
	head := len(w.lines)
	w.lines = append(w.lines, jsonLines(raw, paths)...)
	return Text{
		Lines: w.lines, Links: w.links, Sheet: sheet, Whole: string(prettyJSON(raw)),
		// What is below the statement's own keys begins closed: its outline fits a screen.
		Fold: func(line int) bool { return line > head },
	}
}

// statement writes the facts and returns which parts of the JSON lead where.
func (w *factWriter) statement(d query.StatementDetail, f query.Filter) map[string]int {
	paths := map[string]int{}
	link := func(path string, p Page) int {
		w.links = append(w.links, p)
		paths[path] = len(w.links)
		return len(w.links)
	}
	w.fact("Time", w.cell(query.KindTime, d.Timestamp), 0)
	actor := 0
	if d.Learner != nil {
		actor = link("actor", Learner(string(*d.Learner), f))
	}
	w.fact("Who", d.LearnerName.Shown(), actor)
	w.fact("Verb", d.VerbName, 0)
	object := 0
	switch {
	case d.Activity != nil:
		object = link("object", Activity(string(*d.Activity), f))
	case d.Voids != nil:
		object = link("object", Statement(string(*d.Voids), f))
	}
	w.fact("Object", d.ActivityName, object)
	if d.Parent != nil {
		w.fact("Part of", *d.Parent, link("context.contextActivities.parent", Activity(string(*d.Parent), f)))
	}
	if d.Registration != nil {
		w.fact("Registration", *d.Registration, 0)
	}
	for i, id := range d.Attempts {
		n := link("context.registration", Attempt(id, "activity_name", f))
		if i > 0 {
			w.fact("", safetext.Clean(id), n)
			continue
		}
		w.fact("Attempt", safetext.Clean(id), n)
	}
	w.result(d)
	w.void(d)
	if len(d.Flags) > 0 {
		w.toned("Flags", "! "+w.cell(query.KindList, d.Flags), theme.Warn, 0)
	}
	w.fact("Source", d.Source, 0)
	w.fact("File", d.File+w.place(d.Line, d.Offset), 0)
	w.blank()
	return paths
}

func (w *factWriter) void(d query.StatementDetail) {
	if !d.Voided {
		w.toned("Void", "no", theme.Muted, 0)
	} else {
		text := safetext.Safe("! taken back by another statement; it counts nowhere")
		if d.VoidedAt != nil {
			text += " since " + w.cell(query.KindTime, *d.VoidedAt)
		}
		link := 0
		if d.VoidedBy != nil {
			w.links = append(w.links, Statement(string(*d.VoidedBy), query.Filter{}))
			link = len(w.links)
		}
		w.toned("Void", text, theme.Risk, link)
	}
	if d.Voids != nil {
		w.toned("Voids", *d.Voids, theme.Warn, 0)
	}
}

func (w *factWriter) result(d query.StatementDetail) {
	var parts []string
	add := func(name string, kind query.Kind, v any) {
		parts = append(parts, name+" "+string(w.cell(kind, v)))
	}
	if d.Scaled != nil {
		add("scaled", query.KindScaled, *d.Scaled)
	}
	if d.Success != nil {
		add("success", query.KindBool, *d.Success)
	}
	if d.Completion != nil {
		add("complete", query.KindBool, *d.Completion)
	}
	if d.DurationS != nil {
		add("took", query.KindSeconds, *d.DurationS)
	}
	if len(parts) > 0 {
		w.fact("Result", safetext.Safe(strings.Join(parts, " · ")), 0)
	}
}
