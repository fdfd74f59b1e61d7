package query

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"lrx/data/roster"
	"lrx/data/store"
	"lrx/internal/safetext"
	"lrx/scoring"
)

// run is a class as a run of a course, with what came of its learners.
type run struct {
	key     int32
	id      string
	shown   safetext.Safe // id, as the viewer may see it
	name    safetext.Safe
	begin   time.Time // midnight of its first day
	since   time.Time // from when on records count; zero = from the first
	ended   time.Time // since when the last outcome is known; zero = of none
	passed  int
	failed  int
	left    int // withdrew
	courses []string
	came    map[int32]cameOf // by learner
}

// cameOf is what came of a learner, and since when it is known.
type cameOf struct {
	outcome string
	known   time.Time
}

// beforeBegin is how long before a run begins records are looked at: what was
// done there before the start says something, what was done a year ago does not.
const beforeBegin = 28

// finished says whether a run is over: somebody passed or failed. While a course
// goes on, it can only be known who withdrew.
func (r *run) finished() bool { return r.passed+r.failed > 0 }

// at is the midnight at which so many days of the run are over.
func (r *run) at(days int) time.Time { return r.begin.AddDate(0, 0, days) }

// classRuns are the classes in the viewer's scope as runs, those that began first
// first, with the outcomes that were known at a time.
func (q *asked) classRuns(ctx context.Context, known time.Time) ([]*run, error) {
	all, err := q.classRows(ctx)
	if err != nil {
		return nil, err
	}
	var runs []*run
	by := map[int32]*run{}
	err = q.rows(ctx, "runs", func(scan func(...any) error) error {
		var r run
		var day, first sql.NullTime
		if err := scan(&r.key, &r.id, &day, &first); err != nil || !q.viewer.sees(r.id) || r.id == roster.Outside {
			return err
		}
		switch {
		case day.Valid:
			r.begin = dayOf(day.Time, q.zone())
			r.since = r.begin.AddDate(0, 0, -beforeBegin)
		case first.Valid:
			y, m, d := first.Time.UTC().In(q.zone()).Date()
			r.begin = time.Date(y, m, d, 0, 0, 0, 0, q.zone())
		default:
			return nil // neither a day nor a statement
		}
		if i := slices.IndexFunc(all, func(c classRow) bool { return c.key == r.key }); i >= 0 {
			r.shown, r.name = all[i].shown, all[i].name
		}
		r.came = map[int32]cameOf{}
		by[r.key], runs = &r, append(runs, &r)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if err := q.readOutcomes(ctx, by, known); err != nil {
		return nil, err
	}
	err = q.rows(ctx, "class_courses", func(scan func(...any) error) error {
		var class int32
		var course string
		err := scan(&class, &course)
		if r := by[class]; r != nil {
			r.courses = append(r.courses, course)
		}
		return err
	})
	slices.SortStableFunc(runs, func(a, b *run) int { return cmp.Or(a.begin.Compare(b.begin), cmp.Compare(a.id, b.id)) })
	return runs, err
}

func (q *asked) readOutcomes(ctx context.Context, by map[int32]*run, known time.Time) error {
	return q.rows(ctx, "outcomes", func(scan func(...any) error) error {
		var class, learner int32
		var c cameOf
		if err := scan(&class, &learner, &c.outcome, &c.known); err != nil {
			return err
		}
		c.known = dayOf(c.known, q.zone())
		r := by[class]
		if r == nil || c.known.After(known) {
			return nil
		}
		r.came[learner] = c
		switch c.outcome {
		case roster.Passed:
			r.passed++
		case roster.Failed:
			r.failed++
		default:
			r.left++
		}
		if c.known.After(r.ended) {
			r.ended = c.known
		}
		return nil
	})
}

// dayOf is the first instant of a day that the store keeps as a date.
func dayOf(day time.Time, tz *time.Location) time.Time {
	y, m, d := day.UTC().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, tz)
}

// sameCourse says whether two classes may be runs of one course: not where both
// are known to be of courses, and these are others.
func (r *run) sameCourse(o *run) bool {
	return len(r.courses) == 0 || len(o.courses) == 0 ||
		slices.ContainsFunc(r.courses, func(c string) bool { return slices.Contains(o.courses, c) })
}

// replayed is a run as it was known at a time: who was there, and what came of
// them later.
type replayed struct {
	scoring.Run
	class    scoring.Class
	learners []int32 // keys, in the order of class.Learners
}

// replay reads what was known of a run at a time, and nothing later. Whose outcome
// was known by then is not in it any more: there is nothing left to foretell.
func (q *asked) replay(ctx context.Context, r *run, at time.Time) (*replayed, error) {
	e := *q
	if err := e.resolve(ctx, Filter{Class: r.id, AsOf: at, Period: PeriodAll, Since: r.since}); err != nil {
		return nil, err
	}
	moment := store.Moment{AsOf: at.UTC()}
	if !r.since.IsZero() {
		moment.Since = r.begin.UTC()
	}
	all, err := store.ReadEvidence(ctx, e.askRows, map[int32]store.Moment{r.key: moment}, q.zone())
	if err != nil {
		return nil, q.store.plain(err)
	}
	evidence := all[r.key]
	if evidence == nil {
		return nil, errors.New("a class went away while it was asked about")
	}
	out := &replayed{class: evidence.Class}
	out.class.Learners = nil
	var outcomes []scoring.Truth
	for i, key := range evidence.Learners {
		came, there := r.came[key]
		if there && !came.known.After(at) {
			continue
		}
		truth := scoring.Unsaid
		switch {
		case !there:
		case came.outcome == roster.Passed:
			truth = scoring.No
		default:
			truth = scoring.Yes
		}
		out.learners, outcomes = append(out.learners, key), append(outcomes, truth)
		out.class.Learners = append(out.class.Learners, evidence.Class.Learners[i])
	}
	out.Run = scoring.RunOf(r.id, &out.class, q.profile, outcomes)
	return out, nil
}

// says whether a replayed run says anything: its learners can be compared, and
// of some it is known what came of them.
func (r *replayed) says(p scoring.Profile) bool {
	return len(r.learners) >= p.Cohort.Least && slices.ContainsFunc(r.Outcomes, func(o scoring.Truth) bool { return o != scoring.Unsaid })
}

// large are the runs in which there are enough learners to compare them.
func large(runs []*run, p scoring.Profile) []*run {
	return slices.DeleteFunc(slices.Clone(runs), func(r *run) bool { return len(r.came) < p.Cohort.Least })
}

// together is how many days apart runs may begin and still be parallel classes of
// one term.
const together = 28

// newestOf splits runs, the oldest first, into those that are tested on and those
// before them: parallel classes are tested on together.
func newestOf(runs []*run) (older, newest []*run) {
	last := runs[len(runs)-1]
	first := slices.IndexFunc(runs, func(r *run) bool { return !r.at(together).Before(last.begin) })
	return runs[:first], runs[first:]
}

// replays are runs as of so many days after their begin: the newest, and those
// that could have been learned from when these were so old.
type replays struct {
	older    []scoring.Run
	from, on []safetext.Safe // the classes of older and newest
	left     []LeftOut
	newest   []*replayed
	open     int // learners of the newest runs who were there then
	least    int // how many it takes to compare them
}

// replays reads runs, the oldest first, as of so many days. A run whose outcomes
// were not known when the newest were so old could not have been learned from.
func (q *asked) replays(ctx context.Context, runs []*run, days int) (*replays, error) {
	older, newest := newestOf(runs)
	out := &replays{least: q.profile.Cohort.Least}
	for _, r := range newest {
		one, err := q.replay(ctx, r, r.at(days))
		if err != nil {
			return nil, err
		}
		out.open += len(one.learners)
		if !one.says(q.profile) {
			out.left = append(out.left, LeftOut{r.shown, fmt.Sprintf("too few learners were there on day %d whose outcome was open", days)})
			continue
		}
		one.Newest = true
		out.newest, out.on = append(out.newest, one), append(out.on, r.shown)
	}
	for _, r := range older {
		if r.ended.After(newest[0].at(days)) {
			out.left = append(out.left, LeftOut{r.shown, fmt.Sprintf("not all of its outcomes were known on day %d of the newest run", days)})
			continue
		}
		one, err := q.replay(ctx, r, r.at(days))
		if err != nil {
			return nil, err
		}
		if !one.says(q.profile) {
			out.left = append(out.left, LeftOut{r.shown, fmt.Sprintf("too few learners were there on day %d whose outcome was open", days)})
			continue
		}
		out.older, out.from = append(out.older, one.Run), append(out.from, r.shown)
	}
	return out, nil
}

// all are the runs for a back-test, the newest last.
func (r *replays) all() []scoring.Run {
	out := slices.Clone(r.older)
	for _, one := range r.newest {
		out = append(out, one.Run)
	}
	return out
}

// seat is a learner in one of the newest runs: somebody may be in two of them.
type seat struct {
	run     safetext.Safe
	learner int32
}

// who is a learner who was tested.
func (r *replays) who(t scoring.Tested) seat {
	return seat{r.on[t.Run], r.newest[t.Run].learners[t.Learner]}
}

// why says why nothing can be tested on the newest runs; "" if something can.
func (r *replays) why() string {
	if len(r.newest) > 0 {
		return ""
	}
	return fmt.Sprintf("%d learners of the newest run were there whose outcome was still open; it takes %d of a class to compare them.", r.open, r.least)
}
