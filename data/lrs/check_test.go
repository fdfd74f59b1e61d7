package lrs

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// codes are what was found, as level and code.
func codes(r *Report) []string {
	var out []string
	for _, f := range r.Findings {
		out = append(out, string(f.Level)+" "+f.Code)
	}
	return out
}

func TestCheck(t *testing.T) {
	t.Parallel()
	about := func(w http.ResponseWriter, r *http.Request, text string) bool {
		if !strings.HasSuffix(r.URL.Path, "/about") {
			return false
		}
		_, _ = w.Write([]byte(text))
		return true
	}
	for _, c := range []struct {
		name  string
		fake  fake
		url   string
		ok    bool
		finds []string // all of these
		lacks []string
		test  func(*testing.T, *Report)
	}{
		{
			name: "good", ok: true,
			fake: fake{list: made(230, time.Minute), cap: 50, through: "now", answer: func(_ int, w http.ResponseWriter, r *http.Request) bool {
				w.Header().Set("X-RateLimit-Limit", "300")
				return about(w, r, `{"version":["1.0.3","2.0.0"],"extensions":{"https://yetanalytics.com/x":{}}}`)
			}},
			finds: []string{"ok about", "note product", "ok read", "ok consistent-through", "ok clock", "note rate", "ok anonymous", "note scope", "ok more", "ok ascending", "ok since", "note fresh"},
			test: func(t *testing.T, r *Report) {
				if r.Product != "SQL LRS" || r.Verified || r.Page != 50 || r.More != "path" || !*r.Ascending || r.Filter != FilterStored || r.Through != "now" || !r.Newest.Equal(begin.Add(229*time.Minute)) {
					t.Errorf("%+v", r)
				}
			},
		},
		{
			name: "nothing to see", ok: true, fake: fake{},
			finds: []string{"note about", "problem nothing", "note nothing-endpoint", "note nothing-yet"},
		},
		{
			name: "shown to everybody", ok: true,
			fake: fake{list: made(10, time.Minute), answer: func(_ int, _ http.ResponseWriter, r *http.Request) bool {
				r.SetBasicAuth("lrx", "pässwörd")
				return false
			}},
			finds: []string{"problem anonymous", "ok more"},
		},
		{
			name: "by timestamp, one order, wrong clock", ok: true,
			fake:  fake{list: made(230, time.Minute), cap: 50, filter: "timestamp", order: "newest", date: time.Now().Add(-time.Hour), through: "2026-03-01T09:00:00Z"},
			finds: []string{"note since", "note ascending", "problem clock", "note consistent-through"},
			test: func(t *testing.T, r *Report) {
				if r.Filter != FilterTimestamp || *r.Ascending || *r.Skew > -3500 || r.Through != "2026-03-01T09:00:00Z" {
					t.Errorf("%+v", r)
				}
			},
		},
		{name: "no filter", ok: true, fake: fake{list: made(230, time.Minute), cap: 50, filter: "ignored"}, finds: []string{"problem since"}},
		{name: "more expires", ok: true, fake: fake{list: made(230, time.Minute), cap: 50, paging: "expires"}, finds: []string{"problem more"}},
		{name: "more elsewhere", ok: true, fake: fake{list: made(230, time.Minute), cap: 50, more: "foreign"}, finds: []string{"problem more"}},
		{name: "wrong path", url: "/wrong", fake: fake{list: made(10, time.Minute)}, finds: []string{"note endpoint", "problem failure"}, lacks: []string{"ok read"}, test: func(t *testing.T, r *Report) {
			i := slices.IndexFunc(r.Findings, func(f Finding) bool { return f.Code == "endpoint" })
			if !strings.Contains(r.Findings[i].Text, "/xAPI, on the same host") || r.Err.Kind != KindNotFound {
				t.Errorf("%s, %v", r.Findings[i].Text, r.Err)
			}
		}},
		{name: "wrong key", fake: fake{list: made(10, time.Minute), answer: func(_ int, w http.ResponseWriter, _ *http.Request) bool {
			w.WriteHeader(401)
			return true
		}}, finds: []string{"problem failure"}, test: func(t *testing.T, r *Report) {
			if r.Failure != "unauthorized" || !r.Err.Refused() || r.Requests != 2 {
				t.Errorf("%+v", r)
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			f := c.fake.serve(t)
			if c.url == "" {
				c.url = "/xapi"
			}
			r, err := f.client(t, func(s *Source, _ *Options) { s.URL = f.srv.URL + c.url }).Check(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			found := codes(r)
			for _, want := range c.finds {
				if !slices.Contains(found, want) {
					t.Errorf("no %q among %q", want, found)
				}
			}
			for _, not := range c.lacks {
				if slices.Contains(found, not) {
					t.Errorf("%q is found", not)
				}
			}
			if r.OK != c.ok || r.Requests > 15 || r.Requests != f.requests() {
				t.Errorf("ok %t, %d requests", r.OK, r.Requests)
			}
			for _, finding := range r.Findings {
				if strings.ContainsFunc(finding.Text, func(c rune) bool { return c < ' ' }) || !strings.HasSuffix(finding.Text, ".") {
					t.Errorf("%q", finding.Text)
				}
			}
			if text, err := json.Marshal(r); err != nil || strings.Contains(string(text), f.password) {
				t.Errorf("%s %v", text, err)
			}
			if c.test != nil {
				c.test(t, r)
			}
		})
	}
}
