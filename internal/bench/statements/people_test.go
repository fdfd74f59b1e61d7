package statements_test

import (
	"bytes"
	"testing"

	"lrx/data"
	"lrx/internal/bench/statements"
)

func TestPeople(t *testing.T) {
	t.Parallel()
	p := statements.People{Learners: 200, Each: 2, Seed: 1}
	var b, again bytes.Buffer
	for _, to := range []*bytes.Buffer{&b, &again} {
		if err := statements.WritePeople(to, p); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(b.Bytes(), again.Bytes()) {
		t.Error("two runs are not the same")
	}
	ids, keys := map[string]bool{}, map[string]bool{}
	for _, s := range decoded(t, b.Bytes()) {
		ids[s.ID.String()], keys[s.Actor.Key] = true, true
	}
	if len(ids) != 200*2*statements.Identifiers || len(keys) != 200*statements.Identifiers {
		t.Errorf("%d statements of %d identifiers", len(ids), len(keys))
	}
	var decisions bytes.Buffer
	if err := statements.WriteDecisions(&decisions, p); err != nil {
		t.Fatal(err)
	}
	// All but the last identifier of every twentieth learner are with the others.
	lines := bytes.Split(bytes.TrimSpace(decisions.Bytes()), []byte("\n"))[1:]
	if len(lines) != 2*200-10 {
		t.Errorf("%d decisions", len(lines))
	}
	for _, line := range lines {
		for _, ifi := range bytes.Split(line, []byte(","))[1:3] {
			if key, ok := data.ParseIFI(string(ifi)); !ok || !keys[key] {
				t.Fatalf("%s is nobody's", ifi)
			}
		}
	}
}
