package roster

import (
	"archive/zip"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// The headers of OneRoster as the standard has them.
const (
	users11 = "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName," +
		"middleName,identifier,email,sms,phone,agentSourcedIds,grades,password\n"
	users12 = "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms," +
		"phone,agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,preferredMiddleName,preferredFamilyName," +
		"primaryOrgSourcedId,pronouns\n"
	roles12     = "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId\n"
	enrollments = "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate\n"
	classes     = "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId," +
		"termSourcedIds,subjects,subjectCodes,periods\n"
	sessions = "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear\n"
	orgs     = "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\n"
	courses  = "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes\n"
)

// school11 is a whole export in 1.1; all people are made up.
func school11() map[string]string {
	return map[string]string{
		"manifest.csv": "propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\nfile.academicSessions,bulk\nfile.classes,bulk\n" +
			"file.courses,bulk\nfile.enrollments,bulk\nfile.orgs,bulk\nfile.users,bulk\nfile.results,absent\nsource.systemName,made up\n",
		"users.csv": users11 +
			"u1,active,2026-01-01T00:00:00.000Z,true,o1,student,one,\"{LDAP:101},{LTI:a:b}\",Learner,1,,S1,learner1@example.org,,,,7,secret\n" +
			"t1,,,true,o1,teacher,teach,,Teacher,1,,,teacher1@example.org,,,,,hunter2\n" +
			"u2,,,true,o1,student,,,Learner,2,,,,,,,,\n" +
			"u3,tobedeleted,,true,o1,student,,,Learner,3,,,,,,,,\n",
		"classes.csv":     classes + "c1,,,Class 1,,k1,,scheduled,,o1,\"a1,a2\",,,\n",
		"enrollments.csv": enrollments + "e1,,,c1,o1,u1,Student,false,2026-01-10,2026-07-01\ne2,,,c1,o1,t1,teacher,true,,\n",
		"academicSessions.csv": sessions + "a1,,,Spring,term,2026-01-01,2026-07-01,y,2026\na2,,,Summer,term,2026-07-01T00:00:00Z,2026-09-01,y,2026\n" +
			"y,,,2026,schoolYear,2026-01-01,2027-01-01,,2026\n",
		"orgs.csv":    orgs + "o1,,,School 1,school,,d\nd,,,District,district,,\n",
		"courses.csv": courses + "k1,,,,Course 1,C-1,,o1,,\n",
		"results.csv": "sourcedId\n",
	}
}

func roster11() Roster {
	return Roster{
		Users: []User{
			{ID: "t1", Name: "Teacher 1", Email: "teacher1@example.org", Username: "teach", Role: "teacher"},
			{ID: "u1", Name: "Learner 1", Email: "learner1@example.org", Username: "one", Identifier: "S1", UserIDs: []string{"101", "a:b"}, Role: "student"},
			{ID: "u2", Name: "Learner 2", Role: "student"},
		},
		Classes: []Class{{ID: "c1", Title: "Class 1", Course: "k1", Org: "o1", Terms: []string{"a1", "a2"}}},
		Enrollments: []Enrollment{
			{ID: "e1", Class: "c1", User: "u1", Role: "student", Begin: Date{2026, 1, 10}, End: Date{2026, 7, 1}},
			{ID: "e2", Class: "c1", User: "t1", Role: "teacher", Primary: true},
		},
		Terms: []Term{
			{ID: "a1", Title: "Spring", Type: "term", Begin: Date{2026, 1, 1}, End: Date{2026, 7, 1}, Parent: "y"},
			{ID: "a2", Title: "Summer", Type: "term", Begin: Date{2026, 7, 1}, End: Date{2026, 9, 1}, Parent: "y"},
			{ID: "y", Title: "2026", Type: "schoolYear", Begin: Date{2026, 1, 1}, End: Date{2027, 1, 1}},
		},
		Orgs:    []Org{{ID: "d", Name: "District", Type: "district"}, {ID: "o1", Name: "School 1", Type: "school", Parent: "d"}},
		Courses: []Course{{ID: "k1", Title: "Course 1", Code: "C-1"}},
	}
}

// imported reads a path and merges it with a roster; files are called as they are
// below the folder of the test.
func imported(t testing.TB, before Roster, o Options, paths ...string) (Roster, []Problem) {
	t.Helper()
	in, problems, err := ReadRoster(paths, o)
	if err != nil {
		t.Fatal(err)
	}
	after, more := before.Merge(in)
	problems = append(problems, more...)
	for i := range problems {
		problems[i].File = filepath.Base(problems[i].File)
	}
	printed(t, problems)
	return after, problems
}

func zipped(t testing.TB, below string, files map[string]string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "school.zip")
	file, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	out := zip.NewWriter(file)
	for member, content := range files {
		w, err := out.Create(below + member)
		if err == nil {
			_, err = w.Write([]byte(content))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	file.Close()
	return name
}

func same(t testing.TB, got, want Roster) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestOneRoster11(t *testing.T) {
	t.Parallel()
	loose := folder(t, school11())
	var single []string
	for name := range school11() {
		if name != "results.csv" {
			single = append(single, filepath.Join(loose, name))
		}
	}
	slices.Sort(single)
	for name, paths := range map[string][]string{
		"folder":              {folder(t, school11())},
		"zip":                 {zipped(t, "", school11())},
		"zip with a folder":   {zipped(t, "export/2026/", school11())},
		"single files":        single,
		"without a manifest":  single[:4:4],
		"the same once again": {folder(t, school11()), zipped(t, "", school11())},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := roster11()
			if name == "without a manifest" { // the first four by name
				paths = []string{filepath.Join(loose, "classes.csv"), filepath.Join(loose, "users.csv"), filepath.Join(loose, "enrollments.csv")}
				want.Terms, want.Orgs, want.Courses = nil, nil, nil
			}
			got, problems := imported(t, Roster{}, Options{}, paths...)
			expect(t, problems)
			same(t, got, want)
		})
	}
}

func TestOneRoster12(t *testing.T) {
	t.Parallel()
	files := school11()
	files["manifest.csv"] = strings.Replace(files["manifest.csv"], "oneroster.version,1.1", "oneroster.version,1.2\nfile.roles,bulk", 1)
	files["users.csv"] = users12 +
		"u1,,,true,one,\"{LDAP:101},{LTI:a:b}\",Lear,1,,S1,learner1@example.org,,,,,secret,,Learner,,,o1,\n" +
		"t1,,,true,teach,,Teacher,1,,,teacher1@example.org,,,,,,,,,,,\nu2,,,true,,,Learner,2,,,,,,,,,,,,,,\n"
	files["roles.csv"] = roles12 + "r0,,,t1,secondary,student,,,o1,\nr1,,,u1,primary,student,,,o1,\nr2,,,t1,primary,teacher,,,o1,\nr3,,,t1,secondary,aide,,,o2,\nr4,,,u2,,student,,,,\n"
	for name, path := range map[string]string{"folder": folder(t, files), "zip": zipped(t, "", files)} {
		in, _, err := ReadRoster([]string{path}, Options{})
		if err != nil || in.Version != "1.2" {
			t.Errorf("%s: got version %q, %v", name, in.Version, err)
		}
		got, problems := imported(t, Roster{}, Options{}, path)
		expect(t, problems)
		same(t, got, roster11())
	}
	delete(files, "manifest.csv")
	delete(files, "roles.csv")
	in, _, err := ReadRoster([]string{folder(t, files)}, Options{})
	if err != nil || in.Version != "1.2" {
		t.Errorf("without a manifest: got version %q, %v", in.Version, err)
	}
	before := roster11()
	got, _ := before.Merge(in)
	same(t, got, before) // roles that are not said are kept
}

func TestDelta(t *testing.T) {
	t.Parallel()
	delta := map[string]string{
		"manifest.csv": "propertyName,value\noneroster.version,1.1\nfile.users,delta\nfile.enrollments,delta\nfile.classes,absent\n",
		"users.csv": users11 + "u2,tobedeleted,2026-02-01T00:00:00.000Z,,,,,,,,,,,,,,,\n" +
			"u1,active,2026-02-01T00:00:00.000Z,true,o1,student,uno,,Learner,One,,,,,,,,\n" +
			"u4,active,2026-02-01T00:00:00.000Z,true,o1,student,,,Learner,4,,,,,,,,\n",
		"enrollments.csv": enrollments + "e2,tobedeleted,,,,,,,,\ne4,active,,c1,o1,u4,student,false,,\n",
	}
	got, problems := imported(t, roster11(), Options{}, folder(t, delta))
	expect(t, problems)
	want := roster11()
	want.Users = []User{
		want.Users[0], {ID: "u1", Name: "Learner One", Username: "uno", Role: "student"}, {ID: "u4", Name: "Learner 4", Role: "student"},
	}
	want.Enrollments = []Enrollment{want.Enrollments[0], {ID: "e4", Class: "c1", User: "u4", Role: "student"}}
	same(t, got, want)

	// Who is taken out takes the enrollments along, without a word.
	delta["users.csv"] = users11 + "u1,tobedeleted,,,,,,,,,,,,,,,,\n"
	delete(delta, "enrollments.csv")
	delta["manifest.csv"] = "propertyName,value\noneroster.version,1.1\nfile.users,delta\n"
	got, problems = imported(t, roster11(), Options{}, folder(t, delta))
	expect(t, problems)
	if len(got.Users) != 2 || len(got.Enrollments) != 1 {
		t.Errorf("got %+v", got)
	}
}

func TestBulkReplaces(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"users.csv": users11 + "u9,,,true,,student,,,Learner,9,,,,,,,,\n"})
	got, problems := imported(t, roster11(), Options{Homes: []string{"https://lms.example"}}, dir)
	expect(t, problems, `enrollments.csv: found "2 of 2 enrollments whose user or class is no longer there"`)
	want := roster11()
	want.Users, want.Enrollments = []User{{ID: "u9", Name: "Learner 9", Role: "student"}}, nil
	want.Homes = []string{"https://lms.example"}
	same(t, got, want)
}

func TestWrongOneRoster(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		files map[string]string
		want  []string
	}{
		{"dangling", map[string]string{
			"users.csv": users11 + "u1,,,true,,student,,,Learner,1,,,,,,,,\n", "classes.csv": classes + "c1,,,Class 1,,,,,,,a9,,,\n",
			"enrollments.csv":      enrollments + "e1,,,c9,,u1,student,,,\ne2,,,c1,,u9,student,,,\ne3,,,c1,,u1,student,,,\n",
			"academicSessions.csv": sessions + "a1,,,Spring,term,2026-01-01,2026-07-01,,\n",
			"roles.csv":            roles12 + "r1,,,u8,primary,student,,,,\n",
		}, []string{
			`roles.csv, line 2, column userSourcedId: found "u8"`,
			`enrollments.csv, line 2, column classSourcedId: found "c9", expected the sourcedId of a class`,
			`enrollments.csv, line 3, column userSourcedId: found "u9", expected the sourcedId of a user`,
			`classes.csv, line 2, column termSourcedIds: found "a9"`,
		}},
		{"rows", map[string]string{
			"users.csv": users11 + ",,,true,,student,,,Learner,1,,,,,,,,\nu1,gone,,true,,student,,,Learner,1,,,,,,,,\n" +
				"u2,,,true,,student,,,Learner,2,,,none,,,,,\nu2,,,true,,student,,,Learner,3,,,,,,,,\n",
			"classes.csv":          classes + "everyone,,,Class 1,,,,,,,,,,\nc1,,,,,,,,,,,,,\n",
			"enrollments.csv":      enrollments + "e1,,,c1,,u2,,,,\ne2,,,c1,,u2,student,perhaps,,\ne3,,,c1,,u2,student,,1.1.2026,\ne4,,,c1,,u2,student,,2026-02-01,2026-01-01\n",
			"academicSessions.csv": sessions + "a1,,,Spring,term,2026-01-01,2026-13-01,,\n",
		}, []string{
			`users.csv, line 2, column sourcedId: expected an id`, `users.csv, line 3, column status: found "gone", expected active or`,
			`users.csv, line 4, column email: found "none"`, `users.csv, line 5, column sourcedId: found "u2", expected each sourcedId once`,
			`classes.csv, line 2, column sourcedId: found "everyone"`,
			`enrollments.csv, line 2, column role: expected a role`, `enrollments.csv, line 3, column primary: found "perhaps"`,
			`enrollments.csv, line 4, column beginDate: found "1.1.2026"`, `enrollments.csv, line 5, column endDate: found "2026-01-01"`,
			`academicSessions.csv, line 2, column endDate: found "2026-13-01"`,
		}},
		{"manifest", map[string]string{
			"manifest.csv": "propertyName,value\noneroster.version,2.0\nfile.users,absent\nfile.classes,delta\nfile.orgs,some\nlrx.accountHome,x\n",
			"users.csv":    users11,
		}, []string{
			`manifest.csv, line 2, column value: found "2.0"`, `manifest.csv, line 5, column value: found "some"`,
			`manifest.csv, line 6, column value: found "x"`, `users.csv: found "a file that`, `manifest.csv, line 4, column value: found "delta", expected absent, or a file classes.csv`,
		}},
		{"empty files", map[string]string{"users.csv": "", "classes.csv": classes}, nil},
		{"a column is missing", map[string]string{"enrollments.csv": "sourcedId,classSourcedId\n"}, []string{
			`enrollments.csv, line 1, column userSourcedId: expected this column`, `enrollments.csv, line 1, column role`,
		}},
		{"not UTF-8", map[string]string{"users.csv": users11 + "u1,,,true,,student,,,L\xe4rner,1,,,,,,,,\n"}, []string{`users.csv, line 2: found "byte e4"`}},
		{"nothing of it", map[string]string{"results.csv": "sourcedId\n", "notes.txt": ""}, []string{``}},
		{"a password is no matter", map[string]string{"users.csv": users11 + "u1,,,true,,student,,,Learner,1,,,,,,,,\x1b[31m\n"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, problems := imported(t, Roster{}, Options{}, folder(t, c.files))
			expect(t, problems, c.want...)
			_, zipProblems := imported(t, Roster{}, Options{}, zipped(t, "", c.files))
			if len(zipProblems) != len(problems) {
				t.Errorf("in a zip file: %s", words(zipProblems))
			}
		})
	}
}

func TestUnreadableRoster(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"broken.zip": "PK\x03\x04 and no more", "empty.csv": "", "text.csv": "Learner 1\n"})
	for _, name := range []string{"nothing", "broken.zip"} {
		if _, _, err := ReadRoster([]string{filepath.Join(dir, name)}, Options{}); err == nil {
			t.Errorf("%s is read", name)
		}
	}
	for _, name := range []string{"empty.csv", "text.csv", ""} {
		_, problems, err := ReadRoster([]string{filepath.Join(dir, name)}, Options{})
		if err != nil || len(problems) != 1 || !strings.Contains(problems[0].Want, "class, learner, name, group") {
			t.Errorf("%q: got %v, %v", name, problems, err)
		}
	}
	wide := folder(t, map[string]string{"wide.csv": "\xff\xfec\x00"})
	if _, problems, err := ReadRoster([]string{wide}, Options{}); err != nil || len(problems) != 1 || problems[0].Found != "UTF-16" {
		t.Errorf("got %v, %v", problems, err)
	}
	if _, _, err := ReadRoster(nil, Options{Homes: []string{"lms"}}); err == nil {
		t.Error("a home that is no IRI is taken")
	}
}

func TestUserIDs(t *testing.T) {
	t.Parallel()
	for in, want := range map[string][]string{
		"":                          nil,
		"{LDAP:101},{LTI:a:b}":      {"101", "a:b"},
		" { LDAP : 101 } ; {x:101}": {"101"},
		"{101}":                     {"101"},
		"101, 102":                  {"101", "102"},
		`[{"type":"x","identifier":"101"},{"identifier":"a}"}]`: {"101"},
		"{x:":   nil,
		"{x:}{": nil,
		"[":     {"["},
	} {
		if got := userIDs(in); !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestPlain(t *testing.T) {
	t.Parallel()
	path := filepath.Join(folder(t, map[string]string{
		"class.csv": "Class;Learner;Name;Group;Role;Class_name\n" +
			"c1;learner1@EXAMPLE.org;Learner Uno;red;;\n" + // known by address
			"c1;S9;Learner  9;blue;;\n" + // the school's id
			"c1;t1;;;Teacher;\n" +
			"5 a;mailto:Learner5@Example.org;Learner 5;;;Class 5 a\n" +
			"5 a;https://lms.example|six;Learner 6;;;\n" +
			"5 a;0123456789012345678901234567890123456789;;;;\n" +
			"5 a;Learner5@example.org;Twice;;;\n" +
			";x;;;;\nx;;;;;\noutside;x;;;;\nx;L-ABCDEFGHIJ;;;;\n",
	}), "class.csv")
	got, problems := imported(t, roster11(), Options{}, path)
	expect(
		t, problems, `class.csv, line 9, column class: expected`, `class.csv, line 10, column learner: expected`,
		`class.csv, line 11, column class: found "outside"`, `class.csv, line 12, column learner: found "L-ABCDEFGHIJ"`,
		`class.csv, line 8, column learner: found "Learner5@example.org", expected each learner once`,
	)
	sha1 := "0123456789012345678901234567890123456789"
	want := roster11()
	want.Users = []User{
		{ID: sha1, Keys: []string{"sha1:" + sha1}},
		{ID: "Learner5@example.org", Email: "Learner5@example.org", Name: "Learner 5"},
		{ID: "S9", Name: "Learner 9"},
		{ID: "https://lms.example|six", Keys: []string{"account:https://lms.example\x1fsix"}, Name: "Learner 6"},
		want.Users[0], want.Users[1], want.Users[2],
	}
	want.Users[5].Name = "Learner Uno"
	want.Classes = append([]Class{{ID: "5 a", Title: "Class 5 a"}}, want.Classes...)
	want.Enrollments = []Enrollment{
		{ID: "5%20a/" + sha1, Class: "5 a", User: sha1, Role: "student"},
		{ID: "5%20a/Learner5@example.org", Class: "5 a", User: "Learner5@example.org", Role: "student"},
		{ID: "5%20a/https://lms.example|six", Class: "5 a", User: "https://lms.example|six", Role: "student"},
		{ID: "c1/S9", Class: "c1", User: "S9", Role: "student", Group: "blue"},
		{ID: "c1/t1", Class: "c1", User: "t1", Role: "teacher"},
		{ID: "c1/u1", Class: "c1", User: "u1", Role: "student", Group: "red"},
	}
	same(t, got, want)

	again, _ := imported(t, got, Options{}, path)
	same(t, again, got)

	// One class is named and replaced, the other is left alone.
	write(t, filepath.Dir(path), map[string]string{"class.csv": "class,learner\nc1,u2\n"})
	got, problems = imported(t, got, Options{}, path)
	expect(t, problems)
	want.Enrollments = append(want.Enrollments[:3:3], Enrollment{ID: "c1/u2", Class: "c1", User: "u2", Role: "student"})
	same(t, got, want)
}

func TestPlainLearnerOfTwo(t *testing.T) {
	t.Parallel()
	before := Roster{Users: []User{{ID: "u1", Email: "learner1@example.org"}, {ID: "u2", Email: "learner1@example.org"}}}
	dir := folder(t, map[string]string{"x.csv": "class,learner\nc1,learner1@example.org\nc1,roster:u2\n"})
	got, problems := imported(t, before, Options{}, dir)
	expect(t, problems, `x.csv, line 2, column learner: found "learner1@example.org", expected an identifier of one user`)
	if len(got.Enrollments) != 1 || got.Enrollments[0].User != "u2" || len(got.Users) != 2 {
		t.Errorf("got %+v", got)
	}
}

// TestMergeLeavesItsParts merges what was made by hand, twice.
func TestMergeLeavesItsParts(t *testing.T) {
	t.Parallel()
	before := roster11()
	in := Import{
		Users:       Part[User]{Mode: Delta, Rows: []Found[User]{{Value: User{ID: "u2", Name: "Learner II"}}}},
		Enrollments: Part[Enrollment]{Mode: Delta, Rows: []Found[Enrollment]{{Value: Enrollment{ID: "e2", Class: "c1", User: "u2", Role: "student"}}}},
		Plain:       []PlainRow{{Class: "c2", Learner: "u1", Name: "Learner I", Role: "student"}},
	}
	first, problems := before.Merge(in)
	expect(t, problems)
	same(t, before, roster11())
	again, problems := before.Merge(in)
	expect(t, problems)
	same(t, again, first)
	if len(first.Users) != 3 || len(first.Enrollments) != 3 || first.Users[2].Role != "student" || first.Users[1].Name != "Learner I" {
		t.Errorf("got %+v", first)
	}
}
