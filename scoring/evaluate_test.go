package scoring

import "testing"

func TestEvaluateEmpty(t *testing.T) {
	t.Parallel()
	if s := Evaluate(&Class{}, DefaultProfile()); len(s.Scores) != 0 || len(s.Class) != len(Factors()) {
		t.Errorf("scores of nobody: %+v", s)
	}
	if wrong := DefaultProfile().Check(); len(wrong) > 0 {
		t.Errorf("the default profile has faults: %v", wrong[0])
	}
}
