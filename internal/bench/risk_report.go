package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"strconv"
	"text/tabwriter"

	"lrx/scoring"
)

// riskReport is what the bench of risk prints. What cannot be told is null.
type riskReport struct {
	Bench   string    `json:"bench"`
	Machine string    `json:"machine"`
	Folder  string    `json:"folder"`
	Source  string    `json:"source"`
	Train   string    `json:"train"`
	Test    string    `json:"test"`
	Outcome string    `json:"outcome"`
	Tests   []riskRow `json:"tests"`
}

type riskRow struct {
	Week         int                `json:"week,omitempty"`
	Stage        int                `json:"stage,omitempty"` // percentage of the course
	Skipped      string             `json:"skipped,omitempty"`
	Learned      learned            `json:"train"`
	Learners     int                `json:"learners"`
	With         int                `json:"with_outcome"`
	Runs         []string           `json:"runs"`
	AUC          *float64           `json:"auc"`
	AUCLow       *float64           `json:"auc_low"` // of the 90 % interval
	AUCHigh      *float64           `json:"auc_high"`
	ECE          *float64           `json:"ece"`
	Noise        *float64           `json:"ece_of_right_probabilities"`
	Recalibrated *float64           `json:"ece_recalibrated"`
	Shift        *float64           `json:"intercept_shift"`
	Calibration  []binRow           `json:"calibration"`
	Lists        []listRow          `json:"lists"`
	Rule         *ruleRow           `json:"inactivity_rule"` // null where recent activity is not known
	Fairness     []groupsRow        `json:"fairness"`
	Coefficients map[string]float64 `json:"coefficients"` // standardised
}

type learned struct {
	Runs     []string `json:"runs"`
	Learners int      `json:"learners"`
	With     int      `json:"with_outcome"`
	Model    string   `json:"model"`
}

type binRow struct {
	N        int     `json:"n"`
	Expected float64 `json:"expected"`
	Observed float64 `json:"observed"`
	Low      float64 `json:"low"`
	High     float64 `json:"high"`
}

// listRow is a list of a share of all learners.
type listRow struct {
	Share    float64  `json:"share"`
	N        int      `json:"n"`
	Expected *float64 `json:"expected_hits"`
	Low      *float64 `json:"expected_low"`
	High     *float64 `json:"expected_high"`
	Hits     int      `json:"hits"`
	PPV      *float64 `json:"precision"`
	Recall   *float64 `json:"recall"`
}

type ruleRow struct {
	AUC       *float64 `json:"auc"`
	Flagged   int      `json:"flagged"`
	Precision *float64 `json:"precision"`
	Model     *float64 `json:"precision_of_model"` // among as many
	Better    *float64 `json:"auc_difference"`
	Low       *float64 `json:"auc_difference_low"`
	High      *float64 `json:"auc_difference_high"`
	Verdict   string   `json:"verdict"`
}

type groupsRow struct {
	Attribute string     `json:"attribute"`
	Gap       *float64   `json:"gap"`
	Low       *float64   `json:"gap_low"`
	High      *float64   `json:"gap_high"`
	Groups    []groupRow `json:"groups"`
}

type groupRow struct {
	Group string   `json:"group"`
	N     int      `json:"n"`             // without the outcome
	Share *float64 `json:"share_flagged"` // of them
}

func newRiskReport(o *riskOptions, tests []riskTest) *riskReport {
	r := &riskReport{
		Bench: "risk", Machine: machine(), Folder: o.folder, Train: o.train, Test: o.test, Outcome: "failed or withdrew",
		Source: ouladSource, Tests: []riskRow{},
	}
	for i := range tests {
		r.Tests = append(r.Tests, tests[i].row())
	}
	return r
}

// number is nil where there is none.
func number(x float64) *float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return &x
}

func (t *riskTest) row() riskRow {
	r := riskRow{Week: t.week, Stage: t.stage, Skipped: t.skipped}
	b := t.test
	if b == nil {
		return r
	}
	m := b.Model
	r.Learned = learned{Runs: m.Runs, Learners: m.Learners, With: m.With, Model: m.ID()}
	r.Learners, r.With, r.Runs = b.Learners, b.With, b.Runs
	r.AUC, r.AUCLow, r.AUCHigh = number(b.AUC.Value), number(b.AUC.Low), number(b.AUC.High)
	r.ECE, r.Noise, r.Recalibrated, r.Shift = number(b.ECE), number(b.Noise), number(b.Recalibrated), number(b.Shift)
	for _, x := range b.Bins {
		r.Calibration = append(r.Calibration, binRow{x.N, x.Expected, x.Observed.Value, x.Observed.Low, x.Observed.High})
	}
	for _, share := range []float64{0.1, 0.2, 0.25} {
		r.Lists = append(r.Lists, listOf(b, share))
	}
	if x := b.Rule; x.Rule.K > 0 {
		r.Rule = &ruleRow{
			number(x.AUC.Value), x.Rule.K, number(x.Rule.PPV.Value), number(x.Model.PPV.Value),
			number(x.Better.Value), number(x.Better.Low), number(x.Better.High), x.Verdict,
		}
	}
	for _, g := range t.audit {
		row := groupsRow{Attribute: g.Attribute, Gap: number(g.Gap), Low: number(g.Low), High: number(g.High), Groups: []groupRow{}}
		for _, x := range g.Groups {
			row.Groups = append(row.Groups, groupRow{x.Group, x.Share.N, number(x.Share.Value)})
		}
		r.Fairness = append(r.Fairness, row)
	}
	r.Coefficients = map[string]float64{}
	for k, name := range m.Features {
		r.Coefficients[name] = m.Model.Beta[k]
	}
	return r
}

func listOf(b *scoring.BackTest, share float64) listRow {
	c := b.AtShare(share)
	e := scoring.AtCapacity(b.Probability, c.K).Expected
	return listRow{share, c.K, number(e.Value), number(e.Low), number(e.High), c.Hits, number(c.PPV.Value), number(c.Recall.Value)}
}

func (r *riskReport) write(w io.Writer, format string) error {
	if format == "json" {
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(r)
	}
	fmt.Fprintf(w, "risk, learned from %s and tested on %s (%s), on %s\n\n", r.Train, r.Test, r.Source, r.Machine)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "as of\tlearners\t"+r.Outcome+"\tAUC\t90 %\tECE\tprecision, top 20 %\trecall\tAUC more than the rule\twidest gap\t")
	for i := range r.Tests {
		r.Tests[i].line(t)
	}
	return t.Flush()
}

func (r *riskRow) line(w io.Writer) {
	at := "week " + strconv.Itoa(r.Week)
	if r.Week == 0 {
		at = strconv.Itoa(r.Stage) + " %"
	}
	if r.AUC == nil {
		fmt.Fprintf(w, "%s\tskipped: %s\t\t\t\t\t\t\t\t\t\n", at, r.Skipped)
		return
	}
	more, gap := "-", (*float64)(nil)
	if r.Rule != nil {
		more = short(r.Rule.Better)
	}
	for _, g := range r.Fairness {
		if g.Gap != nil && (gap == nil || *g.Gap > *gap) {
			gap = g.Gap
		}
	}
	list := r.Lists[1]
	fmt.Fprintf(w, "%s\t%d\t%d\t%s\t%s-%s\t%s\t%s\t%s\t%s\t%s\t\n", at, r.Learners, r.With, short(r.AUC), short(r.AUCLow), short(r.AUCHigh),
		short(r.ECE), short(list.PPV), short(list.Recall), more, short(gap))
}

// short writes a share.
func short(x *float64) string {
	if x == nil {
		return "-"
	}
	return strconv.FormatFloat(*x, 'f', 3, 64)
}
