package query

import (
	"strings"

	"lrx/internal/safetext"
)

// ClassNeededError says that a question about scores is about one class, and
// which ones there are to choose from.
type ClassNeededError struct {
	Classes []safetext.Safe // ids
}

func (e *ClassNeededError) Error() string {
	if len(e.Classes) == 0 {
		return "a score is one class's: everyone together has none"
	}
	names := make([]string, len(e.Classes))
	for i, c := range e.Classes {
		names[i] = string(c)
	}
	return "a score is one class's, and there are several: " + strings.Join(names, ", ")
}
