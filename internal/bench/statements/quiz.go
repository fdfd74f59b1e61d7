package statements

// items is how many a quiz has, need how many it takes to pass.
const (
	items = 6
	need  = 4
)

// try takes the quiz of the module: mostly to the end.
func (v *visit) try() {
	registration := v.newID()
	c := setting{parent: module, registration: &registration}
	quizzed := func(does verb, result func()) {
		v.open(does)
		v.activity(v.here(quiz), true)
		if result != nil {
			v.text.str(`,"result":{`)
			result()
			v.text.str(`}`)
		}
		v.close(c)
	}
	quizzed(launched, nil)
	v.wait(2, 8)
	quizzed(initialized, nil)
	began, right, asked := v.at, 0, items
	if v.chance(4) { // gives up
		asked = 2
	}
	for i := range asked {
		if v.answer(i, &registration) {
			right++
		}
	}
	if asked == items {
		quizzed(completed, func() {
			v.text.str(`"completion":true,`)
			v.lasting(v.at - began)
		})
		outcome, success := failed, `,"success":false`
		if right >= need {
			outcome, success = passed, `,"success":true`
		}
		v.at += 400
		quizzed(outcome, func() {
			v.score(right, items)
			v.text.str(success)
		})
	}
	v.wait(1, 5)
	quizzed(terminated, func() { v.lasting(v.at - began) })
	v.wait(5, 60)
}

// interactions are the kinds of item; an item has the one of its number.
var interactions = [...]struct{ kind, right, wrong, definition string }{
	{"choice", "b", "d", `"choices":[{"id":"a","description":{"en":"The first answer"}},{"id":"b","description":{"en":"The second answer"}},` +
		`{"id":"c","description":{"en":"The third answer"}},{"id":"d","description":{"en":"None of these"}}],`},
	{"true-false", "true", "false", ""},
	{"numeric", "42", "41.5", ""},
	{"fill-in", "osmosis", "diffusion", ""},
	{"matching", "1[.]a[,]2[.]b", "1[.]b[,]2[.]a", `"source":[{"id":"1","description":{"en":"One"}},{"id":"2","description":{"en":"Two"}}],` +
		`"target":[{"id":"a","description":{"en":"First"}},{"id":"b","description":{"en":"Second"}}],`},
	{"sequencing", "a[,]b[,]c", "b[,]a[,]c", `"choices":[{"id":"a","description":{"en":"First step"}},{"id":"b","description":{"en":"Second step"}},` +
		`{"id":"c","description":{"en":"Third step"}}],`},
}

// interaction writes the part of an item's definition that says what is asked.
func (v *visit) interaction(number int) {
	of := &interactions[mix(uint64(number))%uint64(len(interactions))]
	pattern := of.right
	if of.kind == "numeric" {
		pattern = "42[:]42"
	}
	v.text.str(`,"interactionType":"`, of.kind, `",`, of.definition, `"correctResponsesPattern":["`, pattern, `"]`)
}

// answer answers an item: the better the learner and the easier the item, the
// more likely the right way.
func (v *visit) answer(i int, registration *id) bool {
	number := v.moduleNumber()*10 + i
	nature := mix(uint64(number))
	of := &interactions[nature%uint64(len(interactions))]
	right := v.chance(v.ability() + int(nature>>32%40) - 15)
	began := v.at
	v.wait(5, 70)
	v.open(answered)
	v.activity(thing{question, number}, true)
	v.text.str(`,"result":{`)
	if right {
		v.score(1, 1)
		v.text.str(`,"success":true,"response":"`, of.right)
	} else {
		v.score(0, 1)
		v.text.str(`,"success":false,"response":"`, of.wrong)
	}
	v.text.str(`","completion":true,`)
	v.lasting(v.at - began)
	v.text.str(`}`)
	v.close(setting{parent: quiz, registration: registration})
	return right
}
