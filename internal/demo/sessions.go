package demo

import (
	"fmt"
	"time"
)

// in is the context of a statement of the learning management system: the
// parent of its object and what is above it.
func in(parent object, above ...object) *context {
	return &context{
		Platform: "Demo LMS (made up)", Language: "en",
		Activities: activities{Parent: []object{parent}, Grouping: above, Category: []object{site()}},
	}
}

// term is the learner's way through the course.
func (l *learner) term() {
	l.say(lms, hour(0, 8).Add(time.Duration(l.index)*time.Second), enrolled, course(),
		statement{Context: &context{Platform: "Demo LMS (made up)", Instructor: teacher(1)}})
	if l.habit == absent {
		l.login(hour(1, 17))
		return
	}
	for m := range Modules {
		l.module(m)
	}
	for i := range Works {
		l.assignment(i)
	}
}

// module is what the learner does in the ten days of a module: watch, read,
// take the quiz, look around.
func (l *learner) module(m int) {
	first := m * moduleDays
	day := l.schoolDay(first, 4)
	if l.chance(0.6 + 0.4*l.effort) {
		at := l.watch(m, l.enter(m, l.start(day)))
		for l.habit == rewatches && dayOf(at) < first+5 {
			at = l.watch(m, l.enter(m, l.start(dayOf(at)+1)))
		}
	}
	day = l.schoolDay(day+1, 2)
	if l.chance(0.3 + 0.65*l.effort) {
		l.visitForum(m, l.read(m, l.enter(m, l.start(day))))
	}
	day = l.schoolDay(day+1, 3)
	if l.chance(0.6 + 0.4*l.effort) {
		l.tries(m, l.enter(m, l.start(day)))
	}
	for range l.rng.IntN(2 + int(2*l.effort)) {
		at := l.enter(m, l.start(l.schoolDay(first, moduleDays)))
		if l.chance(0.5) {
			at = l.read(m, at)
		}
		l.visitForum(m, at)
	}
}

func (l *learner) login(at time.Time) time.Time {
	l.say(lms, at, loggedIn, site(), statement{Context: &context{Platform: "Demo LMS (made up)"}})
	return at.Add(l.within(2, 15))
}

// enter begins a session: login, course, module.
func (l *learner) enter(m int, at time.Time) time.Time {
	if l.chance(0.8) {
		at = l.login(at)
	}
	l.say(lms, at, viewed, course(), statement{Context: &context{Platform: "Demo LMS (made up)"}})
	at = at.Add(l.within(4, 40))
	l.say(lms, at, viewed, module(m), statement{Context: in(course())})
	return at.Add(l.within(4, 60))
}

// read opens the page of a module and stays some minutes.
func (l *learner) read(m int, at time.Time) time.Time {
	l.say(lms, at, viewed, page(m), statement{Context: in(module(m), course())})
	stay := time.Duration(l.pace * float64(l.within(90, 500)))
	at = at.Add(stay)
	if l.chance(0.7) {
		l.say(lms, at, experienced, page(m), statement{
			Context: in(module(m), course()), Result: &result{Duration: lasting(stay)},
		})
	}
	return at.Add(l.within(5, 60))
}

const videoExt = "https://w3id.org/xapi/video/extensions/"

// watch plays the video of a module, with some pauses; not everybody sees the
// end.
func (l *learner) watch(m int, at time.Time) time.Time {
	length := 240 + 40*m
	session := map[string]any{
		videoExt + "session-id": madeID(fmt.Sprintf("%s/video/%d", l.self.Account.Name, l.said)),
		videoExt + "length":     length,
	}
	event := func(verbIRI string, position int, r result) {
		c := in(module(m), course())
		c.Extensions = session
		if verbIRI != initialized {
			r.Extensions = map[string]any{videoExt + "time": position}
		}
		if verbIRI != initialized && verbIRI != played {
			r.Extensions[videoExt+"progress"] = float64(100*position/length) / 100
			r.Extensions[videoExt+"played-segments"] = fmt.Sprintf("0[.]%d", position)
		}
		l.say(lms, at, verbIRI, video(m), statement{Context: c, Result: r.orNone()})
	}
	event(initialized, 0, result{})
	opened := at
	at = at.Add(l.within(1, 6))
	position := 0
	for range l.rng.IntN(3) {
		event(played, position, result{})
		step := min(20+l.rng.IntN(length/2), length-1-position)
		position += step
		at = at.Add(time.Duration(step) * time.Second)
		event(paused, position, result{})
		at = at.Add(l.within(3, 90))
	}
	event(played, position, result{})
	if l.chance(0.35 + 0.6*l.effort) {
		at = at.Add(time.Duration(length-position) * time.Second)
		position = length
		event(completed, position, result{Completion: yes(), Duration: lasting(at.Sub(opened))})
	} else {
		step := (length - position) / 3
		position += step
		at = at.Add(time.Duration(step) * time.Second)
	}
	at = at.Add(l.within(1, 4))
	event(terminated, position, result{Duration: lasting(at.Sub(opened))})
	return at.Add(l.within(5, 60))
}
