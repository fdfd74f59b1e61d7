package query

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"lrx/data"
	"lrx/data/store"
	"lrx/internal/safetext"
)

// errStop ends a walk over rows early.
var errStop = errors.New("stop")

// findLearner turns what a user calls a learner (id, masked id, IFI, exact
// name) into the store's key, within what the viewer may see.
func (q *asked) findLearner(ctx context.Context, f Filter) error {
	if f.Learner == "" {
		return nil
	}
	// Mostly it is an id, which one look tells.
	known, err := q.with("id", f.Learner).keys(ctx, "find_learner_id")
	if err != nil {
		return err
	}
	if len(known) == 1 {
		return q.setLearner(ctx, known[0])
	}
	ifi, isIFI := data.ParseIFI(f.Learner)
	type person struct {
		key  int32
		id   safetext.Safe
		name PersonName
	}
	var byID, byName []person
	var near []safetext.Safe
	err = q.rows(ctx, "find_learner", func(scan func(...any) error) error {
		var p person
		var id string
		var name, ifiKey, person sql.NullString
		if err := scan(&p.key, &id, &name, &ifiKey, &person); err != nil {
			return err
		}
		p.id, p.name = q.person(id, name)
		switch {
		// The id that one of its identifiers made before it became one person with
		// another still names a learner; so does the pseudonym, mask or not.
		case f.Learner == id || f.Learner == q.masked(id) || ifiKey.Valid && (f.Learner == data.LearnerID(ifiKey.String) || isIFI && ifiKey.String == ifi),
			person.Valid && person.String == f.Learner && !q.viewer.Mask:
			byID = append(byID, p)
		case string(p.name.shown) == f.Learner:
			byName = append(byName, p)
		}
		near = append(near, p.name.shown)
		return nil
	})
	if err != nil {
		return err
	}
	if len(byID) > 0 {
		return q.setLearner(ctx, byID[0].key)
	}
	byName = slices.CompactFunc(byName, func(a, b person) bool { return a.key == b.key })
	switch len(byName) {
	case 1:
		return q.setLearner(ctx, byName[0].key)
	case 0:
		return &NotFoundError{Kind: "learner", Name: f.Learner, Nearby: nearest(f.Learner, near)}
	}
	e := &NotFoundError{Kind: "single learner", Name: f.Learner}
	for _, p := range byName {
		e.Nearby = append(e.Nearby, p.id)
	}
	return e
}

// setLearner narrows the question to a learner.
func (q *asked) setLearner(ctx context.Context, learner int32) error {
	actors, err := q.with("learner", learner).keys(ctx, "find_actors")
	q.found["learner"], q.found["actors"] = learner, actors
	return err
}

// keys answers a question for keys of the store.
func (q *asked) keys(ctx context.Context, name string) (all []int32, err error) {
	err = q.rows(ctx, name, func(scan func(...any) error) error {
		var key int32
		err := scan(&key)
		all = append(all, key)
		return err
	})
	return all, err
}

// findActivity turns an IRI or an exact name into the store's key.
func (q *asked) findActivity(ctx context.Context, f Filter) error {
	return q.findByName(ctx, "activity", f.Activity)
}

// findArea narrows the question to what lies below an area or a skill.
func (q *asked) findArea(ctx context.Context, f Filter) error {
	return q.findByName(ctx, "area", f.Area)
}

// findByName sets the parameter of a kind to the key of what has an IRI or an
// exact name; "" sets nothing.
func (q *asked) findByName(ctx context.Context, kind, asked string) error {
	if asked == "" {
		return nil
	}
	var byName []int32
	var iris, near []safetext.Safe
	var exact any
	err := q.rows(ctx, "find_"+kind, func(scan func(...any) error) error {
		var key int32
		var iri string
		var name, names sql.NullString
		if err := scan(&key, &iri, &name, &names); err != nil {
			return err
		}
		shown := q.named(name, names, iri)
		if iri == asked {
			exact = key
			return errStop
		}
		if string(shown) == asked {
			byName, iris = append(byName, key), append(iris, safetext.Clean(iri))
		}
		near = append(near, shown)
		return nil
	})
	switch {
	case exact != nil:
		q.found[kind] = exact
	case err != nil:
		return err
	case len(byName) == 1:
		q.found[kind] = byName[0]
	case len(byName) > 1:
		return &NotFoundError{Kind: "single " + kind, Name: asked, Nearby: iris}
	default:
		return &NotFoundError{Kind: kind, Name: asked, Nearby: nearest(asked, near)}
	}
	return nil
}

// findAttempt narrows the question to an attempt and its learner. One that is
// not there has no rows.
func (q *asked) findAttempt(ctx context.Context, f Filter) error {
	if f.Attempt == "" {
		return nil
	}
	id, ok := store.ParseAttempt(f.Attempt)
	if !ok {
		return &NotFoundError{Kind: "attempt", Name: f.Attempt}
	}
	q.found["attempt"] = id
	learners, err := q.with("attempt", id).keys(ctx, "find_attempt")
	if err != nil || len(learners) == 0 || q.found["learner"] != nil {
		return err
	}
	return q.setLearner(ctx, learners[0])
}

// findVerb turns a verb's IRI or the last part of it into the store's key.
func (q *asked) findVerb(ctx context.Context, f Filter) error {
	if f.Verb == "" {
		return nil
	}
	var found []int32
	var near, iris []safetext.Safe
	err := q.rows(ctx, "find_verb", func(scan func(...any) error) error {
		var key int32
		var iri string
		if err := scan(&key, &iri); err != nil {
			return err
		}
		last := data.LastPart(iri)
		if iri == f.Verb {
			found, iris = []int32{key}, nil
			return errStop
		}
		if strings.EqualFold(last, f.Verb) {
			found, iris = append(found, key), append(iris, safetext.Clean(iri))
		}
		near = append(near, safetext.Clean(last))
		return nil
	})
	switch {
	case len(found) == 1:
		q.found["verb"] = found[0]
		return nil
	case err != nil:
		return err
	case len(found) > 1:
		return &NotFoundError{Kind: "single verb", Name: f.Verb, Nearby: iris}
	}
	return &NotFoundError{Kind: "verb", Name: f.Verb, Nearby: nearest(f.Verb, near)}
}

// nearest picks up to three names that look like what was asked for.
func nearest(asked string, names []safetext.Safe) []safetext.Safe {
	type scored struct {
		name  safetext.Safe
		score int
	}
	want := safetext.Fold(asked)
	var all []scored
	for _, n := range names {
		have := safetext.Fold(string(n))
		score := distance(want, have, 1+len(want)/3)
		if want != "" && strings.Contains(have, want) {
			score = 0
		}
		if score <= len(want)/3 {
			all = append(all, scored{n, score})
		}
	}
	slices.SortStableFunc(all, func(a, b scored) int { return a.score - b.score })
	var out []safetext.Safe
	for _, s := range all {
		if !slices.Contains(out, s.name) && len(out) < 3 {
			out = append(out, s.name)
		}
	}
	return out
}

// distance is the Levenshtein distance of two texts in runes, or anything
// above limit when it is more than that.
func distance(a, b string, limit int) int {
	x, y := []rune(a), []rune(b)
	if d := len(x) - len(y); d > limit || -d > limit {
		return limit + 1
	}
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		last := row[0]
		row[0] = i + 1
		for j := range y {
			cost := last
			if x[i] != y[j] {
				cost++
			}
			last = row[j+1]
			row[j+1] = min(cost, last+1, row[j]+1)
		}
	}
	return row[len(y)]
}
