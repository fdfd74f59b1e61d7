package lrs

import "fmt"

// Verdict says whether a pull got everything, and how that is known.
type Verdict struct {
	State  VerdictState
	Short  int    // statements known to be missing, for VerdictShort
	Reason string // a sentence
}

// VerdictState is the verdict in a word.
type VerdictState uint8

// The verdicts. The zero value claims nothing.
const (
	VerdictUnknown VerdictState = iota
	VerdictComplete
	VerdictShort
)

// String is the verdict as receipts have it.
func (v Verdict) String() string {
	switch v.State {
	case VerdictComplete:
		return "yes"
	case VerdictShort:
		return fmt.Sprintf("short by %d", v.Short)
	case VerdictUnknown:
	}
	return "cannot tell"
}

// verdict says what the check came to.
func (r *recounter) verdict() Verdict {
	if r.found > 0 {
		r.note("page by page, %s left out %d statements; asking by time brought them", r.base.Host, r.found)
	}
	why := r.unclear
	switch {
	case why != "":
	case r.sum.Broken > 0:
		return Verdict{VerdictShort, r.sum.Broken, fmt.Sprintf("%d statements came in a form that is no JSON", r.sum.Broken)}
	case r.blind:
		why = "the pull was interrupted, and what came before that was not compared"
	case r.cur.Filter == FilterTimestamp && !r.start.IsZero():
		why = fmt.Sprintf("%s compares since with the time of the deed: what arrived later than the overlap is not shown", r.base.Host)
	case len(r.seen) == 0 && r.cur.Through.IsZero():
		return Verdict{State: VerdictComplete, Reason: printable(fmt.Sprintf("%s shows this key no statement, however it is asked; lrx source check %s says what that may mean", r.base.Host, r.source.Name))}
	default:
		return Verdict{State: VerdictComplete, Reason: fmt.Sprintf("%s was asked again by time, and showed the same %d statements", r.base.Host, len(r.seen))}
	}
	return Verdict{State: VerdictUnknown, Reason: printable(why)}
}
