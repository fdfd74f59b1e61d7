package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lrx/data/roster"
	"lrx/data/store"
	"lrx/internal/cli"
	"lrx/internal/tuitest"
	"lrx/query"
	"lrx/ui"
)

// lookalikes is a store in which some learners are there twice.
func lookalikes(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	var file bytes.Buffer
	n := 0
	did := func(actor map[string]any, registration string, times int) {
		for range times {
			s := map[string]any{
				"id": fmt.Sprintf("50000000-0000-4000-8000-%012d", n), "actor": actor, "verb": map[string]any{"id": "http://adlnet.gov/expapi/verbs/completed"},
				"object":    map[string]any{"id": fmt.Sprintf("https://school.example/unit/%d", n%4)},
				"timestamp": schoolTime(n).Format(time.RFC3339),
			}
			around := map[string]any{"contextActivities": map[string]any{"parent": []any{map[string]any{
				"id": "https://school.example/course", "definition": map[string]any{"type": "http://adlnet.gov/expapi/activities/course", "name": map[string]any{"en": "Biology 1"}},
			}}}}
			if registration != "" {
				around["registration"] = registration
			}
			s["context"] = around
			line, err := json.Marshal(s)
			if err != nil {
				t.Fatal(err)
			}
			file.Write(append(line, '\n'))
			n++
		}
	}
	mail := func(name, address string) map[string]any {
		return map[string]any{"name": name, "mbox": "mailto:" + address}
	}
	account := func(name, home, login string) map[string]any {
		return map[string]any{"name": name, "account": map[string]any{"homePage": "https://" + home, "name": login}}
	}
	const registration = "7c1d1f6a-3c55-4b0e-9d6a-2f1f0f1f0a0"
	did(mail("Kim Li", "kim.li@school.example"), registration+"1", 3)
	did(account("K. Li", "sim.example.org", "kim.li"), registration+"1", 2)
	did(mail("김민준", "minjun@school.example"), registration+"2", 4)
	did(account("김민준", "sim.example.org", "s-0815"), registration+"2", 1)
	did(mail("王小明", "xiaoming.wang@school.example"), registration+"3", 2)
	did(account("王小明", "moodle.school.example", "xiaoming.wang"), registration+"3", 2)
	did(mail("ليلى حداد", "layla@school.example"), "", 2)
	did(account("ليلى حداد", "sim.example.org", "layla"), "", 1)
	for i, name := range []string{"Ana Roth", "Zoë Müller", "दीपा शर्मा", "Ivo Novak", "Grace Hall", "Omar Said", "Tess Berg", "Yara Costa", "Ben Oak", "Elif Demir", "Hana Sato", "Jan Kok"} {
		did(mail(name, fmt.Sprintf("p%d@school.example", i)), "", 1)
	}
	did(account("Lab Computer", "moodle.school.example", "lab"), "", 1)
	write := func(name string, text []byte) {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("roster/manifest.csv", []byte("propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\nfile.users,bulk\n"))
	write("roster/users.csv", []byte("sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,grades,password\n"+
		"r-1,,,true,,student,anar,,Ana,Roth,,,p0@school.example,,,,10,\n"+
		"r-2,,,true,,student,ana2,,Anna,Roth,,,p0@school.example,,,,10,\n"))
	write("autumn.ndjson", file.Bytes())
	if _, err := store.Load(t.Context(), dir, store.LoadOptions{Paths: []string{filepath.Join(dir, "autumn.ndjson")}, WriteOptions: store.WriteOptions{Now: schoolNow}}); err != nil {
		t.Fatal(err)
	}
	return dir
}

// openPeople opens the explorer on a store as `lrx STORE` does.
func openPeople(t *testing.T, dir string, noColor bool, with ...tuitest.Option) *tuitest.Session {
	t.Helper()
	return tuitest.Start(t, func(ctx context.Context, tty tuitest.TTY) error {
		var said bytes.Buffer
		env := cli.Env{
			Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: &said, StdinTerminal: true, StdoutTerminal: true, Now: schoolNow,
			Getenv: func(string) string { return "" }, Width: func() int { return 80 }, DataHome: dir, CacheHome: t.TempDir(),
		}
		code := cli.Main([]string{"--tz", "UTC", dir}, env, func(_ context.Context, o cli.ExploreOptions) error {
			u := options(o)
			u.Theme, u.NoColor, u.Profile, u.Environ, u.Input, u.Output, u.Width, u.Height = "dark", noColor, tty.Profile, tty.Environ, tty.Input, tty.Output, tty.Width, tty.Height
			u.StoreName, u.Now = "school-store", schoolNow
			return ui.Run(ctx, u)
		})
		if code != 0 && ctx.Err() == nil {
			return fmt.Errorf("exit code %d: %s", code, &said)
		}
		return nil
	}, with...)
}

// Pseudonyms differ from one store to the next.
var (
	pseudonym   = tuitest.Mask(`learner [A-Z2-7]{6}\b`, "learner PSEUDO")
	pseudonymID = tuitest.Mask(`M-[A-Z2-7]{10}`, "M-PSEUDONYM-")
)

// TestPeopleScreens walks through who is who and compares the screens.
func TestPeopleScreens(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {120, 40}} {
		name := fmt.Sprintf("%dx%d", size[0], size[1])
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := openPeople(t, lookalikes(t), false, tuitest.Size(size[0], size[1]))
			golden := func(screen string, texts ...string) {
				t.Helper()
				s.WaitFor(texts...)
				s.Golden(name+"/people-"+screen, machine, pseudonym, pseudonymID)
			}
			s.WaitFor("Everyone")
			s.Press("P")
			golden("suggestions", "1 of 5")
			s.Press("enter")
			golden("desk", "One person?")
			for i := 2; i <= 5; i++ {
				s.Press("right")
				s.WaitFor(fmt.Sprintf("pair %d of 5", i))
			}
			golden("desk-arabic", "One person?")
			s.Press("?")
			golden("desk-help", "Keys of this screen")
			s.Press("esc", "esc", "2")
			golden("conflicts", "conflict")
			s.Press("enter")
			golden("conflict", "! Conflict")
			s.Press("esc", "3")
			golden("everybody", "1 of")
			s.Press("down", "enter")
			golden("person", "Identifiers")
			s.Press("esc", "m", "1")
			golden("masked", "masked", "1 of 5")
			s.Press("enter")
			golden("desk-masked", "One person?")
		})
	}
}

// TestPeopleWithoutColour reads the desk on a terminal without colours.
func TestPeopleWithoutColour(t *testing.T) {
	t.Parallel()
	s := openPeople(t, lookalikes(t), true)
	s.WaitFor("Everyone")
	s.Press("P")
	s.WaitFor("1 of 5")
	s.Press("enter")
	s.WaitFor("One person?")
	s.GoldenStyled("colours/people-desk-no-color", machine)
}

// TestMergeDesk merges, parts and undoes with keys, and looks at the file and the
// store after each.
func TestMergeDesk(t *testing.T) {
	t.Parallel()
	dir := lookalikes(t)
	s := openPeople(t, dir, false)
	file := func(want ...string) {
		t.Helper()
		text, err := os.ReadFile(filepath.Join(dir, roster.PeopleFile))
		if err != nil {
			t.Fatal(err)
		}
		var lines []string
		for line := range strings.Lines(string(text)) {
			if decision, _, _ := strings.Cut(line, ","); decision == "same" || decision == "different" {
				lines = append(lines, decision)
			}
		}
		if got := strings.Join(lines, " "); got != strings.Join(want, " ") {
			t.Errorf("people.csv holds %q, wanted %q", got, want)
		}
	}
	learners := func() int {
		t.Helper()
		q, err := query.Open(t.Context(), dir, query.Options{Now: schoolNow})
		if err != nil {
			t.Fatal(err)
		}
		defer q.Close() //nolint:errcheck // a test
		l, err := q.Learners(t.Context(), query.Viewer{Scope: query.AllClasses()}, query.Filter{})
		if err != nil {
			t.Fatal(err)
		}
		return l.Total
	}
	before := learners()
	fewer := func(want int) {
		t.Helper()
		tick := time.NewTicker(20 * time.Millisecond) // what follows is made while one reads on
		defer tick.Stop()
		for range 1000 {
			if before-learners() == want {
				return
			}
			<-tick.C
		}
		t.Errorf("there are %d learners fewer, wanted %d", before-learners(), want)
	}
	s.WaitFor("Everyone")
	s.Press("P")
	s.WaitFor("1 of 5")
	s.Press("enter")
	s.WaitFor("pair 1 of 5")
	s.Press("v")
	s.WaitFor("pair 2 of 5", "are one person")
	file("same")
	fewer(1)
	s.Press("n")
	s.WaitFor("pair 3 of 5", "are different people")
	file("same", "different")
	s.Press("y")
	s.WaitFor("pair 4 of 5", "are one person")
	s.Press("d")
	s.WaitFor("pair 5 of 5", "are different people")
	file("same", "different", "same", "different")
	fewer(2)
	s.Press("u")
	s.WaitFor("undone, different people", "pair 4 of 5")
	s.Press("u")
	s.WaitFor("undone, one person", "pair 3 of 5", "One person?")
	file("same", "different")
	fewer(1)
	s.Press("left")
	s.WaitFor("pair 2 of 5", "One person?")
	s.Press("left")
	s.WaitFor("They are one person now.")
	s.Press("v")
	s.WaitFor("they are one person already")
	s.Press("esc")
	s.WaitFor("1 of 3")
	s.Press("2")
	s.WaitFor("conflict")
	s.Press("enter")
	s.WaitFor("! Conflict")
	s.Press("v")
	s.WaitFor("The roster says that they are two people")
	s.Press("n")
	s.WaitGone("Merge them?")
	file("same", "different")
	s.Press("esc", "esc", "enter")
	s.WaitFor("Learners 20", "K. Li                              5")
}
