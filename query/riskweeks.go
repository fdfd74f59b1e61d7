package query

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"lrx/data/store"
	"lrx/scoring"
)

// mostWeeks is how many weekly snapshots are in memory: of each who had which signals.
const mostWeeks = 500

// weekCache keeps what weekly snapshots found for the life of a generation.
type weekCache struct {
	mu sync.Mutex
	by map[string]map[string][]scoring.SignalCode
}

func (c *weekCache) get(key string) (map[string][]scoring.SignalCode, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	codes, ok := c.by[key]
	return codes, ok
}

func (c *weekCache) put(key string, codes map[string][]scoring.SignalCode) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.by == nil || len(c.by) >= mostWeeks {
		c.by = map[string]map[string][]scoring.SignalCode{}
	}
	c.by[key] = codes
}

// firstSeen notes since when signals are there. It goes back week by week for as long as
// one of them has been there all the time, and mostSnapshots weeks at most; most are young.
func (q *asked) firstSeen(ctx context.Context, g *signalled) error {
	ends := scoring.Weeks(&g.Class)
	slices.Reverse(ends)
	open := scoring.Codes(g.all)
	var weeks []scoring.Week
	for _, at := range ends[:min(len(ends), mostSnapshots)] {
		if len(open) == 0 {
			break
		}
		codes, err := q.codesAt(ctx, at, g.profile)
		if err != nil {
			return err
		}
		weeks = append(weeks, scoring.Week{AsOf: at, Signals: codes})
		for learner := range maps.Clone(open) {
			open[learner] = slices.DeleteFunc(open[learner], func(c scoring.SignalCode) bool { return !slices.Contains(codes[learner], c) })
			if len(open[learner]) == 0 {
				delete(open, learner)
			}
		}
	}
	scoring.SetFirstSeen(g.all, weeks)
	return nil
}

// codesAt are the signals of the class as of an earlier time, from what was known then.
func (q *asked) codesAt(ctx context.Context, at time.Time, p scoring.Profile) (map[string][]scoring.SignalCode, error) {
	before, ok := q.asAt(at)
	if !ok {
		return nil, nil
	}
	class, _ := q.oneClass()
	key := fmt.Sprint(class, at.UnixMicro(), q.period.Since.UnixMicro(), q.period.Until.UnixMicro(), " ", q.zone(), " ", p.Signals.Preset)
	if codes, ok := q.weekly.get(key); ok {
		return codes, nil
	}
	all, err := store.ReadEvidence(ctx, before.askRows, map[int32]store.Moment{class: {AsOf: at.UTC(), Since: q.period.Since}}, q.zone())
	if err != nil {
		return nil, q.store.plain(err)
	}
	c := &all[class].Class
	codes := scoring.Codes(scoring.Signals(c, scoring.Evaluate(c, p), p))
	q.weekly.put(key, codes)
	return codes, nil
}
