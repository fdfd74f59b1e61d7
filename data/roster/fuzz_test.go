package roster

import (
	"strings"
	"testing"
)

// FuzzRead reads any bytes as each of the files: nothing may break, and nothing
// that a terminal obeys may be in what is said about them.
func FuzzRead(f *testing.F) {
	for _, content := range school11() {
		f.Add([]byte(content))
	}
	for _, content := range []string{
		peopleHead + "same,a@example.org,https://lms.example|a\n", "class,learner\nc1,u1\n", "sep=;\nclass;course\nc1;x:1\n",
		"activity,same_as\nx:1,x:2\nx:2,x:1\n", "class,activity,due\n,x:1,2026-03-01\n", "from,to,kind\n2026-01-01,,holiday\n",
		"timezone = \"UTC\"\nattempt_rule = \"best\"\n\x1b = 1\n", "\xff\xfea", "a,\"b\nc", "sourcedId,\x1b[31m\n\x07,\n",
	} {
		f.Add([]byte(content))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		var p problems
		in := newImport(Options{}, &p)
		for _, name := range []string{"manifest.csv", "users.csv", "roles.csv", "classes.csv", "enrollments.csv", "academicSessions.csv", "orgs.csv", "courses.csv"} {
			alone := newImport(Options{}, &p)
			alone.take(name, []*text{{name: name, bytes: content}})
			in.set = append(in.set, &text{name: name, bytes: content})
		}
		in.readSet()
		in.plain(&text{name: "plain.csv", bytes: content})
		r, more := (&Roster{}).Merge(in.Import)
		p = append(p, more...)
		r.Identities()
		for _, t := range tablesOf(&r) {
			for _, cells := range t.rows {
				csvLine(cells, ',', "\n")
			}
		}
		d := reader{d: &Decisions{Roster: r}, problems: &p, user: map[string]bool{}, class: map[string]bool{"c1": true}}
		for _, name := range []string{PeopleFile, ClassesFile, ActivitiesFile, DueFile, CalendarFile, OutcomesFile, AsideFile} {
			d.read(&text{name: name, bytes: content})
		}
		parseProfile(&text{name: ProfileFile, bytes: content}, &p)
		Partition(nil, nil, d.d.People)
		for _, person := range d.d.People {
			if again, ok := ParseKey(FormatIFI(person.IFI)); !ok || again != person.IFI {
				t.Errorf("%q is written %q", person.IFI, FormatIFI(person.IFI))
			}
		}
		if out, _, err := appended(&text{name: PeopleFile, bytes: content}, one()); err == nil && !strings.HasSuffix(string(out), "\n") {
			t.Error("no line was written")
		} else if err != nil {
			printed(t, []Problem{{Found: printable(err.Error())}})
		}
		printed(t, p)
	})
}

// FuzzProfile reads any text as a profile: what comes out can be used, and is
// read back as it is once it is written.
func FuzzProfile(f *testing.F) {
	for _, seed := range []string{
		"", "timezone = \"UTC\"\n[weights]\neffort = 0.2 # more\n", "[verbs]\n\"" + took + "\" = '" + answered + "'\n", "weights = { effort = 1 }\n",
		"weights.effort = 1\n[weights]\neffort = 2\n", "[states]\nwidest = 5\n", "[[weights]]\n", "a = \"\"\"\n[weights]\n\"\"\"\n", "[cohort.targets]\ndays=1", "\r\n[effort]\r\nopened = nan\r\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) {
		var wrong problems
		p := parseProfile(&text{ProfileFile, []byte(content)}, &wrong)
		if bad := p.Scoring.Check(); len(bad) > 0 {
			t.Fatalf("%q: %v", content, bad)
		}
		changed := p
		changed.Scoring.Weights.Effort = 0.125
		dir := t.TempDir()
		write(t, dir, map[string]string{ProfileFile: content})
		if err := WriteProfile(dir, changed); err != nil {
			return // what cannot be read is left alone
		}
		if again, _, err := ReadProfile(dir); err != nil || again.Scoring.Hash() != changed.Scoring.Hash() || again.Timezone != changed.Timezone {
			t.Fatalf("%q: %+v, %v", content, again, err)
		}
	})
}
