package ui

import (
	"context"
	"fmt"
	"time"
	"unsafe"

	"lrx/internal/safetext"
	"lrx/query"
	"lrx/scoring"
)

// scored is what a fake says of scores.
type scored struct {
	scores   []query.ScoreRow
	receipt  query.Receipt
	evidence []query.Observation
	weeks    []query.Snapshot
	profile  scoring.Profile
	// whatIf answers for a profile; nil = nobody moves.
	whatIf   func(scoring.Profile) []query.Move
	scoreErr error // of everything about scores
}

func (f *fake) Scores(ctx context.Context, v query.Viewer, by query.Filter) (query.List[query.ScoreRow], error) {
	if f.scoreErr != nil {
		return query.List[query.ScoreRow]{}, f.scoreErr
	}
	rows := f.scores
	if by.Learner != "" {
		rows = nil
		for _, r := range f.scores {
			if r.ID == by.Learner {
				rows = append(rows, r)
			}
		}
	}
	return filtered(ctx, f, v, by, rows)
}

func (f *fake) Score(_ context.Context, _ query.Viewer, id string, by query.Filter) (query.Receipt, error) {
	f.filters = append(f.filters, by)
	r := f.receipt
	if !by.Unused {
		r.Unused = nil
	}
	r.Learner = safetext.Safe(id)
	if !by.AsOf.IsZero() {
		r.AsOf = by.AsOf
	}
	if f.scoreErr != nil {
		return r, f.scoreErr
	}
	return r, f.err
}

func (f *fake) Observations(ctx context.Context, v query.Viewer, by query.Filter) (query.List[query.Observation], error) {
	var rows []query.Observation
	for _, o := range f.evidence {
		if o.Used != by.Unused && (by.Factor == "" || string(o.Factor) == by.Factor) {
			rows = append(rows, o)
		}
	}
	return filtered(ctx, f, v, by, rows)
}

func (f *fake) Timeline(ctx context.Context, v query.Viewer, _ string, by query.Filter) (query.List[query.Snapshot], error) {
	return filtered(ctx, f, v, by, f.weeks)
}

func (f *fake) Profile(context.Context) (scoring.Profile, error) { return f.profile, f.err }

func (f *fake) WhatIf(ctx context.Context, v query.Viewer, by query.Filter, p scoring.Profile) (query.List[query.Move], error) {
	if f.whatIf == nil {
		return filtered(ctx, f, v, by, []query.Move{})
	}
	return filtered(ctx, f, v, by, f.whatIf(p))
}

// named makes the name of a person, which outside of tests only query can do.
func named(name safetext.Safe) query.PersonName {
	return *(*query.PersonName)(unsafe.Pointer(&name)) //nolint:gosec // the type is a struct of this one field
}

// scoredClass is a made-up class of twelve in several scripts, one learner of
// whom has next to no evidence and one none at all.
func scoredClass() *fake {
	f := school()
	f.learners = nil
	for i, l := range []struct {
		name             safetext.Safe
		score, low, high float64 // 0 = none
		trend            safetext.Safe
		evidence         int64
	}{
		{"Aminata Sow", 71.2, 63.4, 79, "up", 61},
		{"Ben Adeyemi-Castellanos de la Cruz", 66.9, 58.2, 75.6, "no reliable difference", 46},
		{"Clara Weidner", 0, 0, 0, "", 3},
		{"Đặng Thị Hương", 88, 80.1, 95.9, "no reliable difference", 70},
		{"José Ñíguez", 44.5, 27, 62, "down", 21},
		{"Ólafur Þórsson", 52, 42, 62, "", 33},
		{"Νίκη Παππά", 97.5, 93, 100, "no reliable difference", 80},
		{"Юлия Щербакова", 12, 2, 22, "down", 30},
		{"मीरा शर्मा", 60.4, 52, 68.8, "no reliable difference", 41},
		{"สมชาย ใจดี", 58, 47, 69, "up", 38},
		{"عمر الخيام", 35.5, 24, 47, "no reliable difference", 29},
		{"林可晴", 0, 0, 0, "", 0},
	} {
		id := fmt.Sprintf("L-%010d", i)
		seen := day.Add(-time.Duration(i) * 7 * time.Hour)
		f.learners = append(f.learners, query.Learner{ID: id, Name: named(l.name), Statements: int64(200 - 3*i), ActiveDays: int64(20 - i), Attempts: int64(i * 7 % 40), LastSeen: &seen})
		row := query.ScoreRow{ID: id, Name: named(l.name), State: "insufficient", Evidence: l.evidence, Trend: l.trend}
		if l.score > 0 {
			row.State = "provisional"
			if (l.high-l.low)/2 < 12 {
				row.State = "stable"
			}
			row.Score, row.Low, row.High, row.Coverage, row.VsClass = ptr(l.score), ptr(l.low), ptr(l.high), ptr(1.0), ptr(2.65)
			row.Factors = [6]*float64{ptr(l.score / 100), ptr(0.8), ptr(0.55), ptr(0.6), ptr(0.48), nil}
		}
		f.scores = append(f.scores, row)
	}
	f.learners[11].LastSeen = nil
	f.scored.receipt, f.evidence, f.weeks = receiptOf(), evidenceOf(), weeksOf()
	f.profile = scoring.DefaultProfile()
	return f
}

// receiptOf is a receipt whose sums were made by hand: weights 0.35, 0.25, 0.15,
// 0.15 and 0.10 of values 0.71, 0.80, 0.55, 0.60 and 0.48 are 24.85, 20, 8.25, 9
// and 4.8 points, 66.9 together.
func receiptOf() query.Receipt {
	line := func(f scoring.Factor, weight, c, low, high, points, vs float64, n int, says string, parts ...scoring.Part) scoring.Line {
		return scoring.Line{Factor: f, Weight: weight, Value: &c, Low: &low, High: &high, Contribution: &points, VsClass: &vs, Evidence: n, Sentence: says, Parts: parts}
	}
	return query.Receipt{
		Learner: "L-0000000001", LearnerName: named("Ben Adeyemi-Castellanos de la Cruz"), Class: "course:bio", ClassName: "Biology 1",
		Profile: "0123456789ab", AsOf: day, TZ: time.UTC,
		Cannot: []string{"Nobody in this class has feedback.", "What was learned away from the systems that send statements."},
		Unused: []query.Observation{evidenceOf()[3]},
		Score: scoring.Score{
			Learner: "L-0000000001", State: scoring.Stable, Score: ptr(66.9), Low: ptr(58.2), High: ptr(75.6), Coverage: 1, VsClass: ptr(2.65), Evidence: 46,
			Flags: []string{"4 right responses came in less than 3 seconds each."},
			Factors: []scoring.Line{
				line(scoring.Achievement, 0.35, 0.71, 0.63, 0.78, 24.85, 3.15, 26, "Answers 72 % (63-78 %) of this course's questions at first try; 2 graded works, mean 69. Based on 24 responses.",
					scoring.Part{Part: "mastery", Weight: 0.6, Value: ptr(0.72), SD: ptr(0.04), Formula: "mean over 40 items"},
					scoring.Part{Part: "graded work", Weight: 0.4, Value: ptr(0.695), SD: ptr(0.05), Formula: "(10 × 0.64 + 10 × 0.74 + 10 × 0.705) / (20 + 10)"}),
				line(scoring.DueWork, 0.25, 0.8, 0.62, 0.98, 20, 1.25, 4, "3 of 4 due works handed in, 1 late.",
					scoring.Part{Part: "handed in", Weight: 1, Value: ptr(0.8), SD: ptr(0.11), Formula: "(3 + 0.5 × 1 + 2 × 0.65) / (4 + 2)"}),
				line(scoring.Participation, 0.15, 0.55, 0.4, 0.7, 8.25, 0.75, 11, "11 sessions on 8 days (class median 14 on 9)."),
				line(scoring.Regularity, 0.15, 0.6, 0.42, 0.78, 9, -1.5, 3, "Hands in 1.4 days before the deadline; last active 2 days ago."),
				line(scoring.Effort, 0.1, 0.48, 0.33, 0.63, 4.8, -1, 2, "Opened 12 activities."),
				{Factor: scoring.FeedbackGiven, Weight: 0.1, Missing: "nobody gave this learner feedback"},
			},
		},
	}
}

// thinReceipt is the receipt of a learner without enough evidence.
func thinReceipt() query.Receipt {
	r := receiptOf()
	r.Unused = nil
	s := &r.Score
	s.State, s.Score, s.Low, s.High, s.VsClass, s.Coverage, s.Evidence, s.Flags = scoring.Insufficient, nil, nil, nil, nil, 0.35, 3, nil
	s.Why = []string{"2 more first responses, or 1 graded work", "4 more days since the first statement"}
	for i := range s.Factors {
		l := &s.Factors[i]
		l.Value, l.Low, l.High, l.Contribution, l.VsClass, l.Parts = nil, nil, nil, nil, nil, nil
		if i > 0 {
			l.Evidence, l.Sentence, l.Missing = 0, "", "nothing was observed yet"
			continue
		}
		l.Evidence, l.Sentence = 3, "3 first responses so far."
	}
	return r
}

func evidenceOf() []query.Observation {
	at := func(n int) *time.Time { return ptr(day.Add(-time.Duration(n) * 26 * time.Hour)) }
	quiz := ptr(safetext.Safe("https://lms.example.org/quiz/3"))
	return []query.Observation{
		{Key: "T-0", Factor: "achievement", What: "first response", Activity: quiz, ActivityName: "Quiz 3: cells and tissues", At: at(1), Value: ptr(1.0), Used: true, Why: "counts in mastery", Attempt: ptr(safetext.Safe("T-0"))},
		{Key: "https://lms.example.org/quiz/3", Factor: "achievement", What: "graded work", Activity: quiz, ActivityName: "Quiz 3: cells and tissues", At: at(2), Value: ptr(0.64), Used: true, Why: "10 points of 100, the last result counts"},
		{Key: "12345678-1234-4234-8234-000000000000", Factor: "due work", What: "due work", Activity: quiz, ActivityName: "ゼミ: レポート", At: at(3), Value: ptr(0.5), Used: true, Why: "late, counts half"},
		{Factor: "achievement", What: "response", Activity: quiz, ActivityName: "Quiz 3: cells and tissues", At: at(4), Used: false, Why: "a retry: only the first response counts in mastery"},
	}
}

// weeksOf is a term that begins without enough evidence and ends higher.
func weeksOf() []query.Snapshot {
	var weeks []query.Snapshot
	for i, w := range [][3]float64{{}, {}, {41, 20, 62}, {45, 27, 63}, {}, {52, 40, 64}, {60, 49, 71}, {63, 53, 73}, {66.9, 58.2, 75.6}, {74, 66, 82}} {
		s := query.Snapshot{At: time.Date(2026, 1, 23+7*i, 22, 59, 59, 0, time.UTC), State: "insufficient", Evidence: int64(1 + 5*i)}
		if w[0] > 0 {
			s.Score, s.Low, s.High, s.Coverage, s.State = ptr(w[0]), ptr(w[1]), ptr(w[2]), ptr(0.9), "provisional"
			if w[2]-w[1] < 24 {
				s.State = "stable"
			}
		}
		weeks = append(weeks, s)
	}
	return weeks
}

// movesOf makes every third learner move when achievement weighs something else.
func movesOf(f *fake) func(scoring.Profile) []query.Move {
	return func(p scoring.Profile) []query.Move {
		by := 100 * (p.Weights.Achievement - f.profile.Weights.Achievement)
		var all []query.Move
		for i, r := range f.scores {
			m := query.Move{ID: r.ID, Name: r.Name, Says: "not enough evidence before and after"}
			m.Before = scoring.Score{State: scoring.State(r.State), Score: r.Score, Low: r.Low, High: r.High}
			m.After = m.Before
			if r.Score != nil {
				m.Change, m.Says = ptr(0.0), "unchanged"
			}
			if r.Score != nil && by != 0 && i%3 == 1 {
				m.After.Score, m.Change, m.Says = ptr(*r.Score+by), ptr(by), "no reliable difference"
				if m.Reliable = by > 10; m.Reliable {
					m.Says = safetext.Safe(fmt.Sprintf("%.0f points up", by))
				}
			}
			if p.States.Provisional < 9 && m.Before.State == scoring.Stable && *r.High-*r.Low > 17 {
				m.After.State = scoring.Provisional
			}
			all = append(all, m)
		}
		return all
	}
}
