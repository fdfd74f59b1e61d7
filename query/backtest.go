package query

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"lrx/data/roster"
	"lrx/internal/safetext"
	"lrx/scoring"
)

// BacktestOptions say when a back-test looks, and for how many learners there is time.
type BacktestOptions struct {
	Weeks    []int         // after the begin of a run, from 1; nil = DefaultWeeks
	Capacity int           // learners that can be contacted; 0 = DefaultCapacity
	Audit    *roster.Audit // groups to compare, which are no input of anything; nil = none
}

// DefaultCapacity is for how many learners there is time, if nothing else is said.
const DefaultCapacity = 20

// DefaultWeeks are the weeks at which a back-test looks, if nothing else is said.
func DefaultWeeks() []int { return []int{2, 4, 8, 12} }

// Backtest replays the finished runs in the viewer's scope, or with f.Class those of
// its course: as of each week with what was known then, a model is learned from the
// older runs and tested on the newest. Outcomes count that were known at f.AsOf,
// else by now. Other filters say nothing here.
func (s *Store) Backtest(ctx context.Context, v Viewer, f Filter, o BacktestOptions) (*Backtest, error) {
	if len(o.Weeks) == 0 {
		o.Weeks = DefaultWeeks()
	}
	if o.Capacity <= 0 {
		o.Capacity = DefaultCapacity
	}
	o.Weeks = slices.Compact(slices.Sorted(slices.Values(o.Weeks)))
	q, done, err := s.ask(ctx, v, Filter{Class: f.Class, AsOf: f.AsOf})
	if err != nil {
		return nil, err
	}
	defer done()
	runs, err := q.finishedRuns(ctx, f)
	if err != nil {
		return nil, err
	}
	b := &Backtest{Capacity: o.Capacity, Profile: q.profile.Hash(), Runs: []FinishedRun{}, Weeks: []BacktestWeek{}, Audited: []string{}}
	for _, r := range runs {
		b.Runs = append(b.Runs, FinishedRun{
			Class: r.shown, Name: r.name, Begin: r.begin.UTC(), Ended: r.ended.UTC(), Passed: r.passed, Failed: r.failed, Withdrew: r.left,
			Used: len(r.came) >= q.profile.Cohort.Least,
		})
	}
	groups, err := q.auditGroups(ctx, o.Audit)
	if err != nil {
		return nil, err
	}
	if o.Audit != nil {
		b.Audited = append(b.Audited, o.Audit.Attributes...)
	}
	tested := &tested{asked: q, runs: large(runs, q.profile), capacity: o.Capacity, groups: groups}
	for _, week := range o.Weeks {
		if len(tested.runs) == 0 {
			break
		}
		w, err := tested.week(ctx, week)
		if err != nil {
			return nil, err
		}
		b.Weeks = append(b.Weeks, *w)
	}
	b.Warned, b.Facts = tested.firstWarned(b.Weeks, byModel), tested.firstWarned(b.Weeks, byFacts)
	b.Verdict = b.verdict()
	return b, nil
}

// finishedRuns are those that a model for the classes of a filter can be learned
// from, the oldest first.
func (q *asked) finishedRuns(ctx context.Context, f Filter) ([]*run, error) {
	known := q.store.now()
	if !f.AsOf.IsZero() {
		known = f.AsOf
	}
	wide := *q
	if err := wide.resolve(ctx, Filter{}); err != nil {
		return nil, err
	}
	runs, err := wide.classRuns(ctx, known)
	if err != nil {
		return nil, err
	}
	if class, one := q.oneClass(); one && class != 0 {
		if i := slices.IndexFunc(runs, func(r *run) bool { return r.key == class }); i >= 0 {
			of := runs[i]
			runs = slices.DeleteFunc(runs, func(r *run) bool { return !of.sameCourse(r) })
		}
	}
	return slices.DeleteFunc(runs, func(r *run) bool { return !r.finished() }), nil
}

// tested is a back-test under way. The newest runs are the last ones.
type tested struct {
	*asked
	runs     []*run
	capacity int
	groups   *auditGroups
	outcomes map[seat]scoring.Truth // of all who were met in the newest runs
}

// The lists that say who was warned when.
const (
	byModel = "model"
	byFacts = "facts"
)

// week tests a model as of so many weeks after the begin of each run.
func (t *tested) week(ctx context.Context, week int) (*BacktestWeek, error) {
	r, err := t.replays(ctx, t.runs, 7*week)
	if err != nil {
		return nil, err
	}
	w := &BacktestWeek{
		Week: week, TestedOn: append([]safetext.Safe{}, r.on...), TrainedOn: append([]safetext.Safe{}, r.from...), LeftOut: append([]LeftOut{}, r.left...),
		Calibration: []CalibrationBin{}, Audit: []AuditedGroups{}, flagged: map[string][]seat{},
	}
	if w.Why = r.why(); w.Why != "" {
		w.Gate.Reason = scoring.Indicator + w.Why
		return w, nil
	}
	t.meet(r)
	w.compareFacts(r, t.profile)
	_, b, gate := scoring.OpenGate(r.all(), t.profile)
	w.Gate = BacktestGate{Passed: gate.Passed, Reason: gate.Reason}
	if b == nil {
		if b, err = scoring.BackTestRisk(r.all(), t.profile); err != nil {
			w.Why = err.Error() + "."
			return w, nil //nolint:nilerr // that nothing can be learned is an answer
		}
	}
	w.fill(b, r, t.capacity)
	w.Audit = t.groups.compare(b, r, t.capacity)
	return w, nil
}

// meet notes what came of all who were there.
func (t *tested) meet(r *replays) {
	if t.outcomes == nil {
		t.outcomes = map[seat]scoring.Truth{}
	}
	for k, one := range r.newest {
		for u := range one.learners {
			t.outcomes[r.who(scoring.Tested{Run: k, Learner: u})] = one.Outcomes[u]
		}
	}
}

// compareFacts counts what needs no model: the rule of no activity, and those at
// risk by their signals.
func (w *BacktestWeek) compareFacts(r *replays, p scoring.Profile) {
	var inactive, risky []float64
	var outcome []bool
	rule, facts := 0, 0
	for k, one := range r.newest {
		signals := scoring.Signals(&one.class, scoring.Evaluate(&one.class, p), p)
		for u := range one.learners {
			at := scoring.AtRisk(&signals[u], nil, p)
			if at {
				w.flagged[byFacts] = append(w.flagged[byFacts], r.who(scoring.Tested{Run: k, Learner: u}))
			}
			if one.Outcomes[u] == scoring.Unsaid {
				w.Unknown++
				continue
			}
			idle := one.Tallies[u].Inactive()
			inactive, risky = append(inactive, either(idle, 1.0, 0)), append(risky, either(at, 1.0, 0))
			outcome = append(outcome, one.Outcomes[u] == scoring.Yes)
			rule, facts = rule+either(idle, 1, 0), facts+either(at, 1, 0)
			w.With += either(one.Outcomes[u] == scoring.Yes, 1, 0)
		}
	}
	w.Learners = len(outcome)
	w.Rule, w.RuleAUC = listedOf(scoring.CaptureAt(inactive, outcome, rule), w.With), intervalOf(scoring.AreaUnderROC(inactive, outcome))
	w.Facts = listedOf(scoring.CaptureAt(risky, outcome, facts), w.With)
}

// fill takes over what the model was worth.
func (w *BacktestWeek) fill(b *scoring.BackTest, r *replays, capacity int) {
	w.Model = b.Model.ID()
	w.AUC, w.ECE, w.Noise, w.Recalibrated = intervalOf(b.AUC), numberOf(b.ECE), numberOf(b.Noise), numberOf(b.Recalibrated)
	for _, bin := range b.Bins {
		if observed := intervalOf(bin.Observed); observed != nil {
			w.Calibration = append(w.Calibration, CalibrationBin{bin.N, bin.Low, bin.High, bin.Expected, *observed})
		}
	}
	w.List = listedOf(b.At(capacity), b.With)
	for _, i := range scoring.AtCapacity(b.Probability, capacity).Flagged {
		w.flagged[byModel] = append(w.flagged[byModel], r.who(b.Who[i]))
	}
	w.Better, w.SameLength = intervalOf(b.Rule.Better), listedOf(b.Rule.Model, b.With)
	w.Verdict, w.shown = b.Rule.Verdict, b.Rule.Better.Low > 0
}

// firstWarned counts who was on a list for the first time when.
func (t *tested) firstWarned(weeks []BacktestWeek, list string) []Warned {
	out := []Warned{}
	seen := map[seat]bool{}
	count := func(week int, who []seat) {
		one := Warned{Week: week}
		for _, key := range who {
			if !seen[key] && t.outcomes[key] != scoring.Unsaid {
				one.Hits += either(t.outcomes[key] == scoring.Yes, 1, 0)
				one.FalseAlarms += either(t.outcomes[key] == scoring.No, 1, 0)
			}
			seen[key] = true
		}
		out = append(out, one)
	}
	for i := range weeks {
		if w := &weeks[i]; list == byModel && w.Model != "" || list == byFacts && w.Facts != nil {
			count(w.Week, w.flagged[list])
		}
	}
	if len(out) == 0 {
		return out
	}
	never := Warned{}
	for key, came := range t.outcomes {
		if !seen[key] && came == scoring.Yes {
			never.Hits++
		}
	}
	return append(out, never)
}

func either[T any](first bool, a, b T) T {
	if first {
		return a
	}
	return b
}

// verdict says in one sentence what a back-test came to.
func (b *Backtest) verdict() string {
	used := 0
	for _, r := range b.Runs {
		used += either(r.Used, 1, 0)
	}
	switch {
	case len(b.Runs) == 0:
		return "Nothing can be tested: outcomes.csv names no class in which somebody passed or failed."
	case used < 2:
		return fmt.Sprintf("No model can be tested: it takes two finished runs, one to learn from and one to test on, and %s enough learners to compare them.",
			either(used == 0, "none has", "one has"))
	}
	var better, not, untested, open []string
	for i := range b.Weeks {
		w := &b.Weeks[i]
		name := fmt.Sprint(w.Week)
		switch {
		case w.Model == "":
			untested = append(untested, name)
		case w.shown:
			better = append(better, name)
		default:
			not = append(not, name)
		}
		if w.Gate.Passed {
			open = append(open, name)
		}
	}
	if len(untested) == len(b.Weeks) {
		return "No model could be tested in " + weeksOf(untested) + ": " + b.Weeks[0].Why
	}
	var parts []string
	if len(better) > 0 {
		parts = append(parts, "better than the rule of no activity for 7 days in "+weeksOf(better))
	}
	if len(not) > 0 {
		parts = append(parts, "not shown to be better than "+either(len(better) > 0, "it", "the rule of no activity for 7 days")+" in "+weeksOf(not))
	}
	if len(untested) > 0 {
		parts = append(parts, "not tested in "+weeksOf(untested))
	}
	last := "a probability may be shown in no week"
	if len(open) > 0 {
		last = "a probability may be shown in " + weeksOf(open)
	}
	return "On the newest run the model is " + strings.Join(parts, ", ") + "; " + last + "."
}

// weeksOf names weeks: "week 2", "weeks 2, 4 and 8".
func weeksOf(all []string) string {
	if len(all) == 1 {
		return "week " + all[0]
	}
	last := len(all) - 1
	return "weeks " + strings.Join(all[:last], ", ") + " and " + all[last]
}
