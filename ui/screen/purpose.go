package screen

import (
	"strings"

	"lrx/internal/safetext"
	"lrx/query"
)

// Sorted is what a note of sorting people says that was done.
const Sorted = "sorted"

// guard asks what people are sorted for by what a score says of them, or what
// they are narrowed down for, and has it noted, before that is done. One purpose
// holds while the list is open.
func (l *list) guard(question, without safetext.Safe, do func() Effect) Effect {
	record := func(purpose string) Effect {
		return Effect{Record: &Record{What: Sorted, About: l.tab.About, Purpose: purpose, Then: func() Effect {
			l.purpose = purpose
			return do()
		}}}
	}
	if l.purpose != "" {
		return record(l.purpose)
	}
	return Effect{Ask: &Ask{
		Title: question,
		Note:  "The answer is kept. A score describes, it does not rank.",
		Take: func(text string) (Effect, safetext.Safe) {
			if text = strings.TrimSpace(text); text == "" {
				return Effect{}, "without a purpose " + without
			}
			return record(text), ""
		},
	}}
}

// narrowed asks what for where a filter that was typed picks people by what a
// score says of them: who is left is a list of people by score as much as a
// sorted one is.
func (l *list) narrowed() Effect {
	column := l.withheld()
	if column == "" {
		return Effect{}
	}
	filter := l.look.filter
	return l.guard("What do you filter people by "+column+" for?", "the list shows everybody", func() Effect {
		l.look.filter, l.allowed = filter, filter
		return Effect{Cmd: l.arrange(l.shown, false)}
	})
}

// withheld is the first column that people would be narrowed down by, and are
// not, because nobody said what for; "" = none.
func (l *list) withheld() safetext.Safe {
	if l.tab.Guarded == nil || l.look.filter == l.allowed {
		return ""
	}
	return l.narrows()
}

// narrows is the first column of the filter that needs a purpose; "" = none.
func (l *list) narrows() safetext.Safe {
	for _, t := range parseFilter(l.look.filter, l.shown.Columns) {
		if t.column >= 0 && l.guards(l.shown.Columns[t.column].Key) {
			return ranked(l.shown.Columns[t.column])
		}
	}
	return ""
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
