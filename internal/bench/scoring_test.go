package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lrx/scoring"
)

// TestPredictionMeasures works the three measures out by hand.
func TestPredictionMeasures(t *testing.T) {
	t.Parallel()
	var x prediction
	for _, a := range [][2]float64{{0.8, 1}, {0.6, 0}, {0.6, 1}, {0.2, 0}} {
		x.add(a[0], a[1])
	}
	// Pairs of a right and a wrong one: .8 before .6 and .2, .6 beside .6 and before .2.
	if got := auc(x.p, x.r); math.Abs(got-3.5/4) > 1e-12 {
		t.Errorf("AUC %v", got)
	}
	if got, want := x.logLoss(), -(math.Log(0.8)+math.Log(0.4)+math.Log(0.6)+math.Log(0.8))/4; math.Abs(got-want) > 1e-12 {
		t.Errorf("log-loss %v, want %v", got, want)
	}
	// Two bins: .2 and .6 expected of nothing, .6 and .8 expected of two.
	if got := x.calibrationError(2); math.Abs(got-(0.8+0.6)/4) > 1e-12 {
		t.Errorf("calibration error %v", got)
	}
	if !math.IsNaN(auc([]float64{0.1, 0.2}, []float64{1, 1})) {
		t.Error("there is an AUC without a wrong response")
	}
	var sure prediction
	sure.add(1, 0)
	if got := sure.logLoss(); math.Abs(got+math.Log(1e-4)) > 1e-9 {
		t.Errorf("log-loss of the certain and wrong %v", got)
	}
}

// TestResponses reads files as they come.
func TestResponses(t *testing.T) {
	t.Parallel()
	type row struct {
		learner, item, skill int
		r                    float64
	}
	const none = scoring.NoSkill
	for _, c := range []struct {
		name, text string
		gzip       bool
		want       []row
		unread     int
	}{
		{"plain", "learner,item,correct\na,x,1\nb,x,0\na,y,0.5\n", false, []row{{0, 0, none, 1}, {1, 0, none, 0}, {0, 1, none, 0.5}}, 0},
		{"tabs, a mark and other names", "\ufeffStudent ID\tProblem_Id\tis_correct\tSkill Name\na\tx\ttrue\ts\nb\ty\tfalse\t\n", false, []row{{0, 0, 0, 1}, {1, 1, none, 0}}, 0},
		{"semicolons, quotes and gzip", "item;user_id;right\n\"x;1\";a;1\n", true, []row{{0, 0, none, 1}}, 0},
		{"an order", "order_id,user,problem,correct\n2,a,x,1\n1,a,y,0\n", false, []row{{0, 1, none, 0}, {0, 0, none, 1}}, 0},
		{"an order that is none", "order,user,problem,correct\nlate,a,x,1\n1,a,y,0\n", false, []row{{0, 0, none, 1}, {0, 1, none, 0}}, 0},
		{"what cannot be read", "user,item,correct\na,x,2\na,x,\n,x,1\na\na,x,1\n", false, []row{{0, 0, none, 1}}, 4},
		{"skill ids before names", "user,item,correct,skill_name,skill_id\na,x,1,s,7\na,x,1,t,7\na,x,1,t,nan\n", false, []row{{0, 0, 0, 1}, {0, 0, 0, 1}, {0, 0, none, 1}}, 0},
	} {
		path := filepath.Join(t.TempDir(), "responses")
		b := []byte(c.text)
		if c.gzip {
			var packed bytes.Buffer
			z := gzip.NewWriter(&packed)
			if _, err := z.Write(b); err != nil {
				t.Fatal(err)
			}
			if err := z.Close(); err != nil {
				t.Fatal(err)
			}
			b = packed.Bytes()
		}
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
		book := newResponseBook()
		all, err := book.read(path)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		var got []row
		for _, x := range all {
			got = append(got, row{x.learner, x.item, x.skill, x.r})
		}
		if len(got) != len(c.want) || book.unread != c.unread {
			t.Errorf("%s: %v, %d unread", c.name, got, book.unread)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s, row %d: %v, want %v", c.name, i, got[i], c.want[i])
			}
		}
	}
}

// write makes a file of rows in a folder.
func write(t *testing.T, path string, rows ...string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("learner,item,correct,skill\n"+strings.Join(rows, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestReplay predicts by hand: after one right response b is -6/13 and w what is left of 1.5; both
// learners of the test begin cold, the one with the name of a trained one too.
func TestReplay(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	train := write(t, filepath.Join(dir, "train.csv"), "a,x,1,")
	test := write(t, filepath.Join(dir, "test.csv"), "a,x,0,", "b,x,1,")
	got, err := replayFiles(train, test)
	if err != nil {
		t.Fatal(err)
	}
	w := 1.5 - 2.25*0.25/1.625
	q := 1 / (1 + math.Exp(-(6.0/13)/math.Sqrt(1+math.Pi*(1+w)/8)))
	if want := -(math.Log(q) + math.Log(1-q)) / 2; math.Abs(got.LogLoss-want) > 1e-12 {
		t.Errorf("log-loss %v, want %v", got.LogLoss, want)
	}
	if got.AUC != 0.5 || got.Responses != 2 || got.Learners != 2 || got.Items != 1 || got.Skills != 0 {
		t.Errorf("%+v", got)
	}
	alone, err := replayFiles("", test)
	if err != nil {
		t.Fatal(err)
	}
	// The wrong response of a made x harder before b came to it.
	if alone.Responses != 2 || alone.LogLoss <= math.Log(2) || alone.AUC != 0 {
		t.Errorf("%+v", alone)
	}
	for _, bad := range [][2]string{
		{"", filepath.Join(dir, "nowhere")}, {write(t, filepath.Join(dir, "right.csv"), "a,x,1,"), ""}, {write(t, filepath.Join(dir, "empty.csv")), ""},
	} {
		if r, err := replayFiles(bad[0], bad[1]); err == nil {
			t.Errorf("%v: %+v", bad, r)
		}
	}
}

// TestLimitsOfSets holds the sets to their limits, told by the names of both files.
func TestLimitsOfSets(t *testing.T) {
	t.Parallel()
	reached := replayed{AUC: 0.80, LogLoss: 0.43, ECE: 0.05}
	for _, c := range []struct{ train, test, want string }{
		{"data/assist09/train.csv", "data/assist09/test.csv", "pass pass FAIL "},
		{"ASSISTments_2009_train.csv", "assistments-2009-test.csv.gz", "pass pass FAIL "},
		{"statics/train.csv", "statics/test.csv", "FAIL FAIL  "},
		{"statics/train.csv", "elsewhere/test.csv", "   "},
		{"", "statics/test.csv", "   "},
	} {
		r := reached
		r.Train, r.Test = c.train, c.test
		var got []string
		for _, s := range r.figures() {
			got = append(got, s.Verdict)
		}
		if g := strings.Join(got, " "); g != c.want {
			t.Errorf("%s and %s: %q, want %q", c.train, c.test, g, c.want)
		}
	}
}

// TestIntervalCovers is the bench of the interval on fewer classes.
func TestIntervalCovers(t *testing.T) {
	t.Parallel()
	all, err := coverage(t.Context(), &scoringOptions{seeds: 3})
	if err != nil || len(all) != 12 {
		t.Fatalf("%d cells, %v", len(all), err)
	}
	for _, s := range all {
		if s.Verdict != "pass" {
			t.Errorf("%s: %v in the interval", s.Data, *s.Measured)
		}
	}
}

// TestScoringBench prints what it has, and says what it has not.
func TestScoringBench(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var out bytes.Buffer
	if err := runScoring(t.Context(), []string{"-data", dir, "-seeds", "1", "-n", "4000"}, &out); err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	for _, word := range []string{"ASSISTments 2009", "statics", "oulad", "xapi-edu", "risk", "skipped", "pass", "0.85 to 0.99"} {
		if !strings.Contains(out.String(), word) {
			t.Errorf("no %q in\n%s", word, out.String())
		}
	}
	out.Reset()
	test := write(t, filepath.Join(dir, "test.csv"), "a,x,0,", "b,x,1,")
	if err := runScoring(t.Context(), []string{"--test", test, "--format", "json"}, &out); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Responses int      `json:"responses"`
		AUC       *float64 `json:"auc"`
		LogLoss   *float64 `json:"log_loss"`
		ECE       *float64 `json:"ece"`
		CPU       *float64 `json:"cpu_seconds"`
		Figures   []scored `json:"figures"`
	}
	if err := json.Unmarshal(out.Bytes(), &got); err != nil || got.Responses != 2 || got.AUC == nil || got.LogLoss == nil || got.ECE == nil || got.CPU == nil || len(got.Figures) != 4 {
		t.Errorf("%v\n%s", err, out.String())
	}
	bad := filepath.Join(dir, "statics")
	err := runScoring(t.Context(), []string{
		"-train", write(t, filepath.Join(bad, "train.csv"), "a,x,1,", "b,x,0,"), "-test", write(t, filepath.Join(bad, "test.csv"), "a,x,0,", "b,x,1,"),
	}, &out)
	if !errors.Is(err, errFailed) {
		t.Errorf("got %v of a set that misses its limits", err)
	}
	for _, args := range [][]string{{"-format", "xml"}, {"-seeds", "0"}, {"-n", "1"}, {"more"}, {"-test", "nowhere"}, {"-no"}} {
		if err := runScoring(t.Context(), args, &out); err == nil {
			t.Errorf("%q is no mistake", args)
		}
	}
}
