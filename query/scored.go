package query

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"lrx/data/store"
	"lrx/scoring"
)

// scored is a class with its evidence and what it comes to.
type scored struct {
	*store.Evidence
	scores     *scoring.Scores
	past       map[string]scoring.Score // by learner id
	profile    scoring.Profile
	learners   map[int32]int // index by key
	activities map[int32]int
}

// scoredClass is the cache of one class as of one time, made once.
type scoredClass struct {
	once sync.Once
	scored
	err error
}

// mostScored is how many classes, or times of a class, are in memory with their evidence.
const mostScored = 12

// scoredCache keeps what was scored last for the life of a generation.
type scoredCache struct {
	mu    sync.Mutex
	order []string
	by    map[string]*scoredClass
}

func (c *scoredCache) get(key string) *scoredClass {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.by[key]; ok {
		return e
	}
	if c.by == nil {
		c.by = map[string]*scoredClass{}
	}
	if len(c.order) == mostScored {
		delete(c.by, c.order[0])
		c.order = c.order[1:]
	}
	e := &scoredClass{}
	c.by[key], c.order = e, append(c.order, key)
	return e
}

// drop forgets an answer that did not come about.
func (c *scoredCache) drop(key string, e *scoredClass) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.by[key] == e {
		delete(c.by, key)
		c.order = without(c.order, key)
	}
}

func without(all []string, one string) []string {
	out := all[:0]
	for _, s := range all {
		if s != one {
			out = append(out, s)
		}
	}
	return out
}

// unfiltered is a filter with what scores follow alone: a class, a time and a
// period. A score is of the whole record of a class, whatever a list is narrowed to.
func (f Filter) unfiltered() Filter {
	return Filter{Class: f.Class, Period: f.Period, Since: f.Since, Until: f.Until, AsOf: f.AsOf}
}

// askScored asks about the scores of a class. Everyone in a store of one class has
// the scores of that class: there are no two scores of a learner in it.
func (s *Store) askScored(ctx context.Context, v Viewer, f Filter) (*asked, func(), error) {
	f = f.unfiltered()
	q, done, err := s.ask(ctx, v, f)
	if err != nil {
		return nil, nil, err
	}
	sole, err := q.scorable(ctx)
	if err == nil && sole == "" {
		return q, done, nil
	}
	done()
	if err != nil {
		return nil, nil, err
	}
	f.Class = sole
	return s.ask(ctx, v, f)
}

// scorable says whether what is asked about is one class, and names the one that
// is meant where everyone is asked about. Learners of several courses are not
// comparable: everyone as such is scored only in a store without any class.
func (q *asked) scorable(ctx context.Context) (sole string, err error) {
	class, one := q.oneClass()
	if one && class != 0 {
		return "", nil
	}
	all, err := q.classRows(ctx)
	if err != nil {
		return "", err
	}
	seen := slices.DeleteFunc(all, func(c classRow) bool { return !q.viewer.sees(c.id) })
	switch {
	case one && len(all) == 0:
		return "", nil
	case len(seen) == 1:
		return seen[0].id, nil
	}
	e := &ClassNeededError{}
	for _, c := range seen {
		e.Classes = append(e.Classes, c.shown)
	}
	return "", e
}

// scored reads and scores what is asked about, as of q.asOf, by a profile.
func (q *asked) scored(ctx context.Context, p scoring.Profile) (*scored, error) {
	class, _ := q.oneClass()
	key := fmt.Sprint(class, q.asOf.UnixMicro(), q.period.Since.UnixMicro(), q.period.Until.UnixMicro(), " ", q.zone(), p.Hash())
	e := q.cache.get(key)
	e.once.Do(func() {
		e.scored, e.err = q.read(ctx, class, p)
	})
	if e.err != nil {
		q.cache.drop(key, e)
		if ctx.Err() == nil && (errors.Is(e.err, context.Canceled) || errors.Is(e.err, context.DeadlineExceeded)) {
			return q.scored(ctx, p) // another question's reader had left
		}
		return nil, e.err
	}
	return &e.scored, nil
}

func (q *asked) read(ctx context.Context, class int32, p scoring.Profile) (s scored, err error) {
	all, err := store.ReadEvidence(ctx, q.askRows, map[int32]store.Moment{class: {AsOf: q.asOf.UTC(), Since: q.period.Since}}, q.zone())
	if err != nil {
		return s, q.store.plain(err)
	}
	s.Evidence = all[class]
	s.scores, s.past, s.profile = scoring.Evaluate(&s.Class, p), s.PastScores(p), p
	s.learners, s.activities = map[int32]int{}, map[int32]int{}
	for i, key := range s.Evidence.Learners {
		s.learners[key] = i
	}
	for i, key := range s.Evidence.Activities {
		s.activities[key] = i
	}
	return s, nil
}

// askRows runs a text past database/sql (store.Ask).
func (q *asked) askRows(ctx context.Context, text string, own map[string]any, do func([]driver.Value)) error {
	text, err := store.Relations{Given: q.given, Kept: q.keptRows}.Text(text)
	if err != nil {
		return err
	}
	params := maps.Clone(q.params)
	maps.Copy(params, own)
	conn, err := q.DB.Conn(ctx)
	if err != nil {
		return err
	}
	return errors.Join(conn.Raw(func(dc any) error {
		return store.EachRow(ctx, dc, text, store.NamedValues(text, params), do)
	}), conn.Close())
}

// keptScores are the scores that the last write kept of a class.
type keptScores struct {
	asOf    time.Time
	about   store.KeptAbout
	learned int64 // learners
	scored  int64
	median  *float64
}

// readKeptScores are the kept scores of the class that is asked about, if they
// hold: made by the same profile, for the same days and period, and as of that
// time, or earlier on the same day with nothing due in between.
func (q *asked) readKeptScores(ctx context.Context) (k keptScores, ok bool, err error) {
	if !q.keptHolds() {
		return k, false, nil
	}
	err = q.rows(ctx, "kept_scores", func(scan func(...any) error) error {
		var zone, profile, about string
		var next sql.NullTime
		var median sql.NullFloat64
		if err := scan(&k.asOf, &zone, &profile, &next, &k.learned, &k.scored, &median, &about); err != nil {
			return err
		}
		k.median = ptr(median.Float64, median.Valid)
		k.asOf = k.asOf.UTC()
		ok = profile == q.profile.Hash() && zone == store.ZoneMark(q.zone(), k.asOf) && q.sameDay(k.asOf) && (!next.Valid || q.asOf.Before(next.Time.UTC()))
		if !ok {
			return nil
		}
		return json.Unmarshal([]byte(about), &k.about)
	})
	return k, ok, err
}

// sameDay says whether a time is that of the question, or earlier on its day.
func (q *asked) sameDay(at time.Time) bool {
	y, m, d := at.In(q.zone()).Date()
	yy, mm, dd := q.asOf.In(q.zone()).Date()
	return !q.asOf.Before(at) && y == yy && m == mm && d == dd
}
