package lrs

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// Page is what a pull hands on at a time.
type Page struct {
	Path        string      // the address without scheme and host, for receipts
	Statements  []Statement // in the order received; repeats of earlier ones are among them
	Bytes       int64       // of the answer, unpacked
	Attachments int         // that came without being asked for
	Recount     bool        // found by the check, and missed by the pull itself
	Seconds     float64     // that the request took, with its repetitions
	Cursor      Cursor      // to be kept together with the statements
}

// Summary tells how a pull went, also when it ended with an error.
type Summary struct {
	Requests   int           // sent, repetitions included
	Retries    int           // of them, repetitions after a failure
	Pages      int           // with statements, the check's not counted
	Statements int64         // received in them, repeats included
	Distinct   int64         // different statements received
	Broken     int           // values that are no JSON
	Bytes      int64         // of all answers
	Oldest     time.Time     // by stored; zero if none
	Newest     time.Time     //
	Resumed    bool          // an unfinished pull was gone on with
	Pulling    time.Duration // of the pages
	Checking   time.Duration // of the check, and of learning what since compares with
	Verdict    Verdict
	Notes      []string // sentences about what is odd with the server
	Cursor     Cursor   // to be kept when the pull has ended without an error
}

// Pull asks for everything that was stored since the cursor, less the source's
// overlap, and checks another way that it got it. Each page is handed to fn
// with the cursor to keep; after a kill, Pull goes on from the last cursor kept.
// Statements may come more than once, and in any order: who keeps them goes by
// their ids.
//
// The error is an *Error, the context's, or that of fn as it is. Pull ends
// whatever the server does: each loop needs statements not seen before.
func (c *Client) Pull(ctx context.Context, from Cursor, fn func(Page) error) (Summary, error) {
	p := &puller{Client: c, ctx: ctx, fn: fn, cur: from, seen: map[uint64]stamp{}, visited: map[string]bool{}}
	requests, retries := c.requests, c.retries
	if p.cur.Filter == FilterUnknown {
		p.cur.Filter = c.product.Filter
	}
	err := p.run()
	s := &p.sum
	s.Requests, s.Retries, s.Distinct, s.Cursor = c.requests-requests, c.retries-retries, int64(len(p.seen)), p.cur
	return *s, err
}

// stamp is when a statement was stored and done, in milliseconds since 1970.
type stamp struct{ stored, timestamp int64 }

// puller is one run of Pull.
type puller struct {
	*Client
	ctx context.Context // lives as long as one call of Pull
	fn  func(Page) error
	cur Cursor
	sum Summary

	seen  map[uint64]stamp // by key: some 30 bytes for each statement of the run
	began time.Time        // by the server's clock; zero if it shows none
	first bool             // the server has answered in this run

	probes int // to learn what since compares with

	// Of the present walk over pages.
	visited map[string]bool // addresses
	last    *bounds         // of the page before
	size    int             // statements on it
	stale   int             // pages in a row without a new statement
	endless bool            // there were too many of them before
	adrift  bool            // a next page was lost, and nothing new came since
	beyond  bool            // the page asked for lies past what the server paged through
	linked  bool            // it names next pages, and they bring something
	doubt   bool            // the server was seen to page wrongly
	steps   int             // of past without a new statement since
}

// bounds are between which times the statements of a page lie.
type bounds struct{ low, high int64 }

func (p *puller) run() error {
	u := p.resume(p.begin())
	for {
		if err := p.timed(&p.sum.Pulling, func() error { return p.gather(u) }); err != nil {
			return err
		}
		known := p.cur.Filter
		if err := p.timed(&p.sum.Checking, p.check); err != nil {
			return err
		}
		if err := p.timed(&p.sum.Pulling, p.learnFilter); err != nil {
			return err
		}
		// The check may have brought the first statement that shows what since
		// compares with.
		if p.cur.Filter == known || !p.everything() {
			break
		}
		u = p.again()
	}
	p.finish()
	return nil
}

// gather walks through the pages, and once more through all of them where the
// server shows only then what arrived late.
func (p *puller) gather(u *url.URL) error {
	err := p.walk(u)
	if err == nil && p.everything() && !p.since().IsZero() {
		err = p.walk(p.again())
	}
	return err
}

// again begins the run anew, with everything.
func (p *puller) again() *url.URL {
	p.cur.Run = &Run{Newest: p.cur.Run.Newest, Bound: p.cur.Run.Bound}
	p.restart()
	return p.address(ask{})
}

// check asks another way for what the run was to bring, and more where the
// pull before was not checked to its end.
func (p *puller) check() error {
	since := p.since()
	if !p.cur.Checked {
		since = time.Time{}
	}
	return p.recount(since)
}

func (p *puller) timed(sum *time.Duration, do func() error) error {
	start := p.now()
	err := do()
	*sum += p.now().Sub(start)
	return err
}

func (p *puller) now() time.Time { return p.opt.Now() }

// begin makes the run, or takes up an unfinished one, and returns its since.
func (p *puller) begin() time.Time {
	if p.cur.Run != nil {
		p.sum.Resumed = true
		return p.cur.Run.Since
	}
	p.cur.Run = &Run{}
	if !p.cur.Through.IsZero() && !p.everything() {
		p.cur.Run.Since = p.cur.Through.Add(-p.source.overlap()).Truncate(time.Millisecond)
	}
	return p.cur.Run.Since
}

// everything says whether only asking for everything brings what arrived late.
// An overlap that the user has set is taken to be enough.
func (p *puller) everything() bool {
	if p.cur.Filter != FilterTimestamp || p.source.Overlap != 0 {
		return false
	}
	p.note("%s compares since with the time of the deed, not of the arrival: everything is asked for again at each pull (set overlap in %s to ask for less)", p.base.Host, SourcesFile)
	return true
}

func (p *puller) since() time.Time { return p.cur.Run.Since }

// resume is the address to begin with.
func (p *puller) resume(since time.Time) *url.URL {
	first := p.address(ask{since: since})
	if !p.sum.Resumed {
		return first
	}
	if more, err := url.Parse(p.cur.Run.More); err == nil && p.cur.Run.More != "" {
		return p.base.ResolveReference(more)
	}
	switch run := p.cur.Run; run.Order {
	case OrderAscending:
		return p.address(ask{since: milli(run.High - 1)})
	case OrderDescending:
		return p.address(ask{since: since, until: milli(run.Low + 1), descending: true})
	}
	return first
}

// finish moves the cursor to what was delivered.
func (p *puller) finish() {
	through := p.cur.Run.Newest
	if bound := p.cur.Run.Bound; !bound.IsZero() && bound.Before(through) {
		through = bound
	}
	if through.After(p.cur.Through) {
		p.cur.Through = through
	}
	p.cur.Checked = true
	p.cur.Run = nil
}

// walk asks for page after page from an address on, and past the end of what
// the server pages through, until nothing new comes.
func (p *puller) walk(u *url.URL) error {
	for u != nil {
		began := p.now()
		got, err := p.page(u)
		if p.lost(err, u) {
			p.doubt, p.cur.Run.More = true, ""
			u = p.past(true)
			continue
		}
		if err != nil {
			return err
		}
		fresh := p.take(got)
		if err := p.learnFilter(); err != nil { // before what the cursor keeps depends on it
			return err
		}
		p.ended(fresh)
		p.linked = p.linked || p.cur.Run.More != "" && fresh > 0
		next, foreign := p.next(u, got)
		if foreign != "" {
			p.note("%s names a next page on another host (%s), where the key is not sent; it was asked by time instead", p.base.Host, foreign)
		}
		p.cur.Run.More = ""
		if next != nil {
			p.cur.Run.More = next.RequestURI()
		}
		if err := p.deliver(got, u, began, false); err != nil {
			return err
		}
		u = p.onwards(u, next, fresh, foreign != "")
	}
	return nil
}

// ended notes that there was more beyond the last page that the server named;
// what was stored since the pull began does not count.
func (p *puller) ended(fresh int) {
	if !p.beyond || fresh == 0 {
		return
	}
	p.doubt = true
	if !p.adrift && p.last != nil && (p.began.IsZero() || p.last.high < p.began.UnixMilli()) {
		p.note("%s named no next page though it had more statements; the pull went on by time", p.base.Host)
	}
}

// page fetches one page. The first one of a run may show that the server takes
// another version, or fewer parameters.
func (p *puller) page(u *url.URL) (*page, error) {
	got, err := p.fetch(p.ctx, u)
	var e *Error
	if errors.As(err, &e) && e.Status == http.StatusBadRequest && !p.first && !p.sum.Resumed {
		got, err = p.negotiate(err)
	}
	if err != nil {
		return nil, err
	}
	if !p.first {
		p.first, p.began = true, got.date
		if !got.through.IsZero() && p.cur.Run.Bound.IsZero() {
			p.cur.Run.Bound = got.through
		}
	}
	p.sum.Bytes += got.bytes
	return got, nil
}

// otherStyles are the ways to ask that are left when the source's own got a 400.
func (c *Client) otherStyles() []style {
	own := c.style
	other := own
	if c.source.Version == "" {
		other.version = "2.0.0"
	}
	plain := own
	plain.limit, plain.ascending = 0, false
	return slices.DeleteFunc([]style{other, plain}, func(s style) bool { return s == own })
}

// negotiate asks in other ways after a 400; the error of the first way stays.
func (p *puller) negotiate(first error) (*page, error) {
	own := p.style
	for _, s := range p.otherStyles() {
		p.style = s
		got, err := p.fetch(p.ctx, p.address(ask{since: p.since()}))
		var e *Error
		switch {
		case err == nil:
			return got, nil
		case !errors.As(err, &e) || e.Status != http.StatusBadRequest:
			return nil, err
		}
	}
	p.style = own
	return nil, first
}

// lost says whether a next page is gone: its address was given out by the
// server, which does not know it any more.
func (p *puller) lost(err error, u *url.URL) bool {
	var e *Error
	if !errors.As(err, &e) || u.RequestURI() != p.cur.Run.More {
		return false
	}
	switch e.Status {
	case http.StatusBadRequest, http.StatusNotFound, http.StatusGone, http.StatusUnprocessableEntity,
		http.StatusInternalServerError: // what some databases make of a cursor that expired
		p.note("%s forgot a next page before it was asked for; the pull went on by time", p.base.Host)
		return true
	}
	return false
}

// onwards is the address after a page: the next one, if it leads anywhere.
func (p *puller) onwards(at, next *url.URL, fresh int, lost bool) *url.URL {
	p.visited[at.String()] = true
	p.beyond = false
	if fresh > 0 {
		p.stale, p.steps, p.adrift = 0, 0, false
	} else {
		p.stale++
	}
	if next == nil {
		p.doubt = p.doubt || lost
		return p.past(lost)
	}
	switch {
	case p.visited[next.String()]:
		p.note("%s names a page as the next one that it gave before; the pull went on by time", p.base.Host)
	case p.stale > p.patience():
		p.endless = true
		p.note("%s pages on without end; the pull went on by time", p.base.Host)
	default:
		return next
	}
	p.doubt = true
	return p.past(true)
}

// patience is how many pages without a new statement are walked through: those
// that the pull may have to go over again and some more, few once the server
// was seen to page on without end.
func (p *puller) patience() int {
	if p.endless {
		return 3
	}
	return p.sum.Pages + 20
}

// note keeps a sentence once.
func (p *puller) note(format string, args ...any) {
	if text := printable(fmt.Sprintf(format, args...)); !slices.Contains(p.sum.Notes, text) {
		p.sum.Notes = append(p.sum.Notes, text)
	}
}
