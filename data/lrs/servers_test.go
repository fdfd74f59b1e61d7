package lrs

import (
	"bufio"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"

	"lrx/data"
)

// The tests of this file pull from real servers, which .ci/servers starts.

// realServer is one of them.
type realServer struct {
	key, env       string
	user, password string
	statements     int
	query          string // how the reference asks for the same
	filter         Filter
}

func realServers() []realServer {
	return []realServer{
		{"ralph", "LRX_RALPH", "dev", "devpass", 2000, "ascending=true", FilterTimestamp},
		{"learninglocker", "LRX_LEARNINGLOCKER", "a", "b", 22000, "ascending=true", FilterStored},
	}
}

func (r realServer) source(t *testing.T) Source {
	t.Helper()
	address := os.Getenv(r.env)
	if address == "" {
		t.Skipf("%s names no server; make test-servers starts some", r.env)
	}
	return Source{Name: r.key, URL: address, Auth: AuthBasic, User: r.user, Secret: FromPrompt}
}

func (r realServer) client(t *testing.T, s Source) *Client {
	t.Helper()
	c, err := NewClient(s, Options{Secret: NewSecret(r.password), MaxRequests: 5000, Sleep: awake})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// forms is what the statements sent to a server are compared by.
func forms(t *testing.T, n int) map[uuid.UUID]data.Form {
	t.Helper()
	file, err := os.Open(os.Getenv("LRX_POSTED"))
	if err != nil {
		t.Skipf("LRX_POSTED names no file: %v", err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	posted := map[uuid.UUID]data.Form{}
	d := data.NewDecoder()
	for len(posted) < n && lines.Scan() {
		s, reject := d.Decode(lines.Bytes(), time.Now())
		if reject != nil {
			t.Fatal(reject)
		}
		posted[s.ID] = s.Form
	}
	return posted
}

// taker keeps what a pull delivers as forms.
func taker(t *testing.T, into map[uuid.UUID]data.Form) func(Page) error {
	d := data.NewDecoder()
	return func(p Page) error {
		for _, st := range p.Statements {
			s, reject := d.Decode(st.Raw, time.Now())
			if reject != nil {
				t.Errorf("%v: %s", reject, st.Raw)
				continue
			}
			into[s.ID] = s.Form
		}
		return nil
	}
}

func compare(t *testing.T, got, posted map[uuid.UUID]data.Form) {
	t.Helper()
	missing, changed := 0, 0
	for id, form := range posted {
		if have, ok := got[id]; !ok {
			missing++
		} else if have != form {
			changed++
		}
	}
	if missing > 0 || changed > 0 || len(got) != len(posted) {
		t.Errorf("%d posted, %d came, %d missing, %d changed", len(posted), len(got), missing, changed)
	}
}

// TestRealServer pulls everything, then what is new, and compares with what was posted.
func TestRealServer(t *testing.T) {
	for _, r := range realServers() {
		t.Run(r.key, func(t *testing.T) {
			s := r.source(t)
			posted := forms(t, r.statements)
			got := map[uuid.UUID]data.Form{}
			sum, err := r.client(t, s).Pull(t.Context(), Cursor{}, taker(t, got))
			if err != nil {
				t.Fatal(err)
			}
			compare(t, got, posted)
			t.Logf("%d statements in %d requests, pulled in %v, checked in %v: %v (%s) %q", sum.Distinct, sum.Requests, sum.Pulling, sum.Checking, sum.Verdict, sum.Verdict.Reason, sum.Notes)
			if sum.Verdict.State != VerdictComplete || sum.Cursor.Filter != r.filter {
				t.Errorf("%v, %s; since compares with %s", sum.Verdict, sum.Verdict.Reason, sum.Cursor.Filter)
			}
			s.Overlap = Duration(time.Second)
			again, err := r.client(t, s).Pull(t.Context(), sum.Cursor, taker(t, got))
			if err != nil {
				t.Fatal(err)
			}
			compare(t, got, posted)
			t.Logf("again: %d statements in %d requests, %v (%s)", again.Statements, again.Requests, again.Verdict, again.Verdict.Reason)
			if again.Requests >= sum.Requests/2 {
				t.Errorf("%d requests for nothing new, %d for everything", again.Requests, sum.Requests)
			}
		})
	}
}

// TestRealServerFails loses three requests in ten on the way and gets the same.
func TestRealServerFails(t *testing.T) {
	for _, r := range realServers() {
		t.Run(r.key, func(t *testing.T) {
			s := r.source(t)
			to, err := url.Parse(s.URL)
			if err != nil {
				t.Fatal(err)
			}
			chance := rand.New(rand.NewPCG(1, 2))
			pass := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: to.Scheme, Host: to.Host})
			proxy := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
				switch n := chance.IntN(20); {
				case n < 2:
					w.WriteHeader(http.StatusBadGateway)
				case n < 4:
					panic(http.ErrAbortHandler)
				case n < 6:
					_, _ = w.Write([]byte(`{"statements":[{"id`))
				default:
					pass.ServeHTTP(w, q)
				}
			}))
			proxy.Config.ErrorLog = quiet()
			proxy.Start()
			t.Cleanup(proxy.Close)
			s.URL = proxy.URL + to.Path
			got := map[uuid.UUID]data.Form{}
			sum, err := r.client(t, s).Pull(t.Context(), Cursor{}, taker(t, got))
			if err != nil {
				t.Fatal(err)
			}
			compare(t, got, forms(t, r.statements))
			t.Logf("%d requests, %d of them again: %v", sum.Requests, sum.Retries, sum.Verdict)
			if sum.Verdict.State != VerdictComplete || sum.Retries == 0 {
				t.Errorf("%v, %s", sum.Verdict, sum.Verdict.Reason)
			}
		})
	}
}

// TestRealServerCheck examines the servers.
func TestRealServerCheck(t *testing.T) {
	for _, r := range realServers() {
		t.Run(r.key, func(t *testing.T) {
			report, err := r.client(t, r.source(t)).Check(t.Context())
			if err != nil || !report.OK || report.Filter != r.filter {
				t.Errorf("%v %+v", err, report)
			}
			for _, f := range report.Findings {
				t.Logf("%-7s %s: %s", f.Level, f.Code, f.Text)
			}
		})
	}
}

var referenceTime = regexp.MustCompile(` time ([0-9.]+)s`)

// TestRealServerSpeed compares with the plain reference in one run, each in
// turn on one connection. It fails on no clock.
func TestRealServerSpeed(t *testing.T) {
	reference := os.Getenv("LRX_REFERENCE")
	for _, r := range realServers() {
		t.Run(r.key, func(t *testing.T) {
			s := r.source(t)
			if _, err := os.Stat(reference); err != nil {
				t.Skipf("LRX_REFERENCE names no script: %v", err)
			}
			ours, theirs := time.Hour, time.Hour
			for range 3 {
				out, err := exec.CommandContext(t.Context(), "python3", reference, s.URL, r.user, r.password, "limit=1000", r.query).Output()
				m := referenceTime.FindSubmatch(out)
				if err != nil || m == nil {
					t.Skipf("the reference does not run here: %v", err)
				}
				seconds, err := strconv.ParseFloat(string(m[1]), 64)
				if err != nil {
					t.Fatal(err)
				}
				theirs = min(theirs, time.Duration(seconds*float64(time.Second)))
				sum, err := r.client(t, s).Pull(t.Context(), Cursor{}, func(Page) error { return nil })
				if err != nil {
					t.Fatal(err)
				}
				ours = min(ours, sum.Pulling)
			}
			t.Logf("pulled in %v, the reference takes %v: ratio %.2f (best of 3)", ours.Round(time.Millisecond), theirs, ours.Seconds()/theirs.Seconds())
		})
	}
}
