package ui

import (
	"context"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"lrx/data/store"
	"lrx/internal/safetext"
	"lrx/query"
)

// fake answers from rows that a test made. A field that is set answers instead.
type fake struct {
	generation  int64
	writing     query.Writing
	classes     []query.Class
	learners    []query.Learner
	activities  []query.Activity
	areas       []query.Area
	items       []query.Item
	attempts    []query.Attempt
	statements  []query.Statement
	loads       []query.Load
	rejects     []query.Reject
	sources     []query.Source
	origins     []query.Origin
	days        []query.SourceDays
	connections []query.Connection
	people      []query.Person
	suggestions []query.Suggestion
	identities  []query.Suggestion
	detail      query.StatementDetail
	options     map[string][]query.Option
	term        query.Period // of every class, unless another period is asked for
	filters     []query.Filter
	err         error
	asked       []query.Viewer
	contexts    []context.Context
	answers
	scored
}

var day = time.Date(2026, 3, 27, 18, 0, 0, 0, time.UTC)

func listed[T any](ctx context.Context, f *fake, v query.Viewer, rows []T) (query.List[T], error) {
	f.asked, f.contexts = append(f.asked, v), append(f.contexts, ctx)
	if err := ctx.Err(); err != nil {
		return query.List[T]{}, err
	}
	return query.List[T]{Rows: rows, Total: len(rows), AsOf: day}, f.err
}

// filtered keeps what was asked for, and answers of the term by default.
func filtered[T any](ctx context.Context, f *fake, v query.Viewer, by query.Filter, rows []T) (query.List[T], error) {
	f.filters = append(f.filters, by)
	l, err := listed(ctx, f, v, rows)
	if by.Class != "" && by.Period == "" {
		l.Period = f.term
	}
	if !by.AsOf.IsZero() {
		l.AsOf = by.AsOf
	}
	return l, err
}

func (f *fake) Options(_ context.Context, _ query.Viewer, by query.Filter, filter string) ([]query.Option, error) {
	f.filters = append(f.filters, by)
	return f.options[filter], f.err
}

func (f *fake) Generation() int64 { return f.generation }

func (f *fake) Writing() (query.Writing, bool) { return f.writing, f.writing.What != "" }

func (f *fake) Classes(ctx context.Context, v query.Viewer, by query.Filter) (query.List[query.Class], error) {
	return filtered(ctx, f, v, by, f.classes)
}

func (f *fake) Learners(ctx context.Context, v query.Viewer, by query.Filter) (query.List[query.Learner], error) {
	return filtered(ctx, f, v, by, f.learners)
}

func (f *fake) Activities(ctx context.Context, v query.Viewer, by query.Filter) (query.List[query.Activity], error) {
	return filtered(ctx, f, v, by, f.activities)
}

func (f *fake) Areas(ctx context.Context, v query.Viewer, by query.Filter) (query.List[query.Area], error) {
	return filtered(ctx, f, v, by, f.areas)
}

func (f *fake) Items(ctx context.Context, v query.Viewer, by query.Filter) (query.List[query.Item], error) {
	return filtered(ctx, f, v, by, f.items)
}

func (f *fake) Attempts(ctx context.Context, v query.Viewer, by query.Filter) (query.List[query.Attempt], error) {
	return filtered(ctx, f, v, by, f.attempts)
}

func (f *fake) Statements(ctx context.Context, v query.Viewer, by query.Filter) (query.List[query.Statement], error) {
	return filtered(ctx, f, v, by, f.statements)
}

func (f *fake) Loads(ctx context.Context, v query.Viewer, _ query.Filter) (query.List[query.Load], error) {
	return listed(ctx, f, v, f.loads)
}

func (f *fake) Rejects(ctx context.Context, v query.Viewer, _ query.Filter) (query.List[query.Reject], error) {
	return listed(ctx, f, v, f.rejects)
}

func (f *fake) Sources(ctx context.Context, v query.Viewer, _ query.Filter) (query.List[query.Source], error) {
	return listed(ctx, f, v, f.sources)
}

func (f *fake) Origins(ctx context.Context, v query.Viewer, _ query.Filter) (query.List[query.Origin], error) {
	return listed(ctx, f, v, f.origins)
}

func (f *fake) SourceDays(ctx context.Context, v query.Viewer, _ query.Filter) (query.List[query.SourceDays], error) {
	return listed(ctx, f, v, f.days)
}

func (f *fake) Connections(context.Context, query.Viewer) ([]query.Connection, error) {
	return f.connections, f.err
}

func (f *fake) Learner(_ context.Context, _ query.Viewer, id string, _ query.Filter) (query.Learner, error) {
	for _, l := range f.learners {
		if l.ID == id {
			return l, f.err
		}
	}
	return query.Learner{}, &query.NotFoundError{Kind: "learner", Name: id}
}

func (f *fake) Activity(_ context.Context, _ query.Viewer, id string, _ query.Filter) (query.Activity, error) {
	for _, a := range f.activities {
		if a.IRI == id {
			return a, f.err
		}
	}
	return query.Activity{}, &query.NotFoundError{Kind: "activity", Name: id}
}

func (f *fake) Area(_ context.Context, _ query.Viewer, id string, _ query.Filter) (query.Area, error) {
	for _, a := range f.areas {
		if a.IRI == id {
			return a, f.err
		}
	}
	return query.Area{}, &query.NotFoundError{Kind: "area", Name: id}
}

func (f *fake) Attempt(_ context.Context, _ query.Viewer, id string, _ query.Filter) (query.Attempt, error) {
	for _, a := range f.attempts {
		if a.ID == id {
			return a, f.err
		}
	}
	return query.Attempt{}, &query.NotFoundError{Kind: "attempt", Name: id}
}

func (f *fake) Statement(context.Context, query.Viewer, string) (query.StatementDetail, error) {
	return f.detail, f.err
}

func (f *fake) People(ctx context.Context, v query.Viewer, _ query.Filter) (query.List[query.Person], error) {
	return listed(ctx, f, v, f.people)
}

func (f *fake) Suggestions(ctx context.Context, v query.Viewer, _ query.Filter) (query.List[query.Suggestion], error) {
	return listed(ctx, f, v, f.suggestions)
}

func (f *fake) Identities(ctx context.Context, v query.Viewer, _ query.Filter) (query.List[query.Suggestion], error) {
	return listed(ctx, f, v, f.identities)
}

func (f *fake) Person(_ context.Context, _ query.Viewer, id string) (query.Person, error) {
	for _, p := range f.people {
		if string(p.Learner) == id {
			return p, f.err
		}
	}
	return query.Person{}, &query.NotFoundError{Kind: "learner", Name: id}
}

func (f *fake) Pair(ctx context.Context, v query.Viewer, key string) (query.Pair, error) {
	for _, list := range [][]query.Suggestion{f.suggestions, f.identities} {
		for i, s := range list {
			if s.Key != key {
				continue
			}
			p := query.Pair{Suggestion: s, At: int64(i + 1), Of: int64(len(list))}
			if i > 0 {
				p.Before = list[i-1].Key
			}
			if i+1 < len(list) {
				p.After = list[i+1].Key
			}
			var err error
			if p.First, err = f.Person(ctx, v, string(s.A)); err != nil {
				return p, err
			}
			p.Second, err = f.Person(ctx, v, string(s.B))
			p.One = p.First.Learner == p.Second.Learner
			return p, err
		}
	}
	return query.Pair{}, &query.NotFoundError{Kind: "pair", Name: key}
}

func (f *fake) Info(context.Context, query.Viewer) (query.Info, error) {
	return query.Info{Statements: 12345, Learners: int64(len(f.learners)), Activities: int64(len(f.activities)), Sources: 2, Newest: &day}, f.err
}

func ptr[T any](v T) *T { return &v }

// school is a small class with one of everything.
func school() *fake {
	f := &fake{generation: 1, answers: someAnswers()}
	f.classes = []query.Class{
		{ID: "everyone", Class: "everyone", Name: "Everyone", Learners: 60, Statements: 12345, Newest: &day},
		{ID: "course:bio", Class: "course:bio", Name: "Biology 1", Learners: 28, Statements: 9876, Newest: &day},
		{ID: "course:zh", Class: "course:zh", Name: "生物学入門 — ゼミ", Learners: 12, Statements: 950},
	}
	for i := range 60 {
		seen := day.Add(-time.Duration(i) * 7 * time.Hour)
		f.learners = append(f.learners, query.Learner{
			ID: fmt.Sprintf("L-%010d", i), Statements: int64(200 - 3*i), ActiveDays: int64(20 - i/4), Attempts: int64(i * 7 % 40), LastSeen: &seen,
		})
	}
	f.learners[7].LastSeen = nil
	for i := range 14 {
		a := query.Activity{
			IRI: fmt.Sprintf("https://lms.example.org/quiz/%d", i), Name: safetext.Safe(fmt.Sprintf("Quiz %d: cells and tissues", i)),
			Type: "assessment", Statements: int64(300 + i), Learners: 28, Attempts: int64(40 + i),
		}
		a.Activity = safetext.Clean(a.IRI)
		if i%3 > 0 {
			a.MeanScaled, a.FirstTryRate = ptr(float64(i)/20), ptr(float64(i)/15)
		}
		f.activities = append(f.activities, a)
	}
	for _, a := range []struct {
		name  safetext.Safe
		depth int
	}{{"Biology 1", 0}, {"Cells", 1}, {"Quiz: cells", 2}, {"Forum", 2}, {"Tissues", 1}, {"Quiz: tissues", 2}, {"Reading a diagram", 0}} {
		iri := safetext.Safe(fmt.Sprintf("https://lms.example.org/area/%d", len(f.areas)))
		f.areas = append(f.areas, query.Area{
			IRI: string(iri), Area: iri, Name: a.name, Type: "module", Depth: int64(a.depth), Indent: a.depth,
			Items: int64(9 - a.depth), Statements: int64(900 - len(f.areas)), Learners: 28, Attempts: 70, FirstTryRate: ptr(0.5), MeanScaled: ptr(0.7), Skill: len(f.areas) == 6,
		})
	}
	f.items = []query.Item{{Activity: f.activities[1], AreaName: "Quiz: cells"}}
	for i := range 9 {
		at := day.Add(-time.Duration(i) * 26 * time.Hour)
		f.attempts = append(f.attempts, query.Attempt{
			ID: fmt.Sprintf("T-%d", i), Learner: "L-0000000003", Activity: "https://lms.example.org/quiz/3", ActivityName: "Quiz 3: cells and tissues",
			Kind: "assessment", Started: at, Ended: ptr(at.Add(10 * time.Minute)), Scaled: ptr(0.4 + float64(i)/20), Success: ptr(i%2 == 0), DurationS: ptr(600.0),
		})
		f.statements = append(f.statements, query.Statement{
			ID: fmt.Sprintf("12345678-1234-4234-8234-%012d", i), Timestamp: at, Learner: ptr(safetext.Safe("L-0000000003")), Verb: "http://adlnet.gov/expapi/verbs/answered", VerbName: "answered",
			Activity: ptr(safetext.Safe("https://lms.example.org/quiz/3")), ActivityName: "Quiz 3: cells and tissues", Scaled: ptr(0.8), Success: ptr(true), Source: "export.json",
		})
	}
	f.detail = query.StatementDetail{
		Statement: f.statements[0], Raw: safetext.NewRaw(rawStatement), Flags: []safetext.Safe{"scaled_range"}, Registration: ptr(safetext.Safe("ec531277-b57b-4c15-8d91-d292c5b2b8f7")),
		Parent: ptr(safetext.Safe("https://lms.example.org/course/1")), Attempts: []string{"T-0"}, File: "export.json", Line: 12, Offset: 3456,
	}
	counts := store.Counts{Read: 1000, Kept: 950, Duplicate: 30, Conflicting: 5, Rejected: 15, Flagged: 7, Voided: 2}
	f.loads = []query.Load{{Load: 1, Started: day, Seconds: 12.3, Files: 1, Counts: counts, Receipt: store.Receipt{
		Load: 1, Total: counts, Complete: "yes", Files: []store.FileReceipt{{Counts: counts, Path: "export\x1b[31m.json", Bytes: 1234567, Shape: "ndjson"}},
		Causes:  map[string]int64{"actor": 1},
		Rejects: []store.Rejected{{Path: "export.json", Line: 9, Cause: "actor", Reason: "actor has no identifier"}, {Path: "export.json", Line: 19, Cause: "actor", Reason: "x"}},
	}}}
	f.rejects = []query.Reject{{Load: 1, Path: "export.json", Line: ptr(int64(9)), Cause: "actor", Reason: "actor has no identifier", Text: `{"actor":{}}`}}
	f.sources = []query.Source{{Source: "export.json", Kind: "file", Statements: 950, Loads: []int64{1}}}
	f.origins = []query.Origin{{
		ID: "O-12345678", Source: "export.json", Authority: ptr(safetext.Safe("collector")), Platform: ptr(safetext.Safe("Moodle 4.5")), Kind: ptr(safetext.Safe("LMS")),
		Statements: 950, Learners: 28, Verbs: 2, TopVerbs: []safetext.Safe{"answered", "passed"}, Scored: 0.4, Oldest: &day, Newest: &day,
	}}
	perDay := make([]int64, 140)
	for i := range perDay {
		if i%7 < 5 && i != 100 {
			perDay[i] = int64(40 + 3*(i%7))
		}
	}
	f.days = []query.SourceDays{
		query.NewSourceDays("file export.json", "export.json", time.Date(2025, 11, 3, 0, 0, 0, 0, time.UTC), perDay),
		query.NewSourceDays("lrs 生物", "生物学入門 — a source with a long name", time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC), perDay[:14]),
	}
	return f
}

const rawStatement = `{"id":"12345678-1234-4234-8234-000000000000","actor":{"name":"Kim Li","mbox":"mailto:kim@example.org"},
"verb":{"id":"http://adlnet.gov/expapi/verbs/answered","display":{"en":"answered"}},
"object":{"id":"https://lms.example.org/quiz/3","definition":{"name":{"en":"Quiz 3"},"type":"http://adlnet.gov/expapi/activities/assessment"}},
"result":{"score":{"scaled":0.80,"raw":8,"max":10},"success":true,"response":"a \"long\" answer with ünïcode and \u202e bidi"},
"context":{"registration":"ec531277-b57b-4c15-8d91-d292c5b2b8f7","contextActivities":{"parent":[{"id":"https://lms.example.org/course/1"}]}},
"timestamp":"2026-03-27T18:00:00Z"}`

// reporter is what a test and a property have in common.
type reporter interface {
	Helper()
	Errorf(format string, args ...any)
}

// driver works an App by hand: it runs commands as the program would, one
// after another, and never waits for a clock.
type driver struct {
	t    reporter
	app  *App
	held []tea.Cmd // commands not run yet, while hold is set
	hold bool
	late []func() tea.Msg // what would come after a while
	out  []tea.Msg        // messages that reached the program
}

func drive(t reporter, f *fake, with ...func(*Options)) *driver {
	t.Helper()
	o := Options{
		Records: f, Viewer: query.Viewer{Scope: query.AllClasses()}, Width: 80, Height: 24, NoColor: true, Label: "made-up class", StoreName: "demo",
		Now: func() time.Time { return day },
	}
	for _, w := range with {
		w(&o)
	}
	d := &driver{t: t, app: New(o)}
	d.app.after = func(_ time.Duration, work func() tea.Msg) tea.Cmd {
		return func() tea.Msg { d.late = append(d.late, work); return nil }
	}
	d.run(d.app.Init())
	return d
}

func (d *driver) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	if d.hold {
		d.held = append(d.held, cmd)
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range msg {
			d.run(c)
		}
	default:
		d.send(msg)
	}
}

func (d *driver) send(msg tea.Msg) {
	d.out = append(d.out, msg)
	_, cmd := d.app.Update(msg)
	d.run(cmd)
}

// release runs what was held.
func (d *driver) release() {
	held := d.held
	d.hold, d.held = false, nil
	for _, c := range held {
		d.run(c)
	}
}

// wait lets the time pass for everything that waits for it.
func (d *driver) wait() {
	late := d.late
	d.late = nil
	for _, work := range late {
		d.send(work())
	}
}

func keyPress(name string) tea.KeyPressMsg {
	special := map[string]rune{
		"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight,
		"backspace": tea.KeyBackspace, "space": tea.KeySpace, "home": tea.KeyHome, "end": tea.KeyEnd, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "delete": tea.KeyDelete,
	}
	if code, ok := special[name]; ok {
		text := ""
		if name == "space" {
			text = " "
		}
		return tea.KeyPressMsg{Code: code, Text: text}
	}
	if rest, ok := strings.CutPrefix(name, "ctrl+"); ok {
		return tea.KeyPressMsg{Code: rune(rest[0]), Mod: tea.ModCtrl}
	}
	if rest, ok := strings.CutPrefix(name, "shift+"); ok {
		k := keyPress(rest)
		k.Mod, k.Text = tea.ModShift, ""
		return k
	}
	r := []rune(name)[0]
	return tea.KeyPressMsg{Code: r, Text: name}
}

func (d *driver) press(keys ...string) {
	for _, k := range keys {
		d.send(keyPress(k))
	}
}

func (d *driver) typed(text string) {
	for _, r := range text {
		if r == ' ' {
			d.press("space")
			continue
		}
		d.press(string(r))
	}
}

// screen is the window as text.
func (d *driver) screen() string { return ansi.Strip(d.app.View().Content) }

func (d *driver) wants(parts ...string) {
	d.t.Helper()
	s := d.screen()
	for _, p := range parts {
		if !strings.Contains(s, p) {
			d.t.Errorf("the screen lacks %q:\n%s", p, s)
		}
	}
}

func (d *driver) lacks(parts ...string) {
	d.t.Helper()
	s := d.screen()
	for _, p := range parts {
		if strings.Contains(s, p) {
			d.t.Errorf("the screen holds %q:\n%s", p, s)
		}
	}
}
