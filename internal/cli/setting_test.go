package cli

import (
	"strings"
	"testing"
)

type madeUpProfile struct {
	Weights struct {
		Achievement float64 `json:"achievement"`
		DueWork     float64 `json:"due_work"`
	} `json:"weights"`
	AttemptRule string `json:"attempt_rule"`
	States      struct {
		Days int `json:"days"`
	} `json:"states"`
	Verbs map[string]string `json:"verbs,omitempty"`
}

func TestChangedSettings(t *testing.T) {
	t.Parallel()
	var before madeUpProfile
	before.Weights.Achievement, before.Weights.DueWork, before.AttemptRule, before.States.Days = 0.35, 0.1+0.2, "last", 7
	before.Verbs = map[string]string{"urn:a": "urn:b"}
	for _, tt := range []struct {
		flag, prefix, text string
		want               func(madeUpProfile) bool
		err                string
	}{
		{"weight", "weights.", "Due work=0.5", func(p madeUpProfile) bool { return p.Weights.DueWork == 0.5 && p.Weights.Achievement == 0.35 }, ""},
		{"weight", "weights.", "due-work=0", func(p madeUpProfile) bool { return p.Weights.DueWork == 0 }, ""},
		{"rule", "", "attempt_rule=best", func(p madeUpProfile) bool { return p.AttemptRule == "best" && p.Weights.DueWork == 0.1+0.2 }, ""},
		{"set", "", "states.days=14", func(p madeUpProfile) bool { return p.States.Days == 14 && p.Verbs["urn:a"] == "urn:b" }, ""},
		{"set", "", "states.days=1.5", nil, "states.days cannot be number 1.5"},
		{"weight", "weights.", "luck=1", nil, `--weight: there is no setting "luck" in weights`},
		{"set", "", "state.days=1", nil, `--set: there is no setting "state"`},
		{"set", "", "states=1", nil, `--set: there is no setting "states"`},
		{"weight", "weights.", "due_work=much", nil, `--weight: "much" is no number`},
		{"weight", "weights.", "due_work=0x10", nil, `--weight: "0x10" is no number`},
		{"weight", "weights.", "due_work=NaN", nil, `--weight: "NaN" is no number`},
		{"weight", "weights.", "due_work", nil, `--weight: "due_work" is no name and value`},
	} {
		t.Run(tt.text, func(t *testing.T) {
			t.Parallel()
			s, err := parseSetting(tt.flag, tt.prefix, tt.text)
			var after madeUpProfile
			if err == nil {
				after, err = changed(before, []setting{s})
			}
			switch {
			case tt.err == "" && err != nil:
				t.Fatal(err)
			case tt.err != "" && (err == nil || !strings.Contains(err.Error(), tt.err)):
				t.Fatalf("error %v, want %q", err, tt.err)
			case tt.err == "" && !tt.want(after):
				t.Errorf("it is %+v", after)
			}
		})
	}
}
