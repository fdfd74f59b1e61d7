package scoring

// Profile is everything adjustable about scores.
type Profile struct{}
