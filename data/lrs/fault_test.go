package lrs

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// faulty makes a share of requests fail, in all ways a connection can.
func (f *fake) faulty(seed uint64, share float64) {
	r := rand.New(rand.NewPCG(seed, 7))
	f.answer = func(_ int, w http.ResponseWriter, req *http.Request) bool {
		f.mu.Lock()
		fails, kind := r.Float64() < share, r.IntN(7)
		f.mu.Unlock()
		if !fails {
			return false
		}
		switch kind {
		case 0, 1, 2, 3:
			status := []int{500, 502, 503, 429}[kind]
			if status == 429 {
				w.Header().Set("Retry-After", "7")
			}
			http.Error(w, "\x1b[31mno", status)
		case 4: // a reset connection
			panic(http.ErrAbortHandler)
		case 5: // a body that breaks off, in a way HTTP notices or not
			_, _ = w.Write([]byte(`{"statements":[{"id":"`))
			if req.URL.Query().Get("since") != "" {
				panic(http.ErrAbortHandler)
			}
		case 6: // a body that stops coming
			_, _ = w.Write([]byte(`{"statements":[`))
			_ = http.NewResponseController(w).Flush()
			<-req.Context().Done()
		}
		return true
	}
}

// TestFaults loses three requests in ten and gets the same in the end.
func TestFaults(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			f := (&fake{list: made(600, time.Minute), cap: 50, order: []string{"", "newest", "mixed"}[seed%3]}).serve(t)
			f.faulty(seed, 0.3)
			g := newGot()
			sum, err := f.client(t).Pull(t.Context(), Cursor{}, g.take)
			if err != nil {
				t.Fatal(err)
			}
			g.same(t, f.list)
			if sum.Verdict.State != VerdictComplete || g.repeated > 1 { // at the border of what was paged through
				t.Errorf("%v %s; %d came twice", sum.Verdict, sum.Verdict.Reason, g.repeated)
			}
			if sum.Retries == 0 || sum.Requests > 120 {
				t.Errorf("%d requests, %d of them again", sum.Requests, sum.Retries)
			}
		})
	}
}

// TestRestart takes the server away in the middle of a pull; it comes back
// after some attempts.
func TestRestart(t *testing.T) {
	t.Parallel()
	f := (&fake{list: made(600, time.Minute), cap: 50}).serve(t)
	address := f.srv.Listener.Addr().String()
	down := 0
	f.answer = func(n int, _ http.ResponseWriter, _ *http.Request) bool {
		if n == 6 {
			go f.srv.CloseClientConnections()
			_ = f.srv.Listener.Close()
			panic(http.ErrAbortHandler)
		}
		return false
	}
	c := f.client(t, func(_ *Source, o *Options) {
		o.Sleep = func(ctx context.Context, _ time.Duration) error {
			if down++; down == 4 {
				l, err := net.Listen("tcp", address) //nolint:noctx // a test's listener
				if err != nil {
					return err
				}
				again := &http.Server{Handler: f, ReadHeaderTimeout: time.Minute}
				t.Cleanup(func() { _ = again.Close() })
				go func() { _ = again.Serve(l) }()
			}
			return ctx.Err()
		}
	})
	g := newGot()
	if _, err := c.Pull(t.Context(), Cursor{}, g.take); err != nil {
		t.Fatal(err)
	}
	g.same(t, f.list)
	if g.repeated > 1 || down < 4 {
		t.Errorf("%d came twice; %d waits", g.repeated, down)
	}
}

// TestWaits checks how long is waited, and that the server's word counts.
func TestWaits(t *testing.T) {
	t.Parallel()
	f := (&fake{list: made(10, time.Minute)}).serve(t)
	answers := []string{"", "", "40", "Mon, 02 Mar 2026 08:01:00 GMT", ""}
	f.answer = func(n int, w http.ResponseWriter, _ *http.Request) bool {
		if n > len(answers) {
			return false
		}
		if after := answers[n-1]; after != "" {
			w.Header().Set("Retry-After", after)
		}
		w.WriteHeader(http.StatusServiceUnavailable)
		return true
	}
	var waits []time.Duration
	c := f.client(t, func(_ *Source, o *Options) {
		o.Now = func() time.Time { return time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC) }
		o.Jitter = func() float64 { return 0 }
		o.Sleep = func(_ context.Context, d time.Duration) error { waits = append(waits, d); return nil }
	})
	if _, err := c.Pull(t.Context(), Cursor{}, newGot().take); err != nil {
		t.Fatal(err)
	}
	want := []time.Duration{250 * time.Millisecond, 500 * time.Millisecond, 40 * time.Second, time.Minute, 4 * time.Second}
	if !slices.Equal(waits, want) {
		t.Errorf("waited %v, want %v", waits, want)
	}
}

// TestRate spaces requests by a clock of its own.
func TestRate(t *testing.T) {
	t.Parallel()
	f := (&fake{list: made(100, time.Minute), cap: 10}).serve(t)
	now := begin
	c := f.client(t, func(s *Source, o *Options) {
		s.Rate = 10
		o.Now = func() time.Time { return now }
		o.Sleep = func(_ context.Context, d time.Duration) error { now = now.Add(d); return nil }
	})
	sum, err := c.Pull(t.Context(), Cursor{}, newGot().take)
	if err != nil {
		t.Fatal(err)
	}
	if took, want := now.Sub(begin), time.Duration(sum.Requests-1)*6*time.Second; took < want-time.Second || took > want+time.Second {
		t.Errorf("%d requests took %v, want %v", sum.Requests, took, want)
	}
}

// TestOneSentence checks what is said, how often is asked and what is sent for
// each way in which a source refuses or is none.
func TestOneSentence(t *testing.T) {
	t.Parallel()
	away := 0
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { away++ }))
	t.Cleanup(other.Close)
	status := func(code int) func(int, http.ResponseWriter, *http.Request) bool {
		return func(_ int, w http.ResponseWriter, _ *http.Request) bool {
			http.Error(w, "\x1b[2Jevil pässwörd", code)
			return true
		}
	}
	text := func(kind, body string) func(int, http.ResponseWriter, *http.Request) bool {
		return func(_ int, w http.ResponseWriter, _ *http.Request) bool {
			w.Header().Set("Content-Type", kind)
			_, _ = w.Write([]byte(body))
			return true
		}
	}
	redirect := func(to string) func(int, http.ResponseWriter, *http.Request) bool {
		return func(_ int, w http.ResponseWriter, r *http.Request) bool {
			http.Redirect(w, r, to, http.StatusFound)
			return true
		}
	}
	for _, c := range []struct {
		name     string
		answer   func(int, http.ResponseWriter, *http.Request) bool
		kind     Kind
		refused  bool
		requests int
		says     string
	}{
		{"401", status(401), KindUnauthorized, true, 1, "fake: HOST refuses the key (401); check the user and the secret, or ask the LRS's administrator for a new key"},
		{"403", status(403), KindForbidden, true, 1, "fake: HOST knows the key, but it may not read statements (403); ask the LRS's administrator for a key with the right to read all statements"},
		{"404", status(404), KindNotFound, false, 1, "fake: HOST has no statements at this address (404); ask for the LRS's xAPI endpoint, or look for it with: lrx source check fake"},
		{"400", status(400), KindRequest, false, 3, "fake: HOST does not understand the request (400); ask for the LRS's xAPI endpoint, or look for it with: lrx source check fake"},
		{"501", status(501), KindServer, false, 1, "fake: HOST has an error of its own (501); what came is kept; go on later with: lrx pull fake"},
		{"503", status(503), KindServer, false, 10, "fake: HOST has an error of its own (503); what came is kept; go on later with: lrx pull fake"},
		{"204", func(_ int, w http.ResponseWriter, _ *http.Request) bool { w.WriteHeader(204); return true }, KindNotLRS, false, 1, "fake: HOST answers with status 204, which is no statement result; ask for the LRS's xAPI endpoint, or look for it with: lrx source check fake"},
		{"429 for an hour", func(_ int, w http.ResponseWriter, _ *http.Request) bool {
			w.Header().Set("Retry-After", "3600")
			w.WriteHeader(429)
			return true
		}, KindRateLimited, false, 1, "fake: HOST asks for fewer requests (429) and to come back in 1h0m0s; what came is kept; go on later with: lrx pull fake"},
		{"web page", text("text/html; charset=utf-8", "<!doctype html><title>Log in</title>"), KindNotLRS, false, 1, "fake: HOST answers with a web page instead of statements; ask for the LRS's xAPI endpoint, or look for it with: lrx source check fake"},
		{"web page that says JSON", text("application/json", "\n <html>"), KindNotLRS, false, 1, "fake: HOST answers with a web page instead of statements; ask for the LRS's xAPI endpoint, or look for it with: lrx source check fake"},
		{"other JSON", text("application/json", `{"error":"\u001b[2Jno"}`), KindNotLRS, false, 1, "fake: HOST answers, but not with a list of statements; ask for the LRS's xAPI endpoint, or look for it with: lrx source check fake"},
		{"text", text("text/plain", "hello"), KindNotLRS, false, 1, "fake: HOST answers, but not with a list of statements; ask for the LRS's xAPI endpoint, or look for it with: lrx source check fake"},
		{"redirect to another host", redirect(other.URL + "/login"), KindRedirected, false, 1, "fake: HOST sends requests on to another host, OTHER; if that is the right host, add the source with its address; the key was not sent there"},
		{"redirect in circles", func(_ int, w http.ResponseWriter, r *http.Request) bool {
			http.Redirect(w, r, "/xapi/statements?again", http.StatusFound)
			return true
		}, KindRedirected, false, 4, "fake: HOST redirects in circles; ask for the LRS's xAPI endpoint, or look for it with: lrx source check fake"},
		{"broken for good", text("application/json", `{"statements":[{"id":`), KindServer, false, 10, "fake: HOST sends a page that breaks off; what came is kept; go on later with: lrx pull fake"},
		{"nothing", text("application/json", ""), KindServer, false, 10, "fake: HOST sends an answer that breaks off; what came is kept; go on later with: lrx pull fake"},
	} {
		f := (&fake{answer: c.answer}).serve(t)
		_, err := f.client(t).Pull(t.Context(), Cursor{}, newGot().take)
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		says := strings.NewReplacer("HOST", f.srv.Listener.Addr().String(), "OTHER", other.Listener.Addr().String()).Replace(c.says)
		if err.Error() != says {
			t.Errorf("%s:\n%s\n%s", c.name, err, says)
		}
		if e.Kind != c.kind || e.Refused() != c.refused || f.requests() != c.requests {
			t.Errorf("%s: %v, refused %t, %d requests", c.name, e.Kind, e.Refused(), f.requests())
		}
	}
	if away > 0 {
		t.Errorf("another host was asked %d times", away)
	}
}

// TestNoConnection covers what goes wrong before there is an answer.
func TestNoConnection(t *testing.T) {
	t.Parallel()
	secure := httptest.NewTLSServer(http.NotFoundHandler())
	secure.Config.ErrorLog = quiet()
	plain := httptest.NewServer(http.NotFoundHandler())
	closed := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(secure.Close)
	t.Cleanup(plain.Close)
	closed.Close()
	for _, c := range []struct {
		url  string
		kind Kind
		says string
		most int
	}{
		{secure.URL, KindTLS, "no trusted connection to HOST: the certificate is signed by nobody this machine trusts", 1},
		{strings.Replace(plain.URL, "http:", "https:", 1), KindTLS, "no trusted connection to HOST: it does not speak TLS there", 1},
		{closed.URL, KindUnreachable, "HOST cannot be reached (connection refused)", 3},
	} {
		client, err := NewClient(Source{Name: "s", URL: c.url, Auth: AuthBearer, Secret: FromPrompt}, Options{Secret: NewSecret("x"), Sleep: awake})
		if err != nil {
			t.Fatal(err)
		}
		sum, err := client.Pull(t.Context(), Cursor{}, newGot().take)
		var e *Error
		host := client.base.Host
		if !errors.As(err, &e) || e.Kind != c.kind || e.What != "s: "+strings.Replace(c.says, "HOST", host, 1) || sum.Requests != c.most {
			t.Errorf("%s: %v after %d requests", c.url, err, sum.Requests)
		}
	}
}

// TestCancel ends a pull at once, in a wait and in a body.
func TestCancel(t *testing.T) {
	t.Parallel()
	f := (&fake{list: made(100, time.Minute), cap: 10}).serve(t)
	ctx, cancel := context.WithCancel(t.Context())
	f.answer = func(n int, _ http.ResponseWriter, r *http.Request) bool {
		if n == 3 {
			cancel()
			<-r.Context().Done()
		}
		return false
	}
	_, err := f.client(t, func(_ *Source, o *Options) { o.Idle = time.Hour }).Pull(ctx, Cursor{}, newGot().take)
	if !errors.Is(err, context.Canceled) || f.requests() != 3 {
		t.Errorf("%v after %d requests", err, f.requests())
	}
	ctx, cancel = context.WithCancel(t.Context())
	f.answer = func(_ int, w http.ResponseWriter, _ *http.Request) bool { w.WriteHeader(503); cancel(); return true }
	if _, err := f.client(t).Pull(ctx, Cursor{}, newGot().take); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// TestAnyServer pulls from servers made at random. Those that can be pulled
// from give everything; from the others a pull ends too, and never says
// complete when something is missing.
func TestAnyServer(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		one := func(name string, of ...string) string { return rapid.SampledFrom(of).Draw(r, name) }
		step := rapid.SampledFrom([]time.Duration{0, 300 * time.Microsecond, time.Second, time.Hour}).Draw(r, "step")
		f := &fake{
			list:  made(rapid.IntRange(0, 120).Draw(r, "n"), step),
			cap:   rapid.SampledFrom([]int{0, 2, 7, 20, 50}).Draw(r, "cap"),
			order: one("order", "", "newest", "oldest", "inside", "mixed"), filter: one("filter", "", "inclusive", "timestamp", "ignored"),
			more:   one("more", "", "absolute", "query", "foreign"),
			paging: one("paging", "", "null", "emptylast", "expires", "repeats", "self", "empty", "endless"),
		}
		f.serve(t)
		defer f.srv.Close()
		if rapid.Bool().Draw(r, "faults") {
			f.faulty(rapid.Uint64().Draw(r, "seed"), 0.2)
		}
		g := newGot()
		c := f.client(t, func(_ *Source, o *Options) { o.Idle = 10 * time.Millisecond })
		sum, err := c.Pull(t.Context(), Cursor{}, g.take)
		if err != nil {
			r.Fatal(err)
		}
		all := len(g.raw) == len(f.list)
		if !all && sum.Verdict.State == VerdictComplete {
			r.Fatalf("complete with %d of %d", len(g.raw), len(f.list))
		}
		follows := (f.paging == "" || f.paging == "null" || f.paging == "emptylast") && f.more != "foreign"
		if !all && (follows || f.filter != "ignored" && f.order != "mixed" && step >= time.Second && f.filter != "timestamp" && f.cap != 2) {
			r.Fatalf("%d of %d", len(g.raw), len(f.list))
		}
		if most := 400 + 12*len(f.list); f.requests() > most {
			r.Fatalf("%d requests", f.requests())
		}
		for id, raw := range g.raw {
			i := slices.IndexFunc(f.list, func(k kept) bool { return k.id == id })
			if i < 0 || f.list[i].raw != raw {
				r.Fatalf("changed: %s", raw)
			}
		}
	})
}

// TestAnyInterruption kills pulls at random pages, each time with a new client
// and the last cursor kept, while statements are added, some of them late. In
// the end nothing is missing.
func TestAnyInterruption(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		one := func(name string, of ...string) string { return rapid.SampledFrom(of).Draw(r, name) }
		all := made(rapid.IntRange(1, 200).Draw(r, "n"), time.Second)
		f := &fake{
			cap: 20, order: one("order", "", "newest", "oldest", "inside", "mixed"), filter: one("filter", "", "inclusive", "timestamp"),
			paging: one("paging", "", "emptylast", "expires", "empty"),
		}
		if f.order == "mixed" {
			f.paging = ""
		}
		f.serve(t)
		defer f.srv.Close()
		g := newGot()
		var kept Cursor
		shown := 0
		for rapid.Bool().Draw(r, "again") {
			shown = min(len(all), shown+rapid.IntRange(0, 60).Draw(r, "added"))
			f.list = slices.Clone(all[:shown])
			if shown > 3 { // within the overlap
				f.list = slices.Delete(f.list, shown-3, shown-2)
			}
			kill := rapid.IntRange(1, 12).Draw(r, "kill")
			sum, err := f.client(t, func(_ *Source, o *Options) { o.Have = g.have }).Pull(t.Context(), kept, func(p Page) error {
				if kill--; kill == 0 {
					return errKilled
				}
				kept, _ = ParseCursor(p.Cursor.String())
				return g.take(p)
			})
			switch {
			case err == nil:
				kept = sum.Cursor
			case !errors.Is(err, errKilled):
				r.Fatal(err)
			}
		}
		f.list = all
		for range 2 { // the first one ends what was begun before statements were added
			sum, err := f.client(t, func(_ *Source, o *Options) { o.Have = g.have }).Pull(t.Context(), kept, g.take)
			if err != nil {
				r.Fatal(err)
			}
			kept = sum.Cursor
		}
		if len(g.raw) != len(all) {
			r.Fatalf("%d of %d\n%s", len(g.raw), len(all), strings.Join(f.asked, "\n"))
		}
	})
}
