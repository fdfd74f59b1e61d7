package lrs

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"time"
	"unicode/utf8"

	"lrx/internal/safetext"
)

// Kind says what went wrong with a source.
type Kind uint8

// The kinds of failure.
const (
	KindUnreachable  Kind = iota // no connection, or it breaks
	KindTLS                      // the certificate or the handshake
	KindUnauthorized             // 401: no such key, or a wrong secret
	KindForbidden                // 403: the key may not read statements
	KindSecret                   // the secret cannot be had
	KindNotFound                 // 404: no statements at this address
	KindNotLRS                   // an answer that is no statement result
	KindRedirected               // the way leads to another host
	KindRateLimited              // 429, and for longer than waiting makes sense
	KindServer                   // 5xx, or answers that break off
	KindTimeout                  // no answer in time
	KindRequest                  // another 4xx: the question is not understood
	KindAddress                  // the address or the settings of the source
	KindLimit                    // more requests or bytes than are allowed
)

// kindNames are the kinds in JSON and logs.
func kindNames() []string {
	return []string{
		"unreachable", "tls", "unauthorized", "forbidden", "secret", "not found", "not an LRS",
		"redirected", "rate limited", "server error", "timed out", "bad request", "address", "limit",
	}
}

func (k Kind) String() string { return kindNames()[k] }

// Error is a failure of a source. What says what is wrong and where, Next what
// to do; both are printable, hold no secret and nothing of an answer's body.
type Error struct {
	Kind   Kind
	Status int // of the answer; 0 if there was none
	What   string
	Next   string

	dial  bool          // there was no connection
	again bool          // the same request may succeed later
	after time.Duration // what the server asked to wait; 0 if nothing
}

func (e *Error) Error() string {
	if e.Next == "" {
		return e.What
	}
	return e.What + "; " + e.Next
}

// Refused tells a source that refused (key or rights, exit code 6) from one
// that cannot be reached or used (exit code 7).
func (e *Error) Refused() bool {
	return e.Kind == KindUnauthorized || e.Kind == KindForbidden || e.Kind == KindSecret
}

// fail makes an Error about the source.
func (s Source) fail(kind Kind, next, format string, args ...any) *Error {
	return &Error{
		Kind: kind,
		What: printable(s.Name + ": " + fmt.Sprintf(format, args...)),
		Next: printable(strings.ReplaceAll(next, "NAME", s.Name)),
	}
}

// longest is how much of a text an error quotes, in bytes.
const longest = 300

// printable is s as one short line without control bytes.
func printable(s string) string {
	s = string(safetext.Clean(s))
	if len(s) <= longest {
		return s
	}
	cut := longest
	for !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "…"
}

// What to do next; NAME stands for the source's name.
const (
	nextAddress = "check the address and the network, then: lrx source check NAME"
	nextKey     = "check the user and the secret, or ask the LRS's administrator for a new key"
	nextRights  = "ask the LRS's administrator for a key with the right to read all statements"
	nextWhere   = "ask for the LRS's xAPI endpoint, or look for it with: lrx source check NAME"
	nextLater   = "what came is kept; go on later with: lrx pull NAME"
)

// broken is the Error of an exchange that failed without an answer. A context
// that ended is not an Error of the source.
func (s Source) broken(ctx context.Context, host string, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	var (
		timeout interface{ Timeout() bool }
		dns     *net.DNSError
		away    *elsewhereError
		op      *net.OpError
	)
	switch {
	case errors.As(err, &away):
		return s.elsewhere(host, away.host)
	case errors.Is(err, errCircles):
		return s.fail(KindRedirected, nextWhere, "%s redirects in circles", host)
	case errors.Is(err, errIdle), errors.As(err, &timeout) && timeout.Timeout():
		e = s.fail(KindTimeout, nextLater, "%s does not answer in time", host)
		e.again = true
	case isTLS(err):
		e = s.fail(KindTLS, "the address may be wrong, or the certificate has to be renewed by whoever runs the LRS", "no trusted connection to %s: %s", host, tlsCause(err))
	case errors.As(err, &dns):
		e = s.fail(KindUnreachable, nextAddress, "there is no host %s", host)
		e.again = !dns.IsNotFound
	default:
		e = s.fail(KindUnreachable, nextAddress, "%s cannot be reached (%s)", host, netCause(err))
		e.again = true
	}
	e.dial = errors.As(err, &op) && op.Op == "dial"
	return e
}

func (s Source) elsewhere(from, to string) *Error {
	return s.fail(KindRedirected, "if that is the right host, add the source with its address; the key was not sent there",
		"%s sends requests on to another host, %s", from, to)
}

// isTLS tells whether a connection failed over its security.
func isTLS(err error) bool {
	var (
		verify    *tls.CertificateVerificationError
		record    tls.RecordHeaderError
		alert     tls.AlertError
		authority x509.UnknownAuthorityError
		name      x509.HostnameError
	)
	return errors.As(err, &verify) || errors.As(err, &record) || errors.As(err, &alert) ||
		errors.As(err, &authority) || errors.As(err, &name) ||
		strings.Contains(err.Error(), "server gave HTTP response to HTTPS client")
}

func tlsCause(err error) string {
	var (
		record    tls.RecordHeaderError
		authority x509.UnknownAuthorityError
		name      x509.HostnameError
		invalid   x509.CertificateInvalidError
	)
	switch {
	case errors.As(err, &name):
		return "the certificate is for another host"
	case errors.As(err, &authority):
		return "the certificate is signed by nobody this machine trusts"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "the certificate has expired or is not valid yet"
	case errors.As(err, &record), strings.Contains(err.Error(), "HTTP response"):
		return "it does not speak TLS there"
	}
	return "the TLS handshake failed"
}

// netCause is why there is no connection, without addresses.
func netCause(err error) string {
	var errno syscall.Errno
	switch {
	case errors.As(err, &errno):
		return errno.Error()
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "the connection broke"
	}
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	return err.Error()
}

// refusal is the Error of an answer that is not 200.
func (s Source) refusal(host string, status int, after time.Duration) *Error {
	var e *Error
	switch {
	case status == http.StatusUnauthorized:
		e = s.fail(KindUnauthorized, nextKey, "%s refuses the key (401)", host)
	case status == http.StatusForbidden:
		e = s.fail(KindForbidden, nextRights, "%s knows the key, but it may not read statements (403)", host)
	case status == http.StatusNotFound, status == http.StatusGone, status == http.StatusMethodNotAllowed:
		e = s.fail(KindNotFound, nextWhere, "%s has no statements at this address (%d)", host, status)
	case status == http.StatusTooManyRequests:
		e = s.fail(KindRateLimited, nextLater, "%s asks for fewer requests (429)", host)
		e.again = true
	case status == http.StatusRequestTimeout:
		e = s.fail(KindTimeout, nextLater, "%s does not answer in time (408)", host)
		e.again = true
	case status >= 500:
		e = s.fail(KindServer, nextLater, "%s has an error of its own (%d)", host, status)
		e.again = status != http.StatusNotImplemented && status != http.StatusHTTPVersionNotSupported
	case status >= 400:
		e = s.fail(KindRequest, nextWhere, "%s does not understand the request (%d)", host, status)
	default:
		e = s.fail(KindNotLRS, nextWhere, "%s answers with status %d, which is no statement result", host, status)
	}
	e.Status, e.after = status, after
	return e
}

// refused says whether an error is an answer that a question was not understood.
func refused(err error) bool {
	var e *Error
	return errors.As(err, &e) && (e.Status == http.StatusBadRequest || e.Status == http.StatusNotFound ||
		e.Status == http.StatusGone || e.Status == http.StatusUnprocessableEntity)
}

// unlessRefused drops such an error.
func unlessRefused(err error) error {
	if refused(err) {
		return nil
	}
	return err
}
