package statements

import "math/rand/v2"

// visit is a session being made: who came, to which course, and how late it is.
type visit struct {
	*session

	rng           *rand.Rand
	course        int   // from 1
	learner, mate int   // from 0; the mate is of the same team
	team          int   // 0 where the course has none
	module        int   // of the course, from 0
	at            int64 // milliseconds since 1970
	delay         int64 // until what happens is stored
}

// sit takes a seat.
func (v *visit) sit(s *school, seat int) {
	c := s.at(seat)
	mate := seat + teams
	if mate >= s.first[c+1] {
		mate = seat - teams
	}
	v.course, v.learner, v.mate = c+1, seat%s.learners, mate%s.learners
	v.team = 0
	if v.course%8 == 1 {
		v.team = v.course*teams + (seat-s.first[c])%teams
	}
}

// ability is how likely a learner is to be right, of 100.
func (v *visit) ability() int { return 35 + int(mix(uint64(v.learner))%60) }

func (v *visit) chance(percent int) bool { return v.rng.IntN(100) < percent }

// wait lets so many seconds pass, with thousandths.
func (v *visit) wait(from, to int) { v.at += int64(from*1000 + v.rng.IntN((to-from)*1000)) }

// play is what the learner does in one session.
func (v *visit) play() {
	v.session.id = v.newID()
	v.module = int((v.at - Begin.UnixMilli()) * modules / (End().UnixMilli() - Begin.UnixMilli()))
	v.module = min(max(v.module-v.rng.IntN(2), 0), modules-1)
	if v.chance(3) { // was offline
		v.delay = int64(2+v.rng.IntN(4)) * 60 * 60 * 1000
	}
	v.do(loggedIn, thing{site, 1}, site)
	v.do(viewed, thing{course, v.course}, site)
	v.do(viewed, thing{module, v.moduleNumber()}, course)
	if v.chance(65) {
		v.watch()
	}
	if v.chance(60) {
		v.read()
	}
	if v.chance(55) {
		v.try()
	}
	if v.chance(25) {
		v.talk()
	}
	if v.chance(8) {
		v.handIn()
	}
}

func (v *visit) moduleNumber() int { return v.course*modules + v.module }

// one is an activity of a kind in the module: there are so many of them.
func (v *visit) one(k kind, of int) thing {
	return thing{k, v.moduleNumber()*10 + v.rng.IntN(of)}
}

// here is the only activity of a kind in the module.
func (v *visit) here(k kind) thing { return thing{k, v.moduleNumber() * 10} }

// do says that the learner did something that has no result, and goes on.
func (v *visit) do(does verb, what thing, parent kind) {
	v.open(does)
	v.activity(what, true)
	v.close(setting{parent: parent})
	v.wait(3, 40)
}

func (v *visit) read() {
	what, began := v.one(page, 4), v.at
	v.do(viewed, what, module)
	v.wait(60, 400)
	if v.chance(70) {
		v.open(experienced)
		v.activity(what, true)
		v.text.str(`,"result":{"completion":true,`)
		v.lasting(v.at - began)
		v.text.str(`}`)
		v.close(setting{parent: module})
	}
	v.wait(5, 60)
}

// watch plays a video, with pauses and leaps; not everybody sees the end.
func (v *visit) watch() {
	w := watching{visit: v, what: v.one(video, 3), began: v.at}
	w.length = 200 + int(mix(uint64(w.what.number))%600)
	w.say(initialized)
	v.wait(1, 5)
	for range 1 + v.rng.IntN(4) {
		w.say(played)
		w.on(min(20+v.rng.IntN(w.length/2), w.length-1-w.position))
		if v.chance(30) {
			w.say(seeked)
		} else {
			w.say(paused)
		}
		v.wait(2, 40)
	}
	if v.chance(60) {
		w.say(played)
		w.on(w.length - w.position)
		w.say(completed)
	}
	v.wait(1, 4)
	w.say(terminated)
	v.wait(5, 60)
}

// watching is a video being played.
type watching struct {
	*visit

	what             thing
	began            int64
	length, position int // seconds
}

func (w *watching) on(seconds int) {
	w.position += seconds
	w.at += int64(seconds) * 1000
}

func (w *watching) say(does verb) {
	w.open(does)
	w.activity(w.what, true)
	t := &w.text
	if does != initialized {
		t.str(`,"result":{`)
		if does == completed {
			t.str(`"completion":true,`)
		}
		if does == completed || does == terminated {
			w.lasting(w.at - w.began)
			t.str(`,`)
		}
		t.str(`"extensions":{"` + videoExt + `time":`)
		t.num(w.position)
		if does != played {
			t.str(`,"` + videoExt + `progress":`)
			t.hundredths(100 * w.position / w.length)
			t.str(`,"` + videoExt + `played-segments":"0[.]`)
			t.num(w.position)
			t.str(`"`)
		}
		t.str(`}}`)
	}
	w.close(setting{parent: module, watched: w.length})
}

// teams is how many a course has that has some; every eighth does.
const teams = 5

// talk reads the forum, and maybe says something.
func (v *visit) talk() {
	v.do(viewed, v.here(forum), module)
	if v.chance(50) {
		v.open(posted)
		v.activity(v.one(thread, 10), true)
		v.text.str(`,"result":{"response":"What I took from this module, and a question about the second part of it."}`)
		v.close(setting{parent: forum})
		v.wait(20, 200)
	}
}

// handIn hands work in, alone or as a team, and has it graded. Every twentieth
// grade was typed wrongly: it is voided and given again.
func (v *visit) handIn() {
	v.do(viewed, v.here(work), module)
	v.do(submitted, v.here(work), work)
	points := min(100, v.ability()+v.rng.IntN(20))
	v.wait(60, 600)
	if wrong := v.grade(points / 10); v.chance(5) {
		v.wait(60, 600)
		v.open(voided)
		v.text.str(`{"objectType":"StatementRef","id":"`)
		v.text.uuid(wrong[0], wrong[1])
		v.text.str(`"}`)
		v.close(setting{parent: site})
		v.wait(10, 30)
		v.grade(points)
	}
}

func (v *visit) grade(points int) id {
	made := v.open(scored)
	v.activity(v.here(work), true)
	v.text.str(`,"result":{`)
	v.score(points, 100)
	if points >= 50 {
		v.text.str(`,"success":true}`)
	} else {
		v.text.str(`,"success":false}`)
	}
	v.close(setting{parent: work})
	return made
}
