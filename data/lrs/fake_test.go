package lrs

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
)

// begin is when the statements of these tests begin to be stored.
var begin = time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)

// kept is a statement as a fake server keeps it.
type kept struct {
	id                uuid.UUID
	raw               string
	stored, timestamp time.Time
}

// made makes n statements, step apart. They hold what a lossy reader would
// change: long numbers, white space, escapes. Every third was done days before
// it was stored.
func made(n int, step time.Duration) []kept {
	list := make([]kept, n)
	for i := range list {
		at := begin.Add(time.Duration(i) * step)
		k := kept{id: uuid.NewSHA1(uuid.NameSpaceOID, []byte(strconv.Itoa(i))), stored: at, timestamp: at.Add(-time.Second)}
		if i%3 == 0 {
			k.timestamp = at.Add(-time.Duration(i%7+1) * 24 * time.Hour)
		}
		k.raw = fmt.Sprintf(`{"id":%q, "actor":{"mbox":"mailto:a%d@example.org"},"verb":{"id":"http://example.org/v"},"object":{"id":"http://example.org/o"},"result":{"score":{"raw":9007199254740993.125, "max":1e3}},"timestamp":%q,"stored":%q,"x":"\u00e9 ,]}"}`,
			k.id, i, k.timestamp.Format(time.RFC3339Nano), k.stored.Format("2006-01-02T15:04:05.000Z"))
		list[i] = k
	}
	return list
}

// fake is an LRS with the ways of all the servers that were seen. The zero
// value is a good one without a page cap.
type fake struct {
	list []kept

	cap       int                                                      // statements of a page; 0 is none
	order     string                                                   // "": as asked; "newest", "oldest": always; "inside": pages oldest first, reversed inside; "mixed"
	filter    string                                                   // "": stored, exclusive; "inclusive"; "timestamp"; "ignored"
	more      string                                                   // "": a path; "absolute", "query", "foreign", "http"
	paging    string                                                   // "": good; "expires", "repeats", "self", "empty", "endless", "emptylast", "null", "last_statement_id"
	through   string                                                   // Consistent-Through: "", "now", or a time
	answer    func(n int, w http.ResponseWriter, r *http.Request) bool // may answer in its place
	multipart bool
	date      time.Time // the server's clock; zero is the real one

	mu       *sync.Mutex
	asked    []string // the addresses asked for
	cursors  map[string][]kept
	srv      *httptest.Server
	password string
}

// serve starts the server on loopback.
func (f *fake) serve(t testing.TB) *fake {
	t.Helper()
	f.cursors, f.mu = map[string][]kept{}, &sync.Mutex{}
	f.password = "pässwörd"
	f.srv = httptest.NewUnstartedServer(f)
	f.srv.Config.ErrorLog = quiet()
	f.srv.Start()
	t.Cleanup(f.srv.Close)
	return f
}

func (f *fake) requests() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.asked)
}

func (f *fake) forget() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	all := f.asked
	f.asked = nil
	return all
}

func (f *fake) source() Source {
	return Source{Name: "fake", URL: f.srv.URL + "/xapi", Auth: AuthBasic, User: "lrx", Secret: FromPrompt}
}

// client is a Client that does not sleep.
func (f *fake) client(t testing.TB, change ...func(*Source, *Options)) *Client {
	t.Helper()
	s := f.source()
	o := Options{Secret: NewSecret(f.password), Sleep: awake, Idle: 50 * time.Millisecond, MaxRequests: 20_000}
	for _, c := range change {
		c(&s, &o)
	}
	c, err := NewClient(s, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func awake(ctx context.Context, _ time.Duration) error { return ctx.Err() }

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.mu.Lock()
	f.asked = append(f.asked, r.URL.RequestURI())
	n := len(f.asked)
	f.mu.Unlock()
	if !f.date.IsZero() {
		w.Header().Set("Date", f.date.Format(http.TimeFormat))
	}
	if f.answer != nil && f.answer(n, w, r) {
		return
	}
	if user, password, _ := r.BasicAuth(); user != "lrx" || password != f.password {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	if r.URL.Path != "/xapi/statements" {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	list, ok := f.asks(r.URL.Query())
	if !ok {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	f.write(w, r, list)
}

// asks finds what a request is for.
func (f *fake) asks(q url.Values) ([]kept, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if token := q.Get("token"); token != "" {
		list, ok := f.cursors[token]
		return list, ok && f.paging != "expires"
	}
	var list []kept
	since, _ := time.Parse(time.RFC3339, q.Get("since"))
	until, _ := time.Parse(time.RFC3339, q.Get("until"))
	for _, k := range f.list {
		at := k.stored
		if f.filter == "timestamp" {
			at = k.timestamp
		}
		late := until.IsZero() || !at.After(until)
		early := since.IsZero() || at.After(since) || f.filter == "inclusive" && at.Equal(since)
		if f.filter == "ignored" || late && early {
			list = append(list, k)
		}
	}
	f.sort(list, q.Get("ascending") == "true")
	if last := q.Get("last_statement_id"); f.paging == "last_statement_id" && last != "" {
		i := slices.IndexFunc(list, func(k kept) bool { return k.id.String() == last })
		list = list[i+1:]
	}
	return list, true
}

func (f *fake) sort(list []kept, ascending bool) {
	slices.SortStableFunc(list, func(a, b kept) int { return cmp.Or(a.stored.Compare(b.stored), bytes.Compare(a.id[:], b.id[:])) })
	switch f.order {
	case "newest":
		slices.Reverse(list)
	case "oldest", "inside":
	case "mixed":
		r := rand.New(rand.NewPCG(1, 2))
		r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	default:
		if !ascending {
			slices.Reverse(list)
		}
	}
}

// write sends a page and names the next one.
func (f *fake) write(w http.ResponseWriter, r *http.Request, list []kept) {
	size := len(list)
	if limit, _ := strconv.Atoi(r.URL.Query().Get("limit")); limit > 0 {
		size = min(size, limit)
	}
	if f.cap > 0 {
		size = min(size, f.cap)
	}
	page, rest := slices.Clone(list[:size]), list[size:]
	if f.order == "inside" {
		slices.Reverse(page)
	}
	var more any = f.next(r, list, rest)
	if more == "" && f.paging == "null" {
		more = nil
	}
	var body bytes.Buffer
	body.WriteString(`{"statements": [`)
	for i, k := range page {
		if i > 0 {
			body.WriteString(" , ")
		}
		body.WriteString(k.raw)
	}
	text, _ := json.Marshal(more)
	fmt.Fprintf(&body, `], "more": %s}`, text)
	w.Header().Set("X-Experience-API-Version", "1.0.3")
	switch f.through {
	case "":
	case "now":
		w.Header().Set("X-Experience-API-Consistent-Through", time.Now().UTC().Format(time.RFC3339Nano))
	default:
		w.Header().Set("X-Experience-API-Consistent-Through", f.through)
	}
	w.Header().Set("Content-Type", "application/json")
	if f.multipart {
		w.Header().Set("Content-Type", "multipart/mixed; boundary=bnd")
		fmt.Fprintf(w, "--bnd\r\nContent-Type:application/json\r\n\r\n%s\r\n--bnd\r\nContent-Type: text/plain\r\nX-Experience-API-Hash: 00\r\n\r\nhello\r\n--bnd--\r\n", body.Bytes())
		return
	}
	_, _ = w.Write(body.Bytes())
}

// next names the next page.
func (f *fake) next(r *http.Request, list, rest []kept) string {
	if f.paging == "last_statement_id" || f.paging == "empty" {
		return ""
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	token := r.URL.Query().Get("token")
	switch {
	case f.paging == "endless":
	case f.paging == "emptylast" && len(list) > 0 && len(rest) == 0:
	case len(rest) == 0:
		return ""
	}
	switch {
	case f.paging == "self" && token != "":
	case f.paging == "repeats" && token != "":
		token = "t1"
	default:
		token = fmt.Sprintf("t%d", len(f.cursors)+1)
		f.cursors[token] = rest
		if f.paging == "repeats" {
			f.cursors["t1"] = rest
		}
	}
	path := "/xapi/statements?limit=" + r.URL.Query().Get("limit") + "&token=" + token
	switch f.more {
	case "absolute":
		return f.srv.URL + path
	case "query":
		_, q, _ := strings.Cut(path, "?")
		return "?" + q
	case "foreign":
		return "http://127.0.0.1:1" + path
	}
	return path
}

// got is what a pull delivered.
type got struct {
	raw      map[uuid.UUID]string
	pages    []Page // without statements
	repeated int
}

func newGot() *got { return &got{raw: map[uuid.UUID]string{}} }

func (g *got) take(p Page) error {
	for _, s := range p.Statements {
		if _, ok := g.raw[s.ID]; ok {
			g.repeated++
			continue
		}
		g.raw[s.ID] = string(s.Raw)
	}
	p.Statements = nil
	g.pages = append(g.pages, p)
	return nil
}

func (g *got) have(id uuid.UUID) bool { _, ok := g.raw[id]; return ok }

// same compares what was delivered with what the server has, byte by byte.
func (g *got) same(t testing.TB, list []kept) {
	t.Helper()
	missing := 0
	for _, k := range list {
		if raw, ok := g.raw[k.id]; !ok {
			missing++
		} else if raw != k.raw {
			t.Fatalf("changed on the way:\n%s\n%s", k.raw, raw)
		}
	}
	if missing > 0 || len(g.raw) != len(list) {
		t.Fatalf("%d of %d are missing, %d came", missing, len(list), len(g.raw))
	}
}

// quiet drops what a server complains about to its log.
func quiet() *log.Logger { return log.New(io.Discard, "", 0) }
