package demo

import (
	"fmt"
	"math"
	"time"
)

// teacher is somebody of the staff: 1 teaches and gives grades, 2 only gives
// feedback.
func teacher(number int) *agent {
	names := [...]string{"", "Teresa Vogelmann (teacher)", "Ibrahim Castellan (tutor)"}
	a := demoAgent(fmt.Sprintf("t%02d", number), names[number])
	return &a
}

// assignment opens the work, hands it in around its due date, and gets a grade.
func (l *learner) assignment(i int) {
	m := 2*i + 1
	due := dayOf(Due()[i].Due)
	look := l.schoolDay(due-6, 3)
	for range 1 + l.rng.IntN(2) {
		l.say(lms, l.enter(m, l.start(look)), viewed, work(i), statement{Context: in(module(m), course())})
		look = l.schoolDay(look, 3)
	}
	willing := l.chance(0.5 + 0.55*l.effort)
	day := due - int(math.Round(between(-3, l.lead+l.rng.NormFloat64(), 6)))
	if day == deadDay {
		day++
	}
	if !willing || l.habit == avoids || day >= termDays {
		return
	}
	at := l.start(day)
	if last := hour(termDays-1, 12); at.After(last) {
		at = last
	}
	l.say(lms, at.Add(-l.within(60, 400)), viewed, work(i), statement{Context: in(module(m), course())})
	id := l.say(lms, at, submitted, work(i), statement{Context: in(module(m), course())})
	l.grade(i, id, gradingDay(max(due, day)+2))
}

// gradingDay is the first school day from day on that has a collector and is
// in the term.
func gradingDay(day int) int {
	for weekend(day) || day == deadDay {
		day++
	}
	return min(day, termDays-1)
}

// mark draws the mark for a work, of 100.
func (l *learner) mark(i int) int {
	m := 2*i + 1
	return int(math.Round(between(12, 66+9*l.abilityIn(m)+6*l.effort+7*l.rng.NormFloat64(), 100)))
}

// grade records the teacher's grade for a work that was handed in. Three times
// a digit is lost, the grade is voided the day after, and given again.
func (l *learner) grade(i int, submission string, day int) {
	mark := l.mark(i)
	at := hour(day, 13).Add(time.Duration(3*l.index)*time.Minute + l.within(0, 60))
	talks := l.chance(0.4)
	if submission == "" {
		return
	}
	if l.mistyped(i) {
		wrong := l.graded(i, mark/10, at)
		at = at.Add(22 * time.Hour)
		l.void(wrong, at, "grade typed wrongly")
		at = at.Add(time.Minute)
	}
	if l.graded(i, mark, at) == "" || !talks {
		return
	}
	stars := max(1, mark/20)
	l.hear(1, at.Add(40*time.Second), reviewed, reference(submission), &result{
		Score: points(stars, 5), Response: comment(stars),
	})
}

func (l *learner) mistyped(i int) bool {
	number := l.index + 1
	return number == 8 && i == 0 || number == 31 && i == 1 || number == 50 && i == 2
}

func (l *learner) graded(i, mark int, at time.Time) string {
	c := in(module(2*i+1), course())
	c.Instructor = teacher(1)
	ok := mark >= 50
	return l.say(lms, at, scored, work(i), statement{
		Context: c, Result: &result{Score: points(mark, 100), Success: &ok},
	})
}

// void records that the teacher takes a statement back.
func (l *learner) void(id string, at time.Time, why string) {
	l.hear(1, at, voided, reference(id), &result{Response: why})
}

// report is the tutor's word on every learner in the middle of the term.
func (l *learner) report() {
	stars := int(math.Round(between(1, 3.2+0.6*l.abilityIn(3)+l.effort*0.8, 5)))
	l.hear(2, hour(gradingDay(44), 14).Add(time.Duration(2*l.index)*time.Minute), evaluated,
		person(l.self), &result{Score: points(stars, 5), Response: comment(stars)})
}

// hear records what a member of the staff says about the learner; nothing is
// said of somebody who has left.
func (l *learner) hear(who int, at time.Time, verbIRI string, o object, r *result) {
	l.say(lms, at, verbIRI, o, statement{
		Actor: teacher(who), Result: r,
		Context: &context{Platform: "Demo LMS (made up)", Activities: activities{Grouping: []object{course()}}},
	})
}

func comment(stars int) string {
	return [...]string{
		"", "Please see me, we will plan this together.", "A start. Read the second page again and add a drawing.",
		"Good observations; the conclusion needs one more step.", "Clear and complete. Well drawn.",
		"Excellent work, with a question of your own at the end.",
	}[stars]
}
