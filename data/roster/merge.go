package roster

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// Merge is the roster after an import. Bulk files replace what was there, delta
// files add, replace and remove by sourcedId. A plain CSV replaces the
// enrollments of each class it names and no other; its learners are added, or
// found again by their identifier or id, and stay users when no class holds them
// any more. What a file does not say is kept: a user's role (1.2 without
// roles.csv) and identifiers, an enrollment's group, a class's course and terms
// when a plain CSV names it. An enrollment of a user or class that is not in the
// result is a problem and left out.
func (r *Roster) Merge(in Import) (Roster, []Problem) {
	m := merger{in: &in, out: Roster{
		Terms:   merged(r.Terms, &in.Terms, func(t *Term) string { return t.ID }, nil),
		Orgs:    merged(r.Orgs, &in.Orgs, func(o *Org) string { return o.ID }, nil),
		Courses: merged(r.Courses, &in.Courses, func(c *Course) string { return c.ID }, nil),
		Classes: merged(r.Classes, &in.Classes, func(c *Class) string { return c.ID }, nil),
		Users: merged(r.Users, &in.Users, func(u *User) string { return u.ID }, func(u *User, old User) {
			u.Role = cmp.Or(u.Role, old.Role)
			if u.Keys == nil {
				u.Keys = old.Keys
			}
		}),
		Enrollments: merged(r.Enrollments, &in.Enrollments, func(e *Enrollment) string { return e.ID },
			func(e *Enrollment, old Enrollment) { e.Group = cmp.Or(e.Group, old.Group) }),
		Homes: append(slices.Clone(r.Homes), in.Homes...),
	}}
	slices.Sort(m.out.Homes)
	m.out.Homes = slices.Compact(m.out.Homes)
	m.roles()
	m.plain()
	m.enrollments(r)
	m.terms()
	return m.out, m.problems
}

type merger struct {
	in       *Import
	out      Roster
	problems problems
}

// merged is a part after its file, sorted by sourcedId. keep carries over to a
// new row what its file does not say.
func merged[T any](old []T, p *Part[T], id func(*T) string, keep func(row *T, old T)) []T {
	if p.Mode == Absent {
		return slices.Clone(old)
	}
	var out []T
	if len(p.Rows) > 0 {
		out = make([]T, len(p.Rows), len(p.Rows)+len(old))
	}
	for i := range p.Rows {
		out[i] = p.Rows[i].Value
	}
	gone := make(map[string]bool, len(p.Removed))
	for _, removed := range p.Removed {
		gone[removed] = true
	}
	if p.at == nil { // the rows were not read from a file
		p.at = make(map[string]int, len(out))
		for i := range out {
			p.at[id(&out[i])] = i
		}
	}
	for i := range old {
		k := id(&old[i])
		j, again := p.at[k]
		switch {
		case again && keep != nil:
			keep(&out[j], old[i])
		case !again && p.Mode == Delta && !gone[k]:
			out = append(out, old[i])
		}
	}
	slices.SortStableFunc(out, func(a, b T) int { return cmp.Compare(id(&a), id(&b)) })
	return out
}

// roles gives users the role of roles.csv: the primary one, else the first.
func (m *merger) roles() {
	at := userIndex(m.out.Users)
	primary := map[string]bool{}
	named := map[string]bool{}
	for _, f := range m.in.Roles.Rows {
		i, known := at[f.Value.User]
		if !known {
			m.problems.add(f.File, f.Line, "userSourcedId", f.Value.User, "the sourcedId of a user")
			continue
		}
		if !named[f.Value.User] || f.Value.Primary && !primary[f.Value.User] {
			m.out.Users[i].Role = f.Value.Role
		}
		named[f.Value.User] = true
		primary[f.Value.User] = primary[f.Value.User] || f.Value.Primary
	}
}

func userIndex(users []User) map[string]int {
	at := make(map[string]int, len(users))
	for i := range users {
		at[users[i].ID] = i
	}
	return at
}

// enrollments leaves out those of users and classes that are not there.
func (m *merger) enrollments(before *Roster) {
	user, class := userIndex(m.out.Users), make(map[string]bool, len(m.out.Classes))
	for i := range m.out.Classes {
		class[m.out.Classes[i].ID] = true
	}
	lost := 0
	gone := map[string]bool{}
	for _, id := range slices.Concat(m.in.Users.Removed, m.in.Classes.Removed) {
		gone[id] = true
	}
	m.out.Enrollments = slices.DeleteFunc(m.out.Enrollments, func(e Enrollment) bool {
		_, known := user[e.User]
		if known && class[e.Class] {
			return false
		}
		i, imported := m.in.Enrollments.at[e.ID]
		switch {
		case imported && !known:
			f := m.in.Enrollments.Rows[i]
			m.problems.add(f.File, f.Line, "userSourcedId", e.User, "the sourcedId of a user")
		case imported:
			f := m.in.Enrollments.Rows[i]
			m.problems.add(f.File, f.Line, "classSourcedId", e.Class, "the sourcedId of a class")
		case !gone[e.User] && !gone[e.Class]:
			lost++
		}
		return true
	})
	if lost > 0 {
		m.problems.add(Folder+"/enrollments.csv", 0, "", fmt.Sprintf("%d of %d enrollments whose user or class is no longer there",
			lost, len(before.Enrollments)), "new enrollments with the new users and classes; these are left out")
	}
	if len(m.out.Enrollments) == 0 {
		m.out.Enrollments = nil
	}
}

// terms finds classes in terms that are not there; without any terms nothing is missed.
func (m *merger) terms() {
	if len(m.out.Terms) == 0 {
		return
	}
	known := make(map[string]bool, len(m.out.Terms))
	for i := range m.out.Terms {
		known[m.out.Terms[i].ID] = true
	}
	for _, f := range m.in.Classes.Rows {
		for _, term := range f.Value.Terms {
			if !known[term] {
				m.problems.add(f.File, f.Line, "termSourcedIds", term, "the sourcedId of an academic session")
			}
		}
	}
}

// plain merges the rows of plain CSV.
func (m *merger) plain() {
	if len(m.in.Plain) == 0 {
		return
	}
	named := map[string]bool{}
	for i := range m.in.Plain {
		named[m.in.Plain[i].Class] = true
	}
	m.out.Enrollments = slices.DeleteFunc(m.out.Enrollments, func(e Enrollment) bool { return named[e.Class] })
	people := m.people()
	classes := map[string]int{}
	for i := range m.out.Classes {
		classes[m.out.Classes[i].ID] = i
	}
	first := map[[2]string]*PlainRow{}
	for i := range m.in.Plain {
		p := &m.in.Plain[i]
		k, ok := people.find(p)
		if !ok {
			m.problems.add(p.File, p.Line, "learner", p.Learner, "an identifier of one user; several users of the roster have this one")
			continue
		}
		u := &m.out.Users[k]
		if other := first[[2]string{p.Class, u.ID}]; other != nil {
			m.problems.add(p.File, p.Line, "learner", p.Learner,
				fmt.Sprintf("each learner once in a class; %s, line %d has this one", other.File, other.Line))
			continue
		}
		first[[2]string{p.Class, u.ID}] = p
		u.Name = cmp.Or(p.Name, u.Name)
		c, known := classes[p.Class]
		if !known {
			c = len(m.out.Classes)
			classes[p.Class] = c
			m.out.Classes = append(m.out.Classes, Class{ID: p.Class})
		}
		m.out.Classes[c].Title = cmp.Or(p.ClassName, m.out.Classes[c].Title, p.Class)
		m.out.Enrollments = append(m.out.Enrollments, Enrollment{
			ID: url.PathEscape(p.Class) + "/" + u.ID, Class: p.Class, User: u.ID, Role: p.Role, Group: p.Group,
		})
	}
	slices.SortFunc(m.out.Users, func(a, b User) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(m.out.Classes, func(a, b Class) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(m.out.Enrollments, func(a, b Enrollment) int { return cmp.Compare(a.ID, b.ID) })
}

// people finds users by what a plain CSV calls them.
type people struct {
	out   *Roster
	byID  map[string]int
	byKey map[string]int // -1 = several have it
}

func (m *merger) people() *people {
	p := &people{out: &m.out, byID: userIndex(m.out.Users), byKey: map[string]int{}}
	for i := range m.out.Users {
		for _, key := range m.out.keysOf(&m.out.Users[i]) {
			if other, taken := p.byKey[key]; taken && other != i {
				p.byKey[key] = -1
			} else {
				p.byKey[key] = i
			}
		}
	}
	return p
}

// find is the user of a row, who is added if there is none; false if several
// users may be meant.
func (p *people) find(row *PlainRow) (int, bool) {
	u := User{ID: row.Learner}
	if row.Key != "" {
		if id, ok := IsUserKey(row.Key); ok {
			u.ID = id
		} else if i, known := p.byKey[row.Key]; known {
			return i, i >= 0
		} else {
			u = strangerOf(row)
		}
	}
	if i, known := p.byID[u.ID]; known {
		return i, true
	}
	i := len(p.out.Users)
	p.out.Users = append(p.out.Users, u)
	p.byID[u.ID] = i
	if row.Key != "" {
		p.byKey[row.Key] = i
	}
	return i, true
}

// strangerOf is a user of whom only an identifier is known: the id is the same for
// all ways to write it, and an address stays readable.
func strangerOf(row *PlainRow) User {
	address := row.Learner
	if len(address) > 7 && strings.EqualFold(address[:7], "mailto:") {
		address = address[7:]
	}
	if key, ok := mailKey(address); ok && key == row.Key {
		at := strings.LastIndexByte(address, '@')
		address = address[:at] + strings.ToLower(address[at:])
		return User{ID: address, Email: address}
	}
	return User{ID: FormatIFI(row.Key), Keys: []string{row.Key}}
}
