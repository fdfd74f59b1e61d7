// Package lrstest is a Learning Record Store for tests: an honest one, in what a
// pull asks of it. It must know nothing of lrx; the tests of data/lrs have one
// with the ways of all servers.
package lrstest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// PageSize is how many statements a page holds at most.
const PageSize = 50

// LRS serves statements in pages. It is a handler for any path.
type LRS struct {
	Requests atomic.Int64
	Refuse   atomic.Int64 // answers so many requests and then 403; negative: all

	mu         sync.Mutex
	known      map[string]bool
	statements []json.RawMessage
	stored     []time.Time
	gate       chan struct{} // closed: answers pass
}

// New makes an LRS without statements.
func New() *LRS {
	l := &LRS{known: map[string]bool{}, gate: make(chan struct{})}
	close(l.gate)
	l.Refuse.Store(-1)
	return l
}

// Store takes a statement in, stored later than those before, and returns it as
// it is served. What is no object, or has a known id, it does not take.
func (l *LRS) Store(statement []byte, at time.Time) ([]byte, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var s map[string]json.RawMessage
	if json.Unmarshal(statement, &s) != nil || l.known[string(s["id"])] {
		return nil, false
	}
	l.known[string(s["id"])] = true
	s["stored"] = fmt.Appendf(nil, "%q", at.Format(time.RFC3339))
	line, err := json.Marshal(s)
	if err != nil {
		return nil, false
	}
	l.statements, l.stored = append(l.statements, line), append(l.stored, at)
	return line, true
}

// Len is how many statements there are.
func (l *LRS) Len() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.statements)
}

// Hold lets requests wait until the returned function is called.
func (l *LRS) Hold() (release func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	gate := make(chan struct{})
	l.gate = gate
	return sync.OnceFunc(func() { close(gate) })
}

// ServeHTTP answers a request for statements.
func (l *LRS) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.Requests.Add(1)
	l.mu.Lock()
	gate := l.gate
	l.mu.Unlock()
	select {
	case <-gate:
	case <-r.Context().Done():
		return
	}
	if n := l.Refuse.Load(); n == 0 {
		w.WriteHeader(http.StatusForbidden)
		return
	} else if n > 0 {
		l.Refuse.Add(-1)
	}
	page, more := l.page(r)
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Experience-API-Version", "1.0.3")
	_ = json.NewEncoder(w).Encode(map[string]any{"statements": page, "more": more}) // who hung up gets nothing
}

// page is what a request asks for, and the way to what follows.
func (l *LRS) page(r *http.Request) (page []json.RawMessage, more string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	q := r.URL.Query()
	since, _ := time.Parse(time.RFC3339Nano, q.Get("since")) //nolint:errcheck // no time is no bound
	until, _ := time.Parse(time.RFC3339Nano, q.Get("until")) //nolint:errcheck // the same
	from, _ := strconv.Atoi(q.Get("from"))                   //nolint:errcheck // none begins at the beginning
	limit, _ := strconv.Atoi(q.Get("limit"))                 //nolint:errcheck // none is the server's
	if limit <= 0 || limit > PageSize {
		limit = PageSize
	}
	page = []json.RawMessage{}
	for at := range l.statements {
		i := at
		if q.Get("ascending") != "true" {
			i = len(l.statements) - 1 - at
		}
		switch s := l.stored[i]; {
		case at < from, !since.IsZero() && !s.After(since), !until.IsZero() && s.After(until):
			continue
		}
		if len(page) == limit {
			q.Set("from", strconv.Itoa(at))
			return page, r.URL.Path + "?" + q.Encode()
		}
		page = append(page, l.statements[i])
	}
	return page, ""
}
