package roster

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

// smallRoster is a roster as Write keeps it, as far as these tests need it.
func smallRoster() map[string]string {
	return map[string]string{
		"roster/users.csv":       "sourcedId,role,givenName,familyName,email\nu1,student,Learner,1,learner1@example.org\nu2,student,Learner,2,\n",
		"roster/classes.csv":     "sourcedId,title\nc1,Class 1\n",
		"roster/enrollments.csv": "sourcedId,classSourcedId,userSourcedId,role\ne1,c1,u1,student\n",
	}
}

func with(files map[string]string, name, content string) map[string]string {
	files[name] = content
	return files
}

func TestReadNothing(t *testing.T) {
	t.Parallel()
	d, problems := decisions(t, nil)
	expect(t, problems)
	if d.Digest == "" || d.Profile.Scoring.AttemptRule != "last" {
		t.Errorf("got %+v", d)
	}
	d.Digest, d.Profile = "", Profile{}
	if !reflect.DeepEqual(d, Decisions{}) {
		t.Errorf("got %+v", d)
	}
}

func TestReadAll(t *testing.T) {
	t.Parallel()
	mail, account := key(t, "learner1@example.org"), key(t, "https://lms.example|learner1")
	files := smallRoster()
	files[PeopleFile] = "decision,ifi,other,why,when,by\n# a comment\n\nsame,learner1@example.org,https://lms.example|learner1,\"same name,\nsame class\",2026-03-01,Teacher 1\ndifferent,roster:u2,https://lms.example|learner1\n"
	files[ClassesFile] = "\ufeffCourse;Class\r\nhttps://lms.example/course/1;c1\r\nhttps://lms.example/course/1;c1\r\n"
	files[ActivitiesFile] = "# made up\nactivity\tparent\tskills\tweight\tattempt_rule\thttp\nx:a\t-\tadd| multiply\t1,5\tBest\n"
	files[ActivitiesFile] = strings.Replace(files[ActivitiesFile], "\thttp", "", 1)
	files[DueFile] = "activity,due,weight,learner,group,class\n" +
		"x:a,2026-03-01,,,,\n" +
		"x:a,2026-03-29T02:30:00+01:00,0,L-ABCDEFGHIJ,,c1\n" +
		"x:a,2026-03-02T12:00,2,u2,,everyone\n" +
		"x:a,Excused,,,red,https://lms.example/course/1\n"
	files[CalendarFile] = "from,to,kind,name\n2026-12-24,2027-01-06,holiday,Winter\n2026-05-01,,outage,\n"
	files[OutcomesFile] = "class;learner;outcome;when\nc1;u1;Failed;2026-06-30\nhttps://lms.example/course/1;learner1@example.org;withdrew;2026-03-05\n"
	files[ProfileFile] = "timezone = \"Europe/Berlin\"\nattempt_rule = \"mean\"\n"
	d, problems := decisions(t, files)
	expect(t, problems)
	want := Decisions{
		Digest:  d.Digest,
		Profile: withRule("Europe/Berlin", "mean"),
		Roster: Roster{
			Users: []User{
				{ID: "u1", Role: "student", Name: "Learner 1", Email: "learner1@example.org"},
				{ID: "u2", Role: "student", Name: "Learner 2"},
			},
			Classes:     []Class{{ID: "c1", Title: "Class 1"}},
			Enrollments: []Enrollment{{ID: "e1", Class: "c1", User: "u1", Role: "student"}},
		},
		People: []PersonDecision{
			{Same: true, IFI: mail, Other: account, Why: "same name, same class", When: "2026-03-01", By: "Teacher 1", Row: 4},
			{IFI: "roster:u2", Other: account, Row: 6},
		},
		Courses:    []ClassCourse{{Class: "c1", Course: "https://lms.example/course/1", Row: 2}},
		Activities: []ActivityDecision{{Activity: "x:a", Root: true, Skills: []string{"add", "multiply"}, Weight: 1.5, Rule: "best", Row: 3}},
		Due: []Due{
			{Activity: "x:a", Day: Date{2026, 3, 1}, Weight: 1, Row: 2},
			{Activity: "x:a", Class: "c1", Learner: "L-ABCDEFGHIJ", At: time.Date(2026, 3, 29, 1, 30, 0, 0, time.UTC), Row: 3},
			{Activity: "x:a", Class: Everyone, Learner: "roster:u2", At: time.Date(2026, 3, 2, 11, 0, 0, 0, time.UTC), Weight: 2, Row: 4},
			{Activity: "x:a", Class: "https://lms.example/course/1", Group: "red", Excused: true, Weight: 1, Row: 5},
		},
		Calendar: []DayOff{
			{From: Date{2026, 12, 24}, To: Date{2027, 1, 6}, Kind: "holiday", Name: "Winter", Row: 2},
			{From: Date{2026, 5, 1}, To: Date{2026, 5, 1}, Kind: "outage", Row: 3},
		},
		Outcomes: []Outcome{
			{Class: "c1", Learner: "roster:u1", Outcome: Failed, When: Date{2026, 6, 30}, Row: 2},
			{Class: "https://lms.example/course/1", Learner: mail, Outcome: Withdrew, When: Date{2026, 3, 5}, Row: 3},
		},
	}
	if !reflect.DeepEqual(d, want) {
		t.Errorf("got  %+v\nwant %+v", d, want)
	}
}

func TestWrongRows(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, file, content string
		want                []string
	}{
		{"empty", PeopleFile, "", nil},
		{"comments alone", PeopleFile, "# nothing\n\n", nil},
		{"header alone", PeopleFile, "decision,ifi,other\n", nil},
		{"no header", PeopleFile, "same,a@example.org,b@example.org\n", []string{"people.csv, line 1: expected a header with the columns decision, ifi, other"}},
		{"a column is missing", PeopleFile, "decision,ifi\nsame,a@example.org\n", []string{"people.csv, line 1, column other: expected this column"}},
		{"an unknown column", PeopleFile, "decision,ifi,other,\x1b[31mage\n", []string{`people.csv, line 1: found "age", expected only the columns decision, ifi, other, why, when, by`}},
		{"a column twice", PeopleFile, "decision,ifi,other,ifi\n", []string{`people.csv, line 1, column ifi: found "the column twice"`}},
		{"people", PeopleFile, "decision,ifi,other\nmaybe,a@example.org,b@example.org\nsame,Learner 1,b@example.org\nsame,a@example.org,\nsame,a@example.org,mailto:a@EXAMPLE.org\n", []string{
			`people.csv, line 2, column decision: found "maybe", expected same or different`,
			`people.csv, line 3, column ifi: found "Learner 1", expected an e-mail address`,
			`people.csv, line 4, column other: expected an e-mail`,
			`people.csv, line 5, column other: found "mailto:a@EXAMPLE.org", expected another`,
		}},
		{"lines behind line breaks", PeopleFile, "#\r\ndecision,ifi,other,why\r\nsame,a@example.org,b@example.org,\"one\r\ntwo\r\nthree\"\r\n\r\nmaybe,,\r\n", []string{
			`people.csv, line 7, column decision: found "maybe"`,
		}},
		{"a quote that is not closed", PeopleFile, "decision,ifi,other,why\nsame,a@example.org,b@example.org,\"one\nsame,a@example.org,c@example.org,\n", []string{
			`people.csv, line 2: expected a quote`,
		}},
		{"a bare quote", PeopleFile, "decision,ifi,other,why\nsame,a@example.org,b@example.org,on\"e\nmaybe,,\n", []string{
			`people.csv, line 2: expected a cell with a quote inside`, `people.csv, line 3, column decision`,
		}},
		{"too many cells", PeopleFile, "decision,ifi,other\nsame,a@example.org,b@example.org,,\nsame,a@example.org,b@example.org,x\n", []string{
			`people.csv, line 3: found "4 cells", expected 3 cells`,
		}},
		{"a control character", PeopleFile, "decision,ifi,other\nsame,https://lms.example|a\x1b]0;x\x07,b@example.org\n", []string{
			`people.csv, line 2, column ifi: found "https://lms.example|a", expected text without control`,
		}},
		{"Windows-1252", PeopleFile, "decision,ifi,other,by\n# fine: ä\nsame,a@example.org,b@example.org,M\xfcller\n", []string{
			`people.csv, line 3: found "byte fc", expected UTF-8; the file may be in Windows-1252`,
		}},
		{"UTF-16", PeopleFile, "\xff\xfed\x00e\x00", []string{`people.csv, line 1: found "UTF-16"`}},
		{"classes", ClassesFile, "class,course\neveryone,x:1\nc2,x:1\nc1,course one\n", []string{
			`classes.csv, line 2, column class: found "everyone"`, `classes.csv, line 3, column class: found "c2"`, `classes.csv, line 4, column course: found "course one"`,
		}},
		{"activities", ActivitiesFile, "activity,same_as,parent,weight,attempt_rule\nx,,,,\nx:1,x:1,,,\nx:1,,x:1,,\nx:1,y,,,\nx:1,,y,,\nx:1,,,-1,\nx:1,,,0,\nx:1,,,NaN,\nx:1,,,,newest\nx:1,,,,\nx:1,,,,\n", []string{
			`activities.csv, line 2, column activity: found "x"`, `activities.csv, line 3, column same_as: found "x:1"`,
			`activities.csv, line 4, column parent: found "x:1"`, `activities.csv, line 5, column same_as: found "y"`,
			`activities.csv, line 6, column parent: found "y"`, `activities.csv, line 7, column weight: found "-1"`,
			`activities.csv, line 8, column weight: found "0"`, `activities.csv, line 9, column weight: found "NaN"`,
			`activities.csv, line 10, column attempt_rule: found "newest", expected first, last, best`,
			`activities.csv, line 12, column activity: found "x:1", expected each activity in one line; this one stands in line 11`,
		}},
		{"circles", ActivitiesFile, "activity,same_as,parent\nx:1,x:2,\nx:2,x:3,\nx:3,x:2,\ny:1,,y:2\ny:2,,y:1\nz:1,z:2,\n", []string{
			`activities.csv, line 3, column same_as: found "x:3"`, `activities.csv, line 4, column same_as: found "x:2"`,
			`activities.csv, line 5, column parent: found "y:2"`, `activities.csv, line 6, column parent: found "y:1"`,
		}},
		{"due", DueFile, "class,activity,due,weight,learner,group\nc2,x:1,2026-03-01\nc1,x,2026-03-01\nc1,x:1,01.03.2026\nc1,x:1,2026-03-01T12:00\nc1,x:1,2026-02-30\nc1,x:1,2026-03-01,much\nc1,x:1,2026-03-01,,u9\nc1,x:1,2026-03-01,,u1,red\nc1,x:1,excused\nc1,x:1,2026-03-01\nc1,x:1,2026-03-02\n", []string{
			`due.csv, line 2, column class: found "c2"`, `due.csv, line 3, column activity: found "x"`,
			`due.csv, line 4, column due: found "01.03.2026", expected a date such as 2026-03-01, a time with its offset`,
			`due.csv, line 5, column due: found "2026-03-01T12:00"`, `due.csv, line 6, column due: found "2026-02-30"`,
			`due.csv, line 7, column weight: found "much"`, `due.csv, line 8, column learner: found "u9"`,
			`due.csv, line 9, column group: found "red"`, `due.csv, line 10, column due: found "excused"`,
			`due.csv, line 12, column due: found "2026-03-02", expected one line for the same`,
		}},
		{"calendar", CalendarFile, "from,to,kind,class\n2026-1-1,,holiday,\n2026-01-02,2026-01-01,holiday,\n2026-01-01,x,holiday,\n2026-01-01,,vacation,\n2026-01-01,,outage,c2\n", []string{
			`calendar.csv, line 2, column from: found "2026-1-1"`, `calendar.csv, line 3, column to: found "2026-01-01", expected a day not before 2026-01-02`,
			`calendar.csv, line 4, column to: found "x"`, `calendar.csv, line 5, column kind: found "vacation", expected holiday or outage`,
			`calendar.csv, line 6, column class: found "c2"`,
		}},
		{"outcomes", OutcomesFile, "class,learner,outcome,when\neveryone,u1,passed,2026-06-30\nc2,u1,passed,2026-06-30\nc1,u9,passed,2026-06-30\nc1,,passed,2026-06-30\nc1,u1,left,2026-06-30\nc1,u1,passed,30.06.2026\nc1,u1,passed,\nc1,u1,passed,2026-06-30\nc1,roster:u1,failed,2026-06-30\n", []string{
			`outcomes.csv, line 2, column class: found "everyone"`, `outcomes.csv, line 3, column class: found "c2"`,
			`outcomes.csv, line 4, column learner: found "u9"`, `outcomes.csv, line 5, column learner: expected an identifier`,
			`outcomes.csv, line 6, column outcome: found "left", expected passed, failed or withdrew`,
			`outcomes.csv, line 7, column when: found "30.06.2026", expected a date`, `outcomes.csv, line 8, column when: expected a date`,
			`outcomes.csv, line 10, column learner: found "roster:u1", expected one line for the same class and learner; there is one in line 9`,
		}},
		{"profile", ProfileFile, "\ntimezone = \"Mars\"\nattempt_rule = \"newest\"\nzone = 1\n", []string{
			`profile.toml, line 4: found "zone", expected only the settings`, `profile.toml, line 2, column timezone: found "Mars"`,
			`profile.toml, line 3, column attempt_rule: found "newest"`,
		}},
		{"profile that is no TOML", ProfileFile, "timezone = \"UTC\"\nx\n", []string{`profile.toml, line 2`}},
		{"profile of another type", ProfileFile, "timezone = 1\n", []string{`profile.toml, line 1`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, problems := decisions(t, with(smallRoster(), c.file, c.content))
			expect(t, problems, c.want...)
			printed(t, problems)
		})
	}
}

func TestRowsBesideWrongOnesHold(t *testing.T) {
	t.Parallel()
	d, problems := decisions(t, map[string]string{
		PeopleFile:     "decision,ifi,other\nmaybe,a@example.org,b@example.org\nsame,a@example.org,b@example.org\n",
		ActivitiesFile: "activity,same_as\nx:1,x:2\nx:2,x:1\nx:3,x:1\n",
	})
	if len(problems) != 3 || len(d.People) != 1 || d.People[0].Row != 3 || len(d.Activities) != 1 || d.Activities[0].Activity != "x:3" {
		t.Errorf("got %+v with\n%s", d, words(problems))
	}
}

func TestDigest(t *testing.T) {
	t.Parallel()
	dir := folder(t, smallRoster())
	digests := map[string]string{}
	look := func(what string) {
		t.Helper()
		got, err := Digest(dir)
		if err != nil {
			t.Fatal(err)
		}
		d, _, err := ReadDecisions(dir)
		if err != nil || d.Digest != got {
			t.Fatalf("%s: reading gives %s, %v; asking %s", what, d.Digest, err, got)
		}
		if other, known := digests[got]; known {
			t.Errorf("%s is as %s", what, other)
		}
		digests[got] = what
	}
	look("the roster alone")
	write(t, dir, map[string]string{PeopleFile: "#\n"})
	look("people")
	write(t, dir, map[string]string{ProfileFile: ""})
	look("an empty profile")
	write(t, dir, map[string]string{"roster/users.csv": "sourcedId\n"})
	look("another roster")
	before, _ := Digest(dir)
	write(t, dir, map[string]string{"roster/notes.txt": "x", "sources.toml": "x"})
	if after, _ := Digest(dir); after != before {
		t.Error("files that decide nothing are in the digest")
	}
}

func TestUnreadable(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, PeopleFile), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, _, err := ReadDecisions(dir); err == nil || !strings.Contains(err.Error(), PeopleFile) {
		t.Errorf("got %v", err)
	}
}
