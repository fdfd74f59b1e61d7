package lrs

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

// credentials put who asks into requests. It is safe for one goroutine at a
// time; a token is kept until it runs out.
type credentials struct {
	source Source
	secret Secret
	client *http.Client // for tokens: it follows no redirect

	mu    sync.Mutex
	token *oauth2.Token
}

// put adds the header. The error is an *Error or the context's.
func (c *credentials) put(ctx context.Context, r *http.Request) error {
	switch c.source.Auth {
	case AuthBasic:
		r.SetBasicAuth(c.source.User, c.secret.reveal())
	case AuthBearer:
		r.Header.Set("Authorization", "Bearer "+c.secret.reveal())
	case AuthOAuth2:
		token, err := c.fetch(ctx)
		if err != nil {
			return err
		}
		r.Header.Set("Authorization", "Bearer "+token)
	case AuthNone:
	}
	return nil
}

// renew drops a token that was refused before its time and tells whether there
// was one, so that asking again makes sense.
func (c *credentials) renew() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	had := c.token != nil
	c.token = nil
	return had
}

// fetch returns a token that is valid now.
func (c *credentials) fetch(ctx context.Context) (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.token.Valid() {
		return c.token.AccessToken, nil
	}
	config := clientcredentials.Config{
		ClientID: c.source.User, ClientSecret: c.secret.reveal(),
		TokenURL: c.source.TokenURL, Scopes: strings.Fields(c.source.Scope),
	}
	token, err := config.Token(context.WithValue(ctx, oauth2.HTTPClient, c.client))
	if err != nil {
		return "", c.failed(ctx, err)
	}
	c.token = token
	return token.AccessToken, nil
}

// failed turns an error into one of ours: those of the library quote what the
// server said.
func (c *credentials) failed(ctx context.Context, err error) error {
	host := Source{URL: c.source.TokenURL}.host()
	var answer *oauth2.RetrieveError
	if !errors.As(err, &answer) || answer.Response == nil {
		if strings.Contains(err.Error(), "oauth2: ") { // an answer without a token
			return c.source.fail(KindNotLRS, "check the token address (--token-url)", "%s gives no token", host)
		}
		return c.source.broken(ctx, host, err)
	}
	switch status := answer.Response.StatusCode; {
	case status == http.StatusBadRequest, status == http.StatusUnauthorized, status == http.StatusForbidden:
		e := c.source.fail(KindUnauthorized, "check the client id, the secret and the scope, or ask for new ones", "%s gives no token for this client (%d)", host, status)
		e.Status = status
		return e
	case status < 400:
		return c.source.fail(KindNotLRS, "check the token address (--token-url)", "%s gives no token (%d)", host, status)
	default:
		return c.source.refusal(host, status, 0)
	}
}
