package scoring

import (
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"
)

// handTable reads a table of the class that was worked by hand.
func handTable(t *testing.T, name string) []map[string]string {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", "hand", name+".csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows := make([]map[string]string, 0, len(lines))
	for _, line := range lines[1:] {
		row := map[string]string{}
		for i, x := range line {
			row[lines[0][i]] = x
		}
		rows = append(rows, row)
	}
	return rows
}

// handClass is the class of testdata/hand, whose README says what is in it.
func handClass(t *testing.T) *Class {
	t.Helper()
	c := &Class{
		AsOf: handTime(t, "2026-03-29T00:00:00Z"), Begin: handTime(t, "2026-03-01T00:00:00Z"), Zone: time.UTC,
		Off: []Days{{From: handTime(t, "2026-03-14T00:00:00Z"), To: handTime(t, "2026-03-15T00:00:00Z")}},
	}
	activity := map[string]int{}
	for i, a := range handTable(t, "activities") {
		activity[a["activity"]] = i
		c.Activities = append(c.Activities, Activity{
			ID: a["activity"], Item: a["item"] == "yes", Skill: NoSkill, Points: handNumber(t, a["points"]), Course: a["course"] == "yes",
		})
	}
	learner := map[string]*Learner{}
	rows := handTable(t, "learners")
	c.Learners = make([]Learner, len(rows))
	for i, l := range rows {
		c.Learners[i] = Learner{
			ID: l["learner"], Enrolled: handTime(t, l["enrolled"]), First: handTime(t, l["first"]), Social: int(handNumber(t, l["social"])),
		}
		learner[l["learner"]] = &c.Learners[i]
	}
	for _, s := range handTable(t, "sessions") {
		l := learner[s["learner"]]
		l.Sessions = append(l.Sessions, Session{
			Begin: handTime(t, s["begin"]), End: handTime(t, s["end"]), Statements: int(handNumber(t, s["statements"])), Burst: int(handNumber(t, s["burst"])),
		})
	}
	for _, v := range handTable(t, "visits") {
		l := learner[v["learner"]]
		l.Visits = append(l.Visits, Visit{Activity: activity[v["activity"]], Stated: handNumber(t, v["stated"]), Gaps: handNumber(t, v["gaps"])})
	}
	handWork(t, activity, learner)
	return c
}

// handWork adds what learners did at works.
func handWork(t *testing.T, activity map[string]int, learner map[string]*Learner) {
	t.Helper()
	truth := map[string]Truth{"": Unsaid, "no": No, "yes": Yes}
	for k, x := range handTable(t, "tries") {
		l := learner[x["learner"]]
		l.Tries = append(l.Tries, Try{
			Activity: activity[x["activity"]], Item: x["item"] == "yes", Started: handTime(t, x["started"]), Ended: handTime(t, x["ended"]),
			Order: int64(k), Attempt: int64(k), R: handNumber(t, x["r"]), Right: truth[x["right"]], Passed: truth[x["passed"]], Seconds: handNumber(t, x["seconds"]),
		})
	}
	for _, d := range handTable(t, "dues") {
		l := learner[d["learner"]]
		l.Dues = append(l.Dues, Due{
			Activity: activity[d["activity"]], At: handTime(t, d["at"]), DayEnd: handTime(t, d["day_end"]),
			Weight: handNumber(t, d["weight"]), Excused: d["excused"] == "yes",
		})
	}
	for k, h := range handTable(t, "hand_ins") {
		l := learner[h["learner"]]
		l.HandIns = append(l.HandIns, HandIn{Activity: activity[h["activity"]], At: handTime(t, h["at"]), Statement: int64(100 + k)})
	}
	role := map[string]Role{"peer": RolePeer, "teacher": RoleTeacher}
	for k, f := range handTable(t, "feedback") {
		l := learner[f["learner"]]
		l.Feedback = append(l.Feedback, Feedback{
			Giver: f["giver"], Role: role[f["role"]], At: handTime(t, f["at"]), R: handNumber(t, f["r"]), Statement: int64(200 + k),
		})
	}
}

func handTime(t *testing.T, text string) time.Time {
	t.Helper()
	if text == "" {
		return time.Time{}
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func handNumber(t *testing.T, text string) float64 {
	t.Helper()
	if text == "" {
		return math.NaN()
	}
	x, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// TestHandClass compares the class with what was worked out for it elsewhere.
func TestHandClass(t *testing.T) {
	t.Parallel()
	s := Evaluate(handClass(t), DefaultProfile())
	for i, want := range handTable(t, "expected") {
		got := s.Scores[i]
		if got.Learner != want["learner"] || string(got.State) != want["state"] || !close10(got.Coverage, handNumber(t, want["coverage"])) {
			t.Errorf("%s: %s, coverage %v, want %s, %s", got.Learner, got.State, got.Coverage, want["state"], want["coverage"])
		}
		if got.State == Insufficient {
			if got.Score != nil || got.Low != nil || got.High != nil || got.VsClass != nil || len(got.Why) == 0 {
				t.Errorf("%s: numbers without evidence, or no reason: %+v", got.Learner, got)
			}
			continue
		}
		if !close10(*got.Score, handNumber(t, want["score"])) || !close10(*got.Low, handNumber(t, want["low"])) || !close10(*got.High, handNumber(t, want["high"])) {
			t.Errorf("%s: %v (%v-%v), want %s (%s-%s)", got.Learner, *got.Score, *got.Low, *got.High, want["score"], want["low"], want["high"])
		}
		for _, line := range got.Factors {
			compareHandLine(t, got.Learner, line, handNumber(t, want[string(line.Factor)]), handNumber(t, want[string(line.Factor)+" sd"]))
		}
	}
}

// close10 is as close as the table's ten decimals.
func close10(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

func compareHandLine(t *testing.T, who string, line Line, value, sd float64) {
	t.Helper()
	if line.Value == nil || math.IsNaN(value) {
		if line.Value != nil || !math.IsNaN(value) || line.Missing == "" {
			t.Errorf("%s, %s: %v, want %v; missing: %q", who, line.Factor, line.Value, value, line.Missing)
		}
		return
	}
	low, high := max(0, value-1.645*sd), min(1, value+1.645*sd)
	if !close10(*line.Value, value) || !close10(*line.Low, low) || !close10(*line.High, high) {
		t.Errorf("%s, %s: %v (%v-%v), want %v (%v-%v)", who, line.Factor, *line.Value, *line.Low, *line.High, value, low, high)
	}
}

// TestHandReceipt is the receipt of one learner, as README.md has it.
func TestHandReceipt(t *testing.T) {
	t.Parallel()
	s := Evaluate(handClass(t), DefaultProfile())
	got := s.Scores[0]
	for i, want := range []struct {
		value, contribution float64
		evidence            int
		sentence            string
		formulas            []string
	}{
		{.828363, 26.3570, 5, "Answers 64 % (36-86 %) of this course's questions at first try; 2 graded works, mean 85. Based on 3 responses.", []string{
			"mean chance of a right first answer over the course's 3 questions = 0.6403, learned from 3 first responses",
			"(60 × 0.9 + 20 × 0.8 + 10 × 0.7091) / (80 + 10)",
		}},
		{.788043, 17.9101, 2, "2 of 2 due works handed in.", []string{"(0.5 × 1 + 1.5 × 1 + 2 × 0.5761) / (2 + 2)"}},
		{.808333, 11.0227, 7, "6 sessions on 6 days (class median 4 on 4); 3 social acts (class median 0).", []string{
			"9.5 / 12: the class's learners with less than 6 sessions, equal ones half", "9.5 / 12: the class's learners with less than 6 active days, equal ones half",
			"10.5 / 12: the class's learners with less than 3 social acts, equal ones half",
		}},
		{.428987, 5.8498, 8, "Hands in 0.8 days before the deadline; last active 8 days ago.", []string{
			"(0.7847 days early, the mean of 2 works, + 7) / 14",
			"0 sessions in the last 7 days − 1.6154 in a mean week = −1.6154; 0.5 / 12: the class's learners with less than −1.6154 sessions more than usual, equal ones half",
			"1 − 8 / 26: days of the longest absence, of all that count",
		}},
		{.535354, 4.8669, 6, "Opened 5 activities (class median 3), 14 min on task, tried again after 1 of 1 failed try.", []string{
			"10.5 / 12: the class's learners with less than 5 activities, equal ones half", "1.5 / 11: the class's learners with less than 0.2333 hours, equal ones half",
			"(1 + 2 × 0.2222) / (1 + 2)",
		}},
		{.677778, 6.1616, 2, "2 ratings (1 of teachers, 1 of peers), mean 80; 1 comment without a score, to be read.", []string{"(1.25 + 3 × 0.6) / (1.5 + 3)"}},
	} {
		line := got.Factors[i]
		if math.Abs(*line.Value-want.value) > 5e-7 || math.Abs(*line.Contribution-want.contribution) > 5e-5 || line.Evidence != want.evidence {
			t.Errorf("%s: %v, %v points, %d, want %v, %v, %d", line.Factor, *line.Value, *line.Contribution, line.Evidence, want.value, want.contribution, want.evidence)
		}
		formulas := make([]string, len(line.Parts))
		for k, p := range line.Parts {
			formulas[k] = p.Formula
		}
		if line.Sentence != want.sentence || !slices.Equal(formulas, want.formulas) {
			t.Errorf("%s: %q\n%q, want %q\n%q", line.Factor, line.Sentence, formulas, want.sentence, want.formulas)
		}
	}
	// 5 + 2 + 7 + 5 + 2: the 8 of regularity are among them, and the failed try at i2 is its first response.
	if got.Evidence != 21 {
		t.Errorf("evidence %d, want 21", got.Evidence)
	}
}
