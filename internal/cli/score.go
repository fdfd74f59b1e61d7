package cli

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"lrx/internal/cli/output"
	"lrx/internal/cli/page"
	"lrx/internal/demo"
	"lrx/internal/safetext"
	"lrx/query"
	"lrx/scoring"
)

func (a *app) scoreCommand() *cobra.Command {
	var (
		r      request
		whyNot bool
	)
	c := &cobra.Command{
		Use: "score LEARNER", Short: "One learner's score as a receipt that can be checked by hand", GroupID: groupThings,
		Long: "Shows the score of a learner in a class with all it is made of: each factor with its weight, value, 90 % interval, points\n" +
			"and evidence, what is missing, what looks odd, and what the score cannot see. The points of the factors add up to the\n" +
			"score. Without enough evidence there is no number. CSV has a row for each factor.",
		Example: "lrx score L-7QXKM2PA4C --class 'Biology 7a'\n" +
			"lrx score 'Kim Li' --class 'Biology 7a' --why-not\n" +
			"lrx score mailto:kim@example.org --as-of 2026-03-01 --format json",
		Args: oneArgument("a learner id, mailto:… or exact name"),
		RunE: func(c *cobra.Command, args []string) error {
			if strings.TrimSpace(args[0]) == "" {
				return usage(c.CommandPath()+" --help shows examples", "the id is empty")
			}
			if err := r.read(c, a); err != nil {
				return err
			}
			r.filter.Unused = true
			return a.askFor(c.Context(), &r, func(s *query.Store) error {
				receipt, err := s.Score(c.Context(), r.viewer, args[0], r.filter)
				if err != nil {
					return err
				}
				return a.writeScore(receipt, &r, whyNot)
			})
		},
	}
	r.addFilters(c, byClass|byPeriod|byAsOf)
	r.addOutput(c, output.Table, output.Table, output.CSV, output.JSON, output.NDJSON)
	r.addMask(c)
	c.Flags().BoolVar(&whyNot, "why-not", false, "list the evidence that is not used, each with the reason")
	return c
}

func (a *app) writeScore(receipt query.Receipt, r *request, whyNot bool) error {
	switch r.out {
	case output.CSV:
		_, err := output.Sheet(a.env.Stdout, r.out, query.ReceiptSheet(receipt, r.viewer), a.terminal())
		return err
	case output.JSON, output.NDJSON:
		answer, err := scoreAnswerOf(receipt, r.viewer)
		if err != nil {
			return err
		}
		return writeJSON(a.env.Stdout, answer)
	}
	style := a.style()
	style.Unused = whyNot
	p := page.New(receipt, r.viewer.TZ)
	p.Made.Note = a.madeUp()
	return p.Text(a.env.Stdout, style)
}

// mostText is how wide sentences are at most, in cells: longer lines are hard to read.
const mostText = 100

// madeUp says of made-up data that it is; "" of all other.
func (a *app) madeUp() safetext.Safe {
	if isDemo(a.dir()) {
		return safetext.Clean("Of a " + demo.Label + ".")
	}
	return ""
}

// scoreAnswer is a receipt for programs. The keys to Unused are relied on; more stand behind them.
type scoreAnswer struct {
	Learner  safetext.Safe   `json:"learner"`
	Class    safetext.Safe   `json:"class"`
	Score    *float64        `json:"score"`
	Low      *float64        `json:"low"`
	High     *float64        `json:"high"`
	State    scoring.State   `json:"state"`
	Coverage float64         `json:"coverage"`
	Profile  string          `json:"profile"`
	AsOf     string          `json:"as_of"`
	Factors  []scoring.Line  `json:"factors"`
	Unused   json.RawMessage `json:"unused"` // observations

	Name      safetext.Safe `json:"name"`
	ClassName safetext.Safe `json:"class_name"`
	VsClass   *float64      `json:"vs_class"`
	Evidence  int           `json:"evidence"`
	Why       []string      `json:"why"`    // what is missing
	Flags     []string      `json:"flags"`  // what looks odd
	Cannot    []string      `json:"cannot"` // what this score cannot see
	Period    any           `json:"period"`
	TZ        string        `json:"tz"`
}

// answeredPeriod is a period for programs; a missing end is null.
type answeredPeriod struct {
	Name  any `json:"name"`
	Since any `json:"since"`
	Until any `json:"until"`
}

func scoreAnswerOf(r query.Receipt, v query.Viewer) (scoreAnswer, error) {
	unused, err := output.Objects(query.ObservationSheet(query.List[query.Observation]{Rows: r.Unused}, v))
	if err != nil {
		return scoreAnswer{}, err
	}
	tz := v.TZ
	if tz == nil {
		tz = time.UTC
	}
	s := r.Score
	return scoreAnswer{
		Learner: r.Learner, Class: r.Class, Score: s.Score, Low: s.Low, High: s.High, State: s.State, Coverage: s.Coverage,
		Profile: r.Profile, AsOf: stamp(r.AsOf), Factors: noNull(s.Factors), Unused: unused,
		Name: r.LearnerName.Shown(), ClassName: r.ClassName, VsClass: s.VsClass, Evidence: s.Evidence,
		Why: noNull(s.Why), Flags: noNull(s.Flags), Cannot: noNull(r.Cannot),
		Period: periodAnswer(r.Period), TZ: tz.String(),
	}, nil
}

func periodAnswer(p query.Period) any {
	if p.IsZero() {
		return nil
	}
	end := func(t time.Time) any {
		if t.IsZero() {
			return nil
		}
		return stamp(t)
	}
	answer := answeredPeriod{Since: end(p.Since), Until: end(p.Until)}
	if p.Name != "" {
		answer.Name = p.Name
	}
	return answer
}

// stamp is a time as programs read it.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

// noNull is a list that is never null in JSON.
func noNull[T any](all []T) []T {
	if all == nil {
		return []T{}
	}
	return all
}
