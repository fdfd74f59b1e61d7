package query

import (
	"context"

	"lrx/internal/safetext"
)

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
