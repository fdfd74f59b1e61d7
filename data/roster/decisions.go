package roster

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// oldFolder and newFolder are what a roster's folder is called while another one
// takes its place.
const (
	newFolder = Folder + ".tmp"
	oldFolder = Folder + ".old"
)

// ReadDecisions reads all that a folder says. No file has to be there. A row that
// cannot be taken is a problem, and the rest holds; the error is about files that
// cannot be read at all.
func ReadDecisions(dir string) (Decisions, []Problem, error) {
	files, err := readAll(dir)
	if err != nil {
		return Decisions{}, nil, err
	}
	var (
		p problems
		d = Decisions{Digest: digest(files), Profile: DefaultProfile()}
	)
	in := newImport(Options{}, &p)
	for _, f := range files {
		if strings.HasPrefix(f.name, Folder+"/") {
			in.set = append(in.set, f)
		}
	}
	in.readSet()
	var left []Problem
	d.Roster, left = (&Roster{}).Merge(in.Import)
	p = append(p, left...)
	r := reader{d: &d, problems: &p, user: map[string]bool{}, class: map[string]bool{}}
	for i := range d.Roster.Users {
		r.user[d.Roster.Users[i].ID] = true
	}
	for i := range d.Roster.Classes {
		r.class[d.Roster.Classes[i].ID] = true
	}
	for _, f := range files {
		if f.name == ProfileFile {
			d.Profile = parseProfile(f, &p)
		}
	}
	if d.Profile.Timezone != "" {
		r.zone, _ = time.LoadLocation(d.Profile.Timezone) // the profile was checked
	}
	for _, f := range files {
		r.read(f)
	}
	return d, p, nil
}

// Digest is what ReadDecisions gives as Decisions.Digest, without reading the
// rows: another digest means that a file was changed since.
func Digest(dir string) (string, error) {
	files, err := readAll(dir)
	if err != nil {
		return "", err
	}
	return digest(files), nil
}

func digest(files []*text) string {
	sum := sha256.New()
	for _, f := range files {
		fmt.Fprintf(sum, "%s %d\n", f.name, len(f.bytes))
		sum.Write(f.bytes)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// readAll reads the files of decisions that are there, in one order.
func readAll(dir string) ([]*text, error) {
	names := []string{ProfileFile, PeopleFile, ClassesFile, ActivitiesFile, DueFile, CalendarFile, OutcomesFile, AsideFile}
	var files []*text
	for _, name := range names {
		f, err := readText(filepath.Join(dir, name), name)
		if err != nil {
			return nil, err
		}
		if f != nil {
			files = append(files, f)
		}
	}
	for range 3 { // Write may put another folder in its place meanwhile
		roster, whole, err := readFolder(dir)
		if err != nil {
			return nil, err
		}
		if whole {
			return append(files, roster...), nil
		}
	}
	return nil, errors.New("read the roster: it is being replaced all the time; try again")
}

// readFolder reads the files of the roster; whole is false if one of them went
// away meanwhile.
func readFolder(dir string) (files []*text, whole bool, err error) {
	folder := filepath.Join(dir, rosterFolder(dir))
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, true, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("read the roster: %w", err)
	}
	for _, e := range entries { // sorted by name
		if e.IsDir() || partOf(e.Name()) == "" {
			continue
		}
		f, err := readText(filepath.Join(folder, e.Name()), Folder+"/"+e.Name())
		if f == nil {
			return nil, false, err
		}
		files = append(files, f)
	}
	return files, true, nil
}

// readText reads a file; nil if there is none.
func readText(path, name string) (*text, error) {
	content, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return &text{name: name, bytes: content}, nil
}

// rosterFolder is the name of the folder of the roster: the one before, if a
// process ended between the two steps of putting a new one in its place.
func rosterFolder(dir string) string {
	if _, err := os.Stat(filepath.Join(dir, Folder)); errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Stat(filepath.Join(dir, oldFolder)); err == nil {
			return oldFolder
		}
	}
	return Folder
}

// reader reads the files of decisions into one value.
type reader struct {
	d           *Decisions
	problems    *problems
	user, class map[string]bool // of the roster
	zone        *time.Location  // of the profile; nil = it names none
}

func (r *reader) read(f *text) {
	switch f.name {
	case PeopleFile:
		r.d.People = readPeople(f, r.problems)
	case ClassesFile:
		r.classes(f)
	case ActivitiesFile:
		r.activities(f)
	case DueFile:
		r.due(f)
	case CalendarFile:
		r.calendar(f)
	case OutcomesFile:
		r.outcomes(f)
	case AsideFile:
		r.asides(f)
	}
}

// Reserved ids of classes: everyone, and those with statements who are enrolled nowhere.
const (
	Everyone = "everyone"
	Outside  = "outside"
)

func reserved(class string) bool { return class == Everyone || class == Outside }

var classColumns = layout{
	columns: []string{"class", "name", "course"}, required: []string{"class"}, comments: true, strict: true,
}

func (r *reader) classes(f *text) {
	seen := map[[3]string]bool{} // twice the same is the same
	classColumns.each(f, r.problems, func(w *row) {
		c := ClassCourse{Class: w.get("class"), Name: w.get("name"), Course: w.get("course"), Row: w.line}
		switch {
		case reserved(c.Class):
			w.wrong("class", "a class of the roster; everyone and outside are reserved")
		case !r.class[c.Class]:
			w.wrong("class", "the id of a class of the roster")
		case c.Course != "" && !isIRI(c.Course):
			w.wrong("course", "the IRI of an activity, such as https://lms.example/course/1")
		case !seen[[3]string{c.Class, c.Name, c.Course}]:
			seen[[3]string{c.Class, c.Name, c.Course}] = true
			r.d.Courses = append(r.d.Courses, c)
		}
	})
}

// anyClass says whether a value may be the id of a class: of the roster, of a
// course, or a reserved one.
func (r *reader) anyClass(id string) bool { return r.class[id] || reserved(id) || isIRI(id) }

const wantClass = "the id of a class: of the roster, or a course's IRI"

var calendarColumns = layout{
	columns:  []string{"from", "to", "kind", "name", "class", "source"},
	required: []string{"from", "kind"}, comments: true, strict: true,
}

func (r *reader) calendar(f *text) {
	calendarColumns.each(f, r.problems, func(w *row) {
		day := DayOff{
			Kind: strings.ToLower(w.get("kind")), Name: w.get("name"), Class: w.get("class"),
			Source: w.get("source"), Row: w.line,
		}
		var ok bool
		if day.From, ok = parseDate(w.get("from")); !ok {
			w.wrong("from", wantDate)
			return
		}
		day.To = day.From
		if to := w.get("to"); to != "" {
			if day.To, ok = parseDate(to); !ok {
				w.wrong("to", wantDate)
				return
			}
		}
		switch {
		case day.To.Before(day.From):
			w.wrong("to", "a day not before "+day.From.String())
		case day.Kind != "holiday" && day.Kind != "outage":
			w.wrong("kind", "holiday or outage")
		case day.Class != "" && !r.anyClass(day.Class):
			w.wrong("class", wantClass)
		default:
			r.d.Calendar = append(r.d.Calendar, day)
		}
	})
}

const wantDate = "a date such as 2026-03-01"

func parseDate(s string) (Date, bool) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1 {
		return Date{}, false
	}
	return Date{t.Year(), t.Month(), t.Day()}, true
}

// Before says whether d is an earlier day than o.
func (d Date) Before(o Date) bool {
	return d.In(time.UTC).Before(o.In(time.UTC))
}
