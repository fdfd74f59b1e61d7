package cli

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"lrx/internal/cli/output"
	"lrx/query"
	"lrx/scoring"
)

func num(v float64) *float64 { return &v }

// The shape is interface.md's; more keys may stand behind it.
func TestScoreForPrograms(t *testing.T) {
	t.Parallel()
	r := query.Receipt{
		Learner: "L-AAAAAAAAAA", Class: "urn:c",
		Score: scoring.Score{
			State: scoring.Stable, Score: num(61.25), Low: num(55), High: num(67.5), Coverage: 0.9, Evidence: 40,
			Factors: []scoring.Line{{Factor: scoring.Achievement, Weight: 0.35, Value: num(0.7), Low: num(0.6), High: num(0.8), Contribution: num(61.25), VsClass: num(-2), Evidence: 40, Sentence: "Answers."}},
		},
		Profile: "0123456789ab", AsOf: time.Date(2026, 3, 5, 23, 59, 59, 0, time.UTC),
		Unused: []query.Observation{{Factor: "achievement", What: "response", Why: "a retry"}},
	}
	answer, err := scoreAnswerOf(r, query.Viewer{})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := writeJSON(&b, answer); err != nil {
		t.Fatal(err)
	}
	begins := `{"learner":"L-AAAAAAAAAA","class":"urn:c","score":61.25,"low":55,"high":67.5,"state":"stable","coverage":0.9,"profile":"0123456789ab",` +
		`"as_of":"2026-03-05T23:59:59Z","factors":[{"factor":"achievement","weight":0.35,"value":0.7,"low":0.6,"high":0.8,"contribution":61.25,"vs_class":-2,` +
		`"evidence":40,"sentence":"Answers."`
	if got := b.String(); !strings.HasPrefix(got, begins) {
		t.Errorf("it is\n%s\nand should begin with\n%s", got, begins)
	}
	var read map[string]any
	if err := json.Unmarshal(b.Bytes(), &read); err != nil {
		t.Fatal(err)
	}
	unused, ok := read["unused"].([]any)
	if !ok || len(unused) != 1 {
		t.Fatalf("unused is %v", read["unused"])
	}
	if o, ok := unused[0].(map[string]any); !ok || o["why"] != "a retry" || o["used"] != false || o["at"] != nil {
		t.Errorf("the unused evidence is %v", unused[0])
	}
	for _, key := range []string{"why", "flags", "cannot"} {
		if _, ok := read[key].([]any); !ok {
			t.Errorf("%s is %v, want a list", key, read[key])
		}
	}
	if period, there := read["period"]; !there || period != nil {
		t.Errorf("period is %v, want null", period)
	}
}

func TestScoreForProgramsWithoutEvidence(t *testing.T) {
	t.Parallel()
	answer, err := scoreAnswerOf(query.Receipt{Score: scoring.Score{State: scoring.Insufficient}}, query.Viewer{})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := writeJSON(&b, answer); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"score":null,"low":null,"high":null,"state":"insufficient"`, `"factors":[]`, `"unused":[]`} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%s has no %s", b.String(), want)
		}
	}
}

func TestGridForPeople(t *testing.T) {
	t.Parallel()
	g := query.Grid{
		Learners: []query.GridLearner{{ID: "L-A", Rate: num(1), N: 2}, {ID: "L-B", Rate: num(0.25), N: 2}},
		Items:    []query.GridItem{{IRI: "i:1", Name: "One", Rate: num(0.75), N: 2}, {IRI: "i:2", Name: "Two", Rate: num(0.5), N: 2}, {IRI: "i:3", Name: "Three"}},
		Cells: [][]query.GridCell{
			{{R: num(1), Tries: 1}, {R: num(1), Tries: 1}, {}},
			{{R: num(0.5), Tries: 1}, {R: num(0), Tries: 2, Later: true}, {R: num(0), Tries: 1}},
		},
	}
	var b bytes.Buffer
	if err := writeGrid(&b, g, output.Terminal{}); err != nil {
		t.Fatal(err)
	}
	want := "Learner  Right  1 2 3\n" +
		"         100 %  # # .\n" +
		"          25 %  ~ + -\n" +
		"\n" + gridLegend + "\n\n" +
		"1  One  75 % right at first, 2 responses\n" +
		"2  Two  50 % right at first, 2 responses\n" +
		"3  Three  nobody answered, no responses\n"
	if b.String() != want {
		t.Errorf("it is\n%swant\n%s", b.String(), want)
	}
	b.Reset()
	if err := writeGrid(&b, g, output.Terminal{Width: 21}); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.String(), "Learner"); n != 2 {
		t.Errorf("in 21 cells the grid has %d parts, want 2:\n%s", n, b.String())
	}
	b.Reset()
	if err := writeGrid(&b, query.Grid{}, output.Terminal{Width: 80}); err != nil || b.String() != gridLegend+"\n" {
		t.Errorf("an empty grid is %q, %v", b.String(), err)
	}
}

func TestMovesInASentence(t *testing.T) {
	t.Parallel()
	score := func(s scoring.State) scoring.Score { return scoring.Score{State: s} }
	got := movesSentence([]query.Move{
		{Change: num(4), Reliable: true, Before: score(scoring.Stable), After: score(scoring.Stable)},
		{Change: num(-0.5), Before: score(scoring.Stable), After: score(scoring.Provisional)},
		{Change: num(0), Before: score(scoring.Stable), After: score(scoring.Stable)},
		{Before: score(scoring.Insufficient), After: score(scoring.Insufficient)},
	})
	if want := "2 of 4 learners move, 1 of them reliably (the intervals do not overlap); 1 change state"; string(got) != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestSortingByAScoreAsksWhy(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		sheet, sort, purpose string
		refused              bool
	}{
		{"scores", "score", "", true},
		{"scores", "score", "  ", true},
		{"scores", "score", "who may need support", false},
		{"scores", "name", "", false},
		{"learners", "score_low", "", true},
	} {
		r := request{filter: query.Filter{Sort: tt.sort, Purpose: tt.purpose}}
		err := r.checkPurpose(tt.sheet)
		if (err != nil) != tt.refused {
			t.Errorf("%s by %s for %q: %v", tt.sheet, tt.sort, tt.purpose, err)
		}
		if err != nil && explain(t.Context(), err).code != exitUsage {
			t.Errorf("it ends with %d", explain(t.Context(), err).code)
		}
	}
}

func TestItemForPrograms(t *testing.T) {
	t.Parallel()
	env, stdout, _ := testEnv(t, nil)
	right := true
	report := query.ItemReport{
		Item: query.Struggling{IRI: "i:1", Activity: "i:1", Name: "One", Kind: "item", N: 2, Stuck: 1}, Learners: 2, Attempts: 3, FirstTry: num(0.5),
		Results: [10]int64{1, 0, 0, 0, 0, 0, 0, 0, 0, 1},
		Answers: []query.Answer{{Answer: "<Mitosis>", Code: "a", N: 1, Share: 0.5, Right: &right}},
		Stuck:   []query.GridLearner{{ID: "L-A"}},
	}
	a := &app{env: env}
	if err := a.writeItem(report, &request{out: output.JSON}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`{"activity":"i:1","name":"One","n":2,"wrong_rate":null,`, `"learners":2,"attempts":3,"first_try_rate":0.5,`,
		`"results":[{"learners":1,"results":"0–10 %"},`, `"answers":[{"ability":null,"answer":"<Mitosis>","code":"a","n":1,"right":true,"says":null,"share":0.5}]`,
		`"stuck_learners":[{"learner":"L-A","name":""}]`,
	} {
		if !strings.Contains(stdout.String(), want) {
			t.Errorf("%s has no %s", stdout, want)
		}
	}
	stdout.Reset()
	if err := a.writeItem(report, &request{out: output.Table}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Right at first    50 %\n", "First answer  Learners  Share  Right", "<Mitosis>            1   50 %  yes"} {
		if !strings.Contains(stdout.String(), want) {
			t.Errorf("%s has no %q", stdout, want)
		}
	}
}
