package ui

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"lrx/internal/safetext"
	"lrx/internal/tuitest"
	"lrx/query"
	"lrx/scoring"
	"lrx/ui/theme"
)

// TestScreensOfScores compares the screens of scores in two sizes.
func TestScreensOfScores(t *testing.T) {
	t.Parallel()
	thin := func() *fake {
		f := scoredClass()
		f.scored.receipt = thinReceipt()
		return f
	}
	moving := func() *fake {
		f := scoredClass()
		f.whatIf = movesOf(f)
		return f
	}
	young := func() *fake {
		f := scoredClass()
		f.weeks = nil
		return f
	}
	for name, test := range map[string]struct {
		fake func() *fake
		keys string
	}{
		"scores":             {scoredClass, "enter down"},
		"receipt":            {scoredClass, "enter down enter right right"},
		"receipt-end":        {scoredClass, "enter down enter G"},
		"receipt-thin":       {thin, "enter down down enter"},
		"receipt-value":      {scoredClass, "enter down enter right right ?"},
		"receipt-interval":   {scoredClass, "enter down enter right right right ?"},
		"evidence":           {scoredClass, "enter down enter enter"},
		"not-used":           {scoredClass, "enter down enter G up enter"},
		"timeline":           {scoredClass, "enter down enter 4"},
		"timeline-thin-week": {scoredClass, "enter down enter 4 left left left left left"},
		"timeline-list":      {scoredClass, "enter down enter 4 space"},
		"timeline-empty":     {young, "enter down enter 4"},
		"what-if":            {moving, "enter w"},
		"what-if-moves":      {moving, "enter w + + + G"},
		"what-if-states":     {moving, "enter w down down down down down down down down down down down - - - - - -"},
		"purpose":            {scoredClass, "enter right s"},
	} {
		for _, size := range [][2]int{{80, 24}, {120, 40}} {
			t.Run(fmt.Sprintf("%s %dx%d", name, size[0], size[1]), func(t *testing.T) {
				t.Parallel()
				d := drive(t, test.fake(), func(o *Options) { o.Audit = func(string, string, string) error { return nil } })
				d.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
				d.press(strings.Fields(test.keys)...)
				tuitest.Compare(t, fmt.Sprintf("%dx%d/%s.txt", size[0], size[1], name), untrailed(d.screen()))
			})
		}
	}
}

// untrailed is a screen without the blanks at the ends of its lines.
func untrailed(screen string) string {
	lines := strings.Split(screen, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n") + "\n"
}

// TestScoresReadWithoutColour proves that colours say nothing that marks and
// words do not: with them the screens have the same text.
func TestScoresReadWithoutColour(t *testing.T) {
	t.Parallel()
	for _, keys := range []string{"enter", "enter down enter", "enter down enter 4", "enter w +"} {
		text := map[bool]string{}
		for _, plain := range []bool{true, false} {
			f := scoredClass()
			f.whatIf = movesOf(f)
			d := drive(t, f, func(o *Options) { o.NoColor, o.Profile, o.Theme = plain, colorprofile.TrueColor, "dark" })
			d.press(strings.Fields(keys)...)
			text[plain] = d.screen()
			if coloured := strings.Contains(d.app.View().Content, "38;2;"); coloured == plain {
				t.Errorf("%s: coloured %t without colours %t", keys, coloured, plain)
			}
		}
		if text[true] != text[false] {
			t.Errorf("%s reads\n%s\nwith colours and\n%s\nwithout", keys, text[false], text[true])
		}
	}
}

// audits keeps what was noted.
type audits struct {
	all []string
	err error
}

func (a *audits) option(o *Options) {
	o.Audit = func(what, about, purpose string) error {
		if a.err == nil {
			a.all = append(a.all, what+" | "+about+" | "+purpose)
		}
		return a.err
	}
}

func TestSortingByScoreNeedsAPurpose(t *testing.T) {
	t.Parallel()
	var noted audits
	d := drive(t, scoredClass(), noted.option)
	d.press("down", "enter", "right", "right", "s")
	d.wants("What do you sort people by Score for?")
	d.press("enter")
	d.wants("! without a purpose the list stays sorted by name")
	d.press("esc")
	d.lacks("by Score, largest first")
	d.press("s")
	d.typed("who gets the tutor")
	d.press("enter")
	d.wants("by Score, largest first · for: who gets the tutor", "▼Score")
	lines := strings.Split(d.screen(), "\n")
	if !strings.Contains(lines[6], "Νίκη Παππά") {
		t.Errorf("the first row is %q", lines[6])
	}
	if last := lines[17]; !strings.Contains(last, "not enough evidence") {
		t.Errorf("who has no score is not at the end but %q", last)
	}
	d.press("s") // the other way round asks nothing
	d.wants("by Score, smallest first")
	d.press("right", "s") // the purpose holds; the column is noted
	d.wants("by score, largest first")
	if want := []string{"sorted | course:bio | who gets the tutor", "sorted | course:bio | who gets the tutor"}; !slices.Equal(noted.all, want) {
		t.Errorf("noted %q, wanted %q", noted.all, want)
	}
	d.press("left", "left", "left", "s") // by name nobody has to say why
	d.wants("by Name, A first")
	if len(noted.all) != 2 {
		t.Errorf("noted %q", noted.all)
	}
}

func TestWhatIsNotNotedIsNotDone(t *testing.T) {
	t.Parallel()
	noted := audits{err: errors.New("the disk is\x1b[31m full")}
	d := drive(t, scoredClass(), noted.option)
	d.press("enter", "right", "s")
	d.typed("x")
	d.press("enter")
	d.wants("! not done, as it could not be noted: the disk is full")
	d.lacks("by score")
	d.press("m", "m", "y")
	if !d.app.viewer.Mask {
		t.Error("names are shown, and it is not noted")
	}
	noted.err = nil
	d.press("m", "y")
	if d.app.viewer.Mask || !slices.Equal(noted.all, []string{"unmasked |  | "}) {
		t.Errorf("mask %t, noted %q", d.app.viewer.Mask, noted.all)
	}
	d = drive(t, scoredClass())
	d.press("enter", "right", "s")
	d.typed("x")
	d.press("enter")
	d.wants("this explorer keeps no audit file")
}

func TestScoresOfSeveralClasses(t *testing.T) {
	t.Parallel()
	f := scoredClass()
	f.scoreErr = &query.ClassNeededError{Classes: []safetext.Safe{"course:bio", "course:zh"}}
	d := drive(t, f)
	d.press("enter")
	d.wants("Aminata Sow", "scores are made class by class", "Statements")
	d.lacks("Own past", "not enough evidence")
	d.press("enter")
	d.wants("of one class at a time")
	f.scoreErr = errors.New("disk\x1b[31m gone")
	d = drive(t, f)
	d.press("enter")
	d.wants("! Reading failed: disk gone.")
}

func TestReceiptLeadsToTheRawStatement(t *testing.T) {
	t.Parallel()
	f := scoredClass()
	d := drive(t, f)
	d.press("down", "enter", "down", "enter")
	d.wants("Receipt", "Score 67", "State stable", "factor 1 of 6")
	d.press("enter")
	d.wants("› Achievement", "first response", "counts in mastery")
	if by := f.filters[len(f.filters)-1]; by.Factor != string(scoring.Achievement) || by.Learner != "L-0000000001" || by.Class != "course:bio" || by.Unused {
		t.Errorf("asked with %+v", by)
	}
	d.press("enter")
	d.wants("› Quiz 3: cells and tissues", "Verb")
	if by := f.filters[len(f.filters)-1]; by.Attempt != "T-0" || by.Factor != "" {
		t.Errorf("asked with %+v", by)
	}
	d.press("enter")
	d.wants(`"actor"`)
	d.press("esc", "esc", "down", "enter")
	d.wants("Attempts 43") // the activity
	d.press("esc", "esc", "down", "enter")
	d.wants("› Due work")
	d.press("enter")
	d.wants(`"actor"`)
	d.press("esc", "esc", "G", "enter")
	d.wants("this line leads nowhere")
	d.press("up", "enter")
	d.wants("› Not used", "a retry: only the first")
	d.press("enter")
	d.wants("this row leads nowhere")
}

func TestNumbersOfAReceiptExplainThemselves(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		keys string
		want []string
	}{
		{"", []string{"Factor", "Mastery of the course's items", "mean over 40 items"}},
		{"right", []string{"Weight", "0.35 / 1.00 = 35 % of this score"}},
		{"right right", []string{"Value: 0.60 × 0.720 + 0.40 × 0.695 = 0.710"}},
		{"right right right", []string{"63-78 %", "0.710 ± 1.645 × (0.60 × 0.040 + 0.40 × 0.050 = 0.044)"}},
		{"right right right right", []string{"100 × 0.35 × 0.710 / 1.00 = 24.85"}},
		{"right right right right right", []string{"100 × 0.35 / 1.00 × (0.710 − 0.620) = +3.15"}},
		{"right right right right right right", []string{"26", "Enter shows each"}},
		{"down down down down down", []string{"Missing, which is not zero: nobody gave"}},
		{"right right right right down down down down down down", []string{"100 × (0.35 × 0.710 + 0.25 × 0.800 + 0.15 × 0.550 + 0.15 ×", "0.10 × 0.480) / 1.00 = 66.90"}},
		{"right right right down down down down down down", []string{"58-76", "(1 − 1.00)² × 0.29² = 0.0000"}},
	} {
		d := drive(t, scoredClass())
		d.send(tea.WindowSizeMsg{Width: 80, Height: 40})
		d.press("enter", "down", "enter")
		d.press(strings.Fields(test.keys)...)
		d.press("?")
		d.wants(test.want...)
	}
}

func TestScoreInAListTellsItsFactors(t *testing.T) {
	t.Parallel()
	d := drive(t, scoredClass())
	d.press("enter", "right", "right", "?")
	d.wants("Score · Aminata Sow", "Achievement                    71 %", "Regularity (motivation proxy)  60 %", "Feedback                       –")
}

func TestWithoutEvidenceThereIsNoNumber(t *testing.T) {
	t.Parallel()
	f := scoredClass()
	f.scored.receipt = thinReceipt()
	d := drive(t, f)
	d.press("enter", "down", "down", "enter")
	d.wants("State not enough evidence", "No score: not enough evidence", "To a score    2 more first responses", "4 more days", "3 first responses so far.")
	d.lacks("Score 0", "0.0", "Own past", "stable")
	d.press("y")
	d.wants("copied Achievement")
	d.press("right", "right", "?")
	d.wants("Value · Achievement")
	d.press("esc", "Y")
	d.wants("copied the whole receipt")
}

func TestExportsHaveNumbersAndNoBars(t *testing.T) {
	t.Parallel()
	d := drive(t, scoredClass())
	d.press("enter")
	var keys []string
	s := d.app.here().Sheet()
	for _, c := range s.Columns {
		keys = append(keys, c.Key)
	}
	for _, want := range []string{"learner", "name", "score", "score_low", "score_high", "state", "evidence", "coverage", "trend", "achievement", "feedback", "last_seen"} {
		if !slices.Contains(keys, want) {
			t.Errorf("an export lacks %s: %q", want, keys)
		}
	}
	if slices.Contains(keys, "bar") || slices.Contains(keys, "interval") || len(s.Rows[0].Cells) != len(keys) {
		t.Errorf("an export has %q and %d cells", keys, len(s.Rows[0].Cells))
	}
	if i := slices.Index(keys, "score"); s.Rows[0].Cells[i] != 71.2 || s.Rows[2].Cells[i] != nil {
		t.Errorf("scores are written as %v and %v", s.Rows[0].Cells[i], s.Rows[2].Cells[i])
	}
}

// TestScoresSayWhichFiltersTheyDoNotFollow: a score is of the whole record, and no
// number stands below a filter that it does not follow without a word.
func TestScoresSayWhichFiltersTheyDoNotFollow(t *testing.T) {
	t.Parallel()
	f := scoredClass()
	f.options = map[string][]query.Option{"verb": {{Value: "v", Name: "answered"}}, "group": {{Value: "g", Name: "7a"}}}
	const says = "scores are of the whole record, not of one verb"
	d := drive(t, f)
	d.press("down", "enter", "f", "down", "down", "down", "down", "enter")
	d.typed("7a")
	d.press("enter", "esc")
	d.wants("group 7a ×")
	d.lacks("whole record")
	d.press("f", "down", "down", "enter")
	d.typed("ans")
	d.press("enter", "esc")
	d.wants("verb answered", says)
	d.press("enter")
	d.wants("Receipt", says)
	d.press("4")
	d.wants(says)
	d.press("3")
	d.lacks("whole record") // attempts follow it
}

func TestTimelineMoves(t *testing.T) {
	t.Parallel()
	f := scoredClass()
	d := drive(t, f)
	d.press("enter", "down", "enter", "4")
	d.wants("27 March: score 74 (66-82), stable; coverage 90 %, 46 observations", "from 6 February to 27 March: up by 33 points", "week 10 of 10")
	d.press("g")
	d.wants("23 January: not enough evidence for a score, 1 observation", "week 1 of 10")
	d.press("right", "down", "right")
	d.wants("13 February: score 45 (27-63), provisional", "week 4 of 10")
	d.press("/")
	d.wants("space shows it as a list")
	d.press("space")
	d.wants("4 of 10", "2026-02-13 22:59")
	d.press("down", "down", "space")
	d.wants("week 6 of 10", "27 February")
	d.press("?")
	d.wants("Score as of Friday 27 February 2026")
	d.press("esc", "y")
	d.wants("copied 27 February: score 52 (40-64)")
	d.press("enter")
	d.wants("Receipt", "Score 67")
	if by := f.filters[len(f.filters)-1]; !by.AsOf.Equal(time.Date(2026, 2, 27, 22, 59, 59, 0, time.UTC)) || by.Learner != "L-0000000001" {
		t.Errorf("asked with %+v", by)
	}
}

// TestMaskForgetsReceipts proves that what was read of a person goes with the mask.
func TestMaskForgetsReceipts(t *testing.T) {
	t.Parallel()
	for _, tab := range []string{"1", "4"} {
		f := scoredClass()
		d := drive(t, f)
		d.press("enter", "down", "enter", tab)
		d.hold = true
		d.press("m")
		d.lacks("Achievement", "Ben Adeyemi", "27 March")
		d.release()
		d.wants("masked")
	}
}

// TestScreensOfScoresFit draws them with names and sentences of any sort in
// windows of any size.
func TestScreensOfScoresFit(t *testing.T) {
	t.Parallel()
	keys := []string{"enter", "esc", "up", "down", "left", "right", "1", "4", "5", "space", "G", "g", "w", "+", "-", "d", "?", "pgdown", "pgup", "y", "Y", "r", "m", "tab"}
	rapid.Check(t, func(t *rapid.T) {
		f := scoredClass()
		f.whatIf = movesOf(f)
		for i := range f.learners {
			f.learners[i].Name = named(hostile().Draw(t, "name"))
			f.scores[i].Name = f.learners[i].Name
		}
		line := &f.scored.receipt.Score.Factors[rapid.IntRange(0, 5).Draw(t, "factor")]
		line.Sentence = string(hostile().Draw(t, "sentence"))
		f.scored.receipt.Score.Flags = []string{string(hostile().Draw(t, "flag"))}
		f.scored.receipt.Profile = string(hostile().Draw(t, "profile"))
		f.evidence[0].ActivityName = hostile().Draw(t, "activity")
		d := drive(t, f)
		if rapid.Bool().Draw(t, "graphemes") {
			d.send(tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: ansi.ModeReset})
		}
		d.press("enter")
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			if rapid.IntRange(0, 3).Draw(t, "resize") == 0 {
				d.send(tea.WindowSizeMsg{Width: rapid.IntRange(1, 200).Draw(t, "w"), Height: rapid.IntRange(1, 60).Draw(t, "h")})
			}
			d.press(rapid.SampledFrom(keys).Draw(t, "key"))
			fits(t, d)
		}
	})
}

// TestScoreBarsHaveWordsBesideThem: what the bar shows also stands as numbers,
// and where there is none the words say why.
func TestScoreBarsHaveWordsBesideThem(t *testing.T) {
	t.Parallel()
	d := drive(t, scoredClass())
	d.press("enter")
	for _, line := range strings.Split(d.screen(), "\n") {
		bar := strings.Contains(line, theme.BarValue)
		if none := strings.Contains(line, "not enough evidence"); bar && none {
			t.Errorf("a bar without evidence: %q", line)
		}
	}
	d.wants("63-79", "27-62", "provisional")
}
