package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
)

// riskLimit is what a model of risk has to reach in a week.
type riskLimit struct {
	week int
	auc  float64 // at least
}

func riskLimits() []riskLimit { return []riskLimit{{2, 0.68}, {4, 0.745}, {8, 0.79}, {12, 0.82}} }

// What else is held to limits: the first in all weeks, the others in one.
const (
	riskECE       = 0.03
	ruleWeek      = 2
	moreAUC       = 0.08
	morePrecision = 0.03
	fairWeek      = 4
	fairGap       = 0.03
)

// risk holds the model to its limits, learned from one year and tested on the next.
func risk(ctx context.Context, s *scoringOptions) ([]scored, error) {
	o := &riskOptions{folder: filepath.Join(s.data, "oulad"), train: "2013", test: ouladYear}
	if _, err := os.Stat(o.folder); err != nil {
		return []scored{skip("risk, ridge logistic", "OULAD", "no folder "+o.folder)}, nil
	}
	for _, l := range riskLimits() {
		o.weeks = append(o.weeks, l.week)
	}
	tests, err := o.measure(ctx)
	if err != nil {
		return nil, err
	}
	var out []scored
	for i, l := range riskLimits() {
		out = append(out, tests[i].limits(l)...)
	}
	return out, nil
}

// limits holds a test to what was promised of its week.
func (t *riskTest) limits(l riskLimit) []scored {
	row := func(output string) scored {
		return scored{Output: "risk, ridge logistic: " + output, Data: fmt.Sprintf("OULAD, week %d", t.week), Note: ouladSource}
	}
	b, ece, more, precision, gap := t.test, riskECE, moreAUC, morePrecision, fairGap
	out := []scored{row("AUC").within(b.AUC.Value, &l.auc, nil), row("ECE").within(b.ECE, nil, &ece)}
	if t.week == ruleWeek {
		out = append(out,
			row("AUC more than the rule of no activity").within(b.Rule.Better.Value, &more, nil),
			row("precision more than the rule's, as many flagged").within(b.Rule.Precision, &precision, nil))
	}
	if t.week == fairWeek {
		for _, g := range t.audit {
			out = append(out, row("gap in false alarms by "+g.Attribute).within(g.Gap, nil, &gap))
		}
	}
	return out
}
