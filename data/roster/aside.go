package roster

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"lrx/scoring"
)

var asideColumns = layout{
	columns:  []string{"class", "learner", "signal", "until", "reason", "when", "by"},
	required: []string{"learner", "signal", "until", "reason"}, comments: true, strict: true,
}

// asideHead is what a new aside.csv begins with.
const asideHead = "class,learner,signal,until,reason,when,by\n" +
	"# Signals of learners that are left out of account for a time. From the day of until on they count again;\n" +
	"# deleting a line undoes it. Without a class a line holds in all classes of the learner.\n"

func (r *reader) asides(f *text) {
	asideColumns.each(f, r.problems, func(w *row) {
		if a, ok := r.readAside(w); ok {
			r.d.Asides = append(r.d.Asides, a)
		}
	})
}

func (r *reader) readAside(w *row) (Aside, bool) {
	a := Aside{Class: w.get("class"), Reason: w.get("reason"), By: w.get("by"), Row: w.line}
	var ok bool
	if a.Learner, ok = r.learner(w.get("learner")); !ok || a.Learner == "" {
		return a, w.wrong("learner", "an identifier, a learner's id (L-…) or the id of a user of the roster")
	}
	if a.Signal, ok = ParseSignal(w.get("signal")); !ok {
		return a, w.wrong("signal", SignalNames())
	}
	if a.Until, ok = parseDate(w.get("until")); !ok {
		return a, w.wrong("until", wantDate)
	}
	if a.Reason == "" {
		return a, w.wrong("reason", "a reason, in words")
	}
	if when := w.get("when"); when != "" {
		var err error
		if a.When, err = time.Parse(time.RFC3339, when); err != nil {
			return a, w.wrong("when", "a time such as 2026-03-01T12:00:00Z, or nothing")
		}
		a.When = a.When.UTC()
	}
	return a, true
}

// ParseSignal finds the signal of a name, whose words may be joined by - or _.
func ParseSignal(name string) (scoring.SignalCode, bool) {
	plain := func(s string) string {
		return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(c rune) bool { return c == '-' || c == '_' || c == ' ' }), " ")
	}
	for _, code := range scoring.SignalCodes() {
		if plain(string(code)) == plain(name) {
			return code, true
		}
	}
	return "", false
}

// SignalNames are the names of all signals, in words.
func SignalNames() string {
	var names []string
	for _, code := range scoring.SignalCodes() {
		names = append(names, string(code))
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}

// AppendAside adds a line at the end of aside.csv of a folder and returns which one it
// is. All else in the file stays as it is. a.Row is not looked at.
func AppendAside(dir string, a Aside) (line int, err error) {
	path := filepath.Join(dir, AsideFile)
	f, err := readText(path, AsideFile)
	if err != nil {
		return 0, err
	}
	if f == nil {
		f = &text{name: AsideFile, bytes: []byte(asideHead)}
	}
	values := map[string]string{
		"class": plainCell(a.Class), "learner": asideLearner(a.Learner), "signal": string(a.Signal), "until": a.Until.String(),
		"reason": plainCell(a.Reason), "by": plainCell(a.By),
	}
	if !a.When.IsZero() {
		values["when"] = a.When.UTC().Format(time.RFC3339)
	}
	out, err := asideColumns.with(f, asideHead, values)
	if err == nil {
		line, err = lastAside(out, a)
	}
	if err != nil {
		return 0, fmt.Errorf("add to %s: %w", AsideFile, err)
	}
	return line, writeFile(path, append(markOf(f), out...))
}

// asideLearner writes a learner's id as it is, an identifier as people write it.
func asideLearner(learner string) string {
	if isLearnerID(learner) {
		return learner
	}
	return FormatIFI(learner)
}

// lastAside makes sure that a line is what will be read from the last one, and
// returns that: a quote that is not closed above it would take it in.
func lastAside(content []byte, a Aside) (int, error) {
	var p problems
	var d Decisions
	r := reader{d: &d, problems: &p}
	r.asides(&text{name: AsideFile, bytes: content})
	if n := len(d.Asides); n > 0 {
		if last := d.Asides[n-1]; last.Learner == a.Learner && last.Signal == a.Signal && last.Until == a.Until {
			return last.Row, nil
		}
	}
	if len(p) > 0 {
		return 0, &p[len(p)-1]
	}
	return 0, errors.New("the line cannot be written to it")
}

// RemoveAside takes the line of aside.csv of a folder that begins in a line out, and
// returns its cells as text. All else in the file stays as it is.
func RemoveAside(dir string, line int) (was string, err error) {
	path := filepath.Join(dir, AsideFile)
	f, err := readText(path, AsideFile)
	if err != nil {
		return "", err
	}
	there := false
	if f != nil {
		asideColumns.each(f, &problems{}, func(w *row) { there = there || w.line == line })
	}
	if !there {
		return "", fmt.Errorf("take a line out of %s: nothing is set aside in line %d", AsideFile, line)
	}
	content, head, err := asideColumns.headerOf(f)
	if err != nil {
		return "", err
	}
	begin, end, ok := asideColumns.rowAt(content, head, line)
	if !ok {
		return "", fmt.Errorf("take a line out of %s: line %d is not found", AsideFile, line)
	}
	return strings.TrimSpace(string(content[begin:end])), writeFile(path, slices.Concat(markOf(f), content[:begin], content[end:]))
}
