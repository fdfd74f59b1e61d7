package statements

import (
	"math/rand/v2"
	"time"
)

// A timeline begins sessions over the term and merges their statements by the
// time they were stored. It holds the sessions under way, no more.
type timeline struct {
	school   school
	rng      *rand.Rand
	sessions int // planned for the term
	begun    int
	upcoming int64 // when the next session begins

	open []*session // a heap: the one whose next statement was stored first is on top
	free []*session
}

func newTimeline(s school, rng *rand.Rand, sessions int) *timeline {
	t := &timeline{school: s, rng: rng, sessions: sessions}
	t.upcoming = t.moment()
	return t
}

// session is the statements of one visit, made when it begins.
type session struct {
	id    id
	text  text
	marks []mark
	next  int
}

// mark is where a statement ends in the text of its session.
type mark struct {
	end    int
	stored int64
}

func (s *session) stored() int64 { return s.marks[s.next].stored }

// next is the next statement; it holds until the next call.
func (t *timeline) next() []byte {
	for len(t.open) == 0 || t.upcoming <= t.open[0].stored() {
		t.begin()
	}
	s := t.open[0]
	from := 0
	if s.next > 0 {
		from = s.marks[s.next-1].end
	}
	line := s.text[from:s.marks[s.next].end]
	s.next++
	if s.next == len(s.marks) {
		t.free = append(t.free, s)
		last := len(t.open) - 1
		t.open[0], t.open = t.open[last], t.open[:last]
	}
	t.down()
	return line
}

// begin begins the session that is due, and finds out when the next one is.
func (t *timeline) begin() {
	s := &session{}
	if last := len(t.free) - 1; last >= 0 {
		s, t.free = t.free[last], t.free[:last]
		s.text, s.marks, s.next = s.text[:0], s.marks[:0], 0
	}
	v := visit{session: s, rng: t.rng, at: t.upcoming}
	v.sit(&t.school, t.rng.IntN(t.school.seats()))
	v.play()
	t.open = append(t.open, s)
	t.up()
	t.begun++
	t.upcoming = max(t.upcoming, t.moment())
}

// Hours of the day in which sessions begin.
const (
	opens  = 7 * time.Hour
	closes = 21 * time.Hour
)

// moment is when the session to begin does: evenly over the hours of the days,
// less on weekends.
func (t *timeline) moment() int64 {
	const weekend = 0.4
	const week = 5 + 2*weekend
	u := float64(t.begun) / float64(t.sessions) * Weeks * week
	weeks := int(u / week)
	day, part := 0, u-float64(weeks)*week
	for {
		length := 1.0
		if day >= 5 {
			length = weekend
		}
		if part < length || day == 6 {
			part /= length
			break
		}
		part -= length
		day++
	}
	into := opens + time.Duration(part*float64(closes-opens))
	return Begin.UnixMilli() + int64(weeks*7+day)*24*time.Hour.Milliseconds() + into.Milliseconds() + int64(t.rng.IntN(1000))
}

func (t *timeline) up() {
	for i := len(t.open) - 1; i > 0; {
		parent := (i - 1) / 2
		if t.open[parent].stored() <= t.open[i].stored() {
			return
		}
		t.open[parent], t.open[i] = t.open[i], t.open[parent]
		i = parent
	}
}

func (t *timeline) down() {
	for i := 0; ; {
		child := 2*i + 1
		if child >= len(t.open) {
			return
		}
		if child+1 < len(t.open) && t.open[child+1].stored() < t.open[child].stored() {
			child++
		}
		if t.open[i].stored() <= t.open[child].stored() {
			return
		}
		t.open[i], t.open[child] = t.open[child], t.open[i]
		i = child
	}
}
