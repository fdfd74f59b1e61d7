package scoring

import "math"

// source is an observation of one learner: what a used row of her evidence is about. The
// same try, work or session can be the source of more than one factor.
type source struct {
	kind sourceKind
	n    int // which one, by the kind
}

// sourceKind says what a source is.
type sourceKind uint8

// The kinds.
const (
	ofTry      sourceKind = iota // index of the learner's tries
	ofDue                        // index of the activity
	ofSession                    // index of the sessions that count
	ofSocial                     // all social acts together, which are known as a number alone
	ofVisit                      // index of the activity
	ofFeedback                   // index of the learner's feedback
)

// settled says why there is no value where the parts do not, and that nothing is used then.
func settled(f factor) factor {
	if !math.IsNaN(f.value) {
		return f
	}
	f.used = nil
	if f.missing == "" {
		f.missing = "nothing is known that the profile gives a weight"
	}
	return f
}

// evidence counts the sources of a learner's factors, each once.
func evidence(factors []factor) int {
	seen := map[source]bool{}
	for _, f := range factors {
		for _, s := range f.used {
			seen[s] = true
		}
	}
	return len(seen)
}
