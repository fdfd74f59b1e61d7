package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"lrx/internal/cli/output"
	"lrx/internal/safetext"
	"lrx/query"
	"lrx/scoring"
)

// scoreLists are the lists about scores. They are of one class, as of a time.
func scoreLists() []list {
	const ofClass = byClass | byPeriod | byAsOf | withOrder
	return []list{
		{
			name: "scores", short: "Scores of a class with interval, state and evidence, by name",
			long: "Lists the learners of a class with their scores: 90 % interval, state, coverage and evidence. Who has not enough evidence\n" +
				"has no number. lrx score LEARNER shows what a score is made of. The list is by name; to sort people by a score, say\n" +
				"with --purpose what for: it is kept in the audit file.",
			example: "lrx scores --class 'Biology 7a'\n" +
				"lrx scores --class 'Biology 7a' --as-of 2026-03-01 --format csv\n" +
				"lrx scores --class 'Biology 7a' --sort score --purpose 'who may need support this week'",
			filters: ofClass | byGroup | withPurpose,
			sheet:   answer((*query.Store).Scores, query.ScoreSheet),
		},
		{
			name: "evidence", short: "The evidence behind a learner's score, and what is not used and why",
			long: "Lists the observations behind the score of the learner that --learner names, newest first: the factor they belong to, the value\n" +
				"they count as, and how they count, or why they do not. With --signal it is the evidence behind that signal (lrx risk).",
			example: "lrx evidence --learner 'Kim Li' --class 'Biology 7a'\n" +
				"lrx evidence --learner 'Kim Li' --factor 'due work'\n" +
				"lrx evidence --learner 'Kim Li' --signal inactive\n" +
				"lrx evidence --learner L-7QXKM2PA4C --unused --format csv",
			filters: ofClass | byLearner | ofFactor | ofSignal,
			sheet:   evidence,
		},
		{
			name: "struggling", short: "Items, areas and skills where a class struggles",
			long: "Lists items, areas and skills with the share of wrong first responses, its 80 % interval and a verdict: struggling, watch\n" +
				"or too few. What is not flagged is not shown to be easy: with few responses little can be told.",
			example: "lrx struggling --class 'Biology 7a'\n" +
				"lrx struggling --class 'Biology 7a' --kind area\n" +
				"lrx struggling --class 'Biology 7a' --sort -wrong_rate --format json",
			filters: ofClass | ofKind,
			sheet:   struggling,
		},
		riskList(),
		{
			name: "mastery", short: "What learners know in an area, and whose gap it is",
			long: "Lists the learners of a class with their mastery of the course, or of an area or a skill of it: the share of the items they\n" +
				"would answer right at the first try, with its 90 % interval, and whether the gap is the learner's or the class's.",
			example: "lrx mastery --class 'Biology 7a'\n" +
				"lrx mastery --class 'Biology 7a' --area 'Module 3: Enzymes'\n" +
				"lrx mastery --learner 'Kim Li' --format json",
			filters: ofClass | byArea | byGroup | byLearner | withPurpose,
			sheet:   answer((*query.Store).Mastery, query.StandingSheet),
		},
		{
			name: "grid", short: "Who answered which item how: first responses, tries, right in the end",
			long: "Lists the first responses of a class, learners and items in Guttman order: by what was got right. As a table it is a\n" +
				"grid with a sign for each response; CSV, JSON and NDJSON have a row for each learner and item.",
			example: "lrx grid --class 'Biology 7a'\n" +
				"lrx grid --class 'Biology 7a' --area 'Quiz: Cells' --format csv",
			filters: byClass | byPeriod | byAsOf | byArea | byGroup,
			sheet: func(ctx context.Context, s *query.Store, v query.Viewer, f query.Filter) (query.Sheet, error) {
				g, err := s.Grid(ctx, v, f)
				return cut(query.GridSheet(g, v), f.Limit), err
			},
			people: showGrid,
		},
		{
			name: "sanity", short: "Scores that arrived wrong, by source, and what was left out because of it",
			long: "Lists what is wrong with the scores of each source: scaled outside -1..1, points over their maximum or under their\n" +
				"minimum, a scaled score unlike the points, a maximum that is always 1, success that contradicts the score. Such\n" +
				"results are left out of scores and never mended silently; how many is said, with one of them as an example.",
			example: "lrx sanity\n" +
				"lrx sanity --source quiz-tool.ndjson --format json",
			filters: common | byClass | byLearner,
			sheet:   answer((*query.Store).Sanity, query.SanitySheet),
		},
	}
}

// struggling narrows the list to a kind before its limit.
func struggling(ctx context.Context, s *query.Store, v query.Viewer, f query.Filter) (query.Sheet, error) {
	limit := f.Limit
	f.Limit = 0
	l, err := s.Struggling(ctx, v, f)
	if err != nil {
		return query.Sheet{}, err
	}
	if f.Kind != "" {
		var rows []query.Struggling
		for _, r := range l.Rows {
			if r.Kind == safetext.Safe(f.Kind) {
				rows = append(rows, r)
			}
		}
		l.Rows, l.Total = rows, len(rows)
	}
	return cut(query.StrugglingSheet(l, v), limit), nil
}

// cut shortens a sheet to a limit; 0 leaves it whole.
func cut(s query.Sheet, limit int) query.Sheet {
	if limit > 0 && len(s.Rows) > limit {
		s.Rows, s.Truncated = s.Rows[:limit], true
	}
	return s
}

// evidence is about one learner, who has to be named.
func evidence(ctx context.Context, s *query.Store, v query.Viewer, f query.Filter) (query.Sheet, error) {
	if f.Learner == "" {
		return query.Sheet{}, usage("--learner takes a learner id, mailto:… or exact name", "the evidence is that about a learner: name one with --learner")
	}
	if f.Signal != "" {
		return answer((*query.Store).SignalRows, query.ObservationSheet)(ctx, s, v, f)
	}
	return answer((*query.Store).Observations, query.ObservationSheet)(ctx, s, v, f)
}

// checkScoreWords refuses a kind that nothing is of, and a factor that there is
// not; a factor's words may be joined as in JSON.
func (r *request) checkScoreWords() error {
	if f := &r.filter.Factor; *f != "" {
		*f = strings.NewReplacer("_", " ", "-", " ").Replace(strings.ToLower(*f))
		if !slices.Contains(scoring.Factors(), scoring.Factor(*f)) {
			return usage("write achievement, due work, participation, regularity, effort or feedback", "--factor: there is no factor %q", *f)
		}
	}
	if err := r.checkRiskWords(); err != nil {
		return err
	}
	switch r.filter.Kind {
	case "", "item", "area", "skill":
		return nil
	}
	return usage("write item, area or skill", "--kind: there is no kind %q", r.filter.Kind)
}

// checkPurpose asks why, before people are sorted by what a score says of them.
func (r *request) checkPurpose(sheet string) error {
	if query.NeedsPurpose(sheet, r.filter.Sort) && strings.TrimSpace(r.filter.Purpose) == "" {
		return usage("--purpose 'who may need support this week'; without --sort nobody is sorted by it",
			"sorting people by %s needs a purpose: it is kept in the audit file", r.filter.Sort)
	}
	return nil
}

// keepPurpose writes down that people were sorted by a score, and why.
func (a *app) keepPurpose(ctx context.Context, s *query.Store, r *request, sheet string) error {
	if !query.NeedsPurpose(sheet, r.filter.Sort) {
		return nil
	}
	about := r.filter.Class
	if id, err := s.ClassID(ctx, r.viewer, about); err == nil { // everyone has no id
		about = id
	}
	return a.keepUse(ctx, use{what: "sorted", about: about, purpose: r.filter.Purpose})
}

func (a *app) timelineCommand() *cobra.Command {
	var r request
	c := &cobra.Command{
		Use: "timeline LEARNER", Short: "One learner's score over time, week by week, as it was known then", GroupID: groupThings,
		Long: "Lists a learner's score as of each week, from what was known then. Weeks without enough evidence have no number.",
		Example: "lrx timeline L-7QXKM2PA4C --class 'Biology 7a'\n" +
			"lrx timeline 'Kim Li' --format json",
		Args: oneArgument("a learner id, mailto:… or exact name"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := r.read(c, a); err != nil {
				return err
			}
			return a.askFor(c.Context(), &r, func(s *query.Store) error {
				l, err := s.Timeline(c.Context(), r.viewer, args[0], r.filter)
				if err != nil {
					return err
				}
				return a.writeSheet(query.TimelineSheet(l, r.viewer), r.out)
			})
		},
	}
	r.addFilters(c, byClass|byPeriod|byAsOf)
	r.addOutput(c, output.Table, output.Table, output.CSV, output.JSON, output.NDJSON)
	r.addMask(c)
	return c
}
