package scoring

// Struggle are the limits from which an item is said to be hard.
type Struggle struct{}

// DefaultStruggle are the limits of the design.
func DefaultStruggle() Struggle { return Struggle{} }

// Items are what first responses say of each activity of a class.
func Items(c *Class, _ *Standing, _ Struggle) []Item { return make([]Item, len(c.Activities)) }
