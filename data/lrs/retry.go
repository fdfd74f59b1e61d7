package lrs

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// How failures are met: waits double from firstWait to longestWait, each
// shortened by chance so that many clients do not come back at once.
const (
	firstWait    = 500 * time.Millisecond
	longestWait  = 30 * time.Second
	longestAsked = 5 * time.Minute // a Retry-After beyond it ends the pull
	maxTries     = 10              // of one request: over two minutes, enough for a restart
	firstTries   = 3               // to connect, before the server has ever answered
	slowTries    = 4               // that run out of time, which is minutes each
)

// fetch asks for a page until it comes whole. The error is an *Error or the
// context's.
func (c *Client) fetch(ctx context.Context, u *url.URL) (*page, error) {
	renewed, slow := false, 0
	for failed := 0; ; failed++ {
		p, err := c.attempt(ctx, u)
		if err == nil {
			c.reached = true
			return p, nil
		}
		var e *Error
		if !errors.As(err, &e) {
			return nil, err
		}
		c.reached = c.reached || !e.dial
		if e.Kind == KindTimeout {
			slow++
		}
		if e.Kind == KindUnauthorized && e.Status == http.StatusUnauthorized && !renewed && c.who.renew() {
			renewed = true
			continue
		}
		if !e.again || failed+1 >= c.tries() || slow >= slowTries {
			return nil, err
		}
		wait := c.wait(failed, e.after)
		if wait > longestAsked {
			e.What += fmt.Sprintf(" and to come back in %v", e.after.Round(time.Second))
			return nil, e
		}
		c.retries++
		c.opt.Notice(fmt.Sprintf("%s; trying again in %v", e.What, wait.Round(time.Second/10)))
		if err := c.opt.Sleep(ctx, wait); err != nil {
			return nil, err
		}
	}
}

func (c *Client) attempt(ctx context.Context, u *url.URL) (*page, error) {
	a, err := c.do(ctx, u, c.who)
	if err != nil {
		return nil, err
	}
	if a.status != http.StatusOK {
		return nil, c.source.refusal(c.base.Host, a.status, retryAfter(a.header, c.opt.Now()))
	}
	return c.parse(a)
}

func (c *Client) tries() int {
	if c.reached {
		return maxTries
	}
	return firstTries
}

// wait is how long to wait after so many failures in a row.
func (c *Client) wait(failed int, asked time.Duration) time.Duration {
	longest := min(float64(longestWait), float64(firstWait)*math.Pow(2, float64(failed)))
	own := time.Duration(longest * (0.5 + 0.5*c.opt.Jitter()))
	return max(own, asked)
}

// retryAfter reads what the server asks to wait, in seconds or as a date.
func retryAfter(h http.Header, now time.Time) time.Duration {
	text := h.Get("Retry-After")
	if seconds, err := strconv.ParseUint(text, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(0, at.Sub(now))
	}
	return 0
}
