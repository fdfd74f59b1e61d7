package query

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
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
	id, kind    string
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
	var classes, rosters []int32
	for _, c := range allowed {
		if c.kind == store.KindRoster || c.kind == store.KindOutside {
			rosters = append(rosters, c.key)
		} else {
			classes = append(classes, c.key)
		}
	}
	several := !everyone && len(rosters) > 0 && len(allowed) > 1
	maps.Copy(q.params, map[string]any{
		"classes": classes, "rosters": rosters,
		"everyone": everyone, "one": !everyone, "several": several, "enrolling": !everyone && len(rosters) > 0,
		"placed": !everyone && !several && len(rosters) == 0, "rostered": !everyone && !several && len(rosters) > 0,
	})
	q.params["class"], _ = q.oneClass()
	return nil
}

// ClassID is the id of a class that is called by its id or name.
func (s *Store) ClassID(ctx context.Context, v Viewer, class string) (string, error) {
	q, done, err := s.ask(ctx, v, Filter{Class: class})
	if err != nil {
		return "", err
	}
	defer done()
	key, one := q.oneClass()
	if !one || key == 0 {
		return "", &NotFoundError{Kind: "class", Name: class}
	}
	all, err := q.classRows(ctx)
	for _, c := range all {
		if c.key == key {
			return c.id, err
		}
	}
	return "", err
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
		var name, names sql.NullString
		err := scan(&c.key, &c.id, &c.kind, &name, &names)
		c.shown, c.name = q.class(c.id, c.kind, name, names)
		out = append(out, c)
		return err
	})
	return out, err
}

// class is a class's id and name as this viewer may see them. A team's tell of
// people: its id is that of the group, its name often somebody's.
func (q *asked) class(id, kind string, name, names sql.NullString) (shown, called safetext.Safe) {
	if kind == store.KindTeam && q.viewer.Mask {
		m := q.masked(id)
		return safetext.Safe(m), safetext.Safe("team " + m[2:8])
	}
	return safetext.Clean(id), q.named(name, names, id)
}

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

// resolveRule takes the attempt rule that was asked for, else the store's. An
// activity's own rule goes before both.
func (q *asked) resolveRule(asked string) error {
	rule := q.rule
	if asked != "" {
		var err error
		if rule, err = data.ParseAttemptRule(asked); err != nil {
			return err
		}
	}
	q.params["rule"] = string(rule)
	return nil
}

// resolveAsOf decides the time the answer is as of (data.md "Time").
func (q *asked) resolveAsOf(ctx context.Context, asked time.Time) error {
	now := q.store.now()
	q.asOf = asked
	if asked.IsZero() {
		n, err := q.newestSeen(ctx, now)
		if err != nil {
			return err
		}
		q.asOf = store.DefaultAsOf(n.at, n.known, now, q.zone())
		q.frozen = q.asOf.Before(now.Truncate(time.Microsecond))
	}
	q.params["as_of"] = q.asOf.UTC()
	return nil
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
	id := fmt.Sprint(q.params["everyone"], q.params["classes"], q.params["rosters"])
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
