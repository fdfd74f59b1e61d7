package query

import (
	"context"

	"lrx/internal/safetext"
)

// Sanity is a sort of scores that arrived wrong, from one source.
type Sanity struct {
	Source     safetext.Safe
	Problem    safetext.Safe // a code: "scaled out of range", "raw over max", …
	Says       safetext.Safe // what it means and what was done about it
	Statements int64
	Learners   int64
	Activities int64
	LeftOut    int64         // results that are in no score because of it
	Example    safetext.Safe // id of a statement
}

// sanityWords says what each sort of wrong score means, and what was done about it.
var sanityWords = map[string]safetext.Safe{
	"max always 1": "The maximum is 1 with every result of these activities, and most are more than it: percentages or points were written beside a wrong maximum. " +
		"They are in no score until the source writes the right one.",
	"scaled out of range": "The scaled score is outside -1 to 1: percentages belong into raw, with a maximum of 100. These results are in no score.",
	"raw over max":        "The points are more than the maximum, as with bonus points. These results are in no score.",
	"raw under min":       "The points are less than the minimum. These results are in no score.",
	"raw out of range":    "The points are outside their minimum and maximum; lrx store rebuild tells which. These results are in no score.",
	"scaled unlike raw/max": "The scaled score and the points of the maximum lie more than 0.01 apart, so that one of them is wrong. " +
		"These results are in no score.",
	"success against score": "Success says the opposite of the score: by the mastery score, or of all points or none. " +
		"Success decides what is right, the score how much; nothing is left out.",
}

// Sanity lists the sorts of scores that arrived wrong, by source; those that
// cost most results first. A result stands in one of them.
func (s *Store) Sanity(ctx context.Context, v Viewer, f Filter) (List[Sanity], error) {
	return gather(ctx, s, v, f, sanityColumns(), func(q *asked) ([]Sanity, error) {
		var out []Sanity
		err := q.rows(ctx, "sanity", func(scan func(...any) error) error {
			var source, problem, example string
			var x Sanity
			err := scan(&source, &problem, &x.Statements, &x.Learners, &x.Activities, &x.LeftOut, &example)
			x.Source, x.Problem, x.Says, x.Example = safetext.Clean(source), safetext.Safe(problem), sanityWords[problem], safetext.Safe(example)
			out = append(out, x)
			return err
		})
		return out, err
	})
}

// SanitySheet is the sheet of scores that arrived wrong; a row leads to its example.
func SanitySheet(l List[Sanity], v Viewer) Sheet {
	return sheetOf("sanity", l, v, sanityColumns(), func(x Sanity) string { return string(x.Example) })
}

func sanityColumns() []column[Sanity] {
	return []column[Sanity]{
		col("source", "Source", KindText, 18, 1, "A file or a Learning Record Store.", func(x Sanity) any { return x.Source }),
		col("problem", "Problem", KindWord, 21, 1, "What is wrong with the scores. A result stands in one sort: the first that holds of max always 1, scaled out of range, "+
			"raw over max, raw under min, scaled unlike raw/max, success against score.", func(x Sanity) any { return x.Problem }),
		col("statements", "Statements", KindCount, 10, 1, "Statements with such a score.", func(x Sanity) any { return x.Statements }),
		col("learners", "Learners", KindCount, 8, 3, "Learners with such a statement.", func(x Sanity) any { return x.Learners }),
		col("activities", "Activities", KindCount, 10, 3, "Activities they are about.", func(x Sanity) any { return x.Activities }),
		col("left_out", "Left out", KindCount, 8, 1, "Results that are in no score, mean or mastery because of it. They are never mended silently.", func(x Sanity) any { return x.LeftOut }),
		col("example", "Example", KindID, 36, 4, "Id of the earliest such statement.", func(x Sanity) any { return x.Example }),
		col("says", "In words", KindText, 60, 2, "What it means, and what was done about it.", func(x Sanity) any { return x.Says }),
	}
}
