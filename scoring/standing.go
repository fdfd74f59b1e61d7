package scoring

// Standing is the mastery of each learner of a class, and the difficulty of
// each item, after the first responses of the class in the order of time.
type Standing struct{}

// Estimate is a value with its 90 % interval; NaN where there is none.
type Estimate struct {
	Value, Low, High, SD float64
	N                    int // responses behind it
}
