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
	AtParent     bool // the object stands for an attempt (Activity.IsAttempt), which is one at the parent
}

// EventOf is a statement as an event, with the activities as the caller numbers
// them and without Seq; false if no attempt is made of it, because it is not
// about an activity or is feedback on others. Void statements are the caller's
// to leave out.
func EventOf(s *Statement, number func(*Activity) int32) (Event, bool) {
	e := Event{
		Verb: s.Verb.ReadAs(), Registration: s.Registration, Key: s.AttemptKey, At: s.Timestamp,
		Result: s.Result.Bears(), Interaction: IsInteraction(s),
	}
	if p := s.Parent(); p != nil {
		e.Parent = number(p)
	}
	if s.Object.Kind != ObjectActivity {
		return e, false
	}
	e.Activity, e.AtParent = number(&s.Object.Activity), s.Object.Activity.IsAttempt()
	return e, !IsFeedbackOnOthers(s)
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
// of their beginnings. Events are in time order: by timestamp, then stored,
// then id; void, voiding and SubStatement statements and feedback on others
// are not among them. Events of one instant may stand in any order.
//
// The rules (data.md "Attempts"):
//   - The answer to an item is an item attempt. It is also a member of the
//     attempt at the whole it belongs to: the one with its key, else the one of
//     its registration at its parent or itself, else the one open at its
//     parent, else at itself; it makes none.
//   - What only opened an item is a part of its answer, and what is completed,
//     passed or failed, or scored within 10 minutes of an answer to the same
//     item is that answer's: neither is another attempt.
//   - Other statements with a registration or a key are in the attempt of
//     (activity, registration, key), which is one as soon as an opener or a
//     result is in it.
//   - Without either, openers, closers and silence part them: an opener joins
//     the open attempt if that has no result and began less than 24 h ago, and
//     begins one otherwise; a pause stops the silence from closing it; a
//     closer, or 24 h without a statement, closes it.
//   - A result with none open is an attempt of its own, but completed, passed
//     or failed, and scored within 10 minutes of each other are one. What is of
//     the instant of its opener or closer is of what that opened or closed. A
//     second of a sort is another try.
//   - Anything else is a member of the attempt open at its activity, or of none.
//   - What was decided in place of a try is in no attempt: cmi5 waived excuses
//     the learner, whatever success it states, so it is not due and was never
//     tried; satisfied says of a block or a course what its parts came to by
//     their moveOn, which is the LMS's to apply.
func FoldAttempts(events []Event) []Attempt {
	f := folder{
		open:    map[int32]*trial{},
		keyed:   map[trialKey]*trial{},
		latest:  map[trialKey]*trial{},
		byKey:   map[string]*trial{},
		answers: map[trialKey]*trial{},
		waiting: map[trialKey][]*Event{},
	}
	for i := range events {
		e := &events[i]
		switch {
		case isDecision(e.Verb):
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
	bare        bool      // results alone: nothing opened it
	ended       time.Time // when a closer closed it; zero if none did
	paused      bool
	answered    bool // answers to items are in it
	result      bool
	resultAt    time.Time
	claims      claim // of the results in it
}

type trialKey struct {
	activity          int32
	registration, key string
}

type folder struct {
	trials  []*trial
	open    map[int32]*trial      // the latest of each activity without registration and key
	keyed   map[trialKey]*trial   // of each activity, registration and key
	latest  map[trialKey]*trial   // of each activity and registration, whatever the key
	byKey   map[string]*trial     // the latest of each key
	answers map[trialKey]*trial   // the latest answer to each item
	waiting map[trialKey][]*Event // answers that no attempt at their parent was there for
}

func (f *folder) begin(e *Event, kind AttemptKind) *trial {
	t := &trial{Attempt: Attempt{Kind: kind, Activity: e.activity(), Registration: e.Registration, Key: e.Key}, began: e.At}
	f.trials = append(f.trials, t)
	return t
}

// beginWhole begins an assessment attempt with the answers that waited for it:
// of its key or registration, else those of the same instant.
func (f *folder) beginWhole(e *Event) *trial {
	t := f.begin(e, AttemptAssessment)
	k := trialKey{t.Activity, e.Registration, e.Key}
	for _, w := range f.waiting[k] {
		if e.Registration != "" || e.Key != "" || w.At.Equal(e.At) {
			t.add(w, Member{Item: true})
			t.answered = true
		}
	}
	delete(f.waiting, k)
	return t
}

// activity is what the event's attempt is at.
func (e *Event) activity() int32 {
	if e.AtParent && e.Parent != 0 {
		return e.Parent
	}
	return e.Activity
}

// opens says whether the event opens an attempt.
func (e *Event) opens() bool {
	return stepOf(e.Verb) == stepOpen || e.AtParent && isStart(e.Verb)
}

func (f *folder) item(e *Event) {
	k := trialKey{e.Activity, e.Registration, e.Key}
	answer := f.answers[k]
	opened := f.current(e.Activity, e.At)
	switch {
	case opened != nil && !opened.result && !opened.answered && e.Registration == "" && e.Key == "":
		answer = opened
		answer.Kind = AttemptItem
		delete(f.open, e.Activity)
	case answer != nil && answer.together(e):
	default:
		answer = f.begin(e, AttemptItem)
	}
	answer.add(e, Member{Makes: true, Ends: true})
	f.answers[k] = answer
	whole := f.whole(e)
	switch {
	case whole == nil:
		if e.Parent != 0 {
			k.activity = e.Parent
			f.waiting[k] = append(f.waiting[k], e)
		}
	case whole.Activity == e.Activity:
		whole.add(e, Member{Makes: e.Result, Ends: e.Result})
		whole.answered = true
	default:
		whole.add(e, Member{Item: true})
		whole.answered = true
	}
}

// whole is the attempt that the answer to an item belongs to; nil if none.
func (f *folder) whole(e *Event) *trial {
	places := [...]int32{e.Parent, e.Activity}
	if e.Key != "" {
		for _, activity := range places {
			if t := f.keyed[trialKey{activity, e.Registration, e.Key}]; t != nil {
				return t
			}
		}
		if t := f.byKey[e.Key]; t != nil {
			return t
		}
	}
	for _, activity := range places {
		k := trialKey{activity, e.Registration, ""}
		if t := f.keyed[k]; t != nil {
			return t
		}
		if t := f.latest[k]; t != nil && e.Key == "" {
			return t
		}
	}
	for _, activity := range places {
		if t := f.current(activity, e.At); t != nil {
			return t
		}
	}
	if t := f.open[e.Parent]; t != nil && (t.ended.Equal(e.At) || t.result && t.resultAt.Equal(e.At)) {
		return t
	}
	return nil
}

func (f *folder) withKey(e *Event) {
	k := trialKey{e.activity(), e.Registration, e.Key}
	t := f.keyed[k]
	if t == nil {
		t = f.beginWhole(e)
		f.keyed[k] = t
		if e.Registration != "" {
			f.latest[trialKey{k.activity, k.registration, ""}] = t
		}
	}
	if e.Key != "" {
		f.byKey[e.Key] = t
	}
	t.add(e, memberOf(e))
}

// memberOf is an event as a member that is no item's.
func memberOf(e *Event) Member {
	return Member{Makes: e.opens() || e.Result, Ends: stepOf(e.Verb) == stepClose || e.Result}
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
		if last := f.open[activity]; t == nil && last != nil && last.bare && last.began.Equal(e.At) {
			t = last
			t.closed, t.bare = false, false
		} else if t == nil || t.result || e.At.Sub(t.began) >= attemptSilence {
			t = f.beginWhole(e)
			f.open[activity] = t
		}
		t.paused = false
	case t != nil:
		t.paused = s == stepSuspend || t.paused && s != stepResume
		if s == stepClose {
			t.closed, t.ended = true, e.At
		}
	case e.Result:
		if t = f.open[activity]; t == nil || !t.together(e) && !t.endedWith(e) {
			t = f.beginWhole(e)
			t.closed, t.bare = true, true
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

// endedWith says whether a result is of the instant the attempt was closed in,
// and not a second of a sort.
func (t *trial) endedWith(e *Event) bool {
	s := claimOf(e.Verb)
	return t.ended.Equal(e.At) && (!t.result || s != 0 && t.claims&s == 0)
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
