package lrs

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"time"

	"github.com/google/uuid"
	"golang.org/x/time/rate"
)

// Options are what a Client needs of the world around it. The zero value of
// each but the secret has a default.
type Options struct {
	Secret    Secret
	UserAgent string                                           // "" is lrx
	Transport http.RoundTripper                                // nil is one that checks certificates and honours proxies
	Now       func() time.Time                                 // nil is time.Now
	Sleep     func(ctx context.Context, d time.Duration) error // nil waits
	Jitter    func() float64                                   // 0 <= x < 1; nil is random
	Idle      time.Duration                                    // a body may stand still; 0 is a minute
	Notice    func(text string)                                // told what is waited for, and what a check finds; may be nil

	// Have says whether a statement is kept already. It makes the check of a
	// resumed pull as good as that of a whole one; may be nil.
	Have func(uuid.UUID) bool

	// MaxCheck is how many requests the check of a pull may take; 0 is no bound.
	// It begins with the newest statements. A check that is not finished cannot
	// tell whether the pull is complete.
	MaxCheck int

	MaxRequests int   // of one call; 0 is a million
	MaxBytes    int64 // of one answer; 0 is 256 MB
}

// Client asks one source. It is for one goroutine at a time.
type Client struct {
	source  Source
	product Product
	base    *url.URL
	opt     Options
	http    *http.Client
	who     *credentials
	limiter *rate.Limiter
	style   style
	body    bytes.Buffer // of the last answer

	requests int  // all that were sent
	retries  int  // those sent again after a failure
	reached  bool // the server has answered before
}

// style is how statements are asked for. It changes when a server does not
// take it.
type style struct {
	version   string
	limit     int
	ascending bool // the parameter is understood
}

const (
	defaultVersion  = "1.0.3"
	defaultRequests = 1_000_000
	defaultBytes    = 256 << 20
)

// NewClient makes a Client of a source in its normal form. The error is an *Error.
func NewClient(s Source, o Options) (*Client, error) {
	s, err := s.Normal()
	if err != nil {
		return nil, err
	}
	base, err := url.Parse(s.URL)
	if err != nil {
		return nil, s.fail(KindAddress, "", "the address cannot be read")
	}
	o.UserAgent = cmp.Or(o.UserAgent, "lrx")
	o.Idle = cmp.Or(o.Idle, idleTime)
	o.MaxRequests = cmp.Or(o.MaxRequests, defaultRequests)
	o.MaxBytes = cmp.Or(o.MaxBytes, defaultBytes)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	if o.Jitter == nil {
		o.Jitter = rand.Float64
	}
	if o.Notice == nil {
		o.Notice = func(string) {}
	}
	if o.Transport == nil {
		o.Transport = transport()
	}
	p := ProductOf(s)
	c := &Client{
		source: s, product: p, base: base, opt: o,
		http: &http.Client{Transport: o.Transport, CheckRedirect: stay},
		who: &credentials{source: s, secret: o.Secret, client: &http.Client{
			Transport: o.Transport, Timeout: connectTime + headerTime,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}},
		style: style{
			version: cmp.Or(s.Version, defaultVersion),
			limit:   cmp.Or(s.Limit, p.Limit, defaultLimit), ascending: !p.Bare,
		},
	}
	if perMinute := cmp.Or(s.Rate, p.Rate); perMinute > 0 {
		c.limiter = rate.NewLimiter(rate.Limit(perMinute/60), 1)
	}
	return c, nil
}

// Close lets go of idle connections.
func (c *Client) Close() { c.http.CloseIdleConnections() }

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// answer is a whole answer of a server.
type answer struct {
	status int
	header http.Header
	body   []byte // valid until the next request
	sent   time.Time
	came   time.Time // the header
}

// errTooLong says that an answer is longer than allowed.
var errTooLong = errors.New("answer too long")

// do sends one request and reads the answer, whatever its status. The error is
// an *Error or the context's.
func (c *Client) do(ctx context.Context, u *url.URL, who *credentials) (*answer, error) {
	if !sameOrigin(u, c.base) { // whoever made the address: credentials go nowhere else
		return nil, c.source.elsewhere(c.base.Host, u.Host)
	}
	if err := c.pace(ctx); err != nil {
		return nil, err
	}
	within, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	r, err := http.NewRequestWithContext(within, http.MethodGet, u.String(), http.NoBody)
	if err != nil {
		return nil, c.source.fail(KindAddress, "", "the address cannot be asked")
	}
	r.Header.Set("X-Experience-API-Version", c.style.version)
	r.Header.Set("User-Agent", c.opt.UserAgent)
	r.Header.Set("Accept", "application/json, multipart/mixed;q=0.5")
	if who != nil {
		if err := who.put(ctx, r); err != nil {
			return nil, err
		}
	}
	a := &answer{sent: c.opt.Now()}
	answered, err := c.http.Do(r)
	if err != nil {
		return nil, c.source.broken(ctx, c.base.Host, err)
	}
	defer answered.Body.Close()
	a.came, a.status, a.header = c.opt.Now(), answered.StatusCode, answered.Header
	body, stop := watch(answered.Body, c.opt.Idle, cancel)
	defer stop()
	if err := c.read(body); err != nil {
		if cause := context.Cause(within); errors.Is(cause, errIdle) {
			err = cause
		}
		if errors.Is(err, errTooLong) {
			return nil, c.source.fail(KindLimit, "ask for smaller pages: set limit in "+SourcesFile, "%s sends an answer of more than %d MB", c.base.Host, c.opt.MaxBytes>>20)
		}
		return nil, c.source.broken(ctx, c.base.Host, err)
	}
	a.body = c.body.Bytes()
	return a, nil
}

// read takes a body into the buffer, which is used again for the next one.
func (c *Client) read(body io.Reader) error {
	c.body.Reset()
	n, err := c.body.ReadFrom(io.LimitReader(body, c.opt.MaxBytes+1))
	if err == nil && n > c.opt.MaxBytes {
		return errTooLong
	}
	return err
}

// pace waits for the source's rate and counts the request.
func (c *Client) pace(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if c.requests >= c.opt.MaxRequests {
		return c.source.fail(KindLimit, nextLater, "it takes more than %d requests; that is not sensible", c.opt.MaxRequests)
	}
	c.requests++
	if c.limiter == nil {
		return nil
	}
	now := c.opt.Now()
	if wait := c.limiter.ReserveN(now, 1).DelayFrom(now); wait > 0 {
		return c.opt.Sleep(ctx, wait)
	}
	return nil
}

// resource is the address of another resource than statements.
func (c *Client) resource(name string) *url.URL {
	u := *c.base
	u.Path += "/" + name
	return &u
}

// String names the source; it holds no secret.
func (c *Client) String() string { return fmt.Sprintf("%s (%s)", c.source.Name, c.base.Host) }
