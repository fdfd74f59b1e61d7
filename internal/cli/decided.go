package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"lrx/data/roster"
	"lrx/internal/safetext"
	"lrx/query"
)

// decision is what was decided and what it came to.
type decision struct {
	Decision string    `json:"decision"` // same, different
	Undone   bool      `json:"undone"`
	Changed  bool      `json:"changed"` // the file says something else than before
	Line     int       `json:"line"`    // of people.csv; 0 = nothing was written
	IFI      string    `json:"ifi"`
	Other    string    `json:"other"`
	Learners []learner `json:"learners"` // those it is about, as they are now
	Classes  []string  `json:"classes"`  // whose figures were made anew

	names   [2]name         // what the two were called before
	touched []safetext.Safe // names of Classes
}

// learner is somebody a decision is about.
type learner struct {
	Learner     safetext.Safe   `json:"learner"`
	Name        safetext.Safe   `json:"name"`
	Identifiers []safetext.Safe `json:"identifiers"`
	Statements  int64           `json:"statements"`
	Classes     []safetext.Safe `json:"classes"`
}

// words say what was decided, a line each.
func (d *decision) words() []string {
	lines := []string{d.sentence(d.names[0].String(), d.names[1].String())}
	for _, l := range d.Learners {
		lines = append(lines, fmt.Sprintf("  %s %s: %s, %s", l.Learner, l.Name,
			counted(int64(len(l.Identifiers)), "identifiers"), counted(l.Statements, "statements")))
	}
	if d.Changed {
		lines = append(lines, "  made anew: "+touchedWords(d.touched))
	}
	return lines
}

// sentence says what was decided about two who are called so.
func (d *decision) sentence(one, other string) string {
	text := one + " and " + other
	switch {
	case d.Decision != "same":
		text += " are different people"
	case d.Changed || d.Undone:
		text += " are one person"
	default:
		text += " are one person already"
	}
	if d.Undone {
		return "undone: " + text
	}
	return text
}

// touchedWords names a few classes, and counts the others.
func touchedWords(classes []safetext.Safe) string {
	const most = 3
	switch n := len(classes); {
	case n == 0:
		return "no class"
	case n > most:
		return fmt.Sprintf("%s; and %s more", query.Cell(query.KindNames, classes[:most], nil), thousands(int64(n-most)))
	}
	return string(query.Cell(query.KindNames, classes, nil))
}

// told fills in who the learners of a decision are now.
func (a *app) told(ctx context.Context, d *decision, line roster.PersonDecision) error {
	return a.ask(ctx, func(s *query.Store) error {
		for i, key := range []string{line.IFI, line.Other} {
			p, err := s.Person(ctx, a.everything(), roster.FormatIFI(key))
			var unknown *query.NotFoundError
			if errors.As(err, &unknown) { // named in the file, and never seen
				d.names[i] = cmp.Or(d.names[i], name{name: clean(roster.FormatIFI(key))})
				continue
			}
			if err != nil {
				return err
			}
			if i > 0 && len(d.Learners) > 0 && d.Learners[0].Learner == p.Learner {
				d.names[i] = cmp.Or(d.names[i], name{name: asWritten(p, key)})
				continue
			}
			d.names[i] = cmp.Or(d.names[i], called(p))
			d.Learners = append(d.Learners, learner{p.Learner, p.Name.Shown(), p.Identifiers, p.Statements, p.Classes})
		}
		if len(d.Classes) == 0 {
			return nil
		}
		classes, err := s.Classes(ctx, a.everything(), query.Filter{})
		for _, c := range classes.Rows {
			if slices.Contains(d.Classes, c.ID) {
				d.touched = append(d.touched, c.Name)
			}
		}
		return err
	})
}
