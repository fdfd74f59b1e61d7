package query

import (
	"testing"
	"time"

	"lrx/scoring"
)

// TestSessionKey: the key is the session's own stretch, and there is none for
// what began no session.
func TestSessionKey(t *testing.T) {
	t.Parallel()
	at := func(h, m int) time.Time { return time.Date(2026, 3, 20, h, m, 0, 0, time.UTC) }
	zone := time.FixedZone("", 3600)
	l := &scoring.Learner{Sessions: []scoring.Session{
		{Begin: at(8, 0), End: at(8, 40)},
		{Begin: at(10, 0), End: at(10, 0)},
		{Begin: at(12, 0).In(zone), End: at(12, 30).Add(500 * time.Millisecond).In(zone)},
	}}
	for _, test := range []struct {
		began time.Time
		want  string
	}{
		{at(8, 0), "2026-03-20T08:00:00Z/2026-03-20T08:40:00Z"},
		{at(10, 0), "2026-03-20T10:00:00Z/2026-03-20T10:00:00Z"},
		{at(12, 0), "2026-03-20T12:00:00Z/2026-03-20T12:30:00.5Z"},
		{at(8, 40), ""},
		{time.Time{}, ""},
	} {
		if got := sessionKey(l, test.began); got != test.want {
			t.Errorf("what began at %s has %q, want %q", test.began, got, test.want)
		}
	}
}
