package data

// ScoreNotes are what a score says of its own bounds, for those who look for
// systems that write scores wrongly; one bit each. They are not Flags: most of
// them stand on scores that are right.
type ScoreNotes uint8

// The notes.
const (
	NoteMax      ScoreNotes = 1 << iota // a maximum is stated
	NoteMaxOne                          // the maximum is 1
	NoteOverMax                         // raw is more than the maximum
	NoteUnderMin                        // raw is less than the minimum
	NoteAgainst                         // success says the opposite of the score
)

// Notes are those on the score.
func (r *Result) Notes() (n ScoreNotes) {
	if r.Max != nil {
		n |= NoteMax
		if *r.Max == 1 {
			n |= NoteMaxOne
		}
		if r.Raw != nil && *r.Raw > *r.Max {
			n |= NoteOverMax
		}
	}
	if r.Raw != nil && r.Min != nil && *r.Raw < *r.Min {
		n |= NoteUnderMin
	}
	if r.against() {
		n |= NoteAgainst
	}
	return n
}

// against says whether success contradicts the score: by the mastery score
// where there is one, else only where all of the points were a failure, or none
// of them a success, since what is enough to pass is not known.
func (r *Result) against() bool {
	score := r.Score()
	if r.Success == nil || score == nil {
		return false
	}
	if r.MasteryScore != nil {
		return *r.Success != (*score >= *r.MasteryScore)
	}
	return *r.Success && *score <= 0 || !*r.Success && *score >= 1
}
