package query

import (
	"context"
	"maps"

	"lrx/internal/safetext"
)

// findNames finds what the filter names. It is looked for whatever else narrows
// the question: who did nothing in a period, or with a verb, is still somebody.
// Learners and activities are those of the class; what chooses statements is
// found among all that the viewer may see, and may leave nothing of a class.
func (q *asked) findNames(ctx context.Context, f Filter) error {
	q.params["kept"] = q.keptKnows()
	for _, find := range []func(context.Context, Filter) error{q.findLearner, q.findActivity, q.findAttempt} {
		if err := find(ctx, f); err != nil {
			return err
		}
	}
	if len(f.Chosen()) == 0 {
		return nil
	}
	wide := q.with("kept", false)
	if err := wide.resolveScope(ctx, ""); err != nil {
		return err
	}
	wide.params["kept"] = wide.keptKnows()
	rosters, _ := q.params["rosters"].([]int32)
	wide.params["within"] = q.params["everyone"] == false && len(rosters) > 0
	wide.params["within_rosters"] = rosters
	for _, find := range []func(context.Context, Filter) error{wide.findArea, wide.findVerb, wide.findSource, wide.findGroup, wide.findPlatform} {
		if err := find(ctx, f); err != nil {
			return err
		}
	}
	return nil
}

// chosen are the filters that choose statements, as this viewer may see them.
func (q *asked) chosen(f Filter) []Choice {
	all := f.Chosen()
	for i, c := range all {
		all[i].Value = q.system(string(c.Value))
		if c.Filter == "group" && q.viewer.Mask { // often somebody's name, as a team's is
			all[i].Value = safetext.Safe(q.masked(string(c.Value)))
		}
	}
	return all
}

// narrow makes parameters of what was found, for the relations: choosers choose
// statements wherever these count (relation/chosen.sql).
func (q *asked) narrow() {
	narrowed := false
	for _, chooser := range []string{"verb", "sources", "group", "platform"} {
		narrowed = narrowed || q.found[chooser] != nil
	}
	maps.Copy(q.params, q.found)
	q.params["narrowed"] = narrowed
	// One learner's statements lie together in the store, which is quicker than
	// anything that could be kept.
	q.params["kept"] = q.keptHolds() && !q.given("learner") && !q.given("attempt") && !q.given("area")
}

// with is the same question with one more parameter.
func (q *asked) with(name string, value any) *asked {
	w := *q
	w.params = maps.Clone(q.params)
	w.params[name] = value
	return &w
}

func (q *asked) findSource(ctx context.Context, f Filter) error {
	return q.findKeys(ctx, "find_source", "sources", "source", f.Source)
}

// findGroup finds the members of a group: of a class of the roster its own.
func (q *asked) findGroup(ctx context.Context, f Filter) error {
	return q.findKeys(ctx, "find_group", "group", "group", f.Group)
}

// findKeys finds the keys that have a name, several of which may share it.
func (q *asked) findKeys(ctx context.Context, question, param, kind, name string) error {
	if name == "" {
		return nil
	}
	keys, there := []int32{}, false
	var near []safetext.Safe
	err := q.rows(ctx, question, func(scan func(...any) error) error {
		var key int32
		var has string
		var counts bool
		err := scan(&key, &has, &counts)
		if has == name || string(safetext.Clean(has)) == name {
			there = true
			if counts {
				keys = append(keys, key)
			}
		}
		if kind != "group" || !q.viewer.Mask {
			near = append(near, safetext.Clean(has))
		}
		return err
	})
	if err == nil && !there {
		err = &NotFoundError{Kind: kind, Name: name, Nearby: nearest(name, near)}
	}
	q.found[param] = keys
	return err
}

// findPlatform finds a platform as it is written, or as it is shown.
func (q *asked) findPlatform(ctx context.Context, f Filter) error {
	if f.Platform == "" {
		return nil
	}
	var near []safetext.Safe
	exact := false
	err := q.rows(ctx, "find_platform", func(scan func(...any) error) error {
		var has string
		err := scan(&has)
		if shown := q.system(has); !exact && (has == f.Platform || string(shown) == f.Platform) {
			q.found["platform"], exact = has, has == f.Platform
		} else {
			near = append(near, shown)
		}
		return err
	})
	if err == nil && q.found["platform"] == nil {
		err = &NotFoundError{Kind: "platform", Name: f.Platform, Nearby: nearest(f.Platform, near)}
	}
	return err
}
