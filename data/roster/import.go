package roster

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
)

// Options say how a roster is read.
type Options struct {
	// Homes are homePages whose accounts are named by sourcedId, username or one
	// of the userIds; Merge adds them to those of the roster.
	Homes []string
}

// Mode is what a file does to the rows that are there already.
type Mode string

// The modes of OneRoster.
const (
	Absent Mode = ""
	Bulk   Mode = "bulk"  // the rows replace all there are
	Delta  Mode = "delta" // the rows are added, replace those of their sourcedId, or remove them
)

// Import is what files say about a roster, for Roster.Merge.
type Import struct {
	Version     string // of OneRoster: 1.1 or 1.2; "" = plain CSV alone
	Users       Part[User]
	Roles       Part[UserRole]
	Classes     Part[Class]
	Enrollments Part[Enrollment]
	Terms       Part[Term]
	Orgs        Part[Org]
	Courses     Part[Course]
	Homes       []string
	Plain       []PlainRow
}

// Part is a file of OneRoster.
type Part[T any] struct {
	Mode    Mode
	Rows    []Found[T]
	Removed []string // sourcedIds that a delta takes out

	at map[string]int // of a row, by sourcedId
}

// Found is a row with the place it stands at.
type Found[T any] struct {
	Value T
	File  string
	Line  int
}

// UserRole is a row of OneRoster 1.2's roles.csv.
type UserRole struct {
	ID, User, Role string
	Primary        bool
}

// PlainRow is a row of a plain CSV: a learner in a class.
type PlainRow struct {
	Class, ClassName string
	Learner          string // as written
	Key              string // canonical; "" if Learner is an id of the school
	Name, Group      string
	Role             string // in lower case; student if not given
	File             string
	Line             int
}

// importer gathers the files of an import.
type importer struct {
	Import
	set      []*text // the files of one set of OneRoster
	problems *problems
}

func newImport(o Options, p *problems) *importer {
	return &importer{Import: Import{Homes: slices.Clone(o.Homes)}, problems: p}
}

// maxFile is the size of a file that is read at most, unpacked; 100,000 learners
// take some 20 MB.
const maxFile = 512 << 20

// ReadRoster reads what folders, zip files and single CSV files say about a
// roster: OneRoster 1.1 and 1.2, told by manifest.csv or, without one, by the
// columns, and plain CSV with the columns class and learner. All of it is one
// import; single files with OneRoster's names belong together. A row that cannot
// be taken is a problem, and the rest is read. Passwords are not.
func ReadRoster(paths []string, o Options) (Import, []Problem, error) {
	var p problems
	in := newImport(o, &p)
	for _, home := range o.Homes {
		if _, ok := accountKey(home, "x"); !ok {
			return Import{}, nil, fmt.Errorf("account home %q: expected an IRI such as https://lms.example", printable(home))
		}
	}
	var loose []*text
	for _, name := range paths {
		files, folder, err := open(name)
		if err != nil {
			return Import{}, nil, fmt.Errorf("read the roster: %w", err)
		}
		if !folder {
			loose = append(loose, files...)
			continue
		}
		in.take(name, files)
	}
	if len(loose) > 0 {
		in.take(loose[0].name, loose)
	}
	return in.Import, p, nil
}

// take reads files that belong together.
func (in *importer) take(name string, files []*text) {
	in.set = nil
	plain := 0
	for _, f := range files {
		switch {
		case partOf(f.name) != "" && !plainColumns.fits(f):
			in.set = append(in.set, f)
		case plainColumns.fits(f):
			in.plain(f)
			plain++
		}
	}
	if len(in.set) == 0 && plain == 0 {
		for _, f := range files {
			if _, ok := plainText(f, in.problems); !ok {
				return
			}
		}
		in.problems.add(filepath.ToSlash(name), 0, "", "", "files of OneRoster (users.csv, classes.csv, enrollments.csv, …), "+
			"or CSV with the columns class, learner, name, group")
		return
	}
	if len(in.set) > 0 {
		in.readSet()
	}
}

// fits says whether the header of a file has all columns that have to be there.
func (l *layout) fits(f *text) bool {
	head, _ := l.header(bytes.TrimPrefix(f.bytes, []byte("\ufeff")))
	return head != nil && !slices.ContainsFunc(l.required, func(c string) bool { return !slices.Contains(head.names, strings.ToLower(c)) })
}

// partOf is the part of OneRoster that a file of this name holds; "" = none.
func partOf(name string) string {
	base := path.Base(filepath.ToSlash(name))
	for _, part := range []string{"manifest", "users", "roles", "classes", "enrollments", "academicSessions", "orgs", "courses"} {
		if strings.EqualFold(base, part+".csv") {
			return part
		}
	}
	return ""
}

// open reads the CSV files at a path; folder is true for a folder or a zip file,
// whose files belong together.
func open(name string) (files []*text, folder bool, err error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, false, err
	}
	if info.IsDir() {
		files, err = openFolder(name)
		return files, true, err
	}
	if info.Size() > maxFile {
		return nil, false, fmt.Errorf("%s: larger than %d MB", name, maxFile>>20)
	}
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, false, err
	}
	if bytes.HasPrefix(content, []byte("PK\x03\x04")) || bytes.HasPrefix(content, []byte("PK\x05\x06")) {
		files, err = openZip(name, content)
		return files, true, err
	}
	return []*text{{name: filepath.ToSlash(name), bytes: content}}, false, nil
}

func isCSV(name string) bool { return strings.EqualFold(path.Ext(name), ".csv") }

func openFolder(name string) ([]*text, error) {
	entries, err := os.ReadDir(name)
	if err != nil {
		return nil, err
	}
	var files []*text
	for _, e := range entries {
		if e.IsDir() || !isCSV(e.Name()) {
			continue
		}
		if info, err := e.Info(); err != nil {
			return nil, err
		} else if info.Size() > maxFile {
			return nil, fmt.Errorf("%s: larger than %d MB", e.Name(), maxFile>>20)
		}
		content, err := os.ReadFile(filepath.Join(name, e.Name()))
		if err != nil {
			return nil, err
		}
		files = append(files, &text{name: path.Join(filepath.ToSlash(name), e.Name()), bytes: content})
	}
	return files, nil
}

// openZip reads the CSV files of a zip file, whatever folders they lie in.
func openZip(name string, content []byte) ([]*text, error) {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var files []*text
	total := int64(0)
	for _, member := range archive.File {
		if !isCSV(member.Name) || strings.Contains(member.Name, "__MACOSX/") {
			continue
		}
		content, err := unpack(member, maxFile-total)
		if err != nil {
			return nil, fmt.Errorf("%s, %s: %w", name, printable(member.Name), err)
		}
		total += int64(len(content))
		shown := path.Join(filepath.ToSlash(name), member.Name) //nolint:gosec // G305: a name for messages; nothing is written
		files = append(files, &text{name: shown, bytes: content})
	}
	return files, nil
}

func unpack(member *zip.File, limit int64) ([]byte, error) {
	r, err := member.Open()
	if err != nil {
		return nil, err
	}
	content, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(content)) > limit {
		err = fmt.Errorf("larger than %d MB", maxFile>>20)
	}
	return content, errors.Join(err, r.Close())
}

// add takes a row of a part. The same sourcedId twice is a problem, unless the
// rows are the same, as where the files of two schools name their district.
func (p *Part[T]) add(w *row, id string, value T) {
	if p.at == nil {
		p.at = map[string]int{}
	}
	if i, twice := p.at[id]; twice {
		if first := p.Rows[i]; !reflect.DeepEqual(first.Value, value) {
			w.wrong("sourcedId", fmt.Sprintf("each sourcedId once; it stands in %s, line %d", first.File, first.Line))
		}
		return
	}
	p.at[id] = len(p.Rows)
	p.Rows = append(p.Rows, Found[T]{Value: value, File: w.file.name, Line: w.line})
}

// Empty says whether nothing was read: neither rows nor files without any.
func (in *Import) Empty() bool {
	return in.Users.Mode == Absent && in.Roles.Mode == Absent && in.Classes.Mode == Absent && in.Enrollments.Mode == Absent &&
		in.Terms.Mode == Absent && in.Orgs.Mode == Absent && in.Courses.Mode == Absent && len(in.Plain) == 0 && len(in.Homes) == 0
}
