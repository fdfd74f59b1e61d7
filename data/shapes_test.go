package data

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
)

// said writes a statement of Ann: its minute, the last part of its verb or the
// whole, its object, then what else it has.
func said(minute float64, verb, object string, rest ...string) string {
	if !strings.Contains(verb, ":") {
		verb = "http://adlnet.gov/expapi/verbs/" + verb
	}
	parts := append([]string{
		plainActor, `"verb":{"id":"` + verb + `"}`, `"object":` + object,
		`"timestamp":"` + loaded.Add(time.Duration(minute*float64(time.Minute))).Format(time.RFC3339Nano) + `"`,
	}, rest...)
	return string(statement(parts...))
}

// thing writes an activity; a type without a colon is one of ADL's.
func thing(iri, typ string, more ...string) string {
	if typ != "" && !strings.Contains(typ, ":") {
		typ = "http://adlnet.gov/expapi/activities/" + typ
	}
	if typ == "" {
		return `{"id":"` + iri + `"}`
	}
	return `{"id":"` + iri + `","definition":{` + strings.Join(append([]string{`"type":"` + typ + `"`}, more...), ",") + `}}`
}

// within writes a context of activities: parents, then groupings.
func within(parents, groupings []string, more ...string) string {
	all := []string{`"contextActivities":{"parent":[` + strings.Join(parents, ",") + `],"grouping":[` + strings.Join(groupings, ",") + `]}`}
	return `"context":{` + strings.Join(append(all, more...), ",") + `}`
}

func scaled(v float64) string { return fmt.Sprintf(`"result":{"score":{"scaled":%g}}`, v) }

// retold decodes statements, folds them and tells each attempt in a line: its
// kind, where it was, its registration, its verbs, "i" for the answer to an item
// inside, and what its result reads as (as data/store/relation/tries.sql says).
// Those of one instant are in the order of their ids; they are told as written.
func retold(t *testing.T, lines []string, id func(i int) uuid.UUID) []string {
	t.Helper()
	var kept []*Statement
	written := map[uuid.UUID]int{}
	for i, line := range lines {
		s := decode(t, []byte(line))
		s.ID = id(i)
		written[s.ID] = i
		kept = append(kept, s)
	}
	var out []string
	for _, of := range events(kept) {
		names := map[int32]string{0: ""}
		for i := range of {
			s := kept[of[i].Seq]
			names[of[i].Activity] = shortName(&s.Object.Activity)
			if p := s.Parent(); p != nil {
				names[of[i].Parent] = shortName(p)
			}
		}
		for _, a := range FoldAttempts(of) {
			slices.SortFunc(a.Members, func(a, b Member) int { return written[kept[a.Seq].ID] - written[kept[b.Seq].ID] })
			text := string(a.Kind) + " " + names[a.Activity]
			if a.Parent != 0 {
				text += " in " + names[a.Parent]
			}
			if a.Registration != "" {
				text += " reg " + a.Registration[:2]
			}
			out = append(out, text+":"+toldMembers(a.Members, kept))
		}
	}
	slices.Sort(out)
	return out
}

func toldMembers(members []Member, kept []*Statement) (text string) {
	var reading, score *float64
	var right *bool
	for _, m := range members {
		s := kept[m.Seq]
		text += " " + LastPart(s.Verb.IRI)
		if m.Item {
			text += "(i)"
			continue
		}
		reading, right = cmp.Or(s.Result.R, reading), cmp.Or(s.Result.Right, right)
		if s.Result.Score() != nil {
			score = s.Result.R
		}
	}
	if reading = cmp.Or(score, reading); reading != nil {
		text += fmt.Sprintf(" = %g", *reading)
	}
	if right != nil {
		text += fmt.Sprintf(" %v", *right)
	}
	return text
}

func shortName(a *Activity) string {
	name := LastPart(a.IRI)
	return name[strings.LastIndexByte(name, '@')+1:]
}

// known is what a system says of a few tries, and the attempts it means.
type known struct {
	name  string
	lines []string
	want  []string
}

func TestShapes(t *testing.T) {
	t.Parallel()
	for _, s := range slices.Concat(scormShapes(), cmi5Shapes(), h5pShapes(), moodleShapes(), openEdxShapes()) {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			want := strings.Join(slices.Sorted(slices.Values(s.want)), "\n")
			for order, id := range map[string]func(int) uuid.UUID{
				"as written": func(i int) uuid.UUID { return uuid.UUID{0: byte(i + 1)} },
				"backwards":  func(i int) uuid.UUID { return uuid.UUID{0: byte(255 - i)} },
			} {
				if got := strings.Join(retold(t, s.lines, id), "\n"); got != want {
					t.Errorf("%s: got\n%s\nwant\n%s", order, got, want)
				}
			}
		})
	}
}

// scormShapes are as the ADL SCORM profile lays them out: the SCO is the
// object, its attempt a grouping, interactions and objectives are its children.
func scormShapes() []known {
	course, sco := thing("http://x/c", "course"), thing("http://x/c/sco", "lesson")
	in := func(attempt string, more ...string) string {
		return within(nil, []string{course, thing("http://x/c/sco?attemptId="+attempt, "attempt")}, more...)
	}
	part := func(attempt string) string {
		return within([]string{sco}, []string{course, thing("http://x/c/sco?attemptId="+attempt, "")})
	}
	q1, objective := thing("http://x/c/sco/q1", "cmi.interaction", `"interactionType":"choice"`), thing("http://x/c/sco/loops", "objective")
	reg := `"registration":"aaaaaaaa-2222-4333-8444-555555555555"`
	both := `"result":{"success":true,"completion":true,"score":{"scaled":0.95}}`
	return []known{
		{"SCORM, suspended for days", []string{
			said(0, "initialized", sco, in("1")),
			said(1, "http://adlnet.gov/expapi/verbs/responded", q1, part("1"), `"result":{"success":true,"response":"a"}`),
			said(2, "passed", objective, part("1"), `"result":{"success":true}`),
			said(3, "suspended", sco, in("1")),
			said(5000, "resumed", sco, in("1")),
			said(5001, "scored", sco, in("1"), scaled(0.75)), said(5001, "passed", sco, in("1"), `"result":{"success":true}`),
			said(5002, "completed", sco, in("1"), `"result":{"completion":true}`), said(5003, "terminated", sco, in("1")),
		}, []string{
			"assessment sco: initialized responded(i) passed(i) suspended resumed scored passed completed terminated = 0.75 true",
			"item q1 in sco: responded = 1 true",
			"item loops in sco: passed = 1 true",
		}},
		{"SCORM, two attempts at once", []string{
			said(0, "initialized", sco, in("1", reg)), said(1, "initialized", sco, in("2", reg)),
			said(2, "failed", sco, in("1", reg), `"result":{"success":false}`), said(3, "terminated", sco, in("2", reg), both),
		}, []string{
			"assessment sco reg aa: initialized failed = 0 false",
			"assessment sco reg aa: initialized terminated = 0.95 true",
		}},
		{"SCORM without attempts or registration", []string{
			said(0, "attempted", sco), said(1, "initialized", sco),
			said(2, "answered", q1, within([]string{sco}, nil), `"result":{"success":false}`),
			said(3, "terminated", sco, both), said(3, "completed", sco, `"result":{"completion":true}`),
			said(4, "launched", sco), said(5, "terminated", sco, `"result":{"score":{"raw":20,"max":80}}`),
		}, []string{
			"assessment sco: attempted initialized answered(i) terminated completed = 0.95 true",
			"item q1 in sco: answered = 0 false",
			"assessment sco: launched terminated = 0.25 false",
		}},
	}
}

// cmi5Shapes have a registration and a session each; the LMS says launched,
// abandoned, waived and satisfied, the unit all else.
func cmi5Shapes() []known {
	au, block := thing("http://x/au", ""), thing("http://x/block", "https://w3id.org/xapi/cmi5/activitytype/block")
	course := thing("http://x/course", "https://w3id.org/xapi/cmi5/activitytype/course")
	q := thing("http://x/au/q", "cmi.interaction")
	in := func(parents []string, session string, more ...string) string {
		ext := append([]string{`"https://w3id.org/xapi/cmi5/context/extensions/sessionid":"` + session + `"`}, more...)
		return within(parents, nil, `"registration":"aaaaaaaa-2222-4333-8444-555555555555"`, `"extensions":{`+strings.Join(ext, ",")+`}`)
	}
	mastery := `"https://w3id.org/xapi/cmi5/context/extensions/masteryscore":0.8`
	moveOn := `"https://w3id.org/xapi/cmi5/context/extensions/moveon":"CompletedAndPassed"`
	abandoned, waived, satisfied := "https://w3id.org/xapi/adl/verbs/abandoned", "https://w3id.org/xapi/adl/verbs/waived", "https://w3id.org/xapi/adl/verbs/satisfied"
	return []known{
		{"cmi5, one session and one abandoned", []string{
			said(0, "launched", au, in(nil, "s", mastery, moveOn)), said(1, "initialized", au, in(nil, "s")),
			said(2, "answered", q, in([]string{au}, "s"), `"result":{"success":true}`),
			said(3, "completed", au, in(nil, "s"), `"result":{"completion":true}`),
			said(4, "passed", au, in(nil, "s", mastery), `"result":{"success":true,"score":{"scaled":0.9}}`),
			said(5, "terminated", au, in(nil, "s")),
			said(6, satisfied, block, in(nil, "s")), said(6, satisfied, course, in(nil, "s")),
			said(60, "launched", au, in(nil, "t", mastery, moveOn)), said(61, "initialized", au, in(nil, "t")), said(90, abandoned, au, in(nil, "t"), `"result":{"duration":"PT30M"}`),
		}, []string{
			"assessment au reg aa: launched initialized answered(i) completed passed terminated = 0.9 true",
			"item q in au reg aa: answered = 1 true",
			"assessment au reg aa: launched initialized abandoned",
		}},
		{"cmi5, below the mastery score", []string{
			said(0, "launched", au, in(nil, "s", mastery)), said(1, "initialized", au, in(nil, "s")),
			said(2, "http://adlnet.gov/expapi/verbs/scored", au, in(nil, "s", mastery), scaled(0.7)), said(3, "terminated", au, in(nil, "s")),
		}, []string{"assessment au reg aa: launched initialized scored terminated = 0.7 false"}},
		{"cmi5, waived", []string{
			said(0, waived, au, in(nil, "w", moveOn), `"result":{"success":true,"completion":true,"extensions":{"https://w3id.org/xapi/cmi5/result/extensions/reason":"Tested Out"}}`),
			said(0, satisfied, block, in(nil, "w"), `"result":{"completion":true}`),
			said(10, "launched", au, in(nil, "s")), said(11, "initialized", au, in(nil, "s")), said(12, "failed", au, in(nil, "s"), `"result":{"success":false}`),
			said(13, waived, au, in(nil, "s"), `"result":{"success":true,"completion":true}`),
		}, []string{"assessment au reg aa: launched initialized failed = 0 false"}},
	}
}

// h5pShapes are H5P's: sets of questions are compound, questions sub-content of them.
func h5pShapes() []known {
	set := thing("http://x/h5p/7", "cmi.interaction", `"interactionType":"compound"`)
	sub := func(id string) string {
		return thing("http://x/h5p/7?subContentId="+id, "cmi.interaction", `"interactionType":"choice"`)
	}
	single := thing("http://x/h5p/8", "cmi.interaction", `"interactionType":"true-false"`)
	in := within([]string{thing("http://x/h5p/7", "")}, nil)
	score := func(raw, most int) string {
		return fmt.Sprintf(`"result":{"score":{"min":0,"max":%d,"raw":%d,"scaled":%g},"completion":true}`, most, raw, float64(raw)/float64(most))
	}
	return []known{
		{"H5P set, tried again", []string{
			said(0, "attempted", set), said(0.5, "attempted", sub("a"), in),
			said(1, "answered", sub("a"), in, score(1, 1)), said(2, "answered", sub("b"), in, score(0, 1)), said(2, "completed", set, score(1, 2)),
			said(5, "attempted", set), said(6, "answered", sub("a"), in, score(1, 1)), said(7, "answered", sub("b"), in, score(1, 1)), said(7.1, "completed", set, score(2, 2)),
		}, []string{
			"assessment 7: attempted answered(i) answered(i) completed = 0.5 true",
			"item 7?subContentId=a in 7: attempted answered = 1 true",
			"item 7?subContentId=b in 7: answered = 0 false",
			"assessment 7: attempted answered(i) answered(i) completed = 1 true",
			"item 7?subContentId=a in 7: answered = 1 true",
			"item 7?subContentId=b in 7: answered = 1 true",
		}},
		{"H5P set that is answered at once", []string{
			said(0, "answered", sub("a"), in, score(1, 1)), said(0, "answered", set, score(1, 4)), said(0, "answered", sub("bbbbbbbbb"), in, score(0, 1)),
		}, []string{
			"item 7?subContentId=a in 7: answered = 1 true",
			"assessment 7: answered(i) answered answered(i) = 0.25 false",
			"item 7?subContentId=bbbbbbbbb in 7: answered = 0 false",
		}},
		{"H5P question by itself", []string{
			said(0, "attempted", single), said(1, "answered", single, score(0, 1)), said(1.1, "completed", single, score(0, 1)),
			said(2, "answered", single, score(1, 1)),
		}, []string{"item 8: attempted answered completed = 0 false", "item 8: answered = 1 true"}},
	}
}

// moodleShapes are of the plugin logstore_xapi: the attempt is an activity, the
// object or a parent; all that is handed in has the time of handing in.
func moodleShapes() []known {
	course := thing("http://x/course/view.php?id=2", "https://w3id.org/xapi/cmi5/activitytype/course")
	quiz := thing("http://x/mod/quiz/view.php?id=1", "assessment")
	attempt := func(n string) string { return thing("http://x/mod/quiz/attempt.php?attempt="+n+"&cmid=1", "attempt") }
	q := func(n string) string {
		return thing("http://x/question/question.php?cmid=1&id="+n, "cmi.interaction", `"interactionType":"choice"`)
	}
	whole := within([]string{quiz, course}, nil)
	inside := func(n string) string { return within([]string{attempt(n), quiz, course}, nil) }
	ok := `"result":{"completion":true,"success":true}`
	half := `"result":{"completion":true,"success":true,"duration":"PT1S","score":{"min":0,"max":100,"raw":50,"scaled":0.5}}`
	slot := thing("http://x/review.php?attempt=1&slot=1", "http://activitystrea.ms/schema/1.0/review#slot")
	review := thing("http://x/review.php?attempt=1", "http://activitystrea.ms/schema/1.0/review")
	start := "http://activitystrea.ms/schema/1.0/start"
	return []known{
		{"Moodle quiz, marked by hand, tried again", []string{
			said(0, start, attempt("1"), whole),
			said(9, "answered", q("1"), inside("1"), ok), said(9, "answered", q("22"), inside("1"), `"result":{"completion":true}`), said(9, "completed", attempt("1"), whole, half),
			said(60, "https://w3id.org/xapi/tla/verbs/scored", slot, within([]string{review, attempt("1"), quiz, course}, nil), `"result":{"score":{"min":0,"max":1,"raw":1,"scaled":1}}`),
			said(70, "http://id.tincanapi.com/verb/viewed", attempt("1"), whole),
			said(80, start, attempt("2"), whole),
		}, []string{
			"assessment quiz/view.php?id=1: start answered(i) answered(i) completed scored(i) viewed = 0.5 true",
			"item question.php?cmid=1&id=1 in quiz/view.php?id=1: answered = 1 true",
			"item question.php?cmid=1&id=22 in quiz/view.php?id=1: answered",
			"item review.php?attempt=1&slot=1 in review.php?attempt=1: scored = 1 true",
			"assessment quiz/view.php?id=1: start",
		}},
		{"Moodle quiz without its start", []string{
			said(9, "answered", q("1"), inside("3"), ok), said(9, "completed", attempt("3"), whole, half),
		}, []string{
			"item question.php?cmid=1&id=1 in quiz/view.php?id=1: answered = 1 true",
			"assessment quiz/view.php?id=1: answered(i) completed = 0.5 true",
		}},
	}
}

// openEdxShapes are of event-routing-backends: the browser says attempted, the
// server evaluated; a problem with several parts is a GroupActivity.
func openEdxShapes() []known {
	course := thing("http://x/course/course-v1:a+b+c", "course")
	id := "http://x/xblock/block-v1:a+b+c+type@problem+block@"
	one := thing(id+"one", "cmi.interaction", `"interactionType":"choice"`)
	group := strings.Replace(thing(id+"two", "cmi.interaction", `"interactionType":"other"`), `{`, `{"objectType":"GroupActivity",`, 1)
	part := func(n string) string {
		return thing(id+"two_"+n+"_1", "cmi.interaction", `"interactionType":"choice"`)
	}
	in := within([]string{course}, nil)
	inGroup := within([]string{thing(id+"two", "cmi.interaction")}, []string{course})
	evaluated := "https://w3id.org/xapi/acrossx/verbs/evaluated"
	outcome := func(success bool) string { return fmt.Sprintf(`"result":{"success":%v}`, success) }
	marks := func(raw, most int) string {
		return fmt.Sprintf(`"result":{"success":%v,"score":{"min":0,"max":%d,"raw":%d,"scaled":%g}}`, raw == most, most, raw, float64(raw)/float64(most))
	}
	exam := thing("http://x/xblock/block-v1:a+b+c+type@sequential+block@exam", "http://id.tincanapi.com/activitytype/timed-assessment")
	inExam := within([]string{course}, []string{thing("438AD672-DE2C-4F0B-8876-35444E7DD746", "attempt")})
	return []known{
		{"Open edX problem, handed in three times", []string{
			said(0, "attempted", one, in), said(0.1, evaluated, one, in, marks(0, 1)),
			said(5, "attempted", one, in), said(5.1, evaluated, one, in, marks(0, 1)),
			said(9, evaluated, one, in, marks(1, 1)), said(9.1, "asked", thing(id+"one/answer", "http://id.tincanapi.com/activitytype/solution"), in),
		}, []string{
			"item one in course-v1:a+b+c: attempted evaluated = 0 false",
			"item one in course-v1:a+b+c: attempted evaluated = 0 false",
			"item one in course-v1:a+b+c: evaluated = 1 true",
		}},
		{"Open edX problem with parts", []string{
			said(0, evaluated, part("2"), inGroup, outcome(true)), said(0, evaluated, group, in, marks(1, 2)), said(0, evaluated, part("33"), inGroup, outcome(false)),
			said(5, "attempted", thing(id+"two", "cmi.interaction", `"interactionType":"other"`), in),
			said(5.1, evaluated, part("2"), inGroup, outcome(true)), said(5.1, evaluated, group, in, marks(2, 2)), said(5.1, evaluated, part("33"), inGroup, outcome(true)),
		}, []string{
			"item two_2_1 in two: evaluated = 1 true",
			"assessment two in course-v1:a+b+c: evaluated(i) evaluated evaluated(i) = 0.5 false",
			"item two_33_1 in two: evaluated = 0 false",
			"assessment two in course-v1:a+b+c: attempted evaluated(i) evaluated evaluated(i) = 1 true",
			"item two_2_1 in two: evaluated = 1 true",
			"item two_33_1 in two: evaluated = 1 true",
		}},
		{"Open edX exam and video", []string{
			said(0, "initialized", exam, inExam), said(1500, "terminated", exam, inExam),
			said(2000, "initialized", thing("http://x/video", ""), in), said(2003, "terminated", thing("http://x/video", ""), in), said(2003, "completed", thing("http://x/video", ""), in, `"result":{"completion":true}`),
		}, []string{
			"assessment exam in course-v1:a+b+c: initialized terminated",
			"assessment video in course-v1:a+b+c: initialized terminated completed",
		}},
	}
}
