package lrs

import (
	"net/url"
	"time"
)

// at is when a statement lies by what since compares with, in milliseconds.
func (p *puller) at(s stamp) int64 {
	if p.cur.Filter == FilterTimestamp {
		return s.timestamp
	}
	return s.stored
}

// stampOf reads the times of a statement; one stands in for the other.
func stampOf(s *Statement) stamp {
	stored, timestamp := s.Stored, s.Timestamp
	if stored.IsZero() {
		stored = timestamp
	}
	if timestamp.IsZero() {
		timestamp = stored
	}
	if stored.IsZero() {
		return stamp{}
	}
	return stamp{stored.UnixMilli(), timestamp.UnixMilli()}
}

// take learns from a page and says how many statements in it are new to this run.
func (p *puller) take(got *page) (fresh int) {
	p.size = len(got.statements)
	p.cur.Largest = max(p.cur.Largest, p.size)
	if p.size == 0 {
		return 0
	}
	run := p.cur.Run
	var b *bounds
	for i := range got.statements {
		s := &got.statements[i]
		t := stampOf(s)
		if _, known := p.seen[s.key]; !known {
			p.seen[s.key] = t
			fresh++
		}
		p.span(s)
		at := p.at(t)
		if at == 0 {
			continue
		}
		if b == nil {
			b = &bounds{at, at}
		}
		b.low, b.high = min(b.low, at), max(b.high, at)
	}
	if b == nil {
		return fresh
	}
	p.order(b, got)
	if run.High == 0 && run.Low == 0 {
		run.Low, run.High = b.low, b.high
	}
	run.Low, run.High = min(run.Low, b.low), max(run.High, b.high)
	return fresh
}

// span widens the times of the summary.
func (p *puller) span(s *Statement) {
	if s.Stored.IsZero() {
		return
	}
	if p.sum.Oldest.IsZero() || s.Stored.Before(p.sum.Oldest) {
		p.sum.Oldest = s.Stored
	}
	if s.Stored.After(p.sum.Newest) {
		p.sum.Newest = s.Stored
	}
	if s.Stored.After(p.cur.Run.Newest) {
		p.cur.Run.Newest = s.Stored
	}
}

// order tells from two pages in a row in which order they come; from the first
// one alone it is guessed by what is in it.
func (p *puller) order(b *bounds, got *page) {
	run, before := p.cur.Run, p.last
	p.last = b
	seen := OrderMixed
	switch {
	case before == nil:
		first, last := p.at(stampOf(&got.statements[0])), p.at(stampOf(&got.statements[len(got.statements)-1]))
		if run.Order != OrderUnknown || first == last {
			return
		}
		seen = OrderAscending
		if first > last {
			seen = OrderDescending
		}
		run.Order = seen
		return
	case before.low == b.low && before.high == b.high:
		return
	case b.low >= before.high-1: // a millisecond is asked for again
		seen = OrderAscending
	case b.high <= before.low+1:
		seen = OrderDescending
	}
	if p.sum.Pages > 1 && run.Order != OrderUnknown && run.Order != seen {
		seen = OrderMixed
	}
	run.Order = seen
}

// restart forgets the walk, so that a page may be walked to again.
func (p *puller) restart() {
	p.visited, p.last, p.stale = map[string]bool{}, nil, 0
}

// past is the address that asks for what lies beyond what was seen, when the
// server names no next page or one that leads nowhere (lost); nil when there is
// nothing left to ask. What is at the border is asked for again, since servers
// differ in whether since includes it. Without new statements in between, each
// way is tried once.
func (p *puller) past(lost bool) *url.URL {
	p.adrift = p.adrift || lost
	if lost = p.adrift; !lost && p.size < p.cur.Largest {
		return nil // a page that is not full is the last one; the check looks again
	}
	ways := p.ways(lost)
	for p.steps < len(ways) {
		a := ways[p.steps]
		p.steps++
		u := p.address(a)
		if p.visited[u.String()] && !lost {
			continue
		}
		p.restart()
		p.size, p.beyond = 0, true
		return u
	}
	return nil
}

// ways are the questions that past tries, best first.
func (p *puller) ways(lost bool) []ask {
	run := p.cur.Run
	again := ask{since: run.Since}
	if run.High == 0 { // nothing with a time was seen
		if lost {
			return []ask{again}
		}
		return nil
	}
	up := ask{since: milli(run.High - 1)}
	beyond := ask{since: milli(run.High)} // more of one millisecond than fit on a page
	down := ask{since: run.Since, until: milli(run.Low + 1), descending: true}
	below := ask{since: run.Since, until: milli(run.Low - 1), descending: true}
	switch {
	case run.Order == OrderAscending && !lost:
		return []ask{up, beyond}
	case run.Order == OrderAscending: // the other way too: one page alone may mislead
		return []ask{up, beyond, down}
	case run.Order == OrderDescending && !lost:
		return []ask{down, below}
	case run.Order == OrderDescending:
		return []ask{down, below, up}
	case lost:
		return []ask{again, up, down}
	}
	return nil // there is no end to ask beyond; the check looks again
}

func milli(ms int64) time.Time { return time.UnixMilli(ms).UTC() }
