package statements

import "strconv"

// thing is an activity: of which kind, and its number in that kind.
type thing struct {
	kind   kind
	number int
}

// id is the 128 bits of a UUID.
type id [2]uint64

func (v *visit) newID() id { return id{v.rng.Uint64(), v.rng.Uint64()} }

// open begins a statement up to its object.
func (v *visit) open(does verb) id {
	made := v.newID()
	v.text.str(`{"id":"`)
	v.text.uuid(made[0], made[1])
	v.text.str(`","actor":`)
	switch {
	case does == voided:
		v.agent("Teacher ", "t", v.course)
	case does == submitted && v.team > 0:
		v.group(true)
	default:
		v.agent("Learner ", "u", v.learner+1)
	}
	v.text.str(`,"verb":{"id":"`, does.iri, `","display":{"en":"`, does.word, `"}},"object":`)
	return made
}

// agent writes a person: by account, every fifth by address.
func (v *visit) agent(name, account string, number int) {
	v.text.str(`{"objectType":"Agent","name":"`, name)
	v.text.padded(number, 4)
	if number%5 == 0 {
		v.text.str(`","mbox":"mailto:`, account)
		v.text.padded(number, 4)
		v.text.str(`@school.example"}`)
		return
	}
	v.text.str(`","account":{"homePage":"`+home+`","name":"`, account)
	v.text.padded(number, 4)
	v.text.str(`"}}`)
}

// group writes the learner's team, with two of its members when it acts.
func (v *visit) group(members bool) {
	number := v.team
	v.text.str(`{"objectType":"Group","name":"Team `)
	v.text.num(number)
	v.text.str(`","account":{"homePage":"` + home + `/teams","name":"`)
	v.text.num(number)
	v.text.str(`"}`)
	if members {
		v.text.str(`,"member":[`)
		v.agent("Learner ", "u", v.learner+1)
		v.text.str(`,`)
		v.agent("Learner ", "u", v.mate+1)
		v.text.str(`]`)
	}
	v.text.str(`}`)
}

// activity writes one as objects and contexts name it; an object says more.
func (v *visit) activity(a thing, about bool) {
	k := &kinds[a.kind]
	v.text.str(`{"id":"`+home, k.path)
	v.text.num(a.number)
	v.text.str(`","definition":{"type":"`, k.typ, `","name":{"en":"`, k.name)
	v.text.num(a.number)
	v.text.str(`"}`)
	if about && k.about != "" {
		v.text.str(`,"description":{"en":"`, k.about, `"}`)
	}
	if about && a.kind == question {
		v.interaction(a.number)
	}
	v.text.str(`}`)
	if about {
		v.text.str(`,"objectType":"Activity"`)
	}
	v.text.str(`}`)
}

// setting is what stands around a statement.
type setting struct {
	parent       kind // site for none
	registration *id
	watched      int // the length of the video whose session it is
}

// close writes the rest of a statement, from the context on.
func (v *visit) close(c setting) {
	t := &v.text
	t.str(`,"context":{`)
	if c.registration != nil {
		t.str(`"registration":"`)
		t.uuid(c.registration[0], c.registration[1])
		t.str(`",`)
	}
	if c.parent == work {
		t.str(`"instructor":`)
		v.agent("Teacher ", "t", v.course)
		t.str(`,`)
	}
	if v.team > 0 && (c.parent == work || c.parent == forum) {
		t.str(`"team":`)
		v.group(false)
		t.str(`,`)
	}
	t.str(`"platform":"Example LMS 4.5","contextActivities":{`)
	v.parents(c.parent)
	t.str(`"category":[{"id":"` + home + `/1"}]}`)
	switch {
	case c.watched > 0:
		t.str(`,"extensions":{"` + videoExt + `session-id":"`)
		t.uuid(v.session.id[0], v.session.id[1])
		t.str(`","` + videoExt + `length":`)
		t.num(c.watched)
		t.str(`}`)
	case c.registration != nil:
		t.str(`,"extensions":{"` + sessionExt + `":"`)
		t.uuid(v.session.id[0], v.session.id[1])
		t.str(`"}`)
	}
	t.str(`},"timestamp":"`)
	t.time(v.at)
	stored := v.at + v.delay + 1000 + int64(v.rng.IntN(4000))
	if last := len(v.marks) - 1; last >= 0 {
		stored = max(stored, v.marks[last].stored+1)
	}
	t.str(`","stored":"`)
	t.time(stored)
	t.str(`","authority":{"objectType":"Agent","account":{"homePage":"`+home+`","name":"collector"}},"version":"1.0.3"}`, "\n")
	v.marks = append(v.marks, mark{end: len(v.text), stored: stored})
}

// parents writes what a statement is in: from the parent up to the course.
func (v *visit) parents(parent kind) {
	in := thing{course, v.course}
	switch parent {
	case site:
		return
	case quiz:
		in = v.here(quiz)
	case forum:
		in = v.here(forum)
	case course:
	default:
		in = thing{module, v.moduleNumber()}
	}
	v.text.str(`"parent":[`)
	v.activity(in, false)
	v.text.str(`],`)
	if in.kind == course {
		return
	}
	v.text.str(`"grouping":[`)
	if in.kind != module {
		v.activity(thing{module, v.moduleNumber()}, false)
		v.text.str(`,`)
	}
	v.activity(thing{course, v.course}, false)
	v.text.str(`],`)
}

// lasting writes a duration of so many milliseconds as xAPI has it.
func (v *visit) lasting(ms int64) {
	v.text.str(`"duration":"PT`)
	v.text.hundredths(int(ms / 10))
	v.text.str(`S"`)
}

// score writes raw points of most, and the scaled score that belongs to them.
func (v *visit) score(raw, most int) {
	v.text.str(`"score":{"scaled":`)
	v.text = strconv.AppendFloat(v.text, float64(raw)/float64(most), 'g', 4, 64)
	v.text.str(`,"raw":`)
	v.text.num(raw)
	v.text.str(`,"min":0,"max":`)
	v.text.num(most)
	v.text.str(`}`)
}
