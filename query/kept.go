package query

import (
	"context"
	"database/sql"
	"maps"
	"time"
)

// A load keeps the sums of each class (data/store/relation), so that nobody waits
// for them. They answer a question when it is about one class or everyone, has no
// period, and is as of a time for which they hold. All other questions are
// answered from the statements, by the same texts.

// keptTimes says for which times the sums of a class hold.
type keptTimes struct {
	oldest time.Time
	newest newest
	known  time.Time // when the last of it was known
	future time.Time // when the first of what is left out was; zero = there is none
	next   time.Time // when the next after the load will be; zero = there is none
}

func (k keptTimes) holds(asOf time.Time) bool {
	return !asOf.Before(k.known) && (k.future.IsZero() || asOf.Before(k.future))
}

func (g *generation) readKept(ctx context.Context) error {
	g.kept = map[int32]keptTimes{}
	rows, err := g.DB.QueryContext(ctx, "SELECT class, oldest, newest, newest_known, known, future, next FROM kept")
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells what matters
	for rows.Next() {
		var class int32
		var k keptTimes
		var future, next sql.NullTime
		if err := rows.Scan(&class, &k.oldest, &k.newest.at, &k.newest.known, &k.known, &future, &next); err != nil {
			return err
		}
		k.future, k.next = future.Time, next.Time
		g.kept[class] = k
	}
	return rows.Err()
}

// keptHolds says whether what was kept answers questions about the classes that are asked about.
func (q *asked) keptHolds() bool {
	if q.given("since") || q.given("until") {
		return false
	}
	class, ok := q.oneClass()
	k, there := q.kept[class]
	return ok && there && k.holds(q.asOf)
}

// keptRows says which rows of what was kept answer the question, "" if none do.
func (q *asked) keptRows(name string) string {
	switch {
	case !q.given("kept"), name == "activity_sums" && q.params["rule"] != string(q.rule):
		return ""
	case q.given("each"):
		return "true"
	}
	return "class = $class"
}

// oneClass is the class that is asked about, 0 for everyone; false if there are several.
func (q *asked) oneClass() (int32, bool) {
	if q.given("everyone") {
		return 0, true
	}
	classes, _ := q.params["classes"].([]int32)
	if len(classes) != 1 {
		return 0, false
	}
	return classes[0], true
}

// each asks about each class by itself, and about everyone.
func (q *asked) each() *asked {
	e := *q
	e.params = maps.Clone(q.params)
	e.params["everyone"], e.params["one"], e.params["each"] = nil, nil, true
	// What is kept of all classes is as of everyone's time.
	k, there := q.kept[0]
	e.params["kept"] = there && !q.given("since") && !q.given("until") && k.holds(q.asOf)
	return &e
}
