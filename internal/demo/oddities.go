package demo

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"
)

// addOddStatements adds what no class is without: work of a group, a visitor
// without an account, marks that cannot be right, a clock without an offset,
// and a test run somebody had to take back.
func (c *class) addOddStatements() {
	c.groupWork()
	c.visitor()
	c.bonusQuiz()
	c.testRun()
	page := slices.IndexFunc(c.out[lms], func(s statement) bool { return s.Verb.ID == experienced })
	c.out[lms][page].Timestamp = c.out[lms][page].at.UTC().Format("2006-01-02T15:04:05")
}

// groupWork is one piece of work three learners handed in together.
func (c *class) groupWork() {
	group := agent{ObjectType: "Group", Name: "Pond group"}
	for _, i := range []int{5, 20, 43} {
		group.Member = append(group.Member, c.learners[i].self)
	}
	poster := activity(home+"/lms/mod/poster/view.php?id=76", typeQuiz, "Pond poster")
	ok := true
	c.add(lms, "group", hour(66, 15), completed, poster, statement{
		Actor: &group, Context: in(module(6), course()),
		Result: &result{Score: points(41, 50), Success: &ok, Completion: yes()},
	})
}

// visitor opens a quiz without an account: a statement of nobody.
func (c *class) visitor() {
	c.add(lms, "visitor", hour(9, 11), attempted, quiz(0), statement{
		Actor: &agent{ObjectType: "Agent", Name: "Visitor"}, Context: in(module(0), course()),
	})
}

// bonusQuiz gives marks no reader can take as they are: more than everything,
// more raw points than there are, and two figures that contradict each other.
func (c *class) bonusQuiz() {
	beyond, half := 1.2, 0.5
	for i, s := range []score{
		{Scaled: &beyond, Raw: 5, Max: 5},
		{Scaled: &beyond, Raw: 5, Max: 5},
		{Raw: 7, Max: 5},
		{Scaled: &half, Raw: 4, Max: 5},
	} {
		l := c.learners[[...]int{2, 10, 34, 52}[i]]
		name := fmt.Sprintf("bonus/%d", i)
		c.add(tool, name, hour(74, 17+i), passed, bonus(), statement{
			Actor:   &l.self,
			Context: &context{Registration: madeID("registration/" + name), Activities: activities{Parent: []object{module(7)}, Grouping: []object{course()}}},
			Result:  &result{Score: &s, Success: yes()},
		})
	}
}

// testRun is a full mark somebody got while the quiz was tried out under the
// account of a learner. The voiding statement is in the other file, which is
// read first.
func (c *class) testRun() {
	l := c.learners[21]
	id := c.add(tool, "test run", hour(11, 9), passed, quiz(1), statement{
		Actor:   &l.self,
		Context: &context{Registration: madeID("registration/test run"), Activities: activities{Parent: []object{module(1)}, Grouping: []object{course()}}},
		Result:  &result{Score: points(fullMarks, fullMarks), Success: yes()},
	})
	c.add(lms, "test run taken back", hour(11, 10), voided, reference(id), statement{
		Actor: teacher(1), Result: &result{Response: "the tool was tried out with this account"},
	})
}

func (c *class) add(from source, name string, at time.Time, verbIRI string, o object, st statement) string {
	st.at, st.ID, st.Verb, st.Object = at, madeID(name), named(verbIRI), &o
	c.out[from] = append(c.out[from], st)
	return st.ID
}

// How often statements come again.
const (
	forwarded = 12 // quiz tool statements that are in the LMS file too
	resent    = 5  // LMS statements that are there twice
	changed   = 1  // an id that comes again with another result
)

// repeat adds statements that come twice: some the quiz tool also sent to the
// LMS, some the LMS sent again, and one whose id comes again with a changed
// mark.
func (c *class) repeat() {
	var again []statement
	for i := range forwarded {
		s := c.out[tool][40+5*i]
		s.stamp(lms, i)
		again = append(again, s)
	}
	for i := range resent {
		again = append(again, c.out[lms][500+700*i])
	}
	marked := slices.IndexFunc(c.out[lms], func(s statement) bool {
		return s.Verb.ID == completed && s.Object.Definition.Type == typeQuiz && s.Result.Score.Raw == 4
	})
	other := c.out[lms][marked]
	r := *other.Result
	r.Score = points(fullMarks, fullMarks)
	other.Result = &r
	c.out[lms] = append(c.out[lms], append(again, other)...)
	slices.SortStableFunc(c.out[lms], func(a, b statement) int { return strings.Compare(a.Stored, b.Stored) })
}

// spoil adds what no reader can take: to the LMS file a line that was cut off
// and a statement without a verb, to the quiz tool's one whose object has no id.
func spoil(from source, lines [][]byte) [][]byte {
	at := len(lines) / 3
	if from == tool {
		noID := []byte(`{"id":"` + madeID("no object id") + `","actor":{"objectType":"Agent","account":{"homePage":"` + home +
			`","name":"s09"}},"verb":{"id":"` + answered + `"},"object":{"objectType":"Activity"},"timestamp":"2025-10-02T17:20:00.000+02:00"}`)
		return slices.Insert(lines, at, noID)
	}
	broken := bytes.Clone(lines[at][:len(lines[at])/2])
	noVerb := []byte(`{"id":"` + madeID("no verb") + `","actor":{"objectType":"Agent","account":{"homePage":"` + home +
		`","name":"s09"}},"object":{"objectType":"Activity","id":"` + Course + `"},"timestamp":"2025-09-29T16:05:00.000+02:00"}`)
	return slices.Insert(lines, at, broken, noVerb)
}
