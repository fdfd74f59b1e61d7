package data

import (
	"slices"
	"time"
)

// Event is what an attempt needs to know of a statement. Activities are
// numbers of the caller's; 0 is none.
type Event struct {
	Seq          int64
	Activity     int32
	Parent       int32 // see Statement.Parent
	Verb         string
	Registration string
	Key          string // Statement.AttemptKey
	At           time.Time
	Result       bool // see Result.Bears
	Interaction  bool // see IsInteraction
	AtParent     bool // the object stands for an attempt (IsAttempt), which is one at the parent
}

// AttemptKind says what an attempt is an attempt at.
type AttemptKind string

// The kinds of attempt.
const (
	AttemptAssessment AttemptKind = "assessment"
	AttemptItem       AttemptKind = "item"
)

// Attempt is the statements of one learner that make one attempt.
type Attempt struct {
	Kind         AttemptKind
	Activity     int32
	Parent       int32 // of the first member that has one; 0 if none
	Registration string
	Key          string
	Members      []Member // in time order; at least one makes the attempt
}

// Member is a statement in an attempt.
type Member struct {
	Seq   int64
	Makes bool // this statement alone would make the attempt: it opens it or bears a result
	Ends  bool // it closes the attempt or bears a result
	Item  bool // an item's statement in the attempt at the whole: its result is the item's and not the attempt's
}

// How long an attempt lasts, and how near to each other results belong together.
const (
	attemptSilence  = 24 * time.Hour
	attemptTogether = 10 * time.Minute
)

// FoldAttempts folds the statements of one learner into attempts, in the order
// of their first members. Events are in time order: by timestamp, then stored,
// then id; void, voiding and SubStatement statements and feedback on others
// are not among them.
//
// The rules (data.md "Attempts"):
//   - The answer to an item is an item attempt. It is also a member of the
//     attempt at the whole it belongs to: the one with its key, else the one of
//     its registration at its parent or itself, else the one open at its
//     parent, else at itself; it makes none.
//   - Other statements with a registration or a key are in the attempt of
//     (activity, registration, key), which is one as soon as an opener or a
//     result is in it.
//   - Without either, openers, closers and silence part them: an opener joins
//     the open attempt if that has no result and began less than 24 h ago, and
//     begins one otherwise; a pause stops the silence from closing it; a
//     closer, or 24 h without a statement, closes it.
//   - A result with none open is an attempt of its own, but completed, passed
//     or failed, and scored within 10 minutes of each other are one. A second
//     of a sort is another try.
//   - Anything else is a member of the attempt open at its activity, or of none.
func FoldAttempts(events []Event) []Attempt {
	f := folder{
		open:  map[int32]*trial{},
		keyed: map[trialKey]*trial{},
		byKey: map[string]*trial{},
	}
	for i := range events {
		e := &events[i]
		switch {
		case e.Interaction:
			f.item(e)
		case e.Registration != "" || e.Key != "":
			f.withKey(e)
		default:
			f.withoutKey(e)
		}
	}
	out := make([]Attempt, 0, len(f.trials))
	for _, t := range f.trials {
		if slices.ContainsFunc(t.Members, func(m Member) bool { return m.Makes }) {
			out = append(out, t.Attempt)
		}
	}
	return out
}

// trial is an attempt in the making.
type trial struct {
	Attempt

	began, last time.Time
	closed      bool
	paused      bool
	result      bool
	resultAt    time.Time
	claims      claim // of the results in it
}

type trialKey struct {
	activity          int32
	registration, key string
}

type folder struct {
	trials []*trial
	open   map[int32]*trial    // the latest of each activity without registration and key
	keyed  map[trialKey]*trial // of each activity, registration and key
	byKey  map[string]*trial   // the latest of each key
}

func (f *folder) begin(e *Event, kind AttemptKind) *trial {
	t := &trial{Attempt: Attempt{Kind: kind, Activity: e.activity(), Registration: e.Registration, Key: e.Key}, began: e.At}
	f.trials = append(f.trials, t)
	return t
}

// activity is what the event's attempt is at.
func (e *Event) activity() int32 {
	if e.AtParent && e.Parent != 0 {
		return e.Parent
	}
	return e.Activity
}

func (f *folder) item(e *Event) {
	f.begin(e, AttemptItem).add(e, Member{Makes: true, Ends: true})
	whole := f.whole(e)
	switch {
	case whole == nil:
	case whole.Activity == e.Activity:
		whole.add(e, Member{Makes: e.Result, Ends: e.Result})
	default:
		whole.add(e, Member{Item: true})
	}
}

// whole is the attempt that the answer to an item belongs to; nil if none.
func (f *folder) whole(e *Event) *trial {
	if e.Key != "" && f.byKey[e.Key] != nil {
		return f.byKey[e.Key]
	}
	for _, activity := range []int32{e.Parent, e.Activity} {
		if t := f.keyed[trialKey{activity, e.Registration, ""}]; t != nil {
			return t
		}
	}
	for _, activity := range []int32{e.Parent, e.Activity} {
		if t := f.current(activity, e.At); t != nil {
			return t
		}
	}
	return nil
}

func (f *folder) withKey(e *Event) {
	k := trialKey{e.activity(), e.Registration, e.Key}
	t := f.keyed[k]
	if t == nil {
		t = f.begin(e, AttemptAssessment)
		f.keyed[k] = t
	}
	if e.Key != "" {
		f.byKey[e.Key] = t
	}
	t.add(e, memberOf(e))
}

// memberOf is an event as a member that is no item's.
func memberOf(e *Event) Member {
	s := stepOf(e.Verb)
	return Member{Makes: s == stepOpen || e.Result, Ends: s == stepClose || e.Result}
}

// current is the attempt without a key that is open at an activity; nil if none.
func (f *folder) current(activity int32, at time.Time) *trial {
	t := f.open[activity]
	if t == nil || t.closed {
		return nil
	}
	if !t.paused && at.Sub(t.last) >= attemptSilence {
		t.closed = true
		return nil
	}
	return t
}

func (f *folder) withoutKey(e *Event) {
	activity := e.activity()
	t := f.current(activity, e.At)
	s := stepOf(e.Verb)
	switch {
	case s == stepOpen:
		if t == nil || t.result || e.At.Sub(t.began) >= attemptSilence {
			t = f.begin(e, AttemptAssessment)
			f.open[activity] = t
		}
		t.paused = false
	case t != nil:
		t.paused = s == stepSuspend || t.paused && s != stepResume
		t.closed = s == stepClose
	case e.Result:
		if t = f.open[activity]; t == nil || !t.together(e) {
			t = f.begin(e, AttemptAssessment)
			t.closed = true
			f.open[activity] = t
		}
	default:
		return
	}
	t.add(e, memberOf(e))
}

// together says whether a result belongs to those the closed attempt has.
func (t *trial) together(e *Event) bool {
	s := claimOf(e.Verb)
	return t.result && s != 0 && t.claims&s == 0 && e.At.Sub(t.resultAt) <= attemptTogether
}

func (t *trial) add(e *Event, m Member) {
	m.Seq = e.Seq
	t.Members = append(t.Members, m)
	t.last = e.At
	if t.Parent == 0 && !m.Item && e.Parent != t.Activity {
		t.Parent = e.Parent
	}
	if e.Result && !m.Item {
		t.result, t.resultAt, t.claims = true, e.At, t.claims|claimOf(e.Verb)
	}
}
