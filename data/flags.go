package data

// Names are the flags' names for receipts and JSON, in the order of the bits.
func (f Flags) Names() []string {
	var names []string
	for i, name := range [...]string{
		"no-id", "no-timestamp", "no-offset", "future", "scaled-range", "raw-range", "scaled-raw-mismatch",
		"duration", "group", "no-ifi", "void-no-ref", "plain-string", "version", "activity", "voided-at-source",
	} {
		if f&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return names
}
