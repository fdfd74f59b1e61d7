package roster

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Write keeps a roster in the folder roster of dir, as files of OneRoster 1.1 for
// reading in bulk, sorted by sourcedId so that two versions differ in few lines.
// What OneRoster has no column for stands in metadata columns and properties of
// manifest.csv that begin with lrx. The folder is replaced as a whole; only the
// user may read it.
func Write(dir string, r Roster) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("write the roster: %w", err)
		}
	}()
	next, old, now := filepath.Join(dir, newFolder), filepath.Join(dir, oldFolder), filepath.Join(dir, Folder)
	if rosterFolder(dir) == oldFolder { // a process ended between the two steps below
		if err := os.Rename(old, now); err != nil {
			return err
		}
	}
	if err := errors.Join(os.RemoveAll(next), os.RemoveAll(old)); err != nil {
		return err
	}
	if err := os.MkdirAll(next, 0o700); err != nil {
		return err
	}
	for _, t := range tablesOf(&r) {
		if err := t.write(next); err != nil {
			return errors.Join(err, os.RemoveAll(next))
		}
	}
	if err := syncFolder(next); err != nil {
		return err
	}
	if err := os.Rename(now, old); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(next, now); err != nil {
		return err
	}
	return errors.Join(syncFolder(dir), os.RemoveAll(old))
}

// table is a file of OneRoster to be written.
type table struct {
	name    string // without .csv
	columns string
	rows    [][]string
}

func (t *table) write(dir string) error {
	file, err := os.OpenFile(filepath.Join(dir, t.name+".csv"), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(file)
	_, err = out.WriteString(t.columns + "\n")
	for _, cells := range t.rows {
		if err == nil {
			_, err = out.WriteString(csvLine(cells, ',', "\n"))
		}
	}
	if err == nil {
		err = errors.Join(out.Flush(), file.Sync())
	}
	return errors.Join(err, file.Close())
}

// tablesOf are the files of a roster. All columns of OneRoster 1.1 are there, as
// it demands; those that lrx does not keep are empty.
func tablesOf(r *Roster) []table {
	all := []table{
		{name: "academicSessions", columns: "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear"},
		{name: "classes", columns: "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location," +
			"schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods"},
		{name: "courses", columns: "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes"},
		{name: "enrollments", columns: "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary," +
			"beginDate,endDate," + groupColumn},
		{name: "orgs", columns: "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId"},
		{name: "users", columns: "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName," +
			"middleName,identifier,email,sms,phone,agentSourcedIds,grades,password," + ifiColumn},
	}
	for _, t := range r.Terms {
		all[0].rows = append(all[0].rows, []string{
			t.ID, "", "", t.Title, t.Type, t.Begin.String(), t.End.String(), t.Parent, schoolYear(t),
		})
	}
	school := map[string]string{}
	for _, c := range r.Classes {
		school[c.ID] = c.Org
		all[1].rows = append(all[1].rows, []string{
			c.ID, "", "", c.Title, "", c.Course, "", "", "", c.Org, strings.Join(c.Terms, ","), "", "", "",
		})
	}
	for _, c := range r.Courses {
		all[2].rows = append(all[2].rows, []string{c.ID, "", "", "", c.Title, c.Code, "", "", "", ""})
	}
	for _, e := range r.Enrollments {
		all[3].rows = append(all[3].rows, []string{
			e.ID, "", "", e.Class, school[e.Class], e.User, e.Role, strconv.FormatBool(e.Primary),
			e.Begin.String(), e.End.String(), e.Group,
		})
	}
	for _, o := range r.Orgs {
		all[4].rows = append(all[4].rows, []string{o.ID, "", "", o.Name, o.Type, "", o.Parent})
	}
	for i := range r.Users {
		all[5].rows = append(all[5].rows, userRow(&r.Users[i]))
	}
	for i := range all {
		slices.SortStableFunc(all[i].rows, func(a, b []string) int { return strings.Compare(a[0], b[0]) })
	}
	return append(all, manifestOf(r, all))
}

func userRow(u *User) []string {
	given, family := "", u.Name
	if i := strings.LastIndexByte(u.Name, ' '); i >= 0 {
		given, family = u.Name[:i], u.Name[i+1:]
	}
	var ids, keys []string
	for _, id := range u.UserIDs {
		ids = append(ids, "{id:"+id+"}") // the type is not kept
	}
	for _, key := range u.Keys {
		form := FormatIFI(key)
		if strings.ContainsRune(form, ',') {
			form = escapeKey(key)
		}
		keys = append(keys, form)
	}
	return []string{
		u.ID, "", "", "true", "", u.Role, u.Username, strings.Join(ids, ","), given, family, "", u.Identifier, u.Email,
		"", "", "", "", "", strings.Join(keys, ","),
	}
}

// schoolYear is the year in which a term's last day lies.
func schoolYear(t Term) string {
	if t.End == (Date{}) {
		return ""
	}
	return strconv.Itoa(t.End.In(time.UTC).AddDate(0, 0, -1).Year())
}

func manifestOf(r *Roster, files []table) table {
	m := table{name: "manifest", columns: "propertyName,value", rows: [][]string{{"manifest.version", "1.0"}, {"oneroster.version", "1.1"}}}
	modes := map[string]string{}
	for _, f := range files {
		modes[f.name] = string(Bulk)
	}
	for _, name := range []string{
		"academicSessions", "categories", "classes", "classResources", "courses", "courseResources", "demographics",
		"enrollments", "lineItems", "orgs", "resources", "results", "users",
	} {
		mode := modes[name]
		if mode == "" {
			mode = "absent"
		}
		m.rows = append(m.rows, []string{"file." + name, mode})
	}
	m.rows = append(m.rows, []string{"source.systemName", "lrx"}, []string{"source.systemCode", "lrx"})
	for _, home := range r.Homes {
		m.rows = append(m.rows, []string{homeProperty, home})
	}
	return m
}
