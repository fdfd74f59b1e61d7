package query_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"lrx/data/store"
	"lrx/query"
)

// below is an area with the one it is part of, and how many activities lie
// below it, itself among them.
type below struct {
	area, parent string
	activities   int
}

// TestAreasOfRealRecords compares the areas and items of real records with what
// was read out of them by hand. Ids are written without their site.
func TestAreasOfRealRecords(t *testing.T) {
	t.Parallel()
	const (
		demo    = "/course/course-v1:edX+DemoX+Demo_Course"
		problem = "/xblock/block-v1:edX+DemoX+Demo_Course+type@problem+block@a0effb954cca4759994f1ac9e9434bf4"
		ccx     = "/course/ccx-v1:edX+DemoX+Demo_Course+ccx@1"
	)
	for file, want := range map[string]struct {
		site  string
		areas []below
		items []string // item, area
	}{
		"openedx-erb.ndjson": {
			site: "http://localhost:18000",
			areas: []below{
				{"/api/discussion/v1/threads/64b7b2bee68f35003369092d", "/course/course-v1:testX+XAPI101+2019_T2", 2},
				{"/api/discussion/v1/threads/64d1df0887e82a002b35a6f7", "/course/course-v1:TestX+XP101+2023_T1", 2},
				{ccx, "", 3},
				{"/course/course-v1:TestX+XP101+2023_T1", "", 4},
				{demo, "", 17},
				{"/course/course-v1:testX+XAPI101+2019_T2", "", 7},
				{problem, demo, 5},
			},
			items: []string{
				"block-v1:edX+DemoX+Demo_Course+type@problem+block@3fc5461f86764ad7bdbdf6cbdde61e66 " + demo,
				"/xblock/block-v1:edX+DemoX+Demo_Course+type@problem+block@3fc5461f86764ad7bdbdf6cbdde61e66 " + demo,
				"/xblock/ccx-block-v1:edX+DemoX+Demo_Course+ccx@1+type@problem+block@3fc5461f86764ad7bdbdf6cbdde61e66 " + ccx,
				problem + "_2_1 " + problem, problem + "_3_1 " + problem, problem + "_4_1 " + problem, problem + "_5_1 " + problem,
			},
		},
		"moodle-logstore.ndjson": {
			site: "http://www.example.org",
			areas: []below{
				{"/course/management.php?categoryid=2", "", 2},
				{"/course/section.php?id=1", "/course/view.php?id=2", 46},
				{"/course/view.php?id=2", "", 59},
				{"/mod/assign/view.php?id=1", "/course/section.php?id=1", 3},
				{"/mod/book/view.php?id=1", "/course/section.php?id=1", 3},
				{"/mod/book/view.php?id=1&chapterid=1", "/mod/book/view.php?id=1", 2},
				{"/mod/feedback/view.php?id=1", "/course/section.php?id=1", 2},
				{"/mod/forum/discuss.php?d=1", "/mod/forum/view.php?id=1", 2},
				{"/mod/forum/view.php?id=1", "/course/section.php?id=1", 3},
				{"/mod/glossary/showentry.php?eid=1", "/mod/glossary/view.php?id=1", 2},
				{"/mod/glossary/view.php?id=1", "/course/section.php?id=1", 3},
				{"/mod/lesson/view.php?id=1", "/course/section.php?id=1", 3},
				{"/mod/questionnaire/view.php?id=1", "/course/section.php?id=1", 2},
				{"/mod/quiz/view.php?id=1", "/course/section.php?id=1", 5},
				{"/mod/scorm/view.php?id=1", "/course/section.php?id=1", 2},
				{"/mod/survey/view.php?id=1", "/course/section.php?id=1", 2},
				{"/mod/wiki/comments.php?pageid=1", "/mod/wiki/view.php?pageid=1", 2},
				{"/mod/wiki/view.php?id=1", "/course/section.php?id=1", 4},
				{"/mod/wiki/view.php?pageid=1", "/mod/wiki/view.php?id=1", 3},
				{"/review.php?attempt=1", "/mod/quiz/view.php?id=1", 2},
			},
			items: []string{
				"/mod/choice/view.php?id=1 /course/section.php?id=1",
				"/mod/feedback/edit_item.php?id=1 /mod/feedback/view.php?id=1",
				"/mod/lesson/view.php?id=1&pageid=1 /mod/lesson/view.php?id=1",
				"/question/question.php?cmid=1&id=1 /mod/quiz/view.php?id=1",
				"/question?id=1 /course/view.php?id=2",
				"/review.php?attempt=1&slot=1 /review.php?attempt=1",
			},
		},
		"h5p-report.ndjson": {
			site:  "https://h5p.org",
			areas: []below{{"/single-choice-set", "", 4}},
			items: []string{
				"/single-choice-set?subContentId=51445ea9-9c98-437a-8981-72d46d6e86c4 /single-choice-set",
				"/single-choice-set?subContentId=95b60491-e203-4bc5-956c-89e966b1005d /single-choice-set",
				"/single-choice-set?subContentId=aa694288-df4d-4ed3-8f81-f47fa3d27fe4 /single-choice-set",
				"/true-false ",
			},
		},
	} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			s, counts := openedWithCounts(t, fixture(t, file))
			areas, err := s.Areas(t.Context(), everything, query.Filter{})
			if err != nil {
				t.Fatal(err)
			}
			var got []below
			for _, a := range areas.Rows {
				b := below{area: strings.TrimPrefix(a.IRI, want.site), activities: counts[a.IRI]}
				if a.Parent != nil {
					b.parent = strings.TrimPrefix(string(*a.Parent), want.site)
				}
				got = append(got, b)
			}
			slices.SortFunc(got, func(a, b below) int { return strings.Compare(a.area, b.area) })
			slices.SortFunc(want.areas, func(a, b below) int { return strings.Compare(a.area, b.area) })
			if !slices.Equal(got, want.areas) {
				t.Errorf("the areas are\n%v, want\n%v", got, want.areas)
			}
			items, err := s.Items(t.Context(), everything, query.Filter{})
			if err != nil {
				t.Fatal(err)
			}
			var have []string
			for _, i := range items.Rows {
				area := ""
				if i.Area != nil {
					area = strings.TrimPrefix(string(*i.Area), want.site)
				}
				have = append(have, strings.TrimPrefix(i.IRI, want.site)+" "+area)
			}
			slices.Sort(have)
			slices.Sort(want.items)
			if !slices.Equal(have, want.items) {
				t.Errorf("the items are\n%s, want\n%s", strings.Join(have, "\n"), strings.Join(want.items, "\n"))
			}
		})
	}
}

// openedWithCounts is opened, with the number of activities below each area.
func openedWithCounts(t *testing.T, path string) (*query.Store, map[string]int) {
	t.Helper()
	dir := t.TempDir()
	if _, err := store.Load(t.Context(), dir, store.LoadOptions{Paths: []string{path}}); err != nil {
		t.Fatal(err)
	}
	g, err := store.OpenGeneration(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close() //nolint:errcheck // a test
	rows, err := g.DB.QueryContext(t.Context(), "SELECT iri, count(*) FROM activity_below b JOIN activity a ON a.activity = b.area GROUP BY iri")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close() //nolint:errcheck // a test
	counts := map[string]int{}
	for rows.Next() {
		var iri string
		var n int
		if err := rows.Scan(&iri, &n); err != nil {
			t.Fatal(err)
		}
		counts[iri] = n
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	s, err := query.Open(t.Context(), dir, query.Options{Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s, counts
}

// school are answers to the items of two quizzes in two modules of a course.
func school(t *testing.T) *query.Store {
	t.Helper()
	activity := func(id, kind string) string {
		return `{"id":"https://s.example/` + id + `","definition":{"name":{"en":"The ` + id + `"},"type":"` + kind + `"}}`
	}
	const adl = "http://adlnet.gov/expapi/activities/"
	n := 0
	line := func(who, item, quiz, module, result string) string {
		n++
		return `{"id":"50000000-0000-4000-8000-0000000000` + string(rune('0'+n/10)) + string(rune('0'+n%10)) + `","actor":{"account":{"homePage":"https://s.example","name":"` + who + `"}},` +
			`"verb":{"id":"http://adlnet.gov/expapi/verbs/answered"},"object":` + activity(item, adl+"cmi.interaction") + `,"result":` + result + `,` +
			`"context":{"contextActivities":{"parent":[` + activity(quiz, adl+"assessment") + `],"grouping":[` + activity(module, adl+"module") + `,` + activity("course", adl+"course") + `],` +
			`"category":[` + activity("skill", "https://w3id.org/xapi/tla/activity-types/competency") + `,{"id":"https://w3id.org/xapi/video"}]}},"timestamp":"2026-03-01T10:` + string(rune('0'+n/10)) + string(rune('0'+n%10)) + `:00Z"}`
	}
	return opened(t, march, made(t,
		line("ann", "q1", "quiz1", "module1", `{"success":true}`),
		line("ann", "q2", "quiz1", "module1", `{"success":false}`),
		line("bob", "q1", "quiz1", "module1", `{"success":false}`),
		line("bob", "q1", "quiz1", "module1", `{"success":true}`),
		line("bob", "q3", "quiz2", "module2", `{"success":true}`),
	))
}

// TestAreasAreATree proves the order, the depths and the sums, for everyone and for a learner.
func TestAreasAreATree(t *testing.T) {
	t.Parallel()
	s := school(t)
	for name, test := range map[string]struct {
		filter query.Filter
		want   string
	}{
		"everyone": {query.Filter{}, "The course 3/5/2/5 0.50|  The module1 2/4/2/4 0.33|    The quiz1 2/4/2/4 0.33|  The module2 1/1/1/1 1.00|    The quiz2 1/1/1/1 1.00|The skill 3/5/2/5 0.50"},
		"a learner": {
			query.Filter{Learner: "ann"},
			"The course 2/2/1/2 0.50|  The module1 2/2/1/2 0.50|    The quiz1 2/2/1/2 0.50|The skill 2/2/1/2 0.50",
		},
		"an area":      {query.Filter{Area: "The module1"}, "The module1 2/4/2/4 0.33|  The quiz1 2/4/2/4 0.33"},
		"by a number":  {query.Filter{Area: "The course", Sort: "items", Desc: true}, "The course 3/5/2/5 0.50|The module1 2/4/2/4 0.33|The quiz1 2/4/2/4 0.33|The module2 1/1/1/1 1.00|The quiz2 1/1/1/1 1.00"},
		"a period":     {query.Filter{Since: time.Date(2026, 3, 1, 10, 5, 0, 0, time.UTC)}, "The course 1/1/1/1 1.00|  The module2 1/1/1/1 1.00|    The quiz2 1/1/1/1 1.00|The skill 1/1/1/1 1.00"},
		"of a class":   {query.Filter{Class: "The course", Area: "https://s.example/module2"}, "The module2 1/1/1/1 1.00|  The quiz2 1/1/1/1 1.00"},
		"of the skill": {query.Filter{Area: "The skill"}, "The skill 3/5/2/5 0.50"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l, err := s.Areas(t.Context(), everything, test.filter)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, row := range query.AreaSheet(l, everything).Rows {
				text := strings.Repeat("  ", row.Depth) + string(query.Cell(query.KindText, row.Cells[1], nil)) + " "
				for i, column := range []int{5, 6, 7, 8} {
					if i > 0 {
						text += "/"
					}
					text += string(query.Cell(query.KindCount, row.Cells[column], nil))
				}
				got = append(got, text+" "+string(query.Cell(query.KindScaled, row.Cells[9], nil)))
			}
			if text := strings.Join(got, "|"); text != test.want {
				t.Errorf("got  %s\nwant %s", text, test.want)
			}
		})
	}
}

// TestAreaNarrows proves that all lists keep to an area.
func TestAreaNarrows(t *testing.T) {
	t.Parallel()
	s := school(t)
	f := query.Filter{Area: "The module1"}
	activities, err1 := s.Activities(t.Context(), everything, f)
	items, err2 := s.Items(t.Context(), everything, f)
	attempts, err3 := s.Attempts(t.Context(), everything, f)
	statements, err4 := s.Statements(t.Context(), everything, f)
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		t.Fatal(err)
	}
	if activities.Total != 2 || items.Total != 2 || attempts.Total != 4 || statements.Total != 4 {
		t.Errorf("%d activities, %d items, %d attempts, %d statements", activities.Total, items.Total, attempts.Total, statements.Total)
	}
	if page, err := s.Statements(t.Context(), everything, query.Filter{Area: "The module1", Limit: 1}); err != nil || page.Total != 4 {
		t.Errorf("%d statements counted, %v", page.Total, err)
	}
	var unknown *query.NotFoundError
	if _, err := s.Items(t.Context(), everything, query.Filter{Area: "The modul1"}); !errors.As(err, &unknown) || unknown.Kind != "area" || !slices.Contains(unknown.Nearby, "The module1") {
		t.Errorf("an area that is not there: %v, %+v", err, unknown)
	}
	if _, err := s.Areas(t.Context(), everything, query.Filter{Area: "The q1"}); !errors.As(err, &unknown) {
		t.Errorf("an item is no area: %v", err)
	}
}

// TestNamesStandAsPeopleCount proves the order of areas on one level.
func TestNamesStandAsPeopleCount(t *testing.T) {
	t.Parallel()
	names := []string{"unit 1", "unit 02", "unit 2b", "unit 10", "unit 10.2", "unit 10.10", "units"}
	var lines []string
	for i, name := range slices.Backward(names) {
		lines = append(lines, `{"actor":{"mbox":"mailto:a@x.example"},"verb":{"id":"http://adlnet.gov/expapi/verbs/experienced"},"object":{"id":"https://x.example/page`+string(rune('0'+i))+`"},`+
			`"context":{"contextActivities":{"parent":[{"id":"https://x.example/`+string(rune('z'-i))+`","definition":{"name":{"en":"`+name+`"}}}]}},"timestamp":"2026-03-01T10:00:00Z"}`)
	}
	s := opened(t, march, made(t, lines...))
	l, err := s.Areas(t.Context(), everything, query.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, a := range l.Rows {
		got = append(got, string(a.Name))
	}
	if !slices.Equal(got, names) {
		t.Errorf("the areas stand as %q, want %q", got, names)
	}
}
