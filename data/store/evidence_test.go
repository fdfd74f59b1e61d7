package store

import (
	"context"
	"database/sql/driver"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lrx/scoring"
)

// evidenceClass is a class of the roster, two courses' worth of statements, and a
// teacher who is no learner; every line of the comments is what evidence must say.
func evidenceClass(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"roster/manifest.csv": "propertyName,value\nmanifest.version,1.0\noneroster.version,1.1\n",
		"roster/users.csv":    "sourcedId,role,username,givenName,familyName,email\nu1,student,,Ann,,ann@x.example\nu2,student,,Bob,,bob@x.example\nu3,student,,Cy,,cy@x.example\nu4,student,,Never,,never@x.example\nt1,teacher,,Tea,,tea@x.example\n",
		"roster/classes.csv":  "sourcedId,title,courseSourcedId\nr1,Class one,c\n",
		"roster/courses.csv":  "sourcedId,title\nc,Course\n",
		"roster/enrollments.csv": "sourcedId,classSourcedId,userSourcedId,role,beginDate,endDate,metadata.lrx.group\n" +
			"e1,r1,u1,student,2026-02-01,,A\ne2,r1,u2,student,,,B\ne3,r1,u3,student,2026-02-01,2026-03-01,A\ne4,r1,u4,student,,,B\ne5,r1,t1,teacher,,,\n",
		"classes.csv":    "class,name,course\nr1,,https://x.example/course\n",
		"activities.csv": "activity,same_as,name,parent,skills,weight,attempt_rule\nhttps://x.example/q1,,,,adding,,\nhttps://x.example/q2,,,,,30,\n",
		"due.csv": "class,activity,due,weight,learner,group\n" +
			"r1,https://x.example/essay,2026-03-05,10,,\nr1,https://x.example/essay,2026-03-08,10,,B\nr1,https://x.example/report,2026-03-25,20,,\nr1,https://x.example/task,2026-03-05 12:00,10,,\n",
		"calendar.csv": "from,to,kind,name,class,source\n2026-03-02,2026-03-03,holiday,Carnival,,\n",
		"profile.toml": "timezone = \"Europe/Berlin\"\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var b strings.Builder
	n := 0
	say := func(who, verb, object, at, rest string) {
		n++
		if !strings.HasPrefix(object, "{") {
			typ := "http://adlnet.gov/expapi/activities/assessment"
			if object[0] == 'q' {
				typ = "http://adlnet.gov/expapi/activities/cmi.interaction"
			}
			if object == "film" {
				typ = "https://w3id.org/xapi/video/activity-type/video"
			}
			object = `{"id":"https://x.example/` + object + `","definition":{"type":"` + typ + `"}}`
		}
		fmt.Fprintf(&b, `{"id":"70000000-0000-4000-8000-%012d","actor":{"mbox":"mailto:%s@x.example"},"verb":{"id":"%s"},"object":%s,"timestamp":"2026-03-%s",`+
			`"context":{"contextActivities":{"grouping":[{"id":"https://x.example/course","definition":{"type":"http://adlnet.gov/expapi/activities/course"}}]}}%s}`+"\n", n, who, verb, object, at, rest)
	}
	const adl = "http://adlnet.gov/expapi/verbs/"
	// Ann, a session of three statements of which one follows in half a second; the pause of 30 minutes is part of it.
	say("ann", adl+"experienced", "page", "02T10:00:00Z", `,"result":{"duration":"PT90S"}`)
	say("ann", adl+"experienced", "page", "02T10:30:00Z", "")
	say("ann", adl+"experienced", "film", "02T10:30:00.5Z", "")
	// Another, a moment too late for the first; two answers in one instant, the first of them to q2 by its id.
	say("ann", adl+"answered", "q2", "02T11:00:01Z", `,"result":{"success":false,"duration":"PT5S"}`)
	say("ann", adl+"answered", "q1", "02T11:00:01Z", `,"result":{"score":{"scaled":0.8},"success":true}`)
	say("ann", adl+"answered", "q2", "02T11:04:01Z", `,"result":{"success":true,"duration":"PT7S"}`)
	say("ann", "http://id.tincanapi.com/verb/replied", "thread", "02T11:05:00Z", "")
	// On the evening of the day before the due day in UTC, after midnight in Berlin.
	say("ann", "http://activitystrea.ms/submit", "essay", "04T23:30:00Z", "")
	say("ann", "http://activitystrea.ms/submit", "essay", "06T09:00:00Z", "")
	say("ann", "https://w3id.org/xapi/adl/verbs/waived", "task", "06T09:10:00Z", `,"result":{"success":true,"completion":true}`)
	// Bob hands the essay in late for others, in time for his group. The task is done when it has a result.
	say("bob", "http://activitystrea.ms/submit", "essay", "07T12:00:00Z", "")
	say("bob", adl+"passed", "task", "05T12:00:00Z", `,"result":{"score":{"scaled":0.5},"success":true}`)
	say("bob", adl+"experienced", "q3", "05T12:10:00Z", "")  // an item that nobody has answered
	say("cy", adl+"experienced", "page", "01T08:00:00Z", "") // enrolled until the end of February
	// The teacher on Bob; Ann on a statement of Bob's; Bob on himself, which is no feedback.
	say("tea", "http://id.tincanapi.com/verb/rated", `{"objectType":"Agent","mbox":"mailto:bob@x.example"}`, "08T08:00:00Z", `,"result":{"score":{"raw":4,"min":0,"max":5}}`)
	say("ann", "http://id.tincanapi.com/verb/reviewed", `{"objectType":"StatementRef","id":"70000000-0000-4000-8000-000000000011"}`, "08T09:00:00Z", `,"result":{"response":"good"}`)
	say("bob", "http://id.tincanapi.com/verb/rated", `{"objectType":"Agent","mbox":"mailto:bob@x.example"}`, "08T09:30:00Z", `,"result":{"score":{"scaled":1}}`)
	path := filepath.Join(t.TempDir(), "class.ndjson")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(t.Context(), dir, LoadOptions{Paths: []string{path}, WriteOptions: WriteOptions{Now: decideClock}}); err != nil {
		t.Fatal(err)
	}
	return dir
}

// readClass reads the evidence of the class as of a time.
func readClass(t *testing.T, dir string, asOf time.Time) (*Evidence, map[string]*scoring.Learner) {
	t.Helper()
	g, err := OpenGeneration(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = g.Close() })
	conn, err := g.DB.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close() //nolint:errcheck // a test
	var class int32
	if err := g.DB.QueryRowContext(t.Context(), "SELECT class FROM class WHERE id = 'r1'").Scan(&class); err != nil {
		t.Fatal(err)
	}
	given := map[string]bool{"one": true, "rostered": true, "enrolling": true}
	params := map[string]any{"class": class, "rosters": []int32{class}, "as_of": asOf}
	tz, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	all, err := ReadEvidence(t.Context(), func(ctx context.Context, text string, own map[string]any, do func([]driver.Value)) error {
		text, err := Relations{Given: func(name string) bool { return given[name] }}.Text(text)
		if err != nil {
			return err
		}
		bound := maps.Clone(params)
		maps.Copy(bound, own)
		return conn.Raw(func(dc any) error { return EachRow(ctx, dc, text, NamedValues(text, bound), do) })
	}, map[int32]Moment{class: {AsOf: asOf}}, tz)
	if err != nil {
		t.Fatal(err)
	}
	e := all[class]
	names := map[string]*scoring.Learner{}
	for i := range e.Class.Learners {
		l := &e.Class.Learners[i]
		var name string
		if err := g.DB.QueryRowContext(t.Context(), "SELECT name FROM learner WHERE id = ?", l.ID).Scan(&name); err != nil {
			t.Fatal(err)
		}
		names[name] = l
		if i > 0 && e.Class.Learners[i-1].ID >= l.ID {
			t.Errorf("learners are not sorted: %s before %s", e.Class.Learners[i-1].ID, l.ID)
		}
	}
	return e, names
}

func march(day, hour, minute int) time.Time {
	return time.Date(2026, 3, day, hour, minute, 0, 0, time.UTC)
}

func TestReadEvidence(t *testing.T) {
	t.Parallel()
	e, learner := readClass(t, evidenceClass(t), march(20, 12, 0))
	c := &e.Class
	short := func(i int) string { return strings.TrimPrefix(c.Activities[i].ID, "https://x.example/") }
	check := func(what string, got, want any) {
		t.Helper()
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: got %v, want %v", what, got, want)
		}
	}
	if len(learner) != 3 || learner["Cy"] != nil {
		t.Fatalf("learners %v: Cy has left, Never has not started and is there", learner)
	}
	var activities []string
	for i, a := range c.Activities {
		activities = append(activities, fmt.Sprintf("%s %t %d %v", short(i), a.Item, a.Skill, a.Points))
	}
	check("activities", activities, []string{
		"essay false -1 10", "film false -1 NaN", "page false -1 NaN", "q1 true 0 NaN", "q2 true -1 30", "q3 true -1 NaN", "report false -1 20", "task false -1 10", "thread false -1 NaN",
	})
	check("skills", len(c.Skills), 1)
	check("begin", c.Begin, march(2, 10, 0))
	check("days off", c.Off, []scoring.Days{{From: march(2, 0, 0), To: march(3, 0, 0)}})
	check("next due", e.NextDue, march(25, 23, 0)) // midnight in Berlin

	ann, bob, never := learner["Ann"], learner["Bob"], learner["Never"]
	check("Ann's enrolment", ann.Enrolled, time.Date(2026, 1, 31, 23, 0, 0, 0, time.UTC))
	check("Ann's sessions", ann.Sessions[:2], []scoring.Session{
		{Begin: march(2, 10, 0), End: march(2, 10, 30).Add(500 * time.Millisecond), Statements: 3, Burst: 1},
		{Begin: march(2, 11, 0).Add(time.Second), End: march(2, 11, 5), Statements: 4, Burst: 1},
	})
	check("Ann's sessions", len(ann.Sessions), 5) // two more of the essay and the waiver, one of the review
	check("Ann's social acts", ann.Social, 1)
	visits := map[string]scoring.Visit{}
	for _, v := range ann.Visits {
		visits[short(v.Activity)] = v
	}
	// Ten minutes of the half hour count, and the half second to the film.
	check("the page", fmt.Sprint(visits["page"].Stated, visits["page"].Gaps), "90 600.5")
	check("q2", fmt.Sprint(visits["q2"].Stated, visits["q2"].Gaps), "12 59")
	check("q1", fmt.Sprint(visits["q1"].Stated, visits["q1"].Gaps), "NaN 240")
	// The page twice in one session, q2 too; the essay in two of them.
	check("sessions of each", fmt.Sprint(visits["page"].Times, visits["q2"].Times, visits["essay"].Times), "1 1 2")
	for i, a := range c.Activities {
		check(short(i)+" is watched", a.Video, short(i) == "film")
	}
	var tries []string
	for _, x := range ann.Tries {
		tries = append(tries, fmt.Sprintf("%s %t %v %d %d", short(x.Activity), x.Item, x.R, x.Right, x.Order))
	}
	check("Ann's tries", tries, []string{"q2 true 0 1 0", "q1 true 0.8 2 1", "q2 true 1 2 0"})
	check("Ann's hand-in", fmt.Sprint(short(ann.HandIns[0].Activity), ann.HandIns[0].At), fmt.Sprint("essay", march(4, 23, 30)))
	check("Ann's hand-ins", len(ann.HandIns), 1)
	dues := func(l *scoring.Learner) (out []string) {
		for _, d := range l.Dues {
			out = append(out, fmt.Sprint(short(d.Activity), d.At.Format(" 02T15:04"), d.DayEnd.Format(" 02T15:04 "), d.Weight, d.Excused))
		}
		return out
	}
	check("due for Ann", dues(ann), []string{"task 05T11:00 05T23:00 10 true", "essay 05T23:00 05T23:00 10 false", "report 25T23:00 25T23:00 20 false"})
	check("due for Bob", dues(bob), []string{"task 05T11:00 05T23:00 10 false", "essay 08T23:00 08T23:00 10 false", "report 25T23:00 25T23:00 20 false"})
	var handed []string
	for _, h := range bob.HandIns {
		handed = append(handed, fmt.Sprint(short(h.Activity), h.At.Format(" 02T15:04")))
	}
	check("Bob's hand-ins", handed, []string{"essay 07T12:00", "task 05T12:00"})
	var said []string
	for _, f := range bob.Feedback {
		said = append(said, fmt.Sprint(f.Role, f.R, f.At.Format(" 02T15:04")))
	}
	check("feedback on Bob", said, []string{fmt.Sprint(scoring.RoleTeacher, 0.8, " 08T08:00"), fmt.Sprint(scoring.RolePeer, math.NaN(), " 08T09:00")})
	check("Never", fmt.Sprint(never.First.IsZero(), len(never.Sessions), len(never.Tries), len(never.Dues)), "true 0 0 3")
}

// TestEvidenceAsOf looks at an earlier time, when nothing after it was known.
func TestEvidenceAsOf(t *testing.T) {
	t.Parallel()
	dir := evidenceClass(t)
	e, learner := readClass(t, dir, march(2, 11, 2))
	if ann := learner["Ann"]; len(ann.Tries) != 2 || len(ann.Sessions) != 2 || ann.Social != 0 || len(ann.HandIns) != 0 {
		t.Errorf("Ann by then: %d tries, %d sessions, %d social acts, %d hand-ins", len(ann.Tries), len(ann.Sessions), ann.Social, len(ann.HandIns))
	}
	for _, a := range e.Class.Activities {
		if a.ID == "https://x.example/q3" {
			t.Error("an item is known before anybody came across it")
		}
	}
	// In February Cy was still there.
	if _, learner = readClass(t, dir, time.Date(2026, 2, 20, 0, 0, 0, 0, time.UTC)); learner["Cy"] == nil || len(learner) != 4 {
		t.Errorf("in February the class had %d learners", len(learner))
	}
}

// TestPast looks at what had happened four weeks before, at 14:00 in Berlin on both
// sides of the night in which clocks are put forward.
func TestPast(t *testing.T) {
	t.Parallel()
	e, learner := readClass(t, evidenceClass(t), time.Date(2026, 4, 2, 12, 0, 0, 0, time.UTC))
	if want := march(5, 13, 0); !e.Past.AsOf.Equal(want) {
		t.Fatalf("as of %v, want %v", e.Past.AsOf, want)
	}
	got := map[string]string{}
	for i := range e.Past.Learners {
		l := &e.Past.Learners[i]
		stated := 0.0
		for _, v := range l.Visits {
			if !math.IsNaN(v.Stated) {
				stated += v.Stated
			}
		}
		got[l.ID] = fmt.Sprintf("sessions %d, tries %d, hand-ins %d, feedback %d, stated %.0f", len(l.Sessions), len(l.Tries), len(l.HandIns), len(l.Feedback), stated)
	}
	want := map[string]string{
		learner["Ann"].ID: "sessions 3, tries 3, hand-ins 1, feedback 0, stated 102",
		learner["Bob"].ID: "sessions 1, tries 1, hand-ins 1, feedback 0, stated 0",
	}
	if !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
