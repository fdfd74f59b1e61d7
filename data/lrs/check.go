package lrs

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/valyala/fastjson"

	"lrx/internal/safetext"
)

// Check asks a source what can be expected of it, with some ten requests and
// nothing written. The error is the context's alone: what is wrong with the
// source stands in the report.
func (c *Client) Check(ctx context.Context) (*Report, error) {
	d := &doctor{
		puller: &puller{Client: c, ctx: ctx, cur: Cursor{Run: &Run{}}, seen: map[uint64]stamp{}, visited: map[string]bool{}, fn: func(Page) error { return nil }},
		r:      &Report{Source: c.source.Name, URL: c.source.URL, Findings: []Finding{}, Versions: []string{}},
	}
	before := c.requests
	err := d.examine()
	d.r.Requests = c.requests - before
	var e *Error
	if errors.As(err, &e) {
		d.r.Err, d.r.Failure = e, e.Kind.String()
		d.find("failure", LevelProblem, "%s. What to do: %s.", e.What, e.Next)
		return d.r, nil
	}
	d.r.OK = err == nil
	return d.r, err
}

// doctor is one run of Check.
type doctor struct {
	*puller
	r *Report
}

func (d *doctor) find(code string, level Level, format string, args ...any) {
	for i, a := range args {
		if text, ok := a.(string); ok {
			args[i] = printable(text) // it may be the server's
		}
	}
	text := string(safetext.Clean(fmt.Sprintf(format, args...)))
	d.r.Findings = append(d.r.Findings, Finding{code, level, text})
	d.opt.Notice(text)
}

func (d *doctor) examine() error {
	if err := d.about(); err != nil {
		return err
	}
	d.product()
	newest, err := d.page(d.address(ask{descending: true}))
	if err != nil {
		return d.elsewhere(err)
	}
	d.take(newest)
	d.r.Statements, d.r.Version = len(newest.statements), printable(newest.version)
	d.answers(newest)
	d.headers(newest)
	if err := d.anonymous(); err != nil {
		return err
	}
	if len(newest.statements) == 0 {
		d.nothing()
		return nil
	}
	d.scope(newest)
	for _, step := range []func(*page) error{d.paging, d.ordering, d.filtering} {
		if err := step(newest); err != nil {
			return err
		}
	}
	d.times()
	return nil
}

// about reads /about, which needs no key and is often absent.
func (d *doctor) about() error {
	a, err := d.do(d.ctx, d.resource("about"), nil)
	if err != nil {
		return err
	}
	var about struct {
		Version    []string                   `json:"version"`
		Extensions map[string]json.RawMessage `json:"extensions"`
	}
	if a.status != http.StatusOK || json.Unmarshal(a.body, &about) != nil || len(about.Version) == 0 {
		d.find("about", LevelNote, "There is no description of the LRS at %s/about (%d). Many do without; nothing depends on it.", d.source.URL, a.status)
		return nil
	}
	d.r.About = true
	for _, v := range about.Version[:min(len(about.Version), 20)] {
		d.r.Versions = append(d.r.Versions, printable(v))
	}
	d.find("about", LevelOK, "The LRS says that it speaks xAPI %s.", strings.Join(d.r.Versions, ", "))
	var names []string
	for name := range about.Extensions {
		names = append(names, name)
	}
	if p, ok := productByAbout(strings.Join(names, " ")); ok && d.Client.product.Key == "" {
		d.Client.product = p
	}
	return nil
}

// product says what is known of it beforehand.
func (d *doctor) product() {
	p := d.Client.product
	if p.Key == "" {
		d.find("product", LevelNote, "Which product it is cannot be told from the address; lrx goes by what it sees.")
		return
	}
	d.r.Product, d.r.Verified = p.Name, p.Verified
	tried := "lrx was tried with the real thing"
	if !p.Verified {
		tried = "what lrx knows of it was not tried"
	}
	d.find("product", LevelNote, "It looks like %s; %s. Good to know: %s.", p.Name, tried, p.Note)
}

// answers says that statements can be read.
func (d *doctor) answers(first *page) {
	d.find("read", LevelOK, "The key is accepted and may read statements (xAPI %s).", cmp.Or(first.version, d.style.version))
	if d.base.Scheme == "http" && !loopback(d.base.Hostname()) {
		d.find("plain", LevelProblem, "The address is plain http: whoever is on the way can read the key and the statements. Ask for an https address.")
	}
}

// headers reads what an answer says besides statements.
func (d *doctor) headers(p *page) {
	now := d.now()
	switch {
	case p.through.IsZero():
		d.r.Through = "absent"
		d.find("consistent-through", LevelNote, "The LRS does not say up to when its answers are complete; lrx asks for the last %v again at each pull.", d.source.overlap())
	case now.Sub(p.through).Abs() < 5*time.Second:
		d.r.Through = "now"
		d.find("consistent-through", LevelOK, "The LRS says that its answers are complete up to the present moment.")
	default:
		d.r.Through = p.through.Format(time.RFC3339)
		d.find("consistent-through", LevelNote, "The LRS says that its answers are complete up to %s; what is newer comes with a later pull.", minute(p.through))
	}
	if !p.date.IsZero() {
		skew := p.date.Sub(now).Seconds()
		d.r.Skew = &skew
		if math.Abs(skew) > 60 {
			d.find("clock", LevelProblem, "The clock of the LRS and that of this machine are %.0f seconds apart; one of them is wrong, and so are its times.", math.Abs(skew))
		} else {
			d.find("clock", LevelOK, "The clock of the LRS agrees with that of this machine to within a minute.")
		}
	}
	for _, name := range []string{"RateLimit-Policy", "X-RateLimit-Limit", "X-Rate-Limit-Limit", "RateLimit-Limit"} {
		if v := p.header.Get(name); v != "" {
			d.r.RateLimit = printable(v)
			d.find("rate", LevelNote, "The LRS limits how often it may be asked (%s: %s); lrx waits when it is told to.", name, v)
			return
		}
	}
	d.find("rate", LevelOK, "No limit to the number of requests is announced; lrx waits when it is told to.")
}

// anonymous asks without the key.
func (d *doctor) anonymous() error {
	if d.source.Auth == AuthNone {
		return nil
	}
	u := d.address(ask{})
	q := u.Query()
	q.Set("limit", "1")
	u.RawQuery = q.Encode()
	a, err := d.do(d.ctx, u, nil)
	if err != nil {
		return unlessKind(err, KindRedirected) // to a login page
	}
	if a.status == http.StatusOK {
		if p, err := d.parse(a); err == nil && len(p.statements) > 0 {
			d.r.Anonymous = true
			d.find("anonymous", LevelProblem, "The LRS shows statements without any key: everybody who knows the address can read them. Its administrator should know.")
			return nil
		}
	}
	d.find("anonymous", LevelOK, "Without the key nothing is shown.")
	return nil
}

// nothing explains why no statement came.
func (d *doctor) nothing() {
	d.find("nothing", LevelProblem, "The key is good, but the LRS shows it no statement. One of three things is so. "+
		"The key sees only what it wrote itself, or only one store or application: ask for a key that may read all statements (in SQL LRS statements/read, in Learning Locker a client of the right store).")
	d.find("nothing-endpoint", LevelNote, "Or %s is the address of another, empty store: compare it with the endpoint that the sending course or tool was given.", d.source.URL)
	d.find("nothing-yet", LevelNote, "Or nothing was sent yet: do one thing in a course, wait a minute, and check again.")
}

// scope says whose statements the key sees.
func (d *doctor) scope(newest *page) {
	var parser fastjson.Parser
	seen := map[string]bool{}
	for i := range newest.statements {
		if v, err := parser.ParseBytes(newest.statements[i].Raw); err == nil {
			if a := v.Get("authority"); a != nil {
				seen[a.String()] = true
			}
		}
	}
	switch n := len(seen); n {
	case 0:
		d.find("scope", LevelNote, "The statements do not say which key they came in with.")
	case 1:
		d.find("scope", LevelNote, "All %d statements of the newest page came in with one key (authority). If others send to this LRS too, this key may not see theirs.", len(newest.statements))
	default:
		d.find("scope", LevelOK, "The newest page holds statements that came in with %d different keys (authorities): this key sees more than its own.", n)
	}
}

// paging tells the page size and how the next page is named, and asks for it.
func (d *doctor) paging(newest *page) error {
	n := len(newest.statements)
	next, foreign := d.next(d.address(ask{descending: true}), newest)
	if next != nil || foreign != "" {
		d.r.Page = n
	}
	d.r.More = moreForm(newest.more)
	switch {
	case foreign != "":
		d.find("more", LevelProblem, "The LRS names a next page on another host, %s, where lrx does not send the key; it asks by time instead. Its administrator should set the public address.", foreign)
		return nil
	case next == nil:
		d.find("more", LevelOK, "All %d statements that this key sees come on one page.", n)
		return nil
	}
	second, err := d.fetch(d.ctx, next)
	if err != nil {
		if refused(err) {
			d.find("more", LevelProblem, "The LRS names a next page that it does not know when it is asked for; lrx asks by time instead.")
			return nil
		}
		return err
	}
	fresh := d.take(second)
	if fresh == 0 && len(second.statements) > 0 {
		d.find("more", LevelProblem, "The next page holds the same statements as the first one; lrx asks by time instead.")
		return nil
	}
	d.find("more", LevelOK, "A page holds %d statements, though %d were asked for at most; the next page is named (as %s) and works.", n, d.style.limit, d.r.More)
	return nil
}

func moreForm(more string) string {
	u, err := url.Parse(more)
	switch {
	case more == "" || err != nil:
		return "none"
	case u.IsAbs():
		return "absolute"
	case u.Path == "":
		return "query"
	}
	return "path"
}

// ordering asks for the oldest first.
func (d *doctor) ordering(newest *page) error {
	if !d.style.ascending || len(newest.statements) < 2 {
		return nil
	}
	oldest, err := d.fetch(d.ctx, d.address(ask{}))
	if err != nil {
		return err
	}
	d.take(oldest)
	honoured := rising(oldest.statements) && !rising(newest.statements)
	d.r.Ascending = &honoured
	if honoured {
		d.find("ascending", LevelOK, "The LRS gives the oldest statements first when asked.")
	} else {
		d.find("ascending", LevelNote, "The LRS gives statements in one order only, whatever is asked for; lrx sorts them itself.")
	}
	return nil
}

// rising says whether statements come in the order they were stored.
func rising(list []Statement) bool {
	return slices.IsSortedFunc(list, func(a, b Statement) int { return a.Stored.Compare(b.Stored) })
}

// filtering finds out what since does.
func (d *doctor) filtering(*page) error {
	after := milli(0)
	for _, s := range d.seen {
		if at := milli(max(s.stored, s.timestamp)); at.After(after) {
			after = at
		}
	}
	beyond, err := d.fetch(d.ctx, d.address(ask{since: after.Add(2 * time.Second)}))
	if err != nil {
		return err
	}
	known := slices.ContainsFunc(beyond.statements, func(s Statement) bool { _, ok := d.seen[s.key]; return ok })
	if known {
		d.find("since", LevelProblem, "The LRS does not heed since: every pull has to read everything again.")
		return nil
	}
	if err := d.learnFilter(); err != nil {
		return err
	}
	d.r.Filter = d.cur.Filter
	switch d.r.Filter {
	case FilterStored:
		d.find("since", LevelOK, "since and until go by the time of arrival, as xAPI says: a pull reads only what is new.")
	case FilterTimestamp:
		d.find("since", LevelNote, "since and until go by the time of the deed, against xAPI: what arrives late would be missed, so lrx reads everything at each pull unless overlap is set.")
	case FilterUnknown:
		d.find("since", LevelNote, "Whether since goes by the time of arrival cannot be told yet: no statement arrived later than it was done.")
	}
	return nil
}

// times says how fresh the statements are.
func (d *doctor) times() {
	if d.sum.Newest.IsZero() {
		d.find("stored", LevelProblem, "The statements do not say when they were stored; lrx has to read everything at each pull.")
		return
	}
	oldest, newest := d.sum.Oldest, d.sum.Newest
	d.r.Oldest, d.r.Newest = &oldest, &newest
	d.find("fresh", LevelNote, "The newest statement that this key sees was stored on %s, the oldest one looked at on %s.", minute(newest), minute(oldest))
}

func minute(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

// unlessKind drops an Error of a kind.
func unlessKind(err error, kind Kind) error {
	var e *Error
	if errors.As(err, &e) && e.Kind == kind {
		return nil
	}
	return err
}
