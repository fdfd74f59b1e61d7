package roster

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// Columns of OneRoster that are read; all others are passed over. The ones of
// lrx are metadata columns, which OneRoster allows.
const (
	ifiColumn    = "metadata.lrx.ifi"   // of users: what a plain CSV named outright, parted by commas
	groupColumn  = "metadata.lrx.group" // of enrollments
	homeProperty = "lrx.accountHome"    // of manifest.csv, as often as wanted
)

var (
	manifestColumns = layout{columns: []string{"propertyName", "value"}, required: []string{"propertyName", "value"}}
	userColumns     = layout{columns: []string{
		"sourcedId", "status", "role", "username", "userIds", "givenName", "familyName", "identifier", "email",
		"preferredGivenName", "preferredFamilyName", ifiColumn,
	}, required: []string{"sourcedId"}}
	roleColumns = layout{
		columns:  []string{"sourcedId", "status", "userSourcedId", "roleType", "role"},
		required: []string{"sourcedId", "userSourcedId", "role"},
	}
	rosterClassColumns = layout{
		columns:  []string{"sourcedId", "status", "title", "courseSourcedId", "schoolSourcedId", "termSourcedIds"},
		required: []string{"sourcedId"},
	}
	enrollmentColumns = layout{
		columns: []string{
			"sourcedId", "status", "classSourcedId", "userSourcedId", "role", "primary", "beginDate", "endDate", groupColumn,
		},
		required: []string{"sourcedId", "classSourcedId", "userSourcedId", "role"},
	}
	termColumns = layout{
		columns:  []string{"sourcedId", "status", "title", "type", "startDate", "endDate", "parentSourcedId"},
		required: []string{"sourcedId"},
	}
	orgColumns = layout{
		columns: []string{"sourcedId", "status", "name", "type", "parentSourcedId"}, required: []string{"sourcedId"},
	}
	courseColumns = layout{columns: []string{"sourcedId", "status", "title", "courseCode"}, required: []string{"sourcedId"}}
)

// readSet reads the files of OneRoster that are in in.set.
func (in *importer) readSet() {
	files := map[string]*text{}
	for _, f := range in.set {
		part := partOf(f.name)
		if other := files[part]; other != nil {
			in.problems.add(f.name, 0, "", "", "one "+part+".csv; there is "+other.name)
			continue
		}
		files[part] = f
	}
	m := manifest{problems: in.problems}
	m.read(files["manifest"])
	in.Homes = append(in.Homes, m.homes...)
	if version := m.versionOf(files); version > in.Version {
		in.Version = version
	}
	readPart(&m, files, "users", &userColumns, &in.Users, readUser)
	readPart(&m, files, "roles", &roleColumns, &in.Roles, readRole)
	readPart(&m, files, "classes", &rosterClassColumns, &in.Classes, readClass)
	readPart(&m, files, "enrollments", &enrollmentColumns, &in.Enrollments, readEnrollment)
	readPart(&m, files, "academicSessions", &termColumns, &in.Terms, readTerm)
	readPart(&m, files, "orgs", &orgColumns, &in.Orgs, func(w *row) (Org, bool) {
		return Org{w.get("sourcedId"), w.get("name"), w.get("type"), w.get("parentSourcedId")}, true
	})
	readPart(&m, files, "courses", &courseColumns, &in.Courses, func(w *row) (Course, bool) {
		return Course{w.get("sourcedId"), w.get("title"), w.get("courseCode")}, true
	})
}

// readPart reads one file of OneRoster.
func readPart[T any](m *manifest, files map[string]*text, part string, l *layout, p *Part[T], read func(*row) (T, bool)) {
	f := files[part]
	mode := m.mode(part, f)
	if mode == Absent {
		return
	}
	if p.Mode != Absent && p.Mode != mode {
		m.problems.add(f.name, 0, "", string(mode), string(p.Mode)+", as the files of this name before it")
		return
	}
	if l.each(f, m.problems, func(w *row) {
		id := w.get("sourcedId")
		if id == "" {
			w.wrong("sourcedId", "an id")
			return
		}
		switch strings.ToLower(w.get("status")) {
		case "", "active":
		case "tobedeleted", "inactive":
			if mode == Delta {
				p.Removed = append(p.Removed, id)
			}
			return
		default:
			w.wrong("status", "active or tobedeleted")
			return
		}
		if value, ok := read(w); ok {
			p.add(w, id, value)
		}
	}) != nil {
		p.Mode = mode
	}
}

// manifest is what manifest.csv says.
type manifest struct {
	file     *text // nil = there is none
	version  string
	modes    map[string]modeRow
	homes    []string
	problems *problems
}

type modeRow struct {
	mode Mode
	line int
}

func (m *manifest) read(f *text) {
	m.modes = map[string]modeRow{}
	if f == nil {
		return
	}
	if manifestColumns.each(f, m.problems, m.row) != nil {
		m.file = f
	}
}

func (m *manifest) row(w *row) {
	name, value := strings.ToLower(w.get("propertyName")), w.get("value")
	part, isFile := strings.CutPrefix(name, "file.")
	switch {
	case isFile:
		mode := Mode(strings.ToLower(value))
		if mode == "absent" {
			mode = Absent
		} else if mode != Bulk && mode != Delta {
			w.wrong("value", "bulk, delta or absent")
			return
		}
		m.modes[part] = modeRow{mode, w.line}
	case name == "oneroster.version":
		version, ok := knownVersion(value)
		if !ok {
			w.wrong("value", "1.1 or 1.2")
		}
		m.version = version
	case name == strings.ToLower(homeProperty):
		if _, ok := accountKey(value, "x"); !ok {
			w.wrong("value", "an IRI such as https://lms.example")
			return
		}
		m.homes = append(m.homes, value)
	}
}

func knownVersion(s string) (string, bool) {
	for _, v := range []string{"1.1", "1.2"} {
		if s == v || strings.HasPrefix(s, v+".") {
			return v, true
		}
	}
	return "", false
}

// versionOf is the version that the manifest names; without one 1.2 is told by
// roles, which have a file of their own there.
func (m *manifest) versionOf(files map[string]*text) string {
	if m.version != "" {
		return m.version
	}
	if files["roles"] != nil {
		return "1.2"
	}
	if f := files["users"]; f != nil {
		if head, _ := userColumns.header(f.bytes); head != nil && !slices.Contains(head.names, "role") {
			return "1.2"
		}
	}
	return "1.1"
}

// mode says how a file is read: as the manifest says, else as a whole.
func (m *manifest) mode(part string, f *text) Mode {
	said, listed := m.modes[strings.ToLower(part)]
	if f == nil {
		if said.mode != Absent {
			m.problems.add(m.file.name, said.line, "value", string(said.mode), "absent, or a file "+part+".csv")
		}
		return Absent
	}
	if !listed {
		return Bulk
	}
	if said.mode == Absent {
		m.problems.add(f.name, 0, "", "a file that "+m.file.name+" calls absent", "bulk or delta there; it is not read")
	}
	return said.mode
}

func readUser(w *row) (User, bool) {
	u := User{
		ID: w.get("sourcedId"), Email: w.get("email"), Username: w.get("username"), Identifier: w.get("identifier"),
		Role: w.get("role"), UserIDs: userIDs(w.get("userIds")),
	}
	given, family := w.get("preferredGivenName"), w.get("preferredFamilyName")
	if given == "" {
		given = w.get("givenName")
	}
	if family == "" {
		family = w.get("familyName")
	}
	u.Name = strings.Join(strings.Fields(given+" "+family), " ")
	if u.Email != "" {
		if _, ok := mailKey(u.Email); !ok {
			w.wrong("email", "an e-mail address, or nothing; the user is taken without it")
			u.Email = ""
		}
	}
	for _, item := range list(w.get(ifiColumn)) {
		if key, ok := ParseKey(item); ok {
			u.Keys = append(u.Keys, key)
		} else {
			w.wrong(ifiColumn, "identifiers parted by commas; the user is taken without it")
		}
	}
	return u, true
}

// list parts a list of OneRoster.
func list(s string) []string {
	var items []string
	for item := range strings.SplitSeq(s, ",") {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, item)
		}
	}
	return items
}

// userIDs are the ids of {type:id},{type:id}; some programs write
// [{"type":…,"identifier":…}] instead, or an id alone.
func userIDs(s string) []string {
	var ids []string
	add := func(id string) {
		if id = oneLine(id); id != "" && !strings.ContainsAny(id, "{}") && !strings.ContainsFunc(id, isControl) && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	if strings.HasPrefix(s, "[") {
		var all []struct{ Identifier string }
		if json.Unmarshal([]byte(s), &all) == nil {
			for _, one := range all {
				add(one.Identifier)
			}
			return ids
		}
	}
	if !strings.Contains(s, "{") {
		for _, id := range list(s) {
			add(id)
		}
		return ids
	}
	for {
		_, rest, open := strings.Cut(s, "{")
		inside, after, closed := strings.Cut(rest, "}")
		if !open || !closed {
			return ids
		}
		if _, id, typed := strings.Cut(inside, ":"); typed {
			inside = id
		}
		add(inside)
		s = after
	}
}

func readRole(w *row) (UserRole, bool) {
	return UserRole{
		ID: w.get("sourcedId"), User: w.get("userSourcedId"), Role: w.get("role"),
		Primary: strings.EqualFold(w.get("roleType"), "primary"),
	}, true
}

func readClass(w *row) (Class, bool) {
	c := Class{
		ID: w.get("sourcedId"), Title: w.get("title"), Course: w.get("courseSourcedId"), Org: w.get("schoolSourcedId"),
		Terms: list(w.get("termSourcedIds")),
	}
	if reserved(c.ID) {
		return c, w.wrong("sourcedId", "another id; everyone and outside are reserved")
	}
	return c, true
}

func readEnrollment(w *row) (Enrollment, bool) {
	e := Enrollment{
		ID: w.get("sourcedId"), Class: w.get("classSourcedId"), User: w.get("userSourcedId"),
		Role: strings.ToLower(w.get("role")), Group: w.get(groupColumn),
	}
	if e.Role == "" {
		return e, w.wrong("role", "a role such as student or teacher")
	}
	switch strings.ToLower(w.get("primary")) {
	case "true", "1", "yes":
		e.Primary = true
	case "", "false", "0", "no":
	default:
		return e, w.wrong("primary", "true or false")
	}
	var ok bool
	e.Begin, e.End, ok = span(w, "beginDate", "endDate")
	return e, ok
}

func readTerm(w *row) (Term, bool) {
	t := Term{ID: w.get("sourcedId"), Title: w.get("title"), Type: w.get("type"), Parent: w.get("parentSourcedId")}
	var ok bool
	t.Begin, t.End, ok = span(w, "startDate", "endDate")
	return t, ok
}

// span reads two dates, of which the second is the first day after.
func span(w *row, begin, end string) (from, to Date, ok bool) {
	if from, ok = rosterDate(w.get(begin)); !ok {
		return from, to, w.wrong(begin, wantDate)
	}
	if to, ok = rosterDate(w.get(end)); !ok {
		return from, to, w.wrong(end, wantDate)
	}
	if to != (Date{}) && to.Before(from) {
		return from, to, w.wrong(end, "a day not before "+from.String())
	}
	return from, to, true
}

// rosterDate reads a date that may be missing; some programs write a time of day
// behind it, which says nothing.
func rosterDate(s string) (Date, bool) {
	if s == "" {
		return Date{}, true
	}
	if len(s) > len(time.DateOnly) && (s[len(time.DateOnly)] == 'T' || s[len(time.DateOnly)] == ' ') {
		s = s[:len(time.DateOnly)]
	}
	return parseDate(s)
}

var plainColumns = layout{
	columns:  []string{"class", "learner", "name", "group", "role", "class_name"},
	required: []string{"class", "learner"}, strict: true,
}

// plain reads a plain CSV.
func (in *importer) plain(f *text) {
	plainColumns.each(f, in.problems, func(w *row) {
		p := PlainRow{
			Class: w.get("class"), ClassName: w.get("class_name"), Learner: w.get("learner"),
			Name: strings.Join(strings.Fields(w.get("name")), " "), Group: w.get("group"),
			Role: strings.ToLower(w.get("role")), File: f.name, Line: w.line,
		}
		if p.Role == "" {
			p.Role = "student"
		}
		switch {
		case p.Class == "":
			w.wrong("class", "the name of a class")
		case reserved(p.Class):
			w.wrong("class", "another name; everyone and outside are reserved")
		case p.Learner == "":
			w.wrong("learner", "an identifier such as an e-mail address, or the school's id")
		case isLearnerID(p.Learner):
			w.wrong("learner", "an identifier such as an e-mail address, or the school's id; not an id that lrx made")
		default:
			p.Key, _ = ParseKey(p.Learner)
			in.Plain = append(in.Plain, p)
		}
	})
}
