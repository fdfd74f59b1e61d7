package query

import (
	"context"
	"errors"
	"slices"
)

// Pair is a suggestion or a conflict with both people, as they are now.
type Pair struct {
	Suggestion
	First, Second Person
	One           bool   // they have become one person
	Before, After string // keys of the pairs beside it in the list; "" = there is none
	At, Of        int64  // its place in the list, from 1, and how many there are
}

// Pair answers a pair of Suggestions or Identities by its key, as these were when
// they were last asked for: whoever decides about one after the other need not wait
// until all are compared anew. Needs the scope of all classes.
func (s *Store) Pair(ctx context.Context, v Viewer, key string) (Pair, error) {
	if err := needAll(v); err != nil {
		return Pair{}, err
	}
	p, a, b, err := s.findPair(ctx, v, key)
	if err != nil {
		return Pair{}, err
	}
	for _, x := range []struct {
		id     string
		called PersonName
		to     *Person
	}{{a, p.AName, &p.First}, {b, p.BName, &p.Second}} {
		*x.to, err = s.Person(ctx, v, x.id)
		var missing *NotFoundError
		if errors.As(err, &missing) { // of the roster, and no learner
			*x.to, err = Person{Name: x.called}, nil
		}
		if err != nil {
			return Pair{}, err
		}
	}
	if p.First.Learner == "" {
		p.First.Learner = p.A
	}
	if p.Second.Learner == "" {
		p.Second.Learner = p.B
	}
	p.One = p.First.Learner == p.Second.Learner
	return p, nil
}

// findPair finds a pair in what was compared last, with the ids of both.
func (s *Store) findPair(ctx context.Context, v Viewer, key string) (p Pair, a, b string, err error) {
	q, done, err := s.ask(ctx, v, Filter{})
	if err != nil {
		return Pair{}, "", "", err
	}
	defer done()
	s.alike.mu.Lock()
	defer s.alike.mu.Unlock()
	if s.alike.of == nil {
		if err := q.compare(ctx, &s.alike); err != nil {
			return Pair{}, "", "", err
		}
	}
	plain := *q
	plain.viewer.Mask = false // a key may be from before the mask
	for _, list := range []func(*asked, *alike) []Suggestion{(*asked).suggestions, (*asked).identities} {
		shown, known := list(q, &s.alike), list(&plain, &s.alike)
		at := slices.IndexFunc(known, func(x Suggestion) bool { return x.Key == key })
		if at < 0 {
			at = slices.IndexFunc(shown, func(x Suggestion) bool { return x.Key == key })
		}
		if at < 0 {
			continue
		}
		p = Pair{Suggestion: shown[at], At: int64(at + 1), Of: int64(len(shown))}
		if at > 0 {
			p.Before = shown[at-1].Key
		}
		if at+1 < len(shown) {
			p.After = shown[at+1].Key
		}
		return p, string(known[at].A), string(known[at].B), nil
	}
	return Pair{}, "", "", &NotFoundError{Kind: "pair", Name: key}
}
