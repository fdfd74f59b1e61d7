package scoring

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
)

// Run is one run of a course as of a time, with what came of its learners in
// the end. Only those who were registered at that time are in it.
type Run struct {
	Name     string
	Tallies  []Tally
	Outcomes []Truth // of each: Yes = failed or withdrew; Unsaid = not known, compared with but not learned from
	Newest   bool    // one of several that began together, which a model is tested on; where no run is, the last one is
}

// RunOf is the run of a class whose outcomes are known, learner by learner.
func RunOf(name string, c *Class, p Profile, outcomes []Truth) Run {
	return Run{Name: name, Tallies: Tallies(c, p), Outcomes: outcomes}
}

// RiskModel says how likely an outcome is, learned from earlier runs as of the
// same time from their beginnings. It is a ridge logistic on Features.
type RiskModel struct {
	Features []string  `json:"features"`
	Model    *Logistic `json:"model"`
	Shift    float64   `json:"shift"` // of the intercept, log-odds, where recalibration was needed
	Runs     []string  `json:"runs"`  // it was learned from
	Learners int       `json:"learners"`
	With     int       `json:"with"`    // of them with the outcome
	Profile  string    `json:"profile"` // hash of the profile it was learned with
}

// labelled are the rows of runs whose outcome is known.
type labelled struct {
	x        [][]float64
	y        []bool
	inactive []bool
	at       []Tested
}

func label(runs []Run, p Profile) (labelled, error) {
	var out labelled
	for r := range runs {
		run := &runs[r]
		if len(run.Outcomes) != len(run.Tallies) {
			return out, fmt.Errorf("%s: %d outcomes of %d learners", run.Name, len(run.Outcomes), len(run.Tallies))
		}
		for u, x := range RelativeFeatures(run.Tallies, p) {
			if run.Outcomes[u] == Unsaid {
				continue
			}
			out.x, out.y = append(out.x, x), append(out.y, run.Outcomes[u] == Yes)
			out.inactive = append(out.inactive, run.Tallies[u].Inactive())
			out.at = append(out.at, Tested{r, u})
		}
	}
	return out, nil
}

// TrainRisk learns a model from finished runs. Runs with fewer learners than
// the profile's cohort say nothing.
func TrainRisk(runs []Run, p Profile) (*RiskModel, error) {
	m := &RiskModel{Features: FeatureNames(p), Profile: p.Hash()}
	if err := admit(m.Features); err != nil {
		return nil, err
	}
	rows, err := label(runs, p)
	if err != nil {
		return nil, err
	}
	if m.Model, err = FitLogistic(rows.x, rows.y, p.Risk.Penalty); err != nil {
		return nil, err
	}
	m.Learners, m.With = len(rows.y), trues(rows.y)
	for _, r := range runs {
		m.Runs = append(m.Runs, r.Name)
	}
	return m, nil
}

var errDenied = errors.New("what a learner is may be no input of risk")

// admit refuses inputs that are denied.
func admit(names []string) error {
	if k := slices.IndexFunc(names, Denied); k >= 0 {
		return fmt.Errorf("%w: %s", errDenied, names[k])
	}
	return nil
}

func trues(all []bool) int {
	n := 0
	for _, x := range all {
		if x {
			n++
		}
	}
	return n
}

// ID names a model: 12 hexadecimal digits of the SHA-256 of its JSON.
func (m *RiskModel) ID() string {
	text, err := json.Marshal(m)
	if err != nil { // a number that is none: a name is needed still
		text = fmt.Appendf(nil, "%+v", *m.Model)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:6])
}

// Probability of the outcome by a row of Features, 0..1.
func (m *RiskModel) Probability(x []float64) float64 { return sigmoid(m.Model.LogOdds(x) + m.Shift) }

// Says is the sentence that stands beside each probability.
func (m *RiskModel) Says() string {
	return fmt.Sprintf("This is a prediction from %s, %d of whom failed or withdrew; it says how learners with such records fared, not what will become of this one.",
		count(m.Learners, "earlier learner"), m.With)
}

// Prediction is what a model says of one learner.
type Prediction struct {
	Learner     int     // index of the class's learners
	Probability float64 // of failing or withdrawing, 0..1
	Up, Down    []Reason
}

// Reason is what one input adds to the log-odds of a learner, beside a learner
// with the means of the training runs.
type Reason struct {
	Feature  string
	LogOdds  float64
	Sentence string
	Contrary bool // its coefficient has another sign than one expects: it corrects other terms, and says nothing alone
}

// mostReasons are shown, of those that raise and of those that lower the odds.
const mostReasons = 3

// fits says whether a profile is the one that a model was learned with: its
// numbers are in the inputs.
func (m *RiskModel) fits(p Profile) error {
	if hash := p.Hash(); m.Profile != hash {
		return fmt.Errorf("the model was learned with the profile %s, not %s", m.Profile, hash)
	}
	return nil
}

// Predict says how likely the outcome is for each learner of a class, in its
// order, with the profile that the model was learned with. A class that is too
// small to compare its learners has no predictions.
func (m *RiskModel) Predict(c *Class, p Profile) ([]Prediction, error) {
	if err := m.fits(p); err != nil {
		return nil, err
	}
	all := Tallies(c, p)
	features, typical := p.featuresOf(), []float64{}
	for _, f := range features {
		_, known := column(all, f.value)
		typical = append(typical, median(known))
	}
	var out []Prediction
	for u, x := range RelativeFeatures(all, p) {
		one := Prediction{Learner: u, Probability: m.Probability(x)}
		for k, odds := range m.Model.Contributions(x) {
			f := &features[k]
			r := Reason{Feature: f.name, LogOdds: odds, Contrary: f.sign*m.Model.Beta[k] < 0, Sentence: capital(f.say(&all[u], typical[k]))}
			r.Sentence += either(r.Contrary, ", which corrects other terms and says nothing alone.", ".")
			switch {
			case odds > 0:
				one.Up = append(one.Up, r)
			case odds < 0:
				one.Down = append(one.Down, r)
			}
		}
		one.Up, one.Down = strongest(one.Up), strongest(one.Down)
		out = append(out, one)
	}
	return out, nil
}

// strongest are the first of the reasons by what they add, equal ones in the
// order of features.
func strongest(all []Reason) []Reason {
	slices.SortStableFunc(all, func(a, b Reason) int { return cmp.Compare(math.Abs(b.LogOdds), math.Abs(a.LogOdds)) })
	return all[:min(mostReasons, len(all))]
}
