package lrs

import (
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestServers pulls from a server of each kind.
func TestServers(t *testing.T) {
	t.Parallel()
	const n = 230
	for _, c := range []struct {
		name    string
		fake    fake
		verdict string
		most    int // requests
		note    string
	}{
		{"good", fake{}, "yes", 5, ""},
		{"good, in pages", fake{cap: 50}, "yes", 18, ""},
		{"absolute", fake{cap: 50, more: "absolute"}, "yes", 18, ""},
		{"bare query", fake{cap: 50, more: "query"}, "yes", 18, ""},
		{"null more", fake{cap: 50, paging: "null"}, "yes", 18, ""},
		{"empty last page", fake{cap: 46, paging: "emptylast"}, "yes", 24, ""},
		{"full last page", fake{cap: 46}, "yes", 18, ""},
		{"newest first", fake{cap: 50, order: "newest"}, "yes", 20, ""},
		{"oldest first", fake{cap: 50, order: "oldest"}, "yes", 20, ""},
		{"reversed inside pages", fake{cap: 50, order: "inside"}, "yes", 20, ""},
		{"mixed", fake{cap: 50, order: "mixed"}, "yes", 20, ""},
		{"inclusive", fake{cap: 50, filter: "inclusive"}, "yes", 20, ""},
		{"by timestamp", fake{cap: 50, filter: "timestamp"}, "yes", 20, ""},
		{"by timestamp, mixed", fake{cap: 50, filter: "timestamp", order: "mixed"}, "yes", 20, ""},
		{"no filter", fake{cap: 50, filter: "ignored"}, "yes", 20, ""},
		{"no filter, one order", fake{cap: 50, filter: "ignored", order: "oldest"}, "cannot tell", 20, ""},
		{"more expires", fake{cap: 50, paging: "expires"}, "yes", 40, "forgot a next page"},
		{"more expires, newest first", fake{cap: 50, paging: "expires", order: "newest"}, "yes", 40, "forgot a next page"},
		{"more repeats", fake{cap: 50, paging: "repeats"}, "yes", 30, ""},
		{"more leads to itself", fake{cap: 50, paging: "self"}, "yes", 30, "that it gave before"},
		{"more is empty though data remains", fake{cap: 50, paging: "empty"}, "yes", 30, "named no next page"},
		{"the same, newest first", fake{cap: 50, paging: "empty", order: "newest"}, "yes", 30, "named no next page"},
		{"the same, mixed", fake{cap: 50, paging: "empty", order: "mixed"}, "yes", 60, "left out"},
		{"endless empty pages", fake{cap: 50, paging: "endless"}, "yes", 120, "without end"},
		{"more on another host", fake{cap: 50, more: "foreign"}, "yes", 30, "another host"},
		{"multipart", fake{cap: 50, multipart: true}, "yes", 18, ""},
		{"cap of one", fake{cap: 1, list: made(9, time.Minute)}, "yes", 40, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			f := &c.fake
			if f.list == nil {
				f.list = made(n, time.Minute)
			}
			f.serve(t)
			g := newGot()
			sum, err := f.client(t).Pull(t.Context(), Cursor{}, g.take)
			if err != nil {
				t.Fatal(err)
			}
			g.same(t, f.list)
			if sum.Verdict.String() != c.verdict || sum.Verdict.Reason == "" {
				t.Errorf("verdict %v (%s), want %s", sum.Verdict, sum.Verdict.Reason, c.verdict)
			}
			if sum.Requests != f.requests() || sum.Requests > c.most {
				t.Errorf("%d requests by its own count, %d by the server's, %d at most\n%s", sum.Requests, f.requests(), c.most, strings.Join(f.asked, "\n"))
			}
			if notes := strings.Join(sum.Notes, "; "); !strings.Contains(notes, c.note) {
				t.Errorf("notes %q, want %q", notes, c.note)
			}
			if through := f.list[len(f.list)-1].stored; !sum.Cursor.Through.Equal(through) {
				t.Errorf("through %v, want %v", sum.Cursor.Through, through)
			}
			if sum.Distinct != int64(len(f.list)) {
				t.Errorf("%d different ones, want %d", sum.Distinct, len(f.list))
			}
		})
	}
}

// TestSecondPullAsksForTheOverlapOnly counts what a pull with nothing new asks.
func TestSecondPullAsksForTheOverlapOnly(t *testing.T) {
	t.Parallel()
	for _, order := range []string{"", "newest", "oldest", "mixed"} {
		f := (&fake{list: made(500, time.Minute), cap: 50, order: order}).serve(t)
		c := f.client(t)
		g := newGot()
		sum, err := c.Pull(t.Context(), Cursor{}, g.take)
		if err != nil {
			t.Fatal(err)
		}
		text := sum.Cursor.String()
		cursor, err := ParseCursor(text)
		if err != nil {
			t.Fatal(err)
		}
		f.forget()
		sum, err = c.Pull(t.Context(), cursor, g.take)
		if err != nil {
			t.Fatal(err)
		}
		asked := f.forget()
		if len(asked) > 4 || sum.Verdict.State != VerdictComplete {
			t.Errorf("%q: %d requests, %v %s\n%s", order, len(asked), sum.Verdict, sum.Verdict.Reason, strings.Join(asked, "\n"))
		}
		since := f.list[499].stored.Add(-DefaultOverlap)
		for _, a := range asked {
			u, _ := url.Parse(a)
			at, err := time.Parse(time.RFC3339, u.Query().Get("since"))
			if err != nil || at.Before(since.Add(-time.Second)) {
				t.Errorf("%q: asked for more than the overlap: %s", order, a)
			}
		}
		if sum.Statements > 11 || sum.Cursor.String() != text {
			t.Errorf("%q: %d statements came again; cursor %s, was %s", order, sum.Statements, sum.Cursor, text)
		}
		g.same(t, f.list)
	}
}

// TestLateStatements come with the next pull, when they were stored within the
// overlap, or, from a server that filters by timestamp, at any time.
func TestLateStatements(t *testing.T) {
	t.Parallel()
	for _, filter := range []string{"", "timestamp"} {
		all := made(300, time.Minute)
		f := (&fake{list: slices.Clone(all[:250]), cap: 50, filter: filter}).serve(t)
		f.list = append(f.list[:244], f.list[245:]...) // one is shown late
		c := f.client(t)
		g := newGot()
		sum, err := c.Pull(t.Context(), Cursor{}, g.take)
		if err != nil {
			t.Fatal(err)
		}
		f.list = all
		if sum, err = c.Pull(t.Context(), sum.Cursor, g.take); err != nil {
			t.Fatal(err)
		}
		g.same(t, all)
		if sum.Verdict.State != VerdictComplete {
			t.Errorf("%q: %v %s", filter, sum.Verdict, sum.Verdict.Reason)
		}
		if said := strings.Contains(strings.Join(sum.Notes, " "), "time of the deed"); said != (filter == "timestamp") {
			t.Errorf("%q: notes %q", filter, sum.Notes)
		}
	}
}

// TestConsistentThrough bounds the cursor by what the server vouches for.
func TestConsistentThrough(t *testing.T) {
	t.Parallel()
	f := (&fake{list: made(100, time.Minute), through: begin.Add(30 * time.Minute).Format(time.RFC3339)}).serve(t)
	sum, err := f.client(t).Pull(t.Context(), Cursor{}, newGot().take)
	if err != nil {
		t.Fatal(err)
	}
	if want := begin.Add(30 * time.Minute); !sum.Cursor.Through.Equal(want) {
		t.Errorf("through %v, want %v", sum.Cursor.Through, want)
	}
}

// TestNothingThere says what no statement at all may mean.
func TestNothingThere(t *testing.T) {
	t.Parallel()
	f := (&fake{}).serve(t)
	sum, err := f.client(t).Pull(t.Context(), Cursor{}, newGot().take)
	if err != nil || sum.Verdict.State != VerdictComplete || !strings.Contains(sum.Verdict.Reason, "lrx source check fake") || f.requests() != 2 {
		t.Errorf("%v, %v %s, %d requests", err, sum.Verdict, sum.Verdict.Reason, f.requests())
	}
}

// TestWrongClock proves that a check does not take a server's wrong clock for
// the reason why statements were not there.
func TestWrongClock(t *testing.T) {
	t.Parallel()
	f := (&fake{list: made(300, time.Minute), cap: 50, order: "mixed", paging: "empty", date: begin.Add(-time.Hour)}).serve(t)
	g := newGot()
	if _, err := f.client(t).Pull(t.Context(), Cursor{}, g.take); err != nil {
		t.Fatal(err)
	}
	g.same(t, f.list)
}

// TestMaxCheck ends a check early and says so.
func TestMaxCheck(t *testing.T) {
	t.Parallel()
	f := (&fake{list: made(500, time.Minute), cap: 50}).serve(t)
	g := newGot()
	sum, err := f.client(t, func(_ *Source, o *Options) { o.MaxCheck = 2 }).Pull(t.Context(), Cursor{}, g.take)
	if err != nil {
		t.Fatal(err)
	}
	g.same(t, f.list)
	if sum.Verdict.State != VerdictUnknown || !strings.HasPrefix(sum.Verdict.Reason, "2 questions were asked again") {
		t.Errorf("%v %s", sum.Verdict, sum.Verdict.Reason)
	}
}

var errKilled = errors.New("killed")

// TestResume kills a pull after each page in turn and goes on with the last
// cursor that was kept, on a new client.
func TestResume(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ order, paging string }{
		{"", ""}, {"newest", ""}, {"mixed", ""}, {"inside", ""}, {"", "expires"}, {"newest", "expires"}, {"mixed", "expires"}, {"", "empty"},
	} {
		t.Run(c.order+" "+c.paging, func(t *testing.T) {
			t.Parallel()
			for kill := 1; kill < 8; kill++ {
				f := (&fake{list: made(230, time.Minute), cap: 50, order: c.order}).serve(t)
				g := newGot()
				var kept Cursor
				n := 0
				_, err := f.client(t).Pull(t.Context(), Cursor{}, func(p Page) error {
					if n++; n == kill {
						return errKilled
					}
					kept, _ = ParseCursor(p.Cursor.String())
					return g.take(p)
				})
				if n >= kill && !errors.Is(err, errKilled) {
					t.Fatalf("kill %d: %v", kill, err)
				}
				f.paging = c.paging
				before := len(g.raw)
				f.forget()
				sum, err := f.client(t, func(_ *Source, o *Options) { o.Have = g.have }).Pull(t.Context(), kept, g.take)
				if err != nil {
					t.Fatal(err)
				}
				g.same(t, f.list)
				if sum.Verdict.State != VerdictComplete {
					t.Errorf("kill %d: %v %s", kill, sum.Verdict, sum.Verdict.Reason)
				}
				if kill > 1 && c.paging == "" && c.order != "mixed" && sum.Pages > (230-before)/50+3 {
					t.Errorf("kill %d: %d pages for the rest\n%s", kill, sum.Pages, strings.Join(f.asked, "\n"))
				}
			}
		})
	}
}

// TestResumeWithoutAskingTheStore does not claim what it cannot know.
func TestResumeWithoutAskingTheStore(t *testing.T) {
	t.Parallel()
	f := (&fake{list: made(230, time.Minute), cap: 50}).serve(t)
	g := newGot()
	var kept Cursor
	_, err := f.client(t).Pull(t.Context(), Cursor{}, func(p Page) error {
		if len(g.pages) == 2 {
			return errKilled
		}
		kept = p.Cursor
		return g.take(p)
	})
	if !errors.Is(err, errKilled) {
		t.Fatal(err)
	}
	sum, err := f.client(t).Pull(t.Context(), kept, g.take)
	if err != nil {
		t.Fatal(err)
	}
	g.same(t, f.list)
	if sum.Verdict.State != VerdictUnknown || !sum.Resumed {
		t.Errorf("%v %s", sum.Verdict, sum.Verdict.Reason)
	}
}

// TestOneMillisecond has more statements of one moment than fit on a page.
func TestOneMillisecond(t *testing.T) {
	t.Parallel()
	for _, paging := range []string{"", "expires"} {
		list := made(200, time.Minute)
		moment := made(260, 0)[200:]
		for i := range moment {
			moment[i].raw = strings.ReplaceAll(moment[i].raw, begin.Format("2006-01-02T15:04:05.000Z"), list[100].stored.Format("2006-01-02T15:04:05.000Z"))
			moment[i].stored = list[100].stored
		}
		f := (&fake{list: append(list, moment...), cap: 50, paging: paging}).serve(t)
		g := newGot()
		sum, err := f.client(t).Pull(t.Context(), Cursor{}, g.take)
		if err != nil {
			t.Fatal(err)
		}
		g.same(t, f.list) // the check comes from the other side
		if sum.Verdict.State == VerdictComplete != (paging == "") {
			t.Errorf("%q: %v %s", paging, sum.Verdict, sum.Verdict.Reason)
		}
	}
}
