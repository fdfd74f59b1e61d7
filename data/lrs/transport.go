package lrs

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// How long the parts of a request may take.
const (
	connectTime = 15 * time.Second
	headerTime  = 2 * time.Minute // a large LRS thinks about a first page for long
	idleTime    = time.Minute     // without a byte of a body
)

// maxRedirects is how many redirects within the source are followed.
const maxRedirects = 3

// transport talks HTTP/2 where the server does, asks for gzip and checks
// certificates.
func transport() *http.Transport {
	dialer := &net.Dialer{Timeout: connectTime, KeepAlive: 30 * time.Second}
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           dialer.DialContext,
		ForceAttemptHTTP2:     true,
		TLSClientConfig:       &tls.Config{MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:   connectTime,
		ResponseHeaderTimeout: headerTime,
		IdleConnTimeout:       90 * time.Second,
		MaxIdleConnsPerHost:   2,
	}
}

// elsewhereError says that a redirect leaves the source.
type elsewhereError struct{ host string }

func (e *elsewhereError) Error() string { return "redirected to " + e.host }

// sameOrigin says whether credentials for one address may go to another.
func sameOrigin(a, b *url.URL) bool {
	return a.Scheme == b.Scheme && strings.EqualFold(a.Hostname(), b.Hostname()) && port(a) == port(b)
}

func port(u *url.URL) string {
	switch p := u.Port(); {
	case p != "":
		return p
	case u.Scheme == "https":
		return "443"
	}
	return "80"
}

// errCircles says that redirects do not end.
var errCircles = errors.New("redirected in circles")

// stay follows redirects that lead back to the same origin.
func stay(r *http.Request, via []*http.Request) error {
	if !sameOrigin(r.URL, via[0].URL) {
		return &elsewhereError{r.URL.Host}
	}
	if len(via) > maxRedirects {
		return errCircles
	}
	return nil
}

// errIdle says that a body stopped coming.
var errIdle = errors.New("no byte for too long")

// idleReader cancels a request whose body stops coming.
type idleReader struct {
	body  io.Reader
	timer *time.Timer
	limit time.Duration
}

// watch makes an idleReader; stop ends it.
func watch(body io.Reader, limit time.Duration, cancel context.CancelCauseFunc) (r *idleReader, stop func()) {
	timer := time.AfterFunc(limit, func() { cancel(errIdle) })
	return &idleReader{body: body, timer: timer, limit: limit}, func() { timer.Stop() }
}

func (r *idleReader) Read(p []byte) (int, error) {
	n, err := r.body.Read(p)
	if n > 0 {
		r.timer.Reset(r.limit)
	}
	return n, err
}
