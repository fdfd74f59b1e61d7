package ui

import (
	"strings"
	"testing"
	"time"

	"lrx/internal/safetext"
	"lrx/query"
)

// filterFake has a class with a term, and something to choose from.
func filterFake() *fake {
	f := school()
	f.term = query.Period{Name: "Spring term", Since: time.Date(2026, 2, 16, 0, 0, 0, 0, time.UTC), Until: time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC)}
	f.options = map[string][]query.Option{
		"period":   {{Value: "t1", Name: "Autumn term, 1 Sep 2025 – 15 Feb 2026", Statements: -1}, {Value: "t2", Name: "Spring term, 16 Feb – 30 Jun 2026", Statements: -1}},
		"verb":     {{Value: "http://adlnet.gov/expapi/verbs/answered", Name: "answered", Statements: 1234}, {Value: "http://adlnet.gov/expapi/verbs/passed", Name: "passed", Statements: 30}},
		"source":   {{Value: "export.json", Name: "export.json", Statements: 950}},
		"group":    {{Value: "A", Name: "A", Statements: 100}},
		"platform": {{Value: "Moodle 4.5", Name: "Moodle 4.5", Statements: 900}},
	}
	return f
}

func last(f *fake) query.Filter { return f.filters[len(f.filters)-1] }

// pick sets a filter as a reader does: f, down to it, enter, the value, enter, esc.
func (d *driver) pick(down int, value string) {
	d.press("f")
	for range down {
		d.press("down")
	}
	d.press("enter")
	d.typed(value)
	d.press("enter", "esc")
}

const answered = "http://adlnet.gov/expapi/verbs/answered"

func TestFiltersFollowTheWayDown(t *testing.T) {
	t.Parallel()
	f := filterFake()
	d := drive(t, f)
	d.press("enter")
	d.wants("Spring term ×")
	d.pick(2, "answ")
	d.wants("verb answered ×")
	if last(f).Verb != answered {
		t.Fatalf("asked with %+v", last(f))
	}
	asked := len(f.filters)
	d.press("enter", "3", "enter", "enter") // learner, attempt, statement
	for _, by := range f.filters[asked:] {
		if by.Verb != answered {
			t.Errorf("a level below asked with %+v", by)
		}
	}
	d.wants("verb answered ×")
	d.press("esc", "esc", "esc") // the filter is the class's: the levels go first
	d.wants("verb answered ×", "Learners")
	d.press("esc")
	d.lacks("verb answered")
	d.wants("Learners")
	if last(f).Verb != "" {
		t.Errorf("asked with %+v", last(f))
	}
	d.press("esc")
	d.wants("Statements kept")
}

func TestFiltersOfALevelEndWithIt(t *testing.T) {
	t.Parallel()
	f := filterFake()
	d := drive(t, f)
	d.press("enter", "enter", "3")
	d.pick(3, "export")
	d.wants("source export.json ×")
	if last(f).Source != "export.json" || last(f).Learner == "" {
		t.Errorf("asked with %+v", last(f))
	}
	d.press("/")
	d.typed("q")
	d.press("esc") // the live filter
	d.wants("source export.json ×")
	d.press("esc") // the filter
	d.lacks("source export.json")
	d.press("esc") // the level
	d.wants("2 Areas")
	d.lacks("source export.json")
}

func TestTheTermIsClearedToAllTime(t *testing.T) {
	t.Parallel()
	f := filterFake()
	d := drive(t, f)
	d.press("enter", "f")
	d.wants("Period", "Spring term, 16 Feb – 30 Jun 2026")
	d.press("backspace")
	d.wants("all time")
	if last(f).Period != query.PeriodAll {
		t.Errorf("asked with %+v", last(f))
	}
	d.press("esc")
	d.wants("all time ×")
	d.press("f", "delete", "esc")
	d.wants("Spring term ×")
	d.pick(0, "autumn")
	if last(f).Period != "t1" {
		t.Errorf("asked with %+v", last(f))
	}
}

// The dialog that stays open says what holds once it is read.
func TestTheDialogFollowsTheAnswer(t *testing.T) {
	t.Parallel()
	d := drive(t, filterFake())
	d.press("enter", "f", "down", "down", "enter")
	d.typed("answ")
	d.hold = true
	d.press("enter")
	d.lacks("Spring term")
	d.release()
	d.wants("Spring term, 16 Feb – 30 Jun 2026", "answered")
	d.press("up", "up", "backspace")
	d.wants("all time")
}

func TestAsOfIsAskedFor(t *testing.T) {
	t.Parallel()
	f := filterFake()
	d := drive(t, f, func(o *Options) { o.Viewer.TZ = time.FixedZone("", 3600) })
	d.press("enter", ":")
	d.typed("As of")
	d.press("enter")
	d.typed("soon")
	d.press("enter")
	d.wants("write a date")
	for range 4 {
		d.press("backspace")
	}
	d.typed("2026-03-01")
	d.press("enter")
	d.wants("as of 2026-03-01 ×")
	if want := time.Date(2026, 3, 1, 22, 59, 59, 999999000, time.UTC); !last(f).AsOf.Equal(want) {
		t.Errorf("asked as of %s, want %s", last(f).AsOf, want)
	}
	d.press("esc")
	d.lacks("as of 2026-03-01")
	if !last(f).AsOf.IsZero() {
		t.Errorf("asked as of %s", last(f).AsOf)
	}
}

func TestThePaletteFilters(t *testing.T) {
	t.Parallel()
	f := filterFake()
	d := drive(t, f)
	d.press("enter", ":")
	d.typed("Filter by verb")
	d.press("enter")
	d.wants("answered", "1,234")
	d.press("enter")
	d.wants("verb answered ×")
	d.press(":")
	d.typed("Clear filters")
	d.press("enter")
	d.lacks("verb answered")
}

func TestFiltersAreSaidInHelp(t *testing.T) {
	t.Parallel()
	d := drive(t, filterFake())
	d.press("enter")
	d.pick(2, "answ")
	d.press("?")
	d.wants("Counted of", "Spring term, 16 Feb – 30 Jun 2026 · verb answered")
}

func TestWhatTellsOfTheStoreIsNotFiltered(t *testing.T) {
	t.Parallel()
	d := drive(t, filterFake())
	d.press("enter")
	d.pick(2, "answ")
	d.press("S")
	d.lacks("verb answered")
	d.press("f")
	d.wants("tells of the store")
}

// TestChipsGiveWay sets everything there is: what does not fit is counted.
func TestChipsGiveWay(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		w    int
		want []string
	}{
		{60, []string{"5 filters"}},
		{80, []string{"verb answered ×", "+4"}},
		{200, []string{"Spring term ×", "verb answered ×", "source export.json ×", "group A ×", "platform Moodle 4.5 ×"}},
	} {
		d := drive(t, filterFake(), func(o *Options) { o.Width = tt.w })
		d.press("enter")
		for down, value := range map[int]string{2: "answ", 3: "export", 4: "A", 5: "Mood"} {
			d.pick(down, value)
		}
		header, _, _ := strings.Cut(d.screen(), "\n")
		for _, want := range tt.want {
			if !strings.Contains(header, want) {
				t.Errorf("%d cells: %q lacks %q", tt.w, header, want)
			}
		}
		if got := safetext.Width(safetext.Safe(header)); got > tt.w {
			t.Errorf("the header takes %d cells of %d", got, tt.w)
		}
	}
}

func TestZonesAreNamed(t *testing.T) {
	t.Parallel()
	zurich, err := time.LoadLocation("Europe/Zurich")
	if err != nil {
		t.Fatal(err)
	}
	for want, tz := range map[string]*time.Location{
		"Europe/Zurich": zurich, "UTC": time.UTC, "UTC+1": time.FixedZone("", 3600), "UTC-3:30": time.FixedZone("", -12600), "UTC+5:45": time.FixedZone("Local", 20700),
	} {
		d := drive(t, school(), func(o *Options) { o.Viewer.TZ = tz })
		lines := strings.Split(d.screen(), "\n")
		if status := strings.TrimRight(lines[len(lines)-2], " "); !strings.HasSuffix(status, want) {
			t.Errorf("%q does not end with %s", status, want)
		}
	}
}
