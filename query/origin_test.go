package query_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"lrx/query"
)

// from writes a statement of a system.
func from(n int, who, course, at, platform, authority, rest string) string {
	text := said(n, who, "answered", "item", course, at, rest)
	if platform != "" {
		text = strings.Replace(text, `"context":{`, `"context":{"platform":"`+platform+`",`, 1)
	}
	if authority != "" {
		text = strings.TrimSuffix(text, "}") + `,"authority":` + authority + "}"
	}
	return text
}

const (
	client    = `{"name":"collector","account":{"homePage":"https://lrs.example","name":"key-1"}}`
	someone   = `{"name":"Rosa Admin","mbox":"mailto:rosa@school.example"}`
	delegated = `{"objectType":"Group","member":[{"account":{"homePage":"https://lrs.example","name":"app-7"}},{"mbox":"mailto:rosa@school.example"}]}`
)

func systems(t *testing.T) *query.Store {
	t.Helper()
	return opened(t, march, made(t,
		from(1, "Ann", "course-a", "2026-03-01T10:00:00Z", "Moodle 4.5", client, `,"result":{"success":true}`),
		from(2, "Bob", "course-a", "2026-03-02T10:00:00Z", "Moodle 4.5", client, ""),
		from(3, "Ann", "course-b", "2026-03-03T10:00:00Z", "Forklift simulator", someone, `,"result":{"score":{"scaled":0.5}}`),
		from(4, "Ann", "course-b", "2026-03-04T10:00:00Z", "", delegated, ""),
		from(5, "Cem", "course-b", "2026-03-05T10:00:00Z", "", delegated, ""),
	))
}

func TestOrigins(t *testing.T) {
	t.Parallel()
	s := systems(t)
	for name, c := range map[string]struct {
		viewer query.Viewer
		filter query.Filter
		want   []string
	}{
		"all": {everything, query.Filter{}, []string{
			"app-7, –, https://school.example, –: 2 of 2, 0 %, 1 answered, 2026-03-04 to 2026-03-05",
			"collector, Moodle 4.5, https://school.example, LMS: 2 of 2, 50 %, 1 answered, 2026-03-01 to 2026-03-02",
			"Rosa Admin, Forklift simulator, https://school.example, simulation: 1 of 1, 100 %, 1 answered, 2026-03-03 to 2026-03-03",
		}},
		"a class": {everything, query.Filter{Class: "course-a"}, []string{"collector, Moodle 4.5, https://school.example, LMS: 2 of 2, 50 %, 1 answered, 2026-03-01 to 2026-03-02"}},
		"a period": {everything, query.Filter{Since: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC), Until: time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC)}, []string{
			"collector, Moodle 4.5, https://school.example, LMS: 1 of 1, 0 %, 1 answered, 2026-03-02 to 2026-03-02",
			"Rosa Admin, Forklift simulator, https://school.example, simulation: 1 of 1, 100 %, 1 answered, 2026-03-03 to 2026-03-03",
		}},
		"as of": {everything, query.Filter{AsOf: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)}, []string{"collector, Moodle 4.5, https://school.example, LMS: 1 of 1, 100 %, 1 answered, 2026-03-01 to 2026-03-01"}},
		"her class": {query.Viewer{Scope: query.OnlyClasses("https://school.example/course-a")}, query.Filter{}, []string{
			"collector, Moodle 4.5, https://school.example, LMS: 2 of 2, 50 %, 1 answered, 2026-03-01 to 2026-03-02",
		}},
		"a text": {everything, query.Filter{Text: "forklift"}, []string{
			"Rosa Admin, Forklift simulator, https://school.example, simulation: 1 of 1, 100 %, 1 answered, 2026-03-03 to 2026-03-03",
		}},
	} {
		l, err := s.Origins(t.Context(), c.viewer, c.filter)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := originTexts(l, c.viewer); strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%s: got\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

// originTexts are the rows of a sheet in words.
func originTexts(l query.List[query.Origin], v query.Viewer) (texts []string) {
	s := query.OriginSheet(l, v)
	for _, row := range s.Rows {
		cell := func(key string) string {
			for i, c := range s.Columns {
				if c.Key == key {
					return string(query.Cell(c.Kind, row.Cells[i], nil))
				}
			}
			return "no column " + key
		}
		texts = append(texts, fmt.Sprintf("%s, %s, %s, %s: %s of %s, %s, %s %s, %.10s to %.10s", cell("authority"), cell("platform"), cell("home_page"), cell("kind"),
			cell("statements"), cell("learners"), cell("scored"), cell("verbs"), cell("top_verbs"), cell("oldest"), cell("newest")))
	}
	return texts
}

// TestOriginsAreMasked proves that a mask hides who vouches, and tells systems apart.
func TestOriginsAreMasked(t *testing.T) {
	t.Parallel()
	s := opened(t, march, made(t,
		from(1, "Ann", "course-a", "2026-03-01T10:00:00Z", "Moodle of rosa@school.example", client, ""),
		from(2, "Ann", "course-a", "2026-03-02T10:00:00Z", "Moodle", someone, ""),
		from(3, "Ann", "course-a", "2026-03-03T10:00:00Z", "", delegated, ""),
	))
	masked := query.Viewer{Scope: query.AllClasses(), Mask: true}
	l, err := s.Origins(t.Context(), masked, query.Filter{})
	if err != nil || l.Total != 3 {
		t.Fatal(l, err)
	}
	plain, err := s.Origins(t.Context(), everything, query.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(originTexts(l, masked), "\n")
	for _, secret := range []string{"Rosa", "rosa", "collector", "key-1", "app-7"} {
		if strings.Contains(text, secret) {
			t.Errorf("%q is told: %s", secret, text)
		}
	}
	seen := map[string]bool{}
	for i, o := range l.Rows {
		if o.ID == plain.Rows[i].ID {
			t.Errorf("the id %s is the same with a mask", o.ID)
		}
		seen[string(*o.Authority)] = true
	}
	if len(seen) != 3 || !strings.Contains(text, "https://lrs.example M-") {
		t.Errorf("authorities are not told apart:\n%s", text)
	}
}

func TestOriginKind(t *testing.T) {
	t.Parallel()
	// What stands in activities of the type of simulations, whatever the platform is called.
	inside := func(n int, parent string) string {
		return strings.Replace(from(n, "Ann", "course", "2026-03-01T10:00:00Z", "", "", ""), `"contextActivities":{`,
			`"contextActivities":{"parent":[{"id":"https://school.example/parent","definition":{"type":"`+parent+`"}}],`, 1)
	}
	for name, c := range map[string]struct{ line, want string }{
		"simulation":    {inside(1, "http://adlnet.gov/expapi/activities/simulation"), "simulation"},
		"lms":           {inside(1, "http://id.tincanapi.com/activitytype/lms"), "LMS"},
		"nothing":       {inside(1, "http://adlnet.gov/expapi/activities/module"), "–"},
		"mobile app":    {from(1, "Ann", "course", "2026-03-01T10:00:00Z", "Moodle Mobile (Android)", "", ""), "mobile"},
		"on the job":    {from(1, "Ann", "course", "2026-03-01T10:00:00Z", "On-the-Job trainer", "", ""), "on-the-job"},
		"whole words":   {from(1, "Ann", "course", "2026-03-01T10:00:00Z", "Films of automobiles", "", ""), "–"},
		"open edX":      {from(1, "Ann", "course", "2026-03-01T10:00:00Z", "Open edX", "", ""), "LMS"},
		"said by words": {strings.Replace(inside(1, "http://id.tincanapi.com/activitytype/lms"), `"context":{`, `"context":{"platform":"Flight simulation",`, 1), "simulation"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l, err := opened(t, march, made(t, c.line)).Origins(t.Context(), everything, query.Filter{})
			if err != nil || l.Total != 1 {
				t.Fatal(l, err)
			}
			if got := originTexts(l, everything)[0]; !strings.Contains(got, ", "+c.want+": ") {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

// collected are statements of every day but some: many on weekdays, in the
// middle of the day.
func collected(course string, first time.Time, days int, silent ...int) []string {
	var lines []string
	for day := range days {
		at := first.AddDate(0, 0, day)
		if at.Weekday() == time.Saturday || at.Weekday() == time.Sunday || contains(silent, day) {
			continue
		}
		for i := range 24 {
			lines = append(lines, said(len(lines)+1, "Ann", "experienced", "page", course, at.Add(time.Duration(i)*time.Minute).Format(time.RFC3339), ""))
		}
	}
	return lines
}

func contains(list []int, n int) bool {
	for _, x := range list {
		if x == n {
			return true
		}
	}
	return false
}

func TestGaps(t *testing.T) {
	t.Parallel()
	first := time.Date(2026, 1, 5, 11, 0, 0, 0, time.UTC) // a Monday
	path := made(t, collected("course-a", first, 71, 23, 24, 37)...)
	s := opened(t, march, path)
	hers := query.Viewer{Scope: query.OnlyClasses("https://school.example/course-a")}
	for name, c := range map[string]struct {
		viewer query.Viewer
		filter query.Filter
		want   []string
	}{
		"all": {everything, query.Filter{}, []string{
			"made.ndjson sent 0 of about 24 statements on 11 February 2026: an outage candidate, not absent learners",
			"made.ndjson sent 0 of about 48 statements, 28–29 January 2026: an outage candidate, not absent learners",
		}},
		"hers":              {hers, query.Filter{Limit: 1}, []string{"made.ndjson sent 0 of about 24 statements on 11 February 2026: an outage candidate, not absent learners"}},
		"since":             {everything, query.Filter{Since: time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)}, []string{"made.ndjson sent 0 of about 24 statements on 11 February 2026: an outage candidate, not absent learners"}},
		"until":             {everything, query.Filter{Until: time.Date(2026, 1, 29, 0, 0, 0, 0, time.UTC)}, []string{"made.ndjson sent 0 of about 24 statements on 28 January 2026: an outage candidate, not absent learners"}},
		"origins":           {everything, query.Filter{Origins: true, Limit: 1}, []string{"https://school.example in made.ndjson sent 0 of about 24 statements on 11 February 2026: an outage candidate, not absent learners"}},
		"as of":             {everything, query.Filter{AsOf: time.Date(2026, 2, 2, 0, 0, 0, 0, time.UTC)}, []string{"made.ndjson sent 0 of about 48 statements, 28–29 January 2026: an outage candidate, not absent learners"}},
		"too early to tell": {everything, query.Filter{AsOf: time.Date(2026, 1, 30, 0, 0, 0, 0, time.UTC)}, nil}, // the last day is not compared
		"daily": {everything, query.Filter{Daily: true, Since: time.Date(2026, 2, 10, 0, 0, 0, 0, time.UTC), Until: time.Date(2026, 2, 12, 0, 0, 0, 0, time.UTC)}, []string{
			"made.ndjson sent 0 of about 24 statements on 11 February 2026: an outage candidate, not absent learners",
			"made.ndjson sent 24 statements on 10 February 2026, about 24 expected",
		}},
	} {
		l, err := s.Gaps(t.Context(), c.viewer, c.filter)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var got []string
		for _, g := range l.Rows {
			got = append(got, string(g.Sentence))
		}
		if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%s: got\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

// TestDaysOfSourcesFollowTheTimeZone counts statements at both ends of the days
// on which clocks change: days are those of the reader, of 23 and of 25 hours.
func TestDaysOfSourcesFollowTheTimeZone(t *testing.T) {
	t.Parallel()
	vienna, err := time.LoadLocation("Europe/Vienna")
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, change := range []time.Time{time.Date(2025, 3, 30, 0, 0, 0, 0, vienna), time.Date(2025, 10, 26, 0, 0, 0, 0, vienna)} {
		for day := -1; day <= 1; day++ {
			begin := change.AddDate(0, 0, day)
			for _, at := range []time.Time{begin, change.AddDate(0, 0, day+1).Add(-time.Second)} {
				lines = append(lines, said(len(lines)+1, "Ann", "experienced", "page", "course", at.UTC().Format(time.RFC3339), ""))
			}
		}
	}
	s := opened(t, march, made(t, lines...))
	for tz, want := range map[*time.Location]string{
		vienna:   "29:2 30:2 31:2 25:2 26:2 27:2",
		time.UTC: "28:1 29:2 30:2 31:1 24:1 25:2 26:2 27:1",
	} {
		l, err := s.SourceDays(t.Context(), query.Viewer{Scope: query.AllClasses(), TZ: tz}, query.Filter{})
		if err != nil || len(l.Rows) != 1 {
			t.Fatal(l, err)
		}
		var got []string
		for i := range l.Rows[0].Len() {
			if n := l.Rows[0].Count(i); n > 0 {
				got = append(got, fmt.Sprintf("%d:%d", l.Rows[0].Day(i).Day(), n))
			}
		}
		if text := strings.Join(got, " "); text != want {
			t.Errorf("%v: %s, want %s", tz, text, want)
		}
	}
}
