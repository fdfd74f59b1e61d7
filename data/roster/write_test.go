package roster

import (
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// anyWord is text as it is read: one line without control characters.
func anyWord() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		s := rapid.OneOf(rapid.StringMatching(`[ -~äß#"';,|=]{0,8}`), rapid.String()).Draw(t, "word")
		return plainCell(s)
	})
}

func anyListed() *rapid.Generator[[]string] {
	return rapid.Custom(func(t *rapid.T) []string {
		var all []string
		for _, s := range rapid.SliceOfN(anyWord(), 0, 3).Draw(t, "list") {
			if s = oneLine(strings.NewReplacer(",", "", "{", "", "}", "").Replace(s)); s != "" && !slices.Contains(all, s) {
				all = append(all, s)
			}
		}
		return all
	})
}

func anyID(kind string) *rapid.Generator[string] {
	return rapid.Map(anyWord(), func(s string) string { return kind + s })
}

// sorted are rows with ids of their own.
func sorted[T any](t *rapid.T, label string, one *rapid.Generator[T], id func(T) string) []T {
	all := rapid.SliceOfNDistinct(one, 0, 4, id).Draw(t, label)
	slices.SortFunc(all, func(a, b T) int { return strings.Compare(id(a), id(b)) })
	if len(all) == 0 {
		return nil
	}
	return all
}

func anyRoster(t *rapid.T) Roster {
	word := anyWord()
	name := rapid.Map(word, func(s string) string { return strings.Join(strings.Fields(s), " ") })
	role := rapid.SampledFrom([]string{"student", "teacher", "aide"})
	r := Roster{Homes: rapid.SampledFrom([][]string{nil, {"https://lms.example"}, {"https://a.example/x,y", "x:b|c"}}).Draw(t, "homes")}
	r.Users = sorted(t, "users", rapid.Custom(func(t *rapid.T) User {
		u := User{
			ID: anyID("u").Draw(t, "id"), Name: name.Draw(t, "name"), Username: word.Draw(t, "username"), Identifier: word.Draw(t, "identifier"),
			UserIDs: anyListed().Draw(t, "user ids"), Role: role.Draw(t, "role"),
			Email: rapid.SampledFrom([]string{"", "learner1@example.org", "mailto:Learner2@Example.org", "a,b@example.org"}).Draw(t, "email"),
		}
		u.Keys = rapid.SliceOfN(anyKey(), 0, 2).Draw(t, "keys")
		if len(u.Keys) == 0 {
			u.Keys = nil
		}
		return u
	}), func(u User) string { return u.ID })
	r.Terms = sorted(t, "terms", rapid.Custom(func(t *rapid.T) Term {
		return Term{ID: anyID("t").Draw(t, "id"), Title: word.Draw(t, "title"), Type: "term", Begin: Date{2026, 1, 1}, End: Date{2027, 1, 1}, Parent: word.Draw(t, "parent")}
	}), func(t Term) string { return t.ID })
	r.Orgs = sorted(t, "orgs", rapid.Custom(func(t *rapid.T) Org {
		return Org{anyID("o").Draw(t, "id"), word.Draw(t, "name"), word.Draw(t, "type"), word.Draw(t, "parent")}
	}), func(o Org) string { return o.ID })
	r.Courses = sorted(t, "courses", rapid.Custom(func(t *rapid.T) Course {
		return Course{anyID("k").Draw(t, "id"), word.Draw(t, "title"), word.Draw(t, "code")}
	}), func(c Course) string { return c.ID })
	r.Classes = sorted(t, "classes", rapid.Custom(func(t *rapid.T) Class {
		c := Class{ID: anyID("c").Draw(t, "id"), Title: word.Draw(t, "title"), Course: word.Draw(t, "course"), Org: word.Draw(t, "org")}
		if len(r.Terms) == 0 { // unknown ones would be problems
			c.Terms = anyListed().Draw(t, "terms")
		}
		return c
	}), func(c Class) string { return c.ID })
	if len(r.Users) == 0 || len(r.Classes) == 0 {
		return r
	}
	r.Enrollments = sorted(t, "enrollments", rapid.Custom(func(t *rapid.T) Enrollment {
		return Enrollment{
			ID: anyID("e").Draw(t, "id"), Class: rapid.SampledFrom(r.Classes).Draw(t, "class").ID, User: rapid.SampledFrom(r.Users).Draw(t, "user").ID,
			Role: role.Draw(t, "role"), Primary: rapid.Bool().Draw(t, "primary"), Group: word.Draw(t, "group"),
			Begin: rapid.SampledFrom([]Date{{}, {2026, 1, 31}}).Draw(t, "begin"), End: rapid.SampledFrom([]Date{{}, {2026, 2, 1}}).Draw(t, "end"),
		}
	}), func(e Enrollment) string { return e.ID })
	return r
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		r := anyRoster(rt)
		if err := Write(dir, r); err != nil {
			rt.Fatal(err)
		}
		d, problems, err := ReadDecisions(dir)
		if err != nil || len(problems) > 0 {
			rt.Fatalf("%v\n%s", err, words(problems))
		}
		if !reflect.DeepEqual(d.Roster, r) {
			rt.Fatalf("got  %+v\nwant %+v", d.Roster, r)
		}
		first, _ := Digest(dir)
		if err := Write(dir, d.Roster); err != nil {
			rt.Fatal(err)
		}
		if again, _ := Digest(dir); again != first {
			rt.Fatal("written again the files differ")
		}
	})
}

func TestWrite(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r := roster11()
	r.Homes = []string{"https://lms.example"}
	r.Users[1].Keys = []string{"account:https://lms.example\x1fone"}
	r.Enrollments[0].Group = "red"
	slices.Reverse(r.Users)
	if err := Write(dir, r); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 || entries[0].Name() != Folder {
		t.Errorf("got %v, %v", entries, err)
	}
	files, err := os.ReadDir(filepath.Join(dir, Folder))
	if err != nil || len(files) != 7 {
		t.Errorf("got %v, %v", files, err)
	}
	for _, f := range files {
		if info, err := f.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", f.Name(), info.Mode(), err)
		}
	}
	if info, err := os.Stat(filepath.Join(dir, Folder)); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("got %v, %v", info.Mode(), err)
	}
	for name, want := range map[string]string{
		"users.csv": strings.TrimSuffix(users11, "\n") + ",metadata.lrx.ifi\n" +
			"t1,,,true,,teacher,teach,,Teacher,1,,,teacher1@example.org,,,,,,\n" +
			"u1,,,true,,student,one,\"{id:101},{id:a:b}\",Learner,1,,S1,learner1@example.org,,,,,,https://lms.example|one\n" +
			"u2,,,true,,student,,,Learner,2,,,,,,,,,\n",
		"enrollments.csv": strings.TrimSuffix(enrollments, "\n") + ",metadata.lrx.group\n" +
			"e1,,,c1,o1,u1,student,false,2026-01-10,2026-07-01,red\ne2,,,c1,o1,t1,teacher,true,,,\n",
		"academicSessions.csv": sessions + "a1,,,Spring,term,2026-01-01,2026-07-01,y,2026\na2,,,Summer,term,2026-07-01,2026-09-01,y,2026\n" +
			"y,,,2026,schoolYear,2026-01-01,2027-01-01,,2026\n",
		"classes.csv": classes + "c1,,,Class 1,,k1,,,,o1,\"a1,a2\",,,\n",
		"orgs.csv":    orgs + "d,,,District,district,,\no1,,,School 1,school,,d\n",
		"courses.csv": courses + "k1,,,,Course 1,C-1,,,,\n",
		"manifest.csv": "propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\nfile.academicSessions,bulk\nfile.categories,absent\n" +
			"file.classes,bulk\nfile.classResources,absent\nfile.courses,bulk\nfile.courseResources,absent\nfile.demographics,absent\n" +
			"file.enrollments,bulk\nfile.lineItems,absent\nfile.orgs,bulk\nfile.resources,absent\nfile.results,absent\nfile.users,bulk\n" +
			"source.systemName,lrx\nsource.systemCode,lrx\nlrx.accountHome,https://lms.example\n",
	} {
		if got, err := os.ReadFile(filepath.Join(dir, Folder, name)); err != nil || string(got) != want {
			t.Errorf("%s: %v, got\n%s\nwant\n%s", name, err, got, want)
		}
	}
}

// TestWriteAfterAnEnd begins where a process ended between the steps of Write.
func TestWriteAfterAnEnd(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"before the swap", map[string]string{"roster/users.csv": "sourcedId\nu1\n", "roster.tmp/users.csv": "sourcedId\nu2\n"}, "u1"},
		{"within it", map[string]string{"roster.old/users.csv": "sourcedId\nu1\n", "roster.tmp/users.csv": "sourcedId\nu2\n"}, "u1"},
		{"behind it", map[string]string{"roster.old/users.csv": "sourcedId\nu1\n", "roster/users.csv": "sourcedId\nu2\n"}, "u2"},
	} {
		dir := folder(t, c.files)
		d, problems, err := ReadDecisions(dir)
		if err != nil || len(problems) > 0 || len(d.Roster.Users) != 1 || d.Roster.Users[0].ID != c.want {
			t.Errorf("%s: got %+v, %v, %v", c.name, d.Roster, problems, err)
		}
		if err := Write(dir, Roster{Users: []User{{ID: "u3"}}}); err != nil {
			t.Fatal(err)
		}
		entries, _ := os.ReadDir(dir)
		if d, _, err := ReadDecisions(dir); err != nil || len(entries) != 1 || d.Roster.Users[0].ID != "u3" {
			t.Errorf("%s: got %+v, %v", c.name, d.Roster, err)
		}
	}
}

func TestWriteFails(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]string{"file": ""})
	if err := Write(filepath.Join(dir, "file"), Roster{}); err == nil || !strings.HasPrefix(err.Error(), "write the roster: ") {
		t.Errorf("got %v", err)
	}
	if _, err := Append(filepath.Join(dir, "nowhere"), one()); err == nil {
		t.Error("something was written to no folder")
	}
}
