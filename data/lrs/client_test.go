package lrs

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestNext is the table of the forms of "more".
func TestNext(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ base, more, want, foreign string }{
		{"https://h.example/xapi", "", "", ""},
		{"https://h.example/xapi", "/xapi/statements?c=1", "https://h.example/xapi/statements?c=1", ""},
		{"https://h.example/xapi", "/other/more/1", "https://h.example/other/more/1", ""},
		{"https://h.example/xapi", "?c=1", "https://h.example/xapi/statements?c=1", ""},
		{"https://h.example/xapi", "statements?c=1", "https://h.example/xapi/statements?c=1", ""},
		{"https://h.example/xapi", "https://h.example/m#x", "https://h.example/m", ""},
		{"https://h.example/xapi", "https://H.example:443/m", "https://H.example:443/m", ""},
		{"https://h.example/xapi", "http://h.example/m", "https://h.example/m", ""}, // a proxy nobody told the server of
		{"https://h.example/xapi", "//h.example/m", "https://h.example/m", ""},
		{"https://h.example/xapi", "https://a:b@h.example/m", "https://h.example/m", ""},
		{"https://h.example/xapi", "https://evil.example/m", "", "evil.example"},
		{"https://h.example/xapi", "//evil.example/m", "", "evil.example"},
		{"https://h.example/xapi", "https://h.example.evil/m", "", "h.example.evil"},
		{"https://h.example/xapi", "https://h.example:8443/m", "", "h.example:8443"},
		{"https://h.example/xapi", "http://h.example:8080/m", "", "h.example:8080"},
		{"https://h.example/xapi", "file:///etc/passwd", "", ""},
		{"http://127.0.0.1/xapi", "https://127.0.0.1/m", "", "127.0.0.1"},
		{"https://h.example/xapi", "http://[::1", "", ""},
		{"https://h.example/xapi", "\x00", "", ""},
	} {
		client, err := NewClient(Source{Name: "s", URL: c.base, Auth: AuthNone}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		u, foreign := client.next(client.resource("statements"), &page{more: c.more})
		got := ""
		if u != nil {
			got = u.String()
		}
		if got != c.want || foreign != c.foreign {
			t.Errorf("%q: %q, %q", c.more, got, foreign)
		}
	}
}

// TestLastStatementID pages as Cornerstone does, with no parameter it does not know.
func TestLastStatementID(t *testing.T) {
	t.Parallel()
	f := (&fake{list: made(230, time.Minute), cap: 50, paging: "last_statement_id", order: "oldest"}).serve(t)
	g := newGot()
	sum, err := f.client(t, func(s *Source, _ *Options) { s.Product = "cornerstone"; s.Rate = 1e9 }).Pull(t.Context(), Cursor{}, g.take)
	if err != nil {
		t.Fatal(err)
	}
	g.same(t, f.list)
	if sum.Verdict.State != VerdictComplete || sum.Requests > 30 {
		t.Errorf("%v %s, %d requests\n%s", sum.Verdict, sum.Verdict.Reason, sum.Requests, strings.Join(f.asked, "\n"))
	}
	for _, a := range f.forget() {
		u, _ := url.Parse(a)
		for name := range u.Query() {
			if !slices.Contains([]string{"since", "until", "limit", "last_statement_id"}, name) {
				t.Errorf("asked with %s: %s", name, a)
			}
		}
	}
}

// TestSecureTransport talks HTTP/2 and gzip.
func TestSecureTransport(t *testing.T) {
	t.Parallel()
	f := (&fake{list: made(120, time.Minute), cap: 50}).serve(t)
	protocols := map[string]bool{}
	zipped := 0
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		protocols[r.Proto] = true
		if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			zipped++
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			defer z.Close()
			w = &zipWriter{w, z}
		}
		f.ServeHTTP(w, r)
	}))
	srv.EnableHTTP2 = true
	srv.StartTLS()
	t.Cleanup(srv.Close)
	own := transport()
	own.TLSClientConfig.RootCAs = srv.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
	g := newGot()
	sum, err := f.client(t, func(s *Source, o *Options) { s.URL, o.Transport = srv.URL+"/xapi", own }).Pull(t.Context(), Cursor{}, g.take)
	if err != nil {
		t.Fatal(err)
	}
	g.same(t, f.list)
	if !protocols["HTTP/2.0"] || len(protocols) > 1 || zipped != sum.Requests {
		t.Errorf("%v, %d of %d packed", protocols, zipped, sum.Requests)
	}
}

type zipWriter struct {
	http.ResponseWriter
	z *gzip.Writer
}

func (w *zipWriter) Write(p []byte) (int, error) { return w.z.Write(p) }

// TestBrokenStatements come with the good ones, and the pull is short by them.
func TestBrokenStatements(t *testing.T) {
	t.Parallel()
	f := (&fake{list: made(120, time.Minute), cap: 50}).serve(t)
	f.list[10].raw = `{"id":"` + f.list[10].id.String() + `","stored":"` + f.list[10].stored.Format(time.RFC3339) + `", oops }`
	f.list[49].raw = "{\"a\":\"\x01\"}"
	good := slices.DeleteFunc(slices.Clone(f.list), func(k kept) bool { return k.raw == f.list[10].raw || k.raw == f.list[49].raw })
	g := newGot()
	rejected := 0
	sum, err := f.client(t).Pull(t.Context(), Cursor{}, func(p Page) error {
		p.Statements = slices.DeleteFunc(slices.Clone(p.Statements), func(s Statement) bool {
			if s.Reject != nil && !p.Recount {
				rejected++
			}
			return s.Reject != nil
		})
		return g.take(p)
	})
	if err != nil {
		t.Fatal(err)
	}
	g.same(t, good)
	if rejected != 2 || sum.Verdict.String() != "short by 2" {
		t.Errorf("%d rejected, %v %s", rejected, sum.Verdict, sum.Verdict.Reason)
	}
}

// TestVersions asks again in another version, or with fewer parameters, when
// the first way gets a 400.
func TestVersions(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		takes func(*http.Request) bool
	}{
		{"2.0.0 alone", func(r *http.Request) bool { return r.Header.Get("X-Experience-API-Version") == "2.0.0" }},
		{"no limit", func(r *http.Request) bool { return !r.URL.Query().Has("ascending") }},
	} {
		f := (&fake{list: made(120, time.Minute), cap: 50}).serve(t)
		f.answer = func(_ int, w http.ResponseWriter, r *http.Request) bool {
			if !c.takes(r) {
				w.WriteHeader(http.StatusBadRequest)
			}
			return !c.takes(r)
		}
		g := newGot()
		if _, err := f.client(t).Pull(t.Context(), Cursor{}, g.take); err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		g.same(t, f.list)
	}
}

// TestOAuth2 gets a token, keeps it, and gets another one when it is refused.
func TestOAuth2(t *testing.T) {
	t.Parallel()
	f := (&fake{list: made(230, time.Minute), cap: 50}).serve(t)
	tokens, status := 0, http.StatusOK
	give := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, password, ok := r.BasicAuth()
		if !ok { // the second way, after the first one failed
			user, password = r.FormValue("client_id"), url.QueryEscape(r.FormValue("client_secret"))
		}
		if user != "lrx" || password != url.QueryEscape(f.password) || r.FormValue("scope") != "all" {
			status = http.StatusUnauthorized
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		tokens++
		if status != http.StatusOK {
			fmt.Fprint(w, `{"error":"pässwörd"}`)
			return
		}
		fmt.Fprintf(w, `{"access_token":"token%d","token_type":"bearer","expires_in":3600}`, tokens)
	}))
	t.Cleanup(give.Close)
	f.answer = func(n int, w http.ResponseWriter, r *http.Request) bool {
		if n == 4 || r.Header.Get("Authorization") != fmt.Sprintf("Bearer token%d", tokens) {
			w.WriteHeader(http.StatusUnauthorized)
			return true
		}
		r.SetBasicAuth("lrx", f.password)
		return false
	}
	c := f.client(t, func(s *Source, _ *Options) {
		s.Auth, s.TokenURL, s.Scope = AuthOAuth2, give.URL, "all"
	})
	g := newGot()
	if _, err := c.Pull(t.Context(), Cursor{}, g.take); err != nil {
		t.Fatal(err)
	}
	g.same(t, f.list)
	if tokens != 2 {
		t.Errorf("%d tokens", tokens)
	}
	for _, s := range []struct {
		status int
		kind   Kind
	}{{401, KindUnauthorized}, {400, KindUnauthorized}, {302, KindNotLRS}, {404, KindNotFound}} {
		status = s.status
		c.who.renew()
		_, err := c.Pull(t.Context(), Cursor{}, newGot().take)
		var e *Error
		if !errors.As(err, &e) || e.Kind != s.kind || strings.Contains(err.Error(), f.password) {
			t.Errorf("%d: %v", s.status, err)
		}
	}
}

// TestNothingShowsTheSecret prints all that holds it in all ways.
func TestNothingShowsTheSecret(t *testing.T) {
	t.Parallel()
	const word = "hunter2hunter2"
	secret := NewSecret(word)
	c, err := NewClient(Source{Name: "s", URL: "https://h.example", User: "u", Secret: FromPrompt}, Options{Secret: secret})
	if err != nil {
		t.Fatal(err)
	}
	nested := struct {
		s Secret
		S Secret
		p *Secret
	}{secret, secret, &secret}
	for _, v := range []any{secret, &secret, nested, &nested, c.opt, c.who.secret, []Secret{secret}, map[string]Secret{"a": secret}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d"} {
			text := fmt.Sprintf(verb, v)
			if strings.Contains(text, word) || strings.Contains(strings.ToLower(text), fmt.Sprintf("%x", word)) {
				t.Errorf("%s of %T shows it: %s", verb, v, text)
			}
		}
	}
	for _, v := range []any{secret, nested, map[string]Secret{"a": secret}} {
		if text, err := json.Marshal(v); err != nil || strings.Contains(string(text), word) {
			t.Errorf("%s %v", text, err)
		}
	}
	if secret.reveal() != word || !(Secret{}).Empty() || secret.Empty() {
		t.Error("the secret itself is wrong")
	}
}
