package roster

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

var peopleColumns = layout{
	columns:  []string{"decision", "ifi", "other", "why", "when", "by"},
	required: []string{"decision", "ifi", "other"}, comments: true, strict: true,
}

// peopleHead is what a new people.csv begins with.
const peopleHead = "decision,ifi,other,why,when,by\n" +
	"# Who is who. Each line: same = ifi and other are one person, different = they are not. Later lines hold over\n" +
	"# earlier ones; deleting a line undoes it. Accounts are written homePage|name.\n"

// ReadPeople reads people.csv of a folder alone, as ReadDecisions does.
func ReadPeople(dir string) ([]PersonDecision, []Problem, error) {
	f, err := readText(filepath.Join(dir, PeopleFile), PeopleFile)
	if f == nil {
		return nil, nil, err
	}
	var p problems
	return readPeople(f, &p), p, nil
}

func readPeople(f *text, p *problems) []PersonDecision {
	var all []PersonDecision
	peopleColumns.each(f, p, func(w *row) {
		if d, ok := readPerson(w); ok {
			all = append(all, d)
		}
	})
	return all
}

func readPerson(w *row) (PersonDecision, bool) {
	const wantIFI = "an e-mail address, 40 hexadecimal digits, an account as homePage|name, an OpenID or roster:ID"
	d := PersonDecision{Why: w.get("why"), When: w.get("when"), By: w.get("by"), Row: w.line}
	decision := strings.ToLower(w.get("decision"))
	d.Same = decision == "same"
	if !d.Same && decision != "different" {
		return d, w.wrong("decision", "same or different")
	}
	var ok bool
	if d.IFI, ok = ParseKey(w.get("ifi")); !ok {
		return d, w.wrong("ifi", wantIFI)
	}
	if d.Other, ok = ParseKey(w.get("other")); !ok {
		return d, w.wrong("other", wantIFI)
	}
	if d.IFI == d.Other {
		return d, w.wrong("other", "another identifier than ifi")
	}
	return d, true
}

// Append adds a decision at the end of people.csv of a folder and returns the
// line it stands in. All else in the file stays as it is; columns it lacks are
// added to its header. The file is replaced as a whole. d.Row is not looked at.
func Append(dir string, d PersonDecision) (line int, err error) {
	f, err := readText(filepath.Join(dir, PeopleFile), PeopleFile)
	if err != nil {
		return 0, err
	}
	if f == nil {
		f = &text{name: PeopleFile, bytes: []byte(peopleHead)}
	}
	out, line, err := appended(f, d)
	if err != nil {
		return 0, fmt.Errorf("add to %s: %w", PeopleFile, err)
	}
	return line, writeFile(filepath.Join(dir, PeopleFile), append(markOf(f), out...))
}

// markOf is the byte order mark that a file begins with, as some spreadsheets
// write and want it.
func markOf(f *text) []byte {
	mark := []byte("\ufeff")
	if bytes.HasPrefix(f.bytes, mark) {
		return mark
	}
	return nil
}

func appended(f *text, d PersonDecision) (out []byte, line int, err error) {
	values := map[string]string{
		"decision": "different", "ifi": writtenAs(d.IFI, d.IFIAs), "other": writtenAs(d.Other, d.OtherAs),
		"why": plainCell(d.Why), "when": plainCell(d.When), "by": plainCell(d.By),
	}
	if d.Same {
		values["decision"] = "same"
	}
	if out, err = peopleColumns.with(f, peopleHead, values); err != nil {
		return nil, 0, err
	}
	line, err = lastLine(out, d)
	return out, line, err
}

// writtenAs is a key as text writes it, if that can be read again, else as
// FormatIFI does.
func writtenAs(key, text string) string {
	if same, ok := ParseKey(text); ok && same == key && plainCell(text) == text {
		return text
	}
	return FormatIFI(key)
}

// lastLine makes sure that a decision is what will be read from the last line, and
// returns that: a quote that is not closed above it would take it in.
func lastLine(content []byte, d PersonDecision) (int, error) {
	var p problems
	all := readPeople(&text{name: PeopleFile, bytes: content}, &p)
	if len(all) > 0 {
		last := all[len(all)-1]
		if last.Same == d.Same && last.IFI == d.IFI && last.Other == d.Other {
			return last.Row, nil
		}
	}
	if len(p) > 0 {
		return 0, &p[len(p)-1]
	}
	return 0, errors.New("the identifiers cannot be written to it")
}

// Remove takes the decision whose row begins in a line out of people.csv of a
// folder and returns it. All else in the file stays as it is.
func Remove(dir string, line int) (PersonDecision, error) {
	return remove(dir, func(all []PersonDecision) int {
		return slices.IndexFunc(all, func(d PersonDecision) bool { return d.Row == line })
	}, fmt.Sprintf("no decision stands in line %d", line))
}

// RemoveLast takes the last decision out of people.csv and returns it.
func RemoveLast(dir string) (PersonDecision, error) {
	return remove(dir, func(all []PersonDecision) int { return len(all) - 1 }, "there is no decision")
}

func remove(dir string, choose func([]PersonDecision) int, none string) (PersonDecision, error) {
	f, err := readText(filepath.Join(dir, PeopleFile), PeopleFile)
	if err != nil {
		return PersonDecision{}, err
	}
	var all []PersonDecision
	if f != nil {
		var p problems
		all = readPeople(f, &p)
	}
	i := choose(all)
	if i < 0 {
		return PersonDecision{}, fmt.Errorf("take a line out of %s: %s", PeopleFile, none)
	}
	content, head, err := peopleColumns.headerOf(f)
	if err != nil {
		return PersonDecision{}, err
	}
	begin, end, ok := peopleColumns.rowAt(content, head, all[i].Row)
	if !ok {
		return PersonDecision{}, fmt.Errorf("take a line out of %s: line %d is not found", PeopleFile, all[i].Row)
	}
	out := slices.Concat(markOf(f), content[:begin], content[end:])
	return all[i], writeFile(filepath.Join(dir, PeopleFile), out)
}

// writeFile replaces a file as a whole: the old one is there or the new one. Only
// the user may read it.
func writeFile(path string, content []byte) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("write %s: %w", filepath.Base(path), err)
		}
	}()
	dir := filepath.Dir(path)
	file, err := os.CreateTemp(dir, filepath.Base(path)+".*") // 0600
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return syncFolder(dir)
}

// syncFolder makes new names of a folder last. Systems that cannot do this for
// folders need not.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	_ = d.Sync()
	return d.Close()
}
