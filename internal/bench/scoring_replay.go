package main

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"lrx/scoring"
)

// replayed is how well the next response was predicted.
type replayed struct {
	Train      string  `json:"train,omitempty"`
	Test       string  `json:"test,omitempty"`
	Responses  int     `json:"responses"` // that were predicted
	Learners   int     `json:"learners"`  // of these
	Items      int     `json:"items"`     // in both files
	Skills     int     `json:"skills"`
	Unread     int     `json:"unread"`   // rows without a learner, an item or a reading of 0..1
	AUC        float64 `json:"auc"`      // a response of 0.5 or more is right
	LogLoss    float64 `json:"log_loss"` // natural logarithm, a response
	ECE        float64 `json:"ece"`      // over 10 bins of equal count
	CPUSeconds float64 `json:"cpu_seconds"`
}

// promise is what has to be reached on a public set. ECE may be 0: not promised.
type promise struct {
	name              string
	known             []string // parts of a file's path that tell the set
	auc, logLoss, ece float64
}

func promises() []promise {
	return []promise{
		{"ASSISTments 2009", []string{"assist09", "assist2009", "assistments09", "assistments2009", "skillbuilder"}, 0.757, 0.545, 0.03},
		{"statics", []string{"statics"}, 0.815, 0.42, 0},
	}
}

// is says whether both files are of the set: by their names, or the names of their folders.
func (p promise) is(files ...string) bool {
	for _, f := range files {
		path, err := filepath.Abs(f)
		if err != nil {
			path = f
		}
		name := normal(filepath.Base(filepath.Dir(path)) + filepath.Base(path))
		if !slices.ContainsFunc(p.known, func(k string) bool { return strings.Contains(name, k) }) {
			return false
		}
	}
	return true
}

// replaySets replays the public sets that are there: a folder of one of a set's
// names with files train and test.
func replaySets(_ context.Context, o *scoringOptions) ([]scored, error) {
	var out []scored
	for _, p := range promises() {
		train, test := p.find(o.data, "train"), p.find(o.data, "test")
		if train == "" || test == "" {
			out = append(out, skip("mastery, next response", p.name, "no "+filepath.Join(o.data, p.known[0], "train.csv")+" and test.csv; -train and -test name others"))
			continue
		}
		r, err := replayFiles(train, test)
		if err != nil {
			return nil, err
		}
		out = append(out, r.figures()...)
	}
	return out, nil
}

// find is the file of a set, such as train.csv.gz; "" where there is none.
func (p promise) find(data, name string) string {
	for _, folder := range p.known {
		for _, end := range []string{".csv", ".csv.gz", ".tsv", ".tsv.gz"} {
			path := filepath.Join(data, folder, name+end)
			if _, err := os.Stat(path); err == nil {
				return path
			}
		}
	}
	return ""
}

// figures hold what was reached to what was promised of the set, if it is one.
func (r *replayed) figures() []scored {
	data := r.Test
	if data == "" {
		data = r.Train
	}
	data = filepath.Base(data)
	var auc, logLoss, ece *float64
	note := "one file alone: held to no limit"
	if r.Train != "" && r.Test != "" {
		note = ""
		for _, p := range promises() {
			if p.is(r.Train, r.Test) {
				data, auc, logLoss = p.name, &p.auc, &p.logLoss
				if p.ece > 0 {
					ece = &p.ece
				}
			}
		}
	}
	row := func(output string) scored {
		return scored{Output: "mastery, next response: " + output, Data: data, Note: note}
	}
	cpu := row("CPU s")
	cpu.Clock = true
	return []scored{
		row("AUC").within(r.AUC, auc, nil), row("log-loss").within(r.LogLoss, nil, logLoss), row("ECE").within(r.ECE, nil, ece),
		cpu.within(r.CPUSeconds, nil, nil),
	}
}

// replayFiles learns from one file and predicts the responses of the other, whose learners begin
// cold, whatever their names are, while items are held. Of one file alone each response is
// predicted before it is learned from.
func replayFiles(train, test string) (*replayed, error) {
	b := newResponseBook()
	var known, asked []response
	var err error
	if train != "" {
		if known, err = b.read(train); err != nil {
			return nil, err
		}
	}
	if test != "" {
		b.learners.forget()
		if asked, err = b.read(test); err != nil {
			return nil, err
		}
	}
	r := &replayed{Train: train, Test: test, Items: b.items.count(), Skills: b.skills.count(), Unread: b.unread}
	if b.skills.count() < 2 { // one skill says nothing that the learner does not
		r.Skills = 0
	}
	before := spent()
	e := scoring.NewEngine(scoring.DefaultMastery(), b.learners.next, b.items.count(), r.Skills)
	var p prediction
	if asked == nil {
		known, asked = nil, known
	}
	for _, x := range known {
		e.Observe(x.learner, x.item, x.skill, x.r)
	}
	if train != "" && test != "" {
		e.Freeze()
	}
	learners := map[int]bool{}
	for _, x := range asked {
		p.add(e.Observe(x.learner, x.item, x.skill, x.r), x.r)
		learners[x.learner] = true
	}
	r.CPUSeconds = (spent() - before).Seconds()
	if len(asked) == 0 {
		return nil, fmt.Errorf("%s: no response can be read", cmp.Or(test, train))
	}
	r.Responses, r.Learners = len(asked), len(learners)
	r.AUC, r.LogLoss, r.ECE = auc(p.p, p.r), p.logLoss(), p.calibrationError(10)
	if math.IsNaN(r.AUC) {
		return nil, fmt.Errorf("%s: all responses are right, or all are wrong", cmp.Or(test, train))
	}
	return r, nil
}

// prediction is what was expected of responses, and what they were.
type prediction struct{ p, r []float64 }

func (x *prediction) add(p, r float64) {
	x.p, x.r = append(x.p, min(1-1e-4, max(1e-4, p))), append(x.r, r)
}

func (x *prediction) logLoss() float64 {
	var sum float64
	for i, p := range x.p {
		sum -= x.r[i]*math.Log(p) + (1-x.r[i])*math.Log(1-p)
	}
	return sum / float64(len(x.p))
}

// calibrationError is the mean distance of what was expected from what came, over bins of
// equal count in the order of what was expected.
func (x *prediction) calibrationError(bins int) float64 {
	order := ascending(x.p)
	var sum float64
	for k := range bins {
		var off float64
		for _, i := range order[k*len(order)/bins : (k+1)*len(order)/bins] {
			off += x.p[i] - x.r[i]
		}
		sum += math.Abs(off)
	}
	return sum / float64(len(order))
}

// auc is the probability that a right response was expected more than a wrong one, equals
// counting half; NaN where all are right or none is.
func auc(p, r []float64) float64 {
	right := make([]bool, len(r))
	for i, x := range r {
		right[i] = x >= 0.5
	}
	return scoring.AreaUnderROC(p, right).Value
}

// ascending is the order of some numbers, equals as they stand.
func ascending(x []float64) []int {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(x[a], x[b]) })
	return order
}
