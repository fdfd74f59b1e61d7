package query

import (
	"context"
	"database/sql"
	"maps"
	"slices"
	"time"

	"lrx/data/store"
	"lrx/internal/safetext"
)

// A load keeps the sums of each class (data/store/relation), so that nobody waits
// for them. They answer a question when it is about one class or everyone, has no
// period, and is as of a time for which they hold. All other questions are
// answered from the statements, by the same texts.

// keptTimes says for which times the sums of a class hold.
type keptTimes struct {
	period Period // that it is for, without a name
	listed Period // that the sums in the list of classes are for
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
	rows, err := g.DB.QueryContext(ctx, "SELECT class, since, before, list_since, list_before, oldest, newest, newest_known, known, future, next FROM kept")
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // rows.Err tells what matters
	for rows.Next() {
		var class int32
		var k keptTimes
		var since, before, listSince, listBefore, future, next sql.NullTime
		if err := rows.Scan(&class, &since, &before, &listSince, &listBefore, &k.oldest, &k.newest.at, &k.newest.known, &k.known, &future, &next); err != nil {
			return err
		}
		k.period, k.listed = Period{Since: since.Time, Until: before.Time}, Period{Since: listSince.Time, Until: listBefore.Time}
		k.future, k.next = future.Time, next.Time
		g.kept[class] = k
	}
	return rows.Err()
}

// keptHolds says whether what was kept answers questions about the classes that are asked about.
func (q *asked) keptHolds() bool {
	class, ok := q.oneClass()
	k, there := q.kept[class]
	return ok && there && !q.given("narrowed") && k.period.same(q.period) && k.holds(q.asOf)
}

// keptKnows says whether what was kept tells what there is in the classes that
// are asked about: it does not where they have a period by default.
func (q *asked) keptKnows() bool {
	class, ok := q.oneClass()
	k, there := q.kept[class]
	return ok && there && k.period.same(Period{}) && k.holds(q.asOf)
}

// ruled are the relations that the attempt rule makes a difference to.
var ruled = []string{"activity_sums", "area_parts", "area_sums"}

// keptRows says which rows of what was kept answer the question, "" if none do.
func (q *asked) keptRows(name string) string {
	switch {
	case !q.given("kept"), slices.Contains(ruled, name) && q.params["rule"] != string(q.rule):
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
	rosters, _ := q.params["rosters"].([]int32)
	all := slices.Concat(classes, rosters)
	if len(all) != 1 {
		return 0, false
	}
	return all[0], true
}

// each asks about each class by itself, and about everyone. Without a period that
// is asked for, each class of the roster has its own.
func (q *asked) each(f Filter) *asked {
	e := *q
	e.params = maps.Clone(q.params)
	rosters, _ := q.params["rosters"].([]int32)
	several := len(rosters) > 0
	maps.Copy(e.params, map[string]any{
		"everyone": nil, "one": nil, "several": nil, "each": true, "all": true,
		"placed": true, "rostered": several, "mixed": several, "enrolling": several,
	})
	// What is kept of all classes is as of everyone's time.
	k, there := q.kept[0]
	kept := there && !q.given("since") && !q.given("until") && !q.given("narrowed") && !q.given("area") && k.holds(q.asOf)
	if own := f.Since.IsZero() && f.Until.IsZero() && f.Period == ""; own {
		e.period = Period{}
		e.params["since"], e.params["until"] = nil, nil
		kept = e.ownPeriods(rosters) && kept
	} else if len(q.terms) > 0 {
		kept = false
	}
	e.params["kept"] = kept
	return &e
}

// ownPeriods gives each class of the roster the period that it is asked about by
// default, and says whether these are what was kept.
func (q *asked) ownPeriods(rosters []int32) (kept bool) {
	var classes []int32
	var since, before []time.Time
	kept, q.listed = true, map[int32]safetext.Safe{}
	for _, class := range rosters {
		t, ok := store.CurrentTerm(q.terms[class], q.asOf, q.zone())
		if !ok {
			continue
		}
		classes, since, before = append(classes, class), append(since, t.Since), append(before, t.Before)
		q.listed[class] = safetext.Clean(t.Name)
		k, there := q.kept[class]
		kept = kept && (!there || k.listed.same(Period{Since: t.Since, Until: t.Before}))
	}
	q.params["periods"] = len(classes) > 0
	q.params["period_classes"], q.params["period_since"], q.params["period_before"] = classes, since, before
	return kept
}
