package query

import (
	"context"

	"lrx/internal/safetext"
)

// narrow turns the filters that choose statements, wherever these count, into
// parameters (relation/chosen.sql).
func (q *asked) narrow(ctx context.Context, f Filter) error {
	if f.Source != "" {
		keys, err := q.withName(ctx, "find_source", "source", f.Source)
		if err != nil {
			return err
		}
		q.params["sources"] = keys
	}
	if f.Group != "" {
		keys, err := q.withName(ctx, "find_group", "group", f.Group)
		if err != nil {
			return err
		}
		q.params["group"] = keys
	}
	if f.Platform != "" {
		q.params["platform"] = f.Platform
	}
	q.params["narrowed"] = f.Source != "" || f.Group != "" || f.Platform != "" || f.Verb != ""
	return nil
}

// withName finds the keys that have a name.
func (q *asked) withName(ctx context.Context, question, kind, name string) ([]int32, error) {
	var found []int32
	var near []safetext.Safe
	err := q.rows(ctx, question, func(scan func(...any) error) error {
		var key int32
		var has string
		err := scan(&key, &has)
		if has == name || string(safetext.Clean(has)) == name {
			found = append(found, key)
		}
		near = append(near, safetext.Clean(has))
		return err
	})
	if err == nil && len(found) == 0 {
		err = &NotFoundError{Kind: kind, Name: name, Nearby: nearest(name, near)}
	}
	return found, err
}
