package query

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"lrx/data"
	"lrx/data/store"
	"lrx/internal/safetext"
)

// Everyone is the reserved id of the class of all learners.
const Everyone = "everyone"

// classRow is a class as names are looked up in it.
type classRow struct {
	key         int32
	id          string
	shown, name safetext.Safe
}

// resolveScope turns the viewer's scope and the filter's class into the
// parameters everyone, or one and $classes. It is the one place where scope is
// decided; a question without the parameter everyone is narrowed to $classes.
func (q *asked) resolveScope(ctx context.Context, class string) error {
	all, err := q.classRows(ctx)
	if err != nil {
		return err
	}
	allowed := all
	if !q.viewer.Scope.all {
		allowed = slices.DeleteFunc(slices.Clone(all), func(c classRow) bool { return !slices.Contains(q.viewer.Scope.classes, c.id) })
		if len(allowed) == 0 {
			return ErrScope
		}
	}
	everyone := false
	if class == "" || strings.EqualFold(class, Everyone) {
		everyone = q.viewer.Scope.all
	} else {
		found := slices.DeleteFunc(slices.Clone(allowed), func(c classRow) bool {
			return c.id != class && string(c.shown) != class && q.masked(c.id) != class
		})
		if len(found) == 0 {
			found = slices.DeleteFunc(slices.Clone(allowed), func(c classRow) bool { return string(c.name) != class })
		}
		if len(found) != 1 {
			return classNotFound(class, allowed, found)
		}
		allowed = found
	}
	keys := make([]int32, 0, len(allowed))
	for _, c := range allowed {
		keys = append(keys, c.key)
	}
	q.params["classes"], q.params["everyone"], q.params["one"] = keys, everyone, !everyone
	q.params["class"], _ = q.oneClass()
	return nil
}

func classNotFound(class string, allowed, found []classRow) error {
	e := &NotFoundError{Kind: "class", Name: class}
	if len(found) > 1 {
		e.Kind = "single class" // several share the name
		for _, c := range found {
			e.Nearby = append(e.Nearby, c.shown)
		}
		return e
	}
	for _, c := range allowed {
		e.Nearby = append(e.Nearby, c.shown, c.name)
	}
	e.Nearby = nearest(class, e.Nearby)
	return e
}

func (q *asked) classRows(ctx context.Context) ([]classRow, error) {
	var out []classRow
	err := q.rows(ctx, "find_class", func(scan func(...any) error) error {
		var c classRow
		var kind string
		var name, names sql.NullString
		err := scan(&c.key, &c.id, &kind, &name, &names)
		c.shown, c.name = q.class(c.id, kind, name, names)
		out = append(out, c)
		return err
	})
	return out, err
}

// class is a class's id and name as this viewer may see them. A team's tell of
// people: its id is that of the group, its name often somebody's.
func (q *asked) class(id, kind string, name, names sql.NullString) (shown, called safetext.Safe) {
	if kind == kindTeam && q.viewer.Mask {
		m := q.masked(id)
		return safetext.Safe(m), safetext.Safe("team " + m[2:8])
	}
	return safetext.Clean(id), q.named(name, names, id)
}

// kindTeam is the kind of the classes that come from context.team.
const kindTeam = "team"

// named is the name of a thing in the viewer's language, else the last
// meaningful part of its IRI.
func (q *asked) named(name, names sql.NullString, iri string) safetext.Safe {
	text := name.String
	if names.Valid && q.viewer.Lang != "" {
		m := data.LangMap{}
		if json.Unmarshal([]byte(names.String), &m) == nil && len(m) > 0 {
			text = m.Pick(q.viewer.Lang)
		}
	}
	if safe := safetext.Clean(text); strings.TrimSpace(string(safe)) != "" {
		return safe
	}
	return safetext.Clean(data.LastPart(iri))
}

// frozenAfter is how old the newest statement may be before the as-of stays at its day.
const frozenAfter = 14 * 24 * time.Hour

// resolveAsOf decides the time the answer is as of (data.md "Time").
func (q *asked) resolveAsOf(ctx context.Context, asked time.Time) error {
	now := q.store.now()
	q.asOf = asked
	if asked.IsZero() {
		n, err := q.newestSeen(ctx, now)
		if err != nil {
			return err
		}
		q.asOf = defaultAsOf(n.at, n.known, now, q.zone())
	}
	q.params["as_of"] = q.asOf.UTC()
	return nil
}

// defaultAsOf is now while the data is fresh, else the end of the newest
// statement's day, so that an old export does not make everyone absent, and no
// earlier than what the day brought was known.
func defaultAsOf(newest, known, now time.Time, tz *time.Location) time.Time {
	if newest.IsZero() || now.Sub(newest) <= frozenAfter {
		return now.Truncate(time.Microsecond) // as fine as the store keeps times: what was loaded just now counts
	}
	y, m, d := newest.In(tz).Date()
	end := time.Date(y, m, d+1, 0, 0, 0, 0, tz).Add(-time.Microsecond)
	if known.After(end) && !known.After(now) {
		return known
	}
	return end
}

func (q *asked) zone() *time.Location {
	if q.viewer.TZ == nil {
		return time.UTC
	}
	return q.viewer.TZ
}

// newestSeen is the newest statement of the classes in question, from what was
// kept where that holds now, else kept for the life of the generation.
func (q *asked) newestSeen(ctx context.Context, now time.Time) (newest, error) {
	if class, ok := q.oneClass(); ok {
		if k, there := q.kept[class]; there && (k.next.IsZero() || now.Before(k.next)) {
			return k.newest, nil
		}
	}
	id := fmt.Sprint(q.params["everyone"], q.params["classes"])
	q.mu.Lock()
	n, ok := q.newest[id]
	q.mu.Unlock()
	if ok {
		return n, nil
	}
	q.params["now"] = now.UTC()
	err := q.rows(ctx, "newest", func(scan func(...any) error) error {
		var at, known sql.NullTime
		err := scan(&at, &known)
		if at.Valid {
			n = newest{at.Time.UTC(), known.Time.UTC()}
		}
		return err
	})
	q.mu.Lock()
	q.newest[id] = n
	q.mu.Unlock()
	return n, err
}

// newest is the timestamp of the newest statement and when it was known.
type newest struct{ at, known time.Time }

// errStop ends a walk over rows early.
var errStop = errors.New("stop")

// findLearner turns what a user calls a learner (id, masked id, IFI, exact
// name) into the store's key, within what the viewer may see.
func (q *asked) findLearner(ctx context.Context, f Filter) error {
	if f.Learner == "" {
		return nil
	}
	// Mostly it is an id, which one look tells.
	q.params["id"] = f.Learner
	var known []int32
	if err := q.rows(ctx, "find_learner_id", func(scan func(...any) error) error {
		var key int32
		err := scan(&key)
		known = append(known, key)
		return err
	}); err != nil {
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
	err := q.rows(ctx, "find_learner", func(scan func(...any) error) error {
		var p person
		var id, ifiKey string
		var name sql.NullString
		if err := scan(&p.key, &id, &name, &ifiKey); err != nil {
			return err
		}
		p.id, p.name = q.person(id, name)
		switch {
		// The id that one of its identifiers made before it became one person with
		// another still names a learner; so does the pseudonym, mask or not.
		case f.Learner == id || f.Learner == data.LearnerID(ifiKey) || f.Learner == q.masked(id) || isIFI && ifiKey == ifi:
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

// setLearner narrows the question to a learner: her statements lie together in
// the store, which is quicker than anything that could be kept.
func (q *asked) setLearner(ctx context.Context, learner int32) error {
	q.params["learner"], q.params["kept"] = learner, false
	var actors []int32
	err := q.rows(ctx, "find_actors", func(scan func(...any) error) error {
		var actor int32
		err := scan(&actor)
		actors = append(actors, actor)
		return err
	})
	q.params["actors"] = actors
	return err
}

// findActivity turns an IRI or an exact name into the store's key.
func (q *asked) findActivity(ctx context.Context, f Filter) error {
	if f.Activity == "" {
		return nil
	}
	var byName []int32
	var iris, near []safetext.Safe
	var exact any
	err := q.rows(ctx, "find_activity", func(scan func(...any) error) error {
		var key int32
		var iri string
		var name, names sql.NullString
		if err := scan(&key, &iri, &name, &names); err != nil {
			return err
		}
		shown := q.named(name, names, iri)
		if iri == f.Activity {
			exact = key
			return errStop
		}
		if string(shown) == f.Activity {
			byName, iris = append(byName, key), append(iris, safetext.Clean(iri))
		}
		near = append(near, shown)
		return nil
	})
	switch {
	case exact != nil:
		q.params["activity"] = exact
	case err != nil:
		return err
	case len(byName) == 1:
		q.params["activity"] = byName[0]
	case len(byName) > 1:
		return &NotFoundError{Kind: "single activity", Name: f.Activity, Nearby: iris}
	default:
		return &NotFoundError{Kind: "activity", Name: f.Activity, Nearby: nearest(f.Activity, near)}
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
	q.params["attempt"], q.params["kept"] = id, false
	return q.rows(ctx, "find_attempt", func(scan func(...any) error) error {
		var learner int32
		if err := scan(&learner); err != nil || q.given("learner") {
			return err
		}
		return q.setLearner(ctx, learner)
	})
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
		q.params["verb"] = found[0]
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
