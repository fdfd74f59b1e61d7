package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"lrx/internal/cli/output"
	"lrx/internal/safetext"
	"lrx/query"
)

// viewer is the person at this machine: who can read the store's files may see
// all classes.
func viewer(env Env, tz *time.Location, mask bool) query.Viewer {
	return query.Viewer{Scope: query.AllClasses(), Mask: mask, Lang: env.lang(), TZ: tz}
}

// terminal describes standard output to the table writer.
func (a *app) terminal() output.Terminal {
	if !a.env.StdoutTerminal {
		return output.Terminal{}
	}
	return output.Terminal{Width: a.env.Width(), Bold: a.env.colour(a.noColor)}
}

// writeSheet writes a list to standard output and what is to be said about it
// to standard error.
func (a *app) writeSheet(s query.Sheet, f output.Format) error {
	hidden, err := output.Sheet(a.env.Stdout, f, s, a.terminal())
	if err != nil {
		return err
	}
	// CSV and NDJSON cannot say that rows are missing; JSON does so itself.
	if f == output.Table || s.Truncated && f != output.JSON {
		a.say(footer(s, hidden))
	}
	a.sayNotes(s)
	return nil
}

func (a *app) sayNotes(s query.Sheet) {
	for _, note := range s.Notes {
		a.say("note: " + string(note))
	}
}

// writeJSON writes a report that is no sheet as one line of JSON. It may quote
// paths and text from outside, so what cannot be printed is escaped.
func writeJSON(w io.Writer, v any) error {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	_, err := fmt.Fprintf(w, "%s\n", safetext.JSON(bytes.TrimSpace(buf.Bytes())))
	return err
}

// say tells the user something that is no result.
func (a *app) say(text string) {
	if !a.quiet {
		fmt.Fprintln(a.env.Stderr, clean(text))
	}
}

// footer says how much of what is shown, as of when, of which period and what else it was asked for.
func footer(s query.Sheet, hidden []string) string {
	shown := int64(len(s.Rows))
	parts := []string{counted(shown, s.Name)}
	switch {
	case s.Truncated && int64(s.Total) > shown:
		parts[0] = fmt.Sprintf("showing %s of %s; --limit 0 for all", thousands(shown), thousands(int64(s.Total)))
	case s.Truncated:
		parts[0] = fmt.Sprintf("showing %s, there are more; --limit 0 for all", thousands(shown))
	}
	tz := s.TZ
	if tz == nil {
		tz = time.UTC
	}
	if !s.AsOf.IsZero() {
		parts = append(parts, fmt.Sprintf("as of %s %s", s.AsOf.In(tz).Format("2006-01-02 15:04"), tz))
	}
	if !s.Period.IsZero() {
		parts = append(parts, string(s.Period.Words(tz)))
	}
	for _, c := range s.Chosen {
		parts = append(parts, c.Filter+" "+string(c.Value))
	}
	if len(hidden) > 0 {
		parts = append(parts, "no room for: "+strings.Join(hidden, ", "))
	}
	return strings.Join(parts, " · ")
}

// counted is a number with its noun, "1 class" or "2,300 classes"; plural is
// the name of a sheet.
func counted(n int64, plural string) string {
	plural = noun(plural)
	if n == 1 {
		return "1 " + singular(plural)
	}
	if n == 0 {
		return "no " + plural
	}
	return thousands(n) + " " + plural
}

// noun is what the rows of a sheet are called, many of them.
func noun(sheet string) string {
	switch sheet {
	case "", "sql", "struggling":
		return "rows"
	case "scores", "moves", "risk":
		return "learners"
	case "timeline":
		return "weeks"
	case "grid":
		return "responses"
	case "sanity":
		return "problems"
	case "receipt":
		return "factors"
	}
	return sheet
}

func singular(plural string) string {
	switch {
	case plural == "people":
		return "person"
	case strings.HasSuffix(plural, "ies"):
		return strings.TrimSuffix(plural, "ies") + "y"
	case strings.HasSuffix(plural, "sses"):
		return strings.TrimSuffix(plural, "es")
	}
	return strings.TrimSuffix(plural, "s")
}

// thousands writes a count as cells do.
func thousands(n int64) string { return string(query.Cell(query.KindCount, n, nil)) }
