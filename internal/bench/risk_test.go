package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"lrx/scoring"
)

// TestOULADTallies has the learners of TestOULADClass: of the works due on days 10, 20 and
// 40 two were due by day 28, and the results stand as they do there.
func TestOULADTallies(t *testing.T) {
	t.Parallel()
	c := &ouladClass{
		name:  "M 2014J",
		works: []ouladWork{{1, 10, 30}, {2, 20, 0}, {3, 40, 70}},
		learners: []ouladLearner{
			{id: "1", clicks: [3]float64{5, 9, 20}, before: 7, handIns: map[int64]ouladHandIn{1: {8, 0.8}, 2: {20, 0.6}, 3: {30, 1}}},
			{id: "2", lost: true, clicks: [3]float64{5, 5, 5}, handIns: map[int64]ouladHandIn{1: {13, 0.5}}},
			{id: "3"},
		},
	}
	mu, nan := 1.9/3, math.NaN()
	runs := weekRuns([]*ouladClass{c}, 28)
	for u, want := range []scoring.Tally{
		{Activity: 20, Recent: 11, Before: 7, Due: 2, HandedIn: 2, Graded: (30*.8 + .6 + 10*mu) / 41, DaysEarly: 1},
		{Activity: 5, Recent: 0, Due: 2, HandedIn: 1, Graded: (15 + 10*mu) / 40, DaysEarly: -3},
		{Due: 2, Graded: nan, DaysEarly: nan},
	} {
		got := runs.runs[0].Tallies[u]
		for _, x := range [][2]float64{{got.Activity, want.Activity}, {got.Recent, want.Recent}, {got.Before, want.Before}, {got.Graded, want.Graded}, {got.DaysEarly, want.DaysEarly}} {
			if math.IsNaN(x[0]) != math.IsNaN(x[1]) || math.Abs(x[0]-x[1]) > 1e-12 {
				t.Errorf("learner %d: %+v, want %+v", u, got, want)
				break
			}
		}
		if got.Due != want.Due || got.HandedIn != want.HandedIn {
			t.Errorf("learner %d: %+v, want %+v", u, got, want)
		}
	}
	if o := runs.runs[0].Outcomes; o[0] != scoring.No || o[1] != scoring.Yes {
		t.Errorf("outcomes %v", o)
	}
	for day, want := range map[float64][2]float64{7: {5, 5}, 14: {9, 4}, 21: {20, 11}, 84: {20, 11}} {
		if all, week := c.learners[0].clicked(day); all != want[0] || week != want[1] {
			t.Errorf("day %v: %v and %v", day, all, week)
		}
	}
}

// TestRiskReadsNothingDenied looks at the texts that models are learned from: but for the
// audit none names what learners are.
func TestRiskReadsNothingDenied(t *testing.T) {
	t.Parallel()
	names, err := fs.Glob(setFiles, "sets/oulad_*.sql")
	if err != nil || len(names) < 6 {
		t.Fatalf("%q, %v", names, err)
	}
	word := regexp.MustCompile(`[a-z_]+`)
	for _, name := range names {
		text, err := fs.ReadFile(setFiles, name)
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for line := range strings.Lines(string(text)) {
			code, _, _ := strings.Cut(line, "--")
			for _, w := range word.FindAllString(code, -1) {
				found = found || scoring.Denied(w)
			}
		}
		if found != strings.HasSuffix(name, "audit.sql") {
			t.Errorf("%s names what learners are: %t", name, found)
		}
	}
}

// ouladFolder makes a folder in the form of OULAD: two presentations a year, where who
// clicks and visits more passes more often.
func ouladFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	files := map[string]*strings.Builder{}
	add := func(name, head, format string, args ...any) {
		if files[name] == nil {
			files[name] = &strings.Builder{}
			fmt.Fprintln(files[name], head)
		}
		fmt.Fprintf(files[name], format+"\n", args...)
	}
	var clicks []string
	r := rand.New(rand.NewPCG(3, 3))
	for k, class := range []string{"AAA,2013J", "BBB,2013J", "AAA,2014J", "BBB,2014J"} {
		module, presentation, _ := strings.Cut(class, ",")
		add("courses", "code_module,code_presentation,module_presentation_length", "%s,100", class)
		add("assessments", "code_module,code_presentation,id_assessment,assessment_type,date,weight", "%s,%d,TMA,9,50", class, k)
		for u := range 200 {
			n := r.IntN(40)
			result := "Pass"
			if r.IntN(40) > n {
				result = "Fail"
			}
			add("studentInfo", "code_module,code_presentation,id_student,gender,imd_band,disability,final_result",
				"%s,%d,%s,%s,%s,%s", class, u, []string{"F", "M"}[u%2], []string{"10-20", "90-100%"}[u/2%2], []string{"Y", "N"}[u/4%2], result)
			add("studentRegistration", "code_module,code_presentation,id_student,date_registration,date_unregistration", "%s,%d,-5,", class, u)
			add("vle_pre_course_features", "code_module,code_presentation,id_student,pre_course_clicks,pre_course_interaction_rows", "%s,%d,%d,1", class, u, r.IntN(9))
			if u%3 > 0 {
				add("studentAssessment_noNA", "id_assessment,id_student,date_submitted,is_banked,score", "%d,%d,8,0,%d", k, u, 40+n)
			}
			add("stages/"+module+presentation+"_10", ",id_student,101,102,final_result", "%d,%d,%d.0,1.0,%s", u, u, n, result)
			clicks = append(clicks, fmt.Sprintf("('%s', '%s', %d, %d, %d, %d)", module, presentation, u, n/4, n/2, n))
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "stages"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		var packed bytes.Buffer
		z := gzip.NewWriter(&packed)
		_, err := z.Write([]byte(text.String()))
		if err := errors.Join(err, z.Close(), os.WriteFile(filepath.Join(dir, name+".csv.gz"), packed.Bytes(), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	parquet(t, filepath.Join(dir, "early_clicks_7_14_21d.parquet"), clicks)
	return dir
}

func parquet(t *testing.T, path string, rows []string) {
	t.Helper()
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	text := "COPY (SELECT * FROM (VALUES " + strings.Join(rows, ", ") +
		") AS x(code_module, code_presentation, id_student, early_clicks_7d, early_clicks_14d, early_clicks_21d)) TO '" + path + "' (FORMAT parquet)"
	if _, err := db.ExecContext(context.Background(), text); err != nil {
		t.Fatal(err)
	}
}

// TestRiskBench runs on a made folder.
func TestRiskBench(t *testing.T) {
	t.Parallel()
	dir := ouladFolder(t)
	var out bytes.Buffer
	if err := runRisk(t.Context(), []string{"--oulad", dir, "--train", "2013", "--test", "2014", "--weeks", "2,4", "--stages", "10,20", "--format", "json"}, &out); err != nil {
		t.Fatal(err)
	}
	var got riskReport
	if err := json.Unmarshal(out.Bytes(), &got); err != nil || len(got.Tests) != 4 {
		t.Fatalf("%v\n%s", err, out.String())
	}
	for _, r := range got.Tests[:3] {
		if r.AUC == nil || *r.AUC < 0.7 || *r.AUCLow > *r.AUC || *r.AUCHigh < *r.AUC || r.ECE == nil || len(r.Calibration) != 10 || r.Learners != 400 ||
			r.Learned.Learners != 400 || len(r.Lists) != 3 || r.Lists[1].N != 80 || len(r.Fairness) != 3 || len(r.Fairness[0].Groups) != 2 || len(r.Coefficients) != 9 {
			t.Errorf("%+v", r)
		}
	}
	if r := got.Tests[0]; r.Week != 2 || r.Rule == nil || r.Rule.Flagged == 0 || r.Rule.Verdict == "" {
		t.Errorf("%+v", r)
	}
	if r := got.Tests[2]; r.Stage != 10 || r.Rule != nil || r.Coefficients["no activity in the last 7 days"] != 0 {
		t.Errorf("recent visits are told without an earlier file: %+v", r)
	}
	if r := got.Tests[3]; r.Stage != 20 || r.Skipped == "" || r.AUC != nil {
		t.Errorf("a stage without files: %+v", r)
	}
	out.Reset()
	if err := runRisk(t.Context(), []string{"-oulad", dir, "-stages", "10,20"}, &out); err != nil || !strings.Contains(out.String(), "10 %") || !strings.Contains(out.String(), "skipped: ") {
		t.Errorf("%v\n%s", err, out.String())
	}
	for _, args := range [][]string{
		{"-train", "2014"},
		{"-train", "2014J"},
		{"-test", "20'14"},
		{"-weeks", "0"},
		{"-weeks", "x"},
		{"-stages", "101"},
		{"-format", "xml"},
		{"more"},
		{"-no"},
		{"-oulad", filepath.Join(dir, "nowhere")},
		{"-oulad", dir, "-train", "1999"},
	} {
		if err := runRisk(t.Context(), args, &out); err == nil {
			t.Errorf("%q is no mistake", args)
		}
	}
}

// TestRiskLimits holds what the public set comes to, where it is there.
func TestRiskLimits(t *testing.T) {
	t.Parallel()
	data := filepath.Join("..", "..", "..", "shared", "data")
	all, err := risk(t.Context(), &scoringOptions{data: data})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		if s.Verdict == "skipped" {
			t.Skip("the public set is not here, so risk was held to no limit: " + s.Note)
		}
		if s.Verdict != "pass" {
			t.Errorf("%s, %s: %v", s.Output, s.Data, *s.Measured)
		}
	}
	if len(all) != 13 {
		t.Errorf("%d figures", len(all))
	}
}
