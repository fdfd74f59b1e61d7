// Package statements makes statements for benches: any number of them, the
// same bytes for the same number and seed, written as a stream in memory that
// does not grow with their number. They have the form and the shares of a
// learning management system's: sessions of learners who watch, read, take
// quizzes, post and hand in, over one term. Package demo tells the story of one
// class and takes care with each person; this one is for volume, and appends
// bytes. It knows nothing of stores, files or benches.
package statements

import (
	"io"
	"math/rand/v2"
	"time"
)

// Options say what is made.
type Options struct {
	N    int    // how many statements
	Seed uint64 // others give other ids, people and ways
}

// What the statements are made of. Shares are measured by a test.
const (
	// MeanBytes is about what one takes, with its line feed.
	MeanBytes = 1270

	perCourse  = 33_000 // statements of a course in the term, on average
	perSession = 16     // statements of a session, on average
	fewest     = 30     // learners in a course
	most       = 200
	modules    = 8
)

// Begin is the first day of the term, a Monday; it has so many Weeks.
var Begin = time.Date(2025, time.September, 1, 0, 0, 0, 0, time.UTC)

// Weeks is how long the term is.
const Weeks = 16

// End is the end of the term. A few statements that were collected late may be stored after it.
func End() time.Time { return Begin.AddDate(0, 0, 7*Weeks) }

// Write writes the statements to w, one a line, in the order in which they were
// stored. Their timestamps are mostly in that order too: some sessions were
// offline, and came in late.
func Write(w io.Writer, o Options) error {
	rng := rand.New(rand.NewPCG(o.Seed, uint64(o.N))) //nolint:gosec // the same on each run
	t := newTimeline(newSchool(o), rng, o.N/perSession+1)
	const block = 256 << 10
	buf := make([]byte, 0, block+64<<10)
	for range o.N {
		buf = append(buf, t.next()...)
		if len(buf) < block {
			continue
		}
		if _, err := w.Write(buf); err != nil {
			return err
		}
		buf = buf[:0]
	}
	_, err := w.Write(buf)
	return err
}

// school is who takes which course. A seat is one learner in one course; seats
// are numbered course by course.
type school struct {
	first    []int // seat of each course; one more at the end
	learners int
}

func newSchool(o Options) school {
	s := school{first: []int{0}}
	for c := range max(1, o.N/perCourse) {
		seats := fewest + int(mix(o.Seed+uint64(c))%(most-fewest+1))
		s.first = append(s.first, s.first[c]+seats)
	}
	// Two courses for a learner, and no learner twice in one course.
	s.learners = max(most, s.first[len(s.first)-1]/2)
	return s
}

// Courses is how many courses so many statements have.
func Courses(o Options) int { return len(newSchool(o).first) - 1 }

// at is the course of a seat, from 0.
func (s *school) at(seat int) int {
	low, high := 0, len(s.first)-1
	for low+1 < high {
		if middle := (low + high) / 2; s.first[middle] <= seat {
			low = middle
		} else {
			high = middle
		}
	}
	return low
}

func (s *school) seats() int { return s.first[len(s.first)-1] }

// mix turns numbers that follow each other into ones that look random
// (SplitMix64): what a thing is like follows from its number, and need not be kept.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
