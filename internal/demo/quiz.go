package demo

import (
	"fmt"
	"math"
	"time"
)

// fullMarks is the number of items of a quiz, passMarks what it takes to pass.
const (
	fullMarks = 5
	passMarks = 3
)

const cmi5 = "https://w3id.org/xapi/cmi5/context/"

// tries takes the quiz of a module, again after a fail, sometimes again for a
// better mark.
func (l *learner) tries(m int, at time.Time) {
	most := 3
	if l.habit == stuck && m == 6 {
		most = 5
	}
	for n := range most {
		right, end, done := l.attempt(m, n, at)
		switch {
		case most == 5: // five tries within two days
			at = end.Add(l.within(6*3600, 9*3600))
		case !done: // comes back another day
			at = l.start(dayOf(end) + 2)
		case right < passMarks && l.chance(0.3+0.5*l.effort):
			at = l.start(dayOf(end) + 1 + l.rng.IntN(2))
		case right == passMarks && l.chance(0.15):
			at = l.start(dayOf(end) + 1)
		default:
			return
		}
		if h := at.Hour(); h < 7 || h > 22 {
			at = l.start(dayOf(at.Add(3 * time.Hour)))
		}
	}
}

// attempt is one go at a quiz. It returns the number of items marked right,
// when it ended, and whether it was finished.
func (l *learner) attempt(m, n int, at time.Time) (right int, end time.Time, done bool) {
	t := l.open(m, n, &at)
	opened := at
	items := fullMarks
	if n == 0 && l.chance(0.03) {
		items = 2
	}
	for k := range items {
		took := l.thinking()
		at = at.Add(took)
		if l.answer(t, k, at, took) {
			right++
		}
		at = at.Add(l.within(1, 5))
	}
	if items == fullMarks {
		l.finish(t, right, at, at.Sub(opened))
	}
	if t.from == tool {
		at = at.Add(l.within(1, 5))
		t.say(at, terminated, quiz(m), &result{Duration: lasting(at.Sub(opened))}, cmi5+"categories/cmi5")
	}
	return right, at, items == fullMarks
}

// try is an open attempt.
type try struct {
	l            *learner
	m, n         int
	from         source
	registration string // cmi5 gives every try one, the LMS none
	session      string
}

// open begins an attempt the way its system does, and moves at to the first item.
func (l *learner) open(m, n int, at *time.Time) *try {
	t := &try{l: l, m: m, n: n, from: quizSource(m)}
	if t.from == lms {
		t.say(*at, attempted, quiz(m), nil)
		*at = at.Add(l.within(3, 20))
		return t
	}
	key := fmt.Sprintf("%s/%d/%d/%d", l.self.Account.Name, m, n, l.said)
	t.registration, t.session = madeID("registration/"+key), madeID("session/"+key)
	t.say(*at, launched, quiz(m), nil, cmi5+"categories/cmi5")
	*at = at.Add(l.within(2, 8))
	t.say(*at, initialized, quiz(m), nil, cmi5+"categories/cmi5")
	*at = at.Add(l.within(3, 20))
	return t
}

// finish ends an attempt with its marks.
func (l *learner) finish(t *try, right int, at time.Time, took time.Duration) {
	outcome := failed
	if right >= passMarks {
		outcome = passed
	}
	ok := right >= passMarks
	if t.from == lms {
		t.say(at, completed, quiz(t.m), &result{
			Score: points(right, fullMarks), Success: &ok, Completion: yes(), Duration: lasting(took),
		})
		t.say(at.Add(time.Second), outcome, quiz(t.m), &result{Score: points(right, fullMarks), Success: &ok})
		return
	}
	both := []string{cmi5 + "categories/cmi5", cmi5 + "categories/moveon"}
	t.say(at, completed, quiz(t.m), &result{Completion: yes(), Duration: lasting(took)}, both...)
	t.say(at.Add(400*time.Millisecond), outcome, quiz(t.m),
		&result{Score: points(right, fullMarks), Success: &ok, Duration: lasting(took)}, both...)
}

// say records a statement about the quiz itself.
func (t *try) say(at time.Time, verbIRI string, o object, r *result, categories ...string) {
	c := t.context(module(t.m), course())
	for _, id := range categories {
		c.Activities.Category = append(c.Activities.Category, object{ObjectType: "Activity", ID: id})
	}
	switch verbIRI {
	case launched, passed, failed:
		if t.from == tool {
			c.Extensions[cmi5+"extensions/masteryscore"] = 0.6
		}
	}
	t.l.say(t.from, at, verbIRI, o, statement{Context: c, Result: r})
}

func (t *try) context(parent object, above ...object) *context {
	c := in(parent, above...)
	if t.from == tool {
		c.Platform = "Demo quiz tool (made up)"
		c.Activities.Category = nil
		c.Registration = t.registration
		c.Extensions = map[string]any{cmi5 + "extensions/sessionid": t.session}
	}
	return c
}

// thinking is the time for one item.
func (l *learner) thinking() time.Duration {
	if l.habit == guesses {
		return l.within(1, 3)
	}
	return time.Duration(l.pace * math.Exp(0.4*l.rng.NormFloat64()) * 28 * float64(time.Second))
}

// answer records the answer to item k and reports whether it was marked right.
func (l *learner) answer(t *try, k int, at time.Time, took time.Duration) bool {
	q := questions()[t.m][k]
	given := l.choose(q, t, k)
	key := q.right
	if t.m == wrongKeyModule && k == wrongKeyItem {
		key = q.wrong[0]
	}
	ok := given == key
	r := &result{Success: &ok, Completion: yes(), Response: q.response(given), Duration: lasting(took)}
	if t.from == tool {
		r.Score = points(0, 1)
		if ok {
			r.Score = points(1, 1)
		}
	}
	c := t.context(quiz(t.m), module(t.m), course())
	c.Activities.Category = append(c.Activities.Category, competency(t.m))
	l.say(t.from, at, answered, q.activity(itemID(t.m, k), key), statement{Context: c, Result: r})
	return ok
}

// choose draws the answer: the better the learner and the easier the item, the
// more likely the right one. A retry is a little easier.
func (l *learner) choose(q question, t *try, k int) string {
	p := 1 / (1 + math.Exp(-1.4*(l.abilityIn(t.m)+0.4*float64(min(t.n, 2))-q.hard)-0.8))
	switch {
	case l.habit == stuck && t.m == 6 && k == 4:
		p = 0
	case l.habit == guesses:
		p = 0.3
	case q.kind == choice:
		p = 0.12 + 0.88*p
	case q.kind == trueFalse:
		p = 0.3 + 0.7*p
	}
	if l.chance(p) {
		return q.right
	}
	// Who does not know takes the obvious wrong answer in the item whose key
	// is wrong, and so is marked right.
	if l.chance(0.5) || t.m == wrongKeyModule && k == wrongKeyItem {
		return q.wrong[0]
	}
	return q.wrong[l.rng.IntN(len(q.wrong))]
}

// options are the answers of a choice in the order shown; the right one is not
// always the first.
func (q question) options() []string {
	place := len(q.text) % (len(q.wrong) + 1)
	out := append([]string{}, q.wrong[:place]...)
	return append(append(out, q.right), q.wrong[place:]...)
}

// response is an answer as xAPI writes it: a choice by its letter.
func (q question) response(answer string) string {
	if q.kind != choice {
		return answer
	}
	for i, text := range q.options() {
		if text == answer {
			return string(rune('a' + i))
		}
	}
	return ""
}

// activity is the item with its interaction definition.
func (q question) activity(id, key string) object {
	a := activity(id, typeItem, q.text)
	d := a.Definition
	d.InteractionType = q.kind
	d.Correct = []string{q.response(key)}
	if q.kind == numeric {
		d.Correct = []string{key + "[:]" + key}
	}
	if q.kind == choice {
		for _, text := range q.options() {
			d.Choices = append(d.Choices, component{ID: q.response(text), Description: words{"en": text}})
		}
	}
	return a
}
