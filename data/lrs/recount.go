package lrs

import (
	"fmt"
	"math"
	"net/url"
	"time"
)

// slack is by how much a server may be off with since and until, in
// milliseconds: some compare whole seconds.
const slack = 1000

// maxBarren is how many questions in a row may bring less than is known
// without anything new, before it is clear that asking leads nowhere.
const maxBarren = 20

// recounter asks for what was pulled another way: not page by page but by
// time, newest first, in pieces that fit on one page. What it finds it hands
// on; it is content when a piece brings what is known and nothing else.
type recounter struct {
	*puller
	start   time.Time // zero is the beginning
	newest  int64     // stored, of what the pull saw; in milliseconds
	blind   bool      // what earlier runs got is not known
	known   []entry   // by time
	stale   bool      // known is not up to date
	todo    []interval
	split   bool // a whole answer was split to ask differently
	asked   int
	found   int // statements the pull had missed
	barren  int
	unclear string // why there is no telling
}

type entry struct {
	at  int64
	key uint64
}

// tally is what came of one question.
type tally struct {
	got      map[uint64]bool
	found    int   // not on the pages of this run, and not kept either
	kept     int   // not on the pages of this run, but kept before
	lost     int   // known, but not shown
	outside  int   // not asked for
	near     int   // not asked for, but a server that is not exact may show them
	cut      bool  // a next page was named that does not work
	first    int64 // times of the first and the last statement
	last     int64
	received int
	keys     [2]uint64 // of the first and the last statement
}

// recount checks what was pulled since a time and sets the verdict.
func (p *puller) recount(since time.Time) error {
	r := &recounter{puller: p, start: since, newest: p.cur.Run.Newest.UnixMilli(), stale: true}
	r.blind = p.opt.Have == nil && (p.sum.Resumed || !p.cur.Checked && !p.cur.Through.IsZero())
	all := interval{math.MinInt64, math.MaxInt64}
	if !since.IsZero() {
		all.low = since.UnixMilli() + 1
	}
	r.todo = r.cut(all)
	for len(r.todo) > 0 && r.barren < maxBarren {
		if most := p.opt.MaxCheck; most > 0 && r.asked >= most {
			r.unclear = fmt.Sprintf("%d questions were asked again, newest first, and %d are left; so far all agrees", r.asked, len(r.todo))
			break
		}
		i := r.todo[len(r.todo)-1]
		r.todo = r.todo[:len(r.todo)-1]
		if err := r.piece(i); err != nil {
			return err
		}
	}
	p.sum.Verdict = r.verdict()
	return nil
}

// piece asks for one interval, and again in smaller ones where the answer
// leaves a doubt.
func (r *recounter) piece(i interval) error {
	t, err := r.ask(i, r.descending())
	if err != nil {
		return err
	}
	pieces := r.halves(i)
	full := t.received > 0 && t.received >= r.cur.Largest && !r.reversed(t)
	switch {
	case t.outside > 0:
		r.todo = nil
		return r.otherOrder()
	case t.found > 0:
		r.barren, r.doubt = 0, true
		r.todo = append(r.todo, r.cut(i)...)
	case t.kept > 0 && (!r.sum.Resumed || r.doubt || t.cut): // the pages of an earlier run, or missed by this one
		r.doubt = true
		r.todo = append(r.todo, r.cut(i)...)
	case t.lost > 0:
		if r.barren++; pieces == nil || r.barren == maxBarren {
			r.unclear = fmt.Sprintf("asked by time, %s does not show all that it gave page by page", r.base.Host)
		}
		r.todo = append(r.todo, pieces...)
	case pieces == nil && (t.cut || full && (r.doubt || !r.linked)):
		return r.moment(i, t)
	case pieces == nil:
	case t.cut, full && r.doubt:
		r.todo = append(r.todo, pieces...)
	case i.whole() && !r.reversed(t) && !r.split: // the same question would have been asked twice
		r.split = true
		r.todo = append(r.todo, pieces...)
	}
	return nil
}

// moment checks a full page of statements of one moment, behind which there
// may be more of them: that is not so if the other order shows the same ones
// the other way round.
func (r *recounter) moment(i interval, t *tally) error {
	other, err := r.ask(i, !r.descending())
	if err != nil {
		return err
	}
	turned := t.keys[0] == other.keys[1] && t.keys[1] == other.keys[0]
	if t.cut || other.cut || !turned || len(other.got) != len(t.got) {
		r.unclear = fmt.Sprintf("%s shows %d statements of one moment and may have more of it", r.base.Host, t.received)
	}
	return nil
}

// descending is the order to ask for: the one that the pull did not get.
func (r *recounter) descending() bool { return r.cur.Run.Order != OrderDescending }

// reversed says whether an answer came in the other order than the pull.
func (r *recounter) reversed(t *tally) bool {
	switch r.cur.Run.Order {
	case OrderAscending:
		return t.first > t.last
	case OrderDescending:
		return t.first < t.last
	case OrderUnknown, OrderMixed:
	}
	return false
}

// ask asks for an interval, over as many pages as it has.
func (r *recounter) ask(i interval, descending bool) (*tally, error) {
	a := ask{descending: descending}
	if i.low != math.MinInt64 {
		a.since = milli(i.low - 1)
	}
	if i.high != math.MaxInt64 {
		a.until = milli(i.high + 1)
	}
	t, err := r.follow(r.address(a), i)
	if err != nil {
		return nil, err
	}
	for _, e := range r.within(i) {
		if !t.got[e.key] {
			t.lost++
		}
	}
	return t, nil
}

// follow takes the pages from an address on, as long as they bring something
// that was not on the ones before.
func (r *recounter) follow(u *url.URL, i interval) (*tally, error) {
	t := &tally{got: map[uint64]bool{}}
	visited := map[string]bool{}
	for idle := 0; u != nil && !visited[u.String()] && idle < 3 && t.outside == 0; {
		visited[u.String()] = true
		began := r.now()
		got, err := r.fetch(r.ctx, u)
		if len(visited) > 1 && refused(err) {
			t.cut = true
			return t, nil
		}
		if err != nil {
			return nil, err
		}
		r.asked++
		r.sum.Bytes += got.bytes
		before := len(t.got)
		if r.tally(t, got, i) > 0 {
			if err := r.deliver(got, u, began, true); err != nil {
				return nil, err
			}
		}
		if idle++; len(t.got) > before {
			idle = 0
		}
		if t.near > r.cur.Largest { // no imprecision, but everything
			t.outside += t.near
		}
		var foreign string
		u, foreign = r.next(u, got)
		t.cut = foreign != "" || u != nil && visited[u.String()]
	}
	return t, nil
}

// tally counts a page and says whether there is anything on it to hand on.
func (r *recounter) tally(t *tally, got *page, i interval) (fresh int) {
	t.received += len(got.statements)
	r.cur.Largest = max(r.cur.Largest, len(got.statements))
	for n := range got.statements {
		s := &got.statements[n]
		st := stampOf(s)
		at := r.at(st)
		if len(t.got) == 0 {
			t.keys[0] = s.key
		}
		t.keys[1] = s.key
		if at != 0 {
			if t.first == 0 {
				t.first = at
			}
			t.last = at
		}
		switch {
		case at == 0:
		case !i.widened(slack).holds(at):
			t.outside++
		case !i.widened(2).holds(at):
			t.near++
		}
		t.got[s.key] = true
		if _, known := r.seen[s.key]; known {
			continue
		}
		r.seen[s.key], r.stale = st, true
		if r.opt.Have != nil && r.opt.Have(s.ID) {
			t.kept++
			continue
		}
		fresh++
		if r.blind {
			t.kept++
		}
		if r.blind || r.later(st) || at < r.from() {
			continue
		}
		t.found++
		r.found++
		r.span(s)
	}
	return fresh
}

// from is the first moment that the pull was to bring, in milliseconds.
func (r *recounter) from() int64 {
	if r.start.IsZero() {
		return math.MinInt64
	}
	return r.start.UnixMilli()
}

// later says whether a statement was stored after the pull began, and after all
// that the pull saw: it was not missed, it was not there. The server's clock
// shows whole seconds.
func (r *recounter) later(s stamp) bool {
	return !r.began.IsZero() && s.stored > max(r.newest, r.began.UnixMilli()+1000)
}

// otherOrder is the check of a server that does not part by time: everything
// once more, in the other order if the server knows of one.
func (r *recounter) otherOrder() error {
	all := interval{math.MinInt64, math.MaxInt64}
	t, err := r.follow(r.address(ask{since: r.start, descending: r.descending()}), all)
	if err != nil {
		return err
	}
	for key := range r.seen {
		if !t.got[key] {
			t.lost++
		}
	}
	switch {
	case !r.reversed(t):
		r.unclear = fmt.Sprintf("%s ignores since, until and ascending, so there is only one way to ask it", r.base.Host)
	case t.found > 0, t.lost > 0:
		r.unclear = fmt.Sprintf("%s gives %d other statements newest first than oldest first", r.base.Host, t.found+t.lost)
	}
	return nil
}
