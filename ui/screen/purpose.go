package screen

import (
	"strings"

	"lrx/internal/safetext"
	"lrx/query"
)

// Sorted is what a note of sorting people says that was done.
const Sorted = "sorted"

// guard asks what people are sorted for by what a score says of them, and has
// it noted, before that is done. One purpose holds while the list is open.
func (l *list) guard(c query.Column, sort func() Effect) Effect {
	record := func(purpose string) Effect {
		return Effect{Record: &Record{What: Sorted, About: l.tab.About, Purpose: purpose, Then: func() Effect {
			l.purpose = purpose
			return sort()
		}}}
	}
	if l.purpose != "" {
		return record(l.purpose)
	}
	return Effect{Ask: &Ask{
		Title: "What do you sort people by " + ranked(c) + " for?",
		Note:  "The answer is kept. A score describes, it does not rank.",
		Take: func(text string) (Effect, safetext.Safe) {
			if text = strings.TrimSpace(text); text == "" {
				return Effect{}, "without a purpose the list stays sorted by name"
			}
			return record(text), ""
		},
	}}
}

// guards says whether people are sorted by a column for a purpose only.
func (l *list) guards(column string) bool { return l.tab.Guarded != nil && l.tab.Guarded(column) }

// ranked is what a column sorts by: a bar by the number it shows.
func ranked(c query.Column) safetext.Safe {
	if c.Kind == query.KindBar || c.Kind == query.KindRange {
		return "score"
	}
	return safetext.Clean(c.Title)
}
